"""Many fixed phrases found in one pass over folded text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

Label = TypeVar("Label")


class PhraseFinder(Generic[Label]):
    """Finds the longest of its phrases at each place, at word boundaries. A trailing ``*`` leaves the end open."""

    def __init__(self, phrases: Mapping[Label, Sequence[str]]) -> None:
        labels: dict[str, tuple[Label, bool]] = {}
        for label, texts in phrases.items():
            for text in texts:
                labels.setdefault(text.rstrip("*"), (label, text.endswith("*")))
        self._labels = list(labels.values())
        self._automaton = AhoCorasick(
            list(labels), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )

    def find(self, lower: str) -> Iterator[tuple[Label, int, int]]:
        """The phrases in ``lower``, from left to right, as label, start and end."""
        size = len(lower)
        for index, start, end in self._automaton.find_matches_as_indexes(lower):
            label, is_open = self._labels[index]
            if lower[start].isalnum() and start and (lower[start - 1].isalnum() or lower[start - 1] == "_"):
                continue
            if not is_open and lower[end - 1].isalnum() and end < size and lower[end].isalnum():
                continue
            yield label, start, end
