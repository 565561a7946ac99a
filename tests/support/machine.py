"""A machine whose clock a test sets, and which it starts anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from archive.clock import TrustedClock

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Machine:
    """`clock` is what it shows. Time passes with `wait` only."""

    def __init__(self) -> None:
        self.clock = NOON
        self.started = 1
        self.since = 100.0

    def wait(self, **span: float) -> None:
        """Time passes, also while the machine sleeps."""
        self.clock += timedelta(**span)
        self.since += timedelta(**span).total_seconds()

    def set_clock(self, **span: float) -> None:
        """Somebody sets the clock by so much."""
        self.clock += timedelta(**span)

    def start_again(self, **off: float) -> None:
        """It was off so long."""
        self.clock += timedelta(**off)
        self.started, self.since = self.started + 1, 5.0

    def process(self, folder: Path) -> TrustedClock:
        """What a process that starts now goes by."""
        return TrustedClock(folder / "clock", lambda: self.clock, self.boot)

    def boot(self) -> tuple[str, float]:
        """This start of the machine."""
        return str(self.started), self.since

    @contextmanager
    def runs(self) -> Iterator[None]:
        """All archives that are opened meanwhile are on it."""

        def made(path: Path, _clock: object) -> TrustedClock:
            return TrustedClock(path, lambda: self.clock, self.boot)

        with patch("archive.storage.archive.TrustedClock", made):
            yield
