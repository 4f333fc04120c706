"""Limits and budget of many workers, kept in one place."""

from __future__ import annotations

import asyncio

import pytest

from jdextract.errors import AccessError, BudgetReachedError, ConfigurationError
from jdextract.limits import Budget, Limits
from jdextract.models import Usage
from jdextract.scale.shared_limits import LimitsServer, RemoteLimits

CALL = Usage(input_tokens=80, output_tokens=20)


@pytest.fixture
def workers(clock):
    """Two workers of a server with these limits."""

    def make(*, concurrency=8, lease=1000.0, budget=None, **given):
        limits = Limits(concurrency, budget=budget, clock=clock, sleep=clock.sleep, **given)
        service = LimitsServer(limits, lease=lease)
        return service, [RemoteLimits(service, worker=name, cap=4) for name in ("a", "b")]

    return make


async def call(limits, usage=CALL):
    async with limits.slot(CALL) as slot:
        slot.settle(usage)


async def settled():
    for _ in range(10):
        await asyncio.sleep(0)


async def test_the_pace_is_that_of_all_together(workers, clock):
    _, both = workers(requests_per_minute=60, concurrency=100)
    began = clock.now
    await asyncio.gather(*(call(limits) for limits in both for _ in range(30)))
    assert clock.now - began >= 59  # one at once, then one a second


async def test_the_concurrency_is_that_of_all_together(workers):
    service, both = workers(concurrency=3)
    peak = 0

    async def one(limits):
        nonlocal peak
        async with limits.slot(CALL):
            peak = max(peak, service.limits.in_flight)
            await settled()

    await asyncio.gather(*(one(limits) for limits in both for _ in range(10)))
    assert peak == 3
    await settled()
    assert service.limits.in_flight == 0


async def test_the_budget_is_that_of_all_together(workers):
    budget = Budget(max_tokens=550)
    _, both = workers(budget=budget)
    done = await asyncio.gather(*(call(limits) for limits in both for _ in range(5)), return_exceptions=True)
    refused = [error for error in done if error is not None]
    assert len(refused) == 5
    assert all(isinstance(error, BudgetReachedError) for error in refused)
    assert budget.spent.total_tokens == 500


async def test_a_limit_in_dollars_without_a_price_is_told(workers):
    _, (first, _) = workers(budget=Budget(max_cost=1.0))
    with pytest.raises(ConfigurationError, match="--max-tokens"):
        await call(first)


async def test_one_worker_s_trouble_slows_all(workers, clock):
    service, (first, second) = workers(concurrency=8)
    async with first.slot(CALL) as slot:
        first.back_off(slot)
        first.pause(30)
    await settled()
    assert service.limits.concurrency == 4
    began = clock.now
    await call(second)
    assert clock.now - began >= 30


async def test_headers_are_followed_for_all(workers):
    service, (first, _) = workers()
    first.learn({"Content-Type": "json", "X-RateLimit-Limit-Requests": "120", "x-ratelimit-remaining-requests": "100"})
    first.learn({"content-type": "json"})
    await settled()
    assert service.limits._paces["requests"].per_minute == 120


async def test_a_worker_that_begins_anew_loses_its_places_and_pays_for_them(workers):
    budget = Budget(max_tokens=1000)
    service, (first, second) = workers(concurrency=2, budget=budget)
    for _ in range(2):
        await service.enter("a", CALL)
    waiting = asyncio.create_task(call(second))
    await settled()
    assert not waiting.done()
    await service.forget("a")
    await waiting
    await settled()
    assert service.limits.in_flight == 0
    assert budget.spent.total_tokens == 300
    assert first.cap == 4


async def test_a_worker_that_never_comes_back_loses_its_places_in_time(workers):
    service, (_, second) = workers(concurrency=1, lease=0.001)
    granted = await service.enter("a", CALL)
    await call(second)
    await service.leave(granted.number, CALL, lost=False)  # too late: nothing is counted twice
    await settled()
    assert service.limits.in_flight == 0
    assert service.limits.budget.spent.total_tokens == 200


@pytest.mark.parametrize(
    ("kind", "error"), [("access", AccessError), ("interrupted", BudgetReachedError)], ids=["access", "interrupted"]
)
async def test_what_stops_one_stops_all_and_the_first_reason_stays(workers, kind, error):
    service, both = workers()
    await service.stop(kind, "why")
    await service.stop("budget", "later")
    for limits in both:
        with pytest.raises(error, match="why"):
            await call(limits)
