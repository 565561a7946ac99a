"""Walks the directories of a TIFF file (TIFF 6.0) for the blocks that other standards keep in its tags."""

from __future__ import annotations

import struct
from typing import BinaryIO

from archive.pixels.reading import read_at
from archive.pixels.tiff import Entry, byte_order, content, directories
from ingest.photo.blocks import Blocks

XMP_TAG, IIM_TAG, PHOTOSHOP_TAG = 700, 33723, 34377
BLOCK_TAGS = frozenset({XMP_TAG, IIM_TAG, PHOTOSHOP_TAG})
WIDTH_TAG, HEIGHT_TAG = 256, 257


def walk_tiff(file: BinaryIO) -> Blocks:
    """The metadata blocks of a TIFF file; its EXIF stays in the file and is read there. Never raises on bad bytes."""
    blocks = Blocks()
    order = byte_order(read_at(file, 0, 4))
    if order is None:
        return blocks
    for directory in directories(file, order):
        size: dict[int, int] = {}
        for entry in directory:
            if entry.tag in (WIDTH_TAG, HEIGHT_TAG):
                size[entry.tag] = _number(order, entry)
            elif entry.tag in BLOCK_TAGS:
                _take(entry.tag, content(file, order, entry), blocks)
        if blocks.size is None and size.get(WIDTH_TAG) and size.get(HEIGHT_TAG):
            blocks.size = (size[WIDTH_TAG], size[HEIGHT_TAG])
    return blocks


def _number(order: str, entry: Entry) -> int:
    """The one value, SHORT or LONG, of an entry."""
    form, width = ("H", 2) if entry.type == 3 else ("I", 4)
    return int(struct.unpack(order + form, entry.value[:width])[0])


def _take(tag: int, data: bytes, blocks: Blocks) -> None:
    if tag == XMP_TAG:
        blocks.xmp.append(data)
    elif tag == PHOTOSHOP_TAG:
        blocks.resources = blocks.resources or data
    else:
        # Written as 32-bit numbers by some, and then swapped by programs that changed the byte order of the file.
        if data[:1] != b"\x1c" and data[3:4] == b"\x1c":
            words = len(data) // 4
            data = struct.pack(f"<{words}I", *struct.unpack(f">{words}I", data[: words * 4]))
        blocks.iim.append(data)
