"""Build box-based files byte by byte: JPEG 2000, JPEG XL, HEIF of any codec; also Canon's CRW and Minolta's MRW."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.builders.photo_builders import encoded

JP2_START = b"\0\0\0\x0cjP  \r\n\x87\n"
JXL_START = b"\0\0\0\x0cJXL \r\n\x87\n"
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
EXIF_UUID = b"JpgTiffExif->JP2"
IIM_UUID = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")


def box(kind: bytes, *content: bytes) -> bytes:
    """A box."""
    inner = b"".join(content)
    return struct.pack(">I", len(inner) + 8) + kind + inner


def jp2(*boxes: bytes, width: int = 64, height: int = 48) -> bytes:
    """Return a decodable JPEG 2000 file with these boxes before its codestream."""
    whole = encoded("JPEG2000", width, height)
    at = whole.index(b"jp2c") - 4
    return whole[:at] + b"".join(boxes) + whole[at:]


def codestream(width: int = 64, height: int = 48) -> bytes:
    """Return the codestream of such a file."""
    whole = encoded("JPEG2000", width, height)
    return whole[whole.index(b"jp2c") + 4 :]


def jxl_codestream(width: int, height: int) -> bytes:
    """Return the start of a JPEG XL codestream with its size in the long form, followed by noise."""
    bits, at = 0, 0
    for value, count in ((0, 1), (2, 2), (height - 1, 18), (0, 3), (2, 2), (width - 1, 18)):
        bits |= value << at
        at += count
    return b"\xff\x0a" + bits.to_bytes(8, "little") + bytes(range(40, 120))


def jxl(*boxes: bytes, width: int = 640, height: int = 480) -> bytes:
    """Return a JPEG XL file in boxes, whose pixels cannot be decoded."""
    kind = box(b"ftyp", b"jxl \0\0\0\0jxl ")
    return JXL_START + kind + b"".join(boxes) + box(b"jxlc", jxl_codestream(width, height))


def heif(
    item: bytes, brand: bytes = b"mif1", size: tuple[int, int] = (640, 480), xmp: bytes = b"", tiles: bytes = b""
) -> bytes:
    """Return a HEIF file of one picture, an item of that type (with `tiles`: composed of one of these), and XMP."""
    items = [(1, item, b"", b"\0" * 64)]
    if tiles:
        items.append((2, tiles, b"", b"\0" * 64))
    if xmp:
        items.append((9, b"mime", b"application/rdf+xml\0", xmp))
    head = box(b"ftyp", brand, b"\0\0\0\0", brand)
    start = len(head) + len(_meta(items, size, 0)) + 8
    return head + _meta(items, size, start) + box(b"mdat", *(one[3] for one in items))


def _meta(items: Sequence[tuple[int, bytes, bytes, bytes]], size: tuple[int, int], start: int) -> bytes:
    places, infos = b"", []
    for number, kind, more, data in items:
        places += struct.pack(">HHHII", number, 0, 1, start, len(data))
        infos.append(_full(b"infe", 2, struct.pack(">HH4s", number, 0, kind), b"\0", more))
        start += len(data)
    return _full(
        b"meta",
        0,
        _full(b"hdlr", 0, bytes(4), b"pict", bytes(13)),
        _full(b"pitm", 0, struct.pack(">H", 1)),
        _full(b"iloc", 0, b"\x44\x00", struct.pack(">H", len(items)), places),
        _full(b"iinf", 0, struct.pack(">H", len(items)), *infos),
        box(b"iprp", box(b"ipco", _full(b"ispe", 0, struct.pack(">II", *size)))),
    )


def _full(kind: bytes, version: int, *content: bytes) -> bytes:
    return box(kind, bytes([version, 0, 0, 0]), *content)


def _heap(records: Sequence[tuple[int, bytes]]) -> bytes:
    """Return the records of a CRW file one after the other, followed by their directory and its offset."""
    data, entries = b"", b""
    for tag, content in records:
        entries += struct.pack("<HII", tag, len(content), len(data))
        data += content
    return data + struct.pack("<H", len(records)) + entries + struct.pack("<I", len(data))


def crw(degrees: int = 0, seconds: int = 1_068_485_966, preview: bytes = b"") -> bytes:
    """A CRW file of 3072 x 2048 pixels, with a preview of 640 x 480 unless another is given."""
    camera = _heap([(0x080A, b"Canon\0Canon EOS 300D\0"), (0x0810, b"Sari Dewi\0rest of before")])
    made = _heap(
        [(0x180E, struct.pack("<IiI", seconds, 0, 0)), (0x1810, struct.pack("<IIfi", 3072, 2048, 1.0, degrees))]
    )
    root = _heap([(0x2007, preview or encoded("JPEG", 640, 480)), (0x300A, _heap([(0x2807, camera), (0x3002, made)]))])
    return b"II\x1a\0\0\0HEAPCCDR" + bytes(12) + root


def mrw(block: bytes) -> bytes:
    """An MRW file of 3264 x 2448 pixels with an EXIF block and a preview."""
    parts = [(b"\0PRD", b"27820001" + struct.pack(">HHHH", 2456, 3272, 2448, 3264)), (b"\0TTW", block)]
    body = b"".join(kind + struct.pack(">I", len(data)) + data for kind, data in parts)
    return b"\0MRM" + struct.pack(">I", len(body)) + body + encoded("JPEG", 640, 480)


def x3f(jpeg: bytes) -> bytes:
    """An X3F file of 2640 x 1760 pixels with a JPEG in it."""
    return b"FOVb" + struct.pack("<I", 0x20002) + bytes(20) + struct.pack("<III", 2640, 1760, 0) + bytes(60) + jpeg
