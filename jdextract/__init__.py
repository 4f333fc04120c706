"""What the job market asks for: typed, grounded facts out of job postings."""

__version__ = "0.1.0"
