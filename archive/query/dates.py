"""Dates as they are typed: a year, a month, a day, and spans of them; what is no date is an error, never a miss."""

from __future__ import annotations

import calendar
import re
from datetime import date

from archive.errors import QueryError

Days = tuple[int | None, int | None]

_WRITTEN = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_COMPARED = re.compile(r"(>=|<=|>|<|≥|≤)\s*(.*)", re.DOTALL)
_SPAN = re.compile(r"\.{2,3}|…")


def day_span(text: str) -> tuple[int, int]:
    """The first and last day (as integers 20251025) of a year, a month or a day: `2025`, `2025-10`, `2025-10-25`; also
    with the day first, as Indonesian and Vietnamese write it (25/10/2025). Raises QueryError with a sentence."""
    typed = text.strip()
    if found := _WRITTEN.fullmatch(typed):
        year, month, day = (int(part) if part else None for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(typed):
        day, month, year = map(int, found.groups())
    elif found := _MONTH_FIRST.fullmatch(typed):
        month, year = map(int, found.groups())
        day = None
    else:
        raise QueryError(_sentence(typed))
    try:
        first = date(year or 0, month or 1, day or 1)
        if day is not None:
            last = first
        elif month is not None:
            last = first.replace(day=calendar.monthrange(first.year, month)[1])
        else:
            last = first.replace(month=12, day=31)
    except ValueError:
        raise QueryError(_sentence(typed)) from None
    return _number(first), _number(last)


def read_days(text: str) -> tuple[Days, str | None]:
    """The days that a date value asks for, and a warning when it was read kindly. Raises QueryError."""
    typed = text.strip()
    if compared := _COMPARED.fullmatch(typed):
        first, last = day_span(compared[2])
        # One below or above a day is no day, but as a bound it does the same.
        return {
            ">=": (first, None),
            "≥": (first, None),
            "<=": (None, last),
            "≤": (None, last),
            ">": (last + 1, None),
            "<": (None, first - 1),
        }[compared[1]], None
    ends = _SPAN.split(typed, maxsplit=1)
    if len(ends) == 1:
        return day_span(typed), None
    if not any(end.strip() for end in ends):
        raise QueryError(_sentence(typed))
    start, end = (day_span(part) if part.strip() else None for part in ends)
    if start and end and start[0] > end[1]:
        return (end[0], start[1]), f"The dates in “{typed}” were in the wrong order and have been turned round."
    return (start[0] if start else None, end[1] if end else None), None


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _sentence(typed: str) -> str:
    return f"“{typed[:40]}” is not a date: write 2025, 2025-10, 2025-10-25 or a span such as 2025-10..2025-12."
