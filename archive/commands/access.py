"""`press-archive access`: release, hold or withdraw records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from archive.access import ARCHIVIST, instant, utc_now
from archive.cli import RECORD_ID, archive_option, index_json, json_option, note_index, print_json, say
from archive.commands.change_options import reason_option
from archive.edits.edits import decide, moment
from archive.errors import NotEditable, UnknownRecord, many
from archive.messages import Message, reason_to_json
from archive.record import Asset, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive

_AGENT = "press-archive access"
_LIST = "list"  # in place of a status
_AT_ONCE = 500  # records read at once


def _parse_instant(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
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
@click.option(
    "--until",
    callback=_parse_instant,
    metavar="INSTANT",
    help="With held: the instant at which it is released by itself, such as 2035-05-03T10:00+07:00.",
)
@click.option(
    "--with-earlier-versions",
    "earlier",
    is_flag=True,
    help="With released: also earlier versions that were never public, and other names of the file that were held.",
)
@reason_option
@click.argument("status", type=click.Choice([*(status.value for status in Status), _LIST]), metavar="STATUS")
@click.argument("records", type=RECORD_ID, nargs=-1, metavar="[RECORD]...")
def access(
    folder: Path,
    as_json: bool,
    until: str | None,
    earlier: bool,
    reason: str | None,
    status: str,
    records: tuple[str, ...],
) -> None:
    """Release, hold or withdraw records.

    STATUS is released, held or withdrawn. Hold what will be public later. Withdraw what should not have been public.

    In place of STATUS you can type `list`, without a RECORD. It lists all held records with the end of their embargo.
    Those that are released soonest come first.

    As soon as the command has ended, held and withdrawn records are gone from all public pages, searches and exports.
    Exit code 3 if the search index could not follow within 10 seconds. The records are gone all the same: searches
    leave them out, or are not answered, until the index has caught up.

    A release makes the current version of the record's file public. Earlier versions that were never public stay
    hidden. If a copy of the file was held, the name of that copy stays hidden too. --with-earlier-versions makes these
    versions and names public.

    `press-archive records changes` lists each change, and `records undo` takes it back.
    """
    if until is not None and status != Status.HELD:
        raise click.UsageError("--until goes with held: what is released or withdrawn waits for no hour.")
    if earlier and status != Status.RELEASED:
        raise click.UsageError("--with-earlier-versions goes with released: a hold is for all versions.")
    if status == _LIST:
        if records:
            raise click.UsageError("`access list` lists all records that are held now: give it no record.")
        _list_held(folder, as_json)
        return
    if not records:
        raise click.UsageError("Say which records: `press-archive search --held --json` gives the ids.")
    with Archive.open(folder) as archive:
        known = {record.id for record in archive.catalogue.get_many(records, ARCHIVIST)}
        if unknown := [record for record in records if record not in known]:
            raise UnknownRecord(Message("record-unknown", record=unknown[0]))
        n = decide(archive, records, Status(status), until, _AGENT, earlier=earlier, reason=reason)
        note_index(index_sync.confirm(archive))
        held_names = archive.catalogue.held_names(records)
        for now in archive.catalogue.get_many(records, ARCHIVIST):
            names = held_names.get(now.id, {})
            closed = [asset for asset in now.assets if asset.closed]
            if as_json:
                told = {"record": now.id, "status": now.status.value, "release_at": now.release_at}
                closed_now = [{"n": asset.n, "release_at": asset.release_at} for asset in closed]
                names_now = [{"name": name, "release_at": hour} for name, hour in names.items()]
                print_json(
                    told
                    | {"change_set": n, "reason": reason, "closed": closed_now, "held_names": names_now}
                    | index_json()
                )
                continue
            say(f"{now.status.value}{f' until {until}' if until else ''}: {now.title}")
            if status == Status.RELEASED:
                for asset in closed:
                    say(f"  {stays_closed(asset)}")
                for name, hour in names.items():
                    say(f"  the name {name} stays held {_until(hour)}: --with-earlier-versions lets it out too")
    if not as_json:
        undo = f"Change set {n}; `press-archive records undo {n}` takes it back."
        click.echo("Nothing was changed: they are so already." if n is None else undo)


def _list_held(folder: Path, as_json: bool) -> None:
    with Archive.open_to_read(folder) as archive:
        ids = archive.catalogue.of_status(Status.HELD)
        for some in batched(ids, _AT_ONCE):
            for one in archive.catalogue.get_many(some, ARCHIVIST):
                if as_json:
                    why = reason_to_json(one.hold_reason)
                    told = {"record": one.id, "kind": one.kind.value, "title": one.title, "status": one.status.value}
                    print_json(told | {"release_at": one.release_at, "reason": one.hold_reason, **why})
                else:
                    because = f"  ({one.hold_reason})" if one.hold_reason else ""
                    say(f"{one.id}  {_until(one.release_at)}: {one.title}{because}")
    if not as_json:
        click.echo(f"{many(len(ids), 'record is', 'records are')} held.")


def batched(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield so many at a time."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _until(hour: str | None) -> str:
    return f"until {hour}" if hour else "until someone decides"


def stays_closed(asset: Asset) -> str:
    """Return a file that does not come out with its record, in a sentence."""
    return (
        f"file {asset.n} (version {asset.version}, {asset.filename}) stays closed to the public"
        f" {_until(asset.release_at)}:"
        " --with-earlier-versions lets it out too"
    )
