"""The time by which embargoes end while the clock of a machine is wrong.

A clock that is set ahead would release what is held. The time since the machine started (CLOCK_BOOTTIME, which counts
while it sleeps) cannot be set. If the two differ by more than an hour, embargoes end by the earlier one, until somebody
accepts the clock or it is right again. A file beside the locks shares this between all processes of a machine, and with
its next start."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from archive.seal import seal, unseal

MOST_APART = timedelta(hours=1)
NOTE_SECONDS = 60.0  # between two notes of the time

Boot = Callable[[], tuple[str, float]]
"""Returns the id of this start of the machine, and the seconds since."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A clock that is probably wrong: what it shows, and what it should show by the time since the machine started."""

    clock: datetime
    expected: datetime

    @property
    def is_ahead(self) -> bool:
        """Return whether the clock was set ahead, not back."""
        return self.clock > self.expected

    @property
    def used(self) -> datetime:
        """Return the time used meanwhile."""
        return min(self.clock, self.expected)


@dataclass(frozen=True, slots=True)
class _Note:
    """A boot of the machine, the trusted time `time` at `since` seconds after it, and the last trusted time and clock
    seen. Times are ISO 8601 with their zone."""

    boot: str
    since: float
    time: str
    seen: str
    clock: str


@dataclass(frozen=True, slots=True)
class _Base:
    """The trusted time at so many seconds after boot."""

    since: float
    time: datetime


def this_boot() -> tuple[str, float]:
    """Return the boot id of the machine, empty if the kernel has none, and the seconds since boot."""
    return _boot_id(), time.clock_gettime(time.CLOCK_BOOTTIME)


@cache  # no process outlives its boot
def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


class TrustedClock:
    """A clock that ignores jumps of more than an hour. `path`: the file for the last time. `clock` returns the current
    time, aware; threads and processes may share one file."""

    def __init__(self, path: Path, clock: Callable[[], datetime], boot: Boot = this_boot) -> None:
        self._path = path
        self._clock = clock
        self._boot = boot
        self._kept: float | None = None
        self._base = self._first_base()

    def now(self) -> datetime:
        """Return the time by which embargoes end."""
        clock = self._clock()
        doubt = self._doubt(clock)
        return clock if doubt is None else doubt.used

    def doubt(self) -> Doubt | None:
        """Return what is wrong with the clock, None if nothing is known."""
        return self._doubt(self._clock())

    def is_damaged(self) -> bool:
        """Return whether the file for the last time is there and cannot be used."""
        return self._path.exists() and self._read() is None

    def keep(self) -> None:
        """Store the time, at most once a minute, if this account may write there."""
        _, since = self._boot()
        if self._kept is not None and 0 <= since - self._kept < NOTE_SECONDS:
            return
        self._kept = since
        self._follow_note()
        with suppress(OSError):
            self._write()

    def accept(self) -> None:
        """Trust the clock's present time, in all processes. Raise OSError."""
        self._base = _Base(self._boot()[1], self._clock())
        self._write()

    def _doubt(self, clock: datetime) -> Doubt | None:
        if abs(clock - self._expected()) <= MOST_APART:
            return None
        self._follow_note()  # another process may have accepted it
        expected = self._expected()
        return None if abs(clock - expected) <= MOST_APART else Doubt(clock, expected)

    def _expected(self) -> datetime:
        base = self._base
        return base.time + timedelta(seconds=self._boot()[1] - base.since)

    def _follow_note(self) -> None:
        """Adopt what another process stored since this boot."""
        boot, _ = self._boot()
        note = self._read()
        if note is not None and boot and note.boot == boot:
            self._base = _Base(note.since, datetime.fromisoformat(note.time))

    def _first_base(self) -> _Base:
        boot, since = self._boot()
        clock, note = self._clock(), self._read()
        if note is None:
            return _Base(since, clock)
        if boot and note.boot == boot:
            return _Base(note.since, datetime.fromisoformat(note.time))
        # After a reboot it is unknown how long the machine was off.
        seen, shown = datetime.fromisoformat(note.seen), datetime.fromisoformat(note.clock)
        was_ahead = shown - seen > MOST_APART
        is_wrong = clock < seen - MOST_APART or (was_ahead and clock > shown - MOST_APART)
        return _Base(since, seen if is_wrong else clock)

    def _read(self) -> _Note | None:
        """Return the stored note, None if there is none or it is invalid."""
        try:
            note = _Note(**json.loads(unseal(self._path.read_bytes())))
            moments = [datetime.fromisoformat(one).tzinfo for one in (note.time, note.seen, note.clock)]
            return note if None not in moments and isinstance(note.since, (int, float)) else None
        except (OSError, ValueError, TypeError):
            return None

    def _write(self) -> None:
        clock, base = self._clock(), self._base
        doubt = self._doubt(clock)
        seen = clock if doubt is None else doubt.expected
        note = _Note(self._boot()[0], base.since, base.time.isoformat(), seen.isoformat(), clock.isoformat())
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            part.write_bytes(seal(json.dumps(asdict(note)).encode()))
            part.replace(self._path)
        finally:
            part.unlink(missing_ok=True)
