"""Change sets: edits of one or many records that are undone together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from archive.catalogue.history.value_changes import Plan, RecordRevision, revise_values
from archive.catalogue.restrictions.standing_sets import is_standing
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import change_sets, changed_values

EDIT, IMPORT, UNDO, MERGE, SPLIT, ACCESS = "edit", "import", "undo", "merge", "split", "access"
_ROOM = 500  # records written at a time
_READ = 2000  # changed values read at a time
_KEEP = upsert(changed_values, changed=("after", "used_after"))


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A change set: number, time (UTC instant), login, description, number of changed records, and the set it undid. It
    stands unless set `undone_by` undid it. `reason` is the one given by the archivist."""

    n: int
    at: str
    by: str
    action: str
    what: str
    records: int
    undoes: int | None
    undone_by: int | None
    reason: str | None
    stands: bool


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A change of one key of a record: the value in use before and after, and the archivist's values, the one in use
    first."""

    record: str
    key: str
    before: Any
    after: Any
    said: tuple[Any, ...]
    says: tuple[Any, ...]


def open_set(batch: Batch, action: str, what: str, by: str, undoes: int | None = None) -> int:
    """Begin a change set, and return its number. `what` describes it in words."""
    n = batch.conn.execute(select(func.coalesce(func.max(change_sets.c.n), 0) + 1)).scalar_one()
    row = {"n": n, "at": batch.now, "by": by, "action": action, "what": what, "records": 0, "undoes": undoes}
    row["reason"] = batch.reason
    batch.conn.execute(insert(change_sets), row)
    return int(n)


def close_set(batch: Batch, n: int) -> int:
    """End a set, and return the number of records it changed. An empty set is removed."""
    of = changed_values.c.change_set == n
    count = batch.conn.execute(select(func.count(changed_values.c.record.distinct())).where(of)).scalar_one()
    if count:
        batch.conn.execute(update(change_sets).where(change_sets.c.n == n).values(records=count))
    else:
        batch.conn.execute(delete(change_sets).where(change_sets.c.n == n))
    return int(count)


def revise_in(batch: Batch, n: int, ids: Iterable[str], plan: Plan) -> Iterator[RecordRevision]:
    """Write the archivist's values of these records as part of set `n`, and yield each revision as it is written."""
    rows: list[dict[str, Any]] = []
    for one in revise_values(batch, ids, plan, change_set=n):
        for change in one.changes:
            said = {"before": change.said, "after": change.says}
            used = {"used_before": change.before, "used_after": change.after}
            rows.append({"change_set": n, "record": one.id, "key": change.key} | said | used)
        if len(rows) >= _ROOM:
            batch.conn.execute(_KEEP, rows)
            rows = []
        yield one
    if rows:
        batch.conn.execute(_KEEP, rows)


def all_sets(conn: Connection) -> list[ChangeSet]:
    """Return every change set, newest first."""
    known = {row.n: row for row in conn.execute(select(change_sets).order_by(change_sets.c.n.desc()))}
    return [ChangeSet(**row._mapping, stands=is_standing(known, n)) for n, row in known.items()]


def values_of(conn: Connection, n: int, after: str = "") -> Iterator[ChangedValue]:
    """Yield the value changes of set `n`, by record; only those of records after the given one."""
    rows = select(changed_values).where(changed_values.c.change_set == n, changed_values.c.record > after)
    for row in conn.execute(rows.order_by(changed_values.c.record, changed_values.c.key)).yield_per(_READ):
        yield _value(row)


def group_by_record(conn: Connection, n: int) -> Iterator[list[list[ChangedValue]]]:
    """Yield the same as one list for each record. Several hundred records are read at a time; values may be written in
    between."""
    after = ""
    while found := _next(conn, n, after):
        yield found
        after = found[-1][0].record


def _next(conn: Connection, n: int, after: str) -> list[list[ChangedValue]]:
    of = (changed_values.c.change_set == n, changed_values.c.record > after)
    ids = select(changed_values.c.record).where(*of).distinct().order_by(changed_values.c.record).limit(_ROOM)
    wanted = select(changed_values).where(changed_values.c.change_set == n, changed_values.c.record.in_(ids))
    rows = conn.execute(wanted.order_by(changed_values.c.record, changed_values.c.key)).all()
    return [list(values) for _, values in groupby(map(_value, rows), key=lambda value: value.record)]


def last_change_of(conn: Connection, record: str, after: int, keys: Iterable[str] = ()) -> int | None:
    """Return the newest set after number `after` that changed a record, or one of these keys of it."""
    newest = select(func.max(changed_values.c.change_set)).where(changed_values.c.record == record)
    if wanted := list(keys):
        newest = newest.where(changed_values.c.key.in_(wanted))
    return conn.execute(newest.where(changed_values.c.change_set > after)).scalar()


def _value(row: Row[Any]) -> ChangedValue:
    return ChangedValue(row.record, row.key, row.used_before, row.used_after, tuple(row.before), tuple(row.after))
