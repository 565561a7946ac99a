"""`press-archive backup create`, `backup list`, `backup verify`, and `press-archive restore`."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from archive.catalogue.schema.migration import Older
from archive.cli import archive_option, json_option, print_json, progress, progress_line, say
from archive.custody.backup import ORIGINAL, PAGE, Progress, create_backup
from archive.custody.backup_folder import BackupFolder
from archive.custody.backup_verify import verify_backup
from archive.custody.restore import restore as restore_backup
from archive.custody.restore import tell_index_is_there
from archive.errors import ArchiveExists, StoreError, describe_size, many
from archive.login_name import get_login_name
from archive.messages import Message
from archive.messages.message import code_and_params
from archive.search.index import index_sync
from archive.storage.archive import Archive
from archive.storage.store_copy import CopyResult

DIR = click.Path(path_type=Path, file_okay=False)
generation_option = click.option(
    "--generation", "number", type=int, metavar="N", help="The number of a backup, as `backup list` shows it."
)


@click.group()
def backup() -> None:
    """Make, list or check backups of the archive.

    A folder of backups has several generations. Each is complete, but they share their originals.
    """


@backup.command()
@click.argument("directory", metavar="DIR", type=DIR)
@archive_option
@json_option
def create(directory: Path, folder: Path, as_json: bool) -> None:
    """Add a backup to the folder DIR. Exit code 1 when an original could not be read.

    You can run it while `serve` and `ingest` run. DIR must be new or empty, or have backups of this archive. The
    backup has the catalogue, the originals, settings and name cards. It lacks files with passwords that the settings
    name.

    If you stop the command, earlier backups stay as they are. The next run continues with the missing originals.
    """
    with Archive.open(folder, older=Older.LEAVE) as archive:
        made = create_backup(archive, directory, _progress("copied or there"), partial(_report, as_json))
    seal = made.seal
    if made.is_open:
        progress(Message("backup-open", folder=directory))
    if as_json:
        print_json({"summary": True, **asdict(seal), "copied": made.copied})
    else:
        whole = f"{many(seal.originals, 'original')}, {describe_size(seal.bytes)}"
        say(f"Backup {seal.number} in {directory} is complete: {whole}. {made.copied:,} of them were copied now.")
        if seal.missing:
            say(f"{many(seal.missing, 'original')} could not be read: run `press-archive verify`.")
    if seal.missing:
        raise SystemExit(1)


@backup.command("list")
@click.argument("directory", metavar="DIR", type=DIR)
@json_option
def list_command(directory: Path, as_json: bool) -> None:
    """List the complete backups in the folder DIR, oldest first."""
    for generation in BackupFolder.existing(directory).generations():
        try:
            seal = generation.seal()
        except StoreError as error:
            damaged = {"number": generation.number, "created": None, **code_and_params(error.message)}
            print_json(damaged) if as_json else say(f"{generation.number}  {error}")
            continue
        if as_json:
            print_json(asdict(seal))
        else:
            missing = f", {seal.missing:,} missing" if seal.missing else ""
            originals = f"{many(seal.originals, 'original')}{missing}, {describe_size(seal.bytes)}"
            say(f"{seal.number}  {seal.created}  {originals}  {seal.name}")


@backup.command()
@click.argument("directory", metavar="DIR", type=DIR)
@generation_option
@click.option("--all", "every", is_flag=True, help="All backups in the folder. Default: the newest.")
@json_option
def verify(directory: Path, number: int | None, every: bool, as_json: bool) -> None:
    """Read a backup and compare each file with its SHA-256. Exit code 1 when one is missing or altered.

    Nothing is written, so the folder may be on a read-only disk.
    """
    if every and number is not None:
        raise click.UsageError("Give either --all or --generation.")
    backups = BackupFolder.existing(directory)
    chosen = backups.generations() if every else [backups.generation(number)]
    failed = 0
    for problem in verify_backup(backups, chosen, progress_line("original", "read")):
        failed += 1
        if as_json:
            print_json({"subject": problem.subject, "message": problem.message, **code_and_params(problem.message)})
        else:
            say(str(problem.message))
    numbers = [one.number for one in chosen]
    if as_json:
        print_json({"summary": True, "generations": numbers, "failed": failed})
    elif not failed:
        say(f"{'Backups' if every else 'Backup'} {', '.join(map(str, numbers))}: every file is as it was written.")
    else:
        say(f"{many(failed, 'file is', 'files are')} not as written.")
    if failed:
        raise SystemExit(1)


@click.command()
@click.argument("directory", metavar="DIR", type=DIR)
@archive_option
@generation_option
@click.option("--incomplete", is_flag=True, help="Restore even if the backup lacks originals.")
@click.option("--hold", is_flag=True, help="Hold all that is public or has an hour, until you release it.")
@click.option("--no-index", is_flag=True, help="Do not make the search index; the next `serve` or `ingest` makes it.")
@json_option
def restore(
    directory: Path, folder: Path, number: int | None, incomplete: bool, hold: bool, no_index: bool, as_json: bool
) -> None:
    """Make an archive from a backup. Exit code 1 when an original is missing or damaged.

    DIR is the folder of backups. The folder of the archive must be empty or new. Without --generation, the newest
    backup is used. If the command is interrupted, run it again. It then continues.

    What was held or withdrawn after the backup was made is as public as before. With --hold, the restored archive shows
    nothing to the public; `records undo` takes that back.

    The restored archive has its catalogue and originals in its folder, even if the old one had them on servers.
    """
    backups = BackupFolder.existing(directory)
    generation = backups.generation(number)
    hold_by, report = get_login_name() if hold else None, partial(_report, as_json)
    restored = restore_backup(
        backups, generation, folder, _progress("restored"), report, incomplete=incomplete, hold_by=hold_by
    )
    with Archive.open(folder) as archive:
        if index_sync.present_engine(archive):  # of `serve` or `ingest`, after a restore that was stopped
            tell_index_is_there(folder)
            raise ArchiveExists(Message("archive-exists", folder=folder))
        if not no_index:
            index_sync.rebuild(archive, progress_line("record", "indexed"))
        tell_index_is_there(folder)
        seal = generation.seal()
    warning = None if hold else Message("restore-as-then", instant=seal.created)
    if as_json:
        summary = {"summary": True, "number": seal.number, "originals": seal.originals, "failed": restored.failed}
        message = {"message": warning, **code_and_params(warning)} if warning else {}
        print_json({**summary, "created": seal.created, "held_now": restored.held_now, **message})
    else:
        say(f"Restored backup {seal.number} of {seal.created} to {folder}: {many(seal.originals, 'original')}.")
        if restored.failed:
            say(f"{many(restored.failed, 'original')} could not be restored: run `press-archive check`.")
        say(warning or f"{many(restored.held_now, 'record is', 'records are')} held now.")
    if restored.failed:
        raise SystemExit(1)


def _report(as_json: bool, result: CopyResult) -> None:
    if as_json:
        print_json({"sha256": result.sha256, **code_and_params(result.message)})
    else:
        say(result.message)


def _progress(done_to_it: str) -> Progress:
    lines = {PAGE: progress_line(PAGE, "copied"), ORIGINAL: progress_line(ORIGINAL, done_to_it)}
    return lambda noun, done, of: lines[noun](done, of)
