"""Reads Photoshop image resources, where JPEG and TIFF files keep IPTC-IIM and the digest that belongs to it."""

from __future__ import annotations

import hashlib

from archive.pixels.photoshop import resources

IIM_RESOURCE, DIGEST_RESOURCE = 0x0404, 0x0425


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
