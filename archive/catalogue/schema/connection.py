"""Open the catalogue's file, and migrate it.

All migrations run in one transaction, so a stop leaves the file as it was.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError

from archive.catalogue.schema.id_queries import dbapi_of
from archive.errors import ArchiveBusy, CatalogueNewer, StoreError, describe_disk_space
from archive.messages import Message

BUSY_SECONDS = 10.0
ROOM_BYTES = 1 << 16  # what SQLite needs beside the catalogue even for reading
_WRITES = "press_archive_writes"


def open_engine(path: Path) -> Engine:
    """Return an engine on the file at `path`: explicit transactions, foreign keys, WAL, every commit on disk. A file
    that cannot be written is opened read-only."""
    if path.exists() and not is_writable(path):
        return _open_to_read(path)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "isolation_level": None},
        pool_size=16,
        max_overflow=-1,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def is_writable(path: Path) -> bool:
    """Return whether this process may write the file at `path`, and beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _open_to_read(path: Path) -> Engine:
    """SQLite would write beside the catalogue even to read it, unless a writer's files are there already, or it is told
    that nobody writes."""

    def connect() -> sqlite3.Connection:
        written = all(path.with_name(f"{path.name}{beside}").exists() for beside in ("-wal", "-shm"))
        how = "mode=ro" if written else "mode=ro&immutable=1"
        address = f"file:{quote(os.fsencode(path.absolute()))}?{how}"
        return sqlite3.connect(address, BUSY_SECONDS, uri=True, check_same_thread=False, isolation_level=None)

    engine = create_engine(URL.create("sqlite", database=str(path)), creator=connect, pool_size=16, max_overflow=-1)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(dbapi: sqlite3.Connection, _record: Any) -> None:
    # isolation_level None: else the driver commits before DDL, and a migration cut short would leave half a schema.
    dbapi.isolation_level = None
    dbapi.execute("PRAGMA foreign_keys = ON")
    dbapi.execute("PRAGMA synchronous = FULL")
    if dbapi.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _switch_to_wal(dbapi)


def _switch_to_wal(dbapi: sqlite3.Connection) -> None:
    """Changing the journal does not wait for other processes as statements do, so that it is tried again here."""
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
    # A writer takes its lock at once: one that read first and wrote later could not wait for another, only fail.
    dbapi_of(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a transaction that sees one state of the catalogue throughout. Raise ArchiveBusy, StoreError."""
    with explained(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield the one write transaction. Others wait up to BUSY_SECONDS. Raise ArchiveBusy, StoreError."""
    with explained(engine), engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


def defer_foreign_keys(conn: Connection) -> None:
    """Check references to other rows only when this transaction ends."""
    conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def copy_to(engine: Engine, target: Path) -> None:
    """Write a copy of the catalogue as of one instant to a new file. Raise StoreError."""
    with reading(engine) as connection:
        try:
            with closing(sqlite3.connect(target)) as copy:
                dbapi_of(connection).backup(copy)
        except sqlite3.Error as error:
            free = describe_disk_space(target.parent, _file_size(engine))
            message = Message("catalogue-not-copied", folder=target.parent, error=error, free=free)
            raise StoreError(message) from error


def _file_size(engine: Engine) -> int:
    try:
        return Path(str(engine.url.database)).stat().st_size
    except OSError:
        return 0


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn errors of SQLite about locks, space, permissions and damage into those of this project."""
    try:
        yield
    except IntegrityError:
        raise
    except (DatabaseError, sqlite3.DatabaseError) as error:  # the second while a connection is being prepared
        said = str(error.orig if isinstance(error, DatabaseError) else error).lower()
        known = _explanation(said, str(engine.url.database))
        if known is None:
            raise
        raise known from error


def _is_full(path: str) -> bool:
    """Whether the disk has no space, which SQLite calls an I/O error where it maps a file beside the catalogue."""
    try:
        return shutil.disk_usage(Path(path).parent).free < ROOM_BYTES
    except OSError:
        return False


def _explanation(said: str, path: str) -> ArchiveBusy | StoreError | None:
    if "locked" in said or "busy" in said:
        return ArchiveBusy(Message("catalogue-busy", path=path))
    if "full" in said or ("disk i/o" in said and _is_full(path)):
        free = describe_disk_space(Path(path).parent)
        return StoreError(Message("catalogue-full", path=path, free=free))
    if "readonly" in said or "unable to open" in said:
        return StoreError(Message("catalogue-unwritable", path=path))
    if "malformed" in said or "not a database" in said:
        return StoreError(Message("catalogue-damaged", path=path))
    if "disk i/o" in said:
        return StoreError(Message("catalogue-disk", path=path))
    return None


def upgrade(engine: Engine) -> None:
    """Migrate the file to the newest schema. If two processes call it at once, the second finds nothing to do."""
    # Here and not above: Alembic takes long to import, and nearly every start does without it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


_TRIES = 60  # to migrate while another process writes, each as long as BUSY_SECONDS
HEAD = "0021"  # the newest file in migrations/versions


def ensure(engine: Engine) -> None:
    """Make the tables of a new file; bring those of an older one up to date, with a copy of it kept beside it. While
    another process does so, which takes minutes where texts are many, wait. Raise CatalogueNewer, StoreError where it
    cannot be written or copied, and ArchiveBusy where another process writes it all the time."""
    version = version_of(engine)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise CatalogueNewer(Message("catalogue-newer", path=engine.url.database, version=version, known=HEAD))
    path = Path(str(engine.url.database))
    if not is_writable(path):
        raise StoreError(Message("catalogue-older", path=path))
    if version is not None:
        _keep_copy(engine, path.with_name(f"{path.stem}-{version}{path.suffix}"))
    for tries_left in reversed(range(_TRIES)):
        try:
            upgrade(engine)
            return
        except ArchiveBusy:
            if version_of(engine) == HEAD:
                return
            if not tries_left:
                raise


def _keep_copy(engine: Engine, target: Path) -> None:
    """Put the catalogue as it is beside it, for whoever must go back to the version that wrote it."""
    if target.exists():
        return
    part = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        copy_to(engine, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def version_of(engine: Engine) -> str | None:
    """Return the schema version of the file, None when it is new. Raise StoreError when another program wrote it."""
    with reading(engine) as connection:
        names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        if not names:
            return None
        if "alembic_version" not in names:
            raise StoreError(Message("catalogue-foreign", path=engine.url.database))
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
