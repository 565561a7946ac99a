"""Reads the directories of TIFF files (TIFF 6.0, and supplement 1 for SubIFDs) and of what cameras derive from them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from archive.media_types import CLASSIC_TIFF
from archive.pixels.reading import MAX_BLOCK, read_at

TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
MAX_ENTRIES = 4_000  # of one directory that are looked at; real ones have less than a hundred
SUB_IFDS = 330
_MAX_DIRECTORIES = 16
_MAX_TREE = 64  # directories below directories counted in
_DEEPEST = 3
_FORMS = {1: "B", 3: "H", 4: "I", 7: "B", 13: "I"}


class Entry(NamedTuple):
    """One directory entry: how many `values` of which `type`, the `position` of the entry itself, and its last four
    bytes: `value` holds the values, or where they are."""

    tag: int
    type: int
    values: int
    value: bytes
    position: int

    @property
    def size(self) -> int:
        """Bytes its values take."""
        return TYPE_SIZES.get(self.type, 0) * self.values


def is_tiff(header: bytes) -> bool:
    """Whether a file begins as a (classic) TIFF file does."""
    return header[:4] in CLASSIC_TIFF


def byte_order(header: bytes) -> str | None:
    """`<` or `>` for the header of a TIFF structure, None for anything else. Some write a number other than 42."""
    return {b"II": "<", b"MM": ">"}.get(header[:2])


def entries(file: BinaryIO, order: str, offset: int) -> tuple[list[Entry], int]:
    """The entries of the directory at `offset` (what the file holds of them, MAX_ENTRIES at most), and where the next
    directory is."""
    data = read_at(file, offset, 2)
    if len(data) < 2:
        return [], 0
    count = struct.unpack(order + "H", data)[0]
    data = file.read(12 * count + 4)
    held = min(count, len(data) // 12, MAX_ENTRIES)
    found = [
        Entry(tag, kind, number, value, offset + 2 + 12 * index)
        for index, (tag, kind, number, value) in enumerate(struct.iter_unpack(order + "HHI4s", data[: held * 12]))
    ]
    tail = data[12 * count : 12 * count + 4]
    return found, struct.unpack(order + "I", tail)[0] if len(tail) == 4 else 0


def directories(file: BinaryIO, order: str) -> Iterator[list[Entry]]:
    """The directories of the main chain; stops at a loop."""
    offset = struct.unpack(order + "I", read_at(file, 4, 4).ljust(4, b"\0"))[0]
    seen: set[int] = set()
    while offset and offset not in seen and len(seen) < _MAX_DIRECTORIES:
        seen.add(offset)
        found, offset = entries(file, order, offset)
        yield found


def tree(file: BinaryIO, order: str) -> list[dict[int, Entry]]:
    """The directories of the main chain, each followed by its SubIFDs, as tag -> entry. Looks at each place once."""
    found: list[dict[int, Entry]] = []
    seen: set[int] = set()
    for directory in directories(file, order):
        _grow(file, order, directory, found, seen, 0)
    return found


def _grow(
    file: BinaryIO, order: str, directory: list[Entry], found: list[dict[int, Entry]], seen: set[int], depth: int
) -> None:
    by_tag = {entry.tag: entry for entry in reversed(directory)}
    found.append(by_tag)
    below = by_tag.get(SUB_IFDS)
    for offset in numbers(file, order, below) if below and depth < _DEEPEST else ():
        if offset and offset not in seen and len(found) < _MAX_TREE:
            seen.add(offset)
            _grow(file, order, entries(file, order, offset)[0], found, seen, depth + 1)


def content(file: BinaryIO, order: str, entry: Entry) -> bytes:
    """The bytes of its values, as many as the file holds of them (MAX_BLOCK at most)."""
    if entry.size <= 4:
        return entry.value[: entry.size]
    return read_at(file, struct.unpack(order + "I", entry.value)[0], min(entry.size, MAX_BLOCK))


def numbers(file: BinaryIO, order: str, entry: Entry | None, most: int = 16) -> list[int]:
    """The first whole numbers among its values, none when it has no such or is not there."""
    form = _FORMS.get(entry.type) if entry else None
    if entry is None or form is None:
        return []
    wanted = entry._replace(values=min(entry.values, most))
    if entry.size > 4 >= wanted.size:  # the values lie elsewhere, however few are wanted
        data = read_at(file, struct.unpack(order + "I", entry.value)[0], wanted.size)
    else:
        data = content(file, order, wanted)
    width = TYPE_SIZES[entry.type]
    return list(struct.unpack(f"{order}{len(data) // width}{form}", data[: len(data) // width * width]))


def number(file: BinaryIO, order: str, entry: Entry | None) -> int:
    """Its first whole number, 0 when there is none."""
    return next(iter(numbers(file, order, entry, 1)), 0)


def text(file: BinaryIO, order: str, entry: Entry | None) -> str:
    """Its ASCII text, for names of makers and the like; empty when there is none."""
    if entry is None or entry.type != 2:
        return ""
    return content(file, order, entry)[:256].partition(b"\0")[0].decode("ascii", "replace").strip()
