"""Tell which addresses belong to the API."""

from __future__ import annotations

OPEN = ("/api/", "/openapi.json")  # to scripts of every page
INGEST = "/api/v1/ingest"


def is_api(path: str) -> bool:
    """Return whether an address is answered in JSON, its errors too."""
    return path.startswith(OPEN) or path in {"/healthz", "/readyz"}
