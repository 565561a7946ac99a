"""Walks the blocks of a GIF file (GIF89a specification), frame after frame without unpacking any."""

from __future__ import annotations

from typing import BinaryIO

from archive.pixels.reading import MAX_PARTS
from ingest.photo.blocks import FILE_ENDS, Blocks

_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_COMMENT, _APPLICATION = 0xFE, 0xFF
_XMP = b"XMP DataXMP"
_MAX_SUB_BLOCKS = 500_000  # of at most 255 bytes each
_XMP_TRAILER = 257  # bytes that lead a reader of sub-blocks out of a packet (XMP part 3, 1.1.2)


def walk_gif(file: BinaryIO) -> Blocks:
    """Comments, XMP and the size of a GIF file. Never raises on bad bytes."""
    blocks = Blocks()
    file.seek(6)
    screen = file.read(7)
    if len(screen) < 7:
        blocks.problem = FILE_ENDS
        return blocks
    width, height = int.from_bytes(screen[:2], "little"), int.from_bytes(screen[2:4], "little")
    blocks.size = (width, height) if width and height else None
    _skip_colours(file, screen[4])
    left = _MAX_SUB_BLOCKS
    for _ in range(MAX_PARTS):
        mark = file.read(1)
        if mark == bytes([_EXTENSION]):
            left -= _take_extension(file, blocks, left)
        elif mark == bytes([_IMAGE]):
            _skip_colours(file, file.read(9)[8:9].ljust(1, b"\0")[0])
            file.read(1)  # LZW minimum code size
            left -= _sub_blocks(file, left)[1]
        else:
            if mark != bytes([_END]):
                blocks.problem = FILE_ENDS if not mark else "its blocks are damaged"
            break
        if left <= 0:
            break
    return blocks


def _skip_colours(file: BinaryIO, flags: int) -> None:
    if flags & 0x80:
        file.seek(3 * 2 ** ((flags & 7) + 1), 1)


def _take_extension(file: BinaryIO, blocks: Blocks, most: int) -> int:
    """Keeps a comment or a packet; returns how many sub-blocks it had."""
    label = file.read(1)[:1]
    start = file.tell()
    joined, count = _sub_blocks(file, most)
    if label == bytes([_COMMENT]) and joined:
        blocks.comments.append(joined)
    elif label == bytes([_APPLICATION]) and joined.startswith(_XMP):
        end = file.tell()
        file.seek(start + 1 + len(_XMP))  # the packet is not cut into sub-blocks: it is read as it stands
        blocks.xmp.append(file.read(end - file.tell())[:-_XMP_TRAILER])
        file.seek(end)
    return count


def _sub_blocks(file: BinaryIO, most: int) -> tuple[bytes, int]:
    """The sub-blocks up to the empty one, joined (a comment is short: what is longer than 64 kB is cut), and how
    many there were."""
    joined = bytearray()
    for count in range(1, most + 1):
        size = file.read(1)
        if not size or not size[0]:
            return bytes(joined), count
        part = file.read(size[0])
        if len(joined) < 1 << 16:
            joined += part
    return bytes(joined), most
