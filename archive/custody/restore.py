"""Make an archive from a backup, in an empty folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive import config
from archive.authority import authorities
from archive.catalogue.schema.migration import Older, ensure
from archive.catalogue.schema.sqlite import SqliteDatabase, new_file
from archive.custody.backup import ORIGINAL, Progress, WantedOriginals, check_apart
from archive.custody.backup_folder import OF_THE_DISK, BackupFolder, Generation, write_whole
from archive.custody.hold import hold_catalogue
from archive.errors import ArchiveExists, StoreError
from archive.messages import Message
from archive.search.engines.engine import ON_SERVERS
from archive.settings import SECTIONS
from archive.storage import permissions
from archive.storage.archive import CATALOGUE, LOCKS, ORIGINALS
from archive.storage.originals import FolderStore, explain_store_errors, make_durable, sync_folder
from archive.storage.store_copy import CopyResult, copy_originals

RESTORING = f"{config.FILE}.restoring"  # the settings, until everything else is restored
_INDEX_LACKING = "restored-without-index"  # in the folder of what can be made anew, until the index is made
_OURS = (CATALOGUE, authorities.FILE, ORIGINALS, LOCKS, config.DERIVED)
_SERVER_KEYS = (("catalogue", "url"), ("catalogue", "url_file"), ("originals", "url"), ("index", "engine"))
_HEADING, _KEY = re.compile(r"\s*\[\s*(\w+)\s*\]"), re.compile(r"\s*(\w+)\s*=")


@dataclass(frozen=True, slots=True)
class Restored:
    """How many records a restore held that were not held before, and how many originals it could not restore."""

    held_now: int
    failed: int


def restore(
    backups: BackupFolder,
    generation: Generation,
    folder: Path,
    progress: Progress,
    report: Callable[[CopyResult], None],
    *,
    incomplete: bool = False,
    hold_by: str | None = None,
) -> Restored:
    """Restore an archive into a missing or empty folder; an interrupted restore is completed, also one that lacks only
    its index. The archive has no index yet (call `tell_index_is_there` after making one), and uses no servers. If the
    login `hold_by` is given, all its records are held. Raise StoreError if a part of the backup is missing (an
    original: only unless `incomplete`), and ArchiveExists if the folder contains anything else. `report` is called for
    each damaged original."""
    check_apart(backups.folder, folder)
    problems = list(generation.problems())
    if problems:
        is_newer = problems[0].code == "backup-newer"
        raise StoreError(problems[0] if is_newer else Message("restore-damaged", path=problems[0].params["path"]))
    if (restored := _lacks_only_its_index(generation, folder, hold_by is not None)) is not None:
        return restored
    _check_version(generation.folder / CATALOGUE)
    _check_environment(folder)
    settings = without_servers((generation.folder / config.FILE).read_text(encoding="utf-8-sig"))
    lacking = _Lacking(backups, generation)
    if lacking.count and not incomplete:
        raise StoreError(Message("restore-incomplete", count=lacking.count, names=lacking.names))
    _check_free(folder, settings)
    with explain_store_errors(folder), permissions.owner_only():
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(PermissionError):
            folder.chmod(0o700)
        write_whole(folder / RESTORING, settings.encode())
        for part in (LOCKS, config.DERIVED):
            (folder / part).mkdir(exist_ok=True)
        failed = 0
        for result in _copy_originals(backups, generation, folder, progress):
            if result.message:
                report(result)
                failed += 1
        _copy(generation.folder / authorities.FILE, folder / authorities.FILE)
        restored = Restored(_put_catalogue(generation.folder / CATALOGUE, folder, hold_by), failed)
        note = {**_attempt(generation, hold_by is not None), **asdict(restored)}
        write_whole(folder / config.DERIVED / _INDEX_LACKING, json.dumps(note).encode())
        (folder / RESTORING).chmod(0o600)
        (folder / RESTORING).rename(folder / config.FILE)  # last: this makes the folder an archive
        sync_folder(folder)
    return restored


def _lacks_only_its_index(generation: Generation, folder: Path, hold: bool) -> Restored | None:
    """Return what a restore did that was stopped before it had made the index; None if there was no such restore, of
    another backup or with another `hold`."""
    if not (folder / config.FILE).exists():
        return None
    try:
        note = json.loads((folder / config.DERIVED / _INDEX_LACKING).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Restored(note["held_now"], note["failed"]) if note.items() >= _attempt(generation, hold).items() else None


def _attempt(generation: Generation, hold: bool) -> dict[str, Any]:
    return {"manifest": generation.seal().manifest, "hold": hold}


def tell_index_is_there(folder: Path) -> None:
    """Let another restore into this folder be an error."""
    (folder / config.DERIVED / _INDEX_LACKING).unlink(missing_ok=True)


def _copy_originals(
    backups: BackupFolder, generation: Generation, folder: Path, progress: Progress
) -> Iterator[CopyResult]:
    """Copy the originals. Raise StoreError if the disk has no space for them."""
    store = FolderStore(folder / ORIGINALS)
    store.create()
    store.clear_incoming()
    wanted = WantedOriginals.of(generation.originals(), store)
    wanted.check_space(folder)
    yield from copy_originals(
        generation.originals(), wanted.count, backups.store, store, lambda done, of: progress(ORIGINAL, done, of)
    )


class _Lacking:
    """The originals of a generation that are missing in the backup or have another size there: how many, and some of
    them."""

    def __init__(self, backups: BackupFolder, generation: Generation) -> None:
        self.count, self.names = 0, ""
        for sha256, size in generation.originals():
            if not (backups.store.has(sha256) and backups.store.size(sha256) == size):
                self.count += 1
                if self.count <= 3:
                    self.names += f"{', ' if self.names else ''}{sha256}"


def without_servers(settings: str) -> str:
    """Return the text of an archive.toml for an archive completely in its folder: keys that name servers become
    comments, because a copy must never write to the servers of the live archive. Raise StoreError if that fails."""
    try:
        named = set(_servers_in(tomllib.loads(settings)))
        if not named:
            return settings
        lines, section = [], ""
        for line in settings.splitlines(keepends=True):
            heading, key = _HEADING.match(line), _KEY.match(line)
            section = heading[1] if heading else section
            lines.append(f"# {line}" if key and (section, key[1]) in named else line)
        made = "".join(lines)
        if any(_servers_in(tomllib.loads(made))):
            raise StoreError(Message("restore-settings"))
    except (tomllib.TOMLDecodeError, AttributeError) as error:
        raise StoreError(Message("restore-settings")) from error
    return made


def _servers_in(settings: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield section and key of each setting that names a server."""
    for section, key in _SERVER_KEYS:
        value = settings.get(section, {}).get(key)
        if value in ON_SERVERS if key == "engine" else value:
            yield section, key


def _check_version(catalogue: Path) -> None:
    """Raise CatalogueNewer if a later version wrote it."""
    with closing(SqliteDatabase(catalogue, read_only=True)) as database:
        ensure(database, Older.LEAVE)


def _check_environment(folder: Path) -> None:
    """Raise StoreError if environment variables name servers, for example those of the live archive: the copy would
    write there."""
    given = {name: asdict(getattr(config.load(folder), name)) for name in SECTIONS}
    for section, key in _servers_in(given):
        variable = f"{config.PREFIX}{section}_{key}".upper()
        raise StoreError(Message("restore-variable", variable=variable))


def _check_free(folder: Path, settings: str) -> None:
    """Raise ArchiveExists if the folder contains anything but an attempt to restore with the same settings."""
    found = {path.name for path in folder.iterdir()} - OF_THE_DISK if folder.exists() else set()
    if config.FILE in found:
        raise ArchiveExists(Message("archive-exists", folder=folder))
    others = {name for name in found if not name.startswith(RESTORING)}
    begun = RESTORING in found and (folder / RESTORING).read_text(encoding="utf-8") == settings
    if others and not (begun and all(name.startswith(_OURS) for name in others)):
        raise ArchiveExists(Message("archive-not-empty", folder=folder))


def _put_catalogue(source: Path, folder: Path, hold_by: str | None) -> int:
    """Copy the catalogue durably, and hold its records if wanted, before it gets its final name."""
    held = 0
    (folder / CATALOGUE).unlink(missing_ok=True)  # left by an interrupted attempt
    with new_file(folder / CATALOGUE) as database:
        shutil.copyfile(source, database.path)
        make_durable(database.path)
        database.path.chmod(0o600)
        if hold_by is not None:
            held = hold_catalogue(database, authorities.load(folder), "press-archive restore", hold_by)
    return held


def _copy(source: Path, target: Path) -> None:
    """Copy a file atomically and durably."""
    part = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, part)
        make_durable(part)
        part.chmod(0o600)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
