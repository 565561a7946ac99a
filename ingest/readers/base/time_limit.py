"""A limit on the time for a part of a file."""

from __future__ import annotations

import time


class TimeLimit:
    """Seconds of computing from now on, of a worker's 20. They are CPU time of this process, so a busy machine takes
    longer, and reads as much."""

    def __init__(self, seconds: float) -> None:
        self._end = time.process_time() + seconds

    @property
    def is_over(self) -> bool:
        """Return whether the time is over."""
        return time.process_time() > self._end
