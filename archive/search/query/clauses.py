"""Split a query into its top-level clauses, and rewrite it without some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

from archive.search.query.term_forms import count as parts
from archive.search.query.tree import (
    Clause,
    DateClause,
    Either,
    Every,
    FieldClause,
    FuzzyWord,
    KindBoost,
    NameClause,
    Not,
    PrefixWord,
    Query,
    Quoted,
    StopWord,
    Word,
    written,
)

_WIDE = 8  # cost of an expanded word, in plain words
_WORK = 120  # total cost of help for one search, in plain words


def side_by_side(query: Query) -> tuple[Clause, ...]:
    """Return the clauses that a record must all satisfy; none for an empty query."""
    match query.clause:
        case None:
            return ()
        case Every(clauses=clauses):
            return clauses
        case clause:
            return (clause,)


def together(clauses: Iterable[Clause]) -> Clause | None:
    """Return one clause for all of these, or None."""
    found = tuple(clauses)
    return Every(found) if len(found) > 1 else next(iter(found), None)


def remove_clauses(query: Query, left_out: Collection[Clause]) -> Clause | None:
    """Return the rest of a query without these clauses."""
    return together(clause for clause in side_by_side(query) if clause not in left_out)


def work(clause: Clause | None) -> int:
    """Return the cost of a clause, roughly in plain words."""
    match clause:
        case Word(text=text):
            return parts(text)
        case Quoted(text=text, slop=slop):
            return parts(text) * (1 + slop)
        case PrefixWord() | FuzzyWord():
            return _WIDE
        case NameClause(clause=inner, others=others):
            return work(inner) + len(others)
        case KindBoost(clause=inner) | StopWord(clause=inner) | DateClause(clause=inner):
            return work(inner)
        case FieldClause(clause=inner) | Not(clause=inner):
            return work(inner)
        case Every(clauses=clauses) | Either(clauses=clauses):
            return sum(map(work, clauses))
    return 0


def times(clause: Clause | None, most: int) -> int:
    """Return how often a clause may be counted for help with a search, at most `most` times: help must not take much
    longer than the search itself."""
    return min(most, _WORK // max(work(clause), 1))


def text_of(clauses: Iterable[Clause]) -> str:
    """Return a query text for all of these clauses. The words of a name need no brackets among others."""
    return written(Every(tuple(chain.from_iterable(map(_typed, clauses)))))


def _typed(clause: Clause) -> tuple[Clause, ...]:
    match clause:
        case NameClause(clause=Every(clauses=clauses)):
            return clauses
        case KindBoost(clause=Every(clauses=clauses)) | DateClause(clause=Every(clauses=clauses)):
            return tuple(chain.from_iterable(map(_typed, clauses)))
    return (clause,)


def text_less(query: Query, left_out: Collection[Clause]) -> str:
    """Return the text of a query without these of its clauses."""
    return text_of(clause for clause in side_by_side(query) if clause not in left_out)
