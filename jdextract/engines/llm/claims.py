"""`Claims`: of many processes that want one and the same answer, one asks and the others wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, cast

from jdextract.cache import Cache
from jdextract.engines.llm.answers import Answers
from jdextract.engines.llm.completion import Completion
from jdextract.engines.llm.reask import Turn
from jdextract.errors import CacheError
from jdextract.limits import Sleep

if TYPE_CHECKING:
    from jdextract.cache import ClaimingCache

LEASE = 30.0
"""Seconds after which the claim of a process that died is free; one that lives renews it in time."""

_FIRST_LOOK, _LONGEST_LOOK = 0.1, 2.0  # seconds between two looks at what another process claims


class Claims:
    """Claims in a cache of many machines; with any other cache every request is this process's own.

    Args:
        cache: where claims are, if it is a `ClaimingCache`.
        answers: what is in that cache.
        sleep: waits for so many seconds.
    """

    def __init__(self, cache: Cache | None, answers: Answers, sleep: Sleep = asyncio.sleep) -> None:
        self._cache = cast("ClaimingCache", cache) if hasattr(cache, "claim") else None
        self._answers = answers
        self._sleep = sleep

    @asynccontextmanager
    async def asking(self, turn: Turn) -> AsyncGenerator[Completion | None, None]:
        """Yield what another process was answered to ``turn`` meanwhile; ``None`` where this one is to ask now.

        Raises:
            CacheError: the cache cannot be reached.
        """
        if self._cache is None:
            yield None
            return
        cache, key = self._cache, turn.key
        before, wait = self._answers.failed(turn), _FIRST_LOOK
        while not cache.claim(key, LEASE):
            if answered := self._answers.usable(turn):
                yield answered
                return
            await self._sleep(wait)
            wait = min(2 * wait, _LONGEST_LOOK)
        renewing = asyncio.create_task(self._renew(cache, key))
        try:
            after = self._answers.failed(turn)
            yield self._answers.usable(turn) or (after if after != before else None)
        finally:
            renewing.cancel()
            with suppress(CacheError):  # it ends by itself
                cache.release(key)

    async def _renew(self, cache: ClaimingCache, key: str) -> None:
        while True:
            await self._sleep(LEASE / 3)
            with suppress(CacheError):
                cache.claim(key, LEASE)
