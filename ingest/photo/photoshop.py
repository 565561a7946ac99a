"""Reads Photoshop image resources, where JPEG and TIFF files keep IPTC-IIM and the digest that belongs to it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from archive.pixels.photoshop import resources

IIM_RESOURCE, DIGEST_RESOURCE = 0x0404, 0x0425


def iim_of(data: bytes, outside: Sequence[bytes] = ()) -> tuple[list[bytes], bool]:
    """The IIM streams within the resources, and whether a digest says that they were edited after the XMP. TIFF has
    only the digest there, and the stream `outside`, filled up with zeros to whole words."""
    streams: list[bytes] = []
    digest = b""
    for number, content in resources(data):
        if number == IIM_RESOURCE:
            streams.append(content)
        elif number == DIGEST_RESOURCE:
            digest = content[:16]
    stream = next(iter((*streams, *outside)), b"")
    if not stream or not digest.strip(b"\0"):
        return streams, False
    same = {hashlib.md5(one, usedforsecurity=False).digest() for one in (stream, stream.rstrip(b"\0"))}
    return streams, digest not in same
