from __future__ import annotations

import pytest

from jdextract.evaluation.judging import judge
from jdextract.evaluation.labels import LabelledPosting
from jdextract.evaluation.matching import Matching
from jdextract.models import Evidence, Extraction, LanguageRequirement, Responsibility
from jdextract.taxonomy import Taxonomy
from tests.support.labelled import labelled, skill

TAXONOMY = Taxonomy.default()
TEXT = "You need Postgres, Java, Quarrystone Ledger 2 and JS.\nYou build APIs.\nYou water the plants.\nGerman C1."


def posting(**labels):
    return LabelledPosting.model_validate({"id": "1", "text": TEXT, **labels})


def verdicts(gold, extraction, field="skill", **options):
    judged = judge(gold, extraction, taxonomy=TAXONOMY, **options)
    return {(fact.key, fact.verdict, fact.match) for fact in judged if fact.field == field}


def named(*names):
    return posting(skills=[{"name": name} for name in names])


def extracted(*names):
    return Extraction(skills=tuple(skill(name, TEXT) for name in names))


@pytest.mark.parametrize(
    ("label", "found", "match"),
    [
        ("PostgreSQL", "PostgreSQL", "exact"),
        ("PostgreSQL", "postgresql", "exact"),
        ("PostgreSQL", "Postgres", "alias"),
        ("psql", "PostgreSQL", "alias"),
        ("Quarrystone Ledger", "quarrystone ledger", "exact"),
        ("Quarrystone Ledger", "Quarrystone-Ledger", "alias"),
        ("Quarrystone Ledger", "Quarrystone Ledgers", "fuzzy"),
    ],
)
def test_ways_to_match(label, found, match):
    [(_, verdict, how)] = verdicts(named(label), extracted(found))
    assert (verdict, how) == ("found", match)


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Java", "JavaScript"),
        ("Amazon S3", "Amazon EC2"),
        ("Quarrystone Ledger 2", "Quarrystone Ledger 3"),
        ("Qlok", "Qlog"),
        ("C", "C++"),
    ],
    ids=["prefix", "both-known", "other-digits", "too-short", "punctuation"],
)
def test_names_that_are_not_the_same(label, found):
    assert {verdict for _, verdict, _ in verdicts(named(label), extracted(found))} == {"missed", "spurious"}


def test_likeness_can_be_turned_off():
    gold, found = named("Quarrystone Ledger"), extracted("Quarrystone Ledgers")
    assert {verdict for _, verdict, _ in verdicts(gold, found, matching=Matching(fuzzy=None))} == {"missed", "spurious"}


def test_a_repeated_name_is_found_once_and_spurious_once():
    assert verdicts(named("JavaScript"), extracted("JavaScript", "JS")) == {
        ("JavaScript", "found", "exact"),
        ("JavaScript", "spurious", None),
    }


def test_two_labels_of_one_skill_are_one_fact():
    assert verdicts(named("JavaScript", "JS"), extracted("JavaScript")) == {("JavaScript", "found", "exact")}


def duty(activity, start, summary=None):
    end = TEXT.index(".", start) + 1
    evidence = Evidence(text=TEXT[start:end], start=start, end=end, status="segment")
    theme = TAXONOMY.activities[activity].theme
    return Responsibility(activity=activity, theme=theme, summary=summary, evidence=evidence)


APIS, PLANTS = TEXT.index("You build"), TEXT.index("You water")


def test_activities_are_a_set_and_duties_are_assigned_by_their_place():
    gold = posting(responsibilities=[{"activity": "build_apis", "evidence": "build APIs"}])
    twice = Extraction(responsibilities=(duty("build_apis", APIS), duty("build_apis", PLANTS)))
    assert verdicts(gold, twice, "responsibility") == {("build_apis", "found", "exact")}
    assert verdicts(gold, twice, "assigned") == {("build_apis", "found", "overlap"), ("build_apis", "spurious", None)}
    elsewhere = Extraction(responsibilities=(duty("build_apis", PLANTS),))
    assert verdicts(gold, elsewhere, "responsibility") == {("build_apis", "found", "exact")}
    assert {verdict for _, verdict, _ in verdicts(gold, elsewhere, "assigned")} == {"missed", "spurious"}


def test_the_right_activity_at_a_place_is_the_better_pair():
    gold = posting(responsibilities=[{"activity": "build_apis", "evidence": "You build APIs."}])
    both = Extraction(responsibilities=(duty("write_tests", APIS), duty("build_apis", APIS)))
    judged = [fact for fact in judge(gold, both, taxonomy=TAXONOMY) if fact.field == "assigned"]
    assert [(fact.verdict, fact.key, fact.written) for fact in judged] == [
        ("found", "build_apis", "build_apis"),
        ("spurious", "write_tests", "write_tests"),
    ]


@pytest.mark.parametrize(
    ("summary", "start", "verdict"),
    [
        ("order new furniture", APIS, {"missed", "spurious"}),
        ("water the office plants", APIS, {"found"}),
        ("gardening", PLANTS, {"found"}),
    ],
    ids=["other-words-elsewhere", "alike", "same-place"],
)
def test_duties_outside_the_list_match_by_likeness_or_place(summary, start, verdict):
    label = {"activity": "other", "summary": "water the plants", "evidence": "water the plants"}
    found = Extraction(responsibilities=(duty("other", start, summary),))
    assert {each for _, each, _ in verdicts(posting(responsibilities=[label]), found, "other_duty")} == verdict
    assert verdicts(posting(responsibilities=[label]), found, "responsibility") == set()


def test_what_was_not_labelled_is_not_judged():
    found = Extraction(
        skills=extracted("Java").skills,
        languages=(
            LanguageRequirement(
                language="de",
                requirement="required",
                evidence=Evidence(text="German C1.", start=len(TEXT) - 10, end=len(TEXT), status="segment"),
            ),
        ),
    )
    judged = judge(posting(languages=[]), found, taxonomy=TAXONOMY)
    assert [(fact.field, fact.verdict) for fact in judged] == [("language", "spurious")]


@pytest.mark.parametrize(
    ("limits", "spurious"),
    [
        ({"scope": ["Java", "Kafka"]}, {"Kafka"}),
        ({"kinds": ["technology"]}, {"Kafka", "Ruby"}),
        ({}, {"Kafka", "Ruby", "teamwork"}),
    ],
    ids=["scope", "kinds", "all"],
)
def test_what_was_not_looked_for_is_not_judged(limits, spurious):
    found = Extraction(
        skills=(
            *extracted("Java", "Kafka", "Ruby").skills,
            skill("teamwork", TEXT, kind="soft", category="soft_skills"),
        )
    )
    result = verdicts(posting(skills=[{"name": "Java"}], **limits), found)
    assert {key for key, verdict, _ in result if verdict == "spurious"} == spurious


def test_a_failed_posting_misses_everything():
    gold = labelled("1", [("Python", "required")], ["mentor"], [("de", "C1", "required")])
    assert {fact.verdict for fact in judge(gold, None, taxonomy=TAXONOMY)} == {"missed"}


def test_a_spurious_name_counts_against_the_kind_that_it_is_labelled_with():
    judged = judge(named(), extracted("Quarrystone Ledger"), taxonomy=TAXONOMY, kinds={"quarrystoneledger": "concept"})
    assert [fact.kind for fact in judged if fact.field == "skill"] == ["concept"]
