"""Telling a person, or a script, what an ingest does: progress while it runs, a table or a summary at its end."""

from __future__ import annotations

import sys
import time
from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from archive.catalogue import printable
from archive.cli import progress, say_json
from archive.record import Outcome, Status
from ingest.receipt import NOT_TAKEN, Line, Receipt

PLAIN_SECONDS = 2.0  # between two lines of progress where there is no terminal


class Teller:
    """With `as_json` every line is an object on standard output; else problems are, and progress is on standard error:
    a moving line on a terminal, plain lines elsewhere. A context manager."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._console = Console(stderr=True)
        self._bar: Progress | None = None
        self._last = time.monotonic()

    def __enter__(self) -> Teller:
        if self._console.is_terminal:
            columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(24), TimeElapsedColumn())
            self._bar = Progress(*columns, console=self._console, transient=True)
            self._bar.add_task("reading ...", total=None)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def line(self, line: Line, receipt: Receipt) -> None:
        """What became of one file."""
        if self._as_json:
            say_json(line.to_json() | {"path": printable(line.path)})
            sys.stdout.flush()
        elif line.outcome in NOT_TAKEN:
            click.echo(f"{line.outcome.value}: {printable(line.path)}: {line.reason}")
        elif line.status is Status.HELD and line.outcome in (Outcome.ADDED, Outcome.NEW_VERSION):
            click.echo(f"{line.outcome.value}, held: {printable(line.path)}: {line.reason}")
        self._progress(receipt)

    def _progress(self, receipt: Receipt) -> None:
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], description=_so_far(receipt))
        elif time.monotonic() - self._last >= PLAIN_SECONDS:
            self._last = time.monotonic()
            progress(_so_far(receipt))

    def summary(self, receipt: Receipt) -> None:
        """The end of the receipt: a table by outcome, and the reasons files were not taken in."""
        if self._as_json:
            say_json(receipt.to_json())
            return
        table = Table("outcome", "files", title=f"Accession {receipt.number}", title_justify="left")
        table.columns[1].justify = "right"
        for outcome in Outcome:
            if receipt.outcomes[outcome]:
                table.add_row(outcome.value, f"{receipt.outcomes[outcome]:,}")
        table.add_section()
        table.add_row("in all", f"{receipt.files:,}")
        Console().print(table)
        for (outcome, reason), count in receipt.reasons.most_common():
            if count > 1:
                click.echo(f"  {count:,} x {outcome.value}: {reason}")
        click.echo(f"What became of each file: press-archive receipts show {receipt.number}")
        if receipt.warning:
            progress(f"Warning: {receipt.warning}")
        if not receipt.complete:
            progress("Interrupted. The same command goes on from here.")


def _so_far(receipt: Receipt) -> str:
    lost = sum(receipt.outcomes[outcome] for outcome in NOT_TAKEN)
    new = receipt.outcomes[Outcome.ADDED] + receipt.outcomes[Outcome.NEW_VERSION]
    files = "1 file" if receipt.files == 1 else f"{receipt.files:,} files"
    return f"{files}, {new:,} new or changed, {lost:,} not taken in, {receipt.bytes_read >> 20:,} MB"
