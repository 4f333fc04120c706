"""Who names what: the facts of a corpus as arrays of small numbers, in blocks of a few thousand postings.

A block's arrays stay in the processor's cache while it is counted, which hash tables over all postings do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
"""An array of whole numbers."""
Naming = Mapping[int, Numbers]
"""Keys, and the postings that name each, each once."""


@dataclass(frozen=True, slots=True)
class Detail:
    """The few facts of which more is counted: posting, key, and ``side``.

    That is the number of its group of alternatives from 1, or minus the number of its level in ``levels``, from 1.
    """

    levels: tuple[str, ...]
    p: Numbers
    k: Numbers
    side: Numbers


_BITS = 13
BLOCK = 1 << _BITS
"""Postings of a block."""

_THREADS = 2


class Mentions:
    """Postings and the keys that they name, each pair once after `roll_up`.

    ``p`` numbers a posting; ``kr`` is four times the key's number plus the requirement's code. Within a block
    postings are numbered from the block's first.
    """

    def __init__(self, postings: int, keys: int) -> None:
        self.postings = postings
        self.codes = 4 * keys + 4
        self.written: list[tuple[Numbers, Numbers]] = []
        """Block by block, as the facts are written, those of a posting together."""
        self.rolled: list[tuple[Numbers, Numbers]] = []
        """Block by block, the keys of ``rolled_codes``: with what is implied, each once a posting."""
        self.rolled_codes = range(0)
        self._counts = [np.zeros(self.codes, np.int64), np.zeros(self.codes, np.int64)]
        """Of ``written`` and ``rolled``, by code."""
        self._parts: defaultdict[int, list[tuple[Numbers, Numbers]]] = defaultdict(list)
        self.type = np.uint16 if self.codes <= 1 << 16 else np.uint32
        """Of ``kr``."""

    def add(self, p: Numbers, rows: Numbers, kr: Numbers) -> None:
        """Take facts: postings, and for each how many follow each other. They come fastest in the order of postings."""
        if not len(p):
            return
        block = p >> _BITS
        starts = np.flatnonzero(block[1:] != block[:-1]) + 1
        kr = kr.astype(self.type, copy=False)
        if len(starts) * 64 > len(kr):
            order = np.argsort(np.repeat(block, rows), kind="stable")
            p, kr, rows = np.repeat(p, rows)[order], kr[order], np.ones(len(kr), np.uint32)
            block = p >> _BITS
            starts = np.flatnonzero(block[1:] != block[:-1]) + 1
        within = np.repeat((p & (BLOCK - 1)).astype(np.uint16), rows)
        ends = np.append(0, np.cumsum(rows, dtype=np.intp))[[*starts.tolist(), len(p)]]
        for number, (start, end) in zip(
            block[[0, *starts.tolist()]].tolist(), pairwise([0, *ends.tolist()]), strict=True
        ):
            self._parts[number].append((within[start:end], kr[start:end]))

    def close(self, *, once: bool = False) -> None:
        """Join the facts of each block, after the last `add`; with ``once``, the first of each posting and key."""
        nothing = (np.empty(0, np.uint16), np.empty(0, self.type))
        for number in range(-(-self.postings // BLOCK)):
            parts = self._parts.pop(number, None) or [nothing]
            p, kr = np.concatenate([p for p, _ in parts]), np.concatenate([kr for _, kr in parts])
            if once:
                _, at = np.unique(p.astype(np.int64) * self.codes + (kr >> 2), return_index=True)
                p, kr = p[at], kr[at]
            elif (p[1:] < p[:-1]).any():
                at = np.argsort(p, kind="stable")
                p, kr = p[at], kr[at]
            self.written.append((p, kr))

    def roll_up(self, first: int, targets: Sequence[Numbers], keys: int, sets: int) -> tuple[Numbers, Numbers]:
        """Write ``rolled``; return for each of the ``sets`` the postings that name, and that require, any of it.

        What implies a key lends it its demand: of several facts that name a thing, the strongest counts.

        Args:
            first: the first of the keys that are rolled up.
            targets: arrays from a key's number to what its facts name: a rolled-up key (counted from ``first``) or
                a set (counted on from the keys), or -1 for no more; each key's in ascending order.
            keys: the keys that are rolled up.
            sets: the sets of keys that are counted as one.
        """
        self.rolled_codes = range(4 * first, 4 * (first + keys))
        tables = _key_tables(targets, keys)
        words = _set_words(targets, keys, sets)

        def roll(written: tuple[Numbers, Numbers]) -> tuple[tuple[Numbers, Numbers], list[Numbers]]:
            p, kr = written[0], written[1].astype(np.intp)
            found = _strongest(p, kr, tables)
            posting = (found >> 2 & (BLOCK - 1)).astype(np.uint16)
            code = (found >> 2 + _BITS << 2 | found & 3) + 4 * first
            counts = [np.bincount(codes, minlength=self.codes) for codes in (kr, code)]
            return (posting, code.astype(self.type)), [*counts, _count_sets(p, kr, words)]

        of_sets = np.zeros(64 * len(words), np.int64)
        with ThreadPoolExecutor(_THREADS) as pool:  # arrays are worked on without the interpreter's lock
            for rolled, counts in pool.map(roll, self.written):
                self.rolled.append(rolled)
                for total, count in zip((*self._counts, of_sets), counts, strict=True):
                    np.add(total, count, out=total)
        return of_sets[: 2 * sets : 2], of_sets[1 : 2 * sets : 2]

    def count(self) -> tuple[Numbers, Numbers]:
        """Facts by code as written, and postings by code rolled up; after `roll_up`."""
        written, rolled = self._counts
        rolled_up = written.copy()
        rolled_up[self.rolled_codes.start : self.rolled_codes.stop] = 0
        return written, rolled_up + rolled

    def naming(self, keys: Collection[int]) -> Naming:
        """The postings that name each of ``keys``, in no order."""
        places = np.zeros(self.codes >> 2, np.min_scalar_type(len(keys)))
        places[list(keys)] = range(1, len(keys) + 1)
        postings, named = [np.empty(0, np.int32)], [np.empty(0, places.dtype)]
        for first, p, kr, of_codes in self._each(np.repeat(places, 4)):
            place = _look_up(of_codes, kr)
            at = np.flatnonzero(place != 0)
            postings.append(p[at].astype(np.int32) + np.int32(first))
            named.append(place[at])
        p, place = np.concatenate(postings), np.concatenate(named)
        del postings, named
        ends = np.cumsum(np.bincount(place, minlength=len(keys) + 1))
        ordered = p[np.argsort(place, kind="stable")]
        return dict(zip(keys, np.split(ordered, ends[1:-1]), strict=True)) if keys else {}

    def cross(self, places: Numbers, groups: int, values: Numbers, kinds: int) -> Numbers:
        """Postings by group of keys and kind of posting, as a table of ``groups`` times ``kinds``.

        Args:
            places: each key's group, by its number; facts of group 0 are as good as not counted.
            groups: how many groups there are.
            values: each posting's kind, by its number.
            kinds: how many kinds there are.
        """
        blocks = list(self._each(np.repeat(places * kinds, 4)))

        def count(number: int) -> Numbers:
            counts = np.zeros(groups * kinds, np.int64)
            for first, p, kr, starts in blocks[number::_THREADS]:
                at = _look_up(starts, kr)
                at += _look_up(values[first : first + BLOCK], p)
                counts += np.bincount(at, minlength=len(counts))
            return counts.reshape(groups, kinds)

        with ThreadPoolExecutor(_THREADS) as pool:
            return sum(pool.map(count, range(_THREADS)), np.zeros((groups, kinds), np.int64))

    def _each(self, of_codes: Numbers) -> Iterator[tuple[int, Numbers, Numbers, Numbers]]:
        """The first posting and the arrays of each block, and ``of_codes`` as it holds for them."""
        of_written = of_codes.copy()
        of_written[self.rolled_codes.start : self.rolled_codes.stop] = 0
        for table, blocks in ((of_written, self.written), (of_codes, self.rolled)):
            for number, (p, kr) in enumerate(blocks):
                yield number * BLOCK, p, kr, table


def _look_up(table: Numbers, at: Numbers) -> Numbers:
    # Indices of the machine's own width, and no check of their range: four times as fast.
    found: Numbers = table.take(at.astype(np.intp, copy=False), mode="clip")
    return found


def _key_tables(targets: Sequence[Numbers], keys: int) -> list[Numbers]:
    """By ``kr`` a key that a fact names and its demand, as one number with room for the posting's; 0 for no more."""
    size = np.uint32 if keys << _BITS + 2 <= 1 << 32 else np.uint64
    demand = np.array([1, 1, 2, 3])
    return [
        np.where(of_key, np.repeat(target, 4) << _BITS + 2 | np.tile(demand, len(target)), 0).astype(size)
        for target in targets
        if (of_key := np.repeat((target >= 0) & (target < keys), 4)).any()
    ]


def _strongest(p: Numbers, kr: Numbers, tables: Sequence[Numbers]) -> Numbers:
    """What facts name by ``tables``, each key of a posting once, with the strongest demand."""
    at = p.astype(tables[0].dtype) << 2 if tables else p
    found: list[Numbers] = []
    for table in tables:
        named = _look_up(table, kr)
        some = np.flatnonzero(named != 0)
        kr, at = kr[some], at[some]
        found.append(named[some] | at)
    rows = np.sort(np.concatenate([np.empty(0, at.dtype), *found]))  # of one key and posting, the strongest comes last
    strongest: Numbers = rows[np.append(rows[1:] >> 2 != rows[:-1] >> 2, True)[: len(rows)]]
    return strongest


def _set_words(targets: Sequence[Numbers], keys: int, sets: int) -> list[Numbers]:
    """By ``kr`` the sets that a fact names, a bit a set, and that it requires, the bit beside it; 64 bits an array."""
    columns = len(targets[0]) if targets else 1
    members = np.zeros((sets, columns), np.bool_)
    for target in targets:
        of_set = np.flatnonzero(target >= keys)
        members[target[of_set] - keys, of_set] = True
    bits = np.zeros((4 * columns, max(1, -(-2 * sets // 64)) * 64), np.bool_)
    bits[:, : 2 * sets : 2] = np.repeat(members.T, 4, axis=0)
    bits[3::4, 1 : 2 * sets : 2] = members.T
    return [word.copy() for word in np.packbits(bits, axis=1).view(np.uint64).T]


def _count_sets(p: Numbers, kr: Numbers, words: Sequence[Numbers]) -> Numbers:
    """The postings that have each bit of any of their facts; facts come by posting."""
    if not len(p):
        return np.zeros(64 * len(words), np.int64)
    starts = np.flatnonzero(np.concatenate([[True], p[1:] != p[:-1]]))
    named = np.stack([np.bitwise_or.reduceat(_look_up(word, kr), starts) for word in words], axis=1)
    # Numbers as small as a block's postings need are summed fastest.
    counts: Numbers = np.unpackbits(named.view(np.uint8), axis=1).sum(axis=0, dtype=np.uint16)
    return counts
