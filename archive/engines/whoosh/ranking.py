"""Matches of all segments to results: filters, counts, order and the slice asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from archive.engines.base import EngineResults, State
from archive.engines.whoosh.generation import Generation, count_values
from archive.engines.whoosh.matching import Matcher
from archive.engines.whoosh.ordering import Answers, Order
from archive.engines.whoosh.segment import Bools, Floats, Ints, Segment
from archive.query.plan import All, AnyOf, Node, Nothing, Phrase, Plan, Without

Number = TypeVar("Number", bound=np.generic)

_ROUNDING = 1e-9  # of a score, by which sums in another order may differ


@dataclass(frozen=True, slots=True)
class _Found:
    """What one segment gives: the answers with their scores, how many lack a date, and for each facet column the
    documents that are counted."""

    segment: Segment
    docs: Ints
    scores: Floats
    undated: int
    counted: dict[str, Ints]


def search(plan: Plan, generation: Generation, state: State) -> EngineResults:
    """The results of a plan. What only adds to scores is asked where it can change what is shown."""
    ranked = plan.sort == "relevance" and plan.limit > 0
    node, bonus = _parted(plan.node)
    found = [_in_segment(plan, node, at, generation, ranked) for at in range(len(generation.segments))]
    answers = Answers([(f.segment, f.docs, f.scores) for f in found])
    order = Order(plan, answers, [generation.columns[name] for name in plan.collapse])
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
        days=tuple(answers.first(shown).tolist()),
    )


def _parted(node: Node) -> tuple[Node, tuple[Node, ...]]:
    """A node without its bonus, and that."""
    match node:
        case All(parts=parts, bonus=bonus) if parts and bonus:
            return (replace(node, bonus=()) if len(parts) > 1 else parts[0]), bonus
        case Without(wanted=wanted):
            inner, bonus = _parted(wanted)
            return replace(node, wanted=inner), bonus
        case _:
            return node, ()


def _in_segment(plan: Plan, node: Node, at: int, generation: Generation, scored: bool) -> _Found:
    segment, live = generation.segments[at]
    match = Matcher(segment, generation.statistics, scored=scored).match(node)
    docs, scores = match.docs, match.scores
    if not generation.whole[at]:
        keep = live[docs]
        docs, scores = docs[keep], scores[keep]
    inside = Matcher(segment, generation.statistics, docs, scored=False)
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
    return _Found(segment, _kept(docs, passed), _kept(scores, passed), undated, counted)


def _mask(docs: Ints, size: int) -> Bools:
    mask = np.zeros(size, dtype=np.bool_)
    mask[docs] = True
    return mask


def _kept(values: npt.NDArray[Number], mask: Bools | None) -> npt.NDArray[Number]:
    return values if mask is None else values[mask]


def _facet(plan: Plan, column: str, found: Sequence[_Found], generation: Generation) -> tuple[tuple[str, int], ...]:
    """The largest counts over all segments, and those of the values filtered by, however small."""
    chosen = {value for f in plan.filters if f.column == column for value in f.values}
    values = generation.columns[column]
    counts = count_values(values, [(f.segment, f.counted[column]) for f in found])
    return values.largest(counts, plan.facet_size, chosen)


def _with_bonus(
    plan: Plan, answers: Answers, order: Order, bonus: Sequence[Node], generation: Generation
) -> tuple[Answers, Order]:
    """The answers that can be among those shown, with what each bonus adds, and their order. Phrases cost most: they
    are asked last, where the rest of the bonus leaves a doubt."""
    best = generation.statistics.best
    answers, order = order.narrowed(*_contenders(plan, answers, order, sum(map(best, bonus))))
    phrases: list[Phrase] = []
    quick = [_without_phrases(node, phrases) for node in bonus]
    if phrases and len(answers) > plan.offset + plan.limit:
        sure = _added(answers, quick, generation)
        places, _ = _contenders(plan, sure, order.narrowed(np.arange(len(sure)), sure)[1], sum(map(best, phrases)))
        answers, order = order.narrowed(places, answers.at(places))
    scored = _added(answers, bonus, generation)
    return order.narrowed(np.arange(len(scored)), scored)


def _contenders(plan: Plan, answers: Answers, order: Order, most: float) -> tuple[Ints, Answers]:
    """The answers that can be among those shown once each has up to `most` more: their places, and themselves."""
    wanted = plan.offset + plan.limit
    first = order.first(wanted)
    places = np.arange(len(answers))
    if len(first) == wanted:
        enough = float(answers.scores[first[-1]])
        places = np.flatnonzero(answers.scores >= enough - most - _ROUNDING * (enough + most))
    return places, answers.at(places)


def _added(answers: Answers, bonus: Sequence[Node], generation: Generation) -> Answers:
    """The same answers with what each bonus adds to their scores."""
    parts = []
    for segment, docs, scores in answers.parts:
        if len(docs):
            scores = Matcher(segment, generation.statistics, docs).with_bonus(scores, bonus)
        parts.append((segment, docs, scores))
    return Answers(parts)


def _without_phrases(node: Node, left_out: list[Phrase]) -> Node:
    """A node that scores no higher, and by no more lower than the phrases left out score at best."""
    match node:
        case Phrase():
            left_out.append(node)
            return Nothing()
        case AnyOf(parts=parts):
            return replace(node, parts=tuple(_without_phrases(part, left_out) for part in parts))
        case _:
            return node


def _scores(plan: Plan, answers: Answers, shown: Ints, generation: Generation) -> Floats:
    """The scores of these answers, which were put in another order."""
    scores = np.zeros(len(shown))
    by_place = np.argsort(shown)
    parts = []
    for segment, docs, _ in answers.split(shown[by_place]):
        match = Matcher(segment, generation.statistics, docs).match(plan.node)
        part = np.zeros(len(docs))
        part[match.docs] = match.scores
        parts.append(part)
    scores[by_place] = np.concatenate(parts) if parts else scores
    return scores
