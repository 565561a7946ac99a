"""What a writer gathers before it writes a segment: the postings of new documents, and segments to be merged in.

It takes the place of Whoosh's pool, which keeps a tuple for each posting, sorts them all, and to merge a segment takes
it apart posting by posting. Here new postings are kept by term, so that only terms are sorted, and segments are read
term by term as they lie, whatever their size; a term that one of them has alone is copied as it is.
"""

from __future__ import annotations

import heapq
import sys
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, compress, groupby, repeat
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from archive.search.engines.whoosh.codec import (
    Lexicon,
    first_document,
    moved,
    pack,
    pack_few,
    pack_single_posting,
    unpack,
    unpack_few,
    unpack_positions,
)
from archive.search.engines.whoosh.segment import Ints

Key = tuple[str, bytes]

_FEW = 32  # documents of a term that are packed one by one
_ONE = 3  # what is kept of each document of a term: its number, the frequency, the places (one as a number)


class MergeSource(NamedTuple):
    """A segment that is merged in: the new numbers of its documents (-1: deleted), and by how much they are higher,
    where that is the same for all that a term of several documents can have."""

    terms: Lexicon
    numbers: Ints
    shift: int | None


class _Part(NamedTuple):
    """A term's block in one source; `order` tells apart the sources that have the term."""

    key: Key
    order: int
    documents: int
    data: bytes
    source: MergeSource | None


class Stopped(Exception):
    """What was being written is to be dropped."""


def never() -> bool:
    """Say that there is nothing to stop for."""
    return False


class PostingPool:
    """Gathers in any order; `iter_postings` gives everything in order of field and term."""

    def __init__(self) -> None:
        self.size = 0  # postings held in memory
        self.stop = never  # asked at every term that is written: whether to raise Stopped
        self._terms: dict[Key, list[Any]] = {}
        self._merged: list[MergeSource] = []

    def add_terms(self, field: str, places: Sequence[tuple[str, int]], doc: int) -> None:
        """Add (term, position) pairs of a field of a new document."""
        positions: dict[str, int | list[int]] = {}
        for term, position in places:
            before = positions.get(term)
            if before is None:
                positions[term] = position
            elif isinstance(before, int):
                positions[term] = [before, position]
            else:
                before.append(position)
        for term, at in positions.items():
            if isinstance(at, int):
                self._add((field, term.encode()), doc, 1, at)
            else:
                self._add((field, term.encode()), doc, len(at), array("I", at).tobytes())

    def add_values(self, field: str, values: Sequence[str], doc: int) -> None:
        """Add whole values of a field of a new document, without positions."""
        for value in dict.fromkeys(values):
            self._add((field, value.encode()), doc, 1, b"")

    def _add(self, key: Key, doc: int, freq: int, places: int | bytes) -> None:
        entry = self._terms.get(key)
        if entry is None:
            self._terms[key] = [doc, freq, places]
        else:
            entry += (doc, freq, places)
        self.size += 1

    def add_segment(self, terms: Lexicon, numbers: Ints, shift: int | None) -> None:
        """Add the postings of a segment. Its documents come after all earlier ones."""
        self._merged.append(MergeSource(terms, numbers, shift))

    def iter_postings(self) -> Iterator[tuple[Key, int, bytes]]:
        """Yield every term once: its key, how many documents have it, and its block."""
        streams = [self._new(), *(_old(source, order) for order, source in enumerate(self._merged, 1))]
        for key, group in groupby(heapq.merge(*streams), key=itemgetter(0)):
            if self.stop():
                raise Stopped
            first, *others = group
            if not others and first.source is None:
                yield key, first.documents, first.data
            elif not others and first.source is not None and (first.documents == 1 or first.source.shift is not None):
                shift = _shift(first, first.source)
                if shift is not None:
                    yield key, first.documents, moved(first.data, shift)
            else:
                documents, data = _joined((first, *others))
                if documents:
                    yield key, documents, data

    def cleanup(self) -> None:
        """Let go of everything."""
        self._terms = {}
        self._merged = []

    def _new(self) -> Iterator[_Part]:
        for key in sorted(self._terms):
            entry = self._terms.pop(key)
            if len(entry) == _ONE and isinstance(entry[2], int):
                yield _Part(key, 0, 1, pack_single_posting(entry[0], entry[2]), None)
                continue
            docs, freqs, places = entry[0::3], entry[1::3], b"".join(map(_bytes, entry[2::3]))
            if len(docs) <= _FEW:
                data = pack_few(docs, freqs, array("I", places))
            else:
                data = pack(np.array(docs, np.int64), np.array(freqs, np.int64), np.frombuffer(places, np.uint32))
            yield _Part(key, 0, len(docs), data, None)


def _bytes(places: int | bytes) -> bytes:
    return places if isinstance(places, bytes) else places.to_bytes(4, sys.byteorder)


def _old(source: MergeSource, order: int) -> Iterator[_Part]:
    for key, documents, data in source.terms.blocks():
        yield _Part(key, order, documents, data, source)


def _shift(part: _Part, source: MergeSource) -> int | None:
    """By how much the documents of a block are numbered higher; None when its one document is deleted."""
    if part.documents > 1:
        return source.shift
    doc = first_document(part.data)
    number = int(source.numbers[doc])
    return number - doc if number >= 0 else None


def _joined(parts: tuple[_Part, ...]) -> tuple[int, bytes]:
    """One block of several, without what was deleted."""
    if sum(part.documents for part in parts) <= _FEW:
        return _joined_few(parts)
    opened = [_opened(part) for part in parts]
    docs, freqs, positions = (np.concatenate([three[i] for three in opened]) for i in range(3))
    return (len(docs), pack(docs, freqs, positions)) if len(docs) else (0, b"")


def _joined_few(parts: tuple[_Part, ...]) -> tuple[int, bytes]:
    """The same where there are few documents."""
    docs: list[int] = []
    freqs: list[int] = []
    places = array("I")
    for part in parts:
        found, often, at = unpack_few(part.data, part.documents)
        if part.source is not None:
            found = [part.source.numbers.item(doc) for doc in found]
            if min(found) < 0:
                kept = [doc >= 0 for doc in found]
                at = array("I", compress(at, chain.from_iterable(map(repeat, kept, often))))
                found, often = list(compress(found, kept)), list(compress(often, kept))
        docs += found
        freqs += often
        places.extend(at.tolist())
    return (len(docs), pack_few(docs, freqs, places)) if docs else (0, b"")


def _opened(part: _Part) -> tuple[Ints, Any, Any]:
    docs, freqs = unpack(part.data, part.documents)
    positions = unpack_positions(part.data, part.documents)
    if part.source is None:
        return docs, freqs, positions
    docs = part.source.numbers[docs]
    kept = docs >= 0
    if not kept.all():
        if len(positions):
            positions = positions[np.repeat(kept, freqs)]
        docs, freqs = docs[kept], freqs[kept]
    return docs, freqs, positions
