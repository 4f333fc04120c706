"""Which labelled fact is which extracted fact: one to one, by name, by likeness or by place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz

from jdextract.evaluation.assignment import assign
from jdextract.evaluation.facts import Fact, Span
from jdextract.evaluation.judgement import MatchKind

Pairs = Mapping[int, tuple[int, MatchKind]]
"""Index of a label to the index of the fact that matches it, and how."""

_DIGITS = re.compile(r"\d+")
_MIN_FUZZY_LENGTH = 5
_SAME_ACTIVITY = 1.0  # outweighs any overlap: a right activity at the place is the better pair


class Matching(BaseModel):
    """How facts match beyond the taxonomy's aliases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fuzzy: float | None = Field(default=0.9, gt=0, le=1)
    """Likeness from which two names match where the taxonomy lacks at least one of them; ``None``: never.
    It is the normalised Indel similarity (rapidfuzz ``fuzz.ratio``) of names of five characters or more that
    hold the same digits. Fuzzy matches are counted apart."""
    other: float = Field(default=0.7, gt=0, le=1)
    """Likeness (rapidfuzz ``fuzz.token_set_ratio``) from which two duties outside the closed list match."""


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """``facts`` in an order of their own, so that no result depends on the order in which they came."""
    return sorted(
        facts, key=lambda fact: (fact.key, fact.written, fact.requirement or "", fact.level or "", fact.spans)
    )


def match_names(gold: Sequence[Fact], given: Sequence[Fact], *, fuzzy: float | None = None) -> Pairs:
    """Pairs of the same canonical name; then, from a likeness of ``fuzzy``, of alike names of skills.

    The pair is ``exact`` where the engine wrote the name as the label does but for letter case, ``alias``
    where the taxonomy makes them one, else ``fuzzy``.
    """
    pairs: dict[int, tuple[int, MatchKind]] = {}
    free: dict[str, list[int]] = {}
    for index, fact in enumerate(given):
        free.setdefault(fact.key, []).append(index)
    for number, label in enumerate(gold):
        if candidates := free.get(label.key):
            as_written = [index for index in candidates if _plain(given[index].written) == _plain(label.written)]
            chosen = (as_written or candidates)[0]
            candidates.remove(chosen)
            pairs[number] = (chosen, "exact" if as_written else "alias")
    if fuzzy is None:
        return pairs
    taken = {index for index, _ in pairs.values()}
    alike = {
        (number, index): likeness
        for number, label in enumerate(gold)
        if number not in pairs
        for index, fact in enumerate(given)
        if index not in taken and (likeness := _likeness(label, fact)) >= fuzzy
    }
    return pairs | {number: (index, "fuzzy") for number, index in assign(alike)}


def _likeness(label: Fact, fact: Fact) -> float:
    one, other = _plain(label.name), _plain(fact.name)
    if (label.known and fact.known) or min(len(one), len(other)) < _MIN_FUZZY_LENGTH:
        return 0.0
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return 0.0
    return fuzz.ratio(one, other) / 100


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def match_places(gold: Sequence[Fact], given: Sequence[Fact]) -> Pairs:
    """Pairs of duties whose evidence overlaps, those of the same activity first; the best total overlap."""
    weights = {
        (number, index): share + _SAME_ACTIVITY * (label.key == fact.key)
        for number, label in enumerate(gold)
        for index, fact in enumerate(given)
        if (share := overlap_share(label.spans, fact.spans)) > 0
    }
    return {number: (index, "overlap") for number, index in assign(weights)}


def match_wording(gold: Sequence[Fact], given: Sequence[Fact], *, likeness: float) -> Pairs:
    """Pairs of duties that say alike: by their summaries, or by evidence at the same place."""
    weights: dict[tuple[int, int], float] = {}
    for number, label in enumerate(gold):
        for index, fact in enumerate(given):
            alike = fuzz.token_set_ratio(_plain(label.summary or ""), _plain(fact.summary or "")) / 100
            share = overlap_share(label.spans, fact.spans)
            if alike >= likeness or share > 0:
                weights[number, index] = max(alike, share)
    return {number: (index, "fuzzy") for number, index in assign(weights)}


def overlap_share(gold: Iterable[Span], given: Iterable[Span]) -> float:
    """The largest overlap of any two spans, as a share of the shorter one (0 to 1)."""
    return max(
        (
            max(0, min(end, other_end) - max(start, other_start)) / min(end - start, other_end - other_start)
            for start, end in gold
            for other_start, other_end in given
            if start < end and other_start < other_end
        ),
        default=0.0,
    )
