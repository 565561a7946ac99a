"""`press-archive index status`, `index rebuild` and `index follow`."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from threading import Event
from typing import Any

import click

from archive.alerts.delivery import alerts_beside
from archive.cli import archive_option, json_option, print_json, progress, progress_line
from archive.errors import ArchiveBusy, StoreError, many
from archive.messages import Message, MessageList
from archive.search.engines.engine import ENGINES, ON_SERVERS
from archive.search.index import index_daemon, index_sync
from archive.storage.archive import Archive

ELECTION_SECONDS = 1.0  # between checks whether the following process has ended


@click.group()
def index() -> None:
    """Show the state of the search index, rebuild or follow it."""


@index.command()
@archive_option
@json_option
def status(folder: Path, as_json: bool) -> None:
    """Show whether the index is up to date. Exit code 1 when it is behind or missing."""
    with Archive.open_to_read(folder) as archive:
        told = index_sync.status(archive)
    if as_json:
        print_json(told)
    elif told["state"] == "none":
        click.echo(
            "There is no index that can be used; the next ingest, serve or `press-archive index rebuild` makes it."
        )
    else:
        click.echo(
            f"{told['engine']}, index {told['number']}, {told['state']} (catalogue at revision {told['revision']})"
        )
        public = many(told["public"]["records"], "record")
        click.echo(f"  seen by everyone: {public}, revision {told['public']['revision']}")
        click.echo(f"  held or withdrawn: {many(told['held_only'], 'record')}, revision {told['held']['revision']}")
        if told["engine"] != told["configured"]:
            click.echo(f"  {_configured(told)}")
        if told["outgrown"]:
            click.echo(
                "  There are more records than this engine answers quickly; `index rebuild --engine tantivy` helps."
            )
        if told["authorities"] == "changed":
            click.echo("  The name cards have changed since; `serve` or `press-archive index rebuild` takes them up.")
    if told["state"] != "current":
        raise SystemExit(1)


@index.command()
@archive_option
@click.option("--engine", type=click.Choice(list(ENGINES)), help="The search engine. Default: the one in archive.toml.")
@json_option
def rebuild(folder: Path, engine: str | None, as_json: bool) -> None:
    """Rebuild the index. The old one answers searches until the new one is ready.

    Safe at any time, also while `serve` and `ingest` run.
    """
    with Archive.open(folder) as archive:
        began = time.monotonic()
        index_sync.rebuild(archive, progress_line("record", "indexed"), engine=engine)
        told = index_sync.status(archive, engine) | {"seconds": round(time.monotonic() - began, 3)}
    if as_json:
        print_json(told)
    else:
        held, public = told["held"]["records"], told["public"]["records"]
        click.echo(f"Rebuilt in {told['seconds']} s: {many(held, 'record')}, {public:,} of them public.")
        if told["engine"] != told["configured"]:
            click.echo(_configured(told))


@index.command()
@archive_option
def follow(folder: Path) -> None:
    """Keep the index up to date, and deliver alerts, until Ctrl-C.

    The owner is the account that the archive's files belong to. If the owner runs `serve`, you do not need this
    command: `serve` starts a second process that does the same. If another account runs `serve`, or servers run with
    `--no-indexer`, run `index follow` as the owner.

    If it runs twice, one works and the other waits. It takes over as soon as the first one ends.
    """
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    said: Message | MessageList | None = None
    with Archive.open(folder) as archive:
        while not stop.wait(ELECTION_SECONDS if said else 0):
            try:
                with archive.lock("follow"), alerts_beside(folder, stop):
                    said = Message("index-followed", folder=folder)
                    progress(said)
                    index_daemon.watch(archive, stop.wait)
                return
            except ArchiveBusy:
                told: Message | MessageList = Message("index-followed-elsewhere")
            except StoreError as error:  # the lock server is unreachable, but may come back
                if said is None:
                    raise
                told = error.message
            if told != said:
                progress(told)
            said = told


def _configured(told: dict[str, Any]) -> str:
    made_by, named = told["engine"], told["configured"]
    if (made_by in ON_SERVERS) != (named in ON_SERVERS):
        return (
            f"Searches go on to use the index made by {named}, which archive.toml names; to use this one, write "
            f'engine = "{made_by}" below [index] and start `serve` again.'
        )
    return (
        f"This index is made by {made_by}, and archive.toml names {named}, which the next "
        f'`press-archive index rebuild` takes; to keep {made_by}, write engine = "{made_by}" below [index].'
    )
