"""The few statistics that the breakdown rests on, in closed form: no array library is needed for them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""

_NORMAL_FROM_VARIANCE = 2500.0  # from here a normal tail is within a tenth of the exact one, five sigmas out


def wilson_interval(successes: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval of a proportion; ``(0, 1)`` without trials.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212, without continuity correction.
    """
    if trials == 0:
        return 0.0, 1.0
    share = successes / trials
    spread = z * z / trials
    centre = share + spread / 2
    margin = z * math.sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low, high = (centre - margin) / (1 + spread), (centre + margin) / (1 + spread)
    return (0.0 if successes == 0 else max(0.0, low)), (1.0 if successes == trials else min(1.0, high))


def normal_tail(z: float) -> float:
    """The probability that a standard normal variable exceeds ``z``."""
    return 0.5 * math.erfc(z / math.sqrt(2))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def hypergeometric_tail(hits: int, population: int, marked: int, drawn: int) -> float:
    """The probability of ``hits`` or more marked ones among ``drawn`` of ``population``, ``marked`` of them marked.

    This is the one-sided p-value of Fisher's exact test for a 2x2 table. Where the variance is large, the
    normal approximation with continuity correction stands in.
    """
    least, most = max(0, drawn + marked - population), min(drawn, marked)
    if hits <= least:
        return 1.0
    if hits > most:
        return 0.0
    mean = drawn * marked / population
    variance = mean * (1 - marked / population) * (population - drawn) / max(population - 1, 1)
    if variance > _NORMAL_FROM_VARIANCE:
        return normal_tail((hits - 0.5 - mean) / math.sqrt(variance))
    if hits <= mean:  # the shorter sum is below
        return 1.0 - hypergeometric_tail(drawn - hits + 1, population, population - marked, drawn)
    probability = math.exp(
        _log_choose(marked, hits) + _log_choose(population - marked, drawn - hits) - _log_choose(population, drawn)
    )
    total = 0.0
    for k in range(hits, most + 1):
        total += probability
        probability *= (marked - k) * (drawn - k) / ((k + 1) * (population - marked - drawn + k + 1))
        if probability < total * 1e-16:
            break
    return min(1.0, total)


def fisher_exact(hits: int, population: int, marked: int, drawn: int) -> float:
    """Two-sided p-value of a 2x2 table: twice the smaller tail, at most 1 (never smaller than the true level)."""
    upper = hypergeometric_tail(hits, population, marked, drawn)
    lower = hypergeometric_tail(drawn - hits, population, population - marked, drawn)
    return min(1.0, 2 * min(upper, lower))


@dataclass(frozen=True, slots=True)
class Stratum:
    """Counts by ordered period within one source: ``totals`` postings, ``successes`` of them with the thing."""

    scores: Sequence[float]
    totals: Sequence[int]
    successes: Sequence[int]


def trend_z(strata: Iterable[Stratum]) -> float:
    """The Cochran-Armitage statistic, summed over strata (Mantel's extension test); 0 without information.

    Positive where the share rises with the score; standard normal where there is no trend within strata.

    Source: Mantel (1963), J. Am. Stat. Assoc. 58, 690-700; with one stratum it is Cochran-Armitage with the
    hypergeometric variance.
    """
    deviation = variance = 0.0
    for stratum in strata:
        total, hits = sum(stratum.totals), sum(stratum.successes)
        if total < 2 or hits in (0, total):
            continue
        mean = sum(n * s for n, s in zip(stratum.totals, stratum.scores, strict=True)) / total
        spread = sum(n * (s - mean) ** 2 for n, s in zip(stratum.totals, stratum.scores, strict=True))
        deviation += sum(x * (s - mean) for x, s in zip(stratum.successes, stratum.scores, strict=True))
        variance += spread * hits * (total - hits) / (total * (total - 1))
    return deviation / math.sqrt(variance) if variance > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A 2x2 table: ``hits`` of ``drawn`` have the thing, and ``marked`` of the whole ``population``."""

    hits: int
    population: int
    marked: int
    drawn: int


def stratified_difference(tables: Sequence[Table]) -> float:
    """Two-sided p-value of a difference that 2x2 tables share: exact for one, Cochran-Mantel-Haenszel for more.

    Source: Mantel and Haenszel (1959), J. Natl. Cancer Inst. 22, 719-748, with continuity correction.
    """
    if len(tables) == 1:
        [table] = tables
        return fisher_exact(table.hits, table.population, table.marked, table.drawn)
    deviation = variance = 0.0
    for t in tables:
        if t.population < 2:
            continue
        deviation += t.hits - t.drawn * t.marked / t.population
        variance += (
            t.drawn * (t.population - t.drawn) * t.marked * (t.population - t.marked)
            / (t.population**2 * (t.population - 1))
        )  # fmt: skip
    if variance <= 0:
        return 1.0
    return min(1.0, 2 * normal_tail(max(0.0, abs(deviation) - 0.5) / math.sqrt(variance)))


def false_discovery(p_values: Sequence[float], *, tests: int | None = None) -> list[float]:
    """Adjusted p-values that bound the false-discovery rate, in the order given.

    ``tests`` is the number of tests made where the large p-values among them were not kept.

    Source: Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.
    """
    made = max(tests or 0, len(p_values))
    adjusted = [1.0] * len(p_values)
    least = 1.0
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    for rank in range(len(order), 0, -1):
        index = order[rank - 1]
        least = min(least, p_values[index] * made / rank)
        adjusted[index] = least
    return adjusted


def difference_interval(hits_a: int, of_a: int, hits_b: int, of_b: int) -> tuple[float, float]:
    """The 95 % interval of share a minus share b, by Newcombe's hybrid score method.

    Source: Newcombe (1998), Stat. Med. 17, 873-890, method 10.
    """
    a, b = (hits_a / of_a if of_a else 0.0), (hits_b / of_b if of_b else 0.0)
    low_a, high_a = wilson_interval(hits_a, of_a)
    low_b, high_b = wilson_interval(hits_b, of_b)
    return a - b - math.hypot(a - low_a, high_b - b), a - b + math.hypot(high_a - a, b - low_b)
