"""Two indexes answered from as one: where the upper one has a document of an id, the lower one's is not there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from archive.engines.whoosh.fields import ID_BYTES
from archive.engines.whoosh.generation import Generation
from archive.engines.whoosh.segment import Bools, Segment


class Joined:
    """Makes one generation of two, and remembers the last. Not for several threads at once."""

    def __init__(self) -> None:
        self._numbers = (-1, -1)
        self._joined: Generation | None = None
        self._hidden: dict[str, Bools] = {}  # by lower segment: which of its documents the upper generation hides

    def of(self, upper: Generation, lower: Generation) -> Generation:
        """Return both as one."""
        numbers = upper.number, lower.number
        if self._joined is None or numbers != self._numbers:
            known = self._hidden if upper.number == self._numbers[0] else {}
            ids = np.concatenate([np.empty(0, f"S{ID_BYTES}"), *(s.ids[live] for s, live in upper.segments)])
            self._hidden = {s.id: known[s.id] if s.id in known else _hidden(s, ids) for s, _ in lower.segments}
            seen = [(segment, live & ~self._hidden[segment.id]) for segment, live in lower.segments]
            self._joined = Generation(upper.number, [*upper.segments, *seen], upper.columns)
            self._numbers = numbers
        return self._joined

    def forget(self) -> None:
        """Let go of what is remembered."""
        self._joined, self._hidden = None, {}


def _hidden(segment: Segment, ids: npt.NDArray[np.bytes_]) -> Bools:
    if not len(ids):
        return np.zeros(segment.size, np.bool_)
    ids = np.sort(ids)
    at = np.searchsorted(ids, segment.ids)
    hidden: Bools = ids[np.minimum(at, len(ids) - 1)] == segment.ids
    return hidden
