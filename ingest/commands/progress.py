"""Progress of an ingest on one line: done, speed, time left. The total is counted in a separate thread."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

from archive.errors import many
from archive.record import Outcome
from ingest.files.walk import SkipPatterns, starts
from ingest.pipeline.receipt import NOT_TAKEN, Receipt

PATIENCE = 2.0  # seconds of an ingest before its files are counted; before that it may be finished


class FileCounter:
    """Count in a separate thread, from entering the context until it is left or `done`. `files` are those that will
    have an outcome, `bytes` the sizes of those up to `largest`: an estimate, because a disk may change."""

    def __init__(self, paths: Iterable[Path], skip: Iterable[str], never: Path, largest: int) -> None:
        self.files = 0
        self.bytes = 0
        self.done = False
        self._paths, self._unwanted, self._never, self._largest = list(paths), SkipPatterns(skip), never, largest
        self._left = Event()
        self._thread = Thread(target=self._count, name="counting ahead", daemon=True)

    def __enter__(self) -> FileCounter:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._left.set()
        self._thread.join()

    def _count(self) -> None:
        if self._left.wait(PATIENCE):
            return
        never = os.fspath(self._never.resolve())
        for start in starts(self._paths):
            folders = [os.fspath(start)]
            while folders:
                if self._left.is_set():
                    return
                folder = folders.pop()
                if folder != never:
                    folders += self._within(folder)
        self.done = True

    def _within(self, folder: str) -> list[str]:
        """Count the content of a folder, or one file; return its subfolders."""
        inner = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False) and not self._unwanted.pattern(entry.name):
                        inner.append(entry.path)
                    else:
                        self._one(entry.path)
        except OSError:  # a given file, or a folder that becomes a line of the receipt
            self._one(folder)
        return inner

    def _one(self, path: str) -> None:
        self.files += 1
        with suppress(OSError):
            size = os.lstat(path).st_size
            self.bytes += size if size <= self._largest else 0


WINDOW_SECONDS = 60.0  # the speed is that of the last minute: a second run is fast where nothing changed, then slow
SURE_SECONDS = 3.0  # before that it is unknown
SLOW_SECONDS = 1.5  # per file, above which files per second is not meaningful


class IngestPace:
    """The speed of one ingest. `clock` returns seconds. Records are new or changed ones."""

    def __init__(self, ahead: FileCounter, clock: Callable[[], float] = time.monotonic) -> None:
        self._ahead, self._clock = ahead, clock
        self._seen: deque[tuple[float, int, float]] = deque([(clock(), 0, 0.0)])  # time, files, share of the whole

    def line(self, receipt: Receipt | None) -> str:
        """Return `1,200 of 5,000 files, 310 MB of 1.2 GB, 1,100 records, 3 not taken in, 210 files/s, 18 s left`, and
        after the last file `5,000 files, 1.2 GB, 4,800 records, 3 not taken in; the index follows: 500 of 800
        records`."""
        if receipt is None:
            found = f"{many(self._ahead.files, 'file')} found, " if self._ahead.files else ""
            return f"{found}the first are being read"
        lost = sum(receipt.outcomes[outcome] for outcome in NOT_TAKEN)
        new = receipt.outcomes[Outcome.ADDED] + receipt.outcomes[Outcome.NEW_VERSION]
        counts = [many(new, "record"), f"{lost:,} not taken in"]
        if receipt.indexed is not None:
            done, of = receipt.indexed
            far = f": {done:,} of {many(of, 'record')}" if of else ""
            return (
                ", ".join([many(receipt.files, "file"), size(receipt.bytes_seen), *counts])
                + f"; the index follows{far}"
            )
        return ", ".join([*self._far(receipt), *counts, *self._pace(receipt)])

    def bytes_left(self, receipt: Receipt | None) -> int | None:
        """Return how many bytes are left to read, None while the disk is being counted."""
        if not self._ahead.done:
            return None
        return max(0, self._ahead.bytes - (receipt.bytes_seen if receipt is not None else 0))

    def _far(self, receipt: Receipt) -> list[str]:
        if not self._ahead.done or receipt.files > self._ahead.files:
            return [many(receipt.files, "file"), size(receipt.bytes_seen)]
        return [
            f"{receipt.files:,} of {many(self._ahead.files, 'file')}",
            f"{size(min(receipt.bytes_seen, self._ahead.bytes))} of {size(self._ahead.bytes)}",
        ]

    def _pace(self, receipt: Receipt) -> list[str]:
        now, share = self._clock(), self._share(receipt)
        self._seen.append((now, receipt.files, share))
        while len(self._seen) > 2 and now - self._seen[0][0] > WINDOW_SECONDS:
            self._seen.popleft()
        then, files, before = self._seen[0]
        passed, done = now - then, receipt.files - files
        if passed <= 0 or done == 0:
            return []
        told = [format_rate(done, passed)]
        if self._ahead.done and passed >= SURE_SECONDS and share > before:
            told.append(f"{format_duration((1 - share) * passed / (share - before))} left")
        return told

    def _share(self, receipt: Receipt) -> float:
        """Return the finished share: half by files, half by bytes, because some files cost time by size and all have a
        fixed cost."""
        files = receipt.files / max(1, self._ahead.files)
        size = receipt.bytes_seen / self._ahead.bytes if self._ahead.bytes else files
        return (min(1.0, files) + min(1.0, size)) / 2


def format_rate(files: int, seconds: float) -> str:
    """Return the speed: `210 files/s`, or `1 file in 12 s` if slower than one per second."""
    each = seconds / files
    return f"1 file in {format_duration(each)}" if each >= SLOW_SECONDS else f"{many(round(1 / each), 'file')}/s"


def size(count: int) -> str:
    """Return a number of bytes for display, in powers of 1,000."""
    for unit, bytes_ in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= bytes_:
            return f"{count / bytes_:,.1f} {unit}"
    return "1 byte" if count == 1 else f"{count} bytes"


def format_duration(seconds: float) -> str:
    """Return a duration for display: `42 s`, `3 min`, `2 h 05 min`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02} min"
