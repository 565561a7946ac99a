"""The file of perceptual hashes: shared, rebuilt if it does not match the catalogue, and never trusted too early."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.catalogue import Catalogue
from archive.catalogue.relations import hash_file
from archive.catalogue.relations.hash_file import HashFile
from archive.catalogue.relations.near_duplicate_images import NEAREST
from archive.config import DERIVED
from archive.pictures import perceptual_hash
from archive.record import Description, Status
from tests.archive.catalogue.shelf import Clock, catalogue, clock
from tests.archive.pictures.test_looks import COPIES, also, described, scene, shot
from tests.support.older_archives import set_back

__all__ = ["catalogue", "clock"]
MANY = 6


@pytest.fixture
def ids(catalogue: Catalogue) -> list[str]:
    """Add some different photos in two transactions, and return their ids."""
    found = []
    for numbers in (range(3), range(3, MANY)):
        with catalogue.write() as writer:
            found += [shot(writer, f"asli/{n} asli.jpg", scene(n)) for n in numbers]
    return found


def files(catalogue: Catalogue) -> list[Path]:
    return sorted((catalogue.path.parent / DERIVED / "looks").iterdir())


def assert_copies_are_found(catalogue: Catalogue, ids: list[str], clock: Clock, name: str = "salinan") -> None:
    """Assert that copies of each photo added by another process are found."""
    other = Catalogue(catalogue.path, clock)
    with other.write() as writer:
        made = [shot(writer, f"{name}/{n}.jpg", COPIES["half the size"](scene(n))) for n in range(MANY)]
    for n, record in enumerate(made):
        assert ids[n] in also(other, record), n
    other.close()


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def noisy(path: Path) -> None:
    written = bytearray(path.read_bytes())
    written[-200:-100] = os.urandom(100)
    path.write_bytes(written)


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("name", ["hashes", "views"])
@pytest.mark.parametrize("damage", [truncated, noisy, zeroed, Path.unlink, lambda path: shutil.rmtree(path.parent)])
def test_a_missing_or_damaged_file_is_made_anew(
    catalogue: Catalogue, clock: Clock, ids: list[str], name: str, damage: Callable[[Path], None]
) -> None:
    catalogue.close()
    (path,) = (path for path in files(catalogue) if path.name == name)
    if damage is noisy and name == "hashes":
        path.write_bytes(path.read_bytes()[:-8] + os.urandom(8))
    else:
        damage(path)
    assert_copies_are_found(catalogue, ids, clock)


def test_the_file_of_another_catalogue_is_made_anew(
    catalogue: Catalogue, clock: Clock, ids: list[str], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Catalogue(tmp_path / "other/catalogue.sqlite", clock)
    with other.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, Status.RELEASED)
        for n in range(2 * MANY):
            shot(writer, f"{n}.jpg", scene(100 + n))
    other.close()
    shutil.rmtree(catalogue.path.parent / DERIVED)
    shutil.copytree(tmp_path / "other" / DERIVED, catalogue.path.parent / DERIVED)
    assert_copies_are_found(catalogue, ids, clock)


def test_a_catalogue_from_a_backup_does_not_believe_what_came_after_it(
    catalogue: Catalogue, clock: Clock, ids: list[str], tmp_path: Path
) -> None:
    catalogue.copy_to(tmp_path / "backup.sqlite")
    with catalogue.write() as writer:
        for n in range(MANY):
            shot(writer, f"later/{n}.jpg", scene(100 + n))
    catalogue.close()
    for left in tmp_path.glob("catalogue.sqlite-*"):
        left.unlink()
    shutil.copy(tmp_path / "backup.sqlite", catalogue.path)
    assert_copies_are_found(catalogue, ids, clock)
    assert_copies_are_found(catalogue, ids, clock, "lagi")


class Killed(BaseException):
    """Simulates a kill: nothing catches it."""


@pytest.mark.parametrize(("call", "times"), [("pwrite", 1), ("pwrite", 2), ("fdatasync", 1), ("pwrite", 3)])
def test_a_kill_between_any_two_writes_leaves_files_that_find_all(
    catalogue: Catalogue, clock: Clock, ids: list[str], monkeypatch: pytest.MonkeyPatch, call: str, times: int
) -> None:
    left, real = iter(range(times)), getattr(os, call)

    def killed(*arguments: object) -> object:
        if next(left) == times - 1:
            raise Killed
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(hash_file.os, call, killed)
        with pytest.raises(Killed), catalogue.write() as writer:
            shot(writer, "killed.jpg", scene(100))
    catalogue.close()
    assert_copies_are_found(catalogue, ids, clock)


def test_where_nothing_can_be_written_beside_it_copies_are_found_all_the_same(
    catalogue: Catalogue, clock: Clock, ids: list[str]
) -> None:
    catalogue.close()
    shutil.rmtree(catalogue.path.parent / DERIVED)
    (catalogue.path.parent / DERIVED).touch()  # a file where the folder would be
    assert_copies_are_found(catalogue, ids, clock)


def test_a_new_process_works_out_nothing_again_of_the_photos_that_are_there(
    catalogue: Catalogue, clock: Clock, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.close()
    worked_out = []

    def coarse(pictures: perceptual_hash.Floats) -> perceptual_hash.Floats:
        worked_out.append(len(pictures))
        return real(pictures)

    real = perceptual_hash.coarse
    monkeypatch.setattr(perceptual_hash, "coarse", coarse)
    assert_copies_are_found(catalogue, ids, clock)
    assert sum(worked_out) == MANY == len(ids)


def test_what_looks_as_before_keeps_its_place(catalogue: Catalogue, ids: list[str]) -> None:
    sizes = [path.stat().st_size for path in files(catalogue)]
    with catalogue.write() as writer:
        for n, record in enumerate(ids):
            writer.describe(record, described(scene(n), title="lain"))
    assert [path.stat().st_size for path in files(catalogue)] == sizes


def test_photos_of_an_older_archive_that_have_one_number_each_get_their_own(
    catalogue: Catalogue, clock: Clock, ids: list[str]
) -> None:
    catalogue.close()
    shutil.rmtree(catalogue.path.parent / DERIVED)
    set_back(catalogue.path.parent, "0016", "UPDATE looks SET change = change / 3")
    assert_copies_are_found(catalogue, ids, clock)


@pytest.mark.parametrize("is_undone", [False, True])
def test_a_photo_after_a_merge_of_the_newest_does_not_make_the_files_anew(
    catalogue: Catalogue, ids: list[str], monkeypatch: pytest.MonkeyPatch, is_undone: bool
) -> None:
    made_anew = []

    def emptied(file: HashFile) -> hash_file.Head:
        made_anew.append(file)
        return real(file)

    real = HashFile._emptied
    monkeypatch.setattr(HashFile, "_emptied", emptied)
    with catalogue.write() as writer:
        joined = writer.merge(ids[-2:], "ana")
    if is_undone:
        with catalogue.write() as writer:
            writer.undo(joined.change_set, "ana")
    with catalogue.write() as writer:
        copy = shot(writer, "salinan.jpg", COPIES["half the size"](scene(0)))
    assert also(catalogue, copy) == {ids[0]}
    assert not made_anew


def test_former_looks_push_out_no_copy(catalogue: Catalogue) -> None:
    """All earlier versions of one photo are more similar to the new one than its other copy is."""
    picture = scene(1)
    with catalogue.write() as writer:
        copy = shot(writer, "asli.jpg", COPIES["less, unevenly"](picture))
        often = shot(writer, "sering.jpg", picture)
    for n in range(NEAREST + 1):
        with catalogue.write() as writer:
            writer.describe(often, with_grey(described(picture), n))
    with catalogue.write() as writer:
        new = shot(writer, "baru.jpg", picture)
    assert also(catalogue, new) == {copy, often}


def with_grey(description: Description, n: int) -> Description:
    """Return the description with one pixel of its miniature changed, different for each number."""
    pixels = bytearray(base64.b64decode(description.miniature or ""))
    pixels[0] = pixels[0] ^ (n + 1) & 0x1F
    description.miniature = base64.b64encode(pixels).decode()
    return description


def test_files_that_cannot_both_be_opened_leave_none_open(catalogue: Catalogue, clock: Clock, ids: list[str]) -> None:
    catalogue.close()
    hashes, views = files(catalogue)
    views.unlink()
    views.mkdir()
    other = Catalogue(catalogue.path, clock)
    with other.write() as writer:
        copy = shot(writer, "salinan.jpg", COPIES["half the size"](scene(0)))
    assert also(other, copy) == {ids[0]}
    assert str(hashes) not in {os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()}
    other.close()
