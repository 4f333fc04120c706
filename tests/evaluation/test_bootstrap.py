from __future__ import annotations

import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jdextract.errors import InputError
from jdextract.evaluation.bootstrap import draw_sums, pack, percentile_interval, quantile, t_quantile, unpack
from jdextract.evaluation.judgement import JudgedPosting, Judgement
from jdextract.evaluation.scoring import Bootstrap, paired_differences, score

lanes = ("a", "b", "c")
counts = st.fixed_dictionaries({lane: st.integers(0, 1000) for lane in lanes})


@given(st.lists(counts, min_size=1, max_size=20))
def test_a_sum_of_packed_counts_is_the_packed_sum(rows):
    packed = sum(pack(row, lanes) for row in rows)
    assert list(unpack(packed, len(lanes))) == [sum(row[lane] for row in rows) for lane in lanes]


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=50), st.floats(0, 1))
def test_quantiles_are_numpys(values, share):
    assert quantile(sorted(values), share) == pytest.approx(float(np.quantile(values, share)), abs=1e-9)


def test_a_seed_decides():
    rows = list(range(1, 50))
    assert list(draw_sums(rows, draws=20, seed=3)) == list(draw_sums(rows, draws=20, seed=3))
    assert list(draw_sums(rows, draws=20, seed=3)) != list(draw_sums(rows, draws=20, seed=4))


@pytest.mark.parametrize("freedom", [4, 9, 23, 59, 500])
@pytest.mark.parametrize("share", [0.9, 0.95, 0.975, 0.995])
def test_students_quantiles_are_scipys(share, freedom):
    assert t_quantile(share, freedom) == pytest.approx(stats.t.ppf(share, freedom), rel=0.004)


def test_few_postings_widen_the_interval():
    values = [number / 999 for number in range(1000)]
    plain = percentile_interval(values, confidence=0.95)
    few, many = (percentile_interval(values, confidence=0.95, size=size) for size in (8, 5000))
    assert few[0] < plain[0] < plain[1] < few[1]
    assert many == pytest.approx(plain, abs=1e-3)


def test_undefined_draws_are_left_out():
    assert percentile_interval([None, 1.0, None, 1.0], confidence=0.95) == (1.0, 1.0)
    assert percentile_interval([None], confidence=0.95) is None


def posting(number, found, missed, spurious):
    verdicts = [("found", found), ("missed", missed), ("spurious", spurious)]
    facts = [
        Judgement("skill", f"{verdict}{index}", verdict, kind="technology", category="tools")
        for verdict, count in verdicts
        for index in range(count)
    ]
    return JudgedPosting(id=str(number), facts=tuple(facts))


def test_one_posting_gives_no_interval():
    metric = score([posting(1, 3, 1, 0)])["skills.recall"]
    assert (metric.value, metric.low, metric.high, metric.support) == (0.75, None, None, 4)


def test_intervals_hold_the_value_and_narrow_with_more_postings():
    source = random.Random(1)  # noqa: S311 - a simulation
    few = [posting(i, source.randint(2, 9), source.randint(0, 4), source.randint(0, 3)) for i in range(12)]
    many = [each.model_copy(update={"id": f"{each.id}-{copy}"}) for copy in range(8) for each in few]
    wide, narrow = score(few)["skills.f1"], score(many)["skills.f1"]
    assert wide.low < wide.value < wide.high
    assert narrow.value == pytest.approx(wide.value)
    assert score(few, bootstrap=Bootstrap(seed=1))["skills.f1"] == score(few, bootstrap=Bootstrap(seed=1))["skills.f1"]
    assert score(few, bootstrap=Bootstrap(seed=1))["skills.f1"] != score(few, bootstrap=Bootstrap(seed=2))["skills.f1"]
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2


def test_two_equal_runs_differ_by_nothing():
    run = [posting(i, 5 + i % 3, i % 4, i % 2) for i in range(20)]
    difference = paired_differences(run, list(reversed(run)))["skills.f1"]
    assert (difference.delta, difference.low, difference.high, difference.clear) == (0, 0, 0, False)


def test_only_the_same_postings_can_be_compared():
    with pytest.raises(InputError, match="same postings"):
        paired_differences([posting(1, 1, 0, 0)], [posting(2, 1, 0, 0)])


def test_pairing_sees_what_separate_intervals_do_not():
    source = random.Random(5)  # noqa: S311 - a simulation
    before = [posting(i, found, 10 - found, 2) for i in range(40) for found in [source.randint(1, 9)]]
    after = [
        posting(number, found + 1, 9 - found, 2)
        for number, each in enumerate(before)
        for found in [sum(fact.verdict == "found" for fact in each.facts)]
    ]
    one, other = score(before)["skills.recall"], score(after)["skills.recall"]
    assert one.high > other.low
    assert paired_differences(before, after)["skills.recall"].clear


def simulated_pair(source, size, gain):
    """Two runs with a common difficulty of each posting; the second finds each fact with ``gain`` more chance."""
    before, after = [], []
    for number in range(size):
        ease = source.uniform(0.3, 0.8)
        labels = source.randint(4, 12)
        for run, chance in ((before, ease), (after, ease + gain)):
            found = sum(source.random() < chance for _ in range(labels))
            run.append(posting(number, found, labels - found, source.randint(0, 3)))
    return before, after


def test_the_paired_interval_covers_the_true_difference_as_often_as_it_says():
    # Recall of a pooled set of facts: its true difference is the gain, whatever the postings' difficulty.
    gain, simulations = 0.1, 200
    source = random.Random(20)  # noqa: S311 - a simulation
    covered = 0
    for seed in range(simulations):
        before, after = simulated_pair(source, 60, gain)
        difference = paired_differences(before, after, bootstrap=Bootstrap(draws=500, seed=seed))["skills.recall"]
        covered += difference.low <= gain <= difference.high
    tolerance = 3 * (0.95 * 0.05 / simulations) ** 0.5  # three standard errors of 200 trials: 4.6 points
    assert abs(covered / simulations - 0.95) <= tolerance


def test_a_difference_of_nothing_is_rarely_called_clear():
    source = random.Random(21)  # noqa: S311 - a simulation
    alarms = 0
    for seed in range(200):
        before, after = simulated_pair(source, 60, 0.0)
        alarms += paired_differences(before, after, bootstrap=Bootstrap(draws=300, seed=seed))["skills.recall"].clear
    assert alarms / 200 <= 0.09


def test_a_hundred_postings_are_drawn_two_thousand_times_in_seconds():
    source = random.Random(2)  # noqa: S311 - a simulation
    categories = ["tools", "databases", "security", "ai_ml", "domains", "other"]
    run = [
        JudgedPosting(
            id=str(number),
            language="en",
            tags=(f"tag{number % 10}",),
            facts=tuple(
                Judgement("skill", f"s{index}", source.choice(["found", "missed", "spurious"]), kind="technology",
                          category=source.choice(categories), requirement="required", found_requirement="required")
                for index in range(30)
            ),
        )
        for number in range(100)
    ]  # fmt: skip
    began = time.process_time()
    score(run)
    assert time.process_time() - began < 5
