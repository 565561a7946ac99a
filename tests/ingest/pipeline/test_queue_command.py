"""What `ingest --enqueue`, `--work` and `--cancel` refuse, and their messages if requirements are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import ConfigError
from archive.storage import job_queue
from archive.storage.job_queue import JobQueue
from tests.support.commands import json_lines, run


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    run("init", "--archive", tmp_path / "archive")
    return tmp_path / "archive"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--enqueue", "--dry-run", "."], "--enqueue does not go with --dry-run."),
        (["--enqueue", "--retry", 1, "."], "--enqueue does not go with --retry."),
        (["--enqueue", "--no-ocr", "."], "--enqueue does not go with --no-ocr."),
        (["--enqueue", "--once", "--no-index", "."], "--enqueue does not go with --once, --no-index."),
        (["--enqueue", "--work", "."], "--enqueue does not go with --work."),
        (["--work", "--wait"], "--work does not go with --wait."),
        (["--work", "--cancel", 0], "--work does not go with --cancel."),
        (["--work", "--access", "held"], "--work does not go with --access."),
        (["--work", "--collection", "A"], "--work does not go with --collection."),
        (["--cancel", 0, "--no-index"], "--cancel does not go with --no-index."),
        (["--enqueue"], "Give files and folders with --enqueue"),
        (["--work", "."], "none with --work or --cancel"),
        (["--cancel", 0, "."], "none with --work or --cancel"),
    ],
)
def test_what_does_not_go_together_is_refused(archive: Path, asked: list[object], said: str) -> None:
    shown = run("ingest", "--archive", archive, *asked, code=2).stderr
    assert said in " ".join(shown.split())


@pytest.mark.parametrize("asked", [["--once", "."], ["--no-index", "."]])
def test_options_of_work_alone_are_refused(archive: Path, asked: list[object]) -> None:
    assert "go with --work" in run("ingest", "--archive", archive, *asked, code=2).stderr


@pytest.mark.parametrize("asked", [["--enqueue", "."], ["--work"], ["--cancel", 0]])
def test_without_a_server_it_is_said_what_to_do(archive: Path, asked: list[object]) -> None:
    said = run("ingest", "--archive", archive, *asked, code=1).stderr
    assert "A queue needs a catalogue on a PostgreSQL server: move it there with `press-archive catalogue copy`" in said


def test_without_procrastinate_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "procrastinate", None)
    with pytest.raises(ConfigError, match=r"pip install 'press-archive\[queue\]'"):
        JobQueue("postgresql+psycopg://archive@db/archive")


def test_a_folder_called_work_is_taken_in(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.txt").write_text("Siaran pers\n\nKapal tiba.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (line, _) = json_lines(run("ingest", "--archive", archive, "--json", "work"))
    assert (line["path"], line["outcome"]) == ("work/a.txt", "added")
