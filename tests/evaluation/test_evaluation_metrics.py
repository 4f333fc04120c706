from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nervaluate import Evaluator
from scipy import stats
from sklearn.metrics import cohen_kappa_score, f1_score, precision_recall_fscore_support
from sklearn.preprocessing import MultiLabelBinarizer

from jdextract.evaluation.judgement import JudgedPosting
from jdextract.evaluation.judging import judge_posting
from jdextract.evaluation.labels import LabelledPosting
from jdextract.evaluation.scoring import point_values
from jdextract.evaluation.spans import judge_spans
from jdextract.evaluation.statistics import cohen_kappa, mean_and_deviation, spearman
from jdextract.models import Evidence, Extraction, Outcome, Responsibility
from jdextract.taxonomy import Taxonomy
from tests.support.labelled import corpus, labelled, perfect, skill

TAXONOMY = Taxonomy.default()
NAMES = [
    "Python",
    "Go",
    "PostgreSQL",
    "Redis",
    "Docker",
    "JS",
    "JavaScript",
    "Kubernetes",
    "K8s",
    "Scrum",
    "Quarrystone Ledger",
]
ACTIVITIES = ["build_apis", "write_tests", "mentor", "deploy_services", "code_review"]
TEXT = "You work on everything."

names = st.lists(st.sampled_from(NAMES), max_size=8)
activities = st.lists(st.sampled_from(ACTIVITIES), max_size=5)


def gold_posting(skills, duties, posting_id="1"):
    unique = {TAXONOMY.canonical(name): name for name in skills}.values()
    return LabelledPosting.model_validate(
        {
            "id": posting_id,
            "text": TEXT,
            "skills": [{"name": name, "requirement": "required", "evidence": TEXT} for name in unique],
            "responsibilities": [{"activity": activity, "evidence": TEXT} for activity in dict.fromkeys(duties)],
        }
    )


def extraction(skills, duties):
    evidence = Evidence(text=TEXT, start=0, end=len(TEXT), status="segment")
    return Extraction(
        skills=tuple(skill(name, TEXT) for name in skills),
        responsibilities=tuple(
            Responsibility(activity=activity, theme=TAXONOMY.activities[activity].theme, evidence=evidence)
            for activity in duties
        ),
    )


def judged(gold, found):
    outcome = Outcome(posting=gold.posting, status="ok", engine="test", extraction=found)
    return judge_posting(gold, [outcome], taxonomy=TAXONOMY)


def values(gold, found):
    return point_values([judged(gold, found)])


@given(names, activities, names, activities)
def test_every_measure_lies_between_0_and_1(gold_names, gold_duties, found_names, found_duties):
    measured = values(gold_posting(gold_names, gold_duties), extraction(found_names, found_duties))
    assert all(0 <= value <= 1 for value in measured.values() if value is not None)


@given(names, activities)
def test_perfect_answers_score_1(gold_names, gold_duties):
    gold = gold_posting(gold_names, gold_duties)
    found = extraction([label.name for label in gold.skills], [label.activity for label in gold.responsibilities])
    measured = values(gold, found)
    for metric in ("skills.f1", "skills.as_written.f1", "responsibilities.f1", "responsibilities.assigned.f1"):
        assert measured.get(metric) in {None, 1.0}
    assert {"skills.f1": bool(gold_names), "responsibilities.f1": bool(gold_duties)}.items() <= {
        name: measured.get(name) == 1.0 for name in ("skills.f1", "responsibilities.f1")
    }.items()


def test_perfect_engines_score_1_on_whole_postings():
    postings = corpus()
    measured = point_values(
        [
            judge_posting(gold, [outcome], taxonomy=TAXONOMY)
            for gold, outcome in zip(postings, perfect(postings), strict=True)
        ]
    )
    wrong = {
        name: value
        for name, value in measured.items()
        if value != 1.0
        and not name.startswith(("spans.", "matched."))
        and name not in {"hallucination_rate", "failed_rate"}
    }
    assert wrong == {}
    assert measured["hallucination_rate"] == measured["failed_rate"] == 0.0


@given(names, activities, names, activities, st.randoms(use_true_random=False))
def test_order_is_of_no_account(gold_names, gold_duties, found_names, found_duties, shuffler):
    gold = gold_posting(gold_names, gold_duties)
    shuffled = gold.model_copy(
        update={
            "skills": tuple(shuffler.sample(gold.skills, len(gold.skills))),
            "responsibilities": tuple(shuffler.sample(gold.responsibilities, len(gold.responsibilities))),
        }
    )
    there = values(gold, extraction(found_names, found_duties))
    mixed = extraction(shuffler.sample(found_names, len(found_names)), shuffler.sample(found_duties, len(found_duties)))
    assert values(shuffled, mixed) == there


@given(names, names, st.data())
def test_repeating_an_answer_never_helps(gold_names, found_names, data):
    gold = gold_posting(gold_names, [])
    before = values(gold, extraction(found_names, []))
    if not found_names:
        return
    after = values(gold, extraction([*found_names, data.draw(st.sampled_from(found_names))], []))
    for measure in ("precision", "recall", "f1"):
        assert (after[f"skills.{measure}"] or 0) <= (before[f"skills.{measure}"] or 0)


@given(names, names)
def test_a_spurious_fact_never_raises_precision(gold_names, found_names):
    gold = gold_posting(gold_names, [])
    before = values(gold, extraction(found_names, []))
    after = values(gold, extraction([*found_names, "Terraform"], []))
    assert (after["skills.precision"] or 0) <= (before.get("skills.precision") or 1.0)
    assert (after["skills.f1"] or 0) <= (before.get("skills.f1") or 1.0)


@given(names, names)
def test_matching_is_one_to_one(gold_names, found_names):
    gold, found = gold_posting(gold_names, []), extraction(found_names, [])
    facts = [fact for fact in judged(gold, found).facts if fact.field == "skill"]
    counts = {verdict: sum(fact.verdict == verdict for fact in facts) for verdict in ("found", "missed", "spurious")}
    assert counts["found"] + counts["missed"] == len(gold.skills)
    assert counts["found"] + counts["spurious"] == len(found.skills)


def random_pairs(seed, pool, count=40):
    source = random.Random(seed)  # noqa: S311 - a simulation
    return [
        (source.sample(pool, source.randint(0, len(pool))), source.sample(pool, source.randint(0, len(pool))))
        for _ in range(count)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_activities_score_as_scikit_learn_scores_multilabel_sets(seed):
    pairs = random_pairs(seed, ACTIVITIES)
    measured = point_values(
        [judged(gold_posting([], gold, str(i)), extraction([], found)) for i, (gold, found) in enumerate(pairs)]
    )
    binarizer = MultiLabelBinarizer(classes=ACTIVITIES)
    truth, answers = (
        binarizer.fit_transform([gold for gold, _ in pairs]),
        binarizer.transform([found for _, found in pairs]),
    )
    precision, recall, f1, _ = precision_recall_fscore_support(truth, answers, average="micro")
    assert measured["responsibilities.precision"] == pytest.approx(precision)
    assert measured["responsibilities.recall"] == pytest.approx(recall)
    assert measured["responsibilities.f1"] == pytest.approx(f1)
    assert measured["responsibilities.macro_f1"] == pytest.approx(f1_score(truth, answers, average="macro"))
    for activity, expected in zip(ACTIVITIES, f1_score(truth, answers, average=None), strict=True):
        assert measured[f"responsibilities.activity.{activity}.f1"] == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(5))
def test_skills_score_as_scikit_learn_scores_multilabel_sets(seed):
    pool = ["Python", "Go", "PostgreSQL", "Redis", "Docker", "Kubernetes", "Scrum"]
    pairs = random_pairs(seed, pool)
    measured = point_values(
        [judged(gold_posting(gold, [], str(i)), extraction(found, [])) for i, (gold, found) in enumerate(pairs)]
    )
    binarizer = MultiLabelBinarizer(classes=pool)
    truth, answers = (
        binarizer.fit_transform([gold for gold, _ in pairs]),
        binarizer.transform([found for _, found in pairs]),
    )
    for measure, expected in zip(
        ("precision", "recall", "f1"), precision_recall_fscore_support(truth, answers, average="micro"), strict=False
    ):
        assert measured[f"skills.{measure}"] == pytest.approx(expected)


def random_spans(source):
    cuts = sorted(source.sample(range(60), 12))
    kinds = ["technology", "concept"]
    return [(a, b, source.choice(kinds)) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]


def jitter(spans, source):
    for start, end, kind in spans:
        choice = source.random()
        if choice < 0.5:
            yield start, end, kind
        elif choice < 0.7 and end - start > 1:
            yield start, end - 1, kind
        elif choice < 0.85:
            yield start, end, "concept" if kind == "technology" else "technology"


@pytest.mark.parametrize("seed", range(5))
def test_exact_spans_score_as_nervaluate_scores_them_strictly(seed):
    source = random.Random(seed)  # noqa: S311 - a simulation
    documents = []
    for _ in range(20):
        gold = random_spans(source)
        documents.append((gold, list(jitter(gold, source))))
    as_dicts = lambda spans: [{"label": kind, "start": start, "end": end - 1} for start, end, kind in spans]  # noqa: E731 - its ends are inclusive
    theirs = Evaluator(
        [as_dicts(gold) for gold, _ in documents],
        [as_dicts(found) for _, found in documents],
        tags=["technology", "concept"],
        loader="dict",
    ).evaluate()["overall"]["strict"]
    ours = point_values(
        [JudgedPosting(id=str(i), facts=tuple(spans_judged(*pair))) for i, pair in enumerate(documents)]
    )
    assert ours["spans.strict.precision"] == pytest.approx(theirs.precision)
    assert ours["spans.strict.recall"] == pytest.approx(theirs.recall)
    assert ours["spans.strict.f1"] == pytest.approx(theirs.f1)
    assert ours["spans.overlap.recall"] >= ours["spans.strict.recall"]


def spans_judged(gold, found):
    text = "x" * 60
    posting = LabelledPosting.model_validate(
        {"id": "1", "text": text, "spans": [{"start": start, "end": end, "type": kind} for start, end, kind in gold]}
    )
    skills = tuple(
        skill("Thing", text, kind=kind).model_copy(
            update={"evidence": Evidence(text=text[start:end], start=start, end=end, status="segment")}
        )
        for start, end, kind in found
    )
    return judge_spans(posting, Extraction(skills=skills), TAXONOMY, types=["technology", "concept"])


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40))
def test_kappa_is_scikit_learns(pairs):
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    if len({*one, *other}) == 1:
        assert cohen_kappa(one, other) is None
    else:
        assert cohen_kappa(one, other) == pytest.approx(cohen_kappa_score(one, other))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=30))
def test_rank_correlation_is_scipys(pairs):
    one, other = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert spearman(one, other) is None
    else:
        assert spearman(one, other) == pytest.approx(stats.spearmanr(one, other).statistic)


def test_small_statistics():
    assert spearman([1, 2], [1, 2]) is None
    assert cohen_kappa([], []) is None
    assert mean_and_deviation([1.0]) == (1.0, 0.0)
    assert mean_and_deviation([1.0, 3.0]) == (2.0, pytest.approx(2**0.5))


def test_levels_and_slices():
    gold = labelled(
        "1",
        [("Python", "required"), ("Redis", "preferred"), ("Docker", "mentioned")],
        languages=[("de", "C1", "required"), ("en", None, "required")],
        tags=["negation"],
    )
    [outcome] = perfect([gold])
    skills = list(outcome.extraction.skills)
    skills[1] = skills[1].model_copy(update={"requirement": "required"})
    languages = list(outcome.extraction.languages)
    languages[0] = languages[0].model_copy(update={"level": "B2", "requirement": "preferred"})
    found = outcome.extraction.model_copy(update={"skills": tuple(skills), "languages": tuple(languages)})
    measured = values(gold, found)
    assert measured["requirement_accuracy"] == pytest.approx(2 / 3)
    assert measured["skills.requirement.required.precision"] == 0.5
    assert measured["skills.requirement.preferred.recall"] == 0.0
    assert measured["skills.requirement.mentioned.f1"] == 1.0
    assert measured["level_accuracy"] == 0.5
    assert measured["language_requirement_accuracy"] == 0.5
    assert measured["skills.tag.negation.f1"] == measured["skills.posting_language.en.f1"] == 1.0
    assert measured["language_gate.accuracy"] == 1.0


def test_what_rests_on_aliases_shows():
    measured = values(gold_posting(["PostgreSQL", "Go"], []), extraction(["Postgres", "Go"], []))
    assert measured["skills.f1"] == 1.0
    assert measured["skills.as_written.f1"] == 0.5
    assert measured["matched.alias"] == 0.5


def test_nothing_to_measure_is_no_number():
    measured = values(gold_posting([], []), extraction([], []))
    assert "skills.f1" not in measured
    only_spurious = values(gold_posting([], []), extraction(["Go"], []))
    assert (only_spurious["skills.precision"], only_spurious["skills.recall"], only_spurious["skills.f1"]) == (
        0,
        None,
        0,
    )
    only_missed = values(gold_posting(["Go"], []), extraction([], []))
    assert (only_missed["skills.precision"], only_missed["skills.recall"], only_missed["skills.f1"]) == (0, 0, 0)
