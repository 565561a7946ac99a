"""A query taken apart into the clauses that stand side by side, and written again without some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from archive.query.forms import count as parts
from archive.query.tree import (
    Almost,
    Beginning,
    Between,
    Clause,
    Either,
    Every,
    Named,
    Not,
    Query,
    Quoted,
    Within,
    Word,
)

_WIDE = 8  # plain words that a word which stands for many is as much work as
_WORK = 120  # plain words that help with one search may ask for, all in all


def side_by_side(query: Query) -> tuple[Clause, ...]:
    """The clauses that a record must satisfy all of; none of an empty query."""
    match query.clause:
        case None:
            return ()
        case Every(clauses=clauses):
            return clauses
        case clause:
            return (clause,)


def together(clauses: Iterable[Clause]) -> Clause | None:
    """One clause that asks for all of these; None for none."""
    found = tuple(clauses)
    return Every(found) if len(found) > 1 else next(iter(found), None)


def less(query: Query, left_out: Collection[Clause]) -> Clause | None:
    """What is left of a query without these of its clauses."""
    return together(clause for clause in side_by_side(query) if clause not in left_out)


def work(clause: Clause | None) -> int:
    """About how many plain words a clause is as much work as."""
    match clause:
        case Word(text=text):
            return parts(text)
        case Quoted(text=text, slop=slop):
            return parts(text) * (1 + slop)
        case Beginning() | Almost():
            return _WIDE
        case Named(clause=inner, others=others):
            return work(inner) + len(others)
        case Within(clause=inner) | Not(clause=inner):
            return work(inner)
        case Every(clauses=clauses) | Either(clauses=clauses):
            return sum(map(work, clauses))
    return 0


def times(clause: Clause | None, most: int) -> int:
    """How often a clause may be counted for help with a search, `most` times at best: help is not to take longer than
    the search itself by much."""
    return min(most, _WORK // max(work(clause), 1))


def text_of(clauses: Iterable[Clause]) -> str:
    """A query text that asks for all of these clauses."""
    return " ".join(_bare(clause) for clause in clauses)


def _bare(clause: Clause) -> str:
    """A clause among others side by side, where the words of a name need no brackets."""
    match clause:
        case Named(clause=Every(clauses=clauses)):
            return text_of(clauses)
    return written(clause)


def text_less(query: Query, left_out: Collection[Clause]) -> str:
    """The text of a query without these of its clauses."""
    return text_of(clause for clause in side_by_side(query) if clause not in left_out)


def written(clause: Clause) -> str:
    """A clause in the query language, as near as may be to how it was typed."""
    match clause:
        case Word(text=text):
            return f'"{text}"' if any(sign.isspace() for sign in text) else text
        case Quoted(text=text, slop=slop):
            return f'"{text}"' + (f"~{slop}" if slop else "")
        case Beginning(text=text):
            return f"{text}*"
        case Almost(text=text):
            return f"{text}~"
        case Named(clause=typed):
            return written(typed)
        case Within(field=field, clause=inner):
            return f"{field}:({written(inner)})" if isinstance(inner, Not) else f"{field}:{written(inner)}"
        case Between(text=text):
            return f'date:"{text}"' if any(sign.isspace() for sign in text) else f"date:{text}"
        case Not(clause=inner):
            return f"-{written(inner)}"
        case Every(clauses=clauses):
            return f"({' '.join(written(c) for c in clauses)})"
        case Either(clauses=clauses):
            return f"({' OR '.join(written(c) for c in clauses)})"
