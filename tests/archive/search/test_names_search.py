"""Name cards from the query to the results: what is found and marked, and how to search without them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.access import PUBLIC
from archive.authority.authorities import FILE
from archive.catalogue import Access, NamedFile, NewAsset
from archive.record import Description, Outcome, Status
from archive.search.execution.requests import Results, SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive

RECORDS = (
    (
        "A",
        "id",
        "2009-06-01",
        "Pidato di Jakarta",
        "Susilo Bambang Yudhoyono menerima Sekjen Perserikatan Bangsa-Bangsa.",
    ),
    ("B", "vi", "2009-09-02", "Diễn văn", "Tổng thống Indonesia phát biểu tại Liên hợp quốc."),
    ("C", "en", "2015-03-03", "A visit", "Susilo Bambang Yudhoyono spoke of the Netherlands."),
    ("D", "vi", "2024-11-11", "Lễ ký", "Lương Cường ký công ước. Ông Cường nói về Hà Lan. Tăng cường hợp tác."),
    ("E", "en", "2024-11-12", "The signing", "Luong Cuong signed the convention."),
    ("F", "id", "2020-01-01", "Pajak", "PBB tahun ini naik; pajak bumi dan bangunan di Belanda."),
    ("G", "vi", "2020-01-02", "Kinh tế", "Giá cả biến động, hải quan siết chặt."),
    ("H", "vi", "2020-01-03", "Biển", "Tàu trên Biển Đông và hải quân."),
    ("I", "vi", "2020-01-04", "Tin", "Thu tuong tham hai quan o Bien Dong, roi ve Ha Noi."),
    ("J", "id", "2020-01-05", "Di ibu kota", "Ha Noi menyambut Lê Thị Xuân, kata Thu tuong."),
    ("K", "vi", "2020-01-06", "Ở thủ đô", "Thủ tướng về Hà Nội."),
    ("L", "vi", "2020-01-07", "Hạ nội dung", "Hạ nội dung, hà noi theo, thu tường, thư tưởng, biển động."),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.create(tmp_path_factory.mktemp("names") / "a") as archive:
        with archive.catalogue.write() as w:
            accession = w.open_accession({}, Status.RELEASED)
            root = w.root("/disk")
            for letter, language, day, title, text in RECORDS:
                description = Description("text/plain", "test", 1, text=text)
                for name, value in (("kind", "article"), ("title", title), ("language", language), ("date", day)):
                    description.offer(name, value, "rule:test")
                digest = letter.lower() * 64 if letter <= "F" else f"{ord(letter):064x}"
                record = w.add_record(description, NewAsset(digest, 10, "text/plain"), Access())
                w.put_name(NamedFile(root, f"{letter}.txt", "", digest, record, Outcome.ADDED, 10, 1, 1), accession)
            w.close_accession(accession)
        index_sync.update(archive)
        yield archive


def search(archive: Archive, request: SearchRequest) -> Results:
    with closing(Searcher(archive)) as searcher:
        return searcher.search(request, PUBLIC)


def found(archive: Archive, typed: str, names: bool = True, off: tuple[str, ...] = ()) -> str:
    titles = {title: letter for letter, _, _, title, _ in RECORDS}
    hits = search(archive, SearchRequest(typed, names=names, names_off=off)).hits
    return "".join(sorted(titles[hit.record.title] for hit in hits))


@pytest.mark.parametrize(
    ("typed", "records"),
    [
        ("lhq", "AB"),
        ("united nations", "AB"),
        ("presiden ri 2009", "AB"),
        ("presiden ri date:2009", "AB"),
        ("lương cường", "DE"),
        ("Chủ tịch nước Lương Cường", "DE"),
        ("convention", "DE"),
        ("konvensi", "DE"),
        ("belanda", "CDF"),
        ("PBB", "F"),
        ("pidato", "AB"),
        ("luong cuong konvensi", "DE"),
        ("-belanda convention", "DE"),
        ("south china sea", "HI"),
        ("navy", "HI"),
        ("bien dong", "GHIL"),
        ("hanoi", "IJK"),
        ("perdana menteri", "IJK"),
    ],
)
def test_a_form_finds_all_forms(archive: Archive, typed: str, records: str) -> None:
    assert found(archive, typed) == records


@pytest.mark.parametrize(
    ("typed", "card"),
    [
        ("menlu retno", "person-retno-marsudi"),
        ("Menlu Retno di Hanoi", "person-retno-marsudi"),
        ("TBT Tô Lâm", "person-to-lam"),
        ("Pak Ganjar Pranowo", "person-ganjar-pranowo"),
    ],
)
def test_a_title_before_a_name_belongs_to_it(archive: Archive, typed: str, card: str) -> None:
    first = search(archive, SearchRequest(typed)).names[0]
    assert first.card == card
    assert first.words == typed.removesuffix(" di Hanoi")


@pytest.mark.parametrize(("typed", "words"), [("un peacekeepers", "un"), ("Bu Retno", "Bu Retno"), ("pbb naik", "pbb")])
def test_what_may_be_a_name_or_not_is_offered(archive: Archive, typed: str, words: str) -> None:
    first = search(archive, SearchRequest(typed)).names[0]
    assert (first.words, first.card) == (words, "")
    assert first.senses


def test_a_word_of_everyday_is_not_offered_as_an_acronym(archive: Archive) -> None:
    assert [name.words for name in search(archive, SearchRequest("who is belanda itu")).names] == ["belanda"]


@pytest.mark.parametrize("typed", ["hanoi", "prime minister", "perdana menteri"])
def test_a_form_without_its_marks_stands_below_the_form(archive: Archive, typed: str) -> None:
    titles = [hit.record.title for hit in search(archive, SearchRequest(typed)).hits]
    assert titles[0] == "Ở thủ đô"
    assert set(titles[1:]) == {"Tin", "Di ibu kota"}


def test_names_are_off_by_parameter_by_card_and_in_quotes(archive: Archive) -> None:
    assert found(archive, "belanda", names=False) == "F"
    assert found(archive, "belanda", off=("place-netherlands",)) == "F"
    assert found(archive, '"belanda"') == "F"
    assert search(archive, SearchRequest("belanda", names=False)).names == ()


def test_the_answer_says_what_was_read(archive: Archive) -> None:
    results = search(archive, SearchRequest("belanda PBB"))
    first, second = results.names
    assert (first.card, first.name, "Hà Lan" in first.forms) == ("place-netherlands", "Netherlands", True)
    assert [key for key, _, _ in second.senses] == [
        "body-united-nations",
        "body-partai-bulan-bintang",
        "concept-pajak-bumi-dan-bangunan",
    ]


def test_all_forms_are_marked_in_the_text(archive: Archive) -> None:
    marked = [
        highlight.text[start:end]
        for hit in search(archive, SearchRequest("luong cuong")).hits
        for highlight in hit.highlights
        for start, end in highlight.spans
    ]
    assert {"Lương Cường", "Ông Cường", "Luong Cuong"} <= set(marked)


def test_own_cards_count_at_once_and_need_no_new_index(archive: Archive) -> None:
    before = index_sync.status(archive)
    try:
        with closing(Searcher(archive)) as searcher:
            assert searcher.search(SearchRequest("negeri kincir"), PUBLIC).total == 0
            (archive.folder / FILE).write_text(
                '[[card]]\nkind = "place"\nname = "Netherlands"\nforms = ["Negeri Kincir"]'
            )
            assert searcher.search(SearchRequest("negeri kincir"), PUBLIC).total == 3
            assert index_sync.status(archive) == before
    finally:
        (archive.folder / FILE).write_text("# nothing\n")


def test_an_office_of_a_year_that_no_record_tells_of_is_relaxed_to_its_words(archive: Archive) -> None:
    strict = search(archive, SearchRequest("tổng thống indonesia 1988"))
    assert (strict.total, strict.relaxed) == (0, False)
    relaxed = search(archive, SearchRequest("tổng thống indonesia 1988", relax=True))
    assert relaxed.relaxed
    assert relaxed.hits[0].record.title == "Diễn văn"
    assert search(archive, SearchRequest("presiden ri 2009", relax=True)).relaxed is False
