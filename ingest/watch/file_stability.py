"""When a file is complete: unchanged for a while, closed by all writers, and without the name of a download.

Where the system does not report writers, a file must be unchanged for longer. A file that is replaced soon after ingest
is taken at once, because the new version may be held. A file that only grew probably arrives in pieces over a bad line,
and must be unchanged ever longer.
"""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Browsers, wget, WinSCP, rsync and editors write under such names and rename the file when it is whole.
_UNDER_WAY = (".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", ".tmp", ".temp", "~")
LONGEST_SECONDS = 30.0  # that a file which is whole waits for others of its burst
MOST_AT_ONCE = 10_000  # files that are whole and wait
UNTOLD, UNTOLD_SECONDS = 5, 10.0  # times as long, and at least, where the system does not tell who writes
BURST_FILES, BURST_SECONDS = 10, 2.0  # so many taken lately are a copy under way, whose files wait for each other
AGAIN = 4  # times as long as the last time, for a file that has changed again
TOLD_SECONDS = 2.0  # the most for one of which the system tells that nobody writes to it, and that did not only grow
_END_BYTES = 4096  # at both ends of a file, by which it is told that it only grew
CALM_SECONDS = 60.0  # after which a change is one by itself; and as long as any file must stand still for that


def is_under_way(name: str) -> bool:
    """Return whether a file or folder of this name is expected to be renamed: a download under way, or hidden."""
    return name.startswith(".") or name.casefold().endswith(_UNDER_WAY)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What shows that a file was written, renamed, replaced or became readable: bytes, nanoseconds, inode."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path | str) -> Stamp | None:
        """Return the stamp of a path, None when nothing is there or it cannot be read."""
        try:
            found = os.lstat(path)
        except OSError:
            return None
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def age(self) -> float:
        """Return seconds since it last changed in any way, by the clock of this machine."""
        return time.time() - self.ctime_ns / 1e9


@dataclass(slots=True)
class _Waiting:
    stamp: Stamp | None
    since: float
    seconds: float  # for which it must stand still, where that is not cut short
    said: bool = False  # that it waits longer than others
    grew: bool = False  # again, soon after it was taken: others do not wait for it


@dataclass(frozen=True, slots=True)
class LongWaitingFile:
    """A file that waits longer than others: the seconds it must be unchanged, and whether that is because it grew
    again, or because the system does not report writers."""

    path: str
    seconds: float
    grew: bool


class FileStability:
    """Files that appeared or changed, until they are complete and ingested. `clock` returns seconds."""

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        waits: Callable[[str], float] = lambda _: 0.0,
    ) -> None:
        """`seconds`: how long a file must have stood still; `waits`: how long it then waits for what may hold it."""
        self._seconds, self._clock, self._waits = seconds, clock, waits
        self._waiting: dict[str, _Waiting] = {}
        self._whole: dict[str, _Waiting] = {}  # since when
        # When a file was taken, for how long it had to stand still, and how it began and ended.
        self._lately: dict[str, tuple[float, float, tuple[int, bytes] | None]] = {}
        self._arrived = self._looked = clock() - seconds
        self._long: list[LongWaitingFile] = []

    def seen(self, path: str) -> None:
        """Note that a file appeared or changed."""
        if path not in self._waiting:
            now = self._clock()
            if self._whole.pop(path, None) is None:
                self._arrived = now
            self._waiting[path] = _Waiting(Stamp.of(path), now, self._seconds_to_wait(path, now))

    def _seconds_to_wait(self, path: str, now: float) -> float:
        taken, seconds, _ends = self._lately.get(path, (-CALM_SECONDS, 0.0, None))
        if now - taken >= CALM_SECONDS:
            return self._seconds
        return max(self._seconds, min(AGAIN * seconds, CALM_SECONDS))

    def look(self) -> None:
        """Check which files were written to, are gone, or are complete."""
        now = self._looked = self._clock()
        for path, known in list(self._waiting.items()):
            stamp = Stamp.of(path)
            if stamp is None:
                del self._waiting[path]
            elif stamp != known.stamp:
                known.stamp, known.since = stamp, now
            elif self._is_whole(path, known, now - known.since):
                self._whole[path] = _Waiting(stamp, now, known.seconds)
                del self._waiting[path]
        self._lately = {path: one for path, one in self._lately.items() if now - one[0] < CALM_SECONDS}

    def _is_whole(self, path: str, known: _Waiting, still: float) -> bool:
        soon = min(known.seconds, max(self._seconds, TOLD_SECONDS))
        if still < soon or (written := is_being_written(path)):
            return False
        known.grew = grew = written is False and known.seconds > soon and self._grew(path)
        if written is False and not grew:
            return True
        needed = known.seconds if grew else max(UNTOLD * known.seconds, UNTOLD_SECONDS)
        if still < needed and not known.said:
            known.said = True
            self._long.append(LongWaitingFile(path, needed, grew))
        return still >= needed

    def _grew(self, path: str) -> bool:
        """Whether a file is what was taken of it lately, and more behind that."""
        ends = self._lately[path][2] if path in self._lately else None
        return ends is not None and _ends(path, ends[0]) == ends

    def long_waits(self) -> list[LongWaitingFile]:
        """Return the files of which it turned out since this was asked last that they wait longer than others."""
        found, self._long = self._long, []
        return found

    @property
    def waiting(self) -> list[str]:
        """Return the files that have come and are not taken."""
        return [*self._waiting, *self._whole]

    def due(self) -> dict[str, Stamp]:
        """Return the files to take in now: what is whole, when all that came with it is and no more are coming, or when
        it has waited or grown enough."""
        now = self._clock()
        whole = {path: one for path, one in self._whole.items() if now - one.since >= self._waits(path)}
        if not whole:
            return {}
        first = min(one.since + self._waits(path) for path, one in whole.items())
        # As of the last look: those that came last were not asked about since.
        burst = BURST_SECONDS if len(self._lately) >= BURST_FILES else 0.0
        settled = all(one.grew for one in self._waiting.values())
        over = settled and self._looked - self._arrived >= max(self._seconds, burst)
        if not over and now - first < LONGEST_SECONDS and len(whole) < MOST_AT_ONCE:
            return {}
        return {path: one.stamp for path, one in whole.items() if one.stamp is not None}

    def taken(self, path: str) -> None:
        """Stop waiting for a file, unless it changed meanwhile."""
        if (one := self._whole.pop(path, None)) is not None:
            self._lately[path] = (self._clock(), one.seconds, _ends(path, one.stamp.size) if one.stamp else None)

    def forget(self, folder: str) -> None:
        """Stop waiting for all files below a folder."""
        for files in (self._waiting, self._whole):
            for path in [path for path in files if path.startswith(f"{folder}/")]:
                del files[path]


def _ends(path: str, size: int) -> tuple[int, bytes] | None:
    """How the first so many bytes of a file begin and end; None when it has fewer, or cannot be read."""
    try:
        with open(path, "rb", opener=_opened) as file:
            first = file.read(min(size, _END_BYTES))
            file.seek(max(0, size - _END_BYTES))
            last = file.read(min(size, _END_BYTES))
    except OSError:
        return None
    return (size, first + last) if len(last) == min(size, _END_BYTES) else None


def _opened(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)


def is_being_written(path: str) -> bool | None:
    """Return whether a process of this machine has the file open for writing; None where the system does not tell. It
    does for files of local disks that belong to this user."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:  # that it may not be read is told when it is taken
        return False
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return False
        # A lease for reading is given only while nobody writes. Whoever opens the file in the instant we have it makes
        # the system send a signal, which by default would end this process: SIGURG does not.
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:  # no leases here
        return None
    finally:
        os.close(file)
    return False
