"""`press-archive records undo`: a change set is undone as a whole, exactly, or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.record import Status
from tests.support.changed_shelf import Shelf
from tests.support.commands import COMMAND, clean_environment


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "archive")


def test_every_value_is_as_it_was_and_the_undo_can_be_undone(shelf: Shelf) -> None:
    one = shelf.add("A_1.jpg", caption="Banjir di kota besar ini.", city="Jakarta")
    two = shelf.add("A_2.jpg", Status.HELD, caption="Banjir lagi di sana.")
    shelf.run("records edit", two, "city=Solo", "keywords=air")
    shelf.run("records edit", two, "city=Solo Baru")
    before = [shelf.told(record) for record in (one, two)]
    shelf.run("records edit", "--where", "banjir", "city=Medan", "caption=Surut sudah.", "date=2025-10", "--yes")
    after = [shelf.told(record) for record in (one, two)]
    assert after != before
    seen = shelf.run("records undo", "--dry-run").stdout
    assert "2 records would be as they were" in seen
    assert "city: Medan  [archivist] -> Solo Baru  [archivist]" in seen
    assert [shelf.told(record) for record in (one, two)] == after

    (done,) = shelf.json("records undo")
    assert (done["undoes"], done["change_set"], done["records"]) == (3, 4, 2)
    assert [shelf.told(record) for record in (one, two)] == before
    (found,) = shelf.json("search", "surut", "--held")
    assert found["total"] == 0

    shelf.run("records undo", 4)
    assert [shelf.told(record) for record in (one, two)] == after
    (found,) = shelf.json("search", "surut", "--held")
    assert found["total"] == 2
    told = {one["change_set"]: one for one in shelf.json("records changes")}
    assert [(n, one["stands"]) for n, one in sorted(told.items())] == [
        (1, True), (2, True), (3, True), (4, False), (5, True),
    ]  # fmt: skip
    assert told[5]["undoes"] == 4
    assert told[3]["what"] == "--where banjir city=Medan caption=Surut sudah. date=2025-10"
    assert (told[3]["records"], bool(told[3]["by"]), told[3]["at"][:2]) == (2, True, "20")


def test_undo_walks_back_and_says_when_nothing_is_left(shelf: Shelf) -> None:
    record = shelf.add("B_1.jpg", caption="Kapal")
    shelf.run("records edit", record, "city=Hue")
    shelf.run("records edit", record, "city=Hanoi")
    shelf.run("records undo")
    assert shelf.get(record).values["city"] == "Hue"
    shelf.run("records undo")
    assert "city" not in shelf.get(record).values
    assert "There is no change that could be undone" in shelf.run("records undo", code=1).output
    assert "was undone by 3" in shelf.run("records undo", 2, code=1).output
    assert "There is no change set 99" in shelf.run("records undo", 99, code=1).output
    assert "There is no change set 99" in shelf.run("records changes", 99, code=1).output


def test_what_was_changed_again_since_is_refused_or_left(shelf: Shelf) -> None:
    one, two = shelf.add("C_1.jpg", caption="Kapal"), shelf.add("C_2.jpg", caption="Kapal")
    shelf.run("records edit", "--where", "kapal", "city=Hue", "state=Hue", "--yes")
    shelf.run("records edit", one, "state=Quang Tri")
    said = shelf.run("records undo", 1, code=1).output
    assert f"1 record was changed again, or put under an embargo, since: {one} (by change set 2)" in said
    assert "--skip" in said
    assert shelf.get(two).values["city"] == "Hue"
    assert len(shelf.json("records changes")) == 2
    (done,) = shelf.json("records undo", 1, "--skip")
    assert (done["records"], done["left"]) == (1, 1)
    assert "city" not in shelf.get(two).values
    assert shelf.get(one).values["city"] == "Hue"  # a record is undone completely or not at all


def test_a_later_reading_does_not_stand_in_the_way(shelf: Shelf) -> None:
    record = shelf.add("D_1.jpg", caption="Kapal", city="Ambon")
    shelf.run("records edit", record, "city=Tual")
    shelf.read_again(record, caption="Kapal", city="Ambon Baru")
    assert shelf.get(record).values["city"] == "Tual"
    shelf.run("records undo")
    assert shelf.get(record).values["city"] == "Ambon Baru"
    assert "archivist" not in str(shelf.get(record).origins)


@pytest.mark.sqlite  # its processes open the file
def test_of_two_undos_at_once_one_is_refused(shelf: Shelf) -> None:
    for n in range(60):
        shelf.add(f"E_{n}.jpg", caption="Kapal")
    shelf.run("records edit", "--where", "kapal", "city=Hue", "--yes")
    command = [str(COMMAND), "records", "undo", "--archive", str(shelf.folder), "1"]
    both = [subprocess.Popen(command, env=clean_environment(), stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=120)[1] for one in both]
    assert sorted(one.returncode for one in both) == [0, 1]
    assert "was undone by 2" in "".join(said)
    assert len(shelf.json("records changes")) == 2


_KILLED = """
import os, signal, sys
from archive.catalogue.schema import batch
from archive.cli import main
finish = batch.Batch.finish
def killed(self):
    finish(self)
    os.kill(os.getpid(), signal.SIGKILL)
batch.Batch.finish = killed
main(sys.argv[1:])
"""


def test_killed_in_the_middle_nothing_was_changed_and_the_index_agrees(shelf: Shelf) -> None:
    ids = [shelf.add(f"F_{n}.jpg", caption="Kapal") for n in range(5)]
    shelf.index()
    words = ["records", "edit", "--archive", str(shelf.folder), "--where", "kapal", "city=Hue", "--yes"]
    done = subprocess.run([sys.executable, "-c", _KILLED, *words], env=clean_environment(), check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    assert not any("city" in shelf.get(record).values for record in ids)
    assert shelf.json("records changes") == []
    shelf.run("records edit", "--where", "kapal", "city=Hue", "--yes")
    assert all(shelf.get(record).values["city"] == "Hue" for record in ids)
    (found,) = shelf.json("search", "hue")
    assert found["total"] == 5
