"""Counts, facets and groups of a tantivy search, in one pass over the matches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple, TypeAlias

import tantivy
from tantivy import DocAddress, Occur, Query, Searcher

from archive.search.engines.engine import MOST_COUNTED
from archive.search.engines.tantivy.fields import GROUPS, facet_field, group_field
from archive.search.engines.tantivy.queries import Compiler, boolean, both, drop_scores
from archive.search.query.plan import Dates, Keyword, Plan

_DAYS, _ANSWERS, _UNDATED = "days", "answers", "undated"  # names that no facet column has
_ALL_VALUES = MOST_COUNTED  # in a facet column; tantivy counts at most 65,000 at a time

Counts = Mapping[str, int]
"""Documents that have a value, by value."""


class AnswerCounts(NamedTuple):
    """The number of results, of undated ones, the facets, and the counts of everything else requested."""

    total: int
    undated: int
    facets: dict[str, tuple[tuple[str, int], ...]]
    told: Mapping[str, Any]


class AnswerCounter:
    """Count the documents that match `node`, given as a query."""

    def __init__(self, plan: Plan, node: Query, searcher: Searcher, compiler: Compiler) -> None:
        self._plan = plan
        self._node = node
        self._searcher = searcher
        self._compiler = compiler
        self._filtered = {f.column for f in plan.filters}

    def counts(self, also: dict[str, Any]) -> AnswerCounts:
        """Return all counts, and `also` of the results, in tantivy's language. Counts of a column filtered by include
        results that its own filter excludes."""
        own = [column for column in self._plan.facets if column in self._filtered]
        free = [column for column in self._plan.facets if column not in self._filtered]
        if own or self._plan.dates:
            told = self._searcher.aggregate(self._node, self._asked(own, free, also))
            answers = told[_ANSWERS]
            undated = told[_UNDATED]["doc_count"] if self._plan.dates else _count_dated(answers)[0]
        else:
            answers = told = self._searcher.aggregate(self._answers(), _values(free, self._room) | _DAYS_ASKED | also)
            undated = _count_dated(answers)[0]
        buckets = {column: answers[column] for column in free} | {column: told[column][column] for column in own}
        facets = {column: self._shown(column, buckets[column]) for column in self._plan.facets}
        return AnswerCounts(sum(_count_dated(answers)), undated, facets, answers)

    @property
    def _room(self) -> int:
        return min(max(4 * self._plan.facet_size, 64), _ALL_VALUES)

    def _asked(self, own: Sequence[str], free: Sequence[str], also: dict[str, Any]) -> dict[str, Any]:
        """Return what is counted over all matches, each part within its filters."""
        asked = {column: _within(self._said(column), _values([column], self._room)) for column in own}
        asked[_ANSWERS] = _within(self._said(), _values(free, self._room) | _DAYS_ASKED | also)
        if self._plan.dates:
            asked[_UNDATED] = _within([*map(_said, self._plan.filters), "first:0"], {})
        return asked

    def _said(self, without: str = "") -> list[str]:
        """Return the filters except that of one column, in tantivy's query language, which aggregations need."""
        said = [_said(f) for f in self._plan.filters if f.column != without]
        return [*said, _said_dates(self._plan.dates)] if self._plan.dates else said

    def _answers(self, without: str = "") -> Query:
        """Return the results without the filter of one column."""
        filters: list[Keyword | Dates] = [f for f in self._plan.filters if f.column != without]
        filters += [self._plan.dates] if self._plan.dates else []
        return reduce(both, map(self._compiler.query, filters), self._node)

    def _shown(self, column: str, told: dict[str, Any]) -> tuple[tuple[str, int], ...]:
        """Return the largest counts, and those of the values filtered by, even if small."""
        counts = self._exact(column, told)
        top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: self._plan.facet_size]
        shown = {value for value, _ in top}
        chosen = {value for f in self._plan.filters if f.column == column for value in f.values} - shown
        rest = {value: counts.get(value, 0) for value in chosen}
        if told["sum_other_doc_count"]:
            rest |= self._count_values(column, [value for value in chosen if value not in counts])
        return (*top, *sorted(rest.items(), key=lambda item: (-item[1], item[0])))

    def _exact(self, column: str, told: dict[str, Any]) -> Counts:
        """Return the counts of a column, at least of values that can be shown: if one that is cut off may tie with
        them, all are counted."""
        buckets = told["buckets"]
        exact = not told["sum_other_doc_count"] or (
            not told["doc_count_error_upper_bound"]
            and buckets[max(self._plan.facet_size, 1) - 1]["doc_count"] > buckets[-1]["doc_count"]
        )
        if not exact:
            buckets = self._searcher.aggregate(self._answers(column), _values([column], _ALL_VALUES))[column]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def _count_values(self, column: str, values: Sequence[str]) -> Counts:
        asked = {str(n): _within([_said(Keyword(column, (value,)))], {}) for n, value in enumerate(values)}
        told = self._searcher.aggregate(self._answers(column), asked) if values else {}
        return {value: told[str(n)]["doc_count"] for n, value in enumerate(values)}


_DAYS_ASKED: dict[str, Any] = {_DAYS: {"range": {"field": "first", "ranges": [{"to": 1}]}}}  # and, implicitly, from 1


def _count_dated(told: dict[str, Any]) -> list[int]:
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


Group: TypeAlias = tuple[str, int]
"""A column, and the number that stands for a value in it."""

ALONE: Group = ("", 0)
"""The group of all that have none."""

_ALL_GROUPS = 60_000  # tantivy counts at most 65,000 values at a time
_REST = "group_rest"  # a name that no column has
_ROWS = 128  # rows read at a time, at least
_ROWS_A_GROUP = 8


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result. Its score is known if results are ordered by score."""

    id: str
    score: float | None
    address: DocAddress


Rows: TypeAlias = Callable[[Query, int, int], list[ResultRow]]
"""Gives the rows of a query in order: from this one on, so many."""


class Groups:
    """Collapse the results of a query by columns, of which earlier ones take precedence."""

    def __init__(
        self,
        schema: tantivy.Schema,
        searcher: Searcher,
        columns: Sequence[str],
        asked: Query,
        told: Mapping[str, Any],
    ) -> None:
        """`told`: tantivy's counts of `counted_by(columns)` among the results."""
        self._schema = schema
        self._searcher = searcher
        self._columns = columns
        self._asked = asked
        self._sizes = self._count_groups(asked, told)
        self.count = len(self._sizes) - (ALONE in self._sizes) + self._sizes[ALONE]

    def first_of_each(self, rows: Rows, wanted: int, after: Query | None) -> list[tuple[ResultRow, int]]:
        """Return the first `wanted` rows that represent their groups, and how many others each represents. With
        `after`, only those among these documents, without groups that have an earlier row.

        Groups already met are excluded from further searches; results without a group are passed by the offset.
        """
        kept: list[tuple[ResultRow, int]] = []
        met: set[Group] = set()
        passed = 0
        asked = both(self._asked, after) if after is not None else self._asked
        while len(kept) < wanted:
            query = asked if not met else boolean([(Occur.Must, asked), (Occur.MustNot, self._within(met))])
            found = rows(query, passed, max(_ROWS, _ROWS_A_GROUP * (wanted - len(kept))))
            if not found:
                break
            groups = self._groups([row.address for row in found])
            if after is not None:
                met |= self._before(set(groups) - met - {ALONE}, after)
            for row, group in zip(found, groups, strict=True):
                if group == ALONE:
                    passed += 1
                    kept.append((row, 0))
                elif group not in met:
                    met.add(group)
                    kept.append((row, self._sizes[group] - 1))
        return kept[:wanted]

    def _before(self, groups: set[Group], after: Query) -> set[Group]:
        """Return those of the groups with a result that is not among these documents."""
        if not groups:
            return set()
        before = boolean([(Occur.Must, both(self._asked, self._within(groups))), (Occur.MustNot, after)])
        return set(self._count_groups(before, self._searcher.aggregate(before, counted_by(self._columns))))

    def _groups(self, addresses: list[DocAddress]) -> list[Group]:
        columns = [self._searcher.fast_field_values(group_field(column), addresses) for column in self._columns]
        named = [[(column, int(key or 0)) for key in keys] for column, keys in zip(self._columns, columns, strict=True)]
        return [next((group for group in several if group[1]), ALONE) for several in zip(*named, strict=True)]

    def _count_groups(self, query: Query, told: Mapping[str, Any]) -> Counter[Group]:
        counts: Counter[Group] = Counter()
        alone = 0
        for column in self._columns:
            values = told[group_field(column)]
            if values["sum_other_doc_count"]:  # more groups than tantivy counts
                return self._counted_one_by_one(query)
            sizes = {(column, bucket["key"]): bucket["doc_count"] for bucket in values["buckets"]}
            alone = sizes.pop((column, 0), 0)
            counts.update(sizes)
            told = told.get(_REST, {})
        if alone:
            counts[ALONE] = alone
        return counts

    def _counted_one_by_one(self, query: Query) -> Counter[Group]:
        hits = self._searcher.search(drop_scores(query), limit=self._searcher.num_docs, count=False).hits
        return Counter(self._groups([address for _, address in hits]))

    def _within(self, groups: Iterable[Group]) -> Query:
        """Return the query for documents of these groups."""
        keys: dict[str, list[int]] = {column: [] for column in self._columns}
        for column, key in groups:
            keys[column].append(key)
        parts = []
        for number, column in enumerate(self._columns):
            inside = Query.term_set_query(self._schema, group_field(column), keys[column])
            parts.append(both(self._ungrouped(self._columns[:number]), inside) if number else inside)
        return drop_scores(boolean((Occur.Should, part) for part in parts))

    def _ungrouped(self, columns: Sequence[str]) -> Query:
        none = [Query.term_query(self._schema, group_field(column), 0) for column in columns]
        return drop_scores(boolean((Occur.Must, query) for query in none))


def counted_by(columns: Sequence[str]) -> dict[str, Any]:
    """Return what tantivy has to count for groups: the values of the first column, and those of the next among the
    rest."""
    if not set(columns) <= set(GROUPS):
        raise ValueError(f"Answers are collapsed by {' and '.join(GROUPS)} only, not by {', '.join(columns)}.")
    if not columns:
        return {}
    field = group_field(columns[0])
    asked: dict[str, Any] = {field: {"terms": {"field": field, "size": _ALL_GROUPS, "segment_size": _ALL_GROUPS}}}
    if len(columns) > 1:
        asked[_REST] = {"filter": f"{field}:0", "aggs": counted_by(columns[1:])}
    return asked
