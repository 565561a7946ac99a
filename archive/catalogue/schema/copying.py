"""Copy a catalogue, whatever databases it is in and goes to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Select, Table, func, insert, select

from archive.catalogue.schema.database import Database, defer_foreign_keys
from archive.catalogue.schema.functions import arrival
from archive.catalogue.schema.migration import HEAD, ensure, version_of
from archive.catalogue.schema.rows import as_stored
from archive.catalogue.schema.tables import accessions, events, meta, metadata, records
from archive.errors import StoreError
from archive.messages import Message

_AT_ONCE = 1000


def copy_catalogue(source: Database, target: Database) -> dict[str, int]:
    """Copy all rows of a catalogue to one without any, which is made where it is missing, and compare the two. Return
    the number of rows of each table. The copy is there whole or not at all. Raise StoreError when the source is of
    another schema, the target holds something, or the copy differs."""
    if version_of(source) != HEAD:
        raise StoreError(Message("copy-other-schema", path=source.address))
    ensure(target)
    with source.reading() as old, target.writing() as new:
        if any(new.execute(select(table).limit(1)).first() for table in (records, accessions, events)):
            raise StoreError(Message("copy-not-empty", path=target.address))
        defer_foreign_keys(new)
        new.execute(meta.delete())
        counts = {table.name: _copy(old, new, table) for table in metadata.sorted_tables}
        for table in metadata.sorted_tables:
            if _digest(old, table) != _digest(new, table):
                raise StoreError(Message("copy-differs", path=target.address, table=table.name))
    return counts


def _copy(old: Connection, new: Connection, table: Table) -> int:
    stored, count = as_stored(table), 0
    for rows in _rows(old, _in_order(table, stored)):
        new.execute(insert(stored), [dict(row._mapping) for row in rows])
        count += len(rows)
    if new.dialect.name == "postgresql":
        _count_on(new, table)
    return count


def _in_order(table: Table, stored: Table) -> Select[Any]:
    """The rows by their keys; records in the order in which they came, which the copy keeps."""
    return select(stored).order_by(arrival()) if table is records else select(stored).order_by(*stored.primary_key)


def _rows(conn: Connection, statement: Select[Any]) -> Iterator[Sequence[Any]]:
    with conn.execution_options(yield_per=_AT_ONCE).execute(statement) as found:
        yield from found.partitions()


def _count_on(conn: Connection, table: Table) -> None:
    """Let PostgreSQL number the next row after the last one that was copied."""
    (key, *others) = table.primary_key
    if not others and isinstance(key.type, Integer) and not key.foreign_keys:
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        conn.execute(select(func.setval(sequence, func.max(key))).where(key.is_not(None)).having(func.max(key) > 0))


def _digest(conn: Connection, table: Table) -> str:
    found = hashlib.sha256()
    for rows in _rows(conn, _in_order(table, as_stored(table))):
        for row in rows:
            found.update(repr([int(value) if isinstance(value, bool) else value for value in row]).encode())
    return found.hexdigest()
