"""The parts of the OpenAPI document other than addresses and models: groups, further answers, links, examples, and who
runs the archive.

Each rule holds for every address that it matches, so new addresses get them too.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any

from archive.settings import AboutSection
from webui.services import links

Schema = dict[str, Any]

TAGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "search": ("Find records.", ("/api/v1/search", "/api/v1/suggest", "/api/v1/histogram", "/api/v1/batch")),
    "records": ("One record, its text and its files.", ("/api/v1/records/",)),
    "download": (
        "Many records, passages or quotes at once.", ("/api/v1/export", "/api/v1/passages", "/api/v1/quotes")
    ),
    "entities": ("Persons, places, organisations and events.", ("/api/v1/entities/", "/api/v1/events/")),
    "harvest": ("Keep a copy up to date.", ("/api/v1/changes", "/oai")),
    "service": ("What there is, and whether it works.", ("/api/v1", "/healthz", "/readyz")),
}  # fmt: skip
"""Groups of addresses: what they are for, and how their paths begin. The longest beginning counts."""

_REFUSED = "The token does not count. Or the archive is closed, and no token was sent."
_NOT_ALLOWED = "The token may not do this, or travels over a line that others can read."
_PART_GONE = "A server that holds a part of the archive does not answer. Try again after `Retry-After` seconds."
_TOO_MANY = "The address or token asks more than the archive allows. Try again after `Retry-After` seconds."
_NO_ETAG = frozenset({"/api/v1/export", "/oai", "/healthz", "/readyz"})
_OF_ONE_RECORD = ("/api/v1/records/{id}", "/api/v1/events/{id}")
_OF_FILES = ("/api/v1/records/{id}/assets/{n}", "/api/v1/records/{id}/assets/{n}/copy")

_SAME_STATE = "Nothing changed since the answer whose `ETag` was sent as `If-None-Match`."
_MERGED = "The record is a part of another one now, whose address is in `Location`."
_LOCATION = {"Location": {"description": "The address of that record.", "schema": {"type": "string"}}}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
_ETAG = {"ETag": {"description": "The state of the answer, for `If-None-Match`.", "schema": {"type": "string"}}}

_LIMITS = {
    name: {"description": said, "schema": {"type": "string"}}
    for name, said in (
        ("RateLimit", "What is left of each limit that the request counts for (r), and the seconds until it ends (t)."),
        ("RateLimit-Policy", "Each limit (q) with its seconds (w). Absent if there is none."),
    )
}
_LIMIT_HEADERS = {name: {"$ref": f"#/components/headers/{name}"} for name in _LIMITS}

_ID_OF_FIRST = {"id": "$response.body#/results/0/id"}
_LINKS: dict[str, dict[str, Schema]] = {
    "search": {
        "record": {"operationId": "record", "parameters": _ID_OF_FIRST, "description": "A record that was found."},
        "text": {"operationId": "text", "parameters": _ID_OF_FIRST, "description": "Its text."},
        "nextPage": {
            "operationId": "search",
            "parameters": {"cursor": "$response.body#/next_cursor"},
            "description": "The next page of a search by cursor, with the other parameters as before.",
        },
    },
    "record": {
        name: {"operationId": name, "parameters": {"id": "$response.body#/id"}}
        for name in ("record_file", "ninjs_file", "text_file", "text", "citation", "similar", "sequence", "event")
    },
    "similar": {"record": {"operationId": "record", "parameters": _ID_OF_FIRST}},
    "passages": {"record": {"operationId": "record", "parameters": {"id": "$response.body#/results/0/record"}}},
    "quotes": {"record": {"operationId": "record", "parameters": {"id": "$response.body#/results/0/record"}}},
    "event": {"record": {"operationId": "record", "parameters": {"id": "$response.body#/members/0/record"}}},
    "ingest": {"state": {"operationId": "ingest_state", "parameters": {"upload": "$response.body#/id"}}},
    "changes": {
        "later": {
            "operationId": "changes",
            "parameters": {"since": "$response.body#/revision", "archive": "$response.body#/archive"},
            "description": "What changed after that.",
        }
    },
}
"""Where an answer leads on, by operation."""


@cache
def examples() -> dict[str, Any]:
    """Return the examples: requests and answers by operation, and errors by status. They come from an archive of the
    sample corpus; tests/tools/api_examples.py makes them."""
    found: dict[str, Any] = json.loads(files("webui.api").joinpath("examples.json").read_text("utf-8"))
    return found


def add_details(document: Schema) -> Schema:
    """Return the document with everything that these rules add."""
    document["tags"] = [{"name": name, "description": said} for name, (said, _) in TAGS.items()]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            operation["tags"] = [_tag(path)]
            operation["responses"] = _responses(path, method, operation)
            _add_examples(operation)
    document["components"]["responses"] = {
        "Refused": _problem(_REFUSED, "401"),
        "NotAllowed": _problem(_NOT_ALLOWED, "403"),
        "TooMany": _problem(_TOO_MANY, "429") | {"headers": _RETRY | _LIMIT_HEADERS},
        "PartGone": _problem(_PART_GONE, "503") | {"headers": _RETRY},
    }
    document["components"]["headers"] = _LIMITS
    return document


def _tag(path: str) -> str:
    begun = [(len(start), name) for name, (_, starts) in TAGS.items() for start in starts if path.startswith(start)]
    return max(begun)[1]


def _problem(said: str, status: str) -> Schema:
    content: Schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    if (example := examples()["problems"].get(status)) is not None:
        content["example"] = example
    return {"description": said, "content": {"application/problem+json": content}}


def _responses(path: str, method: str, operation: Schema) -> Schema:
    """Return the answers of an operation, with those that all operations share, ordered by status."""
    given: Schema = operation["responses"]
    shared: Schema = {"401": {"$ref": "#/components/responses/Refused"}}
    if path not in {"/healthz", "/readyz"}:
        shared["403"] = {"$ref": "#/components/responses/NotAllowed"}
        shared["429"] = {"$ref": "#/components/responses/TooMany"}
        shared["503"] = {"$ref": "#/components/responses/PartGone"}
        given["200"].setdefault("headers", {}).update(_LIMIT_HEADERS)
    if method == "get" and path not in _NO_ETAG:
        shared["304"] = {"description": _SAME_STATE, "headers": _ETAG}
        given["200"].setdefault("headers", {}).update(_ETAG)
    if path.startswith(_OF_ONE_RECORD):
        shared["301"] = {"description": _MERGED, "headers": _LOCATION}
    if path in _OF_FILES:
        shared["206"] = {
            "description": "The part that the header `Range` asks for.",
            "content": given["200"]["content"],
        }
        shared["416"] = _problem("The file does not have the part that `Range` asks for.", "416")
    if found := _LINKS.get(operation["operationId"]):
        for status in given.keys() & {"200", "202"}:
            given[status]["links"] = deepcopy(found)
    if "503" in given:
        given["503"].setdefault("headers", {}).update(_RETRY)
    return dict(sorted((shared | given).items()))


def _add_examples(operation: Schema) -> None:
    asked = examples()["answers"].get(operation["operationId"], {})
    for parameter in operation["parameters"]:
        if parameter["name"] in asked.get("parameters", {}):
            parameter["example"] = asked["parameters"][parameter["name"]]
    if "body" in asked:
        operation["requestBody"]["content"]["application/json"]["schema"]["examples"] = [asked["body"]]
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if status == "200" and "answer" in asked and "application/json" in content:
            content["application/json"]["example"] = asked["answer"]
        elif "application/problem+json" in content and status in examples()["problems"]:
            content["application/problem+json"]["example"] = examples()["problems"][status]


def of_archive(document: Schema, about: AboutSection, address: str) -> Schema:
    """Return the document as the archive at this address has it: its server, its contact and its terms."""
    info = dict(document["info"])
    terms = links.outside(about.terms_url) or (f"{address.rstrip('/')}/about#terms" if about.terms else None)
    if terms:
        info["termsOfService"] = terms
        info["license"] = {"name": "Terms of use", "url": terms}
    contact = {"name": about.operator, "email": about.email, "url": links.outside(about.website)}
    if told := {name: value for name, value in contact.items() if value}:
        info["contact"] = told
    return {**document, "info": info, "servers": [{"url": address, "description": "This archive."}]}
