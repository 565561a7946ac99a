"""Walks the boxes of AVIF and HEIC files (ISO/IEC 23008-12, 14496-12) for the items that describe the picture."""

from __future__ import annotations

import io
from typing import BinaryIO

from archive.pixels.boxes import all_boxes, boxes
from archive.pixels.heif import item_kinds, meta_parts
from archive.pixels.reading import MAX_BLOCK, MAX_PARTS, read_at
from ingest.photo.blocks import XMP_UUID, Blocks, tiff_start
from ingest.photo.xmp import is_xmp

Extents = tuple[int, list[tuple[int, int]]]  # construction method; (offset, length) of each part


def walk_heif(file: BinaryIO) -> Blocks:
    """EXIF, XMP and the size of the picture. Pillow's own copy of EXIF is not used: it writes it anew, and loses all
    letters that are not ASCII. Never raises on bad bytes."""
    blocks = Blocks()
    for kind, start, end in all_boxes(file):
        if kind == b"uuid" and read_at(file, start, 16) == XMP_UUID:
            blocks.xmp.append(read_at(file, start + 16, end - start - 16))
    parts = meta_parts(file)
    kinds = item_kinds(file, parts.get(b"iinf", (0, 0)))
    places = _item_places(_content(file, *parts.get(b"iloc", (0, 0))))
    inside = parts.get(b"idat", (0, 0))[0]
    for item, kind in kinds.items():
        if kind == b"Exif":
            data = _item(file, places.get(item), inside)
            blocks.exif = blocks.exif or tiff_start(data[4 + int.from_bytes(data[:4], "big") :] or data[4:])
        elif b"xml" in kind and is_xmp(packet := _item(file, places.get(item), inside)):
            blocks.xmp.append(packet)
    blocks.size = _size(file, *parts.get(b"iprp", (0, 0)))
    return blocks


def _content(file: BinaryIO, start: int, end: int) -> bytes:
    return read_at(file, start, end - start)


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
