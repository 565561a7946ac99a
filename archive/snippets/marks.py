"""Which words of a text to mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive.analysis import Language, Role, Token, stem_term
from archive.analysis.edits import one_edit
from archive.snippets.needle import Needle

_MOST_STEPS = 200_000  # words looked at for one needle of several words; no real text needs as many

Run = tuple[int, int]
"""The first and the last of some tokens."""


class Mark(NamedTuple):
    """[start, end) of the text, and the number of the needle it shows."""

    start: int
    end: int
    needle: int


def marks(tokens: Sequence[Token], wanted: Sequence[Needle], entry: Language) -> Iterator[Mark]:
    """Every place to mark. Where the text has what was typed mark for mark, other words that only look like it without
    marks (lượng for Lương) are left alone."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, token in enumerate(tokens):
        places[token.folded].append(i)
    for number, needle in enumerate(wanted):
        for first, last in _found(tokens, places, needle, entry):
            yield Mark(tokens[first].start, tokens[last].end, number)


def _found(tokens: Sequence[Token], places: dict[str, list[int]], needle: Needle, entry: Language) -> list[Run]:
    word = needle.folded[0]
    if needle.begins:
        return [(i, i) for other in places if other.startswith(word) for i in places[other]]
    if needle.almost:
        return [(i, i) for other in places if one_edit(other, word) for i in places[other]]
    if len(needle.folded) > 1:
        found = list(_runs(tokens, places.get(word, ()), needle))
    else:
        found = [(i, i) for i in places.get(word, ())]
    if needle.marked:
        found = [run for run in found if _as_typed(tokens, run, needle)] or found
    if needle.inflected and entry.stemmer is not None:
        stem = stem_term(needle.exact[0], entry)
        others = [other for other in places if other != word and other[:1] == word[:1]]
        same = [i for other in others for i in places[other] if stem_term(tokens[i].exact, entry) == stem]
        found += [(i, i) for i in same]
    return found


def _runs(tokens: Sequence[Token], starts: Iterable[int], needle: Needle) -> Iterator[Run]:
    """Where the words of a needle follow one another."""
    steps = free = 0
    for start in starts:
        if steps > _MOST_STEPS:
            return
        if start < free or tokens[start].role is not Role.PART:
            continue
        last = tokens[start].position + len(needle.folded) - 1 + needle.slop
        at, matched = start + 1, 1
        while matched < len(needle.folded) and at < len(tokens) and tokens[at].position <= last:
            token = tokens[at]
            if token.role is Role.PART and token.folded == needle.folded[matched]:
                matched += 1
            at += 1
        steps += at - start
        if matched == len(needle.folded):
            free = at
            yield start, at - 1


def _as_typed(tokens: Sequence[Token], run: Run, needle: Needle) -> bool:
    alone = run[0] == run[1]
    words = {token.exact for token in tokens[run[0] : run[1] + 1] if alone or token.role is Role.PART}
    if all(word in words for word in needle.exact):
        return True
    return needle.form and all(word in words for word in needle.folded)
