"""When records arrived: when the public could first see them; else when they came into the archive.

A held record arrived for the public when its embargo ended or it was released, however long it had been stored. One
that was hidden and released again arrived anew. No order or filter reveals an earlier instant to the public.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from archive.access import is_public
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.restrictions.record_access import ASSIGNMENT, PUBLIC_SINCE
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import events, records
from archive.record import Status

_RECORDS = select(records.c.id, records.c.status, records.c.release_at, records.c.added_at)
_RECORDS = _RECORDS.where(records.c.id.in_(EACH))
_ACCESSES = select(events.c.record, events.c.at, events.c.detail)
_ACCESSES = _ACCESSES.where(events.c.record.in_(EACH), events.c.type == ASSIGNMENT)
_HIDDEN = (Status.HELD.value, Status.WITHDRAWN.value)


def came_at(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, str]:
    """Return when each of these visible records arrived (UTC instants), by id."""
    rows = {row.id: row for row in select_by_ids(conn, _RECORDS, ids) if sight.sees(row)}
    came = {id_: max(row.added_at, _embargo_end(row, sight.now)) for id_, row in rows.items()}
    released = [id_ for id_, row in rows.items() if row.status == Status.RELEASED]
    for event in select_by_ids(conn, _ACCESSES, released):
        came[event.record] = max(came[event.record], _release(event))
    return came


def _embargo_end(row: Any, now: str) -> str:
    """Return when the embargo of a record ended, empty if it has none or it still applies."""
    return row.release_at or "" if is_public(Status(row.status), row.release_at, now) else ""


def _release(event: Any) -> str:
    """Return when an event made a record visible to the public, empty if none did. A record that was public before
    keeps its time."""
    detail = event.detail or {}
    if detail.get("after") != Status.RELEASED.value or detail.get("before") not in _HIDDEN:
        return ""
    return str(detail.get(PUBLIC_SINCE) or event.at)
