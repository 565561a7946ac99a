"""Style and script carry a digest of their content in their address, so that a browser may keep them for good."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, request

FOR_GOOD = "public, max-age=31536000, immutable"


def version_static(app: Flask) -> None:
    """Give templates `static(name)`, an address that changes with the file, and let such addresses be cached."""
    folder = Path(app.static_folder or "")
    digests = {p.name: hashlib.sha256(p.read_bytes()).hexdigest()[:12] for p in sorted(folder.iterdir()) if p.is_file()}

    def static(name: str) -> str:
        return f"/static/{name}?v={digests[name]}"

    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in {200, 304}:
            name = (request.view_args or {}).get("filename", "")
            current = request.args.get("v") == digests.get(name)
            response.headers["Cache-Control"] = FOR_GOOD if current else "no-cache"
        return response

    app.jinja_env.globals["static"] = static
    app.after_request(keep)
