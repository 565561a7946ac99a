"""Answers of one group standing for each other: which group each is of, and how many answers each group has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import tantivy
from tantivy import DocAddress, Occur, Query, Searcher

from archive.engines.tantivy.fields import GROUPS, group_field
from archive.engines.tantivy.queries import boolean, both, unscored

Group: TypeAlias = tuple[str, int]
"""A column, and the number that stands for a value in it."""

ALONE: Group = ("", 0)
"""The group of all that have none."""

_ALL_GROUPS = 60_000  # tantivy counts no more than 65,000 values at once
_REST = "group_rest"  # no column is called so
_ROWS = 128  # looked at in one go, at least
_ROWS_A_GROUP = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A document that answers. Its score is known where the order is that of scores."""

    id: str
    score: float | None
    address: DocAddress


Rows: TypeAlias = Callable[[Query, int, int], list[Row]]
"""Gives the rows of a query in order: from this one on, so many."""


class Groups:
    """Collapses the answers to one query by columns, the first of them going before."""

    def __init__(
        self,
        schema: tantivy.Schema,
        searcher: Searcher,
        columns: Sequence[str],
        asked: Query,
        told: Mapping[str, Any],
    ) -> None:
        """`told`: what tantivy counted of `counted_by(columns)` among the answers."""
        self._schema = schema
        self._searcher = searcher
        self._columns = columns
        self._asked = asked
        self._sizes = self._counts(asked, told)
        self.count = len(self._sizes) - (ALONE in self._sizes) + self._sizes[ALONE]

    def first_of_each(self, rows: Rows, wanted: int, after: Query | None) -> list[tuple[Row, int]]:
        """The first `wanted` rows that stand for their groups, and how many others each stands for. With `after`, only
        those among these documents, and of no group that has a row before.

        Groups that have been met are left out of what is looked at next; what stands alone is passed over.
        """
        kept: list[tuple[Row, int]] = []
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
        """Those of the groups that have an answer that is not among these documents."""
        if not groups:
            return set()
        before = boolean([(Occur.Must, both(self._asked, self._within(groups))), (Occur.MustNot, after)])
        return set(self._counts(before, self._searcher.aggregate(before, counted_by(self._columns))))

    def _groups(self, addresses: list[DocAddress]) -> list[Group]:
        columns = [self._searcher.fast_field_values(group_field(column), addresses) for column in self._columns]
        named = [[(column, int(key or 0)) for key in keys] for column, keys in zip(self._columns, columns, strict=True)]
        return [next((group for group in several if group[1]), ALONE) for several in zip(*named, strict=True)]

    def _counts(self, query: Query, told: Mapping[str, Any]) -> Counter[Group]:
        """How many answers each group has."""
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
        hits = self._searcher.search(unscored(query), limit=self._searcher.num_docs, count=False).hits
        return Counter(self._groups([address for _, address in hits]))

    def _within(self, groups: Iterable[Group]) -> Query:
        """Documents of these groups."""
        keys: dict[str, list[int]] = {column: [] for column in self._columns}
        for column, key in groups:
            keys[column].append(key)
        parts = []
        for number, column in enumerate(self._columns):
            inside = Query.term_set_query(self._schema, group_field(column), keys[column])
            parts.append(both(self._without(self._columns[:number]), inside) if number else inside)
        return unscored(boolean((Occur.Should, part) for part in parts))

    def _without(self, columns: Sequence[str]) -> Query:
        """Documents that have no group in any of these columns."""
        none = [Query.term_query(self._schema, group_field(column), 0) for column in columns]
        return unscored(boolean((Occur.Must, query) for query in none))


def counted_by(columns: Sequence[str]) -> dict[str, Any]:
    """What tantivy is to count for groups: the values of the first column, and those of the next among the rest."""
    if not set(columns) <= set(GROUPS):
        raise ValueError(f"Answers are collapsed by {' and '.join(GROUPS)} only, not by {', '.join(columns)}.")
    if not columns:
        return {}
    field = group_field(columns[0])
    asked: dict[str, Any] = {field: {"terms": {"field": field, "size": _ALL_GROUPS, "segment_size": _ALL_GROUPS}}}
    if len(columns) > 1:
        asked[_REST] = {"filter": f"{field}:0", "aggs": counted_by(columns[1:])}
    return asked
