"""Scores as assertions, for test suites of your own.

::

    from jdextract.evaluation.testing import assert_scores

    def test_our_postings():
        assert_scores("evals/ours.yaml", model="lexicon", floors={"skills.technology.f1": 0.9})

    def test_no_worse_than_before():
        assert_scores("evals/ours.yaml", baseline="evals/baselines/ours.json", max_drop=0.02)

No plugin is needed; the function works with pytest, unittest and plain scripts alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jdextract.evaluation.gate import GateResult, gate
from jdextract.evaluation.labels import LabelledPosting
from jdextract.evaluation.metrics import lower_is_better
from jdextract.evaluation.model import Evaluation, Run
from jdextract.evaluation.running import evaluate
from jdextract.evaluation.suite import Suite, Threshold

_SHOWN = 8


def assert_scores(
    suite: Evaluation | Suite | str | Path | Sequence[LabelledPosting],
    floors: Mapping[str, float] | None = None,
    *,
    model: str | None = None,
    baseline: Evaluation | str | Path | None = None,
    max_drop: float | None = None,
    **options: Any,
) -> Evaluation:
    """Assert that scores reach ``floors``, the suite's thresholds, and a baseline.

    Args:
        suite: what `evaluate` takes, or what it returned.
        floors: metric to the value that it has to reach; for a metric that gets better as it falls
            (``hallucination_rate``), the value that it may not exceed.
        model: ``lexicon`` or ``provider/model``; that of the environment unless given.
        baseline: an earlier evaluation or its file: nothing may be surely worse (see `gate`).
        max_drop: how much worse than the baseline a metric may get.
        **options: other arguments of `evaluate`, such as ``engines`` or ``extractions``.

    Returns:
        The evaluation, for further assertions.

    Raises:
        AssertionError: a metric fails; the message says why, and which facts are missed and spurious most.
        InputError: labels or options cannot be used, or the baseline was measured on other labels.
    """
    suite = Suite.load(suite) if isinstance(suite, (str, Path)) else suite
    if isinstance(suite, Evaluation):
        evaluation = suite
    else:
        evaluation = evaluate(suite, models=(model,) if model else (), **options)
    thresholds = dict(suite.thresholds) if isinstance(suite, Suite) else {}
    for metric, value in (floors or {}).items():
        limit = {"ceiling": value} if lower_is_better(metric) else {"floor": value}
        thresholds[metric] = thresholds.get(metric, Threshold()).model_copy(update=limit)
    earlier = Evaluation.load(baseline) if isinstance(baseline, (str, Path)) else baseline
    result = gate(evaluation, thresholds=thresholds, baseline=earlier, max_drop=max_drop)
    if not result.passed:
        raise AssertionError(_message(evaluation, result))
    return evaluation


def _message(evaluation: Evaluation, result: GateResult) -> str:
    lines = [f"{evaluation.suite}: {len(result.failures)} of {len(result.checks)} checks failed"]
    lines += [f"  {check.run}: {check.metric} {check.reason}" for check in result.failures]
    failed = {check.run for check in result.failures}
    for run in evaluation.runs:
        lines += _worst(run) if run.name in failed else ()
    return "\n".join(lines)


def _worst(run: Run) -> Iterator[str]:
    for verdict in ("missed", "spurious"):
        counts = Counter(
            fact.key
            for posting in run.judged
            for fact in posting.facts
            if fact.verdict == verdict and fact.field in {"skill", "responsibility", "language"}
        )
        if counts:
            shown = ", ".join(f"{key} ({count})" for key, count in counts.most_common(_SHOWN))
            yield f"  {run.name}: {verdict} most: {shown}"
