"""Suggest corrections for rare words ("Did you mean").

A correction is a similar word that has results. It is shown in the spelling of the texts, with accents on all words or
on none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.errors import QueryError
from archive.search.execution.execution import make_count_request, plan_of
from archive.search.execution.open_indexes import OpenedIndex
from archive.search.execution.requests import SearchRequest
from archive.search.query.accents import list_accented_spellings
from archive.search.query.clauses import times
from archive.search.query.fields import EXACT_FIELDS
from archive.search.query.interpretation import as_meant
from archive.search.query.parser import parse_query
from archive.search.query.plan import AnyOf, Phrase, Plan, TermNode
from archive.search.query.tree import (
    Clause,
    DateClause,
    Either,
    Every,
    FieldClause,
    KindBoost,
    NameClause,
    Not,
    Query,
    Quoted,
    StopWord,
    Word,
)
from archive.text import TokenRole, fold, tokenize
from archive.text.fold import exact_form

_ACCENT_FIELDS = ("text_exact", "title_exact", "names_exact")
_MAIN = 0.75  # share of the records with accents for a spelling to be the main one


def find_accented_spelling(folded: str, opened: OpenedIndex) -> str:
    """Return the main accented spelling of a folded word in texts with accents, if there is one; else the word
    unchanged. Only what is in a record of this index counts."""
    return opened.remember(("accents", folded), lambda: _main(folded, opened))


def _main(folded: str, opened: OpenedIndex) -> str:
    forms = [folded, *list_accented_spellings(folded)]
    if len(forms) < 2:
        return folded
    counts = [
        sum(several) for several in zip(*(opened.engine.frequencies(f, forms) for f in _ACCENT_FIELDS), strict=True)
    ]
    most, form = max(zip(counts, forms, strict=True))
    if form == folded or most < _MAIN * sum(counts):
        return folded
    live = any(opened.engine.search(Plan(TermNode(field, form), limit=0)).total for field in _ACCENT_FIELDS)
    return form if live else folded


_EXACT_FIELDS = ("text_exact", "title_exact", "caption_exact", "names_exact")
_MOST = 6  # most frequent spellings of a syllable that are checked beside its neighbour


@dataclass(frozen=True, slots=True)
class Stretch:
    """The replacement of [start, end) in the query text."""

    start: int
    end: int
    text: str


def evened(text: str, mends: Sequence[Stretch], words: Sequence[Stretch], opened: OpenedIndex) -> list[Stretch]:
    """Return the corrections, plus accents for unaccented syllables beside an accented one, as texts have them; if no
    text has these next to each other, the corrections without accents. `words` are all of the query, as typed."""
    covered = {at for mend in mends for at in range(mend.start, mend.end)}
    pieces = sorted([*mends, *(w for w in words if w.start not in covered)], key=lambda piece: piece.start)
    given = {piece.start: piece for piece in mends}
    for at, piece in enumerate(pieces):
        if piece not in mends or not _has_marks(piece.text):
            continue
        for way in (pieces[:at][::-1], pieces[at + 1 :]):
            spelt = _spelt(text, piece, way, opened)
            if spelt is None:
                return [replace(mend, text=fold(mend.text)) for mend in mends]
            given |= {one.start: one for one in spelt}
    return list(given.values())


def _spelt(text: str, piece: Stretch, way: Sequence[Stretch], opened: OpenedIndex) -> list[Stretch] | None:
    """Return the syllables in one direction from this piece in the texts' spelling, up to one with accents or one that
    needs none; None if no text has one there."""
    found: list[Stretch] = []
    for other in way:
        first, second = sorted((piece, other), key=lambda one: one.start)
        if (
            text[first.end : second.start].strip()
            or _has_marks(other.text)
            or not list_accented_spellings(fold(other.text))
        ):
            break
        leftwards = other is first
        form = _beside(fold(other.text), piece.text.split()[0 if leftwards else -1], leftwards, opened)
        if form is None:
            return None
        if not _has_marks(form):
            break
        piece = replace(other, text=form)
        found.append(piece)
    return found


def _beside(folded: str, known: str, before: bool, opened: OpenedIndex) -> str | None:
    """Return the most frequent spelling of a syllable `before` or after a word whose accents are known."""
    forms = [folded, *list_accented_spellings(folded)]
    many = [max(several) for several in zip(*(opened.engine.frequencies(f, forms) for f in _EXACT_FIELDS), strict=True)]
    likely = sorted(((count, form) for count, form in zip(many, forms, strict=True) if count), reverse=True)[:_MOST]
    told = exact_form(known)
    pairs = {form: (form, told) if before else (told, form) for _, form in likely}
    counts = [(_records_with_pair(pair, opened), form) for form, pair in pairs.items()]
    count, best = max(counts, default=(0, ""))
    return best if count else None


def _records_with_pair(pair: tuple[str, str], opened: OpenedIndex) -> int:
    return opened.engine.search(Plan(AnyOf(tuple(Phrase(field, pair) for field in _EXACT_FIELDS)), limit=0)).total


def _has_marks(text: str) -> bool:
    return fold(text) != text.casefold()


FEW = 3  # results below which a better query is searched
MANY_TIMES = 20  # how many times more records than the present word an alternative needs
_KNOWN = 50  # records with a word, above which it is not a typo
_SHORTEST = 3  # minimum letters of a corrected word
_LONG = 6  # minimum letters for checking doubled letters
_DOUBLED = re.compile(r"(.)\1")
_MOST_WORDS = 8
_MOST_TRIED = 6  # whole suggestions that are counted
_NEAR = 8
_CUTS = 4  # places at which a word may be split into two
_BETWEEN = " ,"
_FIELDS = ("text", "title", "caption", "names")


@dataclass(frozen=True, slots=True)
class _TypedWord:
    """A word in the query text: [start, end), its folded form, and whether it is in quotation marks."""

    start: int
    end: int
    folded: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Mend(Stretch):
    """A replacement for a stretch of the query, and how many records support it."""

    records: int


def did_you_mean(
    query: Query, request: SearchRequest, opened: OpenedIndex, found: int, known: Collection[str] = ()
) -> str | None:
    """Return a query text with more results than the `found` of this one, or None. Quotation marks, fields, operators,
    names and the folded words that are `known` to be intended stay as typed."""
    words = list(_words(query.text, query.clause))
    if query.clause is None or not words or len(words) > _MOST_WORDS:
        return None
    plain = [Stretch(word.start, word.end, word.folded) for word in words]
    unmarked = _mended(query.text, plain)
    if not found and fold(query.text) != query.text.casefold() and _answers(unmarked, request, opened, query):
        return unmarked  # accents restrict the search, and a wrong one finds nothing
    pairs = [pair for pair in pairwise(words) if not query.text[pair[0].end : pair[1].start].strip(_BETWEEN)]
    meant = _meant(query.text, words, pairs, opened) | {word for word in words if word.folded in known}
    mends = _mends([word for word in words if word not in meant], pairs, opened)
    typed = [Stretch(word.start, word.end, query.text[word.start : word.end]) for word in words]
    for some in _tries(mends)[: times(query.clause, _MOST_TRIED)]:
        text = _mended(query.text, evened(query.text, some, typed, opened))
        if text != query.text and _answers(text, request, opened, query) > max(found, 0):
            return text
    return None


def _answers(text: str, request: SearchRequest, opened: OpenedIndex, asked: Query) -> int:
    try:
        query = as_meant(parse_query(text, asked.today, asked.viewer))
    except QueryError:
        return 0
    if query.clause is None:
        return 0
    return opened.engine.search(plan_of(query, make_count_request(replace(request, q=text)), opened)).total


def _meant(
    text: str, words: Sequence[_TypedWord], pairs: Sequence[tuple[_TypedWord, _TypedWord]], opened: OpenedIndex
) -> set[_TypedWord]:
    """Return the words that are not typos: neighbours that are adjacent in a record, and a capitalised word, such as a
    name, that a record contains."""
    beside = {word for pair in pairs if _count_phrase((pair[0].folded, pair[1].folded), opened) for word in pair}
    names = {word for word in words if text[word.start].isupper() and not text.isupper()}
    return beside | {word for word in names if _count_phrase((word.folded,), opened)}


def _words(text: str, clause: Clause | None) -> Iterator[_TypedWord]:
    """The single words of a query that may be mistyped."""
    match clause:
        case Word(text=typed, span=(start, _)):
            yield from _tokens(typed, start, False)
        case Quoted(text=typed, span=(start, end)):
            yield from _tokens(typed, text.find(typed, start, end), True)
        case NameClause(clause=inner) | KindBoost(clause=inner) | StopWord(clause=inner) | DateClause(clause=inner):
            yield from _words(text, inner)
        case FieldClause(field=field, clause=inner) if field not in EXACT_FIELDS and field not in (
            "number",
            "filename",
        ):
            yield from _words(text, inner)
        case Every(clauses=clauses) | Either(clauses=clauses):
            for inner in clauses:
                if not isinstance(inner, Not):
                    yield from _words(text, inner)


def _tokens(typed: str, start: int, quoted: bool) -> Iterator[_TypedWord]:
    if start >= 0:
        for token in tokenize(typed):
            if token.role is TokenRole.PART:
                yield _TypedWord(start + token.start, start + token.end, token.folded, quoted)


def _mends(
    words: Sequence[_TypedWord], pairs: Sequence[tuple[_TypedWord, _TypedWord]], opened: OpenedIndex
) -> list[list[_Mend]]:
    """Return, for each stretch that may be corrected, the candidates, likeliest first."""
    counts = {word: _count_phrase((word.folded,), opened) for word in words}
    found = [_near(word, many, pairs, opened) for word, many in counts.items()]
    found += [_split_in_two(word, opened) for word, many in counts.items() if not many]
    found += [
        _join_two(*pair, opened) for pair in pairs if pair[0].quoted == pair[1].quoted and {*pair} <= counts.keys()
    ]
    return [mends for mends in found if mends]


def _near(
    word: _TypedWord, many: int, pairs: Sequence[tuple[_TypedWord, _TypedWord]], opened: OpenedIndex
) -> list[_Mend]:
    """Return words one edit away that records contain; if records contain this one too, only much more frequent ones
    that occur beside its neighbour in the query. For a long word, also those one edit away after removing doubled
    letters: names are often typed with the wrong letter doubled."""
    if many > _KNOWN or len(word.folded) < _SHORTEST or not word.folded.isalpha():
        return []
    terms = _one_edit_from(word.folded, opened)
    single = _DOUBLED.sub(r"\1", word.folded)
    if not terms and not many and single != word.folded and len(single) >= _LONG:
        terms = _one_edit_from(single, opened)
    likely = [term for term, records in terms.items() if term.isalpha() and records > many * MANY_TIMES]
    likely.sort(key=lambda term: (term[0] != word.folded[0], -terms[term], term))
    if many:
        likely = [term for term in likely[:_NEAR] if _fits(word, term, pairs, opened)]
    return [_Mend(word.start, word.end, find_accented_spelling(term, opened), terms[term]) for term in likely[:2]]


def _fits(word: _TypedWord, term: str, pairs: Sequence[tuple[_TypedWord, _TypedWord]], opened: OpenedIndex) -> bool:
    """Return whether a record has this term beside one of the word's neighbours, if it has any."""
    around = [tuple(term if one == word else one.folded for one in pair) for pair in pairs if word in pair]
    return not around or any(_count_phrase(terms, opened) for terms in around)


def _one_edit_from(folded: str, opened: OpenedIndex) -> dict[str, int]:
    terms: dict[str, int] = {}
    for field in _FIELDS:
        for term, records in opened.engine.near(f"{field}_text", folded, _NEAR):
            terms[term] = max(terms.get(term, 0), records)
    return terms


def _split_in_two(word: _TypedWord, opened: OpenedIndex) -> list[_Mend]:
    typed = word.folded
    if len(typed) < 4 or not typed.isalpha():
        return []
    cuts = [(typed[:at], typed[at:]) for at in range(1, len(typed))]
    known = [
        min(pair)
        for pair in zip(*(_estimate_records(list(part), opened) for part in zip(*cuts, strict=True)), strict=True)
    ]
    likely = [cut for _, cut in sorted(zip(known, cuts, strict=True), reverse=True)[:_CUTS] if min(map(len, cut)) > 1]
    mends = [(cut, _count_phrase(cut, opened)) for cut in likely]
    return [
        _Mend(word.start, word.end, " ".join(find_accented_spelling(part, opened) for part in cut), many)
        for cut, many in mends
        if many
    ]


def _estimate_records(terms: list[str], opened: OpenedIndex) -> list[int]:
    return [
        max(several) for several in zip(*(opened.engine.frequencies(f"{f}_text", terms) for f in _FIELDS), strict=True)
    ]


def _join_two(one: _TypedWord, other: _TypedWord, opened: OpenedIndex) -> list[_Mend]:
    joined = one.folded + other.folded
    if len(joined) < 4 or not joined.isalpha():
        return []
    many = _count_phrase((joined,), opened)
    return [_Mend(one.start, other.end, find_accented_spelling(joined, opened), many)] if many else []


def _count_phrase(terms: tuple[str, ...], opened: OpenedIndex) -> int:
    node = AnyOf(
        tuple(
            TermNode(f"{field}_text", terms[0]) if len(terms) == 1 else Phrase(f"{field}_text", terms)
            for field in _FIELDS
        )
    )
    return opened.engine.search(Plan(node, limit=0)).total


def _tries(mends: Sequence[Sequence[_Mend]]) -> list[list[_Mend]]:
    """Return the attempts: the best corrections for all non-overlapping stretches, each alone, then the next best."""
    first = sorted((each[0] for each in mends), key=lambda mend: -mend.records)
    whole: list[_Mend] = []
    for mend in first:
        if all(mend.end <= other.start or mend.start >= other.end for other in whole):
            whole.append(mend)
    singles = [[mend] for mend in first]
    later = [[mend] for each in mends for mend in each[1:]]
    tries = [*([whole] if len(whole) > 1 else []), *singles, *later]
    return tries[:_MOST_TRIED]


def _mended(text: str, mends: Sequence[Stretch]) -> str:
    for mend in sorted(mends, key=lambda mend: -mend.start):
        text = text[: mend.start] + _cased(mend.text, text[mend.start : mend.end]) + text[mend.end :]
    return text


def _cased(word: str, typed: str) -> str:
    """Return a word with the capitals of the one it replaces: of all letters, or of the first."""
    if typed.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word
