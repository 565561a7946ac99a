"""Unpack 7z and RAR archives with libarchive, within the limits of ZIP.

libarchive is a system library, and the package that calls it the extra `archives`. If either is missing, or it cannot
unpack a kind of archive, only the names inside are read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from stat import S_IFMT
from typing import Any

from archive.errors import Unreadable
from archive.messages import Message, join_messages
from archive.record import Description, Outcome
from ingest.extract.embargo.unread_words import add_unread_embargoes
from ingest.readers.base import members
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.containers import archive_names, zip_archive
from ingest.readers.containers.archive_names import SEVEN_ZIP, PackedFile
from ingest.readers.containers.libarchive_library import ArchiveError, libarchive
from ingest.readers.containers.unlocked_seven_zip import UnlockedSevenZip, open_unlocked
from ingest.readers.containers.zip_archive import COPY_AGAIN, note_count

NAME = "archive"
VOLUME = join_messages([Message("member-volume"), Message("unpack-outer")])
FATAL = -30  # the library's result when nothing more can be read (archive.h)
_BLOCK = 1 << 16  # bytes passed to the library at a time
_LOCKED = re.compile(r"encrypt|crypto|passphrase", re.I)  # in the library's message about a file that needs a password
_UNKNOWN = re.compile(r"unsupported|not supported|unknown|unexpected codec", re.I)  # about a packing method


def read_source(source: Source) -> Description:
    """Return all files in it as members, and a note with their number; only the names if there is no library. Raise
    Encrypted if the names need a password, Unreadable if it is too large or malicious."""
    kind = archive_names.format_of(source)
    if libarchive is None or not kind:
        return archive_names.read_source(source)
    files, damage = archive_names.list_files(source)
    description = Description(source.media_type, NAME, VERSION)
    shelf = MemberShelf(description, source.folder, later=source.later)
    unlocked = open_unlocked(source.path, source.passwords) if kind == SEVEN_ZIP else None
    unpacking = _Unpacking(source, shelf, files, kind, unlocked is not None)
    with closing(unlocked) if unlocked is not None else nullcontext():
        trouble = unpacking.run(unlocked)
    if not unpacking.unpacked:
        description.text = "\n".join(member.name for member in description.members)
    if damage is not None:
        description.notes.append(join_messages([damage, members.UNPACK]))
    elif not description.members:
        description.notes.append(trouble or members.UNPACK)
    note_count(description)
    add_unread_embargoes((("folder", name) for name in unpacking.folders), description)
    if locked := sum(member.outcome == Outcome.ENCRYPTED for member in description.members):
        description.notes.append(Message("encrypted-members", count=locked))
    return description


class _Short(Exception):
    """A file has fewer bytes than its header says, for example if it continues in another volume."""


class _Changed(Exception):
    """A file has other bytes than its header says."""


@dataclass
class _Unpacking:
    """One pass through an archive. `encrypted`: some of it is, so apparent damage may be due to a missing password.
    `seen` is the number of files found, `unpacked` of those extracted, `size` their bytes; `folders` are names."""

    source: Source
    shelf: MemberShelf
    files: list[PackedFile]
    kind: str
    encrypted: bool
    seen: int = 0
    unpacked: int = 0
    size: int = 0
    folders: list[str] = field(default_factory=list)

    def run(self, unlocked: UnlockedSevenZip | None = None) -> str:
        """Store every file, from the archive as `unlocked` if given. Files that the library does not reach are reported
        with the reason. Return why it stopped, "" at the end of the archive."""
        why: str = VOLUME
        trouble = ""
        try:
            with self._reader(unlocked) as packed:
                for entry in packed:
                    if not entry.isdir:
                        self._put(entry)
                    elif self.kind == SEVEN_ZIP:  # those of RAR are in its headers
                        self.folders.append(_name_of(entry).rstrip("/").rpartition("/")[2])
        except ArchiveError as error:
            why = trouble = _reason(error)
            if self._is_locked(error):
                self.files = [PackedFile(one.name, True) for one in self.files]
        for one in self.files[self.seen :]:
            self._refuse(one, why)
        return trouble

    def _reader(self, unlocked: UnlockedSevenZip | None) -> Any:
        how = {"format_name": self.kind, "filter_name": "none"}
        if unlocked is None:
            return libarchive.file_reader(str(self.source.path), **how)
        return libarchive.stream_reader(unlocked, block_size=_BLOCK, **how)

    def _is_locked(self, error: ArchiveError) -> bool:
        words = _words(error)
        return _LOCKED.search(words) is not None or (self.encrypted and not _UNKNOWN.search(words))

    def _refuse(self, one: PackedFile, reason: str) -> None:
        locked: str = archive_names.RAR_LOCKED
        if self.kind == SEVEN_ZIP:
            name = members.inner_path(one.name) or members.outside(one.name)
            locked = zip_archive.locked_inside(name, self.source.passwords)
        archive_names.refuse(one, self.shelf, reason, locked)

    def _put(self, entry: Any) -> None:
        known = self.files[self.seen] if self.seen < len(self.files) else None
        self.seen += 1
        called = _name_of(entry)
        name = members.inner_path(called)
        if name is None:
            self.shelf.refuse(members.outside(called), members.OUTSIDE, Outcome.SKIPPED)
        elif (reason := _not_a_file(entry)) is not None:
            self.shelf.refuse(name, reason, Outcome.SKIPPED)
        elif (reason := members.too_much(entry.size or 0, None)) is not None:
            self.shelf.refuse(name, reason)
        elif known is not None and known.locked:
            self._refuse(known, "")
        else:
            self._unpack(entry, name, known.checksum if known else None)

    def _unpack(self, entry: Any, name: str, checksum: int | None) -> None:
        try:
            self.shelf.put(name, self._chunks(entry, checksum))
            self.unpacked += 1
        except _Short:
            self._refuse(PackedFile(name, self.encrypted), VOLUME)
        except _Changed:
            self._refuse(PackedFile(name), join_messages([Message("member-damaged", why="CRC-32"), COPY_AGAIN]))
        except ArchiveError as error:
            self._refuse(PackedFile(name, self._is_locked(error)), _reason(error))
            if error.retcode == FATAL:
                raise

    def _chunks(self, entry: Any, checksum: int | None) -> Iterator[bytes]:
        most = max(members.MOST_RATIO * self.source.size, members.RATIO_FROM)
        before, told, found = self.size, entry.size, 0
        for chunk in entry.get_blocks(members.CHUNK):
            self.size += len(chunk)
            if told is not None and self.size - before > told:  # output of the library after a wrong checksum
                self.size = before + told
                raise _Short
            if self.size > most:
                raise Unreadable(members.unpacks_too_large())
            found = zlib.crc32(chunk, found)
            yield chunk
        if told is not None and self.size - before != told:
            raise _Short
        if checksum not in (None, found):  # the library does not compare it for every kind of file
            raise _Changed


def _name_of(entry: Any) -> str:
    called = entry.pathname
    return called.decode("utf-8", "replace") if isinstance(called, bytes) else called or ""


def _not_a_file(entry: Any) -> str | None:
    """Return why an entry is not a file, or None."""
    if entry.issym or entry.islnk:
        return join_messages([Message("link"), Message("give-target")])
    if entry.isfile or not S_IFMT(entry.mode):
        return None
    return join_messages([Message("no-file"), Message("regular-files-only")])


def _reason(error: BaseException) -> str:
    """Return why a file is not unpacked, and what to do."""
    words = _words(error)
    if _UNKNOWN.search(words):
        return join_messages([Message("member-unsupported", why=words), Message("unpack-outer")])
    return join_messages([Message("member-damaged", why=words), COPY_AGAIN])


def _words(error: BaseException) -> str:
    said = error.msg if isinstance(error, ArchiveError) else error
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(str(said).split())[:120] or type(error).__name__
