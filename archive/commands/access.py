"""`press-archive access`: release a record, hold it back, or withdraw it."""

from __future__ import annotations

from pathlib import Path

import click

from archive import indexing
from archive.access import ARCHIVIST, instant, utc_now
from archive.archive import Archive
from archive.cli import RECORD_ID, archive_option, json_option, say, say_json
from archive.editing.access import decide, moment
from archive.errors import NotEditable, UnknownRecord
from archive.record import Status


def _moment(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """An instant as the catalogue writes it."""
    try:
        found = None if value is None else moment(value)
    except NotEditable as error:
        raise click.BadParameter(str(error)) from None
    if found is not None and found <= instant(utc_now()):
        raise click.BadParameter("that hour has passed: give one to come, or release them with `access released`")
    return found


@click.command()
@archive_option
@json_option
@click.option("--until", callback=_moment, metavar="INSTANT", help="With held: when it comes out by itself.")
@click.argument("status", type=click.Choice([status.value for status in Status]))
@click.argument("records", type=RECORD_ID, nargs=-1, required=True, metavar="RECORD...")
def access(folder: Path, as_json: bool, until: str | None, status: str, records: tuple[str, ...]) -> None:
    """Make RECORDs released, held or withdrawn. What is taken back is out of every public answer when this returns.

    It is a change set: `press-archive records changes` lists it, and `records undo` takes it back.
    """
    if until is not None and status != Status.HELD:
        raise click.UsageError("--until goes with held: what is released or withdrawn waits for no hour.")
    with Archive.open(folder) as archive:
        known = {record.id for record in archive.catalogue.get_many(records, ARCHIVIST)}
        if unknown := [record for record in records if record not in known]:
            raise UnknownRecord(f"There is no record {unknown[0]}; `press-archive search --held --json` gives the ids.")
        n = decide(archive, records, Status(status), until, "press-archive access")
        indexing.update(archive)
        for now in archive.catalogue.get_many(records, ARCHIVIST):
            if as_json:
                told = {"record": now.id, "status": now.status.value, "release_at": now.release_at}
                say_json(told | {"change_set": n})
            else:
                say(f"{now.status.value}{f' until {until}' if until else ''}: {now.title}")
    if not as_json:
        undo = f"Change set {n}; `press-archive records undo {n}` takes it back."
        click.echo("Nothing was changed: they are so already." if n is None else undo)
