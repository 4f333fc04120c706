"""Many fixed phrases found in one pass over folded text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

Label = TypeVar("Label")


def listed(phrases: str) -> tuple[str, ...]:
    """The phrases of a table written as ``one | another`` over any number of lines."""
    return tuple(" ".join(phrase.split()) for phrase in phrases.split("|") if phrase.strip())


class PhraseFinder(Generic[Label]):
    """Finds the longest of its phrases at each place, at word boundaries. A trailing ``*`` leaves the end open."""

    def __init__(self, phrases: Mapping[Label, Sequence[str]]) -> None:
        labels: dict[str, tuple[Label, bool]] = {}
        for label, texts in phrases.items():
            for text in texts:
                labels.setdefault(text.rstrip("*"), (label, text.endswith("*")))
        self._labels = list(labels.values())
        self._automaton = AhoCorasick(
            list(labels), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, lower: str) -> Iterator[tuple[Label, int, int]]:
        """The phrases in ``lower``, from left to right, as label, start and end; none overlaps another."""
        size = len(lower)
        found: list[tuple[int, int, int]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            if start and lower[start].isalnum() and (lower[start - 1].isalnum() or lower[start - 1] == "_"):
                continue
            if end < size and lower[end].isalnum() and lower[end - 1].isalnum() and not self._labels[index][1]:
                continue
            found.append((start, -end, index))
        found.sort()
        reach = 0
        for start, end, index in found:
            if start >= reach:
                reach = -end
                yield self._labels[index][0], start, reach
