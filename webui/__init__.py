"""Pages and JSON over an archive. Uses `ingest` and `archive`; nothing uses it. Begin with `app.create_app`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from archive.startup import load

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: Mapping[str, Any]) -> Flask:
    """Return the application over one archive, as `app.create_app` makes it. It is imported on the first call, so that
    a command that needs one part of this package loads only that part."""
    app: Flask = load("webui.app").create_app(config)
    return app
