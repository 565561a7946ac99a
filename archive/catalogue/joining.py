"""Merging records: one stays, and all that belongs to the others becomes a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, update

from archive.access import Access, stricter
from archive.catalogue import groups, records
from archive.catalogue.batch import Batch
from archive.catalogue.change_sets import MERGE, open_set
from archive.catalogue.change_tables import change_sets
from archive.catalogue.join_tables import join_snapshots
from archive.catalogue.merging import NEVER
from archive.catalogue.record_access import set_access
from archive.catalogue.records import Known
from archive.catalogue.relations import linked
from archive.catalogue.snapshots import digest, snapshot
from archive.catalogue.taking_in import take_in
from archive.catalogue.unmergeable import check


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the records in `gone`, which were merged into `kept`: who might see each `before`, by id, and who
    may see all of it now; the keys that `kept` had no value for and has one now (`filled`), and those of which others
    say something else, which is on offer (`differ`). `change_set`: its number."""

    kept: str
    gone: tuple[str, ...]
    before: dict[str, Access]
    access: Access
    filled: tuple[str, ...]
    differ: tuple[str, ...]
    change_set: int


def merge(batch: Batch, ids: Sequence[str], by: str) -> Joined:
    """Makes all these records one, the first; whatever holds one of them back holds it. Raises UnknownRecord,
    CannotMerge."""
    check(batch.conn, ids)
    kept, *gone = ids
    before = {record: records.known(batch, record) for record in ids}
    batch.touch(*linked(batch.conn, ids), *groups.members(batch.conn, ids, batch.now))
    was = snapshot(batch.conn, ids)
    n = open_set(batch, MERGE, " ".join(ids), by)
    batch.conn.execute(update(change_sets).where(change_sets.c.n == n).values(records=len(ids)))
    batch.conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # for rows that go before those that point at them
    for record in gone:
        take_in(batch, kept, record, n)
    records.redescribe(batch, kept)
    access = before[kept].access
    for record in gone:
        access = stricter(access, before[record].access, batch.now)
    set_access(batch, kept, access)
    ask_again(batch, ids)
    batch.event("modification", kept, merged=gone, change_set=n)
    said = {"change_set": n, "record": kept, "before": was, "left": digest(batch.conn, kept)}
    batch.conn.execute(insert(join_snapshots), said)
    filled, differ = _compared(before, records.known(batch, kept), kept)
    return Joined(kept, tuple(gone), {record: one.access for record, one in before.items()}, access, filled, differ, n)


def ask_again(batch: Batch, ids: Sequence[str]) -> None:
    """Whatever is worked out of these records is worked out again at the end of the batch."""
    batch.worded.update(ids)
    batch.photos.update(ids)
    batch.regrouped.update(ids)
    batch.touch(*ids)


def _compared(before: dict[str, Known], after: Known, kept: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    had = before[kept].values
    others = [known.values for record, known in before.items() if record != kept]
    filled = tuple(sorted(after.values.keys() - had.keys()))
    differ = sorted(key for key in had.keys() - NEVER if any(one.get(key, had[key]) != had[key] for one in others))
    return filled, tuple(differ)
