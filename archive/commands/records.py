"""`press-archive records`: what is known of a record and from where, and the archivist's values in place of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from archive import indexing
from archive.access import ARCHIVIST
from archive.archive import Archive
from archive.cli import archive_option, json_option, say_json
from archive.commands.editing import Edits, accepted, cleared, edits_of, shown
from archive.commands.record_parts import lines, parts
from archive.errors import NotEditable, UnknownRecord
from archive.record import Offer, Record, origins_json


@click.group()
def records() -> None:
    """Show what is known of a record and from where; say what is right."""


@records.command()
@archive_option
@json_option
@click.argument("record", metavar="ID")
def show(folder: Path, as_json: bool, record: str) -> None:
    """Every value of record ID with its origin, what else is on offer for it, and what it goes with."""
    with Archive.open(folder) as archive:
        found = _get(archive, record)
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
@json_option
@click.option("--accept", "accepts", multiple=True, metavar="KEY=ORIGIN", help="Take over another value on offer.")
@click.option("--clear", "clears", multiple=True, metavar="KEY", help="Give back what the file says.")
@click.argument("record", metavar="ID")
@click.argument("given", nargs=-1, metavar="[KEY=VALUE]...")
def edit(
    folder: Path, as_json: bool, accepts: tuple[str, ...], clears: tuple[str, ...], record: str, given: tuple[str, ...]
) -> None:
    """Say what values of record ID are; no later reading changes them.

    A list is given by repeating its key, or with `;` between its parts. Dates are as exact as they are written: 2025,
    2025-10, 2025-10-25. `records show ID` tells the keys and what is on offer.
    """
    if not (accepts or clears or given):
        raise click.UsageError("Say what to change: KEY=VALUE, --accept KEY=ORIGIN or --clear KEY.")
    with Archive.open(folder) as archive:
        before = _get(archive, record)
        edits, origins = _wanted(before, accepts, given)
        gone = cleared(clears)
        if both := [key for key in gone if key in edits]:
            raise NotEditable(f"{both[0]} is to be set and to be cleared: choose one.")
        with archive.catalogue.write("press-archive records") as writer:
            for key, value in edits.items():
                detail = {"accepted": origins[key]} if key in origins else {}
                writer.set_value(before.id, key, value, before=before.values.get(key), after=value, **detail)
            for key in gone:
                writer.clear_value(before.id, key)
        indexing.update(archive)
        after = _get(archive, record)
    _tell(before, after, [*edits, *gone], as_json)


def _wanted(record: Record, accepts: tuple[str, ...], given: tuple[str, ...]) -> tuple[Edits, dict[str, str]]:
    """The values to set, and of those taken over their origins. Raises NotEditable when a key is set twice."""
    edits = edits_of(given)
    origins: dict[str, str] = {}
    for word in accepts:
        found, origin = accepted(record, word)
        if both := [key for key in found if key in edits]:
            raise NotEditable(f"{both[0]} is given more than once: choose one.")
        edits |= found
        origins |= dict.fromkeys(found, origin)
    return edits, origins


def _get(archive: Archive, record: str) -> Record:
    found = archive.catalogue.get(record, ARCHIVIST)
    if found is None:
        raise UnknownRecord(f"There is no record {record}; `press-archive search --held --json` gives the ids.")
    return found


def _from(offers: list[Offer]) -> str:
    return f"  [{offers[0].origin}]" if offers else ""


def _tell(before: Record, after: Record, keys: list[str], as_json: bool) -> None:
    changed = [_change(before, after, key) for key in keys if not key.endswith("_precision")]
    if as_json:
        say_json({"record": after.id, "changed": changed})
        return
    click.echo(after.title)
    for one in changed:
        said = [f"{shown(one[end]) or '(nothing)'}{_origin(one[f'{end}_origin'])}" for end in ("before", "after")]
        click.echo(f"  {one['key']}: {said[0]} -> {said[1]}")


def _change(before: Record, after: Record, key: str) -> Mapping[str, Any]:
    told: dict[str, Any] = {"key": key}
    for name, record in (("before", before), ("after", after)):
        offers = record.origins.get(key, [])
        told |= {name: record.values.get(key), f"{name}_origin": offers[0].origin if offers else None}
    return told


def _origin(origin: str | None) -> str:
    return f"  [{origin}]" if origin else ""
