"""Where a text names a human language, in English or in German, and in which form.

A name alone is no requirement ("our German customers"): `languages` decides by the words around it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.phrases import Openings

_NAMES = Path(__file__).parent / "data" / "language_names.json"

# What may follow a German name within the word: "Deutschkenntnisse", "Englisch-Niveau", "deutscher Sprache".
_KNOWLEDGE = (
    r"-?\s?(?:sprach)?-?(?:kenntniss?e?n?|niveau|skills|f[aä]higkeiten|muttersprachler(?:in|:in|\*in)?)(?:\b|(?=in\b))"
)
_GERMAN_FORM = expression(
    rf"(?P<knowledge>{_KNOWLEDGE})"
    r"|(?P<hyphen>-(?=\s?(?:\(|,|/|&|und\b|oder\b|bzw|sowie\b|als auch\b)))"
    r"|(?P<adjective>e[rnms]?(?=\s+(?:(?:und|oder|bzw\.?|sowie|/|&)\s+\w+isch(?:e[rnms]?)\s+|und \w+e[rnms]?\s+)?(?:Landes)?Sprach\w*))"
    r"|(?P<noun>en?\b(?=\s+(?:in Wort|fließend|fliessend)))"
    r"|(?P<bare>(?![\w]))",
    re.IGNORECASE,
)
_GLUED = expression(_KNOWLEDGE, re.IGNORECASE)
_BASIC = expression(r"-(?:grund|basis)kenntnis", re.IGNORECASE)
_ENGLISH_FORM = expression(r"(?![\w])(?!-\w)|(?=-(?:language|skills|level|fluency|proficiency)\b)", re.IGNORECASE)
_SPEAKING = expression(
    r"[- ](?:speaking|sprachige[rsn]?)\s+(?:\(?m/w/d\)?\s*)?"
    r"(?:\w+[ -]){0,3}?(?:developers?|engineers?|candidates?|consultants?|managers?|colleagues?|specialists?|agents?|analysts?"
    r"|person|professionals?|lead|entwickler(?:in)?|ingenieur(?:in)?|berater(?:in)?|mitarbeiter(?:in)?|kandidat(?:in)?)\b",
    re.IGNORECASE,
)
# Ordinary English words and first names in lower case.
_CAPITAL_ONLY = frozenset({"polish", "tamil", "thai", "irish", "welsh", "basque", "bangla"})
_PREFIXES = ("business", "wirtschafts", "schul", "fach", "geschäfts")


@dataclass(frozen=True, slots=True)
class Mention:
    """A language named at ``[start, end)``; ``knowledge`` where the word itself says so ("Deutschkenntnisse").

    ``open`` marks the first half of a German compound ("Deutsch- und Englischkenntnisse"), ``noun`` a form that
    cannot be an adjective of the word after it.
    """

    code: str
    start: int
    end: int
    knowledge: bool = False
    open: bool = False
    noun: bool = False


@lru_cache(maxsize=1)
def language_names() -> dict[str, tuple[str, ...]]:
    """The names of each human language in English and German, in lower case, by its code."""
    return {code: tuple(names) for code, names in json.loads(_NAMES.read_text(encoding="utf-8")).items()}


@lru_cache(maxsize=1)
def _automaton() -> tuple[AhoCorasick, list[tuple[str, bool]]]:
    pairs = [(name, code) for code, spellings in language_names().items() for name in spellings]
    german = [name.endswith(("deutsch", "isch")) for name, _ in pairs]
    automaton = AhoCorasick([name for name, _ in pairs], matchkind=MATCHKIND_LEFTMOST_LONGEST)
    return automaton, [(code, flag) for (_, code), flag in zip(pairs, german, strict=True)]


_PLACES = Openings((name for names in language_names().values() for name in names), within=True)


def named_places(lower: str) -> list[int]:
    """Where ``lower``, in lower case, may name a language; `find_mentions` tells whether it does."""
    return _PLACES.places(lower)


def find_mentions(text: str) -> list[Mention]:
    """All names of human languages in ``text``, in order; inhabitants, countries and longer words are left out."""
    automaton, entries = _automaton()
    lower = text.lower()
    if len(lower) != len(text):  # one letter's lower case is longer than itself
        lower = text.replace("\u0130", "I").lower()
    found: list[Mention] = []
    for index, start, end in automaton.find_matches_as_indexes(lower):
        code, german = entries[index]
        if not (_starts_word(lower, start) or _is_glued(text, start, end)):
            continue
        if text[start].islower() and lower[start:end] in _CAPITAL_ONLY:
            continue
        if mention := _german(text, code, start, end) if german else _english(text, code, start, end):
            found.append(mention)
    return found


def _starts_word(lower: str, start: int) -> bool:
    if not start or not (lower[start - 1].isalnum() or lower[start - 1] in "_@#"):
        return True
    return lower[max(0, start - 10) : start].endswith(_PREFIXES)


def _is_glued(text: str, start: int, end: int) -> bool:
    """Whether only a lost space joins the name to the word in front of it: "guteEnglischkenntnisse"."""
    return text[start].isupper() and text[start - 1].islower() and _GLUED.match(text, end) is not None


def _german(text: str, code: str, start: int, end: int) -> Mention | None:
    if speaking := _SPEAKING.match(text, end):
        return Mention(code, start, speaking.end(), knowledge=True)
    form = _GERMAN_FORM.match(text, end)
    if not form:
        return None
    kind = form.lastgroup
    if kind == "bare" and text[end : end + 1] == "-" and not _BASIC.match(text, end):
        return None  # "Deutsch-Französische Gesellschaft"
    if kind == "adjective":
        stop = text.find("prach", form.end())
        while stop < len(text) and (text[stop].isalnum() or text[stop] == "-"):
            stop += 1
        gap = text[form.end() : stop]
        if " und " in gap or " oder " in gap:  # the noun belongs to the next language as well
            return Mention(code, start, form.end(), noun=True, open=True)
        return Mention(code, start, stop, knowledge="kenntnis" in gap, noun=True)
    return Mention(code, start, form.end(), knowledge=kind == "knowledge", open=kind == "hyphen", noun=True)


def _english(text: str, code: str, start: int, end: int) -> Mention | None:
    if speaking := _SPEAKING.match(text, end):
        return Mention(code, start, speaking.end(), knowledge=True)
    if not _ENGLISH_FORM.match(text, end):
        return None
    return Mention(code, start, end)
