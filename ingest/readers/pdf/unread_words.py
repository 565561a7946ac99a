"""The words of a PDF that are not on its pages: notes, fields of forms, bookmarks, layers, alternative texts, XMP.

ISO 32000-1, 7.3.4: all are strings in dictionaries, each with a name.
"""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

import pypdf
import pypdfium2 as pdfium
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, TextStringObject

from ingest.extract.embargo.unread_words import NamedWords, TooManyWords
from ingest.readers.base.byte_words import of_lines
from ingest.readers.base.markup_words import of_markup
from ingest.readers.base.source import Source
from ingest.readers.base.time_limit import TimeLimit
from ingest.readers.pdf.metadata import MAX_BYTES
from ingest.readers.pdf.page_limits import MAX_PAGES
from ingest.readers.pdf.pdf import PYPDF_ERRORS

MOST = 100_000  # objects of one file
SECONDS = 3.0
_LOCKED = (pdfium.raw.FPDF_ERR_PASSWORD, pdfium.raw.FPDF_ERR_SECURITY)
# Keys that lead back, to drawing operations, or to bytes of files.
_LEFT_OUT = frozenset(
    ("/Parent", "/P", "/Pg", "/Resources", "/Contents", "/Pages", "/Kids", "/AP", "/EF", "/StructTreeRoot", "/Dest",
     "/ParentTree", "/IDTree", "/Encoding", "/Thumb", "/Prev", "/Encrypt", "/OBJR", "/ID", "/B", "/StructParents")
)  # fmt: skip


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the texts in the objects of a document, those of pages first, the document structure last. Raise
    TooManyWords if that takes more than SECONDS."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with source.path.open("rb") as file:
            reader = pypdf.PdfReader(file, strict=False)
            if reader.is_encrypted and not any(reader.decrypt(password) for password in ("", *source.passwords)):
                return
            yield from _words(reader)
    except PYPDF_ERRORS:
        return


def page_words(source: Source) -> Iterator[NamedWords]:
    """Yield the lines on the pages of a PDF that lies in another file. Raise TooManyWords if it needs another password,
    or more than SECONDS."""
    limit = TimeLimit(SECONDS)
    document = _opened(source)
    if document is None:
        return
    with document:
        for number in range(len(document)):
            if limit.is_over:
                raise TooManyWords
            try:
                text = document[number].get_textpage().get_text_range()
            except (pdfium.PdfiumError, ValueError):
                continue
            yield from of_lines(text)


def _opened(source: Source) -> pdfium.PdfDocument | None:
    """The document, None for a damaged one. Raise TooManyWords if no password opens it."""
    for password in ("", *source.passwords):
        try:
            return pdfium.PdfDocument(source.path, password=password or None)
        except (pdfium.PdfiumError, ValueError, OSError) as error:
            if getattr(error, "err_code", None) not in _LOCKED:
                return None
    raise TooManyWords


def _words(reader: pypdf.PdfReader) -> Iterator[NamedWords]:
    root = reader.root_object
    yield from _of_packet(root.get("/Metadata"))
    for name, value in (reader.metadata or {}).items():
        if isinstance(value, str):
            yield name.lstrip("/"), value
    waiting: deque[Any] = deque([root])
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            break  # a note on the pages left out holds the file
        waiting.append(page.get("/Annots"))
    waiting.append(_raw(root, "/StructTreeRoot"))
    yield from _in_objects(waiting)


def _in_objects(waiting: deque[Any]) -> Iterator[NamedWords]:
    """Yield the texts in these objects and everything reachable from them, nearest first; each object once."""
    seen: set[tuple[int, int]] = set()
    limit, count = TimeLimit(SECONDS), 0
    while waiting:
        if (count := count + 1) > MOST or limit.is_over:
            raise TooManyWords
        value = waiting.popleft()
        if isinstance(value, IndirectObject):
            if (place := (value.idnum, value.generation)) in seen:
                continue
            seen.add(place)
            value = _resolved(value)
        if isinstance(value, DictionaryObject):
            yield from _of_dictionary(value)
            skipped = _LEFT_OUT - {"/Kids"} if value.get("/Type") != "/Pages" else _LEFT_OUT
            waiting.extend(_raw(value, key) for key in value if key not in skipped)
        elif isinstance(value, ArrayObject):
            waiting.extend(value)
            yield from (("text", str(one)) for one in value if isinstance(one, TextStringObject))


def _of_dictionary(value: DictionaryObject) -> Iterator[NamedWords]:
    """Yield the texts of a dictionary under their keys; the value of a form field under its name; the name of a stamp
    as words: `#SBNotForPublicRelease`."""
    if value.get("/Subtype") == "/Stamp" and "/Name" in value:
        name = re.sub(r"\A/?#?(?:SB|SH|DH)?(?=[A-Z])", "", str(value.get("/Name")))
        yield "status", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    for key in value:
        words = _raw(value, key)
        if isinstance(words, IndirectObject):
            words = _resolved(words)
        if isinstance(words, TextStringObject) and key not in ("/DA", "/DS", "/Lang", "/T", "/V"):
            yield key.lstrip("/"), str(words)
    if "/V" in value:
        said = value.get("/V")
        said = {"/Yes": "yes", "/On": "yes", "/Off": "no"}.get(str(said), str(said))
        yield from ((str(value.get(key) or "field"), said) for key in ("/T", "/TU"))


def _of_packet(metadata: Any) -> Iterator[NamedWords]:
    stream = metadata.get_object() if metadata is not None else None
    if isinstance(stream, StreamObject):
        data = stream.get_data()
        if len(data) <= MAX_BYTES:
            yield from of_markup(data.strip(b"\0 \t\r\n"))


def _raw(value: DictionaryObject, key: str) -> Any:
    return value.raw_get(key) if key in value else None


def _resolved(reference: IndirectObject) -> Any:
    try:
        return reference.get_object()
    except PYPDF_ERRORS:
        return None
