"""Mistakes in the given paths are reported before anything starts; a folder around the archive is ingested without
it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.storage.archive import Archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Archive.create(tmp_path / "around" / "archive").close()
    return tmp_path / "around" / "archive"


def run(folder: Path, *words: object) -> Result:
    return CliRunner().invoke(main, [str(words[0]), "--archive", str(folder), *map(str, words[1:])])


@pytest.mark.parametrize("command", ["ingest", "watch"])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("/", "/ is the system's own: give the folders that hold what is to be kept."),
        ("/proc", "is the system's own"),
        ("{archive}", "is in the archive itself, which is never taken into itself: give the folders beside it."),
        ("{archive}/originals", "is in the archive itself"),
    ],
)
def test_the_machine_and_the_archive_itself_are_no_files_to_keep(
    folder: Path, command: str, given: str, said: str
) -> None:
    done = run(folder, command, given.format(archive=folder))
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert run(folder, "receipts").output.startswith("Nothing has been taken in yet")


def test_a_folder_around_the_archive_comes_in_without_it(folder: Path) -> None:
    (folder.parent / "a.txt").write_text("Jembatan baru dibuka.", encoding="utf-8")
    assert run(folder, "ingest", folder.parent).exit_code == 0
    told = run(folder, "receipts", "show", "--archive", folder, 1).output.splitlines()
    assert [line.partition(":")[0] for line in sorted(told)] == ["added", "skipped"]
    assert "this is the archive itself" in "".join(told)
