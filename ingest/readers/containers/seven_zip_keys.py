"""Keys of password-protected 7z archives: AES-256 in CBC, with a key derived from the password by rounds of SHA-256.

Source: 7-Zip's method 06F10701 (7zAES), as the LZMA SDK names it in Methods.txt.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from archive.messages import Message

BLOCK = 16  # AES block size in bytes
MOST_ROUNDS = 20  # as a power of two; 7-Zip uses 19
_AT_ONCE = 1 << 16  # rounds


@dataclass(slots=True)
class SevenZipKeys:
    """Keys by salt, rounds and password: most archives use one for all folders."""

    made: dict[tuple[bytes, int, str], bytes] = field(default_factory=dict, repr=False)

    def decrypt(self, data: bytes, properties: bytes, password: str, before: bytes = b"") -> bytes:
        """Return whole blocks decrypted; `before` is the previous block, empty for the first ones. Raise ValueError for
        an unknown kind of encryption."""
        salt, first, rounds = _read_properties(properties)
        if (key := self.made.get((salt, rounds, password))) is None:
            key = self.made[salt, rounds, password] = _make_key(salt, rounds, password)
        decryptor = Cipher(algorithms.AES256(key), modes.CBC(before or first)).decryptor()
        return decryptor.update(data[: len(data) // BLOCK * BLOCK]) + decryptor.finalize()


def _read_properties(properties: bytes) -> tuple[bytes, bytes, int]:
    """Return the salt, the first block, and the rounds as a power of two."""
    first, second = properties[:1], properties[1:2]
    if not first or (rounds := first[0] & 0x3F) > MOST_ROUNDS:
        raise ValueError(Message("unknown-version"))
    salt_size, size = first[0] >> 7, first[0] >> 6 & 1
    if first[0] & 0xC0 and second:
        salt_size, size = salt_size + (second[0] >> 4), size + (second[0] & 15)
    return properties[2 : 2 + salt_size], properties[2 + salt_size : 2 + salt_size + size].ljust(BLOCK, b"\0"), rounds


def _make_key(salt: bytes, rounds: int, password: str) -> bytes:
    """Return the repeated SHA-256 of salt, password and counter."""
    start = salt + password.encode("utf-16-le", "surrogatepass")
    digest, count = hashlib.sha256(), 1 << rounds
    step = min(count, _AT_ONCE)
    table = np.zeros((step, len(start) + 8), np.uint8)
    table[:, : len(start)] = np.frombuffer(start, np.uint8)
    for begin in range(0, count, step):
        table[:, len(start) :] = np.arange(begin, begin + step, dtype="<u8").view(np.uint8).reshape(step, 8)
        digest.update(table.data)
    return digest.digest()
