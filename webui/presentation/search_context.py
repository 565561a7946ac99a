"""The search that a record was reached from, taken from its address: the link back, and the neighbouring results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

from flask import request
from werkzeug.datastructures import MultiDict

from archive.access import PUBLIC
from archive.errors import IndexUnavailable, QueryError
from archive.search.execution.requests import Results
from webui.http.parameters import MAX_REACH, PageQuery
from webui.http.requests import BadParameters, ParsedSearch, read_arguments
from webui.presentation.display_titles import display_title
from webui.services import links
from webui.services.services import services

POSITION = "result"
"""The parameter of a record's address with its position among the results, from 1."""
_TAKEN = frozenset(PageQuery.model_fields) - {"facets", "facet_size", "fields", "highlight", "cursor"}
_MOST_DIGITS = 5

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The previous or next result."""

    url: str
    title: str
    rel: str


@dataclass(frozen=True, slots=True)
class SearchContext:
    """The search a record was reached from. `results`: the address of its page of results; `total`: the number of
    matching records, None if not counted; `number` of `entries`: its position in the list."""

    query: str
    results: str
    total: int | None = None
    number: int | None = None
    entries: int = 0
    neighbours: tuple[Neighbour, ...] = ()


def arguments() -> MultiDict[str, str]:
    """Return the search parameters in the address, without empty ones (which forms send) and unknown ones."""
    return MultiDict((name, value) for name, value in request.args.items(multi=True) if name in _TAKEN and value)


def pairs_of(asked: ParsedSearch | None, number: int | None = None) -> Pairs:
    """Return the search parameters, and the position among the results, that the address of a record carries."""
    kept = tuple(pair for pair in asked.pairs if pair[0] != "page") if asked else ()
    return (*kept, (POSITION, str(number))) if asked and number else kept


def search_context(record_id: str | None = None) -> SearchContext | None:
    """Return the search in the address of a record, or None without one. If the address has the position of the result,
    one search for a few results finds its neighbours. Without an id, only the link back is returned."""
    number = _number()
    try:
        asked = read_arguments(arguments(), PageQuery)
    except BadParameters:
        return None
    if not number and not asked.query.q.strip():
        return None
    page = -(-number // asked.query.page_size) if number else 1
    found = SearchContext(asked.query.q, links.with_query("/search", asked.other_page(page)))
    if not (number and record_id):
        return found
    # The smallest page size for which one page has this result and its neighbours.
    size = next(size for size in count(3) if max(0, number - 2) // size == number // size)
    wanted = replace(asked.request, facets=(), highlight=False, assisted=False, page=number // size + 1, page_size=size)
    try:
        results = services().searcher.search(wanted, PUBLIC)
    except (QueryError, IndexUnavailable):
        return found
    return _beside(found, asked, results, record_id)


def _beside(found: SearchContext, asked: ParsedSearch, results: Results, record_id: str) -> SearchContext:
    """Add the neighbours. The results may have changed meanwhile: then the record is one place further, or missing."""
    first = (results.request.page - 1) * results.request.page_size + 1
    places = {place: hit.record for place, hit in enumerate(results.hits, first)}
    here = next((place for place, record in places.items() if record.id == record_id), None)
    if here is None:
        return replace(found, total=results.total)
    neighbours = tuple(
        Neighbour(
            links.with_query(links.record(record.id), pairs_of(asked, place)),
            display_title(record, 120),
            "prev" if place < here else "next",
        )
        for place, record in places.items()
        if abs(place - here) == 1
    )
    entries = results.groups or results.total
    return replace(found, total=results.total, number=here, entries=entries, neighbours=neighbours)


def search_pairs() -> Pairs:
    """Return the search parameters in this address, and the position among the results."""
    try:
        asked = read_arguments(arguments(), PageQuery)
    except BadParameters:
        return ()
    return pairs_of(asked, _number())


def carried() -> Pairs:
    """Return the search parameters in this address that other addresses of the same record keep."""
    return tuple(pair for pair in search_pairs() if pair[0] not in {"q", "names", "names_off"})


def _number() -> int | None:
    given = request.args.get(POSITION, "")
    if not (given.isascii() and given.isdecimal() and len(given) <= _MOST_DIGITS):
        return None
    return int(given) if 1 <= int(given) <= MAX_REACH else None
