"""Dates as captions write them, in Indonesian, Vietnamese and English, and whether two of them can be one day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.months import MONTHS, any_of

_NAMED_MONTH = rf"(?P<name>{any_of(MONTHS)})\b\.?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"(?<![\d/.-])(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-]{_YEAR}(?!\d)",
        r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])",
        rf"(?<!\d)(?P<day>\d{{1,2}}) thang (?P<month>\d{{1,2}})(?!\d)(?:(?: nam|,|/)? ?{_YEAR}(?!\d))?",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_NAMED_MONTH},?(?: {_YEAR}(?!\d))?",
        rf"\b{_NAMED_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d),?(?: {_YEAR}(?!\d))?",
        rf"\b{_NAMED_MONTH},? {_YEAR}(?!\d)",
        rf"(?<![\d.,]){_YEAR}(?![\d.,]\d|\d)",
    )
)

When = tuple[int | None, int | None, int | None]
Dates = Sequence[tuple[When, bool]]


def dates_in(folded: str) -> list[tuple[When, bool]]:
    """(year, month, day) of each date in a text without marks, None for what it leaves open, and whether day and month
    may be exchanged."""
    found: list[tuple[When, bool] | None] = []
    for pattern in _DATES:
        for match in pattern.finditer(folded):
            found.append(_date(match.groupdict()))
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
    """Whether no date of one can be a date of the other."""
    return bool(mine and theirs) and not any(_meet(one, other) for one in mine for other in theirs)


def _meet(one: tuple[When, bool], other: tuple[When, bool]) -> bool:
    (year, month, day), turned = one
    mine = [(year, month, day), (year, day, month)] if turned else [(year, month, day)]
    return any(
        all(a is None or b is None or a == b for a, b in zip(reading, other[0], strict=True)) for reading in mine
    ) or (other[1] and not turned and _meet(other, one))
