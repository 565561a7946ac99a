"""The passages of a stored text that show why a record answers a query, with what to mark in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.analysis import Language, Role, Token, language, stem_term, tokenize
from archive.query.tree import Almost, Beginning, Clause, Either, Every, Named, Not, Query, Quoted, Within, Word
from archive.record import PAGE_BREAK

LENGTH = 240  # code points of a passage, about
_LEAD = 60  # how many of them may stand before the first mark
_MOST_STEPS = 200_000  # words looked at for one needle of several words; no real text needs as many
_NEW = 100  # what a word that no mark showed before is worth, against one more mark of another


class Passage(NamedTuple):
    """A stretch of the text as it stands there. `spans` are [start, end) code points within it, ascending and apart;
    `offset` is where it begins in the whole text; `pdf_page` counts from 1, None when the text has no pages."""

    text: str
    spans: tuple[tuple[int, int], ...]
    offset: int
    pdf_page: int | None


@dataclass(frozen=True, slots=True)
class Needle:
    """One thing to mark: words side by side (with up to `slop` others between), or the words that begin like it. A
    single word is marked in all its inflections, a quoted one only as it is."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    slop: int = 0
    begins: bool = False
    inflected: bool = False

    @property
    def marked(self) -> bool:
        """Whether it was typed with marks."""
        return self.exact != self.folded


class _Mark(NamedTuple):
    start: int
    end: int
    needle: int


def needles(query: Query, field: str = "text") -> tuple[Needle, ...]:
    """What to mark in values of this field (a field of a TextValue): all that was asked of it, or of no field, and not
    what must be absent."""
    return tuple(dict.fromkeys(_needles(query.clause, field, True))) if query.clause is not None else ()


def highlights(
    text: str, wanted: Sequence[Needle], tag: str | None = None, most: int = 3, length: int = LENGTH
) -> list[Passage]:
    """Up to `most` passages of about `length` code points that hold the needles, those that show most first, apart from
    one another and each within one page; none when nothing is to be marked. `tag` is the language of the text. Words
    are never cut. Linear in the length of the text."""
    if not wanted or not text:
        return []
    tokens = list(tokenize(text))
    marks = sorted(_marks(tokens, wanted, language(tag)))
    breaks = _page_breaks(text)
    chosen: list[tuple[int, int]] = []
    for first, last in _windows(marks, breaks, length):
        if len(chosen) == most:
            break
        start, end = _around(text, tokens, (marks[first].start, marks[last].end), breaks, length)
        if all(end <= s or start >= e for s, e in chosen):
            chosen.append((start, end))
    return [_passage(text, marks, span, breaks) for span in chosen]


def beginning(text: str, length: int = LENGTH) -> Passage:
    """The first words of a text, with nothing marked: for a record that answers by something else."""
    start = len(text) - len(text.lstrip())
    end = min(len(text), start + length)
    if end < len(text) and not text[end].isspace():
        end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), start) if end - start > 1 else end
        end = end if end > start else min(len(text), start + length)
    page_end = text.find(PAGE_BREAK, start, end)
    passage = text[start : page_end if page_end >= 0 else end].rstrip()
    return Passage(passage, (), start, 1 if PAGE_BREAK in text else None)


def _needles(clause: Clause, field: str, here: bool) -> Iterator[Needle]:
    match clause:
        case Word(text=text) if here:
            yield from _needle(text, inflected=True)
        case Quoted(text=text, slop=slop) if here:
            yield from _needle(text, slop=slop)
        case Beginning(text=text) if here:
            yield from _needle(text, begins=True)
        case Almost(text=text) if here:
            yield from _needle(text)
        case Named(clause=typed, others=others):
            for inner in (typed, *others):
                yield from _needles(inner, field, here)
        case Within(field=name, clause=inner):
            yield from _needles(inner, field, name == field)
        case Every(clauses=clauses) | Either(clauses=clauses):
            for inner in clauses:
                yield from _needles(inner, field, here)
        case Not():
            return


def _needle(text: str, slop: int = 0, begins: bool = False, inflected: bool = False) -> Iterator[Needle]:
    tokens = list(tokenize(text))
    parts = [t for t in tokens if t.role is Role.PART]
    if begins:
        for part in parts[:-1]:
            yield Needle((part.exact,), (part.folded,))
        parts = parts[-1:]
    if parts:
        exact, folded = tuple(p.exact for p in parts), tuple(p.folded for p in parts)
        yield Needle(exact, folded, slop, begins, inflected and len(parts) == 1)
    for token in tokens:
        if token.role is Role.JOINED and not begins:
            yield Needle((token.exact,), (token.folded,))


def _marks(tokens: Sequence[Token], wanted: Sequence[Needle], entry: Language) -> Iterator[_Mark]:
    """Every place to mark. Where the text has what was typed mark for mark, other words that only look like it without
    marks (lượng for Lương) are left alone."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, token in enumerate(tokens):
        places[token.folded].append(i)
    for number, needle in enumerate(wanted):
        if needle.begins:
            starts = [i for word in places if word.startswith(needle.folded[0]) for i in places[word]]
            found = [(i, i) for i in starts]
        elif len(needle.folded) == 1:
            found = _single(tokens, places, needle, entry)
        else:
            found = list(_runs(tokens, places[needle.folded[0]], needle))
            if needle.marked:
                found = [f for f in found if _is_exact(tokens, f, needle)] or found
        for first, last in found:
            yield _Mark(tokens[first].start, tokens[last].end, number)


def _single(
    tokens: Sequence[Token], places: dict[str, list[int]], needle: Needle, entry: Language
) -> list[tuple[int, int]]:
    word = needle.folded[0]
    found = places.get(word, [])
    if needle.marked:
        found = [i for i in found if tokens[i].exact == needle.exact[0]] or found
    if needle.inflected and entry.stemmer is not None:
        stem = stem_term(needle.exact[0], entry)
        others = [w for w in places if w != word and w[:1] == word[:1]]
        same = [i for w in others for i in places[w] if stem_term(tokens[i].exact, entry) == stem]
        found = found + same
    return [(i, i) for i in found]


def _runs(tokens: Sequence[Token], starts: Iterable[int], needle: Needle) -> Iterator[tuple[int, int]]:
    """Where the words of a needle follow one another: the first and last token."""
    steps = free = 0
    for start in starts:
        if steps > _MOST_STEPS:
            return
        if start < free or tokens[start].role is not Role.PART:
            continue
        room = needle.slop
        at, matched = start + 1, 1
        while matched < len(needle.folded) and at < len(tokens):
            token = tokens[at]
            if token.role is Role.PART:
                if token.folded == needle.folded[matched]:
                    matched += 1
                elif room:
                    room -= 1
                else:
                    break
            at += 1
        steps += at - start
        if matched == len(needle.folded):
            free = at
            yield start, at - 1


def _is_exact(tokens: Sequence[Token], run: tuple[int, int], needle: Needle) -> bool:
    words = [t.exact for t in tokens[run[0] : run[1] + 1] if t.role is Role.PART]
    return all(word in words for word in needle.exact)


def _page_breaks(text: str) -> list[int]:
    breaks = []
    at = text.find(PAGE_BREAK)
    while at >= 0:
        breaks.append(at)
        at = text.find(PAGE_BREAK, at + 1)
    return breaks


def _windows(marks: Sequence[_Mark], breaks: Sequence[int], length: int) -> list[tuple[int, int]]:
    """For each mark the marks that fit in one passage with it, as (first, last), the best first: those that show most
    needles, then most marks, then the earliest."""
    scored: list[tuple[int, int, int]] = []
    inside: defaultdict[int, int] = defaultdict(int)
    last = 0
    for first, mark in enumerate(marks):
        limit = mark.start + length - _LEAD
        page_end = breaks[bisect_right(breaks, mark.start)] if breaks and breaks[-1] > mark.start else limit
        while last < len(marks) and marks[last].end <= min(limit, page_end):
            inside[marks[last].needle] += 1
            last += 1
        if last <= first:  # a mark longer than a passage stands alone
            scored.append((-_NEW, first, first))
            last = first + 1
            continue
        needles_shown = sum(1 for count in inside.values() if count)
        scored.append((-(_NEW * needles_shown + min(last - first, _NEW - 1)), first, last - 1))
        inside[mark.needle] -= 1
    return [(first, last) for _, first, last in sorted(scored)]


def _around(
    text: str, tokens: Sequence[Token], core: tuple[int, int], breaks: Sequence[int], length: int
) -> tuple[int, int]:
    """A passage around the marks: whole words, within the page, beginning with the paragraph where that is near."""
    page = bisect_right(breaks, core[0])
    low = breaks[page - 1] + 1 if page else 0
    high = breaks[page] if page < len(breaks) else len(text)
    spare = max(0, length - (core[1] - core[0]))
    start = max(low, core[0] - min(_LEAD, spare))
    paragraph = text.rfind("\n", start, core[0])
    if paragraph >= 0:
        start = paragraph + 1
    elif start > low:
        start = _word_start(tokens, start, core[0])
    end = min(high, max(core[1], start + length))
    if end < high:
        end = max(core[1], _word_end(tokens, end))
    while start < core[0] and text[start].isspace():
        start += 1
    while end > core[1] and text[end - 1].isspace():
        end -= 1
    return start, end


def _word_start(tokens: Sequence[Token], at: int, latest: int) -> int:
    """The first beginning of a word from `at` on."""
    i = bisect_left(tokens, at, key=lambda t: t.start)
    return min(tokens[i].start, latest) if i < len(tokens) else latest


def _word_end(tokens: Sequence[Token], at: int) -> int:
    """`at`, or where the word begins that it would cut."""
    i = bisect_right(tokens, at, key=lambda t: t.start) - 1
    return tokens[i].start if i >= 0 and tokens[i].start < at < tokens[i].end else at


def _passage(text: str, marks: Sequence[_Mark], span: tuple[int, int], breaks: Sequence[int]) -> Passage:
    start, end = span
    spans: list[tuple[int, int]] = []
    for mark in marks[bisect_left(marks, start, key=lambda m: m.start) :]:
        if mark.start >= end:
            break
        if mark.end > end:
            continue
        if spans and mark.start - start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], mark.end - start))
        else:
            spans.append((mark.start - start, mark.end - start))
    return Passage(text[start:end], tuple(spans), start, bisect_right(breaks, start) + 1 if breaks else None)
