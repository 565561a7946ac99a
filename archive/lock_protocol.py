"""Locks between processes: their protocol, and what all implementations share."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from archive.errors import ArchiveBusy
from archive.messages import Message

POLL_SECONDS = 0.1  # between two attempts to take a lock


class Locks(Protocol):
    """The locks of an archive by name (`ingest`, `index`), against all other processes that write it. A process that
    has a lock cannot take it again."""

    def lock(self, name: str, wait: bool | float = False) -> AbstractContextManager[None]:
        """Hold a lock. With True, wait forever. Raise ArchiveBusy, naming the holder and since when, if another process
        has it after `wait` seconds; LockLost at the end of the block, as `check` does."""

    def is_locked(self, name: str) -> bool:
        """Return whether a process holds a lock now."""

    def holder(self, name: str) -> str | None:
        """Return who holds a lock now, since when and by which command, or None."""

    def check(self) -> None:
        """Raise LockLost if a lock that this process took has ended before its block: another process may have it."""


def acquire(take: Callable[[], bool], holder: Callable[[], str], wait: bool | float) -> None:
    """Call `take` until it returns True; with True, forever. Raise ArchiveBusy, naming the holder, if it does not
    within `wait` seconds."""
    deadline = None if wait is True else time.monotonic() + wait
    while not take():
        if deadline is not None and time.monotonic() >= deadline:
            raise ArchiveBusy(Message("locked", holder=holder()))
        time.sleep(POLL_SECONDS)


def command_line() -> str:
    """Return the command of this process on one line."""
    words = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:500] if sys.argv else "python"
    return " ".join(words.split())


def describe_holder(name: str, process: str = "", since: str = "") -> str:
    """Return the sentence, without its full stop, about the holder of the lock `name`: `process` such as `Process 71
    (press-archive watch)`, and the time `since` when."""
    return f"{process or 'Another process'} holds the {name} lock" + (f" since {since}" if since else "")
