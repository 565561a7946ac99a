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

STEP_MS = 50  # a change is reported if no other follows for so long
GATHER_MS = 500  # or after so long
MOST_WATCHERS = 8  # before they are merged: each takes one of a user's 128 inotify instances


class ChangeKind(IntEnum):
    """The kind of a change, by its number in watchfiles."""

    ADDED = 1
    MODIFIED = 2
    DELETED = 3


class Hints:
    """Watch only `folders`, not what is below them: watchfiles itself would follow links out of the folders, and into
    the archive being written. A context manager."""

    def __init__(self, stop: Event) -> None:
        self.folders: set[str] = set()
        self.missed = False  # something may have changed unnoticed
        self._stop = stop
        self._watchers: list[RustNotify] = []
        self._heard: set[tuple[int, str]] = set()

    def __enter__(self) -> Hints:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, folders: Collection[str]) -> None:
        """Watch these too. Inaccessible ones are left out. Raise CannotWatch, with what to do."""
        self.folders.update(folders)
        if len(self._watchers) < MOST_WATCHERS:
            self._watchers.append(_watcher(folders))
            return
        try:
            one = _watcher(self.folders)
        except CannotWatch:  # otherwise all folders would be watched twice for a moment
            self._close()
            self.missed = True
            one = _watcher(self.folders)
        self._heard |= self._now(0)
        self._close()
        self._watchers.append(one)

    def drop(self, folders: Collection[str]) -> None:
        """Forget these folders and everything below: they are gone or moved."""
        gone = set(folders)
        self.folders = {folder for folder in self.folders if folder not in gone and gone.isdisjoint(_above(folder))}

    def changes(self, seconds: float) -> set[tuple[int, str]]:
        """Return what changed since the last call, as (Sort, path); wait up to this long for something. Raise
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
    """Return a watcher of the existing readable folders. watchfiles can skip unreadable ones, but then ignores the
    system's limit as well."""
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
