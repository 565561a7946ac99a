"""Locks between the processes of one machine: files that the system unlocks when their holder ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.lock_protocol import acquire, command_line, describe_holder
from archive.storage.originals import explain_store_errors


class FolderLocks:
    """Locks as files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lock(self, name: str, wait: bool | float = False) -> AbstractContextManager[None]:
        """Hold a lock. With True, wait forever. Raise ArchiveBusy if it is taken after `wait` seconds."""
        return locked(self._path(name), wait)

    def is_locked(self, name: str) -> bool:
        """Return whether another process holds a lock now."""
        return is_locked(self._path(name))

    def holder(self, name: str) -> str | None:
        """Return who holds a lock now, since when and by which command, or None."""
        return holder(self._path(name))

    def check(self) -> None:
        """Do nothing: the system never releases a lock before its holder ends."""

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"


@contextmanager
def locked(path: Path, wait: bool | float = False) -> Iterator[None]:
    """Hold the lock at `path`. With True, wait forever. Raise ArchiveBusy, naming the holder and since when, if another
    process has it after `wait` seconds."""
    with explain_store_errors(path.parent):
        path.parent.mkdir(exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        acquire(lambda: _is_taken(file), lambda: _who(file, path), wait)
        with suppress(OSError):  # a full disk does not prevent locking, only naming the holder
            os.ftruncate(file, 0)
            signed = f"{os.getpid()}\n{command_line()}\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n"
            os.pwrite(file, signed.encode("utf-8", "replace"), 0)
        yield
        os.ftruncate(file, 0)
    finally:
        # The file is kept: if it were removed, one process could lock the old file and another a new one.
        os.close(file)


def is_locked(path: Path) -> bool:
    """Return whether another process holds the lock at `path` now. Does not change the lock or its file."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:  # never taken, or not accessible: then no holder is known
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
    """Return who holds the lock at `path` now, since when and by which command, or None."""
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


def _is_taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _who(file: int, path: Path) -> str:
    pid, command, since, *_ = [*os.pread(file, 4096, 0).decode("utf-8", "replace").strip().split("\n"), "", ""]
    return describe_holder(path.stem, f"Process {pid} ({command})" if pid else "", since)
