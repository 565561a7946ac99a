"""An ingest shared by several workers on a real server: each file has one outcome, whatever happens to a worker."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from prometheus_client import CollectorRegistry

from archive.errors import StoreError
from archive.messages import Message
from archive.startup import INTERRUPTED
from archive.storage.archive import Archive
from archive.storage.job_queue import JobQueue, QueuedJob, count_jobs
from ingest.files import file_reading
from ingest.pipeline import queue_jobs, queue_worker
from tests.support import killing
from tests.support.commands import json_lines, run, run_apart
from tests.support.killing import PHOTOS, make_disk
from tests.support.postgresql import Server, started
from tests.support.queued import Queued, answers, until
from webui.http import metrics
from webui.services.services import OpenArchive

pytestmark = pytest.mark.usefixtures("on_postgresql")
SAMPLES = Path(__file__).parents[2] / "sample_corpus"
EMBARGO = "EMBARGO 3 Mei 2099 pukul 10.00 WIB\n\nKapal tiba.\n\nKILL_0001.jpg\nKapal di dermaga.\n"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk of few files, in jobs of fewer."""
    monkeypatch.setattr(killing, "TEXTS", 60)
    monkeypatch.setattr(queue_jobs, "JOB_FILES", 10)


def figures_of(archive: Queued) -> dict[str, float]:
    """Return the number of jobs by state, as exported to Prometheus."""
    figures = CollectorRegistry()
    with closing(OpenArchive(archive.folder)) as opened:
        metrics._watch_queue(opened, figures)
        (family,) = figures.collect()
        return {sample.labels["state"]: sample.value for sample in family.samples}


@pytest.fixture
def archive(server: Server, tmp_path: Path) -> Iterator[Queued]:
    name = f"queue_{os.getpid()}_{time.monotonic_ns()}"
    server.execute(f"CREATE SCHEMA {name}")
    yield Queued(server, tmp_path, name)
    server.execute(f"DROP SCHEMA {name} CASCADE", f"DROP SCHEMA IF EXISTS {name}_queue CASCADE")


def test_two_workers_read_everything_once_and_answers_are_those_of_an_ingest(archive: Queued, tmp_path: Path) -> None:
    disk = make_disk(tmp_path / "disk")
    shutil.copytree(SAMPLES / "photos", disk / "photos")
    (disk / "z.txt").write_text(EMBARGO, encoding="utf-8")
    plain = tmp_path / "plain"
    run_apart("init", "--archive", plain)
    run_apart("ingest", "--archive", plain, "--no-ocr", disk)
    queued = archive.enqueue(disk)
    assert archive.state() == "queued"
    assert count_jobs(archive.url).waiting == queued["jobs"] > 3
    workers = (archive.worker("--once"), archive.worker("--once", "--no-index", "--archive", archive.beside()))
    lines = [line for worker in workers for line in archive.lines_of(worker)]
    expected = {
        line["path"]: (line["outcome"], line["status"])
        for line in json_lines(run_apart("receipts", "show", "--archive", plain, "--json", "1"))
    }
    assert archive.state() == "done"
    assert Counter(line["path"] for line in lines) == Counter(expected.keys())
    lines = json_lines(run("receipts", "show", "--archive", archive.folder, "--json", 1))
    assert {line["path"]: (line["outcome"], line["status"]) for line in lines} == expected
    assert expected[str(disk / "KILL_0001.jpg")] == ("added", "held")  # from the start
    archive.run("check")
    assert answers(archive.folder) == answers(plain, run_apart)
    assert {one["subject"]: one["state"] for one in json_lines(archive.run("doctor", "--json"))}["queue"] == "ok"


def test_the_files_of_a_killed_worker_are_read_by_another(archive: Queued, tmp_path: Path) -> None:
    disk = make_disk(tmp_path / "disk")
    archive.enqueue(disk)
    killed = archive.slow()
    killed.kill()
    killed.communicate()
    kept = archive.value("SELECT count(*) FROM receipt_lines")
    assert 0 < kept < killing.TEXTS
    assert count_jobs(archive.url).running == 1
    lines = archive.lines_of(archive.worker("--once"))
    assert archive.state() == "done"
    outcomes = archive.outcomes()
    assert Counter(outcomes.values()) == {"added": killing.TEXTS + PHOTOS}
    assert len(lines) + kept == len(outcomes)
    archive.run("check")
    plain = tmp_path / "plain"
    run_apart("init", "--archive", plain)
    run_apart("ingest", "--archive", plain, disk)
    assert answers(archive.folder) == answers(plain, run_apart)


def test_a_worker_that_is_stopped_gives_its_job_back(archive: Queued, tmp_path: Path) -> None:
    archive.enqueue(make_disk(tmp_path / "disk"))
    worker = archive.slow()
    worker.send_signal(signal.SIGINT)
    _, said = worker.communicate()
    assert worker.returncode == INTERRUPTED, said
    assert "Traceback" not in said
    counts = count_jobs(archive.url)
    assert counts.running == 0
    assert counts.waiting
    assert archive.state() == "queued"
    archive.lines_of(archive.worker("--once"))
    assert Counter(archive.outcomes().values()) == {"added": killing.TEXTS + PHOTOS}
    archive.run("check")


def test_a_machine_that_does_not_see_the_folder_leaves_its_files_to_others(archive: Queued, tmp_path: Path) -> None:
    disk, away = tmp_path / "disk", tmp_path / "away"
    (disk / "inner").mkdir(parents=True)
    for path in ("a.txt", "inner/b.txt"):
        (disk / path).write_text(f"Siaran pers {path}\n\nKapal tiba.\n", encoding="utf-8")
    archive.enqueue(disk)
    disk.rename(away)
    for _ in ("as it is not there", "as an empty place for it is there"):
        done = archive.run("ingest", "--work", "--once", code=1)
        assert f"This machine does not see {disk}, which accession 1 needs" in done.stderr
        disk.mkdir(exist_ok=True)
    assert archive.value("SELECT count(*) FROM receipt_lines") == 0
    disk.rmdir()
    away.rename(disk)
    (disk / "inner").rename(away)
    (disk / "inner").mkdir()
    done = archive.run("ingest", "--work", "--once", code=1)
    assert f"This machine does not see {disk / 'inner'}" in done.stderr
    (disk / "inner").rmdir()
    away.rename(disk / "inner")
    archive.lines_of(archive.worker("--once"))
    assert Counter(archive.outcomes().values()) == {"added": 2}
    assert archive.state() == "done"


def test_a_file_that_fails_again_and_again_stops_its_accession_before_the_photos(
    archive: Queued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "a.txt").write_text(EMBARGO, encoding="utf-8")
    (disk / "c.txt").write_text("Siaran pers c\n\nKapal tiba.\n", encoding="utf-8")
    Image.new("RGB", (320, 200)).save(disk / "KILL_0001.jpg")
    (disk / "b.csv").write_text("nama,jumlah\nkapal,3\n", encoding="utf-8")
    archive.enqueue(disk)

    class Broken(queue_worker.ReadAhead):
        def all_of(self, walked: Any, *given: Any) -> Any:
            found = list(walked)
            if any(one.name == "a.txt" for one in found):
                raise RuntimeError
            return super().all_of(found, *given)

    with monkeypatch.context() as patched:
        patched.setattr(queue_worker, "ReadAhead", Broken)
        said = archive.run("ingest", "--work", "--once", "--json", code=1)
    assert said.stderr.count("A job of accession 1 went wrong (RuntimeError)") == 2 * queue_worker.ATTEMPTS
    assert "Accession 1 is stopped: one of its files failed" in said.stderr
    assert archive.state() == "stopped"
    outcomes = archive.outcomes()
    assert outcomes.pop(str(disk / "a.txt")) == "rejected"
    assert outcomes.pop(str(disk / "c.txt")) == "added"  # of the same turn
    assert str(disk / "KILL_0001.jpg") not in outcomes
    assert "rejected" not in outcomes.values()
    assert count_jobs(archive.url).waiting == 0
    (line,) = json_lines(run("receipts", "show", "--archive", archive.folder, "--json", "--outcome", "rejected", "1"))
    assert line["reason"] == Message("job-failed", attempts=queue_worker.ATTEMPTS, number=1)
    assert count_jobs(archive.url).failed == 1
    assert figures_of(archive) == {"failed": 1.0, "running": 0.0, "waiting": 0.0}
    advised = {one["subject"]: one["state"] for one in json_lines(archive.run("doctor", "--json"))}
    assert advised["queue"] == "advice"
    archive.run("check")
    archive.run("ingest", "--retry", 1)
    assert archive.outcomes(2)[str(disk / "a.txt")] == "added"
    (photo,) = json_lines(run("search", "--archive", archive.folder, "--json", "--held", "kind:photo"))[0]["results"]
    assert photo["status"] == "held"


def test_a_text_that_one_machine_cannot_read_still_holds_its_photo(
    archive: Queued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = make_disk(tmp_path / "disk")
    (disk / "z.txt").write_text(EMBARGO, encoding="utf-8")
    archive.enqueue(disk)
    failing = iter([OSError(errno.ESTALE, "Stale file handle"), PermissionError(errno.EACCES, "Permission denied")])
    stat_of = file_reading.FileStat.of

    def stat(path: str) -> file_reading.FileStat:
        if path.endswith("z.txt") and (error := next(failing, None)) is not None:
            raise error
        return stat_of(path)

    monkeypatch.setattr(file_reading.FileStat, "of", stat)
    monkeypatch.setattr(queue_worker, "UNREADABLE_SECONDS", 0.5)
    said = archive.run("ingest", "--work", "--once").stderr
    assert said.count(f"This machine cannot read {disk / 'z.txt'}") == 2
    assert Counter(archive.outcomes().values()) == {"added": killing.TEXTS + PHOTOS + 1}
    lines = json_lines(run("receipts", "show", "--archive", archive.folder, "--json", 1))
    assert {line["status"] for line in lines if line["path"].endswith("KILL_0001.jpg")} == {"held"}
    assert count_jobs(archive.url).failed == 0
    archive.run("check")


def test_a_turn_begins_when_the_one_before_has_ended(archive: Queued) -> None:
    archive.run("check")
    with JobQueue(archive.url) as queue:
        queue.put([QueuedJob(7, turn, [{"file": f"{turn}"}]) for turn in (4, 2, 2, 1)])
        assert queue.turns() == {7: 1}
        first = queue.take(queue.turns())
        assert first is not None
        assert queue.take(queue.turns()) is None
        queue.end(first, [QueuedJob(7, 3, [{"file": "later"}])])
        both = [queue.take(queue.turns()), queue.take(queue.turns())]
        assert [one.turn for one in both if one] == [2, 2]
        assert queue.take(queue.turns()) is None
        for one in both:
            assert one is not None
            queue.end(one)
        later = queue.take(queue.turns())
        assert later is not None
        assert (later.turn, later.files) == (3, [{"file": "later"}])
        queue.give_back(later)
        again = queue.take(queue.turns())
        assert again is not None
        assert (again.files, again.attempts) == (later.files, 0)
        queue.end(later)  # which no longer exists
        assert queue.drop(7) == 1
        queue.end(again)
        assert queue.turns() == {}


def test_an_accession_that_is_cancelled_ends_with_what_was_read(archive: Queued, tmp_path: Path) -> None:
    archive.enqueue(make_disk(tmp_path / "disk"))
    worker = archive.slow()
    archive.run("ingest", "--cancel", 1)
    until(lambda: count_jobs(archive.url).running == 0)
    worker.terminate()
    worker.communicate()
    assert archive.state() == "stopped"
    assert count_jobs(archive.url).waiting == 0
    assert 0 < len(archive.outcomes()) < killing.TEXTS
    assert "is not in the queue" in archive.run("ingest", "--cancel", 1, code=1).stderr
    archive.run("ingest", "--retry", 1)
    assert len(archive.outcomes()) + len(archive.outcomes(2)) == killing.TEXTS + PHOTOS
    archive.run("check")


def test_an_ingest_beside_the_queue_leaves_its_accession_open(archive: Queued, tmp_path: Path) -> None:
    disk = make_disk(tmp_path / "disk")
    archive.enqueue(disk)
    assert "is still under way" in archive.run("ingest", "--retry", 1, code=1).stderr
    archive.run("ingest", disk)
    assert archive.state() == "queued"
    archive.run("check")
    with Archive.open(archive.folder) as opened:
        assert opened.catalogue.accession(1).totals == {}
    archive.lines_of(archive.worker("--once"))
    assert archive.state() == "done"
    assert Counter(archive.outcomes().values()) == {"unchanged": killing.TEXTS + PHOTOS}
    archive.run("check")


def test_a_server_that_is_away_for_a_while_is_waited_for(tmp_path: Path) -> None:
    with started() as own:
        own.execute("CREATE SCHEMA away")
        archive = Queued(own, tmp_path, "away")
        archive.enqueue(make_disk(tmp_path / "disk"))
        worker = archive.slow()
        own.stop()
        assert worker.stderr is not None
        said = ""
        while "Trying again every" not in said:
            said = worker.stderr.readline()
            assert said
            assert "pool-" not in said  # from the driver
        own.start_again()
        until(lambda: archive.state() == "done")
        worker.send_signal(signal.SIGTERM)
        worker.communicate()
        assert Counter(archive.outcomes().values()) == {"added": killing.TEXTS + PHOTOS}
        archive.run("check")


def test_a_queue_of_another_version_is_made_anew_when_it_is_empty(archive: Queued) -> None:
    with JobQueue(archive.url) as queue:
        queue.put([QueuedJob(7, 1, [{"file": "a"}])])
        archive.server.execute(f"COMMENT ON SCHEMA {archive.name}_queue IS 'procrastinate 2'")
        with pytest.raises(StoreError, match="jobs of procrastinate 2, and this machine has procrastinate 3"):
            JobQueue(archive.url)
        assert queue.drop(7) == 1
    with JobQueue(archive.url) as queue:
        queue.put([QueuedJob(8, 1, [{"file": "a"}])])
        assert queue.turns() == {8: 1}


def test_a_job_that_two_workers_do_has_one_line_a_file(
    archive: Queued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them was only presumed dead, and did not see the existing lines."""
    disk = make_disk(tmp_path / "disk")
    archive.enqueue(disk)
    with JobQueue(archive.url) as queue:
        turns = queue.turns()
        job = queue.take(turns)
        assert job is not None
        queue.put([job])
        queue.give_back(job)
    monkeypatch.setattr(queue_worker._Worker, "_without_line", lambda _, job: queue_jobs.files_of(job))
    archive.run("ingest", "--work", "--once", "--no-index")
    assert Counter(archive.outcomes().values()) == {"added": killing.TEXTS + PHOTOS}
    assert archive.state() == "done"
