"""The attributes of a TNEF stream ([MS-OXTNEF]) and the MAPI properties in them ([MS-OXCDATA] 2.11)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

SIGNATURE = 0x223E9F78
MESSAGE, ATTACHMENT = 1, 2  # levels
MOST_ATTRIBUTES, MOST_PROPERTIES, MOST_VALUES = 50_000, 2_000, 1_000

_HEAD = struct.Struct("<BII")
_NUMBERS = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8,
            0x0040: 8, 0x0048: 16}  # fmt: skip
STRING8, UNICODE, BINARY, OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
_LONG = (STRING8, UNICODE, BINARY, OBJECT)
_SEVERAL = 0x1000
_NAMED = 0x8000


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; `id` without its type."""

    level: int
    id: int
    data: bytes


@dataclass(slots=True)
class Stream:
    """The attributes of a stream in their order; `whole` is False once it broke off in the middle of one."""

    data: bytes
    whole: bool = True

    def attributes(self) -> Iterator[Attribute]:
        """Each attribute that is there in full, at most MOST_ATTRIBUTES."""
        at, view = 6, memoryview(self.data)
        for _ in range(MOST_ATTRIBUTES):
            if at >= len(self.data):
                return
            if at + _HEAD.size > len(self.data):
                break
            level, tag, length = _HEAD.unpack_from(self.data, at)
            start = at + _HEAD.size
            if level not in (MESSAGE, ATTACHMENT) or start + length + 2 > len(self.data):
                break
            yield Attribute(level, tag & 0xFFFF, bytes(view[start : start + length]))
            at = start + length + 2  # behind the checksum
        self.whole = False


@dataclass(slots=True)
class _Cursor:
    data: bytes
    at: int = 0

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def take(self, count: int) -> bytes:
        if count < 0 or self.at + count > len(self.data):
            raise ValueError("it breaks off")
        self.at += count
        return self.data[self.at - count : self.at]

    def skip_to_four(self) -> None:
        self.at += -self.at % 4


@dataclass(frozen=True, slots=True)
class Properties:
    """MAPI properties by their number; of each its type and its first value."""

    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def bytes_of(self, number: int) -> bytes:
        """The value as it stands, empty where there is none."""
        return self.values.get(number, (0, b""))[1]

    def text(self, number: int, codepage: str) -> str:
        """The value as text, empty where there is none; `codepage` is that of texts of one byte a letter."""
        kind, data = self.values.get(number, (0, b""))
        if kind == UNICODE:
            return data.decode("utf-16-le", "replace").split("\0")[0]
        return data.decode(codepage, "replace").split("\0")[0] if kind == STRING8 else ""

    @classmethod
    def read(cls, data: bytes) -> Properties:
        """Those that are there in full, at most MOST_PROPERTIES."""
        found = cls()
        cursor = _Cursor(data)
        try:
            for _ in range(min(cursor.number(), MOST_PROPERTIES)):
                tag = cursor.number()
                kind, number = tag & 0xFFFF, tag >> 16
                if number >= _NAMED:
                    _skip_name(cursor)
                value = _value(cursor, kind)
                if number < _NAMED:
                    found.values.setdefault(number, (kind, value))
        except ValueError:
            pass  # what stood before it counts
        return found


def _skip_name(cursor: _Cursor) -> None:
    cursor.take(16)
    if cursor.number() == 0:
        cursor.take(4)
    else:
        cursor.take(cursor.number())
        cursor.skip_to_four()


def _value(cursor: _Cursor, kind: int) -> bytes:
    """The first value of a property; the cursor stands behind all of them."""
    single = kind & ~_SEVERAL
    count = cursor.number() if kind & _SEVERAL or single in _LONG else 1
    if count > MOST_VALUES or (single not in _NUMBERS and single not in _LONG):
        raise ValueError("a property of no known kind")
    first = b""
    for n in range(count):
        value = cursor.take(cursor.number() if single in _LONG else _NUMBERS[single])
        cursor.skip_to_four()
        first = first if n else value
    return first
