"""Read the header of a JPEG 2000 codestream (ISO/IEC 15444-1, annex A): size and resolution levels."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple

from archive.media_types import J2K_MARK
from archive.pictures.containers import all_boxes, read_at

_COD, _COMMENT, _TILE = 0xFF52, 0xFF64, 0xFF90
_MAX_SEGMENTS = 100
_LATIN = 1  # the registration of a text comment (A.9.2)


class Codestream(NamedTuple):
    """The header before the first tile: width and height, levels of half the size, texts of comments."""

    size: tuple[int, int]
    levels: int
    comments: tuple[bytes, ...]


def read_codestream_header(file: BinaryIO) -> Codestream | None:
    """Return the header of the codestream that a file is or contains in a box; None if there is none."""
    if read_at(file, 0, 4) == J2K_MARK:
        return codestream_at(file, 0)
    start = next((start for kind, start, _ in all_boxes(file) if kind == b"jp2c"), None)
    return None if start is None else codestream_at(file, start)


def codestream_at(file: BinaryIO, start: int) -> Codestream | None:
    """Return the header of the codestream that begins at `start`."""
    head = read_at(file, start, 24)
    if head[:4] != J2K_MARK or len(head) < 24:
        return None
    right, down, left, top = (int.from_bytes(head[at : at + 4], "big") for at in (8, 12, 16, 20))
    levels, comments = 0, []
    position = start + 2
    for _ in range(_MAX_SEGMENTS):
        marker = read_at(file, position, 4)
        code, length = int.from_bytes(marker[:2], "big"), int.from_bytes(marker[2:], "big")
        if len(marker) < 4 or code == _TILE or code < 0xFF00 or length < 2:
            break
        if code == _COD:
            levels = read_at(file, position + 9, 1)[0]
        elif code == _COMMENT:
            data = read_at(file, position + 4, length - 2)
            if int.from_bytes(data[:2], "big") == _LATIN:
                comments.append(data[2:])
        position += 2 + length
    return Codestream((max(0, right - left), max(0, down - top)), min(levels, 32), tuple(comments))
