"""The hour at which a hold ends, as the archivist gives it."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from archive.access import instant, utc_now
from archive.errors import NotEditable
from archive.settings import zone_of
from webui.words import _

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Ho_Chi_Minh", "UTC")
"""Those offered beside the archive's own; any other of the IANA database may be typed."""


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def is_day(text: str) -> bool:
    """Whether it is a day like 2026-05-03."""
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def is_hour(text: str) -> bool:
    """Whether it is an hour like 10:00."""
    return bool(_HOUR.fullmatch(text))


def until(day: str, hour: str, place: str) -> str:
    """The instant at which a clock there shows that day and hour, as the catalogue writes it; where it shows them
    twice, the later. Raises NotEditable, also for one that has passed."""
    try:
        there = zone_of(place)
    except (ValueError, OSError, KeyError):
        raise NotEditable(_("That is no time zone: write it like Asia/Jakarta.")) from None
    try:
        if not (is_day(day) and is_hour(hour)):
            raise ValueError
        meant = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour)).replace(tzinfo=there, fold=1)
        found = instant(meant)
    except (ValueError, OverflowError):
        raise NotEditable(_("Write the day like 2026-05-03 and the hour like 10:00.")) from None
    if found <= instant(utc_now()):
        raise NotEditable(_("That hour has passed: it would be public at once."))
    return found
