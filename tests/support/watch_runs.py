"""Running `press-archive watch` as a person does, and waiting for what it tells."""

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

PATIENCE = 120.0  # seconds for anything: other tests may have the machine
SETTLE = 0.4


class Watch:
    """A watch under way. `told` are the objects that it printed so far, `said` what it said to people."""

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
        """Takes down the rest of what was told by one that has ended."""
        self.process.wait()
        for reader in self._readers:
            reader.join()
        while not self._queue.empty():
            self._take(0)

    @property
    def outcomes(self) -> dict[str, str]:
        """The outcome last told of each file, by its name."""
        return {Path(line["path"]).name: line["outcome"] for line in self.told if "path" in line}

    @property
    def ends(self) -> list[dict[str, Any]]:
        """The accessions that have ended."""
        return [line for line in self.told if line.get("summary")]

    def until(self, what: Callable[[Watch], object], patience: float = PATIENCE) -> None:
        """Waits until `what` holds; fails when it does not come to that."""
        end = time.monotonic() + patience
        while not what(self):
            left = end - time.monotonic()
            ended = self.process.poll() is not None and self._queue.empty() and not self._reading()
            assert not ended, f"it ended before it came to that:\n{self.told}\n{self.said}"
            assert left > 0, f"it never came to that:\n{self.told}\n{self.said}"
            self._take(min(left, 0.5))

    def go_on(self, seconds: float) -> None:
        """Takes down what is told in so many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._take(left)

    def has(self, *names: str) -> None:
        """Waits until the accession has ended that told of the last of these files."""
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
    """A watch that has begun; at the end it is asked to stop, and must do so in order."""
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
    """A text that no other number has."""
    return f"Kapal nomor {n} {what}.\n"
