"""The words of an index, each once, in a small index of their own beside it: tantivy finds documents that have a word
one edit away, and does not tell the word, so here each word is a document.

It never forgets a word. What it tells counts for nothing until the index itself says that a document has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import tantivy
from tantivy import Query

FOLDER = "words"  # in that of the index
MAX_SEEN = 300_000  # words that one update remembers to have met, so as not to look them up again
_HITS = 256  # asked for at first
_KEPT = 512  # terms whose neighbours are remembered


class Dictionary:
    """Finds words one edit away, for any number of threads, as of the last `reload`."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        index.config_reader("manual")
        self.folder = folder
        self.index = index
        self.reload()

    @classmethod
    def create(cls, folder: Path) -> Self:
        """A new, empty one inside the folder of an index."""
        schema = tantivy.SchemaBuilder().add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
        (folder / FOLDER).mkdir()
        return cls(folder / FOLDER, tantivy.Index(schema.build(), str(folder / FOLDER)))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The one inside the folder of an index; ValueError, or a panic of tantivy's, when it cannot be read."""
        return cls(folder / FOLDER, tantivy.Index.open(str(folder / FOLDER)))

    def reload(self) -> None:
        """Take notice of what has been added since, by whatever process."""
        self.index.reload()
        self._near = Neighbours(self.index.schema, self.index.searcher())

    def neighbours(self) -> Neighbours:
        """What finds words as of the last `reload`."""
        return self._near


class Neighbours:
    """Finds words one edit away in one generation of a dictionary."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._known: dict[str, list[str]] = {}

    def has(self, word: str) -> bool:
        """Whether the word is there."""
        return bool(self._searcher.doc_freq("word", word))

    def of(self, term: str) -> list[str]:
        """All words one edit away: a letter more, less or another, or two neighbours swapped; without the word itself.
        What this gives is not to be changed."""
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


class Noting:
    """Tells the words of one update that are not known yet, each as often as not at all or once."""

    def __init__(self, dictionary: Dictionary) -> None:
        dictionary.reload()
        self._neighbours = dictionary.neighbours()
        self._seen: set[str] = set()

    def new(self, words: Iterable[str]) -> list[str]:
        """Those of these words that are not in the dictionary, nor told before."""
        new = set(words) - self._seen
        if len(self._seen) + len(new) > MAX_SEEN:
            self._seen.clear()
        self._seen |= new
        return [word for word in new if not self._neighbours.has(word)]
