"""Puts metadata into a HEIC file that has none: its boxes are written anew around the picture as it was encoded.

ISO/IEC 14496-12 (boxes) and ISO/IEC 23008-12 (items and their properties).
"""

from __future__ import annotations

import struct

# how an EXIF orientation is said in properties: quarter turns against the clock, then the axis of a mirror
TURNS: dict[int, tuple[int, int | None]] = {
    1: (0, None),
    2: (0, 1),
    3: (2, None),
    4: (0, 0),
    5: (1, 0),
    6: (3, None),
    7: (3, 0),
    8: (1, None),
}


def box(kind: bytes, *content: bytes) -> bytes:
    """A box."""
    inner = b"".join(content)
    return struct.pack(">I", len(inner) + 8) + kind + inner


def _full(kind: bytes, version: int, *content: bytes) -> bytes:
    return box(kind, bytes([version, 0, 0, 0]), *content)


def _inside(data: bytes, kind: bytes) -> bytes:
    """The content of the first box of a kind, wherever it stands."""
    at = data.index(kind)
    return data[at + 4 : at - 4 + struct.unpack(">I", data[at - 4 : at])[0]]


def into_heic(source: bytes, exif: bytes = b"", xmp: bytes = b"", turn: int = 1) -> bytes:
    """The HEIC file with an EXIF block (from its TIFF header on) and an XMP packet, to be shown turned as `turn` says.
    `source` holds one picture, all of its media data."""
    items = [(1, b"hvc1", b"", _inside(source, b"mdat"))]
    if exif:
        items.append((2, b"Exif", b"", struct.pack(">I", 0) + exif))
    if xmp:
        items.append((3, b"mime", b"application/rdf+xml\0", xmp))
    head = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    meta = _meta(source, items, turn, 0)
    start = len(head) + len(meta) + 8
    return head + _meta(source, items, turn, start) + box(b"mdat", *(item[3] for item in items))


def _meta(source: bytes, items: list[tuple[int, bytes, bytes, bytes]], turn: int, start: int) -> bytes:
    infos = [_full(b"infe", 2, struct.pack(">HH4s", n, 0, kind), b"\0", more) for n, kind, more, _ in items]
    places = b""
    for number, _, _, data in items:
        places += struct.pack(">HHHII", number, 0, 1, start, len(data))
        start += len(data)
    parts = [
        _full(b"hdlr", 0, bytes(4), b"pict", bytes(13)),
        _full(b"pitm", 0, struct.pack(">H", 1)),
        _full(b"iloc", 0, b"\x44\x00", struct.pack(">H", len(items)), places),
        _full(b"iinf", 0, struct.pack(">H", len(items)), *infos),
        _properties(source, turn),
    ]
    if len(items) > 1:
        parts.append(_full(b"iref", 0, *(box(b"cdsc", struct.pack(">HHH", item[0], 1, 1)) for item in items[1:])))
    return _full(b"meta", 0, *parts)


def _properties(source: bytes, turn: int) -> bytes:
    quarters, axis = TURNS[turn]
    made = [box(b"hvcC", _inside(source, b"hvcC")), box(b"ispe", _inside(source, b"ispe"))]
    if quarters:
        made.append(box(b"irot", bytes([quarters])))
    if axis is not None:
        made.append(box(b"imir", bytes([axis])))
    marks = bytes([0x81, 2, *(0x80 | index for index in range(3, len(made) + 1))])  # what must be understood
    return box(
        b"iprp", box(b"ipco", *made), _full(b"ipma", 0, struct.pack(">I", 1), struct.pack(">HB", 1, len(made)), marks)
    )
