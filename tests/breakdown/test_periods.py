from __future__ import annotations

from datetime import date

import pytest

from jdextract.breakdown.periods import Calendar, period_name

TODAY = date(2026, 11, 24)


def months(source, year, numbers, postings=10, last_day=None):
    return [(source, year, month, False, postings, last_day) for month in numbers]


@pytest.mark.parametrize(
    ("start", "unit", "name"),
    [(2026 * 12 + 2, "month", "2026-03"), (2026 * 12, "quarter", "2026-Q1"), (2026 * 12 + 9, "quarter", "2026-Q4"),
     (2026 * 12, "year", "2026")],
)  # fmt: skip
def test_period_name(start, unit, name):
    assert period_name(start, unit) == name


@pytest.mark.parametrize(
    ("last_day", "today", "left_open"),
    [
        (30, TODAY, None),
        (24, TODAY, None),
        (12, TODAY, "2026-06"),
        (None, TODAY, None),
        (30, date(2026, 6, 30), "2026-06"),
        (None, date(2026, 6, 2), "2026-06"),
    ],
    ids=["full", "nearly full", "cut short", "days unknown", "today is in it", "today is in it, days unknown"],
)
def test_the_open_period_is_left_out(last_day, today, left_open):
    counts = months("a", 2026, range(1, 6), last_day=28) + months("a", 2026, [6], last_day=last_day)
    calendar = Calendar.of(counts, today=today)
    assert calendar.left_open == left_open
    assert calendar.periods == (5 if left_open else 6)


def test_a_long_silence_parts_early_from_late():
    calendar = Calendar.of(months("a", 2016, range(1, 13)) + months("a", 2026, range(1, 6)), today=TODAY)
    assert period_name(calendar.boundary, "month") == "2026-01"
    assert calendar.span(late=False)[2] == 120


def test_a_silence_before_a_few_stragglers_parts_nothing():
    calendar = Calendar.of(months("a", 2016, [1], postings=2) + months("a", 2026, range(1, 11)), today=TODAY)
    assert calendar.boundary > 2026 * 12


def test_halves_that_part_within_a_quarter_name_their_months_there():
    calendar = Calendar.of(months("a", 2025, range(1, 12)), today=TODAY)
    assert calendar.shown_unit == "quarter"
    assert calendar.span(late=False)[:2] == ("2025-Q1", "2025-05")
    assert calendar.span(late=True)[:2] == ("2025-06", "2025-Q4")


def test_halves_that_part_by_a_silence_name_whole_years():
    calendar = Calendar.of(months("a", 2016, range(1, 13)) + months("a", 2025, range(8, 13)), today=TODAY)
    assert [calendar.span(late=late)[:2] for late in (False, True)] == [("2016", "2016"), ("2025", "2025")]


def test_only_sources_on_both_sides_are_informative():
    counts = months("both", 2020, [1, 2]) + months("both", 2024, [1, 2]) + months("late", 2024, [1, 2])
    assert Calendar.of(counts, today=TODAY).informative == {"both"}


def test_sources_of_one_period_each_leave_nothing_to_compare():
    calendar = Calendar.of(months("a", 2020, [1]) + months("b", 2024, [1]), today=TODAY)
    assert calendar.informative == frozenset()
    assert calendar.periods == 2


@pytest.mark.parametrize(("years", "unit"), [(3, "month"), (8, "quarter"), (15, "year")])
def test_many_months_are_taken_together(years, unit):
    counts = [count for year in range(2026 - years, 2026) for count in months("a", year, range(1, 13))]
    assert Calendar.of(counts, today=TODAY).unit == unit


def test_years_only():
    counts = [("a", year, 1, True, 10, None) for year in (2023, 2024, 2025)]
    calendar = Calendar.of(counts, today=TODAY)
    assert (calendar.unit, calendar.periods) == ("year", 3)


def test_years_among_months_have_no_month():
    counts = [*months("a", 2025, [1, 2]), ("a", 2025, 1, True, 3, None)]
    calendar = Calendar.of(counts, today=TODAY)
    assert sum(cell.postings for cell in calendar.cells) == 20


def test_nothing_dated():
    calendar = Calendar.of([], today=TODAY)
    assert (calendar.periods, calendar.cells, calendar.left_open) == (0, (), None)
