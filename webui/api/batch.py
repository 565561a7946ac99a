"""POST /api/v1/batch: many queries or names at once; a line of NDJSON for each, in their order."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain
from typing import Any

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from archive.errors import QueryError
from archive.messages import Message
from archive.search.execution.requests import SearchRequest
from webui.api.problems import bad_parameters_problem, query_problem
from webui.api.result_models import Model
from webui.export.export_stream import sent, turn
from webui.export.row_pages import MEDIA_TYPES
from webui.http.parameters import LONGEST_VALUE, RecordsQuery, Whole
from webui.http.requests import BadParameters, Refusal, checked, records_request
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.presentation.entities import person_query
from webui.presentation.periods import PERIODS, period_counts
from webui.services.services import services

PATH = "/api/v1/batch"
MOST = 1_000  # queries
MOST_BYTES = 1 << 20


class BatchQuery(BaseModel):
    """The parameters of a batch, in its address."""

    model_config = ConfigDict(extra="forbid")

    page_size: Whole = Field(default=10, ge=0, le=100, description="Most ids of each answer, newest first.")


class BatchRow(Model):
    """The answer to one query. `error` says what is wrong with it; then the other values are null."""

    n: int = Field(description="Which query this is, from 1.")
    q: str | None
    name: str | None
    total: int | None
    years: dict[str, int] | None = Field(description="How many records each year has.")
    undated: int | None
    ids: list[str] | None
    error: dict[str, Any] | None


def batch() -> Response:
    """Return the view. What is no list of queries is refused before the first byte is sent; what is wrong with one of
    them stands in its row."""
    request.max_content_length = MOST_BYTES
    most = checked(BatchQuery, request.args).page_size
    lines = (_line(n, query, most) for n, query in enumerate(_queries(request.get_data()), 1))
    first = next(lines)  # an index that cannot be used is told before anything is sent
    response = Response(sent(chain([first], lines), turn()), content_type=f"{MEDIA_TYPES['ndjson']}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _queries(body: bytes) -> list[Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise _refused("batch-no-json") from None
    if not isinstance(told, list) or not told:
        raise _refused("batch-no-list")
    if len(told) > MOST:
        raise BadParameters([Refusal("body", Message("batch-too-long", most=MOST, given=len(told)))])
    return told


def _refused(code: str) -> BadParameters:
    return BadParameters([Refusal("body", Message(code))])


def _line(n: int, query: Any, most: int) -> bytes:
    said = query if isinstance(query, str) else query.get("q") if isinstance(query, dict) else None
    name = query.get("name") if isinstance(query, dict) else None
    told: dict[str, Any] = dict.fromkeys(BatchRow.model_fields)
    told |= {"n": n, "q": said if isinstance(said, str) else None, "name": name if isinstance(name, str) else None}
    try:
        told |= _answer(_request(query), most)
    except BadParameters as error:
        told["error"] = bad_parameters_problem(error).model_dump(exclude_none=True)
    except QueryError as error:
        told["error"] = query_problem(error).model_dump(exclude_none=True)
    return labels.encodable(json.dumps(told, ensure_ascii=False) + "\n").encode()


def _request(query: Any) -> SearchRequest:
    """A query as text, or an object with the parameters of a search; `name` in place of `q` is a person's."""
    if isinstance(query, str):
        query = {"q": query}
    if not isinstance(query, dict):
        raise BadParameters([Refusal("query", Message("batch-no-query"))])
    given = dict(query)
    name = given.pop("name", None)
    if name is not None:
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_VALUE or "\0" in name or "q" in given:
            raise BadParameters([Refusal("name", Message("batch-no-name"))])
        given["q"] = person_query(name)[0]
    listed = ((key, value if isinstance(value, list) else [value]) for key, value in given.items())
    pairs = MultiDict((key, _text(item)) for key, items in listed for item in items)
    return records_request(checked(RecordsQuery, pairs))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _answer(asked: SearchRequest, most: int) -> dict[str, Any]:
    wanted = replace(asked, sort="-date", page_size=max(most, 1), facets=("year",), facet_size=PERIODS, assisted=False)
    results = services().searcher.search(wanted, viewer())
    return {
        "total": results.total,
        "years": dict(sorted(period_counts(results, "year").items())),
        "undated": results.undated,
        "ids": [hit.record.id for hit in results.hits][:most],
    }
