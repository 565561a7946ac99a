"""File system events (inotify, by watchfiles), used only as hints where to look."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from enum import IntEnum
from pathlib import Path
from threading import Event

from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

from archive.errors import CannotWatch
from archive.messages import Message

STEP_MS = 50  # a change is told when no other has come for so long
GATHER_MS = 500  # or after so long
MOST_WATCHERS = 8  # before they are made one: each takes one of the 128 inotify instances that a user has


class ChangeKind(IntEnum):
    """The sort of a change, by its number in watchfiles."""

    ADDED = 1
    MODIFIED = 2
    DELETED = 3


class Hints:
    """Watches `folders` only, not what is below them: watchfiles itself would follow links out of the folders, and into
    the archive that is written to. A context manager."""

    def __init__(self, stop: Event) -> None:
        self.folders: set[str] = set()
        self.missed = False  # something may have changed unheard
        self._stop = stop
        self._watchers: list[RustNotify] = []
        self._heard: set[tuple[int, str]] = set()

    def __enter__(self) -> Hints:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, folders: Collection[str]) -> None:
        """Watch these too. What may not be entered is left out. Raises CannotWatch, saying what to do."""
        self.folders.update(folders)
        if len(self._watchers) < MOST_WATCHERS:
            self._watchers.append(_watcher(folders))
            return
        try:
            one = _watcher(self.folders)
        except CannotWatch:  # for a moment all folders would be watched twice
            self._close()
            self.missed = True
            one = _watcher(self.folders)
        self._heard |= self._now(0)
        self._close()
        self._watchers.append(one)

    def drop(self, folders: Collection[str]) -> None:
        """Forget these folders and all below: they are gone or moved."""
        gone = set(folders)
        self.folders = {folder for folder in self.folders if folder not in gone and gone.isdisjoint(_above(folder))}

    def changes(self, seconds: float) -> set[tuple[int, str]]:
        """Return what changed since it was last asked, as (Sort, path); waits so long for something. Raises
        CannotWatch."""
        heard, self._heard = self._heard, set()
        return heard | self._now(seconds)

    def close(self) -> None:
        """Stop watching."""
        self._close()
        self.folders.clear()

    def _now(self, seconds: float) -> set[tuple[int, str]]:
        if not self._watchers:
            self._stop.wait(seconds)
        found: set[tuple[int, str]] = set()
        wait = max(1, int(seconds * 1000 / max(1, len(self._watchers))))
        for watcher in self._watchers:
            try:
                raw = watcher.watch(GATHER_MS, STEP_MS, wait, self._stop)
            except WatchfilesRustInternalError as error:
                raise _watch_error(error) from error
            if raw == "signal":
                raise KeyboardInterrupt
            if not isinstance(raw, str):
                found |= raw
        return found

    def _close(self) -> None:
        for watcher in self._watchers:
            watcher.close()
        self._watchers.clear()


def _watcher(folders: Collection[str], tries: int = 3) -> RustNotify:
    """A watcher of those that are there and may be read. That of watchfiles can pass over what may not be, but passes
    over the limit of the system as well then."""
    there = [folder for folder in folders if Path(folder).is_dir() and os.access(folder, os.R_OK)]
    try:
        return RustNotify(there, False, False, 0, False, False)
    except FileNotFoundError as error:  # gone since
        if not tries:
            raise _watch_error(error) from error
        return _watcher(there, tries - 1)
    except (OSError, WatchfilesRustInternalError) as error:
        raise _watch_error(error) from error


def _watch_error(error: Exception) -> CannotWatch:
    said = str(error)
    if "limit" in said or "os error 28" in said:
        return CannotWatch(Message("watch-too-many-folders"))
    if "os error 24" in said:
        return CannotWatch(Message("watch-too-many-watchers"))
    return CannotWatch(Message("watch-refused", why=said))


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path
