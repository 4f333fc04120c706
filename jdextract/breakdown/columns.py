"""Tables a piece at a time, each text as its number among the texts of its piece.

Parquet keeps most texts as such numbers, which are read as they lie there: hashing them anew, as a query does, takes
most of a breakdown's time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jdextract.breakdown.arrays import array_of, numbers_of, present, scalar_of, taken
from jdextract.breakdown.mentions import Numbers

_BATCH = 1 << 18
"""Rows that are worked on at once."""

Piece = Callable[[], Iterable[pa.RecordBatch]]
_Reader = Callable[[Collection[str], Collection[str]], Iterable[pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class Table:
    """Where rows are read from."""

    columns: frozenset[str]
    _readers: tuple[_Reader, ...]

    @classmethod
    def of_parquet(cls, paths: Iterable[str]) -> Table:
        """The rows in Parquet files; a piece is a row group."""
        readers: list[_Reader] = []
        columns: set[str] = set()
        for path in paths:
            metadata = pq.read_metadata(path)
            columns.update(metadata.schema.to_arrow_schema().names)
            readers += [partial(_read, path, metadata, group) for group in range(metadata.num_row_groups)]
        return cls(frozenset(columns), tuple(readers))

    @classmethod
    def of_table(cls, table: pa.Table) -> Table:
        """The rows in memory."""
        batches = table.to_batches(max_chunksize=_BATCH)
        return cls(frozenset(table.column_names), tuple(partial(_select, batch) for batch in batches))

    def pieces(self, names: Collection[str], texts: Collection[str]) -> list[Piece]:
        """Pieces that can be read by different threads, in the order of the table.

        Args:
            names: columns that are read; those that a piece has nothing of may be wanting in it.
            texts: the columns among them whose texts are to stay numbers, for they repeat.
        """
        return [partial(reader, names, texts) for reader in self._readers]


def _select(batch: pa.RecordBatch, names: Collection[str], _: Collection[str]) -> list[pa.RecordBatch]:
    return [batch.select([name for name in names if name in batch.schema.names])]


def _read(
    path: str, metadata: pq.FileMetaData, group: int, names: Collection[str], texts: Collection[str]
) -> Iterator[pa.RecordBatch]:
    chunks = metadata.row_group(group)
    columns = [chunks.column(place) for place in range(chunks.num_columns)]
    present = {column.path_in_schema.partition(".")[0] for column in columns if not _is_empty(column)}
    repeating = [column.path_in_schema for column in columns if column.path_in_schema.partition(".")[0] in texts]
    # Read ahead, all columns of a piece would be held at once.
    with pq.ParquetFile(path, metadata=metadata, read_dictionary=repeating, pre_buffer=False) as file:
        yield from file.iter_batches(_BATCH, [group], [name for name in names if name in present], use_threads=False)


def _is_empty(column: pq.ColumnChunkMetaData) -> bool:
    statistics = column.statistics
    return statistics is not None and statistics.has_null_count and statistics.null_count == column.num_values


class Texts(NamedTuple):
    """A column of texts: each row's place among the values, or the number of these where the row has none."""

    values: pa.StringArray
    codes: Numbers

    def place(self, text: str) -> int:
        """Where ``text`` stands among the values; -1 if it does not."""
        place: int = pc.index(self.values, scalar_of(text)).as_py()
        return place

    def are(self, text: str | None) -> Numbers:
        """Which rows have ``text``, as booleans."""
        wanted = pc.is_null(self.values) if text is None else pc.equal(self.values, scalar_of(text))
        found: Numbers = np.append(numbers_of(wanted), text is None)[self.codes]
        return found

    def used(self) -> pa.StringArray:
        """The values that rows have."""
        rows = np.bincount(self.codes, minlength=len(self.values) + 1)
        return taken(self.values, np.flatnonzero(rows[:-1])).drop_null()

    def take(self, rows: Numbers) -> Texts:
        """Only ``rows``, in their order."""
        return Texts(self.values, self.codes[rows])


def read_texts(batch: pa.RecordBatch, name: str) -> Texts:
    """The column ``name``; of no texts where there is no such column."""
    if name not in batch.schema.names:
        return Texts(pa.nulls(0, pa.string()), np.zeros(batch.num_rows, np.int32))
    return number_texts(batch.column(name))


def number_texts(column: pa.Array) -> Texts:
    """Any column as texts."""
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    values = column.dictionary.cast(pa.string())
    return Texts(values, numbers_of(column.indices.cast(pa.int32()), len(values)))


def read_codes(batch: pa.RecordBatch, name: str, codes: Mapping[str, int]) -> Numbers:
    """The small number that ``codes`` gives each row's text in the column ``name``; 0 where it gives none."""
    texts = read_texts(batch, name)
    of_texts = np.array([*(codes.get(text, 0) for text in texts.values.to_pylist()), 0], np.uint8)
    return numbers_of(pc.take(array_of(of_texts), array_of(texts.codes), boundscheck=False))


def read_lists(batch: pa.RecordBatch, name: str) -> tuple[Numbers, pa.Array]:
    """The row of each thing in the lists of the column ``name``, and the things."""
    if name not in batch.schema.names or pa.types.is_null(batch.schema.field(name).type):
        return np.empty(0, np.intp), pa.nulls(0, pa.string())
    column = batch.column(name)
    # Nothing hides behind a list that is null, neither in what Parquet yields nor in what lists of dicts become.
    ends = numbers_of(column.offsets)
    things = np.diff(ends)
    rows = np.flatnonzero(things != 0)  # few
    return np.repeat(rows, things[rows]), column.values[ends[0] : ends[-1]]


def read_present(batch: pa.RecordBatch, name: str) -> tuple[Numbers, pa.Array]:
    """The rows in which the column ``name`` holds anything, and what."""
    if name not in batch.schema.names:
        return np.empty(0, np.intp), pa.nulls(0)
    return present(batch.column(name))


def joined(arrays: Iterable[Numbers]) -> Numbers:
    """All arrays as one."""
    given = list(arrays)
    return np.concatenate(given) if given else np.empty(0, np.int32)
