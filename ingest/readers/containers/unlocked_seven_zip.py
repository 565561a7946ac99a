"""A password-protected 7z archive presented as one without: libarchive unpacks 7z, but does not decrypt.

libarchive reads a file that is the archive without the encryption coders. Its packed bytes are decrypted on reading, so
that no copy of the archive is made.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import Encrypted, Unreadable
from ingest.readers.containers import seven_zip
from ingest.readers.containers.header_bytes import Bytes
from ingest.readers.containers.seven_zip import AES, COPY, MARK, START, Coder, Folder, Streams
from ingest.readers.containers.seven_zip_keys import BLOCK, SevenZipKeys

_LZMA1, _LZMA2, _PPMD, _DEFLATE, _BZIP2 = b"\3\1\1", b"\x21", b"\3\4\1", b"\4\1\x08", b"\4\2\2"
_RANKED = 100  # folders used to compare passwords
_TRIED = 4096  # bytes of a folder used to try a password
_DAMAGED = (EOFError, ValueError, OSError, IndexError, lzma.LZMAError, zlib.error)


@dataclass(slots=True)
class _Piece:
    """A piece of the virtual file: these bytes, or packed ones at a position, decrypted if there are `properties`."""

    size: int
    data: bytes = b""
    place: int = 0
    packed: int = 0
    properties: bytes = b""
    password: str = ""


class UnlockedSevenZip(io.RawIOBase):
    """The archive without its encryption, as far as passwords open it. `locked`: some of it is encrypted."""

    def __init__(self, path: Path, passwords: Sequence[str]) -> None:
        """Open it. Raise Encrypted if no password opens the header, Unreadable, EOFError, ValueError, OSError."""
        self._file: BinaryIO = path.open("rb")
        self._keys, self._at = SevenZipKeys(), 0
        self.locked = False
        try:
            self._pieces = self._lay_out(passwords)
        except BaseException:
            self._file.close()
            raise
        self._starts = [0, *accumulate(piece.size for piece in self._pieces)]

    def close(self) -> None:
        """Close the underlying file."""
        self._file.close()
        super().close()

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position, and return it."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._starts[-1]}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """Return the present position."""
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as possible, and return the number of bytes."""
        filled = 0
        while filled < len(buffer) and (number := bisect_right(self._starts, self._at) - 1) < len(self._pieces):
            try:
                data = self._bytes(self._pieces[number], self._at - self._starts[number], len(buffer) - filled)
            except (OSError, ValueError):  # the library takes it for a truncated file
                data = b""
            if not data:
                break
            buffer[filled : filled + len(data)] = data
            self._at, filled = self._at + len(data), filled + len(data)
        return filled

    def _lay_out(self, passwords: Sequence[str]) -> list[_Piece]:
        header, passwords = self._header(passwords)
        if header[:2] != b"\1\4":
            raise ValueError
        reading = Bytes(header, 2)
        streams = seven_zip.read_streams(reading)
        laid = _pieces_of(streams)
        locked = [n for n, folder in enumerate(streams.folders) if any(one.method == AES for one in folder.coders)]
        self.locked = self.locked or bool(locked)

        def opened(n: int, password: str) -> bool:
            return self._opened(streams.folders[n], laid[n], password) is not None

        # Most archives have one password. A wrong one may fit a folder, but seldom as many as the right one.
        tried = locked[:_RANKED]
        passwords = (
            sorted(passwords, key=lambda one: -sum(opened(n, one) for n in tried)) if len(passwords) > 1 else passwords
        )
        for n in locked:
            fitting = (self._opened(streams.folders[n], laid[n], password) for password in passwords)
            if (found := next(filter(None, fitting), None)) is not None:
                streams.folders[n], laid[n] = found
        pieces = [piece for own in laid for piece in own]
        streams.packed_sizes = [piece.size for piece in pieces]
        written = _written_header(streams) + header[reading.at :]
        start = b"".join(n.to_bytes(8, "little") for n in (sum(streams.packed_sizes), len(written)))
        start += zlib.crc32(written).to_bytes(4, "little")
        first = MARK + b"\0\4" + zlib.crc32(start).to_bytes(4, "little") + start
        return [_Piece(len(first), first), *pieces, _Piece(len(written), written)]

    def _header(self, passwords: Sequence[str]) -> tuple[bytes, Sequence[str]]:
        """Return the header, and the passwords, first the one that opens it."""
        try:
            return seven_zip.read_header(self._file), passwords
        except Encrypted:
            self.locked = True
        for password in passwords:
            with suppress(Encrypted):
                return seven_zip.read_header(self._file, (password,)), (password, *passwords)
        return b"", passwords

    def _opened(self, folder: Folder, laid: list[_Piece], password: str) -> tuple[Folder, list[_Piece]] | None:
        """Return a folder without its encryption, and its pieces; None if the password does not fit all of it."""
        opened = _without_locks(folder, laid, password)
        if opened is None or not all(self._fits(piece, opened[0], n) for n, piece in enumerate(opened[1])):
            return None
        return opened

    def _fits(self, piece: _Piece, folder: Folder, number: int) -> bool:
        """Return whether the password may be that of a piece: its last block is padded with zeros, and its beginning
        can be unpacked."""
        if not piece.properties:
            return True
        filled = piece.packed - piece.size
        try:
            end = self._decrypted(piece, piece.packed - BLOCK, BLOCK)
            start = self._bytes(piece, 0, _TRIED)
            coder = folder.coder_of(folder.packed[number])
            return 0 <= filled < BLOCK and not any(end[BLOCK - filled :]) and _unpacks(coder, start)
        except _DAMAGED:
            return False

    def _bytes(self, piece: _Piece, offset: int, size: int) -> bytes:
        size = min(size, piece.size - offset)
        if piece.data:
            return piece.data[offset : offset + size]
        if piece.properties:
            return self._decrypted(piece, offset, size)
        self._file.seek(piece.place + offset)
        return self._file.read(size)

    def _decrypted(self, piece: _Piece, offset: int, size: int) -> bytes:
        begin = offset - offset % BLOCK
        self._file.seek(piece.place + max(0, begin - BLOCK))
        before = self._file.read(BLOCK) if begin else b""
        data = self._file.read(offset - begin + size + BLOCK)
        plain = self._keys.decrypt(data, piece.properties, piece.password, before)
        return plain[offset - begin : offset - begin + size]


def _pieces_of(streams: Streams) -> list[list[_Piece]]:
    """The packed streams of each folder."""
    laid, sizes, place = [], iter(streams.packed_sizes), START + streams.place
    for folder in streams.folders:
        own = []
        for _ in folder.packed:
            if (size := next(sizes, None)) is None:
                raise EOFError
            own.append(_Piece(size, b"", place, size))
            place += size
        laid.append(own)
    return laid


def _without_locks(folder: Folder, laid: Sequence[_Piece], password: str) -> tuple[Folder, list[_Piece]] | None:
    """Return the folder without the encryption coders, and its pieces; None if one is not as 7-Zip writes it: reading
    packed bytes."""
    opened = Folder([*folder.coders], [*folder.bonds], [*folder.packed], [*folder.sizes])
    pieces = list(laid)
    for lock in reversed([n for n, coder in enumerate(folder.coders) if coder.method == AES]):
        takes, gives = opened.place_of(lock)
        coder = opened.coders[lock]
        if (coder.takes, coder.gives) != (1, 1) or takes not in opened.packed:
            return None
        number = opened.packed.index(takes)
        one = pieces[number]
        pieces[number] = _Piece(opened.sizes[gives], b"", one.place, one.packed, coder.properties, password)
        bond = next((bond for bond in opened.bonds if bond[1] == gives), None)
        if bond is None:  # its output is the file itself
            opened.coders[lock] = Coder(COPY, 1, 1, b"")
            continue
        opened.bonds.remove(bond)
        opened.packed[number] = bond[0]
        del opened.coders[lock], opened.sizes[gives]
        opened.bonds = [(one - (one > takes), other - (other > gives)) for one, other in opened.bonds]
        opened.packed = [one - (one > takes) for one in opened.packed]
    return opened, pieces


def _unpacks(coder: Coder, start: bytes) -> bool:
    """Return whether the beginning of a packed stream can be unpacked; True for methods that are not tried."""
    if coder.method == _PPMD:
        return start[:1] == b"\0"
    if coder.method == _LZMA1:
        lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[seven_zip.lzma_filter(coder)]).decompress(start, _TRIED)
    elif coder.method == _LZMA2:
        chain = {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}
        lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain]).decompress(start, _TRIED)
    elif coder.method == _DEFLATE:
        zlib.decompressobj(-zlib.MAX_WBITS).decompress(start, _TRIED)
    elif coder.method == _BZIP2:
        bz2.BZ2Decompressor().decompress(start, _TRIED)
    return True


def _written_header(streams: Streams) -> bytes:
    """Return the header up to the end of its folder data."""
    out = b"\1\4\6" + _number(0) + _number(len(streams.packed_sizes))
    out += b"\x09" + b"".join(map(_number, streams.packed_sizes)) + b"\0"
    out += b"\7\x0b" + _number(len(streams.folders)) + b"\0" + b"".join(map(_written_folder, streams.folders))
    out += b"\x0c" + b"".join(_number(size) for folder in streams.folders for size in folder.sizes)
    return out + (b"\x0a" + streams.digests if streams.digests else b"") + b"\0"


def _written_folder(folder: Folder) -> bytes:
    out = _number(len(folder.coders))
    for coder in folder.coders:
        simple = (coder.takes, coder.gives) == (1, 1)
        flags = len(coder.method) | (0 if simple else 0x10) | (0x20 if coder.properties else 0)
        out += bytes([flags]) + coder.method + (b"" if simple else _number(coder.takes) + _number(coder.gives))
        out += _number(len(coder.properties)) + coder.properties if coder.properties else b""
    out += b"".join(_number(one) + _number(other) for one, other in folder.bonds)
    return out + (b"".join(map(_number, folder.packed)) if len(folder.packed) > 1 else b"")


def _number(value: int) -> bytes:
    """Return a number in 7z encoding, in its longest form."""
    return b"\xff" + value.to_bytes(8, "little")


def open_unlocked(path: Path, passwords: Sequence[str]) -> UnlockedSevenZip | None:
    """Return an archive without its encryption; None if none of it is encrypted, or it is damaged."""
    try:
        unlocked = UnlockedSevenZip(path, passwords)
    except (Encrypted, Unreadable, *_DAMAGED):
        return None
    if unlocked.locked:
        return unlocked
    unlocked.close()
    return None
