"""Suggestions while typing: titles, names and words, folded, and never from held records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.catalogue import Access
from archive.record import Status
from archive.search.suggestions import Suggestion, suggest
from archive.storage.archive import Archive
from tests.support.search_shelf import HELD, SearchShelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path / "archive") as archive:
        made = SearchShelf(archive)
        for n in range(3):
            made.add(f"Jembatan ke-{n} dibuka", "Jembatan itu kokoh.", persons=["Lương Cường"], source="Antara")
        made.add("Chủ tịch nước thăm Hà Nội", "Chuyến thăm chính thức.", language="vi", places=["Hà Nội"])
        made.add("Jembatan zulrahasia", "Zulrahasia zulkarnain.", HELD, persons=["Zulrahasia Utama"], source="Zulmedia")
        made.index()
        yield made


def told(shelf: SearchShelf, text: str, viewer: Viewer = PUBLIC, limit: int = 10) -> list[Suggestion]:
    return list(suggest(shelf.searcher, text, viewer, limit))


def texts(shelf: SearchShelf, text: str, kind: str, viewer: Viewer = PUBLIC) -> list[str]:
    return [one.text for one in told(shelf, text, viewer) if one.kind == kind]


def test_titles_that_have_the_words_are_suggested_the_last_one_begun(shelf: SearchShelf) -> None:
    assert sorted(texts(shelf, "dibuka jemb", "title")) == [f"Jembatan ke-{n} dibuka" for n in range(3)]
    assert texts(shelf, "chu tich tham ha", "title") == ["Chủ tịch nước thăm Hà Nội"]


def test_behind_another_word_one_letter_is_a_beginning(shelf: SearchShelf) -> None:
    assert texts(shelf, "chu tich tham h", "title") == ["Chủ tịch nước thăm Hà Nội"]
    assert texts(shelf, "lương c", "person") == ["Lương Cường"]
    assert told(shelf, "lương l") == []  # none of its other words begins like that
    assert told(shelf, "lương x") == []
    assert told(shelf, "h n") == []


def test_names_are_suggested_with_what_kind_they_are_and_how_many_records_have_them(shelf: SearchShelf) -> None:
    assert Suggestion("person", "Lương Cường", 'person:"Lương Cường"', 3) in told(shelf, "luong cu")
    assert Suggestion("person", "Lương Cường", 'person:"Lương Cường"', 3) in told(shelf, "cườ")
    assert Suggestion("place", "Hà Nội", 'place:"Hà Nội"', 1) in told(shelf, "HA NO")
    assert Suggestion("source", "Antara", 'source:"Antara"', 3) in told(shelf, "antar")


def test_words_are_suggested_behind_those_that_stand_before_them(shelf: SearchShelf) -> None:
    assert texts(shelf, "kok", "term") == ["kokoh"]
    assert texts(shelf, "jembatan kok", "term") == ["jembatan kokoh"]
    assert texts(shelf, "thăm kok", "term") == []


def test_a_word_is_written_to_its_end_where_a_sign_stands_before_it(shelf: SearchShelf) -> None:
    assert texts(shelf, "jembatan/kok", "term") == ["jembatan/kokoh"]
    assert texts(shelf, "ke-1 jemb", "term") == ["ke-1 jembatan"]


def test_words_behind_a_quotation_mark_are_counted_as_a_phrase(shelf: SearchShelf) -> None:
    shelf.add("Rapat", "Jembatan baru itu kokoh.")
    shelf.index()
    assert Suggestion("term", "itu kokoh", "itu kokoh", 4) in told(shelf, "itu kok")
    assert Suggestion("term", '"itu kokoh"', '"itu kokoh"', 4) in told(shelf, '"itu kok')
    assert Suggestion("term", '"jembatan itu kokoh"', '"jembatan itu kokoh"', 3) in told(shelf, '"jembatan itu kok')
    assert Suggestion("term", 'baru "itu kokoh"', 'baru "itu kokoh"', 1) in told(shelf, 'baru "itu kok')
    assert Suggestion("term", '"itu kokoh"', '"itu kokoh"', 4) in told(shelf, '"itu kokoh"')
    assert texts(shelf, '"kokoh jemb', "term") == []  # both are in three records, but not side by side
    assert texts(shelf, '"itu kokoh" jemb', "term") == ['"itu kokoh" jembatan']
    assert texts(shelf, '15" jemb', "term") == []
    for typed in ('"itu kok', "\u201citu kok"):
        assert all(shelf.search(one.query).total == one.count for one in told(shelf, typed))


def printed(shelf: SearchShelf) -> None:
    for n in (1275, 1276):
        shelf.add("Upacara", kind="photo", filename=f"2025/W-HAI_{n}.jpg")
    shelf.add("Tàu", kind="photo", filename="Cảng biển-1275.png", language="vi")
    shelf.add("Hội nghị", "Hội nghị.", language="vi", identifiers=["Số 45/TB-BNG", "Số 46/TB-BNG"])
    shelf.add("Rapat", "Rapat.", identifiers=["123/SP/HM/X/2025"])
    shelf.add("Rapat lagi", "Rapat.", identifiers=["123/SP/HM/X/2025", "1234/SP/2025"])
    shelf.add("Zul", "Zul.", HELD, kind="photo", filename="W-HAI_1277.jpg", identifiers=["123/SP/ZUL"])
    shelf.index()


@pytest.mark.parametrize(
    ("typed", "kind", "told_of"),
    [
        ("W-HAI", "filename", ["W-HAI_1275.jpg", "W-HAI_1276.jpg"]),
        ("w-hai_127", "filename", ["W-HAI_1275.jpg", "W-HAI_1276.jpg"]),
        ("hai_1276", "filename", ["W-HAI_1276.jpg"]),
        ("1275", "filename", ["Cảng biển-1275.png", "W-HAI_1275.jpg"]),
        ("cang bien-1", "filename", ["Cảng biển-1275.png"]),
        ("123/SP", "number", ["123/SP/HM/X/2025"]),
        ("123/s", "number", ["123/SP/HM/X/2025"]),
        ("123-sp-hm", "number", ["123/SP/HM/X/2025"]),
        ("số 45", "number", ["Số 45/TB-BNG"]),
        ("so 45/tb", "number", ["Số 45/TB-BNG"]),
    ],
)
def test_numbers_and_file_names_are_suggested_as_printed(
    shelf: SearchShelf, typed: str, kind: str, told_of: list[str]
) -> None:
    printed(shelf)
    assert sorted(texts(shelf, typed, kind)) == told_of
    for one in told(shelf, typed):
        assert shelf.search(one.query, names=False).total >= 1, one


def test_a_number_says_how_many_records_have_it_and_none_that_is_held(shelf: SearchShelf) -> None:
    printed(shelf)
    (one,) = [one for one in told(shelf, "123/sp") if one.kind == "number"]
    assert one.count == 2
    assert set(texts(shelf, "123/sp", "number", ARCHIVIST)) == {"123/SP/HM/X/2025", "123/SP/ZUL"}
    assert len(texts(shelf, "w-hai_12", "filename", ARCHIVIST)) == 3


def test_a_name_is_suggested_by_any_form_of_its_card_where_there_are_records(shelf: SearchShelf) -> None:
    assert told(shelf, "jokow") == []
    shelf.add("Rapat", "Joko Widodo memimpin rapat.")
    shelf.add("Rapat rahasia", "Megawati Soekarnoputri.", HELD)
    shelf.index()
    assert Suggestion("person", "Jokowi", "Jokowi", 1) in told(shelf, "jokow")
    assert shelf.search("Jokowi").total == 1
    assert told(shelf, "megaw") == []
    assert told(shelf, "megaw", ARCHIVIST) != []


def test_a_file_that_gives_a_photo_its_title_is_suggested_once(shelf: SearchShelf) -> None:
    shelf.add("PASAR_1701.jpg", kind="photo", filename="PASAR_1701.jpg")
    shelf.index()
    assert [one.kind for one in told(shelf, "pasar_17") if one.text == "PASAR_1701.jpg"] == ["filename"]


def test_every_suggestion_runs_and_finds(shelf: SearchShelf) -> None:
    for typed in ("jem", "luong", "ha no", "ant", "dib", "chu", "tham chinh"):
        found = told(shelf, typed)
        assert found
        for one in found:
            assert shelf.search(one.query).total >= 1, one


@pytest.mark.parametrize("text", ["", " ", "j", "???", "qqqq", "a" * 5000, "kata " * 50, '"', "title:", "\x00", "é"])
def test_too_little_too_much_or_nothing_known_gives_nothing(shelf: SearchShelf, text: str) -> None:
    assert told(shelf, text) == []


def test_no_more_are_given_than_asked_for_and_each_sort_has_its_share(shelf: SearchShelf) -> None:
    assert len(told(shelf, "jem", limit=2)) == 2
    assert {one.kind for one in told(shelf, "jem", limit=3)} == {"title", "term"}
    assert told(shelf, "jem", limit=0) == []


@pytest.mark.parametrize("typed", ["zul", "zulrahasia", "jembatan zul", "jembatan z", "zulkar", "zulmedia", "utama"])
def test_nothing_of_a_held_or_withdrawn_record_is_suggested(shelf: SearchShelf, typed: str) -> None:
    assert told(shelf, typed) == []
    assert told(shelf, typed, ARCHIVIST) != []


def test_what_is_taken_back_is_suggested_no_more(shelf: SearchShelf) -> None:
    record = shelf.add("Pelabuhan zamrud", "Zamrud.", persons=["Zamrud Khatulistiwa"])
    shelf.index()
    assert {one.kind for one in told(shelf, "zamr")} == {"title", "person", "term"}
    with shelf.archive.catalogue.write() as w:
        w.set_status(record, Access(Status.WITHDRAWN))
    assert not texts(shelf, "zamr", "title")  # at once: the catalogue is asked again
    shelf.index()
    assert told(shelf, "zamr") == []
