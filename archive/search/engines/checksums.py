"""CRC-32 of files that never change once written, so that truncation or overwriting is noticed."""

from __future__ import annotations

import zlib
from pathlib import Path

_CHUNK = 1 << 20  # bytes read at a time


def checksum(path: Path, size: int | None = None) -> int:
    """Return the CRC-32 of a file, or of its first `size` bytes. Raise OSError."""
    found, left = 0, path.stat().st_size if size is None else size
    with path.open("rb") as file:
        while left > 0 and (data := file.read(min(_CHUNK, left))):
            found = zlib.crc32(data, found)
            left -= len(data)
    return found
