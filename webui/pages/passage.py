"""The address of a place in a text: it leads to the paragraph there, which the page marks."""

from __future__ import annotations

from flask import Response, abort

from archive.access import PUBLIC
from webui import links
from webui.lookup import visible
from webui.passages import Paragraph, pages, stretches
from webui.services import services
from webui.words import _

_LONGEST = 9  # digits


def passage(record_id: str, offset: str) -> Response:
    """The view. `offset` counts code points of the stored text, as the JSON does."""
    record = visible(record_id)
    if not (offset.isascii() and offset.isdecimal() and len(offset) <= _LONGEST):
        abort(404, _("A place in a text is a number of characters, counted from 0."))
    text = services().catalogue.text(record.id, PUBLIC) or ""
    parts = stretches(text)
    part = next((n for n, (_first, end) in enumerate(parts) if int(offset) < end), len(parts) - 1)
    blocks = [block for page in pages(text, (), stretch=parts[part]) for block in page.blocks]
    starts = [block.offset for block in blocks if isinstance(block, Paragraph)]
    before = [start for start in starts if start <= int(offset)] or starts[:1]
    if not before or int(offset) > len(text):
        abort(404, _("This text has no such place; it may have changed since the address was made."))
    asked = f"?part={part + 1}" if part else ""
    return Response(status=302, headers={"Location": f"{links.record(record.id)}{asked}#t{before[-1]}"})
