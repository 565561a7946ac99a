"""RAR archives (4 and 5) with words beside their files: comments, streams, names. Stored, or compressed by letters."""

from __future__ import annotations

import zlib

RAR5, RAR4 = b"Rar!\x1a\7\1\0", b"Rar!\x1a\7\0"
MAIN5, FILE5, SERVICE5, END5 = 1, 2, 3, 5
MAIN4, FILE4, SERVICE4, END4 = 0x73, 0x74, 0x7A, 0x7B
STORED, PACKED = 0, 3  # methods
_END_OF_FILE4 = "111111111" + "00"
_SYMBOLS5, _SYMBOLS4 = 306 + 64 + 16 + 44, 299 + 60 + 17 + 28  # of the tables of codes


def vint(number: int) -> bytes:
    """Return a number of RAR 5, 7 bits in each byte."""
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def _letters(data: bytes, symbols: int) -> str:
    """Return bits: a table in which letters have codes of eight bits, 255 and the end of a block of nine, and the
    letters. The codes of the lengths 8, 9 and of zeros are 0, 10 and 11."""
    lengths = "".join(f"{ {8: 1, 9: 2, 19: 2}.get(symbol, 0):04b}" for symbol in range(20))
    left, zeros = symbols - 257, ""
    while left:
        run = min(left, 100)
        zeros, left = f"{zeros}11{run - 11:07b}", left - run
    return lengths + "0" * 255 + "1010" + zeros + "".join(f"{byte:08b}" for byte in data)


def _bytes_of(bits: str) -> bytes:
    padded = bits.ljust(-(-len(bits) // 8) * 8, "0")
    return int(padded, 2).to_bytes(len(padded) // 8, "big")


def packed5(data: bytes) -> bytes:
    """Return data compressed for RAR 5."""
    bits = _letters(data, _SYMBOLS5)
    body = _bytes_of(bits)
    flags = 0xC0 | (1 << 3) | (len(bits) - 1) % 8
    size = len(body).to_bytes(2, "little")
    return bytes([flags, 0x5A ^ flags ^ size[0] ^ size[1]]) + size + body


def packed4(data: bytes) -> bytes:
    """Return data compressed for RAR 2.9 to 4."""
    return _bytes_of("00" + _letters(data, _SYMBOLS4) + _END_OF_FILE4)


def block5(kind: int, body: bytes, data: bytes | None = None, extra: bytes = b"") -> bytes:
    """Return a block of RAR 5."""
    flags = bool(extra) + 2 * (data is not None)
    sizes = (vint(len(extra)) if extra else b"") + (vint(len(data)) if data is not None else b"")
    header = vint(kind) + vint(flags) + sizes + body + extra
    sized = vint(len(header)) + header
    return zlib.crc32(sized).to_bytes(4, "little") + sized + (data or b"")


def entry5(name: str, data: bytes = b"", *, kind: int = FILE5, method: int = STORED, folder: bool = False) -> bytes:
    """Return a file, folder or service of RAR 5."""
    told = vint(1 if folder else 4) + vint(len(data)) + vint(0o644)
    told += b"" if folder else zlib.crc32(data).to_bytes(4, "little")
    told += vint(method << 7) + vint(1) + vint(len(name.encode())) + name.encode()
    return block5(kind, told, None if folder else packed5(data) if method else data)


def rar5(*entries: bytes, name: str = "") -> bytes:
    """Return a RAR 5 of these entries; `name` is the one that it was made with."""
    told = vint(2) + vint(1) + vint(len(name.encode())) + name.encode()
    main = block5(MAIN5, vint(0), extra=vint(len(told)) + told if name else b"")
    return RAR5 + main + b"".join(entries) + block5(END5, vint(0))


def block4(kind: int, body: bytes, flags: int = 0, data: bytes = b"") -> bytes:
    """Return a block of RAR 4."""
    header = bytes([kind]) + flags.to_bytes(2, "little") + (7 + len(body)).to_bytes(2, "little") + body
    return (zlib.crc32(header) & 0xFFFF).to_bytes(2, "little") + header + data


def entry4(
    name: str, data: bytes = b"", *, kind: int = FILE4, method: int = STORED, flags: int = 0, old_comment: bytes = b""
) -> bytes:
    """Return a file, folder or service of RAR 4; `old_comment` is a block in its header."""
    packed = packed4(data) if method else data
    told = b"".join(number.to_bytes(4, "little") for number in (len(packed), len(data)))
    told += b"\3" + zlib.crc32(data).to_bytes(4, "little") + bytes(4) + bytes([29, 0x30 + method])
    told += len(name.encode()).to_bytes(2, "little") + (0o100644).to_bytes(4, "little") + name.encode() + old_comment
    return block4(kind, told, 0x8000 | flags | 8 * bool(old_comment), packed)


def rar4(*entries: bytes, old_comment: bytes = b"") -> bytes:
    """Return a RAR 4 of these entries."""
    main = block4(MAIN4, bytes(6) + old_comment, 2 * bool(old_comment))
    return RAR4 + main + b"".join(entries) + block4(END4, b"", 0x4000)


def old_comment(words: str, method: int = STORED) -> bytes:
    """Return a comment as it stood in a header before RAR 2.9."""
    data = words.encode()
    return block4(0x75, len(data).to_bytes(2, "little") + bytes([15, 0x30 + method]) + bytes(2) + data)
