"""A catalogue is copied to a server and back, and is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Catalogue, NewAsset, ReceiptLine
from archive.catalogue.schema import postgresql, sqlite
from archive.catalogue.schema.copying import copy_catalogue
from archive.catalogue.schema.database import Database
from archive.catalogue.schema.migration import ensure
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from archive.catalogue.schema.sqlite import SqliteDatabase, new_file
from archive.catalogue.schema.tables import records
from archive.errors import ArchiveBusy, StoreError
from archive.record import Description, Mention, Outcome
from tests.archive.catalogue.shelf import HELD, article, clock, photo, sha
from tests.support.commands import json_lines, run_apart
from tests.support.postgresql import Server

pytestmark = pytest.mark.usefixtures("on_postgresql")
__all__ = ["clock"]


@pytest.fixture
def there(server: Server) -> Iterator[PostgresqlDatabase]:
    """An empty schema."""
    server.execute("CREATE SCHEMA copied")
    with closing(PostgresqlDatabase(server.schema("copied"))) as database:
        yield database
    server.execute("DROP SCHEMA copied CASCADE")


def fill(catalogue: Catalogue) -> list[str]:
    """Add records of several kinds, some merged and edited, and return their ids."""
    with catalogue.write() as writer:
        writer.root("/media/disk", "disk")
        number = writer.open_accession({}, HELD.status)
        ids = [article(writer, f"f/{n}.txt", Mention(f"P{n}.jpg", caption="Chữ é")) for n in range(5)]
        ids += [photo(writer, f"f/P{n}.jpg", HELD) for n in range(5)]
        writer.receipt_line(number, ReceiptLine("f/0.txt", Outcome.ADDED))
    with catalogue.write() as writer:
        writer.merge(ids[:2], "archivist")
        writer.set_value(ids[2], "title", "Judul")
        writer.relate(ids[2], "corrects", ids[3], "archivist")
    return ids


def told(catalogue: Catalogue, ids: list[str]) -> list[object]:
    """Return the content of these records in a catalogue."""
    return [
        catalogue.get_many(ids, ARCHIVIST),
        catalogue.get_many(ids, PUBLIC),
        catalogue.texts(ids, ARCHIVIST),
        catalogue.events(),
        catalogue.receipt(1),
        catalogue.lately_added(ARCHIVIST, 100),
        catalogue.revision(),
        catalogue.change_sets(),
    ]


def test_a_catalogue_comes_back_from_a_server_as_it_went(there: PostgresqlDatabase, tmp_path: Path) -> None:
    here, back = SqliteDatabase(tmp_path / "here.sqlite"), tmp_path / "back.sqlite"
    with closing(Catalogue(tmp_path / "here", database=here)) as first:
        ids = fill(first)
        before = told(first, ids)
        copy_catalogue(here, there)
    with closing(Catalogue(tmp_path / "there", database=there)) as second:
        assert told(second, ids) == before
        second.copy_to(back)
        with second.write() as writer:  # the numbers of new rows continue those of the first
            later = article(writer, "f/later.txt")
        assert next(iter(second.lately_added(ARCHIVIST, 1))) == later
    with closing(Catalogue(tmp_path / "back", database=SqliteDatabase(back))) as third:
        assert told(third, ids) == before


def rows_of(database: Database) -> int:
    """Return the number of records in a database."""
    with database.reading() as conn:
        return conn.execute(select(func.count()).select_from(records)).scalar_one()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue in a file, with records."""
    with closing(Catalogue(tmp_path / "here", database=SqliteDatabase(tmp_path / "here.sqlite"))) as opened:
        fill(opened)
        yield opened


def test_a_catalogue_is_copied_to_an_empty_database_alone(here: Catalogue, there: PostgresqlDatabase) -> None:
    copied = {one.name: one for one in here.copy_into(there)}
    assert copied["records"].rows == rows_of(there) == 9
    assert len({one.sha256 for one in copied.values()}) > 10
    with pytest.raises(StoreError, match="holds an archive already"):
        here.copy_into(there)


def test_a_copy_that_differs_is_not_kept(here: Catalogue, there: PostgresqlDatabase) -> None:
    ensure(there)
    with there.writing() as conn:
        conn.exec_driver_sql(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.status = 'released'; RETURN NEW; END $$"
        )
        conn.exec_driver_sql("CREATE TRIGGER spoil BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION spoil()")
    with pytest.raises(StoreError, match="differs from the catalogue in the table records, and was not kept"):
        here.copy_into(there)
    assert rows_of(there) == 0


def test_a_copy_that_is_interrupted_is_not_kept(here: Catalogue, there: PostgresqlDatabase, tmp_path: Path) -> None:
    """The second time in the middle of the comparison."""
    for share in (0.2, 0.9):

        def interrupt(done: int, of: int, share: float = share) -> None:
            if done > share * of:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            here.copy_into(there, interrupt)
        assert rows_of(there) == 0
        with pytest.raises(KeyboardInterrupt), new_file(tmp_path / "new.sqlite") as file:
            here.copy_into(file, interrupt)
        assert not list(tmp_path.glob("new*"))
    here.copy_into(there)


def test_nobody_writes_while_a_copy_is_made(
    here: Catalogue, there: PostgresqlDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = []

    def write(catalogue: Catalogue) -> None:
        with pytest.raises(ArchiveBusy), catalogue.write():
            pass
        refused.append(catalogue)

    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(postgresql, "BUSY_SECONDS", 0.1)
    with closing(Catalogue(tmp_path / "here", database=SqliteDatabase(tmp_path / "here.sqlite"))) as other:
        here.copy_into(there, lambda done, of: write(other) if done * 2 == of and not refused else None)
        here.copy_into(there_again := SqliteDatabase(tmp_path / "again.sqlite"), lambda *_: refused or write(other))
        there_again.close()
    assert len(refused) == 1


def test_zero_characters_become_signs_in_the_copy(there: PostgresqlDatabase, tmp_path: Path) -> None:
    """PostgreSQL cannot store them."""
    with closing(Catalogue(tmp_path / "here", database=SqliteDatabase(tmp_path / "here.sqlite"))) as first:
        with first.write("agent\0") as writer:
            writer.root("/media/disk", "disk")
            writer.open_accession({}, HELD.status)
            described = Description("text/plain", "text", 1, text="a\0b", notes=["\0", "\\u0000"])
            described.offer("title", "T\0", "exif:270")
            record = writer.add_record(described, NewAsset(sha("a"), 1, "text/plain"))
        first.copy_into(there)
    with closing(Catalogue(tmp_path / "there", database=there)) as second:
        assert second.text(record, PUBLIC) == "a\ufffdb"
        assert second.titles([record], PUBLIC) == {record: "T\ufffd"}
        assert second.events(record)[0]["agent"] == "agent\ufffd"


def catalogue_of_files(folder: Path, *names: str) -> Catalogue:
    """Return a catalogue with a record for each file of these names."""
    opened = Catalogue(folder / "here", database=SqliteDatabase(folder / "here.sqlite"))
    with opened.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, HELD.status)
        for name in names:
            article(writer, name)
    return opened


def test_zero_characters_in_keys_are_copied(there: PostgresqlDatabase, tmp_path: Path) -> None:
    """They sort before letters, and their replacements after them."""
    with closing(catalogue_of_files(tmp_path, "f/a\0b.txt", "f/aab.txt")) as first:
        with first.write() as writer:
            writer.root("/media/other", "d\0")
        before = paths_of(first)
        assert first.roots().keys() == {"d\0", "disk"}
        first.copy_into(there)
    with closing(Catalogue(tmp_path / "there", database=there)) as second:
        assert second.roots().keys() == {"d\ufffd", "disk"}
        assert paths_of(second) == {path.replace("\0", "\ufffd") for path in before}


def paths_of(catalogue: Catalogue) -> set[str]:
    """Return the paths of all files."""
    return {one.path for root in catalogue.roots() for one in catalogue.live_names(root)}


def test_keys_that_would_become_one_are_not_copied(there: PostgresqlDatabase, tmp_path: Path) -> None:
    with (
        closing(catalogue_of_files(tmp_path, "f/a\0b.txt", "f/a\ufffdb.txt")) as first,
        pytest.raises(StoreError, match=r"Nothing was copied\. In the table \w+, two rows would be one"),
    ):
        first.copy_into(there)
    assert rows_of(there) == 0


TEXTS = {
    "rilis.txt": "Siaran pers\n\nGubernur membuka jembatan di Kupang, kata juru bicara.\nFoto: W-HAI_1275.jpg\n",
    "tahan.txt": "EMBARGO 3 Mei 2099 pukul 10.00 WIB\n\nMenteri menerima tamu di Jakarta.\n",
    "thông cáo.txt": "Thông cáo báo chí\n\nBộ trưởng tiếp khách tại Hà Nội.\n",
}


def answers(folder: Path) -> list[object]:
    """Return the output of commands on an archive, of `check` the verdict: settings changed by hand are told first."""
    asked = (["search", "--held", "--json", ""], ["receipts", "show", "1"], ["check"])
    searched, receipt, checked = (run_apart(*one, "--archive", folder).stdout for one in asked)
    (found,) = map(json.loads, searched.splitlines())
    return [found["results"], receipt, checked.splitlines()[-1]]


def test_the_command_moves_an_archive_there_and_back(server: Server, tmp_path: Path) -> None:
    folder, texts, secret = tmp_path / "archive", tmp_path / "texts", tmp_path / "url"
    texts.mkdir()
    for name, text in TEXTS.items():
        (texts / name).write_text(text, encoding="utf-8")
    run_apart("init", "--archive", folder)
    run_apart("ingest", "--archive", folder, texts)
    before = answers(folder)
    settings = (folder / "archive.toml").read_text(encoding="utf-8")

    server.execute("CREATE SCHEMA moved")
    url = server.schema("moved").set(password="hidden")
    secret.write_text(url.render_as_string(hide_password=False), encoding="utf-8")
    copied = run_apart("catalogue", "copy", "--archive", folder, "--to-url-file", secret)
    assert "Each table is the same" in copied.stdout
    assert "hidden" not in copied.stdout
    assert "holds an archive already" in (
        run_apart("catalogue", "copy", "--archive", folder, "--to-url-file", secret, code=1).stderr
    )
    (folder / "catalogue.sqlite").rename(tmp_path / "kept.sqlite")
    rebuilt = run_apart("catalogue", "rebuild", "--archive", folder, code=1)
    assert "changed after" in rebuilt.stderr, "the server may know more than the tables"
    (folder / "archive.toml").write_text(f'[catalogue]\nurl_file = "{secret}"\n', encoding="utf-8")
    assert answers(folder) == before
    run_apart("verify", "--archive", folder)

    dry = run_apart("ingest", "--archive", folder, "--dry-run", texts, "--json")
    assert {one["outcome"] for one in json_lines(dry) if "outcome" in one} == {"unchanged"}
    *tables, summary = json_lines(run_apart("catalogue", "copy", "--archive", folder, "--to", folder, "--json"))
    assert {one["table"]: one["rows"] for one in tables}["records"] == len(TEXTS)
    assert summary["rows"] == sum(one["rows"] for one in tables)
    assert "is on a server, and there is" in run_apart("check", "--archive", folder, code=1).stderr
    (folder / "archive.toml").write_text(settings, encoding="utf-8")
    assert answers(folder) == before
    server.execute("DROP SCHEMA moved CASCADE")
