"""GET /api/v1/search: a page of results as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Response, request

from archive.access import PUBLIC
from archive.authorities import Authorities
from archive.searcher import BadCursor, FacetValue, NameRead, Offer, Part, Results
from webui import changes, labels, links
from webui.api.models_search import (
    FacetCount,
    FacetOfferOut,
    FilterOut,
    NameOut,
    PartOut,
    QueryEcho,
    SearchAnswer,
    SenseOut,
)
from webui.api.results import result
from webui.asking import Asked, BadParameters, Refusal, read
from webui.caching import tagged
from webui.parameters import FILTERS, MAX_REACH
from webui.services import services

PATH = "/api/v1/search"
_SAID_WHERE_GIVEN = ("date_from", "date_to", "has_photo", "relax", "names", "names_off", "collapse")


def search_json(results: Results, params: Asked, cards: Authorities) -> dict[str, Any]:
    """What the endpoint answers for these results of that search, as plain JSON values."""
    query = params.query
    reach = min(results.pages, MAX_REACH // query.page_size)
    answer = SearchAnswer(
        query=_echo(results, params),
        total=results.total,
        groups=results.groups or results.total,
        took_ms=results.took_ms,
        page=query.page,
        page_size=query.page_size,
        pages=results.pages,
        next=_next(results, params, reach),
        prev=_prev(params, reach),
        next_cursor=results.next_cursor,
        results=[result(hit, cards, params) for hit in results.hits],
        facets={name: _facet(name, values) for name, values in results.facets.items()},
        undated=results.undated,
        revision=results.revision,
        names=[_name(name, params) for name in results.names],
        offers=[_offer(offer, params) for offer in results.offers],
        why=[_part(part, params) for part in results.why],
        did_you_mean=results.did_you_mean,
        relaxed=results.relaxed,
        warnings=list(results.warnings),
    )
    data = answer.model_dump(mode="json")
    data["query"] = {name: value for name, value in data["query"].items() if value is not None}
    if query.fields:
        wanted = {"id", *query.fields}
        data["results"] = [{k: v for k, v in found.items() if k in wanted} for found in data["results"]]
    return data


def _echo(results: Results, params: Asked) -> QueryEcho:
    query = params.query
    given = {name for name, _ in params.pairs}
    said: dict[str, Any] = {name: list(getattr(query, name)) for name in FILTERS if getattr(query, name)}
    said |= {name: getattr(query, name) for name in _SAID_WHERE_GIVEN if name in given}
    return QueryEcho(q=query.q, sort=query.sort, read_as=results.read_as, **said)


def _next(results: Results, params: Asked, reach: int) -> str | None:
    if params.query.cursor:
        on = results.next_cursor
        return links.with_query(PATH, changes.put(params, ("cursor", on))) if on else None
    here = params.query.page
    return links.with_query(PATH, params.other_page(here + 1)) if here < reach else None


def _prev(params: Asked, reach: int) -> str | None:
    here = params.query.page
    return links.with_query(PATH, params.other_page(min(here - 1, max(reach, 1)))) if here > 1 else None


def _facet(name: str, values: Sequence[FacetValue]) -> list[FacetCount]:
    return [
        FacetCount(value=v.value, label=labels.facet_value(name, v.value), count=v.count, selected=v.selected)
        for v in values
    ]


def _address(pairs: changes.Pairs | None) -> str | None:
    return None if pairs is None else links.with_query(PATH, pairs)


def _name(name: NameRead, params: Asked) -> NameOut:
    senses = [
        SenseOut(card=card, kind=kind, name=meant, url=_address(changes.sense(params, name, meant)))
        for card, kind, meant in name.senses
    ]
    return NameOut(
        words=name.words,
        span=list(name.span),
        card=name.card,
        kind=name.kind,
        name=name.name,
        forms=list(name.forms),
        senses=senses,
    )


def _offer(offer: Offer, params: Asked) -> FacetOfferOut:
    return FacetOfferOut(
        facet=offer.facet,
        value=offer.value,
        label=labels.facet_value(offer.facet, offer.value),
        words=offer.words,
        count=offer.count,
        query=offer.without,
        url=_address(changes.offered(params, offer)),
    )


def _part(part: Part, params: Asked) -> PartOut:
    return PartOut(
        words=part.words,
        filter=FilterOut(name=part.filter[0], value=part.filter[1]) if part.filter else None,
        hits=part.hits,
        rest=part.rest,
        query=part.without,
        url=links.with_query(PATH, changes.dropped(params, part)),
    )


def search() -> Response:
    """The view."""
    params = read(request.args)
    try:
        results = services().searcher.search(params.request, PUBLIC)
    except BadCursor as error:
        raise BadParameters([Refusal("cursor", str(error))]) from None
    data = search_json(results, params, services().authorities())
    took = data.pop("took_ms")
    state = labels.encodable(json.dumps(data, ensure_ascii=False))
    # The time is no part of the state, and comes behind it.
    response = Response(f'{state[:-1]}, "took_ms": {took}}}', content_type="application/json")
    if data["next"]:
        response.headers["Link"] = f'<{data["next"]}>; rel="next"'
    return tagged(response, state)
