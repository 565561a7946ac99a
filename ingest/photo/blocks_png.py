"""Walks the chunks of a PNG file (W3C PNG, third edition), with bounds on what its compressed texts may grow to."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from archive.pixels.reading import MAX_BLOCK, MAX_PARTS
from ingest.photo.blocks import FILE_ENDS, Blocks, packet_start, tiff_start
from ingest.photo.text import decode
from ingest.photo.xmp import is_xmp

_XMP_KEYWORD = "XML:com.adobe.xmp"
_HEAD = 1_000  # bytes of a text that are looked through for XMP
_RAW_PROFILE = "raw profile type "  # ImageMagick's way of keeping EXIF, IPTC and XMP as hexadecimal text
_TEXT_BUDGET = 32 << 20  # bytes that all texts of one file may hold together, unpacked


def walk_png(file: BinaryIO) -> Blocks:
    """The metadata blocks of a PNG file, also of chunks after the picture. Never raises on bad bytes."""
    blocks = Blocks()
    budget = _TEXT_BUDGET
    position = 8  # behind the signature
    for _ in range(MAX_PARTS):
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            blocks.problem = FILE_ENDS
            break
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"IEND":
            break
        if kind in (b"IHDR", b"eXIf", b"tEXt", b"zTXt", b"iTXt"):
            data = file.read(min(length, MAX_BLOCK))
            if kind == b"IHDR":
                blocks.size = _size(data)
            elif kind == b"eXIf":
                blocks.exif = blocks.exif or tiff_start(data)
            elif budget > 0:
                budget -= _take_text(kind, data, blocks, budget)
        position += 12 + length
    return blocks


def _size(header: bytes) -> tuple[int, int] | None:
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    return (width, height) if width and height else None


def _take_text(kind: bytes, data: bytes, blocks: Blocks, budget: int) -> int:
    """Keeps one text chunk; returns how many bytes it took."""
    keyword, _, rest = data.partition(b"\0")
    if kind == b"zTXt":
        rest = _unpack(rest[1:], budget)
    elif kind == b"iTXt":
        packed, rest = rest[:1], rest[2:]
        rest = rest.partition(b"\0")[2].partition(b"\0")[2]  # language tag, translated keyword
        if packed == b"\1":
            rest = _unpack(rest, budget)
    name = decode(keyword).strip()
    if name == _XMP_KEYWORD or (b"<" in rest[:_HEAD] and is_xmp(rest[:_HEAD])):
        blocks.xmp.append(rest)
    elif name.lower().startswith(_RAW_PROFILE):
        _take_profile(name[len(_RAW_PROFILE) :].strip().lower(), rest, blocks)
    elif name:
        blocks.texts.append((name, decode(rest)))
    return len(rest) + 1


def _unpack(data: bytes, budget: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, max(1, min(budget, MAX_BLOCK)))
    except zlib.error:
        return b""


def _take_profile(name: str, text: bytes, blocks: Blocks) -> None:
    """A profile is written as: newline, name, newline, length, newline, hexadecimal digits in lines."""
    lines = text.strip().split(b"\n", 2)
    if len(lines) < 3:
        return
    try:
        profile = bytes.fromhex("".join(lines[2].decode("ascii").split()))
    except ValueError:
        return
    if name in ("exif", "app1") and tiff_start(profile):
        blocks.exif = blocks.exif or tiff_start(profile)
    elif name in ("xmp", "app1"):
        blocks.xmp.append(packet_start(profile) or profile)
    elif name in ("iptc", "8bim"):
        if profile[:1] == b"\x1c":
            blocks.iim.append(profile)
        else:
            blocks.resources += profile.rpartition(b"Photoshop 3.0\0")[2]
