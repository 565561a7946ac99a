"""The tree of a parsed query. A span is [start, end) in code points of the query text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from archive.access import PUBLIC, Viewer
from archive.messages import Message
from archive.search.query.fields import EXACT_FIELDS

MAX_LENGTH = 1_000
"""Code points of a query."""

_SPELT_OUT = (" AND ", "NOT ")
_SHORT = (" ", "-")
_PLAIN_VALUE = re.compile(r"(?!(?:AND|OR|NOT)\Z)\w[\w-]*")

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; one that is made of several parts (`HAI_1275`) asks for them side by side."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks: these words in this order, with up to `slop` others between."""

    text: str
    span: Span
    slop: int = 0


@dataclass(frozen=True, slots=True)
class PrefixWord:
    """Words that begin like this (`presid*`; `text` is without the star)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class FuzzyWord:
    """A word or one that differs by one edit (`presden~`; `text` is without the sign)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class NameClause:
    """What was typed, and a name card that it is a form of: any of `clause`, as typed, and `others`, what the card says
    is the same. `card` is the card's key, `kind` its kind and `name` the name it goes by."""

    clause: Clause
    card: str
    kind: str
    name: str
    others: tuple[Clause, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class KindBoost:
    """Words beside others that name a kind of record: records need not have them, and those of that `kind` count more.
    `clause` is what was typed."""

    clause: Clause
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class StopWord:
    """A word that only joins others or says that a number follows (`di`, `of`, `nomor`): it counts where a record has
    it, and none must. `clause` is what was typed."""

    clause: Clause
    span: Span


@dataclass(frozen=True, slots=True)
class DateClause:
    """Words that say a year, a month or a day: a record has them, or is of these days, `first` to `last` as in Between.
    `clause` is what was typed."""

    clause: Clause
    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class FieldClause:
    """A clause that asks of one field; `field` is a key of archive.search.query.fields.FIELDS."""

    field: str
    clause: Clause
    span: Span


@dataclass(frozen=True, slots=True)
class Between:
    """Days from `first` to `last`, as integers 20251025; None: open at that end. `text` is how a query writes them
    shortest (`2025-10`), however they were typed. `field`: date, or added for the days on which records came."""

    first: int | None
    last: int | None
    text: str
    span: Span
    field: str = "date"


@dataclass(frozen=True, slots=True)
class Every:
    """All of these clauses."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these clauses."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this clause."""

    clause: Clause


Clause: TypeAlias = (
    Word
    | Quoted
    | PrefixWord
    | FuzzyWord
    | NameClause
    | KindBoost
    | StopWord
    | DateClause
    | FieldClause
    | Between
    | Every
    | Either
    | Not
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query text and how it was read. `clause` is None when nothing was asked for: of an empty text, everything is
    the answer; of one without any word in it (`blank` is False), nothing is. `warnings` are sentences for people.
    `today` is the day that its dates were counted from, `viewer` who asks."""

    text: str
    clause: Clause | None
    warnings: tuple[Message, ...] = ()
    today: date | None = None
    viewer: Viewer = PUBLIC

    @property
    def blank(self) -> bool:
        """Return whether nothing at all was typed."""
        return not self.text.strip()

    @property
    def read_as(self) -> str:
        """Return how the query was read, in its own language with everything spelt out; empty when nothing was asked.
        Typed again it is read as the same; one that would be too long for that is written without AND and NOT."""
        if self.clause is None:
            return ""
        full = _written(self.clause, _SPELT_OUT)
        return full if len(full) <= MAX_LENGTH else _written(self.clause, _SHORT)


def written(clause: Clause) -> str:
    """Return a clause in the query language, as short as it is read as the same when it is typed."""
    return _written(clause, _SHORT)


def _written(clause: Clause, signs: tuple[str, str], inside: bool = False) -> str:
    match clause:
        case Word(text=text):
            return text
        case Quoted(text=text, slop=slop):
            return f'"{text}"' + (f"~{slop}" if slop else "")
        case PrefixWord(text=text):
            return f"{text}*"
        case FuzzyWord(text=text):
            return f"{text}~"
        case NameClause(clause=inner):
            return _written(inner, signs, inside)
        case KindBoost(clause=inner) | StopWord(clause=inner) | DateClause(clause=inner):
            return _written(inner, _SHORT)
        case FieldClause(field=field, clause=inner):
            return f"{field}:{_exact(inner, signs) if field in EXACT_FIELDS else _written(inner, signs, inside=True)}"
        case Between(text=text, field=field):
            return f"{field}:{text}"
        case Not(clause=inner):
            return f"{signs[1]}{_written(inner, signs, inside=True)}"
        case Every(clauses=clauses):
            text = _side_by_side(clauses, signs)
        case Either(clauses=clauses):
            text = " OR ".join(_written(c, signs, inside=True) for c in clauses)
    return f"({text})" if inside else text


def _side_by_side(clauses: Sequence[Clause], signs: tuple[str, str]) -> str:
    """All of these. An AND beside a word that no record must have would ask for it, so none is written there."""
    parts = [_written(clause, signs, inside=True) for clause in clauses]
    loose = [
        isinstance(one, KindBoost | StopWord) or isinstance(other, KindBoost | StopWord)
        for one, other in pairwise(clauses)
    ]
    joints = ["", *(" " if beside else signs[0] for beside in loose)]
    return "".join(joint + part for joint, part in zip(joints, parts, strict=False))


def _exact(clause: Clause, signs: tuple[str, str]) -> str:
    """Values that are matched whole, in quotation marks where they are no plain word."""
    both, without = signs
    match clause:
        case Word(text=text):
            return text if _PLAIN_VALUE.fullmatch(text) else f'"{text}"'
        case Not(clause=inner):
            return f"{without}{_exact(inner, signs)}"
        case Every(clauses=clauses):
            return "(" + both.join(_exact(c, signs) for c in clauses) + ")"
        case Either(clauses=clauses):
            return "(" + " OR ".join(_exact(c, signs) for c in clauses) + ")"
        case _:
            return _written(clause, signs, inside=True)
