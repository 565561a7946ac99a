"""When a file is complete: unchanged for a while, closed by all writers, and without the name of a download.

If the system does not report writers, a file must be unchanged for longer. A file replaced soon after ingest is
ingested at once, because the new version may be held. A file that only grew probably arrives in pieces over a bad
connection, and must be unchanged for longer each time.
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

# Browsers, wget, WinSCP, rsync and editors use such names and rename the file when it is complete.
_UNDER_WAY = (".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", ".tmp", ".temp", "~")
LONGEST_SECONDS = 30.0  # that a complete file waits for others of its burst
MOST_AT_ONCE = 10_000  # complete files that wait
UNTOLD, UNTOLD_SECONDS = 5, 10.0  # multiple, and minimum, if the system does not report writers
BURST_FILES, BURST_SECONDS = 10, 2.0  # so many recent files are a copy in progress, whose files wait for each other
AGAIN = 4  # multiple of the last time, for a file that has changed again
TOLD_SECONDS = 2.0  # maximum for a file that nobody is writing to according to the system, and that did not only grow
_END_BYTES = 4096  # at both ends of a file, which show that it only grew
CALM_SECONDS = 60.0  # after which a change is separate; and the maximum time any file must be unchanged for that


def is_under_way(name: str) -> bool:
    """Return whether a file or folder with this name is expected to be renamed: a download in progress, or hidden."""
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
        """Return the stamp of a path, None if it does not exist or cannot be read."""
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
    seconds: float  # for which it must be unchanged, unless that is shortened
    said: bool = False  # whether its longer wait was reported
    grew: bool = False  # again, soon after it was ingested: others do not wait for it


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
        """`seconds`: how long a file must be unchanged; `waits`: how long it then waits for files that may hold it."""
        self._seconds, self._clock, self._waits = seconds, clock, waits
        self._waiting: dict[str, _Waiting] = {}
        self._whole: dict[str, _Waiting] = {}  # since when
        # When a file was ingested, how long it had to be unchanged, and its beginning and end.
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
        """Return whether a file is its recently ingested version with more appended."""
        ends = self._lately[path][2] if path in self._lately else None
        return ends is not None and _ends(path, ends[0]) == ends

    def long_waits(self) -> list[LongWaitingFile]:
        """Return the files that turned out to wait longer than others since the last call."""
        found, self._long = self._long, []
        return found

    @property
    def waiting(self) -> list[str]:
        """Return the files that have arrived and are not ingested."""
        return [*self._waiting, *self._whole]

    def due(self) -> dict[str, Stamp]:
        """Return the files to ingest now: complete ones, if everything that arrived with them is complete and no more
        are coming, or if they have waited long enough or are many."""
        now = self._clock()
        whole = {path: one for path, one in self._whole.items() if now - one.since >= self._waits(path)}
        if not whole:
            return {}
        first = min(one.since + self._waits(path) for path, one in whole.items())
        # As of the last look: newer ones were not checked since.
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
    """Return the beginning and end of the first so many bytes of a file; None if it has fewer, or cannot be read."""
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
    """Return whether a process on this machine has the file open for writing; None if the system does not report it. It
    does for files on local disks that belong to this user."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:  # that it cannot be read is reported on ingest
        return False
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return False
        # A read lease is only granted while nobody writes. If someone opens the file while we have it, the system sends
        # a signal, which by default would end this process: SIGURG does not.
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:  # leases are not supported
        return None
    finally:
        os.close(file)
    return False
