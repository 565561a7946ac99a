"""One ingest at a time, and stop signals.

A second ingest names the first, and waits or ends. Ctrl-C and SIGTERM are checked between steps, so a stop leaves
everything consistent.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any, TypeVar

from archive.cli import progress
from archive.errors import ArchiveBusy
from archive.messages import Message
from archive.storage.archive import Archive

AFTER_FILES = "Stopping after the files under way. Once more to stop at once."
KEPT = "Stopping; what was read is kept."
AT_ONCE = "stopped at once; what was told is kept, and the same command goes on from there."


class StopRequest(Event):
    """An event that is set when a stop is requested; `said` is called then."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


@contextmanager
def asked_to_stop(said: str = AFTER_FILES) -> Iterator[StopRequest]:
    """Yield an event that the first Ctrl-C or SIGTERM sets. The second ends the command at once, without losing a
    reported line."""
    stop = StopRequest(said)

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


LOCK = "ingest"
LOOK_SECONDS = 0.2

T = TypeVar("T")


def exclusive_ingest(archive: Archive, work: Callable[[], T], wait: bool, stop: Event) -> T | None:
    """Run `work`, which locks the archive, and return its result. While another process has the lock, wait and name it
    if `wait`, else raise ArchiveBusy. Return None if a stop is requested before its turn."""
    while True:
        if wait:
            _await(archive, stop)
        if stop.is_set():
            return None
        try:
            return work()
        except ArchiveBusy as error:
            if archive.holder(LOCK) is None:  # then something else was busy
                raise
            if not wait:
                raise ArchiveBusy(Message("locked-wait", why=error.message)) from None


def waits_for(who: str) -> str:
    """Return the sentence to show while another process, described in `who`, has the archive."""
    return f"{who}; waiting until it has finished. Ctrl-C to leave."


def _await(archive: Archive, stop: Event) -> None:
    told = None
    while (who := archive.holder(LOCK)) is not None and not stop.is_set():
        if who != told:
            progress(waits_for(who))
            told = who
        stop.wait(LOOK_SECONDS)
