"""Columns and tables that current code needs, so that earlier migrations must add them before running it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

HELD_NAMES: Mapping[str, str] = {"status": "TEXT", "release_at": "TEXT"}
"""Of the table `names`."""

OF_MESSAGES: Mapping[str, Mapping[str, str]] = {
    "records": {"hold_messages": "TEXT"},
    "assets": {"hold_messages": "TEXT"},
    "mentions": {"messages": "TEXT"},
    "scan_pages": {"messages": "TEXT"},
}
"""Of each table with texts whose codes stand beside them, since 0016."""


WHO_ACTED: Mapping[str, str] = {"by": "TEXT"}
"""Of the table `events`, since 0024."""

ADDED_EARLY: Mapping[str, Mapping[str, str]] = {"names": HELD_NAMES, "events": WHO_ACTED, **OF_MESSAGES}
"""Of each table, what it may have before the version that brought it. All may be empty."""


def add_missing(connection: Connection, table: str, columns: Mapping[str, str]) -> None:
    """Add the columns that the table lacks."""
    known = {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")}
    for name in columns.keys() - known:
        connection.exec_driver_sql(f'ALTER TABLE {table} ADD COLUMN "{name}" {columns[name]}')


def add_columns_of_messages(connection: Connection) -> None:
    """Add the columns for codes to all existing tables that lack them."""
    there = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    for table in OF_MESSAGES.keys() & there:
        add_missing(connection, table, OF_MESSAGES[table])


def create_text_bands(connection: Connection) -> bool:
    """Create the tables of 0017, and return whether they were missing."""
    if connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'text_bands'").first():
        return False
    columns = "band INTEGER NOT NULL, edition INTEGER NOT NULL, PRIMARY KEY (band, edition)"
    connection.exec_driver_sql(f"CREATE TABLE text_bands ({columns}) WITHOUT ROWID")
    connection.exec_driver_sql(
        "CREATE TABLE new_text_bands (edition INTEGER NOT NULL PRIMARY KEY, bands BLOB NOT NULL)"
    )
    return True
