"""The pictures and originals of any record, for the archivist alone: nothing of them may be kept in a shared cache."""

from __future__ import annotations

from flask import Response, abort

from archive.access import ARCHIVIST
from archive.record import Kind, Record
from archive.renditions import Name
from webui import downloads
from webui.lookup import original_of
from webui.pages.files import rendered
from webui.services import services


def thumbnail(record_id: str) -> Response:
    """A small JPEG of a photo."""
    return _private(_picture(record_id, "thumbnail"))


def preview(record_id: str) -> Response:
    """A JPEG of a photo that fills a page."""
    return _private(_picture(record_id, "preview"))


def asset(record_id: str, n: str) -> Response:
    """An original, to keep."""
    return _private(downloads.original(*original_of(known(record_id), n)))


def known(record_id: str) -> Record:
    """The record as the archivist sees it, or 404."""
    found = services().archive.catalogue.get(record_id, ARCHIVIST)
    if found is None:
        abort(404)
    return found


def _picture(record_id: str, name: Name) -> Response:
    record = known(record_id)
    if record.kind is not Kind.PHOTO:
        abort(404)
    return rendered(record, name)


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-cache"
    return response
