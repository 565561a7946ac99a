"""Pictures and originals of a record by its id, so access is always checked.

Also the redirect to a paragraph of a text, which the page highlights.
"""

from __future__ import annotations

from textwrap import wrap

from flask import Response, abort
from markupsafe import Markup

from archive.access import PUBLIC
from archive.media_types import SVG
from archive.record import Kind, Record
from archive.storage.renditions import Name
from webui.http import responses
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.i18n.words import _
from webui.presentation.display_titles import display_title
from webui.presentation.record_lookup import access_copy_response, asset_response, visible
from webui.presentation.record_values import plain
from webui.presentation.text_markup import MarkedParagraph, pages, split_stretches
from webui.services import links
from webui.services.services import services

_LINE, _LONGEST_SUFFIX = 20, 5  # letters
_WORDS = Markup('<text x="150" y="{}" font-size="24">{}</text>')
_DRAWING = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" width="300" height="200">'
    '<rect width="300" height="200" fill="#565b61"/>'
    '<g fill="#fff" text-anchor="middle" font-family="system-ui, sans-serif">'
    '<text x="150" y="82" font-size="44" font-weight="700">{}</text>{}</g></svg>'
)


def _picture(record_id: str, name: Name) -> Response:
    record = visible(record_id)
    if record.kind is not Kind.PHOTO:
        abort(404)
    return send_rendition(record, name)


def send_rendition(record: Record, name: Name) -> Response:
    """Return a picture of a photo, or the placeholder."""
    sha256 = record.picture.sha256
    path = services().renditions.get(sha256, name, plain(record.values.get("copyright")))
    return (responses.picture(path, f"{sha256[:32]}-{name}") if path else None) or placeholder(record)


def placeholder(record: Record, page: int | None = None) -> Response:
    """Return a drawing in place of a picture that could not be made: the type of the file and the first words of the
    title, or the number of a page."""
    stem, _dot, suffix = record.filename.rpartition(".")
    said = suffix.upper() if stem and len(suffix) <= _LONGEST_SUFFIX else "?"
    lines = wrap(labels.clean_for_page(display_title(record, 80)), _LINE, max_lines=2, placeholder="…")
    if page:
        said, lines = str(page), [said]
    words = Markup("").join(_WORDS.format(125 + 32 * n, line) for n, line in enumerate(lines))
    body = _DRAWING.format(said, words)
    return add_etag(Response(body, mimetype=SVG), body)


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
