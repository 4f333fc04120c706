from __future__ import annotations

from contextlib import nullcontext

import pytest

from jdextract.engines import classification
from jdextract.engines.classification import Classification, SkillClass, classify_unknown
from jdextract.errors import BudgetReachedError, TransportError
from jdextract.models import Evidence, Extraction, Outcome, Posting, Skill, Usage

SOFT = SkillClass("soft", "soft_skills")
PAID = Usage(input_tokens=40, output_tokens=8)
SEGMENT = Evidence(segment=1, text="x", start=0, end=1, status="segment")


class ScriptedClassifier:
    def __init__(self, before=None, error=None, may_ask=True):
        self.classes = dict(before or {})
        self.error = error
        self.may_ask = may_ask
        self.asked = []

    def recall(self, names):
        return {name: self.classes[name] for name in names if name in self.classes}

    async def classify(self, names):
        self.asked.append(list(names))
        if self.error:
            raise self.error
        self.classes |= dict.fromkeys(names, SOFT)
        return Classification(self.recall(names), PAID, attempts=1)


def outcome(number, *names, known=False, evidence=SEGMENT, category="other"):
    skills = tuple(
        Skill(name=name, kind="concept", known=known, category=category, requirement="required", evidence=evidence)
        for name in names
    )
    posting = Posting(id=f"p{number}", text="x")
    return Outcome(posting=posting, status="ok", engine="e", cached=True, extraction=Extraction(skills=skills))


async def run(outcomes, classifier, warn=None, error=None):
    async def source():
        for each in outcomes:
            yield each
        if error:
            raise error

    handed = []

    def unexpected(message):
        raise AssertionError(message)

    with pytest.raises(type(error)) if error else nullcontext():
        async for each in classify_unknown(source(), classifier, warn or unexpected):
            handed.append(each)
    return handed


def categories(outcomes):
    return {each.posting.id: [skill.category for skill in each.extraction.skills] for each in outcomes}


async def test_one_call_sorts_the_names_of_all():
    classifier = ScriptedClassifier()
    handed = await run([outcome(1, "humour"), outcome(2, "Qwibble", "humour"), outcome(3)], classifier)
    assert classifier.asked == [["humour", "Qwibble"]]
    assert categories(handed) == {"p3": [], "p1": ["soft_skills"], "p2": ["soft_skills"] * 2}
    assert [skill.kind for skill in handed[-1].extraction.skills] == ["soft", "soft"]


async def test_the_call_is_charged_once_and_is_no_answer_from_the_cache():
    handed = await run([outcome(1, "humour"), outcome(2, "wit")], ScriptedClassifier())
    assert [(each.usage, each.attempts, each.cached) for each in handed] == [(PAID, 1, False), (Usage(), 0, True)]


@pytest.mark.parametrize(
    "passing",
    [
        pytest.param(outcome(1, "Python", known=True), id="known"),
        pytest.param(outcome(1, "Ledgerbird", category="domains"), id="sorted by the model that read it"),
        pytest.param(outcome(1, "humour", evidence=Evidence()), id="ungrounded"),
        pytest.param(
            Outcome(posting=Posting(id="p1", text=""), status="skipped", engine="e"), id="without an extraction"
        ),
    ],
)
async def test_what_needs_no_sorting_passes_as_it_is(passing):
    classifier = ScriptedClassifier(before={"Python": SOFT, "Ledgerbird": SOFT, "humour": SOFT})
    assert await run([passing], classifier) == [passing]
    assert classifier.asked == []


@pytest.mark.parametrize(
    ("before", "may_ask", "expected"),
    [
        pytest.param({"humour": SOFT}, True, "soft_skills", id="sorted before"),
        pytest.param({"humour": SOFT}, False, "soft_skills", id="sorted before, asking forbidden"),
        pytest.param({"humour": SkillClass("concept", "other")}, True, "other", id="found to be nothing else"),
        pytest.param({}, False, "other", id="asking forbidden"),
    ],
)
async def test_what_is_not_asked(before, may_ask, expected):
    classifier = ScriptedClassifier(before, may_ask=may_ask)
    handed = await run([outcome(1, "humour"), outcome(2)], classifier)
    assert [each.posting.id for each in handed] == ["p1", "p2"]
    assert categories(handed)["p1"] == [expected]
    assert classifier.asked == []


@pytest.mark.parametrize(
    ("limit", "value", "calls"),
    [("MAX_NAMES", 4, [4, 4, 2]), ("MAX_HELD", 3, [6, 4])],
    ids=["by names", "by outcomes"],
)
async def test_few_wait_at_once(monkeypatch, limit, value, calls):
    monkeypatch.setattr(classification, limit, value)
    classifier = ScriptedClassifier()
    handed = await run([outcome(number, f"a{number}", f"b{number}") for number in range(5)], classifier)
    assert [len(names) for names in classifier.asked] == calls
    assert [each.posting.id for each in handed] == [f"p{number}" for number in range(5)]
    assert {category for each in categories(handed).values() for category in each} == {"soft_skills"}


@pytest.mark.parametrize(
    ("error", "cost"),
    [
        pytest.param(TransportError("down", attempts=6), 6, id="transport"),
        pytest.param(BudgetReachedError("spent"), 0, id="budget"),
        pytest.param(ZeroDivisionError("oops"), 0, id="bug"),
    ],
)
async def test_a_failed_call_costs_no_posting_and_is_not_repeated(monkeypatch, error, cost):
    monkeypatch.setattr(classification, "MAX_NAMES", 1)
    warnings = []
    classifier = ScriptedClassifier(error=error)
    handed = await run([outcome(1, "humour"), outcome(2, "wit")], classifier, warnings.append)
    assert categories(handed) == {"p1": ["other"], "p2": ["other"]}
    assert classifier.asked == [["humour"]]
    assert handed[0].attempts == cost
    assert len(warnings) == 1
    assert str(error) in warnings[0]


async def test_those_that_wait_come_before_the_error_that_ends_the_run():
    handed = await run([outcome(1, "humour")], ScriptedClassifier(), error=ValueError("row 2"))
    assert categories(handed) == {"p1": ["soft_skills"]}
