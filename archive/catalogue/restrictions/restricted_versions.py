"""Files that were replaced while hidden from the public. The release of their record does not open them.

A file may carry an embargo that its successor lacks. So a file that is replaced while its record is held or withdrawn
keeps its own restriction. The release of the record can include such files. A file that was public when it was replaced
is as open as its record.

The same applies to the name of a copy that arrived held (`EMBARGO/minister_resigns.jpg`, with the bytes of a public
photo). The bytes are public. The name is not, until its embargo ends or someone decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, update

from archive.access import is_public
from archive.catalogue.receipts.file_paths import put_access
from archive.catalogue.restrictions.record_access import access_of
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.filenames import shown
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import ACCESS_COLUMNS, assets, names
from archive.record import Role, Status

Marks = list[dict[str, Any]]
"""Who may see the files of a record that have a word of their own on it, by their numbers; so of names (`name`). As a
change set keeps it."""

_OPEN: dict[str, Any] = dict.fromkeys(ACCESS_COLUMNS)
_MARKED = (
    select(assets.c.record, assets.c.n, *(assets.c[name] for name in ACCESS_COLUMNS))
    .where(assets.c.record.in_(EACH), assets.c.status.is_not(None))
    .order_by(assets.c.record, assets.c.n)
)

_HELD_NAMES = (
    select(names.c.record, names.c.id.label("name"), names.c.status, names.c.release_at)
    .where(names.c.record.in_(EACH), names.c.status.is_not(None))
    .order_by(names.c.id)
)
_SHOWN = _HELD_NAMES.add_columns(names.c.path, names.c.member)


def restrict_version(batch: Batch, record: str, version: int) -> None:
    """Keep the originals of a version restricted before they are replaced."""
    _close(batch, record, assets.c.version == version, assets.c.role == Role.ORIGINAL.value)


def close_files(batch: Batch, record: str, digests: Iterable[str], role: str) -> None:
    """Restrict these files beside the original before they are replaced."""
    _close(batch, record, assets.c.sha256.in_([*digests]), assets.c.role == role)


def _close(batch: Batch, record: str, *which: ColumnElement[bool]) -> None:
    access = access_of(batch, record)
    if not is_public(access.status, access.release_at, batch.now):
        here = update(assets).where(assets.c.record == record, assets.c.status.is_(None), *which)
        batch.conn.execute(here.values(access.columns()))


def reopen(batch: Batch, record: str, n: int) -> None:
    """Give file `n`, which is in use again, the access of its record."""
    batch.conn.execute(update(assets).where(assets.c.record == record, assets.c.n == n).values(_OPEN))


def marks_of(conn: Connection, ids: Collection[str]) -> dict[str, Marks]:
    """Return, by id, the files with an access of their own."""
    return _marks(conn, _MARKED, ids)


def held_names(conn: Connection, ids: Collection[str]) -> dict[str, Marks]:
    """Return, by id, the names that are held separately."""
    return _marks(conn, _HELD_NAMES, ids)


def shown_held_names(conn: Connection, ids: Collection[str], now: str) -> dict[str, dict[str, str | None]]:
    """Return, by id, the names still held at the instant `now`, each with the end of its embargo, None until someone
    decides. They stay hidden when the record is released."""
    found: dict[str, dict[str, str | None]] = {}
    for row in select_by_ids(conn, _SHOWN, ids):
        if not is_public(Status(row.status), row.release_at, now):
            found.setdefault(row.record, {})[shown(row.path, row.member)] = row.release_at
    return found


def _marks(conn: Connection, statement: Select[Any], ids: Collection[str]) -> dict[str, Marks]:
    found: dict[str, Marks] = {}
    for row in select_by_ids(conn, statement, ids):
        mark = row._asdict()
        found.setdefault(mark.pop("record"), []).append(mark)
    return found


def put_marks(batch: Batch, record: str, marks: Marks) -> None:
    """Replace the separate access of a record's files."""
    batch.conn.execute(update(assets).where(assets.c.record == record, assets.c.status.is_not(None)).values(_OPEN))
    for mark in marks:
        here = update(assets).where(assets.c.record == record, assets.c.n == mark["n"])
        batch.conn.execute(here.values({name: mark[name] for name in ACCESS_COLUMNS}))
    batch.touch(record)


def put_held_names(batch: Batch, record: str, before: Marks, after: Marks) -> None:
    """Hold the names of a record in `after`, unless their embargo ended, and release the others in `before`."""
    held = {
        mark["name"]: mark for mark in after if not is_public(Status(mark["status"]), mark["release_at"], batch.now)
    }
    for name in {mark["name"] for mark in (*before, *after)}:
        mark = held.get(name, {})
        put_access(batch, name, record, mark.get("status"), mark.get("release_at"))


def due(conn: Connection, after: str, until: str) -> list[str]:
    """Return the records with a file or a name that opens in (after, until]; instants in the format of
    `access.instant`."""
    files, called = (
        select(table.c.record).where(table.c.release_at > after, table.c.release_at <= until)
        for table in (assets, names)
    )
    return sorted(conn.execute(files.union(called)).scalars())
