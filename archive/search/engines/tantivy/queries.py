"""Nodes of a plan as tantivy queries. They match the same documents as in the default engine and are scored by BM25.

tantivy walks the matches once to count and once to rank. A loose phrase of common words is expensive to match, so its
matches are remembered.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from threading import Lock

import tantivy
from tantivy import DocAddress, FieldType, Occur, Query, Searcher

from archive.search.engines.tantivy.fields import ID_PARTS, facet_field, id_parts, ids_at
from archive.search.engines.tantivy.term_dictionary import TermStatistics
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

MAX_SHAPES = 64  # arrangements of the words of one loose phrase, each a separate query


def has_varying_scores(node: Node) -> bool:
    """Return whether documents that match can differ in score."""
    match node:
        case TermNode() | Phrase() | Prefix() | Fuzzy():
            return True
        case All(parts=parts, bonus=bonus):
            return any(map(has_varying_scores, (*parts, *bonus)))
        case AnyOf(parts=parts):
            return any(map(has_varying_scores, parts))
        case Without(wanted=wanted):
            return has_varying_scores(wanted)
    return False


class Compiler:
    """Build queries for one generation of an index, in which prefixes and fuzzy terms are expanded."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, telling: TermStatistics) -> None:
        self._schema = schema
        self._searcher = searcher
        self._telling = telling
        self._known: dict[tuple[str, str], bool] = {}

    def query(self, node: Node) -> Query:
        """Return the query of a node."""
        return self._made(node) or Query.empty_query()

    def matching(self, node: Node) -> Query:
        """Return a query for the same documents with fewer levels and without scores, for counting."""
        return _any(self._equivalent_queries(node)) or Query.empty_query()

    def _equivalent_queries(self, node: Node) -> list[Query]:
        match node:
            case AnyOf(parts=parts):
                return [way for part in parts for way in self._equivalent_queries(part)]
            case All(parts=(part,)):
                return self._equivalent_queries(part)
            case All(parts=parts):
                found = [_any(self._equivalent_queries(part)) for part in parts]
                must = [(Occur.Must, query) for query in found if query is not None]
                return [boolean(must)] if must and len(must) == len(parts) else []
            case Prefix() | Fuzzy():
                return [self._term(node.field, term) for term in self._expand_terms(node)]
        made = self._made(node)
        return [] if made is None else [made]

    def _made(self, node: Node) -> Query | None:
        """Return the query of a node; None if no document matches. Most terms of a plan are in no document, because a
        word is searched in every field and in the stems of every language."""
        match node:
            case TermNode(field=field, term=term, boost=boost):
                return _boosted(self._term(field, term), boost) if self._has_all_terms(field, term) else None
            case Phrase(field=field, terms=terms, boost=boost):
                return _boosted(self._phrase(node), boost) if self._has_all_terms(field, *terms) else None
            case Prefix(field=field, boost=boost) | Fuzzy(field=field, boost=boost):
                return self._as_one(field, self._expand_terms(node), boost)
            case AnyOf(parts=parts, score=score, rest=rest):
                made = [query for query in map(self._made, parts) if query is not None]
                return _best(made, rest) if score == "best" else _any(made)
            case All(parts=parts, bonus=bonus):
                return self._all(parts, bonus)
            case Without(wanted=wanted, unwanted=unwanted):
                found, others = self._made(wanted), self._made(unwanted)
                if found is None or others is None:
                    return found
                return boolean([(Occur.Must, found), (Occur.MustNot, others)])
            case Keyword(column=column, values=values):
                return drop_scores(Query.term_set_query(self._schema, facet_field(column), list(values)))
            case Dates():
                return drop_scores(self._dates(node))
            case Ids(ids=ids):
                return self.among(ids)
            case Everything():
                return drop_scores(Query.all_query())
            case Nothing():
                return None

    def _term(self, field: str, term: str) -> Query:
        """Return the query of a term, without reading positions."""
        return Query.term_query(self._schema, field, term, index_option="freq")

    def _has_all_terms(self, field: str, *terms: str) -> bool:
        for term in terms:
            known = self._known.get((field, term))
            if known is None:
                known = self._known[field, term] = self._searcher.doc_freq(field, term) > 0
            if not known:
                return False
        return True

    def _expand_terms(self, node: Prefix | Fuzzy) -> Sequence[str]:
        if isinstance(node, Fuzzy):
            return self._telling.fuzzy(node.field, node.term, node.limit)
        return [term for term, _ in self._searcher.terms_with_prefix(node.field, node.prefix, limit=node.limit)]

    def _as_one(self, field: str, terms: Sequence[str], boost: float) -> Query | None:
        """Return the query for any of these terms, all with the weight of the most frequent one."""
        counts = [self._searcher.doc_freq(field, term) for term in terms]
        least = self._idf(max(counts, default=0))
        ways = zip(terms, counts, strict=True)
        found = _best([_boosted(self._term(field, term), least / self._idf(n)) for term, n in ways])
        return None if found is None else _boosted(found, boost)

    def _idf(self, documents: int) -> float:
        """Return tantivy's weight of a term with this number of documents."""
        size = max(self._searcher.num_docs, documents)
        return math.log(1 + (size - documents + 0.5) / (documents + 0.5))

    def undated(self) -> Query:
        """Return documents without a date."""
        return drop_scores(Query.term_query(self._schema, "first", 0))

    def among(self, ids: Sequence[str]) -> Query:
        """Return documents with these ids."""
        return drop_scores(Query.term_set_query(self._schema, "id", list(ids)))

    def after(self, order: NumberOrder, number: int, doc_id: str) -> Query:
        """Return documents that come after this one in a numeric order; those without a number, which have 0, come
        last."""
        name = order.column
        without = Query.term_query(self._schema, name, 0)
        if not number:
            return drop_scores(both(without, self._id_after(doc_id)))
        later = self._between(name, None, number) if order.highest_first else self._between(name, number, None)
        same = both(Query.term_query(self._schema, name, number), self._id_after(doc_id))
        return drop_scores(boolean((Occur.Should, query) for query in (later, same, without)))

    def _between(self, field: str, lower: int | None, upper: int | None) -> Query:
        """Return numbers above `lower` and below `upper`."""
        return Query.range_query(self._schema, field, FieldType.Unsigned, lower, upper, lower is None, upper is None)

    def _id_after(self, doc_id: str) -> Query:
        """Return later ids: those with a later part after equal ones."""
        ways = []
        same: list[Query] = []
        for field, part in zip(ID_PARTS, id_parts(doc_id), strict=True):
            ways.append(boolean((Occur.Must, query) for query in (*same, self._between(field, part, None))))
            same.append(Query.range_query(self._schema, field, FieldType.Unsigned, part, part))
        return boolean((Occur.Should, way) for way in ways)

    def _dates(self, dates: Dates) -> Query:
        """Return documents whose last day is not before `first`, and first day not after `last`. Undated documents have
        day 0."""

        def days(field: str, lower: int, upper: int | None) -> Query:
            return Query.range_query(self._schema, field, FieldType.Unsigned, lower, upper)

        return both(days("last", dates.first or 0, None), days("first", 1, dates.last))

    def _all(self, parts: Sequence[Node], bonus: Sequence[Node]) -> Query | None:
        must = [self._made(part) for part in parts]
        found = [query for query in must if query is not None]
        if not found or len(found) < len(must):
            return None
        more = [query for query in map(self._made, bonus) if query is not None]
        if len(found) == 1 and not more:
            return found[0]
        return boolean([*((Occur.Must, query) for query in found), *((Occur.Should, query) for query in more)])

    def _phrase(self, phrase: Phrase) -> Query:
        """Return the query of a phrase. tantivy's slop ignores order and misses matches, so a loose phrase is a union
        of all arrangements of its words. If these are too many, it is enough that neighbours are in order, and the
        first and the last word within the total distance: then a document may match by words that do not form one
        chain."""
        field, terms, slop = phrase.field, phrase.terms, phrase.slop
        if len(terms) == 1:  # tantivy panics on a one-word phrase
            return self._term(field, terms[0])
        if slop == 0:
            return Query.phrase_query(self._schema, field, list(terms))
        if math.comb(len(terms) - 1 + slop, slop) > MAX_SHAPES:
            whole = self._shapes(field, (terms[0], terms[-1]), len(terms) - 2 + slop)
            pairs = [drop_scores(self._shapes(field, pair, slop)) for pair in dict.fromkeys(pairwise(terms))]
            return boolean((Occur.Must, query) for query in (whole, *pairs))
        return self._shapes(field, terms, slop)

    def _shapes(self, field: str, terms: Sequence[str], slop: int) -> Query:
        """Return the arrangements of the terms from one position on, in order, with at most `slop` free positions
        before the last."""
        shapes = [
            Query.phrase_query(self._schema, field, list(zip((0, *places), terms, strict=True)))
            for places in combinations(range(1, len(terms) + slop), len(terms) - 1)
        ]
        return Query.disjunction_max_query(shapes) if len(shapes) > 1 else shapes[0]


def both(query: Query, other: Query) -> Query:
    """Return documents that match both; scores are added."""
    return boolean([(Occur.Must, query), (Occur.Must, other)])


def drop_scores(query: Query) -> Query:
    """Return the same documents, score 0."""
    return Query.const_score_query(query, 0.0)


def _boosted(query: Query, boost: float) -> Query:
    return query if boost == 1.0 else Query.boost_query(query, boost)


def _any(queries: Sequence[Query]) -> Query | None:
    """Return documents that match any of these; scores are added."""
    if len(queries) < 2:
        return queries[0] if queries else None
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _best(queries: Sequence[Query], rest: float = 0.0) -> Query | None:
    """Return the same, with the best score plus this fraction of the others."""
    if len(queries) < 2:
        return queries[0] if queries else None
    return Query.disjunction_max_query(list(queries), rest)


def boolean(parts: Iterable[tuple[Occur, Query]]) -> Query:
    """Return a boolean query, matching nothing if it has no parts."""
    listed = list(parts)
    return Query.boolean_query(listed) if listed else Query.empty_query()


MUCH = 150_000  # phrases searched in one document each; a twentieth of a second
_MOST = 100_000  # documents cached for one node
_REMEMBERED = 8  # nodes

Hits = list[tuple[float, DocAddress]]
"""(score, place of the document)."""


class Matched:
    """The matches of a node, as an equivalent fast query, and their scores."""

    def __init__(self, schema: tantivy.Schema, searcher: Searcher, hits: Hits) -> None:
        ids = ids_at(searcher, [address for _, address in hits])
        self.query = drop_scores(Query.term_set_query(schema, "id", ids))
        self._scores = {_place(address): score for score, address in hits}

    def score(self, address: DocAddress) -> float:
        """Return the score of one of its documents."""
        return self._scores[_place(address)]

    def scored(self, hits: Hits) -> Hits:
        """Return some of its documents with their scores, the best first."""
        return sorted(((self.score(address), address) for _, address in hits), key=lambda hit: -hit[0])


class CostlyMatcher:
    """Match expensive nodes of one generation of an index, for any number of threads."""

    def __init__(self, schema: tantivy.Schema, searcher: Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._known: OrderedDict[Node, Matched | None] = OrderedDict()
        self._lock = Lock()

    def matched(self, node: Node, query: Query) -> Matched | None:
        """Return the matches of a node with this query; None if it is not expensive, or has too many matches to
        cache."""
        if self.work(node) < MUCH:
            return None
        with self._lock:  # others with the same query wait for the first
            if node not in self._known:
                hits = self._searcher.search(query, limit=_MOST + 1, count=False).hits
                self._known[node] = Matched(self._schema, self._searcher, hits) if len(hits) <= _MOST else None
                if len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
            self._known.move_to_end(node)
            return self._known[node]

    def work(self, node: Node) -> int:
        """Return the largest number of documents in which phrases must be searched to match the node."""
        match node:
            case Phrase(field=field, terms=terms, slop=slop) if slop:
                return _shapes(terms, slop) * min(self._searcher.doc_freq(field, term) for term in terms)
            case All(parts=parts, bonus=bonus):
                return sum(map(self.work, (*parts, *bonus)))
            case AnyOf(parts=parts):
                return sum(map(self.work, parts))
            case Without(wanted=wanted, unwanted=unwanted):
                return self.work(wanted) + self.work(unwanted)
        return 0


def _shapes(terms: Sequence[str], slop: int) -> int:
    """Return the number of arrangements that a Compiler queries."""
    shapes = math.comb(len(terms) - 1 + slop, slop)
    return shapes if shapes <= MAX_SHAPES else (slop + 1) * (1 + len(set(pairwise(terms))))


def _place(address: DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc
