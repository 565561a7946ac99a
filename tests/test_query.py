"""What people type and what is found: the query language from text to answers, on the default engine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis import TextValue, document_terms
from archive.engines.base import Document, Engine, State
from archive.engines.whoosh import WhooshEngine
from archive.errors import QueryError
from archive.query import Query, compile_query, day_span, parse
from archive.query.parser import MAX_DEPTH, MAX_LENGTH, MAX_WORDS
from archive.query.plan import Dates, Everything, Nothing, Plan

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
    return "".join(engine.search(compile_query(parse(typed), LANGUAGES, any_word=any_word)).ids)


FINDS = {
    # words, with and without accents and capitals
    "konvensi": "AB",
    "KONVENSI": "AB",
    "Lương Cường": "BAC",
    "lương cường": "BAC",
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
    "https://vietnamnet.vn": "",
    "tidakada": "",
    # inflections, each language its own
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
    "tieude:lương": "ABC",
    "title:hanoi": "",
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
    "-date:2025": "CED",
    "konvensi date:2025-10-26": "B",
    # beginnings
    "presid*": "A",
    "penanda*": "A",
    "title:konv*": "A",
    "Lươn*": "BCA",
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


def test_accents_typed_put_the_exact_form_first(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path / "index", State(0, "", 1))
    words = ("dương", "đường", "duong", "dưỡng")
    engine.update([record(w, ("title", f"{w} một", "vi")) for w in ("A", "B")], (), State(1, "", 1))
    engine.update([record(str(i), ("text", f"con {w} dài", "vi")) for i, w in enumerate(words)], (), State(2, "", 1))
    for i, word in enumerate(words):
        answers = engine.search(compile_query(parse(word), LANGUAGES)).ids
        assert set(answers) == {"0", "1", "2", "3"}
        assert word == "duong" or answers[0] == str(i)
    engine.close()


def test_any_word_is_enough_when_asked(engine: Engine) -> None:
    assert ranked(engine, "guterres treaty zebra") == ""
    assert set(ranked(engine, "guterres treaty zebra", any_word=True)) == set("ABE")
    assert set(ranked(engine, "guterres treaty zebra -konvensi", any_word=True)) == {"E"}
    assert set(ranked(engine, "guterres zebra kind:speech", any_word=True)) == set()


def test_the_frame_keeps_what_is_not_in_the_query() -> None:
    frame = Plan(Everything(), dates=Dates(20250101, None), sort="-date", offset=20, limit=5, facets=("kind",))
    plan = compile_query(parse("konvensi"), LANGUAGES, frame)
    assert (plan.dates, plan.sort, plan.offset, plan.limit, plan.facets) == (
        Dates(20250101, None),
        "-date",
        20,
        5,
        ("kind",),
    )
    assert compile_query(parse(""), LANGUAGES).node == Everything()
    assert compile_query(parse("…"), LANGUAGES).node == Nothing()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("“konvensi", "quotation mark is not closed"),
        ("(konvensi", "bracket is not closed"),
        ("konvensi)", "no opening one"),
        ("konvensi OR", "both sides"),
        ("konvensi NOT", "NOT has nothing after it"),
        ('konvensi ""', "holds no word"),
        ("title: OR konvensi", "title: has nothing after it"),
        ("foo:konvensi", "no field “foo”"),
        ("https://x.vn/konvensi", "no field “https”"),
        ("date:2025..2024 konvensi", "turned round"),
        ("🎉", "no word to search for"),
    ],
)
def test_slips_are_read_kindly_and_said(typed: str, words: str) -> None:
    assert words in " ".join(parse(typed).warnings)


@pytest.mark.parametrize(
    "typed", ["konvensi", '"luong cuong" -x', "10:30", "title:(a OR b)", "date:2025..2026", "a - b"]
)
def test_nothing_is_said_where_nothing_is_wrong(typed: str) -> None:
    assert parse(typed).warnings == ()


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ("konvensi date:2025-13", "2025-13", "is not a date"),
        ("date:2025-02-30", "2025-02-30", "is not a date"),
        ("date:kemarin", "kemarin", "is not a date"),
        ("date:2025-01..besok", "2025-01..besok", "is not a date"),
        ("date:..", "..", "is not a date"),
        ("date:0000", "0000", "is not a date"),
        ("date:٢٠٢٥", "٢٠٢٥", "is not a date"),
        ("x *abc", "*abc", "end of a word"),
        ("x a*b*", "a*b*", "end of a word"),
        ("x ab*", "ab*", "at least 3 letters"),
        ("kind:opera", "opera", "press-release"),
        ("language:???", "???", "language tag"),
    ],
)
def test_what_cannot_be_run_is_said_with_its_place(typed: str, place: str, words: str) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        parse(typed)
    error = caught.value
    assert typed[error.position : error.position + error.length] == place


def test_limits_are_said_with_their_place() -> None:
    parse("x" * MAX_LENGTH)
    with pytest.raises(QueryError, match="1000 are allowed") as caught:
        parse("x" * (MAX_LENGTH + 7))
    assert (caught.value.position, caught.value.length) == (MAX_LENGTH, 7)
    parse("ab " * MAX_WORDS)
    with pytest.raises(QueryError, match="more than 64 words"):
        parse("ab " * (MAX_WORDS + 1))
    with pytest.raises(QueryError, match="more than 64 words"):
        parse('"' + "ab " * (MAX_WORDS + 1) + '"')
    parse("(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH)
    with pytest.raises(QueryError, match="20 deep") as caught:
        parse("(" * (MAX_DEPTH + 1) + "x")
    assert caught.value.position == MAX_DEPTH


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("ha noi OR hue", "(ha AND noi) OR hue"),
        ("judul:“Luong Cuong” -foto", 'title:"Luong Cuong" AND NOT foto'),
        ("presid* jenis:foto tanggal:2025", "presid* AND kind:photo AND date:2025"),
        ("--x", "NOT x"),
        ("NOT NOT x", "NOT x"),
        ("OR", "OR"),
        ("", ""),
    ],
)
def test_the_query_says_how_it_was_read(typed: str, read_as: str) -> None:
    assert parse(typed).read_as == read_as
    assert parse(parse(typed).read_as).read_as == read_as


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


SYNTAX = st.sampled_from(
    [
        '"',
        "“",
        "(",
        ")",
        "-",
        "OR",
        "AND",
        "NOT",
        ":",
        "*",
        "~3",
        "title:",
        "date:",
        "kind:",
        "..",
        ">=",
        "a",
        "ký",
        " ",
        "2025",
        "東",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(SYNTAX, max_size=60).map("".join), st.lists(SYNTAX).map(" ".join)))
def test_anything_typed_is_a_query_or_an_error_with_its_place(typed: str) -> None:
    start = time.process_time()
    found = outcome(typed)
    if isinstance(found, QueryError):
        assert 0 <= found.position <= found.position + found.length <= len(typed)
        assert str(found).endswith(".")
    else:
        compile_query(found, LANGUAGES)
        assert found.clause is not None or found.blank or found.warnings
    assert time.process_time() - start < 0.5


def outcome(typed: str) -> Query | QueryError:
    try:
        return parse(typed)
    except QueryError as error:
        return error


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
    ],
)
def test_hostile_queries_end_at_once(engine: Engine, typed: str) -> None:
    start = time.process_time()
    if not isinstance(outcome(typed), QueryError):
        ranked(engine, typed)
    assert time.process_time() - start < 1
