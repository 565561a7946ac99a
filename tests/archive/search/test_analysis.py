"""Terms of words: a word typed in any usual way gets the same term as the printed word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import (
    ENGINE_FIELDS,
    LANGUAGES,
    TextValue,
    TokenRole,
    document_terms,
    fold,
    language,
    stem_term,
    tokenize,
)
from archive.text.terms import GAP, MARKED, whole_number
from tests.support.commands import some
from tests.support.growth import assert_linear, repeated


def parts(text: str) -> list[str]:
    return [t.folded for t in tokenize(text) if t.role is TokenRole.PART]


def words(text: str) -> set[str]:
    return {t.folded for t in tokenize(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Presiden Luong Cuong, 25-26 Oktober.", ["presiden", "luong", "cuong", "25", "26", "oktober"]),
        ("Lương Cường ĐÀ NẴNG", ["luong", "cuong", "da", "nang"]),
        ("W-HAI_1275.jpg", ["w", "hai", "1275", "jpg"]),
        ("IMG (2).JPG", ["img", "2", "jpg"]),
        ("123/SP/HM/X/2025", ["123", "sp", "hm", "x", "2025"]),
        ("Số 45/TB-BNG", ["so", "45", "tb", "bng"]),
        ("P.B.B. dan U.S.", ["pbb", "dan", "us"]),
        ("T.Ư. Đ.H.", ["tu", "dh"]),
        ("Bangsa-Bangsa", ["bangsa", "bangsa"]),
        ("to an ở 5 I", ["to", "an", "o", "5", "i"]),
        ("🎉 konvensi 🇮🇩!", ["konvensi"]),
        ("Straße ŁÓDŹ København İstanbul œuvre", ["strasse", "lodz", "kobenhavn", "istanbul", "oeuvre"]),
        ("東京都は", ["東京", "京都", "都は"]),
        ("東", ["東"]),
        ("NHK東京5", ["nhk", "東京", "5"]),
        ("サンプル2025", ["サン", "ンプ", "プル", "2025"]),
        ("हिन्दी", ["हिन्दी"]),
        ("السَّلام", ["السلام"]),
        ("ﬁ­nal", ["final"]),
        ("", []),
        ("… — ” _ ' -", []),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("P.B.B.", "pbb"),
        ("10.000 orang", "10000"),
        ("10,000 people", "10000"),
        ("1.234.567", "1234567"),
        ("e-mail", "email"),
        ("Jum'at", "jumat"),
        ("Jum’at", "jumat"),
        ("president's", "president"),
        ("O'Neill", "neill"),
        ("IMG1275.jpg", "1275"),
        ("Bangsa-Bangsa", "bangsa"),
        ("ASEAN+3", "asean"),
        ("vietnamnet.vn", "vietnamnet"),
        ("東京都", "都"),
    ],
)
def test_parts_and_whole_both_find(text: str, found: str) -> None:
    assert found in words(text)


@pytest.mark.parametrize("text", ["Bangsa-Bangsa", "3.5", "25.10.2025", "tanda-tangan", "1.2345"])
def test_what_nobody_writes_in_one_is_not_joined(text: str) -> None:
    assert all(t.role is not TokenRole.JOINED for t in some(tokenize(text)))


def test_exact_forms_keep_what_was_typed() -> None:
    exact = [t.exact for t in tokenize("Lương lượng LUONG đường")]
    assert exact == ["lương", "lượng", "luong", "đường"]


@pytest.mark.parametrize(("old", "new"), [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thúy", "thuý"), ("HÒA", "hoà")])
def test_both_places_of_a_tone_mark_are_one_word(old: str, new: str) -> None:
    assert [t.exact for t in tokenize(old)] == [t.exact for t in tokenize(new)]


def test_different_tones_are_different_exact_words() -> None:
    assert len({t.exact for t in tokenize("hòa hóa hỏa hoa hoàn")}) == 5


def test_positions_join_neighbours_and_offsets_point_into_the_text() -> None:
    text = "Foto: W-HAI_1275.jpg, Jum'at"
    found = {(t.folded, t.position): text[t.start : t.end] for t in tokenize(text)}
    assert found["hai", 2] == "HAI"
    assert found["1275", 3] == "1275"
    assert found["jumat", 5] == "Jum'at"
    assert found["jum", 5] == "Jum"
    assert found["at", 6] == "at"


def test_long_words_are_cut_alike_in_texts_and_queries() -> None:
    long = "ơ" * 150
    assert [t.exact for t in tokenize(long)] == [t.exact for t in tokenize(long + "x")] == ["ơ" * 100]
    assert [len(t.exact) for t in tokenize(unicodedata.normalize("NFD", long))] == [100]


@given(st.text(max_size=80))
def test_any_text_gives_ordered_tokens_within_it(text: str) -> None:
    tokens = list(tokenize(text))
    assert all(0 <= t.start < t.end <= len(text) and t.exact and t.folded for t in tokens)
    assert all(len(t.exact) <= 100 and " " not in t.exact and "_" not in t.exact for t in tokens)
    own = [t for t in tokens if t.role is TokenRole.PART]
    assert [t.position for t in own] == list(range(len(own)))
    assert [t.start for t in own] == sorted(t.start for t in own)


@given(st.text(alphabet="aàảãáạăđdơợởuưhbc12 -_.'/Ệôố", max_size=40))
def test_composed_and_decomposed_are_one(text: str) -> None:
    nfd = [(t.exact, t.folded, t.position) for t in tokenize(unicodedata.normalize("NFD", text))]
    assert nfd == [(t.exact, t.folded, t.position) for t in tokenize(unicodedata.normalize("NFC", text))]


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("piece", ["a.", "a'", "1,", "é", "a\u0301", "東"])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    assert_linear(lambda text: list(tokenize(text)), repeated(piece))


def test_each_form_has_its_field() -> None:
    terms = document_terms([TextValue("title", "Lễ ký Công ước", "vi"), TextValue("title", "Signing ceremonies", "en")])
    assert terms["title_text"] == [(w, i) for i, w in enumerate(["le", "ky", "cong", "uoc"])] + [
        ("signing", 3 + GAP),
        ("ceremonies", 4 + GAP),
    ]
    assert terms["title_exact"] == [(MARKED, 0), ("lễ", 0), ("ký", 1), ("công", 2), ("ước", 3)]
    assert terms["title_pairs"][:3] == [("le_ky", 0), ("ky_cong", 1), ("cong_uoc", 2)]
    assert terms["title_stem"] == [("en:sign", 3 + GAP), ("en:ceremoni", 4 + GAP)]
    assert set(terms) <= set(ENGINE_FIELDS)


def test_body_text_has_pairs_only_where_two_syllables_make_a_word() -> None:
    assert "text_pairs" in document_terms([TextValue("text", "Chủ tịch nước", "vi-VN")])
    assert "text_pairs" not in document_terms([TextValue("text", "menandatangani konvensi", "id")])


def test_fields_that_queries_name_have_their_own_terms() -> None:
    values = [TextValue("creator", "Đặng Hải"), TextValue("credit", "VNA"), TextValue("number", "123/SP/HM/X/2025")]
    terms = document_terms(values)
    assert [t for t, _ in terms["creator_text"]] == ["dang", "hai"]
    assert [t for t, _ in terms["names_text"]] == ["dang", "hai", "vna"]
    assert [t for t, _ in terms["credit_text"]] == ["vna"]
    assert terms["number_exact"] == [("123/sp/hm/x/2025", 0)]
    assert [t for t, _ in terms["number_text"]] == ["123", "sp", "hm", "x", "2025"]
    assert set(terms) <= set(ENGINE_FIELDS)


def test_no_phrase_crosses_from_one_value_to_the_next() -> None:
    terms = document_terms([TextValue("person", "Ibu Ani"), TextValue("person", "Budi Hartono")])
    at = dict(terms["person_text"])
    assert at["budi"] - at["ani"] == GAP
    assert "ani_budi" not in dict(terms["names_pairs"])


def test_values_without_words_leave_nothing() -> None:
    assert document_terms([TextValue("title", " — "), TextValue("text", "")]) == {}


@pytest.mark.parametrize("typed", ["123/SP/HM/X/2025", "123-sp-hm-x-2025", "123 SP.HM.X.2025"])
def test_a_number_is_one_term_whatever_separates_it(typed: str) -> None:
    assert whole_number(typed) == "123/sp/hm/x/2025"


@pytest.mark.parametrize(
    ("tag", "one", "other"),
    [
        ("id", "bacaan", "membaca"),
        ("en", "ceremonies", "ceremony"),
        ("ru", "конвенции", "конвенция"),
        ("ar", "الاتفاقيات", "الاتفاقية"),
        ("el", "συμβάσεων", "σύμβαση"),
        ("fr", "conventions", "convention"),
        ("de", "Verträge", "Vertrag"),
        ("es", "acuerdos", "acuerdo"),
    ],
)
def test_stems_bring_inflections_together(tag: str, one: str, other: str) -> None:
    exact = [next(tokenize(word)).exact for word in (one, other)]
    assert stem_term(exact[0], language(tag)) == stem_term(exact[1], language(tag))


@pytest.mark.parametrize(
    ("word", "tags"),
    [
        ("kapal", {"id", "en", "sr"}),
        ("конвенция", {"ru", "sr"}),
        ("σύμβαση", {"el"}),
        ("اتفاقية", {"ar", "fa"}),
        ("lương", {"id", "en", "sr"}),
        ("東京", set()),
    ],
)
def test_a_language_is_asked_for_words_of_its_scripts(word: str, tags: set[str]) -> None:
    held = ("id", "en", "sr", "ru", "el", "ar", "fa", "hi")
    assert {tag for tag in held if language(tag).writes(word)} == tags


def test_every_stemmer_named_is_there() -> None:
    assert all(stem_term("abc", entry) for entry in some(one for one in LANGUAGES.values() if one.stemmer))


def test_stems_of_two_languages_are_never_one() -> None:
    assert stem_term("sign", language("en")) != stem_term("sign", language("id"))


def test_an_unknown_language_is_analysed_too() -> None:
    terms = document_terms([TextValue("text", "Tétun ne'e", "tet"), TextValue("text", "lian", None)])
    assert {t for t, _ in terms["text_text"]} >= {"tetun", "nee", "lian"}
    assert "text_stem" not in terms
