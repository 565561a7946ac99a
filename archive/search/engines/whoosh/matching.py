"""Match the nodes of a plan in one segment, on whole arrays: the matching documents and their scores.

Each occurrence of a term is one number, the document shifted and the position, in as narrow a type as possible. A
phrase is then an operation on arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.search.engines.whoosh.fields import facet_field
from archive.search.engines.whoosh.generation import Statistics
from archive.search.engines.whoosh.segment import NOWHERE, Bools, Floats, Ints, Places, Postings, Segment
from archive.search.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Prefix,
    TermNode,
    Without,
)

Numbers = npt.NDArray[Any]

_MOST = 4  # times fewer documents than the term has: then only their occurrences are read
_FEW_PHRASES = 8  # ratio from which single look-ups are faster
_TABLE_BITS = 22  # a table with a byte for each possible number: small enough for the processor's cache
_WORTH = 200  # possible numbers per actual number up to which clearing a table pays off


def find_phrase(
    postings: Sequence[Postings], places: Sequence[Places], docs: Ints, slop: int
) -> tuple[Ints, npt.NDArray[np.float64]]:
    """Return in which of these documents, by their index in `docs`, the terms follow each other with at most `slop`
    positions between, and how often."""
    furthest = max(int(place.positions.max(initial=0)) for place in places)
    bits = (furthest + len(places) + slop + 1).bit_length()
    last = max(int(docs[-1]), *(int(posting.docs[-1]) for posting in postings))
    kind = np.dtype(np.int32 if last + 1 << bits < 1 << 31 else np.int64)
    known: dict[int, Numbers] = {}
    numbers = []
    for posting, place in zip(postings, places, strict=True):
        if id(place) not in known:
            known[id(place)] = _numbers(posting, place, docs, bits, kind)
        numbers.append(known[id(place)])
    starts = _exact_starts(numbers) if slop == 0 else _loose_starts(numbers, slop, bits)
    found = starts >> bits
    begins = np.flatnonzero(np.diff(found, prepend=-1))
    counts = np.diff(begins, append=len(found)).astype(np.float64)
    found = found[begins]
    where = np.searchsorted(docs, found)
    where[where == len(docs)] = 0
    kept = np.flatnonzero(docs[where] == found)
    return where[kept], counts[kept]


def _numbers(postings: Postings, places: Places, docs: Ints, bits: int, kind: np.dtype[Any]) -> Numbers:
    """Return every occurrence of a term, ascending, each once: in these documents, and in others if filtering would
    take longer."""
    counts, positions = postings.freqs, places.positions
    if len(docs) * _MOST < len(postings.docs):
        at = np.searchsorted(postings.docs, docs)
        begins = places.begins[at]
        counts = places.begins[at + 1] - begins
        ends = np.cumsum(counts)
        chosen = np.repeat(begins - ends + counts, counts)
        chosen += np.arange(len(chosen))
        positions = positions[chosen]
    else:
        docs = postings.docs
    found = np.repeat(docs.astype(kind) << bits, counts)
    found |= positions
    if not (found[1:] > found[:-1]).all():  # not in order, or twice at one position
        found = _distinct(found)
    return found


def _distinct(numbers: Numbers) -> Numbers:
    """Return numbers, from 0, in ascending order, each once. (np.unique loads numpy.ma for it.)"""
    ordered = np.sort(numbers)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]


def _exact_starts(numbers: Sequence[Numbers]) -> Numbers:
    """Return where the terms are directly adjacent: the positions of the first. The rarest terms are checked first."""
    order = sorted(range(len(numbers)), key=lambda i: len(numbers[i]))
    starts = numbers[order[0]] - order[0]
    for i in order[1:]:
        starts = _common(starts, numbers[i] - i)
    return starts


def _common(few: Numbers, many: Numbers) -> Numbers:
    """Return the numbers in both; both are ascending without duplicates."""
    if not len(few) or len(few) * _FEW_PHRASES < len(many):
        found: Numbers = few[_contains(many, few)]
        return found
    span = max(int(few[-1]), int(many[-1])) - min(int(few[0]), int(many[0]))
    if span <= _WORTH * len(few):
        return _common_by_table(few, many)
    both = np.concatenate((few, many))
    both.sort(kind="stable")  # two ascending runs are merged in one pass
    twice: Bools = both[1:] == both[:-1]
    return both[:-1][twice]


def _common_by_table(few: Numbers, many: Numbers) -> Numbers:
    """Return the same, one range of numbers at a time: those of one are marked in a table, those of the other looked
    up."""
    start, last = min(int(few[0]), int(many[0])), int(few[-1])
    table = np.zeros(min(last + 1 - start, 1 << _TABLE_BITS), np.bool_)
    edges = np.arange(start, last + 1, len(table))
    cuts = [np.append(np.searchsorted(numbers, edges.astype(numbers.dtype)), len(numbers)) for numbers in (few, many)]
    found = []
    for i, edge in enumerate(edges.tolist()):
        wanted, there = (numbers[cut[i] : cut[i + 1]] for numbers, cut in zip((few, many), cuts, strict=True))
        if i == len(edges) - 1:
            there = there[: int(np.searchsorted(there, edge + len(table)))]
        marked = np.subtract(there, edge, dtype=np.intp)
        table[marked] = True
        found.append(wanted[table[np.subtract(wanted, edge, dtype=np.intp)]])
        table[marked] = False
    return np.concatenate(found)


def _loose_starts(numbers: Sequence[Numbers], slop: int, bits: int) -> Numbers:
    """Return where the terms follow each other in order with at most `slop` positions between the first and the
    last."""
    starts = ends = numbers[0]
    for following in numbers[1:]:
        at = np.searchsorted(following, ends, side="right")
        there = at < len(following)
        starts, ends = starts[there], following[at[there]]
    near: Bools = (ends - starts <= len(numbers) - 1 + slop) & (ends >> bits == starts >> bits)
    return starts[near]


def _contains(sorted_values: Numbers, wanted: Numbers) -> Bools:
    at = np.searchsorted(sorted_values, wanted)
    at[at == len(sorted_values)] = 0
    found: Bools = sorted_values[at] == wanted
    return found


_FEW_POSTINGS = 16  # ratio from which single look-ups are faster than a table of all


@dataclass(frozen=True, slots=True)
class MatchedDocuments:
    """Documents, ascending, and their scores. Documents are identified by their index among those searched."""

    docs: Ints
    scores: Floats


NO_MATCH = MatchedDocuments(NOWHERE, np.empty(0))


class SegmentMatcher:
    """Match nodes against the documents `within` one segment, ascending; None: all. Deleted documents are not excluded
    here. Not `scored`: all scores are 0."""

    def __init__(
        self, segment: Segment, statistics: Statistics, within: Ints | None = None, scored: bool = True
    ) -> None:
        self._segment = segment
        self._statistics = statistics
        self._within = within
        self._scored = scored
        self._size = segment.size if within is None else len(within)
        self._table: Ints | None = None

    def match(self, node: Node) -> MatchedDocuments:
        """Return the matching documents."""
        match node:
            case TermNode():
                return self._term(node)
            case Phrase():
                return self._phrase(node)
            case Prefix() | Fuzzy():
                return self._expanded(node)
            case AnyOf(parts=parts, score=score, rest=rest):
                return self._any([self.match(part) for part in parts], rest if score == "best" else 1.0)
            case All():
                return self._all(node)
            case Without(wanted=wanted, unwanted=unwanted):
                found = self.match(wanted)
                if not len(found.docs):
                    return found
                unscored = SegmentMatcher(self._segment, self._statistics, self._within, scored=False)
                keep = ~_mask(unscored.match(unwanted).docs, self._size)[found.docs]
                return MatchedDocuments(found.docs[keep], found.scores[keep])
            case Keyword(column=column, values=values):
                field = facet_field(column)
                postings = [self._segment.postings(field, value).docs for value in values]
                return self._any([_unscored(self._places(docs)[0]) for docs in postings], 0.0)
            case Dates():
                return _unscored(np.flatnonzero(self.dated(node)))
            case Ids(ids=ids):
                return _unscored(self._places(_distinct(np.array(self._segment.find(ids), np.int64)))[0])
            case Everything():
                return _unscored(np.arange(self._size))
            case Nothing():
                return NO_MATCH

    def dated(self, dates: Dates) -> Bools:
        """Return which documents have a date range that overlaps."""
        first, last = self._segment.first, self._segment.last
        if self._within is not None:
            first, last = first[self._within], last[self._within]
        found = first > 0
        if dates.first is not None:
            found &= last >= dates.first
        if dates.last is not None:
            found &= first <= dates.last
        return found

    def _term(self, node: TermNode) -> MatchedDocuments:
        if not self._statistics.documents(node.field, node.term):  # most forms of a word are in no document
            return NO_MATCH
        found = self._segment.postings(node.field, node.term)
        if not len(found.docs):
            return NO_MATCH
        docs, at = self._places(found.docs)
        if not self._scored or not len(docs):
            return _unscored(docs)
        freqs = found.freqs if at is None else found.freqs[at]
        weight = node.boost * self._statistics.idf(node.field, node.term)
        return MatchedDocuments(docs, self._score(node.field, docs, freqs.astype(np.float64), weight))

    def _expanded(self, node: Prefix | Fuzzy) -> MatchedDocuments:
        """Match all terms of a node as if they were the most frequent one."""
        postings = [self._segment.postings(node.field, term) for term in self._statistics.expand(node)]
        postings = [found for found in postings if len(found.docs)]
        if not postings:
            return NO_MATCH
        counts = np.zeros(self._size, np.result_type(*(found.freqs for found in postings)))
        for found in postings:
            docs, at = self._places(found.docs)
            counts[docs] = np.maximum(counts[docs], found.freqs if at is None else found.freqs[at])
        docs = np.flatnonzero(counts)
        if not self._scored or not len(docs):
            return _unscored(docs)
        weight = node.boost * self._statistics.idf_of_any(node)
        return MatchedDocuments(docs, self._score(node.field, docs, counts[docs].astype(np.float64), weight))

    def _places(self, docs: Ints) -> tuple[Ints, Ints | None]:
        """Return where those of these documents are that are searched, and their indexes in `docs`; None: all of
        them."""
        within = self._within
        if within is None:
            return docs, None
        if len(within) * _FEW_POSTINGS < len(docs):
            at = np.searchsorted(docs, within)
            at[at == len(docs)] = 0
            where = np.flatnonzero(docs[at] == within)
            return where, at[where]
        if len(docs) * _FEW_POSTINGS < len(within):
            where = np.searchsorted(within, docs)
            where[where == len(within)] = 0
            at = np.flatnonzero(within[where] == docs)
            return where[at], at
        if self._table is None:
            self._table = np.full(self._segment.size, -1, np.int64)
            self._table[within] = np.arange(len(within))
        where = self._table[docs]
        at = np.flatnonzero(where >= 0)
        return where[at], at

    def _score(self, field: str, docs: Ints, freqs: Floats, weight: float) -> Floats:
        """Return BM25 of frequencies, which are overwritten."""
        real = docs if self._within is None else self._within[docs]
        norms = self._statistics.norms(field)[self._segment.lengths[field][real]]
        norms += freqs
        freqs *= weight
        freqs /= norms
        return freqs

    def _phrase(self, node: Phrase) -> MatchedDocuments:
        if not all(self._statistics.documents(node.field, term) for term in node.terms):
            return NO_MATCH
        if self._within is None:
            key = ("phrase", node.field, node.terms, node.slop)
            docs, counts = self._segment.remember(key, lambda: self._match_phrase(node))
        else:
            docs, counts = self._match_phrase(node)
        if not self._scored or not len(docs):
            return _unscored(docs)
        weight = node.boost * sum(self._statistics.idf(node.field, term) for term in node.terms)
        return MatchedDocuments(docs, self._score(node.field, docs, counts.copy(), weight))

    def _match_phrase(self, node: Phrase) -> tuple[Ints, Floats]:
        often = {term: self._segment.frequency(node.field, term) for term in node.terms}
        if not all(often.values()):
            return NO_MATCH.docs, NO_MATCH.scores
        terms = sorted(often, key=often.__getitem__)
        postings = {term: self._segment.postings(node.field, term) for term in terms}
        where = self._places(postings[terms[0]].docs)[0]
        docs = where if self._within is None else self._within[where]
        for term in terms[1:]:
            kept = SegmentMatcher(self._segment, self._statistics, docs)._places(postings[term].docs)[0]
            where, docs = where[kept], docs[kept]
        if not len(docs):
            return NO_MATCH.docs, NO_MATCH.scores
        places = {term: self._segment.places(node.field, term) for term in terms}
        found, counts = find_phrase([postings[t] for t in node.terms], [places[t] for t in node.terms], docs, node.slop)
        return where[found], counts

    def _any(self, matches: Sequence[MatchedDocuments], rest: float) -> MatchedDocuments:
        """Match documents of any part; the score is the best one plus this fraction of the rest."""
        matches = [m for m in matches if len(m.docs)]
        if len(matches) < 2:
            return matches[0] if matches else NO_MATCH
        if sum(len(m.docs) for m in matches) * _FEW_POSTINGS < self._size:
            docs = _distinct(np.concatenate([m.docs for m in matches]))
            if not self._scored:
                return _unscored(docs)
            placed_among = [MatchedDocuments(np.searchsorted(docs, m.docs), m.scores) for m in matches]
            return MatchedDocuments(docs, _combined(placed_among, len(docs), rest))
        found = np.zeros(self._size, dtype=np.bool_)
        for m in matches:
            found[m.docs] = True
        docs = np.flatnonzero(found)
        return MatchedDocuments(docs, _combined(matches, self._size, rest)[docs]) if self._scored else _unscored(docs)

    def _all(self, node: All) -> MatchedDocuments:
        """Match all parts, the rarest first and the others only within it; scores are added in the order of the parts,
        so that equal documents have equal scores in all segments."""
        if not node.parts:
            return NO_MATCH
        order = sorted(range(len(node.parts)), key=lambda i: self._statistics.most(node.parts[i]))
        first = self.match(node.parts[order[0]])
        docs, scores = first.docs, {order[0]: first.scores}
        for i in order[1:]:
            if not len(docs):
                return NO_MATCH
            found = self.inside(docs).match(node.parts[i])
            if len(found.docs) < len(docs):
                docs = docs[found.docs]
                scores = {part: held[found.docs] for part, held in scores.items()}
            scores[i] = found.scores
        if not self._scored:
            return _unscored(docs)
        total = scores[0]
        for i in range(1, len(node.parts)):
            total = total + scores[i]
        return MatchedDocuments(docs, self.inside(docs).with_bonus(total, node.bonus) if node.bonus else total)

    def inside(self, docs: Ints) -> SegmentMatcher:
        """Return a matcher for only these of its documents."""
        within = docs if self._within is None else self._within[docs]
        return SegmentMatcher(self._segment, self._statistics, within, self._scored)

    def with_bonus(self, scores: Floats, bonus: Sequence[Node]) -> Floats:
        """Return the scores of all searched documents including each bonus."""
        total = scores.copy()
        for node in bonus:
            found = self.match(node)
            total[found.docs] += found.scores
        return total


def _combined(matches: Sequence[MatchedDocuments], size: int, rest: float) -> Floats:
    """Return the best score of each document plus this fraction of the others."""
    total, best = np.zeros(size), np.zeros(size)
    for m in matches:
        if rest:
            total[m.docs] += m.scores
        if rest < 1:
            best[m.docs] = np.maximum(best[m.docs], m.scores)
    if rest in (0.0, 1.0):
        return total if rest else best
    total -= best
    total *= rest
    total += best
    return total


def _unscored(docs: Ints) -> MatchedDocuments:
    return MatchedDocuments(docs, np.zeros(len(docs)))


def _mask(docs: Ints, size: int) -> Bools:
    mask = np.zeros(size, dtype=np.bool_)
    mask[docs] = True
    return mask
