"""A word for a kind next to other words, from a user's point of view: records of that kind come first, but others are
found too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.search.index import index_sync
from archive.search.query import parse_query
from archive.search.query.kind_boost import boost_kind
from archive.storage.archive import Archive
from tests.support.engines import LOCAL
from tests.support.search_shelf import HELD, SearchShelf

LONG = "Rombongan tiba di pelabuhan, lalu berbicara dengan nelayan tentang kapal dan cuaca. " * 8


@pytest.fixture(scope="module", params=LOCAL)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    folder = tmp_path_factory.mktemp("wishes") / "archive"
    with Archive.create(folder) as archive:
        made = SearchShelf(archive)
        for kind in ("photo", "speech", "press-release", "article"):
            text = "" if kind == "photo" else f"{LONG} Mariana Kusnadi hadir. {LONG}"
            caption = {"caption": "Mariana Kusnadi di dermaga."} if kind == "photo" else {}
            made.add(f"Kunjungan {kind}", text, kind=kind, **caption)
        for n in range(3):
            said = "Mariana Kusnadi: foto, pidato, siaran pers, ảnh, thông cáo báo chí. "
            made.add(f"Mariana Kusnadi {n}", said * 3 + LONG, kind="article")
        made.add("Ảnh hưởng của bão", "Ảnh hưởng của bão tới Mariana.", kind="article", language="vi")
        made.add("Bão", kind="photo", caption="Hưởng ứng chống bão.", language="vi")
        made.add("Rapat", LONG, kind="document")
        made.add("Ao dai", "Le hoi Ao Dai, anh ngoi.", kind="article", language="vi")
        made.add("Áo dài", kind="photo", caption="Lễ hội Áo Dài.", language="vi")
        made.add("Kusnadi Mariana", access=HELD, kind="photo")
        index_sync.rebuild(archive, engine=request.param)
        yield made


def kinds(shelf: SearchShelf, typed: str) -> list[str]:
    return [hit.record.kind.value for hit in shelf.search(typed).hits]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("foto Mariana Kusnadi", "photo"),
        ("Mariana Kusnadi foto", "photo"),
        ("foto-foto mariana kusnadi", "photo"),
        ("ẢNH MARIANA KUSNADI", "photo"),
        ("hình ảnh Mariana Kusnadi", "photo"),
        ("hinh anh mariana kusnadi", "photo"),
        ("hình Mariana Kusnadi", "photo"),
        ("photos of Mariana Kusnadi", "photo"),
        ("ảnh về Mariana Kusnadi", "photo"),
        ("pidato Mariana Kusnadi", "speech"),
        ("Mariana Kusnadi speech", "speech"),
        ("bài phát biểu của Mariana Kusnadi", "speech"),
        ("siaran pers Mariana Kusnadi", "press-release"),
        ("press release Mariana Kusnadi", "press-release"),
        ("thông cáo báo chí Mariana Kusnadi", "press-release"),
        ("thong cao bao chi mariana kusnadi", "press-release"),
        ('foto "Mariana Kusnadi"', "photo"),
        ("foto title:kunjungan", "photo"),
    ],
)
def test_records_of_the_kind_wished_for_come_first_and_the_others_after_them(
    shelf: SearchShelf, typed: str, kind: str
) -> None:
    found = kinds(shelf, typed)
    assert found[0] == kind
    assert "pidato" in typed or len(found) > 3
    assert shelf.search(typed).offers[0].value == kind


@pytest.mark.parametrize(
    ("typed", "words"),
    [("foto kusnadi", "foto"), ("ảnh của Kusnadi", "ảnh của"), ("Kusnadi siaran pers", "siaran pers")],
)
def test_it_is_told_and_quotes_ask_for_the_word_itself(shelf: SearchShelf, typed: str, words: str) -> None:
    (told,) = shelf.search(typed).warnings
    assert f"“{words}” was read as a request for" in told
    quoted = shelf.search(typed.replace(words, f'"{words}"'))
    assert quoted.warnings == ()
    assert quoted.total < shelf.search(typed).total


@pytest.mark.parametrize(
    "typed",
    [
        "foto",
        "siaran pers",
        "-foto kusnadi",
        "foto OR kusnadi",
        "foto AND kusnadi",
        "kusnadi && foto",
        "(foto kusnadi)",
        "(foto) OR (kusnadi)",
        "text:foto kusnadi",
        "title:(foto kusnadi)",
        '"foto" kusnadi',
        "foto kind:photo",
        "foto date:2025",
        "foto -kusnadi",
        "fot* kusnadi",
        "ảnh hưởng kinh tế",
        "hình thành chính sách",
        "nguyễn ngọc ánh",
        "thu tuong anh",
        "điện ảnh việt nam",
        "anh huong bao",
        "anh hung luc luong",
        "nguyen ngoc anh",
        "anh brexit vote",
        "anh áo dài",
        "freedom of speech",
        "hate speech",
        "prisoner release",
        "berita kusnadi",
        "kusnadi of",
        "foto of",
    ],
)
def test_where_the_word_is_meant_it_is_asked_for(typed: str) -> None:
    query = parse_query(typed)
    assert boost_kind(query) == query


def test_anh_without_marks_is_a_wish_for_photos_where_all_is_written_so(shelf: SearchShelf) -> None:
    assert kinds(shelf, "anh ao dai") == ["photo", "article"]
    assert "a request for photos" in shelf.search("anh luong cuong").warnings[0]


def test_of_two_words_for_kinds_that_for_photos_is_the_wish() -> None:
    (told,) = boost_kind(parse_query("pidato foto kusnadi")).warnings
    assert "“foto” was read as a request for photos" in told


def test_a_word_that_only_looks_like_a_wish_is_required(shelf: SearchShelf) -> None:
    assert kinds(shelf, "ảnh hưởng bão") == ["article"]


@pytest.mark.parametrize("typed", ["foto kusnadi dermaga", "kusnadi siaran pers -kapal", "photo of kusnadi (a OR b)"])
def test_what_was_read_can_be_typed_again(typed: str) -> None:
    once = boost_kind(parse_query(typed))
    again = boost_kind(parse_query(once.read_as))
    assert once.read_as == again.read_as
    assert len(once.warnings) == len(again.warnings) == 1


def test_a_slip_beside_a_wish_is_mended(shelf: SearchShelf) -> None:
    assert shelf.search("foto kusnadii").did_you_mean == "foto kusnadi"


def test_a_wish_goes_with_any_word_where_no_record_has_all(shelf: SearchShelf) -> None:
    found = shelf.search("foto kusnadi zzzz", relax=True)
    assert found.relaxed
    assert found.hits[0].record.kind == "photo"
