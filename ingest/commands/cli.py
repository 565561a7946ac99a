"""`press-archive ingest` and `press-archive inspect`: options, quick to load.

Their bodies are in `ingest_command` and `inspect_command`, which load slowly. Meanwhile a worker starts.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from archive.cli import archive_option, json_option
from archive.startup import load
from ingest.files.workers import are_few, begun

GIVEN = ("collection", "location")  # what may be said of all that is handed in together

passwords_option = click.option(
    "--pdf-passwords",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with passwords to try on encrypted PDFs: UTF-8, one a line. They are not kept.",
)


@click.command("ingest")
@archive_option
@json_option
@click.option(
    "--access",
    type=click.Choice(["released", "held"]),
    help="Status of new records. Default: [intake] access in archive.toml.",
)
@click.option(
    "--collection", metavar="NAME", help="Collection of all new and changed records, by which visitors can filter."
)
@click.option("--location", metavar="PLACE", help="Where the paper or film is kept, such as fonds/series/box/item.")
@click.option(
    "--retry",
    type=int,
    metavar="N",
    help="Without PATHS: try again the files of accession N that were rejected or encrypted, or left when it was "
    "stopped.",
)
@passwords_option
@click.option("--dry-run", is_flag=True, help="Show the outcome of each file and add nothing.")
@click.option(
    "--wait", is_flag=True, help="Wait until another ingest has finished. Without it, this one ends with an error."
)
@click.option("--no-ocr", is_flag=True, help="Leave scans for `press-archive ocr --pending`.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, readable=False, path_type=Path))
def ingest_command(folder: Path, paths: tuple[Path, ...], **how: Any) -> None:
    """Add files and folders to the archive. The receipt says what became of each file.

    Ctrl-C finishes the files under way and stops. Run the same command again to go on from there.
    """
    if (how["retry"] is None) == (not paths):
        raise click.UsageError("Give files and folders, or --retry N for those that accession N did not take in.")
    with begun(folder) if are_few(paths) and not how["dry_run"] else nullcontext() as workers:
        load("ingest.commands.ingest_command").run_ingest(folder, paths, how, workers)


@click.command("inspect")
@json_option
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def inspect_command(as_json: bool, files: tuple[Path, ...]) -> None:
    """Show what would be read from files, without adding them."""
    load("ingest.commands.inspect_command").look(files, as_json)
