"""The order in which files of an accession are read: each after all files that may put it under embargo.

Notes on all files of a folder come first, then tables, pages, mails and containers, which may hold others. Then follow
documents, then pictures with their sidecars, each folder by folder. Caption tables without embargoes come last, because
a held photo holds the table with its caption. Files of one name may hold one another: they are written together, and
what pictures of that name order is read before. Waiting names are kept in a file, since a disk may have any number of
them.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from pathlib import Path, PurePath
from tempfile import mkstemp
from types import MappingProxyType, TracebackType
from typing import Any, NamedTuple, Self

from archive.catalogue import is_sidecar_name
from archive.catalogue.photos.sidecars import SUFFIX
from archive.catalogue.schema.filenames import name_key
from archive.errors import StoreError
from archive.messages import Message
from archive.storage.originals import explain_store_errors
from ingest.files.note_files import is_note
from ingest.files.related_names import shared_stem
from ingest.files.walk import WalkedPath
from ingest.readers import registry
from ingest.readers.base import sniff

HEAD = 300  # bytes that identify pictures and containers: a TAR's signature is at 257


class Stage(IntEnum):
    """When a file is read, the first stage first."""

    NOTES = 0
    HOLDERS = 1
    DOCUMENTS = 2
    PICTURES = 3
    TABLES = 4


_HOLDERS = (
    *(
        registry.TABLE,
        registry.ZIP,
        registry.TAR,
        registry.MAIL,
        registry.TNEF,
        registry.MBOX,
        registry.MHTML,
        registry.HTML,
    ),
    *(registry.NINJS, registry.NITF, registry.NEWSML, registry.RECORDS),
)
_BY_SUFFIX = {
    suffix: Stage.HOLDERS if reader in _HOLDERS else Stage.DOCUMENTS
    for reader in registry.READERS.values()
    for suffix in reader.suffixes
    if reader not in (registry.PHOTO, registry.RAW, registry.SIDECAR)
}


def stage_of(file: str) -> Stage:
    """Return when a file on disk is read: by its suffix if that is a document's, else by its first bytes. A file that
    cannot be opened counts as a document. Wrong guesses (NOTES, DOCUMENTS or HOLDERS) are corrected once it is read."""
    name = file.rpartition("/")[2]
    if is_note(name):
        return Stage.NOTES
    if (stage := _BY_SUFFIX.get(PurePath(name).suffix.lower())) is not None:
        return stage
    try:
        opened = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            head = os.read(opened, HEAD)
        finally:
            os.close(opened)
    except OSError:
        return Stage.DOCUMENTS
    if sniff.is_packed(head):
        return Stage.HOLDERS
    return Stage.PICTURES if sniff.is_picture(head) or is_sidecar_name(name) else Stage.DOCUMENTS


class DueFile(NamedTuple):
    """A file whose turn has come. `followed`: the next one is written with it, in one transaction, for the two are of
    one photo, or one text in two formats, of which either may hold the other; `follows`: so is the one before it. Of a
    container that was read before, `sha256` is what it was then and `done` what was taken out of it, each with whether
    it was read."""

    found: WalkedPath
    followed: bool = False
    follows: bool = False
    sha256: str = ""
    done: Mapping[str, bool] = MappingProxyType({})
    orders: Mapping[str, Sequence[Mapping[str, Any]]] = MappingProxyType({})


_TOGETHER = (Stage.HOLDERS, Stage.DOCUMENTS, Stage.PICTURES)  # in which files of one name are written together
_TABLES = (
    "CREATE TABLE folders (path BLOB NOT NULL UNIQUE, folder INTEGER PRIMARY KEY)",
    (
        "CREATE TABLE files (stage INTEGER, folder INTEGER, part TEXT, sidecar INTEGER, n INTEGER, name BLOB, key TEXT,"
        " shown BLOB, sha256 TEXT, PRIMARY KEY (stage, folder, part, sidecar, n)) WITHOUT ROWID"
    ),
    "CREATE INDEX by_key ON files (folder, key)",
    "CREATE TABLE taken (path BLOB, member TEXT, was_read, PRIMARY KEY (path, member)) WITHOUT ROWID",
)


class ReadOrder:
    """The files waiting for their stage, in an unnamed SQLite file, which is removed with the process."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where the file is created; it must exist. Every method raises StoreError if it is not writable."""
        self._where = folder
        with explain_store_errors(folder):
            handle, path = mkstemp(prefix="order-", dir=folder)
            os.close(handle)
        self._db = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -4000"):
            self._do(f"PRAGMA {pragma}")
        for statement in _TABLES:
            self._do(statement)
        os.unlink(path)  # noqa: PTH108 - a path of the system's
        self._files = self._folders = 0  # number of queued files
        self._last = ("", 0)  # the folder of the last queued file, and its number

    def _do(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(statement, values)
        except sqlite3.Error as error:
            raise StoreError(Message("order-unwritten", folder=self._where, error=error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._db.close()

    def put(self, found: WalkedPath, stage: Stage, sha256: str = "") -> None:
        """Queue a file for a later stage. `sha256` is that of a partly read container."""
        path, _, name = found.file.rpartition("/")
        key, is_sidecar = name_key(name), is_sidecar_name(name)
        self._files += 1
        row = (int(stage), self._folder(path), _part_of(key), is_sidecar, self._files, os.fsencode(name), key)
        self._do("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, os.fsencode(found.shown), sha256))

    def _folder(self, path: str) -> int:
        """Return the number of a folder: in the order of their first queued file."""
        if self._last != (path, n := self._last[1]) or not n:
            row = (os.fsencode(path), self._folders + 1)
            self._folders += self._do("INSERT OR IGNORE INTO folders VALUES (?, ?)", row).rowcount
            (n,) = self._do("SELECT folder FROM folders WHERE path = ?", row[:1]).fetchone()
            self._last = path, n
        return n

    def took(self, found: WalkedPath, member: str, *, was_read: bool = True) -> None:
        """Note that a file inside a container was ingested, so that it is not ingested twice. `was_read`: it was not
        rejected."""
        self._do("INSERT OR IGNORE INTO taken VALUES (?, ?, ?)", (os.fsencode(found.file), member, was_read))

    def of(self, stage: Stage) -> Iterator[DueFile]:
        """Yield the files of a stage: partly read containers, because a text inside may hold photos beside it and an
        export describes them, then the others. They come folder by folder, files of one photo together. Files may be
        queued for later stages meanwhile."""
        if stage is Stage.PICTURES:
            self._join_sidecars()
        asked = (
            "SELECT path, name, shown, sha256, folder, part FROM files JOIN folders USING (folder)"
            " WHERE stage = ? AND (sha256 = '') = ? ORDER BY stage, folder, part, sidecar, n"
        )
        rows = (row for whole in (0, 1) for row in self._do(asked, (int(stage), whole)))
        before: tuple[DueFile, tuple[int, str]] | None = None
        for path, name, shown, sha256, *part in rows:
            file = os.fsdecode(path + b"/" + name)
            done = self._taken_of(file) if sha256 else {}
            follows = stage in _TOGETHER and before is not None and before[1] == part
            if before is not None:
                yield before[0]._replace(followed=follows)
            found = WalkedPath(file, os.fsdecode(shown))
            before = DueFile(found, False, follows, sha256, done), part
        if before is not None:
            yield before[0]

    def join_texts(self) -> None:
        """Let pages, tables and containers wait for the document of their name, which may hold them."""
        self._do(
            "UPDATE files SET stage = ? WHERE stage = ? AND EXISTS (SELECT 1 FROM files AS other WHERE other.stage = ?"
            " AND other.folder = files.folder AND other.part = files.part)",
            (int(Stage.DOCUMENTS), int(Stage.HOLDERS), int(Stage.DOCUMENTS)),
        )

    def _join_sidecars(self) -> None:
        """Group `a.jpg.xmp` with `a.jpg`, whose part is `a`."""
        self._do(
            "UPDATE files AS side SET part = coalesce((SELECT min(photo.part) FROM files AS photo WHERE photo.folder ="
            " side.folder AND photo.key = side.part AND photo.stage = side.stage), part) WHERE stage = ? AND sidecar",
            (int(Stage.PICTURES),),
        )

    def _taken_of(self, file: str) -> dict[str, bool]:
        rows = self._do("SELECT member, was_read FROM taken WHERE path = ?", (os.fsencode(file),))
        return {member: bool(was_read) for member, was_read in rows}


def in_parts(names: Sequence[str], *, as_listed: bool = False) -> list[tuple[str, bool]]:
    """Return the names of files inside a container, files of one photo or text together and sidecars last; each with
    whether the next one is of the same photo or text. They come by name, or where the first of them is listed."""
    parts = {(_above(name), name_key(name)): _part_of(name_key(name)) for name in names}

    def part(name: str) -> tuple[str, str]:
        folder, own = _above(name), _part_of(name_key(name))
        return folder, parts.get((folder, own), own) if is_sidecar_name(name) else own

    first: dict[tuple[str, str], int] = {}
    for n, name in enumerate(names if as_listed else ()):
        first.setdefault(part(name), n)
    ordered = sorted(names, key=lambda name: (first.get(part(name), 0), *part(name), is_sidecar_name(name)))
    found = [part(name) for name in ordered]
    return [(name, found[n : n + 1] == found[n + 1 : n + 2]) for n, name in enumerate(ordered)]


def with_others(names: Collection[str], among: Iterable[str]) -> set[str]:
    """Return the names in a container that are of one photo or text with some of them, these included."""
    parts = {(_above(name), _part_of(name_key(name))) for name in names}
    return {name for name in among if (_above(name), _part_of(name_key(name))) in parts}


def _part_of(key: str) -> str:
    """Return what the names of files that are written together share; of a sidecar, the whole name of its photo."""
    return key[: -len(SUFFIX)] if is_sidecar_name(key) else shared_stem(key)


def _above(name: str) -> str:
    return name.rpartition("/")[0]
