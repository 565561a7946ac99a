"""Stored text becomes markup here and nowhere else: it is escaped first and marked afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from archive.record import PAGE_BREAK, Link
from webui.labels import clean

MAX_SHOWN = 400_000  # code points of one text on a page; a longer one says so and can be had whole as JSON
_WRAPPED = 48  # lines that are all at least this long were wrapped by a machine, not broken by an author
_BLANK_LINES = re.compile(r"\n[ \t\u00a0]*\n\s*")


def mark(text: str, spans: Iterable[Sequence[int]]) -> Markup:
    """The text, escaped, with `<mark>` round each span ([start, end) code points; bad or overlapping ones are cut)."""
    text = clean(text)
    pieces: list[Markup] = []
    at = 0
    for start, end in sorted((max(0, s), min(len(text), e)) for s, e in spans):
        start = max(start, at)
        if end <= start:
            continue
        pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    pieces.append(escape(text[at:]))
    return Markup("").join(pieces)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as shown. `offset` is where it starts in the stored text; `lines` has one entry unless its line
    breaks are the author's own."""

    offset: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document (`number` from 1; None where the text has no pages): paragraphs, and photos between them."""

    number: int | None
    blocks: tuple[Paragraph | tuple[Link, ...], ...]


def _paragraphs(text: str, base: int) -> Iterator[Paragraph]:
    at = 0
    for gap in (*_BLANK_LINES.finditer(text), None):
        end = len(text) if gap is None else gap.start()
        block = text[at:end]
        stripped = block.strip()
        if stripped:
            lines = [line.strip() for line in clean(stripped).split("\n")]
            wrapped = len(lines) > 1 and min(len(line) for line in lines[:-1]) >= _WRAPPED
            offset = base + at + block.index(stripped[0])
            yield Paragraph(offset, (" ".join(lines),) if wrapped else tuple(lines))
        at = len(text) if gap is None else gap.end()


def pages(text: str, photos: Sequence[Link]) -> list[Page]:
    """The text in pages and paragraphs, with each photo before the first paragraph that starts where it stood or
    later; photos side by side come as one group. At most MAX_SHOWN code points of text are used; no photo is lost."""
    waiting = sorted(photos, key=lambda link: link.mention.offset)
    result: list[Page] = []
    base = 0
    parts = text[:MAX_SHOWN].split(PAGE_BREAK)
    for number, part in enumerate(parts, start=1):
        blocks: list[Paragraph | tuple[Link, ...]] = []
        for paragraph in _paragraphs(part, base):
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
        result.append(Page(number if len(parts) > 1 else None, tuple(blocks)))
    return result
