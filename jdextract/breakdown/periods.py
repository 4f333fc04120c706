"""Periods of time for trends: which there are, which are still open, and where early ends and late begins."""

from __future__ import annotations

import calendar as days
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, Self

Unit = Literal["month", "quarter", "year"]

_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
_MAX_PERIODS = 48  # more than this many months are taken as quarters, more quarters as years
_MAX_SOURCES = 8
_GAP_MONTHS = 9  # a silence of this length parts early from late by itself
_OPEN_DAYS = 7  # a month whose last posting is this many days before its end is not over yet

MonthCount = tuple[str | None, int, int, bool | None, int, int | None]
"""Source, year, month, whether only the year is known, postings, last known day."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The postings of one source in one period; ``start`` counts months since year 0."""

    code: int
    source: str | None
    start: int
    postings: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """The cells that a trend is looked for in, and the ``boundary`` (a period's start) between early and late.

    Only sources that have postings in both halves say anything about change: ``informative``.
    """

    unit: Unit
    cells: tuple[Cell, ...]
    boundary: int
    informative: frozenset[str | None]
    dated: int
    left_open: str | None
    periods: int
    codes: tuple[int, ...] = ()
    """For each of the counts that it was made of, the cell that they fall in; 0 for none."""

    @classmethod
    def of(cls, counts: Sequence[MonthCount], *, today: date) -> Self:
        """The calendar of postings counted by source and month.

        The last period is left out where it is not over: where ``today`` is in it, or where its last dated
        posting is a week or more from its end. Of many sources, the largest are looked at.
        """
        sizes: Counter[str | None] = Counter()
        for count in counts:
            sizes[count[0]] += count[4]
        large = {source for source, _ in sizes.most_common(_MAX_SOURCES)}
        unit = _unit(counts)
        usable = [count for count in counts if count[0] in large and (unit == "year" or not count[3])]
        step = _MONTHS[unit]
        starts = sorted({_start(count, step) for count in usable})
        left_open = None
        if starts and _is_open(usable, starts[-1], step, today):
            left_open = period_name(starts.pop(), unit)
        totals: Counter[tuple[str | None, int]] = Counter()
        for count in usable:
            if _start(count, step) in starts:
                totals[count[0], _start(count, step)] += count[4]
        codes = {pair: code for code, pair in enumerate(sorted(totals, key=lambda pair: (pair[0] or "", pair[1])), 1)}
        cells = tuple(Cell(code, source, start, totals[source, start]) for (source, start), code in codes.items())
        boundary, informative = _split(cells)
        kept = set(usable)
        of_counts = tuple(codes.get((count[0], _start(count, step)), 0) if count in kept else 0 for count in counts)
        return cls(unit, cells, boundary, informative, sum(sizes.values()), left_open, len(starts), of_counts)

    def late(self, cell: Cell) -> bool:
        """Whether the cell is in the later half."""
        return cell.start >= self.boundary

    @property
    def late_from(self) -> date:
        """The first day of the later half."""
        return date(self.boundary // 12, self.boundary % 12 + 1, 1)

    @property
    def shown_unit(self) -> Unit:
        """The unit that a reader sees: few enough periods to take in."""
        own = [cell.start for cell in self.cells if cell.source in self.informative]
        months = max(own) - min(own) + 1 if own else 0
        coarse: Unit = "year" if months > 30 else "quarter" if months > 9 else "month"
        return max(self.unit, coarse, key=_MONTHS.__getitem__)

    @property
    def shown_step(self) -> int:
        """The months in `shown_unit`."""
        return _MONTHS[self.shown_unit]

    def span(self, *, late: bool) -> tuple[str, str, int]:
        """First and last shown period of a half, and its postings, in informative sources.

        A shown period that both halves have a part in is named by neither: its months are.
        """
        own = [cell for cell in self.cells if cell.source in self.informative]
        shared = {self._shown(cell) for cell in own if self.late(cell)} & {
            self._shown(cell) for cell in own if not self.late(cell)
        }
        half = sorted((cell for cell in own if self.late(cell) == late), key=lambda cell: cell.start)
        names = [
            period_name(cell.start, self.unit)
            if (shown := self._shown(cell)) in shared
            else period_name(shown, self.shown_unit)
            for cell in (half[:1] + half[-1:])
        ] or ["", ""]
        return names[0], names[1], sum(cell.postings for cell in half)

    def _shown(self, cell: Cell) -> int:
        return cell.start // self.shown_step * self.shown_step

    @property
    def usable(self) -> int:
        """Postings in cells of informative sources."""
        return sum(cell.postings for cell in self.cells if cell.source in self.informative)


def period_names(day: date) -> tuple[str, ...]:
    """The month, quarter and year that ``day`` is in."""
    months = day.year * 12 + day.month - 1
    return tuple(period_name(months // step * step, unit) for unit, step in _MONTHS.items())


def period_name(start: int, unit: Unit) -> str:
    """``2026-03``, ``2026-Q1`` or ``2026`` for the period that begins in month ``start``."""
    year, month = divmod(start, 12)
    return {"month": f"{year}-{month + 1:02d}", "quarter": f"{year}-Q{month // 3 + 1}", "year": str(year)}[unit]


def _unit(counts: Sequence[MonthCount]) -> Unit:
    dated = sum(count[4] for count in counts)
    if sum(count[4] for count in counts if count[3]) * 2 > dated:
        return "year"
    months = {count[1] * 12 + count[2] - 1 for count in counts if not count[3]}
    if len(months) <= _MAX_PERIODS:
        return "month"
    return "quarter" if len({month // 3 for month in months}) <= _MAX_PERIODS else "year"


def _start(count: MonthCount, step: int) -> int:
    return (count[1] * 12 + count[2] - 1) // step * step


def _is_open(counts: Sequence[MonthCount], start: int, step: int, today: date) -> bool:
    if today.year * 12 + today.month - 1 < start + step:
        return True
    year, month = divmod(start + step - 1, 12)
    length = days.monthrange(year, month + 1)[1]
    in_period = [count for count in counts if _start(count, step) == start]
    if not any(count[5] for count in in_period):
        return False  # months are known and no days: nothing says that the last one is not over
    in_last_month = [count for count in in_period if count[1] * 12 + count[2] - 1 == start + step - 1]
    return max((count[5] or 0 for count in in_last_month), default=0) <= length - _OPEN_DAYS


def _split(cells: Sequence[Cell]) -> tuple[int, frozenset[str | None]]:
    """Where late begins, and the sources with postings on both sides.

    It is the widest silence of at least `_GAP_MONTHS` that leaves a fifth of the postings on either side, else
    the start of the period in which the median posting falls.
    """
    by_source: defaultdict[str | None, set[int]] = defaultdict(set)
    for cell in cells:
        by_source[cell.source].add(cell.start)
    spread = [cell for cell in cells if len(by_source[cell.source]) > 1]
    if not spread:
        return 0, frozenset()
    by_start: Counter[int] = Counter()
    for cell in spread:
        by_start[cell.start] += cell.postings
    starts, total = sorted(by_start), sum(by_start.values())
    before = 0
    gaps: list[tuple[int, int]] = []
    balance: list[tuple[int, int]] = []
    for earlier, later in pairwise(starts):
        before += by_start[earlier]
        balance.append((abs(2 * before - total), later))
        if later - earlier > _GAP_MONTHS and min(before, total - before) * 5 >= total:
            gaps.append((later - earlier, later))
    boundary = max(gaps)[1] if gaps else min(balance)[1]
    informative = frozenset(source for source, own in by_source.items() if min(own) < boundary <= max(own))
    return boundary, informative
