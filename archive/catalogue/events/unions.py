"""Disjoint sets with union and find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Unions:
    """Items in disjoint sets. The result does not depend on the order of the joins."""

    def __init__(self, items: Iterable[str]) -> None:
        self._above = {item: item for item in items}

    def __contains__(self, item: object) -> bool:
        return item in self._above

    def root(self, item: str) -> str:
        """Return the first item of the set of an item."""
        above = self._above
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    def join(self, one: str, other: str) -> None:
        """Merge the sets of two items."""
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first

    def sets(self) -> list[list[str]]:
        """Return all sets, each in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for item in sorted(self._above):
            found[self.root(item)].append(item)
        return list(found.values())
