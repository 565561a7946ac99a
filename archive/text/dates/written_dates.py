"""Read dates of queries and captions, in figures or with the month's name, in Indonesian, Vietnamese and English.

Also checks whether two such dates can be the same day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive.text import fold
from archive.text.dates.months import MONTHS, VIETNAMESE_MONTHS, any_of
from archive.text.patterns import lazy_regex


class WrittenDate(NamedTuple):
    """The parts of a date; None for missing ones. A single number (`25`) is `day`, and may be meant as a month."""

    year: int | None
    month: int | None
    day: int | None


_VIETNAMESE = {fold(name): number for name, number in VIETNAMESE_MONTHS.items()}
_NAME = rf"(?P<name>{any_of(MONTHS)})\.?"
_NUMBER = f"(?P<number>{any_of(_VIETNAMESE)})"
_ANY_YEAR = r"(?P<year>[0-9]{4})"
_DAY = r"(?P<day>[0-9]{1,2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_OF_YEAR = r"(?:(?: nam|,|/)? ?" + _ANY_YEAR + ")?"
_FORMS = tuple(
    lazy_regex(form, re.ASCII)
    for form in (
        rf"(?:(?:year|tahun|nam) )?{_ANY_YEAR}",
        rf"{_ANY_YEAR}([-/.]){_MONTH}(?:\2{_DAY})?",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"{_DAY} ?([-/.]) ?{_MONTH} ?\2 ?{_ANY_YEAR}",
        rf"{_MONTH}(?:[-/. ]| nam ){_ANY_YEAR}",
        rf"{_DAY}/{_MONTH}",
        rf"{_DAY}(?:st|nd|rd|th|\.)?[- ]?(?:of )?{_NAME}(?:,? |,|-|(?<=[a-z.])){_ANY_YEAR}",
        rf"{_DAY}(?:st|nd|rd|th|\.)?[- ]?(?:of )?{_NAME}",
        rf"(?:(?:month of|month|bulan) )?{_NAME}(?:,? |,|-|/|(?<=[a-z.])){_ANY_YEAR}",
        rf"(?:(?:month of|month|bulan) )?{_NAME}",
        rf"{_NAME} {_DAY}(?:st|nd|rd|th)?(?:,? ?{_ANY_YEAR})?",
        rf"(?:ngay )?(?:{_DAY} )?thang {_MONTH}{_OF_YEAR}",
        rf"(?:ngay )?(?:{_DAY} )?thang {_NUMBER}{_OF_YEAR}",
        rf"(?:ngay|tanggal|tgl\.?|the)? ?{_DAY}(?:st|nd|rd|th)?",
    )
)
_WEEKDAY = lazy_regex(
    r"(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"thu (?:hai|ba|tu|nam|sau|bay)|chu nhat)(?:,? |,)(?=[^0-9\n]{0,200}[0-9])"
)
_LEAD = lazy_regex(r"(?:pada tanggal|tanggal|tgl\.?|ngay|on|pada) (?=[0-9])")
_CLOCK = lazy_regex(r"(?:t| )[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?: ?z|[+-][0-9]{2}:?[0-9]{2})?\Z")
_NO_WORD = lazy_regex("[\u00ad\u061c\u200b-\u200f\u2060\ufeff]+")


def tidy(typed: str) -> str:
    """Return the text of a date without case, accents, invisible characters and redundant spaces."""
    return " ".join(fold(_NO_WORD.sub("", typed)).replace("’", "'").split())


def without_clock(tidied: str) -> str:
    """Return a date without the time of day after it."""
    return _CLOCK.sub("", tidied)


def parse_written_date(tidied: str) -> WrittenDate | None:
    """Return the parts of a tidied date; None if it does not have the form of one. The day may be invalid."""
    bare = _LEAD.sub("", _WEEKDAY.sub("", tidied, count=1), count=1)
    for form in _FORMS:
        found = form.fullmatch(bare)
        if found:
            parts = found.groupdict()
            name, number = parts.get("name"), parts.get("number")
            month = MONTHS[name] if name else _VIETNAMESE[number] if number else _figure(parts.get("month"))
            return WrittenDate(_figure(parts.get("year")), month, _figure(parts.get("day")))
    return None


def _figure(text: str | None) -> int | None:
    return int(text) if text else None


_NAMED_MONTH = rf"(?P<name>{any_of(MONTHS)})\b\.?"
_RECENT_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_DATES = tuple(
    lazy_regex(pattern)
    for pattern in (
        rf"(?<!\d){_RECENT_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"(?<![\d/.-])(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-]{_RECENT_YEAR}(?!\d)",
        r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])",
        rf"(?<!\d)(?P<day>\d{{1,2}}) thang (?P<month>\d{{1,2}})(?!\d)(?:(?: nam|,|/)? ?{_RECENT_YEAR}(?!\d))?",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_NAMED_MONTH},?(?: {_RECENT_YEAR}(?!\d))?",
        rf"\b{_NAMED_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d),?(?: {_RECENT_YEAR}(?!\d))?",
        rf"\b{_NAMED_MONTH},? {_RECENT_YEAR}(?!\d)",
        rf"(?<![\d.,]){_RECENT_YEAR}(?![\d.,]\d|\d)",
    )
)

When = tuple[int | None, int | None, int | None]
Dates = Sequence[tuple[When, bool]]


def dates_in(folded: str) -> list[tuple[When, bool]]:
    """Return (year, month, day) of each date in a text without accents, None for missing parts, and whether day and
    month may be swapped."""
    found: list[tuple[When, bool] | None] = []
    for pattern in _DATES:
        found += [_date(match.groupdict()) for match in pattern.finditer(folded)]
        folded = pattern.sub(" ; ", folded)
    return [one for one in found if one is not None]


def _date(parts: dict[str, str | None]) -> tuple[When, bool] | None:
    named = parts.get("name")
    year, day = (int(parts.get(key) or 0) or None for key in ("year", "day"))
    month = MONTHS[named] if named else int(parts.get("month") or 0) or None
    if day is not None and not 1 <= day <= 31:
        return None
    if month is not None and month > 12:  # 10/25/2025
        month, day = day, month
    if month is not None and not 1 <= month <= 12:
        return None
    return (year, month, day), named is None and day is not None and day <= 12 and parts.get("month") is not None


def apart(mine: Dates, theirs: Dates) -> bool:
    """Return whether no date of one can be a date of the other."""
    return bool(mine and theirs) and not any(_meet(one, other) for one in mine for other in theirs)


def _meet(one: tuple[When, bool], other: tuple[When, bool]) -> bool:
    (year, month, day), turned = one
    mine = [(year, month, day), (year, day, month)] if turned else [(year, month, day)]
    return any(
        all(a is None or b is None or a == b for a, b in zip(reading, other[0], strict=True)) for reading in mine
    ) or (other[1] and not turned and _meet(other, one))
