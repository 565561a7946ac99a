"""Read the names of the files in RAR (4 and 5) and 7z archives. Nothing is unpacked.

Sources: RAR 5.0 archive format (rarlab.com), technote.txt of RAR 4.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from archive.errors import Encrypted, Unreadable
from archive.messages import Message, join_messages
from archive.record import Description, Kind, Outcome
from archive.text.charset import decode_text
from ingest.readers.base import members
from ingest.readers.base.members import UNPACK, MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.containers import seven_zip
from ingest.readers.containers.header_bytes import LARGEST_HEADER, Bytes

NAME = "archive-names"
RAR5, RAR4 = b"Rar!\x1a\7\1\0", b"Rar!\x1a\7\0"
SEVEN_ZIP = "7zip"
MOST_BLOCKS = 2 * members.MOST_FILES
ENCRYPTED = join_messages([Message("names-encrypted"), UNPACK])
RAR_LOCKED = join_messages([Message("rar-locked"), Message("unpack-with-password")])
_FORMATS = ((RAR5, "rar5"), (RAR4, "rar"), (seven_zip.MARK, SEVEN_ZIP))


def read_source(source: Source) -> Description:
    """Return the names as text, and each file as a member that was not unpacked. Raise Encrypted if the names need a
    password, Unreadable if there are too many."""
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
    """A file in an archive according to its headers: `locked` if it needs a password. `checksum`: the CRC-32 of its
    bytes, if given."""

    name: str
    locked: bool = False
    checksum: int | None = None


def list_files(source: Source) -> tuple[list[PackedFile], Message | None]:
    """Return the files in an archive in order, and a description of any damage. Raise Encrypted if the names need a
    password, Unreadable if there are too many."""
    files: list[PackedFile] = []
    try:
        with source.path.open("rb") as file:
            for one in _files(file, source.passwords):
                if len(files) >= members.MOST_FILES:
                    raise Unreadable(members.too_many())
                files.append(one)
    except (EOFError, ValueError, OSError, lzma.LZMAError, MemoryError) as error:
        why = " ".join(str(error).split())[:120] or type(error).__name__
        return files, Message("packed-damaged", why=why)
    return files, None


def refuse(one: PackedFile, shelf: MemberShelf, reason: str, locked: str = RAR_LOCKED) -> str:
    """Report a file that is not unpacked, with the reason, and return its name as a member; `locked` is the reason if
    it needs a password."""
    name = members.inner_path(one.name) or members.outside(one.name)
    if one.locked:
        return shelf.refuse(name, locked, Outcome.ENCRYPTED)
    return shelf.refuse(name, reason)


def not_unpacked(source: Source) -> str:
    """Return why a file in an archive is not unpacked if only the names are read."""
    return join_messages([Message("not-unpacked-here", file=source.filename), Message("unpack-outer")])


def format_of(source: Source) -> str:
    """Return the format of an archive in libarchive's naming, "" for an unknown version."""
    head = source.head(8)
    return next((name for mark, name in _FORMATS if head.startswith(mark)), "")


def _files(file: BinaryIO, passwords: Sequence[str]) -> Iterator[PackedFile]:
    head = file.read(32)
    if head.startswith(RAR5):
        yield from _rar5(file)
    elif head.startswith(RAR4):
        yield from _rar4(file)
    elif head.startswith(seven_zip.MARK):
        yield from map(PackedFile, seven_zip.file_names(seven_zip.read_header(file, passwords)))
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
        if kind == 2 and not (own := block.vint()) & 1:  # a file, not a folder
            block.vint(), block.vint()  # its size, its attributes
            block.take(4 * bool(own & 2))  # its time
            checksum = block.fixed(4) if own & 4 else None
            block.vint(), block.vint()  # compression, system
            name = block.take(block.vint()).decode("utf-8", "replace")
            yield PackedFile(name, _is_locked(Bytes(block.data, max(block.at, size - extra))), checksum)
        at += head.at + size + packed
    raise Unreadable(members.too_many())


def _is_locked(extra: Bytes) -> bool:
    """Return whether the extra area of a file has an encryption record."""
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
            return  # old ones have no end marker
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
