"""Uploads: files sent by a browser, on disk until an accession has a line for each.

`derived/dropped/<id>/` has `dropped/`, the files under their paths; `parts/`, incomplete files; `drop.json`, the
options; and `busy`. The server locks `busy` while it receives files, and the ingest while it runs. So the next server
finds an upload unchanged, even after a kill. No part of a path leads out of the folder.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from archive.access import instant, utc_now
from archive.catalogue import DONE, Accession, printable
from archive.errors import ArchiveBusy, PressArchiveError, UnknownRecord
from archive.messages import Message
from archive.storage.archive import DROPPED, Archive
from archive.storage.locks import is_locked
from archive.storage.originals import sync_folder
from webui.i18n.words import _

LONGEST_NAME = 255  # bytes that file systems take
LONGEST_PATH = 2000  # bytes; the folders above it must fit too
DEEPEST = 64  # folders
_NUMBER = 12  # bytes kept free for the number of a second file of that name
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class PathRefused(PressArchiveError):
    """A path that no file can have here; the message says why."""


def parts_of(path: str) -> tuple[str, ...]:
    """Return the folders and the name of a path as a browser gives it (`photos/2025/a.jpg`). Control characters become
    `_`, and names that are too long for a disk lose the end of their stem. Raise PathRefused for a path that leads
    elsewhere."""
    parts = tuple(path.split("/"))
    if any(part in ("", ".", "..") for part in parts):
        raise PathRefused(Message("upload-path-outside"))
    if len(parts) > DEEPEST or len(path.encode("utf-8", "replace")) > LONGEST_PATH:
        raise PathRefused(Message("upload-path-too-long"))
    return tuple(_fitting(_CONTROLS.sub("_", part)) for part in parts)


def free(folder: Path, parts: tuple[str, ...]) -> Path:
    """Return where a file of that path can be put below a folder, and make its folders. The name gets a number (`a
    (2).txt`) if it is taken."""
    for part in parts[:-1]:
        folder = _numbered(folder, part, lambda path: path.is_dir() or not path.exists())
        folder.mkdir(exist_ok=True)
    return _numbered(folder, parts[-1], lambda path: not path.exists())


def _numbered(folder: Path, name: str, good: Callable[[Path], bool]) -> Path:
    stem, dot, suffix = name.rpartition(".")
    stem, dot, suffix = (stem, dot, suffix) if stem else (name, "", "")
    path, count = folder / name, 1
    while not good(path):
        count += 1
        path = folder / f"{stem} ({count}){dot}{suffix}"
    return path


def _fitting(name: str) -> str:
    if len(name.encode()) <= LONGEST_NAME - _NUMBER:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix.encode()) > 20:
        stem, dot, suffix = name, "", ""
    room = LONGEST_NAME - _NUMBER - len(f"{dot}{suffix}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + suffix


KEPT_DONE = 20  # uploads whose accession is complete, which are still listed
KEPT_DAYS = 7  # how long an upload by a script is listed
BEGINNING = 30.0  # seconds in which an upload without files is left alone
_ID = re.compile(r"[0-9a-f]{16}")
_REMOVED = ".removed"  # what an upload's folder is renamed to before it is deleted


@dataclass(frozen=True, slots=True)
class Note:
    """The stored state of an upload. `announced` is the number of files to be sent; `files` have arrived. `options` are
    those of `press-archive ingest`. `asked`: the ingest was requested. `before` is the newest accession then,
    `accession` that of this upload. `done`: it accounts for all files. `token`: the number of the
    token that sent it, 0 for one of the desk."""

    began: str
    announced: int = 0
    files: int = 0
    bytes: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    asked: bool = False
    before: int = 0
    accession: int | None = None
    done: bool = False
    token: int = 0

    @property
    def is_kept(self) -> bool:
        """Return whether the script that sent it may still ask for its state."""
        return bool(self.token) and self.began >= instant(utc_now() - timedelta(days=KEPT_DAYS))


class Drop:
    """An upload in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name
        self.files = folder / DROPPED
        self.parts = folder / "parts"
        self.said = folder / "said.txt"  # output of the ingest, for people
        self._note = folder / "drop.json"
        self._busy = folder / "busy"

    def note(self) -> Note:
        """Return the note as last written."""
        try:
            return Note(**json.loads(self._note.read_bytes()))
        except (OSError, ValueError, TypeError):  # the server stopped before it was first written
            return Note("")

    def write(self, note: Note) -> Note:
        """Store the note atomically."""
        new = self.folder / "drop.json.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(note), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._note)
        return note

    def _keep(self, note: Note) -> Note:
        """Store what can be worked out again, if the disk has room."""
        with suppress(OSError):
            self.write(note)
        return note

    @property
    def is_busy(self) -> bool:
        """Return whether files are being sent to it or ingested from it."""
        return is_locked(self._busy)

    def hold(self) -> int:
        """Return its lock as an open file; others are kept out while it is open. Raise ArchiveBusy."""
        try:
            file = os.open(self._busy, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            raise UnknownRecord(_gone()) from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise ArchiveBusy(Message("upload-busy")) from None
        return file

    def sign(self, file: int, pid: int) -> None:
        """Write down who holds the lock."""
        os.ftruncate(file, 0)
        os.pwrite(file, str(pid).encode(), 0)

    def holder(self) -> int | None:
        """Return the process that holds the lock, or None."""
        with suppress(OSError, ValueError):
            pid = int(self._busy.read_text())
            return pid if self.is_busy else None
        return None

    def count(self) -> tuple[int, int]:
        """Return how many files have arrived completely, and their bytes."""
        sizes = [entry.stat().st_size for entry in _all(self.files)]
        return len(sizes), sum(sizes)

    def remove(self) -> None:
        """Remove everything. Raise ArchiveBusy while it is in use."""
        file = self.hold()
        try:
            with suppress(FileNotFoundError):  # another request has just removed it
                gone = self.folder.rename(self.folder.with_suffix(_REMOVED))  # nobody can store its state any more
                shutil.rmtree(gone, ignore_errors=True)
        finally:
            os.close(file)

    def settle(self, archive: Archive) -> Note:
        """Return its state according to its accession in the catalogue; its files are deleted once all of them are
        accounted for."""
        note = self.note()
        if not note.asked:
            return note
        if note.accession is None and (accession := self._accession(archive, note)) is not None:
            note = self._keep(replace(note, accession=accession.n))
        if note.accession is not None and not note.done and not self.is_busy:
            accession = archive.catalogue.accession(note.accession)
            if accession is not None and accession.state == DONE:
                note = self._keep(replace(note, done=True))
        if note.done and self.files.exists():
            for folder in (self.files, self.parts):
                shutil.rmtree(folder, ignore_errors=True)
        return note

    def _accession(self, archive: Archive, note: Note) -> Accession | None:
        """Return the accession of its last ingest, once that has begun."""
        here = printable(os.fspath(self.files.resolve()))
        newer = archive.catalogue.accessions(note.before)
        return next((one for one in newer if one.arguments.get("folder") == here), None)


def new(archive: Archive, announced: int, token: int = 0) -> tuple[Drop, int]:
    """Return an upload for the number of files that will be sent, by a token or from the desk, and its lock."""
    drop = Drop(archive.derived / DROPPED / secrets.token_hex(8))
    for folder in (drop.folder, drop.files, drop.parts):
        folder.mkdir(parents=True)
    lock = drop.hold()
    try:
        drop.sign(lock, os.getpid())
        drop.write(Note(instant(utc_now()), announced, token=token))
        sync_folder(drop.folder.parent)
    except OSError:
        os.close(lock)
        raise
    return drop, lock


def drop_of(archive: Archive, id_: str) -> Drop:
    """Return the upload with that id. Raise UnknownRecord."""
    drop = Drop(archive.derived / DROPPED / id_)
    if not _ID.fullmatch(id_) or not drop.folder.is_dir() or not drop.note().began:
        raise UnknownRecord(_gone())
    return drop


def list_uploads(archive: Archive) -> list[tuple[Drop, Note]]:
    """Return all uploads with their states, the newest first; remains of older ones are deleted."""
    base = archive.derived / DROPPED
    for folder in base.glob(f"*{_REMOVED}"):
        shutil.rmtree(folder, ignore_errors=True)
    there = [Drop(folder) for folder in base.iterdir() if _ID.fullmatch(folder.name)] if base.is_dir() else []
    found = sorted(((drop, drop.settle(archive)) for drop in there), key=lambda one: one[1].began, reverse=True)
    told_enough = [drop for drop, note in found if note.done and not note.token][KEPT_DONE:]
    told_enough += [drop for drop, note in found if note.done and note.token and not note.is_kept]
    gone = {drop.id for drop in told_enough} | {
        drop.id for drop, note in found if not note.asked and _is_abandoned(drop)
    }
    for drop, _note in found:
        if drop.id in gone:
            with suppress(ArchiveBusy):
                drop.remove()
    return [(drop, note) for drop, note in found if drop.id not in gone]


def _gone() -> str:
    return _("There are no dropped files of that name; they were thrown away, or never sent.")


def _is_abandoned(drop: Drop) -> bool:
    with suppress(OSError):
        young = time.time() - drop.folder.stat().st_mtime < BEGINNING
        return not young and not drop.is_busy and next(_all(drop.files), None) is None
    return False


def _all(folder: Path) -> Iterator[os.DirEntry[str]]:
    folders = [os.fspath(folder)]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    yield entry
