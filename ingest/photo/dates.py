"""Dates as metadata writes them become ISO 8601 with as much precision as they have."""

from __future__ import annotations

import re
from calendar import monthrange
from email.utils import parsedate_to_datetime

from archive.record import Precision

_DATE = re.compile(r"(\d{4})(?:[-:/.](\d{1,2})(?:[-:/.](\d{1,2}))?)?(?![\d])")
_TIME = re.compile(r"[T ]{1,2}(\d{1,2}):([ \d]\d)(?::([ \d]\d)(\.\d{1,6})?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?(?=$|[^\d])")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_ZONE = re.compile(r"\s?(?:([Zz])|([+-])(\d{2})(?::?(\d{2}))?(?!\d))")
_IIM_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_IIM_TIME = re.compile(r"(\d{2}):?(\d{2}):?(\d{2})?(?:([+-])(\d{2})(?::?(\d{2}))?|[Zz]|[-+ ].{0,4})?")

Dated = tuple[str, str]  # ISO 8601 and its Precision


def parse(text: str, zone: str = "") -> Dated | None:
    """An XMP, EXIF or PNG date: `2021`, `2021-10`, `2021-10-20T21:01:01+07:00`, `2021:10:20 21:01:01`, `20211020`,
    `20/10/2021` where only one order of day and month is possible.

    `zone` (`+07:00`) is added when the text has none. None for blanks, zeros and what is no date. Parts that cannot
    be (month 13, 31 February) are left out, with all that follows them.
    """
    text = _respelled(text.strip())
    date = _DATE.match(text)
    if date is None:
        return _mail_date(text)
    dated = _day(int(date[1]), int(date[2] or 0), int(date[3] or 0))
    if dated is None or dated[1] != Precision.DAY:
        return dated
    time = _TIME.match(text, date.end())
    if time is None:
        return dated
    clock = _clock(int(time[1]), int(time[2]), time[3])
    if clock is None:
        return dated
    offset = _zone(_ZONE.match(text, time.end())) or _zone(_ZONE.fullmatch(zone.strip()))
    return f"{dated[0]}T{clock}{time[4] or ''}{offset}", Precision.SECOND.value


def _respelled(text: str) -> str:
    """Dates in other orders, or without marks between their numbers, as the standards write them."""
    if compact := _COMPACT.match(text):
        year, month, day, hour, minute, second = compact.groups()
        clock = f"T{hour}:{minute}:{second or '00'}" if hour else ""
        return f"{year}-{month}-{day}{clock}{text[compact.end() :]}"
    if (first := _DAY_FIRST.match(text)) and (int(first[1]) > 12 or first[1] == first[3] or first[2] == "."):
        return f"{first[4]}-{first[3]}-{first[1]}{text[first.end() :]}"
    return text


def _mail_date(text: str) -> Dated | None:
    """`Sat, 25 Oct 2025 09:30:00 +0700` (RFC 5322), which the PNG standard recommends."""
    try:
        return parsedate_to_datetime(text[:60]).isoformat(), Precision.SECOND.value
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parse_iim(date: str, time: str = "") -> Dated | None:
    """An IIM date `CCYYMMDD` (months and days may be 00) and time `HHMMSS±HHMM`."""
    match = _IIM_DATE.match(date.strip())
    if match is None:
        return parse(date)
    dated = _day(int(match[1]), int(match[2]), int(match[3]))
    clock = _IIM_TIME.fullmatch(time.strip())
    if dated is None or dated[1] != Precision.DAY or clock is None:
        return dated
    hours = _clock(int(clock[1]), int(clock[2]), clock[3] or "00")
    if hours is None:
        return dated
    offset = f"{clock[4]}{clock[5]}:{clock[6] or '00'}" if clock[4] else "Z" if clock[0][-1:] in "Zz" else ""
    return f"{dated[0]}T{hours}{offset}", Precision.SECOND.value


def is_unset(iso: str) -> bool:
    """Whether it is the very instant that clocks count from, which a camera writes whose clock was never set."""
    return iso.startswith(("1970-01-01T00:00:00", "1904-01-01T00:00:00"))


def _day(year: int, month: int, day: int) -> Dated | None:
    if year < 1:
        return None
    if not 1 <= month <= 12:
        return f"{year:04d}", Precision.YEAR.value
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04d}-{month:02d}", Precision.MONTH.value
    return f"{year:04d}-{month:02d}-{day:02d}", Precision.DAY.value


def _clock(hour: int, minute: int, second: str | None) -> str | None:
    """A time without seconds keeps being one: `10:30`."""
    if hour > 23 or minute > 59 or int(second or 0) > 60:
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{int(second):02d}" if second else "")


def _zone(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    return "Z" if match[1] else f"{match[2]}{match[3]}:{match[4] or '00'}"
