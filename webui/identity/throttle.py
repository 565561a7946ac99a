"""Slow down password guessing: after some failures for a name or an address, each further one doubles the wait.

No thread waits: an attempt that comes too early is refused at once. The state is in memory, separately in each server.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts are free, and the longest wait after that in seconds."""

    free: int
    longest: float


# The wait for a name is never long, since otherwise anyone could lock its owner out; that for an address may be.
LIMITS: Mapping[str, Limit] = MappingProxyType({"name": Limit(5, 60.0), "address": Limit(20, 900.0)})
_FORGOTTEN = 3600.0  # seconds after the last attempt
_KEPT = 20_000


@dataclass(slots=True)
class _Attempts:
    count: int
    last: float
    until: float


class LoginThrottle:
    """The recent attempts. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = Lock()
        self._known: OrderedDict[tuple[str, str], _Attempts] = OrderedDict()

    def begin(self, name: str, address: str) -> float:
        """Return the seconds to wait before an attempt; 0 if it may be made now, which then counts as a failure."""
        keys = {"name": ("name", name), "address": ("address", address)}
        with self._guard:
            now = self._clock()
            if (wait := max(self._wait(key, now) for key in keys.values())) > 0:
                return wait
            for kind, key in keys.items():
                self._count(key, LIMITS[kind], now)
            return 0.0

    def succeed(self, name: str, address: str) -> None:
        """Undo the count of `begin`, since the password was right. Failures of others at this address remain."""
        with self._guard:
            self._known.pop(("name", name), None)
            if (found := self._known.get(("address", address))) is not None:
                found.count, found.until = found.count - 1, 0.0

    def _wait(self, key: tuple[str, str], now: float) -> float:
        found = self._known.get(key)
        if found is not None and now - found.last > _FORGOTTEN:
            del self._known[key]
            return 0.0
        return max(0.0, found.until - now) if found else 0.0

    def _count(self, key: tuple[str, str], limit: Limit, now: float) -> None:
        found = self._known.setdefault(key, _Attempts(0, now, 0.0))
        self._known.move_to_end(key)
        found.count, found.last = found.count + 1, now
        if (over := found.count - limit.free) >= 0:
            found.until = now + min(limit.longest, 2.0 ** min(over, 30))
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
