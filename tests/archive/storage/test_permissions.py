"""Who can read an archive's files, whatever wrote them: its owner, and the configured group."""

from __future__ import annotations

import grp
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from archive.cli import main
from archive.commands.setup import SetupFinding
from archive.storage import permissions
from archive.storage.archive import Archive
from tests.support.commands import run_apart

pytestmark = pytest.mark.usefixtures("own_workers")
GROUP = grp.getgrgid(os.getgid()).gr_name


@pytest.fixture(autouse=True, scope="module")
def usual_umask() -> Iterator[None]:
    """Set the usual umask, with which files are readable by all; restored afterwards."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start no worker to check permissions, and restore the umask after each test."""
    monkeypatch.setattr("archive.commands.setup._worker", lambda: SetupFinding("workers", "ok", "not looked at"))
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two texts with the same bytes, and a photo."""
    made = tmp_path_factory.mktemp("disk")
    for name in ("a.txt", "b.txt"):
        (made / name).write_text("Jembatan baru dibuka untuk umum hari ini di Kupang.")
    Image.new("RGB", (600, 400), "teal").save(made / "foto.jpg")
    return made


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, disk: Path) -> Path:
    """An archive of them with an index and thumbnails, created with the commands."""
    folder = tmp_path_factory.mktemp("filled") / "archive"
    run_apart("init", "--archive", folder)
    run_apart("ingest", "--archive", folder, disk)
    return folder


@pytest.fixture
def copied(filled: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(filled, tmp_path / "archive"))


def modes(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): stat.S_IMODE(p.lstat().st_mode) for p in [folder, *folder.rglob("*")]}


def is_original(path: str) -> bool:
    return path.startswith("originals/") and len(Path(path).name) == 64


def is_open(found: dict[str, int]) -> dict[str, str]:
    return {path: oct(mode) for path, mode in found.items() if mode & 0o077}


def doctor(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["doctor", "--archive", str(folder), *more])


def line(result: Result) -> str:
    """Return the last line of `doctor` about permissions."""
    return [one for one in result.output.splitlines() if "permissions: " in one][-1]


def name_group(folder: Path, before: str, after: str) -> None:
    settings = folder / "archive.toml"
    text = settings.read_text()
    assert f'group = "{before}"' in text
    settings.write_text(text.replace(f'group = "{before}"', f'group = "{after}"'))


def test_no_other_account_can_read_anything_that_commands_write(filled: Path) -> None:
    found = modes(filled)
    assert [mode for path, mode in found.items() if is_original(path)] == [0o400] * 2
    assert {"derived/jobs", "derived/index", "derived/renditions", ".locks/ingest.lock"} <= found.keys()
    assert is_open(found) == {}
    assert "only the owner can read" in line(doctor(filled))


def test_the_group_that_is_named_can_read_and_not_write(
    tmp_path: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESS_ARCHIVE_ARCHIVE_GROUP", GROUP)
    folder = tmp_path / "archive"
    for words in (["init"], ["ingest", str(disk)]):
        assert CliRunner().invoke(main, [words[0], "--archive", str(folder), *words[1:]]).exit_code == 0
    found = modes(folder)
    assert found["."] == 0o2750
    shared = {p: mode for p, mode in found.items() if not p.startswith(("derived/jobs", "derived/languages"))}
    assert {path: oct(mode) for path, mode in shared.items() if mode & 0o027 or not mode & 0o040} == {}
    assert {mode for path, mode in found.items() if is_original(path)} == {0o440}


def test_doctor_says_what_is_open_in_an_archive_of_before_and_mends_it(copied: Path) -> None:
    for path in [copied, *copied.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o444 if is_original(str(path.relative_to(copied))) else 0o644)
    assert CliRunner().invoke(main, ["search", "--archive", str(copied), "jembatan"]).output.startswith("1 record")
    before = doctor(copied)
    assert before.exit_code == 0  # it works as before
    assert line(before).startswith("advice")
    assert "doctor --fix" in before.output
    assert line(doctor(copied, "--fix")).startswith("ok")
    assert is_open(modes(copied)) == {}
    assert {mode for path, mode in modes(copied).items() if is_original(path)} == {0o400}


def test_what_is_written_in_an_open_archive_is_as_open_as_before(copied: Path) -> None:
    copied.chmod(0o755)
    with Archive.open(copied) as archive, archive.lock("new"):
        assert stat.S_IMODE((copied / ".locks/new.lock").stat().st_mode) == 0o644


def test_doctor_gives_files_to_a_group_named_later_and_takes_them_back(copied: Path) -> None:
    name_group(copied, "", GROUP)
    assert line(doctor(copied)).startswith("advice")
    assert line(doctor(copied, "--fix")).startswith("ok")
    found = modes(copied)
    assert (found["catalogue.sqlite"], found["originals"], found["derived/jobs"]) == (0o640, 0o2750, 0o700)
    name_group(copied, GROUP, "")
    assert line(doctor(copied)).startswith("advice")
    assert line(doctor(copied, "--fix")).startswith("ok")
    assert is_open(modes(copied)) == {}


def test_doctor_says_what_a_command_of_root_left_and_gives_it_back(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, really, given = copied.stat().st_uid + 1, os.lstat, []

    def of_another(path: Any) -> Any:
        facts = really(path)
        return os.stat_result((*facts[:4], owner, *facts[5:])) if path == str(copied) else facts

    monkeypatch.setattr(permissions.os, "lstat", of_another)
    monkeypatch.setattr(permissions.os, "fchown", lambda _file, user, group: given.append((user, group)))
    assert "or another owner" in line(doctor(copied))
    doctor(copied, "--fix")
    assert len(given) == len(modes(copied)) - 1  # all but the folder, which it already owns
    assert set(given) == {(owner, -1)}


def test_a_group_that_is_none_is_one_sentence(copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name_group(copied, "", "no-such-group")
    assert "There is no group no-such-group on this machine" in line(doctor(copied))
    monkeypatch.setenv("PRESS_ARCHIVE_ARCHIVE_GROUP", "no-such-group")
    done = CliRunner().invoke(main, ["init", "--archive", str(tmp_path / "new")])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "There is no group no-such-group on this machine" in done.stderr


@pytest.mark.parametrize("command", [["search", "x"], ["doctor"], ["verify"], ["ingest", "/dev/null"]])
def test_another_account_is_told_that_the_archive_is_closed(
    copied: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.stat

    def refused(path: Any, *more: Any, **named: Any) -> os.stat_result:
        if str(path).startswith(f"{copied}/"):
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, *more, **named)

    monkeypatch.setattr(os, "stat", refused)
    monkeypatch.setattr(os, "access", lambda _, mode, **__: not mode & os.X_OK)
    said = CliRunner().invoke(main, [command[0], "--archive", str(copied), *command[1:]])
    assert said.exit_code == 1
    assert "is closed to this account" in said.output


def test_links_are_not_followed(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("x")
    (copied / "derived/link").symlink_to(tmp_path / "outside.txt")
    doctor(copied, "--fix")
    assert stat.S_IMODE((tmp_path / "outside.txt").stat().st_mode) == 0o644
