"""Events that wait for a decision of the archivist, and events that they may be merged with."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, and_, func, select

from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import event_decisions, event_members, event_ties

_OF_RECORDS = select(event_members).where(event_members.c.record.in_(EACH))


def events_of(conn: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the event key of each of these records that is in an event."""
    return {row.record: row.event for row in select_by_ids(conn, _OF_RECORDS, sorted(ids))}


def doubtful_events(conn: Connection) -> list[str]:
    """Return the keys of events with possible records that are not members, newest first."""
    near, far = event_members.alias(), event_members.alias()
    said = event_decisions
    found: set[tuple[str, str]] = set()
    for mine, other in ((event_ties.c.one, event_ties.c.other), (event_ties.c.other, event_ties.c.one)):
        rows = (
            select(near.c.event, near.c.day)
            .join(event_ties, mine == near.c.record)
            .outerjoin(far, and_(far.c.record == other, far.c.event == near.c.event))
            .outerjoin(said, and_(said.c.event == near.c.event, said.c.record == other, said.c.holds.is_(False)))
            .where(event_ties.c.sure.is_(False), far.c.record.is_(None), said.c.record.is_(None))
        )
        found.update((row.event, row.day) for row in conn.execute(rows.distinct()))
    days: dict[str, str] = {}
    for key, day in found:
        days[key] = max(day, days.get(key, ""))
    return sorted(sorted(days), key=lambda key: days[key], reverse=True)


def events_around(conn: Connection, first: str, last: str, most: int) -> list[str]:
    """Return the keys of up to `most` events with records of these days (ISO 8601)."""
    day = func.substr(event_members.c.day, 1, 10)
    found = select(event_members.c.event).where(day >= first[:10], day <= last[:10], event_members.c.day != "")
    return list(conn.execute(found.distinct().order_by(event_members.c.event).limit(most)).scalars())
