"""Messages after an interrupted ingest: how much is stored, and that it is no longer running."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Status
from archive.storage.archive import Archive
from tests.support.commands import Run, json_lines


@pytest.fixture
def archive(press_archive: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    press_archive("init", "--archive", folder)
    return folder


def leave(archive: Path, count: int) -> None:
    """Leave originals in the store without records."""
    with Archive.open(archive) as opened:
        for n in range(count):
            path = archive.parent / f"{n}.txt"
            path.write_text(f"text {n}")
            opened.store.settle([opened.store.incoming(path)])


def of_originals(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("originals:")]


def test_many_originals_without_a_record_are_one_line(press_archive: Run, archive: Path) -> None:
    leave(archive, 6)
    (said,) = of_originals(press_archive("check", "--archive", archive, code=1).stdout)
    assert said == (
        "originals: 6 originals belong to no record: an intake was interrupted; ingest the same files again. "
        "`press-archive check --json` names each."
    )
    told = json_lines(press_archive("check", "--archive", archive, "--json", code=1))
    each = [one for one in told if one.get("part") == "originals"]
    assert len(each) == 6
    assert all(set(one) == {"part", "subject", "message", "code", "params"} for one in each)
    assert all((one["code"], len(one["subject"])) == ("check-stray", 64) for one in each)


def test_a_few_originals_without_a_record_are_told_one_by_one(press_archive: Run, archive: Path) -> None:
    leave(archive, 5)
    said = of_originals(press_archive("check", "--archive", archive, code=1).stdout)
    assert len(said) == 5
    assert all("belongs to no record" in line for line in said)


def test_an_intake_whose_process_is_gone_is_stopped(press_archive: Run, archive: Path) -> None:
    with Archive.open(archive) as opened:
        with opened.catalogue.write() as writer:
            writer.open_accession({"paths": ["/media/disk"]}, Status.RELEASED)
        with opened.lock("ingest"):
            assert "running" in press_archive("receipts", "--archive", archive).stdout
    assert "stopped" in press_archive("receipts", "--archive", archive).stdout
    (told,) = json_lines(press_archive("receipts", "--archive", archive, "--json"))
    assert told["state"] == "stopped"
