"""Typed queries and their results: the query language from text to results, on the default engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.search.engines.engine import Document, Engine, State
from archive.search.engines.whoosh import WhooshEngine
from archive.search.query import compile_query, day_span, parse_query
from archive.search.query.plan import Dates, Everything, Nothing, Plan
from archive.text import TextValue, document_terms
from tests.archive.search.test_query_language import TYPED, outcome
from tests.support.growth import ends

LANGUAGES = ("id", "vi", "en")


def record(letter: str, *values: tuple[str, str, str | None], dates: int | None = None, **facets: str) -> Document:
    terms = document_terms(TextValue(field, text, tag) for field, text, tag in values)
    title = next((text for field, text, _ in values if field == "title"), "")
    return Document(letter, terms, {k: (v,) for k, v in facets.items()}, (dates, dates) if dates else None, title)


RECORDS = (
    record(
        "A",
        ("title", "Presiden Luong Cuong membuka upacara penandatanganan konvensi", "id"),
        ("text", "António Guterres hadir di Hanoi bersama P.B.B. dan Jum'at ini.", "id"),
        ("source", "vietnamnet.vn", None),
        ("number", "123/SP/HM/X/2025", None),
        dates=20251025,
        kind="article",
        language="id",
    ),
    record(
        "B",
        ("title", "Chủ tịch nước Lương Cường dự lễ ký Công ước Hà Nội", "vi"),
        ("text", "Thủ tướng phát biểu. Guterres cũng ký, và konvensi ini disebut.", "vi"),
        ("creator", "Đặng Hải", None),
        dates=20251026,
        kind="article",
        language="vi",
    ),
    record(
        "C",
        ("title", "Sản lượng điện tăng, cường độ cao", "vi"),
        ("text", "Thủ đô có hà bá, nội các và tướng lĩnh; lượng và cường.", "vi"),
        dates=20240310,
        kind="article",
        language="vi",
    ),
    record(
        "D",
        ("filename", "W-HAI_1275.jpg", None),
        ("caption", "Opening ceremonies of the convention", "en"),
        ("credit", "Hoàng Hà/VNA", None),
        ("place", "Hanoi", None),
        kind="photo",
        language="en",
        has="photo",
    ),
    record(
        "E",
        ("title", "The minister’s speech on e-mail and 10.000 ships", "en"),
        ("text", "He signed the treaty; opening words. Ảnh: W-HAI_1275.jpg", "en"),
        ("person", "Retno Marsudi", None),
        dates=20230105,
        kind="speech",
        language="en",
    ),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("query")
    engine = WhooshEngine.create(folder / "index", State(0, "", 1))
    engine.update(RECORDS, (), State(1, "", 1))
    yield engine
    engine.close()


def ranked(engine: Engine, typed: str, any_word: bool = False) -> str:
    return "".join(engine.search(compile_query(parse_query(typed), LANGUAGES, any_word=any_word)).ids)


FINDS = {
    # words, with and without accents and capitals
    "konvensi": "AB",
    "KONVENSI": "AB",
    "Lương Cường": "BA",
    "lương cường": "BA",
    "luong cuong": "BAC",
    "LUONG CUONG": "BAC",
    "hà nội": "BC",
    "thủ tướng": "BC",
    "thu tuong": "BC",
    "guterres ký konvensi": "B",
    "Antonio": "A",
    "PBB": "A",
    "P.B.B": "A",
    "jumat": "A",
    "jum'at": "A",
    "jum’at": "A",
    "minister": "E",
    "ministers": "E",
    "email": "E",
    "e-mail": "E",
    "10000": "E",
    "10,000": "E",
    "dang hai": "B",
    "retno": "E",
    "vietnamnet.vn": "A",
    "https://vietnamnet.vn": "A",
    "tidakada": "",
    # inflections of each language
    "ceremony": "D",
    "ceremonies": "D",
    "signing": "E",
    "menandatangani": "A",
    # file names and numbers
    "1275": "DE",
    "HAI_1275": "DE",
    "W-HAI_1275": "DE",
    "W-HAI_1275.jpg": "DE",
    "w-hai_1275.JPG": "DE",
    "hai 1275": "DE",
    "filename:1275": "D",
    "filename:HAI_1275": "D",
    "file:W-HAI_1275.jpg": "D",
    "123/SP/HM/X/2025": "A",
    'number:"123/SP/HM/X/2025"': "A",
    "number:123-SP-HM-X-2025": "A",
    "nomor:123": "A",
    "number:124": "",
    # phrases
    '"luong cuong"': "BA",
    '"Lương Cường"': "BA",
    "“Lương Cường”": "BA",
    "«luong cuong»": "BA",
    '"cuong luong"': "",
    '"presiden membuka"': "",
    '"presiden membuka"~2': "A",
    '"ceremony"': "",
    '"he signed" treaty': "E",
    # boolean
    "konvensi -guterres": "",
    "luong -presiden": "BC",
    "luong NOT presiden": "BC",
    "konvensi OR treaty": "EAB",
    "ceremony OR treaty OR điện": "CDE",
    "(konvensi OR treaty) guterres": "AB",
    "konvensi AND hanoi": "A",
    "-konvensi": "CED",
    "-(konvensi OR treaty)": "CD",
    "luong or cuong": "",
    "not konvensi": "",
    # fields
    "title:konvensi": "A",
    "judul:konvensi": "A",
    "tieude:lương": "B",
    "title:hanoi": "",
    "tiêu đề:lương": "B",
    "title:-konvensi": "BCED",
    "number:123.SP.HM.X.2025": "A",
    "nomor: 123 hanoi": "A",
    "title:(konvensi OR speech)": "EA",
    'title:"chu tich nuoc"': "B",
    "caption:opening": "D",
    "text:opening": "E",
    "creator:hai": "B",
    'creator:"Đặng Hải"': "B",
    "credit:hoang": "D",
    "credit:VNA": "D",
    "source:vietnamnet.vn": "A",
    "sumber:vietnamnet": "A",
    "place:hanoi": "D",
    "person:marsudi": "E",
    "person:hanoi": "",
    "kind:photo": "D",
    "kind:foto": "D",
    "loai:ảnh": "D",
    "kind:speech OR kind:photo": "ED",
    "-kind:article": "ED",
    "language:vi": "BC",
    "bahasa:Vietnam": "BC",
    'language:"tiếng Việt"': "BC",
    "has:photo": "D",
    # dates
    "date:2025": "BA",
    "date:2025-10-25": "A",
    "date:25/10/2025": "A",
    "date:2024..2025-10-25": "AC",
    "date:..2024": "CE",
    "date:2025-10-26..": "B",
    "date:>=2025-10-26": "B",
    "date:>2025-10-25": "B",
    "date:<2024": "E",
    "date:<=2024": "CE",
    "tahun:2023": "E",
    "date:oktober 2025": "BA",
    "ngày:tháng 10 năm 2025": "BA",
    "month:2025-10 konvensi": "AB",
    "date:25-26 Oktober 2025": "BA",
    "-date:2025": "CED",
    "konvensi date:2025-10-26": "B",
    # beginnings
    "presid*": "A",
    "penanda*": "A",
    "title:konv*": "A",
    "Lươn*": "BA",
    "HAI_127*": "DE",
    # what only looks like syntax
    "": "BACED",
    "   ": "BACED",
    "🎉": "",
    "hanoi 🎉": "AD",
    "foo:bar": "",
    "subjek: konvensi": "",
    "treaty; opening": "E",
    "opening?": "DE",
    "C++ :-) ": "",
}


@pytest.mark.parametrize("typed", FINDS)
def test_finds(engine: Engine, typed: str) -> None:
    assert sorted(ranked(engine, typed)) == sorted(FINDS[typed])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("luong cuong", "BA"),
        ("Lương Cường", "B"),
        ("thu tuong", "B"),
        ("thủ tướng", "B"),
        ("ha noi", "B"),
        ("hà nội", "B"),
        ("lượng cường", "C"),
        ("W-HAI_1275.jpg", "D"),
        ("konvensi", "A"),
    ],
)
def test_neighbours_and_accents_rank_first(engine: Engine, typed: str, first: str) -> None:
    assert set(ranked(engine, typed)[: len(first)]) == set(first)


def test_accents_typed_find_the_exact_form_and_without_them_it_comes_first(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path / "index", State(0, "", 1))
    words = ("dương", "đường", "duong", "dưỡng")
    engine.update([record(w, ("title", f"{w} một", "vi")) for w in ("A", "B")], (), State(1, "", 1))
    engine.update([record(str(i), ("text", f"con {w} dài", "vi")) for i, w in enumerate(words)], (), State(2, "", 1))
    for i, word in enumerate(words):
        answers = engine.search(compile_query(parse_query(word), LANGUAGES)).ids
        assert set(answers) == ({"0", "1", "2", "3"} if word == "duong" else {str(i)})
        assert answers[0] == str(i)
    engine.close()


def test_any_word_is_enough_when_asked(engine: Engine) -> None:
    assert ranked(engine, "guterres treaty zebra") == ""
    assert set(ranked(engine, "guterres treaty zebra", any_word=True)) == set("ABE")
    assert set(ranked(engine, "guterres treaty zebra -konvensi", any_word=True)) == {"E"}
    assert set(ranked(engine, "guterres zebra kind:speech", any_word=True)) == set()


def test_the_frame_keeps_what_is_not_in_the_query() -> None:
    frame = Plan(Everything(), dates=Dates(20250101, None), sort="-date", offset=20, limit=5, facets=("kind",))
    plan = compile_query(parse_query("konvensi"), LANGUAGES, frame)
    assert (plan.dates, plan.sort, plan.offset, plan.limit, plan.facets) == (
        Dates(20250101, None),
        "-date",
        20,
        5,
        ("kind",),
    )
    assert compile_query(parse_query(""), LANGUAGES).node == Everything()
    assert compile_query(parse_query("…"), LANGUAGES).node == Nothing()


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2025", (20250101, 20251231)),
        ("2024-02", (20240201, 20240229)),
        ("2025-10-25", (20251025, 20251025)),
        ("25.10.2025", (20251025, 20251025)),
        ("10/2025", (20251001, 20251031)),
        (" 2025/1/5 ", (20250105, 20250105)),
    ],
)
def test_days_of_a_date(typed: str, days: tuple[int, int]) -> None:
    assert day_span(typed) == days


@pytest.mark.parametrize(
    "typed",
    [
        "(" * 999,
        ")" * 1000,
        '"' * 1000,
        "-" * 1000,
        "NOT " * 250,
        "a:" * 500,
        "title:" * 166,
        "OR " * 333,
        "*" * 1000,
        "ab* " * 60,
        "abc* " * 64,
        "abcd~ " * 64,
        "*",
        "*a*",
        "[a TO z]",
        "t*",
        "x" * 20_000,
        "(" * 3_000,
        '"' + "ha " * 64 + '"~20',
        "date:1..9999 " * 70,
        "-a " * 64,
        "title:(" * 20 + "a OR b",
        "🎉" * 1000,
        "河" * 64,
    ],
)
def test_hostile_queries_end_at_once(engine: Engine, typed: str) -> None:
    with ends():
        if not isinstance(outcome(typed), QueryError):
            ranked(engine, typed)


@settings(max_examples=150, deadline=None)
@given(typed=TYPED, any_word=st.booleans())
def test_any_query_that_is_read_is_answered(engine: Engine, typed: str, any_word: bool) -> None:
    query = outcome(typed)
    if isinstance(query, QueryError):
        return
    found = engine.search(compile_query(query, LANGUAGES, any_word=any_word))
    assert set(found.ids) <= {document.id for document in RECORDS}
    assert found.total >= len(found.ids)
    again = engine.search(compile_query(parse_query(query.read_as), LANGUAGES, any_word=any_word))
    assert query.clause is None or again.ids == found.ids
