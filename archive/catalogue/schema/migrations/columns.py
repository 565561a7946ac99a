"""Columns that current code reads and that earlier migrations must add before they run it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

HELD_NAMES: Mapping[str, str] = {"status": "TEXT", "release_at": "TEXT"}
"""Of the table `names`."""


def add_missing(connection: Connection, table: str, columns: Mapping[str, str]) -> None:
    """Add those columns that the table does not have yet."""
    known = {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")}
    for name in columns.keys() - known:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {name} {columns[name]}")
