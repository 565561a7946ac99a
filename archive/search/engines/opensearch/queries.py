"""Nodes of a plan in OpenSearch's query language. Nodes without scores become filters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from archive.search.engines.opensearch.mapping import facet_field, text_field
from archive.search.engines.opensearch.server import Json
from archive.search.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Keyword,
    Node,
    Nothing,
    NumberOrder,
    Phrase,
    Prefix,
    TermNode,
    Without,
)

NONE: Json = {"match_none": {}}
UNDATED: Json = {"bool": {"must_not": [{"exists": {"field": "first"}}]}}

Expansion = Sequence[tuple[str, float]]
"""The terms that a Prefix or Fuzzy node stands for, each with what its score is worth beside that of the commonest."""
Expansions = Mapping["Prefix | Fuzzy", Expansion]


def open_nodes(node: Node) -> Iterator[Prefix | Fuzzy]:
    """Yield the nodes in a tree whose terms must be looked up."""
    match node:
        case Prefix() | Fuzzy():
            yield node
        case All(parts=parts, bonus=bonus):
            for part in (*parts, *bonus):
                yield from open_nodes(part)
        case AnyOf(parts=parts):
            for part in parts:
                yield from open_nodes(part)
        case Without(wanted=wanted, unwanted=unwanted):
            yield from open_nodes(wanted)
            yield from open_nodes(unwanted)


def weigh(counts: Sequence[tuple[str, int]], documents: int) -> Expansion:
    """Return these terms, all with the weight of the most frequent one. `counts` has the documents of each, `documents`
    the number of documents with the field."""
    if not counts:
        return ()

    def idf(count: int) -> float:
        return math.log(1 + (max(documents - count, 0) + 0.5) / (count + 0.5))

    least = idf(max(count for _, count in counts))
    return [(term, least / idf(count)) for term, count in counts]


def query_of(node: Node, expansions: Expansions) -> Json:
    """Return the query of a node."""
    match node:
        case Everything():
            return _unscored({"match_all": {}})
        case Nothing():
            return NONE
        case TermNode(field=field, term=term, boost=boost):
            return _term(field, term, boost)
        case Phrase(field=field, terms=terms, slop=slop, boost=boost):
            clauses = [{"span_term": {text_field(field): term}} for term in terms]
            return {"span_near": {"clauses": clauses, "slop": slop, "in_order": True, "boost": boost}}
        case Prefix(field=field, boost=boost) | Fuzzy(field=field, boost=boost):
            return _best([_term(field, term, boost * weight) for term, weight in expansions[node]], 0.0)
        case Keyword(column=column, values=values):
            return _unscored(keyword(column, values))
        case Dates():
            return _unscored(dates(node))
        case Ids(ids=ids):
            return _unscored({"terms": {"id": list(ids)}})
        case All(parts=parts, bonus=bonus):
            must = [query_of(part, expansions) for part in parts]
            should = [query_of(part, expansions) for part in bonus]
            return {"bool": {"must": must, "should": should, "minimum_should_match": 0}} if must else NONE
        case AnyOf(parts=parts, score=score, rest=rest):
            ways = [query_of(part, expansions) for part in parts]
            return _best(ways, rest) if score == "best" else any_of(ways)
        case Without(wanted=wanted, unwanted=unwanted):
            return {"bool": {"must": [query_of(wanted, expansions)], "must_not": [query_of(unwanted, expansions)]}}


def keyword(column: str, values: Sequence[str]) -> Json:
    """Return the filter of a Keyword."""
    return {"terms": {facet_field(column): list(values)}}


def dates(asked: Dates) -> Json:
    """Return the filter of Dates: the last day is not before `first`, the first day is not after `last`."""
    bounds: list[Json] = [{"exists": {"field": "first"}}]
    if asked.first is not None:
        bounds.append({"range": {"last": {"gte": asked.first}}})
    if asked.last is not None:
        bounds.append({"range": {"first": {"lte": asked.last}}})
    return both(bounds)


def after(order: NumberOrder, number: int, doc_id: str) -> Json:
    """Return the filter of documents that come after this one in a numeric order. Those without a number come last."""
    later_id: Json = {"range": {"id": {"gt": doc_id}}}
    without: Json = {"bool": {"must_not": [{"exists": {"field": order.column}}]}}
    if not number:
        return both([without, later_id])
    later: Json = {"range": {order.column: {"lt" if order.highest_first else "gt": number}}}
    return any_of([later, without, both([{"term": {order.column: number}}, later_id])])


def both(filters: Sequence[Json]) -> Json:
    """Return the filter of documents that pass all of these."""
    return {"bool": {"filter": list(filters)}} if filters else {"match_all": {}}


def any_of(queries: Sequence[Json]) -> Json:
    """Return the query for documents that match any of these; scores are added."""
    return {"bool": {"should": list(queries), "minimum_should_match": 1}} if queries else NONE


def _term(field: str, term: str, boost: float = 1.0) -> Json:
    return {"term": {text_field(field): {"value": term, "boost": boost}}}


def _best(queries: Sequence[Json], rest: float) -> Json:
    return {"dis_max": {"queries": list(queries), "tie_breaker": rest}} if queries else NONE


def _unscored(query: Json) -> Json:
    return {"constant_score": {"filter": query, "boost": 0.0}}
