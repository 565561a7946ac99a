"""The words of markup with their names: elements, attributes, comments, in XML and HTML.

Nothing is left out for being invisible: hidden and deleted text and notes are included.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from archive.media_types import HTML
from archive.text.charset import decode_text
from ingest.extract.embargo.unread_words import NamedWords, TooManyWords
from ingest.readers.base.source import Source
from ingest.readers.base.zip_safety import ZIP_ERRORS

PARTS = ("ml", ".rels", ".opf", ".ncx", "htm", "svg")  # of packages: endings of their names
MOST_BYTES = 64 << 20  # of all parts of one package
MOST_ATTRIBUTES = 5_000  # of one element: libxml2 searches for each from the first one on
MOST_JSON = 8 << 20  # characters that become objects in memory
LONGEST = 2_000  # characters of an element with others in it
LARGE = 2 << 20  # bytes of a sheet whose cells are left to the table reader
ERRORS = (etree.LxmlError, ValueError, RecursionError, *ZIP_ERRORS)
# Elements whose words are part of others, as runs.
_BLOCKS = frozenset(("p", "h", "si", "is", "comment", "text", "li", "td", "th", "title", "desc", "div"))
_LABELS = ("name", "property", "itemprop", "http-equiv", "key", "alias")  # attributes that name what is beside them
_VALUES = ("content", "value", "FormalName", "qcode")
_REVISION = "rsid"  # begins the attributes with numbers of revisions, five in each paragraph (ECMA-376)
_CSS_WORDS = re.compile(r"content\s{0,3}:\s{0,3}([\"'])([^\"'\n]{3,}+)\1")
_STRING = r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"'
_JSON_TEXT = re.compile(rf'(?:"([^"\\]{{1,60}})"\s{{0,5}}:\s{{0,5}})?{_STRING}', re.S)
_ESCAPE = re.compile(r"\\(?:([^u])|u([0-9a-fA-F]{4}))", re.S)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " ", '"': '"', "/": "/", "\\": "\\"}
SHEET_CODE = re.compile(r"(?:&(?:\"[^\"]{0,100}\"|\d{1,3}|K[0-9A-F]{6}|[A-Z]))+")
_WORDS = (b"<is>", b"inlineStr", b'"str"')  # in cells that do not only point to the words of all sheets
_CELLS = (b"<sheetData", b"</sheetData>")


def markup_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words in a markup file or in a package of such files; none for other files."""
    head = source.head(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK"):
        yield from of_package(source.path)
    elif head.startswith(b"<") or source.media_type == HTML:
        yield from of_markup(source.head(MOST_BYTES), is_html=source.media_type == HTML)


def of_package(path: Path) -> Iterator[NamedWords]:
    """Yield the words in all parts of a ZIP of XML (ECMA-376, OpenDocument, EPUB), the smallest first: comments and
    properties are small, the text is read by another. A damaged part yields those before the damage."""
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(path) as file:
            parts = (one for one in file.infolist() if is_part(one.filename))
            for entry in sorted(parts, key=lambda one: one.file_size):
                left -= entry.file_size
                if left < 0:
                    raise TooManyWords
                data = _without_cells(file.read(entry))
                yield from of_markup(data, is_html=entry.filename.casefold().endswith((".html", ".htm")))
    except ZIP_ERRORS:
        return


def is_part(name: str) -> bool:
    """Return whether a part of a package is markup, by its name."""
    return name.casefold().endswith(PARTS)


def _without_cells(data: bytes) -> bytes:
    """A sheet without its cells where these have no words of their own, or are too many."""
    start, end = data.find(_CELLS[0]), data.rfind(_CELLS[1])
    if not 0 <= start < end or (len(data) <= LARGE and any(data.find(mark, start, end) >= 0 for mark in _WORDS)):
        return data
    return data[:start] + b"<sheetData>" + data[end:]


def of_markup(data: bytes, *, is_html: bool = False) -> Iterator[NamedWords]:
    """Yield the words of XML or HTML, as far as it can be read. No entities, no network."""
    options = {"html": True} if is_html else {"resolve_entities": False, "load_dtd": False}
    try:
        for _, element in etree.iterparse(
            BytesIO(data), events=("end", "comment", "pi"), no_network=True, huge_tree=False, recover=True, **options
        ):
            yield from _of_element(element)
            if isinstance(element.tag, str) and _local(element.tag) in _BLOCKS:
                element.clear(keep_tail=True)
    except ERRORS:
        return


def _of_element(element: Any) -> Iterator[NamedWords]:
    if not isinstance(element.tag, str):
        if element.text:
            yield "comment", element.text
        return
    name = _local(element.tag)
    if len(element.attrib) > MOST_ATTRIBUTES:
        raise TooManyWords
    attributes = {_local(str(key)): str(value) for key, value in element.attrib.items()}
    label = next((attributes[key] for key in _LABELS if attributes.get(key)), "")
    has_value = any(key in attributes for key in _VALUES)
    for key, value in attributes.items():
        if not key.startswith(_REVISION) and (key not in _LABELS or not has_value):
            yield ((label or name) if key in _VALUES else key), value
    if name == "script":
        yield from _of_script(element.text or "", attributes.get("type", ""))
    elif name == "style":
        yield from (("style", found[2]) for found in _CSS_WORDS.finditer(element.text or ""))
    elif name.endswith(("Header", "Footer")) and element.text:  # ECMA-376 part 1, 18.3.1.39
        yield from ((name, words) for words in SHEET_CODE.split(element.text))
    elif name in _BLOCKS:  # whose content is not repeated around it
        yield label or name, " ".join("".join(element.itertext()).split())
    elif (element.text or "").strip():
        yield from ((label or name, words) for words in _words(element))


def _words(element: Any) -> Iterator[str]:
    """Yield the words in an element; if they are too long for an embargo, also those that stand in no other element."""
    said, length = [], 0
    for part in element.itertext():
        said.append(part)
        length += len(part)
        if length > LONGEST:
            yield from filter(None, (element.text, *(child.tail for child in element)))
            break
    yield " ".join("".join(said).split())[:LONGEST]


def _of_script(text: str, kind: str) -> Iterator[NamedWords]:
    """Yield the values of linked data (JSON-LD); scripts have no words."""
    if "json" in kind.casefold():
        yield from _of_json(text.strip().rstrip(";"))


def json_words(source: Source) -> Iterator[NamedWords]:
    """Yield the texts in a JSON file."""
    return _of_json(decode_text(source.head(MOST_BYTES)).text.lstrip("\ufeff"))


def _of_json(text: str) -> Iterator[NamedWords]:
    """Yield the texts in JSON. If it has errors or is too large, yield whatever looks like a text with its key."""
    if len(text) <= MOST_JSON:
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            pass
        else:
            yield from of_values(data)
            return
    for found in _JSON_TEXT.finditer(text):
        yield found[1] or "", _ESCAPE.sub(lambda one: _ESCAPED.get(one[1], "") or chr(int(one[2], 16)), found[2])


def of_values(data: Any, is_apart: Callable[[dict[str, Any]], bool] = lambda _: False) -> Iterator[NamedWords]:
    """Yield the texts in JSON lists and objects, each with its key, but not in objects that are apart."""
    waiting: list[tuple[str, Any]] = [("", data)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(str(key), inner) for key, inner in value.items()] if not is_apart(value) else []
        elif isinstance(value, list):
            waiting += [(name, inner) for inner in value]
        elif isinstance(value, str):
            yield name, value


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]
