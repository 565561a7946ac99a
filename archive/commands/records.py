"""`press-archive records`: what is known of a record and from where, and the archivist's values in place of it."""

from __future__ import annotations

from importlib.metadata import entry_points
from itertools import takewhile
from pathlib import Path

import click

from archive.archive import Archive
from archive.cli import RECORD_ID, archive_option, json_option, say_json
from archive.commands.changing import Manner, manner_options
from archive.commands.edits import edit_many, edit_one, found_by, get
from archive.commands.record_changes import changes, undo
from archive.commands.record_import import import_command
from archive.commands.record_joins import merge
from archive.commands.record_parts import lines, parts
from archive.commands.texts import text
from archive.editing.edit import Edit
from archive.editing.values import shown
from archive.record import Offer, Record, origins_json

PARTS = "press_archive.records"  # the entry-point group in which other packages offer commands of this group


class _Records(click.Group):
    """Looks up among the installed entry points what is not here."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *entry_points(group=PARTS).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in (offered := entry_points(group=PARTS)).names:
            found = offered[cmd_name].load()
            assert isinstance(found, click.Command)
        return found


@click.group(cls=_Records)
def records() -> None:
    """Show, edit or merge records; undo a change."""


@records.command()
@archive_option
@json_option
@click.argument("record", type=RECORD_ID, metavar="ID")
def show(folder: Path, as_json: bool, record: str) -> None:
    """Every value of record ID with its origin, what else is on offer for it, and what it goes with."""
    with Archive.open(folder) as archive:
        found = get(archive, record)
        beside = parts(archive, found)
    if as_json:
        told = {"record": found.id, "kind": found.kind.value, "status": found.status.value, "values": found.values}
        say_json(told | {"origins": origins_json(found.origins)} | beside)
        return
    click.echo(f"{found.id}  {found.kind.value}, {found.status.value}: {found.title}")
    for key in _listed(found):
        offers = found.origins.get(key, [])
        click.echo(f"  {key}: {shown(found.values[key])}{_from(offers)}")
        for other in offers[1:]:
            click.echo(f"      or: {shown(other.value)}{_from([other])}")
    for line in lines(beside):
        click.echo(line)


def _listed(record: Record) -> list[str]:
    """The keys to show: not the kind, which stands before them, where all agree on it; and when a photo was made once,
    under one of its two names."""
    told = record.values
    kinds = {str(offer.value) for offer in record.origins.get("kind", [])}
    gone = {"kind"} if kinds <= {record.kind.value} else set()
    for end in ("", "_precision"):
        if told.get(f"created{end}") is not None and told.get(f"created{end}") == told.get(f"date_created{end}"):
            gone.add(f"date_created{end}")
    return sorted(told.keys() - gone)


@records.command()
@archive_option
@manner_options
@click.option("--where", metavar="QUERY", help="All records that answer it, held ones too, after a preview.")
@click.option("--accept", "accepts", multiple=True, metavar="KEY=ORIGIN", help="Take over another value on offer.")
@click.option("--clear", "clears", multiple=True, metavar="KEY", help="Give back what the file says.")
@click.argument("words", nargs=-1, metavar="[ID]... [KEY=VALUE]...")
def edit(
    folder: Path,
    manner: Manner,
    where: str | None,
    accepts: tuple[str, ...],
    clears: tuple[str, ...],
    words: tuple[str, ...],
) -> None:
    """Say what values of record ID are, or of all records that answer a query; no later reading changes them.

    A list is given by repeating its key, or with `;` between its parts. Dates are as exact as they are written: 2025,
    2025-10, 2025-10-25. `records show ID` tells the keys and what is on offer. `records undo` takes it back.
    """
    ids = list(dict.fromkeys(takewhile(lambda word: "=" not in word, words)))
    given = words[len(ids) :] if where is None else words
    if not (accepts or clears or given):
        raise click.UsageError("Say what to change: KEY=VALUE, --accept KEY=ORIGIN or --clear KEY.")
    if where is None and not ids:
        raise click.UsageError("Say which records: an ID before what is to change, or --where QUERY.")
    with Archive.open(folder) as archive:
        wanted = Edit.of(given, accepts, clears)
        if where is not None:
            edit_many(archive, found_by(archive, where), wanted, f"--where {where}", manner)
        elif len(ids) == 1 and not manner.dry_run:
            edit_one(archive, get(archive, ids[0]), wanted, manner.as_json)
        else:
            edit_many(archive, [get(archive, one).id for one in ids], wanted, " ".join(ids), manner)


def _from(offers: list[Offer]) -> str:
    return f"  [{offers[0].origin}]" if offers else ""


for command in (changes, import_command, merge, undo, text):
    records.add_command(command)
