from __future__ import annotations

import pytest

from jdextract.engines.llm.assembly import assemble
from jdextract.engines.llm.grounding import Fact, Grounder
from jdextract.engines.llm.wire import LEVEL_KEYS, Items, parse_duty, parse_language, parse_skill
from jdextract.segments import split_segments
from jdextract.taxonomy import Taxonomy

TEXT = "Java or Kotlin\nPython, Postgres\nDeutsch oder Englisch\nPostgres is a must\nWe deploy with Python"


@pytest.fixture
def ground(taxonomy: Taxonomy):
    def facts(*, duties=(), languages=(), **skills) -> list[Fact]:
        items = Items(
            skills=tuple(parse_skill(raw, LEVEL_KEYS[word]) for word, raws in skills.items() for raw in raws),
            duties=tuple(map(parse_duty, duties)),
            languages=tuple(map(parse_language, languages)),
        )
        return Grounder(taxonomy).ground(items, split_segments(TEXT))

    return facts


def test_order_of_appearance(ground):
    extraction = assemble([ground(must=["4 PostgreSQL", "2 Python", "1 Kotlin", "1 Java", "1 Haskell"])])
    assert [skill.name for skill in extraction.skills] == ["Java", "Kotlin", "Python", "PostgreSQL", "Haskell"]


def test_strongest_requirement_wins_with_its_evidence(ground):
    [skill] = assemble([ground(named=["2 postgres"], must=["4 PostgreSQL"], nice=["2 psql"])]).skills
    assert (skill.name, skill.requirement, skill.evidence.segment) == ("PostgreSQL", "required", 4)


def test_grounded_wins_over_stronger(ground):
    ungrounded = ground(must=["1 Rust"])[0].value.model_copy(update={"name": "PostgreSQL"})
    [skill] = assemble([[*ground(named=["2 postgres"]), Fact(ungrounded, "", problem="x")]]).skills
    assert (skill.requirement, skill.evidence.status) == ("mentioned", "exact")


def test_groups_are_numbered_anew(ground):
    first = ground(must=["1 Java |7", "1 Kotlin |7", "2 Python |9"], languages=["3 de must |7", "3 en must |7"])
    second = ground(nice=["2 PostgreSQL |7", "5 communication |7"])
    extraction = assemble([first, second])
    assert {skill.name: skill.any_of for skill in extraction.skills} == {
        "Java": 1,
        "Kotlin": 1,
        "Python": None,
        "PostgreSQL": 2,
        "communication": 2,
    }
    assert [language.any_of for language in extraction.languages] == [3, 3]


@pytest.mark.parametrize(
    ("raws", "expected"),
    [
        pytest.param(["3 de nice", "3 de C1 must"], ("C1", "required"), id="stronger has the level"),
        pytest.param(["3 de B2 nice", "3 de must"], ("B2", "required"), id="weaker has the level"),
        pytest.param(["3 de B2 must", "3 de C1 must"], ("B2", "required"), id="first of equals"),
    ],
)
def test_one_entry_a_language(ground, raws, expected):
    [language] = assemble([ground(languages=raws)]).languages
    assert (language.level, language.requirement) == expected


@pytest.mark.parametrize(
    ("raws", "expected"),
    [
        pytest.param(["5 deploy_services", "2 deploy_services"], [("deploy_services", None, 5)], id="once an activity"),
        pytest.param(
            ["2 integrate_systems: banks", "5 integrate_systems: carriers", "5 integrate_systems: Banks"],
            [("integrate_systems", "banks", 2), ("integrate_systems", "carriers", 5)],
            id="once an object",
        ),
        pytest.param(
            ["2 integrate_systems", "5 integrate_systems: carriers"],
            [("integrate_systems", "carriers", 5)],
            id="the one with an object stands for the one without",
        ),
        pytest.param(["2 other: a", "5 other: b"], [("other", "a", 2), ("other", "b", 5)], id="other by summary"),
        pytest.param(["99 write_tests", "5 write_tests"], [("write_tests", None, 5)], id="grounded wins"),
        pytest.param(
            ["99 integrate_systems: moon", "5 integrate_systems"],
            [("integrate_systems", None, 5), ("integrate_systems", "moon", None)],
            id="an ungrounded object replaces nothing",
        ),
    ],
)
def test_duties(ground, raws, expected):
    duties = assemble([ground(duties=raws)]).responsibilities
    assert [(duty.activity, duty.object or duty.summary, duty.evidence.segment) for duty in duties] == expected
