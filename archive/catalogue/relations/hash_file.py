"""The perceptual hashes of all photos, in two files below derived/ that all processes map: hashes and coarse views.

A photo's place in both is the number `change` of its row in `looks`. Only the holder of the catalogue's write lock
reads or writes them. Data after the end stored in the head is ignored, and `confirm` moves that end only after the
commit, so a rollback or a kill leaves nothing behind.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, select

from archive.catalogue.schema.id_queries import EACH_NUMBER
from archive.catalogue.schema.tables import looks
from archive.errors import StoreError, describe_disk_space
from archive.messages import Message
from archive.pictures import perceptual_hash

_MAGIC = int.from_bytes(b"looks-1\0", "little")
_HEAD = 3  # words before the hashes: magic number, end, checksum
_WORD = 8  # bytes
_VIEW = 112  # values of a coarse view
_VIEW_BYTES = 4 * _VIEW
_READ = 4096  # photos read at a time
_SAMPLES = 64  # photos whose hash is compared with the catalogue's when the files are opened

_NEW = select(looks).where(looks.c.change > bindparam("after")).order_by(looks.c.change)
_SOME = select(looks.c.change, looks.c.whole).where(looks.c.change.in_(EACH_NUMBER))


@dataclass(frozen=True, slots=True)
class Head:
    """The last photo in the files, and the checksum of all words up to there."""

    end: int = 0
    sum: int = 0


class HashFile:
    """The hashes and coarse views of all photos. `hashes` and `views` are read after `catch_up`, in its transaction."""

    def __init__(self, folder: Path) -> None:
        """Open nothing before it is needed. If the folder is not writable, use files without names."""
        self._folder = folder
        self._files: tuple[int, ...] = ()
        self._is_checked = False
        self.hashes: NDArray[np.uint64] = np.empty(0, np.uint64)
        self.views: perceptual_hash.Floats = np.empty((0, _VIEW), np.float32)

    def close(self) -> None:
        """Close the files."""
        self.hashes, self.views = np.empty(0, np.uint64), np.empty((0, _VIEW), np.float32)
        for file in self._files:
            os.close(file)
        self._files = ()

    def catch_up(self, conn: Connection, own: Sequence[tuple[int, str]]) -> Head:
        """Add the photos that arrived since, and return the head to be confirmed after the commit. `own` are the
        numbers and hashes of photos in this transaction. Files that contradict them are rebuilt. Raise StoreError."""
        try:
            head = self._fill(conn, self._checked_head(conn))
            if any(self.hashes[number] != int(whole, 16) for number, whole in own):
                head = self._fill(conn, self._emptied())
        except OSError as error:
            free = describe_disk_space(self._folder)
            is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            full = Message("catalogue-full", path=self._folder, free=free)
            raise StoreError(full if is_full else Message("catalogue-disk", path=self._folder)) from error
        return head

    def damaged_folder(self) -> Path | None:
        """Return the folder if its files are damaged; None if they are not, or not there. The next process that adds a
        photo makes them again."""
        try:
            words, views = (np.fromfile(self._folder / name, np.uint64) for name in ("hashes", "views"))
        except OSError:
            return None
        if not len(words):
            return None  # emptied
        end = int(words[1]) if len(words) >= _HEAD else -1
        sizes = _sizes(end) if end else (_HEAD * _WORD, 0)  # nothing follows a head without photos
        is_whole = int(words[0]) == _MAGIC and end >= 0 and len(words) * _WORD >= sizes[0]
        is_whole = is_whole and len(views) * _WORD >= sizes[1]
        parts = (words[_HEAD : sizes[0] // _WORD], views[: sizes[1] // _WORD])
        total = sum(int(np.add.reduce(part)) for part in parts) % (1 << 64)
        return None if is_whole and total == int(words[2]) else self._folder

    def confirm(self, head: Head) -> None:
        """Make a head valid after its transaction is committed. If that fails, the next transaction reads the same
        photos again."""
        with suppress(OSError):
            for file in self._files:
                os.fdatasync(file)
            os.pwrite(self._files[0], np.array([_MAGIC, head.end, head.sum], np.uint64).tobytes(), 0)

    def _checked_head(self, conn: Connection) -> Head:
        """Return the head of the files. They are emptied if they are damaged or belong to another catalogue. Everything
        is checked once per process."""
        if not self._files:
            self._files = self._opened()
        head = self._read_head()
        if head is None:
            return self._emptied()
        self._map(head.end)
        if not self._is_checked and not (self._sum(-1, head.end) == head.sum and self._agrees(conn, head.end)):
            return self._emptied()
        self._is_checked = True
        return head

    def _opened(self) -> tuple[int, ...]:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        opened: list[int] = []
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for name in ("hashes", "views"):
                opened.append(os.open(self._folder / name, flags, 0o666))
        except OSError:
            for file in opened:
                os.close(file)
            with tempfile.TemporaryFile() as hashes, tempfile.TemporaryFile() as views:
                return os.dup(hashes.fileno()), os.dup(views.fileno())
        return tuple(opened)

    def _read_head(self) -> Head | None:
        written = os.pread(self._files[0], _HEAD * _WORD, 0)
        if len(written) < _HEAD * _WORD:
            return None
        magic, end, total = np.frombuffer(written, np.uint64).tolist()
        is_whole = all(os.fstat(file).st_size >= size for file, size in zip(self._files, _sizes(end), strict=True))
        return Head(end, total) if magic == _MAGIC and is_whole else None

    def _emptied(self) -> Head:
        for file in self._files:
            os.ftruncate(file, 0)
        self._is_checked = True
        return Head()

    def _fill(self, conn: Connection, head: Head) -> Head:
        end = head.end
        for rows in conn.execute(_NEW, {"after": end}).partitions(_READ):
            self._write(rows)
            end = rows[-1].change
        self._map(end)
        return Head(end, (head.sum + self._sum(head.end, end)) % (1 << 64))

    def _write(self, rows: Sequence[Any]) -> None:
        numbers = np.array([row.change for row in rows])
        hashes = np.array([int(row.whole, 16) for row in rows], np.uint64)
        views = perceptual_hash.coarse(perceptual_hash.pixels([row.miniature for row in rows]))
        for run in np.split(np.arange(len(rows)), np.flatnonzero(np.diff(numbers) != 1) + 1):
            before, parts = _sizes(int(numbers[run[0]]) - 1), (hashes[run].tobytes(), views[run].tobytes())
            for file, part, at in zip(self._files, parts, before, strict=True):
                _write_at(file, part, at)

    def _map(self, end: int) -> None:
        """Map the files up to the photo `end`."""
        hashes, views = (
            mmap.mmap(file, size, access=mmap.ACCESS_READ) if end else b"\0" * size
            for file, size in zip(self._files, _sizes(end), strict=True)
        )
        self.hashes = np.frombuffer(hashes, np.uint64)[_HEAD:]
        self.views = np.frombuffer(views, np.float32).reshape(-1, _VIEW)

    def _sum(self, start: int, end: int) -> int:
        """Return the checksum of the words of the photos after `start`, up to `end`."""
        parts = (self.hashes[start + 1 : end + 1], self.views[start + 1 : end + 1].view(np.uint64))
        return sum(int(np.add.reduce(part, axis=None)) for part in parts) % (1 << 64)

    def _agrees(self, conn: Connection, end: int) -> bool:
        """Return whether the hashes of some photos here are those in the catalogue."""
        if not end:
            return True
        asked = np.unique(np.linspace(1, end, _SAMPLES).astype(np.int64)).tolist()
        rows = conn.execute(_SOME, {"ids": json.dumps(asked)}).all()
        return bool(rows) and all(self.hashes[row.change] == int(row.whole, 16) for row in rows)


def _sizes(end: int) -> tuple[int, int]:
    """Return the sizes in bytes of both files up to the photo `end`, including an entry for number 0."""
    return (_HEAD + end + 1) * _WORD, (end + 1) * _VIEW_BYTES


def _write_at(file: int, written: bytes, at: int) -> None:
    while written:
        done = os.pwrite(file, written, at)
        written, at = written[done:], at + done
