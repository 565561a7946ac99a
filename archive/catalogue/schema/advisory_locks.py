"""Locks between machines: advisory locks of the catalogue's PostgreSQL server, which end with their sessions."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import Any

from sqlalchemy import Connection

from archive.errors import LockLost
from archive.lock_protocol import acquire, command_line, describe_holder
from archive.messages import Message

Connect = Callable[[], AbstractContextManager[Connection]]

# A 64-bit key. The writer's lock has two 32-bit keys, which the server distinguishes.
_KEY = "hashtextextended('press-archive/' || current_schema() || '/' || %s, 0)"
_HELD = (
    "FROM pg_locks LEFT JOIN pg_stat_activity USING (pid)"  # noqa: S608 - all constants
    " WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
    " AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    f" AND (CAST(classid AS BIGINT) << 32) | CAST(objid AS BIGINT) = {_KEY}"
)
_WHO = f"SELECT application_name, to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') {_HELD}"
_OWN = f"SELECT 1 {_HELD} AND pid = pg_backend_pid()"
_MOST_NAME = 63  # bytes of a session's name that the server keeps


class ServerLocks:
    """Locks on a server, each in a separate session, so that a process cannot take one twice. `session` opens one,
    `reading` a read transaction, and `address` names the server in messages."""

    def __init__(self, address: str, session: Connect, reading: Connect) -> None:
        self._address, self._session, self._reading = address, session, reading
        # By open block: its lock and its psycopg connection, for any thread. After a loss, a lock may have two blocks.
        self._sessions: dict[ExitStack, tuple[str, Any]] = {}

    @contextmanager
    def lock(self, name: str, wait: bool | float = False) -> Iterator[None]:
        """Hold a lock. With True, wait forever. Raise ArchiveBusy if it is still taken after `wait` seconds, StoreError
        if the server does not answer, LockLost if the session ended before the block did."""
        with ExitStack() as block:
            acquire(lambda: self._take(name, block), lambda: self.holder(name) or describe_holder(name), wait)
            try:
                yield
                self._check(block, *self._sessions[block])
            finally:
                _, session = self._sessions.pop(block)
                with suppress(Exception):  # the server ends the session slightly later than this process
                    session.execute("SELECT pg_advisory_unlock_all()")

    def is_locked(self, name: str) -> bool:
        """Return whether a process holds a lock now."""
        return self._look(name) is not None

    def holder(self, name: str) -> str | None:
        """Return who holds a lock now, since when and by which command, or None."""
        found = self._look(name)
        if found is None:
            return None
        signed, since = found
        machine, pid, command = [*(signed or "").split(" ", 2), "", "", ""][:3]
        process = f"Process {pid} on {machine} ({command})" if pid.isdigit() else ""
        return describe_holder(name, process, f"{since} UTC" if since else "")

    def check(self) -> None:
        """Raise LockLost if the session of one of this process's locks has ended: the server restarted, or the
        connection broke."""
        for block, held in list(self._sessions.items()):
            self._check(block, *held)

    def _look(self, name: str) -> Any:
        with self._reading() as connection:
            return connection.exec_driver_sql(_WHO, (name,)).first()

    def _take(self, name: str, block: ExitStack) -> bool:
        """Take the lock if it is free, in a new session that ends with the block."""
        if self.is_locked(name):
            return False
        with ExitStack() as mine:
            session = mine.enter_context(self._session())
            session.exec_driver_sql("SELECT set_config('application_name', %s, false)", (_signature(),))
            taken = session.exec_driver_sql(f"SELECT pg_try_advisory_lock({_KEY})", (name,)).scalar_one()
            session.commit()
            if not taken:
                return False
            self._sessions[block] = name, session.connection.driver_connection
            block.push(mine.pop_all())
        return True

    def _check(self, block: ExitStack, name: str, session: Any) -> None:
        try:
            if session.execute(_OWN, (name,)).fetchone() is not None:
                return
            said = "the session holds it no more"
        except Exception as error:  # any error: it is unknown whether the lock is held
            said = " ".join(str(error).split())
        if block in self._sessions:  # otherwise another thread has just ended it
            raise LockLost(Message("lock-lost", name=name, path=self._address, error=said))


def _signature() -> str:
    """Return the session's name shown by the server: machine, process and command, as far as there is room."""
    signed = f"{socket.gethostname().split('.')[0]} {os.getpid()} {command_line()}"
    return signed.encode("ascii", "replace")[:_MOST_NAME].decode()
