from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jdextract.breakdown.statistics import (
    Stratum,
    Table,
    difference_interval,
    false_discovery,
    fisher_exact,
    hypergeometric_tail,
    normal_tail,
    stratified_difference,
    trend_z,
    wilson_interval,
)


@pytest.mark.parametrize(
    ("successes", "trials"), [(0, 10), (1, 10), (5, 10), (10, 10), (184, 319), (3, 100_000), (1, 1)]
)
def test_wilson_interval_agrees_with_scipy(successes, trials):
    expected = stats.binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    assert wilson_interval(successes, trials) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilson_interval_without_trials_is_everything():
    assert wilson_interval(0, 0) == (0.0, 1.0)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_holds_the_share(counts):
    successes, trials = counts
    low, high = wilson_interval(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1


tables = st.integers(2, 400).flatmap(
    lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n)).flatmap(
        lambda t: st.tuples(st.just(t), st.integers(max(0, t[1] + t[2] - t[0]), min(t[1], t[2])))
    )
)


@given(tables)
def test_hypergeometric_tail_agrees_with_scipy(table):
    (population, marked, drawn), hits = table
    expected = stats.hypergeom.sf(hits - 1, population, marked, drawn)
    assert hypergeometric_tail(hits, population, marked, drawn) == pytest.approx(expected, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("sigmas", [-2, 0, 1, 2, 4, 5])
def test_hypergeometric_tail_of_large_counts_is_near_the_exact_one(sigmas):
    population, marked, drawn = 1_000_000, 100_000, 200_000
    mean = marked * drawn / population
    deviation = math.sqrt(mean * 0.9 * 0.8)
    hits = round(mean + sigmas * deviation)
    expected = stats.hypergeom.sf(hits - 1, population, marked, drawn)
    assert hypergeometric_tail(hits, population, marked, drawn) == pytest.approx(expected, rel=0.1)


def test_hypergeometric_tail_outside_what_is_possible():
    assert hypergeometric_tail(0, 10, 3, 4) == 1.0
    assert hypergeometric_tail(4, 10, 3, 4) == 0.0


def test_fisher_exact_on_the_lady_tasting_tea():
    # Fisher (1935): three of four cups right has the one-sided p-value 17/70.
    assert hypergeometric_tail(3, 8, 4, 4) == pytest.approx(17 / 70)
    assert fisher_exact(4, 8, 4, 4) == pytest.approx(2 / 70)


def test_normal_tail_agrees_with_scipy():
    assert [normal_tail(z) for z in (-3, 0, 1.96, 6)] == pytest.approx([stats.norm.sf(z) for z in (-3, 0, 1.96, 6)])


def test_trend_agrees_with_a_permutation_test_by_correlation():
    # With the hypergeometric variance, z is the correlation of score and outcome times sqrt(N - 1).
    scores, totals, successes = [1, 2, 3, 5], [40, 60, 50, 30], [4, 9, 12, 12]
    x = [s for s, n in zip(scores, totals, strict=True) for _ in range(n)]
    y = [int(i < k) for n, k in zip(totals, successes, strict=True) for i in range(n)]
    expected = stats.pearsonr(x, y).statistic * math.sqrt(len(x) - 1)
    assert trend_z([Stratum(scores, totals, successes)]) == pytest.approx(expected)


def test_trend_on_a_published_example():
    # Agresti (2002), Categorical Data Analysis, table 5.3 (alcohol and malformation, Graubard and Korn 1987):
    # the trend statistic with scores 0, 0.5, 1.5, 4, 7 is z² = 6.57 with the binomial variance N/(N-1) of ours.
    totals = [17_114, 14_502, 793, 127, 38]
    z = trend_z([Stratum([0, 0.5, 1.5, 4, 7], totals, [48, 38, 5, 1, 1])])
    assert z**2 * sum(totals) / (sum(totals) - 1) == pytest.approx(6.57, abs=0.005)


def test_trend_looks_within_strata_only():
    only_between = [Stratum([1], [50], [5]), Stratum([2], [50], [45])]
    assert trend_z(only_between) == 0.0


def test_stratified_difference_of_one_table_is_fishers():
    table = Table(hits=12, population=60, marked=15, drawn=30)
    assert stratified_difference([table]) == fisher_exact(12, 60, 15, 30)


def test_stratified_difference_agrees_with_a_worked_example():
    # Two strata, by hand: deviation 4.0 + 2.5, variance 1.954 + 2.564; z² = (6.5 - 0.5)² / 4.518.
    a = Table(hits=10, population=40, marked=12, drawn=20)
    b = Table(hits=15, population=40, marked=25, drawn=20)
    variance = 20 * 20 * 12 * 28 / (40**2 * 39) + 20 * 20 * 25 * 15 / (40**2 * 39)
    expected = stats.chi2.sf((4.0 + 2.5 - 0.5) ** 2 / variance, 1)
    assert stratified_difference([a, b]) == pytest.approx(expected)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_false_discovery_agrees_with_scipy(p_values):
    assert false_discovery(p_values) == pytest.approx(list(stats.false_discovery_control(p_values)))


def test_false_discovery_with_tests_that_were_not_kept():
    assert false_discovery([0.001, 0.04], tests=10) == pytest.approx([0.01, 0.2])


def test_difference_interval_on_a_published_example():
    # Newcombe (1998), example (a): 56/70 against 48/80, method 10: 0.0524 to 0.3339.
    assert difference_interval(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_trend_z_is_standard_normal_without_a_trend():
    chance = random.Random(3)  # noqa: S311 - test data
    found = 0
    for _ in range(1000):
        totals = [40, 40, 40, 40]
        successes = [sum(chance.random() < 0.2 for _ in range(n)) for n in totals]
        found += abs(trend_z([Stratum([0, 1, 2, 3], totals, successes)])) > 1.96
    assert 30 <= found <= 70
