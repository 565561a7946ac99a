"""The words of a RAR archive beside its files: comments, streams of NTFS, its first name, the names of folders.

libarchive only gives files. So a compressed comment is passed to it as the only file of an archive, because its header
has the same fields. The methods before RAR 2.9 are not known to it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from archive.errors import Encrypted, Unreadable
from archive.text.charset import decode_text
from ingest.extract.embargo.unread_words import NamedWords, TooManyWords
from ingest.readers.base.byte_words import of_bytes, of_lines
from ingest.readers.base.source import Source
from ingest.readers.containers import rar_headers
from ingest.readers.containers.header_bytes import Bytes
from ingest.readers.containers.libarchive_library import ArchiveError, libarchive
from ingest.readers.containers.rar_headers import RAR4, RAR5, Block, Entry

COMMENT = "CMT"
MOST_BYTES = 4 << 20  # of a comment
_SPOKEN = (COMMENT, "STM")  # names of services: comments, streams of a file
_METADATA, _HAS_NAME = 2, 1  # a record of the main header
_HAS_COMMENT, _FILE_COMMENT = 2, 8  # flags of RAR 1.5 to 2.8: of the archive, of a file
_MAIN5, _END5 = b"\1\0\0", b"\5\0\0"
_MAIN4, _END4 = b"\x73\0\0\x0d\0" + bytes(6), b"\x7b\0\x40\7\0"
_STORED4 = 0x30
_SOLID4 = 0x10  # a flag of a file, which here only says that the comment is one on a file


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words beside the files. Raise TooManyWords if a comment cannot be unpacked."""
    head = source.head(len(RAR5))
    try:
        with source.path.open("rb") as file:
            if head.startswith(RAR5):
                yield from _words5(file)
            elif head.startswith(RAR4):
                yield from _words4(file)
    except (Encrypted, Unreadable, EOFError, ValueError, OSError):
        return  # the reader says so


def _words5(file: BinaryIO) -> Iterator[NamedWords]:
    for block in rar_headers.blocks5(file):
        if block.kind == rar_headers.MAIN5:
            yield from _first_name(block)
        elif block.kind in (rar_headers.FILE5, rar_headers.SERVICE5):
            one = rar_headers.entry5(block)
            if block.kind == rar_headers.SERVICE5 and one.name in _SPOKEN:
                yield from _of_service(file, block, one, "rar5")
            elif one.folder:
                yield "folder", one.name.rpartition("/")[2]


def _first_name(block: Block) -> Iterator[NamedWords]:
    """Yield the name that the archive was made with."""
    for kind, record in block.records:
        if kind == _METADATA and record.vint() & _HAS_NAME:
            yield "archive", record.take(record.vint()).decode("utf-8", "replace")


def _words4(file: BinaryIO) -> Iterator[NamedWords]:
    for block in rar_headers.blocks4(file):
        if block.kind == rar_headers.MAIN4 and block.flags & _HAS_COMMENT:
            yield from _old_comment(Bytes(block.data, block.begin + 6))
        elif block.kind in (rar_headers.FILE4, rar_headers.SERVICE4):
            one, behind = rar_headers.entry4(block)
            if block.kind == rar_headers.SERVICE4:
                if one.name in _SPOKEN:
                    yield from _of_service(file, block, one, "rar")
            elif block.flags & _FILE_COMMENT:
                yield from _old_comment(behind)
            if block.kind == rar_headers.FILE4 and one.folder:
                yield "folder", one.name.replace("\\", "/").rpartition("/")[2]


def _old_comment(block: Bytes) -> Iterator[NamedWords]:
    """Yield a comment in a header itself, as of before RAR 2.9."""
    block.take(2)  # CRC16
    kind, _, size = block.fixed(1), block.fixed(2), block.fixed(2)
    block.take(3)  # its size, version
    method = block.fixed(1)
    block.take(2)  # CRC16
    if kind != rar_headers.OLD_COMMENT4 or method != _STORED4:
        raise TooManyWords
    yield from _of_comment(block.take(size - 13))


def _of_service(file: BinaryIO, block: Block, one: Entry, kind: str) -> Iterator[NamedWords]:
    if one.locked or block.packed > MOST_BYTES:
        raise TooManyWords
    file.seek(block.place)
    data = file.read(block.packed)
    if not one.stored:
        data = _unpacked(_as_file5(block, data) if kind == "rar5" else _as_file4(block, data), kind)
    yield from _of_comment(data) if one.name == COMMENT else of_bytes(data)


def _of_comment(data: bytes) -> Iterator[NamedWords]:
    text = data.decode("utf-16-le", "replace") if b"\0" in data.rstrip(b"\0") else decode_text(data).text
    for _, words in of_lines(text.strip("\0")):
        yield "comment", words


def _unpacked(archive: bytes, kind: str) -> bytes:
    """The only file in an archive."""
    if libarchive is None:
        raise TooManyWords
    try:
        with libarchive.memory_reader(archive, format_name=kind, filter_name="none") as packed:
            pieces, size = [], 0
            for piece in next(iter(packed)).get_blocks():
                pieces.append(piece)
                size += len(piece)
                if size > MOST_BYTES:
                    raise TooManyWords
            return b"".join(pieces)
    except (ArchiveError, StopIteration) as error:
        raise TooManyWords from error


def _as_file5(block: Block, data: bytes) -> bytes:
    header = bytes([rar_headers.FILE5]) + block.data[1:]
    return RAR5 + _sealed5(_MAIN5) + _sealed5(header) + data + _sealed5(_END5)


def _sealed5(header: bytes) -> bytes:
    size = len(header)
    sized = bytes([size & 0x7F | 0x80, size >> 7 & 0x7F | 0x80, size >> 14]) + header  # a number of three bytes
    return zlib.crc32(sized).to_bytes(4, "little") + sized


def _as_file4(block: Block, data: bytes) -> bytes:
    flags = (block.flags & ~_SOLID4).to_bytes(2, "little")
    header = bytes([rar_headers.FILE4]) + flags + block.data[3:]
    return RAR4 + _sealed4(_MAIN4) + _sealed4(header) + data + _sealed4(_END4)


def _sealed4(header: bytes) -> bytes:
    return (zlib.crc32(header) & 0xFFFF).to_bytes(2, "little") + header
