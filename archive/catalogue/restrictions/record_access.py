"""Read and change the status of a record within a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, update

from archive.access import Access, in_force, instant, is_public, utc_now
from archive.catalogue.relations.relations import linked
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import ACCESS_COLUMNS, events, records
from archive.messages import Message
from archive.record import Status

HELD_BY_HAND = Message("hold-archivist")
UNREAD = Access(Status.HELD, hold_reason=Message("hold-scan"))
WITHIN = Access(Status.HELD, hold_reason=Message("hold-scan-around"))
UNSCANNED = {
    "silent": Access(Status.HELD, hold_reason=Message("hold-unscanned-silent")),
    "slow": Access(Status.HELD, hold_reason=Message("hold-unscanned-slow")),
    "too-large": Access(Status.HELD, hold_reason=Message("hold-unscanned-large")),
    "broken": Access(Status.HELD, hold_reason=Message("hold-unscanned-broken")),
    "failed": Access(Status.HELD, hold_reason=Message("hold-unscanned-failed")),
    "unreadable": Access(Status.HELD, hold_reason=Message("hold-unscanned-unreadable")),
}
"""The access of a record with a file that the virus scanner could not scan, by why it could not."""
WAITING = (UNREAD, WITHIN, *UNSCANNED.values())
"""The accesses of a scan that waits for OCR, of a file inside one, and of what waits for the virus scanner."""
ASSIGNMENT = "policy assignment"  # the PREMIS eventType
PUBLIC_SINCE = "public_since"
"""In the detail of a release: when the embargo had ended, for the public saw the record already."""

# Statements that are run for every file are built once: building one costs several times as much as running it.
_ACCESS = select(*(records.c[name] for name in ACCESS_COLUMNS)).where(records.c.id == bindparam("id"))
_STATUSES = select(records.c.id, records.c.status, records.c.release_at).where(records.c.id.in_(EACH))
_CHANGE = update(records).where(records.c.id == bindparam("of"))
_BY_WORD = {status.value: status for status in Status}


def read_access(conn: Connection, record: str) -> Access:
    """Return who may see a record. Raise KeyError for an unknown record."""
    row = conn.execute(_ACCESS, {"id": record}).first()
    if row is None:
        raise KeyError(record)
    return Access.of(row._mapping)


def access_of(batch: Batch, record: str) -> Access:
    """Return who may see a record as of this transaction. Raise KeyError for an unknown record."""
    return read_access(batch.conn, record)


def status_of(batch: Batch, record: str) -> Status:
    """Return the status of a record as of this transaction."""
    access = access_of(batch, record)
    return in_force(access.status, access.release_at, batch.now)


def statuses_of(batch: Batch, ids: Iterable[str]) -> dict[str, Status]:
    """Return the statuses of these records as of this transaction, by id."""
    found = select_by_ids(batch.conn, _STATUSES, ids)
    return {row.id: in_force(_BY_WORD[row.status], row.release_at, batch.now) for row in found}


def access_by_words(values: Mapping[str, Any], now: str) -> Access:
    """Return the access that the embargo among a record's values gives it at the instant `now`."""
    embargo = values.get("embargo")
    if not embargo or embargo.get("enforced") is False:
        return Access(Status.RELEASED)
    until, words = embargo.get("until"), str(embargo.get("words") or "embargo")
    if until is not None and until <= now:
        return Access(Status.RELEASED)
    return Access(Status.HELD, release_at=until, hold_reason=words)


def holds_still() -> ColumnElement[bool]:
    """Return the condition that the hold noted in an event still applies. The record's own hour is never earlier than a
    noted one."""
    hour = func.coalesce(*(func.json_extract(events.c.detail, f"$.{key}") for key in ("order_until", "until")))
    return or_(hour.is_(None), hour > instant(utc_now()))


def note_hold(batch: Batch, record: str, **detail: Any) -> None:
    """Note in an event that something else also holds a record that is already held as strictly. Without it, a later
    release or undo would not know of this hold. `detail` is stored in the event."""
    access = access_of(batch, record)
    told: dict[str, Any] = dict.fromkeys(("before", "after"), access.status.value)
    batch.event(ASSIGNMENT, record, **told, until=access.release_at, **detail)


def set_access(batch: Batch, /, record: str, access: Access, **detail: Any) -> None:
    """Set who may see a record. `detail` is stored in the event. Linked records are indexed again, because they now
    show more or less."""
    before = access_of(batch, record)
    if before == access:
        return
    batch.conn.execute(_CHANGE, {"of": record} | access.columns())
    batch.touch(record, *linked(batch.conn, [record]))
    batch.regrouped.add(record)
    if access.status is not Status.RELEASED:
        batch.hidden.add(record)
    told: dict[str, Any] = {"before": before.status.value, "after": access.status.value, "until": access.release_at}
    if access.status is Status.RELEASED and is_public(before.status, before.release_at, batch.now):
        told[PUBLIC_SINCE] = before.release_at
    batch.event(ASSIGNMENT, record, **told, **detail)
