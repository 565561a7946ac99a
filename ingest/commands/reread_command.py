"""`press-archive reread`: re-extract records with newer readers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from archive.cli import RECORD_ID, archive_option, json_option, print_json
from archive.messages import reason_to_json
from archive.startup import INTERRUPTED
from archive.storage.archive import Archive
from ingest.commands.arguments import selected_records
from ingest.pipeline.reread import KEPT, NAMES, SAME, Reread, RereadFilter, reread
from ingest.pipeline.run_control import asked_to_stop


@click.command("reread")
@archive_option
@json_option
@click.option(
    "--reader", type=click.Choice(NAMES), metavar="NAME", help="Only files that this reader reads, such as pdf."
)
@click.option("--where", metavar="QUERY", help="Only records that match QUERY, held ones too.")
@click.option("--all", "every", is_flag=True, help="Also records that the readers of this version have read before.")
@click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")
@click.argument("records", type=RECORD_ID, nargs=-1, metavar="[ID]...")
def reread_command(
    folder: Path, as_json: bool, where: str | None, records: tuple[str, ...], dry_run: bool, **how: Any
) -> None:
    """Read stored files again, with the readers of this version. Your edits are kept.

    A reader is the part of the program that reads one format. Without ID, the command goes through all records. It
    skips those that the readers of this version have read before, unless you add --all.

    No record becomes public. If a reader now finds an embargo that was not seen before, the record is held from then
    on. If a file cannot be read any more, its record keeps the values it had.

    Ctrl-C finishes the files under way. Run the same command again to continue from there.
    """
    counts: Counter[str] = Counter()
    with Archive.open(folder) as archive, asked_to_stop() as stop:
        wanted = RereadFilter(selected_records(archive, where, records), how["reader"], how["every"])
        for one in reread(archive, wanted, stop.is_set, dry=dry_run):
            counts[one.outcome] += 1
            if as_json:
                print_json(_json(one))
            elif one.outcome != SAME or one.holds:
                click.echo(_line(one))
        stopped = stop.is_set()
    if as_json:
        print_json({"dry_run": dry_run, "complete": not stopped, "records": dict(sorted(counts.items()))})
    else:
        click.echo(", ".join(f"{count:,} {what}" for what, count in sorted(counts.items())) or _NOTHING)
    if stopped:
        raise SystemExit(INTERRUPTED)


_NOTHING = "Nothing to read again: the present readers have read all of these. --all reads them all the same."


def _line(one: Reread) -> str:
    if one.outcome in (KEPT, SAME):
        return f"{one.record}  {one.name}: {one.outcome}: {one.reason}"
    held = f"; {one.status.value} by what was found" if one.status else ""
    left = f"; {one.reason}" if one.reason else ""
    return f"{one.record}  {one.name}: changed: {', '.join(one.keys)}{held}{left}"


def _json(one: Reread) -> dict[str, Any]:
    told = {"record": one.record, "name": one.name, "outcome": one.outcome, "reason": one.reason, "keys": one.keys}
    told |= reason_to_json(one.reason)
    return told | {"status": one.status.value if one.status else None, "holds": one.holds}
