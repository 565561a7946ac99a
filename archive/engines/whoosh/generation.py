"""An index as one commit left it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

import numpy as np

from archive.engines.whoosh.facets import Column
from archive.engines.whoosh.segment import Bools, Ints, Segment
from archive.engines.whoosh.statistics import Statistics


class Generation:
    """Its segments, and in each which documents are not deleted. `columns` are those of the engine."""

    def __init__(self, number: int, segments: Sequence[tuple[Segment, Bools]], columns: Mapping[str, Column]) -> None:
        self.number = number
        self.segments = tuple(segments)
        self.columns = columns
        self.whole = [bool(live.all()) for _, live in segments]
        self.statistics = Statistics(self.masked())
        self._counts: dict[str, Ints] = {}
        self._lock = threading.Lock()

    def masked(self) -> list[tuple[Segment, Bools | None]]:
        """The segments with a mask of live documents where some are deleted."""
        return [(s, None if whole else live) for (s, live), whole in zip(self.segments, self.whole, strict=True)]

    def values(self, column: Column) -> Ints:
        """How many documents have each value of a facet column, by the numbers of its values."""
        with self._lock:
            if column.name not in self._counts:
                docs = [(segment, np.flatnonzero(live)) for segment, live in self.segments]
                self._counts[column.name] = count_values(column, docs)
            return self._counts[column.name]


def count_values(column: Column, found: Sequence[tuple[Segment, Ints]]) -> Ints:
    """How many of these documents have each value of a facet column, by the numbers of its values."""
    facets = [(segment.facet(column), docs) for segment, docs in found]
    size = len(column)
    counts = np.zeros(size, np.int64)
    for facet, docs in facets:
        if len(docs):
            counts += facet.counts(docs, size)
    return counts
