from __future__ import annotations

import dataclasses

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.errors import InputError
from jdextract.evaluation import Suite, evaluate
from jdextract.evaluation.comparison import compare
from jdextract.evaluation.gate import gate
from jdextract.evaluation.scoring import Bootstrap
from jdextract.evaluation.suite import Threshold
from jdextract.models import Evidence, Surface
from jdextract.taxonomy import Taxonomy, loading
from tests.support.labelled import changed, corpus, perfect

QUICK = Bootstrap(draws=300)
POSTINGS = corpus()


@pytest.fixture(scope="module")
def lexicon():
    """What the lexicon engine makes of the postings."""
    engine = LexiconEngine()
    outcomes = perfect(POSTINGS)
    return [
        outcome.model_copy(update={"extraction": engine.read(outcome.posting), "engine": "lexicon"})
        for outcome in outcomes
    ]


@pytest.fixture(scope="module")
def baseline(lexicon):
    return measured(lexicon)


def measured(outcomes, postings=POSTINGS):
    return evaluate(postings, outcomes={"lexicon": outcomes}, bootstrap=QUICK)


def failed(result):
    return {check.metric for check in result.failures}


def test_the_same_run_passes(baseline, lexicon):
    assert gate(measured(lexicon), baseline=baseline).passed


def without_category(taxonomy, category):
    content = loading.load_content()
    skills = {name: entry for name, entry in content.skills.items() if entry.category != category}
    return Taxonomy(dataclasses.replace(content, skills=skills))


def test_a_category_dropped_from_the_taxonomy_is_caught(baseline, lexicon):
    engine = LexiconEngine(without_category(Taxonomy.default(), "databases"))
    damaged = [outcome.model_copy(update={"extraction": engine.read(outcome.posting)}) for outcome in lexicon]
    result = gate(measured(damaged), baseline=baseline, max_drop=0.02)
    assert {"skills.f1", "skills.technology.f1"} <= failed(result)
    lost = {flip.key for flip in result.comparisons[0].flips if flip.change == "missed now"}
    assert lost == {"PostgreSQL", "Redis"}


def shifted(fact):
    def move(place, model):
        return place and model(**{**place.model_dump(), "start": place.start + 1, "end": place.end + 1})

    updates = {"evidence": move(fact.evidence, Evidence)}
    if getattr(fact, "surface", None):
        updates["surface"] = move(fact.surface, Surface)
    return fact.model_copy(update=updates)


def test_offsets_shifted_by_one_are_caught(baseline, lexicon):
    damaged = changed(
        lexicon,
        lambda extraction: extraction.model_copy(
            update={
                field: tuple(map(shifted, getattr(extraction, field)))
                for field in ("skills", "responsibilities", "languages")
            }
        ),
    )
    result = gate(measured(damaged), baseline=baseline, max_drop=0.02)
    assert {"grounded", "hallucination_rate"} <= failed(result)
    assert "skills.f1" not in failed(result)


def test_swapped_requirement_levels_are_caught(baseline, lexicon):
    swap = {"required": "preferred", "preferred": "required", "mentioned": "mentioned"}
    damaged = changed(
        lexicon,
        lambda extraction: extraction.model_copy(
            update={
                "skills": tuple(
                    each.model_copy(update={"requirement": swap[each.requirement]}) for each in extraction.skills
                )
            }
        ),
    )
    result = gate(measured(damaged), baseline=baseline, max_drop=0.02)
    assert failed(result) == {"requirement_accuracy"}
    assert {flip.change for flip in result.comparisons[0].flips} <= {"level wrong now", "level right now"}


def test_a_drop_that_chance_explains_passes(baseline, lexicon):
    [first, *others] = lexicon
    less = first.extraction.model_copy(update={"skills": first.extraction.skills[1:]})
    once = measured([first.model_copy(update={"extraction": less}), *others])
    difference = compare(baseline.runs[0], once.runs[0], bootstrap=QUICK).differences["skills.f1"]
    assert difference.delta < 0
    assert not difference.clear
    assert gate(once, baseline=baseline, max_drop=0.0).passed


def test_a_drop_within_what_is_allowed_passes(baseline, lexicon):
    damaged = changed(lexicon, lambda extraction: extraction.model_copy(update={"skills": extraction.skills[1:]}))
    evaluation = measured(damaged)
    assert "skills.f1" in failed(gate(evaluation, baseline=baseline, max_drop=0.02))
    assert "skills.f1" not in failed(gate(evaluation, baseline=baseline, max_drop=0.3))


def test_failed_postings_count_as_all_missed(baseline, lexicon):
    half = [
        outcome.model_copy(update={"status": "failed", "extraction": None}) if number % 2 else outcome
        for number, outcome in enumerate(lexicon)
    ]
    evaluation = measured(half)
    assert evaluation.runs[0].failed == len(POSTINGS) // 2
    assert evaluation.runs[0].value("skills.recall") < 0.6
    assert "skills.f1" in failed(gate(evaluation, baseline=baseline, max_drop=0.02))


@pytest.mark.parametrize(
    ("metric", "threshold", "passes"),
    [
        ("skills.f1", {"floor": 0.5}, True),
        ("skills.f1", {"floor": 1.01}, False),
        ("hallucination_rate", {"ceiling": 0.2}, True),
        ("hallucination_rate", {"ceiling": -0.1}, False),
        ("report.skills.share_error", {"ceiling": 0.2}, True),
        ("report.skills.common_f1", {"floor": 1.01}, False),
        ("skills.tag.no_such_tag.f1", {}, False),
    ],
)
def test_hard_limits_need_no_baseline(baseline, metric, threshold, passes):
    result = gate(baseline, thresholds={metric: Threshold(**threshold)})
    assert result.passed is passes


def test_a_metric_that_is_missing_fails(baseline, lexicon):
    without = [posting.model_copy(update={"languages": ()}) for posting in POSTINGS]
    silent = evaluate(
        without,
        outcomes={"lexicon": changed(lexicon, lambda extraction: extraction.model_copy(update={"languages": ()}))},
        bootstrap=QUICK,
    )
    result = gate(silent, thresholds={"languages.f1": Threshold()})
    assert [check.reason for check in result.failures] == ["was not measured"]


def test_another_label_set_is_refused(baseline, lexicon):
    relabelled = [POSTINGS[0].model_copy(update={"skills": POSTINGS[0].skills[1:]}), *POSTINGS[1:]]
    with pytest.raises(InputError, match="other labels"):
        gate(measured(lexicon, relabelled), baseline=baseline)


def test_other_rules_of_matching_are_refused(tmp_path, baseline, lexicon):
    labels = tmp_path / "labels.jsonl"
    labels.write_text(
        "".join(posting.model_dump_json(exclude_none=True) + "\n" for posting in POSTINGS), encoding="utf-8"
    )
    (tmp_path / "strict.yaml").write_text("labels: labels.jsonl\nmatching: {fuzzy: null}\n", encoding="utf-8")
    (tmp_path / "same.yaml").write_text("labels: labels.jsonl\n", encoding="utf-8")
    strict, same = (
        evaluate(Suite.load(tmp_path / name), outcomes={"lexicon": lexicon}, bootstrap=QUICK)
        for name in ("strict.yaml", "same.yaml")
    )
    with pytest.raises(InputError, match="rules of matching"):
        gate(strict, baseline=same)


def test_a_baseline_of_another_engine_fails_unless_it_is_the_only_one(baseline, lexicon):
    two = evaluate(POSTINGS, outcomes={"one": lexicon, "two": lexicon}, bootstrap=QUICK)
    result = gate(two, baseline=baseline)
    assert failed(result) == {"baseline"}
    renamed = evaluate(POSTINGS, outcomes={"new prompt": lexicon}, bootstrap=QUICK)
    assert gate(renamed, baseline=baseline).passed
