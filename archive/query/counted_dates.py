"""Days counted from today, as people ask for them in three languages: today, last week, the last 7 days."""

from __future__ import annotations

import re
from datetime import date, timedelta

DAY, WEEK, MONTH, YEAR = "day", "week", "month", "year"

_SAID = {
    (DAY, 0): "today, hari ini, hom nay",
    (DAY, 1): "yesterday, kemarin, kemaren, hom qua",
    (WEEK, 0): "week, this week, minggu, minggu ini, pekan, pekan ini, tuan, tuan nay",
    (WEEK, 1): "last week, minggu lalu, pekan lalu, minggu kemarin, tuan truoc, tuan qua",
    (MONTH, 0): "month, this month, bulan, bulan ini, thang, thang nay",
    (MONTH, 1): "last month, bulan lalu, bulan kemarin, thang truoc, thang qua",
    (YEAR, 0): "year, this year, tahun, tahun ini, nam, nam nay",
    (YEAR, 1): "last year, tahun lalu, tahun kemarin, nam ngoai, nam truoc, nam qua",
}
_UNITS = {phrase: unit for unit, phrases in _SAID.items() for phrase in phrases.split(", ")}
_LAST = re.compile(
    r"(?:the )?(?:last|past) ([0-9]{1,4}) (days?|weeks?)"
    r"|([0-9]{1,4}) (hari|minggu|pekan) terakhir"
    r"|(?:trong )?([0-9]{1,4}) (ngay|tuan) (?:qua|vua qua|gan day)",
    re.ASCII,
)
_DAYS = frozenset({"day", "days", "hari", "ngay"})


def counted_days(tidied: str, today: date) -> tuple[date, date] | None:
    """The first and last day of a tidied text (see archive.query.written_dates.tidy) that counts from today, with
    blanks or hyphens between its words; None of any other. A week begins on Monday; the last 7 days end today."""
    said = re.sub("[-_]", " ", tidied)
    found = _LAST.fullmatch(said)
    if found:
        number, unit = (part for part in found.groups() if part)
        days = int(number) * (1 if unit in _DAYS else 7)
        return (today - timedelta(days=days - 1), today) if days else None
    if said not in _UNITS:
        return None
    unit, back = _UNITS[said]
    return _span(unit, back, today)


def _span(unit: str, back: int, today: date) -> tuple[date, date]:
    """This day, week, month or year, or the one so many before."""
    if unit == DAY:
        day = today - timedelta(days=back)
        return day, day
    if unit == WEEK:
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return monday, monday + timedelta(days=6)
    if unit == YEAR:
        return date(today.year - back, 1, 1), date(today.year - back, 12, 31)
    month = today.year * 12 + today.month - 1 - back
    ends = (date(number // 12, number % 12 + 1, 1) for number in (month, month + 1))
    first, following = ends
    return first, following - timedelta(days=1)
