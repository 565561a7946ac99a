"""How much there is to take in, counted ahead of the intake, so that it can be said how long it will take."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

from ingest.unwanted import Unwanted
from ingest.walk import starts

PATIENCE = 2.0  # seconds of an intake before its files are counted: until then nobody is told, and it may be over


class Ahead:
    """Counts in a thread of its own, from when it is entered until it is left or `done`. `files` are those that will
    have an outcome, `bytes` the sizes of those that are not larger than `largest`: a guess, for a disk may change."""

    def __init__(self, paths: Iterable[Path], skip: Iterable[str], never: Path, largest: int) -> None:
        self.files = 0
        self.bytes = 0
        self.done = False
        self._paths, self._unwanted, self._never, self._largest = list(paths), Unwanted(skip), never, largest
        self._left = Event()
        self._thread = Thread(target=self._count, name="counting ahead", daemon=True)

    def __enter__(self) -> Ahead:
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
        """Counts what is in a folder, or one file; gives the folders in it."""
        inner = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False) and not self._unwanted.pattern(entry.name):
                        inner.append(entry.path)
                    else:
                        self._one(entry.path)
        except OSError:  # a file that was given, or a folder that will be a line of the receipt
            self._one(folder)
        return inner

    def _one(self, path: str) -> None:
        self.files += 1
        with suppress(OSError):
            size = os.lstat(path).st_size
            self.bytes += size if size <= self._largest else 0
