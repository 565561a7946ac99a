"""Caption tables and their photos: neither reveals to the public what the other is held for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine, event

from archive.access import PUBLIC
from archive.catalogue import Access
from archive.record import CAPTION_SHEET, Mention, Outcome, Status
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.search.suggestions import suggest
from archive.storage.archive import Archive
from tests.ingest.pipeline.test_intake import Intake, intake
from tests.support.changed_shelf import Shelf

__all__ = ["intake"]
UNTIL = "2051-12-04T03:00:00Z"
HEAD = "File,Caption,Credit,Embargo\n"


def photo(disk: Intake, name: str, shade: int = 90) -> Path:
    path = disk.home / "disk" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.radial_gradient("L").point(lambda at: at ^ shade).save(path, quality=90)
    return path


def public(disk: Intake, name: str) -> bool:
    return disk.archive.catalogue.get(disk.record(f"disk/{name}").id, PUBLIC) is not None


def found(disk: Intake, word: str) -> int:
    index_sync.update(disk.archive)
    searcher = Searcher(disk.archive)
    try:
        return searcher.search(SearchRequest(word), PUBLIC).total
    finally:
        searcher.close()


@pytest.mark.parametrize(
    ("cell", "until"), [("2051-12-04 10:00 WIB", UNTIL), ("2051-12-04T03:00:00Z", UNTIL), ("Ya", None), ("có", None)]
)
def test_an_embargo_in_a_row_holds_the_photo_of_that_row_alone(intake: Intake, cell: str, until: str | None) -> None:
    photo(intake, "IMG_7001.jpg", 20)
    photo(intake, "IMG_7002.jpg", 50)
    intake.write("disk/captions.csv", f"{HEAD}IMG_7001.jpg,Rahasia di dermaga,Ana,{cell}\nIMG_7002.jpg,Pasar,Ana,-\n")
    intake.run()
    held = intake.record("disk/IMG_7001.jpg")
    assert (held.status, held.release_at) == (Status.HELD, until)
    assert not public(intake, "IMG_7001.jpg")
    assert public(intake, "IMG_7002.jpg")
    assert not public(intake, "captions.csv")
    line = intake.lines["disk/IMG_7001.jpg"]
    assert (line.outcome, line.status) == (Outcome.ADDED, Status.HELD)
    assert f"held until {until or 'someone decides'}" in line.reason
    assert found(intake, "rahasia") == 0


def test_a_photo_that_was_public_is_held_by_the_row_of_a_table_that_comes_later(intake: Intake) -> None:
    photo(intake, "IMG_7001.jpg")
    intake.run()
    assert public(intake, "IMG_7001.jpg")
    intake.write("disk/captions.csv", f"{HEAD}IMG_7001.jpg,Rahasia,Ana,2051-12-04 10:00 WIB\n")
    intake.run()
    assert not public(intake, "IMG_7001.jpg")
    assert "holds back with it: 1 record" in intake.lines["disk/captions.csv"].reason


def test_a_row_holds_the_photo_that_comes_after_its_table(intake: Intake) -> None:
    intake.write("disk/captions.csv", f"{HEAD}IMG_7001.jpg,Rahasia,Ana,2051-12-04 10:00 WIB\n")
    intake.run()
    photo(intake, "IMG_7001.jpg")
    intake.run()
    assert not public(intake, "IMG_7001.jpg")
    assert "held until 2051-12-04T03:00:00Z" in intake.lines["disk/IMG_7001.jpg"].reason


def test_an_embargo_of_a_row_that_is_past_holds_nothing(intake: Intake) -> None:
    photo(intake, "IMG_7001.jpg")
    intake.write("disk/captions.csv", f"{HEAD}IMG_7001.jpg,Pembukaan,Ana,2020-12-04 10:00 WIB\n")
    intake.run()
    assert public(intake, "IMG_7001.jpg")
    assert public(intake, "captions.csv")
    assert found(intake, "pembukaan") == 2


@pytest.mark.parametrize("order", [("photos", "captions.csv"), ("captions.csv", "photos")])
def test_a_table_with_the_caption_of_a_held_photo_is_not_public(intake: Intake, order: tuple[str, str]) -> None:
    photo(intake, "photos/JANGAN DISIARKAN/RHS_7001.jpg")
    intake.write("disk/captions.csv", "File,Caption,Credit\nRHS_7001.jpg,Sutratimur: penandatanganan rahasia,Ana\n")
    sheet = None
    for path in order:
        intake.run(f"disk/{path}")
        sheet = intake.lines["disk/captions.csv"].record if path == "captions.csv" else sheet
    assert sheet is not None
    assert intake.archive.catalogue.get(sheet, PUBLIC) is None
    assert found(intake, "sutratimur") == 0
    searcher = Searcher(intake.archive)
    assert suggest(searcher, "sutrat", PUBLIC) == ()
    searcher.close()


def test_a_table_follows_a_photo_that_the_archivist_holds_and_stays_out_once_let_out(intake: Intake) -> None:
    photo(intake, "IMG_7001.jpg")
    intake.write("disk/captions.csv", "File,Caption,Credit\nIMG_7001.jpg,Pembukaan,Ana\n")
    intake.run()
    one, sheet = intake.record("disk/IMG_7001.jpg").id, intake.record("disk/captions.csv").id
    with intake.archive.catalogue.write() as w:
        w.decide_access([one], Access(Status.HELD, UNTIL, "until the signing"), "ana")
    assert not public(intake, "captions.csv")
    assert intake.record("disk/captions.csv").release_at == UNTIL
    with intake.archive.catalogue.write() as w:
        w.decide_access([sheet], Access(Status.RELEASED), "ana")
    with intake.archive.catalogue.write() as w:
        w.set_value(one, "credit", "Ana Wibowo")
    assert public(intake, "captions.csv")
    assert not public(intake, "IMG_7001.jpg")


def test_a_photo_that_comes_late_to_its_table_asks_for_all_the_others_at_once(tmp_path: Path) -> None:
    """A table may name ten thousand photos, and each batch that adds one reads all of them."""
    asked = {rows: statements_for_one_more(tmp_path / str(rows), rows) for rows in (10, 90)}
    assert asked[90] < asked[10] + 40


def statements_for_one_more(folder: Path, rows: int) -> int:
    """Return the number of statements for adding the last photo of a table with that many rows."""
    shelf = Shelf(folder)
    names = [f"IMG_{n:04}.jpg" for n in range(rows)]
    sheet = shelf.add("captions.csv")
    order = {"until": None, "words": "Ya"}
    with Archive.open(folder) as archive, archive.catalogue.write() as w:
        w.set_value(sheet, "genre", CAPTION_SHEET)
        w.add_mentions(sheet, [Mention(name, "Satu", None, "Satu", 0, None, None, embargo=order) for name in names])
    for name in names[:-1]:
        shelf.add(name)
    count = 0

    def told(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(Engine, "before_cursor_execute", told)
    late = shelf.add(names[-1])
    event.remove(Engine, "before_cursor_execute", told)
    assert shelf.get(late).status is Status.HELD
    return count
