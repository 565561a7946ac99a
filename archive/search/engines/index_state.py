"""The state of an index: the revision and instant it reflects, in a separate file, so that no score or count includes
it.

It is written after the commit. After a crash between the two the index is ahead of its state, and the next run repeats
some work. The state contains the number of its commit: if a power cut lost the commit but kept the state, the index is
behind and is rebuilt.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from archive.errors import IndexUnusable
from archive.messages import Message
from archive.seal import seal, unseal
from archive.search.engines.engine import State

_NAME = "STATE"


class FileVersion:
    """One version of a file that is only ever replaced by renaming another one over it.

    It is kept open: otherwise its inode would be reused for the next one within milliseconds, possibly with the same
    size and, by the coarse clock of file systems, the same time. Raise OSError if it is missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        found = os.fstat(self._file)
        self._inode, self._size = (found.st_dev, found.st_ino), found.st_size

    def is_current(self) -> bool:
        """Return whether no other version has replaced it. Raise OSError if there is none."""
        found = self._path.stat()
        return self._inode == (found.st_dev, found.st_ino)

    def content(self) -> bytes:
        """Return its content."""
        return os.pread(self._file, self._size, 0)

    def __del__(self) -> None:
        with suppress(AttributeError, OSError):  # it was never opened
            os.close(self._file)


class StateFile:
    """The State of the index in `folder`, for any number of threads and processes, one of which writes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._lock = threading.Lock()
        self._known: tuple[FileVersion, int, State] | None = None

    def read(self) -> State:
        """Return the State written last. Raise IndexUnusable if there is none that can be read."""
        return self._read()[1]

    def commit(self) -> int:
        """Return the number of its commit. Raise IndexUnusable as `read` does."""
        return self._read()[0]

    def write(self, state: State, commit: int = 0) -> None:
        """Replace the State atomically. Call it once the commit with that number is on disk."""
        beside = self._path.with_name(f"{_NAME}.{os.getpid()}")
        with beside.open("wb") as file:
            file.write(seal(json.dumps({"commit": commit, "state": asdict(state)}).encode()))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)

    def _read(self) -> tuple[int, State]:
        try:
            with self._lock:
                known = self._known
                if known is None or not known[0].is_current():
                    version = FileVersion(self._path)
                    said = json.loads(unseal(version.content()))
                    known = self._known = (version, int(said["commit"]), State(**said["state"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise make_unusable_error(self._path.parent, "it does not say how far it has come") from error
        return known[1], known[2]


def clear_folder(folder: Path) -> None:
    """Create the folder of an index if missing, and delete the files in it. The folder itself is kept, because threads
    of a closed index may still create a lock in it. Raise OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.rglob("*"):
        if not file.is_dir():
            file.unlink(missing_ok=True)


def make_unusable_error(folder: Path, why: str) -> IndexUnusable:
    """Return the error why the index in `folder` cannot be used, and what to do."""
    return IndexUnusable(Message("index-broken", folder=folder, why=why))
