"""Undo a change set: restore every value, except for records that were changed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, update

from archive.catalogue.history import access_changes, unmerge
from archive.catalogue.history.change_sets import (
    UNDO,
    ChangedValue,
    ChangeSet,
    all_sets,
    close_set,
    group_by_record,
    last_change_of,
    open_set,
    revise_in,
    values_of,
)
from archive.catalogue.history.unmerge import JOINS
from archive.catalogue.history.value_changes import Plan, RecordRevision, ValueEdit, worked_out
from archive.catalogue.restrictions.shown_access import digest_of_access
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.tables import change_sets
from archive.errors import CannotUndo
from archive.messages import Message

FIRST = 10  # records that are named among those changed again


@dataclass(slots=True)
class UndoResult:
    """The result of undoing set `taken_back`: the set that does it (None in a dry run), the number of restored records
    and the first of them, and the number of records left because they changed since, the first of them with the set
    that changed them, if known."""

    taken_back: ChangeSet
    change_set: int | None = None
    records: int = 0
    first: list[RecordRevision] = field(default_factory=list)
    left: int = 0
    left_first: list[tuple[str, int | None]] = field(default_factory=list)


def wanted_set(conn: Connection, n: int | None) -> ChangeSet:
    """Return set `n`, by default the latest one that stands and is not an undo. Raise CannotUndo."""
    known = all_sets(conn)
    if n is None:
        found = next((one for one in known if one.stands and one.action != UNDO), None)
        if found is None:
            raise CannotUndo(Message("undo-none-left"))
        return found
    found = next((one for one in known if one.n == n), None)
    if found is None:
        raise CannotUndo(Message("change-set-unknown", n=n))
    undid = next((one for one in known if one.n == found.undoes), None)
    if undid is not None and undid.action in JOINS:
        command = f"press-archive records {undid.action} {undid.what}"
        raise CannotUndo(Message("change-set-undid", n=n, act=undid.action, command=command))
    if not found.stands:
        by = found.undone_by
        raise CannotUndo(Message("change-set-undone", n=n, by=by, command=f"press-archive records undo {by}"))
    return found


def rehearse(conn: Connection, n: int | None) -> UndoResult:
    """Return what undoing set `n`, by default the latest not yet undone, would do. Write nothing. Raise CannotUndo."""
    undone = UndoResult(wanted_set(conn, n))
    if undone.taken_back.action in JOINS:
        unmerge.check(conn, undone.taken_back)
        undone.records = undone.taken_back.records
        return undone
    if access_changes.is_of_access(conn, undone.taken_back.n):
        list(_to_see_again(conn, undone))
        return undone
    for ids, wanted in _parts(conn, undone):
        for one in worked_out(conn, ids, wanted):
            _count(undone, one)
    return undone


def digest_of_undo(conn: Connection, n: int) -> str:
    """Return the digest of the records of set `n` for a set of access, else an empty string. Other sets are compared
    with what they changed when they are undone."""
    if not access_changes.is_of_access(conn, n):
        return ""
    return digest_of_access(conn, {value.record for value in values_of(conn, n)})


def undo(batch: Batch, n: int | None, by: str, *, skip: bool = False) -> UndoResult:
    """Undo change set `n`, by default the latest not yet undone. Raise CannotUndo if records were changed since, unless
    `skip` leaves them out."""
    undone = UndoResult(wanted_set(batch.conn, n))
    of = undone.taken_back
    _none_merged_since(batch.conn, of)
    undone.change_set = open_set(batch, UNDO, f"took back {of.n}: {of.what}", by, of.n)
    if of.action in JOINS:
        undone.records = unmerge.undo_merge(batch, of)
        here = update(change_sets).where(change_sets.c.n == undone.change_set)
        batch.conn.execute(here.values(records=undone.records))
        batch.conn.execute(update(change_sets).where(change_sets.c.n == of.n).values(undone_by=undone.change_set))
        return undone
    if access_changes.is_of_access(batch.conn, of.n):
        for value in _to_see_again(batch.conn, undone):
            access_changes.take_back(batch, undone.change_set, value)
    else:
        for ids, wanted in _parts(batch.conn, undone):
            for one in revise_in(batch, undone.change_set, ids, wanted):
                _count(undone, one)
    if undone.left and not skip:
        raise CannotUndo(Message("undo-changed-since", why=describe_changed_since(undone)))
    if not close_set(batch, undone.change_set):
        raise CannotUndo(Message("undo-nothing-left", n=of.n, why=describe_changed_since(undone)))
    batch.conn.execute(update(change_sets).where(change_sets.c.n == of.n).values(undone_by=undone.change_set))
    return undone


def _none_merged_since(conn: Connection, of: ChangeSet) -> None:
    """Raise CannotUndo if a record that the set changed was merged into another since: its changes are not known
    there."""
    standing = [one for one in all_sets(conn) if one.stands and one.action in JOINS and one.n > of.n]
    for one in standing:
        if of.action not in JOINS and unmerge.changed_by(conn, one.n, of.n):
            raise CannotUndo(Message("undo-merged-since", n=of.n, by=one.n))


def describe_changed_since(undone: UndoResult) -> Message:
    """Return which records were changed since, and what to do."""
    first = [Message("changed-by", record=record, n=n) if n else record for record, n in undone.left_first]
    more = undone.left - len(first)
    which = [Message("names-and-more", names=first, more=f"{more:,}")] if more else first
    return Message("records-changed-since", count=undone.left, which=which)


def _parts(conn: Connection, undone: UndoResult) -> Iterator[tuple[list[str], Plan]]:
    """Yield batches of several hundred records with the archivist's values to restore; those changed since are counted
    and left out."""
    for found in group_by_record(conn, undone.taken_back.n):
        wanted = {values[0].record: {v.key: ValueEdit(exactly=v.said) for v in values} for values in found}
        stands = {one.record for one in _as_left(conn, found)}
        for record in [record for record in wanted if record not in stands]:
            _leave(conn, undone, record, wanted.pop(record))
        yield list(wanted), _by_id(wanted)


def _to_see_again(conn: Connection, undone: UndoResult) -> Iterator[ChangedValue]:
    """Yield what a set of access did to the records that are still as it left them; count these and the others."""
    for value, becomes in access_changes.to_take_back(conn, undone.taken_back.n):
        if becomes is None:
            _leave(conn, undone, value.record, [value.key])
        else:
            _count(undone, becomes)
            yield value


def _leave(conn: Connection, undone: UndoResult, record: str, keys: Iterable[str]) -> None:
    """Leave a record that was changed again as it is."""
    undone.left += 1
    if len(undone.left_first) < FIRST:
        undone.left_first.append((record, last_change_of(conn, record, undone.taken_back.n, keys)))


def _by_id(wanted: Mapping[str, Mapping[str, ValueEdit]]) -> Plan:
    return lambda record: wanted[record.id]


def _as_left(conn: Connection, found: Sequence[Sequence[ChangedValue]]) -> Iterator[ChangedValue]:
    """Yield a value of each of these records that the archivist has not changed since the set."""
    by_record = {values[0].record: values for values in found}
    says = {record: {v.key: ValueEdit(exactly=v.says) for v in values} for record, values in by_record.items()}
    for one in worked_out(conn, list(by_record), _by_id(says)):
        if not one.changes:
            yield by_record[one.id][0]


def _count(undone: UndoResult, one: RecordRevision) -> None:
    if one.changes:
        undone.records += 1
        if len(undone.first) < FIRST:
            undone.first.append(one)
