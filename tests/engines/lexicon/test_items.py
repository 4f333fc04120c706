"""Where the items begin of a list that has lost its line breaks."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.items import item_starts


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Gute Kenntnisse in Python Erfahrung mit Kafka", ["Erfahrung mit Kafka"]),
        ("Wir verbinden 20 Jahre Erfahrung mit Booten", []),
        ("Nach sechs Monaten Mitarbeit an unseren Kuttern", []),
    ],
    ids=["a demand behind a noun", "years of experience", "months of work"],
)
def test_items_of_a_line(text: str, items: list[str]) -> None:
    assert [text[start:] for start in item_starts(text, 0, len(text))] == items
