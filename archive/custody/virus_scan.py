"""Scan originals for viruses: those that could not be scanned on arrival, and all again with newer signatures."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from archive.catalogue import Writer
from archive.errors import NoVirusScanner, ServerUnreachable, StoreError
from archive.messages import Message
from archive.record import Status
from archive.storage.archive import Archive
from archive.virus_scanner import SILENT, UNREADABLE, VirusCheck, VirusScanner

AGENT = "press-archive virus-scan"
_NOTED_AT_ONCE = 200  # files whose scans are noted in one transaction
_NOTED_EVERY = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class VirusScanResult:
    """The result for a record that waited, or for a rescanned file of a record (`sha256`): the present status of the
    record, the `signature` of a virus in it, or why it could not be scanned."""

    record: str
    status: Status
    signature: str | None = None
    unscanned: str | None = None
    sha256: str | None = None


def scanner_of(archive: Archive) -> VirusScanner:
    """Return the scanner in the settings. Raise NoVirusScanner if none is set, or it does not answer."""
    intake = archive.settings.intake
    if not intake.virus_scanner:
        raise NoVirusScanner(Message("virus-scanner-unset"))
    scanner = VirusScanner(intake.virus_scanner, intake.virus_scanner_seconds)
    if not scanner.is_there():
        raise NoVirusScanner(Message("virus-scanner-absent", address=intake.virus_scanner))
    return scanner


def scan_pending(archive: Archive, scanner: VirusScanner) -> Iterator[VirusScanResult]:
    """Scan the files of each waiting record, and yield the result. A clean record gets the access that it would have
    had; a virus holds it until someone decides. Raise ServerUnreachable."""
    signatures = scanner.version()
    for record in archive.catalogue.unscanned_records():
        checks: dict[str, VirusCheck] = {}
        for sha256 in archive.catalogue.files_to_scan(record):
            checks[sha256] = _scan(archive, sha256, scanner)
            if checks[sha256].unscanned:
                break  # the record keeps waiting
        yield _apply(archive, record, checks, signatures)


def scan_again(
    archive: Archive, scanner: VirusScanner, progress: Callable[[int, int], None]
) -> Generator[VirusScanResult, None, None]:
    """Scan each file of a record that was not scanned with the present signatures, the one scanned longest ago first,
    and yield the result for each of its records. A virus holds them immediately. A file that cannot be scanned changes
    nothing. `progress` is called with (files done, files to do). Results are stored even if the caller stops early: the
    next call continues from there. Raise NoVirusScanner when the scanner stops answering, and ServerUnreachable."""
    signatures = scanner.version()
    waiting = {
        sha256 for record in archive.catalogue.unscanned_records() for sha256 in archive.catalogue.files_to_scan(record)
    }
    due = [sha256 for sha256 in archive.catalogue.files_scanned_before(signatures) if sha256 not in waiting]
    checks: dict[str, VirusCheck] = {}
    noted = time.monotonic()
    try:
        for done, sha256 in enumerate(due, 1):
            check = _scan(archive, sha256, scanner)
            if check.unscanned == SILENT:
                address = archive.settings.intake.virus_scanner
                raise NoVirusScanner(Message("virus-scanner-absent", address=address))
            checks[sha256] = check
            progress(done, len(due))
            late = time.monotonic() - noted >= _NOTED_EVERY
            if check.signature or late or len(checks) >= _NOTED_AT_ONCE or done == len(due):
                results = _note(archive, checks, signatures)
                checks, noted = {}, time.monotonic()
                yield from results
    finally:
        if checks:
            _note(archive, checks, signatures)


def _scan(archive: Archive, sha256: str, scanner: VirusScanner) -> VirusCheck:
    """Scan an original. If it is missing or altered, its record keeps waiting; others are not affected."""
    try:
        with archive.store.local(sha256) as path:
            return scanner.check(path)
    except ServerUnreachable:
        raise
    except StoreError:
        return VirusCheck(unscanned=UNREADABLE)


def _apply(archive: Archive, record: str, checks: dict[str, VirusCheck], signatures: str) -> VirusScanResult:
    found = next((one for one in checks.values() if one.signature), None)
    failed = next((one for one in checks.values() if one.unscanned), None)
    with archive.catalogue.write(AGENT) as w:
        for sha256, check in checks.items():
            w.note_virus_check(record, sha256, check, signatures)
        waits = w.is_unscanned(record)  # otherwise somebody decided meanwhile
        if waits and found is not None:
            w.hold_for_virus(record, str(found.signature))
        elif waits and failed is not None:
            w.wait_for_virus_scan(record, str(failed.unscanned))
        elif waits and not w.files_to_scan(record):
            w.end_virus_wait(record, hold_scans=archive.settings.ocr.hold_until_read)
        w.keep_back()
        status = w.status(record)
    return VirusScanResult(
        record, status, found.signature if found else None, failed.unscanned if failed and not found else None
    )


def _note(archive: Archive, checks: dict[str, VirusCheck], signatures: str) -> list[VirusScanResult]:
    """Store the scanner's results for files of any records, and hold those with a virus."""
    with archive.catalogue.write(AGENT) as w:
        scanned = [(record, sha256) for sha256 in checks for record in w.records_of(sha256)]
        for record, sha256 in scanned:
            _note_one(w, record, sha256, checks[sha256], signatures)
        w.keep_back()
        return [
            VirusScanResult(record, w.status(record), checks[sha256].signature, checks[sha256].unscanned, sha256)
            for record, sha256 in scanned
        ]


def _note_one(w: Writer, record: str, sha256: str, check: VirusCheck, signatures: str) -> None:
    """Store the result for one file of a record. If somebody released it after this virus was found in the file, they
    knew of it."""
    before = w.virus_results(record).get(sha256) if check.signature else None
    w.note_virus_check(record, sha256, check, signatures)
    if check.signature and check.signature != before:
        w.hold_for_virus(record, check.signature)
