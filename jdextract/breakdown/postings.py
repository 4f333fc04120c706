"""The postings of a corpus as numbers: those that were read and are asked for, each group of near-duplicates once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jdextract.breakdown.arrays import array_of, numbers_of, scalar_of, taken
from jdextract.breakdown.columns import Table, Texts, joined, number_texts, read_texts
from jdextract.breakdown.facts import POSTINGS_SCHEMA
from jdextract.breakdown.keys import FIELDS
from jdextract.breakdown.mentions import Numbers
from jdextract.breakdown.numbering import Numbered
from jdextract.breakdown.periods import Calendar, MonthCount
from jdextract.errors import InputError

_MAX_VALUES = 60  # values of one field that are told apart; the rest count as unknown
_MAX_ENGINES = 20
_NEAR = 1 << 15  # ids that are looked for at once
_NEVER = np.iinfo(np.int32).max  # a day that comes behind all others
_EPOCH = date(1970, 1, 1)
_TEXTS = ("company", "date_precision", *FIELDS)


class _Part(NamedTuple):
    """The chosen postings of a batch."""

    chosen: Numbers
    """Which of the batch they are, as booleans."""
    unread: Counter[str]
    """Postings that were asked for but not read, by status."""
    engines: set[str]
    """Of the whole batch."""
    ids: pa.StringArray
    id_type: pa.DataType
    """Of the ids as they are given."""
    copies: Numbers
    """Places of the near-duplicates of other postings."""
    originals: pa.StringArray
    """The ids of these others."""
    days: Numbers
    """Since 1970, or `_NEVER`."""
    texts: dict[str, Texts]


class Postings:
    """The postings of a table that were read and have what is asked for.

    With `number`, each group of near-duplicates is one within company and country, by its first date, and ``columns``
    are in the order of the postings' numbers.
    """

    def __init__(self, table: Table, connection: duckdb.DuckDBPyConnection, only: Mapping[str, str | None]) -> None:
        for name in only:
            if name != "month" and name not in POSTINGS_SCHEMA.names:
                raise InputError(
                    f"postings have no field {name!r}; use month or one of {', '.join(POSTINGS_SCHEMA.names)}"
                )
        names = {"posting_id", "group_id", "posted_at", "status", "engine", *_TEXTS, *only} - {"month"}
        parts = [_choose(batch, only) for batch in _read(table, names)]
        self.unread = sum((part.unread for part in parts), Counter[str]())
        self.engines = sorted(set().union(*(part.engines for part in parts)))[:_MAX_ENGINES]
        self._ids = [part.ids for part in parts]
        self._id_type = pa.int64() if all(pa.types.is_integer(part.id_type) for part in parts) else pa.string()
        starts = np.cumsum([0, *(len(ids) for ids in self._ids)])
        self._copies = joined(start + part.copies for start, part in zip(starts[:-1], parts, strict=True))
        self._originals = pa.chunked_array([part.originals for part in parts], pa.string())
        self._days = joined(part.days for part in parts)
        self._texts = {name: _join([part.texts[name] for part in parts]) for name in _TEXTS}
        self._texts["company"] = _spelled_alike(self._texts["company"])
        self._texts["source"] = _read_origins(table, joined(part.chosen for part in parts), connection)
        pa.default_memory_pool().release_unused()  # of this thread, half of what all this took
        self.columns: dict[str, Numbers] = {}
        """By a posting's number: of each of ``FIELDS`` its value's number (0: unknown); ``cell`` and ``company``."""

    def number(self, ids: pa.StringArray) -> list[Numbers]:
        """Fold and number the postings in the order of ``ids``, then those that it lacks.

        Facts are counted fastest in the order of their postings. Returns the number of each of ``ids``, or -1; again
        for ids that more than one posting has.
        """
        numbers, size = self._number_ids(ids)
        own, originals = np.split(numbers, [len(self._days)])
        postings = np.bincount(own, minlength=size + 1)
        self.read = int(np.count_nonzero(postings[:size]))
        self.repeated_ids = self.read < len(own)
        kept = self._fold(own, originals, size) if self.repeated_ids or len(originals) else np.arange(len(own))
        order = kept[np.argsort(np.minimum(own[kept], len(ids)), kind="stable")]
        self.kept = len(order)
        own, self._days = own[order], self._days[order]
        self._texts = {name: texts.take(order) for name, texts in self._texts.items()}
        # A posting that names no company has one of its own.
        names, company = self._texts.pop("company")
        self.columns["company"] = np.where(company < len(names), company, len(names) + own).astype(np.int32)
        self._ids.clear()
        n = own[own < len(ids)]
        p = np.arange(len(n), dtype=np.int32)
        places: list[Numbers] = []
        while len(n) or not places:
            place = np.full(len(ids), -1, np.int32)
            place[n] = p
            places.append(place)
            again = place[n] != p
            n, p = n[again], p[again]
        return places

    def _number_ids(self, ids: pa.StringArray) -> tuple[Numbers, int]:
        """The number of each posting's id, then of each original's, under the number of ids.

        That is its place among ``ids`` or, counted on from there, among other ids; a posting without an id has the
        number behind all these.
        """
        numbers = np.concatenate([_look_near(self._ids, ids), np.full(len(self._originals), -1, np.int32)])
        missing = np.flatnonzero(numbers < 0)
        given = pa.chunked_array([*self._ids, *self._originals.chunks], pa.string())
        others, places = Numbered.of(given.take(array_of(missing)).chunks)
        of_others = np.arange(len(ids), len(ids) + len(others) + 1, dtype=np.int32)
        found = numbers_of(pc.index_in(ids, value_set=others), -1)
        far = np.flatnonzero(found >= 0)
        of_others[found[far]] = far
        numbers[missing] = of_others[joined(places)]
        return numbers, len(ids) + len(others)

    def _fold(self, own: Numbers, originals: Numbers, size: int) -> Numbers:
        """Which postings stand for all others."""
        roots = np.arange(size + 1, dtype=np.int32)
        roots[own[self._copies]] = originals
        for _ in range(8):  # a copy of a copy belongs to the first of them all
            up = roots[roots]
            if np.array_equal(up, roots):
                break
            roots = up
        root = roots[own]
        members = np.bincount(root, minlength=size + 1)
        members[size] = 0
        rows = np.flatnonzero(members[root] > 1)
        alike = [column[rows] for column in (root, self._texts["company"].codes, self._texts["country"].codes)]
        ids = pa.chunked_array(self._ids, pa.string()).take(array_of(rows)).cast(self._id_type)
        order = np.lexsort((numbers_of(pc.rank(ids)), own[rows] != root[rows], self._days[rows], *alike))
        again = np.all([column[order[1:]] == column[order[:-1]] for column in alike], axis=0)
        return np.delete(np.arange(len(own)), rows[order[1:][again]])

    def number_values(self) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, int]]]:
        """The commonest values of each field, numbered from 1 in their order, and the postings of all."""
        values: dict[str, tuple[str, ...]] = {}
        counts: dict[str, dict[str, int]] = {}
        for name in FIELDS:
            texts, codes = self._texts.pop(name)
            spelled, postings = texts.to_pylist(), np.bincount(codes, minlength=len(texts) + 1)[:-1].tolist()
            found = [(text, count) for text, count in zip(spelled, postings, strict=True) if count]
            counts[name] = dict(sorted(found, key=lambda value: (-value[1], value[0])))
            values[name] = tuple(counts[name])[:_MAX_VALUES]
            numbers = {text: number for number, text in enumerate(values[name], 1)}
            self.columns[name] = np.array([*(numbers.get(text, 0) for text in spelled), 0], np.uint8)[codes]
        return values, counts

    def number_periods(self, today: date) -> Calendar:
        """The calendar, whose pairs of source and period with postings are numbered from 1."""
        dated = np.flatnonzero(self._days != _NEVER)
        month, day = _months_and_days(self._days[dated])
        precision, origin = (self._texts.pop(name).take(dated) for name in ("date_precision", "source"))
        origins = [*origin.values.to_pylist(), None]
        # Source, month, and whether only the year is known, as one number.
        kinds = (month * len(origins) + origin.codes) * 2 + precision.are("year")
        encoded = array_of(kinds).dictionary_encode()
        kind = numbers_of(encoded.indices)
        postings = np.bincount(kind)
        last_days = np.zeros(len(postings), np.int64)
        exact = np.flatnonzero(precision.are("day"))
        np.maximum.at(last_days, kind[exact], day[exact])
        counts: list[MonthCount] = []
        for number, count, last in zip(
            encoded.dictionary.to_pylist(), postings.tolist(), last_days.tolist(), strict=True
        ):
            start, place = divmod(number >> 1, len(origins))
            counts.append((origins[place], start // 12, start % 12 + 1, bool(number & 1), count, last or None))
        calendar = Calendar.of(counts, today=today)
        self.columns["cell"] = np.zeros(self.kept, np.uint16)
        self.columns["cell"][dated] = np.array(calendar.codes, np.uint16)[kind]
        return calendar

    def span(self) -> tuple[date | None, date | None, int]:
        """The first day and the last, and the postings whose day is known."""
        days = self._days[self._days != _NEVER]
        first, last = (_EPOCH + timedelta(int(day)) for day in (days.min(), days.max())) if len(days) else (None, None)
        return first, last, len(days)


def _months_and_days(days: Numbers) -> tuple[Numbers, Numbers]:
    """The month of each day, counted from the year 0, and its place in the month from 1."""
    encoded = array_of(days).dictionary_encode()  # few days are different
    different = numbers_of(encoded.dictionary).astype("datetime64[D]")
    months = different.astype("datetime64[M]")
    places = numbers_of(encoded.indices)
    return (months.astype(np.int64) + 12 * _EPOCH.year)[places], (different - months).astype(np.int64)[places] + 1


def _look_near(given: Iterable[pa.StringArray], ids: pa.StringArray) -> Numbers:
    """The place of each text that is given among ``ids``, or -1: it is not looked for far from that of the last.

    Both tables are mostly in one order, and few texts at a time stay in the processor's cache.
    """
    found: list[pa.Int32Array] = []
    starts = [0]
    for texts in given:
        for start in range(0, len(texts), _NEAR):
            near = ids.slice(starts[-1], _NEAR * 5 // 4)
            found.append(pc.index_in(texts.slice(start, _NEAR), value_set=near))
            last = pc.max(found[-1]).as_py()
            starts.append(starts[-1] if last is None else starts[-1] + last + 1)
    places = joined(numbers_of(near, -1) for near in found)
    return np.where(places < 0, -1, places + np.repeat(starts[:-1], [len(near) for near in found])).astype(np.int32)


def _read(table: Table, names: set[str]) -> Iterator[pa.RecordBatch]:
    for read in table.pieces(names, names - {"posting_id", "group_id", "posted_at"}):
        yield from read()


def _choose(batch: pa.RecordBatch, only: Mapping[str, str | None]) -> _Part:
    asked = np.ones(batch.num_rows, np.bool_)
    for name, value in only.items():
        asked &= (_read_months(batch) if name == "month" else read_texts(batch, name)).are(value)
    status = read_texts(batch, "status")
    chosen = asked & (status.are("ok") | status.are(None))
    rows = batch.filter(array_of(chosen))
    ids, groups = (_read_ids(rows, name) for name in ("posting_id", "group_id"))
    copies = np.flatnonzero(numbers_of(pc.not_equal(ids, groups)))
    return _Part(
        chosen=chosen,
        unread=Counter({name: int(np.count_nonzero(asked & status.are(name))) for name in ("failed", "skipped")}),
        engines=set(read_texts(batch, "engine").used().to_pylist()),
        ids=ids,
        id_type=batch.schema.field("posting_id").type if "posting_id" in batch.schema.names else pa.null(),
        copies=copies,
        originals=taken(groups, copies),
        days=numbers_of(_read_days(rows).cast(pa.int32()), _NEVER),
        texts={name: read_texts(rows, name) for name in _TEXTS},
    )


def _read_ids(batch: pa.RecordBatch, name: str) -> pa.StringArray:
    return batch.column(name).cast(pa.string()) if name in batch.schema.names else pa.nulls(batch.num_rows, pa.string())


def _read_days(batch: pa.RecordBatch) -> pa.Date32Array:
    if "posted_at" not in batch.schema.names:
        return pa.nulls(batch.num_rows, pa.date32())
    return batch.column("posted_at").cast(pa.date32())


def _read_months(batch: pa.RecordBatch) -> Texts:
    days = number_texts(_read_days(batch).dictionary_encode())
    return Texts(pc.utf8_slice_codeunits(days.values, 0, len("2026-01")), days.codes)


def _read_origins(table: Table, chosen: Numbers, connection: duckdb.DuckDBPyConnection) -> Texts:
    """Where each posting comes from: its source, or its host or folder.

    Postings of which each has a source of its own (a URL, a file) come from the same place where these share one.
    Such sources can be most of a table, so they are read a few times over instead of being held.
    """

    def sources() -> Iterator[Texts]:
        first = 0
        for batch in _read(table, {"source"}):
            yield read_texts(batch, "source").take(np.flatnonzero(chosen[first : first + batch.num_rows]))
            first += batch.num_rows

    def places() -> Iterator[Texts]:
        return (Texts(_places(texts.values), texts.codes) for texts in sources())

    named = sum(int(np.count_nonzero(~texts.are(None))) for texts in sources())
    schema = pa.schema([("origin", pa.string())])
    for origins in (sources, places):
        used = (pa.record_batch([texts.used()], schema) for texts in origins())
        relation = connection.from_arrow(pa.RecordBatchReader.from_batches(schema, used))
        [(distinct,)] = relation.aggregate("approx_count_distinct(origin)").fetchall()
        if distinct * 2 <= named:
            return _join(list(origins()))
    return Texts(pa.nulls(0, pa.string()), np.zeros(np.count_nonzero(chosen), np.uint8))


def _places(sources: pa.StringArray) -> pa.StringArray:
    """The host of each URL, and the folder of each path."""
    hosts = pc.struct_field(pc.extract_regex(sources, "://(?P<host>[^/?#]+)"), "host").fill_null(scalar_of(""))
    folders = pc.replace_substring_regex(sources, r"[/\\][^/\\]*$", "")
    return pc.if_else(pc.match_substring(sources, "://"), hosts, folders)


def _join(parts: Sequence[Texts]) -> Texts:
    values, places = Numbered.of(part.values for part in parts)
    tables = (np.append(place, len(values)).astype(np.min_scalar_type(len(values))) for place in places)
    return Texts(values, joined(numbers[part.codes] for numbers, part in zip(tables, parts, strict=True)))


def _spelled_alike(names: Texts) -> Texts:
    """The same whatever the case and the blanks about each."""
    values, codes = number_texts(pc.utf8_lower(pc.utf8_trim_whitespace(names.values)))
    return Texts(values, np.append(codes, np.int32(len(values)))[names.codes])
