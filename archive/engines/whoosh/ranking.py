"""Matches of all segments to results: filters, counts, order and the slice asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.engines.base import EngineResults, State
from archive.engines.whoosh.matching import Matcher, Statistics
from archive.engines.whoosh.segment import Bools, Floats, Ints, Segment
from archive.query.plan import Dates, Keyword, Plan

_LAST = np.iinfo(np.int64).max  # the sorting key of what has no date


@dataclass(frozen=True, slots=True)
class Generation:
    """An index as one commit left it: its segments, and in each which documents are not deleted."""

    number: int
    segments: tuple[tuple[Segment, Bools], ...]
    statistics: Statistics
    state: State


@dataclass(frozen=True, slots=True)
class _Found:
    """What one segment gives: the answers with their scores, and how many lack a date."""

    segment: Segment
    docs: Ints
    scores: Floats
    undated: int
    facets: dict[str, Counter[str]]


def search(plan: Plan, generation: Generation) -> EngineResults:
    """The results of a plan."""
    found = [_in_segment(plan, s, live, generation.statistics) for s, live in generation.segments]
    total = sum(len(f.docs) for f in found)
    order = _order(plan, found)[plan.offset : plan.offset + plan.limit]
    ids = _joined([f.segment.ids[f.docs] for f in found], "S32")[order]
    scores = _joined([f.scores for f in found], "f8")[order]
    return EngineResults(
        ids=tuple(i.decode() for i in ids.tolist()),
        scores=tuple(scores.tolist()),
        total=total,
        facets={column: _counts(plan, column, found) for column in plan.facets},
        undated=sum(f.undated for f in found),
        state=generation.state,
    )


def _in_segment(plan: Plan, segment: Segment, live: Bools, statistics: Statistics) -> _Found:
    matcher = Matcher(segment, statistics)
    match = matcher.match(plan.node)
    keep = live[match.docs]
    docs, scores = match.docs[keep], match.scores[keep]
    filters = {f.column: _filter(f, matcher, segment.size)[docs] for f in plan.filters}
    dated = matcher.dated(plan.dates or Dates())[docs]
    inside = dated if plan.dates else np.ones(len(docs), dtype=np.bool_)
    passed = np.logical_and.reduce([*filters.values(), np.ones(len(docs), dtype=np.bool_)])
    undated = int(np.count_nonzero(passed & (segment.first[docs] == 0)))
    facets = {}
    for column in plan.facets:
        others = [mask for name, mask in filters.items() if name != column]
        facets[column] = _facet(segment, column, docs[np.logical_and.reduce([inside, *others])])
    passed &= inside
    return _Found(segment, docs[passed], scores[passed], undated, facets)


def _filter(keyword: Keyword, matcher: Matcher, size: int) -> Bools:
    mask = np.zeros(size, dtype=np.bool_)
    mask[matcher.match(keyword).docs] = True
    return mask


def _facet(segment: Segment, column: str, docs: Ints) -> Counter[str]:
    values, numbers, holders = segment.facet(column)
    if not values or not len(docs):
        return Counter()
    mask = np.zeros(segment.size, dtype=np.bool_)
    mask[docs] = True
    counts = np.bincount(numbers[mask[holders]], minlength=len(values))
    return Counter({values[i]: int(counts[i]) for i in np.flatnonzero(counts).tolist()})


def _counts(plan: Plan, column: str, found: Sequence[_Found]) -> tuple[tuple[str, int], ...]:
    """The largest counts over all segments, and those of the values filtered by, however small."""
    counts: Counter[str] = Counter()
    for f in found:
        counts.update(f.facets[column])
    chosen = {value for f in plan.filters if f.column == column for value in f.values}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    top = ordered[: plan.facet_size]
    shown = {value for value, _ in top}
    rest = sorted((chosen - shown), key=lambda value: (-counts[value], value))
    return (*top, *((value, counts[value]) for value in rest))


def _order(plan: Plan, found: Sequence[_Found]) -> Ints:
    """The first answers in order, as places in the answers of all segments joined."""
    first = _joined([f.segment.first[f.docs] for f in found], "i8")
    newest = -first  # undated is 0, and comes last
    ids = _joined([f.segment.ids[f.docs] for f in found], "S32")
    keys: list[npt.NDArray[Any]]
    match plan.sort:
        case "relevance":
            keys = [-_joined([f.scores for f in found], "f8"), newest, ids]
        case "-date":
            keys = [newest, ids]
        case "date":
            keys = [np.where(first > 0, first, _LAST), ids]
        case "title":
            keys = [_joined([f.segment.titles[f.docs] for f in found], "S64"), newest, ids]
    return _smallest(keys, plan.offset + plan.limit)


def _smallest(keys: Sequence[npt.NDArray[Any]], wanted: int) -> Ints:
    """The `wanted` smallest by the first key, ties by the next, in order, without sorting all that there is."""
    ties: Ints = np.arange(len(keys[0]))
    sure: list[Ints] = []
    for key in keys:
        room = wanted - sum(len(s) for s in sure)
        if len(ties) <= room or room <= 0:
            break
        values = key[ties]
        edge = np.partition(values, room - 1)[room - 1]
        sure.append(ties[values < edge])
        ties = ties[values == edge]
    kept = np.concatenate([*sure, ties])
    return kept[np.lexsort([key[kept] for key in reversed(keys)])]


def _joined(arrays: Sequence[npt.NDArray[Any]], dtype: str) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)
