"""Run a search: plan the request, ask the engine for a page or for results after a cursor, and relax the query.

A query is relaxed if no record has all its words: then it finds records with some of them, those with more first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

from archive.authority.authorities import OFFICE
from archive.search.engines.engine import EngineResults
from archive.search.execution.open_indexes import OpenedIndex
from archive.search.execution.requests import CursorPosition, SearchRequest
from archive.search.index.documents import days
from archive.search.query.clauses import side_by_side
from archive.search.query.compiler import compile_query
from archive.search.query.plan import All, AnyOf, Dates, Everything, Keyword, Node, Plan, Without, raised
from archive.search.query.tree import Clause, DateClause, Every, FuzzyWord, NameClause, PrefixWord, Query, Word

_WITH_PHOTO = Keyword("has", ("photo",))


def plan_of(query: Query, request: SearchRequest, opened: OpenedIndex, any_word: bool = False) -> Plan:
    """Return the plan of a parsed query with the rest of the request. `any_word`: one of adjacent words is enough."""
    plan = compile_query(query, opened.languages(), _all_but_query(request), any_word)
    unwanted = [Keyword(name, tuple(values)) for name, values in request.excluded.items() if values]
    if request.has_photo is False:
        unwanted.append(_WITH_PHOTO)
    return replace(plan, node=Without(plan.node, AnyOf(tuple(unwanted)))) if unwanted else plan


def count_answers(clause: Clause | None, request: SearchRequest, opened: OpenedIndex) -> int:
    """Return how many records match this clause (None: all records) with the filters and dates of the request."""
    return opened.engine.search(plan_of(asking(clause), make_count_request(request), opened)).total


def asking(clause: Clause | None) -> Query:
    """Return a query of this clause; for None, of everything."""
    return Query("" if clause is None else "?", clause)


def make_count_request(request: SearchRequest) -> SearchRequest:
    """Return the request without what counting does not need."""
    return replace(request, facets=(), page=1, page_size=0, collapse=(), sort="relevance")


def _all_but_query(request: SearchRequest) -> Plan:
    filters = {name: tuple(values) for name, values in request.filters.items() if values}
    if request.has_photo:
        filters["has"] = _WITH_PHOTO.values
    return Plan(
        Everything(),
        filters=tuple(Keyword(name, values) for name, values in filters.items()),
        dates=_dates(request),
        sort=request.sort,
        offset=(request.page - 1) * request.page_size,
        limit=request.page_size,
        facets=request.facets,
        facet_size=request.facet_size,
        collapse=request.collapse,
    )


def _dates(request: SearchRequest) -> Dates | None:
    if request.date_from is None and request.date_to is None:
        return None
    first, last = days(request.date_from), days(request.date_to)
    return Dates(first[0] if first else None, last[1] if last else None)


MOST_PAIRED = 6  # up to so many words, pairs are scored; in a longer question everything is added up
WORTH = 10.0  # of two words in one record, relative to each alone


def relaxable(query: Query) -> bool:
    """Return whether a query has two or more words of which one might suffice. Quotations, fields and NOT are always
    strict."""
    return len(_words(_loosened(query))) > 1


def relaxed_plan(query: Query, request: SearchRequest, opened: OpenedIndex) -> Plan:
    """Return the plan for any of its words, with records that have more of them first."""
    query = _loosened(query)
    plan = plan_of(query, request, opened, any_word=True)
    words = _words(query)
    if not 2 < len(words) <= MOST_PAIRED:
        return plan  # no record has both of two words
    pairs = tuple(
        raised(compile_query(asking(Every(pair)), opened.languages()).node, WORTH) for pair in combinations(words, 2)
    )
    return replace(plan, node=_with_bonus(plan.node, pairs))


def _loosened(query: Query) -> Query:
    """Return the same query; for one that is only an office, the typed words: other years are better than no
    results."""
    match query.clause:
        case NameClause(clause=Every() as typed, kind=kind) if kind == OFFICE:
            return replace(query, clause=typed)
    return query


def _words(query: Query) -> list[Clause]:
    return [
        clause
        for clause in side_by_side(query)
        if isinstance(clause, Word | PrefixWord | FuzzyWord | NameClause | DateClause)
    ]


def _with_bonus(node: Node, bonus: tuple[Node, ...]) -> Node:
    if isinstance(node, Without):
        return Without(_with_bonus(node.wanted, bonus), node.unwanted)
    return All((node,), bonus)


@dataclass(frozen=True, slots=True)
class Answer:
    """An engine's results. `strict` is the number of records that match the whole query. If `relaxed`, none do, and the
    results have some of its words."""

    found: EngineResults
    strict: int
    relaxed: bool = False
    next_cursor: str | None = None


def answer_of(query: Query, request: SearchRequest, opened: OpenedIndex, place: CursorPosition | None) -> Answer:
    """Return the results of a parsed query; `place`: the position to continue from with a cursor."""
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


def _reading(request: SearchRequest, place: CursorPosition) -> SearchRequest:
    """Return the request for one more result than wanted, which shows whether there are more."""
    return replace(request, sort=place.sort, page=1, page_size=request.page_size + 1, collapse=())


def _after(plan: Plan, place: CursorPosition | None) -> Plan:
    return plan if place is None else replace(plan, after=place.after)


def _cut(found: EngineResults, size: int) -> EngineResults:
    return replace(
        found,
        ids=found.ids[:size],
        scores=found.scores[:size],
        others=found.others[:size],
        numbers=found.numbers[:size],
    )


def _next(found: EngineResults, place: CursorPosition, size: int) -> str | None:
    if len(found.ids) <= size:
        return None
    return replace(place, after=(found.numbers[size - 1], found.ids[size - 1])).written()
