"""PUIDs: those that the media type decides, and those that the first bytes do."""

from __future__ import annotations

import struct

import pytest

from archive.format_versions import puid_by_bytes
from archive.media_types import GIF, JP2, JPEG, JXL, PDF, PHOTOSHOP, PLAIN, PNG, TIFF, TYPES, UNKNOWN, WEBP


def png(*chunks: bytes) -> bytes:
    made = [b"\x89PNG\r\n\x1a\n"]
    for kind in (b"IHDR", *chunks, b"IDAT"):
        made.append(struct.pack(">I", 3) + kind + b"xyzcrc!")
    return b"".join(made)


def exif(version: bytes, *, big: bool) -> bytes:
    tag = b"\x90\x00\x00\x07\x00\x00\x00\x04" if big else b"\x00\x90\x07\x00\x04\x00\x00\x00"
    return b"\xff\xd8\xff\xe1\0\x80Exif\0\0" + (b"MM\0*" if big else b"II*\0") + tag + version


FILES = [
    (PDF, b"%PDF-1.4\n%x", "fmt/18"),
    (PDF, b"\n\n%PDF-1.7\n", "fmt/276"),
    (PDF, b"%PDF-2.0", "fmt/1129"),
    (PDF, b"%PDF-9.9", ""),
    (PDF, b"%PDF-1.4 <pdfaid:part>1", ""),
    (PDF, b"", ""),
    (GIF, b"GIF87a", "fmt/3"),
    (GIF, b"GIF89a", "fmt/4"),
    (JPEG, b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1", "fmt/43"),
    (JPEG, b"\xff\xd8\xff\xdb", "fmt/41"),
    (JPEG, exif(b"0220", big=True), "x-fmt/391"),
    (JPEG, exif(b"0232", big=False), "fmt/1507"),
    (JPEG, exif(b"0999", big=False), ""),
    (JPEG, b"\xff\xd8\xff\xe1\0\x80Exif\0\0", ""),
    (PNG, png(), "fmt/11"),
    (PNG, png(b"sRGB"), "fmt/12"),
    (PNG, png(b"sRGB", b"iTXt"), "fmt/13"),
    (PNG, png(b"acTL"), "fmt/935"),
    (PNG, b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR", "fmt/11"),
    (WEBP, b"RIFF\0\0\0\0WEBPVP8L", "fmt/567"),
    (JXL, b"\xff\x0a", "fmt/1484"),
    (JP2, b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ", "x-fmt/392"),
    (JP2, b"\xff\x4f\xff\x51", ""),
    (PHOTOSHOP, b"8BPS\0\2", "fmt/996"),
    (TIFF, b"II*\0", "fmt/353"),
    (PLAIN, b"", "x-fmt/111"),
    (UNKNOWN, b"\0", ""),
    ("application/x-none", b"", ""),
]


@pytest.mark.parametrize(("media_type", "head", "expected"), FILES)
def test_puid_of_a_file(media_type: str, head: bytes, expected: str) -> None:
    assert puid_by_bytes(media_type, head) == expected


def test_every_puid_is_of_one_type() -> None:
    told = [row.puid for row in TYPES if row.puid]
    assert len(told) == len({*told}) > 40
    assert all(one.removeprefix("x-").startswith("fmt/") for one in told)
