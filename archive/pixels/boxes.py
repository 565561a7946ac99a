"""Reads the boxes of ISO base media files (ISO/IEC 14496-12), which HEIC, AVIF and CR3 are made of."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from archive.pixels.reading import MAX_PARTS, read_at

Box = tuple[bytes, int, int]  # type, where its content starts, where it ends
Span = tuple[int, int]  # where the content of a box starts and ends


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes that stand one after the other between two places."""
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
    """The outermost boxes of a file."""
    return boxes(file, 0, file.seek(0, io.SEEK_END))


def first(file: BinaryIO, span: Span, *path: bytes, skip: int = 0) -> Span:
    """The content of the first box of that path below `span`; an empty span when there is none. `skip` bytes stand
    before the boxes inside of `span`."""
    start, end = span[0] + skip, span[1]
    for kind in path:
        start, end = next((box[1:] for box in boxes(file, start, end) if box[0] == kind), (0, 0))
    return start, end
