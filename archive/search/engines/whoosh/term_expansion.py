"""Expand a prefix or a fuzzy word to terms of the index, most frequent first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from archive.search.engines.whoosh.blocks import unpack
from archive.search.engines.whoosh.codec import FieldTerms
from archive.search.engines.whoosh.segment import Bools, Ints, Segment
from archive.text.fold import one_edit

_LETTER = 4  # bytes of a letter in UTF-8, at most
_SEVERAL = 0x80  # from here on, a byte belongs to a multi-byte letter
_SWAPPED = 2  # letters changed by an edit at most
_MORE = 4  # factor for more terms if those so far did not settle which are most frequent

Chooser = Callable[[FieldTerms], Ints]
"""Gives the numbers of the terms that are meant, ascending."""

Masked = tuple[Segment, Bools | None]
"""A segment, and which of its documents count; None: all."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The matching terms in one segment, most frequent first, and which documents count (None: all)."""

    segment: Segment
    terms: FieldTerms
    live: Bools | None
    numbers: Ints

    def documents(self, number: int) -> int:
        """Return how many counted documents have the term."""
        most = int(self.terms.documents[number])
        if self.live is None:
            return most
        docs, _ = unpack(self.segment.lexicon.block(self.terms, number), most)
        return int(np.count_nonzero(self.live[docs]))


def list_commonest_terms(segments: Sequence[Masked], field: str, chooser: Chooser, limit: int) -> list[tuple[str, int]]:
    """Return up to `limit` of the matching terms and their numbers of documents, largest first, then by term.

    Terms are read from the most frequent one until no other can have as many documents as the last one returned.
    """
    sources = [source for segment, live in segments if (source := _source(segment, live, field, chooser)) is not None]
    if limit <= 0 or not sources:
        return []
    depth, counts = limit, dict[bytes, int]()
    while True:
        for source in sources:
            for number in source.numbers[:depth].tolist():
                term = source.terms.term(number)
                if term not in counts:
                    counts[term] = _documents(sources, term)
        told = sorted((item for item in counts.items() if item[1]), key=lambda item: (-item[1], item[0]))[:limit]
        unseen = sum(int(s.terms.documents[s.numbers[depth]]) for s in sources if depth < len(s.numbers))
        if not unseen or (len(told) == limit and told[-1][1] > unseen):
            return [(term.decode(), count) for term, count in told]
        depth *= _MORE


def meant(segments: Sequence[Masked], field: str, chooser: Chooser, limit: int) -> list[str]:
    """Return the same terms without their counts, which are skipped if all terms fit: then some may occur only in
    deleted documents."""
    sources = [source for segment, live in segments if (source := _source(segment, live, field, chooser)) is not None]
    if sum(len(source.numbers) for source in sources) > 2 * limit:
        return [term for term, _ in list_commonest_terms(segments, field, chooser, limit)]
    terms = {source.terms.term(number) for source in sources for number in source.numbers.tolist()}
    if len(terms) > limit:
        return [term for term, _ in list_commonest_terms(segments, field, chooser, limit)]
    return sorted(term.decode() for term in terms)


def exactly(word: str) -> Chooser:
    """Return the term itself."""

    def choose(terms: FieldTerms) -> Ints:
        number = terms.find(word.encode())
        return np.array([number] if number >= 0 else [], np.int64)

    return choose


def _source(segment: Segment, live: Bools | None, field: str, chooser: Chooser) -> _Source | None:
    terms = segment.terms(field)
    if terms is None:
        return None
    numbers = chooser(terms)
    order = np.argsort(-terms.documents[numbers].astype(np.int64), kind="stable")
    return _Source(segment, terms, live, numbers[order]) if len(numbers) else None


def _documents(sources: Sequence[_Source], term: bytes) -> int:
    places = [(source, source.terms.find(term)) for source in sources]
    return sum(source.documents(number) for source, number in places if number >= 0)


def beginning(prefix: str) -> Chooser:
    """Return the terms with this prefix."""
    wanted = prefix.encode()

    def choose(terms: FieldTerms) -> Ints:
        found = terms.beginning(wanted)
        return np.arange(found.start, found.stop)

    return choose


def expand_fuzzy_terms(word: str) -> Chooser:
    """Return the terms one edit away: one letter more, less or different, or two neighbours swapped.

    An edit leaves the first or the second half of the word unchanged, except for a swap of the two middle letters.
    """
    half = len(word) // 2
    whole, head, tail = word.encode(), word[:half].encode(), word[half:].encode()
    swapped = (word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]).encode() if half else b""

    def choose(terms: FieldTerms) -> Ints:
        found = terms.beginning(head)
        likely = np.abs(terms.lengths - len(whole)) <= _LETTER
        begun = np.flatnonzero(likely[found.start : found.stop]) + found.start
        near = _alike(terms, np.union1d(begun, _with_suffix(terms, np.flatnonzero(likely), tail)), whole)
        others = ((n, terms.term(n).decode()) for n in near.tolist())
        meant = [n for n, other in others if other != word and one_edit(word, other)]
        middle = terms.find(swapped) if swapped else -1
        return np.array(sorted({*meant, *([middle] if middle >= 0 and swapped != whole else [])}), np.int64)

    return choose


def _with_suffix(terms: FieldTerms, numbers: Ints, tail: bytes) -> Ints:
    numbers = numbers[terms.lengths[numbers] >= len(tail)]
    ends = terms.ends[numbers].astype(np.int64)
    for back, letter in enumerate(reversed(tail), 1):
        alike = terms.letters[ends - back] == letter
        numbers, ends = numbers[alike], ends[alike]
    return numbers


def _alike(terms: FieldTerms, numbers: Ints, word: bytes) -> Ints:
    """Return those of these terms, at most one letter longer than the word, that may be one edit away: what
    is between the common beginning and the common ending has at most two bytes, or multi-byte letters."""
    lengths = terms.lengths[numbers].astype(np.int64)
    ends = terms.ends[numbers].astype(np.int64)
    starts = ends - lengths
    most = np.minimum(lengths, len(word))
    ahead = _alike_bytes(terms, starts, 1, word, most)
    behind = _alike_bytes(terms, ends - 1, -1, word[::-1], most - ahead)
    left = np.maximum(lengths, len(word)) - ahead - behind
    at = np.minimum(ahead, lengths - 1)
    long = (terms.letters[starts + at] >= _SEVERAL) | any(byte >= _SEVERAL for byte in word)
    kept: Ints = numbers[(left <= _SWAPPED) | (long & (left <= _SWAPPED * _LETTER))]
    return kept


def _alike_bytes(terms: FieldTerms, starts: Ints, step: int, word: bytes, most: Ints) -> Ints:
    """Return how many bytes from `starts`, in this direction, equal those of the word, up to `most`."""
    counts = np.zeros(len(starts), np.int64)
    going = np.arange(len(starts))
    for n, byte in enumerate(word):
        going = going[most[going] > n]
        going = going[terms.letters[starts[going] + step * n] == byte]
        counts[going] += 1
    return counts
