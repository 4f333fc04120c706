from __future__ import annotations

import asyncio
import random

import httpx2
import openai
import pytest

from jdextract.engines.llm.completion import Completion
from jdextract.engines.llm.transport import Endpoint, RetryPolicy, Transport
from jdextract.errors import (
    AccessError,
    BudgetReachedError,
    ContentFilterError,
    RequestError,
    TransportError,
)
from jdextract.limits import Budget, Limits
from jdextract.models import Usage

USAGE = Usage(input_tokens=80, output_tokens=20)
ANSWER = Completion("{}", USAGE, "stop", "m")
REQUEST = httpx2.Request("POST", "http://model.example/v1")
KEY = "sk-marked-key-123"


def http_error(status, headers=None, *, message="so it is", code=None):
    body = {"error": {"message": message, "code": code}}
    response = httpx2.Response(status, headers=headers or {}, json=body, request=REQUEST)
    return openai.APIStatusError("failed", response=response, body=body["error"])


class Steps:
    """A call that goes as it is told: exceptions are raised, anything else is answered."""

    def __init__(self, *steps, clock=None):
        self.steps, self.clock, self.began = list(steps), clock, []

    async def __call__(self):
        self.began.append(self.clock.now if self.clock else 0)
        await asyncio.sleep(0)
        step = self.steps.pop(0) if self.steps else ANSWER
        if isinstance(step, Exception):
            raise step
        return step, {}


@pytest.fixture
def transport(clock):
    def make(concurrency=8, *, policy=None, **options):
        limits = Limits(concurrency, clock=clock, sleep=clock.sleep, **options)
        endpoint = Endpoint("model.example", "m", "MODEL_API_KEY", KEY)
        return Transport(limits, endpoint, policy=policy, clock=clock, sleep=clock.sleep, rng=random.Random(1))  # noqa: S311 - a seeded one

    return make


@pytest.mark.parametrize("status", [408, 409, 425, 500, 502, 503, 529], ids=str)
async def test_failures_are_tried_again(transport, clock, status):
    call = Steps(http_error(status), http_error(status), clock=clock)
    completion = await transport().send(call, USAGE)
    assert completion.text == "{}"
    assert completion.attempts == 3


@pytest.mark.parametrize(
    "error",
    [openai.APITimeoutError(request=REQUEST), TimeoutError("slow"), ConnectionResetError("reset")],
    ids=lambda error: type(error).__name__,
)
async def test_a_failing_connection_is_given_up_after_the_attempts(transport, clock, error):
    call = Steps(*[error] * 9, clock=clock)
    with pytest.raises(TransportError, match=r"'model\.example' \(model 'm'\) failed 4 times") as caught:
        await transport(policy=RetryPolicy(attempts=4)).send(call, USAGE)
    assert len(call.began) == caught.value.attempts == 4
    assert caught.value.__cause__ is error


async def test_waits_grow_exponentially_with_full_jitter(transport, clock):
    policy = RetryPolicy(attempts=9, first_wait=1, longest_wait=30)
    with pytest.raises(TransportError):
        await transport(policy=policy).send(Steps(*[http_error(500)] * 9, clock=clock), USAGE)
    assert len(clock.slept) == 8
    assert all(wait <= bound for wait, bound in zip(clock.slept, [1, 2, 4, 8, 16, 30, 30, 30], strict=True))
    assert len({round(wait, 6) for wait in clock.slept}) == 8


async def test_a_failure_waits_as_long_as_it_was_told(transport, clock):
    call = Steps(http_error(503, {"retry-after": "40"}), clock=clock)
    await transport().send(call, USAGE)
    assert call.began[1] - call.began[0] == pytest.approx(40)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1250"}, 1.25),
        ({"retry-after": "Thu, 01 Jan 1970 00:17:10 GMT"}, 30.0),
    ],
    ids=["seconds", "fraction", "milliseconds", "date"],
)
async def test_a_rate_limit_is_waited_for_as_told(transport, clock, headers, seconds):
    call = Steps(http_error(429, headers), clock=clock)
    await transport().send(call, USAGE)
    assert call.began[1] - call.began[0] == pytest.approx(seconds)


async def test_a_rate_limit_uses_up_no_attempt(transport, clock):
    limited = http_error(429, {"retry-after": "1"})
    call = Steps(*[limited] * 20, http_error(500), *[limited] * 20, clock=clock)
    completion = await transport(policy=RetryPolicy(attempts=2)).send(call, USAGE)
    assert completion.attempts == 42


async def test_a_rate_limit_slows_every_call(transport, clock):
    shared = transport()
    limited = Steps(http_error(429, {"retry-after": "20"}), clock=clock)
    others = [Steps(clock=clock) for _ in range(3)]
    first = asyncio.create_task(shared.send(limited, USAGE))
    for _ in range(20):
        await asyncio.sleep(0)
    await asyncio.gather(first, *(shared.send(other, USAGE) for other in others))
    assert all(other.began[0] - limited.began[0] == pytest.approx(20) for other in others)


async def test_rate_limits_without_a_wait_grow_by_themselves(transport, clock):
    call = Steps(*[http_error(429)] * 5, clock=clock)
    completion = await transport().send(call, USAGE)
    assert completion.attempts == 6
    assert all(wait <= 8 for wait in clock.slept)


async def test_a_wait_over_the_cap_ends_the_call_and_says_so(transport, clock):
    call = Steps(http_error(429, {"retry-after": "3600"}), clock=clock)
    with pytest.raises(TransportError, match=r"asks to wait 3,600 s, which is more than the cap of 120 s"):
        await transport().send(call, USAGE)
    assert len(call.began) == 1
    assert clock.slept == []


async def test_until_a_wait_over_the_cap_is_over_nothing_is_sent(transport, clock):
    shared = transport()
    with pytest.raises(TransportError):
        await shared.send(Steps(http_error(429, {"retry-after": "3600"}), clock=clock), USAGE)
    call = Steps(clock=clock)
    clock.now += 3_599
    with pytest.raises(TransportError, match=r"asks to wait 3,600 s") as caught:
        await shared.send(call, USAGE)
    assert (call.began, caught.value.attempts) == ([], 0)
    clock.now += 2
    assert (await shared.send(call, USAGE)).attempts == 1


async def test_patience_with_rate_limits_ends(transport, clock):
    call = Steps(*[http_error(429, {"retry-after": "60"})] * 50, clock=clock)
    policy = RetryPolicy(rate_limit_patience=300)
    with pytest.raises(TransportError, match=r"kept its rate limit .*patience: 300 s.*--requests-per-minute"):
        await transport(policy=policy).send(call, USAGE)
    assert len(call.began) == 6
    assert sum(clock.slept) <= 300


@pytest.mark.parametrize("status", [429, 503, 529], ids=str)
async def test_congestion_halves_the_concurrency(transport, status):
    shared = transport(8)
    await shared.send(Steps(http_error(status, {"retry-after": "1"})), USAGE)
    assert shared.limits.concurrency == 4


async def test_a_failure_leaves_the_concurrency(transport):
    shared = transport(8)
    await shared.send(Steps(http_error(500)), USAGE)
    assert shared.limits.concurrency == 8


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (http_error(400), RequestError, "rejected the request: 400 so it is"),
        (http_error(413), RequestError, "413"),
        (http_error(422), RequestError, "422"),
        (http_error(401), AccessError, "check the key in MODEL_API_KEY"),
        (http_error(403), AccessError, "may use the model 'm'"),
        (http_error(404), AccessError, "check the model's name ('m') and the base URL"),
        (http_error(402), AccessError, "balance"),
        (http_error(429, code="insufficient_quota"), AccessError, "balance and quota"),
        (http_error(400, code="content_filter"), ContentFilterError, "content filter"),
    ],
    ids=["400", "413", "422", "401", "403", "404", "402", "quota", "filter"],
)
async def test_what_does_not_help_to_repeat_ends_at_once(transport, clock, error, kind, words):
    call = Steps(error, clock=clock)
    with pytest.raises(kind) as caught:
        await transport().send(call, USAGE)
    assert words in str(caught.value)
    assert "'model.example'" in str(caught.value)
    assert (len(call.began), caught.value.attempts, clock.slept) == (1, 1, [])


async def test_defects_are_not_dressed_up(transport):
    with pytest.raises(KeyError):
        await transport().send(Steps(KeyError("a defect")), USAGE)


@pytest.mark.parametrize("status", [400, 401, 500], ids=str)
async def test_a_key_that_the_endpoint_repeats_is_never_shown(transport, status):
    error = http_error(status, message=f"Incorrect API key provided: {KEY}.")
    shared = transport(policy=RetryPolicy(attempts=1))
    with pytest.raises((AccessError, RequestError, TransportError)) as caught:
        await shared.send(Steps(error), USAGE)
    assert KEY not in str(caught.value)
    assert KEY not in repr(shared.endpoint)


@pytest.mark.parametrize(
    ("steps", "spent"),
    [
        ([], 100),
        ([http_error(500)], 100),
        ([http_error(429, {"retry-after": "1"})], 100),
        ([TimeoutError("slow")], 350),
    ],
    ids=["answered", "http-error", "rate-limit", "answer-lost"],
)
async def test_failed_attempts_count_in_the_budget_where_they_may_be_charged(transport, steps, spent):
    budget = Budget(max_tokens=10_000)
    await transport(budget=budget).send(Steps(*steps), Usage(input_tokens=250))
    assert budget.spent.total_tokens == spent


async def test_a_spent_budget_ends_the_call(transport):
    shared = transport(budget=Budget(max_tokens=150))
    await shared.send(Steps(), USAGE)
    call = Steps()
    with pytest.raises(BudgetReachedError):
        await shared.send(call, USAGE)
    assert call.began == []


async def test_limits_learn_from_answers_and_errors(transport, clock):
    shared = transport()

    async def answered():
        return ANSWER, {"x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "0"}

    await shared.send(answered, USAGE)
    call = Steps(http_error(500, {"x-ratelimit-limit-requests": "30"}), clock=clock)
    await shared.send(call, USAGE)
    assert call.began[0] == pytest.approx(1_001.0)
    assert call.began[1] - call.began[0] >= 1.9


async def test_a_cancelled_call_leaves_no_trace(transport):
    shared = transport(1)

    async def never():
        await asyncio.Event().wait()

    task = asyncio.create_task(shared.send(never, USAGE))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert shared.limits.in_flight == 0
    assert (await shared.send(Steps(), USAGE)).text == "{}"
