"""Read Photoshop documents (PSD, PSB): their sections, image resources and merged picture.

JPEG and TIFF files contain image resources too. Pillow reads neither PSB nor 16-bit colour, so these are read here.
Source: Adobe Photoshop File Formats Specification, November 2019.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, ImageChops

from archive.pictures.containers import MAX_BLOCK, MAX_PARTS, read_at
from archive.pictures.formats import MOST_PIXELS

THUMBNAIL_RESOURCE = 0x040C
_SIGNATURES = (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR")
_THUMBNAIL_HEADER = 28  # bytes before the JPEG


def is_psd(header: bytes) -> bool:
    """Return whether a file begins like PSD (version 1) or PSB (version 2)."""
    return header[:6] in (b"8BPS\0\1", b"8BPS\0\2")


def size_of(header: bytes) -> tuple[int, int]:
    """Return (width, height) from the first 26 bytes."""
    return int.from_bytes(header[18:22], "big"), int.from_bytes(header[14:18], "big")


def resources_of(file: BinaryIO) -> bytes:
    """Return the image resources section of a document, which follows the colour mode data."""
    colours = int.from_bytes(read_at(file, 26, 4), "big")
    length = int.from_bytes(read_at(file, 30 + colours, 4), "big")
    return read_at(file, 34 + colours, length)


_RECORDED = frozenset((b"Layr", b"Lr16", b"Lr32"))  # blocks that hold layers as the section does
_PICTURED = frozenset(b"Patt Pat2 Pat3 FMsk LMsk Mt16 Mt32 Mtrn Alph FEid FXid PxSD".split())  # without words
_LONG = _RECORDED | _PICTURED - {b"Patt", b"Pat2", b"Pat3"} | {b"lnk2"}  # those with a length of 8 bytes in a PSB
_LINKED = (b"lnkD", b"lnk2", b"lnk3", b"lnkE")  # whole files, behind their names
_MOST_LAYERS, _LINK_HEAD = 8_000, 64 << 10


def layer_words(file: BinaryIO) -> tuple[bytes, bool]:
    """Return the parts of the section of layers that may have words, without their pixels: names, texts, effects; and
    whether these are all."""
    start, end, width = _layer_section(file)
    if end <= start:
        return b"", True
    found, is_whole = _records(file, start, end, width)
    at = start + width + _number(file, start, width)
    at += 4 + _number(file, at, 4)  # the mask of all layers
    parts = [found]
    while at + 12 <= end:
        head = read_at(file, at, 8)
        if head[:4] not in (b"8BIM", b"8B64"):
            at, is_whole = (at + 1, is_whole) if at % 4 else (end, False)  # some writers pad, others do not
            continue
        kind, wide = head[4:], 8 if width == 8 and head[4:] in _LONG else 4
        length, inner = _number(file, at + 8, wide), at + 8 + wide
        if kind in _RECORDED:
            found, told = _records(file, inner - width, end, width)
            parts.append(found)
            is_whole &= told
        elif kind not in _PICTURED:
            parts.append(read_at(file, inner, min(length, _LINK_HEAD) if kind in _LINKED else length))
            is_whole &= kind in _LINKED or length <= MAX_BLOCK
        at = inner + length
    return b"\0".join(parts), is_whole and at <= file.seek(0, io.SEEK_END)


def _records(file: BinaryIO, start: int, end: int, width: int) -> tuple[bytes, bool]:
    """Return what a list of layers says of each besides its pixels, and whether that is all."""
    count = abs(int.from_bytes(read_at(file, start + width, 2), "big", signed=True))
    if not _number(file, start, width):
        return b"", True
    parts: list[bytes] = []
    at, left = start + width + 2, MAX_BLOCK
    for _ in range(min(count, _MOST_LAYERS)):
        at += 18 + _number(file, at + 16, 2) * (2 + width)  # its place, its channels
        length = _number(file, at + 12, 4)
        left -= length
        if at >= end or left < 0 or read_at(file, at, 4) != b"8BIM":
            return b"\0".join(parts), False
        parts.append(read_at(file, at + 16, length))
        at += 16 + length
    return b"\0".join(parts), count <= _MOST_LAYERS


def _layer_section(file: BinaryIO) -> tuple[int, int, int]:
    """Return where the section of layers begins and ends, and how many bytes its lengths have."""
    width = 8 if read_at(file, 4, 2) == b"\0\2" else 4
    at = 30 + _number(file, 26, 4)
    at += 4 + _number(file, at, 4)
    return at + width, at + width + _number(file, at, width), width


def _number(file: BinaryIO, at: int, width: int) -> int:
    return int.from_bytes(read_at(file, at, width), "big")


def iter_image_resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (number, content) of each resource; stops at invalid bytes."""
    position = 0
    for _ in range(MAX_PARTS):
        if data[position : position + 4] not in _SIGNATURES:
            position = data.find(b"8BIM", position, position + 64)  # some writers do not pad correctly
            if position < 0:
                return
        number = int.from_bytes(data[position + 4 : position + 6], "big")
        name = data[position + 6] if position + 6 < len(data) else 0
        position += 6 + (name + 2) // 2 * 2  # a counted name, padded to an even length including its count
        size = int.from_bytes(data[position : position + 4], "big")
        content = data[position + 4 : position + 4 + size]
        if not content and size:
            return
        yield number, content
        position += 4 + size + (size & 1)


def thumbnail_of(data: bytes) -> bytes:
    """Return the JPEG in the thumbnail resource; empty if there is none."""
    for number, content in iter_image_resources(data):
        if number == THUMBNAIL_RESOURCE and content[_THUMBNAIL_HEADER:][:2] == b"\xff\xd8":
            return content[_THUMBNAIL_HEADER:]
    return b""


_MODES = {1: ("L", 1), 3: ("RGB", 3), 4: ("CMYK", 4), 9: ("LAB", 3)}  # colour mode -> Pillow's, channels
_WITH_ALPHA = {"L": "LA", "RGB": "RGBA"}
_RAW, _PACKED = 0, 1
_PROFILE_RESOURCE = 0x040F


def read_composite(file: BinaryIO, size: int) -> tuple[Image.Image, bytes | None]:
    """Return the picture of at most `size` pixels a side, not yet in sRGB, and its ICC profile.

    Raise ValueError for documents of other kinds, for too many pixels, and if the picture is missing.
    """
    header = read_at(file, 0, 26)
    version, depth, mode = (int.from_bytes(header[at : at + 2], "big") for at in (4, 22, 24))
    width, height = size_of(header)
    if depth not in (8, 16) or mode not in _MODES or not 0 < width * height <= MOST_PIXELS:
        raise ValueError("a Photoshop document of a kind that is not shown")
    name, channels = _MODES[mode]
    held = int.from_bytes(header[12:14], "big")
    start, see_through = (
        _image_data_start(file, version),
        name in _WITH_ALPHA and held > channels and _see_through(file, version),
    )
    if see_through:
        name, channels = _WITH_ALPHA[name], channels + 1
    file.seek(start)
    packing = int.from_bytes(file.read(2), "big")
    row = width * depth // 8
    lengths = [row * height] * channels
    if packing == _PACKED:
        lengths = _packed_lengths(file, version, height, held)[:channels]
    elif packing != _RAW:
        raise ValueError("a Photoshop document packed in a way that is not shown")
    planes = [_decode_channel(file.read(length), (width, height), depth, packing, size) for length in lengths]
    if len(planes) < channels:
        raise ValueError("colours are missing")
    image = Image.merge(name, planes) if channels > 1 else planes[0]
    if name == "CMYK":
        image = ImageChops.invert(image)
    return image, dict(iter_image_resources(resources_of(file))).get(_PROFILE_RESOURCE)


def _image_data_start(file: BinaryIO, version: int) -> int:
    place = 26
    for width in (4, 4, 8 if version == 2 else 4):
        place += width + int.from_bytes(read_at(file, place, width), "big")
    if place >= 1 << 62:
        raise ValueError("its sections are damaged")
    return place


def _see_through(file: BinaryIO, version: int) -> bool:
    """Return whether the first channel after the colours is the transparency of the merged picture: a negative layer
    count says so. Otherwise it is a saved selection, or a spot colour."""
    width = 8 if version == 2 else 4
    place = 26
    for _ in range(2):
        place += 4 + int.from_bytes(read_at(file, place, 4), "big")
    layers = read_at(file, place, 2 * width + 2)
    if int.from_bytes(layers[width : 2 * width], "big") == 0:  # deep documents have them in a separate block
        section = read_at(file, place, width + int.from_bytes(layers[:width], "big"))
        at = max(section.find(b"8BIMLr16"), section.find(b"8BIMLr32"))
        layers = section[at + 8 - width :] if at >= 0 else b""
    return int.from_bytes(layers[2 * width : 2 * width + 2], "big", signed=True) < 0


def _packed_lengths(file: BinaryIO, version: int, height: int, channels: int) -> list[int]:
    """Return the size of each channel in bytes: its row sizes precede the first row."""
    form, width = (">%dI", 4) if version == 2 else (">%dH", 2)
    count = height * min(channels, 56)
    data = file.read(count * width)
    if len(data) < count * width:
        raise ValueError("its rows are not counted")
    rows = struct.unpack(form % count, data)
    return [sum(rows[at : at + height]) for at in range(0, count, height)]


def _decode_channel(data: bytes, size: tuple[int, int], depth: int, packing: int, most: int) -> Image.Image:
    width, height = size
    stored = (width * depth // 8, height)
    decoder = "packbits" if packing == _PACKED else "raw"
    image = Image.frombytes("L", stored, data, decoder, "L")
    if depth == 16:
        image = Image.frombytes("L", size, image.tobytes()[::2])  # big-endian
    image.thumbnail((most, most), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image
