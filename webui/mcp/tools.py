"""The tools of the MCP server. Each calls a route of the JSON API, as the public, and passes on its answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from archive.errors import PressArchiveError
from archive.messages import Message, message_of
from webui.api import passages, search
from webui.api.photos import ROOT
from webui.api.records import CitationQuery
from webui.api.service import query_parameters
from webui.http.parameters import COMMA_LISTS, PassagesQuery, QuotesQuery, SearchQuery, Whole
from webui.http.requests import BadParameters, Refusal, checked

TEXT_PAGE = 20_000  # characters
_LEFT_OUT = frozenset({"shape", "format"})  # of searches and rows: an answer is always an object of JSON
_REDIRECTS = frozenset({301, 308})

Pairs = Sequence[tuple[str, str]]
Arguments = Mapping[str, Any]


class ToolFailed(PressArchiveError):
    """The tool cannot answer; the message says why, and what to do."""


class RecordQuery(BaseModel):
    """The parameters of a record with its text."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(description="The id of a record: `id` of a result, `record` of a passage or a quote.")
    page: Whole = Field(
        default=1,
        ge=1,
        le=100_000,
        description=f"Page of the text, of {TEXT_PAGE:,} characters each. The values come with page 1. "
        f"The `offset` of a passage is on page offset // {TEXT_PAGE} + 1.",
    )


class CiteQuery(CitationQuery):
    """The parameters of a citation."""

    id: str = Field(description="The id of a record.")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its purpose, its parameters, and its function. `answer` returns JSON, or the text of a file."""

    name: str
    description: str
    query: type[BaseModel]
    answer: Callable[[Flask, Arguments], Any]
    left_out: frozenset[str] = frozenset()

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the parameters, those of the API."""
        known = [one for one in query_parameters(self.query) if one["name"] not in self.left_out]
        return {
            "type": "object",
            "properties": {one["name"]: {**one["schema"], "description": one["description"]} for one in known},
            "required": [one["name"] for one in known if one["required"]],
            "additionalProperties": False,
        }


def call(app: Flask, name: str, arguments: Arguments) -> Any:
    """Return the answer of a tool: JSON, or the text of a file. Raise ToolFailed."""
    tool = next((one for one in TOOLS if one.name == name), None)
    if tool is None:
        raise ToolFailed(Message("mcp-tool-unknown", name=name, known=[one.name for one in TOOLS]))
    unknown = [*(arguments.keys() & tool.left_out)]
    if unknown:
        raise _refused(Refusal(one, Message("parameter-unknown")) for one in sorted(unknown))
    return tool.answer(app, arguments)


def _search(app: Flask, arguments: Arguments) -> Any:
    return _json(_get(app, search.PATH, _pairs(arguments)))


def _passages(app: Flask, arguments: Arguments) -> Any:
    return _json(_get(app, passages.PATH, _pairs(arguments)))


def _quotes(app: Flask, arguments: Arguments) -> Any:
    return _json(_get(app, passages.QUOTES, _pairs(arguments)))


def _record(app: Flask, arguments: Arguments) -> Any:
    asked = _checked(RecordQuery, arguments)
    address = f"{ROOT}/{quote(asked.id, safe='')}"
    record = _json(_get(app, address, ()))
    text = _json(_get(app, record["text_url"], ()))["text"]
    pages = max(1, -(-len(text) // TEXT_PAGE))
    if asked.page > pages:
        raise _refused([Refusal("page", Message("parameter-too-large", most=pages))])
    start = (asked.page - 1) * TEXT_PAGE
    part = {"text": text[start : start + TEXT_PAGE], "offset": start, "page": asked.page, "pages": pages}
    return {"id": record["id"], **part, **({"record": record} if asked.page == 1 else {})}


def _cite(app: Flask, arguments: Arguments) -> str:
    asked = _checked(CiteQuery, arguments)
    address = f"{ROOT}/{quote(asked.id, safe='')}/citation"
    return str(_get(app, address, [("format", asked.format)]).get_data(as_text=True))


TOOLS = (
    Tool(
        "search",
        "Search the archive of press releases, speeches and photographs. Words must all occur; quotation marks make "
        "a phrase; OR, -word and word* work. Values of one filter are alternatives. Returns ids, totals and facets.",
        SearchQuery,
        _search,
        _LEFT_OUT,
    ),
    Tool(
        "record",
        "Get one record: its values with their origins, files, captions, links, and its text in pages.",
        RecordQuery,
        _record,
    ),
    Tool(
        "passages",
        "List every place where the words of a query stand, with the words around them. Read on with `next_cursor`.",
        PassagesQuery,
        _passages,
        _LEFT_OUT,
    ),
    Tool(
        "quotes",
        "List who is quoted with what, by speaker, by words, or both. Read on with `next_cursor`.",
        QuotesQuery,
        _quotes,
        _LEFT_OUT,
    ),
    Tool("cite", "Get the reference of a record as RIS, BibTeX or CSL-JSON.", CiteQuery, _cite),
)


def _get(app: Flask, path: str, pairs: Pairs) -> Response:
    """Return a route's answer to the public. Only its view runs: checks of web visitors, such as the login of a closed
    archive, do not apply to the account that may read the folder."""
    response = _response(app, path, pairs)
    if response.status_code in _REDIRECTS and response.location:  # a record that was merged into another
        response = _response(app, response.location, pairs)
    if response.status_code != 200:
        raise _failed(response, of_record=path.startswith(f"{ROOT}/"))
    return response


def _response(app: Flask, path: str, pairs: Pairs) -> Response:
    with app.test_request_context(path, query_string=urlencode(pairs, errors="replace")):
        try:
            return app.make_response(app.dispatch_request())
        except Exception as error:
            return app.make_response(app.handle_user_exception(error))


def _json(response: Response) -> Any:
    return json.loads(response.get_data())


def _failed(response: Response, *, of_record: bool) -> ToolFailed:
    """Return the error for a problem of the API."""
    if of_record and response.status_code == 404:
        return ToolFailed(Message("mcp-record-unknown"))
    problem = _json(response)
    if response.status_code == 400:
        return _call_again(f"{one['name']}: {one['reason']}" for one in problem["errors"])
    return ToolFailed(message_of(problem["detail"]))


def _refused(refusals: Iterable[Refusal]) -> ToolFailed:
    """Return the error for invalid parameters."""
    return _call_again(f"{one.name}: {one.reason}" for one in refusals)


def _call_again(reasons: Iterable[str]) -> ToolFailed:
    return ToolFailed(Message("mcp-parameters-refused", reasons="; ".join(reasons)))


def _checked(model: type[Any], arguments: Arguments) -> Any:
    try:
        return checked(model, MultiDict(_pairs(arguments)))
    except BadParameters as error:
        raise _refused(error.refusals) from None


def _pairs(arguments: Arguments) -> list[tuple[str, str]]:
    """Return the arguments as the parameters of an address."""
    pairs: list[tuple[str, str]] = []
    for name, value in arguments.items():
        if isinstance(value, list) and name in COMMA_LISTS:
            pairs.append((name, ",".join(map(_text, value))))
        elif value is not None:
            pairs += [(name, _text(one)) for one in (value if isinstance(value, list) else [value])]
    return pairs


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
