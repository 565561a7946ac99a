"""One search: the request to OpenSearch for a plan, and its response as EngineResults.

One request matches, counts and ranks. A second one follows if results are collapsed, to count the groups shown; another
if a facet was not exact across shards.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.errors import QueryError
from archive.messages import Message
from archive.search.engines.engine import MOST_COUNTED, EngineResults, State
from archive.search.engines.opensearch.mapping import collapse_field, facet_field, group_field
from archive.search.engines.opensearch.queries import UNDATED, Expansions, after, both, dates, keyword, query_of
from archive.search.engines.opensearch.server import Json, RequestRefused, Server
from archive.search.query.plan import NUMBER_ORDERS, Plan

WINDOW = 10_000  # rows that a shard may return
_CHUNK = 5_000  # rows of one request when more than WINDOW are wanted
_ROOM = 1_000  # values of a facet that each shard returns
_ALL_VALUES = MOST_COUNTED  # a search returns at most 65,535
_ALL_GROUPS = 40_000
_ANSWERS, _UNDATED = "answers", "undated"  # names that no facet column has
_GROUPED, _GROUPS, _ALONE, _ABOUT = "grouped", "groups", "alone", "about"
_NEWEST: Json = {"first": {"order": "desc", "missing": "_last"}}
_BY_ID: Json = {"id": "asc"}
_ORDERS: dict[str, list[Json]] = {
    "relevance": [{"_score": "desc"}, _NEWEST, _BY_ID],
    "title": [{"title": "asc"}, _NEWEST, _BY_ID],
} | {
    sort: [{order.column: {"order": "desc" if order.highest_first else "asc", "missing": "_last"}}, _BY_ID]
    for sort, order in NUMBER_ORDERS.items()
}


class PlanSearch:
    """A plan to run in index `index` of a server."""

    def __init__(self, plan: Plan, expansions: Expansions, server: Server, index: str) -> None:
        self._plan = plan
        self._server = server
        self._path = f"/{index}/_search"
        self._node = query_of(plan.node, expansions)
        self._filters = {f.column: keyword(f.column, f.values) for f in plan.filters}
        self._dates = [dates(plan.dates)] if plan.dates else []
        self._answers = both([*self._filters.values(), *self._dates])
        self._after: list[Json] = []
        order = NUMBER_ORDERS.get(plan.sort)
        self._number = order.column if order is not None else "first"
        if plan.after is not None and order is not None:
            self._after = [after(order, *plan.after)]

    def results(self, state: State) -> EngineResults:
        """Return the results."""
        plan = self._plan
        told = self._ask(self._body(*self._slice()))
        counted = told["aggregations"]
        total = int(counted[_ANSWERS]["doc_count"])
        undated = counted[_UNDATED] if plan.dates else counted[_ANSWERS][_UNDATED]
        facets = {column: self._facet(column, counted) for column in plan.facets}
        groups = self._count_groups(counted[_ANSWERS]) if plan.collapse else total
        hits, others = self._collapsed(told) if plan.collapse else self._plain(told)
        return EngineResults(
            ids=tuple(hit["_id"] for hit in hits),
            scores=tuple(float(hit["_score"] or 0.0) for hit in hits),
            total=total,
            facets=facets,
            undated=int(undated["doc_count"]),
            state=state,
            groups=groups,
            others=tuple(others),
            numbers=tuple(int(hit.get("fields", {}).get(self._number, [0])[0]) for hit in hits),
        )

    def _ask(self, body: Json) -> Json:
        """Return the response of all shards, or raise IndexUnavailable: without one it would be wrong."""
        return search(self._server, self._path, body)

    def _count(self, query: Json, aggs: Json) -> Json:
        told: Json = self._ask({"query": query, "size": 0, "track_total_hits": False, "aggs": aggs})["aggregations"]
        return told

    # --- rows

    def _slice(self) -> tuple[int, int]:
        """Return the first row and the number of rows of the first request."""
        plan = self._plan
        if plan.offset + plan.limit <= WINDOW and not (plan.collapse and self._after):
            return plan.offset, plan.limit
        return 0, min(plan.offset + plan.limit, _CHUNK) if plan.limit else 0

    def _body(self, offset: int, limit: int) -> Json:
        """Return the first request: rows, and everything that is counted. If a facet or the undated cover more than the
        results, rows are filtered after counting."""
        wide = bool(self._plan.dates) or any(column in self._plan.facets for column in self._filters)
        narrowed = ([self._answers] if wide else []) + self._after
        body = self._rows(self._node if wide else self._narrow(self._node, [self._answers]), offset, limit)
        body["aggs"] = self._counted(wide)
        if narrowed:
            body["post_filter"] = both(narrowed)
        return body

    def _rows(self, query: Json, offset: int, limit: int) -> Json:
        body: Json = {
            "query": query,
            "from": offset,
            "size": limit,
            "sort": _ORDERS[self._plan.sort],
            "track_scores": True,
            "track_total_hits": False,
            "_source": False,
            "docvalue_fields": [self._number],
        }
        if self._plan.collapse and limit:
            body["collapse"] = {"field": collapse_field(self._plan.collapse)}
        return body

    @staticmethod
    def _narrow(query: Json, filters: Sequence[Json], without: Sequence[Json] = ()) -> Json:
        return {"bool": {"must": [query], "filter": list(filters), "must_not": list(without)}}

    def _plain(self, told: Json) -> tuple[list[Json], list[int]]:
        """Return the requested rows, each with 0."""
        plan = self._plan
        hits = list(told["hits"]["hits"])
        if plan.offset + plan.limit > WINDOW:
            wanted = plan.offset + plan.limit
            body = self._rows(self._narrow(self._node, [self._answers, *self._after]), 0, _CHUNK)
            page = hits
            while len(page) == _CHUNK and len(hits) < wanted:
                page = self._ask(body | {"search_after": page[-1]["sort"]})["hits"]["hits"]
                hits += page
            hits = hits[plan.offset : wanted]
        return hits, [0] * len(hits)

    def _collapsed(self, told: Json) -> tuple[list[Json], list[int]]:
        """Return the requested rows, each the first of its group, with the number of other results in it.

        With a cursor, groups with a result before it are left out, since they were shown already."""
        plan = self._plan
        wanted = plan.offset + plan.limit
        offset = plan.offset if not self._after and wanted <= WINDOW else 0
        kept: list[tuple[Json, int]] = []
        met: list[str] = []
        page = list(told["hits"]["hits"])
        while page:
            keys = [self._key(hit) for hit in page]
            sizes, before = self._sizes(keys)
            met += keys
            for hit, key in zip(page, keys, strict=True):
                if key not in before:
                    kept.append((hit, max(sizes.get(key, 1) - 1, 0)))
            if len(kept) + offset >= wanted or len(page) < self._slice()[1]:
                break
            told_already = {"terms": {collapse_field(plan.collapse): met}}
            query = self._narrow(self._node, [self._answers, *self._after], [told_already])
            page = self._ask(self._rows(query, 0, min(_CHUNK, wanted)))["hits"]["hits"]
        kept = kept[plan.offset - offset : wanted - offset]
        return [hit for hit, _ in kept], [others for _, others in kept]

    def _key(self, hit: Json) -> str:
        return str(hit["fields"][collapse_field(self._plan.collapse)][0])

    def _sizes(self, keys: Sequence[str]) -> tuple[dict[str, int], set[str]]:
        """Return the number of results in each of these groups, and the groups with one before the cursor."""
        named = [key for key in keys if "\0" in key]  # others are ids of documents without a group
        if not named:
            return {}, set()
        field = group_field(self._plan.collapse)
        counted: Json = {"terms": {"field": field, "include": named, "size": len(named)}}
        aggs: Json = {"sizes": counted}
        if self._after:
            aggs["before"] = {"filter": {"bool": {"must_not": self._after}}, "aggs": {"sizes": counted}}
        query = self._narrow(self._node, [self._answers, {"terms": {field: named}}])
        told = self._count(query, aggs)
        before = told["before"]["sizes"]["buckets"] if self._after else ()
        sizes = {bucket["key"]: int(bucket["doc_count"]) for bucket in told["sizes"]["buckets"]}
        return sizes, {bucket["key"] for bucket in before}

    # --- counts

    def _counted(self, wide: bool) -> Json:
        """Return what is counted besides the rows."""
        plan = self._plan
        own = [column for column in plan.facets if column in self._filters]
        answers = {column: _values(column, self._room, _ROOM) for column in plan.facets if column not in own}
        if not plan.dates:
            answers[_UNDATED] = {"filter": UNDATED}
        if plan.collapse:
            answers |= self._groups()
        counted = {_ANSWERS: _within([self._answers] if wide else [], answers)}
        for column in own:
            values = {column: _values(column, self._room, _ROOM)}
            chosen = {f"={value}": {"filter": keyword(column, [value])} for value in self._chosen(column)}
            counted[column] = _within(self._other_filters(column), values | chosen)
        if plan.dates:
            counted[_UNDATED] = _within([*self._filters.values(), UNDATED], {})
        return counted

    def _groups(self) -> Json:
        field = group_field(self._plan.collapse)
        return {
            _GROUPED: {"terms": {"field": field, "size": _ALL_GROUPS, "shard_size": _ALL_GROUPS}},
            _GROUPS: {"stats_bucket": {"buckets_path": f"{_GROUPED}>_count"}},
            _ALONE: {"missing": {"field": field}},
        }

    def _count_groups(self, answers: Json) -> int:
        """Return the number of groups, each result without one counting as one. Above _ALL_GROUPS it is an estimate."""
        groups = int(answers[_GROUPS]["count"])
        if answers[_GROUPED]["sum_other_doc_count"]:
            field = group_field(self._plan.collapse)
            about = {_ABOUT: {"cardinality": {"field": field, "precision_threshold": 40_000}}}
            query = self._narrow(self._node, [self._answers])
            groups = int(self._count(query, about)[_ABOUT]["value"])
        return groups + int(answers[_ALONE]["doc_count"])

    @property
    def _room(self) -> int:
        """Return how many values of a facet are requested: more than shown, to check that those are certain."""
        return min(max(4 * self._plan.facet_size, 16), _ALL_VALUES)

    def _other_filters(self, column: str) -> list[Json]:
        return [f for name, f in self._filters.items() if name != column] + self._dates

    def _chosen(self, column: str) -> list[str]:
        return [value for f in self._plan.filters if f.column == column for value in f.values]

    def _facet(self, column: str, counted: Json) -> tuple[tuple[str, int], ...]:
        """Return the largest counts, and those of the values filtered by, even if small."""
        within = counted[column] if column in self._filters else counted[_ANSWERS]
        told, size = within[column], self._plan.facet_size
        if not _is_exact(told, size):
            aggs = {column: _values(column, max(size, 1), _ALL_VALUES)}
            query = self._narrow(self._node, self._other_filters(column))
            told = self._ask({"query": query, "size": 0, "track_total_hits": False, "aggs": aggs})["aggregations"][
                column
            ]
        top = [(bucket["key"], int(bucket["doc_count"])) for bucket in told["buckets"][:size]]
        shown = {value for value, _ in top}
        rest = [(value, int(within[f"={value}"]["doc_count"])) for value in {*self._chosen(column)} - shown]
        return (*top, *sorted(rest, key=lambda pair: (-pair[1], pair[0])))


def search(server: Server, path: str, body: Json) -> Json:
    """Return the response to a search from all shards. Raise IndexUnavailable if one does not answer, QueryError if the
    query is longer than the cluster allows, RequestRefused for other refusals, such as a missing index."""
    try:
        return server.ask(
            "POST",
            path,
            body,
            search_type="dfs_query_then_fetch",
            allow_partial_search_results="false",
            preference="press-archive",
            filter_path=f"-aggregations.{_ANSWERS}.{_GROUPED}.buckets",
        )
    except RequestRefused as error:
        if error.too_long:
            raise QueryError(Message("query-too-long-for-server")) from error
        raise


def _values(column: str, size: int, shard_size: int) -> Json:
    terms = {"field": facet_field(column), "size": size, "shard_size": max(size, shard_size)}
    return {"terms": terms | {"show_term_doc_count_error": True}}


def _within(filters: Sequence[Json], asked: Json) -> Json:
    return {"filter": both(filters), "aggs": asked} if asked else {"filter": both(filters)}


def _is_exact(told: Json, size: int) -> bool:
    """Return whether the first `size` values are the most frequent, with exact counts. Each shard returns only its most
    frequent ones: the count of a value missing from some is off by at most its error."""
    unseen = int(told["doc_count_error_upper_bound"])
    if not unseen or not size:
        return True
    buckets = told["buckets"]
    shown, rest = buckets[:size], buckets[size:]
    if not rest or any(bucket["doc_count_error_upper_bound"] for bucket in shown):
        return False
    last = shown[-1]["doc_count"]
    most = max(bucket["doc_count"] + bucket["doc_count_error_upper_bound"] for bucket in rest)
    return bool(last > max(most, rest[-1]["doc_count"] + unseen))
