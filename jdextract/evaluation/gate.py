"""The gate: fails on what is surely worse than the baseline or beyond a hard limit, and on nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from jdextract.evaluation.comparison import Comparison, check_comparable, compare
from jdextract.evaluation.metrics import lower_is_better
from jdextract.evaluation.model import HEADLINES, Evaluation, Run
from jdextract.evaluation.suite import Threshold


class GateCheck(BaseModel):
    """One metric of one run, what was asked of it, and whether it passed; ``reason`` is a sentence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run: str
    metric: str
    passed: bool
    reason: str


class GateResult(BaseModel):
    """All checks, and the comparisons with the baseline that they rest on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    checks: tuple[GateCheck, ...]
    comparisons: tuple[Comparison, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return all(check.passed for check in self.checks)

    @property
    def failures(self) -> tuple[GateCheck, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if not check.passed)


def gate(
    evaluation: Evaluation,
    *,
    thresholds: Mapping[str, Threshold] | None = None,
    baseline: Evaluation | None = None,
    max_drop: float | None = None,
) -> GateResult:
    """Check every run of ``evaluation``.

    A metric fails where its value is beyond the threshold's ``floor`` or ``ceiling``; where it is worse than
    the baseline's by more than ``max_drop`` *and* the paired bootstrap interval of the difference excludes
    zero; and where it was not measured, here or in the baseline. Without thresholds, the headline metrics
    that the baseline has are compared.

    Args:
        evaluation: what was measured.
        thresholds: metric to what it has to reach, usually the suite's.
        baseline: an earlier evaluation on the same labels; each run is compared with the baseline's run of
            the same name, or with its only one.
        max_drop: how much worse a metric may get; overrides the thresholds' own.

    Raises:
        InputError: the baseline was measured on other labels.
    """
    if baseline is not None:
        check_comparable(baseline, evaluation)
    checks: list[GateCheck] = []
    comparisons: list[Comparison] = []
    for run in evaluation.runs:
        wanted = dict(thresholds or {})
        earlier = _counterpart(run, evaluation, baseline)
        if baseline is not None and earlier is None:
            reason = (
                f"the baseline has no run {run.name!r}, only {', '.join(repr(each.name) for each in baseline.runs)}"
            )
            checks.append(GateCheck(run=run.name, metric="baseline", passed=False, reason=reason))
        if not wanted and earlier is not None:
            wanted = {metric: Threshold() for metric in HEADLINES if earlier.value(metric) is not None}
        comparison = _compared(earlier, run, evaluation) if earlier is not None else None
        comparisons += [comparison] if comparison else []
        for metric, threshold in wanted.items():
            allowed = threshold.max_drop if max_drop is None else max_drop
            problem = _limits(run, metric, threshold) or _drop(metric, allowed, comparison)
            checks.append(
                GateCheck(run=run.name, metric=metric, passed=not problem, reason=problem or _state(run, metric))
            )
    return GateResult(checks=tuple(checks), comparisons=tuple(comparisons))


def _compared(earlier: Run, run: Run, evaluation: Evaluation) -> Comparison:
    comparison = compare(earlier, run, bootstrap=evaluation.bootstrap)
    return comparison.model_copy(update={"before": f"{earlier.name} (baseline)"})


def _counterpart(run: Run, evaluation: Evaluation, baseline: Evaluation | None) -> Run | None:
    if baseline is None:
        return None
    if (same := baseline.run(run.name)) is not None:
        return same
    return baseline.runs[0] if len(baseline.runs) == len(evaluation.runs) == 1 else None


def _limits(run: Run, metric: str, threshold: Threshold) -> str | None:
    value = run.value(metric)
    if value is None:
        return "was not measured"
    if threshold.floor is not None and value < threshold.floor:
        return f"{value:.3f} is under the floor of {threshold.floor:.3f}"
    if threshold.ceiling is not None and value > threshold.ceiling:
        return f"{value:.3f} is over the ceiling of {threshold.ceiling:.3f}"
    return None


def _drop(metric: str, allowed: float, comparison: Comparison | None) -> str | None:
    if comparison is None:
        return None
    difference = comparison.differences.get(metric)
    if difference is None:  # of the whole corpus, without an interval: only limits apply
        return None if metric.startswith("report.") else "was not measured in the baseline"
    if difference.before is None:
        return "was not measured in the baseline"
    if difference.gain is None or -difference.gain <= allowed or not difference.clear:
        return None
    word = "rose" if lower_is_better(metric) else "fell"
    return (
        f"{word} from {difference.before:.3f} to {difference.after:.3f}; the difference lies in "
        f"{difference.low:+.3f} … {difference.high:+.3f}, and {allowed:.3f} is allowed"
    )


def _state(run: Run, metric: str) -> str:
    value = run.value(metric)
    return "not measured" if value is None else f"{value:.3f}"
