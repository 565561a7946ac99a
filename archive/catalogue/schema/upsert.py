"""One statement that writes a row whether or not the table has its key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Insert, Table, alias
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql.base import ReadOnlyColumnCollection


def upsert(table: Table, changed: Iterable[str] | None = None, where: ColumnElement[bool] | None = None) -> Insert:
    """Return an insert that changes the row with the same primary key, where there is one: in all other columns, or in
    those in `changed`, and only rows that fulfil `where`."""
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
