"""One rate limit and one budget for many processes: `LimitsServer` keeps them, `RemoteLimits` asks it.

A call makes two round trips to the server, one before and one after it; the server is the ordinary `Limits`,
so that pace, back-off and budget over the cluster are what they are in one process.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from jdextract.errors import (
    AccessError,
    BudgetReachedError,
    CacheError,
    ConfigurationError,
    InputError,
    JdextractError,
    TaxonomyError,
)
from jdextract.limits import Limits, Slot, read_rate_limit
from jdextract.models import Usage

INTERRUPTED = "interrupted"

_ERRORS: Mapping[str, type[JdextractError]] = {
    **{error.kind: error for error in (AccessError, BudgetReachedError, CacheError, ConfigurationError, InputError)},
    TaxonomyError.kind: TaxonomyError,
    INTERRUPTED: BudgetReachedError,  # which ends a batch where it is, as an interruption does
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A place for one call: its number, and how often the run had backed off when the call began."""

    number: int
    epoch: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Why the run ends: the ``kind`` of an error, or `INTERRUPTED`."""

    kind: str
    message: str

    def error(self) -> JdextractError:
        """The error that stands for it."""
        return _ERRORS.get(self.kind, JdextractError)(self.message)


@dataclass(slots=True)
class _Lease:
    worker: str
    slot: Slot
    place: AbstractAsyncContextManager[Slot]
    expiry: asyncio.TimerHandle


class LimitsService(Protocol):
    """`LimitsServer`, wherever it runs."""

    def enter(self, worker: str, estimate: Usage) -> Awaitable[Grant | Stop]:
        """See `LimitsServer.enter`."""
        ...

    def leave(self, number: int, usage: Usage | None, *, lost: bool) -> Awaitable[None]:
        """See `LimitsServer.leave`."""
        ...

    def pause(self, seconds: float) -> Awaitable[None]:
        """See `LimitsServer.pause`."""
        ...

    def back_off(self, epoch: int) -> Awaitable[None]:
        """See `LimitsServer.back_off`."""
        ...

    def learn(self, headers: Mapping[str, str]) -> Awaitable[None]:
        """See `LimitsServer.learn`."""
        ...


class LimitsServer:
    """Keeps `Limits` for workers that may die: whoever holds a place for too long, or begins anew, loses it.

    Args:
        limits: what all workers together may do.
        lease: seconds that a call may hold its place; then its answer counts as lost, and as paid for.
    """

    def __init__(self, limits: Limits, *, lease: float) -> None:
        self.limits = limits
        self.stopped: Stop | None = None
        self._lease = lease
        self._leases: dict[int, _Lease] = {}
        self._numbers = 0

    async def enter(self, worker: str, estimate: Usage) -> Grant | Stop:
        """A place for one call of ``worker``, when concurrency, pause, pace and budget allow; or why there is none."""
        if self.stopped is not None:
            return self.stopped
        place = self.limits.slot(estimate)
        try:
            slot = await place.__aenter__()
        except (BudgetReachedError, ConfigurationError) as error:
            return Stop(error.kind, str(error))
        self._numbers += 1
        number = self._numbers
        expiry = asyncio.get_running_loop().call_later(self._lease, self._expire, number)
        self._leases[number] = _Lease(worker, slot, place, expiry)
        return Grant(number, slot.epoch)

    async def leave(self, number: int, usage: Usage | None, *, lost: bool) -> None:
        """Give a place back, with what the call used; ``None`` where it was free of charge, or ``lost``."""
        held = self._leases.pop(number, None)
        if held is None:  # it had expired
            return
        held.expiry.cancel()
        held.slot.usage, held.slot.lost = usage, lost
        await held.place.__aexit__(None, None, None)

    async def forget(self, worker: str) -> None:
        """Take back the places of a worker that began anew; its calls may have been paid for."""
        for number in [number for number, held in self._leases.items() if held.worker == worker]:
            await self.leave(number, None, lost=True)

    async def pause(self, seconds: float) -> None:
        """Let no call begin for so long."""
        self.limits.pause(seconds)

    async def back_off(self, epoch: int) -> None:
        """Halve the concurrency, once for all calls that were under way when the endpoint first complained."""
        self.limits.back_off(Slot(Usage(), epoch))

    async def learn(self, headers: Mapping[str, str]) -> None:
        """Follow the endpoint's rate-limit headers."""
        self.limits.learn(headers)

    async def stop(self, kind: str, message: str) -> None:
        """Let no call begin any more; the first reason stays."""
        self.stopped = self.stopped or Stop(kind, message)

    def _expire(self, number: int) -> None:
        task = asyncio.ensure_future(self.leave(number, None, lost=True))
        task.add_done_callback(asyncio.Future.result)


class RemoteLimits:
    """The limits of a `LimitsServer`, for the calls of one worker; a `CallLimits`.

    Args:
        service: the server.
        worker: who asks; the same when it begins anew.
        cap: calls that this worker may have in flight at once.
    """

    def __init__(self, service: LimitsService, *, worker: str, cap: int) -> None:
        self.cap = cap
        self._service = service
        self._worker = worker
        self._sending: set[asyncio.Future[None]] = set()

    @asynccontextmanager
    async def slot(self, estimate: Usage) -> AsyncGenerator[Slot, None]:
        """A place for one call, when the limits of all workers allow.

        Raises:
            BudgetReachedError: the budget has no room for ``estimate``, or the run was stopped.
            AccessError: another worker found that the endpoint refuses every posting alike.
            ConfigurationError: there is a limit in dollars, but no price.
        """
        granted = await self._service.enter(self._worker, estimate)
        if isinstance(granted, Stop):
            raise granted.error()
        slot = Slot(estimate, granted.epoch)
        try:
            yield slot
        finally:
            self._send(self._service.leave(granted.number, slot.usage, lost=slot.lost))

    def pause(self, seconds: float) -> None:
        """Let no call of any worker begin for so long."""
        self._send(self._service.pause(seconds))

    def back_off(self, slot: Slot) -> None:
        """Halve the concurrency of all workers together."""
        self._send(self._service.back_off(slot.epoch))

    def learn(self, headers: Mapping[str, str]) -> None:
        """Follow the endpoint's rate-limit headers, if there are any."""
        told = {name.lower(): value for name, value in headers.items() if "ratelimit" in name.lower()}
        if any(read_rate_limit(told, name)[0] is not None for name in ("requests", "tokens")):
            self._send(self._service.learn(told))

    def _send(self, message: Awaitable[None]) -> None:
        # Sent in order, but not waited for: the call under way has no use for the answer.
        task = asyncio.ensure_future(message)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
