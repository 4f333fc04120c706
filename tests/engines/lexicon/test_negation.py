"""Names that a posting denies are no skills; names that a denial only comes near to are."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Posting
from jdextract.taxonomy import Taxonomy

_LIST = "Requirements:\n- "

DENIALS = [
    ("no", "No Java here!", set()),
    ("no-experience", "No experience with Java required.", set()),
    ("no-list", "Python (no Java, Redis or Kotlin)", {"Python"}),
    ("no-ends-at-but", "No Java but Python", {"Python"}),
    ("no-does-not-reach-far", "No fixed hours and a good deal of fun, with Python", {"Python"}),
    ("instead-of", "Kotlin instead of Java", {"Kotlin"}),
    ("not-required", "Java is not required", set()),
    ("not-required-stops-at-sentence", "Python. Java is not required", {"Python"}),
    ("not-required-but-plus", "Java is not required but a plus", {"Java"}),
    ("plus-but-not-required", "Java is a plus but not required", {"Java"}),
    ("helpful-though-not-required", "Java is helpful, though it is not required", {"Java"}),
    ("helpful-though-not-needed", "Java (helpful, though not necessary)", {"Java"}),
    ("plus-and-another-not-required", "Python is a plus. Java is not required", {"Python"}),
    ("neither", "Neither Java nor Kotlin", set()),
    ("nor-is", "Years of it are not necessary, nor is Java. Python", {"Python"}),
    ("not-expected-of-you", "Python. We don't expect you to know Java", {"Python"}),
    ("not-only", "Not only Java but Kotlin", {"Java", "Kotlin"}),
    ("not-limited-to", "Languages, including but not limited to Java, Python", {"Java", "Python"}),
    ("no-matter", "Code, no matter if Java or Python", {"Java", "Python"}),
    ("shy-away", "You don't shy away from Java", {"Java"}),
    ("german-schreckst", "Vor Java schreckst du nicht zurück, Kotlin", {"Java", "Kotlin"}),
    ("german-keine", "Keine Java-Kenntnisse erforderlich", set()),
    ("german-statt", "Kotlin statt Java", {"Kotlin"}),
    ("german-nicht-nur", "Nicht nur Java, sondern auch Kotlin", {"Java", "Kotlin"}),
    ("german-behind", "Kenntnisse in Java sind nicht erforderlich", set()),
    ("german-kein-muss", "Java ist kein Muss", {"Java"}),
    ("german-fremdwort", "Python ist für dich kein Fremdwort", {"Python"}),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in DENIALS])
def test_denials(small: Taxonomy, text: str, expected: set[str]) -> None:
    skills = LexiconEngine(small).read(Posting(id="p", text=_LIST + text)).skills
    assert {skill.name for skill in skills if skill.kind == "technology"} == expected


def test_denied_here_and_asked_there(small: Taxonomy) -> None:
    text = "Requirements:\n- Java\nResponsibilities:\n- Write code, no Java in the frontend"
    assert [
        skill.name
        for skill in LexiconEngine(small).read(Posting(id="p", text=text)).skills
        if skill.kind == "technology"
    ] == ["Java"]
