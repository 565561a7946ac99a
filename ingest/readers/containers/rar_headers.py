"""The blocks of RAR archives (4 and 5): files, folders, comments, streams. Nothing is unpacked.

Sources: RAR 5.0 archive format (rarlab.com), technote.txt of RAR 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive.errors import Encrypted, Unreadable
from archive.messages import Message, join_messages
from archive.text.charset import decode_text
from ingest.readers.base import members
from ingest.readers.base.members import UNPACK
from ingest.readers.containers.header_bytes import LARGEST_HEADER, Bytes

RAR5, RAR4 = b"Rar!\x1a\7\1\0", b"Rar!\x1a\7\0"
MOST_BLOCKS = 2 * members.MOST_FILES
ENCRYPTED = join_messages([Message("names-encrypted"), UNPACK])
MAIN5, FILE5, SERVICE5, LOCKED5, END5 = 1, 2, 3, 4, 5  # kinds of blocks in RAR 5
MAIN4, FILE4, OLD_COMMENT4, OLD_SERVICE4, SERVICE4, END4 = 0x73, 0x74, 0x75, 0x77, 0x7A, 0x7B  # in RAR 4
_LOCK_RECORD = 1  # of the extra area of a file


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, folder, comment or stream according to its header: `locked` if it needs a password, `stored` if it is not
    compressed. `checksum`: the CRC-32 of its bytes, if given."""

    name: str
    folder: bool = False
    locked: bool = False
    stored: bool = False
    checksum: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A header with the position and size of the data behind it. `data` is the header behind its checksum (RAR 4) or
    its size (RAR 5), `begin` the position of its own fields in it, `extra` the size of the area at its end."""

    kind: int
    flags: int
    data: bytes
    begin: int
    extra: int
    place: int
    packed: int

    @property
    def fields(self) -> Bytes:
        """Return the fields that this kind of block has."""
        return Bytes(self.data, self.begin)

    @property
    def records(self) -> Iterator[tuple[int, Bytes]]:
        """Yield the records in the extra area (RAR 5), each with its type. Raise EOFError if it is damaged."""
        area = Bytes(self.data, max(self.begin, len(self.data) - self.extra))
        while area.at < len(area.data):
            record = Bytes(area.take(area.vint()))
            if record.data:
                yield record.vint(), record


def blocks5(file: BinaryIO) -> Iterator[Block]:
    """Yield the blocks of a RAR 5 up to its end. Raise Encrypted if a password is needed, Unreadable if there are too
    many, EOFError if it is damaged."""
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
        extra = block.vint() if flags & 1 else 0
        packed = block.vint() if flags & 2 else 0
        if kind == LOCKED5:
            raise Encrypted(ENCRYPTED)
        if kind == END5:
            return
        yield Block(kind, flags, block.data, block.at, extra, at + head.at + size, packed)
        at += head.at + size + packed
    raise Unreadable(members.too_many())


def entry5(block: Block) -> Entry:
    """Return what a block of a file or service describes. Raise EOFError if it is damaged."""
    fields = block.fields
    own = fields.vint()
    fields.vint(), fields.vint()  # its size, its attributes
    fields.take(4 * bool(own & 2))  # its time
    checksum = fields.fixed(4) if own & 4 else None
    method = fields.vint() >> 7 & 7
    fields.vint()  # system
    name = fields.take(fields.vint()).decode("utf-8", "replace")
    locked = any(kind == _LOCK_RECORD for kind, _ in block.records)
    return Entry(name, bool(own & 1), locked, not method, checksum)


def blocks4(file: BinaryIO) -> Iterator[Block]:
    """Yield the same of a RAR 4."""
    at = len(RAR4)
    for _ in range(MOST_BLOCKS):
        file.seek(at)
        head = Bytes(file.read(7))
        if not head.data:
            return  # old ones have no end marker
        head.take(2)  # CRC16
        kind, flags, size = head.fixed(1), head.fixed(2), head.fixed(2)
        if size < 7:
            raise EOFError
        block = Bytes(head.data[2:] + file.read(size - 7), 5)
        if kind == MAIN4 and flags & 0x80:
            raise Encrypted(ENCRYPTED)
        if kind == END4:
            return
        begin = block.at
        packed = block.fixed(4) if flags & 0x8000 or kind == FILE4 else 0
        if kind in (FILE4, SERVICE4) and flags & 0x100:
            high = Bytes(block.data, begin + 25)
            packed |= high.fixed(4) << 32
        yield Block(kind, flags, block.data, begin, 0, at + size, packed)
        at += size + packed
    raise Unreadable(members.too_many())


def entry4(block: Block) -> tuple[Entry, Bytes]:
    """Return the same of a RAR 4, and what follows the name in the header."""
    fields, flags = block.fields, block.flags
    fields.take(9)  # its sizes, system
    checksum = fields.fixed(4)
    fields.take(5)  # its time, version
    method, length = fields.fixed(1), fields.fixed(2)
    fields.take(4 + 8 * bool(flags & 0x100))  # its attributes, the high parts of its sizes
    name = decode_text(fields.take(length).partition(b"\0")[0]).text
    return Entry(name, flags & 0xE0 == 0xE0, bool(flags & 4), method == 0x30, checksum), fields
