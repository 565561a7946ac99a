"""Count the requests of clients against quotas, such as 60 a minute.

The window of a client begins with its first request. After the period of the quota, its count begins at zero again. The
counts are in memory, separately in each process.
"""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from threading import Lock

KEPT = 50_000
"""Clients of each quota, about 13 MB. If more ask within a window, the one that began first begins again."""


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `most` requests in `seconds`. Quotas of one name have windows of one length."""

    name: str
    most: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Balance:
    """How many requests of a quota are left, and the whole seconds until it is full again."""

    quota: Quota
    left: int
    reset: int


class QuotaExceeded(Exception):
    """A client requests more than is left. `balances` has what is left, `wait` how many seconds it must wait."""

    def __init__(self, balances: Iterable[Balance], wait: int) -> None:
        super().__init__(f"wait {wait} seconds")
        self.balances = tuple(balances)
        self.wait = wait


@dataclass(slots=True)
class _Window:
    began: float
    taken: int = 0

    def balance(self, quota: Quota, now: float) -> Balance:
        return Balance(quota, quota.most - self.taken, max(1, ceil(self.began + quota.seconds - now)))


class RequestCounts:
    """The recent requests. `clock` gives seconds; `kept` is how many clients of each quota are remembered."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, kept: int = KEPT) -> None:
        self._clock = clock
        self._kept = kept
        self._guard = Lock()
        self._windows: defaultdict[str, OrderedDict[str, _Window]] = defaultdict(OrderedDict)

    def take(self, client: str, costs: Mapping[Quota, int]) -> list[Balance]:
        """Count the requests of a client, and return what is left of each quota. Raise QuotaExceeded, and count
        nothing, if one of them has less left."""
        with self._guard:
            now = self._clock()
            windows = {quota: self._window(quota, client, now) for quota in costs}
            before = [window.balance(quota, now) for quota, window in windows.items()]
            if short := [one.reset for one in before if one.left < costs[one.quota]]:
                raise QuotaExceeded(before, max(short))
            for quota, window in windows.items():
                window.taken += costs[quota]
            return [window.balance(quota, now) for quota, window in windows.items()]

    def _window(self, quota: Quota, client: str, now: float) -> _Window:
        """Return the window of a client. All have one length, so the first in the dictionary ends first."""
        known = self._windows[quota.name]
        while known and now - next(iter(known.values())).began >= quota.seconds:
            known.popitem(last=False)
        if client not in known:
            known[client] = _Window(now)
            if len(known) > self._kept:
                known.popitem(last=False)
        return known[client]
