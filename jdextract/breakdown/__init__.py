"""From facts to findings: what a corpus of postings asks for."""

from jdextract.breakdown.analysis import break_down, break_down_folder, break_down_parquet
from jdextract.breakdown.model import Breakdown
from jdextract.breakdown.reading import analyze

__all__ = ["Breakdown", "analyze", "break_down", "break_down_folder", "break_down_parquet"]
