"""Requirement levels: by section, by cues of the sentence, and the scope of each cue."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Posting
from jdextract.taxonomy import Taxonomy

_LIST = "Requirements:\n- "

LEVELS = [
    ("unmarked", _LIST + "Python", {"Python": "required"}),
    ("preferred-heading", "Nice to have:\n- Python", {"Python": "preferred"}),
    ("heading-outranks-cue", "Nice to have:\n- Python is required", {"Python": "preferred"}),
    ("duties", "Responsibilities:\n- Write Python", {"Python": "mentioned"}),
    ("demand-in-duties", "Responsibilities:\n- Write code (5 years of experience with Python)", {"Python": "required"}),
    ("stack", "Tech stack: Python", {"Python": "mentioned"}),
    ("plus", _LIST + "Python is a plus", {"Python": "preferred"}),
    (
        "plus-covers-its-list",
        _LIST + "Python, Redis or Java are a plus",
        dict.fromkeys(("Python", "Redis", "Java"), "preferred"),
    ),
    ("plus-stops-at-sentence", _LIST + "Python. Redis is a plus", {"Python": "required", "Redis": "preferred"}),
    ("plus-stops-at-demand", _LIST + "Good Python skills, Redis a plus", {"Python": "required", "Redis": "preferred"}),
    (
        "plus-stops-at-head",
        _LIST + "Python and experience with Redis is a plus",
        {"Python": "required", "Redis": "preferred"},
    ),
    (
        "plus-in-bracket",
        _LIST + "Python, Redis (nice to have), Java",
        {"Python": "required", "Redis": "preferred", "Java": "required"},
    ),
    ("bracket-with-name", _LIST + "Python (Django preferred)", {"Python": "required", "Django": "preferred"}),
    ("ideally", _LIST + "Python, ideally with Django", {"Python": "required", "Django": "preferred"}),
    (
        "ideally-in-bracket",
        _LIST + "Python (ideally Django), Redis",
        {"Python": "required", "Django": "preferred", "Redis": "required"},
    ),
    ("ideally-at-end", _LIST + "Redis, ideally.", {"Redis": "preferred"}),
    (
        "bonus-for",
        _LIST + "Python. Bonus points for Redis and Java.",
        {"Python": "required", "Redis": "preferred", "Java": "preferred"},
    ),
    ("required-then-preferred", _LIST + "AWS required, GCP preferred", {"AWS": "required", "GCP": "preferred"}),
    ("not-required-but", _LIST + "Redis: not required but a plus", {"Redis": "preferred"}),
    ("abbreviation-is-no-end", "Anforderungen:\n- Idealerweise Cloud (z. B. AWS)", {"AWS": "preferred"}),
    ("german-behind", "Anforderungen:\n- Python, Redis von Vorteil", {"Python": "preferred", "Redis": "preferred"}),
    ("german-before", "Anforderungen:\n- Wünschenswert: Redis", {"Redis": "preferred"}),
    (
        "running-text-nearest-cue",
        "We use Redis and we are looking for experience with Python.",
        {"Redis": "mentioned", "Python": "required"},
    ),
    ("cue-behind", "Python experience is required.", {"Python": "required"}),
    ("strongest-wins", "Tech stack: Python\nNice to have:\n- Python\nRequirements:\n- Python", {"Python": "required"}),
    ("weaker-does-not-lower", "Requirements:\n- Python\nNice to have:\n- Python", {"Python": "required"}),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in LEVELS])
def test_levels(small: Taxonomy, text: str, expected: dict[str, str]) -> None:
    skills = LexiconEngine(small).read(Posting(id="p", text=text)).skills
    assert {skill.name: skill.requirement for skill in skills if skill.kind == "technology"} == expected


def test_evidence_is_that_of_the_strongest_mention(small: Taxonomy) -> None:
    text = "Tech stack: Python\nRequirements:\n- Good Python"
    skill = LexiconEngine(small).read(Posting(id="p", text=text)).skills[0]
    assert skill.evidence.text == "- Good Python"
    assert skill.surface is not None
    assert skill.surface.start == text.rindex("Python")
