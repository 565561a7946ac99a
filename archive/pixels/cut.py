"""Files that end before their headers say: how much is missing, and the file with nothing in place of that."""

from __future__ import annotations

import io
from typing import BinaryIO

from archive.pixels.boxes import all_boxes
from archive.pixels.reading import read_at

_MOST = 128 << 20  # bytes of a file that is filled up


def missing(file: BinaryIO) -> int:
    """Bytes that a WebP, HEIC or AVIF file lacks by its own account; 0 for whole ones and for other formats.

    Their decoders refuse what is not all there; those of other formats stop where the data stops.
    """
    head = read_at(file, 0, 12)
    promised = 0
    if head[:4] == b"RIFF" and head[8:] == b"WEBP":
        promised = 8 + int.from_bytes(head[4:8], "little")
    elif head[4:8] == b"ftyp":
        promised = _end_of_boxes(file)
    return max(0, promised - file.seek(0, io.SEEK_END))


def filled(file: BinaryIO) -> BinaryIO:
    """The file with zeros for what is missing, of which decoders make some flat colour; itself when nothing is."""
    lacking = missing(file)
    size = file.seek(0, io.SEEK_END)
    if not lacking or size + lacking > _MOST:
        return file
    file.seek(0)
    return io.BytesIO(file.read(size) + bytes(lacking))


def _end_of_boxes(file: BinaryIO) -> int:
    """Where the last box of a file would end. Boxes are cut to the file when they are walked: its header is asked."""
    last = 0
    for _, start, _ in all_boxes(file):
        last = start
    for skip in (8, 16):
        head = read_at(file, last - skip, skip)
        size = int.from_bytes(head[:4], "big")
        if skip == 8 and size > 1:
            return last - skip + size
        if skip == 16 and size == 1:
            return last - skip + int.from_bytes(head[8:], "big")
    return 0
