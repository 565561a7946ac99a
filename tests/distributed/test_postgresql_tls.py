"""A catalogue over TLS: the server is authenticated, and the password comes from a file."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL

from archive.catalogue import Catalogue
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from archive.errors import StoreError
from archive.storage.job_queue import JobQueue
from tests.support.certificates import Authority
from tests.support.postgresql import Server, started

HOST, SECRET = "127.0.0.1", "tujuh:kapal"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), "ours")


@pytest.fixture(scope="module")
def server(authority: Authority) -> Iterator[Server]:
    """A server that only accepts TLS connections with a password."""
    with started(HOST) as running:
        running.execute(f"CREATE ROLE nur LOGIN PASSWORD '{SECRET}'", "CREATE SCHEMA nur AUTHORIZATION nur")
        running.execute("GRANT CREATE ON DATABASE postgres TO nur")  # for the schema of the queue
        (settings := running.folder / "data" / "postgresql.auto.conf").write_text(
            "ssl = on\nssl_cert_file = '127.0.0.1.pem'\nssl_key_file = '127.0.0.1.key'\n", encoding="utf-8"
        )
        certify(running, authority)
        running.let_in("hostnossl all nur all reject")
        running.let_in("hostssl all nur all scram-sha-256")
        running.stop()
        running.start_again()
        assert settings.exists()
        yield running


def certify(server: Server, authority: Authority, host: str = HOST) -> None:
    """Give a server a certificate for a host."""
    for path, kind in zip(authority.certify(server.folder / "data", host), ("pem", "key"), strict=True):
        path = path.rename(server.folder / "data" / f"127.0.0.1.{kind}")
        if not os.getuid():
            os.chown(path, pwd.getpwnam("postgres").pw_uid, -1)


def address(server: Server, root: Path, passwords: Path, mode: str = "verify-full") -> URL:
    more = {"sslmode": mode, "sslrootcert": str(root), "passfile": str(passwords)}
    return server.schema("nur").set(username="nur").update_query_dict(more)


def password_file(server: Server, folder: Path, password: str = SECRET) -> Path:
    path = folder / "pgpass"
    path.write_text(f"{HOST}:{server.port}:postgres:nur:{password.replace(':', chr(92) + ':')}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def error_of(url: URL, folder: Path) -> str:
    with pytest.raises(StoreError) as told, closing(Catalogue(folder, database=PostgresqlDatabase(url))):
        pass
    assert SECRET not in str(told.value)
    return str(told.value)


def test_a_server_that_proves_who_it_is_gets_the_password_of_the_file(
    server: Server, authority: Authority, tmp_path: Path
) -> None:
    url = address(server, authority.certificate, password_file(server, tmp_path))
    database = PostgresqlDatabase(url)
    with closing(Catalogue(tmp_path, database=database)) as catalogue:
        assert catalogue.revision() == 0
        with database.reading() as conn:
            asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            assert conn.exec_driver_sql(asked).scalar() is True
    with JobQueue(url.render_as_string(hide_password=False)) as queue:
        assert queue.turns() == {}


def test_a_wrong_password_says_which_files_have_it(server: Server, authority: Authority, tmp_path: Path) -> None:
    url = address(server, authority.certificate, password_file(server, tmp_path, "something else"))
    said = error_of(url, tmp_path)
    assert "rejects this user and password" in said
    assert "PGPASSFILE" in said


def test_a_server_whose_certificate_others_signed_gets_no_password(server: Server, tmp_path: Path) -> None:
    url = address(server, Authority(tmp_path, "others").certificate, password_file(server, tmp_path))
    said = error_of(url, tmp_path)
    assert "could not be verified" in said
    nowhere = error_of(address(server, tmp_path / "nowhere", password_file(server, tmp_path)), tmp_path)
    assert "could not be verified" in nowhere


def test_a_certificate_for_another_host_is_refused(server: Server, authority: Authority, tmp_path: Path) -> None:
    url = address(server, authority.certificate, password_file(server, tmp_path))
    certify(server, authority, "db.example")
    server.stop()
    server.start_again()
    try:
        assert "could not be verified" in error_of(url, tmp_path)
    finally:
        certify(server, authority)
        server.stop()
        server.start_again()


def test_a_server_without_tls_is_refused(server: Server, authority: Authority, tmp_path: Path) -> None:
    with started(HOST) as plain:
        url = address(plain, authority.certificate, password_file(plain, tmp_path))
        assert "could not be verified" in error_of(url, tmp_path)
