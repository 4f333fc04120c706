"""What a line alone says of its section, and what lines in a row say of each other."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.decoding import decode
from jdextract.engines.lexicon.leanings import lean, lean_of_heading

LINES = [
    ("- develop services that weigh parcels", "duties"),
    ("- developing the scales of tomorrow", "duties"),
    ("- you own the release train", "duties"),
    ("- weiterentwicklung unserer waagen", "duties"),
    ("- betrieb und überwachung der anlage", "duties"),
    ("- konzipieren und umsetzen neuer waagen", "duties"),
    ("- führe messungen vor ort durch und erweitere die anlage", None),
    ("- erweitere die messanlage", "duties"),
    ("- waagen entwickeln und betreuen", "duties"),
    ("- experience with scales", "requirements"),
    ("- at least three years with scales", "requirements"),
    ("- strong python and sql", "requirements"),
    ("- familiar with lasers", "requirements"),
    ("- you have weighed before", "requirements"),
    ("- working knowledge of optics", "requirements"),
    ("- bachelor's degree in physics", "requirements"),
    ("- gute kenntnisse in optik", "requirements"),
    ("- du bringst geduld mit", "requirements"),
    ("- mehrjährige berufserfahrung", "requirements"),
    ("- £42,000 to £50,000", "benefits"),
    ("- 30 days of vacation", "benefits"),
    ("- health insurance", "benefits"),
    ("- betriebliche altersvorsorge", "benefits"),
    ("- flexible arbeitszeiten", "benefits"),
    ("- backend: go, redis, kafka", "stack"),
    ("- pressure gauges", None),
]


@pytest.mark.parametrize(("line", "section"), LINES, ids=[line for line, _ in LINES])
def test_first_words_of_an_item(line: str, section: str | None) -> None:
    leaning = lean(line, (), bullet=True)
    assert (max(leaning, key=leaning.__getitem__) if leaning else None) == section


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("your typical tuesday of work", "duties"),
        ("even better with", "preferred"),
        ("the person we picture", "requirements"),
        ("what you get back", "benefits"),
        ("chapter one", None),
    ],
)
def test_words_of_an_unknown_heading(heading: str, section: str | None) -> None:
    leaning = lean_of_heading(heading)
    assert section in leaning if section else not leaning


def test_a_line_without_evidence_stays_where_its_list_is() -> None:
    assert decode([{"duties": 2.0}, {}, {"duties": 2.0}], [1.0, 3.0, 3.0], "other") == ["duties"] * 3


def test_one_odd_item_does_not_part_a_list() -> None:
    odd = [{"requirements": 2.5}, {"duties": 2.0}, {"requirements": 2.5}]
    assert decode(odd, [1.0, 3.0, 3.0], "other") == ["requirements"] * 3


def test_a_heading_lets_the_section_change() -> None:
    lists = [{"duties": 2.0}, {"duties": 2.0}, {}, {"requirements": 2.5}, {"requirements": 2.5}]
    assert decode(lists, [1.0, 3.0, 0.3, 4.0, 3.0], "other") == ["duties", "duties", *["requirements"] * 3]


def test_an_aside_needs_more_than_a_hint_to_end() -> None:
    assert decode([{"benefits": 2.5, "duties": 1.0}], [1.0], "benefits") == ["benefits"]
