"""kill -9 of an ingest: the next run completes it, nothing named in a receipt is lost, and all parts agree."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.errors import StoreError
from archive.storage.archive import Archive
from archive.storage.originals import FolderStore
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from tests.support.commands import json_lines, run, run_apart
from tests.support.killing import PHOTOS, TEXTS, assert_whole, kill_ingest, make_disk, start_ingest

MORE = 400


@pytest.mark.parametrize(("lines", "seconds"), [(0, 0.9), (1, 0.0), (1, 0.35)])
def test_killed_ingest_is_finished_by_the_next(tmp_path: Path, lines: int, seconds: float) -> None:
    """Before the first line; just as it is printed, while the index is written; and in the middle of the next batch."""
    disk = make_disk(tmp_path / "disk")
    archive, said = kill_ingest(tmp_path, disk, lines, seconds)
    assert_whole(archive, disk, said)


def small_disk(folder: Path) -> Path:
    folder.mkdir()
    for n in range(3):
        (folder / f"text-{n}.txt").write_text(f"Kapal nomor {n} sandar di dermaga.\n", encoding="utf-8")
    return folder


def test_a_line_is_told_once_others_see_its_record_its_original_and_itself(tmp_path: Path) -> None:
    """So a kill right after it loses nothing."""
    folder = tmp_path / "archive"
    told: list[FileOutcome] = []
    with Archive.create(folder) as archive, Archive.open(folder) as other:

        def tell(line: FileOutcome, receipt: Receipt) -> None:
            told.append(line)
            record = other.catalogue.get(str(line.record), ARCHIVIST)
            assert record is not None
            assert all(other.store.has(asset.sha256) for asset in record.assets)
            kept = {written.path: written.record for written in other.catalogue.receipt(receipt.number)}
            assert kept.get(line.path) == line.record

        ingest([small_disk(tmp_path / "disk")], archive, tell=tell)
    assert len(told) == 3


def test_no_record_is_written_before_its_original(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("No space is left.")

    monkeypatch.setattr(FolderStore, "settle", full)
    with Archive.create(tmp_path / "archive") as archive:
        with pytest.raises(StoreError):
            ingest([small_disk(tmp_path / "disk")], archive)
        assert archive.catalogue.visible_ids(ARCHIVIST) == set()
        assert archive.catalogue.receipt(1) == []


def test_once_a_stop_is_asked_for_no_further_file_is_begun(tmp_path: Path) -> None:
    asked = iter([False])
    with Archive.create(tmp_path / "archive") as archive:
        receipt = ingest([small_disk(tmp_path / "disk")], archive, Options(stopped=lambda: next(asked, True)))
    assert (receipt.files, receipt.complete) == (1, False)


def test_interrupt_finishes_the_files_under_way_and_says_so(tmp_path: Path) -> None:
    disk, archive = make_disk(tmp_path / "disk"), tmp_path / "archive"
    for n in range(MORE):  # too many for one batch
        (disk / f"tambahan-{n}.txt").write_text(f"Berita tambahan nomor {n} dari dermaga.\n", encoding="utf-8")
    run("init", "--archive", archive)
    with start_ingest(archive, disk) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.readlines()
    assert process.returncode == 130
    assert '"complete": false' in rest[-1]
    run("check", "--archive", archive)
    *_, summary = json_lines(run_apart("ingest", "--archive", archive, "--json", disk))
    assert summary["outcomes"]["added"] + summary["outcomes"]["unchanged"] == TEXTS + PHOTOS + MORE
    assert summary["outcomes"]["unchanged"] > 0
