"""Ctrl-C at any moment of a command: one message describes the state, and the exit code is 130."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from archive.catalogue import DONE
from archive.cli import main
from archive.storage.archive import Archive
from ingest.commands import ocr_command as ocr_cli
from ingest.ocr.ocr_queue import OcrReport
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from ingest.pipeline.run_control import asked_to_stop
from tests.support.commands import clean_environment, run, run_apart

pytestmark = pytest.mark.usefixtures("own_workers")
STRUCK = """
import os, signal, sys
from importlib.metadata import EntryPoint
from archive import startup as starting
from archive.storage import archive

signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal, also where CI runs in the background

def struck(*args):
    os.kill(os.getpid(), signal.SIGINT)
    raise SystemExit("it went on")

{where} = struck
sys.argv[0] = "press-archive"
starting.main()
"""


def interrupted(where: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command, and send Ctrl-C when it calls `where`."""
    command = [sys.executable, "-c", STRUCK.format(where=where), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=clean_environment(), check=False)


@pytest.mark.parametrize("command", ["ingest", "ocr", "reread", "watch", "serve", "search", "index"])
def test_while_its_libraries_load_nothing_was_begun(command: str) -> None:
    done = interrupted("EntryPoint.load", command)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "press-archive: stopped; nothing was begun.\n")


def test_while_what_takes_in_loads_nothing_was_begun(tmp_path: Path) -> None:
    """A worker is started before: it ends too, and the next ingest works as usual."""
    run("init", "--archive", tmp_path / "archive")
    disk = disk_of(tmp_path / "disk", "a.txt")
    where = (
        "by_name = starting.import_module\n"
        "slow = 'ingest.commands.ingest_command'\n"
        "starting.import_module = lambda name: (struck if name == slow else by_name)(name)\n_"
    )
    done = interrupted(where, "ingest", "--archive", tmp_path / "archive", disk)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "press-archive: stopped; nothing was begun.\n")
    assert "added" in run_apart("ingest", "--archive", tmp_path / "archive", disk).stdout
    assert not list((tmp_path / "archive" / "derived" / "jobs").glob("pool-*"))


def test_before_the_command_line_is_read_it_is_the_same() -> None:
    done = interrupted("starting.import_module", "ingest", "/disk")
    assert (done.returncode, done.stderr) == (130, "press-archive: stopped; nothing was begun.\n")


def test_while_a_command_runs_nothing_stays_half_done(tmp_path: Path) -> None:
    run("init", "--archive", tmp_path / "archive")
    done = interrupted("archive.Archive.open_to_read", "index", "status", "--archive", tmp_path / "archive")
    told = "press-archive: stopped; what was not finished is as if it had not been begun.\n"
    assert (done.returncode, done.stdout, done.stderr) == (130, "", told)


def test_the_second_one_says_what_is_kept() -> None:
    with asked_to_stop() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt, match="what was told is kept"):
            signal.raise_signal(signal.SIGINT)


def disk_of(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        (folder / name).write_text(f"Berita {name}: kapal sandar di dermaga.\n", encoding="utf-8")
    return folder


def test_an_accession_is_complete_when_the_stop_came_after_its_last_file(tmp_path: Path) -> None:
    told: list[FileOutcome] = []

    def tell(line: FileOutcome, _receipt: Receipt) -> None:
        told.append(line)

    disk = disk_of(tmp_path / "disk", "a.txt", "b.txt", "c.txt")
    with Archive.create(tmp_path / "archive") as archive:
        receipt = ingest([disk], archive, Options(stopped=lambda: len(told) == 3), tell)
        assert (receipt.files, receipt.complete) == (3, True)
        assert archive.catalogue.accessions()[0].state == DONE


def test_scans_that_a_stop_leaves_wait_and_the_accession_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def struck(*_: object) -> OcrReport:
        signal.raise_signal(signal.SIGINT)
        return OcrReport(left=2)

    with Archive.create(tmp_path / "archive") as archive:
        monkeypatch.setattr(type(archive.catalogue), "pending_scans", lambda _: [1, 2])
        monkeypatch.setattr(ocr_cli, "installed", lambda: SimpleNamespace(lacks=lambda _: None))
        monkeypatch.setattr(ocr_cli, "read_scans", struck)
        disk = disk_of(tmp_path / "disk", "a.txt")
        done = CliRunner().invoke(main, ["ingest", "--archive", str(archive.folder), str(disk)])
        assert done.exit_code == 130
        assert "Stopping; what was read is kept." in done.stderr
        assert "2 scans left: `press-archive ocr --pending` goes on." in done.stderr
        assert "Interrupted" not in done.stderr
        assert archive.catalogue.accessions()[0].state == DONE
