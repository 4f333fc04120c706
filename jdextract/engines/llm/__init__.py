"""The engine that reads postings with a language model."""
