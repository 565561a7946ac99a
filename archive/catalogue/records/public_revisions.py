"""The public revision: the number of the last change that the public could see, of each record and of all.

The catalogue's own revision grows with every change, so it would reveal changes of held records. The public one grows
only when the public index shows a record in another form, and when a record in it is hidden: in the same transaction,
because the index may follow later. A form is a digest (archive.search.index.documents.form_of). Clients that keep a
copy of the public records follow these numbers (`changes_since`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, Text, select, text, tuple_, update

from archive.access import is_public
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import meta, metadata, records
from archive.record import Status

# The form in which the public last saw each record, empty if it does not see it any more, and the revision and time
# (UTC) of that change. `shown_since`: the revision since which the record has been public without interruption; 0 and
# no time if an earlier version of this project showed it. Rows of merged records are kept.
public_forms = Table(
    "public_forms",
    metadata,
    Column("record", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("revision", Integer, nullable=False, index=True),
    Column("shown_since", Integer, nullable=False, server_default=text("0")),
    Column("changed_at", Text, nullable=False, server_default=text("''")),
    sqlite_with_rowid=False,
)
_KEY = "public_revision"
_NOW = select(meta.c.value).where(meta.c.key == _KEY)
_OF = select(public_forms).where(public_forms.c.record.in_(EACH))
_PUT = upsert(public_forms)
_CHANGES = select(public_forms, records.c.status, records.c.release_at, records.c.added_at)
_CHANGES = _CHANGES.outerjoin_from(public_forms, records, records.c.id == public_forms.c.record)
_PLACE = tuple_(public_forms.c.revision, public_forms.c.record)
_CHANGES = _CHANGES.order_by(public_forms.c.revision, public_forms.c.record)
_SHOWN = select(public_forms.c.record, records.c.status, records.c.release_at)
_SHOWN = _SHOWN.outerjoin_from(public_forms, records, records.c.id == public_forms.c.record)
_SHOWN = _SHOWN.where(public_forms.c.record.in_(EACH), public_forms.c.form != "")


def current(conn: Connection) -> int:
    """Return the number of the last change that an index showed to the public, 0 at first."""
    return int(conn.execute(_NOW).scalar_one())


def revisions_of(conn: Connection, ids: Collection[str]) -> dict[str, int]:
    """Return the public revision of each record; for one that no index has shown yet, the overall one."""
    known = {row.record: row.revision for row in select_by_ids(conn, _OF, ids)}
    now = current(conn) if len(known) < len(ids) else 0
    return {id_: known.get(id_, now) for id_ in ids}


def changed(conn: Connection, forms: Mapping[str, str]) -> list[str]:
    """Return those of the records whose present public form differs. An empty form: the public does not see it."""
    return [*_changed_rows(conn, forms)]


def _changed_rows(conn: Connection, forms: Mapping[str, str]) -> dict[str, Any]:
    """Return the present rows of those records, None for one that was never public."""
    known = {row.record: row for row in select_by_ids(conn, _OF, forms)}
    before = {id_: known.get(id_) for id_ in forms}
    return {id_: row for id_, row in before.items() if (row.form if row else "") != forms[id_]}


def publish(conn: Connection, forms: Mapping[str, str], at: str, least: int = 0) -> None:
    """Store the forms in which the public sees these records from the instant `at`. Take the next revision if any
    changed, or `least` if that is later."""
    changed_rows = _changed_rows(conn, forms)
    if not changed_rows and not least:
        return
    now = max(current(conn) + bool(changed_rows), least)
    conn.execute(update(meta).where(meta.c.key == _KEY).values(value=now))
    if changed_rows:
        rows = [
            {
                "record": id_,
                "form": forms[id_],
                "revision": now,
                "shown_since": row.shown_since if row and row.form else now,
                "changed_at": at,
            }
            for id_, row in changed_rows.items()
        ]
        conn.execute(_PUT, rows)


def hide(conn: Connection, ids: Collection[str], now: str) -> None:
    """Note which of these records were public so far and may not be seen at the instant `now`. Merged ones count as
    removed."""
    shown = select_by_ids(conn, _SHOWN, ids)
    kept = {row.record for row in shown if row.status and is_public(Status(row.status), row.release_at, now)}
    publish(conn, {row.record: "" for row in shown if row.record not in kept}, now)


@dataclass(frozen=True, slots=True)
class PublicChange:
    """The last public change of a record. `revision` numbers it, `at` is its time (UTC), None if unknown. `shown_since`
    is the revision since which the record has been public; None if it is not public now."""

    id: str
    revision: int
    at: str | None
    shown_since: int | None


def changes_since(conn: Connection, after: tuple[int, str], limit: int, now: str) -> list[PublicChange]:
    """Return up to `limit` records whose last public change comes after that (revision, id), in this order, as of the
    instant `now`. Records that were never public are not included."""
    rows = conn.execute(_CHANGES.where(tuple_(*after) < _PLACE).limit(limit))
    return [_change_of(row, now) for row in rows]


def _change_of(row: Any, now: str) -> PublicChange:
    seen = bool(row.form and row.status) and is_public(Status(row.status), row.release_at, now)
    at = row.changed_at or (row.added_at if seen else None)
    return PublicChange(row.record, row.revision, at, row.shown_since if seen else None)
