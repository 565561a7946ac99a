"""The terms of a tantivy index with their statistics.

tantivy finds documents with a word one edit away, but does not return the word. So each word is a document of a small
second index, from which words are never removed. A word counts only if the main index has a document with it. tantivy's
own counts include deleted documents until a merge, so the largest of them are counted again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Self

import tantivy
from tantivy import Query

from archive.search.engines.engine import FACETS
from archive.search.engines.tantivy.fields import facet_field, get_facet_field, value_in
from archive.text import fold

FOLDER = "words"  # inside that of the index
MAX_SEEN = 300_000  # words that one update caches, so as not to look them up again
_HITS = 256  # requested at first
_KEPT = 512  # terms whose neighbours are cached


class Dictionary:
    """Find words one edit away, for any number of threads, as of the last `reload`."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        index.config_reader("manual")
        self.folder = folder
        self.index = index
        self.reload()

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Return a new, empty one inside the folder of an index."""
        schema = tantivy.SchemaBuilder().add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
        (folder / FOLDER).mkdir(exist_ok=True)
        return cls(folder / FOLDER, tantivy.Index(schema.build(), str(folder / FOLDER)))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the one inside the folder of an index. Raise ValueError, or a tantivy panic, if it cannot be read."""
        return cls(folder / FOLDER, tantivy.Index.open(str(folder / FOLDER)))

    def reload(self) -> None:
        """See what any process has added since."""
        self.index.reload()
        self._near = Neighbours(self.index.schema, self.index.searcher())

    def neighbours(self) -> Neighbours:
        """Return a search for words as of the last `reload`."""
        return self._near


class Neighbours:
    """Find words one edit away in one generation of a dictionary."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._known: dict[str, list[str]] = {}

    def has(self, word: str) -> bool:
        """Return whether it contains the word."""
        return bool(self._searcher.doc_freq("word", word))

    def of(self, term: str) -> list[str]:
        """Return all words one edit away: one letter more, less or different, or two neighbours swapped; without the
        word itself. Do not modify the result."""
        found = self._known.get(term)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[term] = self._found(term)
        return found

    def _found(self, term: str) -> list[str]:
        query = Query.fuzzy_term_query(self._schema, "word", term, distance=1, transposition_cost_one=True)
        limit = _HITS
        while True:
            hits = self._searcher.search(query, limit=limit, count=False).hits
            if len(hits) < limit:
                break
            limit *= 8
        words = {str(self._searcher.doc(address).get_first("word")) for _, address in hits}
        return sorted(words - {term})


class NewTermCollector:
    """Collect the words of one update that are not known yet, at most once each (usually)."""

    def __init__(self, dictionary: Dictionary) -> None:
        dictionary.reload()
        self._neighbours = dictionary.neighbours()
        self._seen: set[str] = set()

    def new(self, words: Iterable[str]) -> list[str]:
        """Return those of these words that are not in the dictionary, and were not returned before."""
        new = set(words) - self._seen
        if len(self._seen) + len(new) > MAX_SEEN:
            self._seen.clear()
        self._seen |= new
        return [word for word in new if not self._neighbours.has(word)]


Counted = list[tuple[str, int]]
"""(term or value, number of documents), those with most documents first, then in order of letters."""

_SPARE = 16  # terms requested beyond those wanted, since documents of some may be deleted


class TermStatistics:
    """The terms and values of one generation of an index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, neighbours: Neighbours) -> None:
        self._schema = schema
        self._searcher = searcher
        self._neighbours = neighbours

    def terms(self, field: str, prefix: str, limit: int) -> Counted:
        """Return terms that begin with `prefix`."""
        asked = 2 * limit + _SPARE
        while True:
            listed = self._searcher.terms_with_prefix(field, prefix, limit=asked)
            told, settled = _commonest(listed, limit, lambda term: self._live(field, term))
            if settled or len(listed) < asked:
                return told
            asked *= 8

    def near(self, field: str, term: str, limit: int) -> Counted:
        """Return terms one edit away."""
        listed = self._had(field, self._neighbours.of(term))
        return _commonest(listed, limit, lambda near: self._live(field, near))[0]

    def fuzzy(self, field: str, term: str, limit: int) -> Sequence[str]:
        """Return the terms that a Fuzzy node matches."""
        itself = [term] * bool(self._searcher.doc_freq(field, term))
        others = [near for near, _ in self._had(field, self._neighbours.of(term))]
        if len(itself) + len(others) > limit:
            itself = [term] * bool(self._live(field, term))
            others = [near for near, _ in self.near(field, term, limit - len(itself))]
        return [*itself, *others]

    def values(self, column: str, prefix: str, limit: int) -> Counted:
        """Return values of a facet column with a word that begins with `prefix` when both are folded."""
        if column not in FACETS:
            return []
        said = self._searcher.terms_with_prefix(get_facet_field(column), fold(prefix))
        values = {value_in(term): count for term, count in said}
        field = facet_field(column)
        return _commonest(_ordered(values.items()), limit, lambda value: self._live(field, value))[0]

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return numbers of documents, including deleted ones until they are merged away."""
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
    """Return the `limit` largest counts, and whether they are certain however `listed` goes on. `listed` has upper
    bounds, largest first, so later exact counts are no larger."""
    told: Counted = []
    for item in listed:
        if len(told) >= limit and (not limit or _place(item) > _place(told[-1])):
            return told, True
        count = live(item[0])
        if count:
            told = _ordered([*told, (item[0], count)])[:limit]
    return told, False
