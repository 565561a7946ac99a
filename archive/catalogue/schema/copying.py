"""Copy a catalogue between databases of any kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Integer, Select, Table, func, insert, select
from sqlalchemy.exc import IntegrityError

from archive.catalogue.schema.column_types import kept_by_all
from archive.catalogue.schema.database import Database, Progress, defer_foreign_keys
from archive.catalogue.schema.functions import arrival
from archive.catalogue.schema.migration import HEAD, ensure, version_of
from archive.catalogue.schema.rows import as_stored
from archive.catalogue.schema.tables import meta, metadata, name_cards, records
from archive.errors import StoreError
from archive.messages import Message

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A copied table: the number of its rows, and the sum of the SHA-256 of each. Only the order of records matters."""

    name: str
    rows: int
    sha256: str


def copy_catalogue(
    source: Database, target: Database, progress: Progress | None = None, *, hold: bool = False
) -> list[CopiedTable]:
    """Copy all rows of a catalogue to an empty one, which is created if missing, and compare the two. The copy is
    complete or does not exist. `hold` blocks writers of the source meanwhile. Raise StoreError if the source has
    another schema, the target is not empty, or the copy differs."""
    if version_of(source) != HEAD:
        raise StoreError(Message("copy-other-schema", path=source.address))
    if version_of(target) not in (None, HEAD):
        raise StoreError(Message("copy-not-empty", path=target.address))
    ensure(target)
    with source.writing() if hold else source.reading() as old, target.writing() as new:
        # In a file the cards are not used, and may be older than those in the archive's folder.
        tables = [one for one in metadata.sorted_tables if one is not name_cards or old.dialect.name != "sqlite"]
        if any(new.execute(select(table).limit(1)).first() for table in tables if table is not meta):
            raise StoreError(Message("copy-not-empty", path=target.address))
        defer_foreign_keys(new)
        new.execute(meta.delete())
        whole = 2 * sum(old.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
        done, copied = 0, []
        for table in tables:
            copied.append(_copy(old, new, table, partial(_tell, progress, done, whole)))
            done += copied[-1].rows
        for one, table in zip(copied, tables, strict=True):
            if _digest(new, table, partial(_tell, progress, done, whole)) != one:
                raise StoreError(Message("copy-differs", path=target.address, table=table.name))
            done += one.rows
    return copied


def _tell(progress: Progress | None, before: int, whole: int, done: int) -> None:
    if progress is not None:
        progress((before + done) // 2, whole // 2)  # each row is copied and read again


def _copy(old: Connection, new: Connection, table: Table, tell: Callable[[int], None]) -> CopiedTable:
    statement, digest = insert(as_stored(table)), _Digest(table)
    names = table.columns.keys()
    for rows in stored_rows(old, table):
        kept = rows if new.dialect.name == "sqlite" else [kept_by_all(table, row) for row in rows]
        try:
            new.execute(statement, [dict(zip(names, row, strict=True)) for row in kept])
        except IntegrityError as error:
            said = " ".join(str(error.orig).split())
            raise StoreError(Message("copy-same-keys", table=table.name, error=said)) from error
        digest.add(kept)
        tell(digest.rows)
    if new.dialect.name == "postgresql":
        _count_on(new, table)
    return digest.told()


def _digest(conn: Connection, table: Table, tell: Callable[[int], None]) -> CopiedTable:
    digest = _Digest(table)
    for rows in stored_rows(conn, table):
        digest.add(rows)
        tell(digest.rows)
    return digest.told()


def stored_rows(conn: Connection, table: Table) -> Iterator[Sequence[Any]]:
    """Yield batches of rows, as stored, by key; records in order of arrival."""
    stored = as_stored(table)
    statement: Select[Any] = select(stored).order_by(*((arrival(),) if table is records else stored.primary_key))
    with conn.execute(statement, execution_options={"yield_per": _AT_ONCE}) as found:
        yield from found.partitions()


def _count_on(conn: Connection, table: Table) -> None:
    """Let PostgreSQL continue numbering after the last copied row."""
    (key, *others) = table.primary_key
    if not others and isinstance(key.type, Integer) and not key.foreign_keys:
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        conn.execute(select(func.setval(sequence, func.max(key))).where(key.is_not(None)).having(func.max(key) > 0))


class _Digest:
    """The number and the sum of rows read one after the other. Databases sort the character U+0000, and its
    replacement, differently."""

    def __init__(self, table: Table) -> None:
        self.rows = 0
        self._table, self._sum = table, 0

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        for row in rows:
            values = [int(value) if isinstance(value, bool) else value for value in row]
            place = self.rows if self._table is records else 0
            self._sum += int.from_bytes(hashlib.sha256(repr((place, values)).encode()).digest())
            self.rows += 1

    def told(self) -> CopiedTable:
        return CopiedTable(self._table.name, self.rows, f"{self._sum % (1 << 256):064x}")
