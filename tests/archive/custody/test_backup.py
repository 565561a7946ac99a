"""Backups: complete or absent, whatever happens to the disk; verified, and restored to an archive."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections import namedtuple
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Access, NamedFile, NewAsset, ReceiptLine
from archive.custody.backup import create_backup
from archive.custody.backup_folder import BackupFolder
from archive.custody.backup_verify import verify_backup
from archive.custody.restore import RESTORING, restore, without_servers
from archive.edits.edits import decide
from archive.errors import ArchiveMissing, StoreError
from archive.record import Description, Outcome, Status
from archive.search.index import index_sync
from archive.storage import originals
from archive.storage.archive import Archive
from tests.support.commands import json_lines, run, some
from tests.support.killed_steps import killed_at


def add(archive: Archive, place: Path, name: str) -> str:
    """Add a record of a file with its own original, and return the digest. The one named "held" is held."""
    path = place / name
    path.write_text(f"Pidato tentang {name}.", encoding="utf-8")
    copy = archive.store.incoming(path)
    archive.store.settle([copy])
    access = Access(Status.HELD if name == "held" else Status.RELEASED)
    described = Description("text/plain", "text", 1, text=path.read_text(encoding="utf-8"))
    described.offer("title", f"Pidato {name}", "test")
    with archive.catalogue.write() as writer:
        accession = writer.open_accession({}, Status.RELEASED)
        record = writer.add_record(described, NewAsset(copy.sha256, copy.size, "text/plain"), access)
        root = writer.root(str(place), "disk")
        writer.put_name(NamedFile(root, name, "", copy.sha256, record, Outcome.ADDED, copy.size, 1, 1), accession)
        writer.receipt_line(accession, ReceiptLine(name, Outcome.ADDED, record=record, status=access.status))
        writer.close_accession(accession)
    return copy.sha256


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Two records, one of them held."""
    with Archive.create(tmp_path / "archive") as made:
        add(made, tmp_path, "jembatan")
        add(made, tmp_path, "held")
        yield made


def create(archive: Archive, folder: Path) -> list[str]:
    """Make a backup, and return the digests of the originals that could not be read."""
    failed: list[str] = []
    create_backup(archive, folder, lambda *_: None, lambda result: failed.append(result.sha256))
    return failed


def problems(folder: Path) -> list[str]:
    backups = BackupFolder.existing(folder)
    return [str(one.message) for one in verify_backup(backups, backups.generations(), lambda *_: None)]


def numbers(folder: Path) -> list[int]:
    return [one.number for one in BackupFolder(folder).generations()]


def restored(backup: Path, folder: Path) -> None:
    backups = BackupFolder.existing(backup)
    restore(backups, backups.generation(None), folder, lambda *_: None, lambda _: None)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_backup_is_made_listed_read_and_restored(archive: Archive, tmp_path: Path) -> None:
    backup, place = tmp_path / "backup", tmp_path / "restored"
    run("backup", "create", backup, "--archive", archive.folder)
    add(archive, tmp_path, "sawah")
    (summary,) = json_lines(run("backup", "create", backup, "--archive", archive.folder, "--json"))
    assert (summary["number"], summary["originals"], summary["copied"], summary["missing"]) == (2, 3, 1, 0)
    assert [one["originals"] for one in json_lines(run("backup", "list", backup, "--json"))] == [2, 3]
    assert "every file is as it was written" in run("backup", "verify", backup, "--all").stdout
    run("restore", backup, "--archive", place)
    run("check", "--archive", place)
    run("verify", "--archive", place)
    assert "Pidato sawah" in run("search", "pidato", "--archive", place).stdout
    assert "Pidato held" not in run("search", "pidato", "--archive", place).stdout
    with Archive.open(place) as other:
        for id_ in some(archive.catalogue.changes(0)):
            assert other.catalogue.get(id_, ARCHIVIST) == archive.catalogue.get(id_, ARCHIVIST)
            assert other.catalogue.names_of_record(id_) == archive.catalogue.names_of_record(id_)
        assert other.catalogue.accessions() == archive.catalogue.accessions()


def test_an_earlier_backup_is_restored_by_its_number(archive: Archive, tmp_path: Path) -> None:
    create(archive, tmp_path / "backup")
    add(archive, tmp_path, "sawah")
    create(archive, tmp_path / "backup")
    run("restore", tmp_path / "backup", "--generation", 1, "--no-index", "--archive", tmp_path / "restored")
    with Archive.open(tmp_path / "restored") as other:
        assert len(other.catalogue.changes(0)) == 2
    said = run("restore", tmp_path / "backup", "--generation", 9, "--archive", tmp_path / "other", code=1).stderr
    assert "There is no backup 9" in said


def test_its_manifest_lists_each_file_as_other_programs_read_it(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    lines = (backup / "generations" / "0001" / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines()
    for line in some(lines):
        sha256, name = line.split("  ")
        assert hashlib.sha256((backup / name).read_bytes()).hexdigest() == sha256
    assert len(lines) == 3 + 2


def test_what_comes_in_while_the_catalogue_is_copied_is_no_half_of_it(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.catalogue.schema.sqlite._STEP_PAGES", 20)
    came: list[str] = []

    def progress(noun: str, done: int, of: int) -> None:
        if noun != "original" and done < of and len(came) < 5:
            came.append(add(archive, tmp_path, f"baru-{len(came)}"))

    create_backup(archive, tmp_path / "backup", progress, lambda _: None)
    assert len(came) == 5
    assert problems(tmp_path / "backup") == []
    assert len(list(BackupFolder(tmp_path / "backup").generation(1).originals())) == 2
    restored(tmp_path / "backup", tmp_path / "restored")
    said = run("check", "--archive", tmp_path / "restored", code=1).stdout
    assert said.startswith("index: ")
    assert len(said.splitlines()) == 1


def test_a_kill_at_any_step_leaves_the_earlier_backups_valid(archive: Archive, tmp_path: Path) -> None:
    backup, step = tmp_path / "backup", 1
    earlier = numbers(backup)

    def act() -> None:
        with Archive.open(archive.folder) as opened:
            create(opened, backup)

    while killed_at(step, act):
        assert numbers(backup) in (earlier, [*earlier, len(earlier) + 1])
        if earlier := numbers(backup):
            assert problems(backup) == []
        if step % 13 == 0:
            add(archive, tmp_path, f"baru-{step}")
        step += 1
    assert step > 30
    assert problems(backup) == []
    assert not list((backup / "generations").glob(".*"))
    restored(backup, tmp_path / "restored")


def test_a_restore_killed_at_any_step_is_no_archive_and_is_completed(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    step, before = 1, contents(backup)
    while killed_at(step, partial(restored, backup, tmp_path / f"restored-{step}")):
        place = tmp_path / f"restored-{step}"
        if not (place / "archive.toml").exists():
            with pytest.raises(ArchiveMissing):
                Archive.open(place)
            restored(backup, place)
        with Archive.open(place) as other:
            assert len(other.catalogue.changes(0)) == 2
            digests = [path.name for path in place.glob("originals/??/*")]
            assert [other.store.digest(one)[0] for one in digests] == digests
        assert (place / "authorities.toml").read_bytes() == (archive.folder / "authorities.toml").read_bytes()
        assert not (place / RESTORING).exists()
        step += 1
    assert step > 15
    assert contents(backup) == before


def test_a_restore_that_is_stopped_before_its_index_is_made_makes_it_when_run_again(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(archive, backup := tmp_path / "backup")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for number, hold in enumerate(([], ["--hold"])):
        place = tmp_path / f"restored-{number}"
        with monkeypatch.context() as patch:
            patch.setattr(index_sync, "rebuild", stop)
            run("restore", backup, *hold, "--archive", place, code=130)
        assert "The index is missing" in run("check", "--archive", place, code=1).stdout
        others = ["--hold"] * (not hold)
        assert "an archive already" in run("restore", backup, *others, "--archive", place, code=1).stderr
        run("index", "rebuild", "--archive", shutil.copytree(place, tmp_path / f"in-use-{number}"))
        assert (
            "an archive already"
            in run("restore", backup, *hold, "--archive", tmp_path / f"in-use-{number}", code=1).stderr
        )
        assert "Restored backup 1" in run("restore", backup, *hold, "--archive", place).stdout
        run("check", "--archive", place)
        assert "an archive already" in run("restore", backup, *hold, "--archive", place, code=1).stderr


def test_a_stopped_restore_that_is_run_again_still_tells_of_damaged_originals(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(archive, backup := tmp_path / "backup")
    damaged = next(backup.glob("originals/??/*"))
    damaged.chmod(0o600)
    damaged.write_bytes(bytes(damaged.stat().st_size))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(index_sync, "rebuild", stop)
        run("restore", backup, "--hold", "--archive", tmp_path / "restored", code=130)
    (told,) = json_lines(run("restore", backup, "--hold", "--json", "--archive", tmp_path / "restored", code=1))
    assert (told["failed"], told["held_now"]) == (1, 1)


def test_what_was_held_after_the_backup_is_told_or_held(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    (public,) = archive.catalogue.of_status(Status.RELEASED)
    decide(archive, [public], Status.HELD, None, "test")
    said = run("restore", backup, "--archive", tmp_path / "as-then").stdout
    assert "is as it was then, and may be public" in said
    assert "--hold" in said
    (told,) = json_lines(run("restore", backup, "--no-index", "--json", "--archive", tmp_path / "told"))
    assert (told["code"], told["params"]["instant"], told["held_now"]) == ("restore-as-then", told["created"], 0)
    (told,) = json_lines(run("restore", backup, "--hold", "--json", "--archive", tmp_path / "closed"))
    assert (told.get("code"), told["held_now"]) == (None, 1)
    assert "Pidato jembatan" not in run("search", "pidato", "--archive", tmp_path / "closed").stdout
    with Archive.open(tmp_path / "closed") as other:
        assert other.catalogue.of_status(Status.RELEASED) == []
    run("records", "undo", "--archive", tmp_path / "closed")
    with Archive.open(tmp_path / "closed") as other:
        assert other.catalogue.of_status(Status.RELEASED) == [public]


def test_a_restore_that_holds_and_is_killed_is_held_when_it_is_an_archive(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    backups, step = BackupFolder.existing(backup), 1

    def act() -> None:
        restore(backups, backups.generation(None), tmp_path / "closed", lambda *_: None, lambda _: None, hold_by="nur")

    while killed_at(step, act) and not (tmp_path / "closed" / "archive.toml").exists():
        step += 1  # each attempt continues the previous one
    assert step > 5
    with Archive.open(tmp_path / "closed") as other:
        assert other.catalogue.of_status(Status.RELEASED) == []


def test_ctrl_c_leaves_no_half_backup(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    add(archive, tmp_path, "sawah")
    before = contents(backup)

    def stop(noun: str, done: int, _: int) -> None:
        if noun == "original" and done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_backup(archive, backup, stop, lambda _: None)
    assert contents(backup) == before


def test_what_others_put_beside_the_backups_stays_and_stops_none(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    generations = backup / "generations"
    (generations / ".DS_Store").write_bytes(b"x")
    (generations / ".0007").write_bytes(b"x")
    (generations / ".0008").symlink_to(tmp_path / "archive")
    (generations / ".Trash-1000").mkdir()
    (generations / ".0009").mkdir()
    (generations / ".0009" / "catalogue.sqlite").write_bytes(b"half")
    create(archive, backup)
    assert numbers(backup) == [1, 2]
    assert {path.name for path in generations.glob(".*")} == {".DS_Store", ".0007", ".0008", ".Trash-1000"}


def test_it_is_not_made_in_the_archive_or_over_something_else(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(archive.folder)
    for inside in (archive.folder, archive.folder / "derived", archive.folder / "new" / "er", tmp_path / "link" / "x"):
        assert "overlap" in run("backup", "create", inside, "--archive", archive.folder, code=1).stderr
    assert "overlap" in run("backup", "create", tmp_path, "--archive", archive.folder, code=1).stderr
    said = run("backup", "create", "/dev/full", "--archive", archive.folder, code=1).stderr
    assert "/dev/full is not a folder: give one" in said
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.odt").write_text("mine")
    said = run("backup", "create", tmp_path / "full", "--archive", archive.folder, code=1).stderr
    assert "is not empty and has no backups" in said
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["thesis.odt"]
    create(archive, tmp_path / "backup")
    Archive.create(tmp_path / "second").close()
    before = contents(tmp_path / "backup")
    said = run("backup", "create", tmp_path / "backup", "--archive", tmp_path / "second", code=1).stderr
    assert "backups of another archive" in said
    assert contents(tmp_path / "backup") == before


def test_two_at_once_do_not_meet(archive: Archive, tmp_path: Path) -> None:
    backups = BackupFolder(tmp_path / "backup")
    number = archive.catalogue.archive_id(make=True)
    assert number is not None
    with backups.open_to_write(number):
        assert "Process" in run("backup", "create", tmp_path / "backup", "--archive", archive.folder, code=1).stderr


def test_an_original_that_cannot_be_read_is_told_and_an_earlier_copy_kept(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    lost = add(archive, tmp_path, "sawah")
    for path in archive.folder.glob("originals/??/*"):
        path.unlink()
    told, summary = json_lines(run("backup", "create", backup, "--archive", archive.folder, "--json", code=1))
    assert (told["sha256"], told["code"]) == (lost, "original-missing")
    assert (summary["number"], summary["originals"], summary["missing"]) == (2, 3, 1)
    (problem,) = problems(backup)
    assert lost in problem
    said = run("restore", backup, "--archive", tmp_path / "restored", code=1).stderr
    assert lost in said
    assert not (tmp_path / "restored").exists()
    run("restore", backup, "--incomplete", "--archive", tmp_path / "restored", code=1)
    assert lost in run("check", "--archive", tmp_path / "restored", code=1).stdout


@pytest.mark.parametrize("name", ["catalogue.sqlite", "archive.toml", "manifest-sha256.txt", "backup.json"])
def test_a_file_of_a_backup_that_is_altered_or_missing_is_named(archive: Archive, tmp_path: Path, name: str) -> None:
    create(archive, backup := tmp_path / "backup")
    path = backup / "generations" / "0001" / name
    path.chmod(0o600)
    whole = path.read_bytes()
    for spoiled in (bytes([whole[0] ^ 1]) + whole[1:], whole[: len(whole) // 2], b"", None):
        path.unlink()
        if spoiled is not None:
            path.write_bytes(spoiled)
        assert str(path) in some(problems(backup))[0]
        said = run("restore", backup, "--archive", tmp_path / "restored", code=1).stderr
        assert f"Nothing was restored: {path} is missing or altered. Use another copy of the backup" in said
        assert not (tmp_path / "restored").exists()
        path.write_bytes(whole)
    assert problems(backup) == []


def test_originals_of_a_backup_that_are_cut_or_altered_are_named(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    (first, second) = sorted(path for path in backup.glob("originals/??/*"))
    for path in (first, second):
        path.chmod(0o600)
    whole = second.read_bytes()
    first.write_bytes(bytes([first.read_bytes()[0] ^ 1]) + first.read_bytes()[1:])
    second.write_bytes(whole[:-1])
    assert {str(path) for path in (first, second)} == {one.split(" ")[0] for one in problems(backup)}
    assert second.name in run("restore", backup, "--archive", tmp_path / "restored", code=1).stderr
    second.write_bytes(whole)
    told, *_ = json_lines(run("restore", backup, "--json", "--archive", tmp_path / "restored", code=1))
    assert (told["sha256"], told["code"]) == (first.name, "copy-altered")


def test_a_backup_that_was_cut_is_mended_by_the_next(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    (path, *_) = sorted(backup.glob("originals/??/*"))
    path.chmod(0o600)
    path.write_bytes(b"")
    create(archive, backup)
    assert problems(backup) == []


def test_verify_writes_nothing(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    paths = [backup, *backup.rglob("*")]
    for path in paths:
        path.chmod(path.stat().st_mode & ~0o222)
    before = {path: path.stat() for path in paths}
    run("backup", "verify", backup)
    run("backup", "list", backup)
    assert sorted([backup, *backup.rglob("*")]) == sorted(paths)
    after = {path: path.stat() for path in paths}
    assert [(one.st_mtime_ns, one.st_mode) for one in before.values()] == [
        (one.st_mtime_ns, one.st_mode) for one in after.values()
    ]
    for path in paths:
        path.chmod(path.stat().st_mode | 0o200)


def test_nobody_else_reads_a_backup_or_what_is_restored(archive: Archive, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        create(archive, tmp_path / "backup")
        os.umask(0o022)
        restored(tmp_path / "backup", tmp_path / "restored")
    finally:
        os.umask(before)
    for folder in (tmp_path / "backup", tmp_path / "restored"):
        assert not [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]


def test_a_disk_without_space_is_told_before_anything_is_copied(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 90, 10))
    with pytest.raises(StoreError, match=r"10 bytes free on the disk of .*backup, 44 bytes needed"):
        create(archive, tmp_path / "backup")
    assert numbers(tmp_path / "backup") == []
    assert not list(tmp_path.glob("backup/originals/??/*"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_fails_in_the_middle_leaves_the_earlier_backups(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    create(archive, backup := tmp_path / "backup")
    add(archive, tmp_path, "sawah")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(originals, "_write_all", fail)
    with pytest.raises(StoreError, match=os.strerror(number).replace("(", r"\(")):
        create(archive, backup)
    assert numbers(backup) == [1]
    assert problems(backup) == []


def test_restore_takes_only_an_empty_folder(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    assert "is an archive already" in run("restore", backup, "--archive", archive.folder, code=1).stderr
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.odt").write_text("mine")
    assert "is not empty" in run("restore", backup, "--archive", tmp_path / "full", code=1).stderr
    assert "overlap" in run("restore", backup, "--archive", backup / "new", code=1).stderr
    (tmp_path / "empty").mkdir(mode=0o755)
    run("restore", backup, "--no-index", "--archive", tmp_path / "empty")
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o700
    assert "There is no backup in" in run("restore", tmp_path / "full", "--archive", tmp_path / "x", code=1).stderr


def test_a_backup_of_a_later_version_is_refused(archive: Archive, tmp_path: Path) -> None:
    create(archive, backup := tmp_path / "backup")
    path = backup / "generations" / "0001" / "backup.json"
    told = json.loads(path.read_text(encoding="utf-8")) | {"format": 2}
    path.chmod(0o600)
    path.write_text(json.dumps(told), encoding="utf-8")
    assert "later press-archive" in run("restore", backup, "--archive", tmp_path / "restored", code=1).stderr
    assert "later press-archive" in run("backup", "list", backup).stdout


@pytest.mark.parametrize(
    ("settings", "made"),
    [
        (
            '[catalogue]\nurl = ""\n[index]\nengine = "tantivy"\n',
            '[catalogue]\nurl = ""\n[index]\nengine = "tantivy"\n',
        ),
        ('[catalogue]\nurl_file = "c.url"\n', '[catalogue]\n# url_file = "c.url"\n'),
        ('[originals]\n  url="s3://b"\nregion = "x"\n', '[originals]\n#   url="s3://b"\nregion = "x"\n'),
        ('[ index ] # one\nengine = "opensearch"\n', '[ index ] # one\n# engine = "opensearch"\n'),
        ('[about]\ntext = """\nurl = "x"\n"""\n', '[about]\ntext = """\nurl = "x"\n"""\n'),
    ],
)
def test_a_restored_archive_names_no_servers(settings: str, made: str) -> None:
    assert without_servers(settings) == made


@pytest.mark.parametrize("settings", ['catalogue = { url = "x" }\n', 'originals.url = "s3://b"\n', "[", "index = 1\n"])
def test_settings_that_cannot_be_made_those_of_a_folder_are_refused(settings: str) -> None:
    with pytest.raises(StoreError, match="Nothing was restored"):
        without_servers(settings)


def test_variables_that_name_servers_are_refused(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(archive, tmp_path / "backup")
    monkeypatch.setenv("PRESS_ARCHIVE_CATALOGUE_URL_FILE", "/srv/press/catalogue.url")
    with pytest.raises(StoreError, match="PRESS_ARCHIVE_CATALOGUE_URL_FILE names a server"):
        restored(tmp_path / "backup", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
