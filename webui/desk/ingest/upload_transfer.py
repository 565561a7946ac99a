"""Receive files from a browser chunk by chunk, never a whole file in memory."""

from __future__ import annotations

import os
import shutil
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from flask import Flask, current_app

from archive.errors import ArchiveBusy, PressArchiveError
from archive.messages import Message
from archive.storage.archive import Archive
from webui.desk.ingest import uploads
from webui.desk.ingest.uploads import Drop, free, parts_of
from webui.i18n.languages import number
from webui.i18n.words import _, file_size

PIECE = 512 << 10  # bytes of a file in one request
MOST_FILES = 100_000  # files of one upload
SPARE = 256 << 20  # bytes of the disk that stay free
AT_ONCE = 8  # uploads being received
IDLE_SECONDS = 120.0  # without a chunk, after which an upload is released
_CHUNK = 64 << 10
_KEY = "press-archive-sendings"


class UploadRefused(PressArchiveError):
    """A transfer that cannot be accepted; the message says why."""


class UploadOver(UploadRefused):
    """A transfer that this server no longer receives: it was idle for long, or the server was restarted."""


class FileChanged(UploadRefused):
    """A file that differs from what was announced."""


class Misplaced(UploadRefused):
    """A chunk that does not continue the file; `have` is the length received."""

    def __init__(self, have: int) -> None:
        super().__init__(_("That piece does not follow what was received."))
        self.have = have


@dataclass(frozen=True, slots=True)
class UploadChunk:
    """The place of some bytes: file `n` of the upload, its `path` in the browser, the `size` of the whole file."""

    n: int
    path: str
    size: int
    offset: int


@dataclass(slots=True)
class Sending:
    """A transfer in progress: the number and size of its files, and the complete ones."""

    drop: Drop
    files: int
    size: int
    lock: int
    guard: threading.Lock = field(default_factory=threading.Lock)
    whole: dict[int, str] = field(default_factory=dict)
    came: int = 0  # bytes of those
    last: float = field(default_factory=time.monotonic)

    def take(self, piece: UploadChunk, body: IO[bytes]) -> int:
        """Store the bytes of a chunk, and return how much of the file there is now. A chunk that is sent again is
        written again. Raise UploadRefused, Misplaced and PathRefused."""
        parts = parts_of(piece.path)
        with self.guard:
            self.last = time.monotonic()
            if piece.n in self.whole:
                return piece.size
            if piece.n >= self.files or piece.offset > piece.size:
                raise UploadRefused(Message("upload-unannounced"))
            part = self.drop.parts / str(piece.n)
            try:
                have = self._write(part, piece, body)
                if have == piece.size:
                    self._settle(part, piece, parts)
            except OSError as error:
                raise _not_kept(error) from error
            return have

    def drop_part(self, n: int) -> None:
        """Delete the received part of a file that changed or vanished on the sender's side."""
        with self.guard:
            (self.drop.parts / str(n)).unlink(missing_ok=True)

    def _write(self, part: Path, piece: UploadChunk, body: IO[bytes]) -> int:
        with part.open("r+b" if part.exists() else "w+b") as file:
            have = file.seek(0, os.SEEK_END)
            if piece.offset > have:
                raise Misplaced(have)
            file.seek(piece.offset)
            file.truncate()
            left = min(piece.size - piece.offset, self.size - self.came - piece.offset)
            while chunk := body.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise FileChanged(Message("upload-grown"))
                file.write(chunk)
            if file.tell() == piece.size:
                file.flush()
                os.fsync(file.fileno())  # before renaming, so that a named file is complete even after a power cut
            return file.tell()

    def _settle(self, part: Path, piece: UploadChunk, parts: tuple[str, ...]) -> None:
        path = free(self.drop.files, parts)
        part.rename(path)
        self.whole[piece.n] = os.fspath(path)
        self.came += piece.size


class Sendings:
    """The transfers that this server receives. Other servers only see that these uploads are busy."""

    def __init__(self) -> None:
        self._all: dict[str, Sending] = {}
        self._guard = threading.Lock()

    def begin(self, archive: Archive, files: int, size: int) -> Sending:
        """Return a new upload for this many files. Raise UploadRefused if there is no room for them."""
        with self._guard:
            self._let_go()
            if len(self._all) >= AT_ONCE:
                raise UploadRefused(Message("upload-elsewhere"))
            _check_room(archive, files, size)
            try:
                drop, lock = uploads.new(archive, files)
            except OSError as error:
                raise _not_kept(error) from error
            made = self._all[drop.id] = Sending(drop, files, size, lock)
            return made

    def resume(self, archive: Archive, drop: Drop, files: int, size: int) -> None:
        """Receive the remaining bytes of an upload. Raise UploadRefused if it is being ingested, or there is no
        room."""
        with self._guard:
            self._let_go()
            if drop.id in self._all:
                return
            _, came = drop.count()
            if drop.note().asked or len(self._all) >= AT_ONCE:
                raise UploadRefused(Message("upload-elsewhere"))
            _check_room(archive, files, size)
            try:
                lock = drop.hold()
                drop.parts.mkdir(exist_ok=True)
                drop.sign(lock, os.getpid())
            except ArchiveBusy as error:
                raise UploadRefused(error.message) from None
            except OSError as error:
                raise _not_kept(error) from error
            self._all[drop.id] = Sending(drop, files, came + size, lock, came=came)

    def of(self, drop: Drop) -> Sending | None:
        """Return the transfer of an upload, None if this server receives nothing for it."""
        with self._guard:
            self._let_go()
            return self._all.get(drop.id)

    def end(self, drop: Drop) -> bool:
        """End the transfer of an upload, and release its lock; return whether it was open."""
        with self._guard:
            return (one := self._all.get(drop.id)) is not None and self._end(one)

    def _let_go(self) -> None:
        """End transfers that have been idle for long."""
        for one in [*self._all.values()]:
            if time.monotonic() - one.last > IDLE_SECONDS:
                self._end(one)

    def _end(self, one: Sending) -> bool:
        with one.guard:
            del self._all[one.drop.id]
            shutil.rmtree(one.drop.parts, ignore_errors=True)
            one.drop.write(replace(one.drop.note(), files=len(one.whole), bytes=one.came))
            os.close(one.lock)
        return True


def prepare(app: Flask) -> None:
    """Give an application its transfers."""
    app.extensions[_KEY] = Sendings()


def get_current_sendings() -> Sendings:
    """Return the transfers of the current application."""
    found: Sendings = current_app.extensions[_KEY]
    return found


def _not_kept(error: OSError) -> UploadRefused:
    why = error.strerror or str(error)
    return UploadRefused(Message("upload-unwritable", why=why))


def _check_room(archive: Archive, files: int, size: int) -> None:
    """Check that there is room for the files twice: here until they are ingested, and then in the archive."""
    if files > MOST_FILES:
        raise UploadRefused(Message("upload-too-many", count=MOST_FILES))
    room = max(0, (shutil.disk_usage(archive.folder).free - SPARE) // 2)
    if size > room:
        raise UploadRefused(Message("upload-too-large", size=file_size(size), room=file_size(room)))
    about = os.statvfs(archive.folder)
    if about.f_files and files * 3 > about.f_favail:
        raise UploadRefused(Message("upload-no-inodes", files=number(files)))
