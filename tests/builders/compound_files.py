"""Compound files ([MS-CFB]) with storages and short streams, and with a directory in widely separated sectors."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_ROOT, _STORAGE, _STREAM = 5, 1, 2


def compound(streams: Mapping[str, bytes], gap: int = 0) -> bytes:
    """Return the bytes of a file with these streams, whose names may be paths. `gap`: free sectors before each
    directory sector."""
    chain: list[int] = []
    sectors = b""
    mini, minis = b"", list[int]()
    starts: dict[str, int] = {}

    def put(data: bytes, before: int = 0) -> int:
        nonlocal sectors
        at, count = [], -(-len(data) // _SECTOR)
        for _ in range(count):
            chain.extend([_FREE] * before)
            at.append(len(chain))
            chain.append(_END)
        for here, after in itertools.pairwise(at):
            chain[here] = after
        for n in range(count):
            sectors += bytes(before * _SECTOR) + data[n * _SECTOR : (n + 1) * _SECTOR].ljust(_SECTOR, b"\0")
        return at[0] if at else _END

    for name, data in streams.items():
        if len(data) >= _CUTOFF:
            starts[name] = put(data)
            continue
        count = -(-len(data) // _MINI)
        starts[name] = len(minis) if count else _END
        minis += [*range(len(minis) + 1, len(minis) + count), _END] if count else []
        mini += data.ljust(count * _MINI, b"\0")
    held = put(mini)
    mini_fat = put(struct.pack(f"<{len(minis)}I", *minis).ljust(-(-len(minis) // 128) * _SECTOR, b"\xff"))
    directory = put(_directory(streams, starts, held, len(mini)), gap)
    fats = 1
    while (len(chain) + fats) * 4 > fats * _SECTOR:
        fats += 1
    first_fat = len(chain)
    chain += [_FAT] * fats
    chain += [_FREE] * (fats * _SECTOR // 4 - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    mini_sectors = -(-len(minis) // 128)
    head += struct.pack("<9I", 0, fats, directory, 0, _CUTOFF, mini_fat, mini_sectors, _END, 0)
    head += struct.pack("<109I", *range(first_fat, first_fat + fats), *[_FREE] * (109 - fats))
    return head + sectors + struct.pack(f"<{len(chain)}I", *chain)


def _directory(streams: Mapping[str, bytes], starts: Mapping[str, int], held: int, mini: int) -> bytes:
    """Return the root, its storages and streams, each the right sibling of the previous one."""
    paths = dict.fromkeys(
        "/".join(name.split("/")[:depth]) for name in streams for depth in range(1, name.count("/") + 2)
    )
    number = {path: n for n, path in enumerate(paths, start=1)}
    inside: dict[str, list[str]] = {}
    for path in paths:
        inside.setdefault(path.rpartition("/")[0], []).append(path)
    after = {one: number[two] for group in inside.values() for one, two in itertools.pairwise(group)}
    entries = [_entry("Root Entry", _ROOT, (_NONE, number[inside[""][0]]), held, mini)]
    for path in paths:
        below = number[inside[path][0]] if path in inside else _NONE
        kind = _STREAM if path in streams else _STORAGE
        links = (after.get(path, _NONE), below)
        entries.append(_entry(path.rpartition("/")[2], kind, links, starts.get(path, 0), len(streams.get(path, b""))))
    entries += [_entry("", 0, (_NONE, _NONE), 0, 0)] * (-len(entries) % 4)
    return b"".join(entries)


def _entry(name: str, kind: int, links: tuple[int, int], start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    about = struct.pack("<HBBIII", len(written) + 2 if name else 0, kind, 1, _NONE, *links)
    return written.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start, size)
