from __future__ import annotations

import pytest

from jdextract.breakdown.phrasing import counted
from jdextract.reports.wording import title


@pytest.mark.parametrize(
    ("number", "names", "said"),
    [
        (0, ("posting",), "0 postings"),
        (1, ("posting",), "1 posting"),
        (2_000, ("posting",), "2,000 postings"),
        (1, ("country", "countries"), "1 country"),
        (3, ("country", "countries"), "3 countries"),
    ],
)
def test_a_number_and_what_it_counts(number, names, said):
    assert counted(number, *names) == said


@pytest.mark.parametrize(
    ("postings", "said"),
    [(1, "What 1 posting asks for"), (0, "What 0 postings ask for"), (2, "What 2 postings ask for")],
)
def test_the_heading_of_a_report(postings, said):
    assert title(postings) == said
