"""Metadata of a PDF: document information, XMP, page labels and outline.

Sources: ISO 32000-1 (12.3.3, 12.4.2, 14.3.2, 14.3.3), ISO 16684-1. XML is read without entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import pypdf
import pypdfium2
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from archive.record import Description
from ingest.extract import metadata_values
from ingest.extract.metadata_values import is_junk, is_login, one_line
from ingest.readers.office.office_metadata import add_named_property

ORIGIN = "pdf:xmp:"
TITLE = "dc:title"
# by the name of a property, the key that it is offered for
KEYS = {
    TITLE: "title",
    "dc:creator": "creator",
    "dc:description": "description",
    "dc:subject": "keywords",
    "dc:language": "language",
    "dc:rights": "copyright",
    "xmpRights:UsageTerms": "usage_terms",
    "xmpRights:WebStatement": "license_url",
    "xmp:CreateDate": "document_created",
    "xmp:ModifyDate": "document_modified",
}
MAX_BYTES, MAX_ITEMS = 1 << 20, 50
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/": "xmp",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def values(reader: pypdf.PdfReader) -> dict[str, list[str]]:
    """Return the content of the packet, by the names in KEYS, each at least one text, the default language first; empty
    if none can be read."""
    found: dict[str, list[str]] = {}
    for element in _descriptions(_packet(reader)):
        pairs = [(child.tag, _items_or_text(child)) for child in element]
        pairs += [(name, [value.strip()]) for name, value in element.attrib.items()]
        for tag, texts in pairs:
            name = _name(tag)
            if name in KEYS and (said := [text for text in texts if text]):
                found.setdefault(name, said[:MAX_ITEMS])
    return found


def _packet(reader: pypdf.PdfReader) -> bytes:
    metadata: Any = reader.root_object.get("/Metadata")
    stream: Any = None if metadata is None else metadata.get_object()
    data = stream.get_data() if hasattr(stream, "get_data") else b""
    return data.strip(b"\0 \t\r\n") if len(data) <= MAX_BYTES else b""


def _descriptions(data: bytes) -> Iterator[Element]:
    if not data:
        return
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, RecursionError):
        return
    for rdf in root.iter(f"{_RDF}RDF"):
        yield from rdf.iter(f"{_RDF}Description")


def _items_or_text(element: Element) -> list[str]:
    items = sorted(element.iter(f"{_RDF}li"), key=lambda item: item.get(_LANG) != "x-default")
    return [" ".join("".join(item.itertext()).split()) for item in items or [element]]


def _name(tag: str) -> str:
    space, _, local = tag.removeprefix("{").partition("}")
    return f"{_PREFIXES.get(space, '')}:{local}"


KNOWN = ("/Title", "/Subject", "/Author", "/Keywords", "/CreationDate", "/ModDate", "/Creator", "/Producer", "/Trapped")
MOST = 100  # properties outside the standard
_DATE = re.compile(r"(?:D:)?\s*(\d{4})(\d{2})?(\d{2})?")  # ISO 32000-1, 7.9.4


def add_document_info(reader: pypdf.PdfReader, first_page: str, description: Description) -> None:
    """Add the document's metadata. Its own title is `document_title`, and also `title` if it is on the first page; its
    dates are `document_created` and `document_modified`, days of the file and not of its text."""
    info: Any = reader.metadata or {}
    for number, (key, name) in enumerate((("title", "/Title"), ("description", "/Subject"))):
        text = metadata_values.one_line(_text(info.get(name)), 1000)
        if number == 0:
            _offer_title(text, "pdf:Title", first_page, description)
        elif not is_junk(text):
            description.offer(key, text, "pdf:Subject")
    author = _text(info.get("/Author"))
    people = [name for name in metadata_values.names(author) if not is_junk(name) and not is_login(name)]
    description.offer("creator", people, "pdf:Author", 0.6)
    description.offer("keywords", metadata_values.words(_text(info.get("/Keywords"))), "pdf:Keywords")
    for key, name in (("document_created", "CreationDate"), ("document_modified", "ModDate")):
        description.offer(key, _day(_text(info.get(f"/{name}"))), f"pdf:{name}")
    for name in ("Creator", "Producer"):
        description.offer("software", metadata_values.one_line(_text(info.get(f"/{name}")), 300), f"pdf:{name}")
    for name in [name for name in info if name not in KNOWN][:MOST]:
        add_named_property(name.lstrip("/"), _text(info.get(name)), description, f"pdf:{name.lstrip('/')[:60]}")
    _offer_xmp(reader, first_page, description)
    _offer_language(reader, description)


def _offer_title(text: str, origin: str, first_page: str, description: Description) -> None:
    description.offer("document_title", text, origin)
    if not is_junk(text) and _plain(text) in _plain(first_page[:5000]):
        description.offer("title", text, origin, 0.9)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _text(value: Any) -> str:
    """Return a value of the information dictionary as text, or empty."""
    if hasattr(value, "get_object"):
        value = value.get_object()
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


def _day(text: str) -> str | None:
    """Return the day (`2025-10-25`) of a PDF or ISO date, or None."""
    found = _DATE.match(text.strip())
    exact = found is not None and found.group(3) is not None
    date = metadata_values.day("-".join(found.groups()) if found and exact else text)
    return date[0] if date and date[1] == "day" and date[0] > "1985" else None


def _offer_xmp(reader: pypdf.PdfReader, first_page: str, description: Description) -> None:
    said = values(reader)
    for text in said.pop(TITLE, [])[:1]:
        _offer_title(metadata_values.one_line(text), ORIGIN + TITLE, first_page, description)
    for name, texts in said.items():
        key, origin = KEYS[name], ORIGIN + name
        if key in ("creator", "keywords"):
            found = [
                word
                for text in texts
                for word in (metadata_values.words(text) if key == "keywords" else metadata_values.names(text))
            ]
            description.offer(key, [word for word in found if not is_junk(word)], origin, 0.6)
        elif key == "language":
            description.offer(key, metadata_values.language(texts[0]), origin, 0.5)
        elif key.startswith("document_"):
            description.offer(key, _day(texts[0]), origin)
        elif not is_junk(texts[0]):
            description.offer(key, metadata_values.one_line(texts[0], 2000), origin)


def _offer_language(reader: pypdf.PdfReader, description: Description) -> None:
    """Add the catalogue's /Lang (ISO 32000-1, 14.9.2): often the program's own language, hence the confidence."""
    description.offer("language", metadata_values.language(_text(reader.root_object.get("/Lang"))), "pdf:Lang", 0.5)


LABELS, OUTLINE = "page_labels", "outline"
MAX_LABEL = 20  # characters; Roman numerals of a million take a thousand
MAX_ENTRIES, MAX_DEPTH = 500, 6
_ERRORS = (pypdfium2.PdfiumError, ValueError, AssertionError, RecursionError)


def add_page_labels(document: Any, pages: Sequence[str | None], description: Description) -> None:
    """Add `page_labels`: by page number, counted from 1, the printed label if it differs (`{"4": "iv"}`), and
    `outline`: the entries as `title`, `level` (from 1) and `pdf_page`. Entries missing in the text, as in a scan,
    become boilerplate, so that they can be searched."""
    description.offer(LABELS, _labels(document, len(pages)), "pdf:PageLabels")
    outline = list(_outline(document))
    description.offer(OUTLINE, outline, "pdf:Outlines")
    words = _plain(" ".join(page or "" for page in pages)) if outline else ""
    known = set(description.furniture)
    for title in dict.fromkeys(entry["title"] for entry in outline):
        if _plain(title) not in words and title not in known:
            description.furniture.append(title)


def _labels(document: Any, count: int) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for number in range(1, count + 1):
        try:
            label = one_line(document.get_page_label(number - 1)[: 4 * MAX_LABEL])
        except _ERRORS:
            continue
        if label and label != str(number) and len(label) <= MAX_LABEL:
            found[str(number)] = label
    return found or None


def _outline(document: Any) -> Iterator[dict[str, Any]]:
    try:
        for number, bookmark in enumerate(document.get_toc(max_depth=MAX_DEPTH)):
            if number >= MAX_ENTRIES:
                return
            if title := one_line(bookmark.get_title(), 300):
                place = bookmark.get_dest()
                at = None if place is None else place.get_index()
                page = None if at is None or at < 0 else at + 1
                yield {"title": title, "level": bookmark.level + 1, "pdf_page": page}
    except _ERRORS:
        return
