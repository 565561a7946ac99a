"""Write rows: replacing those with the same key, many at once, and as stored."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Dialect, Insert, MetaData, Table, TypeDecorator, alias
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql.base import ReadOnlyColumnCollection


def upsert(table: Table, changed: Iterable[str] | None = None, where: ColumnElement[bool] | None = None) -> Insert:
    """Return an insert that updates the row with the same primary key if there is one. `changed`: columns to update, by
    default all others. `where`: update only rows that match."""
    keys = [column.name for column in table.primary_key]
    new = proposed(table)
    columns = [column.name for column in table.c if column.name not in keys] if changed is None else changed
    values = {name: new[name] for name in columns}
    if not values:
        return insert(table).on_conflict_do_nothing(index_elements=keys)
    return insert(table).on_conflict_do_update(index_elements=keys, set_=values, where=where)


def proposed(table: Table) -> ReadOnlyColumnCollection[str, ColumnElement[Any]]:
    """Return the columns of the row that an upsert would insert, for its `where`."""
    return alias(table, name="excluded").c


def insert_rows(conn: Connection, statement: Insert, rows: list[tuple[object, ...]]) -> None:
    """Insert rows of stored values, in the table's column order. Bypasses SQLAlchemy's types, which cost more than the
    insert."""
    conn.exec_driver_sql(_sql_of(statement, conn.dialect), rows)


@lru_cache(maxsize=16)
def _sql_of(statement: Insert, dialect: Dialect) -> str:
    return str(statement.compile(dialect=dialect))


def as_stored(table: Table) -> Table:
    """Return the table with values as stored: JSON as text, paths printable."""
    columns = [Column(column.name, _stored_type(column), primary_key=column.primary_key) for column in table.c]
    return Table(table.name, MetaData(), *columns)


def _stored_type(column: Column[Any]) -> Any:
    return column.type.impl if isinstance(column.type, TypeDecorator) else column.type
