"""Results of a plan over all segments: filters, counts, order and the requested slice.

Only the results that are shown are sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from archive.search.engines.engine import EngineResults, State
from archive.search.engines.whoosh.facets import Column
from archive.search.engines.whoosh.generation import Generation, count_values
from archive.search.engines.whoosh.matching import SegmentMatcher
from archive.search.engines.whoosh.segment import NOWHERE, Bools, Floats, Ints, Segment
from archive.search.query.plan import NUMBER_ORDERS, All, AnyOf, Node, Nothing, Phrase, Plan, Without

_LAST = np.iinfo(np.int64).max  # the sort key of documents without a number
_MORE = 4  # times as many results are read if those so far had too few groups

Key = Callable[[Ints], npt.NDArray[Any]]
"""Gives, for places among the answers, what they are sorted by."""


class Answers:
    """The results, segment by segment. A result is identified by its index in all of them joined."""

    def __init__(self, parts: Sequence[tuple[Segment, Ints, Floats]]) -> None:
        self.parts = parts
        self.scores = _joined([scores for _, _, scores in parts], "f8")
        self._bounds = np.cumsum([0, *(len(docs) for _, docs, _ in parts)])

    def __len__(self) -> int:
        return len(self.scores)

    def split(self, places: Ints) -> Iterator[tuple[Segment, Ints, Floats]]:
        """Yield these results, with ascending indexes, by segment."""
        cuts = np.searchsorted(places, self._bounds)
        for number, (segment, docs, scores) in enumerate(self.parts):
            own = places[cuts[number] : cuts[number + 1]] - self._bounds[number]
            yield segment, docs[own], scores[own]

    def at(self, places: Ints) -> Answers:
        """Return only these results, with ascending indexes."""
        return Answers(list(self.split(places)))

    def first(self, places: Ints) -> npt.NDArray[np.int32]:
        """Return their first days, 0 for none."""
        return self._of(places, lambda segment: segment.first, "i4")

    def numbers(self, sort: str, places: Ints) -> Ints:
        """Return their sort keys in a numeric order, in any other their first days; 0 for none."""
        order = NUMBER_ORDERS.get(sort)
        if order is None or order.column == "first":
            return self.first(places).astype(np.int64)
        return self._of(places, lambda segment: segment.came, "i8")

    def ids(self, places: Ints) -> npt.NDArray[np.bytes_]:
        """Return their ids."""
        return self._of(places, lambda segment: segment.ids, "S32")

    def titles(self, places: Ints) -> npt.NDArray[np.bytes_]:
        """Return their titles as far as they are sorted by."""
        return self._of(places, lambda segment: segment.titles, "S64")

    def groups(self, columns: Sequence[Column]) -> Ints:
        """Return, for each result, the number of its group by the first column in which it has a value; -1 for none."""
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


class ResultOrder:
    """The order that a plan requires, with one result per group if it collapses."""

    def __init__(self, plan: Plan, answers: Answers, collapsed: Sequence[Column]) -> None:
        self._plan = plan
        self._answers = answers
        self._group = answers.groups(collapsed) if collapsed else None
        self._sizes = np.bincount(self._group[self._group >= 0]) if self._group is not None else NOWHERE
        self.groups = len(answers)
        if self._group is not None:
            self.groups = int(np.count_nonzero(self._sizes)) + int(np.count_nonzero(self._group < 0))

    def narrowed(self, places: Ints, answers: Answers) -> tuple[Answers, ResultOrder]:
        """Return the results at these indexes, possibly with new scores, and their order; group sizes stay the same."""
        order = ResultOrder(self._plan, answers, ())
        order.groups, order._sizes = self.groups, self._sizes
        order._group = self._group[places] if self._group is not None else None
        return answers, order

    def first(self, wanted: int) -> Ints:
        """Return the indexes of the first results, in order."""
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
        """Return how many more results each of these represents."""
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
                return [self._sort_numbers, answers.ids]

    def _sort_numbers(self, places: Ints) -> Ints:
        numbers = self._answers.numbers(self._plan.sort, places)
        if NUMBER_ORDERS[self._plan.sort].highest_first:
            return -numbers
        return np.where(numbers > 0, numbers, _LAST)

    def _coming(self, number: int, doc_id: str) -> Ints:
        """Return the results that come after a document in a numeric order, and whose group has none before."""
        places = np.arange(len(self._answers))
        if self._plan.sort not in NUMBER_ORDERS:
            return places
        own = -number if NUMBER_ORDERS[self._plan.sort].highest_first else number or _LAST
        numbers = self._sort_numbers(places)
        coming = numbers > own
        same = np.flatnonzero(numbers == own)
        coming[same] = self._answers.ids(same) > np.bytes_(doc_id.encode())
        if self._group is not None:
            seen = self._group[~coming]
            coming &= ~((self._group >= 0) & np.isin(self._group, seen[seen >= 0]))
        return places[coming]


def _smallest(keys: Sequence[Key], places: Ints, wanted: int) -> Ints:
    """Return the `wanted` smallest, or a few more, by the first key, ties by the next, in order, without sorting
    all."""
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


Number = TypeVar("Number", bound=np.generic)

_ROUNDING = 1e-9  # of a score, by which sums in a different order may differ


@dataclass(frozen=True, slots=True)
class _SegmentAnswers:
    """The results of one segment: documents with their scores, how many lack a date, and for each facet column the
    counted documents."""

    segment: Segment
    docs: Ints
    scores: Floats
    undated: int
    counted: dict[str, Ints]


def search(plan: Plan, generation: Generation, state: State) -> EngineResults:
    """Return the results of a plan. Bonuses are computed only where they can change what is shown."""
    ranked = plan.sort == "relevance" and plan.limit > 0
    node, bonus = _split_bonus(plan.node)
    found = [_in_segment(plan, node, at, generation, ranked) for at in range(len(generation.segments))]
    answers = Answers([(f.segment, f.docs, f.scores) for f in found])
    order = ResultOrder(plan, answers, [generation.columns[name] for name in plan.collapse])
    if ranked and bonus:
        answers, order = _with_bonus(plan, answers, order, bonus, generation)
    shown = order.first(plan.offset + plan.limit)[plan.offset :]
    scores = answers.scores[shown] if ranked else _scores(plan, answers, shown, generation)
    return EngineResults(
        ids=tuple(i.decode() for i in answers.ids(shown).tolist()),
        scores=tuple(scores.tolist()),
        total=sum(len(f.docs) for f in found),
        facets={column: _facet(plan, column, found, generation) for column in plan.facets},
        undated=sum(f.undated for f in found),
        state=state,
        groups=order.groups,
        others=tuple(order.others(shown).tolist()),
        numbers=tuple(answers.numbers(plan.sort, shown).tolist()),
    )


def _split_bonus(node: Node) -> tuple[Node, tuple[Node, ...]]:
    match node:
        case All(parts=parts, bonus=bonus) if parts and bonus:
            return (replace(node, bonus=()) if len(parts) > 1 else parts[0]), bonus
        case Without(wanted=wanted):
            inner, bonus = _split_bonus(wanted)
            return replace(node, wanted=inner), bonus
        case _:
            return node, ()


def _in_segment(plan: Plan, node: Node, at: int, generation: Generation, scored: bool) -> _SegmentAnswers:
    segment, live = generation.segments[at]
    match = SegmentMatcher(segment, generation.statistics, scored=scored).match(node)
    docs, scores = match.docs, match.scores
    if not generation.whole[at]:
        keep = live[docs]
        docs, scores = docs[keep], scores[keep]
    inside = SegmentMatcher(segment, generation.statistics, docs, scored=False)
    filters = {f.column: _mask(inside.match(f).docs, len(docs)) for f in plan.filters}
    every = list(filters.values())
    passed = np.logical_and.reduce(every) if every else None
    undated = int(np.count_nonzero(_kept(segment.first[docs], passed) == 0))
    dated = inside.dated(plan.dates) if plan.dates else None
    counted = {}
    for column in plan.facets:
        others = [mask for name, mask in filters.items() if name != column] + ([dated] if dated is not None else [])
        counted[column] = docs[np.logical_and.reduce(others)] if others else docs
    if dated is not None:
        passed = dated if passed is None else passed & dated
    return _SegmentAnswers(segment, _kept(docs, passed), _kept(scores, passed), undated, counted)


def _mask(docs: Ints, size: int) -> Bools:
    mask = np.zeros(size, dtype=np.bool_)
    mask[docs] = True
    return mask


def _kept(values: npt.NDArray[Number], mask: Bools | None) -> npt.NDArray[Number]:
    return values if mask is None else values[mask]


def _facet(
    plan: Plan, column: str, found: Sequence[_SegmentAnswers], generation: Generation
) -> tuple[tuple[str, int], ...]:
    """Return the largest counts over all segments, and those of the values filtered by, even if small."""
    chosen = {value for f in plan.filters if f.column == column for value in f.values}
    values = generation.columns[column]
    counts = count_values(values, [(f.segment, f.counted[column]) for f in found])
    return values.largest(counts, plan.facet_size, chosen)


def _with_bonus(
    plan: Plan, answers: Answers, order: ResultOrder, bonus: Sequence[Node], generation: Generation
) -> tuple[Answers, ResultOrder]:
    """Return the results that can be among those shown, with their bonuses, and their order. Phrases cost most, so they
    are computed last, where the other bonuses leave doubt."""
    best = generation.statistics.best
    answers, order = order.narrowed(*_contenders(plan, answers, order, sum(map(best, bonus))))
    phrases: list[Phrase] = []
    quick = [_without_phrases(node, phrases) for node in bonus]
    if phrases and len(answers) > plan.offset + plan.limit:
        sure = _add_bonus(answers, quick, generation)
        places, _ = _contenders(plan, sure, order.narrowed(np.arange(len(sure)), sure)[1], sum(map(best, phrases)))
        answers, order = order.narrowed(places, answers.at(places))
    scored = _add_bonus(answers, bonus, generation)
    return order.narrowed(np.arange(len(scored)), scored)


def _contenders(plan: Plan, answers: Answers, order: ResultOrder, most: float) -> tuple[Ints, Answers]:
    """Return the results that can be among those shown if each gets up to `most` more: their indexes, and
    themselves."""
    wanted = plan.offset + plan.limit
    first = order.first(wanted)
    places = np.arange(len(answers))
    if len(first) == wanted:
        enough = float(answers.scores[first[-1]])
        places = np.flatnonzero(answers.scores >= enough - most - _ROUNDING * (enough + most))
    return places, answers.at(places)


def _add_bonus(answers: Answers, bonus: Sequence[Node], generation: Generation) -> Answers:
    parts = []
    for segment, docs, scores in answers.parts:
        if len(docs):
            scores = SegmentMatcher(segment, generation.statistics, docs).with_bonus(scores, bonus)
        parts.append((segment, docs, scores))
    return Answers(parts)


def _without_phrases(node: Node, left_out: list[Phrase]) -> Node:
    """Return a node that scores no higher, and lower by at most the best score of the phrases left out."""
    match node:
        case Phrase():
            left_out.append(node)
            return Nothing()
        case AnyOf(parts=parts):
            return replace(node, parts=tuple(_without_phrases(part, left_out) for part in parts))
        case _:
            return node


def _scores(plan: Plan, answers: Answers, shown: Ints, generation: Generation) -> Floats:
    """Return the scores of these results, which were in another order."""
    scores = np.zeros(len(shown))
    by_place = np.argsort(shown)
    parts = []
    for segment, docs, _ in answers.split(shown[by_place]):
        match = SegmentMatcher(segment, generation.statistics, docs).match(plan.node)
        part = np.zeros(len(docs))
        part[match.docs] = match.scores
        parts.append(part)
    scores[by_place] = np.concatenate(parts) if parts else scores
    return scores
