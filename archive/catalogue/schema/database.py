"""What the catalogue needs from its database besides statements."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

Progress = Callable[[int, int], None]  # called with the number done, and the total
CLOCK_APART = 2.0  # seconds by which the clocks of two machines may differ


@dataclass(frozen=True, slots=True)
class ServerState:
    """A database server. `ahead`: seconds by which this machine's clock is ahead of the server's."""

    version: str
    encoding: str
    collation: str
    ahead: float


class Database(Protocol):
    """The database of a catalogue, for many threads and processes at once. Its methods raise ArchiveBusy while another
    process writes, and StoreError if the disk is full, permissions are missing or it is damaged."""

    engine: Engine
    address: str
    """Where it is, for messages."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Yield a transaction that sees one state of the catalogue throughout."""

    def writing(self) -> AbstractContextManager[Connection]:
        """Yield the one write transaction. Others wait."""

    def server(self) -> ServerState | None:
        """Return a description of the server, or None without one."""

    def close(self) -> None:
        """Close all connections. The object cannot be used afterwards."""

    def wait_for_write(self, seconds: float) -> bool:
        """Wait up to this long until something is written after the last call. Return whether it waited, which only
        databases that notify of writes support."""

    def is_writable(self) -> bool:
        """Return whether this process may write it."""

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """Write a copy of the catalogue as of one instant to a new SQLite file. `progress` is called with (done, all)
        of its pages or rows."""

    def create_tables(self, connection: Connection) -> str | None:
        """Create the tables of a new catalogue, and return their schema version; None if the migrations create them."""

    def compact(self) -> None:
        """Rewrite all tables, so that their files contain no deleted data."""

    def keep_copy(self, version: str) -> None:
        """Keep a copy of the catalogue, for going back to the program version of this schema."""


_DEFER = {"sqlite": "PRAGMA defer_foreign_keys = ON", "postgresql": "SET CONSTRAINTS ALL DEFERRED"}


def defer_foreign_keys(conn: Connection) -> None:
    """Check references to other rows only when this transaction ends."""
    conn.exec_driver_sql(_DEFER[conn.dialect.name])
