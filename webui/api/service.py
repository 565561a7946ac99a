"""/openapi.json (OpenAPI 3.1, made from the models), /healthz and /readyz."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from typing import Any

from flask import Response, request
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from archive.access import PUBLIC, clock_doubt
from archive.catalogue.schema.database import CLOCK_APART
from archive.errors import ServerUnreachable
from archive.media_types import JPEG, PDF
from archive.search.execution.requests import SearchRequest
from webui.api import batch, ingest_description, models, promise, result_models
from webui.api.batch_rows import BatchRow
from webui.api.export import MEDIA_TYPES
from webui.api.ingest_models import IngestAnswer
from webui.api.models import Health, Readiness
from webui.api.openapi_details import add_details, of_archive
from webui.api.problems import MEDIA_TYPE
from webui.api.records import CitationQuery
from webui.api.result_models import Model
from webui.api.row_models import PassagesAnswer, QuotesAnswer
from webui.api.value_types import values_schema
from webui.citations import FORMATS
from webui.export import row_pages
from webui.http.parameters import (
    COMMA_LISTS,
    LONGEST_VALUE,
    ExportQuery,
    FollowQuery,
    HistogramQuery,
    PassagesQuery,
    QuotesQuery,
    RecordsQuery,
    ResultsQuery,
    SimilarQuery,
    SuggestQuery,
)
from webui.http.public_address import home, prefix_links
from webui.http.responses import add_etag
from webui.services.services import services


def _now(model: Model) -> Response:
    response = Response(json.dumps(model.model_dump()), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def healthz() -> Response:
    """Answer that the process runs, without any other check."""
    return _now(Health(status="ok"))


def readyz() -> Response:
    """Return 200 if the catalogue can be read and the index searched, 503 if the index cannot be used yet. A store that
    does not answer is only reported, since everything but originals is available without it; so is a wrong clock, since
    the clock of the catalogue's server decides."""
    revision = services().catalogue.public_revision()
    asked = SearchRequest(page_size=1, facets=(), highlight=False, assisted=False)
    results = services().searcher.search(asked, PUBLIC)
    ahead = services().clock_ahead()
    return _now(
        Readiness(
            status="ready",
            revision=revision,
            index_revision=results.revision,
            originals="ok" if _store_answers() else "unreachable",
            clock="ok" if clock_doubt() is None and (ahead is None or abs(ahead) <= CLOCK_APART) else "wrong",
        )
    )


def _store_answers() -> bool:
    try:
        services().store.has("0" * 64)
    except ServerUnreachable:
        return False
    return True


_ANSWERS = (
    models.SearchAnswer,
    models.RecordAnswer,
    models.TextAnswer,
    models.SequenceAnswer,
    models.SuggestAnswer,
    models.SimilarAnswer,
    models.EntityAnswer,
    models.EventAnswer,
    BatchRow,
    PassagesAnswer,
    QuotesAnswer,
    models.ChangesAnswer,
    result_models.HistogramAnswer,
    models.Health,
    models.Readiness,
    IngestAnswer,
)


def _schemas() -> dict[str, Any]:
    pairs = [(model, "serialization") for model in (*_ANSWERS, models.Problem)]
    _, top = models_json_schema(pairs, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    schemas: dict[str, Any] = {name: _plain(schema) for name, schema in top["$defs"].items()}
    schemas["Values"] = values_schema()
    schemas["BatchQuery"] = _batch_query()
    schemas["RecordAnswer"]["properties"]["values"] = {"$ref": f"{_REF}/Values"}
    return schemas


_SCALARS = frozenset({"string", "integer", "number", "boolean"})


def _plain(schema: Any) -> Any:
    """Return the schema without titles, which only repeat names, and with null as one of the types of a value: client
    generators understand that best. It does not close objects, since answers may gain keys (promise.PROMISE), and
    clients made today should read those. openapi-generator does not look into closed objects."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {k: _plain(v) for k, v in schema.items() if k != "title" or not isinstance(v, str)}
    if found.get("additionalProperties") is False:
        del found["additionalProperties"]
    options = found.get("anyOf", [])
    if len(options) == 2 and options[1] == {"type": "null"} and options[0].get("type") in _SCALARS:
        rest = {k: v for k, v in found.items() if k != "anyOf"}
        found = {**options[0], **rest, "type": [options[0]["type"], "null"]}
        if "enum" in found:
            found["enum"] = [*found["enum"], None]
    return found


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """Return the schema with references replaced by their targets, and without the null that means "left out"."""
    if isinstance(schema, list):
        return [_inlined(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if "anyOf" in schema:
        (only,) = (option for option in schema["anyOf"] if option.get("type") != "null")
        rest = {k: v for k, v in schema.items() if k not in {"anyOf", "default"}}
        return _inlined({**only, **rest}, definitions)
    return {k: _inlined(v, definitions) for k, v in schema.items() if k != "title"}


def query_parameters(model: type[BaseModel]) -> list[dict[str, Any]]:
    """Return the parameters of a query as OpenAPI describes them."""
    whole = model.model_json_schema()
    parameters = []
    for name, schema in whole["properties"].items():
        plain = _inlined(schema, whole.get("$defs", {}))
        parameter: dict[str, Any] = {"name": name, "in": "query", "required": name in whole.get("required", ())}
        if parameter["required"]:
            plain.pop("default", None)
        parameter["description"] = plain.pop("description")
        if plain.get("type") == "array":
            parameter |= {"style": "form", "explode": name not in COMMA_LISTS}
        parameters.append({**parameter, "schema": plain})
    return parameters


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


_BYTES = {"schema": {"type": "string", "format": "binary"}}
_WORDS = {"schema": {"type": "string"}}


def _content(media_types: Iterable[str]) -> dict[str, Any]:
    """Return content other than the JSON of a model: references, tables, files."""
    return {name: _kind_of(name) for name in media_types}


def _kind_of(media_type: str) -> dict[str, Any]:
    if media_type.endswith("json"):
        return {}
    return _WORDS if media_type.startswith("text/") else _BYTES


def _rows(answer: str) -> dict[str, Any]:
    """Return a page of rows as JSON, or all of them in another format."""
    schema = {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    return schema | _content(name for name in row_pages.MEDIA_TYPES.values() if name not in schema)


_REF = "#/components/schemas"
_TEXT = {"type": "string"}
_ITEM = {
    "type": "object",
    "required": ["standard", "uri", "type"],
    "properties": {"standard": {"type": "object", "additionalProperties": _TEXT}, "uri": _TEXT, "type": _TEXT},
}
_ITEMS = {"type": "array", "items": _ITEM}


def _with_items(schema: dict[str, Any]) -> dict[str, Any]:
    """Return an object with ninjs items. Their schema is the one that `standard` names."""
    return schema | {"description": "Given with `format=ninjs`."}


def _batch_query() -> dict[str, Any]:
    """Return the schema of a query of a batch that is an object."""
    asked = {}
    for one in query_parameters(RecordsQuery):
        plain = {key: value for key, value in one["schema"].items() if key != "default"}
        asked[one["name"]] = plain | {"description": one["description"]}  # a default of q would apply to names too
    name = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE, "pattern": "^[^\\u0000]*$"}
    asked["name"] = name | {"description": "The name of a person, in place of `q`."}
    about = "Parameters of a search that say which records are meant, or `name`. One value may stand without its list."
    return {"type": "object", "description": about, "properties": asked}


_PAGE_OF_RESULTS = {
    "application/json": {
        "schema": {
            "anyOf": [
                {"$ref": f"{_REF}/SearchAnswer"},
                {"type": "array", "items": {"$ref": f"{_REF}/Result"}, "description": "Given with `shape=array`."},
                _with_items(
                    {
                        "type": "object",
                        "properties": {"results": _ITEMS, "total": {"type": "integer"}},
                        "required": ["results", "total"],
                    }
                ),
                _with_items(_ITEMS),
            ]
        }
    }
}


def _get(
    summary: str, operation: str, answer: str | dict[str, Any], parameters: list[Any], errors: dict[str, str]
) -> Any:
    """Return a GET operation. `answer`: a model by its name, or content by media types."""
    content = answer
    if isinstance(answer, str):
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    responses = {"200": {"description": summary, "content": content}}
    responses |= {status: _problem(description) for status, description in errors.items()}
    return {"get": {"operationId": operation, "summary": summary, "parameters": parameters, "responses": responses}}


def _in_path(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


_ID = {"type": "string", "minLength": 1, "maxLength": 64}
_BY_ID = _in_path("id", "The id of a record.", **_ID)
_BY_EVENT = _in_path("id", "The key of an event, or the id of a record in it.", **_ID)
_BY_N = _in_path(
    "n", "Number of the file: `n` in the list `assets` of the record.", type="integer", minimum=0, maximum=100_000
)
_BY_KEY = _in_path(
    "key",
    "The key of an entity: its kind (person, place, body, source, photographer) and its folded name.",
    type="string",
    minLength=1,
    maxLength=250,
)
_BAD = "A parameter cannot be taken, or the query cannot be run; `errors` says which and why."
_FILES = _content(["application/octet-stream", "*/*"])  # of any type
_COPIES = _content([PDF, JPEG, "application/octet-stream"])
_UNKNOWN = "There is no such record, or it is not for everyone."
_BUSY = "The index cannot be used at the moment."
_OF_A_RECORD = {"400": _BAD, "404": _UNKNOWN, "410": "The record was erased."}
_OF_AN_EVENT = {"400": _BAD, "404": "There is no such event, or not two of its records are for everyone."}
_OF_A_SEARCH = {"400": _BAD, "503": _BUSY}


def _batch() -> dict[str, Any]:
    """Return the only endpoint that accepts a JSON body."""
    query = {"anyOf": [{"type": "string"}, {"$ref": f"{_REF}/BatchQuery"}]}
    schema = {"type": "array", "minItems": 1, "maxItems": batch.MOST, "items": query}
    rows = {"type": "array", "items": {"$ref": f"{_REF}/BatchRow"}, "description": "Given with `format=json`."}
    content = {"application/json": {"schema": rows}} | _content([row_pages.MEDIA_TYPES["ndjson"]])
    errors = {"400": _BAD, "413": "The body is larger than 1 MB.", "503": _BUSY}
    posted = _get("Many queries at once.", "batch", content, query_parameters(batch.BatchQuery), errors)["get"]
    return {"post": posted | {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}}


def _oai() -> dict[str, Any]:
    """Return the paths of OAI-PMH. Its POST sends the parameters as a form, and all its errors have status 200."""
    summary, content = "Records for harvesters (OAI-PMH 2.0).", _content(["text/xml"])
    posted: dict[str, Any] = _get(summary, "oai_form", content, [], {})["get"]
    fields = {one["name"]: one["schema"] | {"description": one["description"]} for one in _OAI}
    form = {"type": "object", "required": ["verb"], "properties": fields}
    posted["requestBody"] = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}}
    return {**_get(summary, "oai", content, _OAI, {}), "post": posted}


def _archive_paths() -> dict[str, Any]:
    files = _content(MEDIA_TYPES.values())
    exporting = {"400": _BAD, "503": f"{_BUSY} Or other exports are running."}
    asked = query_parameters(ResultsQuery), _OF_A_SEARCH
    typed = query_parameters(SuggestQuery), _OF_A_SEARCH
    unknown = {"400": _BAD, "404": "No public record has this entity.", "503": _BUSY}
    return {
        "/api/v1/search": _get("A page of results.", "search", _PAGE_OF_RESULTS, *asked),
        "/api/v1/suggest": _get("How what was typed may go on.", "suggest", "SuggestAnswer", *typed),
        "/api/v1/export": _get(
            "All records of a search or of a list, in a file.",
            "export",
            files,
            query_parameters(ExportQuery),
            exporting,
        ),
        "/api/v1/passages": _get(
            "Every place where the words of a search stand.",
            "passages",
            _rows("PassagesAnswer"),
            query_parameters(PassagesQuery),
            exporting,
        ),
        "/api/v1/quotes": _get(
            "Who is quoted with what.", "quotes", _rows("QuotesAnswer"), query_parameters(QuotesQuery), exporting
        ),
        batch.PATH: _batch(),
        "/api/v1/changes": _get(
            "What changed for the public since a revision.",
            "changes",
            "ChangesAnswer",
            query_parameters(FollowQuery),
            {"400": _BAD},
        ),
        "/api/v1/histogram": _get(
            "How many records each day, month or year has.",
            "histogram",
            "HistogramAnswer",
            query_parameters(HistogramQuery),
            _OF_A_SEARCH,
        ),
        "/api/v1/entities/{key}": _get(
            "A person, place, body, source or photographer.", "entity", "EntityAnswer", [_BY_KEY], unknown
        ),
        "/api/v1": _get("What addresses there are.", "overview", _content(["application/json"]), [], {}),
        "/oai": _oai(),
        "/healthz": _get("The process answers.", "healthz", "Health", [], {}),
        "/readyz": _get("The archive can be searched.", "readyz", "Readiness", [], {"503": _BUSY}),
    }


def _of_one_record() -> dict[str, Any]:
    """Return the paths of one record and its parts."""
    root = "/api/v1/records/{id}"
    references = _content(form.media_type for form in FORMATS.values())
    citing, liking = [_BY_ID, *query_parameters(CitationQuery)], [_BY_ID, *query_parameters(SimilarQuery)]
    alone = {"400": _BAD, "404": f"{_UNKNOWN} Or the record stands in no run."}
    return {
        root: _get("A record.", "record", "RecordAnswer", [_BY_ID], _OF_A_RECORD),
        f"{root}.json": _get("A record, as a file.", "record_file", "RecordAnswer", [_BY_ID], _OF_A_RECORD),
        f"{root}.ninjs.json": _get(
            "A record as news systems exchange it (IPTC ninjs 3.1).",
            "ninjs_file",
            _content(["application/json"]),
            [_BY_ID],
            _OF_A_RECORD,
        ),
        f"{root}.txt": _get(
            "The text of a record, plain.", "text_file", _content(["text/plain"]), [_BY_ID], _OF_A_RECORD
        ),
        f"{root}/text": _get("The text of a record.", "text", "TextAnswer", [_BY_ID], _OF_A_RECORD),
        f"{root}/sequence": _get("The run of frames a photo stands in.", "sequence", "SequenceAnswer", [_BY_ID], alone),
        f"{root}/similar": _get(
            "Records like one.", "similar", "SimilarAnswer", liking, {**_OF_A_RECORD, "503": _BUSY}
        ),
        f"{root}/citation": _get(
            "A record as reference managers take it.", "citation", references, citing, _OF_A_RECORD
        ),
        "/api/v1/events/{id}": _get("An event.", "event", "EventAnswer", [_BY_EVENT], _OF_AN_EVENT),
        f"{root}/assets/{{n}}": _get("An original file.", "asset", _FILES, [_BY_ID, _BY_N], _OF_A_RECORD),
        f"{root}/assets/{{n}}/copy": _get(
            "The access copy of an original file.", "access_copy", _COPIES, [_BY_ID, _BY_N], _OF_A_RECORD
        ),
    }


OAI_VERBS = ("Identify", "ListMetadataFormats", "ListSets", "ListIdentifiers", "ListRecords", "GetRecord")
_OAI: list[dict[str, Any]] = [
    {"name": name, "in": "query", "required": name == "verb", "description": said, "schema": {"type": "string"} | more}
    for name, said, more in (
        ("verb", "What is asked.", {"enum": list(OAI_VERBS)}),
        ("identifier", "Identifier of a record.", {}),
        ("metadataPrefix", "Format of records: oai_dc.", {}),
        ("from", "Changed on this day (UTC) or later; or at this second.", {}),
        ("until", "Changed on this day (UTC) or earlier; or at this second.", {}),
        ("set", "A set that ListSets names.", {}),
        ("resumptionToken", "Where the list goes on, as the answer before has it.", {}),
    )
]

_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of `press-archive tokens create`. A closed archive needs the scope `read`. With "
    "`read-held`, answers contain held and withdrawn records too. `ingest` adds files. A token that does not count "
    "gets 401.",
}


@cache
def document() -> dict[str, Any]:
    """Return the document without the parts that depend on settings. It does not change while the process runs."""
    told: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "press-archive",
            "version": version("press-archive"),
            "description": "Search an archive of press releases, speeches and photographs. Filters may be repeated: "
            "OR within a name, AND between names. Offsets and spans count Unicode code points. The page /help/api of "
            "the archive has programs to copy.",
        },
        "paths": _archive_paths() | _of_one_record() | ingest_description.describe(_get),
        "components": {"schemas": _schemas(), "securitySchemes": {"token": _TOKEN}},
        "security": [{}, {"token": []}],
    }
    return add_details(told)


HELP = "/help/api"


def overview() -> Response:
    """Return the view of the overview: each address with a sentence, and what scripts may rely on."""
    told = document()
    paths = {
        prefix_links(path): next(iter(methods.values()))["summary"]
        for path, methods in told["paths"].items()
        if path.startswith("/api/v1/")
    }
    said = {"version": told["info"]["version"], "promise": promise.PROMISE, "openapi": "/openapi.json", "help": HELP}
    endings = {prefix_links(path): one.to_json() for path, one in promise.ENDING.items()}
    body = json.dumps(said | {"addresses": paths, "deprecated": endings})
    return add_etag(Response(body, content_type="application/json"), body)


def _server() -> str:
    """Return the address that precedes all paths: the public one, if it is set or a proxy gives it."""
    root = home()
    return "/" if root == request.host_url.rstrip("/") and not services().settings.web.public_url else root


def openapi() -> Response:
    """Return the view."""
    body = json.dumps(of_archive(document(), services().settings.about, _server()), ensure_ascii=False)
    return add_etag(Response(body, content_type="application/json"), body)
