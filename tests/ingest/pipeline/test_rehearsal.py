"""A dry run prints what an ingest would print, and leaves nothing behind."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from archive.errors import StoreError
from archive.storage.archive import Archive
from ingest.pipeline import dry_run, pipeline
from ingest.pipeline.dry_run import run_ingest_dry
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from tests.support.commands import Run, json_lines

TEXT = "Jembatan nomor {} dibuka di Kupang pada hari Sabtu di hadapan warga.\n"


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary folders."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(dry_run, "TemporaryDirectory", lambda prefix: _Temporary(folder / prefix))
    return folder


class _Temporary:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> str:
        self._path.mkdir()
        return str(self._path)

    def __exit__(self, *_: object) -> None:
        left = {path.relative_to(self._path).parts[0] for path in self._path.rglob("*") if path.is_file()}
        assert left <= {"catalogue.sqlite", "catalogue.sqlite-wal", "catalogue.sqlite-shm", "derived"}, left
        derived = {path.name for path in (self._path / "derived").rglob("*") if path.is_file()}
        assert derived - {"hashes", "views"} == {"renditions"}, "of the photos only what copies are found by"
        shutil.rmtree(self._path)


def make_disk(folder: Path) -> Path:
    """Create a disk that is partly known when it is seen again."""
    (folder / "in").mkdir(parents=True)
    for n in range(3):
        (folder / f"{n}.txt").write_text(TEXT.format(n))
    (folder / "copy.txt").write_text(TEXT.format(1))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "Thumbs.db").write_bytes(b"x")
    Image.new("RGB", (60, 40), "teal").save(folder / "in" / "W-ALI_0412.jpg", comment="Dermaga lama. (Foto: Istimewa)")
    with zipfile.ZipFile(folder / "many.zip", "w") as packed:
        packed.writestr("inner.txt", TEXT.format("di dalam"))
        packed.writestr("again.txt", TEXT.format(2))
    return folder


def everything(folder: Path) -> dict[str, str]:
    """Return the digest of every file of an archive, except SQLite's temporary files while it is open."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    return {os.fspath(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def told(take: object, archive: Archive, *paths: Path) -> tuple[Receipt, list[tuple[str, str, str]]]:
    lines: list[FileOutcome] = []
    receipt = take(paths, archive, Options(), lambda line, _: lines.append(line))  # type: ignore[operator]
    return receipt, sorted((line.path, line.outcome.value, f"{line.status} {line.reason}") for line in lines)


@pytest.mark.usefixtures("scratch", "own_workers")  # both start with workers that have loaded nothing
def test_a_dry_run_tells_what_the_ingest_then_does(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BATCH_FILES", 1)  # so that a batch must know about earlier batches
    disk = make_disk(tmp_path / "disk")
    first, expected = told(run_ingest_dry, archive, disk, archive.folder)
    _, done = told(ingest, archive, disk, archive.folder)
    assert expected == done
    assert first.dry
    assert {outcome for _, outcome, _ in done} >= {"added", "duplicate", "rejected", "skipped", "attached"}
    (disk / "0.txt").write_text(TEXT.format("nol") + TEXT.format("satu"))
    (disk / "2.txt").rename(disk / "two.txt")
    _, expected = told(run_ingest_dry, archive, disk)
    _, done = told(ingest, archive, disk)
    assert expected == done
    assert {outcome for _, outcome, _ in done} >= {"new-version", "unchanged", "duplicate"}


@pytest.mark.usefixtures("scratch")
def test_a_dry_run_leaves_the_archive_as_it_was(archive: Archive, tmp_path: Path) -> None:
    disk = make_disk(tmp_path / "disk")
    before, revision = everything(archive.folder), archive.catalogue.revision()
    receipt, _ = told(run_ingest_dry, archive, disk)
    assert receipt.files == 10
    assert everything(archive.folder) == before
    assert archive.catalogue.accessions() == []
    assert archive.catalogue.revision() == revision


def test_no_room_for_the_copy_is_said_with_what_to_do(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dry_run, "CATALOGUE", "no/such/folder")
    with pytest.raises(StoreError, match="TMPDIR"):
        run_ingest_dry([tmp_path], archive, Options())


def test_the_command_tells_every_file_and_no_number(press_archive: Run, tmp_path: Path) -> None:
    disk, archive = make_disk(tmp_path / "disk"), tmp_path / "archive"
    press_archive("init", "--archive", archive)
    said = press_archive("ingest", "--archive", archive, "--dry-run", disk).stdout
    assert f"would be added: {disk / '0.txt'}" in said
    assert "nothing was taken in" in said
    assert "receipts show" not in said
    *lines, summary = json_lines(press_archive("ingest", "--archive", archive, "--dry-run", "--json", disk))
    assert (summary["dry_run"], summary["accession"], summary["files"]) == (True, None, len(lines))
    assert {line["record"] for line in lines} == {None}
    assert press_archive("receipts", "--archive", archive).stdout.startswith("Nothing has been taken in yet")
