"""Catalogues set back to an earlier schema, as an archive has it that an earlier version made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

# What each migration added, taken out again. One that changes values alone needs nothing here.
_TAKEN_OUT = {
    "0015": ("ALTER TABLE receipt_lines DROP COLUMN messages",),
    "0012": (
        "DROP INDEX ix_names_release_at",
        "ALTER TABLE names DROP COLUMN status",
        "ALTER TABLE names DROP COLUMN release_at",
    ),
}


def set_back(archive: Path, version: str, *further: str) -> None:
    """Take out of the catalogue what came after the schema `version`, then run `further` statements."""
    undone = [one for number, statements in _TAKEN_OUT.items() if number > version for one in statements]
    with closing(sqlite3.connect(archive / "catalogue.sqlite")) as connection, connection:
        for statement in (*undone, *further):
            connection.execute(statement)
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
