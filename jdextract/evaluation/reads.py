"""What engines make of the labelled postings: read now, and timed, or out of files."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from jdextract.engines import Engine, Reading, open_engine
from jdextract.engines.classification import classifier_of
from jdextract.errors import InputError
from jdextract.evaluation.bootstrap import quantile
from jdextract.evaluation.model import Latency
from jdextract.extractions import read_extractions
from jdextract.models import Outcome, Posting
from jdextract.pipeline import OutcomeListener, extract_async
from jdextract.settings import Settings

Clock = Callable[[], float]

Result = TypeVar("Result")

Outcomes = dict[str, Outcome]
"""Posting id to outcome."""


@dataclass(slots=True)
class Reads:
    """What one engine made of the postings, once a repeat, and the seconds that calls took."""

    name: str
    repeats: list[Outcomes]
    seconds: list[float] = field(default_factory=list)


class _TimedEngine:
    """An engine that notes how long each posting took, unless its answer came out of the cache."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self.seconds: list[float] = []
        self.name = engine.name
        self.prompt = engine.prompt
        self.classifier = classifier_of(engine)

    async def extract(self, posting: Posting) -> Reading:
        began = self._clock()
        reading = await self._engine.extract(posting)
        if not reading.cached:
            self.seconds.append(self._clock() - began)
        return reading

    async def aclose(self) -> None:
        await self._engine.aclose()


def read_with_model(
    postings: Sequence[Posting],
    model: str,
    *,
    settings: Settings,
    repeat: int = 1,
    on_outcome: OutcomeListener | None = None,
    clock: Clock = time.perf_counter,
) -> Reads:
    """Read ``postings`` with a model, ``repeat`` times; only the first time may use the cache."""
    reads: Reads | None = None
    for number in range(repeat):
        changed = {"model": model, **({"use_cache": False} if number else {})}
        chosen = settings.model_copy(update=changed)

        async def once(chosen: Settings = chosen) -> tuple[_TimedEngine, list[Outcome]]:
            engine = _TimedEngine(open_engine(chosen), clock)
            try:
                return engine, await extract_async(postings, engine=engine, settings=chosen, on_outcome=on_outcome)
            finally:
                await engine.aclose()

        engine, outcomes = _wait(once())
        reads = reads or Reads(engine.name, [])
        reads.repeats.append({outcome.posting.id: outcome for outcome in outcomes})
        reads.seconds += engine.seconds
    if reads is None:
        raise InputError(f"repeat must be 1 or more, got {repeat}")
    return reads


def read_with_engine(
    postings: Sequence[Posting],
    engine: Engine,
    *,
    settings: Settings,
    repeat: int = 1,
    on_outcome: OutcomeListener | None = None,
    clock: Clock = time.perf_counter,
) -> Reads:
    """Read ``postings`` with an engine of the caller's, ``repeat`` times; it is not closed."""
    timed = _TimedEngine(engine, clock)
    reads = Reads(engine.name, [], timed.seconds)
    for _ in range(repeat):
        outcomes = _wait(extract_async(postings, engine=timed, settings=settings, on_outcome=on_outcome))
        reads.repeats.append({outcome.posting.id: outcome for outcome in outcomes})
    return reads


def of_file(path: str | Path) -> Reads:
    """The outcomes in a file of extractions; of several with one id the first that was read counts.

    Raises:
        InputError: the file cannot be read, or holds no outcome.
    """
    outcomes: Outcomes = {}
    for outcome in read_extractions(path):
        kept = outcomes.get(outcome.posting.id)
        if kept is None or (outcome.ok and not kept.ok):
            outcomes[outcome.posting.id] = outcome
    if not outcomes:
        raise InputError(f"extractions {str(path)!r}: there is no outcome in it; jdextract extract writes such files")
    engine = next(iter(outcomes.values())).engine
    return Reads(f"{engine} ({Path(path).name})", [outcomes])


def latency(seconds: Sequence[float]) -> Latency | None:
    """Median, 95th percentile and the longest of ``seconds``."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    return Latency(
        postings=len(ordered), median=quantile(ordered, 0.5), p95=quantile(ordered, 0.95), longest=ordered[-1]
    )


def _wait(work: Coroutine[Any, Any, Result]) -> Result:
    """The result of ``work``, inside a running event loop (a notebook's) too."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1, thread_name_prefix="jdextract-evaluate") as pool:
        return pool.submit(asyncio.run, work).result()
