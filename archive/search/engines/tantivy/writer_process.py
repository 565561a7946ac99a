"""Run a tantivy writer in a separate process.

Only ending the process makes tantivy commit without merging, or drops a merge. The next commit removes what the merge
left.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from archive.search.engines.tantivy import writer
from archive.search.engines.tantivy.writer import BUSY, COMMIT, DONE, LEAVE, MERGE, READY, PreparedDocument

_LOOK_SECONDS = 0.02  # between checks whether to drop a merge

_spare: list[subprocess.Popen[bytes]] = []
"""A process that has started and waits for its work: to start takes longer than most commits."""


class WriterProcess:
    """A `writer.TantivyWriter` in a process that ends with the commit."""

    def __init__(self, folder: Path, words: Path) -> None:
        self._process = _process()
        self._tell([str(folder), str(words)])
        answer = self._answer()
        if answer != READY:
            self.close()
            raise ValueError("LockBusy" if answer == BUSY else answer)

    def remove(self, doc_id: str) -> None:
        """Delete a document."""
        self._tell([[doc_id], None, []])

    def put(self, document: PreparedDocument) -> None:
        """Add a document, replacing the one with its id."""
        self._tell([[], document, []])

    def note(self, words: Iterable[str]) -> None:
        """Add words that are not in the index yet."""
        self._tell([[], None, list(words)])

    def commit(self) -> None:
        """Write everything and make it visible, and do due merges. Raise OSError on failure."""
        self._tell(COMMIT)
        self._ended()

    def leave(self) -> None:
        """End the process without merging."""
        self._tell(LEAVE)
        self._ended()
        _spare.append(_started())  # ready for the next update

    def merge(self, stop: Callable[[], bool]) -> bool:
        """Do due merges; return False if `stop` ended them."""
        self._tell(MERGE)
        while self._process.poll() is None:
            if stop():
                return False
            try:
                self._process.wait(_LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        self._ended()
        return True

    def close(self) -> None:
        """End the process. Uncommitted changes are dropped."""
        self._process.kill()
        self._process.communicate()

    def _tell(self, what: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        self._process.stdin.flush()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        told = self._process.stdout.readline()
        return str(json.loads(told)) if told else "The process that writes the index has ended."

    def _ended(self) -> None:
        answer = self._answer()
        if answer != DONE:
            raise OSError(answer)


def _process() -> subprocess.Popen[bytes]:
    """Return a live process, possibly just started."""
    spare = _taken()
    while spare is not None and spare.poll() is not None:
        spare.communicate()
        spare = _taken()
    return spare or _started()


def _taken() -> subprocess.Popen[bytes] | None:
    try:
        return _spare.pop()
    except IndexError:
        return None


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", writer.__file__]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own program


@atexit.register
def _end_spare() -> None:
    while (process := _taken()) is not None:
        process.kill()
        process.communicate()
