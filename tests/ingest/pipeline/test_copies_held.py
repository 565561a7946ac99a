"""A held copy of public bytes, and a public copy of held bytes: the receipt says what is visible."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.access import PUBLIC
from archive.record import Outcome, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from tests.builders.photo_builders import dataset, iim_segment, jpeg, packet

TEXT = "Dermaga baru dibuka\n\nWali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh.\n"
SECRET = f"EMBARGO SAMPAI SELESAI DIBACAKAN\n\n{TEXT}"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """An empty folder."""
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


def put(disk: Path, name: str, data: str | bytes) -> None:
    path = disk / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def lines(archive: Archive, disk: Path) -> dict[str, FileOutcome]:
    """Ingest the disk, and return the outcome of each file by its path."""
    told: list[FileOutcome] = []

    def tell(line: FileOutcome, _: Receipt) -> None:
        told.append(line)

    ingest([disk], archive, tell=tell)
    return {line.path.partition("/disk/")[2]: line for line in told}


def is_public(archive: Archive, line: FileOutcome) -> bool:
    assert line.record is not None
    return bool(archive.catalogue.get_many([line.record], PUBLIC))


def test_a_copy_of_public_bytes_under_an_embargo_says_that_they_are_public(archive: Archive, disk: Path) -> None:
    put(disk, "rilis/a.txt", TEXT)
    first = lines(archive, disk)["rilis/a.txt"]
    put(disk, "EMBARGO/b.txt", TEXT)
    copy = lines(archive, disk)["EMBARGO/b.txt"]
    assert (copy.outcome, copy.status, copy.record) == (Outcome.DUPLICATE, Status.RELEASED, first.record)
    assert "public all the same, though this copy is held back (EMBARGO)" in copy.reason
    assert f"to hide it: press-archive access held {first.record}" in copy.reason


def test_so_does_one_that_was_moved_there(archive: Archive, disk: Path) -> None:
    put(disk, "rilis/a.txt", TEXT)
    lines(archive, disk)
    (disk / "Not for release").mkdir()
    (disk / "rilis/a.txt").rename(disk / "Not for release/a.txt")
    moved = lines(archive, disk)["Not for release/a.txt"]
    assert moved.reason.startswith("moved: ")
    assert "public all the same, though this copy is held back (Not for release)" in moved.reason


def test_a_photo_that_came_again_with_a_sidecar_under_an_embargo_is_hidden(archive: Archive, disk: Path) -> None:
    put(disk, "a/kapal.jpg", jpeg())
    first = lines(archive, disk)["a/kapal.jpg"]
    assert is_public(archive, first)
    put(disk, "b/kapal.jpg", jpeg())
    put(disk, "b/kapal.xmp", packet("<photoshop:Instructions>EMBARGO</photoshop:Instructions>"))
    told = lines(archive, disk)
    assert not is_public(archive, first)
    assert told["b/kapal.xmp"].status is Status.HELD
    assert "it was public until now" in told["b/kapal.xmp"].reason


def test_a_copy_elsewhere_does_not_let_out_what_is_held(archive: Archive, disk: Path) -> None:
    put(disk, "EMBARGO/a.txt", TEXT)
    first = lines(archive, disk)["EMBARGO/a.txt"]
    put(disk, "umum/a.txt", TEXT)
    copy = lines(archive, disk)["umum/a.txt"]
    assert not is_public(archive, first)
    assert (copy.outcome, copy.status) == (Outcome.DUPLICATE, Status.HELD)
    assert "its record is held, and this copy does not let it out" in copy.reason


def test_a_copy_in_its_place_when_the_held_one_is_gone_lets_nothing_out(archive: Archive, disk: Path) -> None:
    put(disk, "EMBARGO/a.txt", TEXT)
    first = lines(archive, disk)["EMBARGO/a.txt"]
    (disk / "umum").mkdir()
    (disk / "EMBARGO/a.txt").rename(disk / "umum/a.txt")
    assert lines(archive, disk)["umum/a.txt"].status is Status.HELD
    assert not is_public(archive, first)


def test_both_in_one_intake_say_the_same_whichever_comes_first(archive: Archive, disk: Path) -> None:
    put(disk, "EMBARGO/a.txt", TEXT)
    put(disk, "umum/a.txt", TEXT)
    copies = [line for line in lines(archive, disk).values() if line.outcome is Outcome.DUPLICATE]
    assert len(copies) == 1
    held = "its record is held" in copies[0].reason
    assert held or "public all the same" in copies[0].reason
    assert is_public(archive, copies[0]) is not held


def test_a_new_version_under_an_embargo_says_that_it_hides_the_public_one(archive: Archive, disk: Path) -> None:
    put(disk, "a.txt", TEXT)
    first = lines(archive, disk)["a.txt"]
    put(disk, "a.txt", SECRET)
    version = lines(archive, disk)["a.txt"]
    assert (version.outcome, version.status) == (Outcome.NEW_VERSION, Status.HELD)
    assert "held until someone decides (press-archive access): EMBARGO" in version.reason
    assert version.reason.endswith("it was public until now, with all its versions")
    assert not is_public(archive, first)


def test_a_photo_that_is_sent_anew_with_an_embargo_says_so_too(archive: Archive, disk: Path) -> None:
    put(disk, "kapal.jpg", jpeg())
    lines(archive, disk)
    put(disk, "kapal.jpg", jpeg(iim_segment(dataset(2, 7, b"EMBARGO(ED)"))))
    assert "it was public until now" in lines(archive, disk)["kapal.jpg"].reason


def test_a_copy_of_what_is_public_elsewhere_says_nothing_of_it(archive: Archive, disk: Path) -> None:
    put(disk, "a.txt", TEXT)
    lines(archive, disk)
    put(disk, "b/a.txt", TEXT)
    reason = lines(archive, disk)["b/a.txt"].reason
    assert reason.endswith("; kept once, known by both names")
