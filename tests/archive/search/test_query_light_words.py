"""Stop words from a user's point of view: records without them are found, and on their own they are ordinary words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.search.index import index_sync
from archive.search.query import parse_query
from archive.search.query.stop_words import mark_stop_words
from archive.search.query.tree import Clause, Every, StopWord, Word
from archive.storage.archive import Archive
from tests.support.engines import LOCAL
from tests.support.search_shelf import SearchShelf

RECORDS = (
    ("Kusnadi Gaza", "Kusnadi, Gaza: bantuan.", "id"),
    ("Cầu Vĩnh Long", "Cầu mới khánh thành, Vĩnh Long.", "vi"),
    ("Cầu ở Vĩnh Long", "Cầu ở Vĩnh Long mở.", "vi"),
    ("Airport volunteers", "Volunteers, airport.", "en"),
    ("Kusnadi Bogor", "Kusnadi Bogor.", "id"),
    ("Kusnadi di Bogor", "Kusnadi di Bogor.", "id"),
    ("Nomor", "Siaran 112/SP/SETNEG/IX/2021.", "id"),
    ("Gioi", "Giới thiệu.", "vi"),
    ("Thế giới", "Thế giới.", "vi"),
)


@pytest.fixture(scope="module", params=LOCAL)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path_factory.mktemp("light") / "archive") as archive:
        made = SearchShelf(archive)
        for title, text, language in RECORDS:
            made.add(title, text, language=language)
        index_sync.rebuild(archive, engine=request.param)
        yield made


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("kusnadi and gaza", ["Kusnadi Gaza"]),
        ("kusnadi dan gaza", ["Kusnadi Gaza"]),
        ("cầu ở Vĩnh Long", ["Cầu ở Vĩnh Long", "Cầu Vĩnh Long"]),
        ("volunteers at the airport", ["Airport volunteers"]),
        ("kusnadi di bogor", ["Kusnadi di Bogor", "Kusnadi Bogor"]),
        ("KUSNADI DI BOGOR", ["Kusnadi di Bogor", "Kusnadi Bogor"]),
        ("kusnadi +di bogor", ["Kusnadi di Bogor"]),
        ('kusnadi "di" bogor', ["Kusnadi di Bogor"]),
        ("kusnadi AND di AND bogor", ["Kusnadi di Bogor"]),
        ("text:(kusnadi di bogor)", ["Kusnadi di Bogor"]),
        ("kusnadi -di", ["Kusnadi Bogor", "Kusnadi Gaza"]),
        ("di", ["Kusnadi di Bogor"]),
        ("the gioi", ["Thế giới"]),
        ("siaran nomor 112/SP/SETNEG/IX/2021", ["Nomor"]),
        ("no. 112/SP/SETNEG/IX/2021", ["Nomor"]),
        ("số 112/SP/SETNEG", ["Nomor"]),
        ("so: 112/SP/SETNEG", []),
    ],
)
def test_what_joins_words_need_not_be_there_and_counts_where_it_is(
    shelf: SearchShelf, typed: str, right: list[str]
) -> None:
    found = [hit.record.title for hit in shelf.search(typed).hits]
    assert found == right or (typed == "kusnadi -di" and sorted(found) == right)


def light(typed: str) -> list[str]:
    clause: Clause | None = mark_stop_words(parse_query(typed)).clause
    assert isinstance(clause, Every)
    return [c.clause.text for c in clause.clauses if isinstance(c, StopWord) and isinstance(c.clause, Word)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("pidato obama di hanoi", ["di"]),
        ("foto jokowi dan phạm minh chính", ["dan"]),
        ("photo of jokowi in bogor", ["of", "in"]),
        ("flood in hue", ["in"]),
        ("gempa di palu", ["di"]),
        ("Bank of America", ["of"]),
        ("dân chủ và phát triển", ["và"]),
        ("cho vay lãi suất", ["cho"]),
        ("hội nghị về biển tại Huế", ["về", "tại"]),
        ("Pak Ganjar", ["Pak"]),
        ("bu retno", ["bu"]),
        ("Ibu Ani", ["Ibu"]),
        ("Ông Cường", ["Ông"]),
        ("TBT Lâm", ["TBT"]),
    ],
)
def test_the_words_that_join(typed: str, words: list[str]) -> None:
    assert light(typed) == words


@pytest.mark.parametrize(
    "typed",
    [
        "the thao hanoi",
        "di san the gioi",
        "nhan dan",
        "to be or not to be",
        "cho vay lai suat",
        "di hanoi",
        "Chairman To Lam",
        "dan brown",
        "what for",
        "ha noi",
        "thu tuong",
        "nomor 12 2021",
        "ibu kota baru",
        "bu thong tin",
        "bà con",
        "Presiden Ganjar",
        "và ở",
    ],
)
def test_what_may_be_a_syllable_or_has_nothing_to_join_is_a_word(typed: str) -> None:
    assert light(typed) == []


@pytest.mark.parametrize("typed", ["kusnadi di bogor", "a and b OR c di jakarta", "siaran nomor 112/SP/IX", "x di -y"])
def test_what_was_read_can_be_typed_again(typed: str) -> None:
    once = mark_stop_words(parse_query(typed))
    assert mark_stop_words(parse_query(once.read_as)).read_as == once.read_as
    assert light("kusnadi AND jalan di bogor") == ["di"]


def test_words_that_join_are_not_marked_nor_told_as_what_to_drop(shelf: SearchShelf) -> None:
    found = shelf.search("kusnadi di bogor")
    marked = {h.text[a:b] for hit in found.hits for h in hit.highlights for a, b in h.spans}
    assert marked == {"Kusnadi", "Bogor"}
    assert [part.words for part in shelf.search("kusnadi di zzzz").why] == ["kusnadi", "zzzz"]
