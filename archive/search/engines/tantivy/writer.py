"""Write documents to the two indexes of a folder. The second contains each word once (see `term_dictionary`).

Also a program that imports nothing else of this project, so that it starts fast (see `writer_process`). It reads one
JSON value per line, in the same forms.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any, BinaryIO, TypedDict

import tantivy

HEAP_BYTES = 64 << 20  # held in memory before a segment is written
_WORDS_HEAP_BYTES = 16 << 20

READY, DONE, BUSY = "ready", "done", "busy"
"""What the program says: it has the lock; all is committed; another has the lock."""

COMMIT, LEAVE, MERGE = "commit", "leave", "merge"
"""What ends what it is told: commit, and merge what there is to merge; commit only; merge only."""


PreparedTerms = tuple[str, list[str], list[int]]
"""A field, its terms, and their positions, which ascend."""


TOKENIZER = "spaced"
"""The tokenizer of fields whose texts are terms with blanks between, the one at position 0 first."""
NOTHING = "\1"
"""Stands in such a text for a position that has no term."""


def register_tokenizer(index: tantivy.Index) -> None:
    """Register TOKENIZER with an index opened for writing. It drops NOTHING and keeps the positions of other terms."""
    spaced = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(TOKENIZER, spaced.filter(tantivy.Filter.custom_stopword([NOTHING])).build())


class PreparedDocument(TypedDict):
    """A document ready to be written: its texts and numbers by field, and terms that are not blank-separated text."""

    id: str
    texts: list[tuple[str, str]]
    numbers: list[tuple[str, int]]
    terms: list[PreparedTerms]


class TantivyWriter:
    """Hold the lock of an index from construction on. Raise ValueError naming a LockBusy if another writer holds it."""

    def __init__(self, index: tantivy.Index, words: tantivy.Index) -> None:
        self._words = words
        self._committed = False
        self._new_words: tantivy.IndexWriter | None = None
        register_tokenizer(index)
        self._writer = index.writer(HEAP_BYTES, 1)

    def remove(self, doc_id: str) -> None:
        """Delete a document."""
        self._writer.delete_documents_by_term("id", doc_id)

    def put(self, document: PreparedDocument) -> None:
        """Add a document, replacing the one with its id."""
        self.remove(document["id"])
        made = tantivy.Document()
        for name, text in document["texts"]:
            made.add_text(name, text)
        for name, number in document["numbers"]:
            made.add_unsigned(name, number)
        for name, terms, positions in document["terms"]:
            tokens = [*map(tantivy.Token, terms, positions, repeat(0))]
            made.add_pre_tokenized_text(name, tantivy.PreTokenizedString("", tokens))
        self._writer.add_document(made)

    def note(self, words: Iterable[str]) -> None:
        """Add words that are not in the index yet."""
        for word in words:
            if self._new_words is None:
                self._new_words = self._words.writer(_WORDS_HEAP_BYTES, 1)
            made = tantivy.Document()
            made.add_text("word", word)
            self._new_words.add_document(made)

    def commit(self) -> None:
        """Write everything and make it visible. Due merges are finished when `close` returns."""
        if self._new_words is not None:
            self._new_words.commit()  # first: words without documents do no harm
        self._writer.commit()
        self._committed = True

    def close(self) -> None:
        """Wait for merges, and release the locks. Uncommitted changes are dropped."""
        if not self._committed:
            self._writer.rollback()
        if self._new_words is not None:
            self._new_words.wait_merging_threads()
        self._writer.wait_merging_threads()


def _main(told: BinaryIO) -> None:
    """Take the lock of the two indexes in the folders `[index, words]`, the first line, and write the following lines,
    each `[removed ids, Prepared or nothing, new words]`, until one of COMMIT, LEAVE and MERGE. Then the process ends,
    and with it any merges in progress."""
    lines = map(json.loads, iter(told.readline, b""))
    folders = next(lines, None)
    if folders is None:
        return
    try:
        writer = TantivyWriter(*map(tantivy.Index.open, folders))
    except ValueError as error:
        _say(BUSY if "LockBusy" in str(error) else str(error))
        return
    _say(READY)
    ending = _written(writer, lines)
    if ending is None:  # the parent has died or cancelled
        return
    if ending != LEAVE:
        threading.Thread(target=_end_with, args=(told,), daemon=True).start()
    writer.commit()
    if ending != LEAVE:
        writer.close()
    _say(DONE)


def _written(writer: TantivyWriter, told: Iterator[Any]) -> str | None:
    for line in told:
        if isinstance(line, str):
            return line
        removed, document, words = line
        for doc_id in removed:
            writer.remove(doc_id)
        if document is not None:
            writer.put(document)
        writer.note(words)
    return None


def _end_with(told: BinaryIO) -> None:
    told.read()
    os._exit(1)


def _say(word: str) -> None:
    print(json.dumps(word), flush=True)


if __name__ == "__main__":
    try:
        _main(sys.stdin.buffer)
    finally:
        os._exit(0)  # immediately, whatever is still running
