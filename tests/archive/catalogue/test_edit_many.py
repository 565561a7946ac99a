"""`press-archive records edit --where`: a preview, a confirmation, and all matching records at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Kind, Status
from tests.support.changed_shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "archive")


def test_a_preview_says_what_would_change_and_changes_nothing(shelf: Shelf) -> None:
    one = shelf.add("A_1.jpg", caption="Banjir di kota", city="Jakarta")
    two = shelf.add("A_2.jpg", caption="Banjir lagi", city="Bandung")
    other = shelf.add("A_3.jpg", caption="Panen raya", city="Medan")
    three = shelf.add("A_4.jpg", caption="Banjir surut")
    shelf.run("records edit", three, "city=Surabaya")
    shelf.index()
    edit = ("records edit", "--where", "banjir", "city=Bandung")
    before = [shelf.told(record) for record in (one, two, other, three)]
    for done in (shelf.run(*edit, "--dry-run"), shelf.run(*edit, code=1)):
        assert "3 records, of which 3 would change." in done.stdout
        assert "city: Jakarta  [iptc] -> Bandung  [archivist]" in done.stdout
        assert "city: Surabaya  [archivist] -> Bandung  [archivist]" in done.stdout
        assert "1 already has it from its files" in done.stdout
        assert "1 has an archivist's value that would be overwritten" in done.stdout
        assert other not in done.stdout
    assert "--yes" in done.stderr
    assert [shelf.told(record) for record in (one, two, other, three)] == before
    assert len(shelf.json("records changes")) == 1


def test_all_that_answer_are_changed_held_ones_too_and_found_so(shelf: Shelf) -> None:
    many = [shelf.add(f"B_{n}.jpg", caption=f"Banjir nomor {n}") for n in range(25)]
    held = shelf.add("B_held.jpg", Status.HELD, caption="Banjir ditahan")
    withdrawn = shelf.add("B_gone.jpg", Status.WITHDRAWN, caption="Banjir ditarik")
    told = shelf.run("records edit", "--where", "banjir", "city=Semarang", "keywords=banjir;rob", "--yes").stdout
    assert told.count("-> Semarang") == 10
    assert "... and 17 more." in told
    assert "27 records changed; `press-archive records undo 1`" in told
    for record in (*many, held, withdrawn):
        assert (shelf.get(record).values["city"], shelf.get(record).values["keywords"]) == (
            "Semarang",
            ["banjir", "rob"],
        )
    (found,) = shelf.json("search", "semarang")
    assert found["total"] == 25  # the public finds what it may see
    (found,) = shelf.json("search", "semarang", "--held")
    assert found["total"] == 27
    (again,) = shelf.json("records edit", "--where", "banjir", "city=Semarang", "--yes")
    assert (again["matched"], again["changed"], again["same"], again["change_set"]) == (27, 0, 27, None)


def test_offers_are_taken_over_and_given_back_by_query(shelf: Shelf) -> None:
    one = shelf.add("C_1.jpg", caption="Kapal tiba", city="Ambon")
    two = shelf.add("C_2.jpg", caption="Kapal pergi")
    shelf.run("records edit", one, "city=Tual")
    taken = shelf.run("records edit", "--where", "kapal", "--accept", "city=iptc", "--yes").stdout
    assert "1 does not offer this value" in taken
    assert shelf.get(one).values["city"] == "Ambon"
    assert "city" not in shelf.get(two).values
    shelf.run("records edit", "--where", "kapal", "--clear", "city", "--yes")
    assert shelf.get(one).origins["city"][0].origin == "iptc"
    shelf.run("records edit", "--where", "kapal", "kind=document", "date=2025-10", "--yes")
    assert {shelf.get(record).kind for record in (one, two)} == {Kind.DOCUMENT}
    assert shelf.get(two).values["date_precision"] == "month"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--where", "", "city=Hue"], 1, "--where is empty"),
        (["--where", "   ", "city=Hue"], 1, "--where is empty"),
        (["--where", "kapal", "captoin=x"], 1, "did you mean caption?"),
        (["--where", "kapal", "status=released"], 1, "press-archive access"),
        (["--where", "kapal", "date=25/10/2025"], 1, "2025-10-25"),
        (["--where", "kapal"], 2, "Say what to change"),
        (["city=Hue"], 2, "Say which records"),
        (["--where", "(" * 30 + "kapal" + ")" * 30, "city=Hue"], 1, "Brackets"),
    ],
)
def test_what_cannot_be_asked_is_told_why_and_changes_nothing(
    shelf: Shelf, words: list[str], code: int, told: str
) -> None:
    record = shelf.add("D_1.jpg", caption="Kapal", city="Ambon")
    assert told in shelf.run("records edit", *words, "--yes", code=code).output
    assert shelf.get(record).values["city"] == "Ambon"
    assert shelf.json("records changes") == []


def test_a_query_that_nothing_answers_changes_nothing(shelf: Shelf) -> None:
    shelf.add("E_1.jpg", caption="Kapal")
    assert "0 records" in shelf.run("records edit", "--where", "pesawat", "city=Hue", "--yes").stdout
    assert shelf.json("records changes") == []


def test_several_ids_are_changed_after_a_preview(shelf: Shelf) -> None:
    ids = [shelf.add(f"F_{n}.jpg", caption="Kapal") for n in range(3)]
    shelf.run("records edit", *ids[:2], "city=Hue", code=1)
    shelf.run("records edit", *ids[:2], "city=Hue", "--yes")
    assert [shelf.get(record).values.get("city") for record in ids] == ["Hue", "Hue", None]
    assert "There is no record nobody" in shelf.run("records edit", ids[0], "nobody", "city=A", "--yes", code=1).output
