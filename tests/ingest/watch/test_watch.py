"""`press-archive watch`: files added to a folder are ingested once and complete, whatever happens meanwhile."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.access import ARCHIVIST
from archive.record import Outcome
from archive.search.searcher import Searcher
from archive.storage import fixity
from archive.storage.archive import Archive
from archive.storage.fixity import FixityState
from ingest.commands.watch_command import watch_command
from ingest.pipeline.receipt import FileOutcome
from ingest.watch.file_stability import LONGEST_SECONDS, FileStability, Stamp, is_being_written
from ingest.watch.new_files import Folders, Newcomers
from tests.archive.commands.test_commands import another_ingest
from tests.support.killing import ATTEMPTS
from tests.support.watch_runs import PATIENCE, SETTLE, text, watching


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return new_archive(tmp_path / "archive")


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


def new_archive(folder: Path) -> Path:
    """Create an archive that reads one file at a time, because each process takes a second to start."""
    Archive.create(folder).close()
    settings = folder / "archive.toml"
    settings.write_text(settings.read_text().replace("processes = 0", "processes = 1"))
    return folder


def accessions(archive: Path) -> list[dict[str, int]]:
    """Return the outcomes of each accession, in order."""
    with Archive.open(archive) as opened:
        return [dict(one.totals) for one in reversed(opened.catalogue.accessions())]


def found(archive: Path, query: str) -> list[str]:
    """Return the ids of the results of a query."""
    with Archive.open(archive) as opened:
        searcher = Searcher(opened)
        try:
            return searcher.every(query, ARCHIVIST)[0]
        finally:
            searcher.close()


def assert_whole(archive: Path, originals: int) -> None:
    """Assert that `check` and `verify` find no problem."""
    with Archive.open(archive) as opened:
        assert not list(fixity.check(opened))
        assert [one.state for one in fixity.verify(opened)] == [FixityState.OK] * originals


def test_what_is_there_and_what_comes_is_taken_in_and_what_came_meanwhile_at_the_next_start(
    archive: Path, disk: Path
) -> None:
    (disk / "there.txt").write_text(text(1))
    with watching(archive, "--collection", "Setda NTT", disk) as watch:
        watch.has("there.txt")
        (disk / "new folder" / "deep").mkdir(parents=True)
        (disk / "new folder" / "deep" / "comes.txt").write_text(text(2))
        watch.has("comes.txt")
    (disk / "meanwhile.txt").write_text(text(3))
    (disk / "there.txt").write_text(text(1, "berlayar ke Alor"))
    with watching(archive, disk) as watch:
        watch.has("meanwhile.txt", "there.txt")
        assert watch.outcomes == {"meanwhile.txt": "added", "there.txt": "new-version"}
    with watching(archive, disk) as watch:
        watch.go_on(4 * SETTLE)
        assert len(watch.told) == 1, "there was nothing to tell"
    assert accessions(archive) == [{"added": 1}, {"added": 1}, {"added": 1, "new-version": 1}]
    assert len(found(archive, 'collection:"Setda NTT"')) == 2
    assert_whole(archive, 4)


def test_a_file_that_is_written_slowly_comes_in_once_and_whole(archive: Path, disk: Path) -> None:
    with watching(archive, "--settle", "1", disk) as watch:
        with (disk / "slow.txt").open("w", buffering=1) as file:
            file.write(text(1))
            watch.go_on(2.5)  # longer than it must be unchanged, but it is open
            file.write(text(2))
        watch.has("slow.txt")
    assert watch.outcomes == {"slow.txt": "added"}
    assert len(found(archive, '"nomor 2"')) == len(found(archive, '"nomor 1"')) == len(found(archive, "kapal")) == 1


def test_a_file_that_is_written_to_again_and_again_comes_in_once(tmp_path: Path) -> None:
    now, path, due = 0.0, tmp_path / "again.txt", []
    settling = FileStability(1, lambda: now)
    for n in range(60):
        if n < 40:
            with path.open("a") as file:
                file.write(text(n))
            settling.seen(str(path))
        settling.look()
        due += [(n, one) for one in settling.due()]
        for one in settling.due():
            settling.taken(one)
        now += 0.1
    assert [(one, n >= 49) for n, one in due] == [(str(path), True)]


def test_a_burst_waits_for_the_last_of_it(tmp_path: Path) -> None:
    """A photo is not ingested before the table that was added with it, which is still being written."""
    now = 0.0
    photo, table = tmp_path / "a.jpg", tmp_path / "z.csv"
    photo.write_bytes(b"x")
    settling = FileStability(0.5, lambda: now)
    with table.open("w") as file:
        for path in (photo, table):
            settling.seen(str(path))
        while now < LONGEST_SECONDS - 5:
            file.write("x")
            file.flush()
            settling.look()
            assert not settling.due()
            now += 0.25
    while not settling.due():
        now += 0.25
        settling.look()
    assert set(settling.due()) == {str(photo), str(table)}
    assert now < LONGEST_SECONDS


def test_a_photo_waits_for_its_caption_as_long_as_the_settings_say(tmp_path: Path) -> None:
    now = 0.0
    photo, story = tmp_path / "a.jpg", tmp_path / "a.txt"
    settling = FileStability(0.5, lambda: now, lambda path: 60.0 if path.endswith(".jpg") else 0.0)
    came: dict[str, float] = {}
    for path in (photo, story):
        path.write_bytes(b"x")
        settling.seen(str(path))
    while len(came) < 2:
        settling.look()
        for path in settling.due():
            came[path] = now
            settling.taken(path)
        now += 0.25
    assert came[str(story)] < 2
    assert came[str(photo)] == pytest.approx(60.5, abs=1)


def test_downloads_links_system_files_and_the_archive_itself_do_not_come_in(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    archive = disk / "inner" / "archive"
    (disk / "inner").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text(text(9))
    new_archive(archive)
    (disk / "link").symlink_to(tmp_path / "outside")
    with watching(archive, disk) as watch:
        for name in ("a.txt.part", "b.txt.crdownload", "c.tmp", "d.txt~", ".e.txt", "Thumbs.db", "whole.txt"):
            (disk / name).write_text(text(len(name), name))
        (tmp_path / "outside" / "secret2.txt").write_text(text(10))
        (disk / "loop").symlink_to(disk)
        watch.has("whole.txt")
        (disk / "a.txt.part").rename(disk / "a.txt")
        (disk / ".e.txt").rename(disk / "e.txt")
        watch.has("a.txt", "e.txt")
        watch.go_on(4 * SETTLE)
    assert watch.outcomes == dict.fromkeys(("whole.txt", "a.txt", "e.txt"), "added")


def test_moves_are_moves_and_what_is_deleted_stays(archive: Path, disk: Path, tmp_path: Path) -> None:
    (tmp_path / "brought" / "inner").mkdir(parents=True)
    (tmp_path / "brought" / "inner" / "b.txt").write_text(text(2, "dari Alor"))
    (disk / "a.txt").write_text(text(1))
    with watching(archive, disk) as watch:
        watch.has("a.txt")
        (tmp_path / "brought").rename(disk / "brought")
        watch.has("b.txt")
        (disk / "a.txt").rename(disk / "renamed.txt")
        watch.has("renamed.txt")
        (disk / "brought").rename(disk / "moved")
        watch.until(lambda one: any("moved/inner/b.txt" in line.get("path", "") for line in one.told))
        (disk / "moved" / "inner" / "c.txt").write_text(text(3))  # it is watched in its new place
        watch.has("c.txt")
        ended = len(watch.ends)
        (disk / "renamed.txt").unlink()
        shutil.rmtree(disk / "moved")
        watch.go_on(4 * SETTLE)
        assert len(watch.ends) == ended
    reasons = [line["reason"] for line in watch.told if line.get("outcome") == "duplicate"]
    assert [reason.split(":")[0] for reason in reasons] == ["moved", "moved"]
    assert len(found(archive, "kapal")) == 3
    assert len(found(archive, "filename:renamed.txt")) == 1
    assert_whole(archive, 3)


def test_a_burst_is_one_accession_and_waits_for_another_ingest_saying_so(archive: Path, disk: Path) -> None:
    with watching(archive, "--settle", "1", disk) as watch:
        with another_ingest(archive):
            for n in range(60):
                (disk / f"{n}.txt").write_text(text(n))
            watch.until(lambda one: "4711" in one.said)
            assert not watch.ends
        watch.until(lambda one: one.ends)
        assert "waiting until it has finished" in watch.said
    assert accessions(archive) == [{"added": 60}]


def test_a_kill_loses_nothing(tmp_path: Path, disk: Path) -> None:
    for n in range(250):
        (disk / f"{n}.txt").write_text(text(n))
    for attempt in range(ATTEMPTS):
        archive = new_archive(tmp_path / f"archive-{attempt}")
        with watching(archive, disk) as watch:
            watch.until(lambda one: one.outcomes)
            watch.process.send_signal(signal.SIGKILL)
            watch.process.wait()
        if len(killed := set(watch.outcomes)) < 250:
            break
    assert len(killed) < 250
    with watching(archive, disk) as watch:
        watch.until(lambda one: one.ends)
    first, second = accessions(archive)
    assert first["added"] + second["added"] == 250
    assert not killed & set(watch.outcomes)
    assert_whole(archive, 250)


def test_a_folder_that_vanishes_is_said_and_taken_up_again(archive: Path, disk: Path, tmp_path: Path) -> None:
    (disk / "sub").mkdir()
    (disk / "sub" / "a.txt").write_text(text(1))
    with watching(archive, disk) as watch:
        watch.has("a.txt")
        disk.rename(tmp_path / "unmounted")
        watch.until(lambda one: "not there any more" in one.said)
        (tmp_path / "unmounted" / "sub" / "b.txt").write_text(text(2))
        watch.go_on(2 * SETTLE)
        (tmp_path / "unmounted").rename(disk)
        watch.until(lambda one: "there again" in one.said)
        watch.has("b.txt")
        (disk / "sub" / "c.txt").write_text(text(3))
        watch.has("c.txt")
        disk.rename(tmp_path / "unmounted")
    with watching(archive, disk) as watch:  # files came from there before, so it is not a mistake
        watch.until(lambda one: "is not there" in one.said)
        (tmp_path / "unmounted").rename(disk)
        (disk / "d.txt").write_text(text(4))
        watch.has("d.txt")
        assert watch.outcomes == {"d.txt": "added"}
    assert accessions(archive) == [{"added": 1}] * 4
    for slip, words in ((tmp_path / "nowhere", "is not a folder"), (archive / "originals", "the archive itself")):
        done = CliRunner().invoke(watch_command, ["--archive", str(archive), str(slip)])
        assert (done.exit_code, words in done.output) == (2, True)


def test_polling_finds_the_same(archive: Path, disk: Path) -> None:
    (disk / "a.txt").write_text(text(1))
    with watching(archive, "--poll", disk) as watch:
        watch.has("a.txt")
        (disk / "sub").mkdir()
        (disk / "sub" / "b.txt").write_text(text(2))
        (disk / "a.txt").rename(disk / "c.txt")
        watch.has("b.txt", "c.txt")
        watch.go_on(6)
    assert accessions(archive) == [{"added": 1}, {"added": 1, "duplicate": 1}]


def test_where_the_system_watches_no_more_folders_it_says_what_to_do(archive: Path, disk: Path) -> None:
    """In a user namespace, which has its own limit."""
    limited = 'echo 3 > /proc/sys/user/max_inotify_watches && exec "$@"'
    before = ("unshare", "--user", "--map-root-user", "sh", "-c", limited, "sh")
    if (
        shutil.which("unshare") is None
        or subprocess.run([*before, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("no user namespaces here")
    with watching(archive, disk, before=before) as watch:
        for n in range(6):
            (disk / str(n)).mkdir()
            (disk / str(n) / f"{n}.txt").write_text(text(n))
        watch.has(*(f"{n}.txt" for n in range(6)))
        watch.until(lambda one: "max_user_watches" in one.said)
        (disk / "5" / "later.txt").write_text(text(7))
        watch.has("later.txt")
    with watching(archive, disk, before=before) as watch:
        assert watch.process.wait(PATIENCE) == 1
        watch.until(lambda one: "sysctl fs.inotify.max_user_watches" in one.said)
        assert "--poll" in watch.said
        assert not watch.told


def test_an_intake_that_fails_is_tried_again(archive: Path, disk: Path) -> None:
    with watching(archive, disk) as watch:
        shutil.rmtree(archive / ".locks")
        (archive / ".locks").write_bytes(b"in its place")
        (disk / "a.txt").write_text(text(1))
        watch.until(lambda one: "tried again in" in one.said)
        (archive / ".locks").unlink()
        watch.has("a.txt")
    assert_whole(archive, 1)


def test_the_words_of_files_for_people(archive: Path, disk: Path) -> None:
    (disk / "a.txt").write_text(text(1))
    (disk / "empty.txt").write_bytes(b"")
    command = [str(Path(sys.executable).parent / "press-archive"), "watch", "--archive", str(archive), str(disk)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        lines: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if "--retry" in line:
                process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert any(line.startswith(f"added: {disk}/a.txt: new") for line in lines)
    assert any(line.startswith("Accession 1: 1 added, 1 rejected") for line in lines)


def test_a_file_that_is_whole_waits_for_its_burst_but_not_for_ever(tmp_path: Path) -> None:
    now = 0.0
    settling = FileStability(2, lambda: now)
    came = [tmp_path / f"{n}.txt" for n in range(60)]
    due_at = None
    for path in came:
        path.write_text("x")
        settling.seen(str(path))
        settling.look()
        if due_at is None and settling.due():
            due_at = now
        now += 1
    assert due_at == pytest.approx(2 + LONGEST_SECONDS, abs=1)
    now += 2
    settling.look()
    assert len(settling.due()) == 60
    came[0].write_text("longer")
    settling.seen(str(came[0]))
    assert str(came[0]) not in settling.due()


def test_files_wait_for_each_other_once_many_have_come(tmp_path: Path) -> None:
    """Copying files that each take a second does not create one accession per file."""
    now, taken = 0.0, []
    settling = FileStability(0.5, lambda: now)
    for n in range(40):
        (tmp_path / f"{n}.txt").write_text("x")
        settling.seen(str(tmp_path / f"{n}.txt"))
        for _ in range(4):
            settling.look()
            if due := settling.due():
                taken.append(len(due))
                for path in due:
                    settling.taken(path)
            now += 0.25
    assert taken == [1] * 10
    now += 2
    settling.look()
    assert len(settling.due()) == 30


def test_a_worker_stays_for_what_comes_later(archive: Path, disk: Path) -> None:
    with watching(archive, disk) as watch:
        (disk / "a.txt").write_text(text(1))
        watch.has("a.txt")
        first = children(watch.process.pid)
        (disk / "b.txt").write_text(text(2))
        watch.has("b.txt")
        assert first
        assert first & children(watch.process.pid)
    assert not any(Path(f"/proc/{pid}").exists() for pid in first)


def children(pid: int) -> set[int]:
    """Return the child processes of a process, from /proc."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread may end meanwhile
            found.update(map(int, task.read_text().split()))
    return found


def test_who_writes_to_a_file_is_told_from_who_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    with path.open() as _:
        assert not is_being_written(str(path))
    with path.open("a") as _:
        if not is_being_written(str(path)):
            pytest.skip("no leases on this file system")
    assert not is_being_written(str(path))
    assert not is_being_written(str(tmp_path / "nothing"))


def test_what_could_not_be_taken_is_handed_out_again_only_when_it_has_changed(archive: Path, disk: Path) -> None:
    path = disk / "a.txt"
    path.write_text("x")
    with Archive.open(archive) as opened:
        newcomers = Newcomers(opened, folders := Folders([disk], (), archive), FileStability(0), lambda _: 0)
        assert folders.changed()
        for _ in range(2):
            (one,) = newcomers.found({}, [str(disk)])
            newcomers.told(FileOutcome(one.shown, Outcome.REJECTED, "no permission"))
            assert not list(newcomers.found({}, [str(disk)]))
            stamp = Stamp.of(path)
            assert stamp is not None
            assert not list(newcomers.found({str(path): stamp}, []))
            time.sleep(0.02)
            path.chmod(0o640)
        newcomers.forget()
        assert list(newcomers.found({}, [str(disk)]))
