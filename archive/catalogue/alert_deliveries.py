"""How far each alert has looked, and its reports: those that wait, those that were delivered, those given up.

A report keeps the ids of its records alone. What they say is read when it is sent, as the public sees it then.
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

# `revision`: the public revision up to which an alert knows the records. `error`: why it could not look.
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
    """The public revision that an alert has looked up to, when (UTC), and why it could not look, empty if it could."""

    revision: int
    looked_at: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class AlertDelivery:
    """A report of an alert. `id` tells it from all others, also when it is sent again; instants are UTC."""

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
    """Return what is wrong with an alert now: that it could not look, or that its last report failed; else empty."""
    return (progress.error if progress else "") or (last.error if last else "")


def progress_of(conn: Connection) -> dict[str, AlertProgress]:
    """Return how far each alert has looked, by its name."""
    rows = conn.execute(select(alert_progress))
    return {row.alert: AlertProgress(row.revision, row.looked_at, _said(row.error)) for row in rows}


def note_progress(
    conn: Connection, alert: str, progress: AlertProgress, reports: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Note how far an alert has looked, and what it found: the records of new reports, by their ids."""
    error = message_to_json(progress.error) if progress.error else None
    row = {"alert": alert, "revision": progress.revision, "looked_at": progress.looked_at, "error": error}
    conn.execute(_PUT, row)
    for id_, records in (reports or {}).items():
        made = {"id": id_, "alert": alert, "records": [*records], "made_at": progress.looked_at}
        conn.execute(insert(alert_deliveries), made | {"state": WAITING, "attempts": 0, "next_at": progress.looked_at})


def due_deliveries(conn: Connection, now: str) -> list[AlertDelivery]:
    """Return the reports that are to be sent by now, the oldest first."""
    due = select(alert_deliveries).where(alert_deliveries.c.state == WAITING, alert_deliveries.c.next_at <= now)
    return [_delivery(row) for row in conn.execute(due.order_by(alert_deliveries.c.made_at, alert_deliveries.c.id))]


def note_delivery(conn: Connection, delivery: AlertDelivery) -> None:
    """Note what became of a report."""
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
    """Return how many reports of each alert wait."""
    waiting = select(alert_deliveries.c.alert, func.count()).where(alert_deliveries.c.state == WAITING)
    return {row.alert: row[1] for row in conn.execute(waiting.group_by(alert_deliveries.c.alert))}


def forget_deliveries(conn: Connection, before: str) -> None:
    """Drop the reports that were done with before that instant."""
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
    """The messages of a column; the code of one for which this version has no words."""
    return message_from_json(stored, str(stored[0].get("code", ""))) if stored else ""
