"""Search assistance on a page: facets named by words, and corrections; never from held records."""

from __future__ import annotations

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.record import Status
from archive.search.assist import facet_suggestions
from archive.search.execution.requests import FacetSuggestion
from tests.support.search_shelf import HELD, SearchShelf

CANARY = "zulrahasia"


# Proposals


def test_an_agency_that_a_word_names_is_offered_with_its_answers(shelf: SearchShelf) -> None:
    shelf.add("Gempa antara dua pulau", "Getaran terasa.")
    shelf.add("Gempa di Ambon", "Getaran terasa.", source="Antara")
    shelf.add("Gempa lagi", CANARY, HELD, source="Antara")
    shelf.index()
    assert shelf.search("gempa antara").offers == (FacetSuggestion("source", "Antara", "antara", 1, "gempa"),)
    assert shelf.search("gempa antara", ARCHIVIST).offers[0].count == 2
    assert shelf.search("gempa antara", filters={"source": ("Antara",)}).offers == ()
    assert shelf.search('gempa "antara"').offers == ()
    assert shelf.search("gempa antara", assisted=False).offers == ()


def test_a_value_that_few_records_have_is_offered_too(shelf: SearchShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facet_suggestions, "_USUAL", 1)
    for _ in range(2):
        shelf.add("Gempa di Kupang", "Getaran terasa.", source="Kompas")
    shelf.add("Gempa di Ambon", "Getaran terasa.", source="Antara")
    shelf.index()
    assert shelf.search("gempa antara").offers == (FacetSuggestion("source", "Antara", "antara", 1, "gempa"),)
    assert shelf.search("gempa kompas").offers[0].value == "Kompas"


@pytest.mark.parametrize(
    ("query", "kind", "without"),
    [
        ("foto gempa", "photo", "gempa"),
        ("gempa ảnh", "photo", "gempa"),
        ("pictures gempa", "photo", "gempa"),
        ("hình ảnh gempa", "photo", "gempa"),
        ("photo of gempa", "photo", "gempa"),
        ("ảnh về gempa", "photo", "gempa"),
        ("pidato gempa", "speech", "gempa"),
        ("bài phát biểu gempa", "speech", "gempa"),
        ("SIARAN PERS gempa", "press-release", "gempa"),
        ("thông cáo báo chí gempa", "press-release", "gempa"),
    ],
)
def test_a_word_for_a_kind_offers_that_kind(shelf: SearchShelf, query: str, kind: str, without: str) -> None:
    for made in ("photo", "speech", "press-release"):
        shelf.add("Gempa di Ambon", kind=made)
        shelf.add(f"Gempa {CANARY}", access=HELD, kind=made)
    shelf.index()
    first = shelf.search(query).offers[0]
    assert (first.facet, first.value, first.count, first.without) == ("kind", kind, 1, without)
    assert set(shelf.found(first.without, filters={first.facet: (first.value,)})) <= set(shelf.found("gempa"))


def test_people_and_places_of_several_words_are_offered_whatever_their_marks(shelf: SearchShelf) -> None:
    shelf.add("Kunjungan", "Rombongan tiba.", persons=["Lê Minh Hưng"], places=["Đà Nẵng"], collection="Đà Nẵng")
    shelf.add("Kunjungan", CANARY, HELD, persons=["Lê Minh Zulrahasia"])
    shelf.index()
    offered = {(one.facet, one.value, one.without) for one in shelf.search("le minh hung da nang").offers}
    assert ("person", "Lê Minh Hưng", "da nang") in offered
    assert ("place", "Đà Nẵng", "le minh hung") in offered
    assert ("collection", "Đà Nẵng", "le minh hung") in offered


def test_a_value_of_held_records_is_never_offered(shelf: SearchShelf) -> None:
    shelf.add("Kunjungan menteri", "Rombongan tiba.")
    held = shelf.add("Kunjungan menteri", "Rombongan.", HELD, source=CANARY, persons=[CANARY], collection=CANARY)
    shelf.index()
    assert shelf.search(f"kunjungan {CANARY}").offers == ()
    assert shelf.search(CANARY).offers == ()
    with shelf.archive.catalogue.write() as w:
        w.set_status(held, Access(Status.RELEASED))
    shelf.index()
    assert {one.facet for one in shelf.search(CANARY).offers} == {"source", "person", "collection"}
    with shelf.archive.catalogue.write() as w:
        w.set_status(held, Access(Status.WITHDRAWN))
    shelf.index()
    assert shelf.search(CANARY).offers == ()


# Did you mean


def speeches(shelf: SearchShelf) -> None:
    for n in range(6):
        shelf.add(
            f"Pidato presiden ke-{n}", "Presiden berbicara tentang kerja sama di Hà Nội. Guterres hadir.", kind="speech"
        )
        shelf.add("Chủ tịch nước Lương Cường", "Lương Cường phát biểu.", language="vi", source="Antara")
    shelf.add("Hanoimesin", "Persiden zulrahasiu presidon.", HELD)
    shelf.index()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("presidn", "presiden"),
        ("pidato presidne", "pidato presiden"),
        ("hanoi", "hà nội"),
        ("kerjasama presiden", "kerja sama presiden"),
        ("pre siden", "presiden"),
        ("luong cuonng", "lương cường"),
        ("Luong Cuongg", "Lương Cường"),
        ("LUONG CUONGG", "LƯƠNG CƯỜNG"),
        ("chu tich nuoc Luong Cuongg", "chủ tịch nước Lương Cường"),
        ("Lương Cuongg", "Lương Cường"),
        ("presiden hanoi", "presiden hà nội"),
        ("di hanoi", "di hà nội"),
        ("Presidn", "Presiden"),
        ("PRESIDN", "PRESIDEN"),
        ("gutteres", "guterres"),
        ('"pidato presidn"', '"pidato presiden"'),
        ("title:presidn kind:speech -gempa", "title:presiden kind:speech -gempa"),
        ("(presidn OR gempa) pidaato", "(presiden OR gempa) pidato"),
    ],
)
def test_a_slip_is_mended_and_all_else_of_the_query_stays(shelf: SearchShelf, typed: str, meant: str) -> None:
    speeches(shelf)
    found = shelf.search(typed, names=False)
    assert found.did_you_mean == meant
    assert shelf.search(meant, names=False).total > found.total


@pytest.mark.parametrize(
    "typed", ["presiden", "pidato lương cường", "qqqqqqq", "", "-presidn", "kind:speech", "date:2025", "ke", "presid*"]
)
def test_nothing_is_meant_where_there_are_answers_or_nothing_is_near(shelf: SearchShelf, typed: str) -> None:
    speeches(shelf)
    assert shelf.search(typed).did_you_mean is None


def test_a_wish_for_a_kind_is_no_slip(shelf: SearchShelf) -> None:
    for _ in range(2):
        shelf.add("Minh phát biểu", "Gempa.", language="vi")
        shelf.add("Gempa", kind="photo")
    shelf.index()
    assert shelf.search("linh gempa").did_you_mean is not None
    assert shelf.search("hình gempa").did_you_mean is None


def test_what_is_meant_has_answers_with_the_filters_too(shelf: SearchShelf) -> None:
    speeches(shelf)
    assert shelf.search("presidn", filters={"source": ("Antara",)}).did_you_mean is None


@pytest.mark.parametrize("typed", ["zulrahasiaa", "zul rahasia", "zulrahasiu", "zulrahaisa"])
def test_a_word_of_held_records_is_never_meant(shelf: SearchShelf, typed: str) -> None:
    speeches(shelf)
    held = shelf.add(f"Rapat {CANARY}", f"{CANARY} rapat.")
    shelf.index()
    with shelf.archive.catalogue.write() as w:
        w.set_status(held, HELD)
    shelf.index()
    told = shelf.search(typed)
    assert told.did_you_mean is None
    assert CANARY not in str(told.why)
    assert shelf.search(typed, ARCHIVIST).did_you_mean is not None or shelf.search(typed, ARCHIVIST).total


def test_where_no_text_writes_the_marks_side_by_side_none_are_suggested(shelf: SearchShelf) -> None:
    for n in range(4):
        shelf.add(f"Bản tin {n}", "Ông Khánh gặp bà Dương.", language="vi")
        shelf.add(f"News {n}", "Khanh spoke to Duong.", language="en")
    shelf.index()
    assert shelf.search("khanh duonng", names=False).did_you_mean == "khanh duong"
    assert shelf.search("khánh duonng", names=False).did_you_mean in ("khánh dương", "khánh duong")


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Mike Pence, the former governor, spoke.", "mike pence"),
        ("Mike Pence, the former governor, spoke.", "speech mike pence"),
        ("Mike and his friends saved some pence.", "mike pence"),
        ("Pence spoke to Mike.", "Mike Pence"),
        ("Pence spoke.", "Pence"),
        ("Bà Lan và ông Lam đến.", "ba lan"),
        ("Pak Harno Sukarma hadir.", "harno sukarma"),
    ],
)
def test_a_name_or_a_phrase_that_a_record_has_is_no_slip(shelf: SearchShelf, said: str, typed: str) -> None:
    shelf.add("A visit", said, language="en")
    for n in range(45):
        shelf.add(f"Speech {n}", "Peace for all. Mike was there. Harto sukarman, ba lam, hari ini.", language="en")
    shelf.index()
    assert shelf.search(typed).did_you_mean is None


def test_a_name_on_a_card_is_no_slip(shelf: SearchShelf) -> None:
    for n in range(30):
        shelf.add(f"Antonia Guterrez {n}", "Antonia Guterrez hadir.", language="id")
    shelf.index()
    assert shelf.search("antonia guterrezz").did_you_mean == "antonia guterrez"
    assert shelf.search("antonio guterres").did_you_mean is None


def test_a_word_that_a_record_has_is_mended_where_it_stands_beside_its_neighbour_so(shelf: SearchShelf) -> None:
    shelf.add("Presider", "Ia presider di sana.")
    for n in range(45):
        shelf.add(f"Pidato presiden {n}", "Pidato presiden.")
    shelf.index()
    assert shelf.search("pidato presider").did_you_mean == "pidato presiden"


def test_what_is_left_out_is_told_as_the_cause_where_it_is_one(shelf: SearchShelf) -> None:
    shelf.add("Gempa di Kupang", "Getaran terasa.", places=["Kupang"])
    shelf.add("Gempa lagi", CANARY, HELD, places=["Kupang"])
    shelf.add("Banjir di Ambon", "Air naik.", places=["Ambon"])
    shelf.index()
    excluded = {"place": ("Kupang", "Ambon"), "genre": ("container",)}
    left_out, word = shelf.search("gempa", excluded=excluded).why
    assert (left_out.filter, left_out.hits, left_out.rest) == (("exclude", "place:Kupang"), 1, 1)
    assert (word.words, word.hits) == ("gempa", 1)
    assert shelf.search("gempa", excluded={"place": ("Ambon",)}).why == ()
    assert shelf.search(CANARY, excluded=excluded).why == ()
