"""The addresses of the JSON endpoints."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, request

from webui.api import (
    batch,
    changes,
    entities,
    events,
    export,
    histogram,
    ninjs,
    passages,
    records,
    search,
    service,
    suggestions,
)
from webui.api.paths import INGEST, OPEN, is_api
from webui.api.photos import ROOT
from webui.api.promise import announce_end
from webui.export import export_stream
from webui.http.connections import BODY_ROOM, SHORT_BODY, BodyRoom
from webui.services.services import services_of

_HEADERS = (
    "Content-Type, If-None-Match, If-Range, Range"  # no Authorization: tokens are for scripts outside of browsers
)


def _share(response: Response) -> Response:
    """Let pages of any site read what is public here; nothing depends on cookies or logins."""
    if request.path.startswith(OPEN) and not request.path.startswith(INGEST):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = (
            "Content-Disposition, Deprecation, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Sunset, "
            f"X-Request-ID, X-Total-Count, {export.MISSING}"
        )
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
            response.headers["Access-Control-Allow-Headers"] = _HEADERS
            response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _room(path: str, _headers: Mapping[str, str]) -> BodyRoom | None:
    """Return the room for a body. Longer ones are answered with a problem, like all errors of the API."""
    if path.endswith(batch.PATH):
        return BodyRoom(batch.MOST_BYTES)
    return BodyRoom(SHORT_BODY) if is_api(path) and not path.endswith(INGEST) else None


def register(app: Flask) -> None:
    """Add the endpoints to the application."""
    rules = (
        (search.PATH, search.search),
        (suggestions.PATH, suggestions.suggest),
        (export.PATH, export.export),
        (passages.PATH, passages.passages),
        (passages.QUOTES, passages.quotes),
        (changes.PATH, changes.changes),
        (histogram.PATH, histogram.histogram),
        (f"{entities.PATH}/<key>", entities.entity),
        (f"{ROOT}/<record_id>", records.record),
        (f"{ROOT}/<record_id>.json", records.record_file),
        (f"{ROOT}/<record_id>.ninjs.json", ninjs.ninjs_file),
        (f"{ROOT}/<record_id>.txt", records.text_file),
        (f"{ROOT}/<record_id>/text", records.text),
        (f"{ROOT}/<record_id>/citation", records.citation),
        (f"{ROOT}/<record_id>/sequence", records.sequence),
        (f"{ROOT}/<record_id>/similar", suggestions.similar),
        (f"{ROOT}/<record_id>/assets/<n>", records.asset),
        (f"{ROOT}/<record_id>/assets/<n>/copy", records.access_copy),
        (f"{events.ROOT}/<key>", events.event),
        ("/api/v1", service.overview),
        ("/openapi.json", service.openapi),
        ("/healthz", service.healthz),
        ("/readyz", service.readyz),
    )
    for path, view in rules:
        app.add_url_rule(path, f"api.{view.__name__}", view, methods=["GET"])
    app.add_url_rule(batch.PATH, "api.batch", batch.batch, methods=["POST"])
    app.extensions.setdefault(BODY_ROOM, []).append(_room)
    app.after_request(_share)
    app.after_request(announce_end)
    export_stream.allow(app, max(1, services_of(app).settings.web.threads // 2))
