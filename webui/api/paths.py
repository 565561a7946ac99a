"""Decide which addresses belong to the API."""

from __future__ import annotations

OPEN = ("/api/", "/openapi.json")  # open to scripts of other sites
INGEST = "/api/v1/ingest"


def is_api(path: str) -> bool:
    """Return whether an address is answered in JSON, including its errors."""
    return path.startswith(OPEN) or path in {"/healthz", "/readyz"}
