"""`press-archive originals copy`: move the originals to a bucket of an object store, or back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from archive.catalogue.receipts.audit import all_assets
from archive.cli import archive_option, json_option, print_json, progress_line, say
from archive.config import BUCKET
from archive.errors import many
from archive.messages.message import code_and_params
from archive.storage.archive import Archive, store_of
from archive.storage.store_copy import copy_originals

FOLDER = "folder"  # how the archive's own folder is named


@click.group()
def originals() -> None:
    """Copy the originals to an object store, or back."""


@originals.command("copy")
@archive_option
@json_option
@click.option(
    "--to",
    "target",
    required=True,
    metavar=f"s3://BUCKET|{FOLDER}",
    help="Where to: a bucket of the object store that [originals] in archive.toml describes, or the folder of the "
    "archive.",
)
def copy_command(folder: Path, as_json: bool, target: str) -> None:
    """Copy all originals to a bucket, or back to the archive's folder. Exit code 1 when one cannot be copied.

    Nothing is removed or overwritten where the originals are now. Each is read, and its SHA-256 compared, before it is
    stored. If you stop the command, run it again: it goes on where it was.

    The archive uses the other place once you have set `url` under [originals] in archive.toml. Run `press-archive
    verify` after that.
    """
    if target != FOLDER and not BUCKET.fullmatch(target):
        raise click.BadParameter(f"must be s3://BUCKET or {FOLDER}", param_hint="--to")
    url = "" if target == FOLDER else target
    copied = there = failed = 0
    with Archive.open(folder) as archive:
        if url == archive.settings.originals.url:
            raise click.BadParameter("the originals are there already", param_hint="--to")
        settings = replace(archive.settings, originals=replace(archive.settings.originals, url=url))
        other = store_of(archive.folder, settings)
        with archive.lock("ingest"):
            other.create()
            with archive.catalogue.snapshot() as conn:
                digests = sorted({asset.sha256 for asset in all_assets(conn)})
            for result in copy_originals(digests, archive.store, other, progress_line("original", "copied or there")):
                if result.message:
                    failed += 1
                    if as_json:
                        print_json({"sha256": result.sha256, **code_and_params(result.message)})
                    else:
                        say(str(result.message))
                copied, there = copied + result.copied, there + (not result.copied and not result.message)
    if as_json:
        print_json({"summary": True, "copied": copied, "there": there, "failed": failed})
    else:
        told = many(copied, "original was copied", "originals were copied")
        click.echo(f"{told}, {many(there, 'was', 'were')} there already, {failed} could not be copied.")
        if not failed:
            click.echo(f'Next: set url = "{url}" under [originals] in archive.toml, then run `press-archive verify`.')
    if failed:
        raise SystemExit(1)
