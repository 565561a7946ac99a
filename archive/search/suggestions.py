"""Completion while typing: titles, names, numbers, files and words of visible records that begin with the input.

A name card is suggested under any of its forms if the index has a record with that card.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from archive.access import Viewer
from archive.authority.authorities import CONCEPT, Card
from archive.authority.card_index import CardRole, Cards, NameForm, Words
from archive.record import Record
from archive.search.assist.spelling import find_accented_spelling
from archive.search.execution.execution import count_answers
from archive.search.execution.open_indexes import OpenedIndex
from archive.search.execution.requests import SearchRequest
from archive.search.index.documents import list_own_filenames, numbers
from archive.search.query import parse_query
from archive.search.query.card_expansion import read_names
from archive.search.query.lexer import QUOTES
from archive.search.query.plan import All, AnyOf, Node, Phrase, Plan, Prefix, TermNode
from archive.search.searcher import Searcher
from archive.text import Token, TokenRole, fold, tokenize
from archive.text.terms import WHOLE, whole_number

_LOOKED_AT = 6  # cards whose records are counted
_SHORTEST_NAME = 3  # typed letters of the last word


def card_names(cards: Cards, before: Words, begun: str, opened: OpenedIndex, limit: int) -> list[tuple[Card, str, int]]:
    """Return persons, places, organisations and offices with a form that has the words `before` followed by one with
    this prefix: the card, that form, and its number of records, most records first and none without any."""
    if len(begun) < _SHORTEST_NAME:
        return []
    found: dict[str, tuple[Card, NameForm]] = {}
    for card, form in _cards_begun(cards, before, begun):
        known = found.get(card.key)
        if known is None or _rank(form, before, begun) < _rank(known[1], before, begun):
            found[card.key] = (card, form)
    likely = sorted(found.values(), key=lambda one: _rank(one[1], before, begun))[:_LOOKED_AT]
    counted = [(card, form.text, _records(cards, card, form, opened)) for card, form in likely]
    return sorted((one for one in counted if one[2]), key=lambda one: -one[2])[:limit]


def _cards_begun(cards: Cards, before: Words, begun: str) -> Iterator[tuple[Card, NameForm]]:
    for words, entries in cards.forms_begun(begun):
        if any(_stands(words, at, before, begun) for at in range(len(words) - len(before))):
            yield from ((e.card, e.form) for e in entries if e.role is CardRole.FULL and e.card.kind != CONCEPT)


def _stands(words: Sequence[str], at: int, before: Words, begun: str) -> bool:
    size = len(before)
    return words[at + size].startswith(begun) and tuple(words[at : at + size]) == before


def _rank(form: NameForm, before: Words, begun: str) -> tuple[bool, int, str]:
    """Return a sort key: forms that begin with what was typed first, then the shortest."""
    return not _stands(form.folded, 0, before, begun), len(form.text), form.text


def _records(cards: Cards, card: Card, form: NameForm, opened: OpenedIndex) -> int:
    """Return how many records this form finds; 0 if it is not interpreted as this card."""
    query, names = read_names(parse_query(form.text), cards)
    if [name.card for name in names] != [card.key]:
        return 0
    return opened.remember(
        ("card", form.text, cards.digest), lambda: count_answers(query.clause, SearchRequest(), opened)
    )


Kind = Literal["title", "person", "place", "source", "credit", "collection", "number", "filename", "term"]

NAMES: tuple[Kind, ...] = ("person", "place", "source", "credit", "collection")
MOST = 10
_LONGEST = 200  # code points that are read
_MOST_WORDS = 10
_SHORTEST_WORD = 2  # typed letters of the last word, or else of the one before it
_CONTINUED = 50  # titles and names with the words before a single letter, of which those that continue with it are kept
_FIELDS = ("title", "caption", "names", "text")
_EXPANSIONS = 32
_MOST_TERMS = 5
_FEW_NAMES = 2  # names in records, below which name cards are searched
_MOST_CARDS = 3
_MARKS = QUOTES + "\uff02"  # a query's lexer turns the wide one into a plain one
_SIGNS = re.compile(r"[0-9]|\w[-_./]\w")  # typical of numbers and file names


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: the `text` to show, and its query. `count` is the number of records; 1 for a title."""

    kind: Kind
    text: str
    query: str
    count: int = 1


def suggest(searcher: Searcher, text: str, viewer: Viewer, limit: int = MOST) -> tuple[Suggestion, ...]:
    """Return up to `limit` suggestions for an input whose last word is a prefix: titles, names, words and, if
    plausible, numbers and file names, the likeliest of each, ignoring case and accents. None for too little or
    meaningless input. Raise IndexUnavailable."""
    typed = _TypedText.read(text)
    if typed is None or limit < 1:
        return ()
    with searcher.opened(viewer) as opened:
        printed = _printed(searcher, text[:_LONGEST], typed, opened, viewer) if _SIGNS.search(text) else []
        if len(typed.begun) < _SHORTEST_WORD:
            titles, names = _continued(searcher, typed, opened, viewer)
            return tuple(_shared([titles, names, *printed], limit))
        titles = _titles(searcher, typed, opened, viewer, limit)
        files = {fold(one.text) for each in printed for one in each}
        titles = [one for one in titles if fold(one.text) not in files]  # a photo without a title is listed by its file
        names = _names(typed, opened, limit)
        if len(names) < _FEW_NAMES:
            names += _of_cards(searcher, typed, opened, names)
        terms = _terms(typed, opened, min(limit, _MOST_TERMS))
        shared = list(_shared([titles, names, *printed, terms], limit))
        return tuple(_with_usual_marks(one, typed, opened) if one in terms else one for one in shared)


@dataclass(frozen=True, slots=True)
class _TypedText:
    """The input: the text before the last word, the folded words before it, and the prefix. `quoted`: how many of the
    words before it are behind an open quotation mark; None without one."""

    lead: str
    before: tuple[str, ...]
    begun: str
    quoted: int | None = None

    @classmethod
    def read(cls, text: str) -> _TypedText | None:
        tokens: list[Token] = [token for token in tokenize(text[:_LONGEST]) if token.role is TokenRole.PART]
        if not tokens or len(tokens) > _MOST_WORDS or max(len(token.folded) for token in tokens[-2:]) < _SHORTEST_WORD:
            return None
        *before, last = tokens
        lead = text[: last.start]
        told = " ".join(lead.split()) + (" " if lead[-1:].isspace() else "")
        signs = [at for at, sign in enumerate(lead) if sign in _MARKS]
        is_open = len(signs) % 2 and not lead[: signs[-1]][-1:].isdecimal()  # 15" is a measurement
        quoted = sum(token.start > signs[-1] for token in before) if is_open else None
        return cls(told, tuple(token.folded for token in before), last.folded, quoted)


def _continued(
    searcher: Searcher, typed: _TypedText, opened: OpenedIndex, viewer: Viewer
) -> tuple[list[Suggestion], list[Suggestion]]:
    """Return titles and names that have the words before a single letter and continue with a word beginning with it:
    too many words do to search for them directly."""
    known = _TypedText("", typed.before[:-1], typed.before[-1])
    found = _titles(searcher, known, opened, viewer, _CONTINUED), _names(known, opened, _CONTINUED)
    titles, names = ([one for one in some if _goes_on(one.text, typed)] for some in found)
    return titles, names


def _goes_on(text: str, typed: _TypedText) -> bool:
    words = [token.folded for token in tokenize(text) if token.role is TokenRole.PART]
    left = [word for word in words if word not in typed.before]
    return len(left) < len(words) and any(word.startswith(typed.begun) for word in left)


def _titles(searcher: Searcher, typed: _TypedText, opened: OpenedIndex, viewer: Viewer, limit: int) -> list[Suggestion]:
    parts: list[Node] = [TermNode("title_text", word) for word in typed.before]
    parts.append(Prefix("title_text", typed.begun, _EXPANSIONS))
    found = opened.engine.search(Plan(All(tuple(parts)), limit=limit))
    titles = searcher.archive.catalogue.titles(found.ids, viewer)
    shown = dict.fromkeys(titles[id_] for id_ in found.ids if id_ in titles)
    return [Suggestion("title", title, f'title:"{_without_quotation_marks(title)}"') for title in shown]


def _names(typed: _TypedText, opened: OpenedIndex, limit: int) -> list[Suggestion]:
    """Return values of facets that contain all the words, each under one kind only: the most frequent."""
    found: dict[str, Suggestion] = {}
    for column in NAMES:
        for value, count in _values(column, typed.begun, opened):
            words = fold(value).split()
            if not all(any(word.startswith(part) for word in words) for part in typed.before):
                continue
            known = found.get(fold(value))
            if known is None or known.count < count:
                found[fold(value)] = Suggestion(column, value, f'{column}:"{_without_quotation_marks(value)}"', count)
    whole = fold(" ".join([*typed.before, typed.begun]))
    order = sorted(found.values(), key=lambda one: (not fold(one.text).startswith(whole), -one.count, one.text))
    return order[:limit]


def _of_cards(
    searcher: Searcher, typed: _TypedText, opened: OpenedIndex, known: Sequence[Suggestion]
) -> Iterator[Suggestion]:
    """Return names that records may have in another form: `Jokowi`, if they contain Joko Widodo."""
    kinds: dict[str, Kind] = {"person": "person", "place": "place"}
    told = {fold(one.text) for one in known}
    for card, form, many in card_names(searcher.cards(), typed.before, typed.begun, opened, _MOST_CARDS):
        if fold(form) not in told:
            yield Suggestion(kinds.get(card.kind, "term"), form, form, many)


def _printed(
    searcher: Searcher, text: str, typed: _TypedText, opened: OpenedIndex, viewer: Viewer
) -> list[list[Suggestion]]:
    """Return numbers as printed, and file names, that contain the input contiguously."""
    number = Prefix(WHOLE, whole_number(text), _EXPANSIONS)
    name = All((*(TermNode("filename_text", word) for word in typed.before), Prefix("filename_text", typed.begun)))
    ways: tuple[tuple[Kind, Node, Callable[[Record], Iterable[str]]], ...] = (
        ("number", number, numbers),
        ("filename", name, list_own_filenames),
    )
    found = []
    for kind, node, said in ways:
        ids = opened.engine.search(Plan(node, limit=_CONTINUED)).ids
        records = searcher.archive.catalogue.get_many(ids, viewer)
        counts = Counter(
            value for record in records for value in dict.fromkeys(said(record)) if _is_begun(value, typed)
        )
        found.append(
            [Suggestion(kind, v, f'{kind}:"{_without_quotation_marks(v)}"', many) for v, many in counts.most_common()]
        )
    return found


def _is_begun(value: str, typed: _TypedText) -> bool:
    """Return whether the typed words are contiguous in this value, the last one as a prefix."""
    words = [token.folded for token in tokenize(value) if token.role is TokenRole.PART]
    size = len(typed.before)
    return any(
        tuple(words[at : at + size]) == typed.before and words[at + size].startswith(typed.begun)
        for at in range(len(words) - size)
    )


def _values(column: str, begun: str, opened: OpenedIndex) -> Sequence[tuple[str, int]]:
    return opened.remember(("values", column, begun), lambda: opened.engine.values(column, begun, 50))


def _terms(typed: _TypedText, opened: OpenedIndex, limit: int) -> list[Suggestion]:
    """Return words with this prefix, after the words before them if a record has all."""
    counts: dict[str, int] = {}
    for field in _FIELDS:
        for term, count in opened.engine.terms(f"{field}_text", typed.begun, limit):
            counts[term] = max(counts.get(term, 0), count)
    found = []
    for term in sorted(counts, key=lambda term: (-counts[term], term))[:limit]:
        count = _together(typed, term, opened) if typed.before else counts[term]
        if count:
            found.append(Suggestion("term", term, term, count))
    return found


def _with_usual_marks(one: Suggestion, typed: _TypedText, opened: OpenedIndex) -> Suggestion:
    closing = "" if typed.quoted is None else '"'
    text = f"{typed.lead}{find_accented_spelling(one.text, opened)}{closing}".strip()
    return Suggestion(one.kind, text, text, one.count)


def _together(typed: _TypedText, term: str, opened: OpenedIndex) -> int:
    """Return how many records have this word and those before it, as a phrase those behind an open quotation mark."""
    words = (*typed.before, term)
    single = len(words) if typed.quoted is None else len(typed.before) - typed.quoted
    parts = [AnyOf(tuple(TermNode(f"{field}_text", word) for field in _FIELDS)) for word in words[:single]]
    if phrase := words[single:]:
        parts.append(AnyOf(tuple(Phrase(f"{field}_text", phrase) for field in _FIELDS)))
    return opened.engine.search(Plan(All(tuple(parts)), limit=0)).total


def _shared(lists: Sequence[Sequence[Suggestion]], limit: int) -> Iterator[Suggestion]:
    """Return the first of each list, then the second of each, up to the limit, grouped by list."""
    turns = (n for row in zip_longest(*[range(len(one)) for one in lists]) for n in enumerate(row) if n[1] is not None)
    chosen = sorted(pair for pair, _ in zip(turns, range(limit), strict=False))
    return (lists[which][at] for which, at in chosen)


def _without_quotation_marks(text: str) -> str:
    return " ".join(text.translate({ord(sign): " " for sign in _MARKS}).split())
