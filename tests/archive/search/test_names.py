"""Name cards in queries: which words are names, which forms are added to the search, and the effect of an archive's own
cards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.authority.authorities import FILE, Authorities, load_shipped_cards, parse_cards
from archive.authority.card_index import Cards, form_of, shipped_cards
from archive.errors import QueryError
from archive.search.query import parse_query
from archive.search.query.card_expansion import MOST_CARDS, MOST_FORMS, NameRead, read_names
from archive.search.query.tree import Between, Clause, Either, Every, FieldClause, NameClause, Not, Quoted, Word
from tests.cases.names_cases import CASES, LATER
from tests.support.commands import some


def cards_of(text: str = "") -> Cards:
    return Cards.of(Authorities(parse_cards(text, FILE), load_shipped_cards()))


SHIPPED = cards_of()


def said(read: NameRead) -> str:
    return f"{read.words}={read.card}" if read.card else f"{read.words}?"


def reads(typed: str, cards: Cards = SHIPPED, off: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(map(said, read_names(parse_query(typed), cards, off)[1]))


def names_in(clause: Clause | None) -> Iterator[NameClause]:
    match clause:
        case NameClause():
            yield clause
        case Every(clauses=clauses) | Either(clauses=clauses):
            for inner in clauses:
                yield from names_in(inner)
        case FieldClause(clause=inner) | Not(clause=inner):
            yield from names_in(inner)


def named(typed: str, cards: Cards = SHIPPED) -> NameClause:
    (found,) = names_in(read_names(parse_query(typed), cards)[0].clause)
    return found


def forms(typed: str, cards: Cards = SHIPPED) -> set[str]:
    (found,) = read_names(parse_query(typed), cards)[1]
    return set(found.forms)


@pytest.mark.parametrize(("typed", "expected"), [*CASES.items(), *LATER.items()])
def test_a_query_is_read_as_the_names_it_holds(typed: str, expected: tuple[str, ...]) -> None:
    assert reads(typed) == expected


def test_what_was_typed_stays_as_it_was_and_other_forms_stand_beside_it() -> None:
    query, (name,) = read_names(
        parse_query(
            "luong cuong konferensi",
        ),
        SHIPPED,
        ("concept-conference",),
    )
    assert query.read_as == "(luong AND cuong) AND konferensi"
    assert (name.words, name.span, name.kind, name.name) == ("luong cuong", (0, 11), "person", "Lương Cường")
    (clause,) = names_in(query.clause)
    assert clause.clause == Every((Word("luong", (0, 5)), Word("cuong", (6, 11))))


def test_a_query_without_names_is_the_same_query() -> None:
    query = parse_query("jembatan kupang")
    assert read_names(query, SHIPPED) == (query, ())


def test_other_forms_are_those_that_find_more() -> None:
    assert forms("PBB", cards_of('[[card]]\nkind = "body"\nname = "PBB"\nforms = ["Bangsa-Bangsa"]')) == {
        "Bangsa-Bangsa"
    }
    assert forms("perserikatan bangsa-bangsa") >= {"PBB", "LHQ", "United Nations", "Liên hợp quốc"}
    assert forms("presiden") == {"president", "chủ tịch nước", "tổng thống"}
    assert forms("prabowo") == set()  # Prabowo Subianto is found by it already
    assert forms("prabowo subianto") == {"Prabowo"}
    assert forms("Jerman") >= {"Germany", "nước Đức"}
    assert "Đức" not in forms("Jerman")  # also a word and a given name
    assert forms("Pak Prabowo") == {"Prabowo"}
    assert forms("Dr. (H.C.) Ir. H. Joko Widodo") == {"Joko Widodo", "Jokowi"}


def test_marks_are_kept_but_in_names_of_people() -> None:
    assert Quoted("Biển Đông", (0, 15)) in named("south china sea").others
    assert Quoted("tap can binh", (0, 10)) in named("xi jinping").others
    assert forms("xi jinping") == {"Tập Cận Bình"}


def test_words_that_are_two_things_without_marks_are_offered() -> None:
    assert (reads("biển đông"), reads("biến động"), reads("bien dong")) == (
        ("biển đông=place-south-china-sea",),
        (),
        ("bien dong?",),
    )


def test_signs_after_a_name_are_no_part_of_it() -> None:
    ((read,)) = read_names(parse_query("di mana hanoi?"), SHIPPED)[1]
    assert (read.words, read.span) == ("hanoi", (8, 13))


def test_forms_are_phrases_and_a_word_of_a_concept_is_any_word() -> None:
    assert Quoted("United Nations", (0, 3)) in named("lhq").others
    assert Word("speech", (0, 6)) in named("pidato").others


def test_a_short_form_counts_only_beside_a_full_one() -> None:
    (beside,) = [other for other in named("Lương Cường").others if isinstance(other, Every)]
    short, full = beside.clauses
    assert short == Either((Quoted("ông Cường", (0, 11)), Quoted("đồng chí Cường", (0, 11))))
    assert full == Quoted("luong cuong", (0, 11))  # other languages print it without diacritics


@pytest.mark.parametrize(
    ("typed", "holders"),
    [
        ("presiden ri 2009", {"Susilo Bambang Yudhoyono"}),
        ("presiden ri tahun 2014", {"Susilo Bambang Yudhoyono", "Joko Widodo"}),
        ("2001 presiden indonesia", {"Abdurrahman Wahid", "Megawati Soekarnoputri"}),
        ("presiden ri 1910", set()),
        ("chủ tịch nước việt nam năm 2023", {"Nguyễn Xuân Phúc", "Võ Văn Thưởng"}),
        ("sekjen pbb 2010", {"Ban Ki-moon"}),
        ("us president 2004-2005", {"George W. Bush"}),
        ("president of the united states 2012", {"Barack Obama"}),
        ("presiden ri date:2012", {"Susilo Bambang Yudhoyono"}),
        ("thủ tướng anh 2022", {"Boris Johnson", "Liz Truss", "Rishi Sunak"}),
    ],
)
def test_an_office_beside_a_year_finds_who_held_it(typed: str, holders: set[str]) -> None:
    known = {term.holder for card in SHIPPED.cards for term in card.terms}
    assert forms(typed) & known == holders


def test_a_holder_is_asked_for_in_his_days_of_that_year() -> None:
    name = named("presiden ri 2014")
    within = [other for other in name.others if isinstance(other, Every)]
    days = [
        (inner.first, inner.last)
        for other in within
        for when in other.clauses
        if isinstance(when, Either)
        for inner in when.clauses
        if isinstance(inner, Between)
    ]
    assert days == [(20140101, 20141231), (20140101, 20141020), (20141020, 20141231)]
    assert all(
        Word("2014", name.span) in other.clauses[1].clauses for other in within if isinstance(other.clauses[1], Either)
    )


def test_a_holder_beyond_what_is_known_is_not_guessed() -> None:
    assert "Prabowo Subianto" in forms("presiden ri 2025")
    assert "Prabowo Subianto" not in forms("presiden ri 2031")


def test_an_acronym_of_several_meanings_is_offered_with_each() -> None:
    query, (name,) = read_names(parse_query("PBB jakarta"), SHIPPED, ("place-jakarta",))
    assert not list(names_in(query.clause))
    assert [(key, kind) for key, kind, _ in name.senses] == [
        ("body-united-nations", "body"),
        ("body-partai-bulan-bintang", "body"),
        ("concept-pajak-bumi-dan-bangunan", "concept"),
    ]
    assert (name.card, name.forms) == ("", ())


def test_every_sense_that_is_offered_is_a_query_that_is_read_as_that_card() -> None:
    offered = (
        entry.card
        for _, entries in SHIPPED.forms()
        for entry in entries
        if (len(entries) > 1 or entries[0].role.name in ("COMMON", "SHORT")) and entry.role.name != "OTHER"
    )
    for card in some(offered):
        assert reads(card.name) == (f"{card.name}={card.key}",)


def test_a_card_that_is_off_is_not_read_and_leaves_others_their_form() -> None:
    assert reads("jokowi", off=("person-joko-widodo",)) == ()
    off = ("body-partai-bulan-bintang", "concept-pajak-bumi-dan-bangunan")
    assert reads("PBB", off=off) == ("PBB=body-united-nations",)


def test_a_query_has_few_cards_and_a_card_few_forms_names_before_concepts() -> None:
    typed = "konvensi pidato hanoi jokowi guterres tiongkok asean"
    told = read_names(parse_query(typed), SHIPPED)[1]
    assert [name.words for name in told] == ["hanoi", "jokowi", "guterres", "tiongkok"]
    assert len(told) == MOST_CARDS
    many = ", ".join(f'"Rumah {chr(97 + i)}x{chr(97 + j)}"' for i in range(10) for j in range(5))
    assert len(forms("Toko", cards_of(f'[[card]]\nkind = "body"\nname = "Toko"\nforms = [{many}]'))) == MOST_FORMS


class TestOwnCards:
    def test_an_own_card_adds_to_the_shipped_one_of_its_name(self) -> None:
        cards = cards_of('[[card]]\nkind = "person"\nname = "Joko Widodo"\nforms = ["Mas Joko"]')
        assert reads("mas joko", cards) == ("mas joko=person-joko-widodo",)
        assert forms("mas joko", cards) == {"Joko Widodo", "Jokowi"}

    def test_it_may_give_another_name(self) -> None:
        cards = cards_of('[[card]]\nkind = "place"\nname = "Jerman"\nforms = ["Germany"]')
        assert reads("nước Đức", cards) == ("nước Đức=place-jerman",)

    def test_its_forms_are_its_own_alone(self) -> None:
        cards = cards_of('[[card]]\nkind = "body"\nname = "Paguyuban Bakul Beras"\nforms = ["PBB"]')
        assert reads("pbb", cards) == ("pbb=body-paguyuban-bakul-beras",)
        assert reads("liên hợp quốc", cards) == ("liên hợp quốc=body-united-nations",)

    def test_a_shipped_card_is_taken_away(self) -> None:
        cards = cards_of('[[card]]\nkind = "concept"\nname = "president"\nremove = true')
        assert reads("presiden", cards) == ()
        assert reads("presiden ri", cards) == ("presiden ri=office-president-of-indonesia",)

    def test_terms_go_on_where_the_shipped_ones_end(self) -> None:
        cards = cards_of(
            '[[card]]\nkind = "office"\nname = "President of Indonesia"\n'
            'terms = [{ holder = "Sari Dewi", from = 2029-10-20 }]'
        )
        assert forms("presiden ri 2031", cards) >= {"Sari Dewi"}
        assert forms("presiden ri 2029", cards) >= {"Prabowo Subianto", "Sari Dewi"}

    def test_a_new_person_has_titles_short_forms_and_longer_names_that_are_others(self) -> None:
        cards = cards_of(
            '[[card]]\nkind = "person"\nname = "Wayan Sudarta"\nforms = ["Sudarta"]\nshort = ["Pak Wayan"]\n'
            'titles = ["Kelian Adat"]\nnot_in = ["Sudarta Putra"]'
        )
        assert reads("kelian adat wayan sudarta", cards) == ("kelian adat wayan sudarta=person-wayan-sudarta",)
        assert reads("pak wayan", cards) == ("pak wayan?",)
        assert reads("sudarta putra", cards) == ()
        assert reads("pak sudarta", cards) == ("pak sudarta=person-wayan-sudarta",)

    def test_the_digest_changes_with_the_cards_and_not_with_remarks(self) -> None:
        assert cards_of("# nothing").digest == SHIPPED.digest
        assert cards_of('[[card]]\nkind = "place"\nname = "Kota Lama"').digest != SHIPPED.digest


class TestShippedCards:
    def test_each_has_a_key_of_its_own_and_no_form_twice(self) -> None:
        keys = [card.key for card in shipped_cards()]
        assert len(set(keys)) == len(keys) > 700

    def test_only_acronyms_and_names_of_several_are_on_several_cards(self) -> None:
        """A form on two cards is searched for neither, so this must be intentional."""
        shared = {
            " ".join(words)
            for words, entries in SHIPPED.forms()
            if len({entry.card.key for entry in entries if entry.role.name == "FULL"}) > 1
        }
        # Tần Cương, a minister, and Tân Cương, Xinjiang, are distinguished by diacritics; the other form is used for
        # two councils.
        assert shared == {"tan cuong", "hoi dong chau au"}

    def test_one_syllable_is_never_searched_for_a_longer_name(self) -> None:
        """Folded, `Lào` is the start of every `lao động`."""
        short = {
            form.text
            for card in SHIPPED.cards
            for form in SHIPPED.full_forms(card)
            if len(form.folded) == 1 and len(form.folded[0]) < 4 and form.folded != form.exact
        }
        assert short == set()

    def test_every_holder_has_a_card_and_terms_are_in_order(self) -> None:
        people = {form_of(name).folded for card in SHIPPED.cards if card.kind == "person" for name in card.names}
        for card in some(SHIPPED.cards):
            for term, following in zip(card.terms, card.terms[1:], strict=False):
                assert term.last is not None, card.name
                assert term.first < term.last <= following.last if following.last else True, card.name
                assert term.last <= following.first + 1 or term.last // 100 == following.first // 100, card.name
            assert {form_of(term.holder).folded for term in card.terms} <= people, card.name


@given(st.text(max_size=80))
def test_any_text_that_can_be_parsed_can_be_read_for_names(typed: str) -> None:
    try:
        query = parse_query(typed)
    except QueryError:
        return
    read_query, told = read_names(query, SHIPPED)
    assert read_query.read_as.replace("(", "").replace(")", "") == query.read_as.replace("(", "").replace(")", "")
    assert all(typed[name.span[0] : name.span[1]] == name.words for name in told)


@given(st.sampled_from([word for words, _ in SHIPPED.forms() for word in words]), st.integers(1, 6))
def test_the_forms_with_a_word_that_begins_so_are_found_by_it(word: str, letters: int) -> None:
    begun = word[:letters]
    some_have_it = [(words, told) for words, told in SHIPPED.forms() if any(one.startswith(begun) for one in words)]
    assert list(SHIPPED.forms_begun(begun)) == some_have_it
