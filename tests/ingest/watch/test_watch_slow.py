"""Files written in pieces, and disks mounted and unmounted during a watch: each file is ingested once and complete, and
nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.watch import file_stability as module
from ingest.watch.file_stability import CALM_SECONDS, UNTOLD, FileStability
from tests.ingest.watch.test_watch import accessions, archive, assert_whole, found
from tests.support.watch_runs import text, watching

__all__ = ["archive"]
STEP = 0.25


def watched(path: Path, seconds: float, each: Callable[[float], object], settle: float = 2) -> list[tuple[float, str]]:
    """Return what an ingest would have read, and when, in this many seconds of a simulated clock. `each` may write
    files."""
    now, told = 0.0, []
    settling = FileStability(settle, lambda: now)
    while now < seconds:
        if each(now):
            settling.seen(str(path))
        settling.look()
        for due in settling.due():
            told.append((now, Path(due).read_text()))
            settling.taken(due)
        now += STEP
    return told


def test_a_file_that_comes_in_pieces_over_a_line_that_breaks_is_not_taken_at_each(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"

    def append(now: float) -> bool:
        if now % 5 or now > 40:
            return False
        with path.open("a") as file:
            file.write(text(int(now)))
        return True

    told = watched(path, 100, append)
    assert len(told) == 2
    assert told[-1][1] == path.read_text()
    assert told[-1][0] < 40 + CALM_SECONDS


def test_a_file_that_is_saved_anew_again_and_again_comes_in_each_time_at_once(tmp_path: Path) -> None:
    """Each time after the previous one was ingested: a later one may have to wait."""
    path = tmp_path / "a.txt"
    saves = [0.0, 4.0, 8.0, 12.0, 16.0, 20.0]

    def save(now: float) -> bool:
        if now not in saves:
            return False
        path.write_text(f"EMBARGO {now}\n{text(int(now))}" * int(now + 1))
        return True

    told = watched(path, 40, save, 0.5)
    assert len(told) == len(saves)
    assert all(f"EMBARGO {saved}\n" in read for saved, (_at, read) in zip(saves, told, strict=True))
    assert max(at - saved for saved, (at, _read) in zip(saves, told, strict=True)) <= 2 + STEP


def test_a_file_that_waits_longer_than_others_is_told_once(tmp_path: Path) -> None:
    now, path = 0.0, tmp_path / "a.txt"
    settling, told = FileStability(2, lambda: now), []
    while now < 30:
        if now in (0, 5, 10):
            with path.open("a") as file:
                file.write(text(int(now)))
            settling.seen(str(path))
        settling.look()
        told += settling.long_waits()
        for due in settling.due():
            settling.taken(due)
        now += STEP
    assert [(one.path, one.seconds, one.grew) for one in told] == [(str(path), 8, True)]


def test_a_change_long_after_the_last_one_waits_no_longer_than_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"

    def write(now: float) -> bool:
        if now % 100:
            return False
        path.write_text(text(int(now)))
        return True

    told = watched(path, 250, write)
    assert [now % 100 for now, _ in told] == [pytest.approx(2, abs=2 * STEP)] * 3


def test_where_the_system_does_not_tell_who_writes_a_file_stands_still_for_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text(1))
    monkeypatch.setattr(module, "is_being_written", lambda _: None)
    ((now, _),) = watched(path, 60, lambda now: now == 0)
    assert now == pytest.approx(2 * UNTOLD, abs=2 * STEP)


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="only root can give files away")
def test_a_copy_by_another_user_that_halts_comes_in_once_and_whole(archive: Path, tmp_path: Path) -> None:
    """The system does not report other users' open files to an ordinary user."""
    disk = tmp_path / "disk"
    disk.mkdir()
    plain = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all")
    with watching(archive, "--settle", "1", disk, before=plain) as watch, (disk / "a.txt").open("w") as file:
        os.chown(disk / "a.txt", 65534, 65534)
        (disk / "a.txt").chmod(0o644)
        file.write(text(1))
        file.flush()
        watch.go_on(3)
        file.write(text(2))
        file.flush()
        watch.has("a.txt")
        assert watch.outcomes == {"a.txt": "added"}
    assert accessions(archive) == [{"added": 1}]
    assert found(archive, '"nomor 2"')


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], None], Callable[[], None]]]:
    """Yield a mount point, and functions that mount and unmount a disk there. The disk is a separate folder."""
    place, disk = tmp_path / "place", tmp_path / "disk"
    place.mkdir()
    disk.mkdir()

    def run(*command: object) -> int:
        return subprocess.run([*map(str, command)], capture_output=True, check=False).returncode

    if os.geteuid() != 0 or run("mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", disk) != 0:
        pytest.skip("mounting is not allowed here")
    mount, unmount = ("mount", "--bind", disk, place), ("umount", "-l", place)
    run(*mount)
    yield place, lambda: _done(run(*mount)), lambda: _done(run(*unmount))
    run(*unmount)
    run("umount", "-l", disk)


def _done(code: int) -> None:
    assert code == 0


def test_a_disk_that_is_unmounted_and_back_goes_on_where_it_was(
    archive: Path, mounted: tuple[Path, Callable[[], None], Callable[[], None]]
) -> None:
    place, mount, unmount = mounted
    (place / "map").mkdir()
    (place / "map" / "a.txt").write_text(text(1))
    with watching(archive, place) as watch:
        watch.has("a.txt")
        unmount()
        watch.until(lambda one: "another folder now" in one.said)
        time.sleep(1)
        mount()
        watch.until(lambda one: one.said.count("another folder now") == 2)
        (place / "map" / "b.txt").write_text(text(2))
        watch.has("b.txt")
        assert watch.outcomes == {"a.txt": "added", "b.txt": "added"}
    assert accessions(archive) == [{"added": 1}] * 2
    assert_whole(archive, 2)
