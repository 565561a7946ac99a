"""Passages of a stored text that match a query, with the words to mark."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from archive.record import PAGE_BREAK
from archive.search.snippets.highlight_terms import HighlightMark, Needles, marks
from archive.search.snippets.text_match import Span, merge_marks, stretch_at, words_around
from archive.text import Token, language, tokenize

LENGTH = 240  # code points of a passage, approximately
_LEAD = 60  # how many of them may precede the first mark
_NEW = 100  # weight of a word not marked before, relative to another mark of a known one


class Passage(NamedTuple):
    """A stretch of the text, unchanged. `spans` are [start, end) code points within it, ascending and disjoint;
    `offset` is where it begins in the whole text; `pdf_page` counts from 1, None if the text has no pages. `hit`: the
    number, from 1, of its first mark among the hits of the whole text."""

    text: str
    spans: tuple[Span, ...]
    offset: int
    pdf_page: int | None
    hit: int | None = None


class _Words:
    """Where words begin and end, computed on demand."""

    def __init__(self, text: str, tokens: Sequence[Token] | None) -> None:
        self._text = text
        self._known = (0, 0) if tokens is None else (0, len(text) + 1)  # range covered by `_spans`
        self._spans = [(token.start, token.end) for token in tokens or ()]

    def start_from(self, at: int, latest: int) -> int:
        """Return the first word start at or after `at`."""
        while at < latest:
            end = self._look_at(at)
            i = bisect_left(self._spans, (at,))
            if i < len(self._spans):
                return min(self._spans[i][0], latest)
            at = end + 1
        return latest

    def end_before(self, at: int) -> int:
        """Return `at`, or the start of the word that it would cut."""
        self._look_at(at)
        i = bisect_left(self._spans, (at + 1,)) - 1
        return self._spans[i][0] if i >= 0 and self._spans[i][0] < at < self._spans[i][1] else at

    def _look_at(self, at: int) -> int:
        """Split the stretch there into words; return where it ends."""
        start, end = self._known
        if not start <= at < end:
            start, end = self._known = stretch_at(self._text, at)
            words = tokenize(self._text[start:end])
            self._spans = [(start + word.start, start + word.end) for word in words]
        return end


def highlights(
    text: str, wanted: Needles, tag: str | None = None, most: int = 3, length: int = LENGTH
) -> list[Passage]:
    """Return up to `most` passages of about `length` code points with needles, the best first, not overlapping and each
    within one page; none if nothing is marked. `tag` is the language of the text. Words are never cut. Linear in the
    length of the text."""
    if not wanted or not text:
        return []
    entry = language(tag)
    tokens, all_there_are, _ = words_around(text, wanted, entry)
    if not tokens:
        return []
    everywhere = sorted(marks(tokens, wanted, entry))
    found = [mark for mark in everywhere if PAGE_BREAK not in text[mark.start : mark.end]]  # on a single page
    breaks = page_breaks(text)
    words = _Words(text, tokens if all_there_are else None)
    chosen: list[tuple[int, int]] = []
    for first, last in _windows(found, breaks, length):
        if len(chosen) == most:
            break
        start, end = _around(text, words, (found[first].start, found[last].end), breaks, length)
        if all(end <= s or start >= e for s, e in chosen):
            chosen.append((start, end))
    starts = [start for start, _ in merge_marks(text, everywhere)] if chosen else []
    return [_passage(text, found, span, breaks, starts) for span in chosen]


def beginning(text: str, length: int = LENGTH) -> Passage:
    """Return the first words of a text, without marks: for a record that matches elsewhere."""
    start = len(text) - len(text.lstrip())
    end = min(len(text), start + length)
    if end < len(text) and not text[end].isspace():
        end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), start) if end - start > 1 else end
        end = end if end > start else min(len(text), start + length)
    page_end = text.find(PAGE_BREAK, start, end)
    passage = text[start : page_end if page_end >= 0 else end].rstrip()
    return Passage(passage, (), start, 1 if PAGE_BREAK in text else None)


def page_breaks(text: str) -> list[int]:
    """Return where the pages of a text end, except its last."""
    breaks = []
    at = text.find(PAGE_BREAK)
    while at >= 0:
        breaks.append(at)
        at = text.find(PAGE_BREAK, at + 1)
    return breaks


def _windows(found: Sequence[HighlightMark], breaks: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Return, for each mark, the marks that fit in one passage with it, as (first, last), best first: those with most
    needles, then most marks, then the earliest."""
    scored: list[tuple[int, int, int]] = []
    inside: defaultdict[int, int] = defaultdict(int)
    last = shown = 0  # `shown`: number of needles inside
    for first, mark in enumerate(found):
        limit = mark.start + length - _LEAD
        page_end = breaks[bisect_right(breaks, mark.start)] if breaks and breaks[-1] > mark.start else limit
        while last < len(found) and found[last].end <= min(limit, page_end):
            inside[found[last].needle] += 1
            shown += inside[found[last].needle] == 1
            last += 1
        if last <= first:  # a mark longer than a passage is used alone
            scored.append((-_NEW, first, first))
            last = first + 1
            continue
        scored.append((-(_NEW * shown + min(last - first, _NEW - 1)), first, last - 1))
        inside[mark.needle] -= 1
        shown -= inside[mark.needle] == 0
    return [(first, last) for _, first, last in sorted(scored)]


def _around(text: str, words: _Words, core: tuple[int, int], breaks: Sequence[int], length: int) -> tuple[int, int]:
    """Return a passage around the marks: whole words, within the page, beginning with the paragraph if that is near."""
    page = bisect_right(breaks, core[0])
    low = breaks[page - 1] + 1 if page else 0
    high = breaks[page] if page < len(breaks) else len(text)
    spare = max(0, length - (core[1] - core[0]))
    start = max(low, core[0] - min(_LEAD, spare))
    paragraph = text.rfind("\n", start, core[0])
    if paragraph >= 0:
        start = paragraph + 1
    elif start > low:
        start = words.start_from(start, core[0])
    end = min(high, max(core[1], start + length))
    if end < high:
        end = max(core[1], words.end_before(end))
    while start < core[0] and text[start].isspace():
        start += 1
    while end > core[1] and text[end - 1].isspace():
        end -= 1
    return start, end


def _passage(
    text: str, found: Sequence[HighlightMark], span: Span, breaks: Sequence[int], hits: Sequence[int]
) -> Passage:
    start, end = span
    spans: list[Span] = []
    for mark in found[bisect_left(found, start, key=lambda m: m.start) :]:
        if mark.start >= end:
            break
        if mark.end > end:
            continue
        if spans and mark.start - start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], mark.end - start))
        else:
            spans.append((mark.start - start, mark.end - start))
    page = bisect_right(breaks, start) + 1 if breaks else None
    hit = bisect_right(hits, start + spans[0][0]) if spans else None
    return Passage(text[start:end], tuple(spans), start, page, hit)
