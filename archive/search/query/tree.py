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
    """A word as typed; one with several parts (`HAI_1275`) requires them next to each other."""

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
    """Words with this prefix (`presid*`; `text` is without the star)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class FuzzyWord:
    """A word or one that differs by one edit (`presden~`; `text` is without the sign)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class NameClause:
    """Typed words that are a form of a name card: any of `clause`, as typed, and `others`, the card's other forms.
    `card` is the card's key, `kind` its kind and `name` its main name."""

    clause: Clause
    card: str
    kind: str
    name: str
    others: tuple[Clause, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class KindBoost:
    """Words beside others that name a kind of record: they are optional, and records of that `kind` rank higher.
    `clause` is what was typed."""

    clause: Clause
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class StopWord:
    """A function word or a label of a number (`di`, `of`, `nomor`): optional, but counted. `clause` is what was
    typed."""

    clause: Clause
    span: Span


@dataclass(frozen=True, slots=True)
class DateClause:
    """Words that name a year, a month or a day: a record contains them, or is of these days, `first` to `last` as in
    Between. `clause` is what was typed."""

    clause: Clause
    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class FieldClause:
    """A clause limited to one field; `field` is a key of archive.search.query.fields.FIELDS."""

    field: str
    clause: Clause
    span: Span


@dataclass(frozen=True, slots=True)
class Between:
    """Days from `first` to `last`, as integers 20251025; None: open at that end. `text` is their shortest form in a
    query (`2025-10`), however typed. `field`: date, or added for the days on which records arrived."""

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
    """A query text and its interpretation. `clause` is None if there is no condition: an empty text finds everything;
    one without any word (`blank` is False) finds nothing. `warnings` are sentences for people. `today` is the day for
    relative dates, `viewer` the user."""

    text: str
    clause: Clause | None
    warnings: tuple[Message, ...] = ()
    today: date | None = None
    viewer: Viewer = PUBLIC

    @property
    def blank(self) -> bool:
        """Return whether nothing was typed."""
        return not self.text.strip()

    @property
    def read_as(self) -> str:
        """Return the interpretation of the query in its own syntax, spelled out; empty without conditions. Typed again,
        it is interpreted the same way; if that is too long, it is written without AND and NOT."""
        if self.clause is None:
            return ""
        full = _written(self.clause, _SPELT_OUT)
        return full if len(full) <= MAX_LENGTH else _written(self.clause, _SHORT)


def written(clause: Clause) -> str:
    """Return a clause in the query language, as short as possible without changing its interpretation."""
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
    """Return all of these. An AND beside an optional word would make it required, so none is written there."""
    parts = [_written(clause, signs, inside=True) for clause in clauses]
    loose = [
        isinstance(one, KindBoost | StopWord) or isinstance(other, KindBoost | StopWord)
        for one, other in pairwise(clauses)
    ]
    joints = ["", *(" " if beside else signs[0] for beside in loose)]
    return "".join(joint + part for joint, part in zip(joints, parts, strict=False))


def _exact(clause: Clause, signs: tuple[str, str]) -> str:
    """Return exact values, in quotation marks unless they are plain words."""
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
