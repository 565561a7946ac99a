"""Disks with unusual names and unreadable files, given to the command: each gets a line."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.commands import COMMAND, Run, clean_environment, json_lines

TEXT = "Jembatan nomor {} dibuka di Kupang pada hari Sabtu di hadapan warga.\n"
LONG = "d" * 200


@pytest.fixture
def archive(tmp_path: Path, press_archive: Run) -> Path:
    press_archive("init", "--archive", tmp_path / "archive")
    return tmp_path / "archive"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


def without_rights(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command as a user to whom file permissions apply, as they do not to root."""
    command = [str(COMMAND), *map(str, arguments)]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may read everything, and there is no setpriv to be less than root")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all", *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=clean_environment(), check=False)
    assert done.returncode == code, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done


def test_texts_in_a_folder_whose_name_is_not_utf8_are_taken_in_and_found(
    press_archive: Run, archive: Path, disk: Path
) -> None:
    folder = Path(os.fsdecode(os.fsencode(disk) + b"/siaran-\xe9"))
    folder.mkdir()
    for n in range(2):
        Path(os.fsdecode(os.fsencode(folder) + b"/rilis-\xff%d.txt" % n)).write_text(TEXT.format(n))
    *lines, summary = json_lines(press_archive("ingest", "--archive", archive, "--json", disk))
    assert summary["outcomes"]["added"] == 2
    assert {line["path"] for line in lines} == {f"{disk}/siaran-\\xe9/rilis-\\xff{n}.txt" for n in range(2)}
    (found,) = json_lines(press_archive("search", "--archive", archive, "--json", "Kupang"))
    assert found["total"] == 2
    press_archive("check", "--archive", archive)
    summary = json_lines(press_archive("ingest", "--archive", archive, "--json", disk))[-1]
    assert summary["outcomes"]["unchanged"] == 2


@pytest.mark.parametrize("name", ["baris\nrejected: palsu.txt", "merah\x1b[31m.txt", "terbalik\u202etxt.exe"])
def test_a_name_that_a_terminal_would_obey_is_one_harmless_line(
    press_archive: Run, archive: Path, disk: Path, name: str
) -> None:
    (disk / name).write_bytes(b"")
    told = press_archive("ingest", "--archive", archive, disk).stdout
    (line,) = [line for line in told.splitlines() if line.startswith("rejected: ")]
    assert "copy it again" in line
    shown = press_archive("receipts", "show", "--archive", archive, 1).stdout
    assert len(shown.splitlines()) == 1
    for printed in (line, shown.strip()):
        assert "\N{REPLACEMENT CHARACTER}" in printed
        assert not set(printed) & set("\n\x1b\u202e")


def test_a_name_in_brackets_stands_in_the_table_as_it_is(press_archive: Run, archive: Path, disk: Path) -> None:
    (disk / "[b]").write_bytes(b"")
    assert "empty file: [b] has" in press_archive("ingest", "--archive", archive, disk).stdout.split("Accession")[1]


def test_what_may_not_be_read_is_told_with_what_to_do_and_comes_by_retry(archive: Path, disk: Path) -> None:
    (disk / "terbuka.txt").write_text(TEXT.format(1))
    for name in ("tertutup.txt", "map/di-dalam.txt", "daftar/di-dalam.txt"):
        (disk / name).parent.mkdir(exist_ok=True)
        (disk / name).write_text(TEXT.format(name))
    (disk / "tertutup.txt").chmod(0)
    (disk / "map").chmod(0)
    (disk / "daftar").chmod(0o600)  # can be listed, but nothing in it can be opened
    try:
        *lines, summary = json_lines(without_rights("ingest", "--archive", archive, "--json", disk))
        assert summary["outcomes"]["added"] == 1
        refused = {Path(line["path"]).name: line["reason"] for line in lines if line["outcome"] == "rejected"}
        assert refused.keys() == {"tertutup.txt", "map", "di-dalam.txt"}
        assert len(set(refused.values())) == 1
        assert "give this user read permission and ingest again" in refused["tertutup.txt"]
        again = json_lines(without_rights("ingest", "--archive", archive, "--json", "--retry", 1))[-1]
        assert again["outcomes"]["rejected"] == 3
    finally:
        (disk / "tertutup.txt").chmod(0o600)
        (disk / "map").chmod(0o700)
        (disk / "daftar").chmod(0o700)
    again = json_lines(without_rights("ingest", "--archive", archive, "--json", "--retry", 1))[-1]
    assert again["outcomes"]["added"] == 3


def test_a_file_given_by_name_that_may_not_be_read_keeps_no_other_out(archive: Path, disk: Path) -> None:
    (disk / "a.txt").write_text(TEXT.format(1))
    (disk / "b.txt").write_text(TEXT.format(2))
    (disk / "a.txt").chmod(0)
    *lines, _ = json_lines(without_rights("ingest", "--archive", archive, "--json", disk / "a.txt", disk / "b.txt"))
    assert [line["outcome"] for line in lines] == ["rejected", "added"]
    assert "read permission" in lines[0]["reason"]


def test_a_path_longer_than_the_system_takes_is_told_and_can_be_tried_again(
    press_archive: Run, archive: Path, disk: Path
) -> None:
    (disk / "a.txt").write_text(TEXT.format(1))
    before = Path.cwd()
    os.chdir(disk)
    try:
        for _ in range(25):
            Path(LONG).mkdir()
            os.chdir(LONG)
        Path("b.txt").write_text(TEXT.format(2))
    finally:
        os.chdir(before)
    for how in ([disk], ["--retry", 1]):
        *lines, _ = json_lines(press_archive("ingest", "--archive", archive, "--json", *how))
        refused = [line["reason"] for line in lines if line["outcome"] == "rejected"]
        assert len(refused) == 1
        assert "move it nearer to the top of the disk" in refused[0]


def test_a_pipe_is_not_inspected(press_archive: Run, disk: Path) -> None:
    os.mkfifo(disk / "pipa.txt")
    assert "only regular files" in press_archive("inspect", disk / "pipa.txt", code=1).stdout
