"""A plan's node against one segment: which documents match, and their scores, computed on whole arrays at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from archive.engines.whoosh.fields import facet_field
from archive.engines.whoosh.segment import LENGTHS, NO_POSTINGS, POSITION_BITS, Bools, Floats, Ints, Segment
from archive.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Fuzzy,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Term,
    Without,
)

K1 = 1.2  # BM25 as Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with Lucene's constants
B = 0.75
MAX_SCANNED = 5_000  # terms looked at for a prefix, in one segment


@dataclass(frozen=True, slots=True)
class Match:
    """Documents of a segment, ascending, and their scores."""

    docs: Ints
    scores: Floats


NO_MATCH = Match(NO_POSTINGS.docs, NO_POSTINGS.freqs)


class Statistics:
    """What scores are made from: counts over all segments of one generation, deleted documents included."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._size = sum(s.size for s in segments)
        self._idf: dict[tuple[str, str], float] = {}
        self._norms: dict[str, Floats] = {}
        self._prefixes: dict[Prefix, list[str]] = {}

    def idf(self, field: str, term: str) -> float:
        """How telling a term is: log(1 + (N - n + 0.5) / (n + 0.5)), as Lucene has it."""
        key = (field, term)
        if key not in self._idf:
            n = sum(s.frequency(field, term) for s in self._segments)
            self._idf[key] = math.log(1 + (self._size - n + 0.5) / (n + 0.5))
        return self._idf[key]

    def norms(self, field: str) -> Floats:
        """For each value of a length column, what BM25 adds to a frequency. The average length is that of the documents
        that have the field."""
        if field not in self._norms:
            total = sum(s.field_lengths.get(field, 0) for s in self._segments)
            holders = sum(s.field_holders.get(field, 0) for s in self._segments)
            self._norms[field] = K1 * (1 - B + B * LENGTHS * holders / max(total, 1))
        return self._norms[field]

    def expand(self, prefix: Prefix) -> list[str]:
        """The terms a prefix stands for, those that most documents have."""
        if prefix not in self._prefixes:
            counts: dict[str, int] = {}
            for segment in self._segments:
                for term, n in segment.terms_from(prefix.field, prefix.prefix, MAX_SCANNED):
                    counts[term] = counts.get(term, 0) + n
            self._prefixes[prefix] = sorted(counts, key=lambda t: (-counts[t], t))[: prefix.limit]
        return self._prefixes[prefix]


class Matcher:
    """Matches nodes against one segment. Deleted documents are not left out here."""

    def __init__(self, segment: Segment, statistics: Statistics) -> None:
        self._segment = segment
        self._statistics = statistics

    def match(self, node: Node) -> Match:
        """The documents of the segment that match."""
        match node:
            case Term():
                return self._term(node)
            case Phrase():
                return self._phrase(node)
            case Prefix(field=field, boost=boost):
                terms = self._statistics.expand(node)
                return self._any([self._term(Term(field, term, boost)) for term in terms], best=True)
            case Fuzzy(field=field, term=term, boost=boost):
                return self._term(Term(field, term, boost))
            case AnyOf(parts=parts, score=score):
                return self._any([self.match(part) for part in parts], best=score == "best")
            case All():
                return self._all(node)
            case Without(wanted=wanted, unwanted=unwanted):
                found = self.match(wanted)
                keep = ~_mask(self.match(unwanted).docs, self._segment.size)[found.docs]
                return Match(found.docs[keep], found.scores[keep])
            case Keyword(column=column, values=values):
                field = facet_field(column)
                return self._any([_unscored(self._segment.postings(field, v).docs) for v in values], best=True)
            case Dates():
                return _unscored(np.flatnonzero(self.dated(node)))
            case Everything():
                return _unscored(np.arange(self._segment.size))
            case Nothing():
                return NO_MATCH

    def dated(self, dates: Dates) -> Bools:
        """Which documents have a span of days that overlaps."""
        first, last = self._segment.first, self._segment.last
        found = first > 0
        if dates.first is not None:
            found &= last >= dates.first
        if dates.last is not None:
            found &= first <= dates.last
        return found

    def _term(self, node: Term) -> Match:
        found = self._segment.postings(node.field, node.term)
        if not len(found.docs):
            return NO_MATCH
        weight = node.boost * self._statistics.idf(node.field, node.term)
        return Match(found.docs, self._score(node.field, found.docs, found.freqs, weight))

    def _score(self, field: str, docs: Ints, freqs: Floats, weight: float) -> Floats:
        norms = self._statistics.norms(field)[self._segment.lengths[field][docs]]
        scores: Floats = weight * freqs / (freqs + norms)
        return scores

    def _phrase(self, node: Phrase) -> Match:
        if any(not self._segment.frequency(node.field, term) for term in node.terms):
            return NO_MATCH
        places = [self._segment.places(node.field, term) for term in node.terms]
        starts = _exact_starts(places) if node.slop == 0 else _loose_starts(places, node.slop)
        docs, counts = _counted(starts >> POSITION_BITS)
        weight = node.boost * sum(self._statistics.idf(node.field, term) for term in node.terms)
        return Match(docs, self._score(node.field, docs, counts.astype(np.float64), weight)) if len(docs) else NO_MATCH

    def _any(self, matches: Sequence[Match], best: bool) -> Match:
        matches = [m for m in matches if len(m.docs)]
        if len(matches) < 2:
            return matches[0] if matches else NO_MATCH
        scores = np.zeros(self._segment.size)
        found = np.zeros(self._segment.size, dtype=np.bool_)
        for m in matches:
            found[m.docs] = True
            if best:
                scores[m.docs] = np.maximum(scores[m.docs], m.scores)
            else:
                scores[m.docs] += m.scores
        docs = np.flatnonzero(found)
        return Match(docs, scores[docs])

    def _all(self, node: All) -> Match:
        matches: list[Match] = []
        for part in node.parts:
            matches.append(self.match(part))
            if not len(matches[-1].docs):
                return NO_MATCH
        if not matches:
            return NO_MATCH
        found = reduce(_both, sorted(matches, key=lambda m: len(m.docs)))
        scores = found.scores
        for part in node.bonus if len(found.docs) else ():
            scores = scores + _scores_at(self.match(part), found.docs)
        return Match(found.docs, scores)


def _unscored(docs: Ints) -> Match:
    return Match(docs, np.zeros(len(docs)))


def _mask(docs: Ints, size: int) -> Bools:
    mask = np.zeros(size, dtype=np.bool_)
    mask[docs] = True
    return mask


def _both(small: Match, large: Match) -> Match:
    at = np.searchsorted(large.docs, small.docs)
    at[at == len(large.docs)] = 0
    keep = large.docs[at] == small.docs
    return Match(small.docs[keep], small.scores[keep] + large.scores[at[keep]])


def _scores_at(match: Match, docs: Ints) -> Floats:
    """The scores of `match` at these documents, 0 where it does not match."""
    if not len(match.docs):
        return np.zeros(len(docs))
    at = np.searchsorted(match.docs, docs)
    at[at == len(match.docs)] = 0
    return np.where(match.docs[at] == docs, match.scores[at], 0.0)


def _exact_starts(places: Sequence[Ints]) -> Ints:
    """Where the terms stand one right after the other: the places of the first. Rarest terms are looked at first."""
    order = sorted(range(len(places)), key=lambda i: len(places[i]))
    starts = places[order[0]] - order[0]
    for i in order[1:]:
        starts = starts[_contains(places[i], starts + i)]
    return starts


def _loose_starts(places: Sequence[Ints], slop: int) -> Ints:
    """Where the terms follow each other in order with at most `slop` places between the first and the last."""
    starts = ends = places[0]
    for following in places[1:]:
        at = np.searchsorted(following, ends, side="right")
        there = at < len(following)
        starts, ends = starts[there], following[at[there]]
    near = (ends - starts) <= len(places) - 1 + slop  # another document is 2^32 places away
    return starts[near]


def _counted(docs: Ints) -> tuple[Ints, Ints]:
    """The different numbers in an ascending array, and how often each stands there."""
    begins = np.flatnonzero(np.diff(docs, prepend=-1))
    return docs[begins], np.diff(begins, append=len(docs))


def _contains(sorted_values: Ints, wanted: Ints) -> Bools:
    at = np.searchsorted(sorted_values, wanted)
    at[at == len(sorted_values)] = 0
    found: Bools = sorted_values[at] == wanted
    return found
