"""Pictures and originals of a record by its id, so access is always checked.

Also the redirect to a paragraph of a text, which the page highlights.
"""

from __future__ import annotations

from flask import Response, abort

from archive.access import PUBLIC
from archive.record import Kind, Record
from archive.storage.renditions import Name
from webui.http import responses
from webui.http.responses import REVALIDATED
from webui.http.static_files import send_static
from webui.i18n.words import _
from webui.presentation.record_lookup import access_copy_response, asset_response, visible
from webui.presentation.record_values import plain
from webui.presentation.text_markup import MarkedParagraph, pages, split_stretches
from webui.services import links
from webui.services.services import services


def _picture(record_id: str, name: Name) -> Response:
    record = visible(record_id)
    if record.kind is not Kind.PHOTO:
        abort(404)
    return send_rendition(record, name)


def send_rendition(record: Record, name: Name) -> Response:
    """Return a picture of a photo, or the placeholder."""
    sha256 = record.picture.sha256
    path = services().renditions.get(sha256, name, plain(record.values.get("copyright")))
    return (responses.picture(path, f"{sha256[:32]}-{name}") if path else None) or sign()


def sign() -> Response:
    """Return the placeholder for a picture that could not be made: an empty frame, so that the page layout stays
    intact."""
    response = send_static("no-picture.svg")
    response.headers["Cache-Control"] = REVALIDATED
    return response


def thumbnail(record_id: str) -> Response:
    """Return a small JPEG of a photo."""
    return _picture(record_id, "thumbnail")


def preview(record_id: str) -> Response:
    """Return a large JPEG of a photo."""
    return _picture(record_id, "preview")


def asset(record_id: str, n: str) -> Response:
    """Return an original as a download."""
    return asset_response(visible(record_id), n)


def access_copy(record_id: str, n: str) -> Response:
    """Return the access copy of an original as a download."""
    return access_copy_response(visible(record_id), n)


_LONGEST = 9  # digits


def passage(record_id: str, offset: str) -> Response:
    """Redirect to the paragraph at `offset`, in code points of the stored text, as in the JSON."""
    record = visible(record_id)
    if not (offset.isascii() and offset.isdecimal() and len(offset) <= _LONGEST):
        abort(404, _("A place in a text is a number of characters, counted from 0."))
    text = services().catalogue.text(record.id, PUBLIC) or ""
    parts = split_stretches(text)
    part = next((n for n, (_first, end) in enumerate(parts) if int(offset) < end), len(parts) - 1)
    blocks = [block for page in pages(text, (), stretch=parts[part]) for block in page.blocks]
    starts = [block.offset for block in blocks if isinstance(block, MarkedParagraph)]
    before = [start for start in starts if start <= int(offset)] or starts[:1]
    if not before or int(offset) > len(text):
        abort(404, _("This text has no such place; it may have changed since the address was made."))
    asked = f"?part={part + 1}" if part else ""
    return Response(status=302, headers={"Location": f"{links.record(record.id)}{asked}#t{before[-1]}"})
