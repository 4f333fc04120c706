from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.errors import BudgetReachedError, ConfigurationError
from jdextract.limits import MINUTE, Budget, Limits, Pace, read_rate_limit
from jdextract.models import Usage

TOKENS = Usage(input_tokens=80, output_tokens=20)


def dollars(cost):
    return Usage(input_tokens=80, output_tokens=20, cost_usd=cost)


class Calls:
    """Makes calls through limits, each as long as it is told, and notes when they began."""

    def __init__(self, limits, clock, *, seconds=1.0, usage=TOKENS, estimate=TOKENS):
        self.limits, self.clock, self.seconds, self.usage, self.estimate = limits, clock, seconds, usage, estimate
        self.begun, self.at_once, self.peak = [], 0, 0

    async def one(self):
        async with self.limits.slot(self.estimate) as slot:
            self.begun.append(self.clock.now)
            self.at_once += 1
            self.peak = max(self.peak, self.at_once)
            await self.clock.sleep(self.seconds)
            self.at_once -= 1
            slot.settle(self.usage)

    async def many(self, number):
        return await asyncio.gather(*(self.one() for _ in range(number)), return_exceptions=True)


def limits(clock, concurrency=100, **options):
    return Limits(concurrency, clock=clock, sleep=clock.sleep, **options)


# Concurrency


async def test_no_more_calls_at_once_than_the_cap(clock):
    calls = Calls(limits(clock, 5), clock)
    await calls.many(23)
    assert calls.peak == 5
    assert len(calls.begun) == 23
    assert calls.limits.in_flight == 0


async def test_concurrency_halves_once_for_all_calls_that_were_under_way(clock):
    shared = limits(clock, 16)
    async with shared.slot(TOKENS) as first, shared.slot(TOKENS) as second:
        shared.back_off(first)
        shared.back_off(second)
        assert shared.concurrency == 8
    async with shared.slot(TOKENS) as later:
        shared.back_off(later)
    assert shared.concurrency == 4


async def test_concurrency_never_falls_below_one(clock):
    shared = limits(clock, 2)
    for _ in range(5):
        async with shared.slot(TOKENS) as slot:
            shared.back_off(slot)
    assert shared.concurrency == 1
    await Calls(shared, clock).many(3)


async def test_concurrency_grows_by_about_one_a_round_up_to_the_cap(clock):
    shared = limits(clock, 16)
    async with shared.slot(TOKENS) as slot:
        shared.back_off(slot)
    await Calls(shared, clock).many(8)
    assert shared.concurrency == 8
    await Calls(shared, clock).many(2)
    assert shared.concurrency == 9
    await Calls(shared, clock).many(500)
    assert shared.concurrency == 16


async def test_after_backing_off_fewer_calls_run_at_once(clock):
    shared = limits(clock, 8)
    async with shared.slot(TOKENS) as slot:
        shared.back_off(slot)
    calls = Calls(shared, clock)
    await calls.many(4)
    assert calls.peak == 4


async def test_a_failed_call_gives_its_place_back(clock):
    shared = limits(clock, 1)
    with pytest.raises(OSError, match="lost"):
        async with shared.slot(TOKENS):
            raise OSError("lost")
    await Calls(shared, clock).many(2)
    assert shared.in_flight == 0


async def test_cancelled_waiters_keep_no_place(clock):
    shared = limits(clock, 1)
    calls = Calls(shared, clock)
    async with shared.slot(TOKENS):
        waiting = [asyncio.create_task(calls.one()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
    waiting[1].cancel()  # its place was given this very moment
    await asyncio.gather(*waiting, return_exceptions=True)
    assert len(calls.begun) == 1
    assert shared.in_flight == 0
    assert shared.budget.spent == TOKENS


def test_limits_serve_one_event_loop_after_another(clock):
    shared = limits(clock, 2, requests_per_minute=600)
    for _ in range(2):
        asyncio.run(Calls(shared, clock).many(5))
    assert shared.in_flight == 0


# Pace


@given(
    per_minute=st.integers(1, 400),
    gaps=st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.3, 1.0, 7.0, 61.0]), min_size=1, max_size=120),
)
def test_no_minute_has_more_requests_than_the_limit(per_minute, gaps):
    now, begun = 0.0, []
    pace = Pace(per_minute, now=now)
    for gap in gaps:
        now += gap
        begun.append(now + pace.take(1, now))
    for start in begun:
        assert sum(start <= at < start + MINUTE - 1e-6 for at in begun) <= per_minute


async def test_a_minutes_requests_are_spread_over_it(clock):
    calls = Calls(limits(clock, requests_per_minute=60), clock)
    await calls.many(61)
    assert calls.begun[1] - calls.begun[0] == pytest.approx(1.0)
    assert calls.begun[-1] - calls.begun[0] == pytest.approx(60.0)


async def test_tokens_are_paced_by_the_estimate_and_settled_by_the_usage(clock):
    honest = Calls(limits(clock, tokens_per_minute=6_000), clock, seconds=0)
    await honest.many(60)
    took = honest.begun[-1] - honest.begun[0]
    assert took == pytest.approx(59, rel=0.05)  # 60 calls of 100 tokens at 100 tokens a second

    shared = limits(clock, 1, tokens_per_minute=6_000)
    cheaper = Calls(shared, clock, seconds=0, usage=Usage(input_tokens=10, output_tokens=15))
    await cheaper.many(60)
    assert cheaper.begun[-1] - cheaper.begun[0] == pytest.approx(took / 4, rel=0.1)


async def test_a_call_larger_than_a_burst_is_let_through_and_paid_off(clock):
    calls = Calls(limits(clock, tokens_per_minute=60), clock, seconds=0)
    await calls.many(2)
    assert calls.begun[1] - calls.begun[0] == pytest.approx(100, rel=0.02)


@pytest.mark.parametrize(
    ("headers", "name", "expected"),
    [
        ({"x-ratelimit-limit-requests": "500", "x-ratelimit-remaining-requests": "499"}, "requests", (500, 499)),
        ({"x-ratelimit-limit-tokens": "30000"}, "tokens", (30000, None)),
        (
            {"anthropic-ratelimit-tokens-limit": "40000", "anthropic-ratelimit-tokens-remaining": "0"},
            "tokens",
            (40000, 0),
        ),
        ({"x-ratelimit-limit-requests": "many"}, "requests", (None, None)),
        ({}, "requests", (None, None)),
    ],
    ids=["openai", "no-remaining", "anthropic", "no-number", "none"],
)
def test_rate_limit_headers(headers, name, expected):
    assert read_rate_limit(headers, name) == expected


async def test_a_limit_that_is_not_given_is_learnt(clock):
    shared = limits(clock)
    shared.learn({"x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "0"})
    calls = Calls(shared, clock)
    await calls.many(10)
    assert calls.begun[0] == pytest.approx(1_001.0)
    assert calls.begun[-1] - calls.begun[0] == pytest.approx(9.0)


async def test_a_given_limit_only_becomes_smaller(clock):
    shared = limits(clock, requests_per_minute=60)
    shared.learn({"x-ratelimit-limit-requests": "6000"})
    calls = Calls(shared, clock)
    await calls.many(3)
    assert calls.begun[-1] - calls.begun[0] == pytest.approx(2.0)
    shared.learn({"x-ratelimit-limit-requests": "30"})
    calls = Calls(shared, clock)
    await calls.many(3)
    assert calls.begun[-1] - calls.begun[0] == pytest.approx(4.0)


# Pause


async def test_a_pause_holds_every_call_and_the_longest_counts(clock):
    shared = limits(clock)
    shared.pause(5)
    shared.pause(30)
    shared.pause(10)
    calls = Calls(shared, clock)
    await calls.many(3)
    assert calls.begun == [1_030.0] * 3
    assert shared.paused_for == 0


async def test_a_pause_that_grows_meanwhile_is_waited_for(clock):
    shared = limits(clock)
    shared.pause(5)
    calls = Calls(shared, clock)
    waiting = asyncio.create_task(calls.many(1))
    await asyncio.sleep(0)
    shared.pause(20)
    await waiting
    assert calls.begun == [1_020.0]


# Budget


async def test_tokens_are_never_passed_by_more_than_the_calls_in_flight(clock):
    budget = Budget(max_tokens=1_000)
    calls = Calls(limits(clock, 4, budget=budget), clock, usage=Usage(input_tokens=90, output_tokens=30))
    results = await calls.many(50)
    assert sum(isinstance(result, BudgetReachedError) for result in results) == 50 - len(calls.begun)
    assert 1_000 - 120 <= budget.spent.total_tokens <= 1_000 + 4 * 20
    assert budget.reached


async def test_a_call_that_does_not_fit_waits_for_those_in_flight(clock):
    budget = Budget(max_tokens=250)
    calls = Calls(limits(clock, 4, budget=budget), clock, usage=Usage(input_tokens=20))
    results = await calls.many(8)
    assert results == [None] * 8
    assert budget.spent.total_tokens == 160


async def test_a_budget_that_is_reached_stays_so(clock):
    budget = Budget(max_tokens=150)
    shared = limits(clock, budget=budget)
    with pytest.raises(BudgetReachedError, match=r"0 of 150 tokens"):
        async with shared.slot(Usage(input_tokens=200)):
            pass
    with pytest.raises(BudgetReachedError):
        async with shared.slot(Usage(input_tokens=1)):
            pass


async def test_dollars_are_reserved_and_settled(clock):
    budget = Budget(max_cost=0.10)
    calls = Calls(limits(clock, 1, budget=budget), clock, estimate=dollars(0.03), usage=dollars(0.02))
    results = await calls.many(9)
    assert budget.spent.cost_usd == pytest.approx(0.08)
    assert len(calls.begun) == 4
    assert str(results[-1]).startswith("the budget is reached: $0.0800 of $0.1 ")


async def test_a_limit_in_dollars_needs_a_price(clock):
    with pytest.raises(ConfigurationError, match="--max-tokens"):
        async with limits(clock, budget=Budget(max_cost=1)).slot(TOKENS):
            pass


@pytest.mark.parametrize(
    ("settle", "expected"),
    [
        (lambda slot: slot.settle(Usage(input_tokens=7)), 7),
        (lambda slot: slot.settle(Usage()), 100),
        (lambda slot: slot.lose(), 100),
        (lambda slot: None, 0),
    ],
    ids=["settled", "server-tells-no-usage", "answer-lost", "http-error"],
)
async def test_what_a_call_counts_as(clock, settle, expected):
    budget = Budget(max_tokens=1_000)
    async with limits(clock, budget=budget).slot(TOKENS) as slot:
        settle(slot)
    assert budget.spent.total_tokens == expected


@given(
    max_tokens=st.integers(50, 2_000),
    calls=st.lists(st.tuples(st.integers(1, 200), st.integers(0, 260)), min_size=1, max_size=30),
    concurrency=st.integers(1, 6),
)
def test_spending_stays_within_the_budget_and_the_estimates_error(max_tokens, calls, concurrency):
    budget = Budget(max_tokens=max_tokens)
    shared = Limits(concurrency, budget=budget)

    async def call(estimate, used):
        async with shared.slot(Usage(input_tokens=estimate)) as slot:
            await asyncio.sleep(0)
            slot.settle(Usage(input_tokens=used))

    async def run():
        await asyncio.gather(*(call(*pair) for pair in calls), return_exceptions=True)

    asyncio.run(run())
    excess = sorted((max(0, used - estimate) for estimate, used in calls), reverse=True)
    assert budget.spent.total_tokens <= max_tokens + sum(excess)
    assert shared.in_flight == 0
