"""Name cards in a plan: a record with another form of a name is found too, below those with the words typed."""

from __future__ import annotations

from dataclasses import replace

from archive.query import forms, weights
from archive.query.forms import Where
from archive.query.plan import All, AnyOf, Dates, Everything, Node, Nothing, Without
from archive.query.tree import (
    Almost,
    Beginning,
    Between,
    Clause,
    Dated,
    Either,
    Every,
    Light,
    Named,
    Not,
    Quoted,
    Wish,
    Within,
    Word,
)


def form(clause: Clause, where: Where, worth: float) -> Node:
    """The node of another form of a name that is worth so much (see `worth_of`). A record with many forms is not above
    one that has one: the best counts."""
    match clause:
        case Word(text=text) | Quoted(text=text) | Beginning(text=text) | Almost(text=text):
            slop = clause.slop if isinstance(clause, Quoted) else 0
            each = worth / max(forms.count(text), 1)  # a phrase counts all its words
            return forms.phrase(text, slop, replace(where, bare=True, worth=where.worth * each))
        case Either(clauses=clauses):
            return AnyOf(tuple(form(inner, where, worth) for inner in clauses), "best")
        case Every(clauses=clauses):
            told = replace(where, worth=where.worth / sum(not isinstance(inner, Between) for inner in clauses))
            return All(tuple(form(inner, told, worth) for inner in clauses))
        case Between(first=first, last=last):
            return Dates(first, last)
        case (
            Named(clause=inner) | Wish(clause=inner) | Light(clause=inner) | Dated(clause=inner) | Within(clause=inner)
        ):
            return form(inner, where, worth)
        case Not(clause=inner):
            return Without(Everything(), form(inner, where, worth))
    return Nothing()


def worth_of(typed: Clause, any_word: bool) -> float:
    """Return what another form counts, by the words typed: so little that what was typed, in its language, stands above
    all others, and enough to order those."""
    return count(typed) * (weights.FORM_OF_MANY if any_word else weights.FORM)


def count(clause: Clause) -> int:
    """How many words a clause asks for; of a name, those that were typed."""
    match clause:
        case Word(text=text) | Quoted(text=text) | Beginning(text=text) | Almost(text=text):
            return forms.count(text)
        case Named(clause=inner) | Wish(clause=inner) | Light(clause=inner) | Dated(clause=inner):
            return count(inner)
        case Within(clause=inner) | Not(clause=inner):
            return count(inner)
        case Every(clauses=clauses) | Either(clauses=clauses):
            return sum(map(count, clauses))
        case Between():
            return 0
