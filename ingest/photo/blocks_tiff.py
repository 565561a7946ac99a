"""Walks the directories of a TIFF file (TIFF 6.0) for the blocks that other standards keep in its tags."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ingest.photo.blocks import MAX_BLOCK, Blocks, read_at

XMP_TAG, IIM_TAG, PHOTOSHOP_TAG = 700, 33723, 34377
BLOCK_TAGS = frozenset({XMP_TAG, IIM_TAG, PHOTOSHOP_TAG})
WIDTH_TAG, HEIGHT_TAG = 256, 257
TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
MAX_ENTRIES = 4_000  # of one directory that are looked at; real ones have less than a hundred
_MAX_DIRECTORIES = 16


class Entry(NamedTuple):
    """One directory entry: how many `values` of which `type`, the `position` of the entry itself, and its last four
    bytes: `value` holds the values, or where they are."""

    tag: int
    type: int
    values: int
    value: bytes
    position: int

    @property
    def size(self) -> int:
        """Bytes its values take."""
        return TYPE_SIZES.get(self.type, 0) * self.values


def is_tiff(header: bytes) -> bool:
    """Whether a file begins as a (classic) TIFF file does."""
    return header[:4] in (b"II*\0", b"MM\0*")


def byte_order(header: bytes) -> str | None:
    """`<` or `>` for the header of a TIFF structure, None for anything else. Some write a number other than 42."""
    return {b"II": "<", b"MM": ">"}.get(header[:2])


def entries(file: BinaryIO, order: str, offset: int) -> tuple[list[Entry], int]:
    """The entries of the directory at `offset` (what the file holds of them, MAX_ENTRIES at most), and where the next
    directory is."""
    data = read_at(file, offset, 2)
    if len(data) < 2:
        return [], 0
    count = struct.unpack(order + "H", data)[0]
    data = file.read(12 * count + 4)
    held = min(count, len(data) // 12, MAX_ENTRIES)
    found = [
        Entry(tag, kind, number, value, offset + 2 + 12 * index)
        for index, (tag, kind, number, value) in enumerate(struct.iter_unpack(order + "HHI4s", data[: held * 12]))
    ]
    tail = data[12 * count : 12 * count + 4]
    return found, struct.unpack(order + "I", tail)[0] if len(tail) == 4 else 0


def directories(file: BinaryIO, order: str) -> Iterator[list[Entry]]:
    """The directories of the main chain; stops at a loop."""
    offset = struct.unpack(order + "I", read_at(file, 4, 4).ljust(4, b"\0"))[0]
    seen: set[int] = set()
    while offset and offset not in seen and len(seen) < _MAX_DIRECTORIES:
        seen.add(offset)
        found, offset = entries(file, order, offset)
        yield found


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


def content(file: BinaryIO, order: str, entry: Entry) -> bytes:
    """The bytes of its values, as many as the file holds of them (MAX_BLOCK at most)."""
    if entry.size <= 4:
        return entry.value[: entry.size]
    return read_at(file, struct.unpack(order + "I", entry.value)[0], min(entry.size, MAX_BLOCK))


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
