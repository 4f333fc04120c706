from __future__ import annotations

import pytest

from jdextract.evaluation.judgement import JudgedPosting
from jdextract.evaluation.judging import judge
from jdextract.evaluation.labels import LabelledPosting
from jdextract.evaluation.scoring import point_values
from jdextract.models import Evidence, Extraction, LanguageRequirement, Skill, Surface
from jdextract.taxonomy import Taxonomy

TAXONOMY = Taxonomy.default()
TEXT = "We run Postgres.\nYou recover from failures of any node.\nFluent German is needed."
LINES = [(0, 16), (17, 55), (56, len(TEXT))]


def cite(line, *, shift=0, text=True):
    start, end = LINES[line]
    cited = TEXT[start:end]
    return Evidence(text=cited if text else None, start=start + shift, end=end + shift, status="segment")


def grounding(fact, labels=()):
    labelled = LabelledPosting.model_validate({"id": "1", "text": TEXT, "skills": list(labels), "languages": []})
    fields = {"skills": (fact,)} if isinstance(fact, Skill) else {"languages": (fact,)}
    [judged] = [
        each
        for each in judge(labelled, Extraction(**fields), taxonomy=TAXONOMY)
        if each.field in {"skill", "language"} and each.grounding
    ]
    return judged.grounding


def named(name, evidence, surface=None):
    return Skill(
        name=name, kind="technology", category="databases", requirement="required", evidence=evidence, surface=surface
    )


def tongue(code, evidence):
    return LanguageRequirement(language=code, requirement="required", evidence=evidence)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (named("PostgreSQL", cite(0)), "carried"),
        (named("PostgreSQL", cite(0, text=False)), "carried"),
        (named("PostgreSQL", cite(0), Surface(text="Postgres", start=7, end=15)), "carried"),
        (named("node failures", cite(1)), "carried"),
        (named("PostgreSQL", cite(1)), "unsupported"),
        (named("self-healing clusters", cite(1)), "unsupported"),
        (named("PostgreSQL", cite(0, shift=1)), "misplaced"),
        (named("PostgreSQL", cite(0), Surface(text="Postgres", start=8, end=16)), "misplaced"),
        (named("PostgreSQL", cite(0), Surface(text="German", start=63, end=69)), "misplaced"),
        (named("PostgreSQL", Evidence()), "missing"),
        (tongue("de", cite(2)), "carried"),
        (tongue("fr", cite(2)), "unsupported"),
        (tongue("de", cite(2, shift=-1)), "misplaced"),
    ],
    ids=[
        "alias", "without-text", "surface", "all-words", "elsewhere", "other-words", "shifted", "surface-shifted",
        "surface-outside", "nothing-cited", "language", "other-language", "language-shifted",
    ],
)  # fmt: skip
def test_states(fact, expected):
    assert grounding(fact) == expected


def test_a_label_at_the_same_place_vouches_for_other_words():
    label = {"name": "self-healing clusters", "evidence": "recover from failures"}
    assert grounding(named("self-healing clusters", cite(1)), [label]) == "vouched"
    elsewhere = {"name": "self-healing clusters", "evidence": "We run Postgres."}
    assert grounding(named("self-healing clusters", cite(1)), [elsewhere]) == "unsupported"


def test_a_cue_carries_its_skill_and_marks_its_span():
    text = "Bug triage is yours."
    label = {"name": "debugging", "kind": "concept", "evidence": text}
    labelled = LabelledPosting.model_validate({"id": "1", "text": text, "skills": [label]})
    evidence = Evidence(segment=1, text=text, start=0, end=len(text), status="exact")
    skill = Skill(
        name="debugging",
        kind="concept",
        category="testing_practices",
        requirement="mentioned",
        evidence=evidence,
        surface=Surface(text="Bug triage", start=0, end=10),
    )
    facts = judge(labelled, Extraction(skills=(skill,)), taxonomy=TAXONOMY)
    assert [fact.grounding for fact in facts if fact.field == "skill"] == ["carried"]
    assert [fact.verdict for fact in facts if fact.field == "span"] == ["found"]


def test_facts_without_evidence_count_as_hallucinations_and_nowhere_else():
    labelled = LabelledPosting.model_validate({"id": "1", "text": TEXT, "skills": [{"name": "PostgreSQL"}]})
    skills = (named("PostgreSQL", cite(0)), named("Redis", Evidence()))
    facts = judge(labelled, Extraction(skills=skills), taxonomy=TAXONOMY)
    values = point_values([JudgedPosting(id="1", facts=tuple(facts))])
    assert values["skills.precision"] == 1.0
    assert values["hallucination_rate"] == 0.5
    assert values["grounded"] == 1.0
