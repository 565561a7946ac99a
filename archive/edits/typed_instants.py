"""Read the instant that an archivist types, in ISO 8601 or in words, with the date reader of texts.

A time without a zone is in the archive's time zone. Nothing is guessed: an ambiguous text, or one with an unknown word,
is rejected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, tzinfo

from archive.access import instant
from archive.clock import Doubt
from archive.errors import NotEditable
from archive.messages import Message
from archive.text.embargo import embargo_words
from archive.text.embargo.instants import EmbargoEnd, days_of, read_end, spans
from archive.text.orthography import fold, word_set

LONGEST = 120  # characters
_DAYS_AHEAD = {
    "day after tomorrow": 2, "ngay kia": 2, "lusa": 2,
    "tomorrow": 1, "besok": 1, "esok": 1, "ngay mai": 1,
    "today": 0, "hari ini": 0, "hom nay": 0,
}  # fmt: skip
_AHEAD = re.compile(rf"(?<!\w)(?:{'|'.join(_DAYS_AHEAD)})(?!\w)")
# What may come between day, time and zone.
_JOINING = word_set("at on by of the o clock time pukul pkl jam pada tanggal tgl hari waktu luc vao ngay thang nam gio")
_WORD = re.compile(r"[^\W_]+")
_CLOCK_IN_LETTERS = re.compile(r"(?<=\d)t(?=\d)")  # of ISO 8601


def read_instant(typed: str, zone: tzinfo, now: datetime) -> str:
    """Return the UTC instant in the catalogue's format; `zone` is the archive's time zone. Raise NotEditable for one
    that cannot be read, is ambiguous or has passed."""
    typed = " ".join(typed.split())
    example = _example(zone, now)
    try:
        exact = datetime.fromisoformat(typed)
    except ValueError:
        exact = None
    found: str | None = None
    if exact is not None and (exact.tzinfo is not None or _CLOCK_IN_LETTERS.search(typed.casefold()) or ":" in typed):
        found = _utc(exact, zone)
    elif len(typed) <= LONGEST:
        found = _in_words(typed, zone, now.astimezone(zone).date(), example)
    if found is None:
        raise NotEditable(Message("instant-unreadable", typed=typed[:LONGEST], example=example))
    if found <= instant(now):
        raise NotEditable(Message("instant-past", read=describe(found, zone), example=example))
    return found


def describe(moment: str, zone: tzinfo) -> str:
    """Return an instant in UTC and in the archive's time zone: `2026-12-04T03:00:00Z (2026-12-04 10:00
    Asia/Jakarta)`."""
    try:
        there = datetime.fromisoformat(moment).astimezone(zone)
    except (ValueError, OverflowError):  # on the first or last possible day
        return moment
    shown = there.replace(tzinfo=None).isoformat(" ", "minutes" if there.second == 0 else "seconds")
    return f"{moment} ({shown} {zone_name(zone)})"


def describe_doubt(doubt: Doubt, zone: tzinfo, show: Callable[[str], str] | None = None) -> Message:
    """Return what is wrong with the clock. `show` formats an instant; by default like `describe`."""
    clock, expected = (
        show(instant(at)) if show else describe(instant(at), zone) for at in (doubt.clock, doubt.expected)
    )
    return Message("clock-jumped-ahead" if doubt.is_ahead else "clock-jumped-back", now=clock, expected=expected)


def zone_name(zone: tzinfo) -> str:
    """Return the name of a zone, such as Asia/Jakarta."""
    return getattr(zone, "key", None) or str(zone)


def _example(zone: tzinfo, now: datetime) -> str:
    """Return an example of an instant that can be typed: tomorrow at 10:00."""
    return f"{(now.astimezone(zone) + timedelta(days=1)).date()} 10:00"


def _utc(moment: datetime, zone: tzinfo) -> str | None:
    """Return the later of the two instants of a local time that occurs twice, or not at all."""
    try:
        if moment.tzinfo is not None:
            return _of_four_digits(instant(moment))
        return _of_four_digits(max(instant(moment.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)))
    except OverflowError:
        return None


def _of_four_digits(moment: str) -> str | None:
    """Return the instant, or None before the year 1000, since those do not sort."""
    return moment if moment[:4].isdecimal() else None


def _in_words(typed: str, zone: tzinfo, today: date, example: str) -> str | None:
    words = _with_day(embargo_words.clean_line(typed), today, example)
    if words is None or any(_not_understood(words)):
        return None
    days = days_of(words, today)
    if len(days) > 1:
        shown = [day.isoformat() for day in sorted(days)]
        raise NotEditable(Message("instant-ambiguous", typed=typed, days=shown, example=example))
    if not days:
        return None
    end: EmbargoEnd = read_end(words, today)
    if end.exact:
        return end.until
    clock = read_end(f"{words} UTC", today)
    if not clock.exact or clock.until is None:
        return None
    return _utc(datetime.fromisoformat(clock.until).replace(tzinfo=None), zone)


def _with_day(words: str, today: date, example: str) -> str | None:
    """Return the text with the day in figures for `tomorrow` or a weekday alone; None if it names two days."""
    folded = fold(words)
    if len(folded) != len(words):
        return None
    found = spans(words)
    named = [start for start, (_, kind) in found.items() if kind in ("day", "year")]
    ahead = list(_AHEAD.finditer(folded))
    weekdays = [(start, end) for start, (end, kind) in found.items() if kind == "weekday"]
    if len(ahead) == 1 and not named and not weekdays:
        day = today + timedelta(days=_DAYS_AHEAD[ahead[0][0]])
        return f"{words[: ahead[0].start()]} {day.isoformat()} {words[ahead[0].end() :]}"
    if ahead or named or len(weekdays) != 1:
        return None if ahead else words
    start, end = weekdays[0]
    days = (embargo_words.weekdays()[folded[start:end]][0] - today.weekday()) % 7
    if days == 0:
        raise NotEditable(Message("instant-weekday-today", typed=words, example=example))
    return f"{words[:start]} {(today + timedelta(days=days)).isoformat()} {words[end:]}"


def _not_understood(words: str) -> Iterator[str]:
    """Yield the words that are neither a day, a time, a zone nor between these; all unless there is one time."""
    folded, clocks = list(fold(words)), 0
    for start, (end, kind) in spans(words).items():
        clocks += kind == "clock"
        folded[start:end] = " " * (end - start)
    if clocks != 1:
        yield words
    yield from (word for word in _WORD.findall("".join(folded)) if word not in _JOINING)
