"""Disks and archives at their worst: each file gets one outcome, or the ingest ends with a message; nothing is lost,
and the next run completes it."""

from __future__ import annotations

import errno
import os
import pkgutil
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from archive.errors import PressArchiveError, StoreError
from archive.sandbox.pool import Pool
from archive.storage import fixity
from archive.storage.archive import Archive
from ingest.pipeline import pipeline
from ingest.pipeline.pipeline import ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from tests.support.commands import Run, json_lines
from tests.support.http_load import wait_until

TEXT = "Jembatan nomor {} dibuka di Kupang pada hari Sabtu di hadapan warga.\n"
FULL = OSError(errno.ENOSPC, "No space left on device")
READ_ONLY = OSError(errno.EROFS, "Read-only file system")


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(TEXT.format(n))
    return folder


def run(archive: Archive, *paths: Path) -> dict[str, FileOutcome]:
    lines: dict[str, FileOutcome] = {}

    def tell(line: FileOutcome, receipt: Receipt) -> None:
        assert line.path not in lines
        lines[line.path] = line

    ingest(paths, archive, tell=tell)
    return {Path(path).name: line for path, line in lines.items()}


def long_text(n: int, times: int) -> str:
    """Return a unique text, because comparing similar texts takes longer than everything else."""
    return TEXT.format(n) + f"Kapal{n} sandar{n} di{n} dermaga{n}. " * times


def assert_finished(archive: Archive, disk: Path) -> None:
    """Assert that the next run ingests the remaining files, and all parts agree."""
    outcomes = {line.outcome.value for line in run(archive, disk).values()}
    assert outcomes <= {"added", "unchanged"}
    assert {line.outcome.value for line in run(archive, disk).values()} == {"unchanged"}
    assert list(fixity.check(archive)) == []
    assert archive.store.unsettled() == []


# Paths


def test_a_path_of_four_thousand_bytes_is_taken_in(archive: Archive, tmp_path: Path) -> None:
    top, before = tmp_path / "deep", Path.cwd()
    top.mkdir()
    os.chdir(top)
    try:
        for _ in range((3900 - len(os.fspath(top))) // 201):
            os.mkdir("d" * 200)  # noqa: PTH102
            os.chdir("d" * 200)
        Path("a.txt").write_text(TEXT.format("jauh"))
    finally:
        os.chdir(before)
    (line,) = run(archive, top).values()
    assert (line.outcome.value, len(line.path) > 3700) == ("added", True)
    (line,) = run(archive, top).values()
    assert line.outcome.value == "unchanged"


def test_what_is_no_file_is_told_and_never_opened(
    archive: Archive, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(disk / "pipe.txt")
    (disk / "loop").symlink_to(disk)
    (disk / "here.txt").symlink_to(disk / "0.txt")
    monkeypatch.chdir(disk)  # the path of a socket may have 108 bytes
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("plug")
        lines = run(archive, disk)
    told = {name: line.outcome.value for name, line in lines.items() if not name[0].isdigit()}
    assert told == dict.fromkeys(("pipe.txt", "loop", "here.txt", "plug"), "skipped")


def test_a_sparse_file_of_a_terabyte_is_an_outcome_at_once(archive: Archive, disk: Path) -> None:
    with (disk / "sparse.txt").open("wb") as file:
        file.truncate(1 << 40)
    lines = run(archive, disk)
    assert lines["sparse.txt"].outcome.value == "rejected"
    assert "max_file_mb" in lines["sparse.txt"].reason
    assert lines["2.txt"].outcome.value == "added"


# Files that change under the reader


def meddle(monkeypatch: pytest.MonkeyPatch, how: Callable[[], object]) -> None:
    """Change the disk once, while the first file is being copied."""
    target = pkgutil.resolve_name("archive.storage.originals")
    real, done = target._read, []

    def read(reader: Any, source: Path) -> bytes:
        found: bytes = real(reader, source)
        if source.name == "1.txt" and not done:
            done.append(True)
            how()
        return found

    monkeypatch.setattr(target, "_read", read)


@pytest.mark.parametrize("how", ["grows", "vanishes", "is another", "becomes a folder"])
def test_a_file_that_changes_while_it_is_read_is_told_and_comes_the_next_time(
    archive: Archive, disk: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    file = disk / "1.txt"

    def change() -> None:
        if how == "grows":
            with file.open("a") as more:
                more.write("Tambahan.\n")
            return
        file.unlink()
        if how == "is another":
            file.write_text(TEXT.format("lain"))
        elif how == "becomes a folder":
            file.mkdir()
            (file / "inner.txt").write_text(TEXT.format("dalam"))

    with monkeypatch.context() as patch:
        meddle(patch, change)
        lines = run(archive, disk)
    assert lines["1.txt"].outcome.value == "rejected"
    assert "again" in lines["1.txt"].reason
    assert {lines[name].outcome.value for name in ("0.txt", "2.txt")} == {"added"}
    assert_finished(archive, disk)


# Archives that cannot be written


def failing(monkeypatch: pytest.MonkeyPatch, point: str, error: BaseException, after: int) -> list[int]:
    """Make the function at `point` raise from call number `after` on. Return the list of its calls."""
    module, _, name = point.rpartition(".")
    target, calls = pkgutil.resolve_name(module), [0]
    real = getattr(target, name)

    def call(*arguments: object, **more: object) -> object:
        calls[0] += 1
        if calls[0] > after:
            raise error
        return real(*arguments, **more)

    monkeypatch.setattr(target, name, call)
    return calls


POINTS = (
    "archive.storage.originals._write_all",
    "archive.storage.originals.make_durable",
    "archive.storage.originals.sync_folder",
    "pathlib.Path.rename",
)


@pytest.mark.parametrize(
    ("error", "after"), [(FULL, 0), (FULL, 1), (READ_ONLY, 0)], ids=["full", "full at the second", "read-only"]
)
@pytest.mark.parametrize("point", POINTS)
def test_an_original_that_cannot_be_written_ends_the_intake_with_a_sentence(
    archive: Archive, disk: Path, monkeypatch: pytest.MonkeyPatch, point: str, error: OSError, after: int
) -> None:
    with monkeypatch.context() as patch:
        calls = failing(patch, point, error, after)
        with pytest.raises(StoreError, match="free some space" if error is FULL else "read-only"):
            run(archive, disk)
        assert calls[0] > after
    assert_finished(archive, disk)


@pytest.mark.parametrize("pages", [0, 2, 6])
def test_a_catalogue_without_room_ends_the_intake_with_a_sentence(archive: Archive, disk: Path, pages: int) -> None:
    def limit(dbapi: sqlite3.Connection, _record: object) -> None:
        there = dbapi.execute("PRAGMA page_count").fetchone()[0]
        dbapi.execute(f"PRAGMA max_page_count = {there + pages}")

    for n in range(10):  # enough to exceed the space
        (disk / f"long-{n}.txt").write_text(long_text(n, 400))
    archive.catalogue._database.engine.dispose()
    event.listen(archive.catalogue._database.engine, "connect", limit)
    with pytest.raises(StoreError, match="free some"):
        run(archive, disk)
    event.remove(archive.catalogue._database.engine, "connect", limit)
    archive.catalogue._database.engine.dispose()
    assert_finished(archive, disk)


def test_a_catalogue_that_may_not_be_written_ends_the_intake_with_a_sentence(archive: Archive, disk: Path) -> None:
    def forbid(dbapi: sqlite3.Connection, _record: object) -> None:
        dbapi.execute("PRAGMA query_only = ON")

    archive.catalogue._database.engine.dispose()
    event.listen(archive.catalogue._database.engine, "connect", forbid)
    with pytest.raises(StoreError, match="permissions"):
        run(archive, disk)
    event.remove(archive.catalogue._database.engine, "connect", forbid)
    archive.catalogue._database.engine.dispose()
    assert_finished(archive, disk)


@pytest.mark.parametrize("error", [FULL, READ_ONLY], ids=["full", "read-only"])
def test_work_without_room_for_it_ends_the_intake_with_a_sentence(
    archive: Archive, disk: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, tmp_path: Path
) -> None:
    pool = Pool(1, tmp_path / "work")
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "_pool", lambda _: pool)
        failing(patch, "os.makedirs", error, 0)
        with pytest.raises(PressArchiveError, match="free space"):
            run(archive, disk)
    assert_finished(archive, disk)


# The real thing, where mounting is allowed


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Yield a file system of three megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0 or mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", folder) != 0:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def mount(*arguments: object) -> int:
    return subprocess.run(["mount", *map(str, arguments)], capture_output=True, check=False).returncode


@pytest.mark.usefixtures("own_workers")  # for which there is no space either
def test_a_full_and_a_read_only_disk_end_the_command_with_a_sentence(
    press_archive: Run, small: Path, tmp_path: Path
) -> None:
    archive, disk = small / "archive", tmp_path / "disk"
    disk.mkdir()
    for n in range(12):
        (disk / f"{n:02}.txt").write_text(long_text(n, 4_000))
    press_archive("init", "--archive", archive)
    assert mount("-o", "remount,size=200m", small) == 0
    first = press_archive("ingest", "--archive", archive, "--json", disk / "00.txt")
    (small / "others").write_bytes(bytes(shutil.disk_usage(small).free - 1_000_000))
    done = press_archive("ingest", "--archive", archive, "--json", disk, code=1)
    assert "free some" in done.stderr
    assert "Traceback" not in done.stderr
    told = {line["path"]: line["record"] for line in [*json_lines(first)[:1], *json_lines(done)]}
    assert told
    assert mount("-o", "remount,size=400m", small) == 0
    *lines, summary = json_lines(press_archive("ingest", "--archive", archive, "--json", disk))
    assert summary["outcomes"]["added"] + summary["outcomes"]["unchanged"] == 12
    assert told.items() <= {line["path"]: line["record"] for line in lines}.items()
    press_archive("check", "--archive", archive)
    assert wait_until(lambda: mount("-o", "remount,ro", small) == 0)  # no process has a file open there any more
    done = press_archive("ingest", "--archive", archive, disk, code=1)
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
