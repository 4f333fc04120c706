"""What a run may do at once, in a minute and in all: `Limits` for every call, `Budget` for the whole run.

Every call goes through a slot::

    async with limits.slot(Usage(input_tokens=3000, output_tokens=400)) as slot:
        answer = await send()
        slot.settle(answer.usage)

Nothing here belongs to one event loop, starts a task or a thread; all of it is for tasks of one loop at a time.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from jdextract.errors import BudgetReachedError, ConfigurationError
from jdextract.events import BudgetReserved, BudgetStopped, ConcurrencyChanged, Listener
from jdextract.models import Usage
from jdextract.settings import Settings

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]

MINUTE = 60.0
BURST_SECONDS = 1.0
"""How much of a minute's allowance may be used at one moment: providers measure far below the minute."""


class Pace:
    """An allowance a minute as a token bucket, which may go into debt.

    For single units (requests) no 60 seconds hold more than ``per_minute`` of them. For amounts (tokens),
    what is taken is an estimate, corrected by `give_back`; the long-run rate is kept.
    """

    def __init__(self, per_minute: float, *, now: float) -> None:
        self._level = 0.0
        self._updated = now
        self.per_minute = per_minute
        self._level = self._burst

    @property
    def _burst(self) -> float:
        return max(1.0, self.per_minute * BURST_SECONDS / MINUTE)

    @property
    def _rate(self) -> float:
        # A burst of b and a rate r admit b - 1 + 60 r in 60 seconds: that, and no more, is the allowance.
        return (self.per_minute - self._burst + 1) / MINUTE

    def _refill(self, now: float) -> None:
        self._level = min(self._burst, self._level + (now - self._updated) * self._rate)
        self._updated = now

    def take(self, amount: float, now: float) -> float:
        """Take ``amount`` and return the seconds to wait before it is used; larger than a burst is let through as one."""
        self._refill(now)
        short = min(amount, self._burst) - self._level
        self._level -= amount
        return max(0.0, short / self._rate)

    def give_back(self, amount: float) -> None:
        """Return what was taken too much; a negative ``amount`` takes what was taken too little."""
        self._level = min(self._burst, self._level + amount)

    def learn(self, per_minute: float, remaining: float | None, now: float) -> None:
        """Follow what the endpoint says: its limit, and what is left of it (others may use the same key)."""
        self._refill(now)
        self.per_minute = per_minute
        self._level = min(self._level, self._burst if remaining is None else remaining)


class Budget:
    """The US dollars and tokens that a run may use.

    Each call reserves its estimate first and settles what it really used, so the budget is passed by no
    more than the estimates' error over the calls in flight. A call that does not fit waits while calls in
    flight may still turn out cheaper, and is refused once there are none.
    """

    def __init__(self, *, max_cost: float | None = None, max_tokens: int | None = None) -> None:
        self.max_cost = max_cost
        self.max_tokens = max_tokens
        self.spent = Usage()
        """What settled calls have used; a call whose answer was lost counts as estimated."""
        self.reached = False
        """Whether a call was refused; from then on all are."""
        self._reserved: dict[int, Usage] = {}
        self._reservations = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def limited(self) -> bool:
        """Whether there is any limit."""
        return self.max_tokens is not None or self.max_cost is not None

    async def reserve(self, estimate: Usage) -> int:
        """Reserve ``estimate`` and return the reservation's number.

        Raises:
            BudgetReachedError: it does not fit into what is left.
            ConfigurationError: there is a limit in dollars, but no price for this call.
        """
        if self.max_cost is not None and estimate.cost_usd is None:
            raise ConfigurationError(
                "a limit in US dollars (--max-cost) needs a known price, and this model has none; use --max-tokens"
            )
        while not self.reached and not self._fits(estimate) and self._reserved:
            await self._settlement()
        if self.reached or not self._fits(estimate):
            self.reached = True
            self._wake()
            raise BudgetReachedError(self._explain())
        self._reservations += 1
        self._reserved[self._reservations] = estimate
        return self._reservations

    def settle(self, reservation: int, usage: Usage | None) -> None:
        """Replace a reservation by what was used; ``None`` keeps the estimate (the answer was lost on its way)."""
        estimate = self._reserved.pop(reservation)
        used = estimate if usage is None else usage
        if self.max_cost is not None and used.cost_usd is None:
            used = used.model_copy(update={"cost_usd": estimate.cost_usd})
        self.spent += used
        self._wake()

    def _fits(self, estimate: Usage) -> bool:
        if not self.limited:
            return True
        tokens, cost = self.spent.total_tokens, self.spent.cost_usd or 0.0
        for usage in (*self._reserved.values(), estimate):
            tokens += usage.total_tokens
            cost += usage.cost_usd or 0.0
        within_tokens = self.max_tokens is None or tokens <= self.max_tokens
        return within_tokens and (self.max_cost is None or cost <= self.max_cost)

    async def _settlement(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    def _wake(self) -> None:
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(None)

    def _explain(self) -> str:
        parts = []
        if self.max_cost is not None:
            parts.append(f"${self.spent.cost_usd or 0.0:.4f} of ${self.max_cost:g}")
        if self.max_tokens is not None:
            parts.append(f"{self.spent.total_tokens:,} of {self.max_tokens:,} tokens")
        return f"the budget is reached: {' and '.join(parts)} are used, and the next call would pass it; raise it and run again"


@dataclass(slots=True)
class Slot:
    """One call's place; a call that is neither settled nor lost counts as free of charge (an HTTP error)."""

    estimate: Usage
    epoch: int
    """How often the run had backed off when the call began."""
    usage: Usage | None = None
    lost: bool = False

    def settle(self, usage: Usage) -> None:
        """Note what the call really used; a usage of nothing (a server that tells none) leaves it at the estimate."""
        self.usage = usage if usage.total_tokens else self.estimate

    def lose(self) -> None:
        """Note that the call may have been charged, though its answer never arrived."""
        self.lost = True


class CallLimits(Protocol):
    """What a call asks before and tells afterwards: the `Limits` of this process, or those that many share."""

    @property
    def cap(self) -> int:
        """Calls that this process may ever have in flight at once."""
        ...

    def slot(self, estimate: Usage) -> AbstractAsyncContextManager[Slot]:
        """See `Limits.slot`."""
        ...

    def pause(self, seconds: float) -> None:
        """See `Limits.pause`."""
        ...

    def back_off(self, slot: Slot) -> None:
        """See `Limits.back_off`."""
        ...

    def learn(self, headers: Mapping[str, str]) -> None:
        """See `Limits.learn`."""
        ...


class Limits:
    """What calls may do at once and in a minute, shared by all tasks of a run.

    Concurrency begins at ``concurrency``, which it never passes; it is halved when the endpoint says that
    it is too much (`back_off`), and grows again by one for each round of calls that went well. A limit a
    minute that is not given is learnt from the endpoint's headers (`learn`); one that is given can only
    become smaller so.

    Args:
        concurrency: calls at once, at most.
        requests_per_minute: calls begun in any minute, at most.
        tokens_per_minute: tokens in and out a minute, on average.
        budget: what the whole run may use.
        clock: seconds, monotonic.
        sleep: waits for so many seconds.
        on_event: hears of changes of concurrency and of the budget.
    """

    def __init__(
        self,
        concurrency: int = 16,
        *,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        budget: Budget | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        on_event: Listener | None = None,
    ) -> None:
        self.cap = concurrency
        self.on_event = on_event
        self.budget = budget or Budget()
        self.in_flight = 0
        self._given: Mapping[str, int | None] = {"requests": requests_per_minute, "tokens": tokens_per_minute}
        self._paces = {name: Pace(limit, now=clock()) for name, limit in self._given.items() if limit is not None}
        self._concurrency = float(concurrency)
        self._epoch = 0
        self._told_of_stop = False
        self._paused_until = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._clock = clock
        self._sleep = sleep

    @property
    def concurrency(self) -> int:
        """Calls that may be in flight at once now; from 1 to ``cap``."""
        return int(self._concurrency)

    @property
    def paused_for(self) -> float:
        """Seconds until calls may begin again."""
        return max(0.0, self._paused_until - self._clock())

    @asynccontextmanager
    async def slot(self, estimate: Usage) -> AsyncGenerator[Slot, None]:
        """A place for one call, entered when concurrency, pause, pace and budget allow.

        Raises:
            BudgetReachedError: the budget has no room for ``estimate``.
        """
        await self._enter()
        try:
            reservation = await self._reserve(estimate)
            slot = Slot(estimate, self._epoch)
            try:
                await self._wait_for_turn(estimate)
                slot.epoch = self._epoch
                yield slot
            finally:
                self._account(slot, reservation)
        finally:
            self._leave()

    def pause(self, seconds: float) -> None:
        """Let no call begin for so long; a longer pause that is under way stays."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def back_off(self, slot: Slot) -> None:
        """Halve the concurrency, once for all calls that were under way when the endpoint first complained."""
        if slot.epoch == self._epoch:
            self._epoch += 1
            self._set_concurrency(max(1.0, self._concurrency / 2))

    def learn(self, headers: Mapping[str, str]) -> None:
        """Follow the endpoint's rate-limit headers (``x-ratelimit-limit-requests`` and their kin)."""
        for name, given in self._given.items():
            limit, remaining = read_rate_limit(headers, name)
            if limit is None or limit <= 0:
                continue
            per_minute = limit if given is None else min(limit, given)
            now = self._clock()
            if (pace := self._paces.get(name)) is None:
                pace = self._paces[name] = Pace(per_minute, now=now)
            pace.learn(per_minute, remaining, now)

    async def _enter(self) -> None:
        if self.in_flight < self.concurrency and not self._waiting:
            self.in_flight += 1
            return
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():  # the place was given already: pass it on
                self._leave()
            else:
                self._waiting.remove(future)
            raise

    def _leave(self) -> None:
        self.in_flight -= 1
        self._admit()

    def _admit(self) -> None:
        while self._waiting and self.in_flight < self.concurrency:
            future = self._waiting.popleft()
            if not future.done():
                self.in_flight += 1
                future.set_result(None)

    async def _wait_for_turn(self, estimate: Usage) -> None:
        now = self._clock()
        amounts = {"requests": 1.0, "tokens": float(estimate.total_tokens)}
        wait = max((pace.take(amounts[name], now) for name, pace in self._paces.items()), default=0.0)
        while (wait := max(wait, self.paused_for)) > 0:
            await self._sleep(wait)
            wait = 0.0

    def _account(self, slot: Slot, reservation: int) -> None:
        if slot.usage is None:
            self.budget.settle(reservation, None if slot.lost else Usage())
            return
        self.budget.settle(reservation, slot.usage)
        if pace := self._paces.get("tokens"):
            pace.give_back(slot.estimate.total_tokens - slot.usage.total_tokens)
        if slot.epoch == self._epoch:
            self._set_concurrency(min(float(self.cap), self._concurrency + 1 / self._concurrency))
            self._admit()

    def _set_concurrency(self, concurrency: float) -> None:
        before, self._concurrency = self.concurrency, concurrency
        if self.on_event and self.concurrency != before:
            self.on_event(ConcurrencyChanged(self.concurrency))

    async def _reserve(self, estimate: Usage) -> int:
        try:
            reservation = await self.budget.reserve(estimate)
        except BudgetReachedError:
            if self.on_event and not self._told_of_stop:
                self._told_of_stop = True
                self.on_event(BudgetStopped(self.budget.spent))
            raise
        if self.on_event and self.budget.limited:
            self.on_event(BudgetReserved(estimate, self.budget.spent))
        return reservation


def limits_of(settings: Settings, *, processes: int = 1, on_event: Listener | None = None) -> Limits:
    """The limits and the budget that ``settings`` give a run of so many processes."""
    return Limits(
        settings.concurrency * processes,
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
        budget=Budget(max_cost=settings.max_cost, max_tokens=settings.max_tokens),
        on_event=on_event,
    )


_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)")


def read_rate_limit(headers: Mapping[str, str], name: str) -> tuple[float | None, float | None]:
    """The limit and what remains of it that ``headers`` tell of ``name`` (``requests`` or ``tokens``)."""
    for limit_key, remaining_key in (
        (f"x-ratelimit-limit-{name}", f"x-ratelimit-remaining-{name}"),
        (f"anthropic-ratelimit-{name}-limit", f"anthropic-ratelimit-{name}-remaining"),
    ):
        if (limit := _number(headers.get(limit_key))) is not None:
            return limit, _number(headers.get(remaining_key))
    return None, None


def _number(text: str | None) -> float | None:
    match = _NUMBER.match(text) if text else None
    return float(match[1]) if match else None
