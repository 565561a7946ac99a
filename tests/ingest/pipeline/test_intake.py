"""Ingest end to end, on small disks: one outcome per file, nothing lost and nothing released, whatever happens."""

from __future__ import annotations

import os
import pkgutil
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from PIL import Image

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access
from archive.errors import PressArchiveError, StoreError, WorkerError
from archive.record import Outcome, Record, Status
from archive.search.index import index_sync
from archive.storage import fixity
from archive.storage.archive import Archive
from archive.storage.fixity import FixityState, IntegrityProblem
from ingest.files import workers
from ingest.files.file_reading import FileInProgress, ReadingContext
from ingest.files.walk import WalkedPath
from ingest.files.workers import are_few
from ingest.pipeline import pipeline, read_ahead
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from tests.support.commands import COMMAND, clean_environment

FIRST = "Jembatan dibuka di Kupang.\n\nPresiden membuka jembatan itu pada hari Sabtu di hadapan warga.\n"
SECOND = "Pelabuhan ditutup di Bitung.\n\nGubernur menutup pelabuhan itu pada hari Minggu karena badai.\n"
THIRD = "Kapal baru tiba di Ambon.\n\nMenteri menyambut kapal itu pada hari Senin bersama para nelayan.\n"
EMBARGO = "EMBARGOED UNTIL 10:00 GMT 3 MAY 2051\n\n"


@dataclass
class Intake:
    """An archive, a disk, and the lines of the last run by their path below the test's folder."""

    archive: Archive
    home: Path
    lines: dict[str, FileOutcome] = field(default_factory=dict)

    def write(self, name: str, text: str) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *paths: str, options: Options = Options()) -> Receipt:  # noqa: B008 - frozen
        told: list[FileOutcome] = []
        given = [self.home / path for path in paths or ("disk",)]
        receipt = ingest(given, self.archive, options, lambda line, _: told.append(line))
        self.lines = {str(Path(line.path).relative_to(self.home)): line for line in told}
        kept = self.archive.catalogue.receipt(receipt.number)
        assert [(line.path, line.outcome, line.record) for line in kept] == [
            (line.path, line.outcome, line.record) for line in told
        ]
        assert len(self.lines) == len(told) == receipt.files
        assert all(line.reason for line in told)
        assert all_problems(self.archive) == []
        return receipt

    def outcome(self, name: str) -> str:
        return self.lines[name].outcome.value

    def record(self, name: str) -> Record:
        id_ = self.lines[name].record
        assert id_ is not None
        record = self.archive.catalogue.get(id_, ARCHIVIST)
        assert record is not None
        return record


def all_problems(archive: Archive) -> list[IntegrityProblem]:
    return list(fixity.check(archive, index_sync.ids(archive)))


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    (tmp_path / "disk").mkdir()
    with Archive.create(tmp_path / "archive") as archive:
        yield Intake(archive, tmp_path)


def set_config(intake: Intake, key: str, value: str) -> None:
    """Change one line of archive.toml, and reopen the archive."""
    toml = intake.archive.folder / "archive.toml"
    lines = toml.read_text(encoding="utf-8").splitlines()
    toml.write_text("\n".join(f"{key} = {value}" if line.startswith(f"{key} =") else line for line in lines) + "\n")
    intake.archive.close()
    intake.archive = Archive.open(intake.archive.folder)


# Identity


def test_a_worker_is_begun_ahead_for_few_files_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unchanged disk needs none."""
    monkeypatch.setattr("ingest.files.workers.FEW", 3)
    (tmp_path / "disk" / "in").mkdir(parents=True)
    for name in ("a.txt", "in/b.txt"):
        (tmp_path / "disk" / name).write_text("x")
    assert are_few([tmp_path / "disk", tmp_path / "disk" / "a.txt", tmp_path / "gone"])
    (tmp_path / "disk" / "in" / "c.txt").write_text("x")
    assert not are_few([tmp_path / "disk"])


def test_new_bytes_are_a_new_version_and_so_are_earlier_ones_again(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.run()
    first = intake.record("disk/a.txt").id
    intake.write("disk/a.txt", SECOND)
    intake.run()
    intake.write("disk/a.txt", FIRST)
    intake.run()
    record = intake.record("disk/a.txt")
    assert (intake.outcome("disk/a.txt"), record.id, record.version) == ("new-version", first, 3)
    assert "Kupang" in record.title
    intake.run()
    assert intake.outcome("disk/a.txt") == "unchanged"


def test_a_second_run_is_all_unchanged_also_for_what_was_rejected(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    (intake.home / "disk/empty.txt").touch()
    intake.run()
    assert intake.outcome("disk/empty.txt") == "rejected"
    revision = intake.archive.catalogue.revision()
    intake.run()
    assert {line.outcome for line in intake.lines.values()} == {Outcome.UNCHANGED}
    assert intake.archive.catalogue.revision() == revision


def test_a_copy_is_a_duplicate_and_when_it_is_edited_a_record_of_its_own(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.write("disk/b.txt", FIRST)
    intake.run()
    original = intake.record("disk/a.txt").id
    assert (intake.outcome("disk/b.txt"), intake.record("disk/b.txt").id) == ("duplicate", original)
    intake.write("disk/b.txt", SECOND)
    intake.run()
    assert intake.outcome("disk/b.txt") == "added"
    assert [(r.type, r.record) for r in intake.record("disk/b.txt").relations] == [("same-as-name", original)]


def test_a_copy_of_an_earlier_version_that_is_edited_does_not_take_the_record_over(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.run()
    original = intake.record("disk/a.txt").id
    intake.write("disk/a.txt", SECOND)
    intake.write("disk/b.txt", FIRST)
    intake.run()
    assert (intake.outcome("disk/b.txt"), intake.record("disk/b.txt").id) == ("duplicate", original)
    intake.write("disk/b.txt", THIRD)
    intake.run()
    assert intake.outcome("disk/b.txt") == "added"
    assert intake.archive.catalogue.get(original, ARCHIVIST).version == 2  # type: ignore[union-attr]


def test_two_copies_edited_alike_stay_one_record(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.write("disk/b.txt", FIRST)
    intake.run()
    original = intake.record("disk/a.txt").id
    intake.write("disk/a.txt", SECOND)
    intake.write("disk/b.txt", SECOND)
    intake.run()
    assert [intake.outcome(name) for name in ("disk/a.txt", "disk/b.txt")] == ["new-version", "duplicate"]
    assert (intake.record("disk/b.txt").id, intake.record("disk/b.txt").version) == (original, 2)


def test_a_file_that_moves_and_comes_back_has_moved_twice(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.write("disk/stays.txt", SECOND)
    intake.run()
    original = intake.record("disk/a.txt").id
    for here, there in (("a", "b"), ("b", "a")):
        (intake.home / f"disk/{here}.txt").rename(intake.home / f"disk/{there}.txt")
        intake.run()
        line = intake.lines[f"disk/{there}.txt"]
        assert (line.outcome, line.record) == (Outcome.DUPLICATE, original)
        assert line.reason.startswith("moved")
        assert f"disk/{here}.txt" in line.reason
        live = [name.path for name in intake.archive.catalogue.names_of_record(original) if name.live]
        assert live == [f"{there}.txt"]


def test_two_files_that_swapped_names_keep_their_records(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.write("disk/b.txt", SECOND)
    intake.run()
    a, b = intake.record("disk/a.txt").id, intake.record("disk/b.txt").id
    for here, there in (("a.txt", "c"), ("b.txt", "a.txt"), ("c", "b.txt")):
        (intake.home / "disk" / here).rename(intake.home / "disk" / there)
    intake.run()
    assert (intake.record("disk/a.txt").id, intake.record("disk/b.txt").id) == (b, a)
    assert {record.version for record in map(intake.record, intake.lines)} == {1}
    intake.run()
    assert {line.outcome for line in intake.lines.values()} == {Outcome.UNCHANGED}


def test_a_file_replaced_by_a_folder_of_its_name_has_moved_into_it(intake: Intake) -> None:
    path = intake.write("disk/a.txt", FIRST)
    intake.write("disk/b.txt", SECOND)
    intake.run()
    path.unlink()
    intake.write("disk/a.txt/a.txt", FIRST)
    intake.run()
    assert intake.lines["disk/a.txt/a.txt"].reason.startswith("moved")


def test_a_change_of_case_is_a_move_also_where_both_spellings_open_the_file(intake: Intake) -> None:
    intake.write("disk/old/a.txt", FIRST)
    intake.run()
    (intake.home / "disk/old").rename(intake.home / "disk/Old")
    (intake.home / "disk/old").symlink_to("Old")  # like a case-insensitive file system
    intake.run()
    assert intake.lines["disk/Old/a.txt"].reason.startswith("moved")


@pytest.mark.parametrize("left", ["not a folder", "an empty folder"])
def test_a_disk_that_is_away_has_lost_nothing(intake: Intake, left: str) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.run()
    (intake.home / "disk").rename(intake.home / "elsewhere")
    if left == "an empty folder":
        (intake.home / "disk").mkdir()
    intake.run("elsewhere")
    assert "moved" not in intake.lines["elsewhere/a.txt"].reason
    assert intake.outcome("elsewhere/a.txt") == "duplicate"
    shutil.copytree(intake.home / "elsewhere", intake.home / "disk", dirs_exist_ok=True)
    intake.run()
    assert intake.outcome("disk/a.txt") == "unchanged"


def test_a_file_has_one_name_however_the_folder_above_it_is_given(intake: Intake) -> None:
    intake.write("disk/sub/a.txt", FIRST)
    for given in ("disk/sub", "disk", "disk/sub/a.txt", "disk/sub/../sub"):
        intake.run(given)
    with intake.archive.catalogue.snapshot() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM names").scalar() == 1
    assert {line.outcome for line in intake.lines.values()} == {Outcome.UNCHANGED}


def photo(path: Path, created: str | None, turn: int = 0, comment: str = "") -> None:
    exif = Image.Exif()
    if created:
        exif.get_ifd(0x8769)[0x9003] = created
    exif[0x010E] = comment or "Kapal"
    picture = Image.linear_gradient("L").rotate(turn).resize((320, 240)).convert("RGB")
    picture.save(path, exif=exif, quality=90)


def test_a_mended_photo_is_a_new_version_and_another_at_its_name_is_another_record(intake: Intake) -> None:
    path = intake.home / "disk/DSC_0001.jpg"
    photo(path, "2025:10:25 09:00:00")
    intake.run()
    first = intake.record("disk/DSC_0001.jpg").id
    photo(path, "2025:10:25 09:00:00", comment="Kapal di Ambon")
    intake.run()
    assert intake.outcome("disk/DSC_0001.jpg") == "new-version"
    with intake.archive.catalogue.write() as w:
        w.set_value(first, "created", "2025-10-25T08:00:00")  # the camera's clock was wrong, says the archivist
    photo(path, "2025:10:25 09:00:00", comment="Kapal di Ambon, Maluku")
    intake.run()
    assert (intake.outcome("disk/DSC_0001.jpg"), intake.record("disk/DSC_0001.jpg").id) == ("new-version", first)
    photo(path, "2025:11:01 10:00:00")
    intake.run()
    assert intake.outcome("disk/DSC_0001.jpg") == "added"
    second = intake.record("disk/DSC_0001.jpg").id
    photo(path, "2025:11:01 10:00:00", turn=270)
    intake.run()
    assert intake.outcome("disk/DSC_0001.jpg") == "added"
    assert {relation.record for relation in intake.record("disk/DSC_0001.jpg").relations} == {second}


# Held back


def test_what_holds_a_record_is_never_loosened_by_what_comes_in(intake: Intake) -> None:
    intake.write("disk/a.txt", EMBARGO + FIRST)
    intake.run()
    held = intake.record("disk/a.txt")
    assert (held.status, held.release_at) == (Status.HELD, "2051-05-03T10:00:00Z")
    intake.write("disk/copy/a.txt", EMBARGO + FIRST)
    intake.run("disk/copy")
    assert (intake.outcome("disk/copy/a.txt"), intake.record("disk/copy/a.txt").id) == ("duplicate", held.id)
    for text in (SECOND, EMBARGO.replace("2051", "2049") + THIRD, EMBARGO.replace("2051", "2011") + SECOND):
        intake.write("disk/a.txt", text)
        (intake.home / "disk/copy/a.txt").unlink(missing_ok=True)
        intake.run()
        now = intake.record("disk/a.txt")
        assert (now.id, now.status, now.release_at) == (held.id, Status.HELD, held.release_at)
    intake.write("disk/a.txt", EMBARGO.replace("2051", "2052") + THIRD)
    intake.run()
    assert intake.record("disk/a.txt").release_at == "2052-05-03T10:00:00Z"


@pytest.mark.parametrize("before", [Access(Status.HELD, hold_reason="the lawyer says so"), Access(Status.WITHDRAWN)])
def test_an_embargo_in_a_new_version_gives_no_hour_to_what_had_none(intake: Intake, before: Access) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.run()
    with intake.archive.catalogue.write() as w:
        w.set_status(intake.record("disk/a.txt").id, before)
    intake.write("disk/a.txt", EMBARGO + SECOND)
    intake.run()
    record = intake.record("disk/a.txt")
    assert (intake.outcome("disk/a.txt"), record.version) == ("new-version", 2)
    assert Access(record.status, record.release_at, record.hold_reason) == before


def test_a_new_version_with_an_embargo_holds_a_released_record(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.run()
    assert intake.record("disk/a.txt").status is Status.RELEASED
    intake.write("disk/a.txt", EMBARGO + FIRST)
    intake.run()
    assert intake.record("disk/a.txt").status is Status.HELD
    assert intake.archive.catalogue.get(intake.record("disk/a.txt").id, PUBLIC) is None


def test_an_edited_copy_of_a_held_record_is_held_as_it_is(intake: Intake) -> None:
    intake.write("disk/a.txt", EMBARGO + FIRST)
    intake.write("disk/b.txt", EMBARGO + FIRST)
    intake.run()
    intake.write("disk/b.txt", FIRST)
    intake.run()
    record = intake.record("disk/b.txt")
    assert (intake.outcome("disk/b.txt"), record.status) == ("added", Status.HELD)
    assert record.release_at == "2051-05-03T10:00:00Z"


def test_an_embargo_that_is_over_holds_nothing_unless_the_accession_is_held(intake: Intake) -> None:
    intake.write("disk/a.txt", EMBARGO.replace("2051", "2011") + FIRST)
    intake.run()
    assert intake.record("disk/a.txt").status is Status.RELEASED
    intake.write("disk/b.txt", EMBARGO.replace("2051", "2011") + SECOND)
    intake.run(options=Options(Status.HELD))
    assert [intake.record(f"disk/{name}.txt").status for name in "ab"] == [Status.RELEASED, Status.HELD]


# Custody


@pytest.mark.parametrize("harm", ["altered", "missing"])
def test_an_original_that_verify_found_bad_is_put_right_by_taking_its_file_in_again(intake: Intake, harm: str) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.run()
    original = intake.archive.store.path(intake.record("disk/a.txt").original.sha256)
    original.chmod(0o600)
    if harm == "altered":
        original.write_bytes(original.read_bytes().swapcase())
    else:
        original.unlink()
    (finding,) = fixity.verify(intake.archive)
    assert finding.state.value == harm
    assert "ingest the file again" in finding.message
    intake.run()
    assert intake.outcome("disk/a.txt") == "unchanged"
    assert "whole again" in intake.lines["disk/a.txt"].reason
    assert [found.state for found in fixity.verify(intake.archive)] == [FixityState.OK]
    intake.run()
    assert intake.lines["disk/a.txt"].reason == "untouched"


def test_a_copy_of_what_is_damaged_puts_it_right_too(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.run()
    original = intake.archive.store.path(intake.record("disk/a.txt").original.sha256)
    original.chmod(0o600)
    original.write_bytes(original.read_bytes().swapcase())
    intake.write("disk/b.txt", FIRST)
    intake.run()
    assert [found.state for found in fixity.verify(intake.archive)] == [FixityState.OK]


def test_a_file_rejected_by_a_limit_is_taken_once_the_limit_is_raised(intake: Intake) -> None:
    set_config(intake, "max_file_mb", "1")
    intake.write("disk/a.txt", FIRST * 20_000)
    intake.run()
    assert "max_file_mb" in intake.lines["disk/a.txt"].reason
    intake.run()
    assert intake.outcome("disk/a.txt") == "unchanged"
    set_config(intake, "max_file_mb", "100")
    intake.run()
    assert intake.outcome("disk/a.txt") == "added"


def test_a_file_that_could_not_be_read_is_tried_again(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    intake.write("disk/a.txt", FIRST)

    def refuse(path: object, *arguments: object, **more: object) -> int:
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **more)  # type: ignore[arg-type]

    real = os.open
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        intake.run()
    assert intake.outcome("disk/a.txt") == "rejected"
    assert "permission" in intake.lines["disk/a.txt"].reason
    intake.run()
    assert intake.outcome("disk/a.txt") == "added"


def test_the_archive_is_not_taken_into_itself_however_it_is_given(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.run()
    for given in ("archive", "archive/originals", "archive/archive.toml", "."):
        intake.run(given)
        inside = {name: line.outcome for name, line in intake.lines.items() if name.startswith("archive")}
        assert set(inside.values()) == {Outcome.SKIPPED}


def test_system_folders_are_one_line(intake: Intake) -> None:
    intake.write("disk/.Trashes/501/a.txt", FIRST)
    intake.run()
    assert {name: line.outcome for name, line in intake.lines.items()} == {"disk/.Trashes": Outcome.SKIPPED}
    assert "skip" in intake.lines["disk/.Trashes"].reason


def test_a_folder_that_may_not_be_read_is_an_outcome(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    intake.write("disk/locked/a.txt", FIRST)
    real = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path)

    for given in ("disk", "disk/locked"):
        with monkeypatch.context() as patch:
            patch.setattr(os, "scandir", refuse)
            intake.run(given)
        assert intake.outcome("disk/locked") == "rejected"
        assert "permission" in intake.lines["disk/locked"].reason
    intake.run()
    assert intake.outcome("disk/locked/a.txt") == "added"


NAMES = [
    b"foto\xff\xfe.txt",
    b"n\xc3\xa9 \n \"'.txt",
    b"\\xe9 $(x) -rf.txt",
    b"\\xff.txt",
    b"x" * 251 + b".txt",
    b"\xff" * 255,
]


def test_any_name_a_disk_can_hold_is_kept_as_it_is(intake: Intake) -> None:
    folder = os.fsencode(intake.home / "disk")
    for n, name in enumerate(NAMES):
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123
            file.write(f"Nomor {n}. {FIRST}".encode())
    intake.run()
    assert {line.outcome for line in intake.lines.values()} == {Outcome.ADDED}
    with intake.archive.catalogue.snapshot():
        names = intake.archive.catalogue.live_names("disk")
    assert {os.fsencode(name.path) for name in names} == set(NAMES)
    intake.run()
    assert {line.outcome for line in intake.lines.values()} == {Outcome.UNCHANGED}


# Stops


class Stop(BaseException):
    """Stops a run like a second Ctrl-C."""


def failing(what: BaseException, after: int = 0):  # type: ignore[no-untyped-def]
    """Return a function that raises `what` from call number `after` on; before that, it calls `real`."""

    def patch(real):  # type: ignore[no-untyped-def]
        calls = iter(range(10_000))

        def call(*arguments: object, **more: object) -> object:
            if next(calls) >= after:
                raise what
            return real(*arguments, **more)

        return call

    return patch


POINTS = {
    "copying": "archive.storage.originals.FolderStore.incoming",
    "settling": "archive.storage.originals.FolderStore.settle",
    "renaming": "archive.storage.originals.FolderStore._place",
    "the transaction's first record": "archive.catalogue.records.record_writes.add",
    "the transaction's lines": "archive.catalogue.receipts.receipts.add_line",
    "the transaction's end": "archive.catalogue.image_links.resolution.resolve",
    "indexing": "archive.search.index.index_sync.sync_index",
}


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("point", POINTS)
def test_a_stop_at_any_point_is_made_good_by_the_next_run(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, point: str, after: int
) -> None:
    for n in range(3):
        intake.write(f"disk/{n}.txt", f"Nomor {n}. {FIRST}")
    told: list[FileOutcome] = []
    module, _, name = POINTS[point].rpartition(".")
    with monkeypatch.context() as patch:
        target = pkgutil.resolve_name(module)
        patch.setattr(target, name, failing(Stop(), after)(getattr(target, name)))
        with suppress(Stop):  # a batch may be too small to reach the point twice
            ingest([intake.home / "disk"], intake.archive, tell=lambda line, _: told.append(line))
    intake.run()
    assert {line.outcome for line in intake.lines.values()} <= {Outcome.ADDED, Outcome.UNCHANGED}
    assert len({line.record for line in intake.lines.values()}) == 3
    records = {line.path: line.record for line in intake.lines.values()}
    for line in told:
        assert line.record == intake.archive.catalogue.name("disk", Path(line.path).name).record  # type: ignore[union-attr]
    assert len(records) == 3
    assert intake.archive.store.unsettled() == []
    assert intake.archive.catalogue.accessions()[0].state == "done"


def test_a_stop_while_lines_are_told_loses_none(intake: Intake) -> None:
    for n in range(3):
        intake.write(f"disk/{n}.txt", f"Nomor {n}. {FIRST}")

    def tell(line: FileOutcome, receipt: Receipt) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        ingest([intake.home / "disk"], intake.archive, tell=tell)
    assert list(fixity.check(intake.archive)) == []
    intake.run()
    assert {line.outcome for line in intake.lines.values()} <= {Outcome.ADDED, Outcome.UNCHANGED}


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize("point", ["archive.storage.originals._write_all", "archive.storage.originals.make_durable"])
def test_a_full_disk_ends_the_run_with_a_sentence(intake: Intake, monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    for n in range(3):
        intake.write(f"disk/{n}.txt", f"Nomor {n}. {FIRST}")
    module, _, name = point.rpartition(".")
    with monkeypatch.context() as patch:
        target = pkgutil.resolve_name(module)
        patch.setattr(target, name, failing(FULL, 1)(getattr(target, name)))
        with pytest.raises(StoreError, match="free some space"):
            ingest([intake.home / "disk"], intake.archive)
    assert intake.archive.catalogue.accessions()[0].state == "stopped"
    assert intake.archive.store.unsettled() == []
    intake.run()
    assert len({line.record for line in intake.lines.values()}) == 3


@pytest.mark.parametrize("error", [FULL, ValueError("a posting list is odd"), PressArchiveError("The index is odd.")])
def test_an_index_that_cannot_follow_is_a_warning_and_the_catalogue_right(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.run()
    intake.write("disk/b.txt", SECOND)
    with monkeypatch.context() as patch:
        patch.setattr("archive.search.index.index_sync.sync_index", failing(error)(None))
        receipt = ingest([intake.home / "disk"], intake.archive)
    assert receipt.complete
    assert "index is behind" in str(receipt.warning)
    assert receipt.to_json()["warning_message"]["code"] == "index-behind"
    assert "index rebuild" in str(receipt.warning)
    assert index_sync.status(intake.archive)["state"] == "behind"
    assert list(fixity.check(intake.archive)) == []
    assert intake.run().warning is None
    assert index_sync.status(intake.archive)["state"] == "current"


def test_an_index_of_a_later_catalogue_is_made_again(intake: Intake) -> None:
    """A catalogue restored from a backup with a newer index: its revision numbers will be reused for other changes."""
    intake.write("disk/a.txt", FIRST)
    intake.run()
    backup = intake.home / "backup.sqlite"
    with sqlite3.connect(backup) as copy, sqlite3.connect(intake.archive.catalogue.path) as source:
        source.backup(copy)
    copy.close()
    source.close()
    for n in range(3):
        intake.write("disk/b.txt", f"Nomor {n}. {SECOND}")
        intake.run()
    intake.archive.close()
    for tail in ("-wal", "-shm"):
        Path(f"{intake.archive.catalogue.path}{tail}").unlink(missing_ok=True)
    shutil.copy(backup, intake.archive.catalogue.path)
    intake.archive = Archive.open(intake.archive.folder)
    assert index_sync.status(intake.archive)["state"] == "none"
    ingest([intake.home / "disk"], intake.archive)
    assert index_sync.status(intake.archive)["state"] == "current"
    assert not [problem for problem in all_problems(intake.archive) if problem.part == "index"]


def test_an_answer_that_cannot_be_used_is_one_outcome_and_the_batch_goes_on(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.write("disk/b.txt", SECOND)
    real = workers.validate_worker_result

    def believed(answer: object, name: str) -> object:
        if name == "a.txt":
            assert isinstance(answer, dict)
            answer["values"]["embargo"] = {"until": "soon"}
        return real(answer, name)

    monkeypatch.setattr(workers, "validate_worker_result", believed)
    intake.run()
    assert (intake.outcome("disk/a.txt"), intake.outcome("disk/b.txt")) == ("rejected", "added")


def test_lines_do_not_wait_for_a_file_that_takes_long(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    intake.write("disk/a.txt", FIRST)
    intake.write("disk/b.txt", SECOND)
    told = Event()
    real = read_ahead.take

    def take(desk: ReadingContext, found: WalkedPath, relpath: str, *, later: bool) -> FileInProgress:
        if found.path.name == "b.txt":
            assert told.wait(120), "the line of a.txt waited for b.txt"
        return real(desk, found, relpath, later=later)

    monkeypatch.setattr(read_ahead, "take", take)
    monkeypatch.setattr(pipeline, "BATCH_SECONDS", 0.1)
    receipt = ingest([intake.home / "disk"], intake.archive, tell=lambda *_: told.set())
    assert receipt.files == 2


def test_what_was_read_before_the_machine_failed_is_written(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(4):
        intake.write(f"disk/{n}.txt", f"Nomor {n}. {FIRST}")
    real = read_ahead.take

    def take(desk: ReadingContext, found: WalkedPath, relpath: str, *, later: bool) -> FileInProgress:
        if found.path.name == "2.txt":
            raise WorkerError("No worker could be started; see to it.")
        return real(desk, found, relpath, later=later)

    told: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(read_ahead, "take", take)
        with pytest.raises(WorkerError):
            ingest([intake.home / "disk"], intake.archive, tell=lambda line, _: told.append(Path(line.path).name))
    assert told == ["0.txt", "1.txt"]
    assert intake.archive.catalogue.accessions()[0].totals == {"added": 2}
    intake.run()
    assert [line.outcome.value for line in intake.lines.values()] == ["unchanged", "unchanged", "added", "added"]


def test_a_reader_of_the_output_that_goes_stops_the_run_with_a_sentence(intake: Intake) -> None:
    intake.write("disk/a.txt", FIRST)
    command = [str(COMMAND), "ingest", "--json", "--archive", str(intake.archive.folder), str(intake.home / "disk")]
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    try:
        done = subprocess.run(
            command, stdout=writing_end, stderr=subprocess.PIPE, text=True, env=clean_environment(), check=False
        )
    finally:
        os.close(writing_end)
    assert done.returncode == 1
    assert "goes on from here" in done.stderr
    assert "Traceback" not in done.stderr
    intake.run()
    assert intake.outcome("disk/a.txt") == "unchanged"
