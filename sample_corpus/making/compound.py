"""Writes the smallest compound files ([MS-CFB]): one storage of named streams in sectors of 512 bytes."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR = 512
_CUTOFF = 4096  # shorter streams would have to lie in the mini stream; they are padded instead
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def compound(streams: Mapping[str, bytes]) -> bytes:
    """The bytes of a file with these streams; each ends in zero bytes up to 4,096."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    padded = [streams[name].ljust(_CUTOFF, b"\0") for name in names]
    sectors = [data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0") for data in padded]
    starts, chain = [], []
    for data in sectors:
        count = len(data) // _SECTOR
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + count), _END]
    directory = _directory(names, starts, [len(data) for data in padded])
    first = len(chain)
    chain += [*range(first + 1, first + len(directory) // _SECTOR), _END]
    fats = 1
    while (len(chain) + fats) * 4 > fats * _SECTOR:
        fats += 1
    fat_at = len(chain)
    chain += [_FAT] * fats
    chain += [_FREE] * (fats * _SECTOR // 4 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, first, 0, _CUTOFF, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(fat_at, fat_at + fats), *[_FREE] * (109 - fats))
    return header + b"".join(sectors) + directory + struct.pack(f"<{len(chain)}I", *chain)


def _directory(names: list[str], starts: list[int], sizes: list[int]) -> bytes:
    """The root and the streams, these as a balanced tree."""
    sides: dict[int, tuple[int, int]] = {}

    def grow(low: int, high: int) -> int:
        if low >= high:
            return _NONE
        middle = (low + high) // 2
        sides[middle] = (grow(low, middle), grow(middle + 1, high))
        return middle + 1

    top = grow(0, len(names))
    entries = [_entry("Root Entry", 5, (_NONE, _NONE, top), _END, 0)]
    for n, name in enumerate(names):
        entries.append(_entry(name, 2, (*sides[n], _NONE), starts[n], sizes[n]))
    while len(entries) % 4:
        entries.append(_entry("", 0, (_NONE, _NONE, _NONE), 0, 0))
    return b"".join(entries)


def _entry(name: str, kind: int, links: tuple[int, int, int], start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    length = len(written) + 2 if name else 0
    about = struct.pack("<HBB", length, kind, 1) + struct.pack("<III", *links)
    return written.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start, size)
