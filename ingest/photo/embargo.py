"""Finds in a photo's instructions and release date until when it must not be published."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from archive.record import Description

_WORDS = re.compile(
    r"\bembargo(?:ed)?\b"
    r"|\bnot (?:to be|for) (?:published|publication|released?|used?|broadcast)[\w ,]{0,20} (?:before|until)\b"
    r"|\bhold (?:for release )?until\b|\bkhông (?:đăng|phổ biến|công bố) trước\b"
    r"|\bcấm (?:đăng|phổ biến|công bố) (?:trước|đến)\b"
    r"|\b(?:tidak|jangan|dilarang) (?:di)?(?:siarkan|publikasikan|terbitkan|menyiarkan) sebelum\b",
    re.IGNORECASE,
)
_LIFTED = re.compile(
    r"\b(?:no|without|tanpa|không) embargo\b|\bembargo (?:(?:has been|is|was) )?(?:lifted|expired|dicabut|berakhir)\b",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari jan", "february februari feb", "march maret mar", "april apr", "may mei", "june juni jun",
            "july juli jul", "august agustus agu aug ags", "september sept sep", "october oktober oct okt",
            "november nov nop", "december desember dec des",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_DAY_NAMED = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})\b", re.IGNORECASE)
_MONTH_NAMED = re.compile(r"\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b", re.IGNORECASE)
_VIETNAMESE = re.compile(r"\b(\d{1,2}) tháng (\d{1,2})(?: năm|,)? (\d{4})\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d/.-])(\d{1,2})(?:[:.h](\d{2})|h| giờ(?: (\d{2}))?)(?![\d/-]|\.\d)(?: ?([ap])\.?m\b\.?)?", re.IGNORECASE
)
_HOUR_12 = re.compile(r"(?<![\d/.:-])(\d{1,2}) ?([ap])\.?m\b", re.IGNORECASE)
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "wib": 7, "ict": 7, "wita": 8, "wit": 9, "sgt": 8, "jst": 9, "cet": 1, "cest": 2,
    "bst": 1, "est": -5, "edt": -4, "pst": -8, "pdt": -7,
}  # fmt: skip
_ZONE = re.compile(r"\b(" + "|".join(_ZONES) + r")\b", re.IGNORECASE)
_OFFSET = re.compile(r"(?:gmt|utc) ?([+-])(\d{1,2})(?::?(\d{2}))?\b|(?<=\d) ?([+-])(\d{2}):?(\d{2})\b", re.IGNORECASE)


def embargo_of(description: Description) -> dict[str, Any] | None:
    """{until, words, origin} or None. `until` is a UTC instant, None when the words name no moment that can be read.

    The instructions come before IIM's release date (2:30, 2:35). A time without a zone counts as UTC; a day without a
    time ends the embargo when that day begins.
    """
    for offer in description.origins.get("instructions", ()):
        if _WORDS.search(offer.value) and not _LIFTED.search(offer.value):
            return {"until": _instant(offer.value), "words": offer.value, "origin": offer.origin}
    for offer in description.origins.get("release_date", ()):
        if len(offer.value) >= 10:
            return {"until": _utc(datetime.fromisoformat(offer.value)), "words": offer.value, "origin": offer.origin}
    return None


def _instant(words: str) -> str | None:
    text = words[:1000]
    date = _date(text)
    if date is None:
        return None
    hour, minute = _time(text)
    try:
        return _utc(datetime(*date, hour, minute, tzinfo=_zone(text)))
    except ValueError:
        return None


def _utc(moment: datetime) -> str | None:
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return None


def _date(text: str) -> tuple[int, int, int] | None:
    if match := _ISO.search(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _VIETNAMESE.search(text) or _DAY_FIRST.search(text):
        return int(match[3]), int(match[2]), int(match[1])
    for match in _DAY_NAMED.finditer(text):
        if month := _MONTHS.get(match[2].lower()):
            return int(match[3]), month, int(match[1])
    for match in _MONTH_NAMED.finditer(text):
        if month := _MONTHS.get(match[1].lower()):
            return int(match[3]), month, int(match[2])
    return None


def _time(text: str) -> tuple[int, int]:
    for date in (_ISO, _DAY_FIRST):
        text = date.sub(" ", text)
    if match := _CLOCK.search(text):
        hour, minute, half = int(match[1]), int(match[2] or match[3] or 0), (match[4] or "").lower()
    elif match := _HOUR_12.search(text):
        hour, minute, half = int(match[1]), 0, match[2].lower()
    else:
        return 0, 0
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else (0, 0)


def _zone(text: str) -> timezone:
    if match := _OFFSET.search(_ISO.sub(" ", text)):
        sign, hours, rest = match.groups()[:3] if match[1] else match.groups()[3:]
        minutes = int(hours) * 60 + int(rest or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=-minutes if sign == "-" else minutes))
    if match := _ZONE.search(text):
        return timezone(timedelta(hours=_ZONES[match[1].lower()]))
    return UTC
