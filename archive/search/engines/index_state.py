"""The state of an index: the revision and instant it reflects, in a file beside it. So no score or count includes it.

It is written after the commit. After a crash between the two the index is ahead of its state, and the next run repeats
some work. The state names the number of its commit: if a power cut lost the commit but kept the state, the index is
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
from archive.search.engines.engine import State

_NAME = "STATE"


class FileVersion:
    """One version of a file that is only ever replaced by renaming another into its place.

    It is kept open: the inode of a file that was replaced and closed is given to the next one within milliseconds,
    which may have its size and, by the coarse clock of file systems, its time too. Raises OSError when it is missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        found = os.fstat(self._file)
        self._inode, self._size = (found.st_dev, found.st_ino), found.st_size

    def is_current(self) -> bool:
        """Return whether no other version has taken its place. Raises OSError when there is none at all."""
        found = self._path.stat()
        return self._inode == (found.st_dev, found.st_ino)

    def content(self) -> bytes:
        """Return what is in it."""
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
        """Return the State written last. Raises IndexUnusable when there is none that can be read."""
        return self._read()[1]

    def commit(self) -> int:
        """Return the number of its commit. Raises IndexUnusable like `read`."""
        return self._read()[0]

    def write(self, state: State, commit: int = 0) -> None:
        """Replace the State in one step. Call it once the commit of that number is on disk."""
        beside = self._path.with_name(f"{_NAME}.{os.getpid()}")
        with beside.open("w", encoding="ascii") as file:
            json.dump({"commit": commit, "state": asdict(state)}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)

    def _read(self) -> tuple[int, State]:
        try:
            with self._lock:
                known = self._known
                if known is None or not known[0].is_current():
                    version = FileVersion(self._path)
                    said = json.loads(version.content())
                    known = self._known = (version, int(said["commit"]), State(**said["state"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise make_unusable_error(self._path.parent, "it does not say how far it has come") from error
        return known[1], known[2]


def clear_folder(folder: Path) -> None:
    """Make the folder of an index if it is not there, and delete the files in it. It is not taken away and made again:
    threads of an index that was closed may still put a lock into it. Raise OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.rglob("*"):
        if not file.is_dir():
            file.unlink(missing_ok=True)


def make_unusable_error(folder: Path, why: str) -> IndexUnusable:
    """Return the error that says why the index in `folder` cannot be used, and what to do."""
    return IndexUnusable(Message("index-broken", folder=folder, why=why))
