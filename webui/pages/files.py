"""The pictures and originals of a record, by the record's id, so that who may not see it gets nothing of it."""

from __future__ import annotations

from flask import Response, abort, current_app

from archive.record import Kind, Record
from archive.renditions import Name
from webui import downloads
from webui.caching import FOR_A_MINUTE
from webui.lookup import asset_response, visible
from webui.services import services
from webui.values import plain


def _picture(record_id: str, name: Name) -> Response:
    record = visible(record_id)
    if record.kind is not Kind.PHOTO:
        abort(404)
    return rendered(record, name)


def rendered(record: Record, name: Name) -> Response:
    """A picture of a photo, or the sign for none."""
    sha256 = record.picture.sha256
    path = services().renditions.get(sha256, name, plain(record.values.get("copyright")))
    return (downloads.picture(path, f"{sha256[:32]}-{name}") if path else None) or sign()


def sign() -> Response:
    """The sign for "no picture could be made": an empty frame, so that a page with it stays whole."""
    response = current_app.send_static_file("no-picture.svg")
    response.headers["Cache-Control"] = FOR_A_MINUTE
    return response


def thumbnail(record_id: str) -> Response:
    """A small JPEG of a photo."""
    return _picture(record_id, "thumbnail")


def preview(record_id: str) -> Response:
    """A JPEG of a photo that fills a page."""
    return _picture(record_id, "preview")


def asset(record_id: str, n: str) -> Response:
    """An original, to keep."""
    return asset_response(visible(record_id), n)
