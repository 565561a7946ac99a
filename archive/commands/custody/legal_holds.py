"""`press-archive legal-hold`: keep records from being removed while a case is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archive.access import ARCHIVIST
from archive.catalogue.rules.legal_holds import COLLECTION, QUERY, RECORD
from archive.catalogue.rules.liftable import required_reason
from archive.cli import RECORD_ID, archive_option, json_option, print_json, say
from archive.commands.change_options import (
    ChangeOptions,
    confirm_change,
    count_records,
    first_records,
    manner_options,
    short,
)
from archive.commands.custody.liftable_words import numbered_json, set_and_lifted
from archive.commands.record_edits import found_by
from archive.errors import UnknownRecord
from archive.login_name import get_login_name
from archive.messages import Message
from archive.storage.archive import Archive

_AGENT = "press-archive legal-hold"


@click.group("legal-hold")
def legal_hold() -> None:
    """Keep records from being disposed of or erased.

    Records under a legal hold cannot be erased or disposed of, and `reread` leaves them as they are. Who may see them
    does not change.
    """


@legal_hold.command("set")
@archive_option
@manner_options
@click.option("--case", required=True, metavar="NAME", help="Name or number of the case.")
@click.option("--where", metavar="QUERY", help="All records that match QUERY now, held ones too, after a preview.")
@click.option("--collection", metavar="NAME", help="All records of a collection, including later ones.")
@click.argument("records", type=RECORD_ID, nargs=-1, metavar="[RECORD]...")
def set_command(
    folder: Path,
    manner: ChangeOptions,
    case: str,
    where: str | None,
    collection: str | None,
    records: tuple[str, ...],
) -> None:
    """Put RECORDs, the records of a query, or a collection under a legal hold. --reason is needed.

    A record stays under the hold when its collection changes, and when it is merged or split.
    """
    if (bool(records), where is not None, collection is not None).count(True) != 1:
        raise click.UsageError("Say which records: ids, --where or --collection.")
    required_reason(manner.reason)
    with Archive.open(folder) as archive:
        if collection is not None:
            scope, target = COLLECTION, " ".join(collection.split())
            ids = archive.catalogue.records_in_collection(target)
        elif where is not None:
            scope, target, ids = QUERY, where, found_by(archive, where)
        else:
            scope, target, ids = RECORD, " ".join(records), list(records)
        _check_known(archive, ids)
        if scope != RECORD or manner.dry_run:
            if not manner.as_json:
                _say_first(archive, ids)
            if not confirm_change(manner, f"Put {count_records(len(ids))} under a legal hold?"):
                if manner.as_json:
                    print_json({"hold": None, "dry_run": manner.dry_run, "records": len(ids)})
                return
        with archive.catalogue.write(_AGENT) as writer:
            hold, count = writer.set_legal_hold(case, manner.reason, get_login_name(), scope, target, ids)
    if manner.as_json:
        print_json(numbered_json("hold", hold) | {"records": count})
    else:
        say(f"Legal hold {hold.n} ({hold.case_name}): {count_records(count)}.")


@legal_hold.command("lift")
@archive_option
@click.option("--reason", required=True, help="Why. It stays on record.")
@click.argument("n", type=int)
def lift_command(folder: Path, reason: str, n: int) -> None:
    """Lift legal hold N. Two people can then dispose of the records, or erase them, again."""
    with Archive.open(folder) as archive, archive.catalogue.write(_AGENT) as writer:
        hold = writer.lift_legal_hold(n, reason, get_login_name())
    say(f"Legal hold {hold.n} ({hold.case_name}) is lifted.")


@legal_hold.command("list")
@archive_option
@json_option
@click.option("--all", "every", is_flag=True, help="Also holds that were lifted.")
def list_holds(folder: Path, as_json: bool, every: bool) -> None:
    """List the legal holds, oldest first."""
    with Archive.open_to_read(folder) as archive:
        found = [hold for hold in archive.catalogue.legal_holds() if every or hold.stands]
        counts = archive.catalogue.legal_hold_counts()
    for hold in found:
        if as_json:
            print_json(numbered_json("hold", hold) | {"records": counts.get(hold.n, 0)})
            continue
        records = count_records(counts.get(hold.n, 0))
        say(f"{hold.n:>4}  {hold.case_name}: {records} by {hold.scope} {short(hold.target)}")
        say(f"      {set_and_lifted(hold)}")
    if not found and not as_json:
        say("No legal holds.")


@legal_hold.command("records")
@archive_option
@json_option
@click.argument("n", type=int)
def list_records(folder: Path, as_json: bool, n: int) -> None:
    """List the records under legal hold N."""
    with Archive.open_to_read(folder) as archive:
        ids = archive.catalogue.legal_hold_records(n)
        titles = {one.id: one.title for one in archive.catalogue.get_many(ids, ARCHIVIST)}
    for id_ in ids:
        print_json({"record": id_, "title": titles.get(id_)}) if as_json else say(
            f"{id_}  {short(titles.get(id_, ''))}"
        )


def _check_known(archive: Archive, ids: Sequence[str]) -> None:
    known = set(archive.catalogue.visible(ids, ARCHIVIST))
    if unknown := [record for record in ids if record not in known]:
        raise UnknownRecord(Message("record-unknown", record=unknown[0]))


def _say_first(archive: Archive, ids: Sequence[str]) -> None:
    say(f"{count_records(len(ids))}.")
    for line in first_records(archive, ids):
        say(line)
