"""Snippets of a text, and that every position is correct."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.record import PAGE_BREAK
from archive.search.query import parse_query
from archive.search.query.tree import Every, FieldClause, NameClause, Query, Quoted, Word
from archive.search.snippets import Passage, beginning, highlights, hits, looked_through, select_field_needles
from archive.text import tokenize
from tests.support.commands import some
from tests.support.growth import assert_linear, repeated

TEXT = (
    "Presiden Luong Cuong memimpin upacara penandatanganan Konvensi di Hanoi.\n\n"
    + "Kalimat pengisi tanpa arti apa pun. " * 20
    + "\n\nSekretaris Jenderal P.B.B. menyambut Chủ tịch nước Lương Cường; sản lượng tăng.\n"
    + "Foto W-HAI_1275.jpg: pembukaan konvensi."
)


def marked(query: str, text: str = TEXT, tag: str | None = "id", **options: int) -> list[str]:
    passages = highlights(text, select_field_needles(parse_query(query)), tag, **options)
    assert all(text[p.offset : p.offset + len(p.text)] == p.text for p in passages)
    return [p.text[a:b] for p in passages for a, b in p.spans]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("hanoi", ["Hanoi"]),
        ("HANOI", ["Hanoi"]),
        ('"luong cuong"', ["Luong Cuong", "Lương Cường"]),
        ('"Lương Cường"', ["Lương Cường"]),
        ("Lương", ["Lương"]),
        ("1275", ["1275"]),
        ("HAI_1275", ["HAI_1275"]),
        ("W-HAI_1275.jpg", ["W-HAI_1275.jpg"]),
        ("PBB", ["P.B.B"]),
        ("menya*", ["menyambut"]),
        ("hanoy~", ["Hanoi"]),
        ("konvesni~", ["Konvensi", "konvensi"]),
        ("hnoi~", ["Hanoi"]),
        ("luongs~", ["Luong", "Lương", "lượng"]),
        ("hany~", []),
        ('"sekretaris menyambut"~2', ["Sekretaris Jenderal P.B.B. menyambut"]),
        ("konvensi -hanoi", ["Konvensi", "konvensi"]),
        ("hanoi OR pembukaan", ["Hanoi", "pembukaan"]),
        ("title:hanoi pembukaan", ["pembukaan"]),
        ("text:hanoi", ["Hanoi"]),
        ("tidakada", []),
        ("", []),
        ("date:2025", []),
    ],
)
def test_marks(query: str, expected: list[str]) -> None:
    assert sorted(marked(query)) == sorted(expected)


def test_marks_without_marks_find_both_and_more() -> None:
    assert marked("luong", "Luong, Lương và lượng", "vi") == ["Luong", "Lương", "lượng"]
    assert marked("Lương", "chỉ có lượng ở đây", "vi") == ["lượng"]


def test_inflections_are_marked_in_the_language_of_the_text() -> None:
    text = "Two ceremonies and one ceremony"
    assert marked("ceremony", text, "en") == ["ceremonies", "ceremony"]
    assert marked("ceremony", text, "vi") == ["ceremony"]
    assert marked('"ceremony"', text, "en") == ["ceremony"]


def test_fields_of_a_value_are_marked_by_what_was_asked_of_them() -> None:
    wanted = select_field_needles(parse_query("title:hanoi caption:pembukaan konvensi"), "caption")
    passage = highlights("pembukaan konvensi di Hanoi", wanted, "id")[0]
    assert [passage.text[a:b] for a, b in passage.spans] == ["pembukaan", "konvensi"]


def named(typed: str, *forms: str) -> Query:
    words = tuple(Word(word, (0, 0)) for word in typed.split())
    others = tuple(Quoted(form, (0, 0)) for form in forms)
    return Query(typed, NameClause(Every(words), "luong-cuong", "person", "Lương Cường", others, (0, len(typed))))


def test_a_name_is_marked_in_all_forms_of_its_card() -> None:
    query = named("Lương Cường", "Lương Cường", "Presiden Luong Cuong")
    assert [p.text[a:b] for p in highlights(TEXT, select_field_needles(query), "id") for a, b in p.spans] == [
        "Lương Cường",
        "Presiden Luong Cuong",
    ]


def test_function_words_of_a_name_are_not_marked_everywhere() -> None:
    text = "The freedom of the press is older than the freedom of the seas."
    passage = highlights(text, select_field_needles(named("freedom of the press")), "en")[0]
    assert [passage.text[a:b] for a, b in passage.spans] == ["freedom", "press", "freedom"]
    (only,) = highlights("We look at the whole.", select_field_needles(named("the")), "en")
    assert [only.text[a:b] for a, b in only.spans] == ["the"]  # nothing else was typed


def test_a_form_with_marks_is_marked_where_it_is_written_without_and_not_where_it_is_another_word() -> None:
    wanted = select_field_needles(named("pct", "Lương Cường", "Cường"))
    text = "Luong Cuong, Lương Cường; Cuong, Cường và cương"
    passage = highlights(text, wanted, "vi")[0]
    assert [passage.text[a:b] for a, b in passage.spans] == ["Luong Cuong", "Lương Cường", "Cuong", "Cường"]


def test_a_name_is_marked_where_its_field_was_asked_for() -> None:
    inner = named("Lương", "Luong Cuong").clause
    query = Query("", FieldClause("person", inner, (0, 0)))  # type: ignore[arg-type]
    assert highlights("Luong Cuong", select_field_needles(query, "person"), None)
    assert not highlights("Luong Cuong", select_field_needles(query, "text"), None)


def test_a_passage_that_shows_both_words_comes_first() -> None:
    text = "alpha alpha alpha " + "filler words here " * 40 + "alpha beta " + "more filler words " * 40 + "beta"
    first = highlights(text, select_field_needles(parse_query("alpha beta")), "en")[0]
    assert {first.text[a:b] for a, b in first.spans} == {"alpha", "beta"}


def test_passages_are_apart_and_as_many_as_asked() -> None:
    text = ("needle in " + "hay " * 120) * 6
    passages = highlights(text, select_field_needles(parse_query("needle")), "en", most=4)
    assert len(passages) == 4
    edges = sorted((p.offset, p.offset + len(p.text)) for p in passages)
    assert all(end <= start for (_, end), (start, _) in pairwise(edges))
    assert all(len(p.text) <= 260 for p in passages)


def test_pages_are_told_and_never_mixed() -> None:
    text = PAGE_BREAK.join(["first page about boats", "second page about trains and boats", "third"])
    passages = highlights(text, select_field_needles(parse_query("boats")), "en", most=5)
    assert sorted((p.pdf_page, p.text) for p in passages) == [
        (1, "first page about boats"),
        (2, "second page about trains and boats"),
    ]
    assert highlights("boats", select_field_needles(parse_query("boats")), "en")[0].pdf_page is None


def test_words_are_never_cut() -> None:
    text = "Đồng bào " + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa " * 30 + "needle " + "bbbbbbbbbbbbbbbbbbbbbbbbbb " * 30
    whole = set(text.split())
    for passage in some(highlights(text, select_field_needles(parse_query("needle")), "vi")):
        assert set(passage.text.split()) <= whole


def test_the_beginning_of_a_text() -> None:
    assert beginning("  short text ") == Passage("short text", (), 2, None)
    long = beginning("word " * 100, length=22)
    assert long.text == "word word word word"
    assert beginning("page one" + PAGE_BREAK + "page two").text == "page one"
    assert beginning("x" * 500, length=40).text == "x" * 40
    assert beginning("").text == ""


@given(
    st.text(alphabet="ab đơ\n\f.-_'1東", max_size=300),
    st.lists(
        st.sampled_from(["a", "ab", "đ", "b-a", '"a b"', "a_b", '"a b a"~3', "東", "ab1*"]), min_size=1, max_size=4
    ),
    st.integers(min_value=1, max_value=60),
)
def test_any_passage_is_a_piece_of_the_text_with_whole_words_marked(text: str, query: list[str], length: int) -> None:
    starts, ends = {t.start for t in tokenize(text)}, {t.end for t in tokenize(text)}
    wanted = select_field_needles(parse_query(" ".join(query)))
    found = highlights(text, wanted, "vi", length=length)
    assert found or all(PAGE_BREAK in text[start:end] for start, end in hits(text, wanted, "vi"))
    for passage in found:
        assert text[passage.offset : passage.offset + len(passage.text)] == passage.text
        assert PAGE_BREAK not in passage.text
        assert passage.spans
        assert list(passage.spans) == sorted(passage.spans)
        for start, end in passage.spans:
            assert 0 <= start < end <= len(passage.text)
            assert passage.offset + start in starts
            assert passage.offset + end in ends


def test_a_long_text_full_of_hits_is_marked_in_its_beginning_and_one_hit_at_its_end_is_found() -> None:
    text = "a b " * 100_000 + "needle"
    often, once = select_field_needles(parse_query("a")), select_field_needles(parse_query("needle"))
    until = looked_through(text, often, "en")
    assert len(hits(text, often, "en")) == text[:until].count("a") > 5_000
    assert until < 200_000
    assert looked_through(text, once, "en") == len(text)
    assert hits(text, once, "en") == [(400_000, 400_006)]


def test_any_text_that_people_write_is_looked_through_to_its_end() -> None:
    text = "The governor opened the bridge before the people of the town, straße. " * 300
    assert looked_through(text, select_field_needles(parse_query("the")), "en") == len(text)


@pytest.mark.parametrize(
    ("query", "before", "piece", "after"),
    [
        ('"' + "a " * 60 + '"', "", "a ", ""),
        ('"' + "a " * 7 + 'b"~1', "", "a ", ""),
        ("a b c", "", "a b c ", ""),
        ("abc*", "", "abcdef ", ""),
        ("needle", "", "needle ", ""),
        ('"needle thread"~5', "", "needle ", ""),
        ("needle", "", "needle", ""),
        ("needle", "", "needle.", ""),
        ("needle~ hay", "hay " * 100, "x", " nedle"),
        ('"hay stack" needle', "", "hay " + "-" * 40, ""),
        ("東京", "", "東京都", ""),
        ('"u.s. army" hay', "", "U.S. hay ", ""),
    ],
)
def test_hostile_texts_take_linear_time(query: str, before: str, piece: str, after: str) -> None:
    needles = select_field_needles(parse_query(query))
    assert_linear(lambda text: highlights(text, needles, "en"), repeated(piece, before, after))
