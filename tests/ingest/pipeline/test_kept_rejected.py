"""Rejected files are stored by digest with their receipt line, and can be read again without their disk."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import LineFilter
from archive.catalogue.receipts.audit import all_assets
from archive.errors import WorkerTimeout
from archive.messages import Message
from archive.record import Outcome, Status
from archive.storage import fixity
from archive.storage.archive import Archive
from ingest.commands.ingest_command import files_to_retry
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome
from tests.builders.crafted_photos import CRAFTED
from tests.support.commands import Run, json_lines
from tests.support.kept_files import files_that_are_not_kept
from tests.support.staying_pool import StayingPool

pytestmark = pytest.mark.usefixtures("workers")

TEXT = "Jembatan nomor {} dibuka di Kupang pada hari Sabtu di hadapan warga.\n"
BROKEN_SAMPLES = Path(__file__).parents[3] / "sample_corpus" / "broken"
BROKEN = b"%PDF-1.4\n" + bytes(range(256)) * 4
LARGE = {"65535.jpg", "comments.jpg", "items.webp", "shared-value.tif"}  # each takes seconds to read
SLOW = {"slow.txt": WorkerTimeout(Message("worker-timeout", file="slow.txt", seconds="1"))}


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT.format(1))
    (folder / "slow.txt").write_text(TEXT.format(2))
    (folder / "broken.pdf").write_bytes(BROKEN)
    return folder


NOTHING = Options()


def run(archive: Archive, *paths: Path, options: Options = NOTHING) -> dict[str, FileOutcome]:
    lines: dict[str, FileOutcome] = {}
    ingest(paths, archive, options, lambda line, _: lines.update({Path(line.path).name: line}))
    return lines


def retried(archive: Archive, number: int) -> dict[str, FileOutcome]:
    found = files_to_retry(archive, number)
    how = Options(again=True, only=found.only, kept=found.kept, access=found.accession.access)
    return run(archive, *found.paths, options=how)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def problems(archive: Archive) -> list[str]:
    bad = [str(one.message) for one in fixity.check(archive)]
    return bad + [str(one.message) for one in fixity.verify(archive) if one.message]


def test_a_rejected_file_is_an_original_and_has_its_digest_in_the_receipt(archive: Archive, disk: Path) -> None:
    lines = run(archive, disk)
    assert (lines["broken.pdf"].outcome, lines["broken.pdf"].kept) == (Outcome.REJECTED, True)
    (line,) = archive.catalogue.receipt(1, LineFilter(Outcome.REJECTED))
    assert (line.sha256, line.size, line.kept) == (digest(BROKEN), len(BROKEN), True)
    with archive.store.open(digest(BROKEN)) as kept:
        assert kept.read() == BROKEN
    assert archive.store.unsettled() == []
    assert problems(archive) == []
    with archive.catalogue.snapshot() as conn:
        (asset,) = [one for one in all_assets(conn) if one.rejected]
    assert (asset.record, asset.names) == (None, (str(disk / "broken.pdf"),))


def test_of_broken_and_crafted_files_each_byte_is_kept(archive: Archive, tmp_path: Path) -> None:
    crafted = tmp_path / "crafted"
    crafted.mkdir()
    for name in CRAFTED.keys() - LARGE:
        (crafted / name).write_bytes(CRAFTED[name]())
    run(archive, BROKEN_SAMPLES, crafted)
    assert list(files_that_are_not_kept(archive, BROKEN_SAMPLES, crafted)) == []
    assert problems(archive) == []


def test_parts_of_a_saved_page_are_kept_and_are_no_records(archive: Archive, disk: Path) -> None:
    (disk / "berita.html").write_text(f"<html><title>Jembatan</title><p>{TEXT.format(4)}</html>")
    (disk / "berita_files").mkdir()
    style = b"body { color: teal } /* gaya halaman ini */\n"
    (disk / "berita_files" / "gaya.css").write_bytes(style)
    line = run(archive, disk)["gaya.css"]
    assert (line.outcome, line.kept, line.record) == (Outcome.SKIPPED, True, None)
    with archive.store.open(digest(style)) as kept:
        assert kept.read() == style
    again = run(archive, disk)["gaya.css"]
    assert (again.outcome, again.record) == (Outcome.UNCHANGED, None)
    with closing(sqlite3.connect(archive.catalogue.path)) as file, file:  # as earlier versions left it
        file.execute("UPDATE names SET sha256 = '' WHERE outcome = 'skipped'")
    line = run(archive, disk)["gaya.css"]
    assert (line.outcome, line.kept) == (Outcome.SKIPPED, True)
    (disk / "gaya.txt").write_bytes(style)
    assert run(archive, disk)["gaya.txt"].outcome is Outcome.ADDED
    (disk / "berita_files" / "gaya.css").write_bytes(b"p { color: red } /* gaya yang lain */\n")
    assert run(archive, disk)["gaya.css"].kept
    assert problems(archive) == []


def test_a_record_stays_whose_file_becomes_part_of_a_saved_page(archive: Archive, disk: Path) -> None:
    (disk / "berita_files").mkdir()
    (disk / "berita_files" / "a.txt").write_text(TEXT.format(5))
    before = run(archive, disk / "berita_files")["a.txt"].record
    (disk / "berita.html").write_text(f"<html><title>Jembatan</title><p>{TEXT.format(4)}</html>")
    (disk / "berita_files" / "a.txt").write_text(TEXT.format(6))
    line = run(archive, disk / "berita_files")["a.txt"]
    assert (line.outcome, line.kept) == (Outcome.SKIPPED, True)
    assert problems(archive) == []
    record = archive.catalogue.get(str(before), ARCHIVIST)
    assert record is not None
    assert record.original.sha256 == digest(TEXT.format(5).encode())


def test_one_that_was_altered_is_found_and_the_next_ingest_puts_it_back(archive: Archive, disk: Path) -> None:
    run(archive, disk)
    path = archive.folder / "originals" / digest(BROKEN)[:2] / digest(BROKEN)
    path.unlink()
    assert any("missing" in problem for problem in problems(archive))
    assert "whole again" in str(run(archive, disk)["broken.pdf"].reason)
    assert problems(archive) == []


def test_a_rejected_version_of_a_record_is_kept_and_its_record_stays(archive: Archive, disk: Path) -> None:
    before = run(archive, disk)["a.txt"].record
    (disk / "a.txt").write_bytes(b"")
    lines = run(archive, disk)
    assert (lines["a.txt"].outcome, lines["a.txt"].kept) == (Outcome.REJECTED, True)
    assert problems(archive) == []
    record = archive.catalogue.get(str(before), ARCHIVIST)
    assert record is not None
    assert record.original.sha256 == digest(TEXT.format(1).encode())


def test_nothing_of_it_is_read_again_until_asked(archive: Archive, disk: Path, workers: StayingPool) -> None:
    run(archive, disk)
    lines = run(archive, disk)
    assert (lines["broken.pdf"].outcome, lines["broken.pdf"].kept) == (Outcome.UNCHANGED, True)
    assert lines["broken.pdf"].record is None


def test_what_was_rejected_before_such_files_were_kept_is_kept_the_next_time(
    archive: Archive, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = replace(archive.settings.intake, max_rejected_mb=1)
    monkeypatch.setattr(archive, "settings", replace(archive.settings, intake=intake))
    (disk / "broken.pdf").write_bytes(BROKEN + bytes(1 << 20))
    lines = run(archive, disk)
    assert (lines["broken.pdf"].outcome, lines["broken.pdf"].kept) == (Outcome.REJECTED, False)
    assert archive.store.unsettled() == []
    assert run(archive, disk)["broken.pdf"].outcome is Outcome.UNCHANGED
    intake = replace(intake, max_rejected_mb=0)
    monkeypatch.setattr(archive, "settings", replace(archive.settings, intake=intake))
    lines = run(archive, disk)
    assert (lines["broken.pdf"].outcome, lines["broken.pdf"].kept) == (Outcome.REJECTED, True)
    assert problems(archive) == []


def test_a_file_over_the_limit_is_kept_unread(archive: Archive, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = replace(archive.settings.intake, max_file_mb=1)
    monkeypatch.setattr(archive, "settings", replace(archive.settings, intake=intake))
    big = TEXT.format(3).encode() * 20_000
    (disk / "big.txt").write_bytes(big)
    line = run(archive, disk)["big.txt"]
    assert (line.outcome, line.kept) == (Outcome.REJECTED, True)
    assert archive.store.has(digest(big))
    free = shutil.disk_usage(archive.folder)._replace(free=1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    (disk / "big.txt").write_bytes(big + b"more")
    line = run(archive, disk)["big.txt"]
    assert (line.outcome, line.kept) == (Outcome.REJECTED, False)
    assert run(archive, disk)["a.txt"].outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("access", [Status.RELEASED, Status.HELD])
def test_a_retry_needs_no_disk(archive: Archive, disk: Path, workers: StayingPool, access: Status) -> None:
    workers.errors = SLOW
    lines = run(archive, disk, options=Options(access=access))
    assert lines["slow.txt"].outcome is Outcome.REJECTED
    workers.errors = {}
    disk.rename(disk.with_name("away"))
    lines = retried(archive, 1)
    assert {name: line.outcome.value for name, line in lines.items()} == {"slow.txt": "added", "broken.pdf": "rejected"}
    assert lines["slow.txt"].status is access
    assert problems(archive) == []
    disk.with_name("away").rename(disk)
    assert run(archive, disk)["slow.txt"].outcome is Outcome.UNCHANGED


def test_a_retry_reads_the_disk_where_the_file_is_there(archive: Archive, disk: Path) -> None:
    run(archive, disk)
    (disk / "broken.pdf").write_text(TEXT.format(4))
    assert retried(archive, 1)["broken.pdf"].outcome is Outcome.ADDED


def test_a_copy_elsewhere_is_not_taken_for_moved(archive: Archive, disk: Path, workers: StayingPool) -> None:
    workers.errors = SLOW
    run(archive, disk)
    workers.errors = {}
    other = disk.with_name("other")
    other.mkdir()
    shutil.copy(disk / "slow.txt", other / "copy.txt")
    run(archive, other)
    shutil.rmtree(disk)
    line = retried(archive, 1)["slow.txt"]
    assert line.outcome is Outcome.DUPLICATE
    assert "moved" not in str(line.reason)


def test_one_that_was_altered_in_the_archive_is_not_read_again(
    archive: Archive, disk: Path, workers: StayingPool
) -> None:
    workers.errors = SLOW
    run(archive, disk)
    workers.errors = {}
    sha256 = digest((disk / "slow.txt").read_bytes())
    shutil.rmtree(disk)
    path = archive.folder / "originals" / sha256[:2] / sha256
    path.chmod(0o600)
    path.write_text("Something else.\n")
    line = retried(archive, 1)["slow.txt"]
    assert line.outcome is Outcome.REJECTED
    assert "altered" in str(line.reason)


def test_the_commands_list_export_and_retry_them(press_archive: Run, disk: Path, tmp_path: Path) -> None:
    at = ("--archive", tmp_path / "commands")
    press_archive("init", *at)
    press_archive("ingest", *at, disk)
    shutil.rmtree(disk)
    (told,) = json_lines(press_archive("originals", "list", *at, "--rejected", "--json"))
    assert (told["sha256"], told["rejected"], told["records"]) == (digest(BROKEN), True, [])
    assert len(json_lines(press_archive("originals", "list", *at, "--json"))) == 3
    out = tmp_path / "out"
    press_archive("originals", "export", *at, "--rejected", "--to", out)
    (copy,) = out.iterdir()
    assert copy.name == f"{digest(BROKEN)[:12]}-broken.pdf"
    assert copy.read_bytes() == BROKEN
    again = press_archive("originals", "export", *at, digest(BROKEN), "--to", out, code=1)
    assert "is there already" in again.stdout + again.stderr
    press_archive("originals", "export", *at, "ff" * 32, "--to", out, code=1)
    *lines, summary = json_lines(press_archive("ingest", *at, "--json", "--retry"))
    assert [(line["outcome"], line["kept"]) for line in lines] == [("rejected", True)]
    assert summary["accession"] == 2
    assert "agree" in press_archive("check", *at).stdout


def test_kept_bytes_of_a_file_that_came_in_since_are_not_tried_again(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "rilis.pdf").write_bytes(BROKEN)
    with Archive.create(tmp_path / "shelf") as archive:
        ingest([disk], archive)
        assert files_to_retry(archive, 1).paths == [disk / "rilis.pdf"]
        (disk / "rilis.pdf").write_text(TEXT.format(7))
        ingest([disk], archive)
        (line,) = archive.catalogue.receipt(2)
        assert line.outcome is Outcome.ADDED
        shutil.rmtree(disk)
        assert files_to_retry(archive, 1).paths == []
