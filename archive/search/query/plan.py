"""The plan that an engine runs: a closed tree over (engine field, term), with filters, order and slice.

A plan is complete: an engine need not analyse or look up anything. Its nodes are `Everything`, `Nothing`, `Term`,
`Phrase`, `Prefix`, `Fuzzy`, `Keyword`, `Dates`, `Ids`, `All`, `AnyOf` and `Without`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

NumberSort = Literal["date", "-date", "added", "-added"]
Sort = Literal["relevance", "date", "-date", "title", "added", "-added"]


@dataclass(frozen=True, slots=True)
class NumberOrder:
    """An order by a number that engines store for each document: its first day, or its arrival. Documents without one
    (0) come last; ties are broken by id."""

    column: Literal["first", "came"]
    highest_first: bool


NUMBER_ORDERS: Mapping[str, NumberOrder] = MappingProxyType(
    {
        "date": NumberOrder("first", False),
        "-date": NumberOrder("first", True),
        "added": NumberOrder("came", False),
        "-added": NumberOrder("came", True),
    }
)
"""The orders in which a cursor can read on."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents, score 0."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


@dataclass(frozen=True, slots=True)
class TermNode:
    """Documents with this term in this engine field, scored by BM25 times `boost`."""

    field: str
    term: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents in which the terms, two or more, follow each other in this field, with at most `slop` other positions
    between the first and the last. Scored by BM25 times `boost`, as one term with its own frequency."""

    field: str
    terms: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Documents with a term that has this prefix; of many such terms, the `limit` most frequent ones. Scored as the
    best of them, all with the weight of the most frequent one: a rare term says nothing about what was meant.
    """

    field: str
    prefix: str
    limit: int = 64
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Documents with this term, or one that is one edit away: one letter more, less or different, or two neighbours
    swapped. Of such terms the `limit` most frequent ones, always including the term itself. Scored as the best of them,
    all with the weight of the most frequent one."""

    field: str
    term: str
    limit: int = 32
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Keyword:
    """Documents with one of these exact values in a facet column. Score 0."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """Documents whose day or date range overlaps [first, last], days as integers 20251025; None: open at that end.
    Documents without a date do not match. Score 0."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Ids:
    """Documents with one of these ids. Score 0."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Documents that match every part; scores are added, and those of each matching `bonus`."""

    parts: tuple[Node, ...]
    bonus: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that match at least one part; the score is the sum, or the best one plus this fraction of the `rest`:
    the same word in several fields is one word, repeated."""

    parts: tuple[Node, ...]
    score: Literal["sum", "best"] = "sum"
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Without:
    """Documents that match `wanted` and not `unwanted`."""

    wanted: Node
    unwanted: Node


Node: TypeAlias = (
    Everything | Nothing | TermNode | Phrase | Prefix | Fuzzy | Keyword | Dates | Ids | All | AnyOf | Without
)


def raised(node: Node, times: float) -> Node:
    """Return the same node with all scores multiplied."""
    match node:
        case TermNode() | Phrase() | Prefix() | Fuzzy():
            return replace(node, boost=node.boost * times)
        case All(parts=parts, bonus=bonus):
            return All(tuple(raised(part, times) for part in parts), tuple(raised(part, times) for part in bonus))
        case AnyOf(parts=parts):
            return replace(node, parts=tuple(raised(part, times) for part in parts))
        case Without(wanted=wanted):
            return replace(node, wanted=raised(wanted, times))
        case _:
            return node


@dataclass(frozen=True, slots=True)
class Plan:
    """One search. `filters`: OR within one, AND between them, at most one for a column. `dates` works like a filter,
    but undated documents that it excludes are counted. `facets` names the columns to count: each count is the number of
    results with that value, so a column's own filter does not limit its counts.

    `collapse` names columns; the group of a result is its value in the first of them in which it has one. The first
    result of each group represents it. `offset` and `limit` apply after that; `total` and facets count all results.
    `after` (the number in one of NUMBER_ORDERS, 0 for none, and an id) skips results up to that document in such an
    order; `total` and facets still count them."""

    node: Node
    filters: tuple[Keyword, ...] = ()
    dates: Dates | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    facet_size: int = 10
    collapse: tuple[str, ...] = ()
    after: tuple[int, str] | None = None
