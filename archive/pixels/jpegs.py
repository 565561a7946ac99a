"""Finds JPEG pictures inside of other files, and tells those that can be shown from lossless ones of raw data."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from archive.pixels.reading import read_at

SOI = b"\xff\xd8"
_SHOWN = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive (ITU-T T.81 table B.1)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MAX_SEGMENTS = 400
_LARGEST = 96 << 20  # bytes of one embedded picture
_CHUNK = 1 << 20
_MAX_SCANNED = 512 << 20  # bytes looked through
_MAX_FOUND = 64


class Place(NamedTuple):
    """Where a JPEG stands in a file, and its size in pixels."""

    offset: int
    length: int
    width: int
    height: int

    @property
    def pixels(self) -> int:
        """Of how many it is made."""
        return self.width * self.height

    def bytes(self, file: BinaryIO) -> bytes:
        """The JPEG by itself."""
        file.seek(self.offset)
        return file.read(self.length)


def jpeg_at(file: BinaryIO, offset: int, length: int) -> Place | None:
    """The JPEG that begins there, None when none does that can be shown. `length` is cut to what the file holds."""
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
            return Place(offset, min(end - offset, _LARGEST), width, height) if shown else None
        if head[1] in (0xD9, 0xDA):
            return None
        position += 2 + max(2, int.from_bytes(head[2:4], "big"))
    return None


def scan(file: BinaryIO) -> list[Place]:
    """The JPEGs found by looking through the whole file for where one may begin; the first 64."""
    end = file.seek(0, io.SEEK_END)
    found: list[Place] = []
    for offset in _starts(file):
        place = jpeg_at(file, offset, end - offset)
        if place is not None:
            found.append(place)
        if len(found) == _MAX_FOUND:
            break
    return found


def _starts(file: BinaryIO) -> Iterator[int]:
    """Where the start of an image followed by another marker stands; no more places than a file can mean."""
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
