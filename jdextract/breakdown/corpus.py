"""The two tables made ready for counting: read, folded and numbered, and rolled up.

Strings are replaced by small numbers once, in one pass; every count afterwards is over integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb
import numpy as np
import pyarrow as pa

from jdextract.breakdown.arrays import array_of
from jdextract.breakdown.columns import Table, joined
from jdextract.breakdown.duties import Duties, read_duties
from jdextract.breakdown.facts import FACTS_SCHEMA
from jdextract.breakdown.keys import Key, Ranges
from jdextract.breakdown.mentions import Detail, Mentions, Naming, Numbers
from jdextract.breakdown.numbering import Facts
from jdextract.breakdown.periods import Calendar
from jdextract.breakdown.postings import Postings
from jdextract.breakdown.unions import join_skills, targets_of_keys
from jdextract.breakdown.vocabulary import number_keys
from jdextract.errors import InputError
from jdextract.taxonomy import Taxonomy

Result = TypeVar("Result")
Paths = str | Path | Sequence[str | Path]

_SMALL = 100_000
"""Facts below which a second thread costs more than it saves."""


@dataclass(slots=True)
class Corpus:
    """A corpus ready for counting.

    Its tables: ``named`` (the keys), and the views ``post`` (a row a posting) and ``facts_in`` of what was given. All
    else is counted from ``mentions``.
    """

    connection: duckdb.DuckDBPyConnection
    taxonomy: Taxonomy
    postings: int
    folded: int
    failed: int
    skipped: int
    engines: tuple[str, ...]
    calendar: Calendar
    first: date | None
    last: date | None
    dated: int
    keys: dict[int, Key]
    ranges: Ranges
    unions: dict[str, list[int]]
    """The skills of each category and group, under ``category:…`` and ``group:…``."""
    mentions: Mentions
    detail: Detail
    union_counts: dict[str, tuple[int, int]]
    """For each of ``unions``: the postings that name any of its skills, and those that require one."""
    values: dict[str, tuple[str, ...]]
    value_counts: dict[str, dict[str, int]]
    columns: dict[str, Numbers]
    """As in `Postings`."""
    duties: Future[Duties]
    """Read in a thread of its own, for nearly nothing waits for it."""
    _thread: ThreadPoolExecutor
    _held: ExitStack = field(repr=False)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows that ``query`` yields."""
        return self.connection.execute(query).fetchall()

    def start(self, work: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Have ``work`` done in the corpus's own thread; it must leave the connection alone."""
        return self._thread.submit(work, *arguments)

    def create_view(self, name: str, **columns: Numbers) -> None:
        """Make a view of arrays."""
        self.connection.from_arrow(
            pa.table({column: array_of(numbers) for column, numbers in columns.items()})
        ).create_view(name, replace=True)

    def create_naming(self, name: str, naming: Naming) -> None:
        """Make the view (``p``, ``k``) of postings and the keys that they name."""
        rows = [len(p) for p in naming.values()]
        self.create_view(name, p=joined(naming.values()), k=np.repeat(np.array([*naming], np.int32), rows))

    def close(self) -> None:
        """Release memory and scratch files."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_parquet(
    postings: Paths,
    facts: Paths,
    *,
    taxonomy: Taxonomy,
    only: Mapping[str, str | None],
    today: date,
    memory_limit: str,
) -> Corpus:
    """A corpus out of Parquet files; paths may hold globs.

    Raises:
        InputError: a file is missing, is no Parquet, or lacks a column.
    """
    with ExitStack() as held:
        scratch = held.enter_context(TemporaryDirectory(prefix="jdextract-"))
        connection = held.enter_context(_connect(memory_limit, scratch))
        tables: dict[str, Table] = {}
        for name, paths in (("postings", postings), ("facts", facts)):
            listed = [str(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
            try:
                relation = connection.read_parquet(listed, union_by_name=True)
                _check(name, relation.columns)
            except duckdb.Error as error:
                raise InputError(
                    f"cannot read the {name} table from {', '.join(map(repr, listed))}: {_first_line(error)}; "
                    "expected what jdextract analyze writes"
                ) from error
            tables[name] = Table.of_parquet(_files(connection, listed))
        _add_view(connection, relation)
        return _prepare(
            connection, tables["postings"], tables["facts"], held, taxonomy=taxonomy, only=only, today=today
        )


def open_tables(
    postings: pa.Table, facts: pa.Table, *, taxonomy: Taxonomy, only: Mapping[str, str | None], today: date
) -> Corpus:
    """A corpus out of two tables in memory."""
    with ExitStack() as held:
        connection = held.enter_context(_connect("2GB", None, small=facts.num_rows < _SMALL))
        for name, table in (("postings", postings), ("facts", facts)):
            _check(name, table.column_names)
        _add_view(connection, connection.from_arrow(facts))
        return _prepare(
            connection,
            Table.of_table(postings),
            Table.of_table(facts),
            held,
            taxonomy=taxonomy,
            only=only,
            today=today,
        )


def _connect(memory_limit: str, scratch: str | None, *, small: bool = False) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={"memory_limit": memory_limit, "preserve_insertion_order": False, "autoinstall_known_extensions": False}
    )
    if scratch:
        connection.execute("SET temp_directory = ?", [scratch])
    if small:
        connection.execute("SET threads = 1")
    return connection


def _check(name: str, columns: Iterable[str]) -> None:
    needed = {"posting_id"} | ({"fact", "key"} if name == "facts" else set())
    if missing := needed.difference(columns):
        raise InputError(f"the {name} table lacks the column {min(missing)!r}; expected what jdextract analyze writes")


def _add_view(connection: duckdb.DuckDBPyConnection, facts: duckdb.DuckDBPyRelation) -> None:
    """The view ``facts_in`` with every column of the schema, null where the input has none."""
    facts.create_view("facts_given", replace=True)
    present = set(facts.columns)
    selected = [
        f'"{column.name}"' if column.name in present else f'NULL::{_sql_type(column.type)} AS "{column.name}"'
        for column in FACTS_SCHEMA
    ]
    connection.execute(f"CREATE VIEW facts_in AS SELECT {', '.join(selected)} FROM facts_given")  # noqa: S608


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return "VARCHAR[]"
    names = {pa.date32(): "DATE", pa.int32(): "INTEGER", pa.bool_(): "BOOLEAN"}
    return names.get(kind, "VARCHAR")


def _files(connection: duckdb.DuckDBPyConnection, paths: Iterable[str]) -> list[str]:
    """The files that the database takes ``paths`` for."""
    return [file for (file,) in connection.execute("SELECT file FROM glob(?::VARCHAR[])", [list(paths)]).fetchall()]


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _prepare(
    connection: duckdb.DuckDBPyConnection,
    postings_table: Table,
    facts_table: Table,
    held: ExitStack,
    *,
    taxonomy: Taxonomy,
    only: Mapping[str, str | None],
    today: date,
) -> Corpus:
    thread = ThreadPoolExecutor(1, "jdextract-corpus")
    held.callback(thread.shutdown, cancel_futures=True)
    reading = thread.submit(Facts, facts_table, connection.cursor())
    postings = Postings(postings_table, connection, only)
    facts = reading.result()
    numbering = thread.submit(_number, connection.cursor(), facts, taxonomy)
    ids = facts.number_ids()
    places = postings.number(ids)
    # They are the largest of all texts.
    ids = None if "beside" in facts_table.columns else ids.filter(array_of(places[0] >= 0))
    describing = thread.submit(lambda: (postings.span(), postings.number_values(), postings.number_periods(today)))
    keys, ranges, unions, targets = numbering.result()
    mentions = Mentions(postings.kept, len(keys))
    detail, beside, objects = facts.hand_over({(key.fact, key.name): k for k, key in keys.items()}, places, mentions)
    mentions.close(once=postings.repeated_ids)
    (first, last, dated), (values, value_counts), calendar = describing.result()
    cursor, told = connection.cursor(), beside if ids is None else None
    duties = thread.submit(lambda: read_duties(cursor, facts.slots(places), objects, told, ids=ids))
    named, required = mentions.roll_up(
        ranges.plain + 1, targets, keys=ranges.last_rolled - ranges.plain, sets=len(unions)
    )
    corpus = Corpus(
        connection=connection,
        taxonomy=taxonomy,
        postings=postings.kept,
        folded=postings.read - postings.kept,
        failed=postings.unread["failed"],
        skipped=postings.unread["skipped"],
        engines=tuple(postings.engines),
        calendar=calendar,
        first=first,
        last=last,
        dated=dated,
        keys=keys,
        ranges=ranges,
        unions=unions,
        mentions=mentions,
        detail=detail,
        union_counts=dict(zip(unions, zip(named.tolist(), required.tolist(), strict=True), strict=True)),
        values=values,
        value_counts=value_counts,
        columns=postings.columns,
        duties=duties,
        _thread=thread,
        _held=held.pop_all(),
    )
    corpus.create_view("post", p=np.arange(postings.kept), **postings.columns)
    return corpus


def _number(
    connection: duckdb.DuckDBPyConnection, facts: Facts, taxonomy: Taxonomy
) -> tuple[dict[int, Key], Ranges, dict[str, list[int]], list[Numbers]]:
    """The keys, their ranges, sets of skills, and what each key's facts prove."""
    keys, ranges = number_keys(connection, facts.number_keys(), taxonomy)
    unions = join_skills(keys)
    return keys, ranges, unions, targets_of_keys(keys, ranges, unions)
