"""Unpack the files of a bag in one file, a ZIP or TAR. Runs in a worker.

Names are kept exactly, because manifests list them. Anything that violates RFC 8493, 4 rejects the file: it must have
one folder at the top, the bag, with only files and folders in it.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from archive.custody.bag_paths import safe_path
from archive.errors import Unreadable
from archive.messages import Message
from ingest.readers.base import members, sniff
from ingest.readers.base.members import CHUNK, MOST_RATIO, RATIO_FROM
from ingest.readers.containers import tar_archive, zip_archive, zip_names
from ingest.readers.containers.tar_archive import OPENERS

MOST_FILES = 200_000
_HEADERS = 4 * tar_archive.BLOCK  # bytes of a TAR around a file
_LARGEST_DIRECTORY = 256 << 20  # bytes of a ZIP's directory, which is read whole
_LOCKED = 1  # general purpose bit 0 (APPNOTE.TXT 4.4.4)


def lay_out(folder: str, path: str, most_bytes: int) -> dict[str, Any]:
    """Write the files into `folder`, and return their names with those in the bag. Raise Unreadable if it is not a bag
    in one file, is damaged, or would take more than `most_bytes`."""
    file = Path(path)
    shelf = _Shelf(Path(folder), most_bytes, max(MOST_RATIO * file.stat().st_size, RATIO_FROM))
    try:
        if _begins_as_zip(file):
            _lay_out_zip(file, shelf)
        else:
            _lay_out_tar(file, shelf)
    except (*tar_archive.DAMAGED, *zip_archive.DAMAGED) as error:
        raise Unreadable(Message("bag-file-damaged", why=" ".join(str(error).split())[:120])) from error
    return {"files": shelf.files}


class _Shelf:
    """Receives the files. `most` bytes are for all, `ratio` limits the compression."""

    def __init__(self, folder: Path, most: int, ratio: int) -> None:
        self._folder, self._most, self._ratio = folder, most, ratio
        self._names: set[str] = set()
        self._top: str | None = None
        self._size = 0
        self.files: list[tuple[str, str]] = []

    def name(self, called: str) -> str:
        """Return the path of an entry. Raise Unreadable for one that leads elsewhere, or has another folder at its
        top."""
        path = safe_path(called.rstrip("/"))
        if path is None:
            raise Unreadable(Message("bag-file-path", name=_shown(called)))
        top, slash, _ = path.partition("/")
        if self._top not in (None, top) or not (slash or called.endswith("/")):
            raise Unreadable(Message("bag-file-tops"))
        self._top = top
        return path

    def put(self, called: str, chunks: Iterator[bytes]) -> None:
        """Write a file. Raise Unreadable beyond a limit, and for a repeated name."""
        name = self.name(called)
        if name in self._names:
            raise Unreadable(Message("bag-file-twice", name=_shown(name)))
        if len(self._names) >= MOST_FILES:
            raise Unreadable(Message("bag-file-too-many", most=f"{MOST_FILES:,}"))
        self._names.add(name)
        file = f"bag-{len(self.files)}"
        with (self._folder / file).open("xb") as out:
            for chunk in chunks:
                self.count(len(chunk))
                out.write(chunk)
        self.files.append((name, file))

    def count(self, size: int) -> None:
        """Count unpacked bytes. Raise Unreadable beyond a limit."""
        self._size += size
        self.check(self._size)

    def check(self, size: int) -> None:
        """Raise Unreadable if so many bytes are too many."""
        if size > self._ratio:
            raise Unreadable(members.unpacks_too_large())
        if size > self._most:
            raise Unreadable(Message("bag-file-no-space"))


def _lay_out_zip(file: Path, shelf: _Shelf) -> None:
    with zipfile.ZipFile(file) as packed:
        if file.stat().st_size - packed.start_dir > _LARGEST_DIRECTORY or len(packed.infolist()) > 2 * MOST_FILES:
            raise Unreadable(Message("bag-file-too-many", most=f"{MOST_FILES:,}"))
        entries = packed.infolist()
        zip_archive.check_apart(entries, packed.start_dir)
        for entry, called in zip_names.names_of(entries).items():
            if entry.is_dir():
                shelf.name(called)
                continue
            if zip_archive.not_a_file(entry) is not None:
                raise Unreadable(Message("bag-file-link", name=_shown(called)))
            if entry.flag_bits & _LOCKED:
                raise Unreadable(Message("bag-file-locked"))
            with packed.open(entry) as opened:
                shelf.put(called, _chunks(opened))


def _lay_out_tar(file: Path, shelf: _Shelf) -> None:
    media_type = sniff.media_type(file, "bag.tar")
    if media_type not in OPENERS:
        raise Unreadable(Message("bag-file-unknown"))
    with OPENERS[media_type](file) as stream, tarfile.open(fileobj=_Counted(stream, shelf), mode="r|") as packed:  # type: ignore[call-overload]
        seen = 0
        while (entry := packed.next()) is not None:
            packed.members.clear()  # otherwise it keeps every header
            seen += 1
            if seen > 2 * MOST_FILES:
                raise Unreadable(Message("bag-file-too-many", most=f"{MOST_FILES:,}"))
            if entry.isdir():
                shelf.name(f"{entry.name}/")
                continue
            if not entry.isfile():
                raise Unreadable(Message("bag-file-link", name=_shown(entry.name)))
            found = packed.extractfile(entry)
            assert found is not None
            with found:
                shelf.put(entry.name, _chunks(found))


class _Counted:
    """A stream that unpacks to no more than the limits, including data between the files."""

    def __init__(self, stream: IO[bytes], shelf: _Shelf) -> None:
        self._stream, self._shelf = stream, shelf
        self._read = 0

    def read(self, size: int) -> bytes:
        """Read like a file. Raise Unreadable beyond a limit."""
        data = self._stream.read(size)
        self._read += len(data)
        self._shelf.check(self._read - MOST_FILES * _HEADERS)
        return data


def _begins_as_zip(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) in (b"PK\3\4", b"PK\5\6")


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode()[:300]
