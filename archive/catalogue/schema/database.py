"""What the catalogue asks of its database beside statements."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

Progress = Callable[[int, int], None]  # with what is done, of how many
CLOCK_APART = 2.0  # seconds by which the clocks of two machines may differ


@dataclass(frozen=True, slots=True)
class ServerState:
    """A database server. `ahead`: the seconds by which the clock of this machine is ahead of the server's."""

    version: str
    encoding: str
    collation: str
    ahead: float


class Database(Protocol):
    """The database of a catalogue, for many threads and processes at once. Its methods raise ArchiveBusy while another
    process writes, StoreError for no space, missing permissions or damage."""

    engine: Engine
    address: str
    """Where it is, for messages."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Yield a transaction that sees one state of the catalogue throughout."""

    def writing(self) -> AbstractContextManager[Connection]:
        """Yield the one write transaction. Others wait."""

    def server(self) -> ServerState | None:
        """Return what the server says of itself, None where there is none."""

    def close(self) -> None:
        """Close all connections. The object cannot be used afterwards."""

    def wait_for_write(self, seconds: float) -> bool:
        """Wait until something was written since the last call, at most so long. Return whether it waited, which it
        does only where the database tells of writes."""

    def is_writable(self) -> bool:
        """Return whether this process may write it."""

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """Write a copy of the catalogue as of one instant to a new SQLite file. `progress` is called with (done, all)
        of its pages or rows."""

    def create_tables(self, connection: Connection) -> str | None:
        """Make the tables of a new catalogue, and return their schema version; None where all migrations do so."""

    def compact(self) -> None:
        """Write all tables anew, so that nothing deleted is left in their files."""

    def keep_copy(self, version: str) -> None:
        """Keep the catalogue as it is, for whoever must go back to the program that wrote this schema version."""


_DEFER = {"sqlite": "PRAGMA defer_foreign_keys = ON", "postgresql": "SET CONSTRAINTS ALL DEFERRED"}


def defer_foreign_keys(conn: Connection) -> None:
    """Check references to other rows only when this transaction ends."""
    conn.exec_driver_sql(_DEFER[conn.dialect.name])
