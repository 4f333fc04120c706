from __future__ import annotations

import pytest

from jdextract.errors import InputError
from jdextract.evaluation import evaluate
from jdextract.evaluation.scoring import Bootstrap
from jdextract.evaluation.testing import assert_scores
from tests.support.labelled import changed, corpus, perfect

QUICK = Bootstrap(draws=100)
POSTINGS = corpus(12)


def blind(outcomes):
    return changed(outcomes, lambda extraction: extraction.model_copy(update={"skills": extraction.skills[2:]}))


def test_scores_that_are_reached_come_back():
    evaluation = assert_scores(POSTINGS, {"skills.f1": 0.9}, outcomes={"perfect": perfect(POSTINGS)}, bootstrap=QUICK)
    assert evaluation.runs[0].value("skills.f1") == 1.0


def test_scores_that_are_not_reached_are_explained():
    outcomes = {"blind": blind(perfect(POSTINGS))}
    with pytest.raises(AssertionError) as caught:
        assert_scores(POSTINGS, {"skills.f1": 0.9}, outcomes=outcomes, bootstrap=QUICK)
    message = str(caught.value)
    assert "blind: skills.f1 0.750 is under the floor of 0.900" in message
    assert "missed most:" in message


def test_a_floor_of_a_metric_that_falls_is_a_ceiling():
    outcomes = {"perfect": perfect(POSTINGS)}
    assert_scores(POSTINGS, {"hallucination_rate": 0.1}, outcomes=outcomes, bootstrap=QUICK)


def test_a_baseline_file_and_a_measured_evaluation(tmp_path):
    good = evaluate(POSTINGS, outcomes={"mine": perfect(POSTINGS)}, bootstrap=QUICK)
    bad = evaluate(POSTINGS, outcomes={"mine": blind(perfect(POSTINGS))}, bootstrap=QUICK)
    path = tmp_path / "baseline.json"
    path.write_text(good.to_json(), encoding="utf-8")
    assert assert_scores(good, baseline=path) is good
    with pytest.raises(AssertionError, match=r"skills\.f1 fell from 1\.000 to 0\.750"):
        assert_scores(bad, baseline=path, max_drop=0.02)


def test_the_suites_thresholds_hold(tmp_path):
    labels = "".join(posting.model_dump_json(exclude_none=True) + "\n" for posting in POSTINGS)
    (tmp_path / "labels.jsonl").write_text(labels, encoding="utf-8")
    suite = tmp_path / "suite.yaml"
    suite.write_text(
        "labels: labels.jsonl\nbootstrap: {draws: 100}\nthresholds: {skills.technology.f1: {floor: 0.5}}\n",
        encoding="utf-8",
    )
    assert_scores(suite, model="lexicon")
    with pytest.raises(AssertionError, match="over the ceiling"):
        assert_scores(suite, {"hallucination_rate": -1.0}, model="lexicon")
    with pytest.raises(InputError):
        assert_scores(tmp_path / "nowhere.yaml")
