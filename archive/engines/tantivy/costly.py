"""Nodes that are so much work to match that they are matched once, and what they match is remembered.

tantivy goes through what matches once to count and once to rank. That is nothing for words; but a loose phrase of words
that most records have is a phrase for each way in which they may stand, in each of these records.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from itertools import pairwise
from threading import Lock

import tantivy
from tantivy import DocAddress, Query, Searcher

from archive.engines.tantivy.fields import ids_at
from archive.engines.tantivy.queries import MAX_SHAPES, unscored
from archive.query.plan import All, AnyOf, Node, Phrase, Without

MUCH = 150_000  # phrases looked for in one document each, a twentieth of a second
_MOST = 100_000  # documents to remember of one node
_REMEMBERED = 8  # nodes

Hits = list[tuple[float, DocAddress]]
"""(score, place of the document)."""


class Matched:
    """What a node matches, as a query that finds the same at once, and the scores of it."""

    def __init__(self, schema: tantivy.Schema, searcher: Searcher, hits: Hits) -> None:
        ids = ids_at(searcher, [address for _, address in hits])
        self.query = unscored(Query.term_set_query(schema, "id", ids))
        self._scores = {_place(address): score for score, address in hits}

    def score(self, address: DocAddress) -> float:
        """The score of one of its documents."""
        return self._scores[_place(address)]

    def scored(self, hits: Hits) -> Hits:
        """Some of its documents with their scores, the best first."""
        return sorted(((self.score(address), address) for _, address in hits), key=lambda hit: -hit[0])


class Costly:
    """Matches the costly nodes of one generation of an index, for any number of threads."""

    def __init__(self, schema: tantivy.Schema, searcher: Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._known: OrderedDict[Node, Matched | None] = OrderedDict()
        self._lock = Lock()

    def matched(self, node: Node, query: Query) -> Matched | None:
        """What a node matches, of which this is the query; None where it is no such work, or too much to remember."""
        if self.work(node) < MUCH:
            return None
        with self._lock:  # others who ask the same wait for the first
            if node not in self._known:
                hits = self._searcher.search(query, limit=_MOST + 1, count=False).hits
                self._known[node] = Matched(self._schema, self._searcher, hits) if len(hits) <= _MOST else None
                if len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
            self._known.move_to_end(node)
            return self._known[node]

    def work(self, node: Node) -> int:
        """In how many documents phrases are looked for, at most, to match it."""
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
    """How many ways of standing `queries` asks for."""
    shapes = math.comb(len(terms) - 1 + slop, slop)
    return shapes if shapes <= MAX_SHAPES else (slop + 1) * (1 + len(set(pairwise(terms))))


def _place(address: DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc
