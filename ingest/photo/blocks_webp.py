"""Walks the RIFF chunks of a WebP file (RFC 9649)."""

from __future__ import annotations

from typing import BinaryIO

from archive.pixels.reading import MAX_BLOCK, MAX_PARTS
from ingest.photo.blocks import Blocks, tiff_start


def walk_webp(file: BinaryIO) -> Blocks:
    """The metadata blocks of a WebP file. Never raises on bad bytes."""
    blocks = Blocks()
    position = 12  # RIFF, size, WEBP
    for _ in range(MAX_PARTS):
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            break
        kind, length = head[:4], int.from_bytes(head[4:], "little")
        if kind == b"EXIF":
            blocks.exif = blocks.exif or tiff_start(file.read(min(length, MAX_BLOCK)))
        elif kind[:3] == b"XMP":  # one well-known writer ended the name with NUL instead of a space
            blocks.xmp.append(file.read(min(length, MAX_BLOCK)))
        elif kind == b"VP8X":
            canvas = file.read(10)
            blocks.size = (int.from_bytes(canvas[4:7], "little") + 1, int.from_bytes(canvas[7:10], "little") + 1)
        position += 8 + length + (length & 1)
    return blocks
