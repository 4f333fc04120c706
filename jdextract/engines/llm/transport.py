"""`Transport`: the one policy for what goes wrong on the way to a model and back.

Rate limits and failures are told apart. A rate limit (429) makes every call of the run wait as long as the
endpoint says, and counts as no attempt; a failure (408, 409, 425, 5xx, a lost connection, a timeout) uses up
an attempt and waits exponentially longer with full jitter. All other errors end the call at once.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from jdextract.engines.llm.completion import Completion
from jdextract.engines.llm.troubles import Trouble, diagnose
from jdextract.errors import AccessError, ContentFilterError, EngineError, RequestError, TransportError
from jdextract.events import Listener, RateLimited, Retried
from jdextract.limits import CallLimits, Sleep
from jdextract.models import Usage

Answered = tuple[Completion, Mapping[str, str]]
"""A completion and the headers that came with it."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long a call goes on.

    Args:
        attempts: calls that may fail, the first included; waits for a rate limit are none.
        first_wait: seconds; a failure waits anywhere from 0 to this, doubled with each further one.
        longest_wait: seconds that such a wait never exceeds.
        retry_after_cap: seconds; a longer Retry-After ends the call, with an error that says so.
        rate_limit_patience: seconds that one call waits for rate limits in all.
    """

    attempts: int = 6
    first_wait: float = 0.5
    longest_wait: float = 30.0
    retry_after_cap: float = 120.0
    rate_limit_patience: float = 900.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Who is asked, as far as messages need it. ``secret`` is cut out of everything that the endpoint says."""

    label: str
    model: str
    key_variable: str | None = None
    secret: str | None = field(default=None, repr=False)

    def clean(self, text: str) -> str:
        """``text`` without the key."""
        return text.replace(self.secret, "…") if self.secret and len(self.secret) >= 8 else text


class _TryAgainError(Exception):
    """Carries a trouble through tenacity."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


@dataclass(slots=True)
class _Course:
    """How one call has gone so far."""

    calls: int = 0
    failures: int = 0
    rate_limits: int = 0
    waited: float = 0.0


class Transport:
    """Sends calls through `Limits`, again and again where that may help.

    Args:
        limits: shared by all calls of the run.
        endpoint: who is asked.
        policy: how long a call goes on.
        clock: seconds since the epoch, to which Retry-After dates are compared.
        sleep: waits for so many seconds.
        rng: the source of jitter.
        on_event: hears of retries and rate limits.
    """

    def __init__(
        self,
        limits: CallLimits,
        endpoint: Endpoint,
        *,
        policy: RetryPolicy | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Sleep = asyncio.sleep,
        rng: random.Random | None = None,
        on_event: Listener | None = None,
    ) -> None:
        self.limits = limits
        self.endpoint = endpoint
        self.policy = policy or RetryPolicy()
        self._on_event = on_event
        self._clock = clock
        self._sleep = sleep
        self._rng = rng or random.Random()  # noqa: S311 - jitter is no secret
        self._closed: tuple[float, str] = (0.0, "")  # until when the endpoint wants no calls, and what it said

    async def send(self, call: Callable[[], Awaitable[Answered]], estimate: Usage) -> Completion:
        """Make ``call`` until it answers, and return the completion with the number of calls it took.

        Args:
            call: sends the request once; raises whatever its SDK raises.
            estimate: tokens and cost that one call is expected to use.

        Raises:
            TransportError: attempts or patience are used up, or a Retry-After passes the cap; until that time is
                over, further calls end at once and without a request.
            AccessError: 401, 402, 403, 404, or an account without quota.
            ContentFilterError: the provider's filter rejected the request.
            RequestError: any other 4xx.
            BudgetReachedError: the budget has no room for the call.
        """
        until, reason = self._closed
        if self._clock() < until:  # asking all the same, posting by posting, would only be refused
            raise TransportError(reason)
        course = _Course()
        try:
            try:
                return await self._send_once(call, estimate, course)
            except _TryAgainError as failed:
                completion = await self._try_again(failed, call, estimate, course)
        except _TryAgainError as failed:
            raise self._give_up(course, failed.trouble) from failed.__cause__
        return replace(completion, attempts=course.calls)

    async def _try_again(
        self, failed: _TryAgainError, call: Callable[[], Awaitable[Answered]], estimate: Usage, course: _Course
    ) -> Completion:
        """Go on after the first failure; tenacity comes in only now, since most calls never need it."""
        failures = [failed]

        async def attempt() -> Completion:
            if failures:
                raise failures.pop()
            return await self._send_once(call, estimate, course)

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_TryAgainError),
            stop=lambda state: self._is_over(course, _trouble(state)),
            wait=lambda state: self._wait(course, _trouble(state)),
            sleep=self._sleep,
            reraise=True,
        )
        return await retrying(attempt)

    async def _send_once(self, call: Callable[[], Awaitable[Answered]], estimate: Usage, course: _Course) -> Completion:
        async with self.limits.slot(estimate) as slot:
            course.calls += 1
            try:
                completion, headers = await call()
            except Exception as error:
                trouble = diagnose(error, now=self._clock)
                self.limits.learn(trouble.headers)
                if trouble.may_be_charged:
                    slot.lose()
                if trouble.congestion:
                    self.limits.back_off(slot)
                if trouble.kind in {"rate_limit", "temporary"}:
                    self._note(course, trouble)
                    raise _TryAgainError(trouble) from error
                if trouble.kind == "unknown":
                    raise
                raise self._final_error(course, trouble) from error
            slot.settle(completion.usage)
            self.limits.learn(headers)
            return completion

    def _note(self, course: _Course, trouble: Trouble) -> None:
        if trouble.kind == "temporary":
            course.failures += 1
            return
        course.rate_limits += 1
        wait = self._jitter(course.rate_limits) if trouble.wait is None else trouble.wait
        course.waited += wait
        if wait <= self.policy.retry_after_cap and course.waited <= self.policy.rate_limit_patience:
            self.limits.pause(wait)  # every call waits, this one too: in its next slot
            if self._on_event:
                self._on_event(RateLimited(wait, self.endpoint.clean(str(trouble))))

    def _is_over(self, course: _Course, trouble: Trouble) -> bool:
        if trouble.wait is not None and trouble.wait > self.policy.retry_after_cap:
            return True
        return course.failures >= self.policy.attempts or course.waited > self.policy.rate_limit_patience

    def _wait(self, course: _Course, trouble: Trouble) -> float:
        if trouble.kind == "rate_limit":
            return 0.0
        wait = max(self._jitter(course.failures), trouble.wait or 0.0)
        if self._on_event:
            self._on_event(Retried(course.failures, wait, self.endpoint.clean(str(trouble))))
        return wait

    def _jitter(self, times: int) -> float:
        """Anywhere from 0 to an exponentially growing bound ("full jitter")."""
        longest = min(self.policy.longest_wait, self.policy.first_wait * 2 ** min(times - 1, 32))
        return self._rng.uniform(0.0, longest)

    def _give_up(self, course: _Course, trouble: Trouble) -> TransportError:
        policy, who = self.policy, f"{self.endpoint.label!r} (model {self.endpoint.model!r})"
        said = self.endpoint.clean(str(trouble))
        if trouble.wait is not None and trouble.wait > policy.retry_after_cap:
            message = (
                f"{who} asks to wait {trouble.wait:,.0f} s, which is more than the cap of {policy.retry_after_cap:,.0f} s; "
                f"run again later, what is done is kept ({said})"
            )
            self._closed = (self._clock() + trouble.wait, message)
        elif trouble.kind == "rate_limit":
            message = (
                f"{who} kept its rate limit for {course.waited:,.0f} s (patience: {policy.rate_limit_patience:,.0f} s); "
                f"lower --concurrency, or set --requests-per-minute or --tokens-per-minute ({said})"
            )
        else:
            message = f"{who} failed {course.failures} times, the last time with: {said}; run again later, what is done is kept"
        return TransportError(message, attempts=course.calls)

    def _final_error(self, course: _Course, trouble: Trouble) -> EngineError:
        said = self.endpoint.clean(str(trouble))
        who = f"{self.endpoint.label!r} (model {self.endpoint.model!r})"
        if trouble.kind == "no_access":
            return AccessError(f"{who} answered {said}; {self._access_advice(trouble)}", attempts=course.calls)
        if trouble.kind == "filtered":
            return ContentFilterError(
                f"the content filter of {who} stopped the request: {said}; try another model for this posting",
                attempts=course.calls,
            )
        return RequestError(
            f"{who} rejected the request: {said}; check that it takes this --mode and so long a text",
            attempts=course.calls,
        )

    def _access_advice(self, trouble: Trouble) -> str:
        key = f"the key in {self.endpoint.key_variable}" if self.endpoint.key_variable else "the credentials"
        if trouble.status == 401:
            return f"check {key}, and that it belongs to this endpoint"
        if trouble.status == 404:
            return f"check the model's name ({self.endpoint.model!r}) and the base URL (OpenAI-compatible ones end in '/v1')"
        if trouble.status in {402, 429}:
            return f"check the account's balance and quota, and {key}"
        return f"check that {key} may use the model {self.endpoint.model!r}"


def _trouble(state: RetryCallState) -> Trouble:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, _TryAgainError)  # noqa: S101 - tenacity asks about nothing else
    return error.trouble
