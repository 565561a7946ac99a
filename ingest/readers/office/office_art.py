"""Text of WordArt in the drawings of DOC and PPT: a title, or a watermark on every page ([MS-ODRAW])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

HEAD = struct.Struct("<HHI")  # 2.2.1: version and instance, type, size
OPTIONS, CONTAINER = 0xF00B, 15  # the properties of a shape (2.2.9); version of a container record
MOST_RECORDS = 100_000
_TEXT, _WITH_DATA, _OF_PICTURE = 0x00C0, 0x8000, 0x4000  # 2.3.22.1; bits of the number of a property (2.2.7)


def art_text(options: bytes, count: int) -> str | None:
    """Return the text among `count` properties of a shape, or None. Complex properties contain the size of their data,
    which follows all properties."""
    at = 6 * count
    for number, size in struct.iter_unpack("<HI", options[: len(options[:at]) // 6 * 6]):
        if number & _WITH_DATA:
            if number & ~(_WITH_DATA | _OF_PICTURE) == _TEXT:
                return options[at : at + size].decode("utf-16-le", "replace").rstrip("\0")
            at += size
    return None


def drawn_texts(drawings: bytes) -> Iterator[str]:
    """Yield the texts in the drawings of a DOC ([MS-DOC] 2.9.172): the shared part, then each drawing after one
    byte."""
    at, records, ends = 0, 0, 0
    while at + HEAD.size <= len(drawings) and records < MOST_RECORDS:
        records += 1
        version, kind, size = HEAD.unpack_from(drawings, at)
        start, end = at + HEAD.size, at + HEAD.size + size
        if kind == OPTIONS and (words := art_text(drawings[start:end], version >> 4)):
            yield words
        ends = max(ends, end)
        at = start if version & 15 == CONTAINER else end
        at += at == ends  # the byte before the next drawing
