"""Merge records into one, and check which records cannot be merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from archive.access import Access, stricter
from archive.catalogue.history.change_sets import MERGE, open_set
from archive.catalogue.history.merge_rows import merge_rows
from archive.catalogue.history.snapshots import digest, take_snapshot
from archive.catalogue.photos import collapse_groups
from archive.catalogue.records import record_writes
from archive.catalogue.records.description_merge import NEVER
from archive.catalogue.records.record_writes import KnownRecord
from archive.catalogue.relations.relations import linked
from archive.catalogue.restrictions.record_access import UNSCANNED, WAITING, set_access
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.database import defer_foreign_keys
from archive.catalogue.schema.filenames import INSIDE
from archive.catalogue.schema.tables import assets, change_sets, join_snapshots, merged, names, records, scans
from archive.errors import CannotMerge, UnknownRecord
from archive.messages import Message
from archive.record import CAPTION_SHEET, Kind, Outcome, Role


def check(conn: Connection, ids: Sequence[str]) -> None:
    """Raise UnknownRecord, or CannotMerge with the reason and what to do, if these records cannot be merged."""
    rows = {row.id: row for row in conn.execute(select(records).where(records.c.id.in_(ids)))}
    for record in ids:
        if record not in rows:
            raise UnknownRecord(_gone(conn, record) or Message("record-unknown", record=record))
    if len(ids) < 2:
        raise CannotMerge(Message("merge-one-record"))
    if twice := [record for record in rows if ids.count(record) > 1]:
        raise CannotMerge(Message("merge-twice", record=twice[0]))
    if len({row.kind == Kind.PHOTO for row in rows.values()}) > 1:
        raise CannotMerge(Message("merge-kinds"))
    for row in rows.values():
        if (why := _merge_obstacle(conn, row)) is not None:
            raise CannotMerge(Message(why, record=row.id))


def _gone(conn: Connection, record: str) -> Message | None:
    into = conn.execute(select(merged.c.kept).where(merged.c.old == record)).scalar()
    return None if into is None else Message("record-part-already", record=record, kept=into)


def _merge_obstacle(conn: Connection, row: Row[Any]) -> str | None:
    if row.genre == CAPTION_SHEET:
        return "merge-captions"
    waits = conn.execute(select(scans.c.record).where(scans.c.record == row.id, scans.c.pending)).first()
    if waits is not None:
        return "scan-pending"
    if Access.of(row._mapping) in UNSCANNED.values():
        return "virus-scan-pending"
    if Access.of(row._mapping) in WAITING:
        return "scan-around-pending"
    called = conn.execute(select(names).where(names.c.record == row.id)).all()
    if any(name.outcome == Outcome.ENCRYPTED for name in called):
        return "merge-encrypted"
    originals = select(assets.c.sha256).where(assets.c.record == row.id, assets.c.role == Role.ORIGINAL.value)
    newest = conn.execute(originals.order_by(assets.c.version.desc(), assets.c.n)).scalar()
    if newest not in {name.sha256 for name in called}:
        return "merge-nameless"
    if any(_holds_files(conn, name) for name in called):
        return "merge-container"
    return None


def _holds_files(conn: Connection, name: Row[Any]) -> bool:
    below = f"{name.member}{INSIDE}" if name.member else ""
    inside = select(names.c.member).where(names.c.root == name.root, names.c.path == name.path, names.c.member != "")
    return any(member != name.member and member.startswith(below) for member in conn.execute(inside).scalars())


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The result of merging the records `gone` into `kept`: the access of each `before`, by id, and the present one;
    the keys that `kept` got from the others (`filled`), and those in which they differ (`differ`); all present
    `values`. `change_set` is its number."""

    kept: str
    gone: tuple[str, ...]
    before: dict[str, Access]
    access: Access
    filled: tuple[str, ...]
    differ: tuple[str, ...]
    values: Mapping[str, Any]
    change_set: int


def merge(batch: Batch, ids: Sequence[str], by: str) -> MergeResult:
    """Merge these records into the first, as one change set. The strictest access wins. Raise UnknownRecord,
    CannotMerge."""
    check(batch.conn, ids)
    kept, *gone = ids
    before = {record: record_writes.known(batch, record) for record in ids}
    batch.touch(*linked(batch.conn, ids), *collapse_groups.members(batch.conn, ids, batch.now))
    was = take_snapshot(batch.conn, ids)
    n = open_set(batch, MERGE, " ".join(ids), by)
    batch.conn.execute(update(change_sets).where(change_sets.c.n == n).values(records=len(ids)))
    defer_foreign_keys(batch.conn)  # so that rows can be deleted before rows that refer to them
    for record in gone:
        merge_rows(batch, kept, record, n)
    record_writes.redescribe(batch, kept)
    access = before[kept].access
    for record in gone:
        access = stricter(access, before[record].access, batch.now)
    set_access(batch, kept, access, change_set=n)
    mark_for_recalculation(batch, ids)
    batch.event("modification", kept, merged=gone, change_set=n)
    said = {"change_set": n, "record": kept, "before": was, "left": digest(batch.conn, kept)}
    batch.conn.execute(insert(join_snapshots), said)
    after = record_writes.known(batch, kept)
    filled, differ = _compared(before, after, kept)
    accesses = {record: one.access for record, one in before.items()}
    return MergeResult(kept, tuple(gone), accesses, access, filled, differ, after.values, n)


def mark_for_recalculation(batch: Batch, ids: Sequence[str]) -> None:
    """Mark these records so that all values derived from them are computed again at the end of the batch."""
    batch.worded.update(ids)
    batch.photos.update(ids)
    batch.regrouped.update(ids)
    batch.moved.update(ids)
    batch.touch(*ids)


def _compared(before: dict[str, KnownRecord], after: KnownRecord, kept: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    had = before[kept].values
    others = [known.values for record, known in before.items() if record != kept]
    filled = tuple(sorted(after.values.keys() - had.keys()))
    differ = sorted(key for key in had.keys() - NEVER if any(one.get(key, had[key]) != had[key] for one in others))
    return filled, tuple(differ)
