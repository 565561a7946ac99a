"""Error responses: a page for people, problem+json for scripts."""

from __future__ import annotations

import logging
from math import ceil

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from archive.errors import (
    ArchiveBusy,
    ConfigError,
    IndexBehind,
    IndexUnavailable,
    IndexUnusable,
    PressArchiveError,
    QueryError,
    ServerUnreachable,
    StoreError,
)
from archive.messages import Message
from webui.api import problems
from webui.api.paths import is_api
from webui.http.requests import BadParameters
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _, marked
from webui.identity.request_counts import QuotaExceeded

_log = logging.getLogger(__name__)
_PASSING = frozenset({429, 500, 503})  # retrying the same address may succeed
_LONG = 120  # seconds; a longer wait is given in minutes
_OF_THE_MACHINE = (ArchiveBusy, ConfigError, StoreError)

_SAID = {
    400: (
        marked("That request could not be understood"),
        marked("Part of its address is not what this archive expects."),
    ),
    404: (
        marked("Nothing here"),
        marked(
            "There is no page at this address, or what was here is not public. The search may find what you look for."
        ),
    ),
    405: (marked("Not possible here"), marked("This address can only be read.")),
    410: (marked("Erased"), marked("This record was erased from the archive.")),
    413: (
        marked("Too long"),
        marked("What was sent is longer than this address takes. Nothing was changed: go back, and send less."),
    ),
    429: (marked("Too many requests"), marked("Please try again in a moment.")),
    503: (marked("Not ready yet"), marked("The search index is being made. Please try again in a moment.")),
}
_SENT_ONLY = marked("This address only takes what a page sends to it: go to that page and begin there.")
_PART_GONE = marked("A part of the archive cannot be reached at the moment. Please try again in a moment.")
_OTHER = (marked("Something went wrong"), marked("The archive could not answer. Nothing in it was changed by this."))


def page(status: int, detail: str | None = None) -> Response:
    """Return an error page with links to continue. It repeats nothing from the request."""
    title, sentence = (_(said) for said in _SAID.get(status, _OTHER))
    again = status in _PASSING and request.method in {"GET", "HEAD"}
    body = render_template("error.html", title=title, sentence=detail or sentence, again=again)
    return Response(body, status=status)


def _http(error: HTTPException) -> Response:
    if is_api(request.path):
        return problems.http_error(error)
    status = error.code or 500
    own = error.description if error.description != type(error).description else None
    if status == 405 and request.method in {"GET", "HEAD"}:
        own = _(_SENT_ONLY)
    response = page(status, own if status in {404, 405} or isinstance(error, SecurityError) else None)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _bad_parameters(error: BadParameters) -> Response:
    if is_api(request.path):
        return problems.bad_parameters(error)
    return page(400)


def _bad_query(error: QueryError) -> Response:
    if is_api(request.path):
        return problems.bad_query(error)
    return page(400, localised_message(error.message))


def _index_unavailable(error: IndexUnavailable) -> Response:
    if not isinstance(error, IndexUnusable):
        _log.error("%s: %s", type(error).__name__, error)
    if is_api(request.path):
        return problems.index_unavailable(error)
    response = page(503, localised_message(error.message) if isinstance(error, IndexBehind) else None)
    response.headers["Retry-After"] = "10"
    return response


def _server_unreachable(error: ServerUnreachable) -> Response:
    _log.error("%s: %s", type(error).__name__, error)
    response = problems.server_unreachable() if is_api(request.path) else page(503, _(_PART_GONE))
    response.headers["Retry-After"] = "10"
    return response


def _quota_exceeded(error: QuotaExceeded) -> Response:
    told = Message("requests-limited", count=error.wait)
    if is_api(request.path):
        response = problems.refuse(429, told)
    else:
        long = Message("requests-limited-long", count=ceil(error.wait / 60))
        response = page(429, localised_message(told if error.wait <= _LONG else long))
    response.headers["Retry-After"] = str(error.wait)
    return response


def _ours(error: PressArchiveError) -> Response:
    """Answer an error whose message is for the archivist. Only messages about the machine are logged, because others
    may name held records."""
    if isinstance(error, _OF_THE_MACHINE):
        _log.error("%s: %s", type(error).__name__, error)
    else:
        _log.error("%s in %s", type(error).__name__, request.endpoint)
    if is_api(request.path):
        return problems.archive_failed()
    return page(500)


def register(app: Flask) -> None:
    """Register a handler for each type of error."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(BadParameters, _bad_parameters)
    app.register_error_handler(QueryError, _bad_query)
    app.register_error_handler(IndexUnavailable, _index_unavailable)
    app.register_error_handler(ServerUnreachable, _server_unreachable)
    app.register_error_handler(QuotaExceeded, _quota_exceeded)
    app.register_error_handler(PressArchiveError, _ours)
