"""Who may see records by the archivist's word: an act of its own among the change sets, taken back as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, insert, select

from archive.catalogue import scans
from archive.catalogue.batch import Batch, in_chunks
from archive.catalogue.change_sets import ACCESS, ChangedValue, close_set, open_set, values_of
from archive.catalogue.change_tables import changed_values
from archive.catalogue.records import Access, set_access
from archive.catalogue.revising import Change, Revised
from archive.catalogue.tables import records
from archive.record import Status

KEY = "access"  # among changed values; no record has a value of that name
_READ = Access(Status.HELD, hold_reason="it was held as a scan that is not read; it is read now, and someone decides")


def decide(batch: Batch, ids: Iterable[str], access: Access, by: str) -> int | None:
    """Releases, holds or withdraws these records as one set; gives its number, None when all were so before. KeyError:
    there is no such record."""
    n = open_set(batch, ACCESS, told(access), by)
    for record in dict.fromkeys(ids):
        before = _now(batch.conn, [record])[record][1]
        _put(batch, n, record, (before, access))
    return n if close_set(batch, n) else None


def is_of_access(conn: Connection, n: int) -> bool:
    """Whether that set says who may see records."""
    of = select(changed_values.c.record).where(changed_values.c.change_set == n, changed_values.c.key == KEY)
    return conn.execute(of.limit(1)).first() is not None


def to_take_back(conn: Connection, n: int) -> Iterator[tuple[ChangedValue, Revised | None]]:
    """What set `n` did to each record, and what taking it back comes to; None where someone, or an intake, said since
    who may see it."""
    values = list(values_of(conn, n))
    now = _now(conn, [value.record for value in values])
    for value in values:
        title, access = now.get(value.record, ("", None))
        if access is None or access.columns() != value.says[0]:
            yield value, None
            continue
        change = Change(KEY, told(access), None, told(_before(conn, value)), None, (), ())
        yield value, Revised(value.record, title, (change,))


def take_back(batch: Batch, n: int, value: ChangedValue) -> None:
    """As a part of set `n`: the record is seen by whom it was before."""
    _put(batch, n, value.record, (_of(value.says[0]), _before(batch.conn, value)))


def told(access: Access) -> str:
    """It in words: `released`, `held until 2026-05-03T10:00:00Z`."""
    return f"{access.status.value} until {access.release_at}" if access.release_at else access.status.value


def _put(batch: Batch, n: int, record: str, access: tuple[Access, Access]) -> None:
    before, after = access
    if before == after:
        return
    set_access(batch, record, after, change_set=n)
    row = {"change_set": n, "record": record, "key": KEY, "before": [before.columns()], "after": [after.columns()]}
    batch.conn.execute(insert(changed_values), row | {"used_before": told(before), "used_after": told(after)})


def _before(conn: Connection, value: ChangedValue) -> Access:
    """What was before: of a scan that was held until it is read, and is read now, that someone is to decide."""
    before = _of(value.said[0])
    if before != scans.UNREAD:
        return before
    scan = scans.of_record(conn, value.record)
    return before if scan is not None and scan.pending else _READ


def _of(said: dict[str, str]) -> Access:
    return Access(Status(said["status"]), said["release_at"], said["hold_reason"])


def _now(conn: Connection, ids: Iterable[str]) -> dict[str, tuple[str, Access]]:
    """By id, the title and who may see it."""
    columns = (records.c.id, records.c.facts, records.c.status, records.c.release_at, records.c.hold_reason)
    found: dict[str, tuple[str, Access]] = {}
    for some in in_chunks(ids):
        for row in conn.execute(select(*columns).where(records.c.id.in_(some))):
            title = str(row.facts.get("title") or row.facts.get("headline") or "")
            found[row.id] = (title, Access(Status(row.status), row.release_at, row.hold_reason))
    return found
