"""An ingest shared by several machines over a network, with originals in a bucket: one of them loses power."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.storage.job_queue import count_jobs
from ingest.pipeline import queue_jobs
from tests.support import impatient, killing
from tests.support.commands import clean_environment, json_lines, run
from tests.support.killing import PHOTOS, make_disk
from tests.support.object_server import ACCESS_KEY, SECRET, ObjectServer, object_server
from tests.support.postgresql import Server, started
from tests.support.queued import SLEEPING, SLOWER, Queued, answers, until
from tests.support.remote_machines import WITHOUT_LINKS, Network, RemoteMachine, network

TEXTS = 60


@pytest.fixture(scope="module")
def net() -> Iterator[Network]:
    with network() as made:
        if not made.links:
            print(f"{WITHOUT_LINKS}: machines are process groups", file=sys.stderr)
        yield made


@pytest.fixture(scope="module")
def catalogue(net: Network) -> Iterator[Server]:
    with started(net.addresses[0]) as server:
        yield server


@pytest.fixture(scope="module")
def store(net: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectServer]:
    with object_server(tmp_path_factory.mktemp("objects"), net.addresses[1]) as server:
        yield server


@pytest.fixture
def archive(
    catalogue: Server, store: ObjectServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Queued]:
    """An archive for few files, in jobs of fewer."""
    monkeypatch.setattr(killing, "TEXTS", TEXTS)
    monkeypatch.setattr(queue_jobs, "JOB_FILES", 10)
    name = f"machines_{time.monotonic_ns()}"
    catalogue.execute(f"CREATE SCHEMA {name}")
    store.make_bucket(f"originals/{name}")
    (secret := tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    sections = f"""
[originals]
url = "s3://originals/{name}"
endpoint = "{store.endpoint}"
access_key = "{ACCESS_KEY}"
secret_file = "{secret}"
"""
    yield Queued(catalogue, tmp_path, name, sections)
    catalogue.execute(f"DROP SCHEMA {name} CASCADE", f"DROP SCHEMA IF EXISTS {name}_queue CASCADE")


@pytest.fixture
def machines(net: Network) -> Iterator[list[RemoteMachine]]:
    made = [net.machine() for _ in range(2)]
    yield made
    for machine in made:
        machine.close()


def work(machine: RemoteMachine, archive: Queued, name: str, *words: str) -> Path:
    """Let a machine work with its own folder. Return the file with its output."""
    folder = archive.folder.with_name(name)
    folder.mkdir()
    for file in ("archive.toml", "authorities.toml"):
        (folder / file).write_bytes((archive.folder / file).read_bytes())
    told = archive.folder.parent / f"{name}.out"
    command = impatient.command("ingest", "--archive", folder, "--work", "--no-index", "--json", *words)
    machine.start(command, clean_environment(), told)
    return told


def test_two_machines_share_an_ingest_whose_originals_go_into_a_bucket(
    archive: Queued, machines: list[RemoteMachine], tmp_path: Path
) -> None:
    disk = make_disk(tmp_path / "disk")
    archive.enqueue(disk)
    told = [work(machine, archive, f"machine{n}", "--once") for n, machine in enumerate(machines)]
    until(lambda: not any(machine.runs() for machine in machines))
    assert archive.state() == "done"
    run("index", "rebuild", "--archive", archive.folder)
    assert Counter(archive.outcomes().values()) == {"added": TEXTS + PHOTOS}
    lines = [json.loads(line) for one in told for line in one.read_text(encoding="utf-8").splitlines()]
    assert Counter(line["path"] for line in lines if "outcome" in line) == Counter(archive.outcomes().keys())
    assert not [path for path in (archive.folder / "originals").rglob("*") if path.is_file()]
    verified = json_lines(archive.run("verify", "--json"))[-1]
    assert (verified["ok"], verified["failed"]) == (TEXTS + PHOTOS, 0)
    archive.run("check")
    assert answers(archive.folder) == undisturbed(tmp_path, disk)


def test_the_work_of_a_machine_that_lost_its_power_is_done_by_another(
    archive: Queued, catalogue: Server, machines: list[RemoteMachine], tmp_path: Path
) -> None:
    """The servers get no disconnect from it, and it holds the writer lock."""
    disk = make_disk(tmp_path / "disk")
    archive.enqueue(disk)
    catalogue.execute(*(one.format(archive.name) for one in SLOWER))
    lost, other = machines
    work(lost, archive, "lost")
    until(lambda: archive.value(SLEEPING))
    lost.kill()
    kept = archive.value("SELECT count(*) FROM receipt_lines")
    assert 0 < kept < TEXTS
    assert count_jobs(archive.url).running == 1
    told = work(other, archive, "other")
    until(lambda: archive.state() == "done" or not other.runs())
    assert Counter(archive.outcomes().values()) == {"added": TEXTS + PHOTOS}
    lines = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    assert len([line for line in lines if "outcome" in line]) + kept == TEXTS + PHOTOS
    run("index", "rebuild", "--archive", archive.folder)
    verified = json_lines(archive.run("verify", "--json"))[-1]
    assert (verified["ok"], verified["failed"]) == (TEXTS + PHOTOS, 0)
    archive.run("check")
    archive.run("log", "--verify")
    assert answers(archive.folder) == undisturbed(tmp_path, disk)


def undisturbed(folder: Path, disk: Path) -> object:
    """Return the responses of an archive that ingested the disk alone."""
    plain = folder / "plain"
    run("init", "--archive", plain)
    run("ingest", "--archive", plain, disk)
    return answers(plain)
