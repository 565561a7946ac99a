"""The XMP packet of a PDF (ISO 16684-1; ISO 32000-1, 14.3.2): Dublin Core, rights and dates, read without entities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pypdf
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

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
    """What the packet says, by the names in KEYS, each at least one text, the default language first; empty where none
    can be read."""
    found: dict[str, list[str]] = {}
    for element in _descriptions(_packet(reader)):
        pairs = [(child.tag, _texts(child)) for child in element]
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


def _texts(element: Element) -> list[str]:
    """The items of a property, or its own text."""
    items = sorted(element.iter(f"{_RDF}li"), key=lambda item: item.get(_LANG) != "x-default")
    return [" ".join("".join(item.itertext()).split()) for item in items or [element]]


def _name(tag: str) -> str:
    space, _, local = tag.removeprefix("{").partition("}")
    return f"{_PREFIXES.get(space, '')}:{local}"
