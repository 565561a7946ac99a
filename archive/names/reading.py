"""Name cards in a query: words that are a form of a card become that card, with its other forms to find as well."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.authorities import BODY, CONCEPT, OFFICE, PERSON, PLACE
from archive.names.alternatives import alternatives, in_office
from archive.names.cards import Cards
from archive.names.matching import Match, Matcher
from archive.query.tree import Between, Clause, Either, Every, Named, Query, Span, Within, Word

_SIGNS = "?!,;:"  # after a name, and no part of it
MOST_CARDS = 4  # in one query; concepts stand back for names

_ALL = (PERSON, PLACE, BODY, OFFICE, CONCEPT)
_KINDS = {
    "title": _ALL,
    "caption": _ALL,
    "text": _ALL,
    "person": (PERSON,),
    "shown": (PERSON,),
    "speaker": (PERSON,),
    "creator": (PERSON, BODY),
    "source": (BODY,),
    "place": (PLACE,),
}
"""What may be named in each field; in all others names stand for themselves."""


@dataclass(frozen=True, slots=True)
class NameRead:
    """A stretch of the query, [start, end) in code points, that is a form of a name card. `forms` are the other ways of
    writing it that were searched too. Where several cards have this form, `senses` holds their (key, kind, name) and
    none was searched: `card` is empty then."""

    words: str
    span: tuple[int, int]
    card: str
    kind: str
    name: str
    forms: tuple[str, ...] = ()
    senses: tuple[tuple[str, str, str], ...] = ()


def read_names(query: Query, cards: Cards, off: Collection[str] = ()) -> tuple[Query, tuple[NameRead, ...]]:
    """The query with its names read, and what was read, in order. Words in quotes, after NOT, or with a star stay as
    they are. A form that several cards have, or that is an ordinary word as well, is not searched: its senses are told.
    `off` holds keys of cards that are not to be read."""
    if query.clause is None:
        return query, ()
    reader = _Reader(query.text, cards, frozenset(off))
    reader.look(query.clause, _ALL, None)
    if not reader.found:
        return query, ()
    return replace(query, clause=reader.rewritten(query.clause)), reader.told()


class _Reader:
    """Looks through a tree for names, and then puts them into it."""

    def __init__(self, text: str, cards: Cards, off: frozenset[str]) -> None:
        self._text = text
        self._cards = cards
        self._off = off
        letters = text.split()
        self._shouted = len(letters) > 1 and text.isupper()
        self.found: dict[int, tuple[Match, Between | None]] = {}  # by where they begin
        self._named: dict[int, tuple[Named, tuple[str, ...]]] = {}

    def look(self, clause: Clause, kinds: tuple[str, ...], between: Between | None) -> None:
        """Note the names in a clause."""
        match clause:
            case Word():
                self._look_along([clause], kinds, between)
            case Every(clauses=clauses):
                days = [inner for inner in clauses if isinstance(inner, Between)]
                for run in self._runs(clauses):
                    self._look_along(run, kinds, days[0] if len(days) == 1 else between)
                self._look_into(clauses, kinds, between)
            case Either(clauses=clauses):
                for inner in clauses:
                    self.look(inner, kinds, between)
            case Within(field=field, clause=inner) if field in _KINDS:
                self.look(inner, _KINDS[field], between)

    def _look_into(self, clauses: Sequence[Clause], kinds: tuple[str, ...], between: Between | None) -> None:
        for inner in clauses:
            if not isinstance(inner, Word):
                self.look(inner, kinds, between)

    def _look_along(self, run: Sequence[Word], kinds: tuple[str, ...], between: Between | None) -> None:
        for match in Matcher(self._cards, kinds, self._off, self._shouted).find(run):
            self.found[match.clauses[0].span[0]] = (match, between)

    def _runs(self, clauses: Sequence[Clause]) -> Iterator[list[Word]]:
        """Words that follow one another with nothing but signs between."""
        run: list[Word] = []
        for clause in clauses:
            if isinstance(clause, Word):
                if run and any(sign.isalnum() for sign in self._text[run[-1].span[1] : clause.span[0]]):
                    yield run
                    run = []
                run.append(clause)
            elif run:
                yield run
                run = []
        if run:
            yield run

    def rewritten(self, clause: Clause) -> Clause:
        """The same with the names in it read."""
        names = [(at, match) for at, (match, _) in self.found.items() if match.card is not None]
        names.sort(key=lambda name: (name[1].card is not None and name[1].card.kind == CONCEPT, name[0]))
        self._named = {at: self._name(*self.found[at]) for at, _ in names[:MOST_CARDS]}
        return self._put(clause)

    def _put(self, clause: Clause) -> Clause:
        match clause:
            case Word(span=(start, _)) if start in self._named:
                return self._named[start][0]
            case Every(clauses=clauses):
                kept: list[Clause] = []
                end = -1
                for inner in clauses:
                    if isinstance(inner, Word) and inner.span[0] in self._named:
                        kept.append(self._named[inner.span[0]][0])
                        end = self._named[inner.span[0]][0].span[1]
                    elif not isinstance(inner, Word) or inner.span[0] >= end:
                        kept.append(self._put(inner))
                return kept[0] if len(kept) == 1 else Every(tuple(kept))
            case Either(clauses=clauses):
                return Either(tuple(self._put(inner) for inner in clauses))
            case Within(clause=inner):
                return replace(clause, clause=self._put(inner))
            case _:
                return clause

    def _name(self, match: Match, between: Between | None) -> tuple[Named, tuple[str, ...]]:
        card, form, span = match.card, match.form, _span(match)
        assert card is not None
        assert form is not None
        known = (form.folded,) if match.bare else ()
        days = _days(match, between) if card.kind == OFFICE and card.terms else None
        if days is not None:
            others, names = in_office(self._cards, card, (form.folded,), days, span, match.years)
        else:
            others, names = alternatives(self._cards, card, known, span)
        typed = match.clauses[0] if len(match.clauses) == 1 else Every(match.clauses)
        return Named(typed, card.key, card.kind, card.name, others, span), tuple(names)

    def told(self) -> tuple[NameRead, ...]:
        """What was read and what may have been meant, in the order of the words."""
        reads = []
        for at, (match, _) in sorted(self.found.items()):
            start, end = _span(match)
            words = self._text[start:end].rstrip(_SIGNS)
            span = (start, start + len(words))
            if at in self._named:
                named, forms = self._named[at]
                reads.append(NameRead(words, span, named.card, named.kind, named.name, forms))
            elif match.senses:
                senses = tuple((card.key, card.kind, card.name) for card in match.senses)
                reads.append(NameRead(words, span, "", "", "", senses=senses))
        return tuple(reads)


def _span(match: Match) -> Span:
    return match.clauses[0].span[0], match.clauses[-1].span[1]


def _days(match: Match, between: Between | None) -> tuple[int, int] | None:
    """The days that an office was asked for: of the years beside it, else of the query's one date."""
    if match.years is not None:
        return match.years[0] * 10_000 + 101, match.years[1] * 10_000 + 1231
    if between is not None and between.first is not None and between.last is not None:
        return between.first, between.last
    return None
