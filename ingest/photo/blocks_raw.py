"""Walks camera raw files: TIFF directories under marks of their own, Fujifilm's header, Canon's boxes."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from archive.media_types import CR3, CRW, MRW, RAF, RW2, X3F
from archive.pixels import boxes
from archive.pixels.ciff import is_crw, shot
from archive.pixels.embedded import CANON_UUID, embedded, minolta_blocks
from archive.pixels.jpegs import Place
from archive.pixels.reading import read_at
from archive.pixels.tiff import byte_order, number, tree
from ingest.photo.blocks import XMP_UUID, Blocks, packet_start, tiff_start
from ingest.photo.blocks_jpeg import walk_jpeg
from ingest.photo.blocks_tiff import HEIGHT_TAG, WIDTH_TAG, walk_tiff
from ingest.photo.text import decode

_EDGES = (4, 5, 6, 7)  # SensorTopBorder, LeftBorder, BottomBorder, RightBorder of RW2
_GPS_POINTER = 34853
_LONG = 4
_TRAILER = 1 << 20  # bytes at the end of a CRW file in which XMP is looked for
_FOR_METADATA = 1 << 20  # bytes of an embedded JPEG whose segments are looked at


def walk_raw(file: BinaryIO, kind: str) -> Blocks:
    """The metadata blocks of a camera raw file of that media type; the EXIF of those that are TIFF stays in the file.
    `size` is that of the largest picture in it. Never raises on bad bytes."""
    places = embedded(file)
    if kind == RAF:
        blocks = _described(file, places)
    elif kind == CR3:
        blocks = _walk_cr3(file)
    elif kind == CRW:
        blocks = _walk_crw(file)
    elif kind == MRW:
        blocks = _walk_mrw(file)
    elif kind == X3F:
        blocks = _described(file, places)
        sides = struct.unpack("<II", read_at(file, 28, 8).ljust(8, b"\0"))  # behind mark, version, number and marks
        blocks.size = (sides[0], sides[1]) if all(sides) else None
    else:
        blocks = walk_tiff(file)
        blocks.size = _size(file, kind) or blocks.size
        if kind == RW2:  # what describes it is in the JPEG
            inner = _described(file, places)
            blocks.more_exif, blocks.xmp = [inner.exif] if inner.exif else [], [*blocks.xmp, *inner.xmp]
            blocks.resources = blocks.resources or inner.resources
    if blocks.size is None and places:
        blocks.size = (places[0].width, places[0].height)
    blocks.problem = None if places else "no preview is in it that can be shown"
    return blocks


def as_tiff(file: BinaryIO) -> BinaryIO:
    """A raw file with a mark of its own as one that readers of TIFF open; others as they are."""
    head = read_at(file, 0, 16)
    order = byte_order(head)
    if is_crw(head):
        return io.BytesIO()
    if order is None or head[2:4] in (b"*\0", b"\0*"):
        return file
    return io.BufferedReader(_Marked(file, head[:2] + struct.pack(order + "H", 42)))


class _Marked(io.RawIOBase):
    """A file of which the first bytes read as others."""

    def __init__(self, file: BinaryIO, start: bytes) -> None:
        super().__init__()
        self._file, self._start, self._position = file, start, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            offset += self._file.seek(0, io.SEEK_END)
        elif whence == io.SEEK_CUR:
            offset += self._position
        self._position = max(0, offset)
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._position)
        data = self._file.read(len(buffer))
        if self._position < len(self._start):
            data = (self._start[self._position :] + data[len(self._start) - self._position :])[: len(data)]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


def _described(file: BinaryIO, places: list[Place]) -> Blocks:
    """What the first embedded JPEG that describes itself says."""
    for place in places[:4]:
        blocks = walk_jpeg(io.BytesIO(place._replace(length=min(place.length, _FOR_METADATA)).bytes(file)))
        if not blocks.empty:
            return blocks
    return Blocks()


def _size(file: BinaryIO, kind: str) -> tuple[int, int] | None:
    order = byte_order(read_at(file, 0, 4)) or "<"
    sizes: list[tuple[int, int]] = []
    for directory in tree(file, order):
        top, left, bottom, right = (number(file, order, directory.get(tag)) for tag in _EDGES)
        if kind == RW2 and right > left and bottom > top:
            sizes.append((right - left, bottom - top))
        width, height = (number(file, order, directory.get(tag)) for tag in (WIDTH_TAG, HEIGHT_TAG))
        if width and height:
            sizes.append((width, height))
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def _walk_crw(file: BinaryIO) -> Blocks:
    """A CRW file, which has no EXIF, and XMP only in what Canon's programs put behind it."""
    told = shot(file)
    said = {name: decode(getattr(told, name)).strip() for name in ("make", "model", "owner")}
    if told.seconds:
        said["time"] = datetime.fromtimestamp(told.seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    if told.make or told.orientation != 1:
        said["orientation"] = str(told.orientation)
    blocks = Blocks(size=told.size, crw={name: value for name, value in said.items() if value})
    if packet := packet_start(read_at(file, max(0, file.seek(0, io.SEEK_END) - _TRAILER), _TRAILER)):
        blocks.xmp.append(packet)
    return blocks


def _walk_mrw(file: BinaryIO) -> Blocks:
    """Minolta's blocks of four letters, a length and content: PRD with the sizes, TTW with a TIFF structure."""
    blocks = Blocks()
    for kind, data in minolta_blocks(file):
        if kind == b"\0PRD" and len(data) >= 16:
            height, width = struct.unpack(">HH", data[12:16])
            blocks.size = (width, height) if width and height else None
        elif kind == b"\0TTW":
            blocks.exif = tiff_start(data)
    return blocks


def _walk_cr3(file: BinaryIO) -> Blocks:
    blocks = Blocks()
    for kind, start, end in boxes.all_boxes(file):
        if kind == b"uuid" and read_at(file, start, 16) == XMP_UUID:
            blocks.xmp.append(read_at(file, start + 16, end - start - 16))
        elif kind == b"moov":
            for name, data in _canon_directories(file, start, end):
                if name == b"CMT1":
                    blocks.exif = blocks.exif or data
                    blocks.size = blocks.size or _size(io.BytesIO(data), CR3)
                elif name == b"CMT2":
                    blocks.more_exif.append(data)
                elif name == b"CMT4":
                    blocks.more_exif.append(_as_gps(data))
    return blocks


def _canon_directories(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """The boxes that hold one EXIF directory each, as TIFF structures."""
    for kind, inner, stop in boxes.boxes(file, start, end):
        if kind == b"uuid" and read_at(file, inner, 16) == CANON_UUID:
            for name, at, last in boxes.boxes(file, inner + 16, stop):
                if name in (b"CMT1", b"CMT2", b"CMT4"):
                    yield name, tiff_start(read_at(file, at, last - at))


def _as_gps(block: bytes) -> bytes:
    """A TIFF structure whose first directory holds GPS tags, as one whose first directory points to these."""
    order = byte_order(block)
    if order is None or len(block) < 8:
        return b""
    pointing = struct.pack(order + "HHHI", 1, _GPS_POINTER, _LONG, 1) + block[4:8] + bytes(4)
    return block[:4] + struct.pack(order + "I", len(block)) + block[8:] + pointing
