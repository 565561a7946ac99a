"""Make a backup of an archive, while others read and write it."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from archive import config
from archive.access import instant, utc_now
from archive.authority import authorities
from archive.custody.backup_folder import (
    COPIED,
    GENERATIONS,
    SEAL,
    BackupFolder,
    Generation,
    Seal,
    original_name,
    write_whole,
)
from archive.custody.manifest import MANIFEST, hash_file, write_manifest
from archive.errors import StoreError, describe_disk_space
from archive.messages import Message
from archive.storage import permissions
from archive.storage.archive import CATALOGUE, Archive
from archive.storage.originals import make_durable
from archive.storage.store import Store
from archive.storage.store_copy import CopyResult, copy_originals

Progress = Callable[[str, int, int], None]  # called with what is counted, the number done, and the total
PAGE, ORIGINAL = "catalogue page", "original"


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A new backup. `copied` originals were not in the folder before. `is_open`: the disk lets other accounts read the
    copy of the catalogue."""

    seal: Seal
    copied: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class WantedOriginals:
    """The originals of a catalogue, and how many bytes of them are missing in a store."""

    count: int
    bytes: int
    lacking: int

    @classmethod
    def of(cls, originals: Iterator[tuple[str, int]], store: Store) -> WantedOriginals:
        """Return it for these digests and sizes. Raise StoreError."""
        count = total = lacking = 0
        for sha256, size in originals:
            count, total = count + 1, total + size
            if not (store.has(sha256) and store.size(sha256) == size):
                lacking += size
        return cls(count, total, lacking)

    def check_space(self, folder: Path) -> None:
        """Raise StoreError if the disk of the folder has no space for what is missing."""
        if shutil.disk_usage(folder).free < self.lacking:
            raise StoreError(Message("backup-no-space", free=describe_disk_space(folder, self.lacking)))


def create_backup(
    archive: Archive, folder: Path, progress: Progress, report: Callable[[CopyResult], None]
) -> BackupResult:
    """Add a complete generation to the backups in a folder, which is created if missing. `report` is called for an
    original that cannot be read; everything else is in the backup. Raise StoreError if the folder belongs to another
    archive, is inside this one, or cannot be written; then existing backups stay unchanged."""
    check_apart(archive.folder, folder)
    backups = BackupFolder(folder)
    settings, cards = (archive.folder / config.FILE).read_bytes(), _cards(archive)
    archive_id = archive.catalogue.archive_id(make=True)
    assert archive_id is not None
    with permissions.owner_only(), backups.open_to_write(archive_id), backups.new_generation() as made:
        write_whole(made.folder / config.FILE, settings)
        write_whole(made.folder / authorities.FILE, cards)
        catalogue, created = made.folder / CATALOGUE, instant(utc_now())
        archive.catalogue.copy_to(catalogue, lambda done, of: progress(PAGE, done, of))
        make_durable(catalogue)
        # Originals are stored before the catalogue names them, so each one named in the copy exists by now.
        wanted = WantedOriginals.of(made.originals(), backups.store)
        wanted.check_space(folder)
        results = copy_originals(
            made.originals(), wanted.count, archive.store, backups.store, lambda done, of: progress(ORIGINAL, done, of)
        )
        copied, missing = _count(results, report)
        digest = write_manifest(made.folder / MANIFEST, _entries(made))
        make_durable(made.folder / MANIFEST)
        seal = Seal(
            number=made.number,
            created=created,
            archive=archive_id,
            name=archive.settings.archive.name,
            program=version("press-archive"),
            originals=wanted.count,
            bytes=wanted.bytes,
            missing=missing,
            manifest=digest,
        )
        seal.write(made.folder / SEAL)
        is_open = bool(stat.S_IMODE(catalogue.stat().st_mode) & 0o077)
    return BackupResult(seal, copied, is_open)


def check_apart(archive: Path, folder: Path) -> None:
    """Raise StoreError if one of the folders is the other, or inside it, by whatever path."""
    for inner, outer in ((folder, archive), (archive, folder)):
        for place in (inner.absolute(), *inner.absolute().parents, *inner.resolve().parents):
            with suppress(OSError):  # it does not exist yet
                if place.samefile(outer):
                    raise StoreError(Message("backup-inside", folder=folder, archive=archive))


def _count(results: Iterator[CopyResult], report: Callable[[CopyResult], None]) -> tuple[int, int]:
    """Return how many originals were copied, and how many could not be read. `report` is called for each of the
    latter."""
    copied = missing = 0
    for result in results:
        copied += result.copied
        if result.message:
            missing += 1
            report(result)
    return copied, missing


def _cards(archive: Archive) -> bytes:
    if archive.shares_cards and (text := archive.catalogue.cards_text()):
        return text.encode()
    try:
        return (archive.folder / authorities.FILE).read_bytes()
    except FileNotFoundError:
        return b""


def _entries(made: Generation) -> Iterator[tuple[str, str]]:
    for name in COPIED:
        yield hash_file(made.folder / name), f"{GENERATIONS}/{made.number:04}/{name}"
    for sha256, _ in made.originals():
        yield sha256, original_name(sha256)
