"""What scores are made from, and what can be said of a node before it is matched: counts over a whole generation."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from archive.engines.whoosh.expansion import Masked, beginning, commonest, exactly, meant, one_edit_from
from archive.engines.whoosh.fields import facet_field
from archive.engines.whoosh.segment import LENGTHS, Floats
from archive.query.plan import All, AnyOf, Fuzzy, Keyword, Node, Nothing, Phrase, Prefix, Term, Without

K1 = 1.2  # BM25 as Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with Lucene's constants
B = 0.75

_REMEMBERED = 20_000  # terms, and beginnings, of which is known what was asked; then all is forgotten


class Statistics:
    """Counts over all segments of one generation, of the documents that are there: what was taken back, or replaced,
    shows in no score."""

    def __init__(self, segments: Sequence[Masked]) -> None:
        self._masked = segments
        self.size = sum(s.size if live is None else int(np.count_nonzero(live)) for s, live in segments)
        self._documents: dict[tuple[str, str], int] = {}
        self._norms: dict[str, Floats] = {}
        self._expanded: dict[Prefix | Fuzzy, list[str]] = {}

    def documents(self, field: str, term: str) -> int:
        """How many documents have the term."""
        key = (field, term)
        found = self._documents.get(key)
        if found is None:
            if len(self._documents) >= _REMEMBERED:
                self._documents.clear()
            found = self._documents[key] = sum(s.frequency(field, term, live) for s, live in self._masked)
        return found

    def idf(self, field: str, term: str) -> float:
        """How telling a term is: log(1 + (N - n + 0.5) / (n + 0.5)), as Lucene has it."""
        return self._idf(self.documents(field, term))

    def idf_of_any(self, node: Prefix | Fuzzy) -> float:
        """The same of all terms that a node stands for: as telling as the one that most documents have."""
        return self._idf(max((self.documents(node.field, term) for term in self.expand(node)), default=0))

    def _idf(self, n: int) -> float:
        return math.log(1 + (self.size - n + 0.5) / (n + 0.5))

    def norms(self, field: str) -> Floats:
        """For each value of a length column, what BM25 adds to a frequency. The average length is that of the documents
        that have the field."""
        if field not in self._norms:
            found = [segment.totals(field, live) for segment, live in self._masked]
            holders, total = (sum(many) for many in zip(*found, strict=True)) if found else (0, 0)
            self._norms[field] = K1 * (1 - B + B * LENGTHS * holders / max(total, 1))
        return self._norms[field]

    def expand(self, node: Prefix | Fuzzy) -> list[str]:
        """The terms a beginning or a word off by a letter stands for, those that most documents have."""
        terms = self._expanded.get(node)
        if terms is None:
            if len(self._expanded) >= _REMEMBERED:
                self._expanded.clear()
            terms = self._expanded[node] = self._meant(node)
        return terms

    def _meant(self, node: Prefix | Fuzzy) -> list[str]:
        if isinstance(node, Prefix):
            return meant(self._masked, node.field, beginning(node.prefix), node.limit)
        itself = commonest(self._masked, node.field, exactly(node.term), 1)
        others = meant(self._masked, node.field, one_edit_from(node.term), node.limit - len(itself))
        return [*(term for term, _ in itself), *others]

    def most(self, node: Node) -> int:
        """No more documents than these match."""
        match node:
            case Term(field=field, term=term):
                return self.documents(field, term)
            case Phrase(field=field, terms=terms):
                return min(self.documents(field, term) for term in terms)
            case Prefix(field=field) | Fuzzy(field=field):
                return sum(self.documents(field, term) for term in self.expand(node))
            case Keyword(column=column, values=values):
                return sum(self.documents(facet_field(column), value) for value in values)
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
        """No document has a higher score by this node."""
        match node:
            case Term(field=field, term=term, boost=boost):
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
