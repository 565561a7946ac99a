"""Run `press-archive watch` like a user, and wait for its messages."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from tests.support.commands import COMMAND, clean_environment

PATIENCE = 120.0  # seconds for anything: other tests may be using the machine
SETTLE = 0.4


class Watch:
    """A running watch. `told`: the JSON objects printed so far; `said`: its messages for people."""

    def __init__(self, command: list[str]) -> None:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen(command, text=True, env=clean_environment(), **pipes)
        self.told: list[dict[str, Any]] = []
        self.said = ""
        self._queue: Queue[tuple[str, str]] = Queue()
        self._readers = [Thread(target=self._read, args=(name,), daemon=True) for name in pipes]
        for reader in self._readers:
            reader.start()

    def _read(self, name: str) -> None:
        with getattr(self.process, name) as pipe:
            for line in pipe:
                self._queue.put((name, line))

    def _reading(self) -> bool:
        return any(reader.is_alive() for reader in self._readers)

    def end(self) -> None:
        """Wait until it ends, and collect the rest of its output."""
        self.process.wait()
        for reader in self._readers:
            reader.join()
        while not self._queue.empty():
            self._take(0)

    @property
    def outcomes(self) -> dict[str, str]:
        """Return the last outcome of each file, by name."""
        return {Path(line["path"]).name: line["outcome"] for line in self.told if "path" in line}

    @property
    def ends(self) -> list[dict[str, Any]]:
        """Return the accessions that have ended."""
        return [line for line in self.told if line.get("summary")]

    def until(self, what: Callable[[Watch], object], patience: float = PATIENCE) -> None:
        """Wait until `what` is true. Fail after a timeout."""
        end = time.monotonic() + patience
        while not what(self):
            left = end - time.monotonic()
            ended = self.process.poll() is not None and self._queue.empty() and not self._reading()
            assert not ended, f"it ended before it came to that:\n{self.told}\n{self.said}"
            assert left > 0, f"it never came to that:\n{self.told}\n{self.said}"
            self._take(min(left, 0.5))

    def go_on(self, seconds: float) -> None:
        """Collect the output of this many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._take(left)

    def has(self, *names: str) -> None:
        """Wait until the accession with the last of these files has ended."""
        self.until(lambda one: set(names) <= set(one.outcomes) and one.told[-1].get("summary"))

    def _take(self, seconds: float) -> None:
        try:
            name, line = self._queue.get(timeout=seconds)
        except Empty:
            return
        if name == "stdout":
            self.told.append(json.loads(line))
        else:
            self.said += line


@contextmanager
def watching(archive: Path, *arguments: object, before: tuple[str, ...] = ()) -> Iterator[Watch]:
    """Yield a watch that has begun. Afterwards it is asked to stop, and must stop cleanly."""
    command = [*before, str(COMMAND), "watch", "--json", "--archive", str(archive)]
    settle = () if "--settle" in arguments else ("--settle", str(SETTLE))
    watch = Watch([*command, *settle, *map(str, arguments)])
    try:
        watch.until(lambda one: one.told or one.process.poll() is not None)
        yield watch
        if watch.process.poll() is None:
            watch.process.send_signal(signal.SIGTERM)
            assert watch.process.wait(PATIENCE) == 0
    finally:
        watch.process.kill()
        watch.end()


def text(n: int, what: str = "sandar di dermaga Kupang") -> str:
    """Return a text that is unique to this number."""
    return f"Kapal nomor {n} {what}.\n"
