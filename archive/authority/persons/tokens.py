"""Split a text into words with their positions."""

from __future__ import annotations

import re
from typing import NamedTuple

_LETTERS = r"[^\W\d_]+"
_WORD = re.compile(rf"{_LETTERS}(?:[.'’-]{_LETTERS})*\.?")
_PREFIX = re.compile(r"(?:ex|then|vice|now|acting|eks|mantan)-(?!president\b)")  # `then-mayor`
ABBREVIATIONS = frozenset(
    ["dr", "prof", "ir", "h", "hj", "jr", "sr", "st", "tp", "mr", "mrs", "ms", "gen", "lt", "col", "capt", "sgt", "drs"]
) | frozenset(
    ["sen", "rep", "gov", "adm", "maj", "brig", "rev", "hon", "pdt", "ts", "gs", "pgs", "ths", "bs", "jend", "kol"]
)


class NameWord(NamedTuple):
    """A word; [start, end) are code points of the text, `low` is in lower case without a final stop, `gap` is the text
    between the previous word and this one."""

    text: str
    low: str
    start: int
    end: int
    gap: str


_new = tuple.__new__  # twice as fast as Word(...)


def words_of(text: str) -> list[NameWord]:
    """Return the words of a text in order: runs of letters, with apostrophes, hyphens and stops inside."""
    found: list[NameWord] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        low = word.casefold()
        if low[-1] == ".":
            low = low[:-1]
            # A stop after a whole word ends the sentence; after an abbreviation it belongs to it.
            if "." not in low and len(word) > 2 and low not in ABBREVIATIONS:
                word = word[:-1]
        if "-" in low:
            low = _PREFIX.sub("", low).removesuffix("-elect").removesuffix("-designate") or low
        start = match.start()
        found.append(_new(NameWord, (word, low, start, start + len(word), text[end:start])))
        end = start + len(word)
    return found


def last_before(words: list[NameWord], offset: int) -> int:
    """Return the last word that ends at or before `offset`, or -1."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1
