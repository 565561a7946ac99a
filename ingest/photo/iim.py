"""Read IPTC-IIM datasets (IPTC Information Interchange Model 4.2) in their actual character set.

JPEG and TIFF keep them in Photoshop image resources, together with their digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from archive.pictures.containers import MAX_PARTS
from archive.pictures.photoshop import iter_image_resources
from ingest.photo.metadata_fields import Fields, SourceValue
from ingest.photo.metadata_text import charset_of_values, clean_metadata_text, decode_metadata_text

# 1:90 contains ISO 2022 escape sequences. Only single-byte sets need an entry: UTF-8 is always tried first.
_CHARACTER_SETS = {
    b"\x1b.A": "cp1252",  # Latin-1: in practice with the quotation marks of Windows
    b"\x1b-A": "cp1252",
    b"\x1b.B": "iso8859-2",
    b"\x1b-B": "iso8859-2",
    b"\x1b-L": "iso8859-5",
    b"\x1b.L": "iso8859-5",
    b"\x1b-G": "iso8859-6",
    b"\x1b-F": "iso8859-7",
    b"\x1b-H": "iso8859-8",
    b"\x1b-M": "iso8859-9",
    b"\x1b-T": "iso8859-11",
}

_UTF8 = b"\x1b%G"
_NUMBERS = frozenset({"1:00", "1:20", "1:22", "2:00", "2:200", "2:201", "3:00", "3:20", "3:30", "3:40", "3:50", "7:90"})
_NOT_TEXT = frozenset({"1:90", "2:125", "2:202", "8:10"})  # a character set, pictures and sounds
_BINARY_RECORDS, _LONGEST_BINARY = frozenset(range(3, 10)), 64  # bytes

# Maximum bytes of a dataset; writers cut longer values off silently.
LIMITS = {
    "2:05": 64, "2:15": 3, "2:20": 32, "2:25": 64, "2:40": 256, "2:80": 32, "2:85": 32, "2:90": 32, "2:92": 32,
    "2:95": 32, "2:100": 3, "2:101": 64, "2:103": 32, "2:105": 256, "2:110": 32, "2:115": 32, "2:116": 128,
    "2:120": 2000, "2:122": 32,
}  # fmt: skip


def datasets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (record, dataset, content) in order; skips padding and garbage up to the next plausible tag."""
    position = 0
    for _ in range(MAX_PARTS):
        position = data.find(b"\x1c", position)
        if position < 0 or position + 5 > len(data):
            return
        record, number = data[position + 1], data[position + 2]
        size = int.from_bytes(data[position + 3 : position + 5], "big")
        start = position + 5
        if not 1 <= record <= 9:
            position += 1
            continue
        if size & 0x8000:  # extended: the low bits are the number of bytes of the length itself
            width = size & 0x7FFF
            size = int.from_bytes(data[start : start + width], "big") if width <= 4 else len(data)
            start += width
        yield record, number, data[start : start + size]
        position = start + size


def read_iim(streams: Sequence[bytes]) -> Fields:
    """Return the content of the IIM streams, under names like `2:120`; all values of a repeated dataset, in order.
    `1:90` is `UTF8` if UTF-8 was declared; numeric datasets are under `numbers`."""
    found = [dataset for stream in streams for dataset in datasets(stream)]
    # 1:90 belongs before record 2, but some write it after; it applies to all.
    escape = next((content for record, number, content in found if (record, number) == (1, 90)), b"")
    declared = _CHARACTER_SETS.get(escape[:3])
    charset = charset_of_values((content for record, _, content in found if record == 2), declared)
    fields: dict[str, list[SourceValue]] = {}
    numbers: dict[str, list[float]] = {}
    for record, number, content in found:
        name = f"{record}:{number:02d}"
        if name in _NOT_TEXT or (len(content) > _LONGEST_BINARY and record in _BINARY_RECORDS):
            continue
        if name in _NUMBERS:
            numbers.setdefault(name, []).append(float(int.from_bytes(content[:8], "big")))
            continue
        text = clean_metadata_text(decode_metadata_text(content, charset))
        if text:
            fields.setdefault(name, []).append(SourceValue(text))
    if escape.startswith(_UTF8):
        fields["1:90"] = [SourceValue("UTF8")]
    return Fields("iim", fields, numbers)


IIM_RESOURCE, DIGEST_RESOURCE = 0x0404, 0x0425


def iim_of(data: bytes, outside: Sequence[bytes] = ()) -> tuple[list[bytes], bool]:
    """Return the IIM streams within the resources, and whether a digest shows that they were edited after the XMP. TIFF
    has only the digest there, and the stream `outside`, padded with zeros to whole words."""
    streams: list[bytes] = []
    digest = b""
    for number, content in iter_image_resources(data):
        if number == IIM_RESOURCE:
            streams.append(content)
        elif number == DIGEST_RESOURCE:
            digest = content[:16]
    stream = next(iter((*streams, *outside)), b"")
    if not stream or not digest.strip(b"\0"):
        return streams, False
    same = {hashlib.md5(one, usedforsecurity=False).digest() for one in (stream, stream.rstrip(b"\0"))}
    return streams, digest not in same
