"""Additional requirements for a catalogue on PostgreSQL: one writer, snapshots, revisions without gaps, append-only
tables, text in the sort order of SQLite."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from archive.access import PUBLIC, Access, instant, utc_now
from archive.catalogue import Catalogue, NewAsset, ReceiptLine
from archive.catalogue.schema import postgresql
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from archive.catalogue.schema.tables import metadata
from archive.errors import ArchiveBusy, StoreError
from archive.record import Description, Outcome, Status
from ingest.files.restrictions import access_for
from tests.archive.catalogue.shelf import article, catalogue, clock, photo, put, sha
from tests.support.postgresql import Server, started

pytestmark = pytest.mark.usefixtures("on_postgresql")
__all__ = ["catalogue", "clock"]


def test_writers_wait_for_each_other_and_readers_do_not(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    with catalogue.write() as writer:
        before = catalogue.revision()
        record = article(writer, "f/one.txt")
        monkeypatch.setattr(postgresql, "BUSY_SECONDS", 0.2)
        with pytest.raises(ArchiveBusy, match="is writing"), catalogue.write():
            pass
        assert catalogue.revision() == before
        assert catalogue.get(record, PUBLIC) is None
    assert catalogue.get(record, PUBLIC) is not None


def test_a_reader_sees_one_state_throughout(catalogue: Catalogue) -> None:
    count = "SELECT count(*) FROM records"
    with catalogue.snapshot() as conn:
        assert conn.exec_driver_sql(count).scalar() == 0
        with catalogue.write() as writer:
            article(writer, "f/one.txt")
        assert conn.exec_driver_sql(count).scalar() == 0
        with pytest.raises(Exception, match="read-only"):
            conn.exec_driver_sql("DELETE FROM meta")
    with catalogue.snapshot() as conn:
        assert conn.exec_driver_sql(count).scalar() == 1


def test_whoever_follows_the_revisions_misses_no_record(catalogue: Catalogue) -> None:
    """Eight threads write at once; a follower polls for changes since the last revision it saw."""
    seen, over = set[str](), threading.Event()

    def write(number: int) -> list[str]:
        made = []
        for n in range(5):
            with catalogue.write() as writer:
                made.append(photo(writer, f"f{number}/P{n}.jpg"))
        return made

    def follow() -> None:
        reached, last = 0, False
        while not last:
            last = over.is_set()
            now = catalogue.revision()
            seen.update(catalogue.changes(reached))
            reached = now

    with ThreadPoolExecutor(9) as crew:
        follower = crew.submit(follow)
        made = [id_ for some in crew.map(write, range(8)) for id_ in some]
        over.set()
        follower.result()
    assert seen == set(made)
    assert catalogue.revision() == len(made)


@pytest.mark.parametrize("table", ["events", "receipt_lines"])
@pytest.mark.parametrize("change", ["UPDATE {} SET n = n + 1", "DELETE FROM {}"])
def test_what_was_told_is_never_rewritten(catalogue: Catalogue, table: str, change: str) -> None:
    with catalogue.write() as writer:
        article(writer, "f/one.txt")
        writer.receipt_line(1, ReceiptLine("f/one.txt", Outcome.ADDED))
    with pytest.raises(IntegrityError, match="only ever added to"), catalogue._database.writing() as conn:
        conn.exec_driver_sql(change.format(table))


def test_the_baseline_has_the_tables_that_the_code_knows(catalogue: Catalogue) -> None:
    with catalogue.snapshot() as conn:
        found = inspect(conn)
        assert set(found.get_table_names()) == {*metadata.tables, "alembic_version"}
        for table in metadata.sorted_tables:
            columns = {one["name"]: one["nullable"] for one in found.get_columns(table.name)}
            columns.pop("arrival", None)
            assert columns == {column.name: column.nullable for column in table.c}, table.name
            keys = [] if table.name == "clues" else [column.name for column in table.primary_key]  # too long for one
            assert found.get_pk_constraint(table.name)["constrained_columns"] == keys
            indexes = {one["name"] for one in found.get_indexes(table.name) if "duplicates_constraint" not in one}
            assert {index.name for index in table.indexes} <= indexes


def test_zero_characters_become_signs_and_find_their_record(catalogue: Catalogue) -> None:
    described = Description("text/plain", "text", 1, text="a\0b", furniture=["\0"], notes=["\0"])
    described.offer("title", "T\0", "exif:270")
    described.offer("exported\0", {"\0": ["\0", "\\u0000"]}, "xmp")
    with catalogue.write("agent\0") as writer:
        record = writer.add_record(described, NewAsset(sha("a"), 1, "text/plain"))
        put(writer, "f/a\0.txt", record, "a")
    found = catalogue.get(record, PUBLIC)
    assert found is not None
    assert catalogue.text(record, PUBLIC) == "a\ufffdb"
    assert found.values["exported\ufffd"] == {"\ufffd": ["\ufffd", "\\u0000"]}
    assert catalogue.titles([record], PUBLIC) == {record: "T\ufffd"}
    assert catalogue.get("\0", PUBLIC) is None


def test_texts_sort_by_their_code_points_whatever_the_database_does(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        for label in ("b", "Z", "é", "a", "B"):
            writer.root(f"/{label}", label)
    with catalogue.snapshot() as conn:
        found = [*conn.exec_driver_sql("SELECT label FROM roots ORDER BY label").scalars()]
    assert found == sorted(found)
    assert len(found) == 6


def test_a_server_that_is_not_there_says_where_it_was_looked_for(tmp_path: Path) -> None:
    nowhere = PostgresqlDatabase(f"postgresql+psycopg://archive:secret@/postgres?host={tmp_path}")
    with pytest.raises(StoreError) as told, closing(Catalogue(tmp_path / "catalogue", database=nowhere)):
        pass
    assert "cannot be reached: check that the database server runs" in str(told.value)
    assert str(tmp_path) in str(told.value)
    assert "secret" not in str(told.value)


def test_who_waits_for_writes_hears_of_each(catalogue: Catalogue) -> None:
    assert catalogue.wait_for_write(60)  # at once: earlier writes are not notified
    with ThreadPoolExecutor(1) as crew:
        waited = crew.submit(catalogue.wait_for_write, 600)
        with catalogue.write() as writer:
            article(writer, "f/one.txt")
        assert waited.result()
        with catalogue.write() as writer:
            article(writer, "f/two.txt")
        assert catalogue.wait_for_write(600)  # written before the call


def test_who_waits_for_writes_waits_elsewhere_while_the_server_is_away(tmp_path: Path) -> None:
    with started() as own, closing(Catalogue(tmp_path, database=PostgresqlDatabase(own.url))) as catalogue:
        assert catalogue.wait_for_write(60)
        own.stop()
        assert [catalogue.wait_for_write(60) for _ in range(2)] == [False, False]
        own.start_again()
        assert catalogue.wait_for_write(60)


LATE = """CREATE OR REPLACE FUNCTION late.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
$$ SELECT pg_catalog.clock_timestamp() - interval '{}' $$"""


@pytest.fixture
def late(server: Server, tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue whose server's clock is an hour behind that of this machine."""
    server.execute("CREATE SCHEMA late", LATE.format("1 hour"))
    with closing(Catalogue(tmp_path / "c", database=PostgresqlDatabase(server.schema("late,pg_catalog")))) as opened:
        with opened.write() as writer:
            writer.root("/media/disk", "disk")
            writer.open_accession({}, Status.RELEASED)
        yield opened
    server.execute("DROP SCHEMA late CASCADE")


def test_an_embargo_ends_by_the_clock_of_the_server(late: Catalogue) -> None:
    until = instant(datetime.now(UTC) - timedelta(minutes=30))  # which is still in the future there
    with late.write() as writer:
        held = article(writer, "f/one.txt", access=Access(Status.HELD, release_at=until))
        over = instant(datetime.now(UTC) - timedelta(minutes=90))
        released = article(writer, "f/two.txt", access=Access(Status.HELD, release_at=over))
    assert late.visible_ids(PUBLIC) == {released}
    assert late.get(held, PUBLIC) is None
    assert late.views([held])[0][1] is None
    assert late.of_status(Status.HELD) == [held]
    (event,) = late.events(released)[:1]
    assert event["at"] < until


def test_a_file_that_comes_in_is_held_by_the_clock_of_the_server(late: Catalogue) -> None:
    late.revision()
    described = Description("text/plain", "text", 1, text="Isi.")
    described.offer("embargo", {"until": instant(datetime.now(UTC) - timedelta(minutes=30)), "words": "embargo"}, "t")
    assert access_for(described, Status.RELEASED).status is Status.HELD


def test_the_clock_of_the_server_is_looked_at_again(
    late: Catalogue, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    late.revision()
    monkeypatch.setattr(postgresql, "CLOCK_SECONDS", 0.0)
    server.execute(LATE.format("3 hours"))
    late.revision()
    assert abs(datetime.now(UTC) - timedelta(hours=3) - utc_now()) < timedelta(minutes=5)


def test_names_and_folders_of_any_length_are_kept(catalogue: Catalogue) -> None:
    """An index row is limited to 2704 bytes there."""
    long = f"{'文' * 1200}/{'字' * 1000}.txt"
    with catalogue.write() as writer:
        first = article(writer, f"f/{long}")
        second = article(writer, f"g/{long}")
    assert catalogue.visible_ids(PUBLIC) == {first, second}


def test_two_begin_a_catalogue_at_once(server: Server, tmp_path: Path) -> None:
    server.execute("CREATE SCHEMA begun")

    def begin(_: int) -> int:
        with closing(Catalogue(tmp_path / "c", database=PostgresqlDatabase(server.schema("begun")))) as opened:
            return opened.revision()

    with ThreadPoolExecutor(4) as crew:
        assert [*crew.map(begin, range(4))] == [0] * 4
    server.execute("DROP SCHEMA begun CASCADE")


def test_an_erasure_blanks_events_and_receipts_that_nothing_else_changes(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        record = article(writer, "f/kanari.txt", text="Isi kanari.\0")
        line = ReceiptLine("f/kanari.txt", Outcome.ADDED, record=record, sha256=sha("f/kanari.txt"))
        writer.receipt_line(1, line)
        writer.event("text recognition", record, zero="a\0b kanari")
        n = writer.request_erasure(record, "court", "ani")
    assert catalogue.check_log().problems == []
    with catalogue.write() as writer:
        writer.carry_out_erasure(n, "budi")
    found = catalogue.check_log()
    assert (found.problems, found.erased) == ([], 3)  # the request itself is the third
    with catalogue.snapshot() as conn:
        for name in ("events", "receipt_lines", "names", "texts"):
            assert "kanari" not in str(conn.exec_driver_sql(f"SELECT * FROM {name}").all())
    with pytest.raises(IntegrityError, match="only ever added"), catalogue.write() as writer:
        writer._batch.conn.exec_driver_sql("UPDATE events SET detail = '{}'")
