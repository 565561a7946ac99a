"""Access to records is changed in one action, which is listed, and undone as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.catalogue import UNREAD, Access
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.changed_shelf import Shelf

UNTIL = "2099-05-03T10:00:00Z"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "archive")


def public(shelf: Shelf, words: str) -> int:
    (found,) = shelf.json("search", words)
    return int(found["total"])


def test_a_release_is_listed_and_taken_back_at_once_from_every_public_answer(shelf: Shelf) -> None:
    held, out = shelf.add("A_1.jpg", Status.HELD, caption="Kapal karam"), shelf.add("A_2.jpg", caption="Kapal lain")
    shelf.run("access", "held", held, "--until", UNTIL)
    said = shelf.run("access", "released", held, out).stdout
    assert "Change set 2; `press-archive records undo 2` takes it back." in said
    assert public(shelf, "kapal") == 2
    (last, _) = shelf.json("records changes")
    assert (last["action"], last["what"], last["records"], bool(last["by"])) == ("access", "released", 1, True)
    (value,) = shelf.json("records changes", 2)
    assert (value["record"], value["before"], value["after"]) == (held, f"held until {UNTIL}", "released")
    assert f"access: released -> held until {UNTIL}" in shelf.run("records undo", "--dry-run").stdout
    assert public(shelf, "kapal") == 2

    shelf.run("records undo")
    assert public(shelf, "kapal") == 1
    found = shelf.get(held)
    assert (found.status, found.release_at) == (Status.HELD, UNTIL)
    shelf.run("records undo", 3)
    assert public(shelf, "kapal") == 2


def test_what_is_so_already_is_no_act(shelf: Shelf) -> None:
    record = shelf.add("B_1.jpg", caption="Kapal")
    assert "Nothing was changed" in shelf.run("access", "released", record).stdout
    assert shelf.json("records changes") == []


def test_nothing_is_let_out_that_someone_or_an_intake_held_since(shelf: Shelf) -> None:
    one, two = (shelf.add(f"C_{n}.jpg", caption="Kapal") for n in range(2))
    shelf.run("access", "withdrawn", one, two)
    shelf.run("records edit", two, "city=Hue")
    with Archive.open(shelf.folder) as archive, archive.catalogue.write() as writer:
        writer.set_status(two, Access(Status.HELD, hold_reason="EMBARGO"))
    said = shelf.run("records undo", 1, code=1).stderr
    assert f"1 record was changed again, or put under an embargo, since: {two}." in said
    assert shelf.get(one).status is Status.WITHDRAWN
    shelf.run("records undo", 1, "--skip")
    assert (shelf.get(one).status, shelf.get(two).status) == (Status.RELEASED, Status.HELD)


@pytest.mark.parametrize(("pending", "again"), [(True, UNREAD), (False, None)])
def test_a_scan_that_is_read_meanwhile_waits_for_someone(shelf: Shelf, pending: bool, again: Access | None) -> None:
    record = shelf.add("D.txt", text="x")
    with Archive.open(shelf.folder) as archive, archive.catalogue.write() as writer:
        writer.expect_words(record, [1], True)
    assert shelf.get(record).status is Status.HELD
    shelf.run("access", "released", record)
    if not pending:
        with Archive.open(shelf.folder) as archive, archive.catalogue.write() as writer:
            writer.words_read(record, [1])
    shelf.run("records undo")
    with Archive.open(shelf.folder) as archive, archive.catalogue.write() as writer:
        access = writer.known(record).access
    assert (access.status, access.release_at) == (Status.HELD, None)
    assert (access == again) is pending


def test_values_and_access_of_one_record_are_taken_back_apart(shelf: Shelf) -> None:
    record = shelf.add("E_1.jpg", caption="Kapal")
    shelf.run("records edit", record, "city=Hue")
    shelf.run("access", "held", record)
    shelf.run("records undo", 1)
    assert "city" not in shelf.get(record).values
    shelf.run("records undo", 2)
    assert shelf.get(record).status is Status.RELEASED


def test_what_was_merged_since_is_left_alone(shelf: Shelf) -> None:
    one, two = (shelf.add(f"F_{n}.txt", text="Kapal sandar.") for n in range(2))
    shelf.run("access", "held", two)
    shelf.run("records merge", one, two, "--yes")
    assert "merged since by change set 2" in shelf.run("records undo", 1, code=1).stderr
    shelf.run("records undo", 2)
    shelf.run("records undo", 1)
    assert shelf.get(two).status is Status.RELEASED
