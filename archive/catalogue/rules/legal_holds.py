"""Legal holds: while one is in force, its records cannot be removed. They do not affect who may see a record.

A hold covers the records selected when it was set, and those added to its collection since. A record that leaves the
collection, is merged or is split stays under the hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from archive.catalogue.restrictions.embargo_propagation import read_parts
from archive.catalogue.rules.collection_rules import collection_key, names_in, records_in_collection
from archive.catalogue.rules.liftable import Liftable, mark_row_lifted, required_reason, row_in_force
from archive.catalogue.rules.rule_dates import rows_of
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import held_for_law, legal_holds
from archive.errors import BadRule
from archive.messages import Message
from archive.text.orthography import collapse

RECORD, QUERY, COLLECTION = "record", "query", "collection"
LONGEST_CASE = 200  # characters
_SET, _LIFTED = "legal hold set", "legal hold lifted"
_MEMBERS = select(held_for_law.c.record, legal_holds).join(legal_holds, legal_holds.c.n == held_for_law.c.hold)
_MEMBERS = _MEMBERS.where(held_for_law.c.record.in_(EACH), legal_holds.c.lifted_at.is_(None))
_ANY = select(legal_holds.c.n).where(legal_holds.c.lifted_at.is_(None)).limit(1)
_PUT = upsert(held_for_law)


@dataclass(frozen=True, slots=True)
class LegalHold(Liftable):
    """A legal hold: `scope` is record, query or collection, `target` the ids, the query or the name."""

    n: int
    case_name: str
    scope: str
    target: str
    reason: str
    set_at: str
    set_by: str
    lifted_at: str | None = None
    lifted_by: str | None = None
    lifted_reason: str | None = None


def set_legal_hold(
    batch: Batch, case: str, reason: str | None, by: str, scope: str, target: str, ids: Iterable[str]
) -> tuple[LegalHold, int]:
    """Put records under a legal hold. `ids` are those of a query or list; those of a collection are looked up here.
    Return the hold, and the number of its records. Raise BadRule."""
    name, why = collapse(case), required_reason(reason)
    if not name or len(name) > LONGEST_CASE or not name.isprintable():
        raise BadRule(Message("legal-hold-case-malformed", most=LONGEST_CASE))
    found = records_in_collection(batch.conn, target) if scope == COLLECTION else list(dict.fromkeys(ids))
    if not found:
        is_collection = scope == COLLECTION
        raise BadRule(Message("collection-unknown", collection=target) if is_collection else Message("none-meant"))
    row = {"case_name": name, "scope": scope, "target": target, "reason": why, "set_at": batch.now, "set_by": by}
    n = int(batch.conn.execute(insert(legal_holds).values(row).returning(legal_holds.c.n)).scalar_one())
    hold = LegalHold(n, **row)
    _put_under(batch, hold, found)
    return hold, len(found)


def lift_legal_hold(batch: Batch, n: int, reason: str | None, by: str) -> LegalHold:
    """Lift a legal hold, and return it in its former state. Raise BadRule."""
    why = required_reason(reason)
    row = row_in_force(batch.conn, legal_holds, n, unknown="legal-hold-unknown", lifted="legal-hold-lifted-already")
    hold = LegalHold(**row._mapping)
    mark_row_lifted(batch, legal_holds, n, why, by)
    for record in records_under(batch.conn, n):
        batch.event(_LIFTED, record, hold=n, case=hold.case_name, reason=why)
    return hold


def _put_under(batch: Batch, hold: LegalHold, ids: Iterable[str]) -> None:
    for some in in_chunks(ids):
        parts = read_parts(batch.conn, some)
        batch.conn.execute(_PUT, [{"hold": hold.n, "record": part} for own in parts.values() for part in own])
        for record in some:
            batch.event(_SET, record, hold=hold.n, case=hold.case_name, reason=hold.reason)


def keep_under_holds(batch: Batch) -> None:
    """Put the changed records of the batch under the holds of their collections."""
    standing = [hold for hold in all_holds(batch.conn) if hold.stands and hold.scope == COLLECTION]
    if not standing or not batch.touched:
        return
    by_key: dict[str, list[LegalHold]] = {}
    for hold in standing:
        by_key.setdefault(collection_key(hold.target), []).append(hold)
    for some in in_chunks(sorted(batch.touched)):
        under = holds_on(batch.conn, some)
        for row in rows_of(batch.conn, some):
            keys = {collection_key(name) for name in names_in(row.facts.get("collection"))}
            have = {hold.n for hold in under.get(row.id, ())}
            for hold in (hold for key in sorted(keys) for hold in by_key.get(key, ()) if hold.n not in have):
                _put_under(batch, hold, [row.id])


def copy_holds(batch: Batch, record: str, to: str) -> None:
    """Put a record under the holds of the record that it was split off from."""
    for hold in holds_on(batch.conn, [record]).get(record, ()):
        _put_under(batch, hold, [to])


def all_holds(conn: Connection) -> list[LegalHold]:
    """Return all legal holds, lifted ones too, oldest first."""
    return [LegalHold(**row._mapping) for row in conn.execute(select(legal_holds).order_by(legal_holds.c.n))]


def count_under_holds(conn: Connection) -> dict[int, int]:
    """Return how many records, including those merged since, are under each hold."""
    counted = select(held_for_law.c.hold, func.count().label("n")).group_by(held_for_law.c.hold)
    return {row.hold: row.n for row in conn.execute(counted)}


def records_under(conn: Connection, n: int) -> list[str]:
    """Return the records under a hold, by their ids when it was set."""
    wanted = select(held_for_law.c.record).where(held_for_law.c.hold == n)
    return list(conn.execute(wanted.order_by(held_for_law.c.record)).scalars())


def holds_on(conn: Connection, ids: Collection[str]) -> dict[str, list[LegalHold]]:
    """Return the holds in force on these records, or on records merged into them, by id, oldest first."""
    if not ids or conn.execute(_ANY).first() is None:
        return {}
    parts = read_parts(conn, ids)
    whole = {part: record for record, own in parts.items() for part in own}
    found: dict[str, dict[int, LegalHold]] = {}
    for row in select_by_ids(conn, _MEMBERS, whole):
        values: dict[str, Any] = row._asdict()
        record = whole[values.pop("record")]
        found.setdefault(record, {})[row.n] = LegalHold(**values)
    return {record: [holds[n] for n in sorted(holds)] for record, holds in found.items()}


def hold_in_the_way(conn: Connection, record: str) -> Message | None:
    """Return which hold prevents the removal of a record, and how to lift it; None if there is none."""
    holds = holds_on(conn, [record]).get(record)
    return hold_message(holds[0], record) if holds else None


def hold_message(hold: LegalHold, record: str) -> Message:
    """Return the message that a hold protects a record, and how to lift it."""
    told = {"n": hold.n, "case": hold.case_name, "by": hold.set_by, "at": hold.set_at}
    return Message("legal-hold-stands", record=record, **told)
