"""Read the names of the files in RAR (4 and 5) and 7z archives. Nothing is unpacked."""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from archive.errors import Unreadable
from archive.messages import Message, join_messages
from archive.record import Description, Kind, Outcome
from ingest.readers.base import members
from ingest.readers.base.members import UNPACK, MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.containers import rar_headers, seven_zip
from ingest.readers.containers.rar_headers import RAR4, RAR5

NAME = "archive-names"
SEVEN_ZIP = "7zip"
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
        return files, Message("packed-damaged", why=members.damage_words(error))
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
    for block in rar_headers.blocks5(file):
        if block.kind == rar_headers.FILE5 and not (one := rar_headers.entry5(block)).folder:
            yield PackedFile(one.name, one.locked, one.checksum)


def _rar4(file: BinaryIO) -> Iterator[PackedFile]:
    for block in rar_headers.blocks4(file):
        if block.kind == rar_headers.FILE4 and not (one := rar_headers.entry4(block)[0]).folder:
            yield PackedFile(one.name, one.locked, one.checksum)
