"""An expression that is searched only where one of its openings stands finds all that it would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.engines.lexicon import bystanders, contexts, duty_cues, requirements, subjects, unknown
from jdextract.engines.lexicon.phrases import Openings, PhraseFinder

_GATED = {
    "duties": (duty_cues.CUE_OPENINGS, duty_cues.CUE),
    "degrees": (bystanders._DEGREE_OPENINGS, bystanders._DEGREE),
    "companies": (subjects._COMPANY_OPENINGS, subjects._COMPANY_NAMED),
}
_TELLING = {
    "demands": (requirements._IN_DEMANDS, requirements._DEMAND_IN_DUTIES),
    "lists": (unknown._TELLING, unknown._INTRODUCED),
    "vendors": (unknown._TELLING, unknown._VENDOR),
}


def _words(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    """Texts out of the words that stand in the source of ``pattern``."""
    source = re.sub(r"\\[a-zA-Z]", " ", pattern._pattern)  # type: ignore[attr-defined]
    words = sorted({*re.findall(r"[^\W_]+(?:[' ][^\W_]+)?", source)})
    joints = st.sampled_from([" ", " ", " ", ". ", ", ", "-", "_", "(", "'", "", "x", "\n", " a ", " to ", "2+ "])
    return st.lists(st.tuples(st.sampled_from(words), joints), max_size=8).map(
        lambda parts: "".join(word + joint for word, joint in parts)
    )


@pytest.mark.parametrize("name", _GATED)
@given(data=st.data())
def test_every_match_begins_at_an_opening(name: str, data: st.DataObject) -> None:
    openings, pattern = _GATED[name]
    text = data.draw(_words(pattern)).lower()
    for start in range(len(text)):
        if pattern.match(text, start):
            assert start in openings.places(text)


@pytest.mark.parametrize("name", _TELLING)
@given(data=st.data())
def test_every_match_holds_a_telling_word(name: str, data: st.DataObject) -> None:
    telling, pattern = _TELLING[name]
    text = data.draw(_words(pattern))
    for match in pattern.finditer(text):
        assert any(word in match[0].lower() for word in telling)


@given(_words(contexts._BEFORE), st.sampled_from(["", " ", "(", ": ", " ( ", "\n"]))
def test_every_introduction_ends_in_a_word_that_may_introduce(text: str, end: str) -> None:
    before = text.lower().rstrip() + end
    assert contexts._may_introduce(before) or not contexts._BEFORE.search(before)


@pytest.mark.parametrize(
    ("text", "places"), [("", []), ("we", [0]), ("power", []), ("-we _we (we", [1, 9]), ("we owe our wee", [0, 7, 11])]
)
def test_openings_begin_words(text: str, places: list[int]) -> None:
    openings = Openings(["we", "our"])
    assert openings.places(text) == places
    assert openings.between(text, 1, 10) == [place for place in places if 1 <= place < 10]
    assert openings.first(text, 1, 99) == next((place for place in places if place), None)


def test_tables_are_told_apart_and_may_share_phrases() -> None:
    some, others = PhraseFinder({"a": ["one two", "two"]}), PhraseFinder({"b": ["two"], "c": ["three*"]})
    text = "one two three, twos, threes"
    assert list(some.find(text)) == [("a", 0, 7)]
    assert list(others.find(text)) == [("b", 4, 7), ("c", 8, 13), ("c", 21, 26)]
    later = PhraseFinder({"d": ["one"]})
    assert list(later.find(text)) == [("d", 0, 3)]
    assert list(others.find("no more")) == []
