"""The tasks that read a run's postings: a bounded number, fed from one source, none of which dies of one posting."""

from __future__ import annotations

import asyncio
import copy
import itertools
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import dataclass, field

from jdextract.deferred import json_of
from jdextract.engines import Engine, Reading
from jdextract.errors import (
    AccessError,
    BudgetReachedError,
    ConfigurationError,
    EngineError,
    InputError,
    JdextractError,
)
from jdextract.models import SCHEMA_VERSION, Failure, Outcome, Posting, Usage, unchecked
from jdextract.segments import has_visible_text

AHEAD = 32
"""Postings that are looked up together while the readings of all that came before were at hand."""


async def outcomes_of(postings: Iterator[Posting], engine: Engine, concurrency: int) -> AsyncGenerator[Outcome, None]:
    """Read ``postings``, so many at once, and yield the outcome of each as it is done; raises what stopped the run for all."""
    run = _Run(engine, postings, asyncio.Queue(maxsize=concurrency // 8 + 1), getattr(engine, "recall", None))
    workers = [asyncio.create_task(run.work()) for _ in range(concurrency)]
    try:
        running = concurrency
        while running:
            if outcomes := await run.done.get():
                for outcome in outcomes:
                    yield outcome
            else:
                running -= 1
        if run.stopped_by is not None:
            raise run.stopped_by
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


@dataclass(slots=True)
class _Run:
    engine: Engine
    postings: Iterator[Posting]
    done: asyncio.Queue[Sequence[Outcome]]
    """Outcomes as they come, those of a look-up together; an empty sequence from each worker that ends."""
    recall: Callable[[Sequence[Posting]], Sequence[Reading | None]] | None
    stopped_by: Exception | None = None
    _in_flight: dict[tuple[str | None, str], asyncio.Future[Reading]] = field(default_factory=dict)
    _pulling: asyncio.Lock = field(default_factory=asyncio.Lock)
    _pulled: deque[Posting] = field(default_factory=deque)
    _ahead: int = 1
    _ended: bool = False
    _ended_by: Exception | None = None

    async def work(self) -> None:
        """Read postings until there are no more, or until something stops the run for all."""
        while self.stopped_by is None and (posting := await self._next()) is not None:
            if (outcome := await self._outcome(posting)) is not None:
                self._ahead = 2 if outcome.extraction and json_of(outcome.extraction) else 1
                await self.done.put((outcome,))
        await self.done.put(())

    async def _next(self) -> Posting | None:
        """The next posting that takes work; those whose readings are at hand are done on the way to it."""
        async with self._pulling:
            while self.stopped_by is None and not self._pulled and not self._ended:
                self._pull()
                if self.recall is not None and self._ahead > 1 and (outcomes := self._recalled(self.recall)):
                    await self.done.put(outcomes)
            if self._pulled:
                return self._pulled.popleft()
            if self._ended_by is not None:
                self._stop(self._ended_by)
            return None

    def _pull(self) -> None:
        """Take as many postings from the source as may be looked up together."""
        try:
            for posting in itertools.islice(self.postings, self._ahead):
                if not isinstance(posting, Posting):
                    given = f"{posting!r} is no Posting"
                    raise InputError(f"{given}: give Postings, which read_postings makes of files, dicts and frames")  # noqa: TRY301 - ends the source as its own errors do
                self._pulled.append(posting)
        except Exception as error:  # noqa: BLE001 - the source's error is the run's, after all results
            self._ended_by = error
        self._ended = len(self._pulled) < self._ahead

    def _recalled(self, recall: Callable[[Sequence[Posting]], Sequence[Reading | None]]) -> list[Outcome]:
        """The outcomes of those postings pulled whose readings are at hand; the others stay."""
        try:
            readings = recall(self._pulled)
        except JdextractError:  # which reading each by itself will tell of
            self._ahead = 1
            return []
        outcomes, missed = [], deque[Posting]()
        for posting, reading in zip(self._pulled, readings, strict=True):
            if reading is None:
                missed.append(posting)
            else:
                outcomes.append(self._read(posting, reading))
        self._pulled = missed
        self._ahead = 1 if missed else min(2 * self._ahead, AHEAD)
        return outcomes

    def _read(self, posting: Posting, reading: Reading) -> Outcome:
        return unchecked(
            Outcome,
            schema_version=SCHEMA_VERSION,
            posting=posting,
            status="ok",
            engine=self.engine.name,
            prompt=self.engine.prompt,
            cached=reading.cached,
            attempts=reading.attempts,
            usage=reading.usage,
            extraction=reading.extraction,
            error=None,
        )

    async def _outcome(self, posting: Posting) -> Outcome | None:
        common = {"posting": posting, "engine": self.engine.name, "prompt": self.engine.prompt}
        if not has_visible_text(posting.text):
            error = Failure(kind="empty_text", message="the posting has no text")
            return Outcome(**common, status="skipped", error=error)
        try:
            reading = await self._read_once(posting)
        except (AccessError, BudgetReachedError, ConfigurationError) as error:  # every posting would fare alike
            self._stop(error)
            return None
        except JdextractError as error:
            cost = {"attempts": error.attempts, "usage": error.usage} if isinstance(error, EngineError) else {}
            return Outcome(**common, **cost, status="failed", error=Failure(kind=error.kind, message=str(error)))
        except Exception as error:  # noqa: BLE001 - one posting never costs the others
            message = f"{type(error).__name__} while reading the posting: {error}"
            return Outcome(**common, status="failed", error=Failure(kind="unexpected", message=message))
        return self._read(posting, reading)

    async def _read_once(self, posting: Posting) -> Reading:
        key = (posting.title, posting.text_sha256)
        if (pending := self._in_flight.get(key)) is not None:
            try:
                shared = await asyncio.shield(pending)
            except EngineError as error:  # what it cost is on the posting that made the calls
                free = copy.copy(error)
                free.attempts, free.usage = 0, Usage()
                raise free from error
            return Reading(shared.extraction, attempts=0, cached=True)
        future = self._in_flight[key] = asyncio.get_running_loop().create_future()
        try:
            reading = await self.engine.extract(posting)
        except BaseException as error:
            if isinstance(error, Exception):
                future.set_exception(error)
                future.exception()  # marks it as seen: there may be nobody waiting
            else:
                future.cancel()
            raise
        else:
            future.set_result(reading)
            return reading
        finally:
            del self._in_flight[key]

    def _stop(self, error: Exception) -> None:
        if self.stopped_by is None:
            self.stopped_by = error
