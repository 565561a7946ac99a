"""Turns what a format says of itself (front matter, page metadata) into plain values under the archive's names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from urllib.parse import urlsplit

from ingest.readers.charset import clean

GENRES = frozenset(
    ("advisory", "transcript", "interview", "statement", "message", "correction", "caption-sheet", "annex")
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari jan",
            "february februari pebruari feb peb",
            "march maret mar",
            "april apr",
            "may mei",
            "june juni jun",
            "july juli jul",
            "august agustus aug agt agu",
            "september sept sep",
            "october oktober oct okt",
            "november nopember nov nop",
            "december desember dec des",
        ),
        start=1,
    )
    for name in names.split()
}
LANGUAGES = {
    "indonesia": "id",
    "indonesian": "id",
    "bahasa indonesia": "id",
    "bahasa": "id",
    "ind": "id",
    "in": "id",  # ISO 639 until 1989
    "vietnamese": "vi",
    "tiếng việt": "vi",
    "tieng viet": "vi",
    "việt": "vi",
    "vie": "vi",
    "vn": "vi",
    "english": "en",
    "inggris": "en",
    "bahasa inggris": "en",
    "tiếng anh": "en",
    "eng": "en",
}
# winter and summer time alike where a country has one
ZONES = {"utc": 0, "gmt": 0, "z": 0, "wib": 7, "wita": 8, "wit": 9, "ict": 7, "sgt": 8, "giờ hà nội": 7}
LATEST_ZONE = timezone(timedelta(hours=-12))  # where a day begins last

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?=$|[T\s])")
_YEAR = re.compile(r"[12]\d{3}$")
_NUMERIC = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})\b")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T|\d{4,6})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_MONTH_YEAR = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{4})$")
_VIETNAMESE = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+năm\s+(\d{4})\b", re.I)
_VIETNAMESE_MONTH = re.compile(r"tháng\s+(\d{1,2})[,/\s]+(?:năm\s+)?(\d{4})\b", re.I)
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.h]([0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?")
_OFFSET = re.compile(r"(?:UTC|GMT)?(?:(?<!\s)\s++)?([+-])(\d{1,2}):?(\d{2})?\s*$", re.I)
_FIRST_YEAR = "1000"


def one_line(value: object, limit: int = 1000) -> str:
    """The value as cleaned text on one line, at most `limit` characters."""
    return " ".join(clean(str(value)[: limit * 4]).split())[:limit].rstrip()


def words(value: object, separators: str = ",;|") -> list[str]:
    """A list of short texts: a list's items, or a text cut at commas and semicolons; each once, none empty."""
    items: Iterable[object] = value if isinstance(value, list | tuple) else re.split(f"[{separators}\n]", str(value))
    found: dict[str, None] = {}
    for item in items:
        if not isinstance(item, dict | list) and (text := one_line(item, 300).strip("#'\" ")):
            found.setdefault(text)
        if len(found) == 200:
            break
    return list(found)


def names(value: object) -> list[str]:
    """Names of people or bodies: a list, or a text cut at semicolons, " and ", " dan ", " và " and "&"."""
    if isinstance(value, str):
        value = re.split(r"(?:(?<!\s)(?:\s*+[;|]|\s*? (?:and|dan|và|&) |\s*?\n)|[;|])\s*+", value)
    return words(value, ";|")


def language(value: object) -> str | None:
    """The BCP 47 primary language of a tag (`vi-VN`) or of a language's name in three languages, else None."""
    text = one_line(value, 60).casefold()
    if text in LANGUAGES:
        return LANGUAGES[text]
    primary = re.match(r"[a-z]{2,3}(?=$|[-_])", text)
    return LANGUAGES.get(primary.group(), primary.group()) if primary else None


def web_address(value: object) -> str | None:
    """The value when it is an absolute http or https URL with a host, else None. Nothing is ever fetched."""
    text = "".join(clean(str(value)[:4000]).split())
    try:
        parts = urlsplit(text)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and len(text) <= 2000
    except ValueError:
        return None
    return text if good else None


def day(value: object) -> tuple[str, str] | None:
    """Return a date in one of the usual written forms as (`2025-10-25`, "day"), (`2025-10`, "month") or (`2025`,
    "year"); None when it is no date, or one that programs fill in where they know none (`0001-01-01`). Day first in
    numeric forms; the day is the one written, whatever the zone."""
    text = unicodedata.normalize("NFC", one_line(value, 100))
    found = _year_first(text) or _day_first(text) or _month_only(text)
    return found if found is not None and found[0] >= _FIRST_YEAR else None


def moment(value: object) -> tuple[str, bool] | None:
    """A date with or without a time of day as a UTC instant (`2026-05-03T03:00:00Z`) and whether it is exact. Where no
    zone is written it is the latest instant the words can mean anywhere, so that nothing is let out early. None when
    there is no date in it."""
    text = one_line(value, 100)
    found = day(text) or next((d for part in _parts(text) if (d := day(part))), None)
    if found is None or found[1] != "day":
        return None
    clock = _CLOCK.search(text.split("T", 1)[1] if re.match(r"\d{4}-\d\d-\d\dT", text) else _without_date(text))
    zone = _zone(text)
    hour, minute = (int(clock.group(1)), int(clock.group(2))) if clock else (0, 0)
    at = datetime.fromisoformat(found[0]).replace(hour=hour, minute=minute, tzinfo=zone or LATEST_ZONE)
    try:
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), zone is not None
    except OverflowError:
        return None


def _year_first(text: str) -> tuple[str, str] | None:
    if _YEAR.match(text):
        return text, "year"
    if match := _ISO.match(text):
        year, month, number = match.groups()
        if number is None:
            return (f"{year}-{int(month):02}", "month") if 1 <= int(month) <= 12 else None
        return _checked(year, month, number)
    if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        return _checked(*match.groups())
    return None


def _day_first(text: str) -> tuple[str, str] | None:
    if match := _VIETNAMESE.search(text) or _NUMERIC.search(text):
        number, month, year = match.groups()
        return _checked(year, month, number) or _checked(year, number, month)
    if match := _DAY_MONTH.search(text):
        return _checked(match[3], MONTHS.get(match[2].casefold(), 0), match[1])
    if match := _MONTH_DAY.search(text):
        return _checked(match[3], MONTHS.get(match[1].casefold(), 0), match[2])
    return None


def _month_only(text: str) -> tuple[str, str] | None:
    if match := _VIETNAMESE_MONTH.search(text):
        month, year = int(match[1]), match[2]
    elif match := _MONTH_YEAR.search(text):
        month, year = MONTHS.get(match[1].casefold(), 0), match[2]
    else:
        return None
    return (f"{year}-{month:02}", "month") if 1 <= month <= 12 else None


def _checked(year: Any, month: Any, number: Any) -> tuple[str, str] | None:
    """The day when the calendar has it."""
    try:
        return date(int(year), int(month), int(number)).isoformat(), "day"
    except ValueError:
        return None


def _parts(text: str) -> list[str]:
    """The tails of a text from each digit group or word on, where a date may start."""
    return [text[match.start() :] for match in re.finditer(r"(?<!\S)\S", text)][:20]


def _without_date(text: str) -> str:
    """The text without numeric dates, whose dots look like a clock's."""
    return _YEAR_FIRST.sub(" ", _NUMERIC.sub(" ", re.sub(r"\d{4}-\d{2}-\d{2}", " ", text)))


def _zone(text: str) -> tzinfo | None:
    """The time zone written at the end (`+07:00`, `WIB`, `GMT+7`), None when there is none."""
    folded = text.casefold()
    if match := _OFFSET.search(re.sub(r"^\d{4}-\d{1,2}-\d{1,2}$", "", text)):
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours <= 14 and minutes < 60:
            return timezone((1 if match[1] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    if re.search(r"\dz$", folded):
        return UTC
    for name, hours in ZONES.items():
        if re.search(rf"(?<!\w){name}$", folded.rstrip(" .)")):
            return timezone(timedelta(hours=hours))
    return None
