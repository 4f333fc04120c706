"""Tables a piece at a time, each text as its number among the texts of its piece.

Parquet keeps most texts as such numbers, which are read as they lie there: hashing them anew, as a query does, takes
most of a breakdown's time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

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
    with pq.ParquetFile(path, metadata=metadata, read_dictionary=[name for name in texts if name in present]) as file:
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
        place: int = pc.index(self.values, text).as_py()
        return place

    def are(self, text: str | None) -> Numbers:
        """Which rows have ``text``, as booleans."""
        wanted = pc.is_null(self.values) if text is None else pc.equal(self.values, text).fill_null(False)  # noqa: FBT003
        found: Numbers = np.append(wanted.to_numpy(zero_copy_only=False), text is None)[self.codes]
        return found

    def used(self) -> pa.StringArray:
        """The values that rows have."""
        rows = np.bincount(self.codes, minlength=len(self.values) + 1)
        return self.values.take(pa.array(np.flatnonzero(rows[:-1]))).drop_null()

    def take(self, rows: Numbers) -> Texts:
        """Only ``rows``, in their order."""
        return Texts(self.values, self.codes[rows])


def read_texts(batch: pa.RecordBatch, name: str) -> Texts:
    """The column ``name``; of no texts where there is no such column."""
    if name not in batch.schema.names:
        return Texts(pa.array([], pa.string()), np.zeros(batch.num_rows, np.int32))
    return number_texts(batch.column(name))


def number_texts(column: pa.Array) -> Texts:
    """Any column as texts."""
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    values = column.dictionary.cast(pa.string())
    return Texts(values, _filled(column.indices.cast(pa.int32()), len(values)))


def read_lists(batch: pa.RecordBatch, name: str) -> tuple[Numbers, pa.Array]:
    """The row of each thing in the lists of the column ``name``, and the things."""
    if name not in batch.schema.names or pa.types.is_null(batch.schema.field(name).type):
        return np.empty(0, np.intp), pa.array([], pa.string())
    column = batch.column(name)
    lengths = _filled(pc.list_value_length(column), 0)
    rows = np.flatnonzero(lengths > 0)
    return np.repeat(rows, lengths[rows]), column.flatten().cast(pa.string())


def read_numbers(batch: pa.RecordBatch, name: str, default: int) -> Numbers:
    """The whole numbers of the column ``name``; ``default`` where it holds none."""
    if name not in batch.schema.names:
        return np.full(batch.num_rows, default, np.int32)
    return _filled(batch.column(name).cast(pa.int32()), default)


def _filled(column: pa.Array, value: int) -> Numbers:
    numbers: Numbers = (pc.fill_null(column, value) if column.null_count else column).to_numpy()
    return numbers


def joined(arrays: Iterable[Numbers]) -> Numbers:
    """All arrays as one."""
    given = list(arrays)
    return np.concatenate(given) if given else np.empty(0, np.int32)
