"""The parts of a line or field that are read for an embargo one by one. None is left out: an order may be the last
sentence of a long caption."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.extract.embargo.matcher import LONGEST, MOST_WORDS, may_hold

LONG = 2_000  # characters of a line that is read at once

_LETTER = r"[^\s!-/:-@\[-`{-~]"  # or digit, in any script, with vowel signs
_STOP = rf"(?<={_LETTER}{_LETTER}[.!?;])|(?<=[*\])])|(?<=[\"”»][.!?])"
_NO_BLANK = r"(?<=[。！？।۔؟】』」])(?![。！？।۔؟】』」])"  # sentences of these scripts end without one
_SENTENCE = re.compile(
    rf"(?:{_STOP})\s+(?=[A-ZÀ-\uFFFF(\[*])|(?<=[^\W\d_]{{4}}[.!?])(?<![Ss]ept\.)\s+(?=\d)|{_NO_BLANK}\s*|\n+"
)
_WORD = re.compile(r"\S+")
_NO_WORD = re.compile(rf"\S{{{LONG},}}+")  # a picture in letters, as in addresses that begin with `data:`
_CLAUSE_ENDS = (",", ";", ":", ")", "-", "–", "—")


def split_sentences(words: str) -> list[str]:
    """Return all sentences of a line or field. One that may hold an order, and is longer than the rules read, is given
    in parts that overlap."""
    return [part for sentence in _SENTENCE.split(words) for part in _readable(sentence)]


def lines_of(words: str) -> Iterator[str]:
    """Yield the lines with words, those over LONG in parts that end with a sentence or, in a longer one, a word."""
    for line in filter(None, map(str.strip, words.splitlines())):
        if len(line) <= LONG:
            yield line
        else:
            yield from _parts(_NO_WORD.sub(" ", line))


def _parts(line: str) -> Iterator[str]:
    said = ""
    for sentence in _SENTENCE.split(line):
        for part in _windows(sentence, LONG, LONG) if len(sentence) > LONG else (sentence,):
            if len(said) + len(part) >= LONG:
                yield said
                said = ""
            said = f"{said} {part}".strip()
    yield said


def _readable(sentence: str) -> Iterator[str]:
    """Yield a sentence, or its parts."""
    is_short = len(sentence) <= LONGEST and len(sentence.split()) <= MOST_WORDS
    if is_short or not may_hold(sentence):
        yield sentence
    else:
        yield from _windows(sentence, LONGEST, MOST_WORDS)


def _windows(sentence: str, longest: int, most: int) -> Iterator[str]:
    """Yield parts of up to so many characters and words. The next one begins in the second half of the one before it,
    with a clause if it can be."""
    words = list(_WORD.finditer(sentence))
    at = 0
    while at < len(words):
        end = at + 1
        while end < min(len(words), at + most) and words[end].end() - words[at].start() <= longest:
            end += 1
        yield sentence[words[at].start() : words[end - 1].end()]
        if end == len(words):
            return
        middle = at + max((end - at) // 2, 1)
        at = next((n for n in range(middle, end) if words[n - 1][0].endswith(_CLAUSE_ENDS)), middle)
