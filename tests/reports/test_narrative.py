from __future__ import annotations

import pytest

from jdextract.breakdown import break_down
from jdextract.breakdown.model import Takeaway
from jdextract.reports import narrate
from jdextract.reports.narrative import holds

TAKEAWAY = Takeaway(
    kind="emerging",
    text="Emerging from 2017 to 2026: GraphQL (2 % → 68 %).",
    numbers={},
    postings=9,
    about=("GraphQL",),
)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("GraphQL went from 2 % to 68 % between 2017 and 2026.", True),
        ("Demand for GraphQL has clearly grown.", True),
        ("GraphQL went from 2 % to 70 % between 2017 and 2026.", False),
        ("GraphQL went from 2.5 % to 68 %.", False),
        ("GraphQL is now in two thirds of postings.", False),
        ("Half of the postings want GraphQL.", False),
        ("REST has clearly grown.", False),
        ("", False),
        (None, False),
        ("GraphQL " * 100, False),
    ],
    ids=["all its numbers", "none", "another", "more precise", "in words", "a half", "another name", "empty", "missing", "long"],
)  # fmt: skip
def test_prose_is_held_against_its_numbers(text, held):
    assert holds(text, TAKEAWAY) is held


def test_what_does_not_hold_stays_plain(market_breakdown):
    plain = [takeaway.text for takeaway in market_breakdown.takeaways]

    def complete(prompt):
        assert all(text in prompt for text in plain)
        return f"1. Rewritten: {plain[0]}\n2. Now 99 % of everything.\nchatter"

    told = [takeaway.text for takeaway in narrate(market_breakdown, complete).takeaways]
    assert told == [f"Rewritten: {plain[0]}", *plain[1:]]


def test_without_takeaways_nobody_is_asked(small_taxonomy):
    empty = break_down([], taxonomy=small_taxonomy)
    assert narrate(empty, pytest.fail) == empty
