"""Store originals under their SHA-256: copied once, read-only, and durably on disk before the catalogue names them.

Bytes and names survive a power failure from the moment a function returns.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from archive.errors import SourceChanged, SourceUnreadable, StoreError, describe_disk_space
from archive.messages import Message
from archive.storage.store import Incoming

AT_ONCE = 8


def side_by_side(sync: Callable[[Path], None], paths: Sequence[Path]) -> None:
    """Call `sync` for all paths, several at once, because a disk writes many together faster than one by one. Raise the
    first error after all have ended."""
    if len(paths) > 1:
        with ThreadPoolExecutor(min(AT_ONCE, len(paths)), thread_name_prefix="sync") as crew:
            list(crew.map(sync, paths))
    else:
        for path in paths:
            sync(path)


def make_durable(path: Path) -> None:
    """Make a file read-only for all who can read it, and flush its bytes to disk. Raise OSError."""
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        with suppress(PermissionError):  # a disk without modes
            os.fchmod(file, os.fstat(file).st_mode & 0o444)
        os.fsync(file)
    finally:
        os.close(file)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to disk. Before that, a power failure undoes a rename. Raise OSError."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a network disk that does not support this for folders
            raise
    finally:
        os.close(file)


log = logging.getLogger(__name__)

CHUNK_BYTES = 1 << 20
INCOMING = ".incoming"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FAN = re.compile(r"[0-9a-f]{2}")
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_LEAVE = (errno.EACCES, errno.EPERM, errno.EROFS)


class FolderStore:
    """The originals in one folder: `ab/abcd...` by digest, and `.incoming/` for copies in progress."""

    def __init__(self, folder: Path) -> None:
        """Create nothing: `create` does that."""
        self.folder = folder
        self._incoming = folder / INCOMING
        self._plain = os.fspath(folder)
        self._folders: set[str] = set()  # subfolders known to exist

    def create(self) -> None:
        """Create the folder and its contents if missing."""
        with explain_store_errors(self.folder):
            self._incoming.mkdir(parents=True, exist_ok=True)

    def incoming(self, source: Path, ended: Callable[[], bool] = lambda: False) -> Incoming:
        """Copy a regular file while hashing it. Raise SourceChanged if it changed, shrank or vanished meanwhile,
        SourceUnreadable if it cannot be read or is not a regular file (resolve links first), StoreError if it cannot be
        stored or `ended` returns True. A failed copy leaves nothing."""
        with _opened(source) as reader:
            before = os.fstat(reader.fileno())
            target = self._incoming / f"{os.getpid()}-{secrets.token_hex(8)}"
            try:
                sha256, size = self._copy(_chunks(reader, source, ended), target, before.st_size)
                _check_unchanged(source, before, os.fstat(reader.fileno()), size)
            except BaseException:
                target.unlink(missing_ok=True)
                raise
        return Incoming(sha256, size, target)

    def _copy(self, chunks: Iterator[bytes], target: Path, limit: int) -> tuple[str, int]:
        """Copy to the end, or past `limit`: a growing file may have no end."""
        digest, size = hashlib.sha256(), 0
        with explain_store_errors(self.folder, limit, target):
            self._incoming.mkdir(parents=True, exist_ok=True)
            out = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
            with os.fdopen(out, "wb", buffering=0) as writer:
                while size <= limit and (chunk := next(chunks, b"")):
                    digest.update(chunk)
                    size += len(chunk)
                    _write_all(writer, chunk)
        return digest.hexdigest(), size

    def settle(self, copies: Sequence[Incoming]) -> set[str]:
        """Move copies to their digests, all or those before an error. Bytes and names are on disk on return. Bytes
        already stored are not stored twice, but repaired if they were altered. Return the new digests."""
        placed: set[str] = set()
        with explain_store_errors(self.folder):
            for copy in copies:
                if not copy.path.exists():
                    raise StoreError(Message("copy-gone", path=copy.path))
            side_by_side(make_durable, [copy.path for copy in copies])
            for copy in copies:
                if self._place(copy):
                    placed.add(copy.sha256)
            # Even if nothing was renamed: an interrupted run may have moved the file there without getting here.
            folders = {self._at(copy.sha256).parent for copy in copies}
            side_by_side(sync_folder, sorted(folders))
            if folders:
                sync_folder(self.folder)
        return placed

    def _place(self, copy: Incoming) -> bool:
        """Rename a copy to its final place; return False if the same bytes were there."""
        target = self._at(copy.sha256)
        target.parent.mkdir(exist_ok=True)
        if not stat.S_ISDIR(target.parent.lstat().st_mode):
            raise StoreError(Message("store-not-folder", path=target.parent))
        if not os.path.lexists(target):
            copy.path.rename(target)
            return True
        if self._whole(copy):
            self.discard(copy)
            return False
        log.warning("%s was damaged and is replaced by the file that just came in again", target)
        copy.path.replace(target)
        return True

    def _whole(self, copy: Incoming) -> bool:
        """Return whether the file stored under a copy's digest has it. It is read to its end: if it were altered, this
        copy may be the last good one."""
        try:
            return self.size(copy.sha256) == copy.size and self.digest(copy.sha256)[0] == copy.sha256
        except StoreError:
            return False

    def remove(self, sha256: str) -> None:
        """Remove an original permanently, if it exists: only for an erased record."""
        path = self._at(sha256)
        with explain_store_errors(self.folder):
            if os.path.lexists(path):
                path.unlink()
                sync_folder(path.parent)

    def discard(self, copy: Incoming) -> None:
        """Remove an unwanted copy, if it still exists."""
        copy.path.unlink(missing_ok=True)

    def clear_incoming(self) -> int:
        """Remove what interrupted runs left in `.incoming/`, and return how many files. Call it only under the ingest
        lock. Copies of other processes on this machine, which read jobs of a queue, are kept."""
        left = [path for path in self.unsettled() if not _is_copied(path)]
        with explain_store_errors(self.folder):
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)

    def unsettled(self) -> list[Path]:
        """Return the copies in `.incoming/`: in progress, or left by an interrupted run."""
        return sorted(self._incoming.iterdir()) if self._incoming.is_dir() else []

    def has(self, sha256: str) -> bool:
        """Return whether an original with that digest exists, as a regular file."""
        if not _DIGEST.fullmatch(sha256):
            return False
        folder = f"{self._plain}/{sha256[:2]}"  # as text, because it is checked for each file of an unchanged disk
        try:
            if folder not in self._folders and stat.S_ISDIR(os.lstat(folder).st_mode):
                self._folders.add(folder)  # not a link, and nobody makes it one meanwhile
            return folder in self._folders and stat.S_ISREG(os.lstat(f"{folder}/{sha256}").st_mode)
        except OSError:
            return False

    def path(self, sha256: str) -> Path:
        """Return the path of an original. Raise StoreError if it is missing, or not a regular file."""
        path = self._at(sha256)
        try:
            folder, file = path.parent.lstat(), path.lstat()
        except OSError as error:
            raise StoreError(Message("original-missing", sha256=sha256, path=path)) from error
        if not (stat.S_ISDIR(folder.st_mode) and stat.S_ISREG(file.st_mode)):
            raise StoreError(Message("original-not-file", path=path))
        return path

    def size(self, sha256: str) -> int:
        """Return the size of an original in bytes, as on disk. Raise StoreError as `path` does."""
        return self.path(sha256).lstat().st_size

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Yield the file of an original. Raise StoreError as `path` does."""
        yield self.path(sha256)

    def open(self, sha256: str) -> BinaryIO:
        """Return an original, opened for reading. No link below the store's folder is followed. Raise StoreError as
        `path` does."""
        path = self.path(sha256)
        try:
            folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
                return os.fdopen(os.open(path.name, flags, dir_fd=folder), "rb")
            finally:
                os.close(folder)
        except OSError as error:
            raise StoreError(Message("original-unreadable", path=path, error=error.strerror)) from error

    def digest(self, sha256: str) -> tuple[str, int]:
        """Return the present digest and size of an original, read from disk. Raise StoreError if it cannot be read."""
        found, size = hashlib.sha256(), 0
        with self.open(sha256) as reader:
            try:
                while chunk := reader.read(CHUNK_BYTES):
                    found.update(chunk)
                    size += len(chunk)
            except OSError as error:
                raise StoreError(Message("original-disk", path=self._at(sha256), error=error.strerror)) from error
        return found.hexdigest(), size

    def contents(self) -> Iterator[tuple[str | None, Path]]:
        """Yield (digest, path) of everything in the store except `.incoming/`; the digest is None for foreign files."""
        for folder in sorted(self.folder.iterdir()):
            if folder.name == INCOMING:
                continue
            if not _FAN.fullmatch(folder.name) or not stat.S_ISDIR(folder.lstat().st_mode):
                yield None, folder
                continue
            for path in sorted(folder.iterdir()):
                right = _DIGEST.fullmatch(path.name) and path.name.startswith(folder.name)
                yield (path.name if right and stat.S_ISREG(path.lstat().st_mode) else None), path

    def _at(self, sha256: str) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise StoreError(Message("digest-malformed", typed=repr(sha256[:80])))
        return self.folder / sha256[:2] / sha256


def _is_copied(path: Path) -> bool:
    """Return whether the process that began a copy is still running, and is not this one. A process younger than the
    copy only reused the number of one that ended."""
    process = path.name.partition("-")[0]
    if process == str(os.getpid()):
        return False
    try:
        ticks = (
            Path("/proc", process, "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
        )
        began = int(ticks) / os.sysconf("SC_CLK_TCK") - time.clock_gettime(time.CLOCK_BOOTTIME) + time.time()
        return began <= path.stat().st_mtime
    except (OSError, IndexError, ValueError):
        return False


@contextmanager
def explain_store_errors(folder: Path, needed: int = 0, under_way: Path | None = None) -> Iterator[None]:
    """Turn system errors about a folder of the archive into a StoreError that says what to do. `needed` is the size in
    bytes of the file `under_way`."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            written = under_way.lstat().st_size if under_way is not None and under_way.exists() else 0
            advice = Message("advice-free")
            if free := describe_disk_space(folder, needed, written):
                advice = Message("advice-space", free=free, advice=advice)
        elif error.errno in _NO_LEAVE:
            advice = Message("advice-permissions")
        else:
            advice = Message("advice-disk")
        raise StoreError(Message("folder-unwritable", folder=folder, error=error.strerror, advice=advice)) from error


def _opened(source: Path) -> BinaryIO:
    """Return the opened source; never a link, and never something whose opening blocks or has side effects."""
    try:
        kind = source.lstat().st_mode
        if not stat.S_ISREG(kind):
            raise SourceUnreadable(Message("source-no-file", file=source))
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        reader = os.fdopen(os.open(source, flags), "rb", buffering=0)
    except FileNotFoundError as error:
        raise SourceChanged(Message("source-gone", file=source)) from error
    except OSError as error:
        raise SourceUnreadable(Message("source-refused", file=source, error=error.strerror)) from error
    if not stat.S_ISREG(os.fstat(reader.fileno()).st_mode):  # it may have been replaced since lstat
        reader.close()
        raise SourceChanged(Message("source-changed", file=source))
    return reader


def _chunks(reader: BinaryIO, source: Path, ended: Callable[[], bool]) -> Iterator[bytes]:
    while chunk := _read(reader, source):
        yield chunk
        if ended():
            raise StoreError(Message("copy-cut", path=source))


def _read(reader: BinaryIO, source: Path) -> bytes:
    try:
        return reader.read(CHUNK_BYTES)
    except OSError as error:
        raise SourceUnreadable(Message("source-failed", file=source, error=error.strerror)) from error


def _write_all(writer: BinaryIO, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[writer.write(rest) :]


def _check_unchanged(source: Path, before: os.stat_result, after: os.stat_result, size: int) -> None:
    try:
        there = source.lstat()
    except OSError as error:
        raise SourceChanged(Message("source-vanished", file=source)) from error
    if not _same(before) == _same(after) == _same(there) or size != before.st_size:
        raise SourceChanged(Message("source-changing", file=source))


def _same(facts: os.stat_result) -> tuple[int, int, int, int]:
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns
