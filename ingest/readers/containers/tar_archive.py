"""Read TAR archives, plain or compressed with gzip, bzip2 or xz, and single compressed files, within limits."""

from __future__ import annotations

import bz2
import functools
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from archive.errors import Unreadable
from archive.media_types import BZIP2, GZIP, TAR, XZ, suffix_of
from archive.messages import Message, join_messages
from archive.record import Description, Outcome
from archive.text.charset import decode_text
from ingest.extract.embargo.unread_words import NamedWords, add_unread_embargoes
from ingest.readers.base import members
from ingest.readers.base.byte_words import of_bytes
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.containers.zip_archive import COPY_AGAIN, note_count

NAME = "tar"
BLOCK = 512
OPENERS: dict[str, Callable[[Path], Any]] = {
    GZIP: gzip.open,
    BZIP2: bz2.open,
    XZ: lzma.open,
    TAR: functools.partial(open, mode="rb"),
}
DAMAGED = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError)
_HEADER = 64 << 10  # bytes of a gzip in which its header ends
_EXTRA, _FNAME, _FCOMMENT = 4, 8, 16  # flags of gzip
_OF_ENTRIES = frozenset(  # POSIX.1-2001 pax: what tells how a file is kept
    ["path", "linkpath", "size", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname", "hdrcharset", "charset"]
)
_UNDECODED = range(0xDC80, 0xDD00)  # as Python stands for bytes that are not UTF-8 (PEP 383)


class CappedStream:
    """A stream that unpacks to no more than the limits for all files inside one, and for the ratio to the bytes on
    disk. Counted as it is read."""

    def __init__(self, stream: IO[bytes], packed: int) -> None:
        self._stream = stream
        # Headers and padding between files are extra.
        self._most = members.MOST_WHOLE + members.MOST_FILES * 4 * BLOCK
        self._ratio = max(members.MOST_RATIO * packed, members.RATIO_FROM)
        self.size = 0

    def read(self, size: int) -> bytes:
        """Read like a file. Raise Unreadable beyond a limit."""
        data = self._stream.read(size)
        self.size += len(data)
        if self.size > self._most:
            raise Unreadable(members.too_large_in_all())
        if self.size > self._ratio:
            raise Unreadable(members.unpacks_too_large())
        return data


def read_source(source: Source) -> Description:
    """Return all files in it as members, and a note with their number; a single compressed file has one, itself. Raise
    Unreadable if it is damaged, too large, or malicious."""
    description = Description(source.media_type, NAME, VERSION)
    shelf = MemberShelf(description, source.folder, later=source.later)
    said = _gzip_words(source.head(_HEADER)) if source.media_type == GZIP else []
    try:
        if _is_tar(source):
            with OPENERS[source.media_type](source.path) as stream:
                whole = _unpack(CappedStream(stream, source.size), shelf, said)
            if not whole:
                description.notes.append(Message("no-end-mark"))
        else:
            with OPENERS[source.media_type](source.path) as stream:
                shelf.put(_unpacked_name(source), _chunks(CappedStream(stream, source.size)))
    except DAMAGED as error:
        raise damaged_stream(error, shelf) from error
    note_count(description)
    add_unread_embargoes(said, description)
    return description


def _gzip_words(head: bytes) -> list[NamedWords]:
    """The name, the comment and the extra field in a header of gzip (RFC 1952, 2.3)."""
    said: list[NamedWords] = []
    flags, at = head[3:4].ljust(1, b"\0")[0], 10
    if flags & _EXTRA:
        size = int.from_bytes(head[at : at + 2], "little")
        said += of_bytes(head[at + 2 : at + 2 + size])
        at += 2 + size
    for flag, key in ((_FNAME, "name"), (_FCOMMENT, "comment")):
        if flags & flag:
            end = head.find(b"\0", at)
            if end < 0:
                break
            words = decode_text(head[at:end]).text
            said.append((key, PurePosixPath(words).stem if key == "name" else words))
            at = end + 1
    return said


def _is_tar(source: Source) -> bool:
    """Return whether it contains a TAR archive, by its first header in POSIX.1-1988 or GNU format."""
    with OPENERS[source.media_type](source.path) as stream:
        head = stream.read(BLOCK)
    return head[257:262] == b"ustar" or source.media_type == TAR


def _unpacked_name(source: Source) -> str:
    """Return the name of a single compressed file without its last suffix."""
    path = PurePosixPath(source.filename)
    suffix = suffix_of(source.media_type)
    stem = path.stem if path.suffix.lower() == suffix else path.name
    return members.inner_path(stem) or "unpacked"


def _unpack(stream: CappedStream, shelf: MemberShelf, said: list[NamedWords]) -> bool:
    """All files onto the shelf, comments and names of folders to what is `said`; False when the stream ends without the
    mark of an archive's end."""
    # Read as a stream: nothing is sought, and an entry cannot name bytes that came before.
    with tarfile.open(fileobj=stream, mode="r|") as packed:  # type: ignore[call-overload]
        seen = 0
        while (entry := packed.next()) is not None:
            seen += 1
            if seen > 2 * members.MOST_FILES:
                raise Unreadable(members.too_many())
            if entry.isdir():
                said.append(("folder", PurePosixPath(entry.name).name))
            else:
                _put_on_shelf(packed, entry, shelf)
            said += [one for one in entry.pax_headers.items() if one[0] not in _OF_ENTRIES and one not in said[-20:]]
            packed.members.clear()  # else it keeps every header
        said += [one for one in packed.pax_headers.items() if one[0] not in _OF_ENTRIES]
        assert packed.fileobj is not None
        return bool(packed.fileobj.tell() - packed.offset >= BLOCK)


def _put_on_shelf(packed: tarfile.TarFile, entry: tarfile.TarInfo, shelf: MemberShelf) -> None:
    called = _name(entry.name)
    name = members.inner_path(called)
    if name is None:
        shelf.refuse(members.outside(called), members.OUTSIDE, Outcome.SKIPPED)
    elif (reason := _not_a_file(entry)) is not None:
        shelf.refuse(name, reason, Outcome.SKIPPED)
    elif (reason := members.too_much(entry.size, None)) is not None:
        shelf.refuse(name, reason)
    else:
        file = packed.extractfile(entry)
        assert file is not None
        with file:
            shelf.put(name, _chunks(file))


def _not_a_file(entry: tarfile.TarInfo) -> str | None:
    if entry.issym():
        return join_messages([Message("link"), Message("give-target")])
    if entry.islnk():
        return join_messages([Message("other-name-inside"), Message("that-one-taken")])
    return None if entry.isfile() else join_messages([Message("no-file"), Message("regular-files-only")])


def _chunks(file: IO[bytes] | CappedStream) -> Iterator[bytes]:
    while chunk := file.read(members.CHUNK):
        yield chunk


def _name(name: str) -> str:
    """Return the intended name: Python decodes UTF-8, and keeps each invalid byte."""
    if not any(ord(char) in _UNDECODED for char in name):
        return name
    return decode_text(name.encode("utf-8", "surrogateescape")).text


def damaged_stream(error: Exception, shelf: MemberShelf) -> Unreadable:
    """Return the error for damage after the files on the shelf."""
    why = members.damage_words(error)
    found = Message("packed-damaged-after", count=shelf.count, why=why) if shelf.count else None
    return Unreadable(join_messages([found or Message("packed-damaged", why=why), COPY_AGAIN]))
