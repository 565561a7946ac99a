"""The OpenAPI document for tests: closed, so that a key in a response that is not in the document is an error."""

from __future__ import annotations

from typing import Any

OPEN = frozenset({"Values", "BatchQuery"})
"""Schemas that have, or may have, additional keys."""


def close_answers(document: dict[str, Any]) -> dict[str, Any]:
    """Change the document so that its objects allow only the documented keys, and return it. The published document
    leaves them open, because keys may be added to responses."""
    for name, schema in document["components"]["schemas"].items():
        if name not in OPEN and "properties" in schema:
            schema["additionalProperties"] = False
    return document
