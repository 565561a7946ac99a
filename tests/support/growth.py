"""Assertions about time: how much longer work takes with more input, and that it terminates. Tests never assert a
number of seconds, because one machine may be ten times as fast as another."""

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

TIMES = 8  # factor between the larger and the smaller input
MOST = 24.0  # maximum factor in time: 8 if linear, 64 if quadratic
SEEN = 0.001  # CPU seconds; less cannot be measured well
FEWEST, MANY = 64, 1 << 16  # pieces of the smaller text, at first and at most
DOUBTS = 9  # repeated measurements of work that looks slow
STEP = 0.1  # CPU seconds; in less, a text may only have outgrown the CPU cache
PATIENCE = 60.0  # CPU seconds; work that terminates takes less than one


class TooSlow(BaseException):
    """The work was stopped. Not an `Exception`, so that code which continues after any exception is stopped too."""


@contextmanager
def ends(seconds: float = PATIENCE) -> Iterator[None]:
    """Raise TooSlow after that many CPU seconds: for work without a variable size, or with exponential growth."""

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
    """Return a function that makes a text of n pieces."""
    return lambda n: before + piece * n + after


@dataclass(frozen=True, slots=True)
class Growth:
    """CPU seconds for n pieces, and for eight times as many."""

    n: int
    short: float
    long: float

    @property
    def times(self) -> float:
        """Return the ratio of the two times."""
        return self.long / self.short

    def __str__(self) -> str:
        return f"{1000 * self.short:.1f} ms for {self.n} pieces, {1000 * self.long:.0f} ms for {TIMES * self.n}"


def assert_linear(work: Callable[[T], object], given: Callable[[int], T], n: int = FEWEST, most: int = MANY) -> None:
    """Fail if the time of `work` is more than proportional to its input: eight times the input, made by `given` from 8
    n pieces, may take 24 times as long."""
    with ends():
        growth = measure_growth(work, given, n, most, _caches())
    assert growth.times <= MOST, growth


def measure_growth(
    work: Callable[[T], object], given: Callable[[int], T], n: int, most: int = MANY, caches: Iterable[Cache] = ()
) -> Growth:
    """Return the time of work on n and on 8 n pieces. `n` grows up to `most`, until its time is measurable compared
    with one piece. Work that looks slow is measured repeatedly, and the minimum counts."""

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
    """Return the CPU seconds of this thread for a call, the minimum of several tries. Each try is like the first:
    garbage collection is off, and the caches are empty."""
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
    """Return the caches with a limited size. Tables are read once, by functions with an unlimited cache, or one of a
    single call."""
    ours = [vars(module) for name, module in list(sys.modules.items()) if name.startswith(("archive.", "ingest."))]
    caches = [value for names in ours for value in names.values() if isinstance(value, _lru_cache_wrapper)]
    return [cache for cache in caches if (cache.cache_parameters()["maxsize"] or 0) > 1]
