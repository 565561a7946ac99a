"""`press-archive watch`: ingest what is in folders, then what arrives."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Any

import click

from archive.catalogue import printable
from archive.cli import archive_option, json_option, print_json, progress, say
from archive.custody.tables import TableUpdates
from archive.errors import PressArchiveError
from archive.messages import Message, MessageList
from archive.record import Outcome, Status
from archive.storage.archive import Archive
from ingest.commands.arguments import check_ingest_paths
from ingest.commands.cli import access_option, given_values, no_ocr_option, values_options
from ingest.commands.ingest_report import report_missing_confinement
from ingest.commands.ocr_command import after_ingest
from ingest.pipeline.receipt import NOT_TAKEN, FileOutcome, Receipt
from ingest.pipeline.run_control import asked_to_stop
from ingest.watch.watcher import POLL_SECONDS, FolderWatcher, WatchCallbacks, WatchOptions


@click.command("watch")
@archive_option
@json_option
@access_option
@values_options
@click.option(
    "--settle",
    type=click.FloatRange(0, 3600),
    default=0.5,
    show_default=True,
    metavar="SECONDS",
    help="Seconds a file must be unchanged before it is added. If a file belongs to another user or is on a network "
    "disk, the system does not tell whether someone writes to it. Such a file must be unchanged five times as long, "
    "at least 10 seconds. If a file changes again soon after it was added, it must then be unchanged for up to 2 "
    "seconds, or for SECONDS if that is longer. If it only grew, it must be unchanged for longer.",
)
@click.option(
    "--poll",
    is_flag=True,
    help=f"Look every {POLL_SECONDS:.0f} seconds. For network disks, whose changes the system does not report.",
)
@no_ocr_option
@click.argument("folders", nargs=-1, required=True, metavar="DIR...", type=click.Path(path_type=Path))
def watch_command(folder: Path, as_json: bool, folders: tuple[Path, ...], **how: Any) -> None:
    """Add files as they arrive in folders, until Ctrl-C. Files that are already there are added first.

    A file is added when no program is writing to it and its name is not that of an unfinished download. Such names end
    in .part, .crdownload or .tmp, or begin with a dot. Files that arrive while no `watch` runs are added at the next
    start.

    The files stay where they are. The archive has its own copy of what was added.
    """
    values = given_values(how)
    manner = WatchOptions(Status(how["access"]) if how["access"] else None, values, how["settle"], how["poll"])
    try:
        with Archive.open(folder) as archive, asked_to_stop() as stop, _Scans(folder, how["no_ocr"]) as scans:
            _check(archive, folders)
            tables = TableUpdates(archive)
            teller = _WatchReporter(as_json, scans, tables)
            watching = FolderWatcher(archive, folders, manner, WatchCallbacks(teller.line, teller.end, progress), stop)
            watching.begin()
            report_missing_confinement()
            teller.begin(folders, manner)
            try:
                watching.run()
            finally:
                _report_unwritten(tables.finish())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python flushes into the pipe again
        progress("Nobody reads the output any more; stopped. The same command goes on from here.")
        raise SystemExit(1) from None


def _check(archive: Archive, folders: Sequence[Path]) -> None:
    """Reject a missing folder as a typo, unless files came from it before: its disk may be mounted later."""
    roots = [Path(path) for path in archive.catalogue.roots().values()]
    for folder in folders:
        there = folder.resolve()
        known = any(root in (there, *there.parents) for root in roots)
        if not there.is_dir() and (there.exists() or not known):
            raise click.BadParameter(f"{folder} is not a folder; give one that exists.")
        if there.is_dir() and not os.access(there, os.R_OK | os.X_OK):
            raise click.BadParameter(f"{folder} may not be read by this user; give it read permission.")
    check_ingest_paths(archive, folders)


def _report_unwritten(why: Message | MessageList | None) -> None:
    if why is not None:
        progress(Message("tables-unwritten", why=why))


class _WatchReporter:
    """Report each file's outcome and the end of each accession on standard output, as JSON or for people."""

    def __init__(self, as_json: bool, scans: _Scans, tables: TableUpdates) -> None:
        self._as_json, self._scans, self._tables = as_json, scans, tables

    def begin(self, folders: Sequence[Path], manner: WatchOptions) -> None:
        """Report what is watched."""
        named = [printable(os.fspath(one)) for one in folders]
        if self._as_json:
            print_json({"watching": named, "settle": manner.settle, "poll": manner.poll})
        how = f", looking every {POLL_SECONDS:.0f} seconds" if manner.poll else ""
        rule = f"a file comes in once it stood still for {manner.settle:g} s"
        progress(f"Watching {', '.join(named)}{how}; {rule}. Ctrl-C ends it.")

    def line(self, line: FileOutcome, receipt: Receipt) -> None:  # noqa: ARG002
        """Report the outcome of one file."""
        path = printable(line.path)
        if self._as_json:
            print_json(line.to_json() | {"path": path})
        else:
            held = ", held" if line.status is Status.HELD else ""
            say(f"{line.outcome.value}{held}: {path}: {line.reason}")

    def end(self, receipt: Receipt) -> None:
        """Report the end of an accession."""
        if self._as_json:
            print_json(receipt.to_json())
        else:
            counted = ", ".join(f"{receipt.outcomes[one]:,} {one.value}" for one in Outcome if receipt.outcomes[one])
            held = f"; of which held: {receipt.held.total():,}" if receipt.held.total() else ""
            click.echo(f"Accession {receipt.number}: {counted}{held}.")
            if any(receipt.outcomes[one] for one in NOT_TAKEN):
                progress(f"To try again what was not taken in: press-archive ingest --retry {receipt.number}")
        if receipt.warning:
            progress(f"Warning: {receipt.warning}")
        _report_unwritten(self._tables.after_accession())
        self._scans.wake()


class _Scans:
    """Read scans in a thread beside the ingest, which never waits for it. A context manager."""

    def __init__(self, folder: Path, left_alone: bool) -> None:
        self._folder, self._left_alone = folder, left_alone
        self._wake, self._stop = Event(), Event()
        self._waiting = 0  # scans left last time, so that failures are not reported again
        self._thread = Thread(target=self._go_on, name="scans")

    def __enter__(self) -> _Scans:
        if not self._left_alone:
            self.wake()  # for scans left when this command last ended
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self.wake()
        if not self._left_alone:
            self._thread.join()

    def wake(self) -> None:
        """Note that there may be scans to read."""
        self._wake.set()

    def _go_on(self) -> None:
        while self._wake.wait() and not self._stop.is_set():
            self._wake.clear()
            try:
                with Archive.open(self._folder) as archive:
                    if len(archive.catalogue.pending_scans()) != self._waiting:
                        after_ingest(archive, self._stop)
                    self._waiting = len(archive.catalogue.pending_scans())
            except PressArchiveError as error:
                progress(f"The scans wait: {error} `press-archive ocr --pending` reads them.")
