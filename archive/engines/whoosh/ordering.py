"""The answers of all segments in one order, without sorting more of them than are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.engines.whoosh.facets import Column
from archive.engines.whoosh.segment import NOWHERE, Floats, Ints, Segment
from archive.query.plan import Plan

_LAST = np.iinfo(np.int64).max  # the sorting key of what has no date
_MORE = 4  # times as many answers are looked at when those so far were of too few groups

Key = Callable[[Ints], npt.NDArray[Any]]
"""Gives, for places among the answers, what they are sorted by."""


class Answers:
    """The documents that answer, segment by segment. An answer is named by its place in all of them joined."""

    def __init__(self, parts: Sequence[tuple[Segment, Ints, Floats]]) -> None:
        self.parts = parts
        self.scores = _joined([scores for _, _, scores in parts], "f8")
        self._bounds = np.cumsum([0, *(len(docs) for _, docs, _ in parts)])

    def __len__(self) -> int:
        return len(self.scores)

    def split(self, places: Ints) -> Iterator[tuple[Segment, Ints, Floats]]:
        """These answers, whose places ascend, by segment."""
        cuts = np.searchsorted(places, self._bounds)
        for number, (segment, docs, scores) in enumerate(self.parts):
            own = places[cuts[number] : cuts[number + 1]] - self._bounds[number]
            yield segment, docs[own], scores[own]

    def at(self, places: Ints) -> Answers:
        """These answers alone, whose places ascend."""
        return Answers(list(self.split(places)))

    def first(self, places: Ints) -> npt.NDArray[np.int32]:
        """Their first days, 0 for none."""
        return self._of(places, lambda segment: segment.first, "i4")

    def ids(self, places: Ints) -> npt.NDArray[np.bytes_]:
        """Their ids."""
        return self._of(places, lambda segment: segment.ids, "S32")

    def titles(self, places: Ints) -> npt.NDArray[np.bytes_]:
        """Their titles as far as they count for order."""
        return self._of(places, lambda segment: segment.titles, "S64")

    def groups(self, columns: Sequence[Column]) -> Ints:
        """For each answer a number that it shares with those of its group, by the first of the columns that it has a
        value in; -1: none."""
        parts = []
        for segment, docs, _ in self.parts:
            group = np.full(len(docs), -1, np.int64)
            for rank, column in reversed(list(enumerate(columns))):
                value = segment.facet(column).first[docs].astype(np.int64)
                group = np.where(value >= 0, value * len(columns) + rank, group)
            parts.append(group)
        return _joined(parts, "i8")

    def _of(self, places: Ints, column: Callable[[Segment], npt.NDArray[Any]], dtype: str) -> npt.NDArray[Any]:
        values = np.zeros(len(places), dtype)
        owners = np.searchsorted(self._bounds, places, side="right") - 1
        for number in np.flatnonzero(np.bincount(owners)).tolist():
            segment, docs, _ = self.parts[number]
            own = owners == number
            values[own] = column(segment)[docs[places[own] - self._bounds[number]]]
        return values


class Order:
    """The order that a plan wants of answers, one for each group where it collapses."""

    def __init__(self, plan: Plan, answers: Answers, collapsed: Sequence[Column]) -> None:
        self._plan = plan
        self._answers = answers
        self._group = answers.groups(collapsed) if collapsed else None
        self._sizes = np.bincount(self._group[self._group >= 0]) if self._group is not None else NOWHERE
        self.groups = len(answers)
        if self._group is not None:
            self.groups = int(np.count_nonzero(self._sizes)) + int(np.count_nonzero(self._group < 0))

    def narrowed(self, places: Ints, answers: Answers) -> tuple[Answers, Order]:
        """The answers at these places, which may have other scores by now, and their order; groups are as large as they
        were."""
        order = Order(self._plan, answers, ())
        order.groups, order._sizes = self.groups, self._sizes
        order._group = self._group[places] if self._group is not None else None
        return answers, order

    def first(self, wanted: int) -> Ints:
        """The places of the first answers, in order."""
        places = np.arange(len(self._answers)) if self._plan.after is None else self._coming(*self._plan.after)
        keys = self._keys()
        if self._group is None:
            return _smallest(keys, places, wanted)[:wanted]
        depth = wanted
        while True:
            order = _smallest(keys, places, depth)
            group = self._group[order]
            leads = np.ones(len(order), np.bool_)
            grouped = np.flatnonzero(group >= 0)
            leads[grouped] = False
            leads[grouped[np.unique(group[grouped], return_index=True)[1]]] = True
            if np.count_nonzero(leads) >= wanted or depth >= len(places):
                return order[leads][:wanted]
            depth *= _MORE

    def others(self, places: Ints) -> Ints:
        """How many more answers each of these stands for."""
        if self._group is None:
            return np.zeros(len(places), np.int64)
        group = self._group[places]
        others = np.zeros(len(places), np.int64)
        others[group >= 0] = self._sizes[group[group >= 0]] - 1
        return others

    def _keys(self) -> list[Key]:
        answers = self._answers

        def newest(places: Ints) -> Ints:
            return -answers.first(places).astype(np.int64)  # undated is 0, and comes last

        match self._plan.sort:
            case "relevance":
                return [lambda places: -answers.scores[places], newest, answers.ids]
            case "title":
                return [answers.titles, newest, answers.ids]
            case _:
                return [self._day, answers.ids]

    def _day(self, places: Ints) -> Ints:
        """What an order of date sorts by."""
        first = self._answers.first(places).astype(np.int64)
        return -first if self._plan.sort == "-date" else np.where(first > 0, first, _LAST)

    def _coming(self, day: int, doc_id: str) -> Ints:
        """The answers that come after a document in an order of date, and are of no group that has come before."""
        places = np.arange(len(self._answers))
        if self._plan.sort not in ("date", "-date"):
            return places
        own = -day if self._plan.sort == "-date" else day or _LAST
        days = self._day(places)
        coming = days > own
        same = np.flatnonzero(days == own)
        coming[same] = self._answers.ids(same) > np.bytes_(doc_id.encode())
        if self._group is not None:
            seen = self._group[~coming]
            coming &= ~((self._group >= 0) & np.isin(self._group, seen[seen >= 0]))
        return places[coming]


def _smallest(keys: Sequence[Key], places: Ints, wanted: int) -> Ints:
    """The `wanted` smallest, or a few more, by the first key, ties by the next, in order, without sorting all."""
    ties = places
    sure: list[Ints] = []
    for key in keys:
        room = wanted - sum(len(s) for s in sure)
        if len(ties) <= room or room <= 0:
            break
        values = key(ties)
        edge = np.partition(values, room - 1)[room - 1]
        sure.append(ties[values < edge])
        ties = ties[values == edge]
    kept = np.concatenate([*sure, ties]) if wanted > 0 else NOWHERE
    return kept[np.lexsort([key(kept) for key in reversed(keys)])]


def _joined(arrays: Sequence[npt.NDArray[Any]], dtype: str) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)
