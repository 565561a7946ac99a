"""The OpenAPI document for tests: closed, so that a key which an answer has and the document lacks is an error."""

from __future__ import annotations

from typing import Any

OPEN = frozenset({"Values", "BatchQuery"})
"""Schemas that have other keys too, or may."""


def close_answers(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document, changed: its objects have the keys that it names and no others. What is published leaves
    them open, for answers may gain keys."""
    for name, schema in document["components"]["schemas"].items():
        if name not in OPEN and "properties" in schema:
            schema["additionalProperties"] = False
    return document
