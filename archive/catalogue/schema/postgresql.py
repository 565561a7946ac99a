"""The catalogue in a PostgreSQL database, with psycopg."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Integer, NullPool, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from archive.access import follow_clock
from archive.catalogue.schema.advisory_locks import ServerLocks
from archive.catalogue.schema.copying import copy_catalogue
from archive.catalogue.schema.database import Progress, ServerState
from archive.catalogue.schema.functions import arrival, instr, json_each, json_extract, json_quote
from archive.catalogue.schema.sqlite import new_file
from archive.errors import ArchiveBusy, ConfigError, StoreError
from archive.messages import Message

BUSY_SECONDS = 10.0
BASELINE = "0021"  # the schema in postgresql_baseline.sql
_READS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('press-archive'), hashtext(current_schema()))"
CLOCK_SECONDS = 10.0  # between reads of the server's clock
LEAST = 15  # the oldest tested version of PostgreSQL
_CHANNEL = "press_archive"
SILENT_SECONDS = 60  # until the server releases the locks of a machine that vanished
# A machine that lost the server notices sooner than that, before another one gets its locks.
NOTICE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
# A receipt must not contain what a crash of the server would lose.
_DURABLE = "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
_BUSY = "55P03"  # lock_not_available

# The driver only passes on the English text of a refused connection.
_NO_DATABASE = re.compile(r'database "[^"]*" does not exist')
_UNPROVEN = re.compile(r"certificate|does not support SSL")
_REFUSED = re.compile(r"no password supplied|authentication failed|pg_hba\.conf|permission denied|role ")


class PostgresqlDatabase:
    """The catalogue in the database at `url`. Texts sort by code point, as in SQLite."""

    def __init__(self, url: str | URL) -> None:
        """Raise ConfigError if psycopg is not installed, or the address is invalid."""
        try:
            address = make_url(url)
            given: Any = {
                "paramstyle": "format",
                "connect_args": {key: value for key, value in NOTICE.items() if key not in address.query},
            }
            self.engine = create_engine(address, pool_size=16, max_overflow=-1, **given)
            self._sessions = create_engine(
                address, poolclass=NullPool, pool_reset_on_return=None, isolation_level="AUTOCOMMIT", **given
            )
        except ModuleNotFoundError as error:
            raise ConfigError(Message("catalogue-driver-missing")) from error
        except (ArgumentError, ValueError):  # its text may contain the password
            raise ConfigError(Message("catalogue-address")) from None
        if "@" in (self.engine.url.host or ""):  # from a password, in which it should be %40
            raise ConfigError(Message("catalogue-address"))
        secrets = [name for name in self.engine.url.query if "password" in name.lower()]
        self.address = self.engine.url.difference_update_query(secrets).render_as_string(hide_password=True)
        dumper = _text_dumper(self.engine.dialect.dbapi)
        self._looked = -CLOCK_SECONDS
        self._listener: Any = None  # a separate connection that is notified of writes

        def begin(dbapi: Any, _: object) -> None:
            dbapi.adapters.register_dumper(str, dumper)
            for name, value in let_go_settings().items():
                dbapi.execute(f"SET {name} = {value}")
            dbapi.commit()

        event.listen(self.engine, "connect", begin)
        event.listen(self._sessions, "connect", begin)
        self.locks = ServerLocks(self.address, self.session, self.reading)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a transaction that sees one state of the catalogue throughout. Raise ArchiveBusy, StoreError."""
        with self._explained(), self.engine.connect().execution_options(**_READS) as connection, connection.begin():
            self._follow_clock(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield the one write transaction. Others wait up to BUSY_SECONDS. Raise ArchiveBusy, StoreError, and LockLost
        if this process has lost a lock."""
        with (
            self._explained(),
            self.engine.connect().execution_options(isolation_level="READ COMMITTED") as connection,
            connection.begin(),
        ):
            connection.exec_driver_sql(_DURABLE)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(BUSY_SECONDS * 1000)}")
            connection.exec_driver_sql(_LOCK)
            self._follow_clock(connection)
            yield connection
            self.locks.check()  # whoever took over a lost lock writes before or after this transaction
            connection.exec_driver_sql(f"NOTIFY {_CHANNEL}")

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """Yield a new connection that stays open without activity, and commits each statement. Raise StoreError."""
        with self._explained(), self._sessions.connect() as connection:
            connection.exec_driver_sql("SET idle_session_timeout = 0")
            yield connection

    def wait_for_write(self, seconds: float) -> bool:
        """Wait up to this long until something is written after the last call. Return False if the server does not
        answer. Only one process may call it at a time."""
        try:
            if self._listener is None:
                self._listener = self._listen()
                return True  # something may have been written before
            for _ in self._listener.notifies(timeout=seconds, stop_after=1):
                pass
        except (DBAPIError, self.engine.dialect.loaded_dbapi.Error):
            self._stop_listening()
            return False
        return True

    def _listen(self) -> Any:
        pooled = self.engine.raw_connection()
        listener: Any = pooled.driver_connection
        pooled.detach()
        try:
            listener.autocommit = True
            listener.execute(f"LISTEN {_CHANNEL}")
        except BaseException:
            listener.close()
            raise
        return listener

    def _stop_listening(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def server(self) -> ServerState:
        """Return a description of the server."""
        with self.reading() as connection:
            version, encoding, collation = connection.exec_driver_sql(
                "SELECT current_setting('server_version'), pg_encoding_to_char(encoding), datcollate"
                " FROM pg_database WHERE datname = current_database()"
            ).one()
            before = datetime.now(UTC)
            there = server_time(connection)
            here = before + (datetime.now(UTC) - before) / 2
        return ServerState(version, encoding, collation, (here - there).total_seconds())

    def close(self) -> None:
        """Close all connections."""
        self._stop_listening()
        self.engine.dispose()

    def is_writable(self) -> bool:
        """Return whether this login may write."""
        with self.reading() as connection:
            asked = "SELECT NOT pg_is_in_recovery() AND has_schema_privilege(current_schema(), 'CREATE')"
            return bool(connection.exec_driver_sql(asked).scalar())

    def create_tables(self, connection: Connection) -> str | None:
        """Create the tables of an empty database, and return their schema version."""
        server = self.server()
        if server.encoding != "UTF8":
            raise StoreError(Message("catalogue-encoding", path=self.address, encoding=server.encoding))
        if int(server.version.split(".")[0]) < LEAST:
            raise StoreError(Message("catalogue-old-server", path=self.address, version=server.version, least=LEAST))
        path = Path(__file__).parent / "migrations" / "postgresql_baseline.sql"
        for statement in path.read_text(encoding="utf-8").split(";\n\n"):
            connection.exec_driver_sql(statement)
        return BASELINE

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """Write a copy of the catalogue as of one instant to a new SQLite file. Raise StoreError."""
        with new_file(target) as copy:
            copy_catalogue(self, copy, progress)

    def compact(self) -> None:
        """Rewrite all tables. The server's journal and its backups are up to its operator."""
        with self.session() as connection:
            connection.exec_driver_sql("VACUUM FULL")

    def keep_copy(self, version: str) -> None:
        """Keep nothing: backups of a server are up to its operator."""

    def _follow_clock(self, connection: Connection) -> None:
        """Use the server's clock for the end of embargoes in this whole process. Raise StoreError if the server is a
        replica: it may not know recent withdrawals."""
        if time.monotonic() - self._looked >= CLOCK_SECONDS:
            if connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar():
                raise StoreError(Message("catalogue-server-read-only", path=self.address))
            follow_clock(server_time(connection))
            self._looked = time.monotonic()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Convert PostgreSQL errors about locks, space, permissions and damage into those of this project."""
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as error:
            known = self._explanation(error)
            if known is None:
                raise
            raise known from error

    def _explanation(self, error: DBAPIError) -> ArchiveBusy | StoreError | None:
        state = str(getattr(error.orig, "sqlstate", None) or "")
        if state == _BUSY:
            return ArchiveBusy(Message("catalogue-busy", path=self.address))
        if state == "53100":  # disk_full
            return StoreError(Message("catalogue-server-full", path=self.address))
        if state in ("42501", "25006"):  # insufficient_privilege, read_only_sql_transaction
            return StoreError(Message("catalogue-server-read-only", path=self.address))
        said = " ".join(str(error.orig).split())
        if error.statement is None and not state:  # while connecting
            return StoreError(Message(_code_of_refusal(said), path=self.address, error=said))
        if isinstance(error, OperationalError) and state[:2] in ("", "08", "57"):
            return StoreError(Message("catalogue-lost", path=self.address, error=said))
        return None


def _code_of_refusal(said: str) -> str:
    """Return the message code for a connection error."""
    for pattern, code in (
        (_NO_DATABASE, "catalogue-no-database"),
        (_REFUSED, "catalogue-refused"),
        (_UNPROVEN, "catalogue-unproven"),
    ):
        if pattern.search(said):
            return code
    return "catalogue-unreachable"


def let_go_settings() -> dict[str, int]:
    """Return session settings that make the server end it when its client was silent for SILENT_SECONDS."""
    return {
        "tcp_keepalives_idle": SILENT_SECONDS // 2,  # seconds
        "tcp_keepalives_interval": SILENT_SECONDS // 6,
        "tcp_keepalives_count": 3,
        "tcp_user_timeout": 1000 * SILENT_SECONDS,  # ms, while an answer is under way: keepalives pause then
    }


def server_time(connection: Connection) -> datetime:
    """Return the time by the server's clock."""
    seconds = connection.exec_driver_sql("SELECT CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION)")
    return datetime.fromtimestamp(seconds.scalar_one(), UTC)


def _text_dumper(psycopg: Any) -> Any:
    """Return psycopg's dumper for text without zero characters, which PostgreSQL cannot store."""
    plain = psycopg.types.string.StrDumper

    def dump(self: Any, value: str) -> Any:
        return plain.dump(self, value.replace("\0", "\ufffd") if "\0" in value else value)

    return type("TextWithoutZero", (plain,), {"dump": dump})


@compiles(OnConflictDoUpdate, "postgresql")
def _do_update(clause: Any, compiler: Any, **kw: Any) -> str:
    clause.constraint_target = None
    return str(compiler.visit_on_conflict_do_update(clause, **kw))


@compiles(OnConflictDoNothing, "postgresql")
def _do_nothing(clause: Any, compiler: Any, **kw: Any) -> str:
    clause.constraint_target = None
    return str(compiler.visit_on_conflict_do_nothing(clause, **kw))


@compiles(json_extract, "postgresql")
def _json_extract(element: json_extract, compiler: SQLCompiler, **kw: Any) -> str:
    column, *paths = (compiler.process(clause, **kw) for clause in element.clauses)
    if len(paths) > 1:
        values = ", ".join(f"CAST({column} AS JSON) -> substr({path}, 3)" for path in paths)
        return f"CAST(json_build_array({values}) AS TEXT)"
    value = f"(CAST({column} AS JSON) ->> substr({paths[0]}, 3))"
    return f"CAST({value} AS BIGINT)" if isinstance(element.type, Integer) else value


@compiles(json_each, "postgresql")
def _json_each(element: json_each, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **kw)} AS JSON))"


@compiles(json_quote, "postgresql")
def _json_quote(element: json_quote, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(to_json(CAST({compiler.process(element.clauses, **kw)} AS TEXT)) AS TEXT)"


@compiles(instr, "postgresql")
def _instr(element: instr, compiler: SQLCompiler, **kw: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **kw)})"


@compiles(arrival, "postgresql")
def _arrival(_element: arrival, _compiler: SQLCompiler, **_: Any) -> str:
    return "records.arrival"
