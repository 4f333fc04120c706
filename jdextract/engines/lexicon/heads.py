"""Tens of thousands of names found in a text by their first characters."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

HEAD = 10
"""Characters of a longer name that are its head."""

Tails = tuple[tuple[int, str], ...]
"""The numbers of the names with one head, and what follows it in each."""


def by_head(name: str) -> tuple[bool, str]:
    """The key that sorts names as `Heads` wants them: those without a tail first, then those of one head together."""
    return len(name) > HEAD, name


class Heads:
    """An automaton over the heads of ``names``, which must be in the order of `by_head`.

    One over whole names takes four times as long to build, and start-up counts. The first heads are ``whole`` names
    without a tail, each under its own number; of the others a name stands where one of the ``tails`` follows.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.whole = whole = sum(len(name) <= HEAD for name in names)
        # The last writing of a key wins: backwards that is the first name with this head.
        firsts = {names[number][:HEAD]: number for number in range(len(names) - 1, whole - 1, -1)}
        self._firsts = list(firsts.values())
        self.tails: list[Tails | None] = [None] * (whole + len(firsts))
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

    def tails_of(self, head: int) -> Tails:
        """What `tails` holds of ``head``, made when a head is first found: most never are."""
        place = head - self.whole
        first, last = self._firsts[place], self._firsts[place - 1] if place else len(self._names)
        made = self.tails[head] = tuple((number, self._names[number][HEAD:]) for number in range(first, last))
        return made
