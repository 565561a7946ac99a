"""Retrying an accession: files that it did not ingest, files that it did not reach, and files that no longer exist."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.errors import CannotRetry, Encrypted, UnknownRecord
from archive.record import Outcome
from archive.storage.archive import Archive
from ingest.commands.ingest_command import files_to_retry
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from tests.support.commands import Run, json_lines
from tests.support.staying_pool import StayingPool

pytestmark = pytest.mark.usefixtures("workers")

TEXT = "Jembatan nomor {} dibuka di Kupang pada hari Sabtu di hadapan warga.\n"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Three texts and an empty file."""
    folder = tmp_path / "disk"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(TEXT.format(n))
    (folder / "empty.txt").write_bytes(b"")
    return folder


def run(archive: Archive, *paths: Path, options: Options = Options()) -> tuple[Receipt, dict[str, FileOutcome]]:  # noqa: B008
    lines: dict[str, FileOutcome] = {}
    receipt = ingest(paths, archive, options, lambda line, _: lines.__setitem__(Path(line.path).name, line))
    return receipt, lines


def retried(archive: Archive, number: int) -> dict[str, FileOutcome]:
    found = files_to_retry(archive, number)
    return run(archive, *found.paths, options=Options(again=True, only=found.only))[1] if found.paths else {}


def outcomes(lines: dict[str, FileOutcome]) -> dict[str, str]:
    return {name: line.outcome.value for name, line in lines.items()}


def test_what_was_rejected_is_read_again_and_nothing_else(archive: Archive, disk: Path) -> None:
    receipt, lines = run(archive, disk)
    assert outcomes(lines)["empty.txt"] == "rejected"
    assert outcomes(retried(archive, receipt.number)) == {"empty.txt": "rejected"}
    (disk / "empty.txt").write_text(TEXT.format("empat"))
    assert outcomes(retried(archive, receipt.number)) == {"empty.txt": "added"}


def test_a_file_that_is_not_there_any_more_is_said_to_be_gone(archive: Archive, disk: Path) -> None:
    receipt, _ = run(archive, disk)
    (disk / "empty.txt").unlink()
    lines = retried(archive, receipt.number)
    assert outcomes(lines) == {"empty.txt": "rejected"}
    assert "not there any more" in lines["empty.txt"].reason


def test_what_needed_a_password_has_its_words_once_it_can_be_read(
    archive: Archive, disk: Path, workers: StayingPool
) -> None:
    workers.errors = {"1.txt": Encrypted("it needs a password; give a copy without one")}
    receipt, lines = run(archive, disk)
    record = lines["1.txt"].record
    assert outcomes(lines)["1.txt"] == "encrypted"
    assert outcomes(run(archive, disk)[1])["1.txt"] == "unchanged"
    assert outcomes(retried(archive, receipt.number)) == {"1.txt": "encrypted", "empty.txt": "rejected"}
    workers.errors = {}
    lines = retried(archive, receipt.number)
    assert (lines["1.txt"].outcome, lines["1.txt"].record) == (Outcome.ADDED, record)
    assert "password" in lines["1.txt"].reason
    assert record is not None
    assert "nomor 1 dibuka" in str(archive.catalogue.text(record, ARCHIVIST))
    assert outcomes(run(archive, disk)[1])["1.txt"] == "unchanged"


def test_what_an_interrupted_accession_did_not_reach_is_taken_in(archive: Archive, disk: Path) -> None:
    asked = iter([False, False])
    receipt, lines = run(archive, disk, options=Options(stopped=lambda: next(asked, True)))
    assert (set(lines), receipt.complete) == ({"0.txt", "1.txt"}, False)
    assert outcomes(retried(archive, receipt.number)) == {"2.txt": "added", "empty.txt": "rejected"}


def test_paths_are_those_of_the_folder_they_were_given_in(
    archive: Archive, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(disk.parent)
    asked = iter([False, False])
    receipt, _ = run(archive, Path("disk"), options=Options(stopped=lambda: next(asked, True)))
    monkeypatch.chdir(disk)
    with pytest.raises(CannotRetry, match=os.fspath(disk.parent)):
        files_to_retry(archive, receipt.number)
    monkeypatch.chdir(disk.parent)
    assert set(retried(archive, receipt.number)) == {"2.txt", "empty.txt"}


def test_nothing_is_left_of_an_accession_that_took_all_in(archive: Archive, disk: Path) -> None:
    receipt, _ = run(archive, disk / "1.txt")
    assert files_to_retry(archive, receipt.number).paths == []
    with pytest.raises(UnknownRecord, match="press-archive receipts"):
        files_to_retry(archive, 77)


def test_the_command_keeps_what_was_said_of_the_accession(press_archive: Run, disk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    press_archive("init", "--archive", folder)
    press_archive("ingest", "--archive", folder, "--access", "held", disk)
    (disk / "empty.txt").write_text(TEXT.format("empat"))
    line, _ = json_lines(press_archive("ingest", "--archive", folder, "--json", "--retry", "1"))
    assert (line["outcome"], line["status"]) == ("added", "held")
    assert "nothing to try again" in press_archive("ingest", "--archive", folder, "--retry", "2").stderr
    assert "--retry N" in press_archive("ingest", "--archive", folder, code=2).stderr
    assert "--retry N" in press_archive("ingest", "--archive", folder, "--retry", "1", disk, code=2).stderr


def test_the_list_says_what_was_handed_in_and_what_was_tried_again(
    press_archive: Run, tmp_path: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--archive", tmp_path / "other")
    press_archive("init", *at)
    monkeypatch.chdir(disk.parent)
    press_archive("ingest", *at, "disk")
    press_archive("ingest", *at, "--retry", 1)
    again, first = press_archive("receipts", *at).stdout.splitlines()
    assert first.endswith(f"from {disk}")
    assert again.endswith("accession 1 tried again")
    told = {one["accession"]: one for one in json_lines(press_archive("receipts", *at, "--json"))}
    assert (told[1]["paths"], told[1]["retry"], told[2]["retry"]) == ([str(disk)], None, 1)
