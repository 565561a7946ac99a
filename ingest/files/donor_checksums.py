"""Compare files with the checksums that their donor sent: `md5sums.txt`, a manifest of BagIt, `.sfv`.

A list applies to the files in its folder and below, if it is ingested with them.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from archive.catalogue import printable
from archive.errors import Unreadable, WorkerCrashed, WorkerMemory, WorkerOutput, WorkerTimeout
from archive.messages import Message, MessageList, join_messages
from archive.sandbox.pool import Pool
from archive.storage.originals import CHUNK_BYTES
from archive.storage.store import Incoming
from ingest.files.walk import WalkedPath, starts
from ingest.readers.text.checksum_list import ALGORITHMS, NAME, text_of

READ = "ingest.readers.text.checksum_list:read_checksums"
MOST_BYTES = 64 << 20  # of a list
MOST_FILES = 2_000_000  # in all lists of an ingest
MOST_MISSING = 1000  # in one list, that get a line each


def is_checksum_list(name: str) -> bool:
    """Return whether a file's name is that of a list of checksums."""
    return NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class ChecksumList:
    """A list in `folder` called `name`: the checksum of each path below the folder, and the path by its folded form.
    `outside` lines name files elsewhere; `missing` are the paths without a file."""

    folder: str
    name: str
    files: Mapping[str, str]
    folded: Mapping[str, str]
    outside: int
    missing: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return the path of the list on disk."""
        return f"{self.folder}/{self.name}"

    def checksum(self, file: str) -> str | None:
        """Return the checksum of a file on disk, None if it is not listed. Case and Unicode form are ignored if that is
        unambiguous."""
        path = text_of(os.fsencode(file[len(self.folder) :].lstrip("/")))
        return self.files.get(path) or self.files.get(self.folded.get(path.casefold(), ""))

    def covers(self, file: str) -> bool:
        """Return whether a file should be in it: a list for one file covers only that, a manifest covers data/, and no
        list covers lists."""
        if len(self.files) == 1 or is_checksum_list(file.rpartition("/")[2]):
            return False
        if "manifest-" in self.name.lower():
            return not self.name.lower().startswith("tag") and file.startswith(f"{self.folder}/data/")
        return True

    def told(self) -> MessageList:
        """Return what it lists, and which of that is missing."""
        said = [Message("checksum-list", count=len(self.files))]
        if self.missing:
            said.append(Message("checksum-list-missing", count=len(self.missing)))
        if self.outside:
            said.append(Message("checksum-list-outside", count=self.outside))
        return join_messages(said)


@dataclass(frozen=True, slots=True)
class _Folder:
    """`entered`: it is ingested, or a folder around it. `lists`: those of it and the folders around it, nearest
    first."""

    entered: bool
    lists: tuple[ChecksumList, ...]


class DonorChecksums:
    """The lists among the files to ingest. A worker reads each when the first file below it is reached."""

    def __init__(self, pool: Pool, paths: Iterable[Path]) -> None:
        """`paths` are those to ingest."""
        self._pool = pool
        self._starts = {os.fspath(start) for start in starts(paths)}
        self._beside = {os.path.dirname(start) for start in self._starts}  # noqa: PTH120 - names may be any bytes
        self._folders: dict[str, _Folder] = {}
        self._lock = Lock()
        self._count = 0

    def lists(self, file: str) -> tuple[ChecksumList, ...]:
        """Return the lists that apply to a file, nearest first."""
        folder, unseen = file.rpartition("/")[0], []
        with self._lock:
            while folder and folder not in self._folders:
                unseen.append(folder)
                folder = folder.rpartition("/")[0]
            known = self._folders.get(folder) or _Folder("/" in self._starts, ())
            for folder in reversed(unseen):
                entered = known.entered or folder in self._starts
                known = self._folders[folder] = _Folder(entered, (*self._within(folder, entered), *known.lists))
        return known.lists

    def check(self, file: str, copy: Incoming) -> str | None:
        """Return the result of comparing a file with its donor's lists; for a list, its content. None without a
        list."""
        lists = self.lists(file)
        if (own := _list_at(file, lists)) is not None:
            return own.told()
        listed = [(one, checksum) for one in lists if (checksum := one.checksum(file)) is not None]
        for one, checksum in listed:
            if (found := _checksum_of(copy, ALGORITHMS[len(checksum)])) != checksum:
                said = {"list": printable(one.name), "expected": checksum, "found": found}
                return join_messages([Message("checksum-differs", **said), Message("checksum-ask")])
        if listed:
            return Message("checksum-verified", list=printable(listed[0][0].name))
        around = next((one for one in lists if one.covers(file)), None)
        return None if around is None else Message("checksum-not-listed", list=printable(around.name))

    def with_missing(self, walked: Iterable[WalkedPath]) -> Iterator[WalkedPath]:
        """Yield the walked files, and after each list the missing files that it names."""
        for found in walked:
            yield found
            if found.skip is not None or found.reject is not None or not is_checksum_list(found.name):
                continue
            if (own := _list_at(found.file, self.lists(found.file))) is not None:
                reason = join_messages([Message("checksum-missing", list=printable(own.name)), Message("checksum-ask")])
                label = found.shown[: len(found.shown) - len(found.name)]
                for path in own.missing[:MOST_MISSING]:
                    yield WalkedPath(f"{own.folder}/{path}", label + path, reject=reason)

    def _within(self, folder: str, entered: bool) -> list[ChecksumList]:
        if not entered and folder not in self._beside:
            return []
        try:
            with os.scandir(folder) as entries:
                names = sorted(
                    entry.name
                    for entry in entries
                    if is_checksum_list(entry.name)
                    and (entered or entry.path in self._starts)
                    and entry.is_file(follow_symlinks=False)
                    and entry.stat(follow_symlinks=False).st_size <= MOST_BYTES
                )
        except OSError:  # reported by the walk
            return []
        return [found for name in names if (found := self._read(folder, name)) is not None]

    def _read(self, folder: str, name: str) -> ChecksumList | None:
        """Read a list; None for other files, whatever their name."""
        try:
            with self._pool.run(READ, {"path": f"{folder}/{name}", "filename": printable(name)}) as job:
                files, outside = job.result["files"], job.result["outside"]
        except (Unreadable, WorkerTimeout, WorkerMemory, WorkerOutput, WorkerCrashed):
            return None
        if not _is_sound(files) or not isinstance(outside, int):
            return None
        self._count += len(files)
        if not files or self._count > MOST_FILES:
            return None
        folded: dict[str, str] = {}
        for path in files:
            key = path.casefold()
            folded[key] = path if key not in folded else ""
        return ChecksumList(folder, name, files, folded, outside, _missing(folder, files))


def _list_at(file: str, lists: Iterable[ChecksumList]) -> ChecksumList | None:
    """Return the list in this file."""
    return next((one for one in lists if one.path == file), None)


def _is_sound(files: object) -> bool:
    """Return whether a worker that read foreign bytes returned paths below their folder, with checksums."""
    return isinstance(files, dict) and all(
        isinstance(path, str)
        and not path.startswith("/")
        and not {"", ".", ".."} & {*path.split("/")}
        and isinstance(checksum, str)
        and len(checksum) in ALGORITHMS
        for path, checksum in files.items()
    )


def _missing(folder: str, files: Iterable[str]) -> tuple[str, ...]:
    """Return the paths without a file, ignoring case and Unicode form."""
    names: dict[str, Mapping[str, str]] = {}

    def is_there(path: str) -> bool:
        here = folder
        for part in path.split("/"):
            if here not in names:
                names[here] = _names_in(here)
            if (name := names[here].get(part.casefold())) is None:
                return False
            here = f"{here}/{name}"
        return True

    return tuple(path for path in files if not os.path.lexists(f"{folder}/{path}") and not is_there(path))


def _names_in(folder: str) -> dict[str, str]:
    """Return the names in a folder by folded form."""
    with suppress(OSError):
        return {text_of(os.fsencode(name)).casefold(): name for name in os.listdir(folder)}  # noqa: PTH208
    return {}


def _checksum_of(copy: Incoming, algorithm: str) -> str:
    """Return the checksum of a file. Raise OSError."""
    if algorithm == "sha256":
        return copy.sha256
    with copy.path.open("rb") as file:
        if algorithm != "crc32":
            return hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()
        checksum = 0
        while chunk := file.read(CHUNK_BYTES):
            checksum = zlib.crc32(chunk, checksum)
        return f"{checksum:08x}"
