"""Ingest and inspect, light to load.

Options that several commands have, in a module that is loaded at once.

`press-archive ingest` and `inspect`: taking files in, and looking at what would be read.

What they do is in `ingest_command` and `inspect_command`, which take a while to load: a worker gets ready meanwhile.
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
    help="A file of passwords, UTF-8, one a line, that are tried on PDFs which need one. They are kept nowhere.",
)


@click.command("ingest")
@archive_option
@json_option
@click.option(
    "--access",
    type=click.Choice(["released", "held"]),
    help="What new records of this accession become. Default: what archive.toml says.",
)
@click.option("--collection", metavar="NAME", help="The collection that what is new or changed belongs to.")
@click.option("--location", metavar="PLACE", help="Where the originals are kept (fonds/series/box/item).")
@click.option("--retry", type=int, metavar="N", help="Try again what accession N did not take in or did not reach.")
@passwords_option
@click.option("--dry-run", is_flag=True, help="Say what would become of each file, and take in none.")
@click.option("--wait", is_flag=True, help="When another ingest is under way, wait until it has finished.")
@click.option("--no-ocr", is_flag=True, help="Leave the words of scans for `press-archive ocr --pending`.")
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
