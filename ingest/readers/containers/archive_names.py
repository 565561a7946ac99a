"""Read the names of the files in RAR (4 and 5) and 7z archives. Nothing in them is unpacked.

Sources: RAR 5.0 archive format (rarlab.com), technote.txt of RAR 4, 7zFormat.txt of the LZMA SDK.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive.errors import Encrypted, Unreadable
from archive.messages import Message, join_messages
from archive.record import Description, Kind, Outcome
from archive.text.charset import decode_text
from ingest.readers.base import members
from ingest.readers.base.members import UNPACK, MemberShelf
from ingest.readers.base.source import VERSION, Source

NAME = "archive-names"
RAR5, RAR4, SEVEN = b"Rar!\x1a\7\1\0", b"Rar!\x1a\7\0", b"7z\xbc\xaf\x27\x1c"
LARGEST_HEADER = 4 << 20  # bytes
LARGEST_DICTIONARY = 64 << 20  # bytes that LZMA takes to unpack a header
MOST_BLOCKS = 2 * members.MOST_FILES
MOST_PLACES = 2_000  # at which the names of a 7z archive may begin
ENCRYPTED = join_messages([Message("names-encrypted"), UNPACK])
LOCKED = join_messages([Message("encrypted-inside"), Message("unpack-with-password")])
_FORMATS = ((RAR5, "rar5"), (RAR4, "rar"), (SEVEN, "7zip"))
_LZMA1, _LZMA2, _COPY, _AES = b"\3\1\1", b"\x21", b"\0", b"\x06\xf1\7\1"


@dataclass(slots=True)
class Bytes:
    """Bytes that are read one number after another. Raises EOFError behind their end."""

    data: bytes
    at: int = 0

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        if size < 0 or self.at + size > len(self.data):
            raise EOFError
        self.at += size
        return self.data[self.at - size : self.at]

    def fixed(self, size: int) -> int:
        """Return a number of that many bytes, the lowest first."""
        return int.from_bytes(self.take(size), "little")

    def vint(self) -> int:
        """Return a number as RAR 5 writes it: 7 bits a byte, the last one below 128."""
        value = 0
        for shift in range(0, 70, 7):
            byte = self.fixed(1)
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise EOFError

    def number(self) -> int:
        """Return a number as 7z writes it: the first byte tells by its upper bits how many follow."""
        first = self.fixed(1)
        value = 0
        for extra in range(8):
            if not first & (0x80 >> extra):
                return value | (first & ((0x80 >> extra) - 1)) << (8 * extra)
            value |= self.fixed(1) << (8 * extra)
        return value


def read_source(source: Source) -> Description:
    """Return the names as text, and each file as a member that was not unpacked. Raise Encrypted when the names are
    behind a password, Unreadable when there are too many."""
    description = Description(source.media_type, NAME, VERSION)
    description.offer("kind", Kind.DOCUMENT.value, "rule:container")
    shelf = MemberShelf(description, source.folder)
    names: list[str] = []
    files, damage = list_files(source)
    for one in files:
        names.append(refuse(one, shelf, not_unpacked(source)))
    if damage is not None:
        description.notes.append(join_messages([damage, UNPACK]))
    description.text = "\n".join(names)
    if names:
        description.notes.append(Message("names-only", count=len(names)))
    elif not description.notes:
        description.notes.append(join_messages([Message("no-files-inside"), UNPACK]))
    return description


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file in an archive as its headers tell it: `locked` where they say that it needs a password. `checksum`: the
    CRC-32 of its bytes, where they give it."""

    name: str
    locked: bool = False
    checksum: int | None = None


def list_files(source: Source) -> tuple[list[PackedFile], Message | None]:
    """Return the files in an archive in their order, and what is damaged where not all of it can be read. Raise
    Encrypted when the names are behind a password, Unreadable when there are too many."""
    files: list[PackedFile] = []
    try:
        with source.path.open("rb") as file:
            for one in _files(file):
                if len(files) >= members.MOST_FILES:
                    raise Unreadable(members.too_many())
                files.append(one)
    except (EOFError, ValueError, OSError, lzma.LZMAError, MemoryError) as error:
        why = " ".join(str(error).split())[:120] or type(error).__name__
        return files, Message("packed-damaged", why=why)
    return files, None


def refuse(one: PackedFile, shelf: MemberShelf, reason: str) -> str:
    """Tell a file that is not taken out, and why, and return the name that it has as a member."""
    name = members.inner_path(one.name) or members.outside(one.name)
    if one.locked:
        return shelf.refuse(name, LOCKED, Outcome.ENCRYPTED)
    return shelf.refuse(name, reason)


def not_unpacked(source: Source) -> str:
    """Return why a file in an archive is not taken out where only the names are read."""
    return join_messages([Message("not-unpacked-here", file=source.filename), Message("unpack-outer")])


def format_of(source: Source) -> str:
    """Return which format an archive has as libarchive calls it, "" for a version that is not known."""
    head = source.head(8)
    return next((name for mark, name in _FORMATS if head.startswith(mark)), "")


def _files(file: BinaryIO) -> Iterator[PackedFile]:
    head = file.read(32)
    if head.startswith(RAR5):
        yield from _rar5(file)
    elif head.startswith(RAR4):
        yield from _rar4(file)
    elif head.startswith(SEVEN):
        yield from _seven(file, Bytes(head, 12))
    else:
        raise ValueError(Message("unknown-version"))


def _rar5(file: BinaryIO) -> Iterator[PackedFile]:
    at = len(RAR5)
    for _ in range(MOST_BLOCKS):
        file.seek(at)
        head = Bytes(file.read(4 + 10))
        head.take(4)  # CRC32
        size = head.vint()
        if size > LARGEST_HEADER:
            raise EOFError
        file.seek(at + head.at)
        block = Bytes(file.read(size))
        kind, flags = block.vint(), block.vint()
        extra = block.vint() if flags & 1 else 0  # bytes at the end of the block
        packed = block.vint() if flags & 2 else 0
        if kind == 4:
            raise Encrypted(ENCRYPTED)
        if kind == 5:
            return
        if kind == 2 and not (own := block.vint()) & 1:  # a file, and no folder
            block.vint(), block.vint()  # its size, its attributes
            block.take(4 * bool(own & 2))  # its time
            checksum = block.fixed(4) if own & 4 else None
            block.vint(), block.vint()  # compression, system
            name = block.take(block.vint()).decode("utf-8", "replace")
            yield PackedFile(name, _is_locked(Bytes(block.data, max(block.at, size - extra))), checksum)
        at += head.at + size + packed
    raise Unreadable(members.too_many())


def _is_locked(extra: Bytes) -> bool:
    """Whether the extra area of a file has a record of its encryption."""
    while extra.at < len(extra.data):
        record = Bytes(extra.take(extra.vint()))
        if record.data and record.vint() == 1:
            return True
    return False


def _rar4(file: BinaryIO) -> Iterator[PackedFile]:
    at = len(RAR4)
    for _ in range(MOST_BLOCKS):
        file.seek(at)
        head = Bytes(file.read(7))
        if not head.data:
            return  # old ones have no mark of their end
        head.take(2)  # CRC16
        kind, flags, size = head.fixed(1), head.fixed(2), head.fixed(2)
        if size < 7:
            raise EOFError
        block = Bytes(file.read(size - 7))
        if kind == 0x73 and flags & 0x80:
            raise Encrypted(ENCRYPTED)
        if kind == 0x7B:
            return
        packed = block.fixed(4) if flags & 0x8000 or kind == 0x74 else 0
        if kind == 0x74:
            block.take(5)  # its size, system
            checksum = block.fixed(4)
            block.take(6)  # its time, version, method
            length = block.fixed(2)
            block.take(4)
            if flags & 0x100:
                packed |= block.fixed(4) << 32
                block.take(4)
            if flags & 0xE0 != 0xE0:
                name = decode_text(block.take(length).partition(b"\0")[0]).text
                yield PackedFile(name, bool(flags & 4), checksum)
        at += size + packed
    raise Unreadable(members.too_many())


def _seven(file: BinaryIO, start: Bytes) -> Iterator[PackedFile]:
    offset, size = start.fixed(8), start.fixed(8)
    for _ in range(4):  # a header may be packed, and its header again
        if size > LARGEST_HEADER:
            raise Unreadable(members.too_many())
        file.seek(32 + offset)
        header = Bytes(file.read(size))
        if not header.data:
            return
        if (kind := header.fixed(1)) == 0x17:
            header = Bytes(_unpacked_header(file, header))
            kind = header.fixed(1)
        if kind == 1:
            yield from map(PackedFile, _names_in(header))
            return
        break
    raise EOFError


def _unpacked_header(file: BinaryIO, header: Bytes) -> bytes:
    place, packed, unpacked, coder, properties = _first_folder(header)
    if coder == _AES:
        raise Encrypted(ENCRYPTED)
    if max(packed, unpacked) > LARGEST_HEADER:
        raise Unreadable(members.too_many())
    file.seek(32 + place)
    data = file.read(packed)
    if coder == _COPY:
        return data
    if coder != _LZMA1 or len(properties) < 5:
        raise ValueError(Message("unknown-version"))
    dictionary = int.from_bytes(properties[1:5], "little")
    if dictionary > LARGEST_DICTIONARY:
        raise Unreadable(members.too_many())
    rest, lc = divmod(properties[0], 9)
    pb, lp = divmod(rest, 5)
    chain = [{"id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096), "lc": lc, "lp": lp, "pb": pb}]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain).decompress(data, unpacked)


def _first_folder(header: Bytes) -> tuple[int, int, int, bytes, bytes]:
    """(place, packed size, unpacked size, coder, its properties) of a header that is packed by one coder, or first by
    one and then encrypted: then it is that."""
    if header.fixed(1) != 6:
        raise EOFError
    place, count = header.number(), header.number()
    if header.fixed(1) != 9 or count != 1:
        raise EOFError
    packed = header.number()
    while (mark := header.fixed(1)) != 7:
        if mark == 0x0A:
            header.take(5)  # the checksum of one
    if header.fixed(1) != 0x0B or header.number() != 1 or header.fixed(1):
        raise EOFError
    coders = [_coder(header) for _ in range(min(header.number(), 4))]
    coder, properties = next((one for one in coders if one[0] == _AES), coders[0])
    if coder == _AES:
        return place, packed, 0, coder, properties
    if header.fixed(1) != 0x0C:
        raise EOFError
    return place, packed, header.number(), coder, properties


def _coder(header: Bytes) -> tuple[bytes, bytes]:
    flags = header.fixed(1)
    coder = header.take(flags & 15)
    if flags & 0x10:
        header.number(), header.number()
    return coder, header.take(header.number()) if flags & 0x20 else b""


def _names_in(header: Bytes) -> Iterator[str]:
    """The names in a header that is not packed: those of files, for folders have no stream and are no empty files.
    What says where the files lie is passed over: names stand behind it, in a property that tells its size."""
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
