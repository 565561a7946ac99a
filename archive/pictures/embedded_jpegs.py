"""Find the JPEG previews in camera raw files and Photoshop documents.

Lossless JPEGs with raw data cannot be shown and are left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from archive.media_types import CRW, MRW, RAF_MARK, X3F, by_first_bytes
from archive.pictures import containers
from archive.pictures.ciff import is_crw, read_ciff_shot
from archive.pictures.containers import TiffEntry, byte_order, entry_number, entry_numbers, read_at, tree

SOI = b"\xff\xd8"
_SHOWN = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive (ITU-T T.81 table B.1)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MAX_SEGMENTS = 400
_LARGEST = 96 << 20  # bytes of one embedded picture
_CHUNK = 1 << 20
_MAX_SCANNED = 512 << 20  # bytes scanned
_MAX_FOUND = 64


class EmbeddedJpeg(NamedTuple):
    """The position of a JPEG in a file, and its size in pixels."""

    offset: int
    length: int
    width: int
    height: int

    @property
    def pixels(self) -> int:
        """Return the number of pixels."""
        return self.width * self.height

    def bytes(self, file: BinaryIO) -> bytes:
        """Return the JPEG's bytes."""
        file.seek(self.offset)
        return file.read(self.length)


def jpeg_at(file: BinaryIO, offset: int, length: int) -> EmbeddedJpeg | None:
    """Return the JPEG that begins there, or None if there is none that can be shown. `length` is limited to the
    file."""
    end = min(offset + length, file.seek(0, io.SEEK_END))
    if offset <= 0 or end - offset < 32 or read_at(file, offset, 2) != SOI:
        return None
    position = offset + 2
    for _ in range(_MAX_SEGMENTS):
        head = read_at(file, position, 10)
        if len(head) < 10 or head[0] != 0xFF or position >= end:
            return None
        if head[1] == 0xFF:
            position += 1
            continue
        if head[1] in _FRAMES:
            height, width = int.from_bytes(head[5:7], "big"), int.from_bytes(head[7:9], "big")
            shown = head[1] in _SHOWN and head[4] == 8 and width and height
            return EmbeddedJpeg(offset, min(end - offset, _LARGEST), width, height) if shown else None
        if head[1] in (0xD9, 0xDA):
            return None
        position += 2 + max(2, int.from_bytes(head[2:4], "big"))
    return None


def scan(file: BinaryIO) -> list[EmbeddedJpeg]:
    """Return the first 64 JPEGs found by scanning the whole file."""
    end = file.seek(0, io.SEEK_END)
    found: list[EmbeddedJpeg] = []
    for offset in _starts(file):
        place = jpeg_at(file, offset, end - offset)
        if place is not None:
            found.append(place)
        if len(found) == _MAX_FOUND:
            break
    return found


def _starts(file: BinaryIO) -> Iterator[int]:
    """Return the positions of an image start followed by another marker; no more than a real file can have."""
    tries = 0
    for base in range(0, _MAX_SCANNED, _CHUNK):
        data = read_at(file, base, _CHUNK + 2)
        at = data.find(b"\xff\xd8\xff")
        while at >= 0:
            yield base + at
            tries += 1
            if tries > 16 * _MAX_FOUND:
                return
            at = data.find(b"\xff\xd8\xff", at + 3)
        if len(data) < _CHUNK + 2:
            return


_STRIPS, _STRIP_LENGTHS, _COMPRESSION = 273, 279, 259
_JPEG, _JPEG_LENGTH = 513, 514  # JPEGInterchangeFormat, which old TIFF has for whole JPEGs
_PACKED_AS_JPEG = (6, 7)
_PANASONIC_JPEGS = (0x002E, 0x0127)  # JpgFromRaw of RW2, in the directory itself
_GOOD_ENOUGH = 640 * 480  # pixels; if smaller, the rest of the file is scanned for a larger one
PREVIEW_UUID = bytes.fromhex("eaf42b5e1c984b88b9fbb7dc406e4d16")  # of CR3
CANON_UUID = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")


def find_embedded_jpegs(file: BinaryIO) -> list[EmbeddedJpeg]:
    """Return the JPEGs of a raw file, largest first. Each has a frame that a decoder supports, but may still be
    damaged."""
    head = read_at(file, 0, 16)
    if head.startswith(RAF_MARK):
        found = list(_of_raf(file))
    elif head[4:8] == b"ftyp":
        found = list(_of_cr3(file))
    elif by_first_bytes(head) in (CRW, MRW, X3F):
        found = []  # found below by scanning
    else:
        found = list(_of_tiff(file, byte_order(head)))
    if max((place.pixels for place in found), default=0) < _GOOD_ENOUGH:
        found += scan(file)
    unique = {place.offset: place for place in reversed(found)}
    return sorted(unique.values(), key=lambda place: (-place.pixels, place.offset))


def _of_raf(file: BinaryIO) -> Iterator[EmbeddedJpeg]:
    data = read_at(file, 84, 8)  # offset and length of the JPEG, after the camera's names
    place = jpeg_at(file, int.from_bytes(data[:4], "big"), int.from_bytes(data[4:], "big"))
    if place is not None:
        yield place


def _of_tiff(file: BinaryIO, order: str | None) -> Iterator[EmbeddedJpeg]:
    for directory in tree(file, order) if order else ():
        for offset, length in _claimed_jpegs(file, order or "<", directory):
            place = jpeg_at(file, offset, length)
            if place is not None:
                yield place


def _claimed_jpegs(file: BinaryIO, order: str, directory: dict[int, TiffEntry]) -> Iterator[tuple[int, int]]:
    if _JPEG in directory:
        yield entry_number(file, order, directory[_JPEG]), entry_number(file, order, directory.get(_JPEG_LENGTH))
    strips = entry_numbers(file, order, directory.get(_STRIPS), 2)
    if len(strips) == 1 and entry_number(file, order, directory.get(_COMPRESSION)) in _PACKED_AS_JPEG:
        yield strips[0], entry_number(file, order, directory.get(_STRIP_LENGTHS))
    for tag in _PANASONIC_JPEGS:
        entry = directory.get(tag)
        if entry is not None and entry.size > 4:
            yield int.from_bytes(entry.value, "little" if order == "<" else "big"), entry.size


def _of_cr3(file: BinaryIO) -> Iterator[EmbeddedJpeg]:
    """Return the preview, the picture of the first track, and the thumbnail of a CR3 file."""
    for kind, start, end in containers.all_boxes(file):
        if kind == b"uuid" and read_at(file, start, 16) == PREVIEW_UUID:
            yield from _jpeg_in_box(file, start, end)
        elif kind == b"moov":
            for name, inner, stop in containers.boxes(file, start, end):
                if name == b"trak":
                    yield from _sample(file, (inner, stop))
                elif name == b"uuid" and read_at(file, inner, 16) == CANON_UUID:
                    yield from _jpeg_in_box(file, *containers.first(file, (inner, stop), b"THMB", skip=16))


def _jpeg_in_box(file: BinaryIO, start: int, end: int) -> Iterator[EmbeddedJpeg]:
    at = read_at(file, start, min(96, end - start)).find(b"\xff\xd8\xff")
    place = jpeg_at(file, start + at, end - start - at) if at >= 0 else None
    if place is not None:
        yield place


def _sample(file: BinaryIO, track: containers.Span) -> Iterator[EmbeddedJpeg]:
    """Return the first sample of a track, if it is a JPEG (ISO/IEC 14496-12, 8.7)."""
    table = containers.first(file, track, b"mdia", b"minf", b"stbl")
    sizes = read_at(file, containers.first(file, table, b"stsz")[0], 16)
    for kind, width in ((b"co64", 8), (b"stco", 4)):
        span = containers.first(file, table, kind)
        if span != (0, 0) and len(sizes) == 16:
            offset = int.from_bytes(read_at(file, span[0] + 8, width), "big")
            length = int.from_bytes(sizes[4:8], "big") or int.from_bytes(sizes[12:16], "big")
            place = jpeg_at(file, offset, length)
            if place is not None:
                yield place


def orientation(file: BinaryIO) -> int:
    """Return the orientation (EXIF 274) in a raw file's first directory, or 1."""
    head = read_at(file, 0, 16)
    if is_crw(head):
        return read_ciff_shot(file).orientation
    order = byte_order(head)
    source: BinaryIO = file
    if order is None:
        block = next((data for kind, data in minolta_blocks(file) if kind == b"\0TTW"), b"") or _cr3_directory(file)
        order, source = byte_order(block), io.BytesIO(block)
    first = next(iter(tree(source, order)), {}) if order else {}
    found = entry_number(source, order or "<", first.get(274))
    return found if 1 <= found <= 8 else 1


def minolta_blocks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Yield (four letters, content) of the blocks of an MRW file; nothing for others."""
    if by_first_bytes(read_at(file, 0, 16)) != MRW:
        return
    position = 8
    for _ in range(16):
        head = read_at(file, position, 8)
        length = int.from_bytes(head[4:], "big")
        if len(head) < 8 or head[:1] != b"\0":
            return
        yield head[:4], read_at(file, position + 8, length)
        position += 8 + length


def _cr3_directory(file: BinaryIO) -> bytes:
    """Return the first directory of a CR3 file as a TIFF structure; empty for other files."""
    moov = containers.first(file, (0, file.seek(0, io.SEEK_END)), b"moov")
    for kind, start, end in containers.boxes(file, *moov):
        if kind == b"uuid" and read_at(file, start, 16) == CANON_UUID:
            inner = containers.first(file, (start, end), b"CMT1", skip=16)
            return read_at(file, inner[0], inner[1] - inner[0])
    return b""
