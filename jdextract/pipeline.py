"""Many postings through one engine: bounded, in one pass, an `Outcome` for each.

The core is `stream_async`; `stream`, `extract` and `extract_async` are thin faces of it.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress

from jdextract.engines import Engine, open_engine
from jdextract.engines.classification import classifier_of, classify_unknown
from jdextract.events import Guarded, Listener, RunFinished, RunStarted, posting_event
from jdextract.models import Outcome, Posting, Usage
from jdextract.postings.duplicates import mark_duplicates
from jdextract.settings import Settings
from jdextract.workers import outcomes_of

OutcomeListener = Callable[[Outcome], None]
Warn = Callable[[str], None]

_log = logging.getLogger("jdextract")


async def stream_async(
    postings: Iterable[Posting],
    *,
    model: str | None = None,
    settings: Settings | None = None,
    engine: Engine | None = None,
    on_warning: Warn | None = None,
    on_event: Listener | None = None,
) -> AsyncGenerator[Outcome, None]:
    """Read ``postings`` and yield an `Outcome` for each, as each is done.

    At most ``settings.concurrency`` postings are in work at once, and ``postings`` is pulled only as far
    as that, or up to `jdextract.workers.AHEAD` where the engine has readings at hand, so their texts take no more memory the more they
    are. Postings with the same title and text that are in
    work at the same time share one call. Copies of an earlier one, near ones too, are read and marked with
    ``duplicate_of``, unless ``settings.dedup`` is off (see `jdextract.postings.duplicates.mark_duplicates`).
    Outcomes with names that neither the taxonomy nor the model could sort wait for others of their kind: one
    call sorts their names together.

    Args:
        postings: any iterable; a generator is pulled lazily.
        model: ``lexicon`` or ``provider/model``; overrides ``settings.model``.
        settings: how to run; read from the environment unless given.
        engine: an engine of your own, used and not closed; ``model`` is ignored then.
        on_warning: is told, once each, of what a person should know (a price that is not known, say); without,
            it is logged by ``jdextract``.
        on_event: hears what happens; see `jdextract.events`.

    Raises:
        AccessError: the endpoint refuses every posting alike (wrong key, unknown model). Outcomes that
            were under way are yielded first; so it is for the next two.
        BudgetReachedError: the budget is spent.
        ConfigurationError: the settings do not fit the model, such as a limit in dollars without a known price.

    Example:
        >>> async def count() -> int:
        ...     postings = [Posting(id=str(number), text=f"You know Python, {number}.") for number in range(3)]
        ...     return sum([outcome.ok async for outcome in stream_async(postings, model="lexicon")])
        >>> asyncio.run(count())
        3
    """
    settings = settings or Settings()
    if model is not None:
        settings = settings.model_copy(update={"model": model})
    if settings.dedup:
        postings = mark_duplicates(postings)
    opened = engine is None
    warn = on_warning or _log.warning
    listener = Guarded(on_event, warn) if on_event else None
    engine = engine or open_engine(settings, warn=warn, on_event=listener)
    try:
        outcomes = outcomes_of(iter(postings), engine, settings.concurrency)
        async with aclosing(outcomes):
            if (classifier := classifier_of(engine)) is not None:
                outcomes = classify_unknown(outcomes, classifier, warn)
            if listener is not None:
                outcomes = _telling(outcomes, listener, RunStarted(engine.name, settings.concurrency))
            async with aclosing(outcomes):
                async for outcome in outcomes:
                    yield outcome
    finally:
        if opened:
            await engine.aclose()


async def _telling(
    outcomes: AsyncGenerator[Outcome, None], listener: Listener, started: RunStarted
) -> AsyncGenerator[Outcome, None]:
    """Hand ``outcomes`` on, and tell ``listener`` of each, of the beginning and of the end."""
    listener(started)
    began = time.monotonic()
    counts: Counter[str] = Counter()
    usage, stopped_by = Usage(), None
    try:
        async with aclosing(outcomes):
            async for outcome in outcomes:
                counts[outcome.status] += 1
                counts["cached"] += outcome.status == "ok" and outcome.cached
                usage += outcome.usage
                listener(posting_event(outcome))
                yield outcome
    except BaseException as error:
        stopped_by = str(error) or type(error).__name__
        raise
    finally:
        seconds = time.monotonic() - began
        ok, cached, failed, skipped = (counts[name] for name in ("ok", "cached", "failed", "skipped"))
        listener(RunFinished(ok, cached, failed, skipped, usage, seconds, stopped_by))


async def extract_async(
    postings: Iterable[Posting],
    *,
    model: str | None = None,
    settings: Settings | None = None,
    engine: Engine | None = None,
    on_outcome: OutcomeListener | None = None,
    on_warning: Warn | None = None,
    on_event: Listener | None = None,
) -> list[Outcome]:
    """Read ``postings`` and return their outcomes in the same order; see `stream_async`.

    Example:
        >>> [outcome] = asyncio.run(extract_async([Posting(id="p1", text="You know Python.")], model="lexicon"))
        >>> outcome.extraction.skills[0].name
        'Python'
    """
    settings = settings or Settings()
    if settings.dedup:
        postings = mark_duplicates(postings)
        settings = settings.model_copy(update={"dedup": False})
    given: list[Posting] = []

    def noted() -> Iterator[Posting]:
        for posting in postings:
            given.append(posting)
            yield posting

    done: dict[int, Outcome] = {}
    async with aclosing(
        stream_async(noted(), model=model, settings=settings, engine=engine, on_warning=on_warning, on_event=on_event)
    ) as outcomes:
        async for outcome in outcomes:
            done[id(outcome.posting)] = outcome
            if on_outcome:
                on_outcome(outcome)
    return [done[id(posting)] for posting in given]


def stream(
    postings: Iterable[Posting],
    *,
    model: str | None = None,
    settings: Settings | None = None,
    engine: Engine | None = None,
    on_warning: Warn | None = None,
    on_event: Listener | None = None,
) -> Generator[Outcome, None, None]:
    """Read ``postings`` and yield an `Outcome` for each, as each is done; see `stream_async`.

    Runs its own event loop in a thread, so it works where a loop is running already (in a notebook). When
    the iterator is closed, calls under way are cancelled; answers that have arrived are in the cache.

    Example:
        >>> for outcome in stream([Posting(id="p1", text="You know Python.")], model="lexicon"):
        ...     print(outcome.posting.id, outcome.status)
        p1 ok
    """
    settings = settings or Settings()
    outbox = _Outbox(4 * settings.concurrency)
    failure: list[BaseException] = []

    async def fill_outbox() -> None:
        running = stream_async(
            postings, model=model, settings=settings, engine=engine, on_warning=on_warning, on_event=on_event
        )
        async with aclosing(running) as outcomes:
            async for outcome in outcomes:
                await outbox.put(outcome)

    async def fill_until_closed() -> None:
        filling = asyncio.create_task(fill_outbox())
        on_close.append((asyncio.get_running_loop(), filling))
        await filling

    def run() -> None:
        try:
            asyncio.run(fill_until_closed())
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failure.append(error)
        finally:
            outbox.end()

    on_close: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = []
    thread = threading.Thread(target=run, name="jdextract-stream", daemon=True)
    thread.start()
    try:
        yield from outbox
    finally:
        outbox.close()
        for loop, filling in on_close:
            with suppress(RuntimeError):  # the loop is closed: nothing is left to cancel
                loop.call_soon_threadsafe(filling.cancel)
        thread.join()
    if failure:
        raise failure[0]


class _Outbox:
    """Outcomes on their way from an event loop to another thread, ``most`` of them at once.

    What is done in one turn of the loop goes together: to wake a thread takes longer than all else with an outcome.
    """

    def __init__(self, most: int) -> None:
        self._room = threading.Semaphore(most)
        self._done: list[Outcome] = []
        self._sent: queue.SimpleQueue[list[Outcome]] = queue.SimpleQueue()
        self._closed = threading.Event()

    def __iter__(self) -> Iterator[Outcome]:
        """Outcomes as they come, until the end."""
        while done := self._sent.get():
            self._room.release(len(done))
            yield from done

    async def put(self, outcome: Outcome) -> None:
        """Send ``outcome``; waits for room."""
        loop = asyncio.get_running_loop()
        if not self._room.acquire(blocking=False):
            self._send()
            await loop.run_in_executor(None, self._wait)
        if not self._done:
            loop.call_soon(self._send)
        self._done.append(outcome)

    def end(self) -> None:
        """Send what is left: nothing comes after it."""
        self._send()
        self._sent.put([])

    def close(self) -> None:
        """Nobody reads any more."""
        self._closed.set()

    def _send(self) -> None:
        if self._done:
            self._sent.put(self._done)
            self._done = []

    def _wait(self) -> None:
        while not self._room.acquire(timeout=0.1) and not self._closed.is_set():
            pass


def extract(
    postings: Iterable[Posting],
    *,
    model: str | None = None,
    settings: Settings | None = None,
    engine: Engine | None = None,
    on_outcome: OutcomeListener | None = None,
    on_warning: Warn | None = None,
    on_event: Listener | None = None,
) -> list[Outcome]:
    """Read ``postings`` and return their outcomes in the same order; works inside a running loop too.

    Example:
        >>> [outcome] = extract([Posting(id="1", text="You have solid experience with PostgreSQL.")])
        >>> [skill.name for skill in outcome.extraction.skills]
        ['PostgreSQL']
    """
    reading = extract_async(
        postings,
        model=model,
        settings=settings,
        engine=engine,
        on_outcome=on_outcome,
        on_warning=on_warning,
        on_event=on_event,
    )
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(reading)
    with ThreadPoolExecutor(1, thread_name_prefix="jdextract-extract") as pool:
        return pool.submit(asyncio.run, reading).result()
