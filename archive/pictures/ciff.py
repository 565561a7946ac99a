"""Read Canon CRW files: a heap of records with a directory at its end (CIFF specification, revision 1.0)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from archive.media_types import CRW_MARK
from archive.pictures.containers import read_at

_DEEPEST, _MOST = 4, 2_000
_HEAP, _IN_RECORD = 0x0000, 0x4000
_DIRECTORIES = (0x2800, 0x3000)
_MODEL, _OWNER, _TIME, _IMAGE = 0x080A, 0x0810, 0x180E, 0x1810
_TURNS = {90: 6, 180: 3, 270: 8}  # degrees clockwise -> EXIF orientation


class CiffEntry(NamedTuple):
    """A record of the heap: its tag, and the position and length of its bytes."""

    tag: int
    offset: int
    length: int


def is_crw(head: bytes) -> bool:
    """Return whether a file begins like a CRW file."""
    return head.startswith(CRW_MARK)


def records(file: BinaryIO) -> Iterator[CiffEntry]:
    """Yield the records of all directories. Visits each position only once."""
    start = int.from_bytes(read_at(file, 2, 4), "little")
    yield from _records(file, start, file.seek(0, 2), 0, [_MOST], set())


def _records(
    file: BinaryIO, start: int, end: int, depth: int, left: list[int], seen: set[tuple[int, int]]
) -> Iterator[CiffEntry]:
    if depth > _DEEPEST or end - start < 6 or (start, end) in seen:
        return
    seen.add((start, end))
    place = start + int.from_bytes(read_at(file, end - 4, 4), "little")
    if not start <= place < end:
        return
    count = int.from_bytes(read_at(file, place, 2), "little")
    for kind, length, offset in struct.iter_unpack("<HII", _whole(read_at(file, place + 2, 10 * count))):
        left[0] -= 1
        if left[0] < 0:
            return
        tag, at = kind & 0x3FFF, start + offset
        if kind & 0xC000 == _IN_RECORD:
            continue  # eight bytes of inline data, which contain nothing read here
        if kind & 0xC000 != _HEAP or at + length > end:
            continue
        if kind & 0x3800 in _DIRECTORIES:
            yield from _records(file, at, at + length, depth + 1, left, seen)
        else:
            yield CiffEntry(tag, at, length)


def _whole(data: bytes) -> bytes:
    return data[: len(data) // 10 * 10]


class CiffShot(NamedTuple):
    """What a CRW file says about the shot: make, model, owner, seconds since 1970 by the camera's clock (0 if unknown),
    size of the picture, and its orientation as in EXIF 274."""

    make: bytes = b""
    model: bytes = b""
    owner: bytes = b""
    seconds: int = 0
    size: tuple[int, int] | None = None
    orientation: int = 1


def read_ciff_shot(file: BinaryIO) -> CiffShot:
    """Return what a CRW file says about the shot. Never raises on invalid bytes."""
    found = CiffShot()
    for tag, offset, length in records(file):
        data = read_at(file, offset, min(length, 256)) if tag in (_MODEL, _OWNER, _TIME, _IMAGE) else b""
        if tag == _MODEL:
            make, _, rest = data.partition(b"\0")
            found = found._replace(make=make, model=rest.partition(b"\0")[0])
        elif tag == _OWNER:
            found = found._replace(owner=data.partition(b"\0")[0])
        elif tag == _TIME:
            found = found._replace(seconds=int.from_bytes(data[:4], "little"))
        elif tag == _IMAGE and len(data) >= 16:
            width, height, _, degrees = struct.unpack("<IIfi", data[:16])
            size = (width, height) if width and height else None
            found = found._replace(size=size, orientation=_TURNS.get(degrees % 360, 1))
    return found
