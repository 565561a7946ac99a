"""A date as people write it, in figures or with the month's name in Indonesian, Vietnamese or English, to its parts."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.analysis import fold
from archive.months import MONTHS, VIETNAMESE_MONTHS, any_of


class Written(NamedTuple):
    """What a date says; None for what it leaves out. A figure alone (`25`) is `day`, and may be meant as a month."""

    year: int | None
    month: int | None
    day: int | None


_VIETNAMESE = {fold(name): number for name, number in VIETNAMESE_MONTHS.items()}
_NAME = rf"(?P<name>{any_of(MONTHS)})\.?"
_NUMBER = f"(?P<number>{any_of(_VIETNAMESE)})"
_YEAR = r"(?P<year>[0-9]{4})"
_DAY = r"(?P<day>[0-9]{1,2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_OF_YEAR = r"(?:(?: nam|,|/)? ?" + _YEAR + ")?"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?:(?:year|tahun|nam) )?{_YEAR}",
        rf"{_YEAR}([-/.]){_MONTH}(?:\2{_DAY})?",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"{_DAY} ?([-/.]) ?{_MONTH} ?\2 ?{_YEAR}",
        rf"{_MONTH}(?:[-/. ]| nam ){_YEAR}",
        rf"{_DAY}/{_MONTH}",
        rf"{_DAY}(?:st|nd|rd|th|\.)?[- ]?(?:of )?{_NAME}(?:,? |,|-|(?<=[a-z.])){_YEAR}",
        rf"{_DAY}(?:st|nd|rd|th|\.)?[- ]?(?:of )?{_NAME}",
        rf"(?:(?:month of|month|bulan) )?{_NAME}(?:,? |,|-|/|(?<=[a-z.])){_YEAR}",
        rf"(?:(?:month of|month|bulan) )?{_NAME}",
        rf"{_NAME} {_DAY}(?:st|nd|rd|th)?(?:,? ?{_YEAR})?",
        rf"(?:ngay )?(?:{_DAY} )?thang {_MONTH}{_OF_YEAR}",
        rf"(?:ngay )?(?:{_DAY} )?thang {_NUMBER}{_OF_YEAR}",
        rf"(?:ngay|tanggal|tgl\.?|the)? ?{_DAY}(?:st|nd|rd|th)?",
    )
)
_WEEKDAY = re.compile(
    r"(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"thu (?:hai|ba|tu|nam|sau|bay)|chu nhat)(?:,? |,)(?=[^0-9\n]{0,200}[0-9])"
)
_LEAD = re.compile(r"(?:pada tanggal|tanggal|tgl\.?|ngay|on|pada) (?=[0-9])")
_CLOCK = re.compile(r"(?:t| )[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?: ?z|[+-][0-9]{2}:?[0-9]{2})?\Z")
_NO_WORD = re.compile("[\u00ad\u061c\u200b-\u200f\u2060\ufeff]+")


def tidy(typed: str) -> str:
    """A date text without case, accents, invisible signs and needless spaces."""
    return " ".join(fold(_NO_WORD.sub("", typed)).replace("’", "'").split())


def without_clock(tidied: str) -> str:
    """A date without the time of day behind it."""
    return _CLOCK.sub("", tidied)


def read_written(tidied: str) -> Written | None:
    """The parts of a date that was tidied; None when it has the look of none. Whether there is such a day is not
    asked."""
    bare = _LEAD.sub("", _WEEKDAY.sub("", tidied, count=1), count=1)
    for form in _FORMS:
        found = form.fullmatch(bare)
        if found:
            parts = found.groupdict()
            name, number = parts.get("name"), parts.get("number")
            month = MONTHS[name] if name else _VIETNAMESE[number] if number else _figure(parts.get("month"))
            return Written(_figure(parts.get("year")), month, _figure(parts.get("day")))
    return None


def _figure(text: str | None) -> int | None:
    return int(text) if text else None
