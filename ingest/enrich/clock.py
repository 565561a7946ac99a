"""An instant as an embargo line writes it: day, clock time and zone in three languages, as UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.access import instant
from ingest.enrich import dates

_OFFSETS = {
    "wib": 7, "wita": 8, "wit": 9, "ict": 7, "gmt": 0, "utc": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2,
    "msk": 3, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "sgt": 8, "myt": 8, "hkt": 8,
    "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_PLACES = {
    r"(?:giờ|lúc) (?:việt nam|hà nội)|vietnam time|(?:hanoi|ha noi|ho chi minh city) time|waktu (?:vietnam|hanoi)": 7,
    r"waktu (?:jakarta|indonesia barat)|jakarta time|western indonesian? time": 7,
    r"waktu indonesia tengah|central indonesian? time": 8,
    r"waktu indonesia timur|eastern indonesian? time": 9,
    r"singapore time|waktu singapura": 8,
}
_SAVING = {"et": "America/New_York", "eastern time": "America/New_York", "pt": "America/Los_Angeles"}
_OFFSET = r"(?:GMT|UTC)\s*(?P<sign>[+-])\s*(?P<oh>\d{1,2})(?::?(?P<om>\d\d))?"
_ZONE = (
    rf"(?:{_OFFSET}|(?P<zone>{'|'.join(sorted(_OFFSETS, key=len, reverse=True))})\b|(?P<saving>et|pt|eastern time)\b)"
)
_PLACE = re.compile("|".join(f"(?P<p{n}>{words})" for n, words in enumerate(_PLACES)), re.IGNORECASE)
_ANY_ZONE = re.compile(rf"(?<!\w){_ZONE}", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d/.-])(?:(?P<h>\d{1,2})\s?(?:[:.h]|g(?:iờ)?|giờ)\s?(?P<min>[0-5]\d)(?::\d\d)?(?![/\d-]"
    r"|\.\d)\s?(?:hours|hrs)?"
    r"(?:\s?(?P<ap>[ap])\.?m\b\.?)?"
    r"|(?P<h2>\d{1,2})\s?(?P<ap2>[ap])\.?m\b\.?|(?P<mil>[0-2]\d[0-5]\d)\s?(?:hours|hrs|h)\b"
    r"|(?P<mil2>[0-2]\d[0-5]\d)(?=\s?(?:GMT|UTC|Z)\b)"
    r"|(?P<h3>\d{1,2})\s?(?:h|giờ)(?![\w])|(?:pukul|jam|lúc)\s+(?P<h4>\d{1,2})(?![\d./:h]))|(?P<word>\bnoon\b"
    r"|\bmidnight\b|tengah hari|nửa đêm)",
    re.IGNORECASE,
)
_PART = re.compile(r"\s*(sáng|trưa|chiều|tối|đêm|pagi|siang|sore|petang|malam)(?!\w)", re.IGNORECASE)
# The hours (of twelve) that each part of the day is said with, and how many are added to them.
_PARTS = {
    "sáng": (range(1, 12), 0), "pagi": (range(1, 12), 0), "trưa": (range(11, 14), 0), "siang": (range(1, 5), 12),
    "chiều": (range(1, 7), 12), "sore": (range(2, 7), 12), "petang": (range(2, 8), 12), "tối": (range(6, 12), 12),
    "malam": (range(6, 12), 12), "đêm": (range(9, 12), 12),
}  # fmt: skip


def read_instant(words: str) -> str | None:
    """The UTC instant (`2026-05-03T03:00:00Z`) of the words; None unless day, year, time and zone can be read."""
    days = [found for found in dates.find(words) if found.precision == "day" and found.complete]
    if len(days) != 1:
        return None
    rest = f"{words[: days[0].start]} ; {words[days[0].end :]}"
    clock = _CLOCK.search(rest)
    minutes = _minutes(clock) if clock else None
    part = _PART.match(rest, clock.end()) if clock else None
    if part and minutes is not None and minutes <= 12 * 60 + 59:
        minutes = _in_part(minutes, part[1].casefold())
    if clock is None or minutes is None:
        return None
    moment = datetime.fromisoformat(days[0].iso) + timedelta(minutes=minutes)
    return _in_zone(moment, rest[clock.end() :]) or _in_zone(moment, rest)


def _minutes(clock: re.Match[str]) -> int | None:
    """Minutes since midnight, None for 25:00 and the like."""
    part = clock.groupdict()
    if part["word"]:
        return 720 if part["word"].casefold() in ("noon", "tengah hari") else None  # midnight: of which end of the day?
    military = part["mil"] or part["mil2"]
    if military:
        hour, minute = int(military[:2]), int(military[2:])
    else:
        hour, minute = int(part["h"] or part["h2"] or part["h3"] or part["h4"]), int(part["min"] or 0)
    half = (part["ap"] or part["ap2"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 or (hour, minute) == (24, 0) else None


def _in_part(minutes: int, part: str) -> int | None:
    """Minutes since midnight of `2 giờ chiều`, `7 malam`; None for an hour that is not said so (`12 giờ đêm`)."""
    hours, more = _PARTS[part]
    hour = minutes // 60
    if hour == 12 and part in ("siang", "trưa"):
        return minutes
    if part == "siang" and hour in (10, 11):
        return minutes
    return minutes + more * 60 if hour in hours else None


def _in_zone(moment: datetime, words: str) -> str | None:
    place = _PLACE.search(words)
    zone = _ANY_ZONE.search(words)
    if zone is not None and (place is None or zone.start() <= place.start()):
        if zone["sign"]:
            hours = int(zone["oh"]) + int(zone["om"] or 0) / 60
            return _utc(moment, hours if zone["sign"] == "+" else -hours) if hours <= 14 else None
        if zone["saving"]:
            return _saving(moment, zone["saving"].casefold())
        return _utc(moment, _OFFSETS[zone["zone"].casefold()])
    if place is None:
        return None
    return _utc(moment, list(_PLACES.values())[int((place.lastgroup or "p0")[1:])])


def _utc(moment: datetime, offset: float) -> str:
    return instant((moment - timedelta(hours=offset)).replace(tzinfo=UTC))


def _saving(moment: datetime, zone: str) -> str | None:
    try:
        return instant(moment.replace(tzinfo=ZoneInfo(_SAVING[zone])))
    except ZoneInfoNotFoundError:
        return None
