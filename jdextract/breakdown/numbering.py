"""A whole table of facts under the numbers of its corpus: parts are read by two threads, then numbered alike."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jdextract.breakdown.arrays import array_of, numbers_of, taken
from jdextract.breakdown.columns import Piece, Table, joined
from jdextract.breakdown.encoding import READ, TEXTS, Part, Words, encode
from jdextract.breakdown.keys import OTHER_DUTY
from jdextract.breakdown.mentions import Detail, Mentions, Numbers

_THREADS = 2
_ROWS = 100_000
_AHEAD = 4  # results that wait for their turn, so that reading does not outrun what becomes of it

Item = TypeVar("Item")
Result = TypeVar("Result")
Pair = tuple[str, str]
"""Kind of fact, and name."""
_Columns = tuple[Numbers, ...]
_Found = tuple[_Columns, _Columns, Numbers, Numbers]
"""What `Mentions.add` takes, columns of `Detail`, and pairs of a duty and what stands beside it or it is done to."""


class Numbered(NamedTuple):
    """Texts of all parts, each once in the order in which they come; and where those of each part stand."""

    texts: pa.StringArray
    places: list[Numbers]

    @classmethod
    def of(cls, parts: Iterable[pa.StringArray]) -> Numbered:
        """Join the parts; no text stands behind the last."""
        given = list(parts)
        encoded = pa.chunked_array(given, pa.string()).dictionary_encode()
        texts = encoded.chunk(0).dictionary if encoded.num_chunks else pa.nulls(0, pa.string())
        places = joined(numbers_of(chunk.indices, len(texts)) for chunk in encoded.chunks)
        return cls(texts, _parted(places, given))


def number_ids(given: Sequence[tuple[pa.StringArray, Numbers]]) -> Numbered:
    """`Numbered.of` where nearly all texts stand once; each part comes with its `fingerprints`.

    A table of ten million ids would take more memory than all of their facts. So only those are looked up whose
    fingerprints are alike.
    """
    parts = [texts for texts, _ in given]
    if any(texts.null_count for texts in parts):
        return Numbered.of(parts)
    texts = pa.concat_arrays(parts) if parts else pa.nulls(0, pa.string())
    prints = joined(own for _, own in given)
    ordered = np.sort(prints)
    doubtful = _among(prints, np.unique(ordered[1:][ordered[1:] == ordered[:-1]]))
    del ordered, prints
    codes = joined(Numbered.of([taken(texts, doubtful)]).places)
    first = doubtful[np.unique(codes, return_index=True)[1]]
    new = np.ones(len(texts), np.bool_)
    new[doubtful] = False
    new[first] = True
    places = np.cumsum(new, dtype=np.int32) - np.int32(1)
    places[doubtful] = places[first[codes]]
    return Numbered(texts if new.all() else texts.filter(array_of(new)), _parted(places, parts))


def _among(numbers: Numbers, ordered: Numbers) -> Numbers:
    """The places of those numbers that are among the ordered ones."""
    if not len(ordered):
        return np.empty(0, np.intp)
    near = ordered.take(np.searchsorted(ordered, numbers), mode="clip")
    return np.flatnonzero(near == numbers)


class _Rows:
    """A table of the database that is written many rows at a time, for each time takes as long as thousands of rows."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str, columns: str) -> None:
        connection.execute(f"CREATE TABLE {name} ({columns})")
        self._connection, self._name = connection, name
        self._waiting: list[pa.Table] = []

    def add(self, slots: int, rows: pa.Table) -> None:
        """Take the rows of a part whose ids come behind ``slots`` others."""
        self._waiting.append(
            rows.set_column(
                0, "slot", pc.add(rows["posting"].cast(pa.int32()), array_of(np.array([slots], np.int32))[0])
            )
        )
        if sum(waiting.num_rows for waiting in self._waiting) >= _ROWS:
            self.insert()

    def insert(self) -> None:
        """Write what waits."""
        if self._waiting:
            self._connection.from_arrow(pa.concat_tables(self._waiting)).insert_into(self._name)
            self._waiting = []


class Facts:
    """The facts of a table as numbers.

    Duties in words of their own are in the table ``duty_summary`` by ``slot``: a place among the ids of all parts, one
    part's behind the other's, each part's with one more for what counts for nothing.
    """

    def __init__(self, table: Table, connection: duckdb.DuckDBPyConnection) -> None:
        summaries = _Rows(connection, "duty_summary", "slot INTEGER, summary VARCHAR")
        self._parts: deque[Part] = deque()
        self._given: list[tuple[pa.StringArray, Numbers]] = []  # the ids of each part, and their fingerprints
        self._ids: list[Numbers] = []
        self._words: list[Words] = []
        slots = 0
        for read in _in_order(_encode, table.pieces(READ, TEXTS)):
            for part, words in read:
                summaries.add(slots, words.summaries)
                slots += len(words.ids) + 1
                self._parts.append(part)
                self._given.append((words.ids, words.prints))
                self._words.append(words._replace(ids=None, summaries=None))
        summaries.insert()
        pa.default_memory_pool().release_unused()  # a tenth of all memory where postings are millions

    def number_ids(self) -> pa.StringArray:
        """The ids of postings with facts, in the order of the facts; to be called once, before what takes ``places``."""
        ids, self._ids = number_ids(self._given)
        self._given.clear()
        return ids

    def number_keys(self) -> dict[Pair, int]:
        """Kind of fact and name of each key, and the rows that there are of it; to be called once as well."""
        words, self._words = self._words, []
        self._levels = Numbered.of(own.levels for own in words)
        self._skills = Numbered.of(own.skills for own in words)
        self._objects = Numbered.of(own.objects for own in words)
        self._pairs, self._keys = _number_keys(words, [part.rows for part in self._parts])
        return self._pairs

    def slots(self, places: Sequence[Numbers]) -> pa.Table:
        """``slot`` and number ``p`` of each posting that has one; ``places`` as in `hand_over`."""
        slots: list[Numbers] = []
        numbers: list[Numbers] = []
        for place in places:
            first = 0
            for ids in self._ids:
                p = place[ids]
                found = np.flatnonzero(p >= 0)
                slots.append((first + found).astype(np.int32))
                numbers.append(p[found])
                first += len(ids) + 1
        return pa.table({"slot": array_of(joined(slots)), "p": array_of(joined(numbers))})

    def hand_over(
        self, numbers: Mapping[Pair, int], places: Sequence[Numbers], mentions: Mentions
    ) -> tuple[Detail, dict[tuple[int, int], int], pa.Table]:
        """Give ``mentions`` the facts of kept postings; return what more is told of some.

        That is what more is counted, the skills beside duties, and a table of what duties are done to: number ``k`` of
        the duty, ``object``, and the ``postings``.

        Args:
            numbers: the number of each of `number_keys`.
            places: arrays from the place of an id in `number_ids` to the number of its posting, or -1. There is more than one
                only where postings share an id.
            mentions: what is given the facts, which are no longer kept here then.
        """
        of_key = np.array([*(numbers[pair] for pair in self._pairs), 0], np.int32)
        ranks = {text: rank for rank, text in enumerate(sorted(self._levels.texts.to_pylist()), 1)}
        of_level = np.array([-ranks[text] for text in self._levels.texts.to_pylist()], np.int32)
        skills = len(self._skills.texts) + 1
        duties = [pair for pair in self._pairs if pair[0] == "responsibility" and pair[1] != OTHER_DUTY]
        offsets = {pair: skills * place for place, pair in enumerate(duties)}
        of_duty = np.array([*(offsets.get(pair, -skills) for pair in self._pairs), -skills], np.int64)
        objects = len(self._objects.texts) + 1

        def translate(number: int, part: Part) -> list[_Found]:
            keys, levels = np.append(self._keys[number], len(self._pairs)), self._levels.places[number]
            k, skill = of_key[keys], np.append(self._skills.places[number], skills - 1)
            thing = np.append(self._objects.places[number], objects - 1)
            kr = (np.repeat(4 * k, 4) + np.tile(np.arange(4), len(k))).astype(mentions.type)
            found: list[_Found] = []
            for place in places:
                p = np.append(place[self._ids[number]], np.int32(-1))
                postings, rows = p[part.runs[0]], part.runs[1]
                known = postings >= 0
                codes = part.kr[np.repeat(known, rows)]
                mentioned = (postings[known], rows[known], kr.take(codes))
                detailed, (key, side) = _kept(p, *part.sides)
                at = np.flatnonzero(side < 0)
                side[at] = of_level[levels[-1 - side[at]]]
                _, (duty, beside) = _kept(p, *part.beside)
                pairs = of_duty[keys[duty]] + skill[beside]
                _, (duty, texts) = _kept(p, *part.objects)
                done = k[duty].astype(np.int64) * objects + thing[texts]
                found.append((mentioned, (detailed, k[key], side), pairs[pairs >= 0], done))
            return found

        details: list[_Columns] = []
        beside: list[Numbers] = []
        done: list[Numbers] = []
        parts = (self._parts.popleft() for _ in range(len(self._parts)))
        for found in _in_order(lambda numbered: translate(*numbered), enumerate(parts)):
            for mentioned, detail, skills_beside, things in found:
                mentions.add(*mentioned)
                details.append(detail)
                beside.append(skills_beside)
                done.append(things)
        columns = [joined(column) for column in zip(*details, strict=True)] or [joined([])] * 3
        counts = np.bincount(joined(beside), minlength=1)
        named = [numbers.get(("skill", text)) for text in [*self._skills.texts.to_pylist(), None]]
        together = {
            (numbers[duties[pair // skills]], skill): int(counts[pair])
            for pair in np.flatnonzero(counts).tolist()
            if (skill := named[pair % skills]) is not None
        }
        things, postings = np.unique(joined(done), return_counts=True)
        texts = taken(self._objects.texts, things % objects)
        done_to = {"k": array_of(things // objects), "object": texts, "postings": array_of(postings)}
        return Detail(tuple(ranks), *columns), together, pa.table(done_to)


def _encode(piece: Piece) -> list[tuple[Part, Words]]:
    return [encode(batch) for batch in piece()]


def _number_keys(texts: Sequence[Words], rows_of: Sequence[Numbers]) -> tuple[dict[Pair, int], list[Numbers]]:
    """Each key once, with its rows, and for each part where its keys stand among them."""
    names, of_names = Numbered.of(words.keys for words in texts)
    kinds, places_of_kinds = Numbered.of(words.kinds.values for words in texts)
    of_kinds = (
        np.append(places, len(kinds))[words.kinds.codes] for places, words in zip(places_of_kinds, texts, strict=True)
    )
    step = len(kinds) + 1
    pairs = joined(of_names).astype(np.int64) * step + joined(of_kinds)
    rows = np.bincount(pairs, weights=joined(rows_of)).astype(np.int64)
    found = np.flatnonzero(rows)
    places = np.zeros(len(rows), np.int32)
    places[found] = np.arange(len(found))
    spelled_kinds, spelled = [*kinds.to_pylist(), "None"], taken(names, found // step).to_pylist()
    keys = {
        (spelled_kinds[kind], name): count
        for kind, name, count in zip((found % step).tolist(), spelled, rows[found].tolist(), strict=True)
    }
    return keys, _parted(places[pairs], of_names)


def _kept(p: Numbers, posting: Numbers, *columns: Numbers) -> tuple[Numbers, _Columns]:
    """The postings' numbers and the columns, of the rows whose posting has a number."""
    found = p.take(posting, mode="clip")
    at = np.flatnonzero(found >= 0)
    return found[at], tuple(column[at] for column in columns)


def _parted(column: Numbers, like: Sequence[Sized]) -> list[Numbers]:
    """A column in parts of the same lengths as those of ``like``."""
    return np.split(column, np.cumsum([len(part) for part in like]))[:-1]


def _in_order(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """What ``work`` makes of each item, two at a time, in their order."""
    with ThreadPoolExecutor(_THREADS) as pool:  # Arrow and numpy work without the interpreter's lock
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
