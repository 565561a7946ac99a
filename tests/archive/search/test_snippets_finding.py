"""Marks are found without tokenizing a text: the same as by checking every word, for any text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.search.query import parse_query
from archive.search.query.tree import NameClause, Query, Quoted, Word
from archive.search.snippets import Needle, highlights, select_field_needles
from archive.text import Token, TokenRole, language, stem_term, tokenize
from tests.support.commands import some

SPELT = """
ha nội Nội NOI Hà hà-nội e-mail email P.B.B. PBB pbb 10.000 10000 IMG1275 1275 W-HAI_1275.jpg Jum'at jumat signing
signed sign menulis menuliskan ditulis straße strasse cœur 東京 東 京都 東京abc abc ab ba b lương Luong lượng Đà da x_y
ceremony ceremonies no\u0323\u0302i soft\u00adhyphen ❤️ x-y-z 1,000 1.2.3 ﬁn İstanbul istanbul กรุงเทพ हिन्दी 한국 하
hay kata lorem --- (x) \u0131 K\u030a
"""
WORDS = SPELT.split()
JOINTS = ["", " ", " ", " ", "\n", "\f", ".", "-", "_", ", ", "\u200b"]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)), max_size=60).map(
    lambda pieces: unicodedata.normalize("NFC", "".join(word + joint for word, joint in pieces))
)
ONE = st.sampled_from(WORDS)
CLAUSES = st.one_of(
    ONE,
    st.builds('"{} {}"'.format, ONE, ONE),
    st.builds('"{} {} {}"~{}'.format, ONE, ONE, ONE, st.integers(1, 3)),
    ONE.map(lambda word: word[:3] + "*"),
    ONE.map(lambda word: word + "~"),
)


def asked(clauses: Sequence[str]) -> Query:
    """Return a query of those clauses that are valid."""
    taken = []
    for clause in clauses:
        with suppress(QueryError):
            parse_query(clause)
            taken.append(clause)
    try:
        return parse_query(" ".join(taken))
    except QueryError:  # together they may exceed the limits
        reject()


def said(tokens: Sequence[Token], run: Sequence[int], needle: Needle) -> bool:
    exact = {tokens[i].exact for i in run if len(run) == 1 or tokens[i].role is TokenRole.PART}
    return exact.issuperset(needle.exact) or (needle.form and exact.issuperset(needle.folded))


def differs_by_one(word: str, other: str) -> bool:
    """Return whether two words differ by one edit, by trying all edits."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    letters = set(other)
    made = {word} | {a + b[1:] for a, b in cuts} | {a + b[1:2] + b[:1] + b[2:] for a, b in cuts}
    made |= {a + c + b for a, b in cuts for c in letters} | {a + c + b[1:] for a, b in cuts if b for c in letters}
    return other in made


def runs(tokens: Sequence[Token], needle: Needle, tag: str | None) -> Iterator[list[int]]:
    """Yield the words that each mark covers, by checking every word."""
    if len(needle.folded) > 1:
        parts = [i for i, token in enumerate(tokens) if token.role is TokenRole.PART]
        at = 0
        while at < len(parts):
            found, room = [at], needle.slop
            while len(found) < len(needle.folded) and found[-1] + 1 + room > found[-1]:
                reach = range(found[-1] + 1, min(found[-1] + 2 + room, len(parts)))
                later = [k for k in reach if tokens[parts[k]].folded == needle.folded[len(found)]]
                if tokens[parts[at]].folded != needle.folded[0] or not later:
                    break
                room -= later[0] - found[-1] - 1
                found.append(later[0])
            if len(found) == len(needle.folded):
                yield list(range(parts[found[0]], parts[found[-1]] + 1))
                at = found[-1] + 1
            else:
                at += 1
        return
    word, entry = needle.folded[0], language(tag)
    for i, token in enumerate(tokens):
        stem = stem_term(needle.exact[0], entry) if needle.inflected else None
        if (
            token.folded == word
            or (needle.begins and token.folded.startswith(word))
            or (needle.almost and differs_by_one(word, token.folded))
            or (stem and token.folded[:1] == word[:1] and stem_term(token.exact, entry) == stem)
        ):
            yield [i]


def expected(text: str, wanted: Sequence[Needle], tag: str | None) -> set[int]:
    """Return the positions of all characters that should be marked."""
    tokens = list(tokenize(text))
    marked: set[int] = set()
    for needle in wanted:
        found = list(runs(tokens, needle, tag))
        if needle.marked and not needle.begins and not needle.almost:
            folded = [run for run in found if len(run) > 1 or tokens[run[0]].folded == needle.folded[0]]
            typed = [run for run in folded if said(tokens, run, needle)] or folded
            found = typed + [run for run in found if run not in folded]
        for run in found:
            marked.update(range(tokens[run[0]].start, tokens[run[-1]].end))
    return marked


def shown(text: str, wanted: Sequence[Needle], tag: str | None) -> set[int]:
    """Return the positions of all marked characters, with enough space for all."""
    passages = highlights(text, wanted, tag, most=100, length=10_000)
    return {p.offset + i for p in passages for start, end in p.spans for i in range(start, end)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are slow when busy
@given(TEXTS, st.lists(CLAUSES, min_size=1, max_size=3), st.sampled_from(["id", "vi", "en", "de", None]))
def test_nothing_is_missed_and_nothing_else_marked(text: str, clauses: list[str], tag: str | None) -> None:
    wanted = select_field_needles(asked(clauses))
    across_pages = {i for i, letter in enumerate(text) if letter == "\f"}
    expect = expected(text, wanted, tag)
    if not across_pages & expect:  # a phrase across a page break is marked on neither page
        assert shown(text, wanted, tag) == expect


@given(TEXTS, ONE, st.lists(ONE, min_size=1, max_size=3))
def test_forms_of_a_name_are_found_as_well(text: str, typed: str, forms: list[str]) -> None:
    others = tuple(Quoted(form, (0, 0)) for form in (*forms, " ".join(forms)))
    wanted = select_field_needles(Query(typed, NameClause(Word(typed, (0, 0)), "key", "person", typed, others, (0, 0))))
    expect = expected(text, wanted, "vi")
    if not any(text[i] == "\f" for i in expect):
        assert shown(text, wanted, "vi") == expect


@given(TEXTS, st.lists(CLAUSES, min_size=1, max_size=3), st.integers(1, 80))
def test_passages_begin_and_end_as_if_all_words_were_known(text: str, clauses: list[str], length: int) -> None:
    wanted = select_field_needles(asked(clauses))
    blown = text + "\u00df"  # a letter that forces tokenizing the whole text
    far = "\f" + "hay " * 50
    assert highlights(text + far, wanted, "en", length=length) == highlights(
        text + far + blown[-1], wanted, "en", length=length
    )


STEMS = {
    "en": "dying lying tying skies skis sky happy happiness organization relational hoping hopping tied news inning "
    "early idly generously communism arsenal evening signing signed ceremonies agreed conceived bias universities",
    "id": "memukul menulis menyapu penyair memimpin mengambil pengumuman diperbesar berkelanjutan bukunya tuliskanlah "
    "pemerintahan keadaan menteri terbesar dituliskan mempermainkan belajar pelajar",
}


@pytest.mark.parametrize("tag", STEMS)
def test_every_word_finds_itself_by_its_stem(tag: str) -> None:
    for word in some(STEMS[tag].split()):
        for other in some(STEMS[tag].split()):
            wanted = select_field_needles(parse_query(other))
            text = f"hay {word} kata"
            assert shown(text, wanted, tag) == expected(text, wanted, tag)
