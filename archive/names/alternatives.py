"""What else a card lets a query find, as clauses: its other forms, short ones beside a full one, who held an office.

Marks in these clauses are meant: Biển Đông is no biến động. People's names are asked for in any marks, since papers in
other languages print them so and no card can list that as another form; of all else, forms of several words are found
without marks where a text writes them so (see archive.query.forms), and one syllable is not, as it may be many words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.analysis import fold
from archive.authorities import CONCEPT, PERSON, Card, Term
from archive.names.cards import Cards, Form, Role, Words, form_of
from archive.query.tree import Between, Clause, Either, Every, Not, Quoted, Span, Word

MOST_FORMS = 12  # of one card
_MOST_SHORT = 3
_BESIDE_SHORT = 4  # full forms that a short one may stand beside
_MOST_HOLDERS = 3
_MOST_RIVALS = 4  # full forms of other meanings that are looked for


def other_forms(forms: Iterable[Form], known: Sequence[Words], most: int = MOST_FORMS) -> list[Form]:
    """Those of the forms that find more than the `known` words do: none that holds another within it, and those first
    that have most words not met before."""
    wanted: list[Form] = []
    for form in sorted(forms, key=lambda form: len(form.folded)):
        if not any(_holds(form.folded, words) for words in (*known, *(other.folded for other in wanted))):
            wanted.append(form)
    met = {word for words in known for word in words}
    chosen: list[Form] = []
    while wanted and len(chosen) < most:
        best = max(wanted, key=lambda form: sum(word not in met for word in form.folded) / len(form.folded))
        wanted.remove(best)
        chosen.append(best)
        met.update(best.folded)
    return chosen


def _holds(words: Words, inner: Words) -> bool:
    return any(words[i : i + len(inner)] == inner for i in range(len(words) - len(inner) + 1))


def alternatives(cards: Cards, card: Card, known: Sequence[Words], span: Span) -> tuple[tuple[Clause, ...], list[str]]:
    """The clauses that do as well as words that found the `known` forms already, and the forms they hold."""
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


def _unless_another(cards: Cards, card: Card, form: Form, span: Span) -> Clause:
    """A form as it is searched; one that others have too (PBB), not in records that have a full form of those."""
    clause = clause_of(form, card.kind, span)
    others = [e.card for e in cards.entries(form.folded) if e.card.key != card.key and e.role is not Role.OTHER]
    full = [known for other in others for known in cards.full_forms(other) if known.folded != form.folded]
    if not full:
        return clause
    return Every((clause, Not(either([Quoted(known.text, span) for known in full[:_MOST_RIVALS]]))))


def in_office(
    cards: Cards, card: Card, known: Sequence[Words], days: tuple[int, int], span: Span, years: tuple[int, int] | None
) -> tuple[tuple[Clause, ...], list[str]]:
    """The same for an office in these days: its forms, and who held it then, in records of those days, or that name
    one of the `years`, where these were typed."""
    when: list[Clause] = [_between(days, span)]
    if years is not None:
        when += [Word(str(year), span) for year in dict.fromkeys(years)]
    clauses: list[Clause] = []
    names: list[str] = []
    full = cards.full_forms(card)
    typed = [form for form in full if years is not None and form.folded in known]  # beside its year, for other records
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
    """The terms of an office that are known to reach into these days."""
    first, last = days
    end = card.checked or last
    return [term for term in card.terms if term.first <= last and (term.last or end) >= first]


def clause_of(form: Form, kind: str, span: Span) -> Clause:
    """A form as it is searched. One word of a concept is a word like others, in all its inflections."""
    if kind == CONCEPT and len(form.folded) == 1:
        return Word(form.text, span)
    return Quoted(fold(form.text) if kind == PERSON and form.exact != form.folded else form.text, span)


def either(clauses: Sequence[Clause]) -> Clause:
    """Any of these."""
    return clauses[0] if len(clauses) == 1 else Either(tuple(clauses))


def _between(days: tuple[int, int], span: Span) -> Between:
    first, last = days
    return Between(first, last, f"{_written(first)}..{_written(last)}", span)


def _written(day: int) -> str:
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"
