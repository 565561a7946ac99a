"""Turn stored text into markup: escape first, then mark. No other module does this."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from archive.record import PAGE_BREAK, Link
from webui.i18n.labels import clean_for_page

MAX_SHOWN = 400_000  # code points of a text on one page; a longer text is shown in stretches
_WRAPPED = 48  # if all lines are at least this long, they were wrapped by a program, not by the author
Stretch = tuple[int, int]
"""[start, end) code points of a text."""
_ITEM = re.compile(r"(?:[-–—•*·▪]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s")
_BLANK_LINES = re.compile(r"\n[ \t\u00a0]*\n\s*")


def mark(text: str, spans: Iterable[Sequence[int]]) -> Markup:
    """Return the text, escaped, with `<mark>` around each span ([start, end) code points). Invalid or overlapping spans
    are cut."""
    text = clean_for_page(text)
    pieces: list[str] = []
    at = 0
    for start, end in sorted((max(0, s), min(len(text), e)) for s, e in spans):
        start = max(start, at)
        if end <= start:
            continue
        pieces += [_escaped(text[at:start]), "<mark>", _escaped(text[start:end]), "</mark>"]
        at = end
    pieces.append(_escaped(text[at:]))
    return Markup("".join(pieces))  # noqa: S704 - all of it is escaped


def _escaped(text: str) -> str:
    """Return a plain string: a page has thousands of pieces, and joining as many Markups would dominate its cost."""
    return html.escape(str(text))


@dataclass(frozen=True, slots=True)
class Marks:
    """Hits to mark in a stored text: [start, end) code points, ascending and not overlapping; the number of the current
    one, from 1; and the prefix of their ids."""

    spans: Sequence[Sequence[int]] = ()
    here: int | None = None
    anchor: str = "hit"

    def put(self, line: str, offset: int) -> Markup:
        """Return a part of the text that starts at `offset`, escaped, with its parts of hits marked."""
        text = clean_for_page(line)
        pieces: list[str] = []
        at = 0
        for number in range(bisect_right(self.spans, offset, key=lambda span: span[1]), len(self.spans)):
            start, end = (place - offset for place in self.spans[number])
            if start >= len(text):
                break
            pieces += [_escaped(text[at : max(0, start)]), self._tag(number + 1, start >= 0)]
            pieces += [_escaped(text[max(0, start) : end]), "</mark>"]
            at = min(end, len(text))
        pieces.append(_escaped(text[at:]))
        return Markup("".join(pieces))  # noqa: S704 - all of it is escaped

    def _tag(self, number: int, first: bool) -> str:
        """Return the opening tag. Only the first piece of a hit that spans several lines has the id."""
        name = f' id="{_escaped(self.anchor)}-{number}"' if first else ""
        here = ' class="here"' if number == self.here else ""
        return f'<mark{name}{here} data-hit="{number}">'


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph as shown. `offset` is where it starts in the stored text; `lines` has one entry unless its line
    breaks are the author's own."""

    offset: int
    lines: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page of a document: paragraphs with photos between them. `number` counts from 1; None if the text has no
    pages."""

    number: int | None
    blocks: tuple[MarkedParagraph | tuple[Link, ...], ...]


def paragraphs(text: str, base: int = 0, marks: Marks = NO_MARKS) -> Iterator[MarkedParagraph]:
    """Yield the paragraphs of a stretch that starts at `base` of the stored text."""
    at = 0
    for gap in (*_BLANK_LINES.finditer(text), None):
        end = len(text) if gap is None else gap.start()
        stripped = text[at:end].strip()
        if stripped:
            offset = base + text.index(stripped[0], at)
            lines = [*_stripped_lines(clean_for_page(stripped), offset)]
            wrapped = len(lines) > 1 and min(len(line) for _, line in lines[:-1]) >= _WRAPPED and not _is_list(lines)
            shown = [marks.put(line, place) for place, line in lines]
            yield MarkedParagraph(offset, (Markup(" ").join(shown),) if wrapped else tuple(shown))
        at = len(text) if gap is None else gap.end()


def _is_list(lines: Sequence[tuple[int, str]]) -> bool:
    return sum(_ITEM.match(line) is not None for _, line in lines) > 1


def _stripped_lines(block: str, offset: int) -> Iterator[tuple[int, str]]:
    for raw in block.split("\n"):
        line = raw.strip()
        yield offset + raw.index(line), line
        offset += len(raw) + 1


def split_stretches(text: str) -> list[Stretch]:
    """Return the stretches of a long text: at most MAX_SHOWN code points each, cut at line ends."""
    found: list[Stretch] = []
    start = 0
    while len(text) - start > MAX_SHOWN:
        end = text.rfind("\n", start + MAX_SHOWN // 2, start + MAX_SHOWN) + 1 or start + MAX_SHOWN
        found.append((start, end))
        start = end
    return [*found, (start, len(text))]


def pages(
    text: str, photos: Sequence[Link], marks: Marks = NO_MARKS, stretch: Stretch | None = None
) -> list[MarkedPage]:
    """Return a stretch of the text (by default the first) in pages and paragraphs, with its hits marked. Each photo
    comes before the first paragraph that starts at its position or later, adjacent photos as one group. Each photo is
    in one stretch."""
    start, end = stretch or split_stretches(text)[0]
    first, last = start == 0, end == len(text)
    waiting = sorted(photos, key=lambda link: link.mention.offset)
    waiting = [n for n in waiting if (first or n.mention.offset >= start) and (last or n.mention.offset < end)]
    result: list[MarkedPage] = []
    base, paged = start, PAGE_BREAK in text
    parts = text[start:end].split(PAGE_BREAK)
    before = text.count(PAGE_BREAK, 0, start)
    for number, part in enumerate(parts, start=1):
        blocks: list[MarkedParagraph | tuple[Link, ...]] = []
        for paragraph in paragraphs(part, base, marks):
            due = [link for link in waiting if link.mention.offset <= paragraph.offset]
            if due:
                blocks.append(tuple(due))
                waiting = waiting[len(due) :]
            blocks.append(paragraph)
        base += len(part) + 1
        due = waiting if number == len(parts) else [link for link in waiting if link.mention.offset < base]
        if due:
            blocks.append(tuple(due))
            waiting = waiting[len(due) :]
        result.append(MarkedPage(before + number if paged else None, tuple(blocks)))
    return result
