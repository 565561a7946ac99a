"""Numbers in the headers of RAR and 7z archives."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_HEADER = 4 << 20  # bytes


@dataclass(slots=True)
class Bytes:
    """Bytes read one number after another. Raise EOFError at their end."""

    data: bytes
    at: int = 0

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        if size < 0 or self.at + size > len(self.data):
            raise EOFError
        self.at += size
        return self.data[self.at - size : self.at]

    def fixed(self, size: int) -> int:
        """Return a number of that many bytes, little-endian."""
        return int.from_bytes(self.take(size), "little")

    def vint(self) -> int:
        """Return a number in RAR 5 encoding: 7 bits per byte, the last one below 128."""
        value = 0
        for shift in range(0, 70, 7):
            byte = self.fixed(1)
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise EOFError

    def number(self) -> int:
        """Return a number in 7z encoding: the upper bits of the first byte say how many follow."""
        first = self.fixed(1)
        value = 0
        for extra in range(8):
            if not first & (0x80 >> extra):
                return value | (first & ((0x80 >> extra) - 1)) << (8 * extra)
            value |= self.fixed(1) << (8 * extra)
        return value
