"""Groups of alternatives."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Posting
from jdextract.taxonomy import Taxonomy

GROUPS = [
    ("or", "Python or Java", ["Python Java"]),
    ("list", "Python, Java or Kotlin", ["Python Java Kotlin"]),
    ("oxford", "Python, Java, or Kotlin", ["Python Java Kotlin"]),
    ("oder", "Python oder Java", ["Python Java"]),
    ("and", "Python and Java", []),
    ("list-without-or", "Python, Java, Kotlin", []),
    ("rivals-by-slash", "AWS/GCP/Azure", ["AWS GCP Azure"]),
    ("frameworks-by-slash", "Django/Flask", ["Django Flask"]),
    ("languages-by-slash", "Python/Java", ["Python Java"]),
    ("pair-by-slash", "HTML/CSS", []),
    ("implied-by-slash", "Python/Django", []),
    ("unlike-by-slash", "Redis/Python", []),
    ("one-of", "one of Python, Java, Kotlin", ["Python Java Kotlin"]),
    ("or-similar", "MySQL, PostgreSQL or similar", ["MySQL PostgreSQL"]),
    ("or-similar-alone", "MySQL or similar", []),
    ("and-keeps-apart", "Redis and AWS or GCP", ["AWS GCP"]),
    ("two", "Python or Java, and AWS or GCP", ["Python Java", "AWS GCP"]),
    ("denied-member", "Python or Java, no Kotlin", ["Python Java"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in GROUPS])
def test_groups(small: Taxonomy, text: str, expected: list[str]) -> None:
    skills = LexiconEngine(small).read(Posting(id="p", text="Requirements:\n- Experience with " + text)).skills
    found: dict[int, set[str]] = {}
    for skill in skills:
        if skill.any_of:
            found.setdefault(skill.any_of, set()).add(skill.name)
    assert [found[number] for number in sorted(found)] == [set(names.split()) for names in expected]
    assert sorted(found) == list(range(1, len(found) + 1))


def test_group_that_lost_its_members_elsewhere_is_none(small: Taxonomy) -> None:
    text = "Tech stack: Python or Java\nRequirements:\n- Python\n- Java"
    skills = LexiconEngine(small).read(Posting(id="p", text=text)).skills
    assert {skill.any_of for skill in skills} <= {None, 1}
