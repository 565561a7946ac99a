"""Walk the boxes of JPEG 2000 (ISO/IEC 15444-1, annex I) and JPEG XL (ISO/IEC 18181-2), and bare codestreams."""

from __future__ import annotations

from typing import BinaryIO

import brotli

from archive.media_types import J2K_MARK, JXL_BARE
from archive.pictures.containers import MAX_BLOCK, all_boxes, first, is_cut, read_at
from archive.pictures.jpeg2000 import codestream_at
from ingest.photo.web_blocks import FILE_ENDS, XMP_UUID, Blocks, tiff_start
from ingest.photo.xmp import is_xmp

_EXIF_UUID = b"JpgTiffExif->JP2"
_IIM_UUID = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
_RESOURCES_UUID = bytes.fromhex("2c4c0100850440b9a03e562148d6dfeb")
_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}


def walk_boxes(file: BinaryIO) -> Blocks:
    """Return EXIF, XMP, IIM and the size of a JPEG 2000 or JPEG XL file. Never raises on invalid bytes."""
    blocks = Blocks()
    head = read_at(file, 0, 4)
    if head == J2K_MARK:
        _take_jpeg2000(file, 0, blocks)
    elif head.startswith(JXL_BARE):
        blocks.size = jxl_size(read_at(file, 2, 16))
    else:
        blocks.cut = is_cut(file)
        for kind, start, end in all_boxes(file):
            _take(file, kind, start, end, blocks)
    if blocks.size is None:
        blocks.problem = FILE_ENDS
    return blocks


def _take(file: BinaryIO, kind: bytes, start: int, end: int, blocks: Blocks) -> None:
    if kind == b"jp2h":
        data = read_at(file, first(file, (start, end), b"ihdr")[0], 8)
        height, width = int.from_bytes(data[:4], "big"), int.from_bytes(data[4:], "big")
        blocks.size = (width, height) if width and height else None
    elif kind == b"jp2c":
        _take_jpeg2000(file, start, blocks)
    elif kind in (b"jxlc", b"jxlp") and blocks.size is None:
        data = read_at(file, start + (4 if kind == b"jxlp" else 0), 18)  # parts are numbered
        blocks.size = jxl_size(data[2:]) if data.startswith(JXL_BARE) else None
    elif kind == b"uuid":
        _take_uuid(read_at(file, start, 16), blocks.read(file, start + 16, end - start - 16), blocks)
    elif kind == b"brob":
        _take_metadata(
            read_at(file, start, 4), _unpacked(blocks.read(file, start + 4, end - start - 4), blocks), blocks
        )
    elif kind in (b"lbl ", b"asoc", b"url "):
        blocks.others.append(blocks.read(file, start, end - start))
    elif kind in (b"Exif", b"xml "):
        _take_metadata(kind, blocks.read(file, start, end - start), blocks)


def _take_jpeg2000(file: BinaryIO, start: int, blocks: Blocks) -> None:
    header = codestream_at(file, start)
    if header is not None:
        blocks.size = blocks.size or (header.size if all(header.size) else None)
        blocks.comments += header.comments


def _take_uuid(number: bytes, data: bytes, blocks: Blocks) -> None:
    if number == XMP_UUID:
        blocks.xmp.append(data)
    elif number == _EXIF_UUID:
        blocks.exif = blocks.exif or tiff_start(data)
    elif number == _IIM_UUID:
        blocks.iim.append(data)
    elif number == _RESOURCES_UUID:
        blocks.resources += data
    else:
        blocks.others.append(data)


def _take_metadata(kind: bytes, data: bytes, blocks: Blocks) -> None:
    """EXIF begins with where in the box its TIFF header is (ISO/IEC 18181-2, 9.4); other XML than XMP is no metadata
    that is shown."""
    if kind == b"Exif":
        blocks.exif = blocks.exif or tiff_start(data[4 + int.from_bytes(data[:4], "big") :] or data[4:])
    elif kind == b"xml " and is_xmp(data):
        blocks.xmp.append(data)
    elif kind == b"xml ":
        blocks.others.append(data)


def _unpacked(data: bytes, blocks: Blocks) -> bytes:
    """Return a box unpacked with Brotli (RFC 7932), up to the size of a block."""
    try:
        unpacked = bytes(brotli.Decompressor().process(data, output_buffer_limit=MAX_BLOCK))
    except brotli.error:
        return b""
    blocks.cut |= len(unpacked) >= MAX_BLOCK
    return unpacked


def jxl_size(header: bytes) -> tuple[int, int] | None:
    """Return width and height in a JPEG XL codestream after its signature (ISO/IEC 18181-1, D.2), not rotated; None if
    it ends before."""
    bits = int.from_bytes(header, "little")
    left = 8 * len(header)

    def take(count: int) -> int:
        nonlocal bits, left
        value = bits & ((1 << count) - 1)
        bits, left = bits >> count, left - count
        return value

    small = take(1)

    def side() -> int:
        return (take(5) + 1) * 8 if small else take((9, 13, 18, 30)[take(2)]) + 1

    height = side()
    ratio = take(3)
    width = side() if ratio == 0 else height * _RATIOS[ratio][0] // _RATIOS[ratio][1]
    return (width, height) if left >= 0 else None
