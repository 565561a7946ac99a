"""Originals on a real object store: an ingest, searches, a stopped server, a bucket with foreign objects."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import obstore
import pytest

from archive.errors import ServerUnreachable, StoreError
from archive.settings import OriginalsSection
from archive.storage.object_store import IN_ONE_PUT, ObjectStore, open_bucket
from tests.support.commands import COMMAND, clean_environment, json_lines
from tests.support.object_server import ACCESS_KEY, ObjectServer, object_server
from webui import create_app
from webui.services.services import OpenArchive

SAMPLES = Path(__file__).parents[2] / "sample_corpus"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectServer]:
    with object_server(tmp_path_factory.mktemp("objects")) as running:
        yield running


class Machine:
    """A machine with an archive whose originals are in a bucket of the server."""

    def __init__(self, server: ObjectServer, folder: Path, bucket: str) -> None:
        self.server, self.archive, self.bucket = server, folder / "archive", bucket
        self.environment = clean_environment() | server.environment(bucket)

    def run(self, *arguments: str | Path, settled: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command. It must succeed if `settled`."""
        name, *others = arguments
        command = [COMMAND, name, "--archive", self.archive, *others]
        if name in ("index", "originals"):
            command = [COMMAND, name, others[0], "--archive", self.archive, *others[1:]]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert not settled or done.returncode == 0, done.stdout + done.stderr
        return done

    def objects(self) -> dict[str, int]:
        """Return the keys of the bucket with their sizes, except the program's own trial object."""
        found = obstore.list(self.server.bucket(self.bucket))
        return {told["path"]: told["size"] for some in found for told in some if told["path"] != ".trial"}


@pytest.fixture
def machine(server: ObjectServer, tmp_path: Path) -> Machine:
    made = Machine(server, tmp_path, f"originals/{time.time_ns()}")
    made.run("init")
    return made


def store_of(server: ObjectServer, folder: Path, bucket: str) -> ObjectStore:
    settings = server.environment(bucket)
    section = OriginalsSection(
        url=f"s3://{bucket}",
        endpoint=server.endpoint,
        access_key=ACCESS_KEY,
        secret_file=settings["PRESS_ARCHIVE_ORIGINALS_SECRET_FILE"],
    )
    made = ObjectStore(open_bucket(section), section.url, folder / "here", 1 << 30)
    made.create()
    return made


def test_bytes_of_each_size_are_kept_once_and_never_overwritten(server: ObjectServer, tmp_path: Path) -> None:
    store = store_of(server, tmp_path, "originals/sizes")
    for size in (0, 1, 20_000, IN_ONE_PUT, IN_ONE_PUT + 1, 3 * IN_ONE_PUT):
        (source := tmp_path / "file").write_bytes(os.urandom(size))
        copy = store.incoming(source)
        assert store.settle([copy]) == {copy.sha256}
        assert store.settle([store.incoming(source)]) == set()
        assert store.digest(copy.sha256) == (copy.sha256, size)
        for path in (tmp_path / "here").glob("??/*"):
            path.unlink()
        with store.open(copy.sha256) as file:
            file.seek(size // 2)
            assert file.read() == source.read_bytes()[size // 2 :]
        with store.local(copy.sha256) as path:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == copy.sha256
    assert len(list(store.contents())) == 6


def test_the_sample_corpus_comes_in_and_every_original_is_in_the_bucket(machine: Machine) -> None:
    machine.run("ingest", SAMPLES)
    assert not (machine.archive / "originals").exists()
    keys = machine.objects()
    assert all(key == f"{key[3:5]}/{key[3:]}" for key in keys)
    verified = json_lines(machine.run("verify", "--json"))
    assert {line["expected"] for line in verified[:-1]} == {key[3:] for key in keys}
    assert (verified[-1]["failed"], verified[-1]["ok"]) == (0, len(verified) - 1)
    assert "agree" in machine.run("check").stdout
    again = json_lines(machine.run("ingest", "--json", SAMPLES))
    assert {line["outcome"] for line in again[:-1]} <= {"unchanged", "skipped"}
    assert machine.objects() == keys


def test_what_was_altered_lost_or_does_not_belong_is_named(machine: Machine, tmp_path: Path) -> None:
    (disk := tmp_path / "disk").mkdir()
    for n in range(3):
        (disk / f"{n}.txt").write_text(f"Siaran pers nomor {n} tentang pelabuhan.\n")
    machine.run("ingest", disk)
    bucket = machine.server.bucket(machine.bucket)
    altered, lost, _ = sorted(machine.objects())
    obstore.put(bucket, altered, b"other words")
    obstore.delete(bucket, lost)
    obstore.put(bucket, "holiday/photo.jpg", b"not ours")
    found = {
        line["expected"]: line["state"] for line in json_lines(machine.run("verify", "--json", settled=False))[:-1]
    }
    assert (found[altered[3:]], found[lost[3:]]) == ("altered", "missing")
    said = machine.run("check", settled=False).stdout
    assert "holiday/photo.jpg" in said
    assert lost[3:] in said
    for n in range(3):
        os.utime(disk / f"{n}.txt")
    machine.run("ingest", disk)
    assert json_lines(machine.run("verify", "--json"))[-1]["failed"] == 0
    assert machine.objects()["holiday/photo.jpg"] == 8


def test_a_server_that_is_gone_ends_an_ingest_in_order_and_nothing_told_is_lost(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, chance: Random
) -> None:
    with object_server(tmp_path_factory.mktemp("dying")) as server:
        machine = Machine(server, tmp_path, "originals")
        machine.run("init")
        (disk := tmp_path / "disk").mkdir()
        for n in range(600):
            (disk / f"{n:03}.txt").write_text(f"Siaran pers nomor {n} tentang pelabuhan Tanjung {n}.\n")
        command = [COMMAND, "ingest", "--archive", machine.archive, "--json", disk]
        with (
            (tmp_path / "errors").open("wb") as errors,
            subprocess.Popen(command, env=machine.environment, stdout=subprocess.PIPE, stderr=errors) as intake,
        ):
            assert intake.stdout is not None
            lines = [intake.stdout.readline() for _ in range(chance.randint(1, 100))]
            server.kill()
            lines += intake.stdout
        said = (tmp_path / "errors").read_bytes()
        told = [json.loads(line) for line in lines]
        assert intake.returncode == 1
        assert b"s3://originals refused a request: check that the object store runs" in said
        assert b"secret" not in said
        assert json_lines(machine.run("search", "--json", "pelabuhan"))[0]["total"] >= 0
        server.start()
        added = {line["sha256"] for line in told if line.get("outcome") == "added" and line.get("sha256")}
        machine.run("ingest", disk)
        assert added <= {key[3:] for key in machine.objects()}
        told = json_lines(machine.run("verify", "--json"))[-1]
        assert (told["ok"], told["failed"]) == (600, 0)
        assert "agree" in machine.run("check").stdout


def test_an_ingest_that_is_killed_loses_nothing_that_its_receipt_named(
    machine: Machine, tmp_path: Path, chance: Random
) -> None:
    (disk := tmp_path / "disk").mkdir()
    for n in range(200):
        (disk / f"{n:03}.txt").write_text(f"Siaran pers nomor {n} tentang pelabuhan Tanjung {n}.\n")
    command = [COMMAND, "ingest", "--archive", machine.archive, "--json", disk]
    with subprocess.Popen(command, env=machine.environment, stdout=subprocess.PIPE, start_new_session=True) as intake:
        assert intake.stdout is not None
        for _ in range(chance.randint(1, 40)):
            intake.stdout.readline()
        os.killpg(intake.pid, signal.SIGKILL)
    machine.run("verify")
    machine.run("ingest", disk)
    told = json_lines(machine.run("verify", "--json"))[-1]
    assert (told["ok"], told["failed"]) == (200, 0)
    assert "agree" in machine.run("check").stdout


def test_originals_move_to_a_bucket_and_back(server: ObjectServer, tmp_path: Path) -> None:
    machine = Machine(server, tmp_path, f"originals/{time.time_ns()}")
    bucket = machine.environment.pop("PRESS_ARCHIVE_ORIGINALS_URL")
    machine.run("init")
    machine.run("ingest", SAMPLES)
    before = json_lines(machine.run("verify", "--json"))
    there = machine.run("originals", "copy", "--to", bucket)
    assert f'set url = "{bucket}" under [originals]' in there.stdout
    again = json_lines(machine.run("originals", "copy", "--to", bucket, "--json"))
    assert (again[-1]["copied"], again[-1]["failed"]) == (0, 0)
    (machine.archive / "originals").rename(tmp_path / "moved away")
    machine.environment["PRESS_ARCHIVE_ORIGINALS_URL"] = bucket
    assert json_lines(machine.run("verify", "--json")) == before
    back = machine.run("originals", "copy", "--to", "folder")
    assert 'set url = ""' in back.stdout
    del machine.environment["PRESS_ARCHIVE_ORIGINALS_URL"]
    assert json_lines(machine.run("verify", "--json")) == before
    assert "agree" in machine.run("check").stdout


def test_doctor_says_whether_the_bucket_answers(machine: Machine) -> None:
    assert f"originals: s3://{machine.bucket} answers, and overwrites nothing" in machine.run("doctor").stdout
    machine.environment["PRESS_ARCHIVE_ORIGINALS_ACCESS_KEY"] = "somebody else"
    done = machine.run("doctor", settled=False)
    assert f"MISSING originals: s3://{machine.bucket} refused a request" in done.stdout


def test_a_missing_bucket_is_no_empty_one(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request for an object has the same response in both."""
    machine.run("ingest", SAMPLES / "speeches")
    machine.environment["PRESS_ARCHIVE_ORIGINALS_URL"] = "s3://absent/press"
    for command in (["verify"], ["check"], ["ingest", SAMPLES / "speeches"], ["ingest", SAMPLES / "releases"]):
        done = machine.run(*command, settled=False)
        assert done.returncode == 1
        assert "There is no bucket s3://absent/press: make it" in done.stderr
        assert "Traceback" not in done.stderr
    for key, value in machine.environment.items():
        monkeypatch.setenv(key, value)
    services = OpenArchive(machine.archive)
    try:
        told = create_app({"SERVICES": services}).test_client().get("/readyz").get_json()
        assert (told["status"], told["originals"]) == ("ready", "unreachable")
    finally:
        services.close()


def test_an_empty_bucket_has_nothing(server: ObjectServer, tmp_path: Path) -> None:
    store = store_of(server, tmp_path, "originals/empty")
    assert not store.has("a" * 64)
    with pytest.raises(StoreError, match="is missing in s3://originals/empty: restore it"):
        store.size("a" * 64)


def test_a_wrong_key_is_told_without_the_secret(server: ObjectServer, tmp_path: Path) -> None:
    (wrong := tmp_path / "wrong").write_text("a wrong secret")
    section = OriginalsSection(
        url="s3://originals/sizes", endpoint=server.endpoint, access_key=ACCESS_KEY, secret_file=str(wrong)
    )
    with pytest.raises(ServerUnreachable, match="knows the access key") as told:
        ObjectStore(open_bucket(section), section.url, tmp_path / "here", 1).create()
    assert "a wrong secret" not in str(told.value)
