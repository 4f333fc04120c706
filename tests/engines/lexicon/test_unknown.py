"""Names that the taxonomy lacks, proposed where a list of known ones names them."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Posting
from jdextract.taxonomy import Taxonomy

LISTS = [
    ("between-commas", "Python, Foobase, Redis", ["Foobase"]),
    ("between-slashes", "MySQL/Quuxdb/Redis", ["Quuxdb"]),
    ("conferences", "Python, FooCon, QuuxConf, Redis", []),
    ("two-in-a-row", "Python, Foobase, Quux.js, Redis", ["Foobase", "Quux.js"]),
    ("at-the-end", "Python, Redis, MySQL and Foobase.", ["Foobase"]),
    ("two-words", "Python, Foo Bar, Redis", ["Foo Bar"]),
    ("ordinary-word", "Python, Testing, Redis", []),
    ("small-letters", "Python, patience, Redis", []),
    ("no-list", "Python with Foobase on Redis", []),
    ("too-few-known", "Foobase, Python", []),
    ("sentence-after", "Python, Redis, MySQL. Foobase is our cat.", []),
    ("city", "Python, Berlin, Redis", []),
    ("marked-beside-one", "Python and FooBase", ["FooBase"]),
    ("introduced", "Testing tools such as Foobase, Quux and Corge, with Python", ["Foobase", "Quux", "Corge"]),
    ("introduced-in-brackets", "Python and build tools (Foobase, Quux)", ["Foobase", "Quux"]),
    ("introduced-in-german", "Python sowie Frameworks wie FooBase", ["FooBase"]),
    ("abbreviation", "Python for our reporting platform (RPX)", []),
    ("vendor", "Python on Azure Foobase", ["Azure Foobase"]),
    ("in-brackets-behind-known", "MySQL (FooCluster), Redis", ["FooCluster"]),
    ("example-of-a-system", "Build systems (Foobase, Redis), which you know", ["Foobase"]),
    ("such-as", "Stores such as Foobase or Redis", ["Foobase"]),
    ("or-similar", "Experience with Foobase, Python, or similar", ["Foobase"]),
    ("asked", "Python; experience with Foobase", ["Foobase"]),
    ("asked-in-list", "Python; knowledge of Foobase and Quux", ["Foobase", "Quux"]),
    ("asked-in-german", "Python; Kenntnisse in FooBase", ["FooBase"]),
    ("noun-asked-in-german", "Python für die Hafenkunden und Erfahrung mit Laternen", []),
    ("asked-of-a-field", "Python; experience in Foo Bar", []),
    ("experience-of-users", "Python for the user experience of Foobase", []),
    ("asked-two-words-that-go-on", "Python; experience with Foo Bar lanterns", []),
    ("spaced-slash", "Python / Foobase", ["Foobase"]),
    ("plus-sign", "Python + Redis + Foobase", ["Foobase"]),
    ("slash", "Experience with Python/Foobase", ["Foobase"]),
    ("word-of-one-practice", "Python, Owner, Redis", []),
    ("word-of-the-text", "Python, Lanterns, Redis and other lanterns", []),
    ("level", "Python, MySQL, B2, Redis", []),
    ("glued", "Python, MySQL, RedisExperience", []),
    ("ordinary-words-as-one", "Python, MySQL, ServerPlatform, Redis", []),
    ("asked-behind", "Python and Foobase experience", ["Foobase"]),
    ("asked-behind-alone", "Foobase experience with Python", []),
    ("maker-first", "Python, Redis, Google Foobase", ["Google Foobase"]),
    ("maker-alone", "Python, Google, Redis", []),
    ("at-the-end-before-any", "Python, Redis, Foobase or any other store", ["Foobase"]),
    ("subject-of-what-follows", "Python, Redis, Foobase builds lamps", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in LISTS])
def test_unknown_names(small: Taxonomy, text: str, expected: list[str]) -> None:
    skills = LexiconEngine(small).read(Posting(id="p", text="Requirements:\n- " + text)).skills
    unknown = [skill for skill in skills if not skill.known]
    assert [skill.name for skill in unknown] == expected
    assert all(skill.kind == "technology" and skill.requirement == "required" for skill in unknown)


STACKS = [
    ("two", "Foobase and Python", ["Foobase"]),
    ("behind-a-verb", "Our backend is Foobase and Python", ["Foobase"]),
    ("last-of-two", "Python, Foobase", ["Foobase"]),
    ("alone", "Our backend is Foobase", []),
    ("ordinary-word", "Python and Testing", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in STACKS])
def test_unknown_names_of_a_stack(small: Taxonomy, text: str, expected: list[str]) -> None:
    skills = LexiconEngine(small).read(Posting(id="p", text="Our tech stack:\n- " + text)).skills
    assert [skill.name for skill in skills if not skill.known] == expected


def test_german_acts_are_no_technologies(small: Taxonomy) -> None:
    posting = Posting(
        id="p", text="Dein Profil:\n- Kenntnisse in Python, LampG, LaternVO und MySQL für die Arbeit bei uns"
    )
    assert [skill.name for skill in LexiconEngine(small).read(posting).skills if not skill.known] == []


def test_category_is_that_of_most_neighbours(small: Taxonomy) -> None:
    posting = Posting(id="p", text="Requirements:\n- Python, MySQL, Foobase, Redis")
    unknown = [skill for skill in LexiconEngine(small).read(posting).skills if not skill.known]
    assert [skill.category for skill in unknown] == ["databases"]
