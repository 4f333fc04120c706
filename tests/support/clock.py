"""Time that passes only in waiting: tests that wait for minutes end at once."""

from __future__ import annotations

import asyncio
import heapq
import itertools

_ROUNDS = 20
"""Passes of the event loop in which everything that can go on without waiting goes on, before time moves."""


class VirtualClock:
    """A clock with its own `sleep`: when all have had their turn, it jumps to the next one that is due.

    Calls over real sockets may still be under way when it jumps, so waits seen from them are shortest bounds.
    """

    def __init__(self, now: float = 1_000.0) -> None:
        self.now = now
        self.slept: list[float] = []
        self._due: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._ticking = False

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._due, (self.now + max(0.0, seconds), next(self._numbers), future))
        if not self._ticking:
            self._ticking = True
            loop.call_soon(self._tick, loop, _ROUNDS)
        await future

    def _tick(self, loop: asyncio.AbstractEventLoop, rounds: int) -> None:
        if rounds:
            loop.call_soon(self._tick, loop, rounds - 1)
            return
        while self._due:
            at, _, future = heapq.heappop(self._due)
            if not future.done():
                self.now = max(self.now, at)
                future.set_result(None)
                break
        self._ticking = bool(self._due)
        if self._ticking:
            loop.call_soon(self._tick, loop, _ROUNDS)
