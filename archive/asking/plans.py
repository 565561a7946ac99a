"""A request to the plan of a search, and to those that only count."""

from __future__ import annotations

from dataclasses import replace

from archive.asking.answers import SearchRequest
from archive.asking.indexes import Opened
from archive.documents import days
from archive.query.compiler import compile_query
from archive.query.plan import Dates, Everything, Keyword, Plan, Without
from archive.query.tree import Clause, Query

_WITH_PHOTO = Keyword("has", ("photo",))


def plan_of(query: Query, request: SearchRequest, opened: Opened, any_word: bool = False) -> Plan:
    """The plan of a query that was read, with all else that the request asks. `any_word`: of the words that stand side
    by side, one is enough."""
    plan = compile_query(query, opened.languages(), _frame(request), any_word)
    if request.has_photo is False:
        return replace(plan, node=Without(plan.node, _WITH_PHOTO))
    return plan


def count(clause: Clause | None, request: SearchRequest, opened: Opened) -> int:
    """How many records answer this clause (None: whatever they say) with the filters and dates of the request."""
    return opened.engine.search(plan_of(asking(clause), counting(request), opened)).total


def asking(clause: Clause | None) -> Query:
    """A query of this clause; of everything when there is none."""
    return Query("" if clause is None else "?", clause)


def counting(request: SearchRequest) -> SearchRequest:
    """The same request without anything that a count does not need."""
    return replace(request, facets=(), page=1, page_size=0, collapse=(), sort="relevance")


def _frame(request: SearchRequest) -> Plan:
    """All of a request that is not its query."""
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
