"""Records as simple Dublin Core (DCMI Metadata Terms, /elements/1.1/), in the container of OAI-PMH."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from archive.custody.xml_tags import Maker
from archive.record import Kind, Record

OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
_dc = Maker(DC)
_ELEMENTS = (
    ("creator", ("creator", "speaker")),
    ("subject", ("keywords", "persons", "organisations", "occasion")),
    ("description", ("description", "caption", "alt_text")),
    ("publisher", ("source",)),
    ("source", ("source_url",)),
    ("identifier", ("identifiers",)),
    ("coverage", ("places", "event_date")),
    ("rights", ("copyright", "credit", "usage_terms")),
    ("relation", ("collection",)),
)
_TYPES = {Kind.PHOTO: "StillImage"}  # DCMI Type Vocabulary


def dublin_core(record: Record) -> etree._Element:
    """Return a record as the element oai_dc:dc."""
    made = etree.Element(f"{{{OAI}}}dc", nsmap={"oai_dc": OAI, "dc": DC})
    made.extend(_dc(name, value) for name, value in _values(record))
    return made


def _values(record: Record) -> Iterator[tuple[str, object]]:
    yield "title", record.title
    yield "identifier", record.id
    yield "type", _TYPES.get(record.kind, "Text")
    yield "format", record.original.media_type
    if record.date:
        yield "date", record.date
    for language in record.values.get("languages") or filter(None, [record.values.get("language")]):
        yield "language", language
    for name, keys in _ELEMENTS:
        for value in dict.fromkeys(one for key in keys for one in _each(record.values.get(key))):
            yield name, value


def _each(value: Any) -> list[str]:
    items = value if isinstance(value, list | tuple) else [value]
    return [str(item) for item in items if item not in (None, "") and not isinstance(item, dict)]
