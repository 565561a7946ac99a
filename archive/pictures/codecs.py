"""Name the compression of an intact picture that cannot be decoded here."""

from __future__ import annotations

import re
from typing import BinaryIO

from archive.media_types import BMP, CLASSIC_TIFF, JPEG, JXL, by_first_bytes
from archive.pictures.containers import MAX_PARTS, byte_order, entry_number, iter_main_directories, read_at
from archive.pictures.heif import read_heif_type

# Item types of HEIF, except HEVC and AV1, which are decoded here.
_ITEMS = {
    b"avc1": "H.264 (AVC)",
    b"evc1": "EVC",
    b"j2k1": "JPEG 2000 in HEIF",
    b"jpeg": "JPEG in HEIF",
    b"jxl ": "JPEG XL in HEIF",
    b"av02": "AV2",
    b"lhv1": "layered HEVC",
    b"mski": "a mask",
    b"unci": "ISO/IEC 23001-17 (uncompressed samples)",
    b"vvc1": "H.266 (VVC)",
}
_COMPRESSION = 259
_COMPRESSIONS = {  # of TIFF, as registered by Adobe and other vendors
    32766: "NeXT RLE",
    32809: "ThunderScan",
    34661: "JBIG",
    34663: "JBIG2",
    34676: "SGILog",
    34677: "SGILog24",
    34712: "JPEG 2000 in TIFF",
    34887: "LERC",
    34892: "lossy JPEG of DNG",
    34925: "LZMA",
    34933: "PNG in TIFF",
    34934: "JPEG XR in TIFF",
    50000: "Zstandard",
    50001: "WebP in TIFF",
    50002: "JPEG XL in TIFF",
    52546: "JPEG XL in TIFF",
}
_BITMAPS = {4: "JPEG in BMP", 5: "PNG in BMP"}  # biCompression
_FRAMES = {  # ITU-T T.81 table B.1, T.87
    0xC3: "lossless JPEG",
    0xF7: "JPEG-LS",
    **dict.fromkeys((0xC5, 0xC6, 0xC7), "hierarchical JPEG"),
    **dict.fromkeys((0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF), "JPEG with arithmetic coding"),
}
_UNSUPPORTED = re.compile(r"unsupported|not supported|unknown codec|no decod|decoder plugin", re.IGNORECASE)


def missing_codec(file: BinaryIO, error: str = "") -> str | None:
    """Return the compression of a picture that no decoder here can open; None if the decoders support it, so that the
    picture is damaged. `error`: the decoder's message, which reveals unsupported forms of HEVC and AV1."""
    head = read_at(file, 0, 300)
    kind = by_first_bytes(head)
    if kind == JXL:
        return "JPEG XL"
    if kind == JPEG:
        return _of_jpeg(file)
    if head[4:8] == b"ftyp":
        packed = read_heif_type(file)
        known = {b"hvc1": "HEVC", b"av01": "AV1"}.get(packed)
        return _ITEMS.get(packed) or (f"{known} in a rare form" if known and _UNSUPPORTED.search(error) else None)
    if kind == BMP:
        return _BITMAPS.get(int.from_bytes(head[30:34], "little"))
    return _of_tiff(file) if head[:4] in CLASSIC_TIFF else None


def _of_tiff(file: BinaryIO) -> str | None:
    order = byte_order(read_at(file, 0, 4)) or "<"
    first = next(iter_main_directories(file, order), [])
    entry = next((one for one in first if one.tag == _COMPRESSION), None)
    return _COMPRESSIONS.get(entry_number(file, order, entry))


def _of_jpeg(file: BinaryIO) -> str | None:
    position = 2
    for _ in range(MAX_PARTS):
        head = read_at(file, position, 5)
        if len(head) < 5 or head[0] != 0xFF or head[1] == 0xDA:
            return None
        if head[1] in _FRAMES:
            return _FRAMES[head[1]]
        if 0xC0 <= head[1] <= 0xC2:
            return None if head[4] == 8 else f"JPEG of {head[4]} bits"
        position += 1 if head[1] == 0xFF else 2 + int.from_bytes(head[2:4], "big")
    return None
