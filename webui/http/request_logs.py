"""The server's log as JSON, one object a line, with an id of the request that a line belongs to.

No line has a query or an address with an id, which may tell something held.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context, request

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger("press_archive.requests")


class JsonLines(logging.Formatter):
    """Formats a line of the log as a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object: time (UTC), level, logger, message, and what the line adds in `fields`."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context() and "request_id" in g:
            line["request_id"] = g.request_id
        if record.exc_text:
            line["trace"] = record.exc_text
        return json.dumps(line | getattr(record, "fields", {}), ensure_ascii=False)


def log_as_json(app: Flask) -> None:
    """Write the log of this process to standard error as JSON, with a line for each request. Every answer names its
    request: by the id that a proxy gave it in X-Request-ID, or a new one."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    for name in ("waitress", app.logger.name):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    _log.setLevel(logging.INFO)

    def begin() -> None:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        g.log_began = time.monotonic()

    def tell(response: Response) -> Response:
        if "request_id" in g:
            response.headers[HEADER] = g.request_id
            fields = {
                "route": request.endpoint or "none",
                "method": request.method[:16],
                "status": response.status_code,
                "ms": round((time.monotonic() - g.log_began) * 1000, 1),
            }
            _log.info("request", extra={"fields": fields})
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)  # before one that refuses
    app.after_request(tell)
