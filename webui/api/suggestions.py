"""GET /api/v1/suggest and GET /api/v1/records/{id}/similar."""

from __future__ import annotations

import json

from flask import Response, request

from archive.access import instant, utc_now
from webui.api.result_models import SimilarAnswer, SuggestAnswer, SuggestionOut
from webui.api.search import result
from webui.http.parameters import SimilarQuery, SuggestQuery
from webui.http.requests import checked
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.presentation.record_lookup import visible
from webui.services import links
from webui.services.services import services

PATH = "/api/v1/suggest"
PAGE = "/search"


def _answer(model: SuggestAnswer | SimilarAnswer) -> Response:
    body = labels.encodable(json.dumps(model.model_dump(mode="json"), ensure_ascii=False))
    return add_etag(Response(body, content_type="application/json"), body)


def suggest() -> Response:
    """Return the view of suggestions."""
    params = checked(SuggestQuery, request.args)
    found = services().suggest(params.q, viewer(), params.limit)
    offered = [
        SuggestionOut(
            kind=one.kind,
            text=one.text,
            count=one.count,
            query=one.query,
            url=links.with_query(PAGE, [("q", one.query)]),
        )
        for one in found
    ]
    return _answer(SuggestAnswer(query=params.q, suggestions=offered))


def similar(record_id: str) -> Response:
    """Return the view of records like one."""
    params = checked(SimilarQuery, request.args)
    found = visible(record_id)
    cards, now = services().authorities(), instant(utc_now())
    alike = services().similar(found.id, viewer(), params.limit)
    return _answer(SimilarAnswer(id=found.id, results=[result(hit, cards, now) for hit in alike]))
