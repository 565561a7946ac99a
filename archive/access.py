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
    """Someone who looks: `name` is for events, `sees_held` marks those who may see held records."""

    name: str
    sees_held: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Who may see a record. `release_at` is the UTC instant (`2026-05-03T10:00:00Z`) at which its embargo ends, None
    while undecided; `hold_reason` are the words that hold it, a message where the archive itself does."""

    status: Status = Status.RELEASED
    release_at: str | None = None
    hold_reason: str | None = None

    def __post_init__(self) -> None:
        if self.release_at is not None and not _INSTANT.fullmatch(self.release_at):
            raise ValueError(f"{self.release_at!r} is not an instant like 2026-05-03T10:00:00Z")

    @classmethod
    def of(cls, kept: Mapping[Any, Any]) -> Access:
        """Return what `columns` gave, of a row of a table or of JSON."""
        reason = stored_message(kept["hold_reason"], kept.get("hold_messages"))
        return cls(Status(kept["status"]), kept["release_at"], reason)

    def columns(self) -> dict[str, Any]:
        """As the tables have it: `hold_messages` has code and params where the archive itself holds it."""
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
    """What the server of the catalogue said last, and when by the monotonic clock; None where there is no server. The
    two are set at once: of several threads none sees one without the other. `trusted` follow no jump: one for each open
    archive, of which the last counts."""

    told: tuple[datetime, float] | None = None
    trusted: tuple[TrustedClock, ...] = ()


_CLOCK = _Clock()


def follow_clock(told: datetime) -> None:
    """From now on take the time of the catalogue's server, which is `told` at this moment, for the current one."""
    _CLOCK.told = (told, time.monotonic())


def clock_time() -> datetime:
    """Return what the clock says, aware, in UTC: that of the catalogue's server where there is one, else this
    machine's. It is never ahead of the server, since its answer took a while to come. Only `TrustedClock` asks it."""
    if _CLOCK.told is None:
        return datetime.now(UTC)
    server, heard = _CLOCK.told
    return server + timedelta(seconds=time.monotonic() - heard)


def trust_clock(trusted: TrustedClock) -> None:
    """From now on take the time of this clock, which does not follow jumps."""
    _CLOCK.trusted = (*_CLOCK.trusted, trusted)


def stop_trusting(trusted: TrustedClock) -> None:
    """Take the time of this clock no longer."""
    _CLOCK.trusted = tuple(one for one in _CLOCK.trusted if one is not trusted)


def utc_now() -> datetime:
    """Return the current time, aware, in UTC, by which embargoes end: that of the clock, or an earlier one after the
    clock jumped by more than an hour."""
    for trusted in _CLOCK.trusted[-1:]:
        return trusted.now()
    return clock_time()


def clock_doubt() -> Doubt | None:
    """Return what is wrong with the clock, None if nothing is known."""
    for trusted in _CLOCK.trusted[-1:]:
        return trusted.doubt()
    return None


def instant(moment: datetime) -> str:
    """Return a moment as the catalogue writes it, `2026-05-03T10:00:00Z`: such texts sort as the moments do."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"  # strftime pads no year


def is_public(status: Status, release_at: str | None, now: str) -> bool:
    """Return whether anyone may see a record of this status at the instant `now` (as `instant` writes it)."""
    if status is Status.RELEASED:
        return True
    return status is Status.HELD and release_at is not None and release_at <= now


def in_force(status: Status, release_at: str | None, now: str) -> Status:
    """Return the status at the instant `now`: a held record whose embargo ended is released."""
    return Status.RELEASED if is_public(status, release_at, now) else status


def may_see(viewer: Viewer, status: Status, release_at: str | None, now: str) -> bool:
    """Return whether this viewer may see such a record now. Withdrawn records are seen by those who see held ones."""
    return viewer.sees_held or is_public(status, release_at, now)


def index_for(viewer: Viewer) -> IndexName:
    """Return the one index that answers this viewer's queries."""
    return "held" if viewer.sees_held else "public"


def stricter(before: Access, after: Access, now: str) -> Access:
    """Return the stricter of two accesses at the instant `now`: fewer may see it, or later; `before` when they are
    equal."""
    return after if _strictness(after, now) > _strictness(before, now) else before


def _strictness(access: Access, now: str) -> tuple[int, str]:
    if is_public(access.status, access.release_at, now):
        return 0, ""
    if access.status is Status.WITHDRAWN:
        return 3, ""
    return (2, "") if access.release_at is None else (1, access.release_at)
