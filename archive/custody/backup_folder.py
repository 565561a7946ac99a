"""The folder of backups of one archive: complete generations, and the originals that all of them share.

```
press-archive-backup.json    which archive it is of
generations/0007/            archive.toml, authorities.toml, catalogue.sqlite, manifest-sha256.txt, backup.json
originals/ab/abcd...         by digest, written once
```

`backup.json` seals a generation: it has the digest of the manifest, and the manifest those of all files. A generation
is made in `.0007` and renamed when it is complete.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from archive import config
from archive.authority import authorities
from archive.catalogue.receipts.audit import original_sizes
from archive.catalogue.schema.sqlite import SqliteDatabase
from archive.custody.manifest import MANIFEST, hash_file, read_manifest
from archive.errors import StoreError
from archive.messages import Message
from archive.storage.archive import CATALOGUE, ORIGINALS
from archive.storage.locks import locked
from archive.storage.originals import FolderStore, explain_store_errors, make_durable, sync_folder

MARKER = "press-archive-backup.json"
GENERATIONS = "generations"
SEAL = "backup.json"
COPIED = (config.FILE, authorities.FILE, CATALOGUE)  # the files of a generation that its manifest lists
FORMAT = 1
OF_THE_DISK = {"lost+found", "System Volume Information", ".Trashes", ".fseventsd", ".Spotlight-V100"}
_LOCK = ".lock"
_NUMBER = re.compile(r"[0-9]{4,9}")
_UNFINISHED = re.compile(rf"\.{_NUMBER.pattern}")


@dataclass(frozen=True, slots=True)
class Seal:
    """The content of `backup.json` of a generation. `originals` is the number that its catalogue names, `missing` the
    number of them that could not be copied, `manifest` the SHA-256 of the manifest."""

    number: int
    created: str
    archive: int
    name: str
    program: str
    originals: int
    bytes: int
    missing: int
    manifest: str
    format: int = FORMAT

    def write(self, path: Path) -> None:
        """Write it to a new file, durably. Raise OSError."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        make_durable(path)

    @classmethod
    def read(cls, path: Path) -> Seal:
        """Return the content of the file. Raise StoreError if it is damaged or of a later version."""
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            if told["format"] > FORMAT:
                raise StoreError(Message("backup-newer", path=path))
            seal = cls(**{one.name: told[one.name] for one in fields(cls)})
        except OSError as error:
            raise StoreError(Message("backup-unreadable", path=path, error=error.strerror)) from error
        except (ValueError, TypeError, KeyError) as error:
            raise StoreError(Message("backup-damaged", path=path)) from error
        if any(type(getattr(seal, one.name)).__name__ != one.type for one in fields(cls)):
            raise StoreError(Message("backup-damaged", path=path))
        return seal


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete backup."""

    folder: Path
    number: int

    def seal(self) -> Seal:
        """Return its seal. Raise StoreError."""
        return Seal.read(self.folder / SEAL)

    def problems(self) -> Iterator[Message]:
        """Yield the problems of its own files; originals are not read."""
        try:
            digests = {SEAL: self.seal().manifest}
        except StoreError as error:
            yield _message(error)
            return
        manifest = self.folder / MANIFEST
        found = _digest(manifest)
        if found != digests[SEAL]:
            yield Message("backup-missing-file" if found is None else "backup-altered", path=manifest)
            return
        wanted = dict.fromkeys(COPIED, "")
        for sha256, name in read_manifest(manifest):
            if not name.startswith(f"{ORIGINALS}/"):
                wanted[Path(name).name] = sha256
        for name in COPIED:
            found = _digest(self.folder / name)
            if found != wanted[name]:
                yield Message("backup-missing-file" if found is None else "backup-altered", path=self.folder / name)

    def listed_originals(self) -> Iterator[str]:
        """Yield the digest of each original in its manifest, in their order. Raise StoreError."""
        try:
            for sha256, name in read_manifest(self.folder / MANIFEST):
                if name == original_name(sha256):
                    yield sha256
        except OSError as error:
            raise StoreError(Message("backup-unreadable", path=self.folder, error=error.strerror)) from error
        except ValueError as error:
            raise StoreError(Message("backup-damaged", path=self.folder / MANIFEST)) from error

    def originals(self) -> Iterator[tuple[str, int]]:
        """Yield the digest and size of each original that its catalogue names. Raise StoreError."""
        return catalogued_originals(self.folder / CATALOGUE)


class BackupFolder:
    """A folder of backups."""

    def __init__(self, folder: Path) -> None:
        """Neither read nor create anything."""
        self.folder = folder
        self.store = FolderStore(folder / ORIGINALS)

    @classmethod
    def existing(cls, folder: Path) -> BackupFolder:
        """Return the folder, without writing to it. Raise StoreError if it has no backups."""
        made = cls(folder)
        if made.archive_id() is None:
            raise StoreError(Message("backup-none", folder=folder))
        return made

    def archive_id(self) -> int | None:
        """Return the number of the archive that the backups are of, or None if there is no backup. Raise StoreError."""
        try:
            found = json.loads((self.folder / MARKER).read_text(encoding="utf-8"))["archive"]
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreError(Message("backup-unreadable", path=self.folder, error=error.strerror)) from error
        except (ValueError, TypeError, KeyError) as error:
            raise StoreError(Message("backup-damaged", path=self.folder / MARKER)) from error
        return int(found)

    def generations(self) -> list[Generation]:
        """Return the complete generations, oldest first. Raise StoreError."""
        try:
            found = [path for path in (self.folder / GENERATIONS).iterdir() if _NUMBER.fullmatch(path.name)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(Message("backup-unreadable", path=self.folder, error=error.strerror)) from error
        return sorted((Generation(path, int(path.name)) for path in found), key=lambda one: one.number)

    def generation(self, number: int | None) -> Generation:
        """Return the generation with this number, by default the newest. Raise StoreError if it does not exist."""
        found = [one for one in self.generations() if number in (None, one.number)]
        if not found:
            missing = Message("backup-none", folder=self.folder)
            raise StoreError(missing if number is None else Message("backup-no-generation", number=number))
        return found[-1]

    @contextmanager
    def open_to_write(self, archive_id: int) -> Iterator[None]:
        """Hold the lock of the folder, which is created for this archive if missing. Leftovers of unfinished runs are
        removed. Raise StoreError if the folder belongs to another archive or contains something else, ArchiveBusy if
        another backup is being made."""
        owner = self.archive_id()
        if owner is None:
            self._check_free()
        elif owner != archive_id:
            raise StoreError(Message("backup-of-another", folder=self.folder))
        with explain_store_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder / _LOCK), explain_store_errors(self.folder):
            if owner is None:
                write_whole(
                    self.folder / MARKER, json.dumps({"format": FORMAT, "archive": archive_id}).encode() + b"\n"
                )
            (self.folder / GENERATIONS).mkdir(exist_ok=True)
            self.store.create()
            self.store.clear_incoming()
            for left in (self.folder / GENERATIONS).iterdir():
                if _UNFINISHED.fullmatch(left.name) and left.is_dir() and not left.is_symlink():
                    shutil.rmtree(left)
            sync_folder(self.folder)
            yield

    def _check_free(self) -> None:
        try:
            found = {path.name for path in self.folder.iterdir()} if self.folder.exists() else set()
        except NotADirectoryError as error:
            raise StoreError(Message("backup-no-folder", folder=self.folder)) from error
        except OSError as error:
            raise StoreError(Message("backup-unreadable", path=self.folder, error=error.strerror)) from error
        if any(not name.startswith(MARKER) for name in found - OF_THE_DISK - {_LOCK}):
            raise StoreError(Message("backup-not-empty", folder=self.folder))

    @contextmanager
    def new_generation(self) -> Iterator[Generation]:
        """Yield a new generation with an empty folder. It is kept only if the block ends without an error. Call it with
        the folder open for writing."""
        number = max((one.number for one in self.generations()), default=0) + 1
        place = self.folder / GENERATIONS / f"{number:04}"
        part = place.with_name(f".{place.name}")
        part.mkdir()
        try:
            yield Generation(part, number)
            sync_folder(part)
            part.rename(place)
            sync_folder(place.parent)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise


def original_name(sha256: str) -> str:
    """Return the path of an original relative to the folder of an archive or of its backups."""
    return f"{ORIGINALS}/{sha256[:2]}/{sha256}"


def catalogued_originals(catalogue: Path) -> Iterator[tuple[str, int]]:
    """Yield digest and size of each original named in a catalogue file, by digest. Raise StoreError."""
    with closing(SqliteDatabase(catalogue, read_only=True)) as database, database.reading() as connection:
        yield from original_sizes(connection)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file atomically and durably. Raise OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        make_durable(part)
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _digest(path: Path) -> str | None:
    """Return the SHA-256 of a file, None if it cannot be read."""
    try:
        return hash_file(path)
    except OSError:
        return None


def _message(error: StoreError) -> Message:
    message = error.message
    assert isinstance(message, Message)
    return message
