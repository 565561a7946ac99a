"""What tests assert about time: how much longer work takes with more input, and that it comes to an end. They never
assert how many seconds it takes, for one machine may be ten times as fast as another."""

from __future__ import annotations

import gc
import math
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Cache: TypeAlias = "_lru_cache_wrapper[Any]"

TIMES = 8  # how many times as much the larger work is
MOST = 24.0  # times as long: in proportion it is 8, with the square 64
SEEN = 0.001  # seconds of CPU: what takes less is not measured well
FEWEST, MANY = 64, 1 << 16  # pieces that the smaller text is first made of, and at most
DOUBTS = 9  # times that what looks slow is measured again
STEP = 0.1  # seconds of CPU: a text that takes less may only have outgrown the memory at hand
PATIENCE = 60.0  # seconds of CPU: what is to end takes less than one


class TooSlow(BaseException):
    """It was stopped. No `Exception`: code that keeps on after any of these is to be stopped, too."""


@contextmanager
def ends(seconds: float = PATIENCE) -> Iterator[None]:
    """Raise TooSlow after that many seconds of CPU: for what has no size that could grow, or grows exponentially."""

    def stop(*_: object) -> None:
        raise TooSlow(f"not at its end after {seconds} seconds of CPU")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def repeated(piece: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return what makes a text of n pieces."""
    return lambda n: before + piece * n + after


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds of CPU that work on n pieces took, and on eight times as many."""

    n: int
    short: float
    long: float

    @property
    def times(self) -> float:
        """How many times as long the longer one took."""
        return self.long / self.short

    def __str__(self) -> str:
        return f"{1000 * self.short:.1f} ms for {self.n} pieces, {1000 * self.long:.0f} ms for {TIMES * self.n}"


def assert_linear(work: Callable[[T], object], given: Callable[[int], T], n: int = FEWEST, most: int = MANY) -> None:
    """Fail where `work` takes longer than in proportion to what it is given: eight times as much, made by `given` of
    8 n pieces, may take 24 times as long."""
    with ends():
        growth = measure_growth(work, given, n, most, _caches())
    assert growth.times <= MOST, growth


def measure_growth(
    work: Callable[[T], object], given: Callable[[int], T], n: int, most: int = MANY, caches: Iterable[Cache] = ()
) -> Growth:
    """Return what work on n and on 8 n pieces takes. `n` grows, to `most`, until the work is seen beside that of one
    piece. What looks slow is measured again and again, and the least counts."""

    def cost(given: T, tries: int = 1) -> float:
        return max(least(lambda: work(given), tries, caches), SEEN)

    unseen = 2 * cost(given(1), 2)
    while cost(small := given(n)) < unseen and n < most:
        n *= 2
    large = given(TIMES * n)
    short, long = cost(small, 2), cost(large)
    for _ in range(DOUBTS):
        if long <= MOST * short:
            break
        short, long = min(short, cost(small)), min(long, cost(large))
    if long > MOST * short and long < STEP:
        return measure_growth(work, given, TIMES * n, TIMES * n, caches)
    return Growth(n, short, long)


def least(work: Callable[[], object], tries: int = 3, caches: Iterable[Cache] = ()) -> float:
    """Return the seconds of CPU of this thread that a call takes, the least of some tries. Each is as the first: the
    garbage collector waits, and the caches are empty."""
    collecting, shortest = gc.isenabled(), math.inf
    gc.disable()
    try:
        for _ in range(tries):
            for cache in caches:
                cache.cache_clear()
            started = time.thread_time()
            work()
            shortest = min(shortest, time.thread_time() - started)
    finally:
        if collecting:
            gc.enable()
    return shortest


def _caches() -> list[Cache]:
    """Return what remembers some calls. Tables are read once, by functions that remember all calls, or one."""
    ours = [vars(module) for name, module in list(sys.modules.items()) if name.startswith(("archive.", "ingest."))]
    caches = [value for names in ours for value in names.values() if isinstance(value, _lru_cache_wrapper)]
    return [cache for cache in caches if (cache.cache_parameters()["maxsize"] or 0) > 1]
