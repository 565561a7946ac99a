"""An instant as an embargo line writes it: day, clock time and zone in three languages, as UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from archive.access import instant
from ingest.enrich import dates
from ingest.enrich.months import DAY_PART
from ingest.enrich.words import fold
from ingest.enrich.zones import find_zone, utc_instant

# On folded words: Vietnamese typed without its marks is read as well.
_ZONE_NEXT = r"(?=\s?(?:gmt|utc|z|ict|wib|wita|wit|[ecmp][sd]t|a[ecw][sd]t|[jk]st|sgt|hkt|bst|cest|cet)\b)"
_CLOCK = re.compile(
    r"(?<![\d/.+-])(?:(?P<h>\d{1,2})\s?(?:[:.h]|g(?:io)?)\s?(?P<min>[0-5]\d)(?::\d\d)?(?![/\d-]|\.\d)\s?(?:hours|hrs)?"
    r"(?:\s?(?P<ap>[ap])\.?\s?m\b\.?)?"
    r"|(?P<h2>\d{1,2})\s?(?P<ap2>[ap])\.?\s?m\b\.?|(?P<mil>[0-2]\d[0-5]\d)\s?(?:hours|hrs|h)\b"
    rf"|(?P<mil2>[0-2]\d[0-5]\d){_ZONE_NEXT}"
    r"|(?P<h3>\d{1,2})\s?(?:h|gio)(?!\w)|(?P<h5>\d{1,2})(?=\s?(?:noon|midnight)\b)"
    r"|(?:pukul|jam|luc)\s+(?P<h4>\d{1,2})(?![\d./:h]))"
    r"|(?P<word>\bnoon\b|\bmidnight\b|tengah hari|tengah malam|nua dem)"
)
_PART = re.compile(
    r"\s*(?:(sáng|trưa|chiều|tối|đêm|pagi|siang|sore|petang|malam|sang|trua|chieu|toi|dem)(?!\w)"
    r"|in the (morning|afternoon|evening)|at (night)|(noon|midnight))",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(rf"(?<!\w){DAY_PART}(?!\w)|noon|midnight|night|tengah|nửa", re.IGNORECASE)
_AM, _PM, _NIGHT = (range(1, 12), 0), (range(1, 8), 12), (range(6, 12), 12)
# The hours (of twelve) that each part of the day is said with, and how many are added to them.
_PARTS = {
    "sáng": _AM, "sang": _AM, "pagi": _AM, "morning": _AM, "trưa": (range(11, 14), 0), "trua": (range(11, 14), 0),
    "siang": (range(1, 5), 12), "chiều": (range(1, 7), 12), "chieu": (range(1, 7), 12), "afternoon": _PM,
    "sore": (range(2, 7), 12), "petang": (range(2, 8), 12), "evening": (range(4, 12), 12), "tối": _NIGHT,
    "toi": _NIGHT, "malam": _NIGHT, "night": _NIGHT, "đêm": (range(9, 12), 12), "dem": (range(9, 12), 12),
}  # fmt: skip
_MIDDAY = ("noon", "tengah hari")
_WEEKDAYS = (
    "monday senin", "tuesday selasa", "wednesday rabu", "thursday kamis", "friday jumat jum'at jum’at",
    "saturday sabtu", "sunday minggu ahad",
)  # fmt: skip
_DAY_OF = {name: n for n, names in enumerate(_WEEKDAYS) for name in names.split()} | {
    "thu hai": 0, "thu ba": 1, "thu tu": 2, "thu nam": 3, "thu sau": 4, "thu bay": 5, "chu nhat": 6,
}  # fmt: skip
_WEEKDAY = re.compile(rf"(?<!\w)(?:{'|'.join(_DAY_OF)})(?!\w)")
# Words of lands where the day comes first; in English it may be either.
_DAY_FIRST = re.compile(
    r"(?<!\w)(?:ngay|gio|truoc|den|pukul|jam|sampai|hingga|sebelum|setelah|tanggal|wib|wita|wit)(?!\w)"
)
_AMBIGUOUS = re.compile(r"(?<![\d/])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/\d{4}")
_SOON = 120  # days: a day without its year is the next one of that name, within so many of the day of issue


def read_instant(words: str, issued: date | None = None, elsewhere: tzinfo | None = None) -> str | None:
    """The UTC instant (`2026-05-03T03:00:00Z`) of the words; None unless day, year, time and zone can be read.

    A day without its year is the next one after `issued`, where that is known. Where words have two meanings (5/6 in
    English, midnight, two clock times) the instant is the later one; where they contradict each other it is None.
    `elsewhere`: the zone that is meant where the words name none.
    """
    folded = fold(words)
    found = _day(words, folded, issued)
    if found is None:
        return None
    day, start, end = found
    rest = f"{words[:start]}{' ' * (end - start)}{words[end:]}"
    instants = _instants(day, rest, elsewhere)
    return None if not instants or None in instants else max(filter(None, instants))


def says_clock(words: str) -> bool:
    """Whether a time of day stands in the words."""
    return _CLOCK.search(fold(words)) is not None


def names_hour(words: str) -> bool:
    """Whether the words name more than a day: a part of it, or a number that may be an hour."""
    rest = words
    for found in reversed(dates.find(words)):
        rest = rest[: found.start] + rest[found.end :]
    return any(map(str.isdigit, rest)) or _PART_OF_DAY.search(rest) is not None


def _day(words: str, folded: str, issued: date | None) -> tuple[date, int, int] | None:
    """The day that the words name, and where; None where they name several, or another weekday than it was."""
    either = _AMBIGUOUS.search(words) is not None and _DAY_FIRST.search(folded) is None
    readings = [
        dates.find(words, issued.year if issued else None, american) for american in (False, True)[: 1 + either]
    ]
    if any(len(found) != 1 or found[0].precision != "day" for found in readings):
        return None
    start, end = readings[0][0].start, readings[0][0].end
    days = [date.fromisoformat(found[0].iso) for found in readings]
    if not readings[0][0].complete:
        days = [near for day in days if issued and (near := _next(day, issued))]
    weekday = _WEEKDAY.search(folded)
    fitting = [day for day in days if weekday is None or day.weekday() == _DAY_OF[weekday[0]]]
    return (max(fitting), start, end) if fitting else None


def _next(day: date, issued: date) -> date | None:
    """The day of that name that comes next after the day of issue, None where none comes soon."""
    for year in (issued.year, issued.year + 1):
        try:
            meant = day.replace(year=year)
        except ValueError:
            return None
        if 0 <= (meant - issued).days <= _SOON:
            return meant
    return None


def _instants(day: date, rest: str, elsewhere: tzinfo | None) -> list[str | None]:
    """The instant of each clock time in the words; None for one that cannot be read."""
    folded, instants = fold(rest), list[str | None]()
    for clock in _CLOCK.finditer(folded):
        minutes = _minutes(clock)
        part = _PART.match(rest, clock.end())
        if part and minutes is not None and minutes <= 12 * 60 + 59 and not clock["word"]:
            minutes = _in_part(minutes, next(filter(None, part.groups())).casefold())
        zone = find_zone(folded, clock.end()) or find_zone(folded)
        if minutes is None or (zone is None and elsewhere is None):
            instants.append(None)
            continue
        moment = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
        instants.append(
            utc_instant(moment, zone) if zone else instant(moment.replace(tzinfo=elsewhere).astimezone(UTC))
        )
    return instants


def _minutes(clock: re.Match[str]) -> int | None:
    """Minutes since midnight, None for 25:00 and the like. The midnight of a day is its end."""
    part = clock.groupdict()
    if part["word"]:
        return 720 if part["word"] in _MIDDAY else 1440
    military = part["mil"] or part["mil2"]
    if military:
        hour, minute = int(military[:2]), int(military[2:])
    else:
        hours = part["h"] or part["h2"] or part["h3"] or part["h4"] or part["h5"]
        hour, minute = int(hours), int(part["min"] or 0)
    half = part["ap"] or part["ap2"] or ""
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 or (hour, minute) == (24, 0) else None


def _in_part(minutes: int, part: str) -> int | None:
    """Minutes since midnight of `2 giờ chiều`, `7 malam`, `12 giờ đêm`; None for an hour that is not said so."""
    hour = minutes // 60
    if part in ("noon", "midnight"):
        return {"noon": 720, "midnight": 1440}[part] if minutes == 720 else None
    if hour == 12 and part in ("đêm", "dem", "malam", "night"):
        return minutes + 720
    if part == "siang" and hour in (10, 11, 12):
        return minutes
    if hour == 12 and part in ("trưa", "trua"):
        return minutes
    hours, more = _PARTS[part]
    return minutes + more * 60 if hour in hours else None
