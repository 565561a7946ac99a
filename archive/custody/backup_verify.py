"""Read backups again, and compare all their files with their manifests. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from heapq import merge
from itertools import groupby

from archive.catalogue.schema.sqlite import SqliteDatabase, file_problems
from archive.custody.backup_folder import BackupFolder, Generation, original_name
from archive.errors import StoreError
from archive.messages import Message, MessageList
from archive.storage.archive import CATALOGUE


@dataclass(frozen=True, slots=True)
class BackupProblem:
    """A file of a backup that was changed, or a generation that cannot be used."""

    subject: str
    message: Message | MessageList


def verify_backup(
    backups: BackupFolder, generations: Sequence[Generation], progress: Callable[[int, int], None]
) -> Iterator[BackupProblem]:
    """Yield the problems of these generations and of their originals, each of which is read once. `progress` is called
    with (originals done, all)."""
    whole = []
    for generation in generations:
        problems: list[Message | MessageList] = list(generation.problems())
        problems = problems or list(_catalogue_problems(generation))
        yield from (BackupProblem(str(generation.folder), problem) for problem in problems)
        if not problems:
            whole.append(generation)
    count = sum(1 for _ in _originals(whole))
    for done, sha256 in enumerate(_originals(whole)):
        progress(done, count)
        if (problem := _original_problem(backups, sha256)) is not None:
            yield BackupProblem(original_name(sha256), problem)
    progress(count, count)


def _originals(generations: Sequence[Generation]) -> Iterator[str]:
    """Return the digests of all originals, each once."""
    return (sha256 for sha256, _ in groupby(merge(*(one.listed_originals() for one in generations))))


def _catalogue_problems(generation: Generation) -> Iterator[Message | MessageList]:
    path = generation.folder / CATALOGUE
    try:
        with closing(SqliteDatabase(path, read_only=True)) as database, database.reading() as connection:
            yield from (Message("check-catalogue", path=path, why=said) for said in file_problems(connection))
    except StoreError as error:
        yield error.message


def _original_problem(backups: BackupFolder, sha256: str) -> Message | MessageList | None:
    if not backups.store.has(sha256):
        return Message("backup-missing-file", path=backups.folder / original_name(sha256))
    try:
        found, _ = backups.store.digest(sha256)
    except StoreError as error:
        return error.message
    return None if found == sha256 else Message("backup-altered", path=backups.folder / original_name(sha256))
