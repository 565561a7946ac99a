"""The rows of a batch: what each of many queries finds. For the endpoint and `press-archive search --batch`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import Field
from werkzeug.datastructures import MultiDict

from archive.access import Viewer
from archive.errors import QueryError
from archive.messages import Message
from archive.search.execution.requests import SearchRequest
from archive.search.searcher import Searcher
from webui.api.problems import bad_parameters_problem, query_problem
from webui.api.result_models import Model
from webui.http.parameters import LONGEST_VALUE, RecordsQuery
from webui.http.requests import BadParameters, Refusal, checked, records_request
from webui.presentation.entities import person_query
from webui.presentation.periods import PERIODS, period_counts


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


def batch_row(searcher: Searcher, viewer: Viewer, n: int, query: Any, most: int) -> dict[str, Any]:
    """Return the row of query number `n` with at most `most` ids. Raise IndexUnavailable."""
    said = query if isinstance(query, str) else query.get("q") if isinstance(query, dict) else None
    name = query.get("name") if isinstance(query, dict) else None
    told: dict[str, Any] = dict.fromkeys(BatchRow.model_fields)
    told |= {
        "n": n,
        "q": _text("q", said) if isinstance(said, str | int | float) else None,
        "name": name if isinstance(name, str) else None,
    }
    try:
        told |= _answer(searcher, viewer, _request(query), most)
    except BadParameters as error:
        told["error"] = bad_parameters_problem(error).model_dump(exclude_none=True)
    except QueryError as error:
        told["error"] = query_problem(error).model_dump(exclude_none=True)
    return told


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
    pairs = MultiDict((key, _text(key, item)) for key, items in listed for item in items)
    return records_request(checked(RecordsQuery, pairs))


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str | int | float):
        raise BadParameters([Refusal(name, Message("batch-no-value"))])
    return str(value).lower() if isinstance(value, bool) else str(value)


def _answer(searcher: Searcher, viewer: Viewer, asked: SearchRequest, most: int) -> dict[str, Any]:
    wanted = replace(
        asked, sort="-date", page_size=max(most, 1), facets=("year",), facet_size=PERIODS, assisted=False, only_ids=True
    )
    results = searcher.search(wanted, viewer)
    return {
        "total": results.total,
        "years": dict(sorted(period_counts(results, "year").items())),
        "undated": results.undated,
        "ids": list(results.ids[:most]),
    }
