"""`press-archive records import`: apply a table of corrections, all or nothing, as one change set."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click

from archive.catalogue import IMPORT
from archive.cli import archive_option, index_json, json_line, note_index, print_json, progress
from archive.commands.change_options import (
    AGENT,
    ChangeOptions,
    change_line,
    confirm_change,
    count_records,
    manner_options,
    refuse,
    revised_json,
    short,
)
from archive.commands.correction_tables import (
    CorrectionOutcome,
    RowOutcome,
    TableFormat,
    TableReading,
    form_of,
    rows_of,
)
from archive.edits.edits import MANY, alone, expect, plain_changes
from archive.errors import BadTable
from archive.errors import many as counted
from archive.login_name import get_login_name
from archive.messages import Message
from archive.messages.message import code_and_params
from archive.search.index import index_sync
from archive.storage.archive import Archive

_SMALL = 50_000  # bytes of a table that is written in one transaction
_CHANGED = "\0"  # placeholder in a line for the outcome of a row, until that is known
_WOULD = "would change"  # outcome of a row that was not written


@dataclass(frozen=True, slots=True)
class _Task:
    """The table, its format, and what to do with it."""

    table: Path
    form: TableFormat
    manner: ChangeOptions
    skip_bad: bool
    clear_empty: bool

    def correcting(self) -> TableReading:
        return TableReading(self.form, clear_empty=self.clear_empty)


class _NothingWritten(Exception):
    """Roll back a transaction."""


@click.command("import")
@archive_option
@manner_options
@click.option("--skip-bad", is_flag=True, help="Write the good rows even if others are bad.")
@click.option("--clear-empty", is_flag=True, help="An empty cell removes your value. By default it is ignored.")
@click.option("--encoding", metavar="NAME", help="Encoding of the table, such as cp1258, if it is not recognised.")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_command(
    folder: Path, manner: ChangeOptions, skip_bad: bool, clear_empty: bool, encoding: str | None, table: Path
) -> None:
    """Import corrections from TABLE, a CSV or TSV file that a spreadsheet saved.

    A column `id`, `filename` or `sha256` names the record. All other columns are keys, such as title, as in `records
    edit`. Lists have `;` between their parts. Write dates as 2025, 2025-10 or 2025-10-25.

    If one row is wrong, nothing is written. `records undo` takes the whole import back.
    """
    form = form_of(table, encoding)
    progress(f"{table.name} is read as {form.encoding}, with {form.separator!r} between cells.")
    task = _Task(table, form, manner, skip_bad, clear_empty)
    with Archive.open(folder) as archive:
        before = _look(table)
        seen = None
        if not manner.yes or manner.dry_run:
            seen = _preview(archive, task)
            if not confirm_change(manner, "Write this?"):
                return
            if _look(table) != before:
                raise BadTable(Message("table-changed", path=table))
        _write(archive, task, seen, told=not manner.yes)


def _preview(archive: Archive, task: _Task) -> str:
    """Print the outcome of each row, and return a digest of all; exit with 1 if the table cannot be written."""
    catalogue, correcting, digest = archive.catalogue, task.correcting(), hashlib.sha256()
    for one in correcting.outcomes(rows_of(task.table, task.form), catalogue.meant, catalogue.worked_out):
        digest.update(_line(one, as_json=True).encode("utf-8", "surrogatepass"))
        click.echo(_line(one, task.manner.as_json).replace(_CHANGED, _WOULD))
    _say_counts(correcting, task, None)
    if correcting.bad and not task.skip_bad:
        refuse(_why_not(correcting))
    return digest.hexdigest()


def _write(archive: Archive, task: _Task, seen: str | None, *, told: bool) -> None:
    """Write it as one set. Outcomes are printed after the commit. Raise ChangedMeanwhile if they differ from what was
    `seen`."""
    correcting, n = task.correcting(), None
    with ExitStack() as opened:
        lines = opened.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace"))
        try:
            with alone(archive, MANY + 1 if task.table.stat().st_size > _SMALL else 1):
                n = _one_set(archive, task, correcting, lines, seen)
        except _NothingWritten:
            _echo(lines, _WOULD)
            _say_counts(correcting, task, None)
            refuse(_why_not(correcting))
        note_index(index_sync.confirm(archive))
        if not told:
            _echo(lines, CorrectionOutcome.CHANGED.value)
    _say_counts(correcting, task, n)


def _one_set(archive: Archive, task: _Task, correcting: TableReading, lines: IO[str], seen: str | None) -> int | None:
    digest = hashlib.sha256()
    with archive.catalogue.write(AGENT, task.manner.reason) as writer:
        n = writer.open_changes(IMPORT, task.table.name, get_login_name())
        rows = rows_of(task.table, task.form)
        for one in correcting.outcomes(rows, writer.meant, lambda ids, plan: writer.revise(n, ids, plan)):
            digest.update(_line(one, as_json=True).encode("utf-8", "surrogatepass"))
            lines.write(_line(one, task.manner.as_json) + "\n")
        expect(seen, digest.hexdigest)
        if correcting.bad and not task.skip_bad:
            raise _NothingWritten
        return n if writer.close_changes(n) else None


def _echo(lines: IO[str], changed: str) -> None:
    """Print the lines. `changed`: the outcome of rows that changed something, or would have."""
    lines.seek(0)
    for line in lines:
        click.echo(line.replace(_CHANGED, changed), nl=False)


def _line(one: RowOutcome, as_json: bool) -> str:
    if as_json:
        told: dict[str, Any] = {"line": one.line, "named": one.named, "outcome": one.became.value}
        changed = revised_json(one.revised)["changed"] if one.revised else []
        told |= {"reason": one.reason, "record": one.record, "changed": changed}
        return json_line(told | dict(code_and_params(one.reason)) if one.reason else told)
    said = [one.reason] if one.reason else []
    if one.revised:
        said = [change_line(change) for change in plain_changes(one.revised.changes)]
    became = _CHANGED if one.became is CorrectionOutcome.CHANGED else one.became.value
    head = f"line {one.line}: {became}: {short(one.named)}"
    return f"{head}: {'; '.join(said)}" if said else head


def _say_counts(correcting: TableReading, task: _Task, n: int | None) -> None:
    counts = {became.value: count for became, count in sorted(correcting.counts.items())}
    if task.manner.as_json:
        told = {"change_set": n, "dry_run": task.manner.dry_run, "rows": counts, "written": n is not None}
        print_json(told | index_json())
        return
    said = {
        _WOULD if became == CorrectionOutcome.CHANGED and n is None else became: count
        for became, count in counts.items()
    }
    click.echo(", ".join(f"{count:,} {became}" for became, count in said.items()) or "No rows.")
    if n is not None:
        changed = count_records(counts.get("changed", 0))
        click.echo(f"Change set {n}: {changed} changed; `press-archive records undo {n}` takes it back.")


def _why_not(correcting: TableReading) -> str:
    rows = sum(correcting.counts.values())
    return (
        f"Nothing was written: {correcting.bad:,} of {counted(rows, 'row')} cannot be. Mend them, or add --skip-bad to"
        " write the others."
    )


def _look(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino
