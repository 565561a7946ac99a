"""Scans: which records wait for OCR, the recognized pages, and embargoes until then.

A file inside a scan waits with it, because an embargo of the scan would apply to it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from archive.access import Access, stricter
from archive.catalogue.receipts import file_paths
from archive.catalogue.records.record_writes import known, newest
from archive.catalogue.restrictions.record_access import (
    UNREAD,
    UNSCANNED,
    WAITING,
    WITHIN,
    read_access,
    set_access,
    status_of,
)
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import scan_pages, scans
from archive.messages import Message, reason_columns, stored_message
from archive.record import Status

_PUT_SCAN, _PUT_PAGE = upsert(scans), upsert(scan_pages)
_OTHERS = (WITHIN, *UNSCANNED.values())  # records that also wait for something other than their own OCR
_LEFT_BEHIND = Access(Status.HELD, hold_reason=Message("hold-scan-replaced"))


@dataclass(frozen=True, slots=True)
class Scan:
    """A record with scanned pages, counted from 1 (empty: not found yet, or it only waits for a scan that contained
    it). `sha256` is their original. `otherwise` is the access that the record gets when it no longer waits."""

    record: str
    sha256: str
    pages: tuple[int, ...]
    pending: bool
    otherwise: Access | None = None


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A recognized page. `confidence` is 0 to 100, the mean of its words weighted by length; None for an empty page.
    `reason` says why it could not be read."""

    page: int
    text: str
    confidence: int | None
    languages: str
    reason: str | None = None


def of_record(conn: Connection, record: str) -> Scan | None:
    """Return the scan of a record, or None."""
    row = conn.execute(select(scans).where(scans.c.record == record)).first()
    return None if row is None else _scan(row)


def pending(conn: Connection) -> list[Scan]:
    """Return the records that wait for OCR, those with few pages first."""
    found = [_scan(row) for row in conn.execute(select(scans).where(scans.c.pending).order_by(scans.c.record))]
    return sorted(found, key=lambda scan: len(scan.pages))


def pages_of(conn: Connection, sha256: str) -> list[ReadPage]:
    """Return the recognized pages of these bytes, in order."""
    rows = conn.execute(select(scan_pages).where(scan_pages.c.sha256 == sha256).order_by(scan_pages.c.page))
    return [
        ReadPage(row.page, row.text, row.confidence, row.languages, stored_message(row.reason, row.messages))
        for row in rows
    ]


def count_read_pages(conn: Connection) -> dict[str, int]:
    """Return how many pages of each original that waits for OCR are recognized already."""
    waiting = select(scans.c.sha256).where(scans.c.pending)
    counted = select(scan_pages.c.sha256, func.count().label("n")).where(scan_pages.c.sha256.in_(waiting))
    return {row.sha256: row.n for row in conn.execute(counted.group_by(scan_pages.c.sha256))}


def came_in(conn: Connection, record: str) -> list[str]:
    """Return the records with a file that arrived inside a file of this record, at any depth, and was known nowhere
    else before: those inside one now, and those that still wait for its OCR."""
    found = file_paths.read_members(conn, record)
    return [one for one, lies_there in found.items() if lies_there or read_access(conn, one) == WITHIN]


def waits_for_words(conn: Connection, record: str) -> Access | None:
    """Return what a record waits for: its own OCR (UNREAD) or that of a scan around it (WITHIN). None if it waits for
    none, or if its access afterwards is unknown."""
    scan = of_record(conn, record)
    if scan is None or scan.otherwise is None:
        return None
    if _is_in_unread(conn, record):
        return WITHIN
    return UNREAD if scan.pending else None


def _is_in_unread(conn: Connection, record: str) -> bool:
    around = (of_record(conn, one) for one in file_paths.read_containers(conn, record))
    return any(scan is not None and scan.pending for scan in around)


def expect(batch: Batch, record: str, pages: Sequence[int], hold: bool) -> list[str]:
    """Note that pages of a record's present bytes wait for OCR. With `hold` the record, and the files inside it, are
    held until then. Return the other records that were public and are held now."""
    before, sha256 = of_record(batch.conn, record), newest(batch, record)
    if sha256 is None:
        return []
    _leave_behind(batch, record, before)
    access = known(batch, record).access
    otherwise = before.otherwise if before and access in WAITING else None
    if hold and access not in WAITING and not _never_opens(access):
        otherwise = access
        set_access(batch, record, UNREAD)
    _put(batch, Scan(record, sha256, tuple(pages), True, otherwise))
    batch.touch(record)
    inside = came_in(batch.conn, record) if hold else []
    public = [one for one in inside if status_of(batch, one) is Status.RELEASED]
    for one in inside:
        wait_within(batch, one)
    return [one for one in public if status_of(batch, one) is not Status.RELEASED]


def _leave_behind(batch: Batch, record: str, before: Scan | None) -> None:
    """Hold, until someone decides, files that arrived in earlier bytes of a record, wait for its OCR, and are not in
    the present bytes. The earlier bytes are never read."""
    if before is None or before.sha256 == newest(batch, record):
        return
    for one, lies_there in file_paths.read_members(batch.conn, record).items():
        scan = None if lies_there else of_record(batch.conn, one)
        now = known(batch, one).access
        if scan is None or now not in _OTHERS:
            continue
        access = stricter(_LEFT_BEHIND, scan.otherwise or _LEFT_BEHIND, batch.now)
        if scan.pending or now != WITHIN:
            _put(batch, replace(scan, otherwise=access))
        if now == WITHIN:
            set_access(batch, one, UNREAD if scan.pending else access)


def wait_within(batch: Batch, record: str) -> None:
    """Hold a record until the scan that contained it is read, unless someone has to decide on it anyway."""
    access, scan, sha256 = known(batch, record).access, of_record(batch.conn, record), newest(batch, record)
    if sha256 is None or access == WITHIN or (access != UNREAD and _never_opens(access)):
        return
    scan = scan or Scan(record, sha256, (), False)
    _put(batch, replace(scan, otherwise=scan.otherwise if access == UNREAD else access))
    set_access(batch, record, WITHIN)


def open_scan(batch: Batch, record: str, access: Access) -> None:
    """Give a record that waited for OCR this access. If it waits for something else, it gets it after that."""
    if known(batch, record).access in _OTHERS:
        hold_also(batch, record, access)
    else:
        _open(batch, record, access)


def _open(batch: Batch, record: str, access: Access) -> None:
    """Open it. No text or table can have held it more strictly than the wait did; their embargoes are applied now."""
    set_access(batch, record, access)
    batch.tied.add(record)
    batch.moved.add(record)


def open_within(batch: Batch, record: str) -> None:
    """Open what waits for this scan, which has been read. A scan inside still waits for its own OCR, and a file in
    another unread scan waits for that one."""
    if known(batch, record).access == WITHIN:
        return
    for one in came_in(batch.conn, record):
        scan = of_record(batch.conn, one)
        if scan is not None and known(batch, one).access == WITHIN and not _is_in_unread(batch.conn, one):
            access = UNREAD if scan.pending else scan.otherwise
            if access is not None:
                _open(batch, one, access)


def hold_also(batch: Batch, record: str, otherwise: Access) -> None:
    """Store the access that a record held as a scan gets when it is read."""
    scan = of_record(batch.conn, record)
    if scan is not None:
        _put(batch, Scan(record, scan.sha256, scan.pages, scan.pending, otherwise))


def done(batch: Batch, record: str, pages: Sequence[int]) -> None:
    """Note that all these pages of a record are recognized."""
    scan = of_record(batch.conn, record)
    if scan is not None:
        otherwise = scan.otherwise if known(batch, record).access in _OTHERS else None
        _put(batch, Scan(record, scan.sha256, tuple(pages), False, otherwise))


def over(batch: Batch, record: str) -> None:
    """Note that a record has no pages left to read. If it was held only for them, it and the files inside it get their
    former access."""
    scan, access = of_record(batch.conn, record), known(batch, record).access
    if scan is None:
        return
    _leave_behind(batch, record, scan)
    if access in _OTHERS:
        _put(batch, replace(scan, pages=(), pending=False))
        if access != WITHIN:
            open_within(batch, record)
        return
    if scan.otherwise is not None and access == UNREAD:
        _open(batch, record, scan.otherwise)
    batch.conn.execute(delete(scans).where(scans.c.record == record))
    open_within(batch, record)


def put_scan(batch: Batch, scan: Scan, otherwise: Access) -> None:
    """Store a scan, with the access that its record gets when it no longer waits."""
    _put(batch, replace(scan, otherwise=otherwise))


def keep_pages(batch: Batch, sha256: str, pages: Iterable[ReadPage]) -> None:
    """Store recognized pages of these bytes, replacing earlier results for the same pages."""
    for some in in_chunks(pages):
        for one in some:
            row = {"sha256": sha256, "page": one.page, "languages": one.languages, "text": one.text}
            row |= {"confidence": one.confidence, "read_at": batch.now, **reason_columns(one.reason)}
            batch.conn.execute(_PUT_PAGE, row)


def _put(batch: Batch, scan: Scan) -> None:
    otherwise = None if scan.otherwise is None else scan.otherwise.columns()
    row: dict[str, Any] = {"record": scan.record, "sha256": scan.sha256, "pages": list(scan.pages)}
    row |= {"pending": scan.pending, "otherwise": otherwise}
    batch.conn.execute(_PUT_SCAN, row)


def _scan(row: Row[Any]) -> Scan:
    otherwise = Access.of(row.otherwise) if row.otherwise else None
    return Scan(row.record, row.sha256, tuple(row.pages), bool(row.pending), otherwise)


def _never_opens(access: Access) -> bool:
    return access.status is Status.WITHDRAWN or (access.status is Status.HELD and access.release_at is None)
