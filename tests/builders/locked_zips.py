"""ZIPs with encrypted files: by the traditional method (APPNOTE.TXT 6.1), or by AES as in WinZip."""

from __future__ import annotations

import hashlib
import hmac
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


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
    """Return the checksum after one more byte, without the inversions that zlib makes before and after."""
    return zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def locked_zip(files: Mapping[str, bytes], password: str, method: int = 0, encoding: str = "utf-8") -> bytes:
    """Return a ZIP of these files, each encrypted with the password. `method` 99 claims that AES was used."""
    entries = []
    for name, data in files.items():
        checksum = zlib.crc32(data)
        packed = _Keys(password.encode(encoding)).encrypt(bytes(11) + bytes([checksum >> 24]) + data)
        entries.append(_Entry(name, method, checksum, packed, len(data)))
    return _zip(entries)


def aes_zip(
    files: Mapping[str, bytes],
    password: str,
    *,
    strength: int = 3,
    version: int = 2,
    method: int = 8,
    encoding: str = "utf-8",
) -> bytes:
    """Return a ZIP of these files, each encrypted with the password by AES. `strength`: 1 for 128 bits, 2 for 192, 3
    for 256. `version`: AE-1 or AE-2. `method`: 8 compresses the files, 0 does not, others are only declared."""
    extra = struct.pack("<HHH2sBH", 0x9901, 7, version, b"AE", strength, method)
    entries = []
    for name, data in files.items():
        packer = zlib.compressobj(wbits=-15)
        packed = packer.compress(data) + packer.flush() if method == 8 else data
        sealed = _sealed(packed, password.encode(encoding), 4 * (strength + 1))
        entries.append(_Entry(name, 99, zlib.crc32(data) if version == 1 else 0, sealed, len(data), extra))
    return _zip(entries)


def _sealed(data: bytes, password: bytes, salt_size: int) -> bytes:
    salt, size = bytes(range(salt_size)), 2 * salt_size
    made = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * size + 2)
    encryptor = Cipher(algorithms.AES(made[:size]), modes.ECB()).encryptor()
    out = bytearray()
    for number, at in zip(count(1), range(0, len(data), 16), strict=False):
        block = encryptor.update(number.to_bytes(16, "little"))
        out += bytes(one ^ two for one, two in zip(data[at : at + 16], block, strict=False))
    code = hmac.new(made[size : 2 * size], out, "sha1").digest()[:10]
    return salt + made[2 * size :] + bytes(out) + code


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    method: int
    checksum: int
    packed: bytes
    size: int
    extra: bytes = b""


def _zip(entries: Sequence[_Entry]) -> bytes:
    body, directory = bytearray(), bytearray()
    for one in entries:
        called = one.name.encode()
        common = struct.pack("<HHHHHLLL", 20, 0x801, one.method, 0, 0x21, one.checksum, len(one.packed), one.size)
        head = struct.pack("<HH", len(called), len(one.extra))
        place = len(body)
        body += b"PK\3\4" + common + head + called + one.extra + one.packed
        directory += b"PK\1\2" + struct.pack("<H", 20) + common + head + struct.pack("<HHHLL", 0, 0, 0, 0, place)
        directory += called + one.extra
    end = struct.pack("<HHHHLLH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\5\6" + end)
