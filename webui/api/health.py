"""GET /healthz and /readyz: for whoever watches over the process."""

from __future__ import annotations

import json

from flask import Response

from archive.access import PUBLIC
from archive.searcher import SearchRequest
from webui.api.models import Health, Model, Readiness
from webui.services import services


def _now(model: Model) -> Response:
    response = Response(json.dumps(model.model_dump()), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def healthz() -> Response:
    """The process answers; nothing else is looked at."""
    return _now(Health(status="ok"))


def readyz() -> Response:
    """The catalogue can be read and the index searched; 503 when the index cannot be used yet."""
    revision = services().catalogue.public_revision()
    results = services().searcher.search(SearchRequest(page_size=1, facets=(), highlight=False), PUBLIC)
    return _now(Readiness(status="ready", revision=revision, index_revision=results.revision))
