"""A plan's results from one generation of a tantivy index: filters, counts, order and the slice asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import tantivy
from tantivy import DocAddress, Order, Query, Searcher

from archive.engines.base import EngineResults, State
from archive.engines.tantivy.fields import BY_TITLE, ID_PARTS, NEWEST, OLDEST, facet_field, id_in, id_of
from archive.engines.tantivy.groups import Groups, Row
from archive.engines.tantivy.queries import Compiler, both, scores
from archive.engines.tantivy.telling import Telling
from archive.query.plan import Keyword, Plan

_ORDERS = {"relevance": NEWEST, "-date": NEWEST, "date": OLDEST, "title": BY_TITLE}
_SPARE = 32  # hits fetched beyond those wanted, for ties at the edge
_DAYS = "days"  # no facet column is called so
_ALL_VALUES = 60_000  # of a facet column; tantivy counts no more than 65,000 at once


@dataclass(frozen=True, slots=True)
class Generation:
    """An index as one commit left it. `stamp` tells generations apart."""

    stamp: tuple[int, ...]
    schema: tantivy.Schema
    searcher: Searcher
    telling: Telling
    state: State


def search(plan: Plan, generation: Generation) -> EngineResults:
    """The results of a plan."""
    return _Search(plan, generation).results()


class _Search:
    """One plan on one generation."""

    def __init__(self, plan: Plan, generation: Generation) -> None:
        self._plan = plan
        self._schema = generation.schema
        self._searcher = generation.searcher
        self._state = generation.state
        self._compiler = Compiler(generation.schema, generation.searcher, generation.telling)
        self._node = self._compiler.query(plan.node)
        self._filters = {f.column: self._compiler.query(f) for f in plan.filters}
        self._inside = [self._compiler.query(plan.dates)] if plan.dates else []
        self._by_score = plan.sort == "relevance" and scores(plan.node)

    def results(self) -> EngineResults:
        """Everything that was asked."""
        asked = _narrowed(self._node, [*self._filters.values(), *self._inside])
        total, undated, facets = self._counts(asked)
        rows, others, groups = self._collapsed(asked) if self._plan.collapse else self._plain(asked, total)
        days = self._searcher.fast_field_values("first", [row.address for row in rows])
        return EngineResults(
            ids=tuple(row.id for row in rows),
            scores=tuple(self._scores(rows)),
            total=total,
            facets=facets,
            undated=undated,
            state=self._state,
            groups=groups,
            others=tuple(others),
            days=tuple(int(day or 0) for day in days),
        )

    def _plain(self, asked: Query, total: int) -> tuple[list[Row], list[int], int]:
        """The rows wanted, 0 beside each, and how many there are."""
        plan, after = self._plan, self._after()
        rows = []
        if plan.limit and total > plan.offset:
            rows = self._rows(asked if after is None else both(asked, after), plan.offset, plan.limit)
        return rows, [0] * len(rows), total

    def _collapsed(self, asked: Query) -> tuple[list[Row], list[int], int]:
        """The rows wanted, each the first of its group, how many others each stands for, and how many groups there
        are."""
        plan = self._plan
        groups = Groups(self._schema, self._searcher, plan.collapse, asked)
        kept = []
        if plan.limit and groups.count > plan.offset:
            wanted = min(plan.offset + plan.limit, groups.count)
            kept = groups.first_of_each(self._rows, wanted, self._after())[plan.offset :]
        return [row for row, _ in kept], [others for _, others in kept], groups.count

    def _after(self) -> Query | None:
        if self._plan.after is None or self._plan.sort not in ("date", "-date"):
            return None
        return self._compiler.after(self._plan.sort == "-date", *self._plan.after)

    def _rows(self, query: Query, offset: int, limit: int) -> list[Row]:
        """Some answers in the order asked for."""
        return self._by_relevance(query, offset, limit) if self._by_score else self._by_column(query, offset, limit)

    def _by_relevance(self, query: Query, offset: int, limit: int) -> list[Row]:
        """tantivy breaks ties by where documents lie. So all that tie with the last one wanted are fetched, and put in
        order here."""
        wanted = offset + limit
        most = max(self._searcher.num_docs, 1)
        asked = min(wanted + _SPARE, most)
        while True:
            hits = self._searcher.search(query, limit=asked, count=False).hits
            if len(hits) < asked or asked == most or hits[wanted - 1][0] > hits[-1][0]:
                break
            asked = min(asked * 8, most)
        edge = hits[wanted - 1][0] if len(hits) >= wanted else 0.0
        kept = [hit for hit in hits if hit[0] >= edge]
        addresses = [address for _, address in kept]
        days, ids = self._searcher.fast_field_values("first", addresses), ids_at(self._searcher, addresses)
        rows = [Row(doc_id, score, address) for doc_id, (score, address) in zip(ids, kept, strict=True)]
        order = sorted(range(len(rows)), key=lambda n: (-kept[n][0], -(days[n] or 0), ids[n]))
        return [rows[n] for n in order[offset:wanted]]

    def _by_column(self, query: Query, offset: int, limit: int) -> list[Row]:
        column = _ORDERS[self._plan.sort]
        found = self._searcher.search(
            query, limit=limit, offset=offset, count=False, order_by_field=column, order=Order.Asc
        )
        return [Row(id_in(value), None, address) for value, address in found.hits]

    def _scores(self, rows: Sequence[Row]) -> list[float]:
        """The scores of some answers; those that a search in another order does not tell are looked up."""
        if self._by_score or not rows or not scores(self._plan.node):
            return [row.score or 0.0 for row in rows]
        ids = [row.id for row in rows]
        hits = self._searcher.search(both(self._node, self._compiler.among(ids)), limit=len(ids), count=False).hits
        addresses = [address for _, address in hits]
        known = dict(zip(ids_at(self._searcher, addresses), (score for score, _ in hits), strict=True))
        return [known.get(doc_id, 0.0) for doc_id in ids]

    def _counts(self, asked: Query) -> tuple[int, int, dict[str, tuple[tuple[str, int], ...]]]:
        """The number of answers, of those without a date, and the facets. All is counted in one go but for the columns
        that are filtered by, each of which is counted without its own filter."""
        free = [column for column in self._plan.facets if column not in self._filters]
        days, counted = self._values(asked, free)
        total, undated = sum(days), days[0]
        if self._plan.dates:
            undated = self._values(_narrowed(self._node, [*self._filters.values(), self._compiler.undated()]), [])[0][0]
        for column in self._plan.facets:
            if column in self._filters:
                counted |= self._values(self._without_its_own_filter(column), [column])[1]
        return total, undated, {column: self._shown(column, counted[column]) for column in self._plan.facets}

    def _values(
        self, query: Query, columns: Sequence[str], size: int | None = None
    ) -> tuple[list[int], dict[str, dict[str, int]]]:
        """How many documents are undated and dated, and the counts of values, at least of those that can be shown."""
        wanted = self._plan.facet_size
        room = size or max(4 * wanted, 64)
        asked: dict[str, Any] = {
            column: {"terms": {"field": facet_field(column), "size": room, "segment_size": max(room, 1000)}}
            for column in columns
        }
        asked[_DAYS] = {"range": {"field": "first", "ranges": [{"to": 1}]}}  # and, unasked, from 1
        told = self._searcher.aggregate(query, asked)
        counted = {}
        for column in columns:
            buckets = told[column]["buckets"]
            exact = not told[column]["sum_other_doc_count"] or (
                not told[column]["doc_count_error_upper_bound"]
                and buckets[max(wanted, 1) - 1]["doc_count"] > buckets[-1]["doc_count"]
            )
            if exact or size:
                counted[column] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
            else:  # values that are cut off may tie with those shown
                counted |= self._values(query, [column], _ALL_VALUES)[1]
        return [bucket["doc_count"] for bucket in told[_DAYS]["buckets"]], counted

    def _shown(self, column: str, counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
        """The largest counts, and those of the values filtered by, however small."""
        top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: self._plan.facet_size]
        shown = {value for value, _ in top}
        chosen = {value for f in self._plan.filters if f.column == column for value in f.values} - shown
        rest = {value: counts[value] if value in counts else self._count_of(column, value) for value in chosen}
        return (*top, *sorted(rest.items(), key=lambda item: (-item[1], item[0])))

    def _count_of(self, column: str, value: str) -> int:
        chosen = self._compiler.query(Keyword(column, (value,)))
        return sum(self._values(both(self._without_its_own_filter(column), chosen), [])[0])

    def _without_its_own_filter(self, column: str) -> Query:
        others = [query for name, query in self._filters.items() if name != column]
        return _narrowed(self._node, [*others, *self._inside])


def ids_at(searcher: Searcher, addresses: list[DocAddress]) -> list[str]:
    """The ids of hits."""
    parts = [searcher.fast_field_values(name, addresses) for name in ID_PARTS]
    return [id_of(tuple(int(part or 0) for part in four)) for four in zip(*parts, strict=True)]


def _narrowed(query: Query, filters: Sequence[Query]) -> Query:
    return reduce(both, filters, query)
