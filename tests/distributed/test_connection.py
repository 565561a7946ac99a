"""Errors of unusable servers, and that no password is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL

from archive.catalogue import Catalogue
from archive.catalogue.schema.database import ServerState
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from archive.commands import setup
from archive.errors import CatalogueNewer, ConfigError, PressArchiveError, StoreError
from archive.storage.archive import Archive
from tests.support.commands import json_lines, run
from tests.support.postgresql import Server, started

pytestmark = pytest.mark.usefixtures("on_postgresql")
SECRET = "s3cr%t/@pass"


@pytest.fixture(scope="module")
def strict() -> Iterator[Server]:
    """A server that requires a password for the role `locked`, and has a database with another encoding."""
    with started() as server:
        server.execute(
            f"CREATE ROLE locked LOGIN PASSWORD '{SECRET.replace('%', '%%')}'",
            "CREATE SCHEMA locked AUTHORIZATION locked",
            "CREATE SCHEMA other CREATE TABLE guests (name TEXT)",
            "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0",
        )
        server.ask_for_passwords("locked")
        yield server


def error_of(url: URL, folder: Path) -> PressArchiveError:
    """Return the error of a catalogue that cannot be opened."""
    with pytest.raises(PressArchiveError) as told, closing(Catalogue(folder, database=PostgresqlDatabase(url))):
        pass
    assert SECRET not in str(told.value)
    return told.value


def test_a_wrong_password_is_said_and_not_shown(strict: Server, tmp_path: Path) -> None:
    wrong = error_of(strict.url.set(username="locked", password=f"{SECRET}x"), tmp_path)
    assert "rejects this user and password" in str(wrong)
    assert "in this user" not in str(wrong)
    assert "rejects this user" in str(error_of(strict.url.set(username="locked"), tmp_path))
    assert "rejects this user" in str(error_of(strict.url.set(username="nobody"), tmp_path))


def test_a_password_among_the_options_is_not_shown(tmp_path: Path) -> None:
    nowhere = URL.create("postgresql+psycopg", "archive", query={"host": str(tmp_path), "password": SECRET})
    assert "cannot be reached" in str(error_of(nowhere, tmp_path))


@pytest.mark.parametrize("url", [f"postgresql+psycopg://a:{SECRET}@db:port/x", "postgresql+psycopg:/"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="cannot be used: write it as") as told:
        PostgresqlDatabase(url)
    assert "s3cr" not in str(told.value)


def test_a_missing_database_says_how_it_is_made(strict: Server, tmp_path: Path) -> None:
    assert "createdb --encoding=UTF8" in str(error_of(strict.url.set(database="absent"), tmp_path))


def test_a_database_of_another_encoding_is_refused(strict: Server, tmp_path: Path) -> None:
    assert "has the encoding LATIN1" in str(error_of(strict.url.set(database="latin"), tmp_path))


def test_tables_of_another_program_are_left_alone(strict: Server, tmp_path: Path) -> None:
    assert "holds tables of another program" in str(error_of(strict.schema("other"), tmp_path))


def test_a_login_that_may_not_make_tables_is_told(strict: Server, tmp_path: Path) -> None:
    login = strict.schema("public").set(username="locked", password=SECRET)
    assert "let this user create tables" in str(error_of(login, tmp_path))


def test_a_catalogue_of_a_later_version_is_not_opened(strict: Server, tmp_path: Path) -> None:
    url = strict.schema("locked").set(username="locked", password=SECRET)
    with closing(Catalogue(tmp_path, database=PostgresqlDatabase(url))) as opened, opened._database.writing() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    later = error_of(url, tmp_path)
    assert isinstance(later, CatalogueNewer)
    assert "written by a later press-archive (schema 9999" in str(later)


def test_a_file_holds_the_address_with_its_password(strict: Server, tmp_path: Path) -> None:
    strict.execute("DROP SCHEMA locked CASCADE", "CREATE SCHEMA locked AUTHORIZATION locked")
    url = strict.schema("locked").set(username="locked", password=SECRET)
    secret = tmp_path / "secret"
    secret.write_text(f"{url.render_as_string(hide_password=False)}\n", encoding="utf-8")
    folder = tmp_path / "archive"
    Archive.create(folder).close()
    (folder / "archive.toml").write_text(f'[catalogue]\nurl_file = "{secret}"\n', encoding="utf-8")
    with pytest.raises(StoreError, match=r"is on a server, and there is .* too"):
        Archive.open(folder)
    (folder / "catalogue.sqlite").unlink()
    with Archive.open(folder) as archive:
        assert archive.catalogue.revision() == 0
        assert archive.catalogue.address.startswith("postgresql+psycopg://locked:***@")
    assert not (folder / "catalogue.sqlite").exists()
    told = {one["subject"]: one for one in json_lines(run("doctor", "--archive", folder, "--json"))}
    assert SECRET not in str(told)
    assert told["catalogue"]["params"]["encoding"] == "UTF8"
    assert told["catalogue"]["params"]["collation"] == "C.UTF-8"
    assert told["clock"]["state"] == "ok"
    secret.write_text(secret.read_text(encoding="utf-8").replace("@/", "x@/"), encoding="utf-8")
    (said,) = (one for one in json_lines(run("doctor", "--archive", folder, "--json", code=1)) if "locked" in str(one))
    assert said["code"] == "catalogue-refused"
    assert "s3cr" not in str(said)


@pytest.mark.parametrize(("ahead", "said"), [(2.5, "2.5 s ahead of"), (-61.0, "61.0 s behind")])
def test_doctor_says_by_how_much_the_clocks_differ(ahead: float, said: str) -> None:
    _, clock = setup._server("db", ServerState("15.1", "UTF8", "C", ahead))
    assert clock.state == "advice"
    assert said in clock.found
    assert "NTP" in clock.cure


def write_while_it_ends(catalogue: Catalogue, server: Server) -> None:
    """Begin a transaction that outlives its server."""
    with catalogue.write() as writer:
        server.stop()
        writer.root("/media/disk", "disk")


def test_a_server_that_ends_in_a_transaction_is_told(tmp_path: Path) -> None:
    with started() as own, closing(Catalogue(tmp_path, database=PostgresqlDatabase(own.url))) as catalogue:
        with pytest.raises(StoreError, match=r"The connection to .* broke: check that"):
            write_while_it_ends(catalogue, own)
        with pytest.raises(StoreError, match="cannot be reached"):
            catalogue.revision()
        own.start_again()
        assert catalogue.roots() == {}
