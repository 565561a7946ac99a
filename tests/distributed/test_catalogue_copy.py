"""A catalogue is copied to a server and back, and is the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Catalogue, ReceiptLine
from archive.catalogue.schema.copying import copy_catalogue
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from archive.catalogue.schema.sqlite import SqliteDatabase
from archive.errors import StoreError
from archive.record import Mention, Outcome
from tests.archive.catalogue.shelf import HELD, article, clock, photo
from tests.support.postgresql import Server

pytestmark = pytest.mark.usefixtures("on_postgresql")
__all__ = ["clock"]


@pytest.fixture
def there(server: Server) -> Iterator[PostgresqlDatabase]:
    """An empty schema."""
    whole = PostgresqlDatabase(server.url)
    with whole.writing() as conn:
        conn.exec_driver_sql("CREATE SCHEMA copied")
    database = PostgresqlDatabase(server.schema("copied"))
    yield database
    database.engine.dispose()
    with whole.writing() as conn:
        conn.exec_driver_sql("DROP SCHEMA copied CASCADE")
    whole.engine.dispose()


def fill(catalogue: Catalogue) -> list[str]:
    """Put records of several kinds in, some merged and edited; their ids."""
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
    """What a catalogue says of these records."""
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
        with second.write() as writer:  # the numbers of new rows go on where those of the first ended
            later = article(writer, "f/later.txt")
        assert next(iter(second.lately_added(ARCHIVIST, 1))) == later
    with closing(Catalogue(tmp_path / "back", database=SqliteDatabase(back))) as third:
        assert told(third, ids) == before


def test_a_catalogue_is_copied_to_an_empty_database_alone(there: PostgresqlDatabase, tmp_path: Path) -> None:
    here = SqliteDatabase(tmp_path / "here.sqlite")
    with closing(Catalogue(tmp_path / "here", database=here)) as first:
        fill(first)
        copy_catalogue(here, there)
        with pytest.raises(StoreError, match="holds an archive already"):
            copy_catalogue(here, there)
