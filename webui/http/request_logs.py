"""The server's log as JSON, one object per line, with the id of the request.

No line has a query or an address with an id, which may reveal held records.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from webui.http.request_ids import request_id

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
        if (known := request_id()) is not None:
            line["request_id"] = known
        if record.exc_text:
            line["trace"] = record.exc_text
        return json.dumps(line | getattr(record, "fields", {}), ensure_ascii=False)


def log_as_json(app: Flask) -> None:
    """Write the log of this process to standard error as JSON, with a line for each request."""
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
        g.log_began = time.monotonic()

    def tell(response: Response) -> Response:
        if "log_began" in g:
            fields = {
                "route": request.endpoint or "none",
                "method": request.method[:16],
                "status": response.status_code,
                "ms": round((time.monotonic() - g.log_began) * 1000, 1),
            }
            _log.info("request", extra={"fields": fields})
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)  # before other functions that may refuse the request
    app.after_request(tell)
