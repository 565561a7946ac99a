"""Read the containers of pictures within bounds: TIFF directories (TIFF 6.0, supplement 1 for SubIFDs) and ISO boxes.

ISO base media files (ISO/IEC 14496-12) are HEIC, AVIF and CR3. Camera raw files are distinguished by their own
signatures or by their TIFF directories.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from archive.media_types import CLASSIC_TIFF, CR2, CR3, DNG, RAW, TYPES

MAX_BLOCK = 16 << 20  # bytes of one metadata block; a camera's largest are a few hundred kilobytes
MAX_OFFSET = 1 << 40  # bytes; file systems may reject larger ones, and no picture is as large
MAX_PARTS = 20_000  # segments, chunks, boxes or directory entries read in one file


def read_at(file: BinaryIO, offset: int, length: int) -> bytes:
    """Return up to `length` bytes (MAX_BLOCK at most) of `file` from `offset`; fewer at the end of the file."""
    if not 0 <= offset < MAX_OFFSET:
        return b""
    file.seek(offset)
    return file.read(max(0, min(length, MAX_BLOCK)))


Box = tuple[bytes, int, int]  # type, start and end of its content
Span = tuple[int, int]  # start and end of the content of a box


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the consecutive boxes between two positions."""
    for _ in range(MAX_PARTS):
        head = read_at(file, start, 16)
        if len(head) < 8 or start >= end:
            return
        size, kind, skip = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, skip = int.from_bytes(head[8:16], "big"), 16
        stop = start + size if size else end
        if stop < start + skip:
            return
        yield kind, start + skip, min(stop, end)
        start = stop


def all_boxes(file: BinaryIO) -> Iterator[Box]:
    """Return the outermost boxes of a file."""
    return boxes(file, 0, file.seek(0, io.SEEK_END))


def is_cut(file: BinaryIO) -> bool:
    """Return whether a file ends before its last box does."""
    end, at = file.seek(0, io.SEEK_END), 0
    for _, start, stop in boxes(file, 0, MAX_OFFSET):
        at = start if stop == MAX_OFFSET else stop  # one that goes to the end of the file, wherever that is
    return at > end


def first(file: BinaryIO, span: Span, *path: bytes, skip: int = 0) -> Span:
    """Return the content of the first box with that path below `span`; an empty span if there is none. `skip` bytes
    precede the boxes inside `span`."""
    start, end = span[0] + skip, span[1]
    for kind in path:
        start, end = next((box[1:] for box in boxes(file, start, end) if box[0] == kind), (0, 0))
    return start, end


TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
MAX_ENTRIES = 4_000  # of one directory that are read; real ones have fewer than a hundred
SUB_IFDS = 330
_MAX_DIRECTORIES = 16
_MAX_TREE = 64  # including subdirectories
_DEEPEST = 3
_FORMS = {1: "B", 3: "H", 4: "I", 7: "B", 13: "I"}


class TiffEntry(NamedTuple):
    """A directory entry: its `values` count and `type`, the `position` of the entry itself, and its last four bytes:
    `value` holds the values, or their offset."""

    tag: int
    type: int
    values: int
    value: bytes
    position: int

    @property
    def size(self) -> int:
        """Return the size of its values in bytes."""
        return TYPE_SIZES.get(self.type, 0) * self.values


def is_tiff(header: bytes) -> bool:
    """Return whether a file begins like a (classic) TIFF file."""
    return header[:4] in CLASSIC_TIFF


def byte_order(header: bytes) -> str | None:
    """Return `<` or `>` for the header of a TIFF structure, None for anything else. Some writers use a number other
    than 42."""
    return {b"II": "<", b"MM": ">"}.get(header[:2])


def entries(file: BinaryIO, order: str, offset: int) -> tuple[list[TiffEntry], int]:
    """Return the entries of the directory at `offset` (those within the file, MAX_ENTRIES at most), and the offset of
    the next directory."""
    data = read_at(file, offset, 2)
    if len(data) < 2:
        return [], 0
    count = struct.unpack(order + "H", data)[0]
    data = file.read(12 * count + 4)
    held = min(count, len(data) // 12, MAX_ENTRIES)
    found = [
        TiffEntry(tag, kind, number, value, offset + 2 + 12 * index)
        for index, (tag, kind, number, value) in enumerate(struct.iter_unpack(order + "HHI4s", data[: held * 12]))
    ]
    tail = data[12 * count : 12 * count + 4]
    return found, struct.unpack(order + "I", tail)[0] if len(tail) == 4 else 0


def iter_main_directories(file: BinaryIO, order: str) -> Iterator[list[TiffEntry]]:
    """Yield the directories of the main chain; stops at a loop."""
    offset = struct.unpack(order + "I", read_at(file, 4, 4).ljust(4, b"\0"))[0]
    seen: set[int] = set()
    while offset and offset not in seen and len(seen) < _MAX_DIRECTORIES:
        seen.add(offset)
        found, offset = entries(file, order, offset)
        yield found


def tree(file: BinaryIO, order: str) -> list[dict[int, TiffEntry]]:
    """Return the directories of the main chain, each followed by its SubIFDs, as tag -> entry. Visits each position
    once."""
    found: list[dict[int, TiffEntry]] = []
    seen: set[int] = set()
    for directory in iter_main_directories(file, order):
        _grow(file, order, directory, found, seen, 0)
    return found


def _grow(
    file: BinaryIO,
    order: str,
    directory: list[TiffEntry],
    found: list[dict[int, TiffEntry]],
    seen: set[int],
    depth: int,
) -> None:
    by_tag = {entry.tag: entry for entry in reversed(directory)}
    found.append(by_tag)
    below = by_tag.get(SUB_IFDS)
    for offset in entry_numbers(file, order, below) if below and depth < _DEEPEST else ():
        if offset and offset not in seen and len(found) < _MAX_TREE:
            seen.add(offset)
            _grow(file, order, entries(file, order, offset)[0], found, seen, depth + 1)


def entry_bytes(file: BinaryIO, order: str, entry: TiffEntry) -> bytes:
    """Return the bytes of its values, as far as they are in the file (MAX_BLOCK at most)."""
    if entry.size <= 4:
        return entry.value[: entry.size]
    return read_at(file, struct.unpack(order + "I", entry.value)[0], min(entry.size, MAX_BLOCK))


def entry_numbers(file: BinaryIO, order: str, entry: TiffEntry | None, most: int = 16) -> list[int]:
    """Return the first integers among its values; none if it has none or is missing."""
    form = _FORMS.get(entry.type) if entry else None
    if entry is None or form is None:
        return []
    wanted = entry._replace(values=min(entry.values, most))
    if entry.size > 4 >= wanted.size:  # the values are elsewhere, however few are wanted
        data = read_at(file, struct.unpack(order + "I", entry.value)[0], wanted.size)
    else:
        data = entry_bytes(file, order, wanted)
    width = TYPE_SIZES[entry.type]
    return list(struct.unpack(f"{order}{len(data) // width}{form}", data[: len(data) // width * width]))


def entry_number(file: BinaryIO, order: str, entry: TiffEntry | None) -> int:
    """Return its first integer, or 0."""
    return next(iter(entry_numbers(file, order, entry, 1)), 0)


def text(file: BinaryIO, order: str, entry: TiffEntry | None) -> str:
    """Return its ASCII text, for names of makers and the like, or an empty string."""
    if entry is None or entry.type != 2:
        return ""
    return entry_bytes(file, order, entry)[:256].partition(b"\0")[0].decode("ascii", "replace").strip()


_MARKS = tuple((one.bytes, row.name) for row in TYPES if row.camera == RAW for one in row.magic)
_MAKERS = tuple((maker, row.name) for row in TYPES for maker in row.makers)
MAKE_TAG, DNG_VERSION_TAG = 271, 50706
_COMPRESSION_TAG, _PHOTOMETRIC_TAG = 259, 262
_MOSAIC = frozenset({32803, 34892})  # PhotometricInterpretation: colour filter array, linear raw (DNG 1.7)
# Compression of Sony, Samsung (three), Nikon, Kodak and Pentax
_PACKED = frozenset({32767, 32769, 32770, 32772, 34713, 65000, 65535})


def raw_type(file: BinaryIO) -> str | None:
    """Return the media type of a camera raw file; None for all others, and for plain TIFF raw files by an unknown
    maker."""
    head = read_at(file, 0, 16)
    for mark, found in _MARKS:
        if head.startswith(mark):
            return found
    if head[4:12] == b"ftypcrx ":
        return CR3
    if not is_tiff(head):
        return None
    if head[8:11] == b"CR\2":
        return CR2
    return _by_directories(file, byte_order(head) or "<")


def holds_raw(file: BinaryIO) -> bool:
    """Return whether a TIFF file of any maker contains sensor data, so that its pictures are only previews."""
    order = byte_order(read_at(file, 0, 4))
    return order is not None and any(_is_raw(file, order, one) for one in tree(file, order))


def _by_directories(file: BinaryIO, order: str) -> str | None:
    found = tree(file, order)
    if not found:
        return None
    if DNG_VERSION_TAG in found[0]:
        return DNG
    make = text(file, order, found[0].get(MAKE_TAG)).upper()
    by_maker = next((kind for name, kind in _MAKERS if make.startswith(name)), None)
    if by_maker is None or not any(_is_raw(file, order, one) for one in found):
        return None
    return by_maker


def _is_raw(file: BinaryIO, order: str, directory: dict[int, TiffEntry]) -> bool:
    photometric = entry_number(file, order, directory.get(_PHOTOMETRIC_TAG))
    return photometric in _MOSAIC or entry_number(file, order, directory.get(_COMPRESSION_TAG)) in _PACKED
