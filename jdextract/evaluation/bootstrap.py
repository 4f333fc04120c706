"""The bootstrap over postings: seeded, and exact in its sums.

Counts of one posting are packed into a single large integer, a 32-bit lane each, so that a draw of a hundred
postings is one sum of a hundred integers, whatever the number of metrics. 100 postings × 2,000 draws × 300
metrics take about a second in plain Python.
"""

from __future__ import annotations

import math
import random
import sys
from array import array
from collections.abc import Iterator, Sequence
from statistics import NormalDist

from jdextract.evaluation.metrics import Counts

_LANE_BYTES = 4


def pack(counts: Counts, lanes: Sequence[str]) -> int:
    """``counts`` as one integer with a lane for each of ``lanes``; sums of such integers are sums of the lanes."""
    return int.from_bytes(array("I", [counts.get(lane, 0) for lane in lanes]).tobytes(), sys.byteorder)


def unpack(packed: int, lanes: int) -> Sequence[int]:
    """The values of the lanes."""
    return memoryview(packed.to_bytes(lanes * _LANE_BYTES, sys.byteorder)).cast("I").tolist()


def draw_sums(rows: Sequence[int], *, draws: int, seed: int) -> Iterator[int]:
    """Sums of ``draws`` samples of ``rows``, with replacement, each as large as ``rows``.

    Source: Efron (1979), Ann. Stat. 7, 1-26; the posting is the unit that is resampled.
    """
    source = random.Random(seed)  # noqa: S311 - a simulation, not a secret
    size = len(rows)
    for _ in range(draws):
        yield sum(source.choices(rows, k=size))


def percentile_interval(
    values: Sequence[float | None], *, confidence: float, size: int | None = None
) -> tuple[float, float] | None:
    """The central interval of the values that are defined; ``None`` without any.

    Plain percentiles of resampled postings are too narrow, the more so the fewer postings there are. With
    ``size``, the number of postings, the percentiles are moved outwards as the t distribution asks.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, ch. 13; with ``size`` the expanded
    percentile interval of Hesterberg (2015), Am. Stat. 69, 371-386.
    """
    defined = sorted(value for value in values if value is not None)
    if not defined:
        return None
    tail = (1 - confidence) / 2
    if size is not None and size > 1:
        tail = NormalDist().cdf(-math.sqrt(size / (size - 1)) * t_quantile(1 - tail, size - 1))
    return quantile(defined, tail), quantile(defined, 1 - tail)


def t_quantile(share: float, freedom: int) -> float:
    """The quantile of Student's t distribution, good to three digits from four degrees of freedom on.

    Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.5.
    """
    z = NormalDist().inv_cdf(share)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return math.fsum(term / freedom**power for power, term in enumerate(terms))


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the ``ordered`` values lie, by linear interpolation between them.

    Source: Hyndman and Fan (1996), Am. Stat. 50, 361-365, type 7.
    """
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
