"""Errors as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json

from flask import Response
from werkzeug.exceptions import HTTPException

from archive.errors import IndexUnusable, QueryError
from webui.api.models import Fault, Problem
from webui.http.requests import BadParameters

MEDIA_TYPE = "application/problem+json"
_SENTENCES = {
    404: "There is nothing at this address. /openapi.json lists the addresses there are.",
    405: "This address cannot be used with this method.",
}


def answer(problem: Problem) -> Response:
    """The problem as a response."""
    body = json.dumps(problem.model_dump(exclude_none=True), ensure_ascii=False)
    return Response(body, status=problem.status, content_type=MEDIA_TYPE)


def bad_parameters(error: BadParameters) -> Response:
    """400: which parameters cannot be taken, and why."""
    faults = [Fault(name=refusal.name, reason=refusal.reason) for refusal in error.refusals]
    return answer(
        Problem(
            type="about:blank",
            title="Bad Request",
            status=400,
            detail="The request has parameters that cannot be taken: " + ", ".join(fault.name for fault in faults),
            errors=faults,
        )
    )


def query_problem(error: QueryError) -> Problem:
    """A query that cannot be run, with the place in it."""
    fault = Fault(name="q", reason=str(error), position=error.position, length=error.length)
    return Problem(type="about:blank", title="Bad Request", status=400, detail=str(error), errors=[fault])


def bad_query(error: QueryError) -> Response:
    """400: the query cannot be run."""
    return answer(query_problem(error))


def index_unusable(error: IndexUnusable) -> Response:
    """503: the index is being made, or has to be."""
    response = answer(Problem(type="about:blank", title="Service Unavailable", status=503, detail=str(error)))
    response.headers["Retry-After"] = "10"
    return response


def http_error(error: HTTPException) -> Response:
    """Any other error. What was asked for is not repeated: a held record must answer as an unknown one does."""
    status = error.code or 500
    detail = _SENTENCES.get(status) or error.description or error.name
    response = answer(Problem(type="about:blank", title=error.name, status=status, detail=detail))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response
