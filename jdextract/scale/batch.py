"""`extract_batch`: a table of postings in, a table of what they ask for out.

It is the one function that engines need. An adapter line each::

    results = dataset.map_batches(partial(extract_batch, settings=settings), batch_format="pyarrow")  # Ray Data
    results = frame.mapInArrow(partial(extract_batches, settings=settings), from_arrow_schema(RESULT_SCHEMA))  # Spark
    results = frame.map_partitions(extract_frame, meta=extract_frame(frame._meta))  # Dask, with
    # extract_frame = lambda part: extract_batch(pa.Table.from_pandas(part), settings).to_pandas(types_mapper=pd.ArrowDtype)

Each worker has limits of its own then; `extract_dataset` shares them over the cluster.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, aclosing
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from jdextract.engines import Engine, open_engine
from jdextract.engines.selection import Warn
from jdextract.errors import AccessError, BudgetReachedError, ConfigurationError, InputError, JdextractError
from jdextract.limits import CallLimits
from jdextract.models import Failure, Outcome, Posting
from jdextract.pipeline import stream_async
from jdextract.postings import read_postings
from jdextract.postings.duplicates import mark_duplicates
from jdextract.scale.results import Result, results_table
from jdextract.settings import Settings

POSTING_SCHEMA = pa.schema(
    [(name, pa.date32() if name == "posted_at" else pa.string()) for name in Posting.model_fields]
)
"""Postings as they are read: a table of exactly these columns is taken as it is."""


def extract_batch(table: pa.Table, settings: Settings | None = None) -> pa.Table:
    """Read the postings in ``table`` and return a row of `RESULT_SCHEMA` for each, in order.

    A posting that could not be read is a row with ``status`` ``failed`` and its ``error``. If the budget is
    reached or the endpoint refuses every posting alike, the rest of the batch are such rows
    (``error`` ``budget`` or ``access``).

    Near-copies are marked within the batch (``group_id``), unless ``settings.dedup`` is off.

    Args:
        table: columns as `read_postings` takes them: a description and whatever else is known.
        settings: how to run; read from the environment unless given.

    Raises:
        InputError: no column holds the description.
        ConfigurationError, CacheError, TaxonomyError: see `open_engine`.

    Example:
        >>> table = pa.table({"id": ["1"], "text": ["You have solid experience with PostgreSQL."]})
        >>> extract_batch(table).column("facts").to_pylist()[0][0]["key"]
        'PostgreSQL'
    """
    with BatchExtractor(settings) as extractor:
        return extractor(table)


def extract_batches(batches: Iterable[pa.RecordBatch], settings: Settings | None = None) -> Iterator[pa.RecordBatch]:
    """`extract_batch` for a stream of record batches, all with the same engine: what Spark's ``mapInArrow`` calls."""
    with BatchExtractor(settings) as extractor:
        for batch in batches:
            yield from extractor(pa.Table.from_batches([batch])).to_batches()


class BatchExtractor(AbstractContextManager["BatchExtractor"]):
    """`extract_batch` with one engine for many batches, its connections kept open between them.

    Args:
        settings: how to run; read from the environment unless given.
        keep_text: whether the ``outcome`` holds the texts of postings and evidence.
        limits: what calls may do, shared with others; the settings' own unless given.
        warn: see ``on_warning`` of `stream_async`.

    Raises:
        ConfigurationError, CacheError, TaxonomyError: see `open_engine`.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        keep_text: bool = True,
        limits: CallLimits | None = None,
        warn: Warn | None = None,
    ) -> None:
        self._settings = settings or Settings()
        # Copies are marked where postings become known, so that they are compared once and in their own order.
        self._reading = self._settings.model_copy(update={"dedup": False})
        self._keep_text = keep_text
        self._warn = warn
        self._loop = asyncio.new_event_loop()
        # A loop of its own that lives as long as the connections: the caller's may be running already.
        self._thread = threading.Thread(target=self._loop.run_forever, name="jdextract-batches", daemon=True)
        self._thread.start()
        try:
            self._engine: Engine = self._run(self._open(limits, warn))
        except BaseException:
            self._end_loop()
            raise
        self.stopped_by: JdextractError | None = None
        """Why the last batch was not read to its end: a budget that is reached, or an endpoint that lets nobody in."""

    @property
    def engine(self) -> str:
        """The engine's name in results."""
        return self._engine.name

    @property
    def prompt(self) -> str | None:
        """The name and version of the engine's prompt, if it has one."""
        return self._engine.prompt

    def __call__(self, table: pa.Table) -> pa.Table:
        """`extract_batch` of ``table``."""
        return self.read(to_postings(table, dedup=self._settings.dedup))

    def read(self, postings: Sequence[Posting]) -> pa.Table:
        """The same of postings that were read from somewhere."""
        return results_table(self._run(self._results(postings)))

    def close(self) -> None:
        """Close the engine; a second time does nothing."""
        if not self._loop.is_closed():
            self._run(self._engine.aclose())
            self._end_loop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def _open(self, limits: CallLimits | None, warn: Warn | None) -> Engine:
        return open_engine(self._settings, limits=limits, warn=warn)

    async def _results(self, postings: Sequence[Posting]) -> list[Result]:
        # Each outcome is written down while it is at hand, and goes: a thousand of them would crowd the processor's cache.
        done: dict[int, Result] = {}
        self.stopped_by = None
        try:
            outcomes = stream_async(postings, settings=self._reading, engine=self._engine, on_warning=self._warn)
            async with aclosing(outcomes):
                async for outcome in outcomes:
                    done[id(outcome.posting)] = Result.of(outcome, keep_text=self._keep_text)
        except (AccessError, BudgetReachedError, ConfigurationError) as error:
            self.stopped_by = error
        return [
            done.get(id(posting)) or Result.of(self._unread(posting), keep_text=self._keep_text) for posting in postings
        ]

    def _unread(self, posting: Posting) -> Outcome:
        reason = self.stopped_by or JdextractError("the posting was not read, for the run ended before; run again")
        return Outcome(
            posting=posting,
            status="failed",
            engine=self._engine.name,
            prompt=self._engine.prompt,
            error=Failure(kind=reason.kind, message=str(reason)),
        )

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _end_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def to_postings(table: pa.Table, *, dedup: bool = False) -> list[Posting]:
    """The postings in ``table``, one a row; with ``dedup``, copies among them marked, unless they are of `POSTING_SCHEMA`.

    Raises:
        InputError: no column holds the description.
    """
    if table.schema.equals(POSTING_SCHEMA):
        return [Posting.model_validate(row) for row in table.to_pylist()]
    if not table.num_rows:
        return _none(table)
    postings = read_postings(table)
    return list(mark_duplicates(postings) if dedup else postings)


def _none(table: pa.Table) -> list[Posting]:
    if not table.column_names:
        raise InputError("the table has no columns: give a column with the description, such as 'text'")
    return []


def from_postings(postings: Sequence[Posting]) -> pa.Table:
    """``postings`` as a table of `POSTING_SCHEMA`, which `to_postings` reads back as they were."""
    columns = [[getattr(posting, name) for posting in postings] for name in POSTING_SCHEMA.names]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, POSTING_SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=POSTING_SCHEMA)
