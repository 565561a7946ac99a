"""Compressed responses: pages, JSON, feeds, texts, style and script, by a list of routes.

A route that is not on the list is never compressed. An original must come byte for byte under its own ETag, also in
parts. A page of the desk has secrets: beside words that an attacker chooses, the length of a compressed page gives them
away (BREACH).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType

import brotli
from flask import Flask, Response, request

STATIC = "static"
_ROUTES = frozenset(
    f"{part}.{view}"
    for part, views in {
        "pages": (
            "home", "about", "search", "facet_values", "search_help", "api_help", "kept", "record", "beside",
            "sequence", "document_pages", "document_page", "event", "events", "series_list", "series_unit",
            *(f"{name}{page}" for name in ("people", "places", "organisations", "sources", "photographers")
              for page in ("", "_entity")),
        ),
        "api": (
            "search", "changes", "histogram", "suggest", "similar", "entity", "event", "record", "text", "record_file",
            "ninjs_file", "text_file", "citation", "sequence", "openapi", "overview",
        ),
        "feeds": (
            "atom", "opensearch", "robots", "site_map", "site_map_part", "llms", "oai",
            "iiif_manifest", "iiif_sequence", "iiif_info",
        ),
    }.items()
    for view in views
)  # fmt: skip
COMPRESSED = _ROUTES | {STATIC}
"""The endpoints of routes that answer everyone with text: made for the request, or style and script."""

ENCODERS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {
        "br": partial(brotli.compress, quality=5),
        "gzip": partial(gzip.compress, compresslevel=4, mtime=0),
    }
)
"""The content codings (RFC 9110, 8.4.1), the preferred one first."""

_SMALLEST: Mapping[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=11),
    "gzip": partial(gzip.compress, compresslevel=9, mtime=0),
}

FEWEST_BYTES = 1000  # one packet holds about as much anyway


@lru_cache(maxsize=100)
def _pack(encoding: str, body: bytes) -> bytes:
    """Return a style or script compressed as far as possible, which is slow and done once."""
    return _SMALLEST[encoding](body)


def compress_responses(app: Flask, is_private: Callable[[], bool]) -> None:
    """Compress the answers of the listed routes, unless `is_private` says that an answer may hold a secret. Call this
    before any other code of the application changes responses: Flask runs the first one last."""

    def compress(response: Response) -> Response:
        if request.endpoint not in COMPRESSED:
            return response
        response.vary.add("Accept-Encoding")
        encoding = request.accept_encodings.best_match((*ENCODERS, "identity")) or ""
        body = response.get_data() if encoding in ENCODERS and response.status_code == 200 else b""
        if len(body) >= FEWEST_BYTES and not is_private():
            response.set_data(_pack(encoding, body) if request.endpoint == STATIC else ENCODERS[encoding](body))
            response.content_encoding = encoding
        return response

    app.after_request(compress)
