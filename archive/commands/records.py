"""`press-archive records`: the group of commands, and `records show`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import tzinfo
from importlib.metadata import entry_points
from itertools import takewhile
from pathlib import Path
from typing import Any

import click

from archive.access import ARCHIVIST
from archive.authority.credits import collect_flags, credits_of
from archive.captions.caption_statements import CaptionStatement, caption_statements
from archive.captions.depicted_persons import people_of
from archive.cli import RECORD_ID, archive_option, json_option, print_json
from archive.commands.change_options import ChangeOptions, manner_options
from archive.commands.record_edits import edit_many, edit_one, found_by, get, text
from archive.commands.record_history import changes, merge, undo
from archive.commands.record_import import import_command
from archive.edits.edits import Edit
from archive.edits.typed_instants import describe
from archive.edits.values import shown
from archive.messages import reason_to_json
from archive.record import Candidate, Kind, Link, Record, Relation, origins_json
from archive.storage.archive import Archive

_ALSO_AS = "also-as"
_MOST = 40  # lines of one part for people; the JSON is complete


def parts(archive: Archive, record: Record) -> dict[str, Any]:
    """Return plain values: `title`, `files`, `articles` (that name this photo), `mentions` (photos that it names),
    `also_as`, `relations` (each with certainty and reason), `sequence` (its label, None for a single photo), `credits`,
    `flags`, `people`, `captions`."""
    run = archive.catalogue.sequence(record.id, ARCHIVIST, most=1) if record.kind is Kind.PHOTO else None
    given, linked = credits_of(record, archive.authorities()), record.with_guesses()
    return {
        "title": record.title,
        "files": [
            {"n": asset.n, "role": asset.role.value, "names": list(asset.names)}
            | {"version": asset.version, "sha256": asset.sha256}
            | ({"closed": True, "release_at": asset.release_at} if asset.closed else {})
            for asset in record.assets
        ],
        "articles": [_link(link) for link in linked.articles],
        "mentions": [_link(link) for link in linked.photos],
        "also_as": [
            {"record": other.record, "title": other.title, "certainty": other.certainty, "origin": other.origin}
            for other in record.relations
            if other.type == _ALSO_AS
        ],
        "relations": [_related(other) for other in record.relations if other.type != _ALSO_AS],
        "sequence": run.label if run else None,
        "credits": [one.to_json() for one in given],
        "flags": [flag for flag, _ in collect_flags(record, given)],
        "people": [one.to_json() for one in people_of(record)],
        "captions": [_statement(entry) for entry in caption_statements(record)],
    }


def _link(link: Link) -> dict[str, Any]:
    said = {"n": link.n, "filename": link.mention.filename, "caption": link.mention.caption}
    told = {"record": link.record, "title": link.title, "doubtful": link.doubtful, "reason": link.reason}
    told |= reason_to_json(link.reason)
    return told | said | {"credit": link.mention.credit}


def _statement(entry: CaptionStatement) -> dict[str, Any]:
    sources = [asdict(source) | reason_to_json(source.reason) for source in entry.sources]
    return asdict(entry) | {"sources": sources}


def _related(other: Relation) -> dict[str, Any]:
    said = {"type": other.type, "record": other.record, "title": other.title, "certainty": other.certainty}
    said |= {"doubtful": other.doubtful, "origin": other.origin, "reason": other.reason}
    return said | reason_to_json(other.reason)


def lines(told: dict[str, Any], zone: tzinfo) -> Iterator[str]:
    """Yield the same as lines of text; empty parts are left out."""
    for head, items in (
        ("files", [_file(one, zone) for one in told["files"]]),
        ("captions", [_caption(one) for one in told["captions"]]),
        ("credits", [f"{shown(one['words'])}{_origin_of(one)}{_read(one)}" for one in told["credits"]]),
        ("flags", told["flags"]),
        ("people", [_person(one) for one in told["people"]]),
        ("articles that name it", [_named(one) for one in told["articles"]]),
        ("photos it names", [_named(one) for one in told["mentions"]]),
        ("also as", [f"{one['record']}  {shown(one['title'])}" for one in told["also_as"]]),
        ("goes with", [_goes_with(one) for one in told["relations"]]),
        ("sequence", [told["sequence"]] if told["sequence"] else []),
    ):
        if items:
            yield f"{head}:"
            yield from (f"  {item}" for item in items[:_MOST])
        if len(items) > _MOST:
            yield f"  and {len(items) - _MOST:,} more: --json has all"


def _file(one: dict[str, Any], zone: tzinfo) -> str:
    names = "; ".join(map(shown, one["names"])) or one["sha256"]
    until = f"until {describe(one['release_at'], zone)}" if one.get("release_at") else "until someone decides"
    is_closed = f"  (closed to the public {until})" if one.get("closed") else ""
    return f"{one['n']}: {one['role']}, version {one['version']}: {names}{is_closed}"


def _caption(one: dict[str, Any]) -> str:
    sources = ", ".join(dict.fromkeys(source["record"] or source["origin"] for source in one["sources"]))
    mark = {"facts": "CONFLICT ", "words": "worded differently: "}.get(one["differs"] or "", "")
    what = "for those who cannot see it: " if one["what"] == "alt_text" else ""
    language = f"({one['language']}) " if one["language"] else ""
    return f"{mark}{what}{language}{shown(one['words'])}  [{sources}]"


def _read(one: dict[str, Any]) -> str:
    """Return the roles of the names in a credit, if they are not all of its words."""
    names = (("photographer", "photographers"), ("agency", "agencies"), ("via", "via"))
    who = [f"{label} {', '.join(one[key])}" for label, key in names if one[key]]
    return f"  ({'; '.join(who)})" if who else ""


def _person(one: dict[str, Any]) -> str:
    where = ", ".join(shown(one[key]) for key in ("position", "title") if one[key])
    return f"{shown(one['name'])}{f' ({where})' if where else ''}{_origin_of(one)}"


def _named(one: dict[str, Any]) -> str:
    at = f"{one['record'] or 'nothing here'}  {shown(one['title'] or one['filename'])}"
    doubt = f"  (probably: {shown(one['reason'])})" if one["record"] and one["doubtful"] else ""
    caption = f": {shown(one['caption'])[:300]}" if one["caption"] else ""
    return f"{at}{doubt}{caption}"


def _goes_with(one: dict[str, Any]) -> str:
    sure = "probably " if one["doubtful"] else ""
    why = f"{one['certainty']:.0%}, {one['reason'] or one['origin']}"
    return f"{sure}{one['type']} {one['record']}  {shown(one['title'])}  ({why})"


def _origin_of(one: dict[str, Any]) -> str:
    return f"  [{one['record'] or one['origin']}]"


PARTS = "press_archive.records"  # the entry-point group for commands of this group in other packages


class _Records(click.Group):
    """Look up commands that are not here among the installed entry points."""

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
    """Show every value of record ID with its origin, the other values found, and the records it belongs with."""
    with Archive.open_to_read(folder) as archive:
        found = get(archive, record)
        beside, zone = parts(archive, found), archive.settings.archive.zone
    if as_json:
        told = {"record": found.id, "kind": found.kind.value, "status": found.status.value, "values": found.values}
        print_json(told | {"origins": origins_json(found.origins)} | beside)
        return
    click.echo(f"{found.id}  {found.kind.value}, {found.status.value}: {found.title}")
    for key in _listed(found):
        offers = found.origins.get(key, [])
        click.echo(f"  {key}: {shown(found.values[key])}{_origins_of(offers)}")
        for other in offers[1:]:
            click.echo(f"      or: {shown(other.value)}{_origins_of([other])}")
    for line in lines(beside, zone):
        click.echo(line)


def _listed(record: Record) -> list[str]:
    """Return the keys to show: not the kind, which is shown before, if all candidates agree; and the capture time only
    once, under one of its two names."""
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
@click.option("--where", metavar="QUERY", help="All records that match QUERY, held ones too, after a preview.")
@click.option(
    "--accept",
    "accepts",
    multiple=True,
    metavar="KEY=ORIGIN",
    help="Use the value of KEY that came from ORIGIN. Repeat for several.",
)
@click.option(
    "--clear",
    "clears",
    multiple=True,
    metavar="KEY",
    help="Remove your value of KEY and use that of the file. Repeat for several.",
)
@click.argument("words", nargs=-1, metavar="[ID]... [KEY=VALUE]...")
def edit(
    folder: Path,
    manner: ChangeOptions,
    where: str | None,
    accepts: tuple[str, ...],
    clears: tuple[str, ...],
    words: tuple[str, ...],
) -> None:
    """Edit metadata of records, or of all that match a query. Your values are kept when files are read again.

    KEY is the name of a value, such as title or caption. For a list, repeat the key or put `;` between the parts. Dates
    are as exact as you write them: 2025, 2025-10, 2025-10-25. `keywords+=PART` adds to a list, and `keywords-=PART`
    removes from it. `records undo` takes the change back.

    The program may have found several values for one key. `records show ID` lists them all. Behind each value it prints
    in brackets where the value came from, its origin, such as `[iim:2:120]`. `--accept caption=iim:2:120` uses the
    caption from that origin.
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
            edit_one(archive, get(archive, ids[0]), wanted, manner)
        else:
            edit_many(archive, [get(archive, one).id for one in ids], wanted, " ".join(ids), manner)


def _origins_of(offers: list[Candidate]) -> str:
    return f"  [{offers[0].origin}]" if offers else ""


for command in (changes, import_command, merge, undo, text):
    records.add_command(command)
