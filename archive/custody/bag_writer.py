"""Write a bag (BagIt 1.0, RFC 8493) file by file, next to its final place until it is complete."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, cast

from archive.custody.bag import DECLARATION, INFO, OXUM
from archive.custody.bag_paths import PAYLOAD, encode_path
from archive.custody.manifest import MANIFEST, hash_file
from archive.errors import StoreError
from archive.messages import Message
from archive.storage.locks import locked
from archive.storage.originals import CHUNK_BYTES, explain_store_errors, sync_folder
from archive.storage.store import Store

TAG_MANIFEST = f"tag{MANIFEST}"
UNFINISHED = ".unfinished"  # suffix of an unfinished bag
_MARKER = ".press-archive-bag"  # in it, locked while it is written
_DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class _Hashing:
    """A file that is hashed while being written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write the data, and return its number of bytes."""
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Write what is in memory."""
        self._file.flush()


class BagWriter:
    """The bag being made in `folder`. Its manifests are written along with its files."""

    def __init__(self, folder: Path, payload_lines: IO[bytes], tag_lines: IO[bytes]) -> None:
        self.folder = folder
        self.bytes = self.files = 0  # of the payload
        self._payload_lines, self._tag_lines = payload_lines, tag_lines

    def add_original(self, store: Store, sha256: str, path: str) -> None:
        """Copy an original to a path below the payload's folder. Raise StoreError if it is missing or altered."""
        target, found = self.folder / PAYLOAD / path, hashlib.sha256()
        target.parent.mkdir(parents=True, exist_ok=True)
        with store.open(sha256) as source, target.open("xb") as copy:
            while chunk := source.read(CHUNK_BYTES):
                found.update(chunk)
                copy.write(chunk)
                self.bytes += len(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        if found.hexdigest() != sha256:
            raise StoreError(Message("copy-altered", sha256=sha256, found=found.hexdigest()))
        self.files += 1
        self._payload_lines.write(_line(sha256, f"{PAYLOAD}/{path}"))

    @contextmanager
    def tag_file(self, path: str) -> Iterator[BinaryIO]:
        """Yield a new tag file for writing."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            hashing = _Hashing(file)
            yield cast("BinaryIO", hashing)
        self._tag_lines.write(_line(hashing.digest.hexdigest(), path))

    def close(self, info: Iterable[tuple[str, str]]) -> None:
        """Write bag-info.txt with these labels, and the files that make the folder a bag."""
        with self.tag_file(INFO) as file:
            for label, value in (*info, (OXUM, f"{self.bytes}.{self.files}")):
                file.write(f"{label}: {' '.join(value.split())}\n".encode("utf-8", "replace"))
        with self.tag_file(DECLARATION) as file:
            file.write(_DECLARED)
        self._payload_lines.flush()
        self._tag_lines.write(_line(hash_file(self.folder / MANIFEST), MANIFEST))
        for lines in (self._payload_lines, self._tag_lines):
            lines.flush()
            os.fsync(lines.fileno())


@contextmanager
def new_bag(folder: Path) -> Iterator[BagWriter]:
    """Yield a writer for the bag in `folder`, which exists only if the block ends without an error. Leftovers of an
    interrupted run are removed. Raise StoreError if something else is in the way, ArchiveBusy if another process makes
    this bag."""
    part = folder.with_name(f"{folder.name}{UNFINISHED}")
    with explain_store_errors(folder.parent):
        if os.path.lexists(folder) and not _is_empty(folder):
            raise StoreError(Message("bag-exists", folder=folder))
        if os.path.lexists(part) and not (part / _MARKER).is_file():
            raise StoreError(Message("bag-unfinished-other", folder=part))
        part.mkdir(parents=True, exist_ok=True)
    with locked(part / _MARKER), explain_store_errors(part):
        _clear(part)
        try:
            (part / PAYLOAD).mkdir()
            with (part / MANIFEST).open("xb") as payload_lines, (part / TAG_MANIFEST).open("xb") as tag_lines:
                yield BagWriter(part, payload_lines, tag_lines)
            (part / _MARKER).unlink()
            sync_folder(part)
            part.rename(folder)
            sync_folder(folder.parent)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise


def _line(sha256: str, path: str) -> bytes:
    return f"{sha256}  {encode_path(path)}\n".encode()


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and next(folder.iterdir(), None) is None


def _clear(part: Path) -> None:
    """Remove what an earlier run left, except the marker, which is locked."""
    for left in part.iterdir():
        if left.name == _MARKER:
            continue
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            with suppress(FileNotFoundError):
                left.unlink()
