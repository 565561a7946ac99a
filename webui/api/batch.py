"""POST /api/v1/batch: many queries or names at once; the answer has a line of NDJSON, or a list item, for each."""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import RequestEntityTooLarge

from archive.messages import Message
from webui.api.batch_rows import batch_row
from webui.export.export_stream import sent, turn
from webui.export.row_pages import MEDIA_TYPES
from webui.http.connections import BODY_REFUSED
from webui.http.parameters import BatchFormat, Whole
from webui.http.requests import BadParameters, Refusal, checked
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.identity.rate_limits import most_at_once, take_further
from webui.services.services import services

PATH = "/api/v1/batch"
MOST = 1_000  # queries
MOST_BYTES = 1 << 20


class BatchQuery(BaseModel):
    """The parameters of a batch, in its address."""

    model_config = ConfigDict(extra="forbid")

    page_size: Whole = Field(default=10, ge=0, le=100, description="Most ids of each answer, newest first.")
    format: BatchFormat = Field(default="ndjson", description="An answer a line, or all in a list (json).")


def batch() -> Response:
    """Return the view. A body that is not a list of queries is refused before the first byte is sent; an error in one
    of them is reported in its row."""
    request.max_content_length = MOST_BYTES
    if BODY_REFUSED in request.environ:
        raise RequestEntityTooLarge
    given = checked(BatchQuery, request.args)
    queries = _queries(request.get_data())
    take_further(len(queries) - 1)
    lines = (_line(n, query, given.page_size) for n, query in enumerate(queries, 1))
    first = next(lines)  # an unusable index is reported before anything is sent
    listed = given.format == "json"
    pieces = chain([b"[", first], (b"," + line for line in lines), [b"]\n"]) if listed else chain([first], lines)
    media_type = MEDIA_TYPES["json"] if listed else f"{MEDIA_TYPES['ndjson']}; charset=utf-8"
    response = Response(sent(pieces, turn()), content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def _queries(body: bytes) -> list[Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise _refused("batch-no-json") from None
    if not isinstance(told, list) or not told:
        raise _refused("batch-no-list")
    if len(told) > (most := min(MOST, most_at_once() or MOST)):
        raise BadParameters([Refusal("body", Message("batch-too-long", most=most, given=len(told)))])
    return told


def _refused(code: str) -> BadParameters:
    return BadParameters([Refusal("body", Message(code))])


def _line(n: int, query: Any, most: int) -> bytes:
    row = batch_row(services().searcher, viewer(), n, query, most)
    return labels.encodable(json.dumps(row, ensure_ascii=False) + "\n").encode()
