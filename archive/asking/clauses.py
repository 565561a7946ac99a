"""A query taken apart into the clauses that stand side by side, and written again without some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

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
