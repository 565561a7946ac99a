"""What the public sees or once saw, each with the instant of the last change: for harvesters.

A record that no public index ever contained is in neither list.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from archive.catalogue.records.public_revisions import public_forms
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.restrictions.record_access import ASSIGNMENT
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import change_sets, events, merged, records

_SEEN = select(public_forms.c.record, public_forms.c.changed_at)
_SEEN = _SEEN.add_columns(records.c.kind, records.c.status, records.c.release_at, records.c.added_at)
_SEEN = _SEEN.outerjoin_from(public_forms, records, records.c.id == public_forms.c.record)
_CLOSED = select(events.c.record, func.max(events.c.at).label("at"))
_CLOSED = _CLOSED.where(events.c.record.in_(EACH), events.c.type == ASSIGNMENT).group_by(events.c.record)
_MERGED = select(merged.c.old, change_sets.c.at).join(change_sets, change_sets.c.n == merged.c.change_set)
_MERGED = _MERGED.where(merged.c.old.in_(EACH))
_NEVER = "1970-01-01T00:00:00Z"  # for records that an earlier version hid without leaving an event


@dataclass(frozen=True, slots=True, order=True)
class PublicItem:
    """A record that is public, or was (`deleted`). `at`: the UTC instant of its last change, release or removal, to the
    second. `kind` is empty for a record merged into another."""

    at: str
    record: str
    kind: str
    deleted: bool = False


def removed_items(conn: Connection, sight: Sight, only: Collection[str] | None = None) -> list[PublicItem]:
    """Return the records that were once public and may not be seen now. `only`: limit to these. The instant is when the
    public lost access, not when the hidden record was decided on later. If an earlier version did not note it, it is
    derived from the events."""
    rows = (
        conn.execute(_SEEN) if only is None else select_by_ids(conn, _SEEN.where(public_forms.c.record.in_(EACH)), only)
    )
    gone = {row.record: row for row in rows if row.status is None or not sight.sees(row)}
    at = {id_: row.changed_at or row.added_at or _NEVER for id_, row in gone.items()}
    untold = [id_ for id_, row in gone.items() if not row.changed_at]
    at |= {row.record: row.at for row in select_by_ids(conn, _CLOSED, untold)}
    at |= {row.old: row.at for row in select_by_ids(conn, _MERGED, untold)}
    return [PublicItem(second(at[id_]), id_, row.kind or "", True) for id_, row in gone.items()]


def second(at: str) -> str:
    """Return a UTC instant with seconds, `2026-05-03T10:00:00Z`."""
    return f"{at[:19]}Z"
