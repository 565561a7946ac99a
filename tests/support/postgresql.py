"""A pytest plugin (`-p tests.support.postgresql`): catalogues are schemas of a real PostgreSQL server.

The server is started for the test run in its own folder, and reached by a socket there. Tests of SQLite itself, which
have the mark `sqlite`, are deselected.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import URL

from archive import access
from archive.catalogue import catalogue as module
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from tests.support.serving import free_ports

_LOGIN = "postgres"  # the server refuses to run as root
_CURE = "PostgreSQL is missing: apt-get install postgresql"


class Server:
    """A running PostgreSQL server with its own folder."""

    def __init__(self, folder: Path, host: str = "") -> None:
        """With a `host`, an address of this machine, it also accepts connections there from the same /16."""
        self.folder, self._host = folder, host
        self.url = URL.create("postgresql+psycopg", "archive", database="postgres", query={"host": str(folder)})
        if host:
            self.port = free_ports(1)[0]
            self.url = URL.create("postgresql+psycopg", "archive", host=host, port=self.port, database="postgres")
        self._programs = programs()
        self._data = str(folder / "data")

    def start(self) -> None:
        """Create its files and start it."""
        self._run("initdb", "-D", self._data, "-U", "archive", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        if self._host:
            self.let_in(f"host all all {self._host}/16 trust")
        self.start_again()

    def start_again(self) -> None:
        """Start it with its existing files."""
        options = f"-c listen_addresses={self._host} -c unix_socket_directories={self.folder} -c max_connections=200"
        options += " -c fsync=off" + (f" -c port={self.port}" if self._host else "")
        self._run("pg_ctl", "-D", self._data, "-o", options, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self) -> None:
        """Stop it immediately, as when its machine stops."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def execute(self, *statements: str) -> None:
        """Execute statements, each in its own transaction."""
        with closing(PostgresqlDatabase(self.url)) as database:
            for statement in statements:
                with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
                    conn.exec_driver_sql(statement)

    def ask_for_passwords(self, role: str) -> None:
        """Let this role connect only with a password."""
        self.let_in(f"local all {role} scram-sha-256")
        self._run("pg_ctl", "-D", self._data, "reload")

    def let_in(self, rule: str) -> None:
        """Put a rule before the others in pg_hba.conf, for the next start."""
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"{rule}\n{rules.read_text(encoding='utf-8')}", encoding="utf-8")

    def schema(self, name: str) -> URL:
        """Return the URL of a schema."""
        return self.url.update_query_dict({"options": f"-csearch_path={name}"})

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([*as_login(), self._programs / program, *arguments], check=True, stdout=subprocess.DEVNULL)


def programs() -> Path:
    """Return the folder of the server's programs: on the path, or the newest in Debian's location. Fail the test run if
    there is none."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not installed:
        pytest.exit(_CURE, 1)
    return installed[-1]


def as_login(login: str = _LOGIN) -> Sequence[str]:
    """Return the prefix of a command that must not run as root."""
    return () if os.getuid() else ("setpriv", f"--reuid={login}", f"--regid={login}", "--clear-groups")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Yield the server of the test run."""
    with started() as one:
        yield one


@contextmanager
def started(host: str = "") -> Iterator[Server]:
    """Yield a server that runs for this block, also at the address `host` of this machine if given."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder, started_in(Path(folder), host) as server:
        yield server


@contextmanager
def started_in(folder: Path, host: str = "") -> Iterator[Server]:
    """Yield a server that runs for this block with the files in this folder, which are created if missing. The folder
    needs a short path for its socket."""
    if not os.getuid():
        os.chown(folder, pwd.getpwnam(_LOGIN).pw_uid, -1)
    server = Server(folder, host)
    (server.start_again if (folder / "data").exists() else server.start)()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def tests_of_a_catalogue(request: pytest.FixtureRequest) -> None:
    """Put all tests on PostgreSQL except those below tests/distributed, which decide for themselves."""
    if "distributed" not in request.path.parts:
        request.getfixturevalue("on_postgresql")


@pytest.fixture
def on_postgresql(copied_catalogue: None, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make each catalogue a schema named after its path."""
    database, made = PostgresqlDatabase(server.url), set[str]()
    opened: list[PostgresqlDatabase] = []

    def schema_of(path: Path) -> PostgresqlDatabase:
        name = "c" + hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        if name not in made:
            with database.writing() as conn:
                conn.exec_driver_sql(f"CREATE SCHEMA {name}")
            made.add(name)
        with suppress(OSError):
            path.touch()  # an archive checks that it exists
        opened.append(PostgresqlDatabase(server.schema(name)))
        return opened[-1]

    monkeypatch.setattr(module, "SqliteDatabase", schema_of)
    monkeypatch.setattr(access._CLOCK, "told", None)  # restored after the test: later ones may have no server
    yield
    for one in opened:  # otherwise left to the garbage collector if a test does not close its catalogue
        one.close()
    with database.writing() as conn:
        for name in made:
            conn.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    database.engine.dispose()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests of SQLite itself."""
    of_sqlite = [item for item in items if item.get_closest_marker("sqlite")]
    config.hook.pytest_deselected(items=of_sqlite)
    items[:] = [item for item in items if item not in of_sqlite]
