"""A text as words with their places."""

from __future__ import annotations

import re
from typing import NamedTuple

_LETTERS = r"[^\W\d_]+"
_WORD = re.compile(rf"{_LETTERS}(?:[.'’-]{_LETTERS})*\.?")
_ABBREVIATIONS = frozenset(
    ["dr", "prof", "ir", "h", "hj", "jr", "sr", "st", "tp", "mr", "mrs", "ms", "gen", "lt", "col", "capt", "sgt", "drs"]
)


class Word(NamedTuple):
    """A word; [start, end) are code points of the text, `low` its small letters without a final stop, `gap` what stands
    between the word before and it."""

    text: str
    low: str
    start: int
    end: int
    gap: str


def words_of(text: str) -> list[Word]:
    """The words of a text in order: runs of letters, with apostrophes, hyphens and stops inside."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word.endswith("."):
            core = word[:-1]
            # A stop after a whole word ends the sentence; after an abbreviation it belongs to it.
            if "." not in core and len(core) > 1 and core.casefold() not in _ABBREVIATIONS:
                word = core
        found.append(
            Word(word, word.rstrip(".").casefold(), match.start(), match.start() + len(word), text[end : match.start()])
        )
        end = match.start() + len(word)
    return found


def last_before(words: list[Word], offset: int) -> int:
    """The last word that ends at or before `offset`, -1 when there is none."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1
