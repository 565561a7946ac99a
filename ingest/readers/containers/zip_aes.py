"""Files in ZIPs behind a password by AES (AE-1, AE-2), as 7-Zip and WinZip write them. zipfile decrypts only what is
encrypted by the traditional method.

Source: "AES Encryption Information" of WinZip, to which APPNOTE.TXT 7.1 refers; APPNOTE.TXT 4.4.5 for the method 99.
"""

from __future__ import annotations

import copy
import hashlib
import hmac
import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from zipfile import ZipFile, ZipInfo

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ingest.readers.base import members
from ingest.readers.base.zip_safety import ENCRYPTED

METHOD = 99
_EXTRA, _VENDOR = 0x9901, b"AE"
_SALTS = {1: 8, 2: 12, 3: 16}  # bytes by strength; the key is twice as long
_ROUNDS = 1000
_CHECK, _CODE, _BLOCK = (
    2,
    10,
    16,
)  # bytes that tell a wrong password, of the authentication code, that AES takes at once
UNPACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


class WrongPassword(Exception):
    """A password does not open a file."""


@dataclass(frozen=True, slots=True)
class AesHeader:
    """What the extra field of an entry says: bytes of its salt, how it is packed, and whether the CRC-32 in its headers
    counts, which only AE-1 has."""

    salt: int
    method: int
    has_checksum: bool


def read_header(entry: ZipInfo) -> AesHeader | None:
    """Return how an entry is encrypted; None where that is a way that is not read here, or its header is damaged."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _EXTRA and len(data) == 7:
            version, vendor, strength, method = struct.unpack("<H2sBH", data)
            if vendor == _VENDOR and version in (1, 2) and strength in _SALTS and method in UNPACKED:
                return AesHeader(_SALTS[strength], method, version == 1)
    return None


def read_chunks(packed: ZipFile, entry: ZipInfo, header: AesHeader, password: bytes) -> Iterator[bytes]:
    """Yield what a file holds, in pieces. Raise WrongPassword before the first one, and BadZipFile where its bytes are
    not those that were encrypted, which is known behind the last one."""
    with packed.open(_as_stored(entry)) as raw:
        stream, size = _Decrypted(raw, entry.compress_size, header, password), 0
        with zipfile.ZipExtFile(stream, "r", _as_plain(entry, header)) as file:
            while chunk := file.read(members.CHUNK):
                size += len(chunk)
                yield chunk
        stream.check()
        if size != entry.file_size:
            raise zipfile.BadZipFile("size")


class _Decrypted(io.RawIOBase):
    """The packed bytes of an entry, decrypted: AES in counter mode, whose counter has its lowest byte first."""

    def __init__(self, raw: IO[bytes], size: int, header: AesHeader, password: bytes) -> None:
        self._raw, self._left = raw, size - header.salt - _CHECK - _CODE
        if self._left < 0:
            raise zipfile.BadZipFile("too short to be encrypted")
        length = 2 * header.salt
        made = hashlib.pbkdf2_hmac("sha1", password, raw.read(header.salt), _ROUNDS, 2 * length + _CHECK)
        if not hmac.compare_digest(made[2 * length :], raw.read(_CHECK)):
            raise WrongPassword
        self._encryptor = Cipher(algorithms.AES(made[:length]), modes.ECB()).encryptor()  # noqa: S305 - of counters
        self._code = hmac.new(made[length : 2 * length], digestmod="sha1")
        self._blocks, self._stream = 0, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = self._left if size < 0 else min(size, self._left)
        data = self._raw.read(size)
        if len(data) < size:
            raise EOFError
        self._left -= size
        self._code.update(data)
        while len(self._stream) < size:
            self._stream += self._next_stream(size - len(self._stream))
        stream, self._stream = self._stream[:size], self._stream[size:]
        return np.bitwise_xor(np.frombuffer(data, np.uint8), np.frombuffer(stream, np.uint8)).tobytes()

    def _next_stream(self, size: int) -> bytes:
        count = -(-size // _BLOCK)
        counters = np.zeros((count, 2), "<u8")
        counters[:, 0] = np.arange(self._blocks + 1, self._blocks + count + 1)
        self._blocks += count
        return self._encryptor.update(counters.tobytes())

    def check(self) -> None:
        """Raise BadZipFile when the authentication code is another one."""
        while self._left:
            self.read(members.CHUNK)
        if not hmac.compare_digest(self._code.digest()[:_CODE], self._raw.read(_CODE)):
            raise zipfile.BadZipFile("authentication code")


def _as_stored(entry: ZipInfo) -> ZipInfo:
    """The entry as one that is neither encrypted nor packed, so that zipfile gives its bytes as they are."""
    stored = copy.copy(entry)
    stored.flag_bits &= ~ENCRYPTED
    stored.compress_type, stored.file_size = zipfile.ZIP_STORED, entry.compress_size
    del stored.CRC  # of the content, not of these bytes
    return stored


def _as_plain(entry: ZipInfo, header: AesHeader) -> ZipInfo:
    """The entry as it would be without encryption, with a byte more: zipfile gives no more than the entry says, and
    what goes on behind that is damage."""
    plain = copy.copy(entry)
    plain.flag_bits &= ~ENCRYPTED
    plain.compress_type = header.method
    plain.compress_size = entry.compress_size - header.salt - _CHECK - _CODE
    plain.file_size += 1
    if not header.has_checksum:
        del plain.CRC
    return plain
