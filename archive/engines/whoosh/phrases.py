"""Phrases on arrays of positions: in which documents terms stand one after the other, and how often.

Every occurrence is one number: the document, shifted, and the position. Numbers are as narrow as may be: there can be
millions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.engines.whoosh.segment import Bools, Ints, Places, Postings

Numbers = npt.NDArray[Any]

_MOST = 4  # times fewer documents: then only their occurrences are looked at
_FEW = 8  # times fewer: looking numbers up one by one is quicker then
_TABLE_BITS = 22  # a table of a byte for each number there can be: small enough to stay in the processor's cache
_WORTH = 200  # numbers there can be for each that there is: a table of them is worth clearing then


def find_phrase(
    postings: Sequence[Postings], places: Sequence[Places], docs: Ints, slop: int
) -> tuple[Ints, npt.NDArray[np.float64]]:
    """In which of these documents, by their places in `docs`, the terms stand one after the other with at most `slop`
    positions between, and how often. All documents have all terms."""
    furthest = max(int(place.positions.max(initial=0)) for place in places)
    bits = (furthest + len(places) + slop + 1).bit_length()
    last = max(int(docs[-1]), *(int(posting.docs[-1]) for posting in postings))
    kind = np.dtype(np.int32 if last + 1 << bits < 1 << 31 else np.int64)
    known: dict[int, Numbers] = {}
    numbers = []
    for posting, place in zip(postings, places, strict=True):
        if id(place) not in known:
            known[id(place)] = _numbers(posting, place, docs, bits, kind)
        numbers.append(known[id(place)])
    starts = _exact_starts(numbers) if slop == 0 else _loose_starts(numbers, slop, bits)
    found = starts >> bits
    begins = np.flatnonzero(np.diff(found, prepend=-1))
    counts = np.diff(begins, append=len(found)).astype(np.float64)
    found = found[begins]
    where = np.searchsorted(docs, found)
    where[where == len(docs)] = 0
    kept = np.flatnonzero(docs[where] == found)
    return where[kept], counts[kept]


def _numbers(postings: Postings, places: Places, docs: Ints, bits: int, kind: np.dtype[Any]) -> Numbers:
    """Every occurrence of a term, ascending, each once: in these documents, and in others too where leaving them out
    would take longer."""
    counts, positions = postings.freqs, places.positions
    if len(docs) * _MOST < len(postings.docs):
        at = np.searchsorted(postings.docs, docs)
        begins = places.begins[at]
        counts = places.begins[at + 1] - begins
        ends = np.cumsum(counts)
        chosen = np.repeat(begins - ends + counts, counts)
        chosen += np.arange(len(chosen))
        positions = positions[chosen]
    else:
        docs = postings.docs
    found = np.repeat(docs.astype(kind) << bits, counts)
    found |= positions
    if not (found[1:] > found[:-1]).all():  # given out of order, or twice at one place
        found = np.unique(found)
    return found


def _exact_starts(numbers: Sequence[Numbers]) -> Numbers:
    """Where the terms stand one right after the other: the places of the first. Rarest terms are looked at first."""
    order = sorted(range(len(numbers)), key=lambda i: len(numbers[i]))
    starts = numbers[order[0]] - order[0]
    for i in order[1:]:
        starts = _common(starts, numbers[i] - i)
    return starts


def _common(few: Numbers, many: Numbers) -> Numbers:
    """The numbers in both; both ascend and have no number twice."""
    if not len(few) or len(few) * _FEW < len(many):
        found: Numbers = few[_contains(many, few)]
        return found
    span = max(int(few[-1]), int(many[-1])) - min(int(few[0]), int(many[0]))
    if span <= _WORTH * len(few):
        return _common_by_table(few, many)
    both = np.concatenate((few, many))
    both.sort(kind="stable")  # two ascending runs are merged in one go
    twice: Bools = both[1:] == both[:-1]
    return both[:-1][twice]


def _common_by_table(few: Numbers, many: Numbers) -> Numbers:
    """The same, a stretch of numbers at a time: those of one are marked in a table, those of the other looked up."""
    start, last = min(int(few[0]), int(many[0])), int(few[-1])
    table = np.zeros(min(last + 1 - start, 1 << _TABLE_BITS), np.bool_)
    edges = np.arange(start, last + 1, len(table))
    cuts = [np.append(np.searchsorted(numbers, edges.astype(numbers.dtype)), len(numbers)) for numbers in (few, many)]
    found = []
    for i, edge in enumerate(edges.tolist()):
        wanted, there = (numbers[cut[i] : cut[i + 1]] for numbers, cut in zip((few, many), cuts, strict=True))
        if i == len(edges) - 1:
            there = there[: int(np.searchsorted(there, edge + len(table)))]
        marked = np.subtract(there, edge, dtype=np.intp)
        table[marked] = True
        found.append(wanted[table[np.subtract(wanted, edge, dtype=np.intp)]])
        table[marked] = False
    return np.concatenate(found)


def _loose_starts(numbers: Sequence[Numbers], slop: int, bits: int) -> Numbers:
    """Where the terms follow each other in order with at most `slop` places between the first and the last."""
    starts = ends = numbers[0]
    for following in numbers[1:]:
        at = np.searchsorted(following, ends, side="right")
        there = at < len(following)
        starts, ends = starts[there], following[at[there]]
    near: Bools = (ends - starts <= len(numbers) - 1 + slop) & (ends >> bits == starts >> bits)
    return starts[near]


def _contains(sorted_values: Numbers, wanted: Numbers) -> Bools:
    at = np.searchsorted(sorted_values, wanted)
    at[at == len(sorted_values)] = 0
    found: Bools = sorted_values[at] == wanted
    return found
