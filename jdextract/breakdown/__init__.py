"""From facts to findings: what a corpus of postings asks for."""

from jdextract.breakdown.analysis import break_down, break_down_by, break_down_folder, break_down_parquet, field_value
from jdextract.breakdown.comparison import Comparison, compare
from jdextract.breakdown.model import Breakdown
from jdextract.breakdown.reading import analyze

__all__ = [
    "Breakdown",
    "Comparison",
    "analyze",
    "break_down",
    "break_down_by",
    "break_down_folder",
    "break_down_parquet",
    "compare",
    "field_value",
]
