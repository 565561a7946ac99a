"""What a file orders holds the others that belong to it, also if other machines read these."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from archive.access import ARCHIVIST
from archive.record import Status
from archive.storage.archive import Archive
from archive.storage.job_queue import JobQueue, QueuedJob
from ingest.pipeline import queue_jobs, queue_worker
from ingest.pipeline.queue_worker import WorkOptions, work
from tests.builders.packed_files import photo, tarred, zipped
from tests.ingest.pipeline.test_held_together import ORDER, TALK, mail
from tests.ingest.pipeline.test_intake import FIRST, SECOND, THIRD
from tests.support.postgresql import Server
from tests.support.queued import Queued

pytestmark = pytest.mark.usefixtures("on_postgresql")


@pytest.fixture(autouse=True)
def one_file_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_jobs, "JOB_FILES", 1)


@pytest.fixture
def archive(server: Server, tmp_path: Path) -> Iterator[Queued]:
    name = f"orders_{os.getpid()}_{time.monotonic_ns()}"
    server.execute(f"CREATE SCHEMA {name}")
    yield Queued(server, tmp_path, name)
    server.execute(f"DROP SCHEMA {name} CASCADE", f"DROP SCHEMA IF EXISTS {name}_queue CASCADE")


def one_job(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Let a machine that has read nothing before do one job. Return whether there was one."""
    stop, done = Event(), []
    does = queue_worker._Worker._do

    def do(self: queue_worker._Worker, job: QueuedJob) -> None:
        does(self, job)
        done.append(job)
        stop.set()

    with monkeypatch.context() as patched, Archive.open(folder) as opened, JobQueue(url) as queue:
        patched.setattr(queue_worker._Worker, "_do", do)
        work(opened, queue, WorkOptions(stop, once=True, index=False, say=lambda _: None, tell=lambda *_: None))
    return bool(done)


def public(archive: Queued, disk: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the public may see once two machines have read a folder, a file each in turn; one worker each time."""
    archive.enqueue(disk)
    folders, turn = (archive.folder, archive.beside()), 0
    while one_job(folders[turn % 2], archive.url, monkeypatch):
        turn += 1
    assert turn > 1
    assert archive.state() == "done"
    with Archive.open(archive.folder) as opened:
        found = {line.path: line.record for line in opened.catalogue.receipt(1) if line.record}
        seen = {path: opened.catalogue.get(record, ARCHIVIST) for path, record in found.items()}
    return sorted(
        path.removeprefix(f"{disk}/") for path, record in seen.items() if record and record.status is Status.RELEASED
    )


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("words", [ORDER, TALK])
def test_an_order_holds_what_belongs_to_its_file(
    archive: Queued, disk: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    files = {
        "kit.zip": zipped({"a.txt": f"{words}\n\n{FIRST}", "b.jpg": photo(1)}),
        "kit.tgz": tarred({"README.txt": f"{words}\n", "c.txt": SECOND, "d.jpg": photo(2)}),
        "outer.zip": zipped({"letter.eml": mail(e_txt=f"{words}\n".encode()), "f.jpg": photo(3)}),
        "letter.eml": mail(g_txt=f"{words}\n\n{THIRD}".encode(), h_jpg=photo(4)),
        "release.html": f"<html><body><p>{FIRST} Kedua.</p></body></html>".encode(),
        "release.txt": f"{words}\n\n{SECOND} Ketiga.\n".encode(),
        "release.jpg": photo(5),
        "noted/README.txt": f"{words}\n".encode(),
        "noted/i.txt": f"{THIRD} Keempat.\n".encode(),
        "noted/j.jpg": photo(6),
    }
    for name, data in files.items():
        (disk / name).parent.mkdir(exist_ok=True)
        (disk / name).write_bytes(data)
    found = public(archive, disk, monkeypatch)
    if words == ORDER:
        assert found == []
    else:
        assert {"kit.zip!/b.jpg", "kit.tgz!/d.jpg", "release.html", "release.jpg", "noted/j.jpg"} <= set(found)
