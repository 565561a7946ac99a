"""Make postings of sorted terms from new documents, and merge those of several segments, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import ne

import numpy as np

from archive.search.engines.whoosh.blocks import PostingArrays
from archive.text.terms import LocatedTerms
from archive.text.vocabulary import Ints, Vocabulary, list_ranges, running_sum


@dataclass(frozen=True, slots=True)
class TermPostings:
    """Terms in UTF-8, sorted, and the postings of each."""

    terms: Sequence[bytes]
    postings: PostingArrays

    def renumbered(self, numbers: Ints) -> TermPostings:
        """Return the same with new document numbers, in the same order; those mapped to -1 are left out."""
        counts, docs, freqs, places, positions = self.postings
        docs = numbers[docs]
        kept = docs >= 0
        if kept.all():
            return TermPostings(self.terms, PostingArrays(counts, docs, freqs, places, positions))
        positions = positions[np.repeat(kept, np.where(np.repeat(places > 0, counts), freqs, 0))]
        starts = running_sum(counts)[:-1]
        places = np.where(places > 0, np.add.reduceat(freqs * kept, starts), 0)
        counts = np.add.reduceat(kept, starts, dtype=np.int64)
        left = np.flatnonzero(counts)
        terms = [self.terms[number] for number in left.tolist()]
        return TermPostings(terms, PostingArrays(counts[left], docs[kept], freqs[kept], places[left], positions))


def group_values(values: Sequence[str], docs: Sequence[int]) -> TermPostings:
    """Return the postings of whole values, each with its document, ascending."""
    terms = {value: value.encode() for value in values}
    numbers = {value: number for number, value in enumerate(terms)}
    found = np.fromiter(map(numbers.__getitem__, values), np.int64, len(values))
    return _grouped(list(terms.values()), found, np.array(docs, np.int64), None)


def group_terms(located: LocatedTerms, vocabulary: Vocabulary) -> TermPostings:
    """Return the postings of terms of new documents; documents, and positions within each, are ascending."""
    known, numbers = np.unique(located.terms, return_inverse=True)
    return _grouped(vocabulary.words(known), numbers, located.docs, located.positions)


def _grouped(terms: Sequence[bytes], numbers: Ints, docs: Ints, positions: Ints | None) -> TermPostings:
    """Return the postings of occurrences, whose terms are `terms[numbers]`."""
    order = sorted(range(len(terms)), key=terms.__getitem__)
    ranks = np.empty(len(terms), np.int64)
    ranks[order] = np.arange(len(terms))
    ranked = ranks[numbers]
    by_term = sort_stably(ranked)
    ranked, docs = ranked[by_term], docs[by_term]
    begins = np.flatnonzero((np.diff(ranked, prepend=-1) != 0) | (np.diff(docs, prepend=-1) != 0))
    counts = np.bincount(ranked[begins], minlength=len(terms))
    freqs = np.diff(begins, append=len(docs))
    if positions is None:
        freqs, places, positions = np.ones_like(freqs), np.zeros_like(counts), np.empty(0, np.int64)
    else:
        places, positions = np.bincount(ranked, minlength=len(terms)), positions[by_term]
    arrays = PostingArrays(counts, docs[begins], freqs, places, positions)
    return TermPostings([terms[number] for number in order], arrays)


def sort_stably(numbers: Ints) -> Ints:
    """Return the indexes that sort the numbers. They are sorted as integers with their index in the lowest bits, which
    takes a fifth of the time of a stable argsort."""
    bits = len(numbers).bit_length()
    keyed = numbers << bits
    keyed |= np.arange(len(numbers))
    keyed.sort()
    keyed &= (1 << bits) - 1
    return keyed


def merge_postings(parts: Sequence[TermPostings]) -> TermPostings:
    """Return the merged postings; none is empty. The documents of each come after those of the ones before."""
    if len(parts) == 1:
        return parts[0]
    every = [*chain.from_iterable(part.terms for part in parts)]
    order = np.array(sorted(range(len(every)), key=every.__getitem__))  # fast, because sorted runs are only merged
    ranked = [every[number] for number in order.tolist()]
    begins = np.flatnonzero(np.fromiter(chain((True,), map(ne, ranked[1:], ranked)), np.bool_, len(ranked)))
    counts, docs, freqs, places, positions = PostingArrays.join(part.postings for part in parts)
    by_term = list_ranges(running_sum(counts)[:-1][order], counts[order])
    positions = positions[list_ranges(running_sum(places)[:-1][order], places[order])]
    counts, places = (np.add.reduceat(numbers[order], begins) for numbers in (counts, places))
    terms = [ranked[number] for number in begins.tolist()]
    return TermPostings(terms, PostingArrays(counts, docs[by_term], freqs[by_term], places, positions))
