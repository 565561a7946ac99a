"""Running a search: the page asked for or the stretch behind a cursor, with any word where no record has all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.asking.answers import SearchRequest
from archive.asking.cursor import Place
from archive.asking.indexes import Opened
from archive.asking.plans import plan_of
from archive.asking.relaxing import relaxable, relaxed_plan
from archive.engines.base import EngineResults
from archive.query.plan import Plan
from archive.query.tree import Query


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found. `strict` is how many records satisfy the whole query; `relaxed`: none do, and these have
    some of its words."""

    found: EngineResults
    strict: int
    relaxed: bool = False
    next_cursor: str | None = None


def answer_of(query: Query, request: SearchRequest, opened: Opened, place: Place | None) -> Answer:
    """The answer to a query that was read; `place`: where a reading by cursor goes on."""
    asked = request if place is None else _reading(request, place)
    found = opened.engine.search(_after(plan_of(query, asked, opened), place))
    strict, relaxed = found.total, False
    if not strict and request.relax and relaxable(query):
        some = opened.engine.search(_after(relaxed_plan(query, asked, opened), place))
        if some.total:
            found, relaxed = some, True
    if place is None:
        return Answer(found, strict, relaxed)
    return Answer(_cut(found, request.page_size), strict, relaxed, _next(found, place, request.page_size))


def _reading(request: SearchRequest, place: Place) -> SearchRequest:
    """One more than was asked for, which tells whether there is more."""
    return replace(request, sort=place.sort, page=1, page_size=request.page_size + 1, collapse=())


def _after(plan: Plan, place: Place | None) -> Plan:
    return plan if place is None else replace(plan, after=place.after)


def _cut(found: EngineResults, size: int) -> EngineResults:
    return replace(
        found,
        ids=found.ids[:size],
        scores=found.scores[:size],
        others=found.others[:size],
        days=found.days[:size],
    )


def _next(found: EngineResults, place: Place, size: int) -> str | None:
    if len(found.ids) <= size:
        return None
    return Place(place.sort, (found.days[size - 1], found.ids[size - 1])).written()
