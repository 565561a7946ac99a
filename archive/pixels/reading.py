"""Reads parts of foreign files within bounds."""

from __future__ import annotations

from typing import BinaryIO

MAX_BLOCK = 16 << 20  # bytes of one metadata block; a camera's largest are a few hundred kilobytes
MAX_OFFSET = 1 << 40  # bytes; a file system may refuse to go much further, and no picture is as large
MAX_PARTS = 20_000  # segments, chunks, boxes or directory entries looked at in one file


def read_at(file: BinaryIO, offset: int, length: int) -> bytes:
    """Up to `length` bytes (MAX_BLOCK at most) of `file` from `offset` on; fewer where the file ends."""
    if not 0 <= offset < MAX_OFFSET:
        return b""
    file.seek(offset)
    return file.read(max(0, min(length, MAX_BLOCK)))
