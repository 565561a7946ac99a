"""Help on the first page of results: spelling corrections, facets, and why nothing was found.

To find the cause, results are counted again without each word and each filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.authority.authorities import Authorities
from archive.search.assist.facet_suggestions import facet_suggestions
from archive.search.assist.spelling import FEW, did_you_mean
from archive.search.execution.execution import Answer, count_answers
from archive.search.execution.open_indexes import OpenedIndex
from archive.search.execution.requests import FacetSuggestion, RequestPart, SearchRequest
from archive.search.query.card_expansion import NameRead
from archive.search.query.clauses import remove_clauses, side_by_side, text_less, text_of, times
from archive.search.query.fields import ADDED
from archive.search.query.tree import Clause, Query, StopWord
from archive.text import fold

MOST = 6  # reported parts; each takes two searches that only count


@dataclass(frozen=True, slots=True)
class _Filter:
    """A filter of a request: its name for display, and the requests with only it, and without it."""

    name: str
    value: str
    alone: SearchRequest
    dropped: SearchRequest


def reasons(query: Query, request: SearchRequest, opened: OpenedIndex) -> tuple[RequestPart, ...]:
    """Return the parts of a request without results, filters first, at most MOST of them, and fewer for an expensive
    query; none if there is only one. An excluded value is reported if there are results with it."""
    clauses = [clause for clause in side_by_side(query) if not isinstance(clause, StopWord)]  # they exclude nothing
    filters = list(_filters(request))
    most = times(query.clause, MOST)
    left_out = [part for one in list(_exclusions(request))[:most] if (part := _filtered(one, query, opened)).rest]
    if len(clauses) + len(filters) < 2 and not left_out:
        return ()
    bare = _bare(request)
    parts = [*left_out, *(_filtered(one, query, opened) for one in filters[: most - len(left_out)])]
    return (*parts, *(_part(clause, query, request, bare, opened) for clause in clauses[: most - len(parts)]))


def _filtered(one: _Filter, query: Query, opened: OpenedIndex) -> RequestPart:
    return RequestPart(
        words="",
        filter=(one.name, one.value),
        hits=count_answers(None, one.alone, opened),
        rest=count_answers(query.clause, one.dropped, opened),
        without=text_less(query, ()),
    )


def _part(
    clause: Clause, query: Query, request: SearchRequest, bare: SearchRequest, opened: OpenedIndex
) -> RequestPart:
    return RequestPart(
        words=text_of([clause]),
        filter=None,
        hits=count_answers(clause, bare, opened),
        rest=count_answers(remove_clauses(query, [clause]), request, opened),
        without=text_less(query, [clause]),
    )


def _bare(request: SearchRequest) -> SearchRequest:
    return replace(request, filters={}, excluded={}, date_from=None, date_to=None, has_photo=None)


def _filters(request: SearchRequest) -> Iterator[_Filter]:
    bare = _bare(request)
    for name, values in request.filters.items():
        if values:
            others = {other: kept for other, kept in request.filters.items() if other != name}
            alone, dropped = replace(bare, filters={name: values}), replace(request, filters=others)
            told = f"{values[0]}..{values[-1]}" if name == ADDED else ", ".join(values)
            yield _Filter(name, told, alone, dropped)
    if request.date_from or request.date_to:
        alone = replace(bare, date_from=request.date_from, date_to=request.date_to)
        dropped = replace(request, date_from=None, date_to=None)
        yield _Filter("date", f"{request.date_from or ''}..{request.date_to or ''}", alone, dropped)
    if request.has_photo is not None:
        alone, dropped = replace(bare, has_photo=request.has_photo), replace(request, has_photo=None)
        yield _Filter("has_photo", str(request.has_photo).lower(), alone, dropped)


def _exclusions(request: SearchRequest) -> Iterator[_Filter]:
    bare = _bare(request)
    for name, values in request.excluded.items():
        for value in values:
            others = {**request.excluded, name: tuple(other for other in values if other != value)}
            alone, dropped = replace(bare, excluded={name: (value,)}), replace(request, excluded=others)
            yield _Filter("exclude", f"{name}:{value}", alone, dropped)


@dataclass(frozen=True, slots=True)
class EmptySearchHelp:
    """The help in `Results`."""

    did_you_mean: str | None = None
    offers: tuple[FacetSuggestion, ...] = ()
    why: tuple[RequestPart, ...] = ()


def search_assistance(
    query: Query,
    request: SearchRequest,
    opened: OpenedIndex,
    answer: Answer,
    cards: Authorities,
    names: Iterable[NameRead],
) -> EmptySearchHelp:
    """Return all help for a query, from this viewer's index only; none where it is not shown: on later pages, behind a
    cursor, or for a request that is not `assisted`. `names` are the forms of name cards in it."""
    if not request.assisted or query.clause is None or request.page > 1 or request.cursor is not None:
        return EmptySearchHelp()
    offered = facet_suggestions(query, request, opened, cards)
    meant = [*(one.words for one in offered if one.facet == "kind"), *(name.words for name in names)]
    known = {fold(word) for words in meant for word in words.split()}
    return EmptySearchHelp(
        did_you_mean=did_you_mean(query, request, opened, answer.strict, known) if answer.strict < FEW else None,
        offers=offered,
        why=reasons(query, request, opened) if not answer.strict else (),
    )
