"""The checksums at the end of each tantivy file, which tantivy can only verify from Rust.

The last eight bytes are two integers, the length of a JSON object before them and a magic number; the object has the
CRC-32 of everything before it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from archive.search.engines.checksums import checksum

_MAGIC = 1337
_TAIL = 8
_LONGEST = 4096  # bytes of the object


def find_changed_file(folder: Path, names: Iterable[str], stop: Callable[[], bool]) -> str:
    """Return the first of these files that is missing or was changed; empty if there is none, or if `stop` returns
    true."""
    for name in names:
        if stop():
            return ""
        if not _is_sound(folder / name):
            return name
    return ""


def _is_sound(path: Path) -> bool:
    try:
        return _has_its_checksum(path)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _has_its_checksum(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
        length = int.from_bytes(tail[:4], "little")
        if int.from_bytes(tail[4:], "little") != _MAGIC or not 0 < length <= min(_LONGEST, size - _TAIL):
            return False
        end = size - _TAIL - length
        file.seek(end)
        footer = file.read(length)
    return bool(checksum(path, end) == json.loads(footer)["crc"])
