"""Phrases on arrays of positions: in which documents terms stand one after the other, and how often."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archive.engines.whoosh.segment import Bools, Ints, Places, Postings

_POSITION_BITS = 32


def placed(postings: Postings, places: Places, docs: Ints) -> Ints:
    """Every occurrence of a term in these documents, all of which have it, as one number, place in `docs` << 32 |
    position; ascending, each once."""
    counts, positions = postings.freqs, places.positions
    if len(docs) < len(postings.docs):
        at = np.searchsorted(postings.docs, docs)
        begins = places.begins[at]
        counts = places.begins[at + 1] - begins
        ends = np.cumsum(counts)
        positions = positions[np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - ends + counts, counts)]
    found = np.repeat(np.arange(len(docs), dtype=np.int64) << _POSITION_BITS, counts)
    found |= positions.astype(np.int64)
    if not (found[1:] > found[:-1]).all():  # given out of order, or twice at one place
        found = np.unique(found)
    return found


def counted(places: Sequence[Ints], slop: int) -> tuple[Ints, Ints]:
    """The documents, as places in `docs`, in which the terms stand so, and how often. `places` has each term's."""
    starts = _exact_starts(places) if slop == 0 else _loose_starts(places, slop)
    docs = starts >> _POSITION_BITS
    begins = np.flatnonzero(np.diff(docs, prepend=-1))
    return docs[begins], np.diff(begins, append=len(docs))


def _exact_starts(places: Sequence[Ints]) -> Ints:
    """Where the terms stand one right after the other: the places of the first. Rarest terms are looked at first."""
    order = sorted(range(len(places)), key=lambda i: len(places[i]))
    starts = places[order[0]] - order[0]
    for i in order[1:]:
        starts = _common(starts, places[i] - i)
    return starts


_FEW = 8  # times fewer: looking them up one by one is quicker then


def _common(few: Ints, many: Ints) -> Ints:
    """The numbers in both; both ascend and have no number twice."""
    if len(few) * _FEW < len(many):
        found: Ints = few[_contains(many, few)]
        return found
    both = np.concatenate((few, many))
    both.sort(kind="stable")  # two ascending runs are merged in one go
    twice: Bools = both[1:] == both[:-1]
    return both[:-1][twice]


def _loose_starts(places: Sequence[Ints], slop: int) -> Ints:
    """Where the terms follow each other in order with at most `slop` places between the first and the last."""
    starts = ends = places[0]
    for following in places[1:]:
        at = np.searchsorted(following, ends, side="right")
        there = at < len(following)
        starts, ends = starts[there], following[at[there]]
    near = (ends - starts) <= len(places) - 1 + slop  # another document is 2^32 places away
    return starts[near]


def _contains(sorted_values: Ints, wanted: Ints) -> Bools:
    at = np.searchsorted(sorted_values, wanted)
    at[at == len(sorted_values)] = 0
    found: Bools = sorted_values[at] == wanted
    return found
