"""Names that share their head, hanging hyphens, and words in capitals, with the entries that ship."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Posting

ENGINE = LexiconEngine()

PAIRS = [
    ("Experience with code and design reviews", {"code review", "design reviews"}),
    ("Experience with manual and automated testing", {"manual testing", "test automation"}),
    ("Experience with system and data integration", {"systems integration", "data integration"}),
    ("Erfahrung in Software- und Datenqualität", {"software quality", "data quality"}),
    (
        "Erfahrung mit Unit-, Integrations- und Security-Tests",
        {"unit testing", "integration testing", "security testing"},
    ),
    ("Erfahrung mit Benutzer- und Rechteverwaltung", {"user management", "permission management"}),
    ("CURIOUS AND DETERMINED", {"curiosity", "perseverance"}),
    ("Experience with web and API security", {"web security", "API security"}),
    ("An interest to travel", set()),
]


@pytest.mark.parametrize(("line", "names"), PAIRS, ids=[line for line, _ in PAIRS])
def test_names(line: str, names: set[str]) -> None:
    skills = ENGINE.read(Posting(id="1", text=f"Requirements:\n- {line}")).skills
    assert {skill.name for skill in skills} == names


DUTIES = [
    ("Review the code of your colleagues", "code review"),
    ("Keep the handbooks and release notes up to date", "technical documentation"),
]


@pytest.mark.parametrize(("duty", "name"), DUTIES, ids=[name for _, name in DUTIES])
def test_a_duty_proves_a_practice(duty: str, name: str) -> None:
    (skill,) = ENGINE.read(Posting(id="1", text=f"What you'll do:\n- {duty}")).skills
    assert (skill.name, skill.requirement, skill.surface, skill.evidence.status) == (name, "mentioned", None, "segment")
