"""The State of an index, in a file beside the index: it is no document, so no score and no count includes it.

It is written after its commit. A crash between the two leaves an index that is ahead of its State, and the next run
repeats some work. It names the number of its commit: if a power cut took the commit and left the State, the index is
behind its State, and is rebuilt.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from archive.errors import IndexUnusable
from archive.search.engines.engine import State

_NAME = "STATE"


class StateFile:
    """The State of the index in `folder`, for any number of threads and processes, one of which writes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._known: tuple[tuple[int, ...], int, State] | None = None

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
            found = self._path.stat()
            stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
            known = self._known
            if known is None or known[0] != stamp:
                said = json.loads(self._path.read_bytes())
                known = self._known = (stamp, int(said["commit"]), State(**said["state"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise make_unusable_error(self._path.parent, "it does not say how far it has come") from error
        return known[1], known[2]


def make_unusable_error(folder: Path, why: str) -> IndexUnusable:
    """Return the error that says why the index in `folder` cannot be used, and what to do."""
    return IndexUnusable(f"The index in {folder} cannot be used ({why}): run press-archive index rebuild.")
