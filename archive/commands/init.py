"""`press-archive init`: make a new archive."""

from __future__ import annotations

from pathlib import Path

import click

from archive.archive import Archive
from archive.cli import archive_option
from archive.record import Status


@click.command()
@archive_option
@click.option(
    "--access",
    type=click.Choice(["released", "held"]),
    default="released",
    show_default=True,
    help="What new records become: seen by everyone, or held until someone decides.",
)
def init(folder: Path, access: str) -> None:
    """Make a new archive."""
    seen_by = {"released": "everyone can see", "held": "nobody sees until someone decides"}[access]
    with Archive.create(folder, access=Status(access)) as archive:
        click.echo(f"Made an archive in {archive.folder}. New records are {access}: {seen_by}.")
        click.echo(f"Next: press-archive ingest --archive {folder} FOLDER")
