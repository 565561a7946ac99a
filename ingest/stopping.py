"""Ctrl-C and SIGTERM as a wish that the work under way asks for, so that a stop leaves all in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from archive.cli import progress

AFTER_FILES = "Stopping after the files under way. Once more to stop at once."
KEPT = "Stopping; what was read is kept."
AT_ONCE = "stopped at once; what was told is kept, and the same command goes on from there."


class Wish(Event):
    """Set once a stop is asked for; `said` is told then."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


@contextmanager
def asked_to_stop(said: str = AFTER_FILES) -> Iterator[Wish]:
    """What the first Ctrl-C or SIGTERM sets; the second ends the command at once, which loses no line told."""
    stop = Wish(said)

    def ask(number: int, frame: Any) -> None:  # noqa: ARG001
        if stop.is_set():
            raise KeyboardInterrupt(AT_ONCE)
        stop.set()
        progress(stop.said)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
