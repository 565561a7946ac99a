"""`press-archive receipts`: what became of every file of every accession, also long after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from archive.archive import Archive
from archive.catalogue import RUNNING, STOPPED, printable
from archive.cli import archive_option, json_option, say_json
from archive.errors import UnknownRecord
from archive.record import Outcome


@click.group(invoke_without_command=True)
@archive_option
@json_option
@click.pass_context
def receipts(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """List the accessions; `receipts show N` gives the receipt of one, a line a file."""
    if ctx.invoked_subcommand is not None:
        return
    with Archive.open(folder) as archive:
        accessions = archive.catalogue.accessions()
        if any(one.state == RUNNING for one in accessions) and not archive.is_locked("ingest"):
            accessions = [replace(one, state=STOPPED) if one.state == RUNNING else one for one in accessions]
    for one in accessions:
        if as_json:
            told = {"accession": one.n, "started": one.started, "ended": one.ended, "state": one.state}
            say_json(
                told | {"paths": [printable(path) for path in one.arguments["paths"]], "outcomes": dict(one.totals)}
            )
        else:
            totals = ", ".join(f"{outcome} {count:,}" for outcome, count in sorted(one.totals.items()))
            click.echo(f"{one.n}  {one.started}  {one.state}  {totals or 'no files'}")
    if not accessions and not as_json:
        click.echo("Nothing has been taken in yet; `press-archive ingest` begins.")


@receipts.command()
@archive_option
@json_option
@click.option("--outcome", type=click.Choice([outcome.value for outcome in Outcome]), help="Only these files.")
@click.option("--held", is_flag=True, help="Only files whose records were held back.")
@click.argument("number", type=int)
def show(folder: Path, as_json: bool, outcome: str | None, held: bool, number: int) -> None:
    """What became of each file of accession NUMBER."""
    with Archive.open(folder) as archive:
        if number not in {one.n for one in archive.catalogue.accessions()}:
            raise UnknownRecord(f"There is no accession {number}; `press-archive receipts` lists them.")
        lines = archive.catalogue.receipt(number)
    for line in lines:
        if (outcome and line.outcome != outcome) or (held and line.status != "held"):
            continue
        path, status = printable(line.path), line.status.value if line.status else None
        if as_json:
            told = {"path": path, "outcome": line.outcome.value, "reason": line.reason, "status": status}
            say_json(told | {"record": line.record})
        else:
            click.echo(f"{line.outcome.value}{', held' if status == 'held' else ''}: {path}: {line.reason}")
