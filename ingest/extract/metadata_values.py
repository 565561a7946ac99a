"""Convert metadata of formats (front matter, page metadata) to values with the archive's names.

Also rejects titles made by programs: templates, file names, names of programs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from urllib.parse import urlsplit

from archive.access import instant
from archive.media_types import WRITTEN, suffix_pattern
from archive.text.charset import clean_text
from archive.text.dates import date_finder
from archive.text.dates.time_zones import OFFSETS
from archive.text.patterns import lazy_regex

GENRES = frozenset(
    ("advisory", "transcript", "interview", "statement", "message", "correction", "caption-sheet", "annex")
)
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
_ZONES: dict[str, float] = {name: OFFSETS[name] for name in ("utc", "gmt", "z", "wib", "wita", "wit", "ict", "sgt")}
_ZONES["giờ hà nội"] = OFFSETS["ict"]
LATEST_ZONE = timezone(timedelta(hours=-12))  # where a day begins last

_ISO = lazy_regex(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?=$|[T\s])")
_YEAR = lazy_regex(r"[12]\d{3}$")
_YEAR_FIRST = lazy_regex(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_COMPACT = lazy_regex(r"(\d{4})(\d{2})(\d{2})(?=$|T|\d{4,6})")
_CLOCK = lazy_regex(r"\b([01]?\d|2[0-3])[:.h]([0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?")
_OFFSET = lazy_regex(r"(?:UTC|GMT)?(?:(?<!\s)\s++)?([+-])(\d{1,2}):?(\d{2})?\s*$", re.I)
_FIRST_YEAR = "1000"
_PLACEHOLDERS = frozenset(["1601-01-01", "1899-12-30", "1900-01-01", "1904-01-01", "1970-01-01"])  # clock zeros


def one_line(value: object, limit: int = 1000) -> str:
    """Return the value as cleaned text on one line, at most `limit` characters."""
    return " ".join(clean_text(str(value)[: limit * 4]).split())[:limit].rstrip()


def words(value: object, separators: str = ",;|") -> list[str]:
    """Return a list of short texts: a list's items, or a text split at commas and semicolons; each once, none empty."""
    items: Iterable[object] = value if isinstance(value, list | tuple) else re.split(f"[{separators}\n]", str(value))
    found: dict[str, None] = {}
    for item in items:
        if not isinstance(item, dict | list) and (text := one_line(item, 300).strip("#'\" ")):
            found.setdefault(text)
        if len(found) == 200:
            break
    return list(found)


def names(value: object) -> list[str]:
    """Return names of people or bodies: a list, or a text split at semicolons, " and ", " dan ", " và " and "&"."""
    if isinstance(value, str):
        value = re.split(r"(?:(?<!\s)(?:\s*+[;|]|\s*? (?:and|dan|và|&) |\s*?\n)|[;|])\s*+", value)
    return words(value, ";|")


_OFFICE_ACCOUNTS = frozenset(("humas", "redaksi", "protokol", "kominfo"))  # who else writes for an office


def is_login(name: str) -> bool:
    """Return whether a name is that of an account, as programs write it into the author of a file: `whtan`,
    `user01`."""
    return " " not in name and name not in _OFFICE_ACCOUNTS and (name.islower() or any(map(str.isdigit, name)))


def language(value: object) -> str | None:
    """Return the BCP 47 primary language of a tag (`vi-VN`) or of a language's name in three languages, else None."""
    text = one_line(value, 60).casefold()
    if text in LANGUAGES:
        return LANGUAGES[text]
    primary = re.match(r"[a-z]{2,3}(?=$|[-_])", text)
    return LANGUAGES.get(primary.group(), primary.group()) if primary else None


def web_address(value: object) -> str | None:
    """Return the value if it is an absolute http or https URL with a host, else None. Nothing is ever fetched."""
    text = "".join(clean_text(str(value)[:4000]).split())
    try:
        parts = urlsplit(text)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and len(text) <= 2000
    except ValueError:
        return None
    return text if good else None


def day(value: object) -> tuple[str, str] | None:
    """Return a date in one of the usual written forms as (`2025-10-25`, "day"), (`2025-10`, "month") or (`2025`,
    "year"); None if it is not a date, or a placeholder of programs (`0001-01-01`). Numeric forms have the day first;
    the day is the one written, in any zone."""
    text = unicodedata.normalize("NFC", one_line(value, 100))
    found = _year_first(text) or _written(text)
    return found if found is not None and found[0] >= _FIRST_YEAR and found[0] not in _PLACEHOLDERS else None


def moment(value: object) -> tuple[str, bool] | None:
    """Return a date with or without a time as a UTC instant (`2026-05-03T03:00:00Z`) and whether it is exact. Without a
    zone it is the latest instant that the words can mean anywhere, so that nothing is released early. None without a
    date."""
    text = one_line(value, 100)
    found = day(text)
    if found is None or found[1] != "day":
        return None
    clock = _CLOCK.search(text.split("T", 1)[1] if re.match(r"\d{4}-\d\d-\d\dT", text) else _without_dates(text))
    zone = _zone(text)
    hour, minute = (int(clock.group(1)), int(clock.group(2))) if clock else (0, 0)
    at = datetime.fromisoformat(found[0]).replace(hour=hour, minute=minute, tzinfo=zone or LATEST_ZONE)
    try:
        return instant(at), zone is not None
    except OverflowError:
        return None


def _year_first(text: str) -> tuple[str, str] | None:
    if _YEAR.match(text):
        return text, "year"
    if match := _ISO.match(text):
        year, month, number = match.groups()
        if number is None:
            return (f"{year}-{int(month):02}", "month") if 1 <= int(month) <= 12 else None
        return _valid_day(year, month, number)
    if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        return _valid_day(*match.groups())
    return None


def _written(text: str) -> tuple[str, str] | None:
    """Return the first day or month in the text; for consecutive days the last."""
    found = next((one for one in date_finder.find(text) if one.precision != "year"), None)
    if found is None:
        return None
    return found.iso.rpartition("/")[2], "month" if found.precision == "month" else "day"


def _valid_day(year: Any, month: Any, number: Any) -> tuple[str, str] | None:
    try:
        return date(int(year), int(month), int(number)).isoformat(), "day"
    except ValueError:
        return None


def _without_dates(text: str) -> str:
    """Return the text without its dates, whose dots look like a time's."""
    for found in date_finder.find(text):
        text = f"{text[: found.start]}{' ' * (found.end - found.start)}{text[found.end :]}"
    return text


def _zone(text: str) -> tzinfo | None:
    """Return the time zone at the end (`+07:00`, `WIB`, `GMT+7`), or None."""
    folded = text.casefold()
    if match := _OFFSET.search(re.sub(r"^\d{4}-\d{1,2}-\d{1,2}$", "", text)):
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours <= 14 and minutes < 60:
            return timezone((1 if match[1] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    if re.search(r"\dz$", folded):
        return UTC
    for name, offset in _ZONES.items():
        if re.search(rf"(?<!\w){name}$", folded.rstrip(" .)")):
            return timezone(timedelta(hours=offset))
    return None


_JUNK = lazy_regex(
    r"microsoft (?:word|powerpoint|excel)\b|untitled|no title|document\d*$|title$|judul$|doc\d+|slide 1$|print\b|scan"
    r"|powerpoint presentation|presentasi|layout \d|img[_-]?\d|page \d|about:blank|https?://|file:|[a-z]:\\|/\w+/|\\\\"
    r"|\(?anonymous\)?$|unknown|none$|null$|template|unspecified|không có tiêu đề|tanpa judul",
    re.I,
)
_FILE = lazy_regex(rf"\S\.(?:{suffix_pattern(WRITTEN)})$", re.I)


def is_junk(title: str) -> bool:
    """Return whether a title was put there by a program: a file name or path, "Microsoft Word - x.doc", "untitled"."""
    letters = sum(char.isalpha() for char in title)
    return letters < 3 or bool(_JUNK.match(title.strip())) or bool(_FILE.search(title)) or letters * 3 < len(title)
