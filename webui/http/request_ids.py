"""An id for each request: in a header of its answer, in the log as JSON, and in errors of the API."""

from __future__ import annotations

import re
import secrets

from flask import Flask, Response, g, has_request_context, request

from webui.identity.connection import is_by_trusted_proxy

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def make_id() -> str:
    """Return a new id."""
    return secrets.token_hex(8)


def request_id() -> str | None:
    """Return the id of the current request; None outside a request."""
    return g.get("request_id") if has_request_context() else None


def name_requests(app: Flask) -> None:
    """Give each request an id: that of a trusted proxy in X-Request-ID, or else a new one. Its answer has it too."""

    def begin() -> None:
        given = request.headers.get(HEADER, "") if is_by_trusted_proxy() else ""
        g.request_id = given if _ID.fullmatch(given) else make_id()

    def tell(response: Response) -> Response:
        if (known := request_id()) is not None:
            response.headers[HEADER] = known
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)  # before other functions that may refuse the request
    app.after_request(tell)
