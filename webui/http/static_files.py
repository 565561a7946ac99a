"""Style, script and icons: read once and sent without indentation and comments, at addresses that change with their
content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Response, abort, request

from archive.media_types import SVG

FOR_GOOD = "public, max-age=31536000, immutable"
_FOLDER = Path(__file__).parents[1] / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": SVG}


def shorten(text: str) -> str:
    """Return a style or script without indentation, empty lines, and comment lines.

    Only comments that fill whole lines are removed, and no string in a script may span lines.
    """
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not _is_comment(line))


def _is_comment(line: str) -> bool:
    return line.startswith("//") or (line.startswith("/*") and line.endswith("*/") and line.count("*/") == 1)


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Return the bytes to send and their digest for each file, by name."""
    bodies = {path.name: shorten(path.read_text()).encode() for path in _FOLDER.iterdir() if path.suffix in _TYPES}
    return {name: (body, hashlib.sha256(body).hexdigest()[:8]) for name, body in bodies.items()}


def static_address(name: str) -> str:
    """Return an address of a file that browsers may cache forever."""
    return f"/static/{name}?v={_files()[name][1]}"


def send_static(filename: str) -> Response:
    """Return a style, a script or an icon."""
    if filename not in _files():
        abort(404)
    body, digest = _files()[filename]
    response = Response(body, mimetype=_TYPES[Path(filename).suffix])
    response.headers["Cache-Control"] = FOR_GOOD if request.args.get("v") == digest else "no-cache"
    response.set_etag(digest, weak=True)  # a compressed answer has other bytes
    response.make_conditional(request)
    return response
