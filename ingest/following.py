"""The index follows a long intake in a process of its own, so that reading and writing go on meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

PATIENCE = 2.0  # seconds of an intake before that process is worth its start
EVERY = 5.0  # seconds between two looks of it: few large commits cost less than many small ones


class Following:
    """A context manager; left by an error, that process is ended at once, else when it has done what it is at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._began = time.monotonic()
        self._child: subprocess.Popen[bytes] | None = None

    def batch_written(self) -> None:
        """There is something new to index: from PATIENCE on, the process does so. One that has died is not replaced,
        for what it left undone is done at the end."""
        if self._child is None and time.monotonic() - self._began >= PATIENCE:
            command = [sys.executable, "-P", "-m", "archive.watching", str(self._folder), str(os.getpid()), str(EVERY)]
            nothing = subprocess.DEVNULL
            self._child = subprocess.Popen(  # noqa: S603
                command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
            )

    def __enter__(self) -> Following:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._child is None:
            return
        if kind is not None:
            self._child.kill()
        else:
            self._child.terminate()
        try:
            self._child.wait()
        except BaseException:
            self._child.kill()
            self._child.wait()
            raise
