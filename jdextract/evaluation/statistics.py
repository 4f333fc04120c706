"""Spread, correlation of ranks, and agreement beyond chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Spearman's rho, ties sharing their mean rank; ``None`` below three pairs or where one side is constant.

    Source: Spearman (1904), Am. J. Psychol. 15, 72-101: Pearson's correlation of the ranks.
    """
    if len(one) < 3:
        return None
    first, second = _ranks(one), _ranks(other)
    mean = (len(one) + 1) / 2
    spread = sum((rank - mean) ** 2 for rank in first) * sum((rank - mean) ** 2 for rank in second)
    if spread <= 0:
        return None
    return sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True)) / math.sqrt(spread)


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for index in order[start:end]:
            ranks[index] = (start + 1 + end) / 2
        start = end
    return ranks


def cohen_kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float | None:
    """Cohen's kappa of two annotators on the same items; ``None`` without items or where only one class occurs.

    Source: Cohen (1960), Educ. Psychol. Meas. 20, 37-46.
    """
    items = len(one)
    if not items:
        return None
    first, second = Counter(one), Counter(other)
    observed = sum(a == b for a, b in zip(one, other, strict=True)) / items
    by_chance = sum(first[value] * second[value] for value in first) / items**2
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def mean_and_deviation(values: Sequence[float]) -> tuple[float, float]:
    """The mean and the sample standard deviation (0 below two values)."""
    mean = sum(values) / len(values)
    if len(values) < 2:
        return mean, 0.0
    return mean, math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
