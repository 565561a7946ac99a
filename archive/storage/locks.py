"""Locks between processes, and those of one machine: files that the system unlocks when their holder ends."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from archive.errors import ArchiveBusy
from archive.messages import Message
from archive.storage.originals import explain_store_errors

PATIENCE_SECONDS = 0.1


class Locks(Protocol):
    """The locks of an archive by their names (`ingest`, `index`), against all other processes that write it."""

    def lock(self, name: str, wait: bool | float = False) -> AbstractContextManager[None]:
        """Hold a lock. With True, wait for ever. Raise ArchiveBusy, saying who holds it since when, when another
        process has it after `wait` seconds."""

    def is_locked(self, name: str) -> bool:
        """Return whether another process holds a lock now."""

    def holder(self, name: str) -> str | None:
        """Return who holds a lock now, since when and by which command; None when nobody does."""


class FolderLocks:
    """Locks as files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lock(self, name: str, wait: bool | float = False) -> AbstractContextManager[None]:
        """Hold a lock. With True, wait for ever. Raise ArchiveBusy when it is taken after `wait` seconds."""
        return locked(self._path(name), wait)

    def is_locked(self, name: str) -> bool:
        """Return whether another process holds a lock now."""
        return is_locked(self._path(name))

    def holder(self, name: str) -> str | None:
        """Return who holds a lock now, since when and by which command; None when nobody does."""
        return holder(self._path(name))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"


@contextmanager
def locked(path: Path, wait: bool | float = False) -> Iterator[None]:
    """Hold the lock at `path`. With True, wait for ever. Raise ArchiveBusy, saying who holds it since when, when
    another process has it after `wait` seconds."""
    with explain_store_errors(path.parent):
        path.parent.mkdir(exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        _take(file, path, wait)
        with suppress(OSError):  # a full disk keeps nobody from locking, only from signing
            os.ftruncate(file, 0)
            signed = f"{os.getpid()}\n{_command()}\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n"
            os.pwrite(file, signed.encode("utf-8", "replace"), 0)
        yield
        os.ftruncate(file, 0)
    finally:
        # The file stays: were it removed, one process could lock the old file and another a new one.
        os.close(file)


def is_locked(path: Path) -> bool:
    """Return whether another process holds the lock at `path` now. Leaves the lock and its file as they are."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:  # nobody ever took it, or whoever asks may not look: then nobody is known to hold it
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(file)


def holder(path: Path) -> str | None:
    """Return who holds the lock at `path` now, since when and by which command; None when nobody does."""
    if not is_locked(path):
        return None
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        return _who(file, path)
    finally:
        os.close(file)


def _take(file: int, path: Path, wait: bool | float) -> None:
    deadline = None if wait is True else time.monotonic() + wait
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if deadline is not None and time.monotonic() >= deadline:
                raise ArchiveBusy(Message("locked", holder=_who(file, path))) from None
        time.sleep(PATIENCE_SECONDS)


def _command() -> str:
    words = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:500] if sys.argv else "python"
    return " ".join(words.split())  # on one line


def _who(file: int, path: Path) -> str:
    pid, command, since, *_ = [*os.pread(file, 4096, 0).decode("utf-8", "replace").strip().split("\n"), "", ""]
    holder = f"Process {pid} ({command})" if pid else "Another process"
    when = f" since {since}" if since else ""
    return f"{holder} holds the {path.stem} lock{when}"
