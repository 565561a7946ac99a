"""Scan files that could not be scanned for viruses when they came, and release what was held only for that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import NoVirusScanner, ServerUnreachable, StoreError
from archive.messages import Message
from archive.record import Status
from archive.storage.archive import Archive
from archive.virus_scanner import UNREADABLE, VirusCheck, VirusScanner

AGENT = "press-archive virus-scan"


@dataclass(frozen=True, slots=True)
class VirusScanResult:
    """What came of a record that waited: its status now, the `signature` of a virus in it, or why it still waits."""

    record: str
    status: Status
    signature: str | None = None
    unscanned: str | None = None


def scanner_of(archive: Archive) -> VirusScanner:
    """Return the scanner of the settings. Raise NoVirusScanner where none is set, or it does not answer."""
    intake = archive.settings.intake
    if not intake.virus_scanner:
        raise NoVirusScanner(Message("virus-scanner-unset"))
    scanner = VirusScanner(intake.virus_scanner, intake.virus_scanner_seconds)
    if not scanner.is_there():
        raise NoVirusScanner(Message("virus-scanner-absent", address=intake.virus_scanner))
    return scanner


def scan_pending(archive: Archive, scanner: VirusScanner) -> Iterator[VirusScanResult]:
    """Scan the files of each record that waits, and yield what came of it. What is clean gets the access that it would
    have had; a virus holds it until someone decides. Raise ServerUnreachable."""
    for record in archive.catalogue.unscanned_records():
        checks: dict[str, VirusCheck] = {}
        for sha256 in archive.catalogue.files_to_scan(record):
            checks[sha256] = _scan(archive, sha256, scanner)
            if checks[sha256].unscanned:
                break  # the record waits on
        yield _apply(archive, record, checks)


def _scan(archive: Archive, sha256: str, scanner: VirusScanner) -> VirusCheck:
    """Scan an original. One that is missing or altered makes its record wait on, not the others."""
    try:
        with archive.store.local(sha256) as path:
            return scanner.check(path)
    except ServerUnreachable:
        raise
    except StoreError:
        return VirusCheck(unscanned=UNREADABLE)


def _apply(archive: Archive, record: str, checks: dict[str, VirusCheck]) -> VirusScanResult:
    found = next((one for one in checks.values() if one.signature), None)
    failed = next((one for one in checks.values() if one.unscanned), None)
    with archive.catalogue.write(AGENT) as w:
        for sha256, check in checks.items():
            w.note_virus_check(record, sha256, check)
        waits = w.is_unscanned(record)  # else somebody has decided meanwhile
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
