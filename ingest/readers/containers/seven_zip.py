"""Read the header of 7z archives: the names of the files, the positions of their packed bytes, and the packing methods.

Sources: 7zFormat.txt and Methods.txt of the LZMA SDK.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from archive.errors import Encrypted, Unreadable
from archive.messages import Message, join_messages
from ingest.readers.base import members
from ingest.readers.base.members import UNPACK
from ingest.readers.containers.header_bytes import LARGEST_HEADER, Bytes
from ingest.readers.containers.seven_zip_keys import SevenZipKeys

MARK = b"7z\xbc\xaf\x27\x1c"
START = 32  # bytes before the packed ones
LARGEST_DICTIONARY = 64 << 20  # bytes that LZMA may use to unpack a header
MOST_PLACES = 2_000  # at which the names may begin
MOST_STREAMS = 32  # in one folder, as in 7-Zip
GIVE_PASSWORD = Message("give-passwords")
_LZMA1, COPY, AES = b"\3\1\1", b"\0", b"\x06\xf1\7\1"


@dataclass(slots=True)
class Coder:
    """One step of packing: its method, its numbers of input and output streams, and its properties."""

    method: bytes
    takes: int
    gives: int
    properties: bytes


@dataclass(slots=True)
class Folder:
    """Consecutive coders. `bonds` connect an input stream of one with an output stream of another; `packed` are the
    streams in the file; `sizes` are those of all output streams."""

    coders: list[Coder]
    bonds: list[tuple[int, int]]
    packed: list[int]
    sizes: list[int]

    @property
    def size(self) -> int:
        """Return the unpacked size: that of the stream that is no other coder's input."""
        bound = {gives for _, gives in self.bonds}
        return next((size for n, size in enumerate(self.sizes) if n not in bound), 0)

    def place_of(self, coder: int) -> tuple[int, int]:
        """Return the numbers of a coder's first input and output stream."""
        before = self.coders[:coder]
        return sum(one.takes for one in before), sum(one.gives for one in before)

    def coder_of(self, taken: int) -> Coder:
        """Return the coder with an input stream of that number. Raise ValueError if there is none."""
        for coder in self.coders:
            taken -= coder.takes
            if taken < 0:
                return coder
        raise ValueError


@dataclass(slots=True)
class Streams:
    """The positions of packed streams, and their folders; `digests`: the raw checksums of folders in the header,
    `checksum` that of the first, or None."""

    place: int
    packed_sizes: list[int]
    folders: list[Folder]
    digests: bytes
    checksum: int | None


def read_header(file: BinaryIO, passwords: Sequence[str] = ()) -> bytes:
    """Return the header, unpacked and decrypted, empty for an archive without files. Raise Encrypted if no password
    opens it, Unreadable if it is too large, and EOFError, ValueError or lzma.LZMAError if it is damaged."""
    file.seek(12)
    start = Bytes(file.read(20))
    offset, size = start.fixed(8), start.fixed(8)
    if size > LARGEST_HEADER:
        raise Unreadable(members.too_many())
    file.seek(START + offset)
    header = file.read(size)
    for _ in range(4):  # a header may be packed repeatedly
        if header[:1] != b"\x17":
            return header
        header = _unpacked_header(file, read_streams(Bytes(header, 1)), passwords)
    raise EOFError


def file_names(header: bytes) -> Iterator[str]:
    """Yield the names of the files in a header. Raise EOFError if it is damaged."""
    if header:
        if header[:1] != b"\1":
            raise EOFError
        yield from _names_in(Bytes(header, 1))


def read_streams(header: Bytes) -> Streams:
    """Return the packed streams and folders in a header, up to the end of that section. Raise EOFError, ValueError."""
    if header.fixed(1) != 6:
        raise EOFError
    place, count = header.number(), _count(header)
    sizes: list[int] = []
    while mark := header.fixed(1):
        if mark == 9:
            sizes = [header.number() for _ in range(count)]
        elif mark == 0x0A:
            _read_digests(header, count)
        else:
            raise EOFError
    if len(sizes) != count or header.fixed(1) != 7 or header.fixed(1) != 0x0B:
        raise EOFError
    count = _count(header)
    if header.fixed(1):
        raise ValueError(Message("unknown-version"))
    folders = [_read_folder(header) for _ in range(count)]
    if header.fixed(1) != 0x0C:
        raise EOFError
    for folder in folders:
        folder.sizes = [header.number() for _ in range(sum(one.gives for one in folder.coders))]
    digests, checksum = b"", None
    while mark := header.fixed(1):
        if mark != 0x0A:
            raise EOFError
        digests, checksum = _read_digests(header, count)
    return Streams(place, sizes, folders, digests, checksum)


def _count(header: Bytes) -> int:
    count = header.number()
    if count > MOST_STREAMS * members.MOST_FILES:
        raise Unreadable(members.too_many())
    return count


def _read_digests(header: Bytes, count: int) -> tuple[bytes, int | None]:
    """Return the raw checksums, and the first of them."""
    begin = header.at
    if header.fixed(1):
        told, is_first = count, count > 0
    else:
        bits = header.take((count + 7) // 8)
        told, is_first = sum(_bit(bits, n) for n in range(count)), _bit(bits, 0)
    numbers = header.take(4 * told)
    return header.data[begin : header.at], int.from_bytes(numbers[:4], "little") if is_first else None


def _read_folder(header: Bytes) -> Folder:
    count = header.number()
    if not 0 < count <= MOST_STREAMS:
        raise EOFError
    coders = [_read_coder(header) for _ in range(count)]
    takes, gives = sum(one.takes for one in coders), sum(one.gives for one in coders)
    if max(takes, gives) > MOST_STREAMS or not gives:
        raise EOFError
    bonds = [(header.number(), header.number()) for _ in range(gives - 1)]
    if takes < len(bonds):
        raise EOFError
    if takes - len(bonds) == 1:
        taken = {one for one, _ in bonds}
        packed = [one for one in range(takes) if one not in taken][:1]
    else:
        packed = [header.number() for _ in range(takes - len(bonds))]
    return Folder(coders, bonds, packed, [])


def _read_coder(header: Bytes) -> Coder:
    flags = header.fixed(1)
    method, takes, gives = header.take(flags & 15), 1, 1
    if flags & 0x10:
        takes, gives = header.number(), header.number()
    return Coder(method, takes, gives, header.take(header.number()) if flags & 0x20 else b"")


def _unpacked_header(file: BinaryIO, streams: Streams, passwords: Sequence[str]) -> bytes:
    if len(streams.folders) != 1 or len(streams.packed_sizes) != 1:
        raise EOFError
    (folder,), (packed,) = streams.folders, streams.packed_sizes
    if max(packed, *folder.sizes) > LARGEST_HEADER:
        raise Unreadable(members.too_many())
    file.seek(START + streams.place)
    data = file.read(packed)
    lock = next((one for one in folder.coders if one.method == AES), None)
    rest = [one for one in folder.coders if one is not lock]
    if lock is None:
        return _unpacked(data, rest, folder.size)
    size = folder.sizes[folder.coders.index(lock)]
    keys = SevenZipKeys()
    for password in passwords:
        plain = keys.decrypt(data, lock.properties, password)[:size]
        try:
            header = _unpacked(plain, rest, folder.size)
        except (ValueError, lzma.LZMAError):
            continue
        if streams.checksum in (None, zlib.crc32(header)):
            return header
    if passwords:
        raise Encrypted(join_messages([Message("names-encrypted"), Message("names-password-wrong")]))
    raise Encrypted(join_messages([Message("names-encrypted"), UNPACK, GIVE_PASSWORD]))


def _unpacked(data: bytes, coders: Sequence[Coder], size: int) -> bytes:
    """Return the unpacked bytes of a header packed with at most one coder."""
    method = coders[0].method if coders else COPY
    if method == COPY:
        return data
    if len(coders) > 1 or method != _LZMA1:
        raise ValueError(Message("unknown-version"))
    chain = [lzma_filter(coders[0])]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain).decompress(data, size)


def lzma_filter(coder: Coder) -> dict[str, int]:
    """Return the LZMA filter for these properties. Raise ValueError if they are damaged, Unreadable if it needs too
    much memory."""
    if len(coder.properties) < 5:
        raise ValueError(Message("unknown-version"))
    dictionary = int.from_bytes(coder.properties[1:5], "little")
    if dictionary > LARGEST_DICTIONARY:
        raise Unreadable(members.too_many())
    rest, lc = divmod(coder.properties[0], 9)
    pb, lp = divmod(rest, 5)
    return {"id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096), "lc": lc, "lp": lp, "pb": pb}


def _names_in(header: Bytes) -> Iterator[str]:
    """Return the names in an unpacked header: those of files, since folders have no stream and are not empty files.
    Stream data is skipped: the names follow in a property with a size."""
    data = header.data
    at = data.find(b"\5", header.at)
    for _ in range(MOST_PLACES):
        if at < 0:
            break
        try:
            found = list(_files_info(Bytes(data, at + 1)))
        except (EOFError, UnicodeDecodeError):
            at = data.find(b"\5", at + 1)
            continue
        yield from found
        return
    raise EOFError


def _files_info(info: Bytes) -> Iterator[str]:
    count = info.number()
    if not 0 < count <= members.MOST_FILES:
        raise EOFError
    names: list[str] = []
    without, empty = [False] * count, b""
    while kind := info.fixed(1):
        data = info.take(info.number())
        if kind == 0x11:
            names = data[1:].decode("utf-16-le").split("\0")
        elif kind == 0x0E:
            without = [_bit(data, n) for n in range(count)]
        elif kind == 0x0F:
            empty = data
    if len(names) != count + 1 or names[-1] or info.at != len(info.data) - 1:
        raise EOFError
    streamless = 0
    for name, bare in zip(names, without, strict=False):
        is_folder = bare and not _bit(empty, streamless)
        streamless += bare
        if not is_folder:
            yield name


def _bit(data: bytes, n: int) -> bool:
    return n // 8 < len(data) and bool(data[n // 8] & 0x80 >> n % 8)
