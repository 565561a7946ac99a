"""The output of an ingest while it runs and at its end, with and without a terminal."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from archive.access import Access
from archive.catalogue import RestrictedRecord
from archive.messages import Message, messages_of
from archive.record import Outcome, Status
from ingest.commands import ingest_report
from ingest.commands.ingest_report import MOST_HELD, IngestReporter
from ingest.commands.progress import FileCounter, IngestPace, format_duration, size
from ingest.files.walk import walk
from ingest.pipeline.receipt import FileOutcome, Receipt, kept_back
from tests.support.commands import COMMAND, Run, clean_environment

SKIP = ("Thumbs.db", ".Trashes")


def disk(folder: Path) -> Path:
    """Create five files below a folder, one of them unwanted, an unwanted folder, a link, and the archive in it."""
    for name in ("a.txt", "b/c.txt", "b/d/e.txt", "b/d/f.txt", "b/Thumbs.db", ".Trashes/g.txt", "archive/h.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x" * 100)
    (folder / "loop").symlink_to(folder)
    return folder


def ahead_of(*paths: Path, never: Path = Path("/nowhere"), largest: int = 1000) -> FileCounter:
    """Count the files of these paths in advance, completely."""
    ahead = FileCounter(paths, SKIP, never, largest)
    with ahead:
        while not ahead.done:
            time.sleep(0.01)
    return ahead


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count files immediately, and not only if an ingest takes long."""
    monkeypatch.setattr("ingest.commands.progress.PATIENCE", 0.0)


def test_what_is_counted_ahead_is_what_the_walk_comes_to(tmp_path: Path) -> None:
    folder = disk(tmp_path / "disk")
    given = [folder, folder / "b", folder / "a.txt", tmp_path / "gone"]
    ahead = ahead_of(*given, never=folder / "archive")
    assert ahead.files + 1 == len(list(walk(given, SKIP, [folder / "archive"])))  # the archive itself is a line too
    assert 500 <= ahead.bytes < 1000


def test_a_file_larger_than_any_that_is_taken_tells_nothing_of_the_time(tmp_path: Path) -> None:
    (tmp_path / "small").write_text("x")
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    ahead = ahead_of(tmp_path)
    assert (ahead.files, ahead.bytes) == (2, 1)


class Clock:
    """A clock that a test advances."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def counted(files: int, bytes_: int) -> FileCounter:
    ahead = FileCounter([], (), Path("/nowhere"), 0)
    ahead.files, ahead.bytes, ahead.done = files, bytes_, True
    return ahead


def receipt_of(added: int, rejected: int, seen: int) -> Receipt:
    receipt = Receipt(1, bytes_seen=seen)
    receipt.outcomes[Outcome.ADDED], receipt.outcomes[Outcome.REJECTED] = added, rejected
    return receipt


def test_the_pace_says_how_far_how_fast_and_how_long_still() -> None:
    clock = Clock()
    pace = IngestPace(counted(1_000, 4_000_000), clock)
    assert "1,000 files found" in pace.line(None)
    clock.now += 10
    told = pace.line(receipt_of(240, 10, 1_000_000))
    assert told == "250 of 1,000 files, 1.0 MB of 4.0 MB, 240 records, 10 not taken in, 25 files/s, 30 s left"


def test_the_pace_is_that_of_the_last_minute() -> None:
    """Half of a second run takes a moment; new files then take longer."""
    clock = Clock()
    pace = IngestPace(counted(1_000, 0), clock)
    clock.now += 1
    pace.line(receipt_of(500, 0, 0))
    for _ in range(200):
        clock.now += 1
        told = pace.line(receipt_of(500 + round(clock.now - 101), 0, 0))
    assert "1 file/s, 5 min left" in told


def test_a_slow_pace_is_the_time_of_a_file_and_none_is_not_told() -> None:
    clock = Clock()
    pace = IngestPace(counted(100, 1_000_000), clock)
    clock.now += 24
    assert pace.line(receipt_of(2, 0, 0)).endswith("2 records, 0 not taken in, 1 file in 12 s, 40 min left")
    pace = IngestPace(counted(100, 1_000_000), clock)
    clock.now += 24
    assert pace.line(receipt_of(0, 0, 500_000)).endswith("0 records, 0 not taken in")


def test_after_the_last_file_it_says_how_far_the_index_is() -> None:
    pace, receipt = IngestPace(counted(4, 4000), Clock()), receipt_of(3, 1, 4000)
    receipt.indexed = (0, 0)
    assert pace.line(receipt) == "4 files, 4.0 kB, 3 records, 1 not taken in; the index follows"
    receipt.indexed = (1500, 3000)
    assert pace.line(receipt).endswith("; the index follows: 1,500 of 3,000 records")


def test_nothing_is_promised_while_the_disk_is_still_being_counted() -> None:
    clock, ahead = Clock(), counted(300, 0)
    ahead.done = False
    clock.now += 10
    told = IngestPace(ahead, clock).line(receipt_of(250, 0, 0))
    assert "of" not in told.split()
    assert "left" not in told


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (size(1), "1 byte"),
        (size(999), "999 bytes"),
        (size(1_500_000), "1.5 MB"),
        (size(2 * 10**12), "2.0 TB"),
        (format_duration(42), "42 s"),
        (format_duration(180), "3 min"),
        (format_duration(7_500), "2 h 05 min"),
    ],
)
def test_sizes_and_times_are_said_as_people_say_them(told: str, said: str) -> None:
    assert told == said


def test_a_line_comes_every_few_seconds_also_while_one_file_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ingest_report, "PLAIN_SECONDS", 0.01)
    said = ""
    with IngestReporter(as_json=True, ahead=counted(7, 0)) as teller:
        teller.line(FileOutcome("a.txt", Outcome.ADDED, "new"), receipt_of(1, 0, 0))
        deadline = time.monotonic() + 60
        while said.count("1 of 7 files") < 2 and time.monotonic() < deadline:
            said += capsys.readouterr().err
            time.sleep(0.01)
    assert said.count("1 of 7 files") >= 2


def test_the_table_counts_reasons_alike_and_says_what_to_type_next(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = Receipt(7, seconds=2.0, bytes_read=3_000_000, complete=True)
    for n in range(3):
        receipt.count(FileOutcome(f"/disk/{n:04}.txt", Outcome.REJECTED, f"{n:04}.txt has no bytes; copy it again"))
    receipt.count(FileOutcome("/disk/a.pdf", Outcome.ENCRYPTED, "it needs a password; hand over one without"))
    IngestReporter(as_json=False, ahead=counted(4, 0)).summary(receipt)
    told = capsys.readouterr().out
    (row,) = [line for line in told.splitlines() if "the file has no bytes; copy it again" in line]
    assert [cell.strip() for cell in row.split("│")[1:3]] == ["rejected", "3"]
    assert "3.0 MB read in 2 s: 2 files/s, 1.5 MB/s" in told
    advice = "See: press-archive receipts show 7. Try again: press-archive ingest --retry 7"
    assert told.splitlines()[-1] == f"3 rejected, 1 needs a password. {advice}"


def test_the_advice_at_the_end_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = Receipt(7, complete=True)
    reporter = IngestReporter(as_json=False, ahead=counted(4, 0))
    reporter.summary(receipt)
    assert capsys.readouterr().out.splitlines()[-1] == "See: press-archive receipts show 7"
    receipt.count(FileOutcome("/disk/a.txt", Outcome.ADDED, "new", Status.HELD, "1"))
    reporter.summary(receipt)
    assert capsys.readouterr().out.splitlines()[-1] == "1 held. See: press-archive receipts show 7 --held"


def test_embargoes_that_are_not_enforced_are_counted_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = Receipt(3)
    why = Message("embargo-not-enforced", date="2019-05-03", words="EMBARGO")
    for n, status in enumerate((Status.RELEASED, Status.RELEASED, Status.HELD)):
        receipt.count(FileOutcome(f"{n}.txt", Outcome.ADDED, why, status, f"record{n}"))
    IngestReporter(as_json=False, ahead=FileCounter([], [], Path("/nowhere"), 0)).summary(receipt)
    assert "2 public files have an embargo that is not enforced, because the text is old." in capsys.readouterr().out
    assert receipt.to_json()["old_embargoes"] == 2


def test_held_files_are_listed_once_all_were_read(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = Receipt(7)
    with IngestReporter(as_json=False, ahead=counted(30, 0)) as teller:
        for n in range(30):
            line = FileOutcome(f"/disk/{n}.txt", Outcome.ADDED, "held until someone decides", Status.HELD, str(n))
            receipt.count(line)
            teller.line(line, receipt)
        assert capsys.readouterr().out == ""
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "added, held: /disk/0.txt: held until someone decides"
    assert told[-1] == f"{30 - MOST_HELD} more held: press-archive receipts show 7 --held"
    assert len(told) == MOST_HELD + 1


def test_it_warns_once_when_more_is_to_come_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(ingest_report, "PLAIN_SECONDS", 0.01)
    free = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    said = ""
    with IngestReporter(as_json=True, ahead=counted(7, 2_500_000), folder=tmp_path) as teller:
        teller.line(FileOutcome("a.txt", Outcome.ADDED, "new"), receipt_of(1, 0, 500_000))
        deadline = time.monotonic() + 60
        while said.count("1 of 7 files") < 2 and time.monotonic() < deadline:
            said += capsys.readouterr().err
            time.sleep(0.01)
    assert said.count("Warning") == 1
    assert "1.0 MB free on the disk" in said


def test_the_table_says_what_was_attached(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = Receipt(7, seconds=2.0, complete=True)
    for name, reason in (
        ("a.zip", Message("container", what=Message("files-inside", count=2))),
        ("b.zip", Message("container", what=Message("files-inside", count=1))),
        ("c.jpg.xmp", Message("sidecar", names="c.jpg")),
        ("c.jpg", Message("camera-file", format="JPEG", name="c.dng")),
    ):
        receipt.count(FileOutcome(f"/disk/{name}", Outcome.ATTACHED, reason))
    IngestReporter(as_json=False, ahead=counted(4, 0)).summary(receipt)
    cells = [[cell.strip() for cell in line.split("│")] for line in capsys.readouterr().out.splitlines()]
    told = {row[3]: row[2] for row in cells if len(row) > 3}
    assert told["containers: their files are records of their own"] == "2"
    assert told["sidecars of photos"] == "1"
    assert told["other files of records, as a camera's JPEG beside its raw file"] == "1"


def test_what_a_file_holds_by_itself_and_what_it_is_tied_to_are_told_as_one_number() -> None:
    held, out = Access(Status.HELD, None, "EMBARGO"), Access()
    line = FileOutcome("/disk/a.eml", Outcome.NEW_VERSION, Message("new-version"), Status.HELD, "mail", frozenset("ab"))
    tied = [
        RestrictedRecord(one, because, out, held) for one, because in (("b", "mail"), ("c", "mail"), ("d", "other"))
    ]
    assert messages_of(kept_back(line, tied).reason)[1:] == (Message("holds-others", count=3),)
    assert messages_of(kept_back(line, []).reason)[1:] == (Message("holds-others", count=2),)


def test_reasons_that_all_differ_are_counted_together_in_the_end() -> None:
    receipt = Receipt(1)
    for n in range(3_000):
        receipt.count(FileOutcome(f"/disk/{n}", Outcome.REJECTED, f"fault number {n} of its own; mend it"))
    assert len(receipt.reasons) <= 1_001
    assert sum(receipt.reasons.values()) == 3_000


@pytest.fixture
def terminal() -> Iterator[tuple[int, Callable[[], str]]]:
    """Yield a terminal for a process, and a function that returns its output once the process has ended."""
    ours, theirs = pty.openpty()
    said: list[bytes] = []

    def listen() -> None:  # continuously, because an unread terminal blocks its writer
        try:
            while part := os.read(ours, 65536):
                said.append(part)
        except OSError:  # raised by Linux when the other end is closed
            pass

    listener = Thread(target=listen, daemon=True)
    listener.start()

    def read() -> str:
        os.close(theirs)
        listener.join()
        return b"".join(said).decode()

    yield theirs, read
    os.close(ours)


def test_lines_for_a_script_go_where_they_are_sent_and_the_moving_line_to_the_terminal(
    press_archive: Run, tmp_path: Path, terminal: tuple[int, Callable[[], str]]
) -> None:
    press_archive("init", "--archive", tmp_path / "archive")
    (tmp_path / "a.txt").write_text("Jembatan baru dibuka untuk umum hari ini di Kupang.")
    command = [str(COMMAND), "ingest", "--json", "--archive", str(tmp_path / "archive"), str(tmp_path / "a.txt")]
    environment = clean_environment() | {"TERM": "xterm", "COLUMNS": "120"}
    end, read = terminal
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=end, env=environment, timeout=300, check=True)
    shown = read()
    assert done.stdout.decode().count('"outcome": "added"') == 1
    assert '"outcome"' not in shown
    assert "1 file" in shown


def test_what_is_told_on_a_terminal_stands_on_lines_of_its_own(
    press_archive: Run, tmp_path: Path, terminal: tuple[int, Callable[[], str]]
) -> None:
    press_archive("init", "--archive", tmp_path / "archive")
    (tmp_path / "disk").mkdir()
    for n in range(3):
        (tmp_path / "disk" / f"[bold]-{n}.txt").write_bytes(b"")
    command = [str(COMMAND), "ingest", "--archive", str(tmp_path / "archive"), str(tmp_path / "disk")]
    environment = clean_environment() | {"TERM": "xterm", "COLUMNS": "100"}
    end, read = terminal
    subprocess.run(command, stdout=end, stderr=end, env=environment, timeout=300, check=True)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", read())
    told = [line for line in re.split(r"[\r\n]+", plain) if "rejected: " in line and "show 1" not in line]
    assert [line.partition(": empty file")[0] for line in told] == [
        f"rejected: {tmp_path / 'disk' / f'[bold]-{n}.txt'}" for n in range(3)
    ]
