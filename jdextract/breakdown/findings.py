"""What the counts prove: trends, concentrations and specialisations, each tested and none stated without.

The tests of a breakdown form four families (trends; skills and duties by role, country and seniority;
languages by the same; pairs of niche skills). Each family is adjusted for its false-discovery rate and then
for the number of families, so that with nothing to be found a breakdown has a finding in at most one case
in twenty.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

from jdextract.breakdown.counting import ByValue
from jdextract.breakdown.model import Concentration, ConcentrationField, Direction, PeriodCount, Trend
from jdextract.breakdown.periods import Calendar, period_name
from jdextract.breakdown.statistics import (
    Stratum,
    Table,
    false_discovery,
    hypergeometric_tail,
    normal_tail,
    stratified_difference,
    trend_z,
)

LEVEL = 0.05
"""Findings have an adjusted p-value of at most this."""

FAMILIES = 4

MIN_SIDE = 15
"""Postings that each of two spans of time needs before a trend is looked for."""
MIN_VALUE = 10
"""Postings that a role, country or seniority (and the rest) needs before it is compared with the rest."""
MIN_LIFT = 1.5
MIN_PAIR_LIFT = 2.0
MIN_TOGETHER = 5
"""Postings that must name two niche skills together before they count as a specialisation."""
MIN_COMPANIES = 3
"""Companies that must carry a finding."""

_TESTED_FIELDS: tuple[ConcentrationField, ...] = get_args(ConcentrationField)
_MIN_RATIO = 1.5
_MIN_DIFFERENCE = 0.10
_MIN_VISIBLE_DIFFERENCE = 0.01
_MAX_CLUSTER = 6
_MAX_PLACES = 3


def adjust(p_values: Sequence[float], tests: int | None = None) -> list[float]:
    """Adjusted p-values of one family's tests."""
    return [min(1.0, FAMILIES * q) for q in false_discovery(p_values, tests=tests)]


@dataclass(frozen=True, slots=True)
class _Change:
    key: int
    p: float
    direction: Direction
    before: float
    after: float
    postings_before: int
    postings_after: int

    @property
    def matters(self) -> bool:
        """Large corpora make any difference significant; a reader wants to see one."""
        low, high = sorted((self.before, self.after))
        return high - low >= _MIN_DIFFERENCE or (
            high - low >= _MIN_VISIBLE_DIFFERENCE and (low == 0 or high / low >= _MIN_RATIO)
        )


def find_trends(calendar: Calendar, by_cell: Mapping[int, Mapping[int, int]], min_support: int) -> dict[int, Trend]:
    """Keys whose share rises or falls over time, within the sources that have postings early and late.

    Two tests must agree: Cochran-Armitage over the periods, stratified by source, and late against early
    (exact for one source, Cochran-Mantel-Haenszel for more); the larger p-value counts.
    """
    spans = [_span_of(calendar, source) for source in calendar.informative]
    changes = [
        change for key, cells in by_cell.items() if (change := _change(spans, key, cells, min_support)) is not None
    ]
    q_values = adjust([change.p for change in changes])
    trends: dict[int, Trend] = {}
    for change, q in zip(changes, q_values, strict=True):
        if q <= LEVEL and change.matters:
            periods = _shares_by_period(calendar, by_cell[change.key])
            trends[change.key] = Trend(
                direction=change.direction,
                q=q,
                before=change.before,
                after=change.after,
                postings_before=change.postings_before,
                postings_after=change.postings_after,
                periods=periods,
            )
    return trends


class _Span(NamedTuple):
    """The periods of one source, in their order."""

    cells: list[int]
    """Their codes."""
    starts: list[int]
    postings: list[int]
    late: int
    """The place of the first late one."""


def _span_of(calendar: Calendar, source: str | None) -> _Span:
    own = [cell for cell in calendar.cells if cell.source == source]
    early = sum(not calendar.late(cell) for cell in own)
    return _Span([cell.code for cell in own], [cell.start for cell in own], [cell.postings for cell in own], early)


def _change(spans: Iterable[_Span], key: int, cells: Mapping[int, int], min_support: int) -> _Change | None:
    strata: list[Stratum] = []
    tables: list[Table] = []
    early = late = early_hits = late_hits = 0
    for span in spans:
        found = [cells.get(code, 0) for code in span.cells]
        strata.append(Stratum(span.starts, span.postings, found))
        total, hits = sum(span.postings), sum(found)
        after, after_hits = sum(span.postings[span.late :]), sum(found[span.late :])
        tables.append(Table(after_hits, total, hits, after))
        late, late_hits = late + after, late_hits + after_hits
        early, early_hits = early + total - after, early_hits + hits - after_hits
    if early_hits + late_hits < min_support or not early or not late:
        return None
    z = trend_z(strata)
    before, after_share = early_hits / early, late_hits / late
    p = max(min(1.0, 2 * normal_tail(abs(z))), stratified_difference(tables))
    if (z > 0) != (after_share > before):
        p = 1.0
    return _Change(key, p, "rising" if z > 0 else "falling", before, after_share, early_hits, late_hits)


def _shares_by_period(calendar: Calendar, cells: Mapping[int, int]) -> tuple[PeriodCount, ...]:
    own = [cell for cell in calendar.cells if cell.source in calendar.informative]
    step, unit = calendar.shown_step, calendar.shown_unit
    of: Counter[int] = Counter()
    hits: Counter[int] = Counter()
    for cell in own:
        of[cell.start // step * step] += cell.postings
        hits[cell.start // step * step] += cells.get(cell.code, 0)
    return tuple(
        PeriodCount(period=period_name(start, unit), postings=hits[start], of=of[start]) for start in sorted(of)
    )


@dataclass(frozen=True, slots=True)
class Margins:
    """How many postings have each value of each field, values under their numbers."""

    postings: int
    values: Mapping[str, Sequence[str]]
    counts: Mapping[str, Mapping[str, int]]

    def compared(self) -> list[tuple[ConcentrationField, int, str, int, int]]:
        """Field, number, value, its postings, and all postings of which the field is known."""
        found: list[tuple[ConcentrationField, int, str, int, int]] = []
        for name in _TESTED_FIELDS:
            known = sum(self.counts[name].values())
            for number, value in enumerate(self.values[name], 1):
                own = self.counts[name][value]
                if own >= MIN_VALUE and known - own >= MIN_VALUE:
                    found.append((name, number, value, own, known))
        return found


def find_concentrations(
    margins: Margins, by_field: Mapping[int, ByValue], min_support: int
) -> dict[int, tuple[Concentration, ...]]:
    """Keys that one role, country or seniority names more often than the other postings do.

    Fisher's exact test, one-sided, among the postings of which the field is known. For each key the values
    with the largest lift come first, three a field at most.
    """
    compared = margins.compared()
    found: list[tuple[int, Concentration]] = []
    p_values: list[float] = []
    tests = len(by_field) * len(compared)
    for key, fields in by_field.items():
        for name, number, value, own, known in compared:
            hits, total = fields[name].get(number, 0), sum(fields[name].values())
            elsewhere = (total - hits) / (known - own)
            # Tests that could not lead to a finding count as tests that failed, which costs power, not truth.
            if hits < max(min_support, 3) or hits < MIN_LIFT * elsewhere * own:
                continue
            lift = hits / own / elsewhere if elsewhere else None
            p_values.append(hypergeometric_tail(hits, known, total, own))
            found.append((key, Concentration(field=name, value=value, lift=lift, q=1.0, postings=hits, of=own)))
    kept: defaultdict[int, list[Concentration]] = defaultdict(list)
    for (key, concentration), q in zip(found, adjust(p_values, tests), strict=True):
        if q <= LEVEL:
            kept[key].append(concentration.model_copy(update={"q": q}))
    return {key: _largest(concentrations) for key, concentrations in kept.items()}


def _largest(concentrations: Iterable[Concentration]) -> tuple[Concentration, ...]:
    ranked = sorted(concentrations, key=lambda c: (-(c.lift or math.inf), c.q, c.value))
    seen: Counter[str] = Counter()
    kept: list[Concentration] = []
    for concentration in ranked:
        seen[concentration.field] += 1
        if seen[concentration.field] <= _MAX_PLACES:
            kept.append(concentration)
    return tuple(kept)


def holds_by_company(companies: Mapping[int, int], totals: Mapping[int, int], value: int) -> bool:
    """Whether ``value`` stands out too where each company counts once, and three companies at least bear witness.

    One company's many postings share their wording, so they are no independent witnesses. ``companies`` and
    ``totals`` count companies by value, with the thing and in all. Fisher's exact test, one-sided, at 5 %.
    """
    if companies.get(value, 0) < MIN_COMPANIES:
        return False
    marked, population = sum(companies.values()), sum(totals.values())
    return hypergeometric_tail(companies.get(value, 0), population, marked, totals.get(value, 0)) <= LEVEL


@dataclass(frozen=True, slots=True)
class Cluster:
    """Niche skills that go together; ``lift`` is that of its closest pair, which ``together`` postings name."""

    keys: tuple[int, ...]
    pair: tuple[int, int]
    together: int
    lift: float
    q: float


@dataclass(frozen=True, slots=True)
class Link:
    """Two niche skills that ``together`` postings name, ``lift`` times as many as chance would have it."""

    pair: tuple[int, int]
    together: int
    lift: float
    q: float


def find_links(
    pairs: Iterable[tuple[int, int, int]],
    totals: Mapping[int, int],
    postings: int,
    *,
    candidates: int,
    unrelated: Collection[tuple[int, int]] = (),
) -> list[Link]:
    """Pairs that go together more often than chance would have it, closest first.

    Fisher's exact test, one-sided, adjusted for all pairs of ``candidates`` keys; pairs in ``unrelated`` (one
    implies the other) say nothing.
    """
    tests = candidates * (candidates - 1) // 2
    tested = [
        (a, b, both, both * postings / (totals[a] * totals[b]))
        for a, b, both in pairs
        if (a, b) not in unrelated and both * postings >= MIN_PAIR_LIFT * totals[a] * totals[b]
    ]
    q_values = adjust([hypergeometric_tail(both, postings, totals[a], totals[b]) for a, b, both, _ in tested], tests)
    links = [Link((a, b), both, lift, q) for (a, b, both, lift), q in zip(tested, q_values, strict=True) if q <= LEVEL]
    return sorted(links, key=lambda link: (link.q, -link.lift, link.pair))


def find_clusters(links: Sequence[Link], totals: Mapping[int, int]) -> list[Cluster]:
    """Clusters of linked keys; each grows from its closest pair by keys linked with two thirds of it at least."""
    linked: defaultdict[int, set[int]] = defaultdict(set)
    for link in links:
        a, b = link.pair
        linked[a].add(b)
        linked[b].add(a)
    taken: set[int] = set()
    clusters: list[Cluster] = []
    for link in links:
        if taken.intersection(link.pair):
            continue
        members = list(link.pair)
        reach = sorted(
            (linked[link.pair[0]] | linked[link.pair[1]]) - taken - set(link.pair),
            key=lambda key: (-sum(key in linked[m] for m in link.pair), -totals[key], key),
        )
        for key in reach:
            if len(members) < _MAX_CLUSTER and 3 * sum(key in linked[m] for m in members) >= 2 * len(members):
                members.append(key)
        taken.update(members)
        keys = tuple(sorted(members, key=lambda key: (-totals[key], key)))
        clusters.append(Cluster(keys, link.pair, link.together, link.lift, link.q))
    return clusters
