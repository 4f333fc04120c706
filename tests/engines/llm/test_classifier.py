"""Names that the taxonomy lacks, over real HTTP and a real cache, from the posting to the counts."""

from __future__ import annotations

import json

import pytest

from jdextract import Posting, Settings, break_down, extract
from jdextract.cache import DiskCache
from jdextract.engines.classification import SkillClass
from jdextract.engines.llm.classifier import read_classes
from jdextract.engines.llm.completion import Completion
from jdextract.errors import InvalidAnswerError
from jdextract.models import Usage
from tests.support.server import ModelServer

FACTS = {"must": ["1 Qwibble", "1 whimsy", "1 Python"], "nice": [], "named": [], "duties": [], "languages": []}
CLASSES = {"Qwibble": "databases technology", "whimsy": "soft_skills soft", "Zorbix": "security technology"}
POSTINGS = [Posting(id=f"p{number}", text=f"You know Qwibble, whimsy and Python {number}.") for number in range(3)]
OTHERS = [Posting(id="q", text="You know Qwibble and Zorbix.")]


def names_in(ask):
    shown = ask.first_user_text.removeprefix("<names>\n").removesuffix("\n</names>")
    return dict(line.split(": ", 1) for line in shown.splitlines())


def answer(ask):
    if "<names>" in ask.first_user_text:
        return json.dumps({"skills": [f"{n} {CLASSES[name]}" for n, name in names_in(ask).items() if name in CLASSES]})
    if "Zorbix" in ask.first_user_text:
        return json.dumps(FACTS | {"must": ["1 Qwibble", "1 Zorbix"]})
    return json.dumps(FACTS)


@pytest.fixture
def model():
    with ModelServer(answer=answer, record=True) as running:
        yield running


@pytest.fixture
def settings(model, tmp_path):
    return Settings(model="openai/any", base_url=model.base_url, cache_dir=tmp_path / "cache")


def asked(model):
    return [list(names_in(ask).values()) for ask in model.requests if "<names>" in ask.first_user_text]


def classes(outcomes):
    return {
        skill.name: (skill.kind, skill.category)
        for outcome in outcomes
        for skill in outcome.extraction.skills
        if not skill.known
    }


def test_one_call_a_corpus_reaches_extractions_and_counts(model, settings):
    outcomes = extract(POSTINGS, settings=settings)
    assert asked(model) == [["Qwibble", "whimsy"]]
    assert classes(outcomes) == {"Qwibble": ("technology", "databases"), "whimsy": ("soft", "soft_skills")}
    breakdown = break_down(outcomes)
    assert (breakdown.skill("Qwibble").category, breakdown.skill("whimsy").category) == ("databases", "soft_skills")
    stats = model.stats()
    usage = sum((outcome.usage for outcome in outcomes), Usage())
    assert (usage.input_tokens, usage.output_tokens) == (stats["input_tokens"], stats["output_tokens"])
    assert sum(outcome.attempts for outcome in outcomes) == stats["calls"] == len(POSTINGS) + 1


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
def test_in_every_mode(model, settings, mode):
    outcomes = extract(POSTINGS, settings=settings.model_copy(update={"mode": mode}))
    assert classes(outcomes)["Qwibble"] == ("technology", "databases")


def test_the_budget_holds_for_it_too(model, settings):
    alone = extract(POSTINGS, settings=settings.model_copy(update={"classify": False, "use_cache": False}))
    spent = sum(outcome.usage.total_tokens for outcome in alone)
    warnings = []
    bounded = settings.model_copy(update={"max_tokens": spent + 500, "concurrency": 1})
    outcomes = extract(POSTINGS, settings=bounded, on_warning=warnings.append)
    assert {outcome.status for outcome in outcomes} == {"ok"}
    assert asked(model) == []
    assert any("2 skills" in warning for warning in warnings)


def test_a_name_is_paid_for_once_over_all_corpora(model, settings):
    extract(POSTINGS, settings=settings)
    again = extract(POSTINGS, settings=settings)
    assert all(outcome.cached for outcome in again)
    assert classes(again)["whimsy"] == ("soft", "soft_skills")
    assert classes(extract(OTHERS, settings=settings))["Zorbix"] == ("technology", "security")
    assert asked(model) == [["Qwibble", "whimsy"], ["Zorbix"]]


def test_each_name_has_an_entry_of_its_own_and_the_call_is_counted_once(model, settings):
    extract(POSTINGS, settings=settings)
    cache = DiskCache(settings.cache_dir)
    rows = [row for key in cache if "skills" in (row := cache.get(key) or {})["text"]]
    cache.close()
    assert sorted(json.loads(row["text"])["skills"][0] for row in rows) == [
        "1 databases technology",
        "1 soft_skills soft",
    ]
    assert sorted(row["usage"]["output_tokens"] > 0 for row in rows) == [False, True]


@pytest.mark.parametrize(
    "option", [pytest.param({"classify": False}, id="off"), pytest.param({"reask": False}, id="no more calls")]
)
def test_not_asked_where_forbidden(model, settings, option):
    outcomes = extract(POSTINGS, settings=settings.model_copy(update=option))
    assert asked(model) == []
    assert {category for _, category in classes(outcomes).values()} == {"other"}


def test_what_was_sorted_is_used_without_a_call(model, settings):
    extract(POSTINGS, settings=settings)
    outcomes = extract(POSTINGS, settings=settings.model_copy(update={"reask": False}))
    assert classes(outcomes)["Qwibble"] == ("technology", "databases")


def test_without_a_cache_a_name_is_asked_once_a_run(model, settings):
    extract(POSTINGS, settings=settings.model_copy(update={"use_cache": False}))
    assert asked(model) == [["Qwibble", "whimsy"]]


def test_a_name_that_the_answer_lacks_stays_other_and_is_not_asked_again(settings, monkeypatch, model):
    monkeypatch.delitem(CLASSES, "Qwibble")
    for _ in range(2):
        assert classes(extract(POSTINGS, settings=settings))["Qwibble"] == ("technology", "other")
    assert len(asked(model)) == 1


def test_an_unusable_answer_costs_no_posting(model, settings):
    model.script("invalid", about="<names>")
    warnings = []
    outcomes = extract(POSTINGS, settings=settings, on_warning=warnings.append)
    assert {outcome.status for outcome in outcomes} == {"ok"}
    assert classes(outcomes)["whimsy"] == ("concept", "other")
    assert [warning for warning in warnings if "2 skills" in warning]
    assert sum(outcome.attempts for outcome in outcomes) == model.stats()["calls"]
    again = extract(POSTINGS, settings=settings, on_warning=pytest.fail)
    assert classes(again)["whimsy"] == ("concept", "other")
    assert all(outcome.cached for outcome in again)  # the same question is not paid for twice


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1 databases technology", SkillClass("technology", "databases")),
        ("1: databases/technology", SkillClass("technology", "databases")),
        ("1 database technology", None),
        ("1 databases product", None),
        ("1 databases soft", None),
        ("1 soft_skills concept", None),
        ("2 databases technology", None),
        ("databases technology", None),
    ],
    ids=str,
)
def test_reading_a_class(line, expected):
    completion = Completion(json.dumps({"skills": [line]}), Usage(), "stop", "m")
    assert read_classes(completion, 1).get(1) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{", "stop"), ('{"skills": "1 databases technology"}', "stop"), ('{"skills": []}', "length"), ("no", "refusal")],
    ids=["malformed", "violating", "truncated", "refused"],
)
def test_an_answer_that_cannot_be_used(text, reason):
    with pytest.raises(InvalidAnswerError, match="not sorted"):
        read_classes(Completion(text, Usage(), reason, "m"), 1)
