"""`press-archive receipts`: the outcome of every file of every accession."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from archive.access import PUBLIC
from archive.catalogue import RUNNING, STOPPED, Accession, LineFilter, ReceiptLine
from archive.catalogue.receipts.accession_sheets import FIELDS, AccessionSheet
from archive.cli import archive_option, json_option, print_json, say
from archive.commands.change_options import reason_option
from archive.commands.csv_output import csv_of, lines_of, object_of, path_of
from archive.errors import UnknownRecord
from archive.login_name import get_login_name
from archive.messages import Message
from archive.record import Outcome, Status
from archive.storage.archive import Archive

MOST_PATHS = 3  # paths of an ingest shown in a list


@click.group(invoke_without_command=True)
@archive_option
@json_option
@click.pass_context
def receipts(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """List runs of ingest (accessions), or show the receipt of one.

    The list has the NUMBER of each accession. `receipts show NUMBER` prints its receipt, with a line for each file.
    """
    if ctx.invoked_subcommand is not None:
        return
    with Archive.open_to_read(folder) as archive:
        accessions, sheets = archive.catalogue.accessions(), archive.catalogue.accession_sheets()
        if any(one.state == RUNNING for one in accessions) and not archive.is_locked("ingest"):
            accessions = [replace(one, state=STOPPED) if one.state == RUNNING else one for one in accessions]
    for one in accessions:
        if as_json:
            told = {"accession": one.n, "started": one.started, "ended": one.ended, "state": one.state}
            told |= {"retry": one.retry, "paths": one.given, "outcomes": dict(one.totals)}
            print_json(told | {"sheet": sheets[one.n].to_json() if one.n in sheets else None})
        else:
            totals = ", ".join(f"{outcome} {count:,}" for outcome, count in sorted(one.totals.items()))
            say(f"{one.n}  {one.started}  {one.state}  {totals or 'no files'}  {_shortened_paths(one)}")
            if one.n in sheets:
                say(f"    {_sheet_line(sheets[one.n])}")
    if not accessions and not as_json:
        click.echo("Nothing has been taken in yet; `press-archive ingest` begins.")


def _sheet_line(sheet: AccessionSheet) -> str:
    told = sheet.to_json()
    return ", ".join(f"{key}: {told[key]}" for key in FIELDS if told[key]) or "the sheet is empty"


def _shortened_paths(one: Accession) -> str:
    if one.retry is not None:
        return f"accession {one.retry} tried again"
    paths = one.given
    more = f" and {len(paths) - MOST_PATHS:,} more" if len(paths) > MOST_PATHS else ""
    return f"from {', '.join(paths[:MOST_PATHS])}{more}"


@receipts.command()
@archive_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="One table with a header, for spreadsheets.")
@click.option(
    "--outcome",
    type=click.Choice([outcome.value for outcome in Outcome]),
    help="Only files with this outcome. docs/archivist.md explains each.",
)
@click.option("--held", is_flag=True, help="Only files whose records were held.")
@click.option(
    "--reason",
    "code",
    metavar="CODE",
    default="",
    help="Only files with this reason. With --json, each line has the CODE of its reason, such as system-file.",
)
@click.argument("number", type=int)
def show(folder: Path, as_json: bool, as_csv: bool, outcome: str | None, held: bool, code: str, number: int) -> None:
    """Show the outcome of each file of accession NUMBER."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv do not go together: choose one.")
    wanted = LineFilter(Outcome(outcome) if outcome else None, Status.HELD if held else None, code=code)
    with Archive.open_to_read(folder) as archive:
        if archive.catalogue.accession(number) is None:
            raise UnknownRecord(Message("accession-unknown", number=number))
        if code and code not in (codes := archive.catalogue.receipt_codes(number)):
            raise click.UsageError(str(Message("no-such-reason", code=code, number=number, codes=codes)))
        sheet = archive.catalogue.accession_sheets().get(number)
        if sheet is not None and not (as_json or as_csv):
            say(_sheet_line(sheet))
        lines = lines_of(archive.catalogue, number, wanted)
        if as_csv:
            for row in csv_of(lines):
                click.echo(row, nl=False)
            return
        for line in lines:
            if as_json:
                print_json(object_of(line))
            else:
                say(f"{line.outcome.value}{_standing(archive, line)}: {path_of(line)}: {line.reason}")


@receipts.command()
@archive_option
@json_option
@click.option("--number", "house_number", metavar="TEXT", help="Its number in your register, such as 2026/014.")
@click.option("--donor", metavar="TEXT", help="Who gave the files.")
@click.option("--carrier", metavar="TEXT", help="What they came on, such as a USB stick.")
@click.option("--agreement", metavar="TEXT", help="Under which agreement.")
@click.option("--note", metavar="TEXT", help="Anything else.")
@click.option("--by", metavar="WHO", help="Who writes this, by default your login name.")
@reason_option
@click.argument("number", type=int)
def edit(
    folder: Path,
    as_json: bool,
    by: str | None,
    reason: str | None,
    number: int,
    house_number: str | None,
    **given: str | None,
) -> None:
    """Write the accession sheet of accession NUMBER: house number, donor, carrier, agreement, note.

    What you do not give stays. "" clears a field. The archivist alone sees the sheet. `log` has its earlier versions.
    """
    values = {key: value for key, value in ({"number": house_number} | given).items() if value is not None}
    if not values:
        raise click.UsageError("Give at least one of --number, --donor, --carrier, --agreement and --note.")
    with Archive.open(folder) as archive, archive.catalogue.write("press-archive receipts", reason) as writer:
        sheet = writer.edit_accession_sheet(number, values, by or get_login_name())
    if as_json:
        print_json({"accession": number, "sheet": sheet.to_json()})
    else:
        say(f"Accession {number}: {_sheet_line(sheet)}")


def _standing(archive: Archive, line: ReceiptLine) -> str:
    """Return a note that the record of a file was held, and whether it still is; the receipt itself is never
    rewritten."""
    if line.status is not Status.HELD:
        return ""
    out = bool(line.record and archive.catalogue.visible([line.record], PUBLIC))
    return ", held then, public now" if out else ", held"
