"""Errors as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Response
from werkzeug.exceptions import HTTPException

from archive.errors import IndexBehind, IndexUnavailable, IndexUnusable, QueryError
from archive.messages import Message
from archive.messages.message import code_and_params
from webui.api.models import Fault, Problem
from webui.http.request_ids import request_id
from webui.http.requests import BadParameters

MEDIA_TYPE = "application/problem+json"
_REALM = 'Bearer realm="press-archive"'
_DETAILS = {404: "address-unknown", 405: "method-refused", 410: "record-erased"}


def problem(status: int, title: str, detail: str, faults: list[Fault] | None = None) -> Problem:
    """Return the problem whose detail is a message."""
    return Problem(title=title, status=status, detail=str(detail), **code_and_params(detail), errors=faults)


def answer(problem: Problem) -> Response:
    """Return the problem as a response."""
    named = problem.model_copy(update={"request_id": request_id()})
    body = json.dumps(named.model_dump(exclude_none=True), ensure_ascii=False)
    return Response(body, status=problem.status, content_type=MEDIA_TYPE)


def bad_parameters_problem(error: BadParameters) -> Problem:
    """Return which parameters are invalid, and why."""
    faults = [
        Fault(name=refusal.name, reason=str(refusal.reason), **code_and_params(refusal.reason))
        for refusal in error.refusals
    ]
    names = [fault.name for fault in faults]
    return problem(400, "Bad Request", Message("parameters-refused", names=names), faults)


def bad_parameters(error: BadParameters) -> Response:
    """Return a 400 that names the invalid parameters with reasons."""
    return answer(bad_parameters_problem(error))


def query_problem(error: QueryError) -> Problem:
    """Return why a query cannot be run, with the place in it."""
    coded = code_and_params(error.message)
    fault = Fault(name="q", reason=str(error), **coded, position=error.position, length=error.length)
    return problem(400, "Bad Request", error.message, [fault])


def bad_query(error: QueryError) -> Response:
    """Return a 400 for a query that cannot be run."""
    return answer(query_problem(error))


def index_unavailable(error: IndexUnavailable) -> Response:
    """Return a 503: the index is being built, or must be, or its server does not answer."""
    is_told = isinstance(error, IndexUnusable | IndexBehind)  # other errors contain addresses, which are not for users
    told = error.message if is_told else Message("index-silent")
    response = answer(problem(503, "Service Unavailable", told))
    response.headers["Retry-After"] = "10"
    return response


def refuse(status: int, why: str) -> Response:
    """Return a problem with the usual title of its status."""
    return answer(problem(status, HTTPStatus(status).phrase, why))


def refuse_token(status: int, why: Message, error: str = "") -> Response:
    """Return what a token lacks, or that none was sent (RFC 6750, section 3)."""
    response = refuse(status, why)
    response.headers["WWW-Authenticate"] = f'{_REALM}, error="{error}"' if error else _REALM
    return response


def server_unreachable() -> Response:
    """Return a 503: a server that holds a part of the archive does not answer."""
    return answer(problem(503, "Service Unavailable", Message("part-unreachable")))


def archive_failed() -> Response:
    """Return a 500 without details, since the error may quote held records."""
    return answer(problem(500, "Internal Server Error", Message("request-failed")))


def http_error(error: HTTPException) -> Response:
    """Return any other error. The request is not repeated in it: a held record must give the same answer as an unknown
    one."""
    status = error.code or 500
    detail = Message(_DETAILS[status]) if status in _DETAILS else error.description or error.name
    response = answer(problem(status, error.name, detail))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response
