"""Reads Photoshop image resources, where JPEG and TIFF files keep IPTC-IIM and the digest that belongs to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ingest.photo.blocks import MAX_PARTS

_SIGNATURES = (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR")
IIM_RESOURCE, DIGEST_RESOURCE = 0x0404, 0x0425


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


def iim_of(data: bytes) -> tuple[list[bytes], bool]:
    """The IIM streams within the resources, and whether a digest says that they were edited after the XMP."""
    streams: list[bytes] = []
    digest = b""
    for number, content in resources(data):
        if number == IIM_RESOURCE:
            streams.append(content)
        elif number == DIGEST_RESOURCE:
            digest = content[:16]
    if not streams or not digest.strip(b"\0"):
        return streams, False
    return streams, digest != hashlib.md5(streams[0], usedforsecurity=False).digest()
