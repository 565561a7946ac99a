"""A plan's results from one generation of a tantivy index: filters, counts, order and the requested slice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import tantivy
from tantivy import Order, Query, Searcher

from archive.search.engines.engine import EngineResults, State
from archive.search.engines.index_state import FileVersion
from archive.search.engines.tantivy.aggregation import AnswerCounter, AnswerCounts, Groups, ResultRow, counted_by
from archive.search.engines.tantivy.fields import BY_TITLE, FIRST_CAME, LAST_CAME, NEWEST, OLDEST, id_in, ids_at
from archive.search.engines.tantivy.queries import Compiler, CostlyMatcher, Hits, both, has_varying_scores
from archive.search.engines.tantivy.term_dictionary import TermStatistics
from archive.search.query.plan import NUMBER_ORDERS, Plan

_ORDERS = {
    "relevance": NEWEST,
    "-date": NEWEST,
    "date": OLDEST,
    "title": BY_TITLE,
    "-added": LAST_CAME,
    "added": FIRST_CAME,
}
_SPARE = 32  # hits fetched beyond those wanted, for ties at the end


@dataclass(frozen=True, slots=True)
class TantivyGeneration:
    """An index as of one commit: `version` of its table of contents."""

    version: FileVersion
    schema: tantivy.Schema
    searcher: Searcher
    telling: TermStatistics
    costly: CostlyMatcher


def search(plan: Plan, generation: TantivyGeneration, state: State) -> EngineResults:
    """Return the results of a plan."""
    if not generation.searcher.num_docs:
        return _none(plan, state)  # tantivy counts nothing in an index without segments
    return _Search(plan, generation).results(state)


def _none(plan: Plan, state: State) -> EngineResults:
    chosen = {f.column: tuple((value, 0) for value in sorted(f.values)) for f in plan.filters}
    facets = {column: chosen.get(column, ()) for column in plan.facets}
    return EngineResults(ids=(), scores=(), total=0, facets=facets, undated=0, state=state)


class _Search:
    def __init__(self, plan: Plan, generation: TantivyGeneration) -> None:
        self._plan = plan
        self._schema = generation.schema
        self._searcher = generation.searcher
        self._compiler = Compiler(generation.schema, generation.searcher, generation.telling)
        query = self._compiler.query(plan.node)
        self._matched = generation.costly.matched(plan.node, query)
        self._node = query if self._matched is None else self._matched.query
        self._filters = {f.column: self._compiler.query(f) for f in plan.filters}
        self._inside = [self._compiler.query(plan.dates)] if plan.dates else []
        self._by_score = plan.sort == "relevance" and has_varying_scores(plan.node)

    def results(self, state: State) -> EngineResults:
        """Return the results."""
        plan = self._plan
        asked = reduce(both, [*self._filters.values(), *self._inside], self._node)
        node = self._compiler.matching(plan.node) if self._matched is None else self._node
        counted = AnswerCounter(plan, node, self._searcher, self._compiler).counts(counted_by(plan.collapse))
        rows, others, groups = self._collapsed(asked, counted) if plan.collapse else self._plain(asked, counted.total)
        order = NUMBER_ORDERS.get(plan.sort)
        column = order.column if order is not None else "first"
        numbers = self._searcher.fast_field_values(column, [row.address for row in rows])
        return EngineResults(
            ids=tuple(row.id for row in rows),
            scores=tuple(self._scores(rows)),
            total=counted.total,
            facets=counted.facets,
            undated=counted.undated,
            state=state,
            groups=groups,
            others=tuple(others),
            numbers=tuple(int(number or 0) for number in numbers),
        )

    def _plain(self, asked: Query, total: int) -> tuple[list[ResultRow], list[int], int]:
        """Return the requested rows, 0 for each, and their number."""
        plan, after = self._plan, self._after()
        rows = []
        if plan.limit and total > plan.offset:
            rows = self._fetch(asked if after is None else both(asked, after), plan.offset, plan.limit)
        return rows, [0] * len(rows), total

    def _collapsed(self, asked: Query, counted: AnswerCounts) -> tuple[list[ResultRow], list[int], int]:
        """Return the requested rows, each the first of its group, the number of others each represents, and the number
        of groups."""
        plan = self._plan
        groups = Groups(self._schema, self._searcher, plan.collapse, asked, counted.told)
        kept = []
        if plan.limit and groups.count > plan.offset:
            wanted = min(plan.offset + plan.limit, groups.count)
            kept = groups.first_of_each(self._fetch, wanted, self._after())[plan.offset :]
        return [row for row, _ in kept], [others for _, others in kept], groups.count

    def _after(self) -> Query | None:
        order = NUMBER_ORDERS.get(self._plan.sort)
        if self._plan.after is None or order is None:
            return None
        return self._compiler.after(order, *self._plan.after)

    def _fetch(self, query: Query, offset: int, limit: int) -> list[ResultRow]:
        return self._by_relevance(query, offset, limit) if self._by_score else self._by_column(query, offset, limit)

    def _by_relevance(self, query: Query, offset: int, limit: int) -> list[ResultRow]:
        """Return rows by relevance. tantivy breaks ties by the documents' place, so all that tie with the last one
        wanted are fetched and sorted here."""
        wanted = offset + limit
        most = max(self._searcher.num_docs, 1)
        asked = min(wanted + _SPARE, most)
        while True:
            hits = self._fetch_best(query, asked)
            if len(hits) < asked or asked == most or hits[wanted - 1][0] > hits[-1][0]:
                break
            asked = min(asked * 8, most)
        edge = hits[wanted - 1][0] if len(hits) >= wanted else 0.0
        kept = [hit for hit in hits if hit[0] >= edge]
        addresses = [address for _, address in kept]
        days, ids = self._searcher.fast_field_values("first", addresses), ids_at(self._searcher, addresses)
        rows = [ResultRow(doc_id, score, address) for doc_id, (score, address) in zip(ids, kept, strict=True)]
        order = sorted(range(len(rows)), key=lambda n: (-kept[n][0], -(days[n] or 0), ids[n]))
        return [rows[n] for n in order[offset:wanted]]

    def _fetch_best(self, query: Query, asked: int) -> Hits:
        if self._matched is None:
            hits: Hits = self._searcher.search(query, limit=asked, count=False).hits
            return hits
        everything = self._searcher.search(query, limit=max(self._searcher.num_docs, 1), count=False).hits
        return self._matched.scored(everything)[:asked]

    def _by_column(self, query: Query, offset: int, limit: int) -> list[ResultRow]:
        column = _ORDERS[self._plan.sort]
        found = self._searcher.search(
            query, limit=limit, offset=offset, count=False, order_by_field=column, order=Order.Asc
        )
        return [ResultRow(id_in(value), None, address) for value, address in found.hits]

    def _scores(self, rows: Sequence[ResultRow]) -> list[float]:
        """Return the scores of some results; those missing in searches with another order are looked up."""
        if self._by_score or not rows or not has_varying_scores(self._plan.node):
            return [row.score or 0.0 for row in rows]
        if self._matched is not None:
            return [self._matched.score(row.address) for row in rows]
        ids = [row.id for row in rows]
        hits = self._searcher.search(both(self._node, self._compiler.among(ids)), limit=len(ids), count=False).hits
        addresses = [address for _, address in hits]
        known = dict(zip(ids_at(self._searcher, addresses), (score for score, _ in hits), strict=True))
        return [known.get(doc_id, 0.0) for doc_id in ids]
