"""Dates in a query: a year, a month, a day, a span, or one relative to today, in three languages.

An invalid date is an error, so that a typo does not look like an empty result.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from archive.errors import QueryError
from archive.messages import Message
from archive.text.dates.written_dates import WrittenDate, parse_written_date, tidy, without_clock

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
    """Return the first and last day of a tidied text (see archive.text.dates.written_dates.tidy) relative to today,
    with blanks or hyphens between its words; None for any other. A week begins on Monday; the last 7 days end today."""
    said = re.sub("[-_]", " ", tidied)
    found = _LAST.fullmatch(said)
    if found:
        number, unit = (part for part in found.groups() if part)
        days = int(number) * (1 if unit in _DAYS else 7)
        return (today - timedelta(days=days - 1), today) if days else None
    if said not in _UNITS:
        return None
    unit, back = _UNITS[said]
    return _counted_span(unit, back, today)


def _counted_span(unit: str, back: int, today: date) -> tuple[date, date]:
    """Return this day, week, month or year, or the one so many before."""
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


Days = tuple[int | None, int | None]

MOST_LETTERS = 100  # of a date or range
_COMPARED = re.compile(r"(>=|=>|<=|=<|>|<|≥|≤|=)(.*)", re.DOTALL)
_SPAN = re.compile(r"\.{2,3}|…")
_LOOSE_SPAN = re.compile(
    r" - | ?[\u2013\u2014~] ?| (?:to|until|through|s/d|s\.d\.|sampai dengan|sampai|hingga|den) "
    r"|(?<=\A[0-9]{4})-(?=[0-9]{4}\Z)|(?<=\A[0-9])-(?=[0-9]{1,2} [a-z])|(?<=\A[0-9]{2})-(?=[0-9]{1,2} [a-z])"
)
_BRACKETS = re.compile(r"\[(.*)[\]}]|\{(.*)[\]}]", re.DOTALL)
_FROM_NOW_TEXT = """
today yesterday tomorrow now recent recently kemarin besok sekarang hari minggu bulan tahun nay qua mai hom tuan thang
nam last this next lalu ini depan truoc toi"""
_FROM_NOW = frozenset(_FROM_NOW_TEXT.split())


_COMPARING = {
    **dict.fromkeys(("since", "from", "sejak", "dari", "mulai", "tu"), ">="),
    **dict.fromkeys(("until", "sampai", "hingga", "den"), "<="),
    **dict.fromkeys(("after", "setelah", "sesudah", "sau"), ">"),
    **dict.fromkeys(("before", "sebelum", "truoc"), "<"),
}


class NoSuchDay(QueryError):
    """The text has the form of a date, but is not a valid one."""


def day_span(text: str, today: date | None = None) -> tuple[int, int]:
    """Return the first and last day (as integers 20251025) of a year, a month or a day: `2025`, `2025-10`,
    `2025-10-25`; also with the day first, as in Indonesian and Vietnamese (25/10/2025), and with the month's name (25
    Oktober 2025, tháng 10 năm 2025). If `today` is given, also relative ones (yesterday, bulan ini, tuần trước). Raise
    QueryError with a sentence."""
    counted = _counted(text, today)
    if counted is not None:
        return _number(counted[0]), _number(counted[1])
    written = _written(text)
    if written.year is None:
        raise NoSuchDay(_yearless(text, written))
    first, last = _first_and_last_day(written, text)
    return _number(first), _number(last)


def read_days(text: str, today: date | None = None) -> tuple[Days, Message | None]:
    """Return the days of a date value, as `day_span` reads them, and a warning if it was corrected. Raise QueryError;
    NoSuchDay if it has the form of a date."""
    typed = text.strip()[: MOST_LETTERS + 1]
    if len(typed) > MOST_LETTERS:
        raise QueryError(_no_date(typed))
    bracket = _BRACKETS.fullmatch(typed)
    if bracket:
        days, warning = read_days(bracket[1] or bracket[2] or "", today)
        return days, warning or Message("date-brackets", typed=typed, days=days_text(*days))
    compared = _COMPARED.fullmatch(typed)
    if compared:
        return _compared(compared[1], compared[2], today), None
    word, _, rest = tidy(typed).partition(" ")
    if word in _COMPARING and (parse_written_date(rest) or _counted(rest, today)):
        days = _compared(_COMPARING[word], rest, today)
        return days, Message("date-compared", typed=typed, days=days_text(*days))
    ends = _SPAN.split(typed, maxsplit=1)
    if len(ends) == 2:
        return _typed_span(typed, ends[0], ends[1], today)
    return _one(typed, today)


def days_text(first: int | None, last: int | None) -> str:
    """Return these days in query syntax: `2025`, `2025-10`, `2025-10-25`, `2024..2025-03`, `..2024`."""
    if first is not None and last is not None:
        for end in (first, last):
            for written in _split_day(end):
                if day_span(written) == (first, last):
                    return written
    starts = [""] * 3 if first is None else _split_day(first)
    ends = [""] * 3 if last is None else _split_day(last)
    for start, end_text in zip(starts, ends, strict=True):
        if (not start or day_span(start)[0] == first) and (not end_text or day_span(end_text)[1] == last):
            return f"{start}..{end_text}"
    raise ValueError(f"No days: {first}, {last}")


def _one(typed: str, today: date | None) -> tuple[Days, Message | None]:
    if _counted(typed, today) is not None:
        return day_span(typed, today), None
    tidied = tidy(typed)
    dated = without_clock(tidied)
    if parse_written_date(dated) is None:
        parts = _LOOSE_SPAN.split(tidied, maxsplit=1)
        if len(parts) == 2 and all(part.strip() for part in parts):
            try:
                days, warning = _typed_span(typed, parts[0], parts[1], today)
            except NoSuchDay:
                raise
            except QueryError:
                raise QueryError(_no_date(typed)) from None
            return days, warning or Message("date-span", typed=typed, days=days_text(*days))
    days = day_span(dated if dated != tidied else typed)
    if dated != tidied:
        return days, Message("date-clock", typed=typed)
    return days, None


def _typed_span(typed: str, start: str, end: str, today: date | None) -> tuple[Days, Message | None]:
    """Read a range between two dates, either of which may be open; the first may take its year from the second."""
    if not start.strip() and not end.strip():
        raise QueryError(_no_date(typed))
    try:
        last = day_span(end, today) if end.strip() else None
        first = day_span(_completed(start, end), today) if start.strip() else None
    except NoSuchDay:
        raise
    except QueryError:
        raise QueryError(_no_date(typed)) from None
    if first and last and first[0] > last[1]:
        return (last[0], first[1]), Message("date-turned", typed=typed)
    return (first[0] if first else None, last[1] if last else None), None


def _completed(start: str, end: str) -> str:
    """Return a date with its missing parts taken from a later one (`25..27 Oktober 2025`)."""
    said, later = parse_written_date(tidy(start)), parse_written_date(tidy(end))
    if said is None or later is None or said.year is not None or later.year is None:
        return start
    month, day = said.month, said.day
    if month is None:
        month, day = (later.month, day) if later.day is not None else (day, None)
    parts = [f"{later.year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    return "-".join(parts)


def _compared(sign: str, value: str, today: date | None) -> Days:
    first, last = day_span(value, today)
    try:
        match sign:
            case ">=" | "=>" | "≥":
                return first, None
            case "<=" | "=<" | "≤":
                return None, last
            case ">":
                return _number(_date(last) + timedelta(days=1)), None
            case "<":
                return None, _number(_date(first) - timedelta(days=1))
            case _:
                return first, last
    except OverflowError:
        raise NoSuchDay(Message("date-last", typed=value.strip())) from None


def _counted(text: str, today: date | None) -> tuple[date, date] | None:
    return counted_days(tidy(text[: MOST_LETTERS + 1]), today) if today is not None else None


def _written(text: str) -> WrittenDate:
    found = parse_written_date(without_clock(tidy(text[: MOST_LETTERS + 1])))
    if found is None:
        raise QueryError(_no_date(text.strip()))
    return found


def _first_and_last_day(written: WrittenDate, text: str) -> tuple[date, date]:
    year, month, day = written.year or 0, written.month, written.day
    if not year:
        raise NoSuchDay(_no_date(text.strip()))
    if month is not None and not 1 <= month <= 12:
        turned = day is not None and 1 <= day <= 12 and month <= 31
        instead = Message("date-examples")
        if turned:
            instead = Message("date-day-first", day=f"{month}/{day}/{year}", iso=f"{year:04}-{day:02}-{month:02}")
        raise NoSuchDay(Message("date-month", typed=text.strip()[:40], month=month, instead=instead))
    days = calendar.monthrange(year, month or 1)[1]
    if day is not None and not 1 <= day <= days:
        month_text = f"{year:04}-{month or 1:02}"
        instead = Message("date-examples")
        raise NoSuchDay(Message("date-day", typed=text.strip()[:40], month=month_text, days=days, instead=instead))
    first = date(year, month or 1, day or 1)
    if month is None:
        return first, first.replace(month=12, day=31)
    return first, first if day is not None else first.replace(day=days)


def _split_day(day: int) -> list[str]:
    year, month, of_month = day // 10_000, day // 100 % 100, day % 100
    return [f"{year:04}", f"{year:04}-{month:02}", f"{year:04}-{month:02}-{of_month:02}"]


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _date(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def _yearless(text: str, written: WrittenDate) -> Message:
    shown = text.strip()[:40]
    if written.month is None:
        return _no_date(text.strip())
    return Message("date-without-year", typed=shown, words=shown, month=f"2025-{written.month:02}")


def _no_date(typed: str) -> Message:
    shown = typed[:40]
    words = tidy(shown).split()
    if re.search(r"(?<![0-9])[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}(?![0-9])", shown, re.ASCII):
        return Message("date-short-year", typed=shown)
    if words and all(word in _FROM_NOW for word in words):
        return Message("date-from-today", typed=shown, instead=Message("date-examples"))
    return Message("date-unknown", typed=shown, instead=Message("date-examples"))
