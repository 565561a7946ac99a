"""Hits of a search in a record's text and on the picture of a page: all, current, next.

Hits on a picture are also described in words for screen readers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import request

from archive.errors import QueryError
from archive.media_types import PDF
from archive.pictures.pdf_text_positions import PageLetters, Rectangle
from archive.record import PAGE_BREAK, Record
from archive.search.execution.requests import SearchRequest
from archive.search.snippets import Span
from webui.http.parameters import LONGEST_QUERY, LONGEST_VALUE
from webui.i18n import labels, words
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _, ngettext
from webui.presentation.record_values import plain, read_by_machine
from webui.presentation.search_context import Pairs, carried
from webui.presentation.text_markup import Marks
from webui.services import links
from webui.services.services import services

_MOST_OFF = 50  # name cards that are switched off
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of a search in a record. `spans`: [start, end) in its text, in order; `in_title`: in its title;
    `breaks`: where its pages end; `here`: the number of the current hit, from 1; `problem`: why the search could not be
    run."""

    record: Record
    query: str
    pairs: Pairs
    spans: Sequence[Span]
    breaks: Sequence[int]
    here: int | None
    in_title: Sequence[Span] = ()
    problem: str | None = None
    until: int | None = None  # the character after which no hits are marked, in a long text with many hits

    @property
    def total(self) -> int:
        """Return the number of hits in the whole text."""
        return len(self.spans)

    def page_of(self, number: int) -> int:
        """Return the page of a hit, from 1."""
        return bisect_left(self.breaks, self.spans[number - 1][0]) + 1

    def on_page(self, page: int) -> range:
        """Return the numbers of the hits on a page."""
        if page > len(self.breaks) + 1:
            return range(0)
        low = self.breaks[page - 2] if page > 1 else 0
        first = bisect_left(self.spans, low, key=_start)
        if page > len(self.breaks):
            return range(first + 1, self.total + 1)
        return range(first + 1, bisect_left(self.spans, self.breaks[page - 1], key=_start) + 1)

    def at(self, page: int) -> Hits:
        """Return the same hits with the current one on that page: unchanged if it is there, else the page's first hit,
        or None."""
        numbers = self.on_page(page)
        return self if self.here in numbers else replace(self, here=numbers[0] if numbers else None)

    def marks(self, anchor: str = "hit") -> Marks:
        """Return the marks for the text. Their ids begin with `anchor`."""
        return Marks(self.spans, self.here, anchor)

    def before(self, place: int) -> int:
        """Return the number of hits before this position in the text."""
        return bisect_left(self.spans, place, key=_start)

    def in_text(self, number: int) -> str:
        """Return the address of a hit on the page of the record."""
        return links.with_query(links.record(self.record.id), [*self.pairs, ("hit", str(number))]) + f"#hit-{number}"

    def on_its_page(self, number: int) -> str:
        """Return the address of a hit on its page of the document."""
        return page_address(self.record, self.page_of(number), self.pairs, number)


def _start(span: Span) -> int:
    return span[0]


def page_address(record: Record, page: int, pairs: Pairs = (), hit: int | None = None) -> str:
    """Return the address of a page of a document, scrolled to a hit if one is given."""
    asked = [*pairs, ("hit", str(hit))] if hit else [*pairs]
    return links.with_query(links.document_page(record.id, page), asked) + (f"#hit-{hit}" if hit else "")


def hit_address(record: Record, pairs: Pairs, page: int | None, hit: int | None) -> str:
    """Return the address where a hit is shown: on its page of a PDF, else in the text."""
    if page and record.original.media_type == PDF:
        return page_address(record, page, pairs, hit if pairs else None)
    if hit and pairs:
        return links.with_query(links.record(record.id), [*pairs, ("hit", str(hit))]) + f"#hit-{hit}"
    return links.with_query(links.record(record.id), pairs) + (f"#page-{page}" if page else "")


def hits(record: Record, text: str) -> Hits | None:
    """Return the hits of the search in the address, or None without one."""
    query = request.args.get("q", "").replace("\x00", "\ufffd")[:LONGEST_QUERY]
    if not query.strip():
        return None
    off = tuple(value[:LONGEST_VALUE] for value in request.args.getlist("names_off")[:_MOST_OFF] if value)
    names = request.args.get("names") != "off"
    words = (("q", query), *(() if names else (("names", "off"),)), *(("names_off", card) for card in off))
    pairs = (*words, *carried())
    breaks = [n for n, char in enumerate(text) if char == PAGE_BREAK] if PAGE_BREAK in text else []
    try:
        wanted = SearchRequest(query, names=names, names_off=off)
        language, find = plain(record.values.get("language")), services().searcher.hits
        spans, titles = find(wanted, text, language), find(wanted, record.title, language, "title")
        until = services().searcher.looked_through(wanted, text, language)
    except QueryError as error:
        return Hits(record, query, pairs, (), breaks, None, problem=localised_message(error.message))
    return Hits(
        record, query, pairs, spans, breaks, _here(len(spans)), titles, until=until if until < len(text) else None
    )


def _here(total: int) -> int | None:
    given = request.args.get("hit", "")
    if not (given.isascii() and given.isdecimal() and len(given) <= _MOST_DIGITS):
        return None
    return int(given) if 1 <= int(given) <= total else None


@dataclass(frozen=True, slots=True)
class PlacedHit:
    """A hit with its rectangles on the page and its description. `number` is None for words of the title, which the
    stored text does not contain."""

    number: int | None
    here: bool
    rectangles: Sequence[Rectangle]
    said: str


def placed(found: Hits, page: int, text: str, base: int, letters: PageLetters) -> list[PlacedHit]:
    """Return the hits on a page whose positions are known. `text` is the text of the page, and starts at `base` in the
    whole text."""
    shown = [*_of_title(found, letters)] if page == 1 else []
    numbers = found.on_page(page)
    spans = [(found.spans[n - 1][0] - base, found.spans[n - 1][1] - base) for n in numbers]
    for n, (start, end), boxes in zip(numbers, spans, letters.rectangles(text, spans), strict=True):
        if boxes:
            said = _("Hit %(n)s: %(words)s, %(where)s", n=words.number(n), **_told(text[start:end], boxes, letters))
            shown.append(PlacedHit(n, n == found.here, boxes, said))
    return shown


def unplaced(record: Record, page: int, count: int) -> str:
    """Return the message about hits on a page that its picture does not show."""
    if read_by_machine(record, page):
        return _("The words of this page were read by machine from its picture; where each stands was not kept.")
    return ngettext(
        "%(num)s hit on this page could not be found on its picture; it is marked in the text.",
        "%(num)s hits on this page could not be found on its picture; they are marked in the text.",
        count,
    )


def _of_title(found: Hits, letters: PageLetters) -> Iterator[PlacedHit]:
    title = found.record.title
    for (start, end), boxes in zip(found.in_title, letters.rectangles(title, found.in_title), strict=True):
        if boxes:
            said = _("In the title: %(words)s, %(where)s", **_told(title[start:end], boxes, letters))
            yield PlacedHit(None, False, boxes, said)


def _told(text: str, boxes: Sequence[Rectangle], letters: PageLetters) -> dict[str, str]:
    """Return the words, and the ninth of the page in which they begin."""
    across = min(2, int(1.5 * (boxes[0].left + boxes[0].right) / letters.width))
    down = min(2, int(1.5 * (boxes[0].top + boxes[0].bottom) / letters.height))
    ninths = (
        (_("upper left"), _("upper middle"), _("upper right")),
        (_("middle left"), _("middle"), _("middle right")),
        (_("lower left"), _("lower middle"), _("lower right")),
    )
    return {"words": labels.shorten(text, 120), "where": ninths[down][across]}
