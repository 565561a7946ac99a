"""What a writer gathers before it writes a segment: the postings of new documents, and segments to be merged in.

It takes the place of Whoosh's pool, which keeps a tuple for each posting, sorts them all, and to merge a segment takes
it apart posting by posting. Here new postings are kept by term, so that only terms are sorted, and segments are read
term by term as they lie, whatever their size.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from archive.engines.whoosh.codec import read_block, unpack
from archive.engines.whoosh.segment import Ints

Key = tuple[str, bytes]


class TermPostings(NamedTuple):
    """All postings of a term, as they are packed: documents ascending, frequencies, positions one after the other."""

    key: Key
    docs: array[int]
    freqs: array[int]
    positions: array[int]


class Pool:
    """Gathers in any order; `iter_postings` gives everything in order of field and term."""

    def __init__(self) -> None:
        self.size = 0  # postings held in memory
        self._terms: dict[Key, list[Any]] = {}
        self._merged: list[tuple[Any, Ints]] = []

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """One posting of a new document: field, term, document, frequency, positions as 32-bit integers."""
        field, term, doc, freq, value = item
        key = (field, term)
        entry = self._terms.get(key)
        if entry is None:
            self._terms[key] = [doc, int(freq), value]
        else:
            entry += (doc, int(freq), value)
        self.size += 1

    def add_segment(self, terms: Any, numbers: Ints) -> None:
        """The postings of a segment, by its terms reader, which is closed in the end. `numbers` gives the new number
        of each of its documents, above all that were added before; -1: deleted."""
        self._merged.append((terms, numbers))

    def iter_postings(self) -> Iterator[TermPostings]:
        """Every term once."""
        streams = [self._new(), *(_old(terms, numbers) for terms, numbers in self._merged)]
        for key, parts in groupby(heapq.merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
            first, *others = parts
            for part in others:
                first.docs.extend(part.docs)
                first.freqs.extend(part.freqs)
                first.positions.extend(part.positions)
            if first.docs:
                yield TermPostings(key, *first[1:])

    def cleanup(self) -> None:
        """Let go of everything."""
        self._terms = {}
        for terms, _ in self._merged:
            terms.close()
        self._merged = []

    def _new(self) -> Iterator[TermPostings]:
        for key in sorted(self._terms):
            entry = self._terms.pop(key)
            docs, freqs = array("I", entry[0::3]), array("I", entry[1::3])
            yield TermPostings(key, docs, freqs, array("I", b"".join(entry[2::3])))


def _old(terms: Any, numbers: Ints) -> Iterator[TermPostings]:
    for key, info in terms.items():
        block = unpack(read_block(terms._postfile, info))
        docs, freqs, positions = numbers[block.docs], block.freqs.astype(np.int64), block.positions
        kept = docs >= 0
        if not kept.all():
            if len(positions):
                positions = positions[np.repeat(kept, freqs)]
            docs, freqs = docs[kept], freqs[kept]
        yield TermPostings(key, _array(docs), _array(freqs), _array(positions))


def _array(numbers: Ints) -> array[int]:
    return array("I", numbers.astype(np.uint32).tobytes())
