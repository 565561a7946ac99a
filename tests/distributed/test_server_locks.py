"""Locks between machines on a real PostgreSQL server: who waits, the messages, and how a lock ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.catalogue.schema.advisory_locks import ServerLocks
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from archive.errors import ArchiveBusy, LockLost, StoreError
from archive.search.index import index_daemon
from archive.storage.archive import Archive
from tests.distributed.test_kill_postgresql import SLOWER
from tests.support.commands import COMMAND, clean_environment, run
from tests.support.killing import assert_whole, make_disk
from tests.support.postgresql import Server, started

PATIENCE = 60.0

HOLDER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from archive.storage.archive import Archive
    with Archive.open(Path(sys.argv[1])) as archive, archive.lock("ingest"):
        print("held", flush=True)
        sys.stdin.read()
    """
)


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that the tests may restart."""
    with started() as server:
        yield server


def machine(server: Server, folder: Path, schema: str = "public") -> Path:
    """Create a machine's folder of the archive in a schema of the server."""
    server.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    url = server.schema(schema).render_as_string(hide_password=False)
    made = folder / "template"
    if not made.exists():
        Archive.create(made).close()
        (made / "catalogue.sqlite").unlink()
    here = folder / f"machine-{len(list(folder.iterdir()))}"
    shutil.copytree(made, here)
    (here / "archive.toml").write_text(f'[catalogue]\nurl = "{url}"\n', encoding="utf-8")
    return here


@contextmanager
def holding(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start another process that holds the ingest lock until its standard input is closed."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        try:
            assert other.stdout.readline() == "held\n"
            yield other
        finally:
            other.kill()


def test_another_machine_is_told_who_holds_a_lock(own: Server, tmp_path: Path) -> None:
    here, there = machine(own, tmp_path), machine(own, tmp_path)
    with Archive.open(here) as archive, holding(there) as other:
        who = rf"Process {other.pid} on {re.escape(socket.gethostname().split('.')[0])} \(-c .*\)"
        since = r"since \d{4}-\d\d-\d\d \d\d:\d\d UTC"
        with pytest.raises(ArchiveBusy, match=f"{who} holds the ingest lock {since}: wait until"):
            archive.lock("ingest", wait=0.2).__enter__()
        assert archive.is_locked("ingest")
        assert re.fullmatch(f"{who} holds the ingest lock {since}", archive.holder("ingest") or "")
        with archive.lock("ocr"):
            archive.check_locks()
    refused = None
    with Archive.open(here) as archive:
        with archive.lock("ingest", wait=True):
            refused = run("ingest", "--archive", there, tmp_path / "template", code=1).stderr
        assert archive.holder("ingest") is None
        assert not archive.is_locked("ingest")
    assert f"Process {os.getpid()} on " in refused
    assert "With --wait this command waits by itself." in refused


def test_who_waits_has_the_lock_as_soon_as_its_holder_ends(
    own: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = machine(own, tmp_path), machine(own, tmp_path)
    refused, had = threading.Event(), threading.Event()
    is_locked = ServerLocks.is_locked

    def look(locks: ServerLocks, name: str) -> bool:
        taken = is_locked(locks, name)
        if taken:
            refused.set()
        return taken

    def wait() -> None:
        with Archive.open(here) as archive, archive.lock("ingest", wait=PATIENCE):
            had.set()

    monkeypatch.setattr(ServerLocks, "is_locked", look)
    with holding(there) as other:
        waiting = threading.Thread(target=wait, daemon=True)
        waiting.start()
        assert refused.wait(PATIENCE)
        assert not had.is_set()
        assert other.stdin is not None
        other.stdin.close()
        assert other.wait() == 0
        waiting.join()
    assert had.is_set()


def test_a_killed_holder_frees_its_lock(own: Server, tmp_path: Path) -> None:
    here, there = machine(own, tmp_path), machine(own, tmp_path)
    with Archive.open(here) as archive, holding(there) as other:
        other.send_signal(signal.SIGKILL)
        with archive.lock("ingest", wait=PATIENCE):
            pass


def test_a_process_cannot_take_a_lock_twice(own: Server, tmp_path: Path) -> None:
    """As with a file lock; see test_archive."""
    with Archive.open(machine(own, tmp_path)) as archive, archive.lock("ingest"):
        with pytest.raises(ArchiveBusy, match=f"Process {os.getpid()} on "):
            archive.lock("ingest").__enter__()
        assert archive.is_locked("ingest")
        archive.check_locks()


def test_archives_of_one_server_do_not_meet(own: Server, tmp_path: Path) -> None:
    one, other = machine(own, tmp_path, "one"), machine(own, tmp_path, "other")
    own.execute("CREATE DATABASE another")
    third = machine(own, tmp_path, "one")
    url = own.schema("public").set(database="another").render_as_string(hide_password=False)
    (third / "archive.toml").write_text(f'[catalogue]\nurl = "{url}"\n', encoding="utf-8")
    with Archive.open(one) as a, Archive.open(other) as b, Archive.open(third) as c, a.lock("ingest"):
        for archive in (b, c):
            assert archive.holder("ingest") is None
            with archive.lock("ingest"):
                archive.check_locks()


def test_a_lock_does_not_keep_the_catalogue_from_being_written(own: Server, tmp_path: Path) -> None:
    here, there = machine(own, tmp_path), machine(own, tmp_path)
    with Archive.open(here) as archive, Archive.open(there) as other, archive.lock("ingest"):
        for one in (archive, other):
            with one.catalogue.write() as writer:
                writer.event("fixity check")
        with archive.catalogue.write(), pytest.raises(ArchiveBusy, match="holds the ingest lock"):
            other.lock("ingest").__enter__()


def test_a_lock_that_its_server_lost_stops_who_held_it(tmp_path: Path) -> None:
    with started() as server, Archive.open(machine(server, tmp_path)) as archive:
        with pytest.raises(LockLost, match="lost its ingest lock"), archive.lock("ingest"):
            restart(server)
        with pytest.raises(StoreError, match="broke"):  # as for the first query after a restart
            archive.lock("ingest").__enter__()
        with archive.lock("ingest"):
            archive.check_locks()
        server.stop()
        try:
            with pytest.raises(StoreError, match="cannot be reached"):
                archive.lock("ingest").__enter__()
        finally:
            server.start_again()


def restart(server: Server) -> None:
    """Stop the server with all its sessions, and start it."""
    server.stop()
    server.start_again()


def end_sessions_of_locks(server: Server) -> None:
    """Let the server end the sessions of locks, as if only their connections had failed."""
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks"
        " WHERE locktype = 'advisory' AND objsubid = 1 AND pid <> pg_backend_pid()"
    )


def fail_without_a_lock(server: Server) -> None:
    """Raise an error after the lock is lost."""
    end_sessions_of_locks(server)
    raise ZeroDivisionError


def test_an_error_of_the_block_is_not_hidden(own: Server, tmp_path: Path) -> None:
    with Archive.open(machine(own, tmp_path)) as archive:
        with pytest.raises(ZeroDivisionError), archive.lock("ingest"):
            fail_without_a_lock(own)
        assert not archive.is_locked("ingest")
        archive.check_locks()


def test_a_lost_lock_that_another_thread_has_taken(own: Server, tmp_path: Path) -> None:
    """The one that lost it gets an error, and leaves it to the other."""
    held, taken = threading.Event(), threading.Event()
    told: list[LockLost] = []

    def hold() -> None:
        try:
            with archive.lock("ingest"):
                held.set()
                assert taken.wait(PATIENCE)
        except LockLost as error:
            told.append(error)

    with Archive.open(machine(own, tmp_path, "threads")) as archive:
        losing = threading.Thread(target=hold, daemon=True)
        losing.start()
        assert held.wait(PATIENCE)
        end_sessions_of_locks(own)
        with archive.lock("ingest", wait=PATIENCE):
            try:
                with pytest.raises(LockLost, match="lost its ingest lock"):
                    archive.check_locks()
            finally:
                taken.set()
                losing.join()
            assert len(told) == 1
            assert archive.is_locked("ingest")
            archive.check_locks()


def test_a_follower_without_its_lock_ends(own: Server, tmp_path: Path) -> None:
    with Archive.open(machine(own, tmp_path)) as archive:
        begun = threading.Event()

        def stopped(seconds: float) -> bool:
            if not begun.is_set():
                begun.set()
                end_sessions_of_locks(own)
            return False

        with pytest.raises(LockLost), archive.lock("ingest"):
            index_daemon.watch(archive, stopped)
        assert begun.is_set()


def write_without_a_lock(archive: Archive, server: Server) -> None:
    """Write a root, and lose the lock before the transaction ends."""
    with archive.catalogue.write() as writer:
        writer.root("/media/disk", "disk")
        end_sessions_of_locks(server)


def test_nothing_is_written_by_who_lost_a_lock(own: Server, tmp_path: Path) -> None:
    """The catalogue's own connections still work, and another machine may have started."""
    with Archive.open(machine(own, tmp_path, "lost")) as archive:
        with pytest.raises(LockLost), archive.lock("ingest"):
            write_without_a_lock(archive, own)
        assert archive.catalogue.roots() == {}


def test_an_ingest_stops_when_its_lock_is_lost(own: Server, tmp_path: Path) -> None:
    folder, disk = machine(own, tmp_path, "slow"), make_disk(tmp_path / "disk")
    run("index", "status", "--archive", folder, code=1)
    own.execute(*(sql.replace("wait()", "slow.wait()").replace("ON records", "ON slow.records") for sql in SLOWER))
    command = [str(COMMAND), "ingest", "--archive", str(folder), "--json", str(disk)]
    with (
        (tmp_path / "errors").open("wb") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=clean_environment()) as process,
    ):
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        end_sessions_of_locks(own)
        lines += process.stdout
    told = (tmp_path / "errors").read_text(encoding="utf-8")
    assert process.returncode == 1
    assert "lost its ingest lock" in told
    assert "Traceback" not in told
    said = [json.loads(line) for line in lines]
    assert not any("summary" in line for line in said)
    own.execute("DROP TRIGGER wait ON slow.records")
    assert_whole(folder, disk, said)


def test_the_locks_of_an_index_are_of_its_machine(own: Server, tmp_path: Path) -> None:
    """Each machine has an index in its folder, and so its own indexer."""
    with Archive.open(machine(own, tmp_path)) as here, Archive.open(machine(own, tmp_path)) as there:
        for name in ("index", "rebuild", "follow"):
            with here.lock(name), there.lock(name), pytest.raises(ArchiveBusy):
                here.lock(name).__enter__()


FOLLOWER = textwrap.dedent(
    """
    import sys
    from archive.cli import main
    from archive.storage import archive
    archive._OF_THE_INDEX.discard("follow")
    main(["index", "follow", "--archive", sys.argv[1]])
    """
)


def test_a_follower_that_lost_its_lock_stands_for_election_again(own: Server, tmp_path: Path) -> None:
    """As if the index is on a server too."""
    folder = machine(own, tmp_path, "followed")
    command = [sys.executable, "-c", FOLLOWER, str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=clean_environment()) as follower:
        assert follower.stderr is not None
        try:
            follows = f"The index of {folder} is kept up to date until Ctrl-C.\n"
            assert follower.stderr.readline() == follows
            end_sessions_of_locks(own)
            assert any(line.startswith("This process lost its follow lock") for line in follower.stderr)
            assert any(line == follows for line in follower.stderr)
            follower.send_signal(signal.SIGTERM)
            assert follower.wait() == 0
        finally:
            follower.kill()


def test_a_session_that_says_nothing_stays(own: Server, tmp_path: Path) -> None:
    own.execute("ALTER DATABASE postgres SET idle_session_timeout = '1s'")
    try:
        with Archive.open(machine(own, tmp_path)) as archive, archive.lock("ingest"):
            own.execute("SELECT pg_sleep(2.5)")
            archive.check_locks()
    finally:
        own.execute("ALTER DATABASE postgres RESET idle_session_timeout")


def test_settings_of_the_operator_come_first(own: Server) -> None:
    """Keepalive settings in the URL take precedence over those of the program."""
    url = own.url.update_query_dict({"keepalives_idle": "77"})
    database = PostgresqlDatabase(url)
    try:
        with database.session() as session:
            told = session.connection.driver_connection.info.get_parameters()
            assert told["keepalives_idle"] == "77"
            assert told["tcp_user_timeout"] == "20000"
    finally:
        database.close()
