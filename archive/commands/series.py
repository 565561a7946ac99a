"""`press-archive series`: the tree of fonds, series and files above the records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.catalogue.records.series import LEVELS, SeriesPart, SeriesUnit, path_to
from archive.cli import F, archive_option, json_option, print_json, say
from archive.commands.change_options import reason_option
from archive.errors import many
from archive.storage.archive import Archive

_AGENT = "press-archive series"
_LEVEL = click.Choice(LEVELS)


@click.group()
def series() -> None:
    """List or edit the tree of fonds, series and files above records.

    A unit has a level of ISAD(G): fonds, subfonds, series, subseries or file. It is named by its reference code. Assign
    accessions, collections, folders or single records to it. If several apply, the most specific counts: the record
    itself, else its folder, its accession, its collection. The public sees a unit as soon as a public record is in it.
    """


def _value_options(command: F) -> F:
    for name, text in (
        ("scope", "Scope and content."),
        ("extent", "Extent, such as '2 boxes, 140 photographs'."),
        ("dates", "Dates, such as 1998-2005."),
    ):
        command = click.option(f"--{name}", metavar="TEXT", help=text)(command)
    return command


@series.command("list")
@archive_option
@json_option
def list_units(folder: Path, as_json: bool) -> None:
    """List all units with what is assigned to them and how many records are in each."""
    with Archive.open_to_read(folder) as archive:
        units, parts = archive.catalogue.series_units(), archive.catalogue.series_parts()
        placed = archive.catalogue.units_of_records()
    known, counts = {one.key: one for one in units}, dict.fromkeys((one.key for one in units), 0)
    for key in placed.values():
        counts[key] += 1
    for one in units:
        mine = [part for part in parts if part.unit == one.key]
        if as_json:
            print_json(_json(one, known, mine) | {"records": counts[one.key]})
            continue
        deep = "  " * (len(path_to(known, one.key)) - 1)
        dated = f", {one.dates}" if one.dates else ""
        say(f"{deep}{one.code}  {one.level}: {one.title}{dated} ({counts[one.key]:,} records)")
        for part in mine:
            say(f"{deep}    {part.way} {part.value}")
    if not units and not as_json:
        say("No series. Make one: press-archive series add CODE TITLE --level fonds")


def _json(one: SeriesUnit, units: dict[str, SeriesUnit], parts: list[SeriesPart]) -> dict[str, Any]:
    above = units.get(one.parent)
    told: dict[str, Any] = {"code": one.code, "level": one.level, "title": one.title}
    told |= {"parent": above.code if above else None, "dates": one.dates, "extent": one.extent, "scope": one.scope}
    return told | {"assigned": [{"way": part.way, "value": part.value} for part in parts]}


@series.command()
@archive_option
@click.option("--level", type=_LEVEL, required=True, help="Level of description.")
@click.option("--parent", metavar="CODE", default="", help="Unit that it belongs to.")
@_value_options
@reason_option
@click.argument("code")
@click.argument("title")
def add(folder: Path, reason: str | None, **given: str | None) -> None:
    """Add a unit with a reference CODE and a TITLE. Each code is used once."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        writer.add_series({key: value for key, value in given.items() if value is not None})
    say(f"Added {given['code']}.")


@series.command()
@archive_option
@click.option("--code", "new_code", metavar="CODE", help="New reference code.")
@click.option("--title", metavar="TEXT", help="New title.")
@click.option("--level", type=_LEVEL, help="New level.")
@_value_options
@reason_option
@click.argument("code")
def edit(folder: Path, reason: str | None, code: str, new_code: str | None, **given: str | None) -> None:
    """Edit the unit CODE. What you do not give stays. "" clears dates, extent and scope."""
    values = {key: value for key, value in ({"code": new_code} | given).items() if value is not None}
    if not values:
        raise click.UsageError("Give at least one of --code, --title, --level, --dates, --extent and --scope.")
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        writer.edit_series(code, values)
    say(f"Changed {code}.")


@series.command()
@archive_option
@reason_option
@click.argument("code")
@click.argument("parent", required=False, default="")
def move(folder: Path, reason: str | None, code: str, parent: str) -> None:
    """Move the unit CODE into the unit PARENT. Without PARENT, move it to the top."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        writer.edit_series(code, {"parent": parent})
    say(f"Moved {code}.")


@series.command()
@archive_option
@reason_option
@click.argument("code")
def remove(folder: Path, reason: str | None, code: str) -> None:
    """Remove the unit CODE, which must have no units below it. Its records stay, and are in no series."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT, reason) as writer:
        writer.remove_series(code)
    say(f"Removed {code}.")


@series.command()
@archive_option
@click.option("--accession", "accession", type=int, metavar="N", multiple=True, help="All records of accession N.")
@click.option("--collection", metavar="NAME", multiple=True, help="All records of a collection.")
@click.option("--folder", "paths", metavar="PATH", multiple=True, help="All files that came from a folder.")
@click.option("--record", metavar="ID", multiple=True, help="One record.")
@click.option("--remove", is_flag=True, help="Take them out of the unit.")
@reason_option
@click.argument("code")
def assign(
    folder: Path,
    code: str,
    reason: str | None,
    accession: tuple[int, ...],
    collection: tuple[str, ...],
    paths: tuple[str, ...],
    record: tuple[str, ...],
    remove: bool,
) -> None:
    """Assign accessions, collections, folders or records to the unit CODE, from whichever unit they were in."""
    with Archive.open(folder) as archive:
        roots = archive.catalogue.roots()
        wanted = [("accession", str(n)) for n in accession] + [("collection", name) for name in collection]
        wanted += [("folder", folder_value(path, roots)) for path in paths] + [("record", one) for one in record]
        if not wanted:
            raise click.UsageError("Give at least one of --accession, --collection, --folder and --record.")
        with archive.catalogue.write(_AGENT, reason) as writer:
            for way, value in wanted:
                writer.assign_to_series(code, way, value, remove=remove)
    say(f"{'Taken out of' if remove else 'Assigned to'} {code}: {many(len(wanted), 'item')}.")


def folder_value(path: str, roots: dict[str, str]) -> str:
    """Return a folder as stored, `root:path`: given so, or as the path that files were ingested from."""
    plain = path.rstrip("/")
    for label, place in roots.items():
        if plain == place.rstrip("/") or plain.startswith(f"{place.rstrip('/')}/"):
            return f"{label}:{plain[len(place.rstrip('/')) :].strip('/')}"
    return plain
