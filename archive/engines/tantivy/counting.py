"""How many answers there are, how many have no date, and the counts of facets: all in one pass over what matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from tantivy import Query, Searcher

from archive.engines.tantivy.fields import facet_field
from archive.engines.tantivy.queries import Compiler, both
from archive.query.plan import Dates, Keyword, Plan

_DAYS, _ANSWERS, _UNDATED = "days", "answers", "undated"  # no facet column is called so
_ALL_VALUES = 60_000  # of a facet column; tantivy counts no more than 65,000 at once

Counts = Mapping[str, int]
"""Documents that have a value, by value."""


class Counted(NamedTuple):
    """The number of answers, of those without a date, the facets, and what was told of all else that was asked."""

    total: int
    undated: int
    facets: dict[str, tuple[tuple[str, int], ...]]
    told: Mapping[str, Any]


class Counting:
    """Counts the documents that match `node`, which is that of the plan as a query."""

    def __init__(self, plan: Plan, node: Query, searcher: Searcher, compiler: Compiler) -> None:
        self._plan = plan
        self._node = node
        self._searcher = searcher
        self._compiler = compiler
        self._filtered = {f.column for f in plan.filters}

    def counts(self, also: dict[str, Any]) -> Counted:
        """All that is counted, and `also` of the answers, in tantivy's language. The counts of a column that is
        filtered by are of what its own filter would leave out too."""
        own = [column for column in self._plan.facets if column in self._filtered]
        free = [column for column in self._plan.facets if column not in self._filtered]
        if own or self._plan.dates:
            told = self._searcher.aggregate(self._node, self._asked(own, free, also))
            answers = told[_ANSWERS]
            undated = told[_UNDATED]["doc_count"] if self._plan.dates else _days(answers)[0]
        else:
            answers = told = self._searcher.aggregate(self._answers(), _values(free, self._room) | _DAYS_ASKED | also)
            undated = _days(answers)[0]
        buckets = {column: answers[column] for column in free} | {column: told[column][column] for column in own}
        facets = {column: self._shown(column, buckets[column]) for column in self._plan.facets}
        return Counted(sum(_days(answers)), undated, facets, answers)

    @property
    def _room(self) -> int:
        return max(4 * self._plan.facet_size, 64)

    def _asked(self, own: Sequence[str], free: Sequence[str], also: dict[str, Any]) -> dict[str, Any]:
        """What is counted of all that match the node, each part within its filters."""
        asked = {column: _within(self._said(column), _values([column], self._room)) for column in own}
        asked[_ANSWERS] = _within(self._said(), _values(free, self._room) | _DAYS_ASKED | also)
        if self._plan.dates:
            asked[_UNDATED] = _within([*map(_said, self._plan.filters), "first:0"], {})
        return asked

    def _said(self, without: str = "") -> list[str]:
        """The filters but that of one column, in tantivy's language of queries, which counting takes them in."""
        said = [_said(f) for f in self._plan.filters if f.column != without]
        return [*said, _said_dates(self._plan.dates)] if self._plan.dates else said

    def _answers(self, without: str = "") -> Query:
        """The answers there would be without the filter of one column."""
        filters: list[Keyword | Dates] = [f for f in self._plan.filters if f.column != without]
        filters += [self._plan.dates] if self._plan.dates else []
        return reduce(both, map(self._compiler.query, filters), self._node)

    def _shown(self, column: str, told: dict[str, Any]) -> tuple[tuple[str, int], ...]:
        """The largest counts, and those of the values filtered by, however small."""
        counts = self._exact(column, told)
        top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: self._plan.facet_size]
        shown = {value for value, _ in top}
        chosen = {value for f in self._plan.filters if f.column == column for value in f.values} - shown
        rest = {value: counts.get(value, 0) for value in chosen}
        if told["sum_other_doc_count"]:
            rest |= self._counted(column, [value for value in chosen if value not in counts])
        return (*top, *sorted(rest.items(), key=lambda item: (-item[1], item[0])))

    def _exact(self, column: str, told: dict[str, Any]) -> Counts:
        """The counts of a column, at least of those values that can be shown: where one that is cut off may tie with
        them, all are counted."""
        buckets = told["buckets"]
        exact = not told["sum_other_doc_count"] or (
            not told["doc_count_error_upper_bound"]
            and buckets[max(self._plan.facet_size, 1) - 1]["doc_count"] > buckets[-1]["doc_count"]
        )
        if not exact:
            buckets = self._searcher.aggregate(self._answers(column), _values([column], _ALL_VALUES))[column]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def _counted(self, column: str, values: Sequence[str]) -> Counts:
        """The counts of these values, which are not among the largest."""
        asked = {str(n): _within([_said(Keyword(column, (value,)))], {}) for n, value in enumerate(values)}
        told = self._searcher.aggregate(self._answers(column), asked) if values else {}
        return {value: told[str(n)]["doc_count"] for n, value in enumerate(values)}


_DAYS_ASKED: dict[str, Any] = {_DAYS: {"range": {"field": "first", "ranges": [{"to": 1}]}}}  # and, unasked, from 1


def _days(told: dict[str, Any]) -> list[int]:
    """How many documents are undated and dated."""
    return [bucket["doc_count"] for bucket in told[_DAYS]["buckets"]]


def _values(columns: Iterable[str], room: int) -> dict[str, Any]:
    terms = {"size": room, "segment_size": max(room, 1000)}
    return {column: {"terms": {"field": facet_field(column), **terms}} for column in columns}


def _within(filters: Sequence[str], asked: dict[str, Any]) -> dict[str, Any]:
    return {"filter": " AND ".join(filters) or "*", "aggs": asked}


def _said(keyword: Keyword) -> str:
    values = " ".join(map(_quoted, keyword.values))
    return f"{facet_field(keyword.column)}: IN [{values}]"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _said_dates(dates: Dates) -> str:
    last = "*" if dates.last is None else dates.last
    return f"last:[{dates.first or 0} TO *] AND first:[1 TO {last}]"
