"""The part of /openapi.json that describes ingest by scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webui.api.paths import INGEST
from webui.http.parameters import LARGEST

_TEXT = {"type": "string"}
_KEY = r"[!#-\[\]-~]{1,255}"
_FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1_000,
            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
            "description": "The files. A file name may have folders: photos/2025/a.jpg.",
        },
        "path": {
            "type": "array",
            "maxItems": 1_000,
            "items": _TEXT,
            "description": "In place of file names: a path for each file.",
        },
        "collection": _TEXT | {"maxLength": 300, "description": "The collection of all new records."},
        "location": _TEXT | {"maxLength": 300, "description": "Where the paper or film of all new records is kept."},
        "source": _TEXT | {"maxLength": 300, "description": "Who issued all new records."},
        "note": _TEXT | {"maxLength": 2_000, "description": "A note that the archivist alone sees."},
        "access": _TEXT | {"enum": ["held"], "description": "Hold all new records until the archivist decides."},
    },
}
_FORM["propertyNames"] = {"enum": list(_FORM["properties"])}  # openapi-generator rejects additionalProperties here
_BY_UPLOAD = {
    "name": "upload",
    "in": "path",
    "required": True,
    "description": "The `id` of a receipt.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
}
_AFTER = {
    "name": "after",
    "in": "query",
    "required": False,
    "description": "Only the lines after this number.",
    "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST, "default": 0},
}
_HEADERS = [
    {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "A text of your choice. Sent again with the same files, it gives the same receipt for a week.",
        "schema": _TEXT | {"pattern": f'^("{_KEY}"|{_KEY})$', "minLength": 1, "maxLength": 257},
    },
    {
        "name": "Prefer",
        "in": "header",
        "required": False,
        "description": "`respond-async`: do not wait for the receipt. `wait=N`: wait up to N seconds, at most 60.",
        "schema": _TEXT,
    },
]
_NO_TOKEN = {
    "401": "No token was sent, or it does not count.",
    "403": "The token lacks the scope, or came in clear.",
}
_REFUSED = {
    "400": "The body is no form with files, or a field cannot be taken.",
    **_NO_TOKEN,
    "413": "It is larger than `ingest_mb` below [web], or has too many files.",
    "422": "The Idempotency-Key came with other files before.",
    "503": "This server takes no files, or several uploads are being added already.",
    "507": "The disk of the archive is full.",
}


def describe(operation: Callable[..., Any]) -> dict[str, Any]:
    """Return the paths. `operation` makes one from summary, id, answer, parameters and errors."""
    posted = operation("Add files.", "ingest", "IngestAnswer", _HEADERS, _REFUSED)["get"]
    accepted = {**posted["responses"]["200"], "description": "They came, and are being added; see the header Location."}
    posted["responses"] = {"200": posted["responses"]["200"], "202": accepted} | posted["responses"]
    posted |= {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}}
    posted |= {"security": [{"token": []}]}
    errors = {"400": "A parameter cannot be taken.", **_NO_TOKEN, "404": "This token sent no such files."}
    state = operation("What became of files.", "ingest_state", "IngestAnswer", [_BY_UPLOAD, _AFTER], errors)
    state["get"] |= {"security": [{"token": []}]}
    return {INGEST: {"post": posted}, f"{INGEST}/{{upload}}": state}
