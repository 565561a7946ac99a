"""The body of `press-archive ingest`, and the list of files to retry."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from archive.catalogue import QUEUED, RUNNING, Accession, LineFilter, ReceiptLine, restore_path
from archive.catalogue.receipts.receipts import lines_at, refused
from archive.cli import progress
from archive.commands.csv_output import lines_of
from archive.custody.tables import TableUpdates
from archive.errors import CannotRetry, UnknownRecord
from archive.messages import Message
from archive.record import Status
from archive.sandbox.pool import Pool
from archive.startup import INTERRUPTED
from archive.storage.archive import Archive
from ingest.commands.arguments import check_ingest_paths, passwords_in, refuse_within
from ingest.commands.cli import RETRY_ALL, given_values
from ingest.commands.ingest_report import IngestReporter, report_missing_confinement
from ingest.commands.ocr_command import after_ingest
from ingest.commands.progress import FileCounter
from ingest.files.file_reading import FileStat, KeptFile
from ingest.files.walk import WalkedPath
from ingest.pipeline.accessions import access_again
from ingest.pipeline.dry_run import run_ingest_dry
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import NOT_TAKEN, Receipt
from ingest.pipeline.run_control import KEPT, asked_to_stop, exclusive_ingest


@dataclass(frozen=True, slots=True)
class RetrySelection:
    """The paths to walk, and which files there are selected (None: all). `kept` are those of the paths that are not on
    the disk, but in the archive. `accession` has the access and values with which its files arrived."""

    paths: list[Path]
    only: Callable[[WalkedPath], bool] | None
    accession: Accession
    kept: Mapping[str, KeptFile]


def files_to_retry(archive: Archive, number: int, *, unreached: bool = True) -> RetrySelection:
    """Return the files of accession `number` that were rejected or encrypted, and with `unreached` those not reached
    before it was interrupted; no paths if there are none. Raise UnknownRecord; CannotRetry while it runs, or if its
    paths cannot be determined here."""
    accession = archive.catalogue.accession(number)
    if accession is None:
        raise UnknownRecord(Message("accession-unknown", number=number))
    if accession.state == QUEUED or (accession.state == RUNNING and archive.is_locked("ingest")):
        raise CannotRetry(Message("retry-under-way", number=number))
    failed = _failed(archive, number)
    with archive.catalogue.snapshot() as conn:
        out = lines_at(conn, [(one.accession, one.n) for one in refused(conn)])
    outside = {(line.root, line.relpath) for line in out.values()}
    failed = {  # the kept bytes of a file added since would be taken for a newer version
        path: line for path, line in failed.items() if os.path.lexists(path) or (line.root, line.relpath) in outside
    }
    kept = {os.fspath(path): file for path, line in failed.items() if (file := _kept(archive, path, line)) is not None}
    if not unreached or (accession.ended and accession.state == "done"):
        return RetrySelection(list(failed), None, accession, kept)
    return RetrySelection([*_given(accession), *failed], _unreached(archive, number, set(failed)), accession, kept)


def _failed(archive: Archive, number: int) -> dict[Path, ReceiptLine]:
    """Return the files that were not added, or that contain such files, at their place; each once."""
    roots = archive.catalogue.roots()
    found: dict[Path, ReceiptLine] = {}
    for outcome in NOT_TAKEN:
        for line in lines_of(archive.catalogue, number, LineFilter(outcome)):
            if (path := _where(line, roots)) not in found or not line.member:
                found[path] = line
    return found


def _kept(archive: Archive, path: Path, line: ReceiptLine) -> KeptFile | None:
    """Return the file from the archive; None if it is on the disk, or its bytes were not kept."""
    if os.path.lexists(path):
        return None
    name = archive.catalogue.name(line.root or "", line.relpath)
    sha256 = line.sha256 if not line.member else name.sha256 if name is not None else None
    if not sha256 or not archive.store.has(sha256):
        return None
    seen = (name.size, name.mtime_ns, name.inode) if name is not None else (line.size or 0, 0, 0)
    return KeptFile(sha256, FileStat(*seen))


def _where(line: ReceiptLine, roots: dict[str, str]) -> Path:
    if line.root in roots:
        return Path(roots[line.root]) / line.relpath
    return Path(line.path)


def _given(accession: Accession) -> list[Path]:
    """Return the original paths, unchanged, so that the lines of both receipts name a file alike."""
    paths = [Path(restore_path(path)) for path in accession.arguments["paths"]]
    folder = Path(restore_path(accession.arguments.get("folder", "/")))
    if any(not path.is_absolute() for path in paths) and folder != Path.cwd():
        raise CannotRetry(Message("retry-other-folder", number=accession.n, folder=folder))
    return paths


def _unreached(archive: Archive, number: int, failed: set[Path]) -> Callable[[WalkedPath], bool]:
    def wanted(found: WalkedPath) -> bool:
        return found.path in failed or not archive.catalogue.has_line(number, found.shown)

    return wanted


def run_ingest(folder: Path, paths: Sequence[Path], how: Mapping[str, Any], workers: Pool | None) -> None:
    """Ingest the paths with the command's options. Raise SystemExit if not everything was done."""
    retry, dry, as_json, access = how["retry"], how["dry_run"], how["as_json"], how["access"]
    try:
        with Archive.open(folder) as archive, asked_to_stop() as stop:
            values = given_values(how)
            passwords = passwords_in(how["pdf_passwords"])
            said = Status(access) if access else None
            given = Options(said, stop.is_set, values=values, passwords=passwords, workers=workers)
            given = replace(given, only=how.get("only"), bagged=how.get("bagged"))
            given = replace(given, note=(how.get("note") or "").strip())
            runs = [(list(paths), given)] if retry is None else _again(archive, retry, given)
            if not runs:
                progress(f"Accession {retry} left nothing to try again." if retry else "Nothing to try again.")
                return
            report_missing_confinement()
            for asked, _ in runs:
                check_ingest_paths(archive, asked)
                refuse_within(how["pdf_passwords"], asked)
            for asked, options in runs:
                work = partial(_ingest_and_report, archive, asked, options, OutputMode(as_json, dry))
                receipt = work() if dry else exclusive_ingest(archive, work, how["wait"], stop)
                left = receipt is None or not receipt.complete
                if left:
                    break
            if not left and not dry and not how["no_ocr"]:
                stop.said = KEPT
                left = after_ingest(archive, stop, passwords)
            if receipt is not None and not dry and (why := TableUpdates(archive).after_accession()) is not None:
                progress(Message("tables-unwritten", why=why))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python flushes into the pipe again
        progress("Nobody reads the output any more; stopped. The same command goes on from here.")
        raise SystemExit(1) from None
    if receipt is None:
        progress("Nothing was begun.")
    if left:
        raise SystemExit(INTERRUPTED)


@dataclass(frozen=True, slots=True)
class OutputMode:
    """Whether lines are printed as JSON, and whether it is a dry run."""

    as_json: bool
    dry: bool


def _again(archive: Archive, number: int, options: Options) -> list[tuple[list[Path], Options]]:
    """Return what to ingest, and how, to retry an accession. RETRY_ALL means each accession with files that were not
    added and can be read."""
    numbers, everything, runs = [number], number == RETRY_ALL, []
    if everything:
        with archive.catalogue.snapshot() as conn:
            numbers = sorted({one.accession for one in refused(conn)})
        numbers = [n for n in numbers if archive.catalogue.accession_state(n) != QUEUED]
    for n in numbers:
        found = files_to_retry(archive, n, unreached=not everything)
        paths = found.paths
        if everything:
            paths = [path for path in paths if os.fspath(path) in found.kept or os.path.lexists(path)]
        if paths:
            again = access_again(found.accession)
            access = again if again is Status.HELD else options.access or again
            values = {**found.accession.arguments.get("values", {}), **options.values}
            how = replace(options, access=access, values=values, again=True, retry=n, only=found.only, kept=found.kept)
            runs.append((paths, how))
    return runs


def _ingest_and_report(archive: Archive, paths: Sequence[Path], options: Options, manner: OutputMode) -> Receipt:
    intake = archive.settings.intake
    counted = paths if options.only is None else []  # the number of selected files is unknown in advance
    largest = max(intake.max_file_mb, intake.max_rejected_mb) << 20 if intake.max_rejected_mb else sys.maxsize
    ahead = FileCounter(counted, intake.skip, archive.folder, largest)
    kept_here = archive.folder if not manner.dry and not archive.settings.originals.url else None
    with ahead, IngestReporter(manner.as_json, ahead, manner.dry, kept_here) as teller:
        receipt = (run_ingest_dry if manner.dry else ingest)(paths, archive, options, teller.line)
    teller.summary(receipt)
    return receipt
