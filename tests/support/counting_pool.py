"""A pool that counts its jobs."""

from __future__ import annotations

import threading
import time
from typing import Any

from archive.sandbox.limits import Limits
from archive.sandbox.pool import Job, Pool


class CountingPool(Pool):
    """A pool that counts its jobs, and can be set to fail, or to wait for a time or a signal."""

    runs = 0
    error: Exception | None = None
    seconds = 0.0
    may_go_on: threading.Event | None = None

    def run(self, call: str, arguments: dict[str, Any], limits: Limits | None = None) -> Job:
        self.runs += 1
        time.sleep(self.seconds)
        if self.may_go_on:
            self.may_go_on.wait(120)
        if self.error:
            raise self.error
        return super().run(call, arguments, limits)
