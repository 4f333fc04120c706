"""Skills that postings offer as alternatives ("Go, Java or Kotlin"): which sets of them, and how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from jdextract.breakdown.mentions import Detail, Naming, Numbers

_MAX_SETS = 2_000
_MAX_LISTED = 50
_CROSSED = 300
"""Of so many of the commonest sets, what two have in common is counted as well."""

Members = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AlternativeCount:
    """``members`` are offered as alternatives in ``postings``; ``beside`` counts those that name the leader too."""

    members: Members
    postings: int
    beside: Mapping[int, int]


def count_alternatives(
    detail: Detail, last_skill: int, leaders: Naming, size: int, min_support: int
) -> tuple[list[AlternativeCount], dict[tuple[int, int], int]]:
    """Sets of skills that postings offer as alternatives, commonest first; and the postings of each pair.

    A set counts wherever a posting's alternatives hold all of it; sets that are part of a larger one with as
    many postings are left out.

    Args:
        detail: the facts with their groups of alternatives.
        last_skill: the number of the last key that is a skill.
        leaders: keys whose postings are counted beside each set, and these.
        size: the postings that there are.
        min_support: sets of fewer postings are left out.
    """
    offered, p, place = _offered_sets(detail, last_skill)
    sets = dict(zip(offered, np.bincount(place, minlength=len(offered)).tolist(), strict=True))
    ranked = sorted(sets, key=lambda members: (-sets[members], members))
    beside: dict[Members, dict[int, int]] = {members: {} for members in offered}
    for leader, led in leaders.items():
        named = np.zeros(size, np.bool_)
        named[led] = True
        for members, together in zip(
            offered, np.bincount(place[named[p]], minlength=len(offered)).tolist(), strict=True
        ):
            beside[members][leader] = together
    with_member: defaultdict[int, list[Members]] = defaultdict(list)
    for members in ranked:
        for member in members:
            with_member[member].append(members)

    def holding(candidate: frozenset[int]) -> list[Members]:
        rarest = min(candidate, key=lambda member: len(with_member[member]))
        return [members for members in with_member[rarest] if candidate.issubset(members)]

    candidates = {frozenset(members) for members in ranked}
    top = [frozenset(members) for members in ranked[:_CROSSED]]
    candidates |= {common for i, a in enumerate(top) for b in top[:i] if len(common := a & b) > 1}
    support: dict[frozenset[int], int] = {}
    for candidate in candidates:
        postings = sum(sets[members] for members in holding(candidate))
        if postings >= min_support:
            support[candidate] = postings
    order = sorted(support, key=lambda c: (-support[c], -len(c), sorted(c)))[: 4 * _MAX_LISTED]
    closed = [c for c in order if not any(c < other and support[other] == support[c] for other in order)]
    counted = [
        AlternativeCount(
            tuple(sorted(candidate)),
            support[candidate],
            _sum_counts(beside[members] for members in holding(candidate)),
        )
        for candidate in closed[:_MAX_LISTED]
    ]
    pairs: Counter[tuple[int, int]] = Counter()
    for members in ranked:
        pairs.update(dict.fromkeys(combinations(members, 2), sets[members]))
    return counted, dict(pairs)


def _offered_sets(detail: Detail, last_skill: int) -> tuple[list[Members], Numbers, Numbers]:
    """The commonest sets; and each offer of one of them, as its posting and the set's place."""
    rows = np.flatnonzero((detail.side > 0) & (detail.k <= last_skill))
    k, group, p = (column[rows] for column in (detail.k, detail.side, detail.p))
    offer = p.astype(np.int64) * (int(group.max(initial=0)) + 1) + group
    order = np.argsort(offer, kind="stable")
    k, offer, p = k[order], offer[order], p[order]
    starts = np.flatnonzero(np.append(True, offer[1:] != offer[:-1])[: len(offer)])
    ends = np.append(starts[1:], len(offer))
    several = np.flatnonzero(ends - starts > 1)
    starts, ends = starts[several], ends[several]
    # A set's signature is made of its members' hashes: lists of numbers are slow to group by.
    hashes = np.random.default_rng(0).integers(1 << 63, size=int(k.max(initial=0)) + 1, dtype=np.uint64)
    sums = np.append(np.uint64(0), np.cumsum(hashes[k]))
    _, first, of_offers, counts = np.unique(
        sums[ends] - sums[starts], return_index=True, return_inverse=True, return_counts=True
    )
    chosen = np.lexsort((first, -counts))[:_MAX_SETS]
    places = np.full(len(counts), -1)
    places[chosen] = np.arange(len(chosen))
    place = places[of_offers]
    members = [tuple(sorted(k[starts[at] : ends[at]].tolist())) for at in first[chosen].tolist()]
    return members, p[starts][place >= 0], place[place >= 0]


def _sum_counts(counts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    total: Counter[int] = Counter()
    for count in counts:
        total.update(count)
    return dict(total)
