"""`press-archive index status` and `index rebuild`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from archive import indexing
from archive.archive import Archive
from archive.cli import archive_option, json_option, progress, say_json

PLAIN_SECONDS = 2.0  # between two lines of progress


@click.group()
def index() -> None:
    """The search index: how far it has come, and making it anew."""


@index.command()
@archive_option
@json_option
def status(folder: Path, as_json: bool) -> None:
    """Say how far the index has come. Exit code 1 when it is behind or missing."""
    with Archive.open(folder) as archive:
        told = indexing.status(archive)
    if as_json:
        say_json(told)
    elif told["state"] == "none":
        click.echo(
            "There is no index that can be used; the next ingest, serve or `press-archive index rebuild` makes it."
        )
    else:
        click.echo(
            f"{told['engine']}, index {told['number']}, {told['state']} (catalogue at revision {told['revision']})"
        )
        for name in ("public", "held"):
            click.echo(f"  {name}: {told[name]['records']:,} records, revision {told[name]['revision']}")
        if told["authorities"] == "changed":
            click.echo("  authorities.toml has changed since; `serve` or `press-archive index rebuild` takes it up.")
    if told["state"] != "current":
        raise SystemExit(1)


@index.command()
@archive_option
@json_option
def rebuild(folder: Path, as_json: bool) -> None:
    """Make the index anew, beside the old one, which answers until the new one takes its place.

    Safe at any time, also while `serve` and `ingest` run.
    """
    with Archive.open(folder) as archive:
        began = time.monotonic()
        indexing.rebuild(archive, progress_line())
        told = indexing.status(archive) | {"seconds": round(time.monotonic() - began, 3)}
    if as_json:
        say_json(told)
    else:
        held, public = told["held"]["records"], told["public"]["records"]
        click.echo(f"Rebuilt in {told['seconds']} s: {held:,} records, {public:,} of them public.")


def progress_line() -> indexing.Progress:
    """Says how many records are indexed, at most every PLAIN_SECONDS."""
    last = time.monotonic()

    def say(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_SECONDS:
            last = time.monotonic()
            progress(f"{done:,} of {of:,} records indexed")

    return say
