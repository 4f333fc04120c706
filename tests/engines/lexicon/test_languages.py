from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jdextract.engines.lexicon import language_mentions
from jdextract.engines.lexicon.language_grammar import read_line
from jdextract.engines.lexicon.language_mentions import find_mentions
from jdextract.engines.lexicon.language_tokens import LEVELS, lowest, tokenize
from jdextract.engines.lexicon.languages import find_languages
from jdextract.engines.lexicon.structure import read_structure

POSTING = """Backend Engineer (m/w/d)

Dein Profil
- Mehrjährige Erfahrung mit Kotlin
- Sehr gute Deutschkenntnisse in Wort und Schrift

Von Vorteil
- Gute Englischkenntnisse
- Französisch

Wir bieten
- Kostenlose Spanischkurse
"""


def find(text):
    return find_languages(read_structure(text))


def test_each_language_once_with_its_strongest_requirement():
    found = find("Requirements\n- Fluent German\n\nNice to have\n- German C2\n- Basic Polish")
    assert [(item.language, item.level, item.requirement) for item in found] == [
        ("de", "C1", "required"),
        ("pl", "A2", "preferred"),
    ]


def test_a_level_is_kept_where_another_mention_has_none():
    found = find("Our company language is English.\n\nYou have good English skills.")
    assert [(item.language, item.level) for item in found] == [("en", "B2")]


def test_a_stated_level_outranks_a_described_one():
    found = find("Dein Profil\n- Du sprichst sicher Deutsch\n- Sehr gute Deutschkenntnisse (mind. C1)")
    assert [(item.language, item.level) for item in found] == [("de", "C1")]


def test_headings_outrank_wording_and_perks_are_left_out():
    assert [(item.language, item.level, item.requirement) for item in find(POSTING)] == [
        ("de", "C1", "required"),
        ("en", "B2", "preferred"),
        ("fr", None, "preferred"),
    ]


def test_evidence_is_the_whole_line():
    for item in find(POSTING):
        evidence = item.evidence
        assert POSTING[evidence.start : evidence.end] == evidence.text
        assert evidence.status == "exact"
    assert find(POSTING)[0].evidence.text == "- Sehr gute Deutschkenntnisse in Wort und Schrift"


def test_level_in_the_next_line_belongs_to_the_evidence():
    text = "Nice to have\n- Redis\n\nEnglish level\n\nUpper-intermediate\n\nResponsibilities\n- Build APIs"
    (item,) = find(text)
    assert (item.language, item.level, item.requirement) == ("en", "B2", "required")
    assert text[item.evidence.start : item.evidence.end] == item.evidence.text == "English level\n\nUpper-intermediate"


def test_bare_names_count_under_a_heading_for_languages():
    found = find("Languages:\n- English\n- Ukrainian (nice to have)\n\nBenefits:\n- Italian coffee")
    assert [(item.language, item.requirement) for item in found] == [("en", "required"), ("uk", "preferred")]


def test_groups_of_alternatives_are_numbered_within_the_posting():
    found = find("- Fluent German or Dutch\n- Good Czech, Slovak or Polish\n- Native Finnish")
    assert [(item.language, item.any_of) for item in found] == [
        ("de", 1),
        ("nl", 1),
        ("cs", 2),
        ("sk", 2),
        ("pl", 2),
        ("fi", None),
    ]


def test_offsets_hold_behind_invisible_characters():
    text = "Intro\u200b text\u00ad.\n\n\u00a0- Fluent \u200bGerman"
    (item,) = find(text)
    assert text[item.evidence.start : item.evidence.end] == item.evidence.text


NAMES = json.loads(language_mentions._NAMES.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in NAMES.items() for name in names])
def test_every_name_is_found(code, name):
    written = " ".join(word.capitalize() for word in name.split())
    assert [(ask.code, ask.level) for ask in read_line(f"Good {written}")] == [(code, "B2")]
    assert re.fullmatch("[a-z]{2}", code)


def test_names_are_unique():
    names = [name for listed in NAMES.values() for name in listed]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "text",
    ["Germany", "deutschlandweit", "Englischlehrer", "polish", "Frenchman", "@german", "Deutsch-Französische Kammer"],
)
def test_longer_words_are_no_mention(text):
    assert [mention for mention in find_mentions(text) if mention.code != "fr"] == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("B2", "B2"),
        ("B2-C1", "B2"),
        ("C1 / C2", "C1"),
        ("B1 to B2", "B1"),
        ("native or C2", "C2"),
        ("good to very good", "B2"),
        ("gute bis sehr gute", "B2"),
    ],
)
def test_a_range_takes_its_lower_bound(text, level):
    (token,) = tokenize(text, 0, len(text))
    assert (token.kind, token.level) == ("level", level)


@given(st.lists(st.sampled_from(LEVELS), min_size=1))
def test_lowest_is_one_of_them_and_not_above_any(levels):
    assert lowest(levels) in levels
    assert all(LEVELS.index(lowest(levels)) <= LEVELS.index(level) for level in levels)


VOCABULARY = (
    "English German Deutsch- Englischkenntnisse and und or oder , ; . ( ) - fluent gute C1 B2 is a plus required not "
    "kein von Vorteil skills in auf sprichst customers courses Polish \n - :"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_any_order_of_words_yields_valid_facts(text):
    found = find(text)
    assert len({item.language for item in found}) == len(found)
    for item in found:
        assert text[item.evidence.start : item.evidence.end] == item.evidence.text
        assert item.level is None or item.level in LEVELS


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    find(text)
