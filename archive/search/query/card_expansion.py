"""Name cards in a query: the words of one form of a card also find its other forms.

A card is a person, place, body, office or concept. Short forms count if a full one is in the record, and an office
finds its holders. Accents in these forms are strict: Biển Đông is not biến động. Personal names are found with any
accents, because papers in other languages print them without. Other forms of several words are found without accents in
texts without accents (archive.search.query.term_forms). A form of one syllable is not, since it may be many words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.authority.authorities import BODY, CONCEPT, OFFICE, PERSON, PLACE, Card, Term, written_day
from archive.authority.card_index import CardRole, Cards, NameForm, Words, form_of
from archive.search.query.card_matching import CardMatch, CardMatcher
from archive.search.query.fields import ADDED
from archive.search.query.tree import (
    Between,
    Clause,
    Either,
    Every,
    FieldClause,
    NameClause,
    Not,
    Query,
    Quoted,
    Span,
    Word,
)
from archive.text import fold

MOST_FORMS = 12  # of one card
_MOST_SHORT = 3
_BESIDE_SHORT = 4  # full forms required beside a short one
_MOST_HOLDERS = 3
_MOST_RIVALS = 4  # full forms of other meanings that are excluded


def other_forms(forms: Iterable[NameForm], known: Sequence[Words], most: int = MOST_FORMS) -> list[NameForm]:
    """Return those of the forms that find more than the `known` words do: none that contains another, and those with
    most new words first."""
    wanted: list[NameForm] = []
    for form in sorted(forms, key=lambda form: len(form.folded)):
        if not any(_holds(form.folded, words) for words in (*known, *(other.folded for other in wanted))):
            wanted.append(form)
    met = {word for words in known for word in words}
    chosen: list[NameForm] = []
    while wanted and len(chosen) < most:
        best = max(wanted, key=lambda form: sum(word not in met for word in form.folded) / len(form.folded))
        wanted.remove(best)
        chosen.append(best)
        met.update(best.folded)
    return chosen


def _holds(words: Words, inner: Words) -> bool:
    return any(words[i : i + len(inner)] == inner for i in range(len(words) - len(inner) + 1))


def alternatives(cards: Cards, card: Card, known: Sequence[Words], span: Span) -> tuple[tuple[Clause, ...], list[str]]:
    """Return the clauses equivalent to words that found the `known` forms already, and the forms they contain."""
    full = cards.full_forms(card)
    others = other_forms(full, known)
    clauses = [_unless_another(cards, card, form, span) for form in others]
    short = [form_of(text) for text in card.short][:_MOST_SHORT]
    if short:
        beside = other_forms(full, (), _BESIDE_SHORT)
        clauses.append(
            Every(
                (
                    either([Quoted(form.text, span) for form in short]),
                    either([clause_of(form, card.kind, span) for form in beside]),
                )
            )
        )
    return tuple(clauses), [form.text for form in others]


def _unless_another(cards: Cards, card: Card, form: NameForm, span: Span) -> Clause:
    """Return the clause of a form; an ambiguous one (PBB) excludes records with a full form of another meaning."""
    clause = clause_of(form, card.kind, span)
    others = [e.card for e in cards.entries(form.folded) if e.card.key != card.key and e.role is not CardRole.OTHER]
    full = [known for other in others for known in cards.full_forms(other) if known.folded != form.folded]
    if not full:
        return clause
    return Every((clause, Not(either([Quoted(known.text, span) for known in full[:_MOST_RIVALS]]))))


def in_office(
    cards: Cards, card: Card, known: Sequence[Words], days: tuple[int, int], span: Span, years: tuple[int, int] | None
) -> tuple[tuple[Clause, ...], list[str]]:
    """Return the same for an office in these days: its forms, and its holders then, in records of those days, or that
    name one of the `years` if these were typed."""
    when: list[Clause] = [_between(days, span)]
    if years is not None:
        when += [Word(str(year), span) for year in dict.fromkeys(years)]
    clauses: list[Clause] = []
    names: list[str] = []
    full = cards.full_forms(card)
    typed = [form for form in full if years is not None and form.folded in known]  # with its year, for other records
    forms = typed + other_forms(full, known, MOST_FORMS // 2 - len(typed))
    if forms:
        clauses.append(Every((either([clause_of(form, card.kind, span) for form in forms]), either(when))))
        names += [form.text for form in forms]
    for term in terms_in(card, days)[:_MOST_HOLDERS]:
        held = other_forms(cards.holder_forms(term.holder), (), MOST_FORMS // 4)
        last = min(days[1], term.last or days[1])
        within: list[Clause] = [_between((max(days[0], term.first), last), span), *when[1:]]
        clauses.append(Every((either([clause_of(form, PERSON, span) for form in held]), either(within))))
        names.append(term.holder)
    return tuple(clauses), names


def terms_in(card: Card, days: tuple[int, int]) -> list[Term]:
    """Return the terms of an office that are known to overlap these days."""
    first, last = days
    end = card.checked or last
    return [term for term in card.terms if term.first <= last and (term.last or end) >= first]


def clause_of(form: NameForm, kind: str, span: Span) -> Clause:
    """Return the clause of a form. A one-word concept is a word like others, in all its inflections."""
    if kind == CONCEPT and len(form.folded) == 1:
        return Word(form.text, span)
    return Quoted(fold(form.text) if kind == PERSON and form.exact != form.folded else form.text, span)


def either(clauses: Sequence[Clause]) -> Clause:
    """Return a clause for any of these."""
    return clauses[0] if len(clauses) == 1 else Either(tuple(clauses))


def _between(days: tuple[int, int], span: Span) -> Between:
    first, last = days
    return Between(first, last, f"{written_day(first)}..{written_day(last)}", span)


_SIGNS = "?!,;:"  # after a name, but not part of it
MOST_CARDS = 4  # in one query; names have priority over concepts

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
    """A stretch of the query, [start, end) in code points, that is a form of a name card. `forms` are the other
    spellings that were searched too. If several cards have this form, `senses` has their (key, kind, name) and none was
    searched: `card` is then empty."""

    words: str
    span: tuple[int, int]
    card: str
    kind: str
    name: str
    forms: tuple[str, ...] = ()
    senses: tuple[tuple[str, str, str], ...] = ()


def read_names(query: Query, cards: Cards, off: Collection[str] = ()) -> tuple[Query, tuple[NameRead, ...]]:
    """Return the query with its names expanded, and these names in order. Words in quotes, after NOT, or with a star
    are not expanded. A form that is on several cards, or is also an ordinary word, is not searched: its senses are
    returned. `off` has keys of cards to ignore."""
    if query.clause is None:
        return query, ()
    reader = _CardExpander(query.text, cards, frozenset(off))
    reader.look(query.clause, _ALL, None)
    if not reader.found:
        return query, ()
    return replace(query, clause=reader.rewritten(query.clause)), reader.told()


class _CardExpander:
    """Find names in a tree, then expand them in it."""

    def __init__(self, text: str, cards: Cards, off: frozenset[str]) -> None:
        self._text = text
        self._cards = cards
        self._off = off
        letters = text.split()
        self._shouted = len(letters) > 1 and text.isupper()
        self.found: dict[int, tuple[CardMatch, Between | None]] = {}  # by start position
        self._named: dict[int, tuple[NameClause, tuple[str, ...]]] = {}

    def look(self, clause: Clause, kinds: tuple[str, ...], between: Between | None) -> None:
        """Note the names in a clause."""
        match clause:
            case Word():
                self._look_along([clause], kinds, between)
            case Every(clauses=clauses):
                days = [inner for inner in clauses if isinstance(inner, Between) and inner.field != ADDED]
                for run in self._adjacent_words(clauses):
                    self._look_along(run, kinds, days[0] if len(days) == 1 else between)
                self._look_into(clauses, kinds, between)
            case Either(clauses=clauses):
                for inner in clauses:
                    self.look(inner, kinds, between)
            case FieldClause(field=field, clause=inner) if field in _KINDS:
                self.look(inner, _KINDS[field], between)

    def _look_into(self, clauses: Sequence[Clause], kinds: tuple[str, ...], between: Between | None) -> None:
        for inner in clauses:
            if not isinstance(inner, Word):
                self.look(inner, kinds, between)

    def _look_along(self, run: Sequence[Word], kinds: tuple[str, ...], between: Between | None) -> None:
        for match in CardMatcher(self._cards, kinds, self._off, self._shouted).find(run):
            self.found[match.clauses[0].span[0]] = (match, between)

    def _adjacent_words(self, clauses: Sequence[Clause]) -> Iterator[list[Word]]:
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
        """Return the same with its names expanded."""
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
            case FieldClause(clause=inner):
                return replace(clause, clause=self._put(inner))
            case _:
                return clause

    def _name(self, match: CardMatch, between: Between | None) -> tuple[NameClause, tuple[str, ...]]:
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
        return NameClause(typed, card.key, card.kind, card.name, others, span), tuple(names)

    def told(self) -> tuple[NameRead, ...]:
        """Return what was expanded and what may have been meant, in the order of the words."""
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


def _span(match: CardMatch) -> Span:
    return match.clauses[0].span[0], match.clauses[-1].span[1]


def _days(match: CardMatch, between: Between | None) -> tuple[int, int] | None:
    """Return the days for which an office was requested: of the years beside it, else of the query's only date."""
    if match.years is not None:
        return match.years[0] * 10_000 + 101, match.years[1] * 10_000 + 1231
    if between is not None and between.first is not None and between.last is not None:
        return between.first, between.last
    return None
