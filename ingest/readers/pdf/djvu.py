"""Read DjVu: the text layer of each page; pages without one are read by OCR, like scans in a PDF.

Source: DjVu 3 (LizardTech, 2005). The library djvu-rs unpacks the text (BZZ) and renders the pages (JB2, IW44).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import djvu_rs
from PIL import Image

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import PAGE_BREAK, Description
from archive.text.charset import decode_text
from ingest.extract import metadata_values
from ingest.extract.embargo.unread_words import NamedWords, TooManyWords
from ingest.extract.metadata_values import is_junk, one_line
from ingest.readers.base import news_values
from ingest.readers.base.byte_words import of_lines
from ingest.readers.base.source import VERSION, Source
from ingest.readers.pdf import page_notes
from ingest.readers.pdf.page_limits import MOST_DRAWN, collect_pages, page_text
from ingest.readers.pdf.paragraphs import lines_of

NAME = "djvu"
USUAL_DPI = 300  # of a page without a plausible value (8.3.1)
_SEPARATORS = re.compile(r"[\x0b\x1d\x1f]\s*")  # after a column, a region, a paragraph (8.3.5.1)
_HEAD = 25  # bytes up to the flags of a directory (8.3.2.2)
_BUNDLED = 0x80
_SPOKEN = frozenset((b"ANTa", b"ANTz", b"METa", b"METz"))
_LARGEST = 4 << 20  # bytes of such a chunk
_DEEPEST = 2  # pages are in a document
_QUOTED = re.compile(r'(?:\(([\w:.-]{1,60})\s{1,9})?(?<!\\)"((?:[^"\\]|\\.){3,2000})"')  # with the key of metadata


def read_source(source: Source) -> Description:
    """Return the text of each page, the size of the first in pixels, and title, author, subject, keywords and year from
    the document. Raise Unreadable if it is damaged."""
    description = Description(source.media_type, NAME, VERSION)
    if _is_list(source.head(_HEAD)):
        description.notes.append(Message("djvu-in-parts"))
        return description
    document = _opened(source.path, source.filename)
    count = document.page_count()
    pages = collect_pages(_pages(document, count), count, description)
    if all(page is None for page in pages):
        raise _damaged(source.filename)
    description.pages = [page or "" for page in pages]
    description.text = PAGE_BREAK.join(description.pages)
    description.scans = [number for number, page in enumerate(pages, start=1) if page == ""]
    description.notes += page_notes.of_scans(description.scans, len(pages))
    _offer_size(document, description)
    _offer_metadata(document, description)
    return description


def draw_page(path: Path, number: int, dpi: int, most_pixels: int) -> tuple[Image.Image, float]:
    """Return a page, counted from 1, in grey, and its resolution: as requested or scanned, or lower to have at most
    `most_pixels`. Raise Unreadable."""
    try:
        page = _opened(path, path.name).page(number - 1)
        own = page.dpi if 25 <= page.dpi <= 6_000 else USUAL_DPI
        wanted = min(dpi, own) / own
        fitting = (most_pixels / max(page.width * page.height, 1)) ** 0.5
        scale = min(wanted, fitting)
        size = max(1, int(page.width * scale)), max(1, int(page.height * scale))
        drawn = page.render(size=size)
    except (djvu_rs.Error, IndexError, OverflowError, ValueError) as error:
        raise Unreadable(Message("ocr-page-undrawn", page=number, error=error)) from error
    image = Image.frombuffer("RGBA", (drawn.width, drawn.height), drawn.data(), "raw", "RGBA", 0, 1)
    return image.convert("L"), own * scale


def _is_list(head: bytes) -> bool:
    """Return whether it is only the directory of a document whose pages are separate files (8.3.2)."""
    return head[12:20] == b"DJVMDIRM" and len(head) == _HEAD and not head[24] & _BUNDLED


def _opened(path: Path, filename: str) -> djvu_rs.Document:
    try:
        return djvu_rs.Document.open(str(path))
    except djvu_rs.Error as error:
        raise _damaged(filename) from error


def _damaged(filename: str) -> Unreadable:
    return Unreadable(Message("damaged-djvu", file=filename))


def _pages(document: djvu_rs.Document, count: int) -> Iterator[str | None]:
    """Yield each page's text, empty for one without; None if it cannot be read."""
    for number in range(count):
        try:
            text = document.page(number).text() or ""
        except (djvu_rs.Error, IndexError):
            yield None
            continue
        yield page_text(lines_of(_SEPARATORS.sub("\n\n", text[:MOST_DRAWN])))


def _offer_size(document: djvu_rs.Document, description: Description) -> None:
    try:
        first = document.page(0)
    except (djvu_rs.Error, IndexError):
        return
    description.offer("width", first.width, "djvu:INFO")
    description.offer("height", first.height, "djvu:INFO")


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words that are not on the pages: annotations and metadata of each page and of all pages, bookmarks.
    Raise TooManyWords if a part cannot be unpacked."""
    with source.path.open("rb") as file:
        for name, data in _spoken_chunks(file, 4, source.size):
            yield from _texts_in(decode_text(data).text) if name.endswith(b"a") else _unpacked(name, data)
    try:
        waiting = djvu_rs.Document.open(str(source.path)).bookmarks()
    except djvu_rs.Error:
        return  # its reader says so
    while waiting:
        entry = waiting.pop()
        yield "bookmark", entry["title"]
        waiting += entry["children"]


def _spoken_chunks(file: BinaryIO, at: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks with annotations and metadata (8.1, 8.3.4), which only pages and what is shared have."""
    while at + 8 <= end:
        file.seek(at)
        head = file.read(12)
        name, size = head[:4], int.from_bytes(head[4:8], "big")
        if name == b"FORM" and depth < _DEEPEST:
            yield from _spoken_chunks(file, at + 12, min(at + 8 + size, end), depth + 1)
        elif name in _SPOKEN:
            if size > _LARGEST:
                raise TooManyWords
            file.seek(at + 8)
            yield name, file.read(size)
        at += 8 + size + size % 2


def _unpacked(name: bytes, data: bytes) -> Iterator[NamedWords]:
    """Yield the texts in a compressed chunk. The library unpacks those of pages, so it is passed as one of a page."""
    info = struct.pack(">HHBB", 1, 1, 24, 0) + struct.pack("<H", USUAL_DPI) + b"\x16\1"
    chunks = (b"INFO", info), (name, data)
    body = b"".join(kind + struct.pack(">I", len(one)) + one + bytes(len(one) % 2) for kind, one in chunks)
    page = b"AT&TFORM" + struct.pack(">I", 4 + len(body)) + b"DJVU" + body
    try:
        document = djvu_rs.Document.from_bytes(page)
        found = document.metadata() if name == b"METz" else document.page(0).annotations()
    except djvu_rs.Error as error:
        raise TooManyWords from error
    yield from _texts_in(found)


def _texts_in(value: Any) -> Iterator[NamedWords]:
    """Yield the texts in lists and mappings, and the quoted ones in expressions that the library leaves as they are."""
    if isinstance(value, dict):
        yield from ((key, one) for key, one in value.items() if isinstance(one, str))
        value = list(value.values())
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(one, str) for one in value):
        yield value  # of metadata
    if isinstance(value, list | tuple):
        for one in value:
            yield from _texts_in(one)
    elif isinstance(value, str):
        yield from of_lines(value)
        yield from ((found[1] or "annotation", found[2]) for found in _QUOTED.finditer(value))


def _offer_metadata(document: djvu_rs.Document, description: Description) -> None:
    """Add the document's metadata; its title is `document_title`, because programs generate it too."""
    try:
        found = document.metadata()
    except djvu_rs.Error:
        return
    if found is None:
        return
    description.offer("document_title", one_line(found["title"] or "", 1000), "djvu:title")
    authors = metadata_values.names(found["author"] or "")
    description.offer("creator", [name for name in authors if not is_junk(name)], "djvu:author", 0.6)
    description.offer("description", one_line(found["subject"] or "", 1000), "djvu:subject")
    description.offer("keywords", metadata_values.words(found["keywords"] or ""), "djvu:keywords")
    news_values.add_issue_date(one_line(found["year"] or "", 100), "djvu:year", 0.4, description)
