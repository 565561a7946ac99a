"""Walks the boxes of AVIF and HEIC files (ISO/IEC 23008-12, 14496-12) for the items that describe the picture."""

from __future__ import annotations

import io
from typing import BinaryIO

from archive.pixels.boxes import boxes
from archive.pixels.reading import MAX_BLOCK, MAX_PARTS, read_at
from ingest.photo.blocks import Blocks, tiff_start

Extents = tuple[int, list[tuple[int, int]]]  # construction method; (offset, length) of each part


def walk_heif(file: BinaryIO) -> Blocks:
    """EXIF, XMP and the size of the picture. Pillow's own copy of EXIF is not used: it writes it anew, and loses all
    letters that are not ASCII. Never raises on bad bytes."""
    blocks = Blocks()
    file.seek(0, io.SEEK_END)
    meta = next((box for box in boxes(file, 0, file.tell()) if box[0] == b"meta"), None)
    if meta is None:
        return blocks
    parts = {kind: (start, end) for kind, start, end in boxes(file, meta[1] + 4, meta[2])}
    kinds = _item_kinds(file, *parts.get(b"iinf", (0, 0)))
    places = _item_places(_content(file, *parts.get(b"iloc", (0, 0))))
    inside = parts.get(b"idat", (0, 0))[0]
    for item, kind in kinds.items():
        if kind == b"Exif":
            data = _item(file, places.get(item), inside)
            blocks.exif = blocks.exif or tiff_start(data[4 + int.from_bytes(data[:4], "big") :] or data[4:])
        elif kind == b"application/rdf+xml":
            blocks.xmp.append(_item(file, places.get(item), inside))
    blocks.size = _size(file, *parts.get(b"iprp", (0, 0)))
    return blocks


def _content(file: BinaryIO, start: int, end: int) -> bytes:
    return read_at(file, start, end - start)


def _item_kinds(file: BinaryIO, start: int, end: int) -> dict[int, bytes]:
    """Item number -> item type, for MIME items their content type."""
    kinds: dict[int, bytes] = {}
    version = _content(file, start, start + 1)[:1] if end > start else b""
    for kind, inner, stop in boxes(file, start + (6 if version == b"\0" else 8), end):
        data = _content(file, inner, min(stop, inner + 512))
        if kind == b"infe" and data[:1] in (b"\2", b"\3"):
            wide = 4 if data[0] == 3 else 2
            item, rest = int.from_bytes(data[4 : 4 + wide], "big"), data[4 + wide + 2 :]
            mime = rest[4:].split(b"\0")[1:2] if rest[:4] == b"mime" else []
            kinds[item] = mime[0] if mime else rest[:4]
    return kinds


def _item_places(data: bytes) -> dict[int, Extents]:
    """Item number -> where its bytes are, from the item location box, version 0 to 2."""
    stream = io.BytesIO(data)

    def number(width: int) -> int:
        return int.from_bytes(stream.read(width), "big")

    version, sizes = number(4) >> 24, number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    places: dict[int, Extents] = {}
    for _ in range(min(number(4 if version == 2 else 2), MAX_PARTS)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)  # data reference
        base, count = number(base_size), number(2)
        if stream.tell() >= len(data):
            break
        extents: list[tuple[int, int]] = []
        for _ in range(min(count, MAX_PARTS)):
            number(index_size)
            extents.append((base + number(offset_size), number(length_size)))
            if stream.tell() >= len(data):
                break
        places[item] = method, extents
    return places


def _item(file: BinaryIO, place: Extents | None, inside: int) -> bytes:
    """The bytes of an item: parts of the file, or (method 1) of the item data box that begins at `inside`."""
    if place is None or place[0] > 1:
        return b""
    joined = bytearray()
    for offset, length in place[1]:
        if offset < 1 << 62:
            joined += read_at(file, offset + (inside if place[0] == 1 else 0), min(length, MAX_BLOCK - len(joined)))
    return bytes(joined)


def _size(file: BinaryIO, start: int, end: int) -> tuple[int, int] | None:
    """The largest extent declared: grids and thumbnails are smaller."""
    sizes: list[tuple[int, int]] = []
    for kind, inner, stop in boxes(file, start, end):
        for name, begin, finish in boxes(file, inner, stop) if kind == b"ipco" else ():
            if name == b"ispe":
                data = _content(file, begin, finish)
                sizes.append((int.from_bytes(data[4:8], "big"), int.from_bytes(data[8:12], "big")))
    largest = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return largest if largest[0] and largest[1] else None
