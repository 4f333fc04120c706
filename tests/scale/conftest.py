from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

SAMPLES = Path(__file__).parents[2] / "evals" / "postings"


@pytest.fixture
def rows():
    """Make so many raw rows, as a table of some job board might have them."""

    def make(count: int, text: str = "You know Python and PostgreSQL.\nYou build APIs for our teams.") -> pa.Table:
        numbers = range(count)
        return pa.table(
            {
                "id": [f"p{number}" for number in numbers],
                "title": [f"Senior Engineer {number}" for number in numbers],
                "employer": [f"Company {number % 7}" for number in numbers],
                "description": [f"Team {number}\n{text}" for number in numbers],
            }
        )

    return make
