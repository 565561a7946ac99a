"""The JSON schema of `values`, the fields of a record, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from archive.edits import values as edited
from webui.i18n.field_names import FIELDS

_TEXT = {"type": "string"}
_LIST = {"type": "array", "items": _TEXT}
_WHOLE = {"type": "integer"}
_NUMBER = {"type": "number"}
_ELSEWHERE = frozenset(
    {
        "access", "added", "filename", "agency", "keyword", "subject", "number", "person", "place", "shown", "flag",
        "date_from", "date_to", "furniture", "release_date", "other", "gps_other", "boilerplate",
    }
)  # fmt: skip
"""Names in FIELDS that are not in `values`: filters, and values of any form."""
_OF_TEXTS = frozenset({*edited.LISTS, "places"})
_OTHERS: dict[str, dict[str, Any]] = {
    "alternative": {
        "type": "array",
        "items": {"type": "object", "properties": {"text": _TEXT, "language": {"type": ["string", "null"]}}},
    },
    "embargo": {
        "type": "object",
        "properties": {"until": {"type": ["string", "null"]}, "words": _TEXT, "origin": _TEXT},
    },
    "gps": {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
    "gps_altitude": _NUMBER,
    "height": _WHOLE,
    "orientation": _WHOLE,
    "priority": _NUMBER,
    "rating": _NUMBER,
    "width": _WHOLE,
    "ocr": {
        "type": "object",
        "properties": {"pages": _WHOLE, "confidence": _WHOLE, "lowest": _WHOLE, "pending": {"type": "boolean"}},
    },
    "subjects": {
        "type": "array",
        "items": {"type": "object", "properties": {"name": _TEXT, "code": _TEXT, "scheme": _TEXT, "uri": _TEXT}},
    },
    "turns": {
        "type": "array",
        "items": {"type": "object", "properties": {"speaker": _TEXT, "start": _WHOLE, "end": _WHOLE}},
    },
}
_PRECISION = {"type": "string", "description": "How exact the date is: year, month, day, second or range."}
_ABOUT = (
    "Fields of a record. One that is not known is left out. Keys that are not listed may be there too: what a format "
    "has beside them, under its own name."
)


def values_schema() -> dict[str, Any]:
    """Return the schema: the type of each field that has a label on pages, described by its English label."""
    properties = {name: _typed(name) | {"description": said} for name, said in FIELDS.messages.items()}
    properties = {name: schema for name, schema in properties.items() if name not in _ELSEWHERE}
    precise = {f"{name}_precision": _PRECISION for name in edited.DATES}
    others = {name: schema for name, schema in _OTHERS.items() if name not in properties}
    known = dict(sorted((properties | precise | others).items()))
    return {"type": "object", "description": _ABOUT, "properties": known, "additionalProperties": True}


def _typed(name: str) -> dict[str, Any]:
    return _OTHERS.get(name) or (_LIST if name in _OF_TEXTS else _TEXT)
