"""Decide who may see which record, and when. No other module decides this."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from archive.clock import Doubt, TrustedClock
from archive.messages import LEGACY, VERBATIM, has_code, message_to_json, stored_message
from archive.record import Status

IndexName = Literal["public", "held"]
INDEX_NAMES: tuple[IndexName, ...] = ("public", "held")

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person or script that reads. `name` is used in events; `sees_held` is true for those who may see held
    records."""

    name: str
    sees_held: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Who may see a record. `release_at` is the UTC instant (`2026-05-03T10:00:00Z`) at which its embargo ends, None
    while undecided; `hold_reason` is the text of the embargo, or a message if the archive itself holds it."""

    status: Status = Status.RELEASED
    release_at: str | None = None
    hold_reason: str | None = None

    def __post_init__(self) -> None:
        if self.release_at is not None and not _INSTANT.fullmatch(self.release_at):
            raise ValueError(f"{self.release_at!r} is not an instant like 2026-05-03T10:00:00Z")

    @classmethod
    def of(cls, kept: Mapping[Any, Any]) -> Access:
        """Return the access of `columns`, read from a table row or JSON."""
        reason = stored_message(kept["hold_reason"], kept.get("hold_messages"))
        return cls(Status(kept["status"]), kept["release_at"], reason)

    def columns(self) -> dict[str, Any]:
        """Return the access as table columns. `hold_messages` has code and params if the archive itself holds the
        record."""
        why = self.hold_reason
        messages = message_to_json(why) if why and not has_code(why, VERBATIM, LEGACY) else None
        return {
            "status": self.status.value,
            "release_at": self.release_at,
            "hold_reason": why and str(why),
            "hold_messages": messages,
        }


PUBLIC = Viewer("public")
ARCHIVIST = Viewer("archivist", sees_held=True)


@dataclass(slots=True)
class _Clock:
    """The last time reported by the catalogue's server, and the monotonic clock at that moment; None without a server.
    Both are set together, so no thread sees one without the other. `trusted` are clocks that ignore jumps, one for each
    open archive; the last one counts."""

    told: tuple[datetime, float] | None = None
    trusted: tuple[TrustedClock, ...] = ()


_CLOCK = _Clock()


def follow_clock(told: datetime) -> None:
    """Use the time of the catalogue's server, which is `told` now, as the current time from now on."""
    _CLOCK.told = (told, time.monotonic())


def clock_time() -> datetime:
    """Return the clock's time in UTC (aware): that of the catalogue's server if there is one, else this machine's. It
    is never ahead of the server, because its answer took a while to arrive. Only `TrustedClock` calls it."""
    if _CLOCK.told is None:
        return datetime.now(UTC)
    server, heard = _CLOCK.told
    return server + timedelta(seconds=time.monotonic() - heard)


def trust_clock(trusted: TrustedClock) -> None:
    """Use the time of this clock, which ignores jumps, from now on."""
    _CLOCK.trusted = (*_CLOCK.trusted, trusted)


def stop_trusting(trusted: TrustedClock) -> None:
    """Stop using the time of this clock."""
    _CLOCK.trusted = tuple(one for one in _CLOCK.trusted if one is not trusted)


def utc_now() -> datetime:
    """Return the current time in UTC (aware), by which embargoes end: the clock's time, or an earlier one if the clock
    jumped by more than an hour."""
    for trusted in _CLOCK.trusted[-1:]:
        return trusted.now()
    return clock_time()


def clock_doubt() -> Doubt | None:
    """Return what is wrong with the clock, None if nothing is known."""
    for trusted in _CLOCK.trusted[-1:]:
        return trusted.doubt()
    return None


def instant(moment: datetime) -> str:
    """Return a moment as the catalogue writes it, `2026-05-03T10:00:00Z`. These strings sort chronologically."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"  # %Y is not padded


def is_public(status: Status, release_at: str | None, now: str) -> bool:
    """Return whether anyone may see a record of this status at the instant `now` (as `instant` writes it)."""
    if status is Status.RELEASED:
        return True
    return status is Status.HELD and release_at is not None and release_at <= now


def in_force(status: Status, release_at: str | None, now: str) -> Status:
    """Return the status at the instant `now`: a held record whose embargo ended is released."""
    return Status.RELEASED if is_public(status, release_at, now) else status


def may_see(viewer: Viewer, status: Status, release_at: str | None, now: str) -> bool:
    """Return whether this viewer may see such a record now. Viewers who see held records also see withdrawn ones."""
    return viewer.sees_held or is_public(status, release_at, now)


def index_for(viewer: Viewer) -> IndexName:
    """Return the one index that answers this viewer's queries."""
    return "held" if viewer.sees_held else "public"


def stricter(before: Access, after: Access, now: str) -> Access:
    """Return the stricter of two accesses at the instant `now`: the one that fewer may see, or see later; `before` if
    they are equal."""
    return after if _strictness(after, now) > _strictness(before, now) else before


def _strictness(access: Access, now: str) -> tuple[int, str]:
    if is_public(access.status, access.release_at, now):
        return 0, ""
    if access.status is Status.WITHDRAWN:
        return 3, ""
    return (2, "") if access.release_at is None else (1, access.release_at)
