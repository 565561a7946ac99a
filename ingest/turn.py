"""One intake at a time: the second says who is at it, and waits for its turn or leaves."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from archive.archive import Archive
from archive.cli import progress
from archive.errors import ArchiveBusy

LOCK = "ingest"
LOOK_SECONDS = 0.2

T = TypeVar("T")


def in_turn(archive: Archive, work: Callable[[], T], wait: bool, stop: Event) -> T | None:
    """What `work` gives, which takes the archive for itself. While another process has it: with `wait`, waits, saying
    for whom; else raises ArchiveBusy. None when a stop was asked for before its turn came."""
    while True:
        if wait:
            _await(archive, stop)
        if stop.is_set():
            return None
        try:
            return work()
        except ArchiveBusy as error:
            if archive.holder(LOCK) is None:  # then it was something else that was busy
                raise
            if not wait:
                raise ArchiveBusy(f"{error} With --wait this command waits by itself.") from None


def waits_for(who: str) -> str:
    """Return what is said while another process, told in `who`, has the archive."""
    return f"{who}; waiting until it has finished. Ctrl-C to leave."


def _await(archive: Archive, stop: Event) -> None:
    told = None
    while (who := archive.holder(LOCK)) is not None and not stop.is_set():
        if who != told:
            progress(waits_for(who))
            told = who
        stop.wait(LOOK_SECONDS)
