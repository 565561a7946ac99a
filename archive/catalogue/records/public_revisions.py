"""The public revision: the number of the last change that the public could see, of each record and of all.

The catalogue's own revision grows with every change, so it would tell outsiders about held records. The public one
grows only when the index shows the public a record in another form, and when a record that an index showed is hidden:
in the same transaction, for the index may follow later. A form is a digest (archive.search.index.documents.form_of).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Column, Connection, Integer, Table, Text, select, update

from archive.access import is_public
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import meta, metadata, records
from archive.record import Status

# The form in which the public last saw each record, empty when it sees it no longer, and the revision of that change.
# The rows of records that were merged stay.
public_forms = Table(
    "public_forms",
    metadata,
    Column("record", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    sqlite_with_rowid=False,
)
_KEY = "public_revision"
_NOW = select(meta.c.value).where(meta.c.key == _KEY)
_OF = select(public_forms).where(public_forms.c.record.in_(EACH))
_PUT = upsert(public_forms)
_SHOWN = select(public_forms.c.record, records.c.status, records.c.release_at)
_SHOWN = _SHOWN.outerjoin_from(public_forms, records, records.c.id == public_forms.c.record)
_SHOWN = _SHOWN.where(public_forms.c.record.in_(EACH), public_forms.c.form != "")


def current(conn: Connection) -> int:
    """Return the number of the last change that an index showed the public, 0 at first."""
    return int(conn.execute(_NOW).scalar_one())


def revisions_of(conn: Connection, ids: Collection[str]) -> dict[str, int]:
    """Return the public revision of each record; of one that no index has shown yet, that of all."""
    known = {row.record: row.revision for row in select_by_ids(conn, _OF, ids)}
    now = current(conn) if len(known) < len(ids) else 0
    return {id_: known.get(id_, now) for id_ in ids}


def changed(conn: Connection, forms: Mapping[str, str]) -> list[str]:
    """Return those of the records that the public saw in another form so far. An empty form: it does not see it."""
    known = {row.record: row.form for row in select_by_ids(conn, _OF, forms)}
    return [id_ for id_, form in forms.items() if known.get(id_, "") != form]


def publish(conn: Connection, forms: Mapping[str, str], least: int = 0) -> None:
    """Note the forms in which the public sees these records from now on. Take the next revision if any changed, or
    `least` if that is later."""
    ids = changed(conn, forms)
    if not ids and not least:
        return
    now = max(current(conn) + bool(ids), least)
    conn.execute(update(meta).where(meta.c.key == _KEY).values(value=now))
    if ids:
        conn.execute(_PUT, [{"record": id_, "form": forms[id_], "revision": now} for id_ in ids])


def hide(conn: Connection, ids: Collection[str], now: str) -> None:
    """Note which of these records the public saw so far and may not see at the instant `now`. Merged ones are gone."""
    shown = select_by_ids(conn, _SHOWN, ids)
    kept = {row.record for row in shown if row.status and is_public(Status(row.status), row.release_at, now)}
    publish(conn, {row.record: "" for row in shown if row.record not in kept})
