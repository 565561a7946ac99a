"""`press-archive access`: release, hold or withdraw records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from archive.access import ARCHIVIST, utc_now
from archive.cli import RECORD_ID, archive_option, index_json, note_index, print_json, say
from archive.commands.change_options import ChangeOptions, confirm_change, count_records, manner_options, short
from archive.commands.record_edits import found_by
from archive.edits.bundles import BundleMember, bundle_of
from archive.edits.edits import FIRST, decide
from archive.edits.typed_instants import describe, read_instant
from archive.errors import NotEditable, UnknownRecord, many
from archive.messages import Message, reason_to_json
from archive.record import Asset, Record, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive

_AGENT = "press-archive access"
_LIST = "list"  # instead of a status
_AT_ONCE = 500  # records read at a time


@click.command()
@archive_option
@manner_options
@click.option(
    "--until",
    "typed",
    metavar="INSTANT",
    help="With held: when it is released by itself, such as 2035-05-03T10:00+07:00, Friday 10:00 or tomorrow 9am.",
)
@click.option(
    "--with-earlier-versions",
    "earlier",
    is_flag=True,
    help="With released: also earlier versions that were never public, and other names of the file that were held.",
)
@click.option(
    "--bundle",
    "bundled",
    is_flag=True,
    help="Also annexes, translations and photos of the records, after a preview with the reason for each.",
)
@click.option("--where", metavar="QUERY", help="All records that match QUERY, held ones too, after a preview.")
@click.argument("status", type=click.Choice([*(status.value for status in Status), _LIST]), metavar="STATUS")
@click.argument("records", type=RECORD_ID, nargs=-1, metavar="[RECORD]...")
def access(
    folder: Path,
    manner: ChangeOptions,
    typed: str | None,
    earlier: bool,
    bundled: bool,
    where: str | None,
    status: str,
    records: tuple[str, ...],
) -> None:
    """Release, hold or withdraw records.

    STATUS is released, held or withdrawn. Hold what will be public later. Withdraw what should not have been public.

    Instead of STATUS you can type `list`, without a RECORD. It lists all held records with the end of their embargo.
    Those that are released soonest come first.

    As soon as the command has ended, held and withdrawn records are gone from all public pages, searches and exports.
    Exit code 3 if the search index could not follow within 10 seconds. The records are hidden anyway: searches leave
    them out, or are not answered, until the index has caught up.

    A release makes the current version of the record's file public. Earlier versions that were never public stay
    hidden. If a copy of the file was held, the name of that copy stays hidden too. --with-earlier-versions makes these
    versions and names public.

    --bundle makes one change of all. A record that is held or withdrawn for another reason, such as a later embargo,
    stays as it is. To include it, give its ID too.

    --until understands English, Indonesian and Vietnamese, such as "3 Mei 2035 pukul 10.00 WIB". Without a time
    zone, the archive's zone is used. The command prints the instant that it read, in this zone and in UTC.

    `press-archive records changes` lists each change, and `records undo` takes it back.
    """
    if typed is not None and status != Status.HELD:
        raise click.UsageError("--until goes with held: what is released or withdrawn waits for no hour.")
    if earlier and status != Status.RELEASED:
        raise click.UsageError("--with-earlier-versions goes with released: a hold is for all versions.")
    if status == _LIST:
        if records or where is not None or bundled:
            raise click.UsageError("`access list` lists all records that are held now: give it no record.")
        _list_held(folder, manner.as_json)
        return
    if bool(records) == (where is not None):
        raise click.UsageError(
            "Say which records, by ID or with --where: `press-archive search --held --json` gives the ids."
        )
    with Archive.open(folder) as archive:
        until = _parse_instant(archive, typed)
        ids = found_by(archive, where) if where is not None else _known(archive, records)
        act = _Act(Status(status), until, earlier)
        members = bundle_of(archive.catalogue, ids, act.status) if bundled else []
        ids = [*ids, *(member.record.id for member in members if member.stays is None)]
        previewed = None
        if where is not None or manner.dry_run or bundled:
            previewed = archive.catalogue.access_digest(ids)
            if not _is_confirmed(archive, ids, act, manner, members):
                return
        _decide(archive, ids, act, manner, previewed)


@dataclass(frozen=True, slots=True)
class _Act:
    """The access that records get: `until` an instant, and whether earlier versions are released too."""

    status: Status
    until: str | None
    earlier: bool

    def words(self, archive: Archive) -> str:
        return f"{self.status.value}{f' {_until(archive, self.until)}' if self.until else ''}"


def _parse_instant(archive: Archive, typed: str | None) -> str | None:
    try:
        return None if typed is None else read_instant(typed, archive.settings.archive.zone, utc_now())
    except NotEditable as error:
        raise click.BadParameter(str(error), param_hint="'--until'") from None


def _known(archive: Archive, records: Sequence[str]) -> list[str]:
    """Return the records, which must all exist. Raise UnknownRecord."""
    known = {record.id for record in archive.catalogue.get_many(records, ARCHIVIST)}
    if unknown := [record for record in records if record not in known]:
        raise UnknownRecord(Message("record-unknown", record=unknown[0]))
    return [*records]


def _is_confirmed(
    archive: Archive, ids: Sequence[str], act: _Act, manner: ChangeOptions, members: Sequence[BundleMember]
) -> bool:
    """Show what would change, and return whether to continue. `members` are included with the given records, or left
    out."""
    along = {member.record.id for member in members}
    chosen = [one for one in ids if one not in along]
    first = archive.catalogue.get_many(chosen[:FIRST], ARCHIVIST)
    if not manner.as_json:
        say(f"{count_records(len(ids))} would be {act.words(archive)}.")
        for one in first:
            say(f"{one.id}  {one.status.value}: {short(one.title)}")
        if len(chosen) > len(first):
            say(f"... and {len(chosen) - len(first):,} more.")
        for member in members:
            say(_member_line(member))
        _say_closed(archive, ids, act)
    if ids and confirm_change(manner, f"Make {count_records(len(ids))} {act.status.value}?"):
        return True
    if manner.as_json:
        told: dict[str, Any] = {"change_set": None, "dry_run": manner.dry_run, "matched": len(ids), "until": act.until}
        told["first"] = [{"record": one.id, "status": one.status.value} for one in first]
        print_json(told | ({"bundle": [_member_json(member) for member in members]} if members else {}))
    return False


def _say_closed(archive: Archive, ids: Sequence[str], act: _Act) -> None:
    """Report how many records are released although the rule of a collection closes them."""
    if act.status is Status.RELEASED and (closed := archive.catalogue.closures_of(ids)):
        is_closed = many(len(closed), "record is", "records are")
        say(f"{is_closed} closed by the rule of a collection. Your decision overrides the rule.")


def _member_line(member: BundleMember) -> str:
    one = member.record
    line = f"{one.id}  {one.status.value}: {short(one.title)} ({member.why})"
    return line if member.stays is None else f"{line} stays so: {member.stays}"


def _member_json(member: BundleMember) -> dict[str, Any]:
    one = member.record
    told = {"record": one.id, "status": one.status.value, "reason": member.why, **reason_to_json(member.why)}
    return told | {"goes": member.stays is None, "stays": member.stays and reason_to_json(member.stays)}


def _decide(archive: Archive, ids: Sequence[str], act: _Act, manner: ChangeOptions, previewed: str | None) -> None:
    """Apply the change, and print the new state of each record."""
    how: dict[str, Any] = {"earlier": act.earlier, "previewed": previewed, "reason": manner.reason}
    n = decide(archive, ids, act.status, act.until, _AGENT, **how)
    note_index(index_sync.confirm(archive))
    for some in batched(ids, _AT_ONCE):
        held_names = archive.catalogue.held_names(some)
        for now in archive.catalogue.get_many(some, ARCHIVIST):
            names = held_names.get(now.id, {})
            if manner.as_json:
                print_json(_record_json(now, names) | {"change_set": n, "reason": manner.reason} | index_json())
            else:
                _say_record(archive, now, names, act)
    if not manner.as_json:
        if previewed is None:
            _say_closed(archive, ids, act)
        undo = f"Change set {n}; `press-archive records undo {n}` takes it back."
        click.echo("Nothing was changed: they are so already." if n is None else undo)


def _record_json(now: Record, names: Mapping[str, str | None]) -> dict[str, Any]:
    told = {"record": now.id, "status": now.status.value, "release_at": now.release_at}
    closed = [{"n": asset.n, "release_at": asset.release_at} for asset in now.assets if asset.closed]
    return told | {
        "closed": closed,
        "held_names": [{"name": name, "release_at": hour} for name, hour in names.items()],
    }


def _say_record(archive: Archive, now: Record, names: Mapping[str, str | None], act: _Act) -> None:
    until = act.until if now.status is Status.HELD else None
    say(f"{now.status.value}{f' {_until(archive, until)}' if until else ''}: {now.title}")
    if act.status is not Status.RELEASED:
        return
    for asset in now.assets:
        if asset.closed:
            say(f"  {stays_closed(asset, archive)}")
    for name, hour in names.items():
        say(f"  the name {name} stays held {_until(archive, hour)}: --with-earlier-versions lets it out too")


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
                    say(f"{one.id}  {_until(archive, one.release_at)}: {one.title}{because}")
    if not as_json:
        click.echo(f"{many(len(ids), 'record is', 'records are')} held.")


def batched(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield batches of this size."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _until(archive: Archive, hour: str | None) -> str:
    return f"until {describe(hour, archive.settings.archive.zone)}" if hour else "until someone decides"


def stays_closed(asset: Asset, archive: Archive) -> str:
    """Return a sentence about a file that is not released with its record."""
    return (
        f"file {asset.n} (version {asset.version}, {asset.filename}) stays closed to the public"
        f" {_until(archive, asset.release_at)}:"
        " --with-earlier-versions lets it out too"
    )
