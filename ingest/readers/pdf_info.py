"""What a PDF says of itself: the document information (ISO 32000-1, 14.3.3) and XMP."""

from __future__ import annotations

import re
from typing import Any

import pypdf

from archive.record import Description
from ingest.readers import fields, pdf_xmp
from ingest.readers.made_titles import is_junk
from ingest.readers.office_marks import offer_named

KNOWN = ("/Title", "/Subject", "/Author", "/Keywords", "/CreationDate", "/ModDate", "/Creator", "/Producer", "/Trapped")
MOST = 100  # properties that are not of the standard
_DATE = re.compile(r"(?:D:)?\s*(\d{4})(\d{2})?(\d{2})?")  # ISO 32000-1, 7.9.4


def offer(reader: pypdf.PdfReader, first_page: str, description: Description) -> None:
    """Offer what the document says. Its own title is `document_title`, and `title` too when it stands on the first
    page; its dates are `document_created` and `document_modified`, days of the file and not of the words in it."""
    info: Any = reader.metadata or {}
    for number, (key, name) in enumerate((("title", "/Title"), ("description", "/Subject"))):
        text = fields.one_line(_text(info.get(name)), 1000)
        if number == 0:
            _offer_title(text, "pdf:Title", first_page, description)
        elif not is_junk(text):
            description.offer(key, text, "pdf:Subject")
    author = _text(info.get("/Author"))
    description.offer("creator", [n for n in fields.names(author) if not is_junk(n)], "pdf:Author", 0.6)
    description.offer("keywords", fields.words(_text(info.get("/Keywords"))), "pdf:Keywords")
    for key, name in (("document_created", "CreationDate"), ("document_modified", "ModDate")):
        description.offer(key, _day(_text(info.get(f"/{name}"))), f"pdf:{name}")
    for name in ("Creator", "Producer"):
        description.offer("software", fields.one_line(_text(info.get(f"/{name}")), 300), f"pdf:{name}")
    for name in [name for name in info if name not in KNOWN][:MOST]:
        offer_named(name.lstrip("/"), _text(info.get(name)), description, f"pdf:{name.lstrip('/')[:60]}")
    _offer_xmp(reader, first_page, description)
    _offer_language(reader, description)


def _offer_title(text: str, origin: str, first_page: str, description: Description) -> None:
    description.offer("document_title", text, origin)
    if not is_junk(text) and _plain(text) in _plain(first_page[:5000]):
        description.offer("title", text, origin, 0.9)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _text(value: Any) -> str:
    """A value of the information dictionary as text, empty for what is no text."""
    if hasattr(value, "get_object"):
        value = value.get_object()
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


def _day(text: str) -> str | None:
    """The day (`2025-10-25`) of a PDF date or an ISO one, None when it is none."""
    found = _DATE.match(text.strip())
    exact = found is not None and found.group(3) is not None
    date = fields.day("-".join(found.groups()) if found and exact else text)
    return date[0] if date and date[1] == "day" and date[0] > "1985" else None


def _offer_xmp(reader: pypdf.PdfReader, first_page: str, description: Description) -> None:
    said = pdf_xmp.values(reader)
    for text in said.pop(pdf_xmp.TITLE, [])[:1]:
        _offer_title(fields.one_line(text), pdf_xmp.ORIGIN + pdf_xmp.TITLE, first_page, description)
    for name, texts in said.items():
        key, origin = pdf_xmp.KEYS[name], pdf_xmp.ORIGIN + name
        if key in ("creator", "keywords"):
            found = [
                word for text in texts for word in (fields.words(text) if key == "keywords" else fields.names(text))
            ]
            description.offer(key, [word for word in found if not is_junk(word)], origin, 0.6)
        elif key == "language":
            description.offer(key, fields.language(texts[0]), origin, 0.5)
        elif key.startswith("document_"):
            description.offer(key, _day(texts[0]), origin)
        elif not is_junk(texts[0]):
            description.offer(key, fields.one_line(texts[0], 2000), origin)


def _offer_language(reader: pypdf.PdfReader, description: Description) -> None:
    """The catalogue's /Lang (ISO 32000-1, 14.9.2): often the program's own language, hence the confidence."""
    description.offer("language", fields.language(_text(reader.root_object.get("/Lang"))), "pdf:Lang", 0.5)
