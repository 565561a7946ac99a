"""What a writer collects before writing a segment: new documents, and segments to be merged.

It replaces Whoosh's pool, which keeps a tuple for each posting, sorts them all, and merges a segment posting by
posting. Here documents are kept as they arrive and converted to arrays together. Segments of any size are read and
merged one range of terms at a time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

import numpy as np

from archive.search.engines.whoosh.codec import FieldTerms, Lexicon
from archive.search.engines.whoosh.segment import Ints
from archive.search.engines.whoosh.term_postings import TermPostings, group_terms, group_values, merge_postings
from archive.text.terms import DocumentTerms, locate_terms
from archive.text.vocabulary import running_sum

STRETCH_BYTES = 2 << 20  # bytes of blocks that are merged together; arrays take about fifty times as much


class Stopped(Exception):
    """The segment being written is to be dropped."""


def never() -> bool:
    """Return False: never stop."""
    return False


class MergeSource(NamedTuple):
    """A segment to be merged, and the new numbers of its documents (-1: deleted)."""

    terms: Lexicon
    numbers: Ints


class PostingPool:
    """Collect documents, numbered from 0, then segments; `iter_postings` yields the terms of all in order."""

    def __init__(self) -> None:
        self.size = 0  # pieces of text and values in memory
        self.stop = never  # called for every range of terms written; if true, raise Stopped
        self._documents: list[DocumentTerms] = []
        self._values: dict[str, tuple[list[str], list[int]]] = {}
        self._new: dict[str, TermPostings] = {}
        self._merged: list[MergeSource] = []

    def __len__(self) -> int:
        return len(self._documents)

    def takes(self, terms: DocumentTerms) -> bool:
        """Return whether these terms are numbered by the same vocabulary as those held."""
        return not self._documents or self._documents[0].vocabulary is terms.vocabulary

    def add(self, terms: DocumentTerms, values: Mapping[str, Sequence[str]]) -> None:
        """Add a new document: its terms, and by field whole values, which have no positions."""
        doc = len(self._documents)
        self._documents.append(terms)
        self.size += terms.size
        for field, given in values.items():
            held, docs = self._values.setdefault(field, ([], []))
            held += given
            docs += [doc] * len(given)
            self.size += len(given)

    def group(self) -> dict[str, Ints]:
        """Convert the held documents to postings. Return the number of terms of each, by field."""
        lengths = {}
        for field, located in locate_terms(self._documents):
            lengths[field] = np.bincount(located.docs, minlength=len(self._documents))
            self._new[field] = group_terms(located, self._documents[0].vocabulary)
        for field, (values, docs) in self._values.items():
            if values:
                self._new[field] = group_values(values, docs)
        self._documents, self._values = [], {}
        return lengths

    def add_segment(self, terms: Lexicon, numbers: Ints) -> None:
        """Add the postings of a segment, see MergeSource. Its documents come after all earlier ones."""
        self._merged.append(MergeSource(terms, numbers))

    def iter_postings(self) -> Iterator[tuple[str, TermPostings]]:
        """Yield all fields in order, each with its terms and their postings in as many parts as memory requires."""
        small = sum(source.terms.size for source in self._merged) <= STRETCH_BYTES
        held = [self._new, *(_read_small(source) for source in self._merged if small)]
        merged = [] if small else self._merged
        for field in sorted({*chain(*held), *(name for source in merged for name in source.terms.fields)}):
            sources: list[_Source] = [_HeldTerms(fields.pop(field)) for fields in held if field in fields]
            sources += [_SegmentTerms(source, field) for source in merged if field in source.terms.fields]
            for part in _iter_merged(sources):
                if self.stop():
                    raise Stopped
                yield field, part

    def cleanup(self) -> None:
        """Release everything."""
        self._new = {}
        self._merged = []


class _Source(Protocol):
    """The terms of one field in one source, by their numbers there."""

    count: int

    def term(self, number: int) -> bytes:
        """Return a term."""

    def after(self, term: bytes) -> int:
        """Return how many terms sort before or are equal to that one."""

    def reach(self, first: int, room: int) -> int:
        """Return the number of the last term whose block is within so many bytes from the first one, at least that of
        the first."""

    def part(self, first: int, last: int) -> TermPostings:
        """Return the terms from number `first` up to `last`, exclusive."""


def _read_small(source: MergeSource) -> dict[str, TermPostings]:
    """Return all terms of a small segment, by field, read at once, because most commits merge a few."""
    fields = {field: terms.renumbered(source.numbers) for field, terms in source.terms.all_postings().items()}
    return {field: terms for field, terms in fields.items() if terms.terms}


class _HeldTerms:
    """Terms in memory."""

    def __init__(self, made: TermPostings) -> None:
        self._made = made
        self.count = len(made.terms)
        self._ends, self._places = running_sum(made.postings.counts), running_sum(made.postings.places)

    def term(self, number: int) -> bytes:
        return self._made.terms[number]

    def after(self, term: bytes) -> int:
        return bisect_right(self._made.terms, term)

    def reach(self, first: int, room: int) -> int:
        return max(first, int(np.searchsorted(self._ends, self._ends[first] + room)) - 1)

    def part(self, first: int, last: int) -> TermPostings:
        docs, positions = (slice(ends[first], ends[last]) for ends in (self._ends, self._places))
        return TermPostings(self._made.terms[first:last], self._made.postings.part(slice(first, last), docs, positions))


class _SegmentTerms:
    """Terms of a segment."""

    def __init__(self, source: MergeSource, field: str) -> None:
        self._source = source
        self._terms: FieldTerms = source.terms.fields[field]
        self.count = self._terms.count

    def term(self, number: int) -> bytes:
        return self._terms.term(number)

    def after(self, term: bytes) -> int:
        return self._terms.after(term)

    def reach(self, first: int, room: int) -> int:
        extents = self._terms.extents
        return max(first, int(np.searchsorted(extents, extents[first] + np.uint64(room))) - 1)

    def part(self, first: int, last: int) -> TermPostings:
        return self._source.terms.postings(self._terms, first, last).renumbered(self._source.numbers)


def _iter_merged(sources: Sequence[_Source]) -> Iterator[TermPostings]:
    """Yield the terms of all sources in order, one range at a time. No range ends within a term."""
    firsts = [0] * len(sources)
    while left := [(source, first) for source, first in zip(sources, firsts, strict=True) if first < source.count]:
        room = STRETCH_BYTES // len(left)
        last = min(source.term(min(source.reach(first, room), source.count - 1)) for source, first in left)
        ends = [source.after(last) for source in sources]
        spans = zip(sources, firsts, ends, strict=True)
        parts = [source.part(first, end) for source, first, end in spans if first < end]
        yield merge_postings(found) if (found := [part for part in parts if part.terms]) else parts[0]
        firsts = ends
