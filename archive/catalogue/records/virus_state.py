"""Results of the virus scanner for files of records, and which records wait for it.

The results are in the events. While a record waits, the table of scans has the access that it gets afterwards, as for a
scan that waits for OCR. A decision of the archivist ends the wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from archive.access import Access
from archive.catalogue.records import scan_state
from archive.catalogue.records.record_writes import known, newest
from archive.catalogue.records.scan_state import Scan
from archive.catalogue.restrictions.record_access import UNSCANNED, WAITING, set_access
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import ACCESS_COLUMNS, assets, events, records, scans
from archive.messages import Message, has_code, join_messages, messages_of
from archive.record import Status
from archive.virus_scanner import VirusCheck

VIRUS_CHECK = "virus check"  # the PREMIS eventType
_DETAIL = {
    key: func.json_extract(events.c.detail, f"$.{key}") for key in ("sha256", "signature", "unscanned", "signatures")
}
_ACCESSES = select(records.c.id, *(records.c[name] for name in ACCESS_COLUMNS))
_REASONS = _ACCESSES.where(records.c.id.in_(EACH))
_SCANNED = Access(Status.HELD, hold_reason=Message("hold-virus-scanned"))


def note_virus_check(batch: Batch, record: str, sha256: str, check: VirusCheck, signatures: str = "") -> None:
    """Store the scanner's result for a file of a record in an event, with the version of its signatures if known."""
    detail = {"signature": check.signature, "unscanned": check.unscanned, "signatures": signatures}
    outcome = "success" if check.is_clean else "failure"
    batch.event(VIRUS_CHECK, record, outcome, sha256=sha256, **{key: one for key, one in detail.items() if one})


def virus_results(batch: Batch, record: str) -> dict[str, str]:
    """Return the scanner's latest results for the scanned files of a record, by digest: the signature found, or
    empty."""
    batch.write_events()
    return _results(batch.conn, record)


def _results(conn: Connection, record: str) -> dict[str, str]:
    told = select(*_DETAIL.values()).where(events.c.record == record, events.c.type == VIRUS_CHECK)
    rows = conn.execute(told.order_by(events.c.n))
    return {sha256: signature or "" for sha256, signature, unscanned, _ in rows if unscanned is None}


def left_to_scan(batch: Batch, record: str) -> list[str]:
    """Return what `files_to_scan` does, as of this transaction."""
    batch.write_events()
    return files_to_scan(batch.conn, record)


def files_to_scan(conn: Connection, record: str) -> list[str]:
    """Return the digests of the files of a record that were never scanned."""
    scanned = _results(conn, record)
    files = conn.execute(select(assets.c.sha256).where(assets.c.record == record).order_by(assets.c.n)).scalars()
    return [sha256 for sha256 in dict.fromkeys(files) if sha256 not in scanned]


def files_scanned_before(conn: Connection, signatures: str) -> list[str]:
    """Return the digests of the files of records that were not scanned with this version of the signatures: first those
    never scanned, then the one scanned longest ago. An empty version matches none."""
    scans_made = select(events.c.n, *_DETAIL.values()).where(events.c.type == VIRUS_CHECK).order_by(events.c.n)
    last: dict[str, tuple[int, str | None]] = {}
    for n, sha256, _, unscanned, version in conn.execute(scans_made, execution_options={"yield_per": 10_000}):
        if unscanned is None:
            last[sha256] = (n, version)
    kept = conn.execute(select(assets.c.sha256).distinct()).scalars()
    due = [sha256 for sha256 in kept if not signatures or last.get(sha256, (0, None))[1] != signatures]
    return sorted(due, key=lambda sha256: (last.get(sha256, (0, None))[0], sha256))


def unscanned_records(conn: Connection) -> list[str]:
    """Return the records that are held until the virus scanner has scanned their files."""
    return [row.id for row in _held_rows(conn) if Access.of(row._mapping) in UNSCANNED.values()]


def count_viruses(conn: Connection) -> int:
    """Return how many records are held because of a virus."""
    return sum(has_code(Access.of(row._mapping).hold_reason or "", "hold-virus") for row in _held_rows(conn))


def _held_rows(conn: Connection) -> Iterator[Row[Any]]:
    """Return the records that are held for a reason of the archive itself, not by an embargo with an hour."""
    held = _ACCESSES.where(records.c.status == Status.HELD.value, records.c.release_at.is_(None))
    yield from conn.execute(held.where(records.c.hold_messages.is_not(None)).order_by(records.c.id))


def with_reason(virus: Access, before: Access) -> Access:
    """Return the hold for a virus, including the reason of the hold that it replaces."""
    if before.status is Status.RELEASED:
        return virus
    also = Message("hold-virus-also", words=str(before.hold_reason)[:200])
    return replace(virus, hold_reason=join_messages([virus.hold_reason or "", also]))


def hold_for_virus(batch: Batch, record: str, signature: str) -> None:
    """Hold a record, until someone decides, because of a virus. One that is withdrawn, or already held for a virus, is
    not changed."""
    before = known(batch, record).access
    if before.status is Status.WITHDRAWN or has_code(before.hold_reason or "", "hold-virus"):
        return
    virus = Access(Status.HELD, hold_reason=Message("hold-virus", signature=signature))
    set_access(batch, record, with_reason(virus, access_once_scanned(batch, record)))


def viruses_among(conn: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return those of these records that are held because of a virus, with its signature."""
    found: dict[str, str] = {}
    for row in select_by_ids(conn, _REASONS, ids):
        for one in messages_of(Access.of(row._asdict()).hold_reason or ""):
            if one.code == "hold-virus":
                found.setdefault(row.id, str(one.params["signature"]))
    return found


def is_unscanned(batch: Batch, record: str) -> bool:
    """Return whether a record waits for the virus scanner."""
    return known(batch, record).access in UNSCANNED.values()


def wait_for_virus_scan(batch: Batch, record: str, why: str) -> None:
    """Hold a record until its files are scanned; the key of UNSCANNED `why` says why they were not. Other reasons to
    hold it apply again afterwards. A withdrawn record stays withdrawn."""
    access, sha256 = known(batch, record).access, newest(batch, record)
    if access.status is Status.WITHDRAWN or sha256 is None:
        return
    if access in UNSCANNED.values():
        set_access(batch, record, UNSCANNED[why])
        return
    scan = scan_state.of_record(batch.conn, record) or Scan(record, sha256, (), False)
    if access not in WAITING or scan.otherwise is None:
        scan_state.put_scan(batch, scan, access)
    set_access(batch, record, UNSCANNED[why])


def access_once_scanned(batch: Batch, record: str) -> Access:
    """Return the access of a record; for one that waits for the virus scanner, the access it gets afterwards."""
    access = known(batch, record).access
    if access not in UNSCANNED.values():
        return access
    scan = scan_state.of_record(batch.conn, record)
    return _SCANNED if scan is None or scan.otherwise is None else scan.otherwise


def end_virus_wait(batch: Batch, record: str, *, hold_scans: bool) -> bool:
    """Give a record that waited for the virus scanner its access. With `hold_scans`, a scan then waits for OCR. Return
    whether it waited."""
    if known(batch, record).access not in UNSCANNED.values():
        return False
    scan, access = scan_state.of_record(batch.conn, record), access_once_scanned(batch, record)
    waits = scan_state.waits_for_words(batch.conn, record) if hold_scans else None
    if waits is not None:
        set_access(batch, record, waits)
        return True
    set_access(batch, record, access)
    batch.tied.add(record)  # what its texts and tables would have held it for meanwhile
    batch.moved.add(record)
    if scan is not None and not scan.pages and not scan.pending:
        batch.conn.execute(delete(scans).where(scans.c.record == record))
    return True
