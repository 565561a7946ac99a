"""The index after one commit, with the statistics for scores.

A joined index reads two indexes. If both have a document with one id, that of the upper one counts.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.facets import Column
from archive.search.engines.whoosh.fields import ID_BYTES, facet_field
from archive.search.engines.whoosh.segment import LENGTHS, Bools, Floats, Ints, Segment
from archive.search.engines.whoosh.term_expansion import (
    Masked,
    beginning,
    exactly,
    expand_fuzzy_terms,
    list_commonest_terms,
    meant,
)
from archive.search.query.plan import All, AnyOf, Fuzzy, Ids, Keyword, Node, Nothing, Phrase, Prefix, TermNode, Without

K1 = 1.2  # BM25 as Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with Lucene's constants
B = 0.75

_REMEMBERED = 20_000  # terms and prefixes with cached results; then the cache is cleared


class Statistics:
    """Counts over all segments of one generation, of present documents only: deleted or replaced ones affect no
    score."""

    def __init__(self, segments: Sequence[Masked]) -> None:
        self._masked = segments
        self.size = sum(s.size if live is None else int(np.count_nonzero(live)) for s, live in segments)
        self._documents: dict[tuple[str, str], int] = {}
        self._norms: dict[str, Floats] = {}
        self._expanded: dict[Prefix | Fuzzy, list[str]] = {}

    def documents(self, field: str, term: str) -> int:
        """Return the number of documents with the term."""
        key = (field, term)
        found = self._documents.get(key)
        if found is None:
            if len(self._documents) >= _REMEMBERED:
                self._documents.clear()
            found = self._documents[key] = sum(s.frequency(field, term, live) for s, live in self._masked)
        return found

    def idf(self, field: str, term: str) -> float:
        """Return the weight of a term: log(1 + (N - n + 0.5) / (n + 0.5)), as in Lucene."""
        return self._idf(self.documents(field, term))

    def idf_of_any(self, node: Prefix | Fuzzy) -> float:
        """Return the weight of all terms of a node: that of the most frequent one."""
        return self._idf(max((self.documents(node.field, term) for term in self.expand(node)), default=0))

    def _idf(self, n: int) -> float:
        return math.log(1 + (self.size - n + 0.5) / (n + 0.5))

    def norms(self, field: str) -> Floats:
        """Return, for each value of a length column, what BM25 adds to a frequency. The average length is that of
        documents with the field."""
        if field not in self._norms:
            found = [segment.totals(field, live) for segment, live in self._masked]
            holders, total = (sum(many) for many in zip(*found, strict=True)) if found else (0, 0)
            self._norms[field] = K1 * (1 - B + B * LENGTHS * holders / max(total, 1))
        return self._norms[field]

    def expand(self, node: Prefix | Fuzzy) -> list[str]:
        """Return the most frequent terms for a prefix or a fuzzy word."""
        terms = self._expanded.get(node)
        if terms is None:
            if len(self._expanded) >= _REMEMBERED:
                self._expanded.clear()
            terms = self._expanded[node] = self._meant(node)
        return terms

    def _meant(self, node: Prefix | Fuzzy) -> list[str]:
        if isinstance(node, Prefix):
            return meant(self._masked, node.field, beginning(node.prefix), node.limit)
        itself = list_commonest_terms(self._masked, node.field, exactly(node.term), 1)
        others = meant(self._masked, node.field, expand_fuzzy_terms(node.term), node.limit - len(itself))
        return [*(term for term, _ in itself), *others]

    def most(self, node: Node) -> int:
        """Return an upper bound of the documents that match the node."""
        match node:
            case TermNode(field=field, term=term):
                return self.documents(field, term)
            case Phrase(field=field, terms=terms):
                return min(self.documents(field, term) for term in terms)
            case Prefix(field=field) | Fuzzy(field=field):
                return sum(self.documents(field, term) for term in self.expand(node))
            case Keyword(column=column, values=values):
                return sum(self.documents(facet_field(column), value) for value in values)
            case Ids(ids=ids):
                return len(ids)
            case AnyOf(parts=parts):
                return sum(map(self.most, parts))
            case All(parts=parts):
                return min(map(self.most, parts), default=0)
            case Without(wanted=wanted):
                return self.most(wanted)
            case Nothing():
                return 0
            case _:
                return self.size

    def best(self, node: Node) -> float:
        """Return an upper bound of the scores by the node."""
        match node:
            case TermNode(field=field, term=term, boost=boost):
                return boost * self.idf(field, term) if self.documents(field, term) else 0.0
            case Phrase(field=field, terms=terms, boost=boost):
                return boost * sum(self.idf(field, term) for term in terms) if self.most(node) else 0.0
            case Prefix(boost=boost) | Fuzzy(boost=boost):
                return boost * self.idf_of_any(node) if self.expand(node) else 0.0
            case AnyOf(parts=parts, score=score, rest=rest):
                scores = [self.best(part) for part in parts]
                highest, total = max(scores, default=0.0), sum(scores)
                return total if score == "sum" else highest + rest * (total - highest)
            case All(parts=parts, bonus=bonus):
                return sum(map(self.best, (*parts, *bonus)))
            case Without(wanted=wanted):
                return self.best(wanted)
            case _:
                return 0.0


class Generation:
    """Its segments, and which documents in each are not deleted. `columns` are those of the engine."""

    def __init__(self, number: int, segments: Sequence[tuple[Segment, Bools]], columns: Mapping[str, Column]) -> None:
        self.number = number
        self.segments = tuple(segments)
        self.columns = columns
        self.whole = [bool(live.all()) for _, live in segments]
        self.statistics = Statistics(self.masked())
        self._counts: dict[str, Ints] = {}
        self._lock = threading.Lock()

    def masked(self) -> list[tuple[Segment, Bools | None]]:
        """Return the segments with a mask of live documents if some are deleted."""
        return [(s, None if whole else live) for (s, live), whole in zip(self.segments, self.whole, strict=True)]

    def values(self, column: Column) -> Ints:
        """Return how many documents have each value of a facet column, by the numbers of its values."""
        with self._lock:
            if column.name not in self._counts:
                docs = [(segment, np.flatnonzero(live)) for segment, live in self.segments]
                self._counts[column.name] = count_values(column, docs)
            return self._counts[column.name]


def count_values(column: Column, found: Sequence[tuple[Segment, Ints]]) -> Ints:
    """Return how many of these documents have each value of a facet column, by the numbers of its values."""
    facets = [(segment.facet(column), docs) for segment, docs in found]
    size = len(column)
    counts = np.zeros(size, np.int64)
    for facet, docs in facets:
        if len(docs):
            counts += facet.counts(docs, size)
    return counts


class GenerationMerger:
    """Combine two generations into one, caching the last result. Not thread-safe."""

    def __init__(self) -> None:
        self._numbers = (-1, -1)
        self._joined: Generation | None = None
        self._hidden: dict[str, Bools] = {}  # by lower segment: documents hidden by the upper generation

    def of(self, upper: Generation, lower: Generation) -> Generation:
        """Return both as one."""
        numbers = upper.number, lower.number
        if self._joined is None or numbers != self._numbers:
            known = self._hidden if upper.number == self._numbers[0] else {}
            ids = np.concatenate([np.empty(0, f"S{ID_BYTES}"), *(s.ids[live] for s, live in upper.segments)])
            self._hidden = {s.id: known[s.id] if s.id in known else _hidden(s, ids) for s, _ in lower.segments}
            seen = [(segment, live & ~self._hidden[segment.id]) for segment, live in lower.segments]
            self._joined = Generation(upper.number, [*upper.segments, *seen], upper.columns)
            self._numbers = numbers
        return self._joined

    def forget(self) -> None:
        """Clear the cache."""
        self._joined, self._hidden = None, {}


def _hidden(segment: Segment, ids: npt.NDArray[np.bytes_]) -> Bools:
    if not len(ids):
        return np.zeros(segment.size, np.bool_)
    ids = np.sort(ids)
    at = np.searchsorted(ids, segment.ids)
    hidden: Bools = ids[np.minimum(at, len(ids) - 1)] == segment.ids
    return hidden
