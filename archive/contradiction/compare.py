"""Whether both of two captions can be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from archive.analysis import fold
from archive.contradiction.dates import apart
from archive.contradiction.facts import DAYS, Facts, number_of
from archive.months import MONTHS

_ALIKE = 0.6  # of the words of the shorter: from there on, what stands in place of a word is said instead of it
_SAME_NAME = 0.75  # likeness of two spellings of one name
_CLAUSE = 8  # words: longer stretches are other things said, not one name instead of another
_SIDES = {"left": "L", "kiri": "L", "trái": "L", "right": "R", "kanan": "R", "phải": "R"}
_ORDINAL = re.compile(r"(first|second|third|\w+th) from (left|right)")


def contradict(one: Facts, other: Facts) -> bool:
    """Whether both cannot be right."""
    if apart(one.dates, other.dates) or _none_in_common(one.weekdays, other.weekdays):
        return True
    if any(_none_in_common(one.counts[unit], other.counts[unit]) for unit in one.counts.keys() & other.counts.keys()):
        return True
    if any(_elsewhere(one.places[name], other.places[name]) for name in one.places.keys() & other.places.keys()):
        return True
    offices = one.holders.keys() & other.holders.keys()
    if any(_others(one.holders[office], other.holders[office], one, other) for office in offices):
        return True
    shared = len(one.known & other.known)
    if shared < 2 or shared < _ALIKE * min(len(one.known), len(other.known)):
        return False
    return one.negations != other.negations or any(_instead(one, other, *pair) for pair in _replaced(one, other))


def _none_in_common(mine: set[str] | set[int], theirs: set[str] | set[int]) -> bool:
    return bool(mine and theirs) and not mine & theirs


def _elsewhere(mine: str, theirs: str) -> bool:
    """Whether somebody cannot be at both places of one picture."""
    ordered = _ORDINAL.fullmatch(mine), _ORDINAL.fullmatch(theirs)
    if ordered[0] and ordered[1] and ordered[0][2] == ordered[1][2]:
        return ordered[0][1] != ordered[1][1]
    ends = _end(mine), _end(theirs)
    return None not in ends and ends[0] != ends[1]


def _end(place: str) -> str | None:
    """At which end of the picture it is, or in its centre; None where that may be either."""
    ordered = _ORDINAL.fullmatch(place)
    if ordered:
        return ordered[2] if ordered[1] == "first" else None
    if "centre" in place.split():
        return place if place == "centre" else None  # `centre left` may be called the centre, and the left
    sides = [side for side in ("left", "right") if side in place.split()]
    return sides[0] if len(sides) == 1 else None


def _others(mine: set[str], theirs: set[str], one: Facts, other: Facts) -> bool:
    """Whether the holders of one office are other people, neither of whom the other caption knows."""
    return not (mine & other.known or theirs & one.known) and not _spelt_alike(mine, theirs)


def _replaced(one: Facts, other: Facts) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The words of each that stand in place of words of the other."""
    for what, a, b, c, d in SequenceMatcher(None, one.folded, other.folded, autojunk=False).get_opcodes():
        if what == "replace":
            yield (a, b), (c, d)


def _instead(one: Facts, other: Facts, mine: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Whether another number, side or name is said there."""
    here, there = one.words[slice(*mine)], other.words[slice(*theirs)]
    sides = [{_SIDES[word.casefold()] for word in words if word.casefold() in _SIDES} for words in (here, there)]
    if _none_in_common(*sides):
        return True
    if max(len(here), len(there)) > _CLAUSE:
        return False
    numbers = _numbers(here) - _numbers(other.words), _numbers(there) - _numbers(one.words)
    if all(numbers) and not (one.dates and other.dates):
        return True
    names = _names(one, mine) - other.known, _names(other, theirs) - one.known
    if not all(names) or not (one.cased and other.cased):
        return False
    pairs = ((here, names[0]), (there, names[1]))
    short = [all(word.isupper() for word in words if fold(word) in these) for words, these in pairs]
    return short[0] == short[1] and not _spelt_alike(*names)  # letters in place of a name may stand for it


def _names(facts: Facts, span: tuple[int, int]) -> set[str]:
    """The words of a span that begin with a capital, but for the first of the caption, titles, months and days."""
    found = set()
    for n in range(*span):
        word, low = facts.words[n], facts.folded[n]
        if n and word[0].isupper() and low not in facts.titles and low not in MONTHS and low not in DAYS:
            found.add(low)
    return found


def _numbers(words: Iterable[str]) -> set[str]:
    return {number for word in words if (number := number_of(word))}


def _spelt_alike(mine: set[str], theirs: set[str]) -> bool:
    """Whether a word of one is a spelling of one of the other, or begins it."""
    return any(
        a.startswith(b) or b.startswith(a) or SequenceMatcher(None, a, b).ratio() >= _SAME_NAME
        for a in sorted(mine)[:12]
        for b in sorted(theirs)[:12]
    )
