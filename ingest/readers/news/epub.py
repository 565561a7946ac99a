"""Read books and brochures (EPUB): each chapter as a page, in the order of reading (EPUB 3.3)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import PAGE_BREAK, Description
from archive.text.charset import decode_text
from ingest.extract import metadata_values
from ingest.readers.base import zip_safety
from ingest.readers.base.source import VERSION, Source
from ingest.readers.news.xml_input import found, parse_text, words
from ingest.readers.office import document_flow
from ingest.readers.text.plain_text import MAX_CHARACTERS
from ingest.readers.web import html

NAME = "epub"
WHAT = Message("a-book")
CONTAINER = "META-INF/container.xml"
MOST_CHAPTERS, MOST_BYTES = 2_000, 8 << 20
ERRORS = (etree.LxmlError, LookupError, *zip_safety.ZIP_ERRORS)


def read_source(source: Source) -> Description:
    """Return the words of each chapter as a page, with the book's title, authors, language and day. Raise Encrypted if
    a password is needed, Unreadable if it is damaged or malicious."""
    zip_safety.check(source, WHAT)
    description = Description(source.media_type, NAME, VERSION)
    try:
        with zipfile.ZipFile(source.path) as file:
            place = found(_xml(file, CONTAINER), "rootfiles", "rootfile")[0].get("full-path") or ""
            package = _xml(file, place)
            _offer(package, description)
            pages = [[text] for text in _chapters(file, package, posixpath.dirname(place), description)]
    except ERRORS as error:
        raise zip_safety.damaged(source, WHAT) from error
    document_flow.into(pages, "", description)
    if not description.text.replace(PAGE_BREAK, "").strip():
        raise Unreadable(Message("book-without-text", file=source.filename))
    return description


def _xml(file: zipfile.ZipFile, name: str) -> Any:
    return parse_text(decode_text(_bytes(file, name)).text)


def _bytes(file: zipfile.ZipFile, name: str) -> bytes:
    if file.getinfo(name).file_size > MOST_BYTES:
        raise ValueError(name)
    return file.read(name)


def _offer(package: Any, description: Description) -> None:
    """Add the metadata of the package (Dublin Core)."""
    told = {key: [words(one) for one in found(package, "metadata", key)] for key in ("title", "creator", "language")}
    description.offer("title", next(iter(told["title"]), ""), "epub:dc:title", 0.9)
    description.offer("creator", [name for name in told["creator"] if name], "epub:dc:creator")
    description.offer("language", metadata_values.language(next(iter(told["language"]), "")), "epub:dc:language", 0.8)
    for one in found(package, "metadata", "date")[:1]:
        if day := metadata_values.day(words(one)[:10]):
            description.offer("date", day[0], "epub:dc:date", 0.7)
            description.offer("date_precision", day[1], "epub:dc:date")


def _chapters(file: zipfile.ZipFile, package: Any, folder: str, description: Description) -> Iterator[str]:
    names = frozenset(file.namelist())
    items = {one.get("id"): one.get("href") or "" for one in found(package, "manifest", "item")}
    left = MAX_CHARACTERS
    for one in found(package, "spine", "itemref")[:MOST_CHAPTERS]:
        href = unquote(items.get(one.get("idref"), "").partition("#")[0])
        name = posixpath.normpath(posixpath.join(folder, href))
        if not href or name not in names or left < 0:
            continue
        text = html.extract_fragment_text(decode_text(_bytes(file, name)).text, description)
        left -= len(text)
        yield text
