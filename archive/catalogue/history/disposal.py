"""Disposals: records past the retention period of a collection's rule are erased, by two people, with a certificate.

Nothing is erased automatically. A list shows what is due; one login requests its disposal, another one carries it out.
Each record becomes an erasure (`erasure.py`), and its tombstone stays. Records no longer due by then, or under a legal
hold, are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import Connection, insert, select, update

from archive.catalogue.history import erasure
from archive.catalogue.history.erasure import REQUESTED, Erasure
from archive.catalogue.rules.collection_rules import (
    ACCESSION,
    RETENTION,
    CollectionRule,
    all_rules,
    collection_key,
    names_in,
    records_in_collection,
    rules_in_force,
)
from archive.catalogue.rules.legal_holds import LegalHold, hold_in_the_way, holds_on
from archive.catalogue.rules.liftable import required_reason
from archive.catalogue.rules.rule_dates import CountedDay, counted_days, local_day, rows_of, years_later
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.tables import assets, disposals, disposed_records, erasures
from archive.errors import BadRule, CannotErase
from archive.messages import Message


@dataclass(frozen=True, slots=True)
class DueRecord:
    """A record whose retention period ends on `due`: counted from `counted`, by `rule`, the one of its collections
    that ends last. `holds`: the legal holds that keep it; `erasure`: the number of its erasure request, if any."""

    record: str
    title: str
    kind: str
    collection: str
    rule: int
    counted: CountedDay
    due: date
    holds: tuple[LegalHold, ...]
    erasure: int | None


@dataclass(frozen=True, slots=True)
class DisposedRecord:
    """A record of a disposal, with its files at the time it was carried out. `erasure` is None for a dropped one."""

    record: str
    kind: str
    rule: int
    counted_day: str
    due_on: str
    files: Sequence[dict[str, Any]]
    erasure: Erasure | None

    @property
    def is_gone(self) -> bool:
        """Return whether it was carried out."""
        return self.erasure is not None and self.erasure.approved_at is not None


@dataclass(frozen=True, slots=True)
class Disposal:
    """A request to dispose of records of a collection, and its result."""

    n: int
    collection: str
    due_on: str
    reason: str
    requested_at: str
    requested_by: str
    records: tuple[DisposedRecord, ...]
    rules: tuple[CollectionRule, ...]

    @property
    def gone(self) -> tuple[DisposedRecord, ...]:
        """Return the records that were disposed of."""
        return tuple(one for one in self.records if one.is_gone)

    @property
    def left(self) -> tuple[DisposedRecord, ...]:
        """Return the records whose disposal is still open."""
        return tuple(one for one in self.records if one.erasure is not None and one.erasure.state == REQUESTED)


def due_records(conn: Connection, on: date, zone: tzinfo, collection: str | None = None) -> list[DueRecord]:
    """Return what is due by that day, in one collection or in all: by collection, then longest due first."""
    rules = rules_in_force(conn, RETENTION)
    found: list[DueRecord] = []
    wanted = collection_key(collection) if collection is not None else None
    meant = {collection_key(rule.collection) for rule in rules} & ({wanted} if wanted is not None else {*_keys(rules)})
    ids = sorted({id_ for key in meant for id_ in records_in_collection(conn, key)})
    for some in in_chunks(ids):
        found += _due_among(conn, some, rules, on, zone)
    return sorted(found, key=lambda one: (collection_key(one.collection), one.due, one.record))


def _keys(rules: Sequence[CollectionRule]) -> Iterator[str]:
    return (collection_key(rule.collection) for rule in rules)


def _due_among(
    conn: Connection, ids: Collection[str], rules: Sequence[CollectionRule], on: date, zone: tzinfo
) -> Iterator[DueRecord]:
    rows = rows_of(conn, ids)
    days, holds = counted_days(conn, rows, zone), holds_on(conn, ids)
    asked = select(erasures.c.record, erasures.c.n).where(erasures.c.record.in_(ids), erasures.c.state == REQUESTED)
    requested = {row.record: row.n for row in conn.execute(asked)}
    for row in rows:
        keys = {collection_key(name) for name in names_in(row.facts.get("collection"))}
        ends = [_end(row, rule, days[row.id], zone) for rule in rules if collection_key(rule.collection) in keys]
        if not ends or any(end[0] is None for end in ends):  # past the calendar
            continue
        due, counted, rule = max((end for end in ends), key=lambda end: end[0] or date.max)
        if due is not None and due <= on:
            title = str(row.facts.get("title") or row.facts.get("headline") or "")
            told = (row.id, title, row.kind, rule.collection, rule.n, counted, due)
            yield DueRecord(*told, tuple(holds.get(row.id, ())), requested.get(row.id))


def _end(
    row: Any, rule: CollectionRule, counted: CountedDay, zone: tzinfo
) -> tuple[date | None, CountedDay, CollectionRule]:
    if rule.counted_from == ACCESSION:
        counted = CountedDay(local_day(row.added_at, zone), True)
    return years_later(counted.day, rule.years), counted, rule


def request_disposal(
    batch: Batch, collection: str, on: date, reason: str | None, by: str
) -> tuple[Disposal, list[DueRecord]]:
    """Request the disposal of what is due in a collection. Return it, and what is kept for now: records under a legal
    hold or requested already. Raise BadRule, CannotErase."""
    why, here = required_reason(reason), local_day(batch.now, batch.zone)
    if on > here:
        raise BadRule(Message("disposal-not-yet", on=on.isoformat()))
    due = due_records(batch.conn, on, batch.zone, collection)
    free = [one for one in due if not one.holds and one.erasure is None]
    if not free:
        raise BadRule(Message("disposal-nothing-due", collection=collection, on=on.isoformat()))
    row = {"collection": free[0].collection, "due_on": on.isoformat(), "reason": why, "requested_at": batch.now}
    made = insert(disposals).values(row | {"requested_by": by}).returning(disposals.c.n)
    n = int(batch.conn.execute(made).scalar_one())
    for one in free:
        asked = erasure.request_erasure(batch, one.record, why, by)
        told = {"disposal": n, "record": one.record, "erasure": asked, "rule": one.rule, "kind": one.kind}
        told["files"] = list(_files(batch.conn, one.record))
        told |= {"counted_day": one.counted.day.isoformat(), "due_on": one.due.isoformat()}
        batch.conn.execute(insert(disposed_records).values(told))
    batch.event("disposal requested", None, disposal=n, collection=row["collection"], records=len(free), reason=why)
    return disposal_of(batch.conn, n), [one for one in due if one.holds or one.erasure is not None]


def cancel_disposal(batch: Batch, n: int) -> int:
    """Drop the open records of a disposal. Return how many. Raise BadRule."""
    left = _left(batch.conn, n)
    for one in left:
        assert one.erasure is not None
        erasure.cancel_erasure(batch, one.erasure.n)
    batch.event("disposal cancelled", None, disposal=n, records=len(left))
    return len(left)


def reason_to_keep(conn: Connection, one: DisposedRecord, on: date, zone: tzinfo) -> Message | None:
    """Return why a record of a disposal cannot be disposed of now, or None."""
    if (held := hold_in_the_way(conn, one.record)) is not None:
        return held
    rules = rules_in_force(conn, RETENTION)
    is_due = any(due.record == one.record for due in _due_among(conn, [one.record], rules, on, zone))
    return None if is_due else Message("disposal-not-due", record=one.record)


def carry_out_disposal(batch: Batch, n: int, record: str, by: str) -> Erasure:
    """Erase one record of a disposal from all rows, as one transaction, unless something keeps it. Return the erasure,
    whose files must still be removed. Raise BadRule, CannotErase."""
    one = next((one for one in _left(batch.conn, n) if one.record == record), None)
    if one is None or one.erasure is None:
        raise BadRule(Message("disposal-done", n=n))
    if (kept := reason_to_keep(batch.conn, one, local_day(batch.now, batch.zone), batch.zone)) is not None:
        raise CannotErase(kept)
    files = list(_files(batch.conn, record))
    done = erasure.carry_out(batch, one.erasure.n, by)
    of = (disposed_records.c.disposal == n, disposed_records.c.record == record)
    batch.conn.execute(update(disposed_records).where(*of).values(files=files))
    return done


def _files(conn: Connection, record: str) -> Iterator[dict[str, Any]]:
    """Yield each file of a record, and whether another record has the same file, so that it stays."""
    seen = erasure.preview(conn, record)
    kept = {file.sha256: bool(file.kept_by) for file in seen.files}
    rows = conn.execute(select(assets).where(assets.c.record == record).order_by(assets.c.n)).all()
    for row in {row.sha256: row for row in rows}.values():
        told = {"sha256": row.sha256, "size": row.size, "media_type": row.media_type}
        yield told | {"kept_by_others": kept.get(row.sha256, False)}


def disposal_of(conn: Connection, n: int) -> Disposal:
    """Return a disposal. Raise BadRule."""
    found = next((one for one in all_disposals(conn, n)), None)
    if found is None:
        raise BadRule(Message("disposal-unknown", n=n))
    return found


def all_disposals(conn: Connection, only: int | None = None) -> list[Disposal]:
    """Return all disposals, oldest first."""
    known, rules = {one.n: one for one in erasure.all_erasures(conn)}, {one.n: one for one in all_rules(conn)}
    wanted, rows = select(disposals).order_by(disposals.c.n), select(disposed_records)
    if only is not None:
        wanted, rows = wanted.where(disposals.c.n == only), rows.where(disposed_records.c.disposal == only)
    parts: dict[int, list[DisposedRecord]] = {}
    for row in conn.execute(rows.order_by(disposed_records.c.disposal, disposed_records.c.record)):
        told = (row.record, row.kind, row.rule, row.counted_day, row.due_on, row.files, known.get(row.erasure))
        parts.setdefault(row.disposal, []).append(DisposedRecord(*told))
    found = []
    for row in conn.execute(wanted).all():
        mine = tuple(parts.get(row.n, ()))
        by = tuple(rules[n] for n in sorted({one.rule for one in mine}))
        found.append(Disposal(**row._mapping, records=mine, rules=by))
    return found


def disposals_by_erasure(conn: Connection) -> dict[int, tuple[Disposal, DisposedRecord]]:
    """Return, by number of the erasure, the disposal that it belongs to, requested or carried out, and its record
    there. Erasures without a disposal are left out."""
    return {one.erasure.n: (of, one) for of in all_disposals(conn) for one in of.records if one.erasure is not None}


def _left(conn: Connection, n: int) -> tuple[DisposedRecord, ...]:
    left = disposal_of(conn, n).left
    if not left:
        raise BadRule(Message("disposal-done", n=n))
    return left
