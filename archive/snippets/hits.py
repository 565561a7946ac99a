"""Every hit of a query in a stored text, in order, for reading from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.analysis import language
from archive.snippets.finding import MOST_WORDS, words_around
from archive.snippets.marks import Mark, marks
from archive.snippets.needles import Needles

Span = tuple[int, int]
"""[start, end) code points of a text."""

_BETWEEN = re.compile(r"[ \t\n\u00a0-]{0,3}")  # what stands between words that are one hit; no page break


def hits(text: str, wanted: Needles, tag: str | None = None) -> list[Span]:
    """Where the needles stand in a text in the language `tag`: ascending and apart, each on one page. Words that were
    found side by side are one hit."""
    if not wanted or not text:
        return []
    entry = language(tag)
    tokens, _, _ = words_around(text, wanted, entry)
    return runs(text, sorted(marks(tokens, wanted, entry)))


def looked_through(text: str, wanted: Needles, tag: str | None = None) -> int:
    """Return up to which character `hits` finds all there are: the end, but for a long text that is full of them."""
    return words_around(text, wanted, language(tag))[2] if wanted and len(text) > MOST_WORDS else len(text)


def runs(text: str, found: Iterable[Mark]) -> list[Span]:
    """Marks, sorted, with those that overlap or stand side by side as one."""
    spans: list[Span] = []
    for mark in found:
        if spans and (mark.start <= spans[-1][1] or _BETWEEN.fullmatch(text, spans[-1][1], mark.start)):
            spans[-1] = (spans[-1][0], max(spans[-1][1], mark.end))
        else:
            spans.append((mark.start, mark.end))
    return spans
