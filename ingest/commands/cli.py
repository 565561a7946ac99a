"""`press-archive ingest` and `press-archive inspect`: options, fast to load.

Their bodies are in `ingest_command` and `inspect_command`, which load slowly. Meanwhile a worker starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from archive.cli import F, archive_option, json_option
from archive.startup import load
from ingest.files.workers import are_few, begun

_OF_THE_QUEUE = {  # with the options that each accepts, besides --archive and --json
    "enqueue": ("access", "collection", "location", "source"),
    "work": ("no_ocr", "once", "no_index"),
    "cancel": (),
}
RETRY_ALL = 0  # instead of the number of an accession

passwords_option = click.option(
    "--pdf-passwords",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Text file (UTF-8) with passwords to try on encrypted PDFs, ZIPs and 7z files, one a line. The passwords are "
    "not kept.",
)
access_option = click.option(
    "--access",
    type=click.Choice(["released", "held"]),
    help="Status of new records. Default: `access` under `[intake]` in archive.toml.",
)
GIVEN = {  # set for all files of an ingest, by field
    "collection": ("NAME", "Name of a collection. All new and changed records get it, and visitors can filter by it."),
    "location": ("PLACE", 'Where the paper or film of all new and changed records is kept, such as "Box 12".'),
    "source": ("NAME", "Who issued all new and changed records, such as an agency. Visitors can filter by it."),
}
no_ocr_option = click.option(
    "--no-ocr", is_flag=True, help="Do not read the words of scans. `press-archive ocr --pending` reads them later."
)


def values_options(command: F) -> F:
    """Return `--collection`, `--location` and `--source`, the values of all files of an ingest (`given_values`)."""
    for field, (metavar, words) in reversed(GIVEN.items()):
        command = click.option(f"--{field}", metavar=metavar, help=words)(command)
    return command


def given_values(how: Mapping[str, Any]) -> dict[str, str]:
    """Return the values that a command's options set for all files, by field."""
    return {key: " ".join(how[key].split()) for key in GIVEN if how[key] and how[key].strip()}


@click.command("ingest")
@archive_option
@json_option
@access_option
@values_options
@click.option("--note", metavar="TEXT", help="Note for the accession sheet. The archivist alone sees it.")
@click.option(
    "--retry",
    type=click.IntRange(RETRY_ALL),
    is_flag=False,
    flag_value=RETRY_ALL,
    metavar="[N]",
    help="In place of PATHS: try again the files of accession N that were rejected or encrypted. If that ingest was "
    "stopped, also those that it had not reached. Without N: the rejected and encrypted files of all accessions. Files "
    "that are not on the disk any more are read from the archive.",
)
@passwords_option
@click.option("--dry-run", is_flag=True, help="Show the outcome of each file and add nothing.")
@click.option(
    "--wait", is_flag=True, help="If another ingest runs, wait until it has finished. Without --wait, that is an error."
)
@no_ocr_option
@click.option(
    "--enqueue",
    is_flag=True,
    help="Put the files into a queue, from which any number of machines read them with --work. All of them must see "
    "PATHS under the same names. Needs a catalogue on a PostgreSQL server.",
)
@click.option("--work", is_flag=True, help="In place of PATHS: read queued files until Ctrl-C.")
@click.option("--once", is_flag=True, help="With --work: stop when the queue is empty.")
@click.option("--no-index", is_flag=True, help="With --work: do not update the index.")
@click.option(
    "--cancel",
    type=int,
    metavar="N",
    help="In place of PATHS: cancel queued accession N. What was read stays in the archive.",
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, readable=False, path_type=Path))
def ingest_command(folder: Path, paths: tuple[Path, ...], **how: Any) -> None:
    """Add files and folders to the archive. The receipt has the outcome of each file.

    Ctrl-C finishes the files under way and stops. Run the same command again to continue from there.
    """
    if (queued := _of_the_queue(paths, how)) is not None:
        queued(load("ingest.commands.queue_command"), folder)
        return
    if (how["retry"] is None) == (not paths):
        raise click.UsageError("Give files and folders, or --retry N for those that accession N did not take in.")
    with begun(folder) if are_few(paths) and not how["dry_run"] else nullcontext() as workers:
        load("ingest.commands.ingest_command").run_ingest(folder, paths, how, workers)


def _of_the_queue(paths: tuple[Path, ...], how: dict[str, Any]) -> Callable[[Any, Path], None] | None:
    """Return the queue command as a call of its module; None for an ingest without the queue."""
    given = [name for name, value in how.items() if value is not None and value is not False]  # --cancel 0 is given
    mode = next((name for name in _OF_THE_QUEUE if name in given), None)
    if mode is None:
        if how["once"] or how["no_index"]:
            raise click.UsageError("--once and --no-index go with --work.")
        return None
    if refused := [name for name in given if name not in (mode, "as_json", *_OF_THE_QUEUE[mode])]:
        options = ", ".join("--" + name.replace("_", "-") for name in refused)
        raise click.UsageError(f"--{mode} does not go with {options}.")
    if bool(paths) != how["enqueue"]:
        raise click.UsageError("Give files and folders with --enqueue, and none with --work or --cancel.")
    if how["enqueue"]:
        return lambda module, folder: module.run_enqueue(folder, paths, how)
    if how["work"]:
        return lambda module, folder: module.run_work(folder, how)
    return lambda module, folder: module.run_cancel(folder, how["cancel"])


@click.command("inspect")
@json_option
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def inspect_command(as_json: bool, files: tuple[Path, ...]) -> None:
    """Show what would be read from files, without adding them."""
    load("ingest.commands.inspect_command").look(files, as_json)
