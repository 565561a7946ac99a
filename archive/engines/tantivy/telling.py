"""What an index tells of its terms and values. Only documents that are there count: tantivy's own counts hold those
taken back too, until they are merged away, so the largest of its counts are counted again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import tantivy
from tantivy import Query

from archive.analysis import fold
from archive.engines.base import FACETS
from archive.engines.tantivy.dictionary import Neighbours
from archive.engines.tantivy.fields import facet_field, said_field, value_in

Counted = list[tuple[str, int]]
"""(term or value, number of documents), those with most documents first, then in order of letters."""

_SPARE = 16  # terms asked for beyond those wanted, since some may have been taken back


class Telling:
    """The terms and values of one generation of an index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, neighbours: Neighbours) -> None:
        self._schema = schema
        self._searcher = searcher
        self._neighbours = neighbours

    def terms(self, field: str, prefix: str, limit: int) -> Counted:
        """Terms that begin with `prefix`."""
        asked = 2 * limit + _SPARE
        while True:
            listed = self._searcher.terms_with_prefix(field, prefix, limit=asked)
            told, settled = _commonest(listed, limit, lambda term: self._live(field, term))
            if settled or len(listed) < asked:
                return told
            asked *= 8

    def near(self, field: str, term: str, limit: int) -> Counted:
        """Terms one edit away."""
        listed = self._had(field, self._neighbours.of(term))
        return _commonest(listed, limit, lambda near: self._live(field, near))[0]

    def fuzzy(self, field: str, term: str, limit: int) -> Sequence[str]:
        """The terms that a Fuzzy node stands for."""
        itself = [term] * bool(self._searcher.doc_freq(field, term))
        others = [near for near, _ in self._had(field, self._neighbours.of(term))]
        if len(itself) + len(others) > limit:
            itself = [term] * bool(self._live(field, term))
            others = [near for near, _ in self.near(field, term, limit - len(itself))]
        return [*itself, *others]

    def values(self, column: str, prefix: str, limit: int) -> Counted:
        """Values of a facet column with a word that begins with `prefix` when both are folded."""
        if column not in FACETS:
            return []
        said = self._searcher.terms_with_prefix(said_field(column), fold(prefix))
        values = {value_in(term): count for term, count in said}
        field = facet_field(column)
        return _commonest(_ordered(values.items()), limit, lambda value: self._live(field, value))[0]

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Numbers of documents, those taken back counted until they are merged away."""
        return [self._searcher.doc_freq(field, term) for term in terms]

    def _had(self, field: str, terms: Iterable[str]) -> Counted:
        counts = ((term, self._searcher.doc_freq(field, term)) for term in terms)
        return _ordered((term, count) for term, count in counts if count)

    def _live(self, field: str, term: str) -> int:
        query = Query.term_query(self._schema, field, term)
        found = self._searcher.search(query, limit=1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # which its stub leaves out


def _ordered(counts: Iterable[tuple[str, int]]) -> Counted:
    return sorted(counts, key=_place)


def _place(item: tuple[str, int]) -> tuple[int, str]:
    term, count = item
    return -count, term


def _commonest(listed: Counted, limit: int, live: Callable[[str], int]) -> tuple[Counted, bool]:
    """The `limit` largest counts, and whether they are certain however `listed` goes on. `listed` has counts that are
    never too small, the largest first: so what comes later is no larger when counted again."""
    told: Counted = []
    for item in listed:
        if len(told) >= limit and (not limit or _place(item) > _place(told[-1])):
            return told, True
        count = live(item[0])
        if count:
            told = _ordered([*told, (item[0], count)])[:limit]
    return told, False
