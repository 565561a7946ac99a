"""GET /api/v1/search: a page of results as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, request

from archive.access import instant, utc_now
from archive.authority.authorities import Authorities
from archive.authority.credits import GivenCredit
from archive.listed_date import listed_date
from archive.messages import Message
from archive.messages.message import code_and_params
from archive.positions import MACHINE_TAG
from archive.record import Record
from archive.search.execution.requests import BadCursor, FacetSuggestion, FacetValue, Hit, RequestPart, Results
from archive.search.index.documents import list_strings
from archive.search.query.card_expansion import NameRead
from archive.search.snippets.record_passages import Highlight
from webui.api.ninjs import ninjs
from webui.api.photos import ROOT
from webui.api.result_models import (
    FacetCount,
    FacetOfferOut,
    FacetTotalOut,
    FilterOut,
    HighlightOut,
    MessageOut,
    NameOut,
    OcrOut,
    PartOut,
    QueryEcho,
    Result,
    RightsOut,
    SearchAnswer,
    SenseOut,
)
from webui.http import requests
from webui.http.parameters import CONTAINERS, FILTERS, MAX_REACH, ResultsQuery
from webui.http.requests import BadParameters, ParsedSearch, Refusal, read_arguments
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.presentation.photos import credit_lines, flags
from webui.presentation.print_rights import rights_verdict
from webui.presentation.record_lookup import hide_private_values
from webui.presentation.record_values import page_label, plain, rights, shown_status, summarise_recognition
from webui.presentation.text_markup import mark
from webui.services import links
from webui.services.services import services

SEARCH = "/api/v1/search"


def result(hit: Hit, cards: Authorities, now: str, params: ParsedSearch | None = None) -> Result:
    """Return the record of a hit as of the instant `now`. `params`: the search that it answers, if it was one."""
    record = hit.record
    given = credit_lines(record, cards)
    more = requests.opened(params, hit.group) if params and hit.group and hit.others else None
    return Result(
        **summary_of(record, given, now),
        score=hit.score,
        highlights=[_highlight(record, highlight) for highlight in hit.highlights],
        photos=len(record.photos),
        flags=flags(record, given),
        others=hit.others,
        more=None if more is None else links.with_query(SEARCH, more),
        caption=plain(record.values.get("caption")),
        credit=plain(record.values.get("credit")),
        creator=list_strings(record.values.get("creator")),
        photographer=list(dict.fromkeys(name for one in given for name in one.credit.photographers)),
        keywords=[word for word in list_strings(record.values.get("keywords")) if not MACHINE_TAG.match(word)],
        collection=plain(record.values.get("collection")),
        articles=len(record.articles),
    )


def summary_of(record: Record, given: Sequence[GivenCredit], now: str) -> dict[str, Any]:
    """Return the keys that `RecordAnswer` and `Result` have in common, as of the instant `now`. `given`: the credits of
    a photo."""
    listed = listed_date(record)
    return {
        "id": record.id,
        "kind": record.kind,
        "title": record.title,
        "date": record.date,
        "date_precision": record.date_precision,
        "listed_date": listed.date,
        "listed_date_basis": listed.basis,
        "language": plain(record.values.get("language")),
        "source": plain(record.values.get("source")),
        "source_url": links.outside(record.values.get("source_url")),
        "filename": record.filename,
        "status": shown_status(record, now),
        "rights": rights(record),
        "rights_verdict": _verdict(record, given),
        "revision": record.revision,
        "added_at": record.added_at,
        "url": links.record(record.id),
        "text_url": f"{ROOT}/{record.id}/text",
        "thumbnail": links.thumbnail(record),
        "ocr": _recognition(record),
    }


def _verdict(record: Record, given: Sequence[GivenCredit]) -> RightsOut | None:
    """Return whether a photo with these credits may be printed."""
    found = rights_verdict(record, given)
    return None if found is None else RightsOut.model_validate(found.to_json())


def _recognition(record: Record) -> OcrOut | None:
    """Return how the words of a scan were read."""
    found = summarise_recognition(record)
    return None if found is None else OcrOut(pages=found.pages, confidence=found.confidence, lowest=found.lowest)


def _highlight(record: Record, highlight: Highlight) -> HighlightOut:
    return HighlightOut(
        field=highlight.field,
        text=highlight.text,
        spans=[list(span) for span in highlight.spans],
        html=str(mark(highlight.text, highlight.spans)),
        pdf_page=highlight.pdf_page,
        page_label=page_label(record, highlight.pdf_page),
        offset=highlight.offset,
    )


PATH = "/api/v1/search"
_GROUPS = ("sequence", "version")
_CHECKED_FILTERS = tuple(name for name in FILTERS if name not in ("kind", "has"))
"""The filters whose values are of the archive. Those of the two others are listed by the contract, and refused."""
_SAID_WHERE_GIVEN = (
    "exclude",
    "date_from",
    "date_to",
    "added_from",
    "added_to",
    "has_photo",
    "relax",
    "names",
    "names_off",
    "collapse",
)


def search_json(results: Results, params: ParsedSearch, cards: Authorities) -> dict[str, Any]:
    """Return what the endpoint answers for these results of that search, as plain JSON values."""
    query = params.query
    reach = min(results.pages, MAX_REACH // query.page_size)
    now = instant(utc_now())
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
        results=[result(hit, cards, now, params) for hit in results.hits],
        facets={name: _facet(name, values) for name, values in results.facets.items()},
        facet_totals={
            name: FacetTotalOut(values=total.values, other=total.other) for name, total in results.facet_totals.items()
        },
        undated=results.undated,
        revision=results.revision,
        names=[_name(name, params) for name in results.names],
        offers=[_offer(offer, params) for offer in results.offers],
        why=[_part(part, params) for part in results.why],
        did_you_mean=results.did_you_mean,
        relaxed=results.relaxed,
        warnings=list(results.warnings),
        warning_messages=[MessageOut(**code_and_params(warning), text=str(warning)) for warning in results.warnings],
    )
    data = answer.model_dump(mode="json")
    data["query"] = {name: value for name, value in data["query"].items() if value is not None}
    if query.fields:
        wanted = {"id", *query.fields}
        data["results"] = [{k: v for k, v in found.items() if k in wanted} for found in data["results"]]
    return data


def _echo(results: Results, params: ParsedSearch) -> QueryEcho:
    query = params.query
    given = {name for name, _ in params.pairs}
    said: dict[str, Any] = {name: list(getattr(query, name)) for name in FILTERS if getattr(query, name)}
    said |= {name: getattr(query, name) for name in _SAID_WHERE_GIVEN if name in given}
    return QueryEcho(q=query.q, sort=query.sort, read_as=results.read_as, **said)


def _next(results: Results, params: ParsedSearch, reach: int) -> str | None:
    if params.query.cursor:
        on = results.next_cursor
        return links.with_query(PATH, requests.put(params, ("cursor", on))) if on else None
    here = params.query.page
    return links.with_query(PATH, params.other_page(here + 1)) if here < reach else None


def _prev(params: ParsedSearch, reach: int) -> str | None:
    here = params.query.page
    return links.with_query(PATH, params.other_page(min(here - 1, max(reach, 1)))) if here > 1 else None


def _facet(name: str, values: Sequence[FacetValue]) -> list[FacetCount]:
    return [
        FacetCount(value=v.value, label=labels.facet_value(name, v.value), count=v.count, selected=v.selected)
        for v in values
    ]


def _address(pairs: requests.Pairs | None) -> str | None:
    return None if pairs is None else links.with_query(PATH, pairs)


def _name(name: NameRead, params: ParsedSearch) -> NameOut:
    senses = [
        SenseOut(card=card, kind=kind, name=meant, url=_address(requests.sense(params, name, meant)))
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


def _offer(offer: FacetSuggestion, params: ParsedSearch) -> FacetOfferOut:
    return FacetOfferOut(
        facet=offer.facet,
        value=offer.value,
        label=labels.facet_value(offer.facet, offer.value),
        words=offer.words,
        count=offer.count,
        query=offer.without,
        url=_address(requests.offered(params, offer)),
    )


def _part(part: RequestPart, params: ParsedSearch) -> PartOut:
    return PartOut(
        words=part.words,
        filter=FilterOut(name=part.filter[0], value=part.filter[1]) if part.filter else None,
        hits=part.hits,
        rest=part.rest,
        query=part.without,
        url=links.with_query(PATH, requests.dropped(params, part)),
    )


def _unknown_values(params: ParsedSearch) -> Iterator[Message]:
    """Return messages about filter values that no public record has, in whatever form."""
    given = [(name, value) for name in _CHECKED_FILTERS for value in getattr(params.query, name)]
    excluded = (one.partition(":") for one in params.query.exclude if one != CONTAINERS)
    given += [(name, value) for name, _, value in excluded if name in _CHECKED_FILTERS]
    for name, value in dict.fromkeys(given):
        if not services().searcher.has_value(name, value, viewer()):
            code = "filter-group-unknown" if name in _GROUPS else "filter-value-unknown"
            yield Message(code, name=name, value=value)


def search() -> Response:
    """Return the view."""
    params = read_arguments(request.args, ResultsQuery)
    try:
        results = services().searcher.search(params.request, viewer())
    except BadCursor as error:
        raise BadParameters([Refusal("cursor", error.message)]) from None
    results = replace(results, warnings=(*results.warnings, *_unknown_values(params)))
    data = search_json(results, params, services().authorities())
    if request.args.get("format") == "ninjs":
        data["results"] = [ninjs(hide_private_values(hit.record)) for hit in results.hits]
    took = data.pop("took_ms")
    if params.query.shape == "array":
        body = state = labels.encodable(json.dumps(data["results"], ensure_ascii=False))
    else:
        state = labels.encodable(json.dumps(data, ensure_ascii=False))
        body = f'{state[:-1]}, "took_ms": {took}}}'  # the time is not part of the state, so it is appended
    response = Response(body, content_type="application/json")
    response.headers["X-Total-Count"] = str(data["total"])
    if data["next"]:
        response.headers["Link"] = f'<{data["next"]}>; rel="next"'
    return add_etag(response, state)
