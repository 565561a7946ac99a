"""Files made by tests: PDFs written object by object, legacy encodings, hostile samples."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Sequence
from pathlib import Path

from archive.record import Description
from ingest.readers.base import sniff
from ingest.readers.base.source import Source
from ingest.readers.registry import reader_for

TONES = "\u0300\u0301\u0303\u0309\u0323"


def read(path: Path, filename: str | None = None) -> Description:
    """Return the output of the reader for the file's content, before any enrichment."""
    name = filename or path.name
    media_type = sniff.media_type(path, name)
    return reader_for(media_type).read(Source(path, name, media_type, path.parent, name))


def cp1258(text: str) -> bytes:
    """Return Vietnamese text in Windows-1258, which writes most tone marks after the letter."""
    written = []
    for char in unicodedata.normalize("NFC", text):
        try:
            written.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
            written.append((letter + "".join(part for part in parts if part in TONES)).encode("cp1258"))
    return b"".join(written)


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1. The first is the catalogue."""
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
        + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, len(body))
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def one_page(content: bytes, resources: bytes = b"", more: Sequence[bytes] = (), trailer: bytes = b"") -> bytes:
    """Return a PDF of one page. Object 4 is its content, 5 the font /F (Helvetica, WinAnsi); `more` starts at 6."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%b>>>>"
            % resources,
            stream(content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            *more,
        ],
        trailer,
    )


def lines(texts: Sequence[tuple[int, int, int, str]]) -> bytes:
    """Return page content with lines of text at (x, y, size, text)."""
    shown = []
    for x, y, size, text in texts:
        escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        shown.append(b"BT /F %d Tf %d %d Td (%b) Tj ET" % (size, x, y, escaped))
    return b"\n".join(shown)


def deflated(data: bytes) -> bytes:
    """A stream object under FlateDecode."""
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode")
