"""Reads IPTC-IIM datasets (IPTC Information Interchange Model 4.2) with whatever character set they are really in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.pixels.reading import MAX_PARTS
from ingest.photo.fields import Fields, Said
from ingest.photo.text import clean, decode

# 1:90 holds ISO 2022 escape sequences. Only single-byte sets need naming: UTF-8 is tried first whatever it says.
_CHARACTER_SETS = {
    b"\x1b.A": "latin-1",
    b"\x1b-A": "latin-1",
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

# Bytes a dataset may hold; writers cut longer values off without a word.
LIMITS = {
    "2:05": 64, "2:15": 3, "2:20": 32, "2:25": 64, "2:40": 256, "2:80": 32, "2:85": 32, "2:90": 32, "2:92": 32,
    "2:95": 32, "2:100": 3, "2:101": 64, "2:103": 32, "2:105": 256, "2:110": 32, "2:115": 32, "2:116": 128,
    "2:120": 2000, "2:122": 32,
}  # fmt: skip


def datasets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(record, dataset, content) in order; skips padding and garbage up to the next plausible tag."""
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
        if size & 0x8000:  # extended: the low bits say how many bytes the length itself takes
            width = size & 0x7FFF
            size = int.from_bytes(data[start : start + width], "big") if width <= 4 else len(data)
            start += width
        yield record, number, data[start : start + size]
        position = start + size


def read_iim(streams: Sequence[bytes]) -> Fields:
    """What the IIM streams say, under names like `2:120`; all values of a repeated dataset, in order."""
    found = [dataset for stream in streams for dataset in datasets(stream)]
    # 1:90 belongs before record 2, but some write it after; it holds for all.
    declared = next(
        (_CHARACTER_SETS.get(content[:3]) for record, number, content in found if (record, number) == (1, 90)), None
    )
    fields: dict[str, list[Said]] = {}
    for record, number, content in found:
        if record == 2 and number > 0:
            text = clean(decode(content, declared))
            if text:
                fields.setdefault(f"2:{number:02d}", []).append(Said(text))
    return Fields("iim", fields)
