"""A simulated machine whose clock a test sets, and which it can restart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from archive.clock import TrustedClock

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Machine:
    """A machine. `clock` is its displayed time. Time passes only with `wait`."""

    def __init__(self) -> None:
        self.clock = NOON
        self.started = 1
        self.since = 100.0

    def wait(self, **span: float) -> None:
        """Let time pass, as also happens while the machine sleeps."""
        self.clock += timedelta(**span)
        self.since += timedelta(**span).total_seconds()

    def set_clock(self, **span: float) -> None:
        """Change the clock by this much."""
        self.clock += timedelta(**span)

    def start_again(self, **off: float) -> None:
        """Restart the machine after it was off for this long."""
        self.clock += timedelta(**off)
        self.started, self.since = self.started + 1, 5.0

    def process(self, folder: Path) -> TrustedClock:
        """Return the clock that a new process uses."""
        return TrustedClock(folder / "clock", lambda: self.clock, self.boot)

    def boot(self) -> tuple[str, float]:
        """Return the id of this boot, and the seconds since."""
        return str(self.started), self.since

    @contextmanager
    def runs(self) -> Iterator[None]:
        """Open all archives on this machine during the block."""

        def made(path: Path, _clock: object) -> TrustedClock:
            return TrustedClock(path, lambda: self.clock, self.boot)

        with patch("archive.storage.archive.TrustedClock", made):
            yield
