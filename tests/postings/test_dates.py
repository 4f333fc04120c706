from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.postings.dates import parse_date

NOTHING = (None, None)
DAY = (date(2026, 3, 1), "day")


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ("2026-03-01", DAY),
        ("2026-03-01T23:30:00-04:00", DAY),
        ("2026-03-01 10:10:39 UTC", DAY),
        ("20260301", DAY),
        ("01.03.2026", DAY),
        ("1. März 2026", DAY),
        ("March 1, 2026", DAY),
        ("1st March 2026", DAY),
        ("Sun, 01 Mar 2026 10:00:00 +0000", DAY),
        (date(2026, 3, 1), DAY),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), DAY),
        (1772366400, DAY),
        (1772366400000, DAY),
        ("1772366400", DAY),
        ("03/25/2026", (date(2026, 3, 25), "day")),
        ("25/03/2026", (date(2026, 3, 25), "day")),
        ("2018-03", (date(2018, 3, 1), "month")),
        ("03.2018", (date(2018, 3, 1), "month")),
        ("March 2018", (date(2018, 3, 1), "month")),
        ("2018", (date(2018, 1, 1), "year")),
        (2018, (date(2018, 1, 1), "year")),
        ("03/04/2026", NOTHING),
        ("2 days ago", NOTHING),
        ("Posted Yesterday", NOTHING),
        ("2026-02-30", NOTHING),
        ("0026-02-03", NOTHING),
        ("", NOTHING),
        (float("nan"), NOTHING),
        (True, NOTHING),
        (None, NOTHING),
        ([2026], NOTHING),
    ],
    ids=str,
)
def test_dates_in_the_forms_that_boards_write(value, parsed):
    assert parse_date(value) == parsed


@given(st.dates(min_value=date(1995, 1, 1), max_value=date(2099, 12, 31)))
def test_iso_dates_come_back(day):
    assert parse_date(day.isoformat()) == (day, "day")


@given(st.text(max_size=40) | st.floats() | st.integers())
def test_nothing_makes_it_fail(value):
    found, precision = parse_date(value)
    assert (found is None) == (precision is None)
