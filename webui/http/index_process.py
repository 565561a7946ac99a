"""The index process next to the web server, kept alive while the server runs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a restart; doubled each time it ends early
SETTLED = 30.0  # seconds after which it counts as running well
STOP_SECONDS = 3.5  # seconds; what it has not written by then, the next process writes


def command(folder: Path) -> list[str]:
    """Return the command: the indexer, watching that archive, and its alerts. It ends by itself when its parent process
    is gone."""
    return [sys.executable, "-m", "archive.alerts.index_process", str(folder), str(os.getpid())]


class Indexer:
    """Runs a command, and restarts it whenever it ends, with growing pauses. A context manager; `say` gets a message
    when the command ended unexpectedly."""

    def __init__(self, arguments: Sequence[str], say: Callable[[str], None]) -> None:
        self._arguments = list(arguments)
        self._say = say
        self._stopping = threading.Event()
        self._until = 0.0  # by the monotonic clock
        self._child: subprocess.Popen[bytes] | None = None
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._keep_alive, name="indexer", daemon=True)

    def __enter__(self) -> Indexer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """Return the id of the current process."""
        child = self._child
        return child.pid if child and child.poll() is None else None

    def begin_stop(self) -> None:
        """Ask it to end, without waiting for it."""
        with self._guard:
            if self._stopping.is_set():
                return
            self._stopping.set()
            self._until = time.monotonic() + STOP_SECONDS
            if self._child and self._child.poll() is None:
                self._child.terminate()

    def stop(self) -> None:
        """End it: SIGTERM, and SIGKILL if it has not ended within STOP_SECONDS. May be called more than once."""
        self.begin_stop()
        child = self._child
        if child:
            try:
                child.wait(max(0.0, self._until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
        if self._thread.ident is not None:
            self._thread.join()

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._guard:
            if self._stopping.is_set():
                return None
            # A separate session: Ctrl-C in the terminal reaches only the server, which then ends this in order.
            self._child = subprocess.Popen(  # noqa: S603
                self._arguments, stdin=subprocess.DEVNULL, start_new_session=True
            )
            return self._child

    def _keep_alive(self) -> None:
        pause = FIRST_PAUSE
        while (child := self._start()) is not None:
            began = time.monotonic()
            code = child.wait()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - began > SETTLED else pause
            self._say(f"The indexer ended (code {code}); it is started again in {pause:.0f} s.")
            if self._stopping.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)
