"""What the archivist looks through: the records of one status, and what was done to a record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from archive.access import in_force
from archive.catalogue.tables import events, records
from archive.record import Status

_OF = (records.c.id, records.c.status, records.c.release_at)


def of_status(conn: Connection, status: Status, now: str) -> list[str]:
    """The ids of the records that have this status at the instant `now`: held ones by the hour at which they come out,
    those without one last; all others the newest first."""
    may = records.c.status.in_({status.value, Status.HELD.value})  # a held one is released once its hour has come
    rows = conn.execute(select(*_OF).where(may).order_by(records.c.added_at.desc(), records.c.id)).all()
    found = [row for row in rows if _now(row, now) is status]
    if status is Status.HELD:
        found.sort(key=lambda row: row.release_at or "~")
    return [row.id for row in found]


def _now(row: Any, now: str) -> Status:
    return in_force(Status(row.status), row.release_at, now)


def done_to(conn: Connection, record: str, before: int | None, most: int) -> list[dict[str, Any]]:
    """At most so many events of a record, the newest first, of those before number `before`."""
    wanted = select(events).where(events.c.record == record).order_by(events.c.n.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(events.c.n < before)
    return [dict(row._mapping) for row in conn.execute(wanted)]
