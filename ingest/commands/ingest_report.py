"""Report an ingest to a person or a script: progress, then a table or a summary."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from archive.catalogue import printable
from archive.cli import json_line, on_one_line, print_json, progress
from archive.messages import Message, has_code
from archive.record import Outcome, Status
from archive.sandbox.worker_errors import list_missing_confinement
from ingest.commands.progress import FileCounter, IngestPace, format_duration, format_rate, size
from ingest.pipeline.receipt import NOT_TAKEN, TOLD, FileOutcome, Receipt

TOLD_AT_ONCE = ("public-copy", "hidden-now", "checksum-differs", "virus-found")  # codes of reasons reported immediately
MOVING_SECONDS = 0.25  # between updates of the moving line on a terminal
PLAIN_SECONDS = 3.0  # between progress lines without a terminal
MOST_HELD = 20  # held files that are listed at the end
MOST_REASONS = 12  # for one outcome in the table at the end
NEW = (Outcome.ADDED, Outcome.NEW_VERSION)  # outcomes of files whose records are listed when held
KNOWN = (Outcome.UNCHANGED, Outcome.NEW_VERSION)  # their record exists also after a dry run
PLAIN_WIDTH = 160  # of that table without a terminal


def report_missing_confinement() -> None:
    """Print to standard error what the kernel cannot prevent readers from doing."""
    for message in list_missing_confinement():
        progress(f"Warning: {message} `press-archive doctor` says what to do.")


class IngestReporter:
    """Report an ingest. With `as_json` every line is an object on standard output; otherwise only problems are printed
    there, and progress goes to standard error: a moving line on a terminal, plain lines elsewhere. A context
    manager."""

    def __init__(self, as_json: bool, ahead: FileCounter, dry: bool = False, folder: Path | None = None) -> None:
        """`dry`: in a dry run every file is reported. `folder`: where the files are copied to, None if that is not a
        local disk."""
        self._as_json = as_json
        self._dry = dry
        self._folder = folder  # until its free space was checked
        self._unscanned = False  # whether the scanner's failure was reported
        self._held: list[str] = []  # lines of held files, at most MOST_HELD
        self._pace = IngestPace(ahead)
        self._receipt: Receipt | None = None
        self._ended = Event()
        self._thread = Thread(target=self._go_on, name="telling", daemon=True)
        self._bar = _bar()

    def __enter__(self) -> IngestReporter:
        if self._bar is not None:
            self._bar.start()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()
        if self._bar is not None:
            self._move(self._bar)  # also show results of the last quarter of a second
            self._bar.stop()
        self._list_held()

    def line(self, line: FileOutcome, receipt: Receipt) -> None:
        """Report the outcome of one file."""
        self._receipt = receipt
        if has_code(line.reason, "virus-unscanned") and not self._unscanned:
            self._unscanned = True
            progress(Message("virus-scanner-out"))
        if self._as_json:
            told = line.to_json() | {"path": printable(line.path)}
            if self._dry and line.outcome not in KNOWN:
                told["record"] = None
            self._say(json_line(told))
            sys.stdout.flush()
        elif self._dry:
            held = ", held" if line.status is Status.HELD else ""
            self._say(f"would be {line.outcome.value}{held}: {printable(line.path)}: {line.reason}")
        elif line.outcome in NOT_TAKEN or has_code(line.reason, *TOLD_AT_ONCE):
            self._say(f"{line.outcome.value}: {printable(line.path)}: {line.reason}")
        elif line.status is Status.HELD and line.outcome in NEW and len(self._held) < MOST_HELD:
            self._held.append(f"{line.outcome.value}, held: {printable(line.path)}: {line.reason}")

    def _list_held(self) -> None:
        for line in self._held:
            self._say(line)
        if self._held and self._receipt is not None and self._receipt.number:
            more = sum(self._receipt.held[outcome] for outcome in NEW) - len(self._held)
            if more > 0:
                self._say(f"{more:,} more held: press-archive receipts show {self._receipt.number} --held")

    def _say(self, text: str) -> None:
        """Print a line to standard output, above the moving line if both are on one terminal."""
        text = text if self._as_json else on_one_line(text)
        if self._bar is not None and sys.stdout.isatty():
            self._bar.console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)
        else:
            click.echo(text)

    def _go_on(self) -> None:
        """Report progress, also while one file takes long. A log never repeats a line, for example of a waiting
        worker."""
        said = ""
        while not self._ended.wait(PLAIN_SECONDS if self._bar is None else MOVING_SECONDS):
            self._compare_room()
            if self._bar is not None:
                self._move(self._bar)
            elif (line := self._pace.line(self._receipt)) != said:
                progress(said := line)

    def _compare_room(self) -> None:
        """Warn once if the remaining bytes exceed the free space of the archive's disk."""
        left = self._pace.bytes_left(self._receipt)
        if self._folder is None or left is None:
            return
        folder, self._folder = self._folder, None
        with suppress(OSError):
            if left > (free := shutil.disk_usage(folder).free):
                said = f"Warning: {size(left)} still to be read, {size(free)} free on the disk of {folder}."
                progress(f"{said} Files that the archive has already take no room.")

    def _move(self, bar: Progress) -> None:
        bar.update(bar.task_ids[0], description=self._pace.line(self._receipt), refresh=True)

    def summary(self, receipt: Receipt) -> None:
        """Print the end of the receipt: a table by outcome and reason, the time, and commands for details."""
        if self._as_json:
            print_json(receipt.to_json())
            return
        Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH).print(_table(receipt))
        click.echo(_speed(receipt))
        if receipt.checksums:
            found = [f"{count:,} {said.replace('-', ' ')}" for said, count in receipt.checksums.most_common()]
            click.echo(f"Checksums of the donor: {', '.join(found)}.")
        if count := receipt.old_embargoes:
            one = (
                "1 public file has an embargo that is"
                if count == 1
                else f"{count:,} public files have an embargo that is"
            )
            click.echo(f"{one} not enforced, because the text is old. The receipt says so at the file.")
        if receipt.dry:
            click.echo("This was a dry run: nothing was taken in, and the archive is as it was.")
            return
        click.echo(_advice(receipt))
        if receipt.warning:
            progress(f"Warning: {receipt.warning}")
        if not receipt.complete:
            progress("Interrupted. The same command goes on from here.")


def _bar() -> Progress | None:
    console = Console(stderr=True)
    if not console.is_terminal:
        return None
    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    bar.add_task("looking for files", total=None)
    return bar


def _table(receipt: Receipt) -> Table:
    table = Table(
        "outcome",
        "files",
        "reason",
        title="Dry run" if receipt.dry else f"Accession {receipt.number}",
        title_justify="left",
    )
    table.columns[1].justify = "right"
    for outcome in Outcome:
        if not (count := receipt.outcomes[outcome]):
            continue
        reasons = [(Text(on_one_line(reason)), n) for (of, reason), n in receipt.reasons.most_common() if of is outcome]
        is_one = outcome not in TOLD or len(reasons) == 1
        table.add_row(outcome.value, f"{count:,}", reasons[0][0] if reasons and is_one else "")
        for reason, n in reasons[:MOST_REASONS] if not is_one else []:
            table.add_row("", f"{n:,}", reason)
        if rest := sum(n for _, n in reasons[MOST_REASONS:]) if not is_one else 0:
            table.add_row("", f"{rest:,}", "for other reasons")
        if receipt.held[outcome]:
            table.add_row("", "", f"of which held: {receipt.held[outcome]:,}")
    table.add_section()
    table.add_row("in all", f"{receipt.files:,}", "")
    return table


def _speed(receipt: Receipt) -> str:
    told = f"{size(receipt.bytes_read)} read in {format_duration(receipt.seconds)}"
    if not receipt.files or receipt.seconds <= 0:
        return told
    return f"{told}: {format_rate(receipt.files, receipt.seconds)}, {size(int(receipt.bytes_read / receipt.seconds))}/s"


def _advice(receipt: Receipt) -> str:
    """Return one line: how many files need attention, and the commands that list and retry them."""
    rejected, encrypted = (receipt.outcomes[outcome] for outcome in NOT_TAKEN)
    held = receipt.held.total()
    parts = [f"{rejected:,} rejected"] if rejected else []
    parts += [f"{encrypted:,} {'needs' if encrypted == 1 else 'need'} a password"] if encrypted else []
    parts += [f"{held:,} held"] if held else []
    show = f"press-archive receipts show {receipt.number}"
    told = f"{', '.join(parts)}. See: {show}" if parts else f"See: {show}"
    if rejected or encrypted:
        return f"{told}. Try again: press-archive ingest --retry {receipt.number}"
    return f"{told} --held" if held else told
