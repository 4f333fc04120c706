"""The day, month or year that a posting's date says, in the forms that boards and spreadsheets write."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from jdextract.models import DatePrecision

Parsed = tuple[date | None, DatePrecision | None]

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_DOTTED = re.compile(r"(?:(\d{1,2})\.\s?)?(\d{1,2})\.\s?(\d{4})(?: .*)?")
_SLASHED = re.compile(r"(\d{1,4})/(\d{1,2})/(\d{1,4})(?: .*)?")
_WORDED = re.compile(
    r"(?:(\d{1,2})(?:\.|st|nd|rd|th)?\s+)?([A-Za-zä]{3,9})\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?,?)?,?\s+(\d{4})"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar", "feb february februar", "mar march märz mär", "apr april", "may mai", "jun june juni",
            "jul july juli", "aug august", "sep sept september", "oct october okt oktober", "nov november",
            "dec december dez dezember",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_YEARS = range(1995, 2101)


def parse_date(value: Any) -> Parsed:
    """The first day of the period that ``value`` names, and its precision; ``(None, None)`` if unclear.

    Takes dates, ISO 8601 in full or in part, ``01.03.2026``, ``March 2026``, RFC 2822, and epoch seconds or
    milliseconds (as the day in UTC). "2 days ago" counts from an unknown day, and ``03/04/2026`` may be
    March or April: both are unclear.

    >>> parse_date("2018-03")
    (datetime.date(2018, 3, 1), 'month')
    """
    if isinstance(value, datetime):
        # NaT is a datetime that equals nothing, not even itself.
        return _checked(value.year, value.month, value.day) if value == value else (None, None)  # noqa: PLR0124
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, bool) or value is None:
        return None, None
    if isinstance(value, (int, float)):
        return _epoch(float(value))
    return _parse_text(value.strip()) if isinstance(value, str) else (None, None)


def _parse_text(text: str) -> Parsed:
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read(match)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None, None
    return _checked(moment.year, moment.month, moment.day)


def _dotted(match: re.Match[str]) -> Parsed:
    day, month, year = match.groups()
    return _checked(int(year), int(month), int(day) if day else None)


def _worded(match: re.Match[str]) -> Parsed:
    before, name, after, year = match.groups()
    day = before or after
    month = _MONTHS.get(name.lower())
    return _checked(int(year), month, int(day) if day else None) if month else (None, None)


def _slashed(first: int, second: int, third: int) -> Parsed:
    if first > 31:
        return _checked(first, second, third)
    if third < 1000:
        return None, None
    if first > 12 or first == second:
        return _checked(third, second, first)
    return _checked(third, first, second) if second > 12 else (None, None)


def _epoch(number: float) -> Parsed:
    if number in _YEARS:
        return _checked(int(number))
    seconds = number / 1000 if number > 1e11 else number
    if not 8e8 < seconds < 4.2e9:
        return None, None
    moment = datetime.fromtimestamp(seconds, UTC)
    return _checked(moment.year, moment.month, moment.day)


def _checked(year: int | None, month: int | None = None, day: int | None = None) -> Parsed:
    if year not in _YEARS or year is None:
        return None, None
    try:
        found = date(year, month or 1, day or 1)
    except ValueError:
        return None, None
    return found, "day" if day else "month" if month else "year"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Parsed]], ...] = (
    (re.compile(r"\d{9,13}(?:\.\d+)?"), lambda match: _epoch(float(match[0]))),
    (_ISO, lambda match: _checked(*(int(part) if part else None for part in match.groups()))),
    (_COMPACT, lambda match: _checked(*map(int, match.groups()))),
    (_DOTTED, _dotted),
    (_SLASHED, lambda match: _slashed(*map(int, match.groups()))),
    (_WORDED, _worded),
)
