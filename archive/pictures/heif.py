"""List the items of a HEIF file (ISO/IEC 23008-12), and find the one that is the picture."""

from __future__ import annotations

from typing import BinaryIO

from archive.pictures.containers import Span, all_boxes, boxes, read_at

DERIVED = frozenset({b"grid", b"iden", b"iovl", b"tili"})  # composed of other items


def meta_parts(file: BinaryIO) -> dict[bytes, Span]:
    """Return the boxes in the meta box of a file by type; empty if there is none."""
    meta = next((box for box in all_boxes(file) if box[0] == b"meta"), None)
    return {kind: (start, end) for kind, start, end in boxes(file, meta[1] + 4, meta[2])} if meta else {}


def item_kinds(file: BinaryIO, span: Span) -> dict[int, bytes]:
    """Return item number -> item type, or the content type of MIME items, from the item information box."""
    start, end = span
    kinds: dict[int, bytes] = {}
    version = read_at(file, start, 1) if end > start else b""
    for kind, inner, stop in boxes(file, start + (6 if version == b"\0" else 8), end):
        data = read_at(file, inner, min(stop - inner, 512))
        if kind == b"infe" and data[:1] in (b"\2", b"\3"):
            wide = 4 if data[0] == 3 else 2
            item, rest = int.from_bytes(data[4 : 4 + wide], "big"), data[4 + wide + 2 :]
            mime = rest[4:].split(b"\0")[1:2] if rest[:4] == b"mime" else []
            kinds[item] = mime[0] if mime else rest[:4]
    return kinds


def read_heif_type(file: BinaryIO) -> bytes:
    """Return the type of the item with the picture (`hvc1`, `avc1`), or that of the first tile; empty if unknown."""
    parts = meta_parts(file)
    kinds = item_kinds(file, parts.get(b"iinf", (0, 0)))
    start, end = parts.get(b"pitm", (0, 0))
    data = read_at(file, start, end - start)
    primary = int.from_bytes(data[4:8] if data[:1] == b"\1" else data[4:6], "big")
    said = kinds.get(primary, b"")
    if said not in DERIVED:
        return said
    return next((kind for kind in kinds.values() if kind not in DERIVED and kind[:4] not in (b"Exif", b"mime")), said)
