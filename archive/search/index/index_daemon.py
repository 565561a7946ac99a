"""The indexer beside a server: it follows the catalogue, and merges segments when idle."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Event

from archive.access import instant, utc_now
from archive.errors import ArchiveBusy, PressArchiveError
from archive.search.index import index_sync
from archive.search.index.generations import Generation, current, generations_of
from archive.storage.archive import Archive

INTERVAL = 0.25  # seconds between checks for something to do
IDLE_SECONDS = 3.0  # without a change, before segments are merged
HEAR_SECONDS = 1.0  # between checks if the catalogue's server notifies of each write
LOOK_SECONDS = 0.05  # between checks, meanwhile, for something else to do
LONGEST_PAUSE = 30.0


def watch(
    archive: Archive, stopped: Callable[[float], bool], interval: float = INTERVAL, idle: float = IDLE_SECONDS
) -> None:
    """Keep the index up to date until `stopped`, which waits the given number of seconds, returns true: at most
    `interval` seconds after a change, the end of an embargo, or the loss of the index. A server notifies of changes, so
    the latter two are checked less often. After `idle` seconds without one, segments are merged until one comes.
    Failures are printed to standard error and retried, less and less often. Raise LockLost if a lock of the caller has
    ended."""
    follower, pause = _Follower(archive), interval
    while not _paused(archive, stopped, pause, first=pause == interval):
        archive.check_locks()
        archive.clock.keep()
        try:
            if follower.behind():
                follower.catch_up()
            elif follower.idle_for() >= idle:
                follower.check(stopped)
                follower.tidy(stopped)
            generations_of(archive).remove_superseded()
            pause = interval
        except (PressArchiveError, OSError) as error:
            _complain(f"The index could not be brought up to date: {error}")
            pause = min(pause * 2, LONGEST_PAUSE)


def _paused(archive: Archive, stopped: Callable[[float], bool], pause: float, *, first: bool) -> bool:
    """Wait, and return whether to end. A server's notifications end the wait for the next write, but not the wait after
    a failure (`first` is False)."""
    if first and archive.catalogue.wait_for_write(HEAR_SECONDS):
        return stopped(0)
    return stopped(pause)


class _Follower:
    """The state to which this process has updated an archive's index."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._done: tuple[int, Generation | None, str] = (-1, None, "")
        self._since = ""
        self._changed = time.monotonic()
        self._tidy = False
        # The index, and the time of the suspicion when it was checked.
        self._checked: tuple[Generation | None, int | None] = (None, None)
        self._damaged: Generation | None = None
        self._looked = 0.0

    def behind(self) -> bool:
        """Return whether the index has to be updated."""
        here = self._here()
        lost = here[1] is None or here[1] == self._damaged or here[1].is_damaged()
        return here != self._done or lost or bool(index_sync.due_since(self._archive, self._since, _now()))

    def catch_up(self) -> None:
        """Update the index. Changes made meanwhile are seen the next time."""
        now, (revision, generation, cards) = _now(), self._here()
        if generation is not None and generation == self._damaged and not generation.is_damaged():
            index_sync.rebuild(self._archive, engine=index_sync.present_engine(self._archive))
        index_sync.update(self._archive, say=_complain)
        self._done = (revision, current(self._archive), cards)
        self._since, self._changed, self._tidy = now, time.monotonic(), False

    def idle_for(self) -> float:
        """Return the seconds since the last work."""
        return time.monotonic() - self._changed

    def check(self, stopped: Callable[[float], bool]) -> None:
        """Check the files of the index, once for each index and after a failed search, unless there is something else
        to do. A damaged index counts as behind from then on. If the damage cannot be noted there (full disk, other
        account), it is remembered here."""
        here = current(self._archive)
        if here is None:
            return
        checked, suspicion = self._checked
        if here == checked and here.suspected_at() in (None, suspicion):
            return
        if damage := index_sync.look_for_damage(self._archive, lambda: self._interrupted(stopped)):
            _complain(f"The index is damaged ({damage}). It is made anew, and answers meanwhile as far as it can.")
            self._damaged = here
        elif not self.behind():
            self._checked = here, here.suspected_at()

    def tidy(self, stopped: Callable[[float], bool]) -> None:
        """Merge segments once after each update, unless there is something else to do, or another process writes."""
        if self._tidy:
            return
        try:
            index_sync.tidy(self._archive, lambda: self._interrupted(stopped))
        except ArchiveBusy:
            return
        self._tidy = not self.behind()

    def _interrupted(self, stopped: Callable[[float], bool]) -> bool:
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return False
        self._looked = time.monotonic()
        return stopped(0) or self.behind()

    def _here(self) -> tuple[int, Generation | None, str]:
        archive = self._archive
        return archive.catalogue.revision(), current(archive), archive.authorities().digest


def _now() -> str:
    return instant(utc_now())


def _complain(sentence: str) -> None:
    print(f"press-archive: {sentence}", file=sys.stderr, flush=True)


def main(
    folder: Path,
    parent: int,
    interval: float,
    beside: Callable[[Path, Event], AbstractContextManager[None]] = lambda *_: nullcontext(),
) -> None:
    """Run the indexer, the child of `serve` or of a long ingest: `python -m archive.search.index.index_daemon DIR
    PARENT [INTERVAL]`. It ends on SIGTERM, on SIGINT, and when the process PARENT has ended, even before this one
    began. The context `beside` is entered meanwhile, with the event that ends it."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with Archive.open(folder) as archive, beside(folder, stop):
        watch(archive, lambda seconds: stop.wait(seconds) or os.getppid() != parent, interval)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) if sys.argv[3:] else INTERVAL)
