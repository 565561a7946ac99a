"""ZIPs whose files are behind a password, by the traditional method (APPNOTE.TXT 6.1)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping


class _Keys:
    def __init__(self, password: bytes) -> None:
        self._keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._update(byte)

    def _update(self, byte: int) -> None:
        one, two, three = self._keys
        one = _crc(one, byte)
        two = ((two + (one & 255)) * 134775813 + 1) & 0xFFFFFFFF
        self._keys = [one, two, _crc(three, two >> 24)]

    def encrypt(self, data: bytes) -> bytes:
        out = bytearray()
        for byte in data:
            mask = self._keys[2] | 2
            out.append(byte ^ ((mask * (mask ^ 1)) >> 8) & 255)
            self._update(byte)
        return bytes(out)


def _crc(value: int, byte: int) -> int:
    """The checksum of one more byte, without the inversions that zlib makes before and after."""
    return zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def locked_zip(files: Mapping[str, bytes], password: str, method: int = 0) -> bytes:
    """Return a ZIP of these files, each behind the password. `method` 99 says that they are so by AES."""
    body, directory = bytearray(), bytearray()
    for name, data in files.items():
        checksum, called = zlib.crc32(data), name.encode()
        packed = _Keys(password.encode()).encrypt(bytes(11) + bytes([checksum >> 24]) + data)
        common = struct.pack("<HHHHHLLL", 20, 0x801, method, 0, 0x21, checksum, len(packed), len(data))
        head = struct.pack("<HH", len(called), 0)
        place = len(body)
        body += b"PK\3\4" + common + head + called + packed
        directory += (
            b"PK\1\2" + struct.pack("<H", 20) + common + head + struct.pack("<HHHLL", 0, 0, 0, 0, place) + called
        )
    count = len(files)
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + b"PK\5\6" + end)
