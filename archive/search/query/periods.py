"""Days as the years, months and days that cover them, for columns that contain all three for a record's days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_FIRST, _LAST = date(1970, 1, 1), date(2100, 12, 31)  # nothing was added to an archive before or after
_ONE = timedelta(days=1)


def covering_periods(first: int | None, last: int | None) -> tuple[str, ...]:
    """Return the fewest years (`2026`), months (`2026-11`) and days that cover the days from `first` to `last`,
    integers such as 20261130; None is open."""
    day, end = _day(first, _FIRST), _day(last, _LAST)
    found = []
    while day <= end:
        last_of_month = day.replace(day=monthrange(day.year, day.month)[1])
        if (day.month, day.day) == (1, 1) and day.replace(month=12, day=31) <= end:
            found.append(f"{day.year}")
            day = day.replace(month=12, day=31) + _ONE
        elif day.day == 1 and last_of_month <= end:
            found.append(f"{day.year}-{day.month:02}")
            day = last_of_month + _ONE
        else:
            found.append(day.isoformat())
            day += _ONE
    return tuple(found)


def periods_of(day: str) -> list[str]:
    """Return the year, month and day of an instant or day, in the format of `covering_periods`."""
    return [day[:4], day[:7], day[:10]]


def _day(number: int | None, otherwise: date) -> date:
    """Return the day, limited to the valid range; for one beyond the end of its month (20250231), the last of the
    month."""
    if number is None:
        return otherwise
    year, month, day = number // 10_000, min(max(number // 100 % 100, 1), 12), max(number % 100, 1)
    if not _FIRST.year <= year <= _LAST.year:
        return _FIRST if year < _FIRST.year else _LAST
    return date(year, month, min(day, monthrange(year, month)[1]))
