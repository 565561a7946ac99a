"""Reads the sections of Photoshop documents (PSD and PSB) and the image resources that JPEG and TIFF files hold too.

Adobe Photoshop File Formats Specification, November 2019.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archive.pixels.reading import MAX_PARTS, read_at

THUMBNAIL_RESOURCE = 0x040C
_SIGNATURES = (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR")
_THUMBNAIL_HEADER = 28  # bytes before the JPEG


def is_psd(header: bytes) -> bool:
    """Whether a file begins as PSD (version 1) and PSB (version 2) do."""
    return header[:6] in (b"8BPS\0\1", b"8BPS\0\2")


def size_of(header: bytes) -> tuple[int, int]:
    """(width, height) out of the first 26 bytes."""
    return int.from_bytes(header[18:22], "big"), int.from_bytes(header[14:18], "big")


def resources_of(file: BinaryIO) -> bytes:
    """The image resources section of a document, which stands behind the colour mode data."""
    colours = int.from_bytes(read_at(file, 26, 4), "big")
    length = int.from_bytes(read_at(file, 30 + colours, 4), "big")
    return read_at(file, 34 + colours, length)


def resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, content) of each resource; stops where the bytes make no sense any more."""
    position = 0
    for _ in range(MAX_PARTS):
        if data[position : position + 4] not in _SIGNATURES:
            position = data.find(b"8BIM", position, position + 64)  # some writers do not pad as they should
            if position < 0:
                return
        number = int.from_bytes(data[position + 4 : position + 6], "big")
        name = data[position + 6] if position + 6 < len(data) else 0
        position += 6 + (name + 2) // 2 * 2  # a counted name, padded to even together with its count
        size = int.from_bytes(data[position : position + 4], "big")
        content = data[position + 4 : position + 4 + size]
        if not content and size:
            return
        yield number, content
        position += 4 + size + (size & 1)


def thumbnail_of(data: bytes) -> bytes:
    """The JPEG that the thumbnail resource holds; empty when there is none."""
    for number, content in resources(data):
        if number == THUMBNAIL_RESOURCE and content[_THUMBNAIL_HEADER:][:2] == b"\xff\xd8":
            return content[_THUMBNAIL_HEADER:]
    return b""
