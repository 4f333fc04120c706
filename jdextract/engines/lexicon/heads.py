"""Tens of thousands of names found in a text by their first characters."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

HEAD = 16
"""Characters of a longer name that are its head."""

NECK = 4
"""Characters behind a head that part the tails of hundreds of names."""

Tails = tuple[dict[str, list[tuple[int, str]]], list[tuple[int, str]]]
"""The numbers of the names with one head, and what follows it in each: by its first `NECK` characters, or shorter."""


def _has_tail(name: str) -> bool:
    return len(name) > HEAD


def by_head(name: str) -> tuple[bool, str]:
    """The key that sorts names as `Heads` wants them: those without a tail first, then those of one head together."""
    return _has_tail(name), name


class Heads:
    """An automaton over the heads of ``names``, which must be in the order of `by_head`.

    One over whole names takes twice as long to build, and start-up counts. The first heads are ``whole`` names
    without a tail, each under its own number; which names begin with one of the others `names_at` tells.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.whole = whole = bisect_left(names, x=True, key=_has_tail)
        # The last writing of a key wins: backwards that is the first name with this head.
        firsts = {names[number][:HEAD]: number for number in range(len(names) - 1, whole - 1, -1)}
        self._firsts = list(firsts.values())
        self._tails: list[Tails | None] = [None] * (whole + len(firsts))
        self._automaton = AhoCorasick(
            [*names[:whole], *firsts],
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def names_at(self, text: str, head: int, end: int) -> Sequence[tuple[int, int]]:
        """The numbers of the names that begin with ``head``, which ends at ``end`` of ``text``, and where they end."""
        necks, short = self._tails[head] or self._tails_of(head)
        # Of ten heads nine are those of other words.
        if (tails := necks.get(text[end : end + NECK])) or short:
            return [
                (number, end + len(tail)) for number, tail in (*(tails or ()), *short) if text.startswith(tail, end)
            ]
        return ()

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """The heads in ``text``, as number, start and end; they may overlap."""
        heads: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return heads

    def _tails_of(self, head: int) -> Tails:
        """The tails of ``head``, made when it is first found: most never are."""
        place = head - self.whole
        first, last = self._firsts[place], self._firsts[place - 1] if place else len(self._names)
        necks: dict[str, list[tuple[int, str]]] = {}
        short: list[tuple[int, str]] = []
        for number in range(first, last):
            tail = self._names[number][HEAD:]
            (necks.setdefault(tail[:NECK], []) if len(tail) >= NECK else short).append((number, tail))
        made = self._tails[head] = necks, short
        return made
