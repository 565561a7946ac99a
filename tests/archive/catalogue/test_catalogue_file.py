"""The catalogue's file: safe if a writer is killed, shared by many, never misread by another version."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, inspect

from archive.access import PUBLIC
from archive.catalogue import Catalogue
from archive.catalogue.schema import migration, sqlite, tables
from archive.errors import ArchiveBusy, CatalogueNewer, StoreError
from tests.archive.catalogue.shelf import article

pytestmark = pytest.mark.usefixtures("migrated")

WRITER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from archive.catalogue import Catalogue, NewAsset
    from archive.record import Description
    catalogue = Catalogue(Path(sys.argv[1]))
    with catalogue.write() as writer:
        writer.add_record(Description("text/plain", "text", 1, text="kept"), NewAsset("a" * 64, 1, "text/plain"))
    with catalogue.write() as writer:
        for n in range(200):
            described = Description("text/plain", "text", 1, text="x" * 30_000)
            writer.add_record(described, NewAsset("b" * 64, 1, "text/plain"))
        print("writing", flush=True)
        sys.stdin.read()
    """
)


def start_writer(path: Path) -> subprocess.Popen[str]:
    """Start another process that has committed one record and is in the middle of 200 more until its input is
    closed."""
    command = [sys.executable, "-c", WRITER, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def test_a_killed_writer_leaves_what_was_committed_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with start_writer(path) as process:
        process.send_signal(signal.SIGKILL)
    with closing(Catalogue(path)) as catalogue:
        (record,) = catalogue.changes(0)
        assert catalogue.text(record, PUBLIC) == "kept"
        with catalogue.write() as writer:
            article_after = writer.root("/disk", "disk")
        assert article_after == "disk"
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_writers_wait_for_each_other_and_readers_do_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, over = threading.Event(), []
    begin = sqlite._begin

    def told(conn: Connection) -> None:
        asked.set()
        begin(conn)

    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 100.0)
    monkeypatch.setattr(sqlite, "_begin", told)
    path = tmp_path / "catalogue.sqlite"
    with start_writer(path) as process, closing(Catalogue(path)) as catalogue:
        other = process.stdin
        assert other is not None
        assert len(catalogue.changes(0)) == 1  # it would see all if it had waited

        def write() -> None:
            with catalogue.write() as writer:
                over.append(other.closed)
                writer.root("/disk")

        asked.clear()
        thread = threading.Thread(target=write, daemon=True)
        thread.start()
        assert asked.wait(100)
        other.close()
        thread.join()
        assert over == [True]
        assert process.wait(120) == 0
        assert len(catalogue.changes(0)) == 201


def test_a_writer_that_waited_too_long_says_who_is_to_blame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    path = tmp_path / "catalogue.sqlite"
    with start_writer(path) as process, closing(Catalogue(path)) as catalogue:
        with pytest.raises(ArchiveBusy, match="Another process is writing"), catalogue.write():
            pass
        process.kill()


def test_threads_write_one_after_the_other(catalogue: Catalogue) -> None:
    def write(start: int) -> None:
        for n in range(start, start + 10):
            with catalogue.write() as writer:
                article(writer, f"{n}.txt")

    threads = [threading.Thread(target=write, args=(start,), daemon=True) for start in (0, 100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert catalogue.revision() == len(catalogue.changes(0)) == 40


@pytest.mark.usefixtures("synced")
def test_every_connection_is_set_to_lose_nothing(catalogue: Catalogue) -> None:
    with catalogue.snapshot() as conn:
        said = {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "synchronous")}
        assert said == {"foreign_keys": 1, "synchronous": 2}
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert conn.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_a_full_disk_says_so_and_undoes_the_batch(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        kept = article(writer, "kept.txt")
    with pytest.raises(StoreError, match="No space is left"), catalogue.write() as writer:  # noqa: PT012
        writer._batch.conn.exec_driver_sql("PRAGMA max_page_count = 1")
        article(writer, "large.txt", text="x" * 1_000_000)
    assert catalogue.changes(0) == [kept]


def test_a_file_of_a_later_version_is_left_alone(catalogue: Catalogue) -> None:
    catalogue.close()
    with closing(sqlite3.connect(catalogue.path)) as file:
        file.execute("UPDATE alembic_version SET version_num = '9001'")
        file.commit()
    before = catalogue.path.read_bytes()
    with pytest.raises(CatalogueNewer, match="install that version or a later one"):
        Catalogue(catalogue.path)
    assert catalogue.path.read_bytes() == before


def test_a_file_that_is_no_catalogue_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE mine (x)")
    with pytest.raises(StoreError, match="is not a catalogue"):
        Catalogue(path)
    (tmp_path / "letter.sqlite").write_text("Dear all, " * 100)
    with pytest.raises(StoreError, match="is damaged"):
        Catalogue(tmp_path / "letter.sqlite")
    with pytest.raises(StoreError, match="cannot be written"):
        Catalogue(tmp_path / "nowhere" / "catalogue.sqlite")


def test_a_migration_that_is_cut_short_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalogue.sqlite"

    def upgrade_and_fail(config: Config, revision: str) -> None:
        upgrade(config, revision)
        raise KeyboardInterrupt

    upgrade = command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", upgrade_and_fail)
        with pytest.raises(KeyboardInterrupt):
            Catalogue(path)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    with closing(Catalogue(path)) as catalogue:
        assert catalogue.revision() == 0


def at_schema(path: Path, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Create a catalogue as made by an earlier version."""
    newest = command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", lambda config, _: newest(config, version))
        Catalogue(path).close()


def test_an_older_catalogue_is_kept_beside_the_one_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogue.sqlite"
    at_schema(path, "0010", monkeypatch)
    before = rows(path, "SELECT * FROM meta")
    Catalogue(path).close()
    Catalogue(path).close()
    assert rows(path, "SELECT * FROM alembic_version") == [(migration.HEAD,)]
    assert rows(tmp_path / "catalogue-0010.sqlite", "SELECT * FROM alembic_version") == [("0010",)]
    assert rows(tmp_path / "catalogue-0010.sqlite", "SELECT * FROM meta") == before
    assert sorted(one.name for one in tmp_path.glob("catalogue-*")) == ["catalogue-0010.sqlite"]


def test_an_older_catalogue_that_cannot_be_copied_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogue.sqlite"
    at_schema(path, "0010", monkeypatch)

    def full(_: object, target: Path) -> None:
        target.write_bytes(b"half")
        raise StoreError("No space is left")

    with monkeypatch.context() as patch:
        patch.setattr(sqlite.SqliteDatabase, "copy_to", full)
        with pytest.raises(StoreError, match="No space"):
            Catalogue(path)
    assert rows(path, "SELECT * FROM alembic_version") == [("0010",)]
    assert not list(tmp_path.glob("catalogue-*"))


@pytest.mark.parametrize(("own", "public"), [(0, 0), (57, 58)])
def test_the_public_revision_of_an_older_archive_starts_above_all_that_were_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: int, public: int
) -> None:
    path = tmp_path / "catalogue.sqlite"
    at_schema(path, "0010", monkeypatch)
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE meta SET value = ? WHERE key = 'revision'", (own,))
        file.commit()
    with closing(Catalogue(path)) as catalogue:
        assert catalogue.public_revision() == public
        assert catalogue.revision() == own


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(query).fetchall()


def test_two_processes_can_make_one_catalogue_at_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from archive.catalogue import Catalogue; Catalogue(Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path / "catalogue.sqlite")]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(process.communicate()[1], process.returncode) for process in processes] == [("", 0)] * 2


def test_alembic_is_left_alone_when_there_is_nothing_to_migrate(catalogue: Catalogue) -> None:
    code = (
        "import sys; from pathlib import Path; from archive.catalogue import Catalogue; Catalogue(Path(sys.argv[1])); "
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(catalogue.path)], check=False).returncode == 0


# SQLAlchemy skips indexes on expressions.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection:sqlalchemy.exc.SAWarning")
def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    Catalogue(tmp_path / "migrated.sqlite").close()
    migrated = inspect(create_engine(f"sqlite:///{tmp_path}/migrated.sqlite"))
    fresh = create_engine(f"sqlite:///{tmp_path}/fresh.sqlite")
    tables.metadata.create_all(fresh)
    known = inspect(fresh)
    assert sorted(migrated.get_table_names()) == sorted([*known.get_table_names(), "alembic_version"])
    for table in known.get_table_names():
        columns = [
            {
                column["name"]: (column["nullable"], bool(column.get("primary_key")))
                for column in side.get_columns(table)
            }
            for side in (migrated, known)
        ]
        assert columns[0] == columns[1], table
        for facts in ("get_indexes", "get_unique_constraints", "get_foreign_keys"):
            found, wanted = ({_shape(fact) for fact in getattr(side, facts)(table)} for side in (migrated, known))
            assert found == wanted, (table, facts)


def _shape(fact: dict[str, object]) -> str:
    columns = fact.get("column_names") or (
        fact["constrained_columns"],
        fact["referred_table"],
        fact["referred_columns"],
    )
    return f"{columns} {fact.get('unique', '')}"


def test_the_newest_migration_is_the_one_the_code_asks_for() -> None:
    folder = Path(migration.__file__).parent / "migrations" / "versions"
    numbers = sorted(path.name[:4] for path in folder.glob("[0-9]*.py"))
    assert numbers[-1] == migration.HEAD
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)


def test_a_full_disk_is_told_from_a_broken_one(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite reports an I/O error if there is no space for the memory-mapped file next to the catalogue."""
    said = []
    for free in (0, 1 << 30):
        usage = SimpleNamespace(free=free)
        monkeypatch.setattr("shutil.disk_usage", lambda _, usage=usage: usage)
        with pytest.raises(StoreError) as error, catalogue.write():
            raise sqlite3.OperationalError("disk I/O error")
        said.append(str(error.value))
    assert "No space is left" in said[0]
    assert "check the disk" in said[1]
