"""Change who may see records, as a change set that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, insert, or_, select, union

from archive.access import Access, stricter
from archive.catalogue.history.change_sets import ACCESS, ChangedValue, close_set, open_set, values_of
from archive.catalogue.history.value_changes import Change, RecordRevision
from archive.catalogue.records import scan_state, virus_state
from archive.catalogue.restrictions import record_access, restricted_versions
from archive.catalogue.restrictions.record_access import (
    ASSIGNMENT,
    HELD_BY_HAND,
    UNSCANNED,
    WAITING,
    holds_still,
    set_access,
)
from archive.catalogue.restrictions.restricted_versions import Marks
from archive.catalogue.restrictions.standing_sets import ACCESS_KEY, standing_sets
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import (
    ACCESS_COLUMNS,
    assets,
    changed_values,
    closures,
    events,
    merged,
    names,
    records,
    scans,
)
from archive.messages import Message
from archive.record import Status

KEY = ACCESS_KEY
_FILES = "files"  # besides access: its files with an access of their own
_NAMES = "names"  # and the names of held copies, if the set opened or closed them
_STATUSES = {
    Status.RELEASED: Message("access-released"),
    Status.HELD: Message("access-held"),
    Status.WITHDRAWN: Message("access-withdrawn"),
}
_EARLIEST = ""  # before any instant, so that ended embargoes are compared too
_CHANGES = select(changed_values.c.change_set)
_CHANGES = _CHANGES.where(changed_values.c.record == bindparam("record"), changed_values.c.key == KEY)
_PARTS = select(merged.c.old).where(merged.c.kept == bindparam("record"))
_CLOSED = select(closures.c.rule).where(closures.c.record == bindparam("record"))
_ASSIGNED = select(
    events.c.n,
    events.c.record,
    func.json_extract(events.c.detail, "$.change_set", type_=Integer).label("change_set"),
    func.json_extract(events.c.detail, "$.because").label("because"),
).where(events.c.record.in_(EACH), events.c.type == ASSIGNMENT)
_SET = func.json_extract(events.c.detail, "$.change_set")
_MAY_OPEN = union(
    select(records.c.id).where(or_(records.c.status == Status.RELEASED.value, records.c.release_at.is_not(None))),
    select(scans.c.record),
    *(select(table.c.record).where(table.c.release_at.is_not(None)) for table in (assets, names)),
)
_HELD = Access(Status.HELD, hold_reason=HELD_BY_HAND)
_READ = Access(Status.HELD, hold_reason=Message("hold-scan-read"))


@dataclass(frozen=True, slots=True)
class AccessState:
    """The access of a record, of its replaced files and of its held names, as far as a change set changes them."""

    access: Access
    closed: Marks = field(default_factory=list)
    names: Marks = field(default_factory=list)

    @property
    def said(self) -> list[Any]:
        """Return the state as stored in a change set."""
        marks = {key: some for key, some in ((_FILES, self.closed), (_NAMES, self.names)) if some}
        return [self.access.columns(), *([marks] if marks else [])]

    @classmethod
    def of(cls, said: Sequence[dict[str, Any]]) -> AccessState:
        """Return the state from a change set."""
        access = Access.of(said[0])
        marks = said[1] if len(said) > 1 else {}
        return cls(access, marks.get(_FILES, []), marks.get(_NAMES, []))


def decide(batch: Batch, ids: Iterable[str], access: Access, by: str, *, earlier: bool = False) -> int | None:
    """Release, hold or withdraw these records as one change set by the archivist with that login. Return its number, or
    None if nothing changed. `earlier` also releases files replaced while restricted, and names of held copies. Raise
    KeyError for an unknown record."""
    n = open_set(batch, ACCESS, str(_described(access, earlier)), by)
    for record in dict.fromkeys(ids):
        before = _present_access(batch.conn, [record])[record][1]
        if earlier:
            before = replace(before, names=restricted_versions.held_names(batch.conn, [record]).get(record, []))
        _put(batch, n, record, before, AccessState(access, [] if earlier else before.closed))
    return n if close_set(batch, n) else None


def hold_all(batch: Batch, by: str) -> int:
    """Hold, as one change set, every record that is public, or becomes public at some hour or when its scan is read,
    until an archivist decides; likewise files and names with an hour. Return how many records changed."""
    n = open_set(batch, ACCESS, str(_described(_HELD)), by)
    for record in sorted(filter(None, batch.conn.execute(_MAY_OPEN).scalars())):
        _, before = _present_access(batch.conn, [record])[record]
        before = replace(before, names=restricted_versions.held_names(batch.conn, [record]).get(record, []))
        access = before.access
        stays = access.status is not Status.RELEASED and access.release_at is None and access not in WAITING
        after = AccessState(access if stays else _HELD, _without_hour(before.closed), _without_hour(before.names))
        _put(batch, n, record, before, after)
    return close_set(batch, n)


def _without_hour(marks: Marks) -> Marks:
    return [{**mark, "release_at": None} for mark in marks]


def is_of_access(conn: Connection, n: int) -> bool:
    """Return whether set `n` changed who may see records."""
    of = select(changed_values.c.record).where(changed_values.c.change_set == n, changed_values.c.key == KEY)
    return conn.execute(of.limit(1)).first() is not None


def is_decided(conn: Connection, record: str) -> bool:
    """Return whether an archivist decided who may see a record. Undone decisions do not count."""
    return bool(standing_sets(conn, conn.execute(_CHANGES, {"record": record}).scalars()))


def to_take_back(conn: Connection, n: int) -> Iterator[tuple[ChangedValue, RecordRevision | None]]:
    """Yield, for each record of set `n`, what the set did and what its undo would do; None if access was changed since,
    or if the undo would open what something else has held since."""
    values = list(values_of(conn, n))
    now = _present_access(conn, [value.record for value in values])
    as_left = {
        value.record: _before(conn, value)
        for value in values
        if value.record in now and now[value.record][1] == replace(AccessState.of(value.says), names=[])
    }
    opened = {record for record, before in as_left.items() if before.access.status is Status.RELEASED}
    held_since = _held_since(conn, n, list(as_left), opened)
    for value in values:
        before = as_left.get(value.record)
        if before is None:
            yield value, None
            continue
        title, seen = now[value.record]
        if value.record in held_since and stricter(before.access, seen.access, _EARLIEST) is not before.access:
            yield value, None
            continue
        change = Change(
            KEY,
            _described(seen.access),
            None,
            _used(before, AccessState.of(value.says)),
            None,
            (),
            (),
        )
        yield value, RecordRevision(value.record, title, (change,))


def _held_since(conn: Connection, n: int, ids: Sequence[str], opened: set[str]) -> set[str]:
    """Return the records of set `n` that something has held since, other than an archivist or a record that the undo
    opens too: those to be `opened` that nothing else holds."""
    since: set[str] = set()
    causes: list[tuple[str, str | None]] = []
    assigned = _ASSIGNED.where(or_(_SET.is_not(None), holds_still()))
    for _, record, change_set, because in sorted(map(tuple, select_by_ids(conn, assigned, ids))):
        if change_set == n:
            since.add(record)
        elif change_set is None and record in since:
            causes.append((record, because))
    held, more = set[str](), True
    while more:
        found = {record for record, because in causes if because not in opened or because in held}
        held, more = found, found != held
    return held


def note_hold_for_undo(batch: Batch, /, record: str, **detail: Any) -> None:
    """Note that something else holds a record that is held already. This is done only if an undo or a lifted rule might
    open the record or part of it. `detail` is stored in the event; its `order_until` is the hour at which that hold
    ends."""
    is_held = record_access.access_of(batch, record).status is not Status.RELEASED
    if is_held and any(batch.conn.execute(some, {"record": record}).first() for some in (_CHANGES, _PARTS, _CLOSED)):
        record_access.note_hold(batch, record, **detail)


def take_back(batch: Batch, n: int, value: ChangedValue) -> None:
    """Restore the access that a record had before set `value.change_set`, as part of set `n`."""
    _put(batch, n, value.record, AccessState.of(value.says), _before(batch.conn, value))
    batch.tied.add(value.record)  # as if its texts and tables came now: they hold what arrived meanwhile
    batch.moved.add(value.record)


def described(value: ChangedValue) -> ChangedValue:
    """Return what a set did to a record, with access as messages and other values unchanged."""
    if value.key != KEY:
        return value
    before, after = AccessState.of(value.said), AccessState.of(value.says)
    return replace(value, before=_used(before, after), after=_used(after, before))


def _described(access: Access, earlier: bool = False) -> Message:
    """Return `released`, `held until 2026-05-03T10:00:00Z`, and `earlier`: with the earlier versions."""
    status = _STATUSES[access.status]
    said = Message("access-until", access=status, instant=access.release_at) if access.release_at else status
    return Message("access-with-earlier", access=said) if earlier else said


def _put(batch: Batch, n: int, record: str, before: AccessState, after: AccessState) -> None:
    if before == after:
        return
    opened: dict[str, Any] = {"earlier_files": len(before.closed)} if before.closed and not after.closed else {}
    if before.names and not after.names:
        opened["held_names"] = len(before.names)
    if before.access == after.access:
        batch.event(ASSIGNMENT, record, change_set=n, after=after.access.status.value, **opened)
    set_access(batch, record, after.access, change_set=n, **opened)
    if stricter(before.access, after.access, batch.now) is not before.access:
        batch.tied.add(record)  # a text hidden again also holds photos that arrived meanwhile
    if before.closed != after.closed:
        restricted_versions.put_marks(batch, record, after.closed)
    if before.names != after.names:
        restricted_versions.put_held_names(batch, record, before.names, after.names)
    row = {"change_set": n, "record": record, "key": KEY, "before": before.said, "after": after.said}
    used = {"used_before": _used(before, after), "used_after": _used(after, before)}
    batch.conn.execute(insert(changed_values), row | used)


def _used(seen: AccessState, other: AccessState) -> Message:
    """Return it as a message, next to the previous or later state."""
    opened = (other.closed and not seen.closed) or (other.names and not seen.names)
    return _described(seen.access, bool(opened))


def _before(conn: Connection, value: ChangedValue) -> AccessState:
    """Return the access before the set. If the record was then waiting for OCR (its own, or that of its container) or
    the virus scanner, and this is done now: held until someone decides."""
    before = AccessState.of(value.said)
    if before.access not in WAITING:
        return before
    if before.access in UNSCANNED.values() and virus_state.files_to_scan(conn, value.record):
        return before
    return replace(before, access=scan_state.waits_for_words(conn, value.record) or _READ)


def _present_access(conn: Connection, ids: Iterable[str]) -> dict[str, tuple[str, AccessState]]:
    columns = (records.c.id, records.c.facts, *(records.c[name] for name in ACCESS_COLUMNS))
    found: dict[str, tuple[str, AccessState]] = {}
    for some in in_chunks(ids):
        marks = restricted_versions.marks_of(conn, some)
        for row in conn.execute(select(*columns).where(records.c.id.in_(some))):
            title = str(row.facts.get("title") or row.facts.get("headline") or "")
            found[row.id] = (title, AccessState(Access.of(row._mapping), marks.get(row.id, [])))
    return found
