"""Tens of thousands of names found in a text by their first characters."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

HEAD = 14
"""Characters of a longer name that are its head."""

_Tails = tuple[int, tuple[str, ...]]
"""The number of the first name with a head, and the tails of all that have it."""


def by_head(name: str) -> tuple[bool, str]:
    """The key that sorts names as `Heads` wants them: those without a tail first, then those of one head together."""
    return len(name) > HEAD, name


class Heads:
    """An automaton over the heads of ``names``, which must be in the order of `by_head`.

    One over whole names takes eight times as long to build, and start-up counts. ``whole`` is the number of names
    without a tail: heads from there on may go on.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.whole = whole = sum(len(name) <= HEAD for name in names)
        # The last writing of a key wins: backwards that is the first name with this head.
        firsts = {names[number][:HEAD]: number for number in range(len(names) - 1, whole - 1, -1)}
        self._firsts = list(firsts.values())
        self._tails: list[_Tails | None] = [None] * len(firsts)
        self._automaton = AhoCorasick(
            [*names[:whole], *firsts],
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """The heads in ``text``, as number, start and end; they may overlap."""
        heads: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return heads

    def continued(self, text: str, head: int, start: int) -> list[tuple[int, int]]:
        """The names that a head, not a ``whole`` one, goes on to behind ``start`` in ``text``: numbers and ends."""
        tails = self._tails[head - self.whole] or self._tails_of(head - self.whole)
        first, written = tails
        if not text.startswith(written, start):
            return []
        return [
            (first + place, start + len(tail)) for place, tail in enumerate(written) if text.startswith(tail, start)
        ]

    def _tails_of(self, place: int) -> _Tails:
        """Made when a head is first found: most never are."""
        first, last = self._firsts[place], self._firsts[place - 1] if place else len(self._names)
        tails = self._tails[place] = (first, tuple(name[HEAD:] for name in self._names[first:last]))
        return tails
