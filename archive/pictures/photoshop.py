"""Read Photoshop documents (PSD, PSB): their sections, image resources and merged picture.

JPEG and TIFF files contain image resources too. Pillow reads neither PSB nor 16-bit colour, so these are read here.
Source: Adobe Photoshop File Formats Specification, November 2019.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, ImageChops

from archive.pictures.containers import MAX_PARTS, read_at
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


def read_layers(file: BinaryIO, most: int) -> bytes:
    """Return at most so many bytes of the section of layers, which begins with their names and texts."""
    at = 30 + int.from_bytes(read_at(file, 26, 4), "big")
    at += 4 + int.from_bytes(read_at(file, at, 4), "big")
    width = 8 if read_at(file, 4, 2) == b"\0\2" else 4
    length = int.from_bytes(read_at(file, at, width), "big")
    return read_at(file, at + width, min(length, most))


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
