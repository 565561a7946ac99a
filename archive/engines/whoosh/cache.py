"""Decoded postings, remembered within a budget of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

_OVERHEAD = 200  # bytes that an entry costs besides its arrays


class Cache:
    """Keeps what was used last, up to `budget` bytes. Safe to use from several threads."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._held = 0
        self._lock = threading.Lock()
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], tuple[T, int]]) -> T:
        """The value of `key`; `make` gives it, and its size in bytes, when it is not held."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
                found: T = entry[0]
                return found
        value, size = make()
        self._put(key, value, size + _OVERHEAD)
        return value

    def _put(self, key: Hashable, value: Any, size: int) -> None:
        if size > self._budget:
            return
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = (value, size)
            self._held += size
            while self._held > self._budget:
                _, (_, freed) = self._entries.popitem(last=False)
                self._held -= freed

    def forget(self, keep: Callable[[Any], bool]) -> None:
        """Drop the entries whose key does not please `keep`."""
        with self._lock:
            for key in [key for key in self._entries if not keep(key)]:
                self._held -= self._entries.pop(key)[1]

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._entries.clear()
            self._held = 0
