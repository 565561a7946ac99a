"""Walk the metadata blocks of TIFF, camera raw files, Photoshop documents, AVIF and HEIC.

Sources: TIFF 6.0, ISO/IEC 14496-12, ISO/IEC 23008-12. Raw files have TIFF directories with other signatures, a Fujifilm
header or Canon boxes.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from archive.media_types import CR3, CRW, MRW, RAF, RW2, X3F
from archive.messages import Message
from archive.pictures import containers
from archive.pictures.ciff import is_crw, read_ciff_shot
from archive.pictures.containers import (
    MAX_BLOCK,
    MAX_PARTS,
    TiffEntry,
    all_boxes,
    boxes,
    byte_order,
    entries,
    entry_bytes,
    entry_number,
    is_cut,
    iter_main_directories,
    read_at,
    tree,
)
from archive.pictures.embedded_jpegs import CANON_UUID, EmbeddedJpeg, find_embedded_jpegs, minolta_blocks
from archive.pictures.heif import item_kinds, meta_parts
from archive.pictures.photoshop import iter_image_resources, layer_words, resources_of, size_of
from ingest.photo.metadata_text import decode_metadata_text
from ingest.photo.web_blocks import FILE_ENDS, XMP_UUID, Blocks, packet_start, tiff_start, walk_jpeg
from ingest.photo.xmp import is_xmp

Extents = tuple[int, list[tuple[int, int]]]  # construction method; (offset, length) of each part


def walk_heif(file: BinaryIO) -> Blocks:
    """Return EXIF, XMP and the size of the picture. Pillow's own copy of EXIF is not used: it is rewritten, and loses
    all letters that are not ASCII. Never raises on invalid bytes."""
    blocks = Blocks(cut=is_cut(file))
    for kind, start, end in all_boxes(file):
        if kind == b"uuid" and read_at(file, start, 16) == XMP_UUID:
            blocks.xmp.append(blocks.read(file, start + 16, end - start - 16))
    parts = meta_parts(file)
    kinds = item_kinds(file, parts.get(b"iinf", (0, 0)))
    places = _item_places(_content(file, *parts.get(b"iloc", (0, 0))))
    inside = parts.get(b"idat", (0, 0))[0]
    for item, kind in kinds.items():
        if kind == b"Exif":
            data = _item(file, places.get(item), inside, blocks)
            blocks.exif = blocks.exif or tiff_start(data[4 + int.from_bytes(data[:4], "big") :] or data[4:])
        elif b"xml" in kind and is_xmp(packet := _item(file, places.get(item), inside, blocks)):
            blocks.xmp.append(packet)
    blocks.size = _heif_size(file, *parts.get(b"iprp", (0, 0)))
    return blocks


def _content(file: BinaryIO, start: int, end: int) -> bytes:
    return read_at(file, start, end - start)


def _item_places(data: bytes) -> dict[int, Extents]:
    """Return item number -> position of its bytes, from the item location box, version 0 to 2."""
    stream = io.BytesIO(data)

    def number(width: int) -> int:
        return int.from_bytes(stream.read(width), "big")

    version, sizes = number(4) >> 24, number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    places: dict[int, Extents] = {}
    for _ in range(min(number(4 if version == 2 else 2), MAX_PARTS)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)  # data reference
        base, count = number(base_size), number(2)
        if stream.tell() >= len(data):
            break
        extents: list[tuple[int, int]] = []
        for _ in range(min(count, MAX_PARTS)):
            number(index_size)
            extents.append((base + number(offset_size), number(length_size)))
            if stream.tell() >= len(data):
                break
        places[item] = method, extents
    return places


def _item(file: BinaryIO, place: Extents | None, inside: int, blocks: Blocks) -> bytes:
    """Return the bytes of an item: parts of the file, or (method 1) of the item data box that begins at `inside`."""
    if place is None or place[0] > 1:
        return b""
    joined = bytearray()
    for offset, length in place[1]:
        if offset < 1 << 62:
            part = read_at(file, offset + (inside if place[0] == 1 else 0), min(length, MAX_BLOCK - len(joined)))
            blocks.cut |= len(part) < length
            joined += part
    return bytes(joined)


def _heif_size(file: BinaryIO, start: int, end: int) -> tuple[int, int] | None:
    """Return the largest declared extent: grids and thumbnails are smaller."""
    sizes: list[tuple[int, int]] = []
    for kind, inner, stop in boxes(file, start, end):
        for name, begin, finish in boxes(file, inner, stop) if kind == b"ipco" else ():
            if name == b"ispe":
                data = _content(file, begin, finish)
                sizes.append((int.from_bytes(data[4:8], "big"), int.from_bytes(data[8:12], "big")))
    largest = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return largest if largest[0] and largest[1] else None


EXIF_RESOURCE, XMP_RESOURCE = 0x0422, 0x0424


def walk_psd(file: BinaryIO) -> Blocks:
    """Return the metadata blocks of a Photoshop document; IIM and its digest stay in `resources`. Never raises."""
    header = read_at(file, 0, 26)
    width, height = size_of(header)
    blocks = Blocks(size=(width, height) if width and height else None)
    if len(header) < 26:
        blocks.problem = FILE_ENDS
    blocks.resources = resources_of(file)
    for number, content in iter_image_resources(blocks.resources):
        if number == EXIF_RESOURCE:
            blocks.exif = blocks.exif or tiff_start(content)
        elif number == XMP_RESOURCE:
            blocks.xmp.append(content)
    layers, is_whole = layer_words(file)
    blocks.others.append(layers)
    blocks.cut |= not is_whole
    return blocks


XMP_TAG, IIM_TAG, PHOTOSHOP_TAG = 700, 33723, 34377
BLOCK_TAGS = frozenset({XMP_TAG, IIM_TAG, PHOTOSHOP_TAG})
WIDTH_TAG, HEIGHT_TAG = 256, 257


def walk_tiff(file: BinaryIO) -> Blocks:
    """Return the metadata blocks of a TIFF file; its EXIF stays in the file and is read there. Never raises on invalid
    bytes."""
    blocks = Blocks()
    order = byte_order(read_at(file, 0, 4))
    if order is None:
        return blocks
    for directory in iter_main_directories(file, order):
        size: dict[int, int] = {}
        for entry in directory:
            if entry.tag in (WIDTH_TAG, HEIGHT_TAG):
                size[entry.tag] = _single_value(order, entry)
            elif entry.tag in BLOCK_TAGS:
                _take(entry.tag, entry_bytes(file, order, entry), blocks)
        if blocks.size is None and size.get(WIDTH_TAG) and size.get(HEIGHT_TAG):
            blocks.size = (size[WIDTH_TAG], size[HEIGHT_TAG])
    _take_bytes(file, order, blocks)
    return blocks


_DIRECTORY_TAGS = (34665, 34853)  # of EXIF and GPS
_BYTES = frozenset((1, 6, 7))  # types of values
_LAYERS_TAG = 37724  # of Photoshop, with the pixels behind the names
_NO_WORDS = BLOCK_TAGS | {347, 34675, 37500, 50740}  # tables of JPEG, colour profile, notes of makers
_LAYERS_HEAD = 1 << 20


def _take_bytes(file: BinaryIO, order: str, blocks: Blocks) -> None:
    """Take the bytes under tags that may have words, in all directories: who knows the tag reads them there. A crafted
    file has the same ones under many tags."""
    left = MAX_BLOCK
    found = tree(file, order)
    below = [entry_number(file, order, one[tag]) for one in found for tag in _DIRECTORY_TAGS if tag in one]
    for one in (*(directory.values() for directory in found), *(entries(file, order, at)[0] for at in below)):
        for entry in one:
            if entry.type not in _BYTES or entry.tag in _NO_WORDS or entry.size <= 4:
                continue
            size = min(entry.size, _LAYERS_HEAD) if entry.tag == _LAYERS_TAG else entry.size
            left -= size
            if left < 0:
                blocks.cut = True
                return
            data = entry_bytes(file, order, entry)[:size]
            blocks.others.append(data)
            blocks.cut |= len(data) < size


def _single_value(order: str, entry: TiffEntry) -> int:
    form, width = ("H", 2) if entry.type == 3 else ("I", 4)
    return int(struct.unpack(order + form, entry.value[:width])[0])


def _take(tag: int, data: bytes, blocks: Blocks) -> None:
    if tag == XMP_TAG:
        blocks.xmp.append(data)
    elif tag == PHOTOSHOP_TAG:
        blocks.resources = blocks.resources or data
    else:
        # Some write them as 32-bit numbers, which programs then swapped when changing the byte order of the file.
        if data[:1] != b"\x1c" and data[3:4] == b"\x1c":
            words = len(data) // 4
            data = struct.pack(f"<{words}I", *struct.unpack(f">{words}I", data[: words * 4]))
        blocks.iim.append(data)


_EDGES = (4, 5, 6, 7)  # SensorTopBorder, LeftBorder, BottomBorder, RightBorder of RW2
_GPS_POINTER = 34853
_LONG = 4
_TRAILER = 1 << 20  # bytes at the end of a CRW file that are searched for XMP
_FOR_METADATA = 1 << 20  # bytes of an embedded JPEG whose segments are read


def walk_raw(file: BinaryIO, kind: str) -> Blocks:
    """Return the metadata blocks of a camera raw file of that media type; the EXIF of TIFF-based ones stays in the
    file. `size` is that of the largest picture in it. Never raises on invalid bytes."""
    places = find_embedded_jpegs(file)
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
        sides = struct.unpack("<II", read_at(file, 28, 8).ljust(8, b"\0"))  # after signature, version, number and marks
        blocks.size = (sides[0], sides[1]) if all(sides) else None
    else:
        blocks = walk_tiff(file)
        blocks.size = _raw_size(file, kind) or blocks.size
        if kind == RW2:  # its metadata is in the JPEG
            inner = _described(file, places)
            blocks.more_exif, blocks.xmp = [inner.exif] if inner.exif else [], [*blocks.xmp, *inner.xmp]
            blocks.resources = blocks.resources or inner.resources
    if blocks.size is None and places:
        blocks.size = (places[0].width, places[0].height)
    blocks.problem = None if places else Message("no-preview")
    return blocks


def as_tiff(file: BinaryIO) -> BinaryIO:
    """Return a raw file with its own signature as one that TIFF readers can open; others unchanged."""
    head = read_at(file, 0, 16)
    order = byte_order(head)
    if is_crw(head):
        return io.BytesIO()
    if order is None or head[2:4] in (b"*\0", b"\0*"):
        return file
    return io.BufferedReader(_Marked(file, head[:2] + struct.pack(order + "H", 42)))


class _Marked(io.RawIOBase):
    """A file whose first bytes read differently."""

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


def _described(file: BinaryIO, places: list[EmbeddedJpeg]) -> Blocks:
    """Return the metadata of the first embedded JPEG that has some."""
    for place in places[:4]:
        blocks = walk_jpeg(io.BytesIO(place._replace(length=min(place.length, _FOR_METADATA)).bytes(file)))
        if not blocks.empty:
            return blocks
    return Blocks()


def _raw_size(file: BinaryIO, kind: str) -> tuple[int, int] | None:
    order = byte_order(read_at(file, 0, 4)) or "<"
    sizes: list[tuple[int, int]] = []
    for directory in tree(file, order):
        top, left, bottom, right = (entry_number(file, order, directory.get(tag)) for tag in _EDGES)
        if kind == RW2 and right > left and bottom > top:
            sizes.append((right - left, bottom - top))
        width, height = (entry_number(file, order, directory.get(tag)) for tag in (WIDTH_TAG, HEIGHT_TAG))
        if width and height:
            sizes.append((width, height))
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def _walk_crw(file: BinaryIO) -> Blocks:
    """Read a CRW file, which has no EXIF, and XMP only in what Canon's programs appended."""
    told = read_ciff_shot(file)
    said = {name: decode_metadata_text(getattr(told, name)).strip() for name in ("make", "model", "owner")}
    if told.seconds:
        said["time"] = datetime.fromtimestamp(told.seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    if told.make or told.orientation != 1:
        said["orientation"] = str(told.orientation)
    blocks = Blocks(size=told.size, crw={name: value for name, value in said.items() if value})
    if packet := packet_start(read_at(file, max(0, file.seek(0, io.SEEK_END) - _TRAILER), _TRAILER)):
        blocks.xmp.append(packet)
    return blocks


def _walk_mrw(file: BinaryIO) -> Blocks:
    """Read Minolta's blocks of four letters, a length and content: PRD with the sizes, TTW with a TIFF structure."""
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
    for kind, start, end in containers.all_boxes(file):
        if kind == b"uuid" and read_at(file, start, 16) == XMP_UUID:
            blocks.xmp.append(read_at(file, start + 16, end - start - 16))
        elif kind == b"moov":
            for name, data in _canon_directories(file, start, end):
                if name == b"CMT1":
                    blocks.exif = blocks.exif or data
                    blocks.size = blocks.size or _raw_size(io.BytesIO(data), CR3)
                elif name == b"CMT2":
                    blocks.more_exif.append(data)
                elif name == b"CMT4":
                    blocks.more_exif.append(_as_gps(data))
    return blocks


def _canon_directories(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Return the boxes with one EXIF directory each, as TIFF structures."""
    for kind, inner, stop in containers.boxes(file, start, end):
        if kind == b"uuid" and read_at(file, inner, 16) == CANON_UUID:
            for name, at, last in containers.boxes(file, inner + 16, stop):
                if name in (b"CMT1", b"CMT2", b"CMT4"):
                    yield name, tiff_start(read_at(file, at, last - at))


def _as_gps(block: bytes) -> bytes:
    """Return a TIFF structure whose first directory has GPS tags, as one whose first directory points to these."""
    order = byte_order(block)
    if order is None or len(block) < 8:
        return b""
    pointing = struct.pack(order + "HHHI", 1, _GPS_POINTER, _LONG, 1) + block[4:8] + bytes(4)
    return block[:4] + struct.pack(order + "I", len(block)) + block[8:] + pointing
