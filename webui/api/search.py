"""GET /api/v1/search: a page of results as JSON."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, request

from archive.access import PUBLIC, instant, utc_now
from archive.authorities import Authorities
from archive.searcher import Highlight, Hit, Results
from webui import labels, links
from webui.api.models import FacetCount, HighlightOut, QueryEcho, Result, SearchAnswer
from webui.asking import FILTERS, Asked, read
from webui.caching import tagged
from webui.passages import mark
from webui.photos import credit_lines, flags
from webui.services import services
from webui.values import plain, rights, shown_status

PATH = "/api/v1/search"


def search_json(results: Results, params: Asked, cards: Authorities) -> dict[str, Any]:
    """What the endpoint answers for these results of that search, as plain JSON values."""
    query = params.query
    here = query.page
    pages = min(results.pages, 10_000 // query.page_size)
    filters = {name: list(getattr(query, name)) for name in FILTERS if getattr(query, name)}
    echo = QueryEcho(
        q=query.q,
        sort=query.sort,
        read_as=results.read_as,
        date_from=query.date_from,
        date_to=query.date_to,
        has_photo=query.has_photo,
        **filters,
    )
    answer = SearchAnswer(
        query=echo,
        total=results.total,
        took_ms=results.took_ms,
        page=here,
        page_size=query.page_size,
        pages=results.pages,
        next=links.with_query(PATH, params.other_page(here + 1)) if here < pages else None,
        prev=links.with_query(PATH, params.other_page(min(here - 1, max(pages, 1)))) if here > 1 else None,
        next_cursor=None,
        results=[_result(hit, cards) for hit in results.hits],
        facets={name: _facet(name, values) for name, values in results.facets.items()},
        undated=results.undated,
        revision=results.revision,
        did_you_mean=results.did_you_mean,
        relaxed=results.relaxed,
        warnings=list(results.warnings),
    )
    data = answer.model_dump(mode="json")
    data["query"] = {name: value for name, value in data["query"].items() if value is not None}
    if query.fields:
        wanted = {"id", *query.fields}
        data["results"] = [{k: v for k, v in result.items() if k in wanted} for result in data["results"]]
    return data


def _facet(name: str, values: Any) -> list[FacetCount]:
    return [
        FacetCount(value=v.value, label=labels.facet_value(name, v.value), count=v.count, selected=v.selected)
        for v in values
    ]


def _result(hit: Hit, cards: Authorities) -> Result:
    record = hit.record
    return Result(
        id=record.id,
        kind=record.kind,
        title=record.title,
        date=record.date,
        date_precision=record.date_precision,
        language=plain(record.values.get("language")),
        source=plain(record.values.get("source")),
        source_url=links.outside(record.values.get("source_url")),
        score=hit.score,
        filename=record.filename,
        status=shown_status(record, instant(utc_now())),
        highlights=[_highlight(highlight) for highlight in hit.highlights],
        thumbnail=links.thumbnail(record),
        photos=len(record.photos),
        flags=flags(record, credit_lines(record, cards)),
        rights=rights(record),
        url=links.record(record.id),
    )


def _highlight(highlight: Highlight) -> HighlightOut:
    return HighlightOut(
        field=highlight.field,
        text=highlight.text,
        spans=[list(span) for span in highlight.spans],
        html=str(mark(highlight.text, highlight.spans)),
        pdf_page=highlight.pdf_page,
        offset=highlight.offset,
    )


def search() -> Response:
    """The view."""
    params = read(request.args)
    data = search_json(services().searcher.search(params.request, PUBLIC), params, services().authorities())
    took = data.pop("took_ms")
    state = labels.encodable(json.dumps(data, ensure_ascii=False))
    data["took_ms"] = took
    response = Response(labels.encodable(json.dumps(data, ensure_ascii=False)), content_type="application/json")
    if data["next"]:
        response.headers["Link"] = f'<{data["next"]}>; rel="next"'
    return tagged(response, state)
