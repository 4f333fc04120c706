"""Many fixed phrases, of many tables, found in one pass over folded text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

Label = TypeVar("Label")
Hit = tuple[int, int, int]
"""A phrase's number in its table, its start and its end."""


def listed(phrases: str) -> tuple[str, ...]:
    """The phrases of a table written as ``one | another`` over any number of lines."""
    return tuple(" ".join(phrase.split()) for phrase in phrases.split("|") if phrase.strip())


_Owners = list[list[tuple[int, int]]]
"""For each phrase the tables that hold it, and its number in each."""


class _Tables:
    """The phrases of all tables in one automaton, built when a text is first searched.

    What was found in the last text is kept, for the tables are asked about the same one in turn.
    """

    def __init__(self) -> None:
        self._owners: dict[str, list[tuple[int, int]]] = {}
        self._within: set[int] = set()
        self._size = 0
        self._built: tuple[AhoCorasick, _Owners, _Owners] | None = None
        self._last: tuple[str, list[list[Hit]]] = ("", [])

    def add(self, phrases: Iterable[str], *, within: bool = False) -> int:
        """A new table's number; ``within`` finds its phrases in the middle of words too."""
        number = self._size
        if within:
            self._within.add(number)
        for index, phrase in enumerate(phrases):
            self._owners.setdefault(phrase, []).append((number, index))
        self._size, self._built = number + 1, None
        return number

    def hits(self, table: int, text: str) -> list[Hit]:
        """Where the phrases of ``table`` stand in ``text``; at their ends a word may go on."""
        last = self._last
        if last[0] is not text or table >= len(last[1]):
            last = self._last = text, self._search(text)
        return last[1][table]

    def _search(self, text: str) -> list[list[Hit]]:
        found: list[list[Hit]] = [[] for _ in range(self._size)]
        automaton, owners, owners_within = self._built or self._build()
        for phrase, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            # Nearly all stand behind a blank: only the rest needs a closer look.
            within = start and (before := text[start - 1]) != " " and text[start].isalnum() and _is_of_word(before)
            for table, index in (owners_within if within else owners)[phrase]:
                found[table].append((index, start, end))
        return found

    def _build(self) -> tuple[AhoCorasick, _Owners, _Owners]:
        automaton = AhoCorasick(
            list(self._owners),
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )
        owners = list(self._owners.values())
        within = [[owner for owner in those if owner[0] in self._within] for those in owners]
        self._built = automaton, owners, within
        return self._built


_TABLES = _Tables()


class PhraseFinder(Generic[Label]):
    """Finds the longest of its phrases at each place, at word boundaries. A trailing ``*`` leaves the end open."""

    def __init__(self, phrases: Mapping[Label, Sequence[str]]) -> None:
        labels: dict[str, tuple[Label, bool]] = {}
        for label, texts in phrases.items():
            for text in texts:
                labels.setdefault(text.rstrip("*"), (label, text.endswith("*")))
        self._labels = list(labels.values())
        self._table = _TABLES.add(labels)

    def find(self, lower: str) -> Iterator[tuple[Label, int, int]]:
        """The phrases in ``lower``, from left to right, as label, start and end; none overlaps another."""
        labels = self._labels
        found: list[tuple[int, int, int]] = []
        for index, start, end in _TABLES.hits(self._table, lower):
            behind = lower[end : end + 1]
            if behind != " " and behind.isalnum() and lower[end - 1].isalnum() and not labels[index][1]:
                continue
            found.append((start, -end, index))
        found.sort()
        reach = 0
        for start, end, index in found:
            if start >= reach:
                reach = -end
                yield labels[index][0], start, reach


class Openings:
    """Where a text has one of the beginnings that all matches of an expression have, each at the start of a word.

    Most texts that an expression searches hold none, and the search for all beginnings together costs nearly nothing.
    """

    def __init__(self, beginnings: Iterable[str], *, within: bool = False) -> None:
        """``within`` finds them in the middle of words too."""
        self._table = _TABLES.add(beginnings, within=within)
        self._last: tuple[str, list[int]] = ("", [])

    def places(self, lower: str) -> list[int]:
        """Where they stand in ``lower``, from left to right."""
        last = self._last
        if last[0] is not lower:
            starts = {start for _, start, _ in _TABLES.hits(self._table, lower)}
            last = self._last = lower, sorted(starts)
        return last[1]

    def first(self, lower: str, low: int, high: int) -> int | None:
        """The first place in ``lower[low:high]``."""
        places = self.places(lower)
        at = bisect_left(places, low)
        return places[at] if at < len(places) and places[at] < high else None

    def between(self, lower: str, low: int, high: int) -> list[int]:
        """The places in ``lower[low:high]``."""
        places = self.places(lower)
        return places[bisect_left(places, low) : bisect_left(places, high)]


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"
