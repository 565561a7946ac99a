"""Every place in a record where the words of a search occur, with the words around it: a concordance.

The places are those that the search marks, in the text and in the other values of a record.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.quotes.quotations import Quotation, quotations
from archive.record import Kind, Record
from archive.search.index.documents import list_strings, text_values
from archive.search.snippets import Span, page_breaks
from archive.search.snippets.record_passages import FieldNeedles
from archive.text import TextValue

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place. `left` and `right` are the words around it on its page. `offset` counts code points of the stored
    text, None for other fields; `pdf_page` counts from 1, None without pages. `speaker`: who says it."""

    field: str
    left: str
    match: str
    right: str
    offset: int | None = None
    pdf_page: int | None = None
    speaker: str | None = None


def occurrences(
    record: Record, text: str, sought: FieldNeedles, context: int, fields: Collection[str] = ()
) -> Iterator[Occurrence]:
    """Yield the places in a record with this text, those in the text first, with up to `context` code points on either
    side. `fields`: limit to these; empty for all."""
    language = record.values.get("language")
    if not fields or TEXT in fields:
        yield from _in_text(record, text, sought.everywhere(TextValue(TEXT, text, language)), context)
    seen: set[str] = set()  # each value once, although it may be in several fields
    for value in text_values(record, "", ()):
        if value.text in seen or (fields and value.field not in fields):
            continue
        if spans := sought.everywhere(value):
            seen.add(value.text)
        for span in spans:
            yield Occurrence(value.field, *_around(value.text, span, context))


def quoted(
    text: str, language: str | None, sought: FieldNeedles | None, found: Iterable[Quotation]
) -> Iterator[tuple[Quotation, int | None]]:
    """Yield those quotes of a text in this language that contain words of the search, all if `sought` is None, each
    with its page."""
    starts = [] if sought is None else [start for start, _ in sought.everywhere(TextValue(TEXT, text, language))]
    breaks = page_breaks(text)
    for quotation in found:
        if sought is None or any(bisect_left(starts, a) < bisect_left(starts, z) for a, z in quotation.parts):
            yield quotation, _page(breaks, quotation.start)


def _in_text(record: Record, text: str, spans: Sequence[Span], context: int) -> Iterator[Occurrence]:
    if not spans:
        return
    breaks, speakers = page_breaks(text), _Speakers(record, text)
    for span in spans:
        page = bisect_right(breaks, span[0])
        low = breaks[page - 1] + 1 if page else 0
        high = breaks[page] if page < len(breaks) else len(text)
        around = _around(text, span, context, low, high)
        yield Occurrence(TEXT, *around, span[0], _page(breaks, span[0]), speakers.at(span[0]))


def _around(text: str, span: Span, context: int, low: int = 0, high: int | None = None) -> tuple[str, str, str]:
    """Return the words before a place, the place, and the words after it, within [low, high). No word is cut."""
    start, end = span
    high = len(text) if high is None else high
    first, last = max(low, start - context), min(high, end + context)
    if first > low and not text[first - 1].isspace():
        first = next((at for at in range(first, start) if text[at].isspace()), start)
    if last < high and not text[last].isspace():
        last = next((at for at in range(last - 1, end - 1, -1) if text[at].isspace()), end)
    return text[first:start], text[start:end], text[end:last]


def _page(breaks: Sequence[int], at: int) -> int | None:
    return bisect_right(breaks, at) + 1 if breaks else None


class _Speakers:
    """Who says what in a text: by its quotes and turns; in a speech, who gives it."""

    def __init__(self, record: Record, text: str) -> None:
        found = quotations(text, record.values.get("turns") or ())
        parts = sorted((start, end, one.speaker) for one in found for start, end in one.parts)
        self._starts = [start for start, _, _ in parts]
        self._parts = parts
        own = list_strings(record.values.get("speaker"))
        self._else = own[0] if record.kind is Kind.SPEECH and len(own) == 1 and not record.values.get("turns") else None

    def at(self, place: int) -> str | None:
        """Return the speaker of the words at a position in the text."""
        n = bisect_right(self._starts, place) - 1
        if n >= 0 and place < self._parts[n][1]:
            return self._parts[n][2]
        return self._else
