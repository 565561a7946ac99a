"""The progress of each alert and its reports: waiting, delivered or given up.

A report stores only the ids of its records. Their content is read when it is sent, as the public sees it then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, Text, delete, func, insert, select, update

from archive.catalogue.schema.column_types import Json, Messages
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import metadata
from archive.messages import message_from_json, message_to_json

WAITING, DELIVERED, FAILED, EMPTY = "waiting", "delivered", "failed", "empty"
"""The states of a report; EMPTY: none of its records was public any more when it was to be sent."""

# `revision`: the public revision up to which the alert has reported. `error`: why the last search failed.
alert_progress = Table(
    "alert_progress",
    metadata,
    Column("alert", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("looked_at", Text, nullable=False),
    Column("error", Messages),
)
alert_deliveries = Table(
    "alert_deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("alert", Text, nullable=False),
    Column("records", Json, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Text, nullable=False, index=True),
    Column("done_at", Text),
    Column("error", Messages),
)
_PUT = upsert(alert_progress)
_LAST = alert_deliveries.c.made_at.desc(), alert_deliveries.c.id.desc()


@dataclass(frozen=True, slots=True)
class AlertProgress:
    """The public revision that an alert has reached, when (UTC), and why its last search failed, empty if it did
    not."""

    revision: int
    looked_at: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class AlertDelivery:
    """A report of an alert. `id` is unique and stays the same if it is sent again; instants are UTC."""

    id: str
    alert: str
    records: tuple[str, ...]
    made_at: str
    state: str = WAITING
    attempts: int = 0
    next_at: str = ""
    done_at: str | None = None
    error: str = ""


def alert_error(progress: AlertProgress | None, last: AlertDelivery | None) -> str:
    """Return an alert's current error: its search or its last report failed; else empty."""
    return (progress.error if progress else "") or (last.error if last else "")


def progress_of(conn: Connection) -> dict[str, AlertProgress]:
    """Return the progress of each alert, by name."""
    rows = conn.execute(select(alert_progress))
    return {row.alert: AlertProgress(row.revision, row.looked_at, _said(row.error)) for row in rows}


def note_progress(
    conn: Connection, alert: str, progress: AlertProgress, reports: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Store an alert's progress and the records of its new reports, by report id."""
    error = message_to_json(progress.error) if progress.error else None
    row = {"alert": alert, "revision": progress.revision, "looked_at": progress.looked_at, "error": error}
    conn.execute(_PUT, row)
    for id_, records in (reports or {}).items():
        made = {"id": id_, "alert": alert, "records": [*records], "made_at": progress.looked_at}
        conn.execute(insert(alert_deliveries), made | {"state": WAITING, "attempts": 0, "next_at": progress.looked_at})


def due_deliveries(conn: Connection, now: str) -> list[AlertDelivery]:
    """Return the reports that are due now, oldest first."""
    due = select(alert_deliveries).where(alert_deliveries.c.state == WAITING, alert_deliveries.c.next_at <= now)
    return [_delivery(row) for row in conn.execute(due.order_by(alert_deliveries.c.made_at, alert_deliveries.c.id))]


def note_delivery(conn: Connection, delivery: AlertDelivery) -> None:
    """Store the outcome of a delivery."""
    values: dict[str, Any] = {name: getattr(delivery, name) for name in ("state", "attempts", "next_at", "done_at")} | {
        "error": message_to_json(delivery.error) if delivery.error else None
    }
    conn.execute(update(alert_deliveries).where(alert_deliveries.c.id == delivery.id).values(values))


def last_deliveries(conn: Connection) -> dict[str, AlertDelivery]:
    """Return the last report of each alert, by its name."""
    found: dict[str, AlertDelivery] = {}
    for row in conn.execute(select(alert_deliveries).order_by(*_LAST)):
        found.setdefault(row.alert, _delivery(row))
    return found


def waiting_counts(conn: Connection) -> dict[str, int]:
    """Return the number of waiting reports of each alert."""
    waiting = select(alert_deliveries.c.alert, func.count()).where(alert_deliveries.c.state == WAITING)
    return {row.alert: row[1] for row in conn.execute(waiting.group_by(alert_deliveries.c.alert))}


def forget_deliveries(conn: Connection, before: str) -> None:
    """Delete reports that were finished before that instant."""
    conn.execute(delete(alert_deliveries).where(alert_deliveries.c.done_at < before))


def _delivery(row: Any) -> AlertDelivery:
    return AlertDelivery(
        row.id,
        row.alert,
        tuple(row.records),
        row.made_at,
        row.state,
        row.attempts,
        row.next_at,
        row.done_at,
        _said(row.error),
    )


def _said(stored: Any) -> str:
    """Return the messages of a column; for an unknown code, the code itself."""
    return message_from_json(stored, str(stored[0].get("code", ""))) if stored else ""
