"""The commands as typed by a user: their output on success, and if something is missing."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from PIL import Image

from archive.cli import COMMANDS, SUMMARIES
from tests.support.commands import COMMAND, Run, clean_environment, json_lines


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_list_of_commands_says_what_a_command_says_first(name: str) -> None:
    (point,) = entry_points(group=COMMANDS, name=name)
    assert f"{point.load().help} ".replace("\n", " ").startswith(f"{SUMMARIES[name]} ")
    assert len(SUMMARIES[name]) <= 65, "the list cuts it"


def test_every_command_has_its_line_in_the_list() -> None:
    assert {point.name for point in entry_points(group=COMMANDS)} == set(SUMMARIES)


def test_help_loads_no_command() -> None:
    program = "import sys; sys.argv[1:] = ['--help']; from archive.cli import main; main(standalone_mode=False)"
    asked = "'sqlalchemy' in sys.modules, 'flask' in sys.modules, 'archive.storage.archive' in sys.modules"
    loaded = f"{program}; print({asked})"
    done = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True)
    assert done.stdout.endswith("False False False\n")


def test_a_slip_in_the_name_of_a_command_names_the_one_that_was_meant(press_archive: Run) -> None:
    assert "Did you mean 'ingest'?" in press_archive("injest", code=2).stderr
    assert "Did you mean" not in press_archive("zzz", code=2).stderr


def test_a_folder_that_is_no_archive_says_how_to_make_one(press_archive: Run, tmp_path: Path) -> None:
    done = press_archive("verify", "--archive", tmp_path / "nothing", code=1)
    assert "press-archive init" in done.stderr


def test_no_archive_in_the_default_folder_says_how_to_give_one(
    press_archive: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = press_archive("verify", code=1).stderr
    assert "No archive at ./press-archive-data (default). Give one with --archive or $PRESS_ARCHIVE" in told


def test_init_refuses_a_folder_that_holds_something_else(press_archive: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    assert "not empty" in press_archive("init", "--archive", tmp_path, code=1).stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_held_archives_release_nothing_by_themselves(press_archive: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jembatan baru dibuka untuk umum hari ini di Kupang.")
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive, "--access", "held")
    line, _ = json_lines(press_archive("ingest", "--archive", archive, "--json", tmp_path / "a.txt"))
    assert line["status"] == "held"
    (answer,) = json_lines(press_archive("search", "--archive", archive, "--json", "jembatan"))
    assert answer["total"] == 0
    (tmp_path / "b.txt").write_text("Jembatan lama ditutup untuk umum hari ini di Kupang.")
    paths = ("--json", "--access", "released", tmp_path / "b.txt")
    line, _ = json_lines(press_archive("ingest", "--archive", archive, *paths))
    assert line["status"] == "released"


def test_a_script_finds_a_photo_with_the_flags_of_its_credit(press_archive: Run, tmp_path: Path) -> None:
    Image.new("RGB", (60, 40), "teal").save(tmp_path / "W-ALI_0412.jpg", comment="Dermaga lama. (Foto: Istimewa)")
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    press_archive("ingest", "--archive", archive, tmp_path / "W-ALI_0412.jpg")
    (answer,) = json_lines(press_archive("search", "--archive", archive, "--json", "dermaga"))
    (found,) = answer["results"]
    assert (found["filename"], found["flags"]) == ("W-ALI_0412.jpg", ["owner-unknown"])


def test_ingest_of_a_path_that_is_not_there_stops_before_it_begins(press_archive: Run, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    assert "does not exist" in press_archive("ingest", "--archive", archive, tmp_path / "gone", code=2).stderr


def test_inspect_shows_values_with_where_they_came_from(press_archive: Run, tmp_path: Path) -> None:
    file = tmp_path / "rilis.md"
    file.write_text("---\ntitle: Jembatan dibuka\ndate: 2025-05-03\n---\nWarga menyambut gembira jembatan itu.\n")
    told = press_archive("inspect", file).stdout
    assert "title: Jembatan dibuka  [front matter]" in told
    (shown,) = json_lines(press_archive("inspect", "--json", file))
    assert (shown["date"], shown["date_precision"]) == ("2025-05-03", "day")
    assert shown["origins"]["title"]["origin"] == "front matter"
    assert shown["mentions"] == []


def test_inspect_of_a_bad_file_says_why_and_goes_on(press_archive: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text("Warga menyambut gembira jembatan itu.")
    arguments = ("inspect", "--json", tmp_path / "empty.txt", tmp_path / "good.txt")
    bad, good = json_lines(press_archive(*arguments, code=1))
    assert (bad["outcome"], good["text"]) == ("rejected", "Warga menyambut gembira jembatan itu.")


def test_doctor_finds_nothing_missing_here(press_archive: Run, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    findings = json_lines(press_archive("doctor", "--archive", archive, "--json"))
    assert [finding for finding in findings if finding["state"] == "missing"] == []
    assert {"workers", "SQLite", "package whoosh", "archive"} <= {finding["subject"] for finding in findings}
    assert all(finding["cure"] for finding in findings if finding["state"] != "ok")
    (opened,) = (finding for finding in findings if finding["subject"] == "archive")
    assert (opened["code"], opened["params"]) == ("archive-opened", {"folder": str(archive), "revision": 0})
    in_words = {finding["subject"] for finding in findings if finding["code"] == "verbatim"}
    assert all(subject in ("Python", "SQLite") or subject.startswith("package ") for subject in in_words)


def test_doctor_gives_codes_for_what_is_wrong_and_its_cure(press_archive: Run, tmp_path: Path) -> None:
    findings = json_lines(press_archive("doctor", "--archive", tmp_path / "none", "--json"))
    (absent,) = (finding for finding in findings if finding["subject"] == "archive")
    folder = {"folder": str(tmp_path / "none")}
    assert (absent["found"], absent["code"], absent["params"]) == (
        f"{tmp_path}/none is not an archive",
        "archive-absent",
        folder,
    )
    assert absent["messages"] == [{"code": "archive-absent", "params": folder}]
    assert absent["cure_message"] == {"code": "archive-init", "params": folder}


def test_two_ingests_at_once_the_second_names_the_first(press_archive: Run, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    (tmp_path / "a.txt").write_text("x")
    with another_ingest(archive):
        done = press_archive("ingest", "--archive", archive, tmp_path / "a.txt", code=1)
    for told in ("4711", "press-archive ingest /disk", "since 2026-05-03 10:00 UTC", "--wait"):
        assert told in done.stderr
    assert press_archive("receipts", "--archive", archive).stdout.startswith("Nothing has been taken in yet")


def test_an_ingest_that_is_to_wait_says_for_whom_and_goes_on_when_it_is_its_turn(
    press_archive: Run, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    (tmp_path / "a.txt").write_text("Jembatan baru dibuka untuk umum hari ini di Kupang.")
    with another_ingest(archive):
        waiting = start_waiting(archive, tmp_path / "a.txt")
        assert waiting.stderr is not None
        told = waiting.stderr.readline()
        assert "Process 4711 (press-archive ingest /disk) holds the ingest lock since 2026-05-03 10:00 UTC" in told
        assert waiting.poll() is None
    assert waiting.communicate(timeout=300)[0].count('"outcome": "added"') == 1
    assert waiting.returncode == 0


def test_who_does_not_want_to_wait_any_longer_leaves(press_archive: Run, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    (tmp_path / "a.txt").write_text("x")
    with another_ingest(archive):
        waiting = start_waiting(archive, tmp_path / "a.txt")
        assert waiting.stderr is not None
        waiting.stderr.readline()
        waiting.send_signal(signal.SIGINT)
        waiting.communicate(timeout=300)
    assert waiting.returncode == 130
    assert press_archive("receipts", "--archive", archive).stdout.startswith("Nothing has been taken in yet")


@contextmanager
def another_ingest(archive: Path) -> Iterator[None]:
    """Simulate another process that ingests files."""
    with (archive / ".locks" / "ingest.lock").open("w") as file:
        file.write("4711\npress-archive ingest /disk\n2026-05-03 10:00 UTC\n")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def start_waiting(archive: Path, file: Path) -> subprocess.Popen[str]:
    command = [str(COMMAND), "ingest", "--wait", "--json", "--archive", str(archive), str(file)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, text=True, env=clean_environment(), **pipes)


def test_files_of_every_awkward_name_get_an_outcome(press_archive: Run, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    names = [
        b"foto\xff\xfe.txt",
        "tên có dấu.txt".encode(),
        b"new\nline.txt",
        b"-dash.txt",
        b"quote\"'.txt",
        b"\\x41.txt",
    ]
    for number, name in enumerate(names):
        with open(os.path.join(os.fsencode(disk), name), "wb") as file:  # noqa: PTH118, PTH123
            file.write(f"Isi berkas nomor {number} yang berbeda.".encode())
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    *lines, summary = json_lines(press_archive("ingest", "--archive", archive, "--json", disk))
    assert summary["outcomes"]["added"] == len(names) == len(lines)
    *again, _ = json_lines(press_archive("ingest", "--archive", archive, "--json", disk))
    assert {line["outcome"] for line in again} == {"unchanged"}
    press_archive("check", "--archive", archive)


def test_in_a_new_archive_all_agrees(press_archive: Run, tmp_path: Path) -> None:
    press_archive("init", "--archive", tmp_path / "archive")
    assert "agree" in press_archive("check", "--archive", tmp_path / "archive").stdout


def test_what_is_held_is_released_and_withdrawn_by_the_archivist(press_archive: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jembatan baru dibuka untuk umum hari ini di Kupang.")
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    line, _ = json_lines(
        press_archive("ingest", "--archive", archive, "--json", "--access", "held", tmp_path / "a.txt")
    )
    found = ("search", "--archive", archive, "--json", "jembatan")
    for status, total in (("released", 1), ("withdrawn", 0), ("released", 1), ("held", 0)):
        press_archive("access", "--archive", archive, status, line["record"])
        assert json_lines(press_archive(*found))[0]["total"] == total
    until = ("--until", "2051-05-03T10:00+07:00")
    (told,) = json_lines(press_archive("access", "--archive", archive, "--json", *until, "held", line["record"]))
    assert told["release_at"] == "2051-05-03T03:00:00Z"
    assert (
        "not a day and time"
        in press_archive("access", "--archive", archive, "--until", "soon", "held", "x", code=2).stderr
    )
    assert "search --held" in press_archive("access", "--archive", archive, "held", "nobody", code=1).stderr


def test_receipts_say_later_what_became_of_each_file(press_archive: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Jembatan baru dibuka untuk umum hari ini di Kupang.")
    (tmp_path / "empty.txt").write_bytes(b"")
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    assert "ingest" in press_archive("receipts", "--archive", archive).stdout
    press_archive("ingest", "--archive", archive, tmp_path / "good.txt", tmp_path / "empty.txt")
    assert "added 1, rejected 1" in press_archive("receipts", "--archive", archive).stdout
    bad = press_archive("receipts", "show", "--archive", archive, "--outcome", "rejected", "1").stdout.splitlines()
    assert len(bad) == 1
    assert "empty.txt" in bad[0]
    assert "press-archive receipts" in press_archive("receipts", "show", "--archive", archive, "7", code=1).stderr


def test_a_receipt_goes_into_a_spreadsheet_and_runs_nothing_there(press_archive: Run, tmp_path: Path) -> None:
    archive, disk = tmp_path / "archive", tmp_path / "disk"
    press_archive("init", "--archive", archive)
    disk.mkdir()
    for name in ("=1+1, or so.txt", 'two\nlines "quoted".txt'):
        (disk / name).write_text(f"Jembatan baru dibuka untuk umum hari ini di Kupang: {name}")
    (disk / "empty.txt").write_bytes(b"")
    command = [COMMAND, "ingest", "--archive", archive, *sorted(path.name for path in disk.iterdir())]
    subprocess.run(command, cwd=disk, check=True, capture_output=True, env=clean_environment(), timeout=300)
    told = press_archive("receipts", "show", "--archive", archive, "--csv", "1").stdout
    rows = list(csv.DictReader(io.StringIO(told, newline="")))
    assert [row["outcome"] for row in rows] == ["added", "rejected", "added"]
    assert [row["path"] for row in rows] == ["'=1+1, or so.txt", "empty.txt", 'two\nlines "quoted".txt']
    assert all(len(row["sha256"]) == 64 and row["record"] for row in rows if row["outcome"] == "added")
    both = press_archive("receipts", "show", "--archive", archive, "--csv", "--json", "1", code=2)
    assert "do not go together" in both.stderr
    assert f"from {disk}/=1+1, or so.txt" in press_archive("receipts", "--archive", archive).stdout


def test_a_query_may_begin_with_a_minus(press_archive: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jembatan baru dibuka untuk umum hari ini di Kupang.")
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    press_archive("ingest", "--archive", archive, tmp_path / "a.txt")
    assert press_archive("search", "--archive", archive, "jembatan", "-hari").stdout.startswith("0 records")
    assert press_archive("search", "--archive", archive, "jembatan", "-pita").stdout.startswith("1 record")


def test_an_archive_is_never_taken_into_itself(press_archive: Run, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    for folder in (archive, archive / "originals"):
        assert "never taken into itself" in press_archive("ingest", "--archive", archive, folder, code=2).stderr
    *lines, _ = json_lines(press_archive("ingest", "--archive", archive, "--json", tmp_path))
    assert [line["outcome"] for line in lines] == ["skipped"]


def test_what_is_held_is_said_with_its_hour(press_archive: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "DILARANG SIAR SEBELUM 10.00 WIB, 3 Mei 2051\n\nPemenang diumumkan\n\nTiga orang menang."
    )
    archive = tmp_path / "archive"
    press_archive("init", "--archive", archive)
    told = press_archive("ingest", "--archive", archive, tmp_path / "a.txt").stdout
    assert "held" in told
    assert "2051-05-03T03:00:00Z" in told
    assert "receipts show 1" in told


def test_what_is_said_of_all_that_is_handed_in_is_found_and_outlives_a_new_version(
    press_archive: Run, tmp_path: Path
) -> None:
    archive, file = tmp_path / "archive", tmp_path / "a.txt"
    press_archive("init", "--archive", archive)
    file.write_text("Jembatan baru dibuka untuk umum hari ini di Kupang.")
    given = ("--collection", " Setda  NTT ", "--location", "fonds 3/box 12")
    (line, _) = json_lines(press_archive("ingest", "--archive", archive, "--json", *given, file))
    file.write_text("Jembatan lama ditutup untuk umum hari ini di Kupang.")
    (again, _) = json_lines(press_archive("ingest", "--archive", archive, "--json", file))
    assert (again["outcome"], again["record"]) == ("new-version", line["record"])
    for query in ('collection:"Setda NTT"', 'location:"box 12"', 'collection:"Setda NTT" lama'):
        (answer,) = json_lines(press_archive("search", "--archive", archive, "--json", query))
        assert [found["id"] for found in answer["results"]] == [line["record"]], query
    (answer,) = json_lines(press_archive("search", "--archive", archive, "--json", "collection:Lain"))
    assert answer["total"] == 0
