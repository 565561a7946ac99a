"""Read XML of news agencies without entities, network or deep nesting."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from html.entities import html5
from typing import Any

from lxml import etree

from archive.errors import Unreadable
from archive.messages import Message, message_of
from archive.record import Description
from archive.text.charset import clean_text, decode_text
from ingest.readers.base.news_values import NewsRestrictions
from ingest.readers.base.source import Source

MAX_BYTES = 16 << 20
MAX_DEPTH = 128  # nested elements
MAX_ELEMENTS = 400_000
DEEP = Message("xml-too-deep", most=MAX_DEPTH)

_DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_DECLARATION = re.compile(r"(?:(?<!\s)\s++)?<\?xml\s[^>]{0,300}\?>", re.I)
_SUBSET = re.compile(r"<!DOCTYPE\s[^<>\[]{0,2000}\[", re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_OWN = frozenset(("lt", "gt", "amp", "quot", "apos"))
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")


def parse(source: Source, *, remarks: bool = False) -> Any:
    """Return the root element of the file, with comments and processing instructions if `remarks`. Raise Unreadable if
    it declares entities (used by XXE and bombs, not by news), is too large or nested too deep, or is not well-formed
    XML."""
    data = source.head(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(Message("xml-too-large", file=source.filename, size=MAX_BYTES >> 20))
    declared = _DECLARED.match(data[:400])
    text = clean_text(decode_text(data, declared.group(1).decode("ascii") if declared else None).text).replace(
        "\f", " "
    )
    try:
        return parse_text(text, remarks=remarks)
    except ValueError as error:
        raise Unreadable(Message("xml-unreadable", file=source.filename, why=message_of(error))) from error


def parse_or_note(source: Source, description: Description) -> Any:
    """Return the root element of the file. If it cannot be read, note why and return None; its bytes are stored and
    shown, so add the embargo in its lines."""
    try:
        return parse(source)
    except Unreadable as error:
        description.notes.append(message_of(error))
    holds = NewsRestrictions(description)
    holds.told(_TAG.sub("\n", decode_text(source.head(MAX_BYTES)).text), f"{description.reader}:text")
    holds.offer()
    return None


def parse_text(text: str, *, remarks: bool = False) -> Any:
    """Return the root element of an XML text, as `parse` does. Raise ValueError with half a sentence."""
    text = _DECLARATION.sub("", text, count=1).strip()
    subset = _SUBSET.search(text[:20_000])
    if subset and "<!ENTITY" in text[subset.end() :].upper():
        raise ValueError(Message("declares-entities"))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=not remarks, remove_pis=not remarks,
    )  # fmt: skip
    try:
        root = etree.fromstring(_NAMED.sub(_letter, text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = " ".join(str(error).split())
        deep = "Excessive depth" in why  # libxml2 supports 256 levels
        raise ValueError(DEEP if deep else Message("xml-damaged", error=why[:150])) from None
    _measure(root)
    return root


def take_remarks(source: Source, items: Sequence[Any], find: Callable[[Any], Sequence[Any]]) -> bytes:
    """Add to each item of a file the comments and processing instructions in it, and return the XML around the items;
    `find` returns them from a root element."""
    root = parse(source, remarks=True)
    for item, same in zip(items, find(root), strict=True):
        for one in same.iter(etree.Comment, etree.ProcessingInstruction):
            remark = deepcopy(one)
            remark.tail = None
            item.append(remark)
        same.getparent().remove(same)
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8"))


def _letter(named: re.Match[str]) -> str:
    """Return the character of an entity known in HTML (and in NITF's DTD), because its declaration is not read."""
    return named.group() if named[1] in _OWN else html5.get(f"{named[1]};", named.group())


def _measure(root: Any) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH:
            raise ValueError(DEEP)
        if count > MAX_ELEMENTS:
            raise ValueError(Message("xml-too-many-elements", most=f"{MAX_ELEMENTS:,}"))


def name(element: Any) -> str:
    """Return the name of an element without its namespace, or empty if it is not an element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def found(element: Any, *path: str) -> list[Any]:
    """Return the elements at a path of names below an element, in any namespace."""
    level = [element]
    for part in path:
        level = [child for parent in level for child in parent if name(child) == part]
    return level


def words(element: Any) -> str:
    """Return all words in an element, on one line."""
    return " ".join("".join(element.itertext()).split())
