"""The catalogue in one SQLite file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError

from archive.catalogue.schema.database import Progress, ServerState
from archive.catalogue.schema.id_queries import dbapi_of
from archive.errors import ArchiveBusy, StoreError, describe_disk_space
from archive.messages import Message

BUSY_SECONDS = 10.0
ROOM_BYTES = 1 << 16  # free space that SQLite needs beside the catalogue even for reading
_STEP_PAGES = 4096  # copied between two calls of the progress function
_WRITES = "press_archive_writes"


class SqliteDatabase:
    """The catalogue in the file at `path`: explicit transactions, foreign keys, WAL, every commit on disk. A file that
    cannot be written is opened read-only."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """`read_only`: write neither the file nor beside it."""
        self.path = path
        self.address = str(path)
        reads = read_only or (path.exists() and not self.is_writable())
        self.engine = _open_to_read(path) if reads else _open(path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a transaction that sees one state of the catalogue throughout. Raise ArchiveBusy, StoreError."""
        with self._explained(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield the one write transaction. Others wait up to BUSY_SECONDS. Raise ArchiveBusy, StoreError."""
        writes = {_WRITES: True}
        with self._explained(), self.engine.connect().execution_options(**writes) as connection, connection.begin():
            yield connection

    def server(self) -> ServerState | None:
        """Return None: it is a file."""
        return None

    def close(self) -> None:
        """Close the file."""
        self.engine.dispose()

    def wait_for_write(self, seconds: float) -> bool:  # noqa: ARG002
        """Return False: SQLite does not notify."""
        return False

    def is_writable(self) -> bool:
        """Return whether this process may write the file and its folder."""
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """Write a copy of the catalogue as of one instant to a new file. Raise StoreError."""
        with self.reading() as connection:
            source = dbapi_of(connection)
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on all steps see this state
            try:
                with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                    source.backup(copy, pages=_STEP_PAGES, progress=_tell_pages(progress))
                    copy.execute("PRAGMA journal_mode = DELETE")  # otherwise it cannot be read on a read-only disk
            except sqlite3.Error as error:
                free = describe_disk_space(target.parent, _size(self.path))
                message = Message("catalogue-not-copied", folder=target.parent, error=error, free=free)
                raise StoreError(message) from error

    def create_tables(self, connection: Connection) -> str | None:  # noqa: ARG002
        """Return None: the migrations create the tables."""
        return None

    def compact(self) -> None:
        """Rewrite the file and empty its journal, so that neither contains deleted data."""
        self.engine.dispose()
        with self._explained(), closing(sqlite3.connect(self.path, BUSY_SECONDS, isolation_level=None)) as file:
            file.execute("VACUUM")
            (is_busy, *_) = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if is_busy:
                raise ArchiveBusy(Message("erase-compact"))

    def keep_copy(self, version: str) -> None:
        """Put a copy of the file beside it, for going back to the program version of this schema."""
        target = self.path.with_name(f"{self.path.stem}-{version}{self.path.suffix}")
        if target.exists():
            return
        part = target.with_name(f"{target.name}.{os.getpid()}")
        try:
            self.copy_to(part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Convert SQLite errors about locks, space, permissions and damage into those of this project."""
        try:
            yield
        except IntegrityError:
            raise
        except (DatabaseError, sqlite3.DatabaseError) as error:  # the latter while a connection is prepared
            said = str(error.orig if isinstance(error, DatabaseError) else error).lower()
            known = _explanation(said, self.path)
            if known is None:
                raise
            raise known from error


@contextmanager
def new_file(path: Path) -> Iterator[SqliteDatabase]:
    """Yield the database of a new file, which exists only if the block ends without an error. Raise StoreError if the
    name is taken."""
    if path.exists():
        raise StoreError(Message("copy-file-exists", path=path))
    part = path.with_name(f"{path.name}.{os.getpid()}")
    _remove(part)  # left by a killed process with that number
    try:
        with closing(SqliteDatabase(part)) as database:
            yield database
        part.rename(path)
    finally:
        _remove(part)


def _remove(path: Path) -> None:
    for beside in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{beside}").unlink(missing_ok=True)


def file_problems(conn: Connection) -> Iterator[str]:
    """Yield the problems that SQLite finds in the file: damaged pages, inconsistent indexes, dangling references. A
    server checks its own files."""
    if conn.dialect.name != "sqlite":
        return
    for said in conn.exec_driver_sql("PRAGMA integrity_check").scalars():
        if said != "ok":
            yield str(said)
    for table, row, other, _ in conn.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Message("row-dangling", row=row, table=table, other=other)


def _open(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "isolation_level": None},
        pool_size=16,
        max_overflow=-1,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _open_to_read(path: Path) -> Engine:
    """Open the file for reading. SQLite would write beside the catalogue even to read it, unless a writer's files are
    there already, or it is told that nobody writes."""

    def connect() -> sqlite3.Connection:
        written = all(path.with_name(f"{path.name}{beside}").exists() for beside in ("-wal", "-shm"))
        how = "mode=ro" if written else "mode=ro&immutable=1"
        address = f"file:{quote(os.fsencode(path.absolute()))}?{how}"
        return sqlite3.connect(address, BUSY_SECONDS, uri=True, check_same_thread=False, isolation_level=None)

    engine = create_engine(URL.create("sqlite", database=str(path)), creator=connect, pool_size=16, max_overflow=-1)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(dbapi: sqlite3.Connection, _record: Any) -> None:
    # isolation_level None: otherwise the driver commits before DDL, and an interrupted migration would leave half a
    # schema.
    dbapi.isolation_level = None
    dbapi.execute("PRAGMA foreign_keys = ON")
    dbapi.execute("PRAGMA synchronous = FULL")
    if dbapi.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _switch_to_wal(dbapi)


def _switch_to_wal(dbapi: sqlite3.Connection) -> None:
    """Switch to WAL. Unlike statements, changing the journal mode does not wait for other processes, so it is retried
    here."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            dbapi.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    # A writer takes its lock immediately: one that reads first and writes later could not wait for another, only fail.
    dbapi_of(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _tell_pages(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    return progress and (lambda _status, left, of: progress(of - left, of))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _is_full(path: Path) -> bool:
    """Return whether the disk is full, which SQLite reports as an I/O error when it maps a file beside the
    catalogue."""
    try:
        return shutil.disk_usage(path.parent).free < ROOM_BYTES
    except OSError:
        return False


def _explanation(said: str, path: Path) -> ArchiveBusy | StoreError | None:
    if "locked" in said or "busy" in said:
        return ArchiveBusy(Message("catalogue-busy", path=path))
    if "full" in said or ("disk i/o" in said and _is_full(path)):
        free = describe_disk_space(path.parent)
        return StoreError(Message("catalogue-full", path=path, free=free))
    if "readonly" in said or "unable to open" in said:
        return StoreError(Message("catalogue-unwritable", path=path))
    if "malformed" in said or "not a database" in said:
        return StoreError(Message("catalogue-damaged", path=path))
    if "disk i/o" in said:
        return StoreError(Message("catalogue-disk", path=path))
    return None
