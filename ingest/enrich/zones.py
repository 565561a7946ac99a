"""The time zone that words name, by its letters, its offset or the place whose clocks are meant, in three languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.access import instant

# Letters that mean one zone only: CST is that of Chicago, of Beijing and of Havana, IST that of Dublin and Delhi.
_OFFSETS = {
    "wib": 7, "wita": 8, "wit": 9, "ict": 7, "gmt": 0, "utc": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2,
    "eest": 3, "msk": 3, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "sgt": 8,
    "myt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "pht": 8, "gst": 4,
}  # fmt: skip
# The names of places on folded words, and the zone of the IANA database that their clocks follow.
_PLACES = {
    "viet ?nam|ha ?noi|ho chi minh(?: city)?|sai ?gon|hue|da nang": "Asia/Ho_Chi_Minh",
    "jakarta|indonesia(?:n)? (?:bagian )?barat|western indonesian?|bandung|surabaya|medan": "Asia/Jakarta",
    "indonesia(?:n)? (?:bagian )?tengah|central indonesian?|bali|denpasar|makassar": "Asia/Makassar",
    "indonesia(?:n)? (?:bagian )?timur|eastern indonesian?|jayapura|papua": "Asia/Jayapura",
    "singapore|singapura|xing-?ga-?po": "Asia/Singapore",
    "malaysian?|kuala lumpur": "Asia/Kuala_Lumpur",
    "bangkok|thai(?:land)?|thai lan|bang ?coc": "Asia/Bangkok",
    "manila|philippines?": "Asia/Manila",
    "beijing|bac kinh|china|trung quoc": "Asia/Shanghai",
    "hong ?kong": "Asia/Hong_Kong",
    "tokyo|japan|nhat ban|jepang": "Asia/Tokyo",
    "seoul|korean?|han quoc": "Asia/Seoul",
    "new delhi|delhi|indian?|an do": "Asia/Kolkata",
    "dubai|uae": "Asia/Dubai",
    "moscow|moskow|mat-?xco-?va": "Europe/Moscow",
    "london|uk|british(?: summer)?|anh|inggris": "Europe/London",
    "geneva|jenewa|gio-?ne-?vo|swiss": "Europe/Zurich",
    "paris|brussels|berlin|rome|roma|vienna|wina|the hague|den haag|madrid|central european(?: summer)?|amsterdam"
    "|stockholm|oslo|copenhagen|frankfurt": "Europe/Paris",
    "nairobi": "Africa/Nairobi",
    "us eastern|u\\.s\\. eastern|eastern(?: daylight| standard)?|new york"
    "|washington(?:,? d\\.?c\\.?)?": "America/New_York",
    "us central|central(?: daylight| standard)|chicago": "America/Chicago",
    "us pacific|pacific(?: daylight| standard)?|los angeles|san francisco": "America/Los_Angeles",
    "sydney|canberra|melbourne": "Australia/Sydney",
    "wellington|auckland|new zealand": "Pacific/Auckland",
    "greenwich mean|coordinated universal|universal": "UTC",
}
_SAVING = {"et": "America/New_York", "pt": "America/Los_Angeles"}
_NAMED = "|".join(f"(?P<p{n}>{names})" for n, names in enumerate(_PLACES))
_PLACE = r"(?:(?:gio|waktu|luc)\s+(?:{0})(?!\w)|(?:{1})(?:'s|’s)?\s+(?:local\s+)?time(?!\w))"
_AFTER_WORD = _NAMED.replace("(?P<p", "(?P<a")
_ZONE = re.compile(
    r"(?<![^\W\d_])(?:(?:(?:gmt|utc)\s*)?(?P<sign>[+-])\s?(?P<oh>\d{1,2})(?::?(?P<om>\d\d))?(?![\d./-])"
    rf"|(?P<zone>{'|'.join(sorted(_OFFSETS, key=len, reverse=True))})(?![\w+])(?!\s*[+-]\s*\d)"
    r"|(?:(?<=[\d.m]\s)|(?<=\())(?P<saving>et|pt)(?!\w)"  # PT is a company, too
    rf"|{_PLACE.format(_AFTER_WORD, _NAMED)})"
)
_FARTHEST = 14  # hours from UTC: no zone is farther


def find_zone(folded: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """The first zone named in `folded[start:end]`: words without accents, in small letters."""
    return _ZONE.search(folded, start, len(folded) if end is None else end)


def utc_instant(moment: datetime, zone: re.Match[str]) -> str | None:
    """The UTC instant of a local time in a zone that `find_zone` found; None where there is no such zone."""
    if zone["sign"]:
        offset = timedelta(hours=int(zone["oh"]), minutes=int(zone["om"] or 0))
        if offset > timedelta(hours=_FARTHEST):
            return None
        return _utc(moment, timezone(offset if zone["sign"] == "+" else -offset))
    if zone["zone"]:
        return _utc(moment, timezone(timedelta(hours=_OFFSETS[zone["zone"]])))
    local = _zone_called(_SAVING[zone["saving"]] if zone["saving"] else _place_of(zone))
    return _utc(moment, local) if local else None


def _place_of(zone: re.Match[str]) -> str:
    return list(_PLACES.values())[int((zone.lastgroup or "p0")[1:])]


@cache
def _zone_called(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None


def _utc(moment: datetime, zone: timezone | ZoneInfo) -> str | None:
    try:
        return instant(moment.replace(tzinfo=zone).astimezone(UTC))
    except OverflowError:
        return None
