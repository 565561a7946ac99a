"""The instant of an embargo: its day, times and zone, in all embargo languages.

If words are ambiguous (5/6 in English, midnight, the hour that repeats when clocks go back, differing times), the later
meaning counts. A day without a readable time or zone lasts until it has ended everywhere on earth. A contradiction,
such as a Friday that was a Sunday, has no end: someone decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.access import instant
from archive.text.dates import date_finder
from archive.text.dates.months import MONTHS
from archive.text.dates.time_zones import AMBIGUOUS, FOLLOWING, OFFSETS, PLACES
from archive.text.embargo import embargo_words
from archive.text.orthography import fold
from archive.text.patterns import lazy_regex

LATEST_ZONE = timezone(timedelta(hours=-12))  # where a day begins and ends last

_ANY_PLACE = "|".join(PLACES)


def _either(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, words)) or r"(?!)"


_SAID = {
    name: _either(embargo_words.clock_words(name))
    for name in ("noon", "midnight", "hour", "at", "before", "after", "local")
}
_LETTERS = "|".join(sorted({*OFFSETS, *FOLLOWING}, key=lambda letters: (-len(letters), letters)))
_PLAIN = "|".join(
    sorted({*OFFSETS} - {"z", "cat", "eat", "wat", "west", "wet"}, key=lambda letters: (-len(letters), letters))
)
_ZONE_NEXT = rf"(?=\s?(?:{_LETTERS}|{'|'.join(sorted(AMBIGUOUS))})\b)"
_PLACE_NEXT = rf"(?=\s(?:us\s)?(?:{_ANY_PLACE})\s(?:{_SAID['after']})\b)"
_CLOCK = lazy_regex(
    rf"(?<![\d.+-])(?<!\d[,:])(?:(?<!/)|(?<=[a-z./]/)|(?<=[+-]\d/)|(?<=[+-]\d\d/))(?:(?P<h>\d{{1,2}})\s?(?:[:.h]|g(?:io)?|{_SAID['hour']})\s?(?P<min>[0-5]\d)(?::\d\d)?"
    r"(?![/\d-]|\.\d)\s?(?:hours|hrs|phut)?(?:\s?(?P<ap>[ap])\.?\s?m\b\.?)?"
    r"|(?P<h2>\d{1,2})\s?(?P<ap2>[ap])\.?\s?m\b\.?|(?P<mil>[0-2]\d[0-5]\d)\s?(?:hours|hrs|h)\b"
    rf"|(?P<bad>\d\d?:\d\d?){_ZONE_NEXT}|(?P<mil2>[0-2]\d[0-5]\d)(?:{_ZONE_NEXT}|{_PLACE_NEXT})"
    rf"|(?P<h3>\d{{1,2}})\s?(?:h|{_SAID['hour']})(?!\w)"
    rf"|(?P<h5>\d{{1,2}})\s?(?P<word5>{_SAID['noon']}|{_SAID['midnight']})\b"
    rf"|(?P<h6>\d{{1,2}})(?=\s(?:{_PLAIN})\b)"
    rf"|(?:{_SAID['before']})\.?\s+(?P<h4>\d{{1,2}})(?![\d./:h]))"
    rf"|(?P<word>\b(?:{_SAID['noon']}|{_SAID['midnight']})\b)"
)
_CLOCK_WORD = lazy_regex(rf"\b(?:{_SAID['noon']}|{_SAID['midnight']})\b")  # the only one without a digit
_DIGIT = lazy_regex(r"\d")
# Times that share a zone: `08.00/10.00 GMT/ET`.
_JOINED = lazy_regex(r"\d\d?[:.h][0-5]\d\s?[/–]\s?\d\d?[:.h][0-5]\d")
_PARTS = embargo_words.parts_of_day()
_ANY_PART = _either(sorted(_PARTS, key=len, reverse=True))
_PART = lazy_regex(rf"\s{{0,3}}(?:in the |at )?(?P<part>{_ANY_PART}|{_SAID['noon']}|{_SAID['midnight']})(?!\w)")
_NOON, _MIDNIGHT = embargo_words.clock_words("noon"), embargo_words.clock_words("midnight")
_WEEKDAYS = embargo_words.weekdays()
_WEEKDAY = lazy_regex(rf"(?<!\w)(?:{_either(sorted(_WEEKDAYS, key=len, reverse=True))})(?!\w)")
# Words of countries with the day first; in English it may be either.
_DAY_FIRST = lazy_regex(rf"(?<!\w)(?:{_either(embargo_words.clock_words('day_first'))})(?!\w)")
# A day without a year after a word for `until`: `đến 20/12`.
_SHORT_DAY = lazy_regex(
    rf"(?<!\w)(?:{_either(embargo_words.clock_words('until'))})\s+(?P<day>[0-3]?\d/(?:1[0-2]|0?[1-9]))(?![\w/%]|[.,]\d)"
)
_NUMERIC = lazy_regex(r"(?<![\d/])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/\d{4}")
_PLACED = (
    rf"(?:(?:{_SAID['at']})\s+(?P<before>{_ANY_PLACE})(?!\w)"
    rf"|(?P<after>{_ANY_PLACE})(?:'s|’s)?\s+(?:local\s+)?(?:{_SAID['after']})(?!\w)"
    rf"|(?<=\()\s*(?P<alone>{_ANY_PLACE})\s*(?=\)))"
)
_ZONE_LABELS = [label for word in embargo_words.clock_words("zone") for label in (word, f"{word}:")]
_BEHIND_WORDS = "|".join(rf"(?<={re.escape(word)}\s)" for word in (*_NOON, *_MIDNIGHT, *_PARTS, *_ZONE_LABELS))
_ZONE = lazy_regex(
    r"(?<![^\W\d_])(?:(?:(?:gmt|utc)\s*)?(?P<sign>[+-])\s?(?P<oh>\d{1,2})(?::?(?P<om>[0-5]\d))?(?![\d-]|\.\d|/\d(?!\d?[:.h]))"
    rf"|(?P<letters>{_PLAIN}|(?<=[\d.m)])z)(?![\w+])(?!\s*[+-]\s*\d)"
    rf"|(?:(?<=[\d.m])|(?<=[\d.m]\s)|(?<=us\s)|(?<=\()|{_BEHIND_WORDS})(?P<behind>{_LETTERS})(?!\w)"  # PT is a firm
    rf"|{_PLACED})"
)
_BEHIND = lazy_regex(r"[\s,(\[]{0,6}(?P<letters>[^\W\d_]{1,5})(?![\w.'’]*[^\W\d_])")
_UNCLEAR = lazy_regex(rf"(?<!\w)(?:{_SAID['local']})(?!\w)")
_ANYWHERE = lazy_regex(rf"(?<!\w)(?:{_ANY_PLACE})(?!\w)")
# Directly after a time: `8:30 a.m. Eastern on Friday`, `11am New York / midnight Beijing`.
_PLACE_BEHIND = lazy_regex(
    rf" {{0,3}}(?:(?:on|pada|tanggal|ngay)? {{6,40}})?(?P<place>{_ANY_PLACE})(?=\s{{0,3}}(?:[,;/)<>\[|]|on\b|\Z))"
)
_SIGNS = lazy_regex(r"[ ,(\[\u00a0]{0,20}(?:u\.? ?s\.?(?:[/ ]+|(?=[(\[])))?[ ,(\[\u00a0]{0,3}")
_FARTHEST = 14  # maximum hours from UTC


@dataclass(frozen=True, slots=True)
class EmbargoEnd:
    """The end of an embargo: a UTC instant (`2026-05-03T03:00:00Z`), None if someone decides. `exact`: time and zone
    were read; else it is the end of the day everywhere. `day`: the last day named."""

    until: str | None
    exact: bool = False
    day: date | None = None


UNKNOWN = EmbargoEnd(None)
# The time and sender of a message: `[14:05] minh.pr: `.
_SENT = lazy_regex(r"\A\W{0,4}(?:[\d/.-]{6,10},?\s)?\d{1,2}[:.]\d\d(?::\d\d)?[\]\s-]{1,4}[^:]{1,40}:\s")


def read_end(words: str, issued: date | None = None) -> EmbargoEnd:
    """Return the end named by the words. A day without a year is the next such day after `issued`."""
    words = embargo_words.clean_line(words)
    sent = _SENT.match(words)
    if sent and _last_day(words[sent.end() :]):
        words = words[sent.end() :]
    folded = fold(words)
    readings = _readings(words, folded, issued)
    last = _last_day(words)
    if not readings or not readings[0]:
        return EmbargoEnd(None, day=last)
    day_spans = [(found.start, found.end) for found in readings[0]]
    days = [_meant(position, readings, words, folded, issued) for position in range(len(day_spans))]
    if None in days:
        return EmbargoEnd(None, day=last)
    known = [day for day in days if day is not None]
    rest = words
    for start, end in day_spans:
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    clocks = list(_CLOCK.finditer(fold(rest)))
    if len(set(known)) > 1:
        return _agreeing(list(zip(day_spans, known, strict=True)), rest, clocks, last)
    instants = [_instant(known[0], rest, clocks, n) for n in range(len(clocks))]
    if not instants or None in instants or _JOINED.search(fold(rest)):
        return EmbargoEnd(end_of_day(known[0]), day=known[0])
    return EmbargoEnd(max(filter(None, instants)), True, known[0])


def days_of(words: str, issued: date | None = None) -> set[date]:
    """Return the possible days of words that name one day: two for 5/6 in a country that uses either order, none for a
    wrong weekday. A day without a year is the next such day after `issued`."""
    words = embargo_words.clean_line(words)
    folded = fold(words)
    readings = _readings(words, folded, issued)
    found = {_meant(0, [some], words, folded, issued) for some in readings if len(some) == 1}
    return {day for day in found if day is not None}


def end_of_day(day: date) -> str | None:
    """Return the instant at which a day has ended everywhere on earth."""
    try:
        return instant((datetime(day.year, day.month, day.day, tzinfo=LATEST_ZONE) + timedelta(days=1)).astimezone(UTC))
    except OverflowError:
        return None


def last_day(words: str) -> date | None:
    """Return the last day with a year in the words, or None."""
    return _last_day(embargo_words.clean_line(words))


@lru_cache(maxsize=512)  # one line is read with several word tables
def spans(line: str) -> dict[int, tuple[int, str]]:
    """Return days, times, zones and weekdays in a clean line: start, and end with the class."""
    found: dict[int, tuple[int, str]] = {}
    rest = line
    for one in date_finder.find(line, year=2000):
        kind = "year" if one.precision == "year" else "day"
        found[one.start] = (one.end, kind)
        rest = f"{rest[: one.start]}{' ' * (one.end - one.start)}{rest[one.end :]}"
    folded = fold(rest)
    for short in _SHORT_DAY.finditer(folded):
        found[short.start("day")] = (short.end("day"), "day")
    for clock in (_CLOCK if _DIGIT.search(folded) else _CLOCK_WORD).finditer(folded):
        end = clock.end()
        if part := _PART.match(folded, end):
            end = part.end()
        found[clock.start()] = (end, "clock")
    for zone in _ZONE.finditer(folded):
        over = zone.end() if zone[0][0] in "+-" else zone.start() + 1  # in `3 May 2026 - 20:00` it is not a zone
        if not any(start < over and zone.start() < end for start, (end, _) in found.items()):
            found[zone.start()] = (zone.end(), "zone")
    for weekday in _WEEKDAY.finditer(folded):
        if _WEEKDAYS[weekday[0]][1] and not line[slice(*weekday.span())].isascii():
            continue
        if weekday.start() not in found and not any(
            start <= weekday.start() < end for start, (end, _) in found.items()
        ):
            found[weekday.start()] = (weekday.end(), "weekday")
    return found


def _last_day(words: str) -> date | None:
    return max((found.last for found in date_finder.find(words)), default=None)


def _readings(words: str, folded: str, issued: date | None) -> list[list[date_finder.FoundDate]]:
    """Return the days of the words, twice if 5/6 is ambiguous."""
    either = _NUMERIC.search(words) is not None and _DAY_FIRST.search(folded) is None
    readings = []
    for month_first in (False, True)[: 1 + either]:
        found = [
            one
            for one in date_finder.find(words, issued.year if issued else None, month_first)
            if one.precision != "year"
        ]
        if any(one.precision != "day" for one in found):
            return []
        readings.append(found)
    return readings if len({len(found) for found in readings}) == 1 else []


def _weekday(words: str, folded: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """Return the first weekday; `thư này` is not a Thursday."""
    named = _WEEKDAY.finditer(folded, start, len(folded) if end is None else end)
    return next((one for one in named if not _WEEKDAYS[one[0]][1] or words[slice(*one.span())].isascii()), None)


def _meant(
    n: int, readings: list[list[date_finder.FoundDate]], words: str, folded: str, issued: date | None
) -> date | None:
    """Return the day at the n-th place; None if its year is unknown, or it was another weekday."""
    days = [date.fromisoformat(found[n].iso) for found in readings]
    if not readings[0][n].complete:
        days = [near for day in days if issued and (near := _next(day, issued))]
    start = readings[0][n - 1].end if n else 0
    end = readings[0][n + 1].start if n + 1 < len(readings[0]) else len(folded)
    weekday = _weekday(words, folded, start, end) or (_weekday(words, folded) if len(readings[0]) == 1 else None)
    fitting = [day for day in days if weekday is None or day.weekday() == _WEEKDAYS[weekday[0]][0]]
    return max(fitting) if fitting else None


def _next(day: date, issued: date) -> date | None:
    """Return the next such day, including the day of issue."""
    for year in (issued.year, issued.year + 1, issued.year + 2, issued.year + 3, issued.year + 4):
        try:
            meant = day.replace(year=year)
        except ValueError:
            continue  # 29 February
        if meant >= issued:
            return meant
    return None


def _agreeing(
    days: list[tuple[tuple[int, int], date]], rest: str, clocks: list[re.Match[str]], last: date | None
) -> EmbargoEnd:
    """Return one instant given for several places, each with time and day: the day after the time, else the one before.
    If they disagree, someone decides."""
    for behind in (True, False):
        meant = [_day_of(n, clocks, days, behind) for n in range(len(clocks))]
        instants = {_instant(day, rest, clocks, n) for n, day in enumerate(meant)}
        if set(meant) == {day for _, day in days} and len(instants) == 1 and None not in instants:
            return EmbargoEnd(instants.pop(), True, last)
    return EmbargoEnd(None, day=last)


def _day_of(n: int, clocks: list[re.Match[str]], days: list[tuple[tuple[int, int], date]], behind: bool) -> date:
    """Return the day of the n-th time: with `behind` the one between it and the next, else the last one before it."""
    until = clocks[n + 1].start() if n + 1 < len(clocks) else len(clocks[n].string)
    near = [day for (start, _), day in days if behind and clocks[n].end() <= start < until]
    return next(iter(near), next((day for (start, _), day in reversed(days) if start < clocks[n].start()), days[0][1]))


def _instant(day: date, rest: str, clocks: list[re.Match[str]], n: int) -> str | None:
    """Return the instant of the n-th time; None if its time or zone cannot be read."""
    folded = fold(rest)
    minutes = _minutes_of(clocks[n], folded)
    if minutes is None:
        return None
    moment = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    zones = _zones(rest, folded, clocks, n)
    instants = [_utc(moment, zone) for zone in zones]
    return None if not instants or None in instants else max(filter(None, instants))


def _zones(rest: str, folded: str, clocks: list[re.Match[str]], n: int) -> list[tzinfo]:
    """Return the possible zones of the n-th time: the one after it, else the next one, else the one before."""
    start = clocks[n].end()
    if part := _PART.match(folded, start):
        start = part.end()
    end = clocks[n + 1].start() if n + 1 < len(clocks) else len(folded)
    if zone := _ZONE.match(folded, _past_signs(folded, start), end):
        return _named(zone)
    if place := _PLACE_BEHIND.match(folded, start, end):
        return _local(_place_of(place["place"]))
    if letters := _unknown_letters(rest, start):
        offset = _ZONE.search(folded, start, end)
        if offset and offset["sign"]:
            return _named(offset)  # `13:00 IST (UTC+5:30)`
        place = _ANYWHERE.search(folded, start, end) if letters in AMBIGUOUS else None
        return _local(_place_of(place[0])) if place else []
    if zone := _ZONE.search(folded, start, end):
        return _named(zone)
    if _UNCLEAR.search(folded, start, end):
        return []
    zone = _ZONE.search(folded, end) or _ZONE.search(folded, 0, clocks[n].start())
    return _named(zone) if zone else []


def _past_signs(folded: str, start: int) -> int:
    """Return where a zone may begin after a time: after punctuation, and after the country in `2 p.m. U.S. Eastern`."""
    found = _SIGNS.match(folded, start)
    return found.end() if found else start


def _unknown_letters(rest: str, start: int) -> str | None:
    """Return capital letters directly after a time that are not a word in any language: an unknown zone."""
    behind = _BEHIND.match(rest, start)
    if behind is None:
        return None
    letters = fold(behind["letters"])
    if letters in AMBIGUOUS and (behind["letters"].isupper() or len(letters) == 3):
        return letters
    if not behind["letters"].isupper() or len(letters) < 2 or letters in _WEEKDAYS:
        return None
    return None if letters in embargo_words.table()[0] or letters in _MONTHS else letters


_MONTHS = frozenset(map(fold, MONTHS)) | {"am", "pm"}


def _named(zone: re.Match[str]) -> list[tzinfo]:
    """Return the zones that a match of `_ZONE` may mean: an abbreviation may be an offset and a local time."""
    if zone["sign"]:
        offset = timedelta(hours=int(zone["oh"]), minutes=int(zone["om"] or 0))
        if offset > timedelta(hours=_FARTHEST):
            return []
        return [timezone(offset if zone["sign"] == "+" else -offset)]
    letters = zone["letters"] or zone["behind"]
    if letters:
        fixed: list[tzinfo] = [timezone(timedelta(hours=OFFSETS[letters]))] if letters in OFFSETS else []
        return fixed + (_local(FOLLOWING[letters]) if letters in FOLLOWING else [])
    return _local(_place_of(zone["before"] or zone["after"] or zone["alone"]))


def _place_of(place: str) -> str:
    return next(name for words, name in PLACES.items() if re.fullmatch(words, place))


def _local(name: str) -> list[tzinfo]:
    zone = _zone_called(name)
    return [zone] if zone else []


@cache
def _zone_called(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None


def _utc(moment: datetime, zone: tzinfo) -> str | None:
    """Return the later of the two instants of a local time that occurs twice, or not at all."""
    try:
        return max(instant(moment.replace(tzinfo=zone, fold=fold).astimezone(UTC)) for fold in (0, 1))
    except OverflowError:
        return None


def _minutes_of(clock: re.Match[str], folded: str) -> int | None:
    """Return minutes since midnight of a time with the part of the day after it."""
    minutes = _minutes(clock)
    part = _PART.match(folded, clock.end())
    if part and minutes is not None and minutes <= 12 * 60 + 59 and not clock["word"]:
        return _in_part(minutes, part["part"])
    return minutes


def _minutes(clock: re.Match[str]) -> int | None:
    """Return minutes since midnight, None for 25:00 and the like. The midnight of a day is its end."""
    part = clock.groupdict()
    if part["word"]:
        return 720 if part["word"] in _NOON else 1440
    if part["h5"]:
        return (720 if part["word5"] in _NOON else 1440) if part["h5"] == "12" else None
    if part["bad"]:
        return None  # 25:61
    military = part["mil"] or part["mil2"]
    if military:
        hour, minute = int(military[:2]), int(military[2:])
    else:
        hours = part["h"] or part["h2"] or part["h3"] or part["h4"] or part["h6"]
        hour, minute = int(hours), int(part["min"] or 0)
    half = part["ap"] or part["ap2"] or ""
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 or (hour, minute) == (24, 0) else None


def _in_part(minutes: int, part: str) -> int | None:
    """Return minutes since midnight of `2 giờ chiều`, `7 malam`, `12 giờ đêm`; None for an impossible hour."""
    hour = minutes // 60
    if part in _NOON or part in _MIDNIGHT:
        return (720 if part in _NOON else 1440) if minutes == 720 else None
    return _PARTS[part][hour] * 60 + minutes % 60 if hour in _PARTS[part] else None
