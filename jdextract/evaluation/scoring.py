"""Metrics with their intervals for one run, and differences with theirs for two runs on the same postings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from jdextract.errors import InputError
from jdextract.evaluation.bootstrap import draw_sums, pack, percentile_interval, unpack
from jdextract.evaluation.judgement import JudgedPosting
from jdextract.evaluation.metrics import count, lower_is_better, metric_set, total


class Bootstrap(BaseModel):
    """How intervals are made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    draws: int = Field(default=2000, ge=100, le=100_000)
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    seed: int = 0


class Metric(BaseModel):
    """A value, its bootstrap interval over postings, and the number of labels (or cases) that it rests on.

    ``value`` is ``None`` where there is nothing to measure; ``low`` and ``high`` are where there is no
    interval.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float | None
    low: float | None = None
    high: float | None = None
    support: int = 0


class Difference(BaseModel):
    """A metric of two runs on the same postings: ``delta`` is ``after`` minus ``before``.

    ``low`` and ``high`` are the paired bootstrap interval of ``delta``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    before: float | None
    after: float | None
    delta: float | None
    low: float | None
    high: float | None

    @property
    def gain(self) -> float | None:
        """``delta``, turned so that more is better."""
        return None if self.delta is None else -self.delta if lower_is_better(self.metric) else self.delta

    @property
    def clear(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def score(
    judged: Sequence[JudgedPosting], *, bootstrap: Bootstrap | None = None, repeats: int = 1
) -> dict[str, Metric]:
    """All metrics of one run; support is given for one repeat."""
    bootstrap = bootstrap or Bootstrap()
    counts = [count(posting) for posting in judged]
    summed = total(counts)
    metrics = metric_set(summed)
    lanes = len(metrics.lanes)
    whole = [summed[lane] for lane in metrics.lanes]
    rows = [pack(each, metrics.lanes) for each in counts]
    columns: list[list[float | None]] = [[] for _ in metrics.names]
    for sums in draw_sums(rows, draws=bootstrap.draws if len(rows) > 1 else 0, seed=bootstrap.seed):
        for column, value in zip(columns, metrics.compute(unpack(sums, lanes)), strict=True):
            column.append(value)
    scores: dict[str, Metric] = {}
    for name, value, support, column in zip(
        metrics.names, metrics.compute(whole), metrics.supports(whole), columns, strict=True
    ):
        interval = (
            percentile_interval(column, confidence=bootstrap.confidence, size=len(rows)) if value is not None else None
        )
        low, high = interval or (None, None)
        scores[name] = Metric(value=value, low=low, high=high, support=support // repeats)
    return scores


def point_values(judged: Sequence[JudgedPosting]) -> dict[str, float | None]:
    """All metrics of one run without intervals."""
    summed = total(count(posting) for posting in judged)
    metrics = metric_set(summed)
    return dict(zip(metrics.names, metrics.compute([summed[lane] for lane in metrics.lanes]), strict=True))


def paired_differences(
    before: Sequence[JudgedPosting], after: Sequence[JudgedPosting], *, bootstrap: Bootstrap | None = None
) -> dict[str, Difference]:
    """The difference of every metric that either run has, with its paired bootstrap interval.

    The same postings are drawn for both runs, so what makes a posting hard for both cancels out.

    Raises:
        InputError: the runs are not over the same postings.
    """
    bootstrap = bootstrap or Bootstrap()
    by_id: Mapping[str, JudgedPosting] = {posting.id: posting for posting in after}
    if {posting.id for posting in before} != by_id.keys():
        raise InputError("two runs can be compared on the same postings only; run both on the same labels")
    ours = [count(posting) for posting in before]
    theirs = [count(by_id[posting.id]) for posting in before]
    metrics = metric_set({**total(ours), **total(theirs)})
    lanes = len(metrics.lanes)
    shift = 32 * lanes
    rows = [
        pack(one, metrics.lanes) | pack(other, metrics.lanes) << shift for one, other in zip(ours, theirs, strict=True)
    ]
    mask = (1 << shift) - 1

    def deltas(sums: int) -> tuple[list[float | None], list[float | None]]:
        return (
            metrics.compute(unpack(sums & mask, lanes)),
            metrics.compute(unpack(sums >> shift, lanes)),
        )

    columns: list[list[float | None]] = [[] for _ in metrics.names]
    for sums in draw_sums(rows, draws=bootstrap.draws if len(rows) > 1 else 0, seed=bootstrap.seed):
        for column, one, other in zip(columns, *deltas(sums), strict=True):
            column.append(None if one is None or other is None else other - one)
    differences: dict[str, Difference] = {}
    for name, one, other, column in zip(metrics.names, *deltas(sum(rows)), columns, strict=True):
        delta = None if one is None or other is None else other - one
        low, high = (
            percentile_interval(column, confidence=bootstrap.confidence, size=len(rows)) if delta is not None else None
        ) or (
            None,
            None,
        )
        differences[name] = Difference(metric=name, before=one, after=other, delta=delta, low=low, high=high)
    return differences
