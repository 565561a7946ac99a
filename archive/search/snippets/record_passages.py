"""Passages of a record that match a query: in its text, captions and other values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.record import Record
from archive.search import snippets
from archive.search.index.documents import text_values
from archive.search.query.fields import FIELDS
from archive.search.query.tree import Query
from archive.text import TextValue

IN_TEXT = 2
IN_ALL = 5
WHOLE_VALUE = 400  # code points: a title or caption up to this length is shown whole


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage. `spans` are [start, end) code points within `text`; `offset` is where `text` starts in the stored text
    of the record (None for other fields); `pdf_page` counts from 1, None without pages; `hit` is the number of its
    first mark among all hits in the text, from 1."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]
    offset: int | None = None
    pdf_page: int | None = None
    hit: int | None = None


class FieldNeedles:
    """What to mark in each field, for all records of a result."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._known: dict[str, snippets.Needles] = {}
        self._marked: dict[TextValue, list[snippets.Passage]] = {}  # many records share a source, place or person

    def in_field(self, field: str) -> snippets.Needles:
        """Return what to mark in values of this field (a field of a TextValue)."""
        if field not in self._known:
            needles = snippets.select_field_needles(self._query, field)
            # The same in most fields: words checked for one are known in the others.
            self._known[field] = next((known for known in self._known.values() if known == needles), needles)
        return self._known[field]

    def __bool__(self) -> bool:
        """Return whether anything is marked in any field."""
        return any(self.in_field(field) for field in FIELDS)

    def everywhere(self, value: TextValue) -> list[snippets.Span]:
        """Return every place to mark in a value or a whole text of any length: [start, end) code points, in order."""
        return snippets.all_hits(value.text, self.in_field(value.field), value.language)

    def in_value(self, value: TextValue) -> list[snippets.Passage]:
        """Return the marked passage of a record's value other than its text; none if nothing is marked."""
        if value not in self._marked:
            wanted = self.in_field(value.field)
            found = snippets.highlights(value.text, wanted, value.language, most=1, length=WHOLE_VALUE)
            self._marked[value] = found
        return self._marked[value]


def passages(record: Record, text: str, sought: FieldNeedles) -> tuple[Highlight, ...]:
    """Return up to IN_ALL passages with marks: the text first, then captions, then other values, including the title if
    it is marked. A record without marks gets the beginning of its text, or of a caption, or nothing."""
    values = list(text_values(record, "", ()))
    found = [*_in_text(record, text, sought), *_in_values(values, sought)]
    if not any(highlight.field in ("text", "caption") for highlight in found):
        found[:0] = list(_unmarked(values, text))
    return tuple(found[:IN_ALL])


def _unmarked(values: Iterable[TextValue], text: str) -> Iterator[Highlight]:
    """Return the beginning of the text, else of the first caption in the record or in an article."""
    first = snippets.beginning(text)
    if first.text:
        yield Highlight("text", *first)
        return
    for value in values:
        if value.field == "caption":
            yield Highlight("caption", snippets.beginning(value.text).text, ())
            return


def _in_text(record: Record, text: str, sought: FieldNeedles) -> Iterator[Highlight]:
    for passage in snippets.highlights(text, sought.in_field("text"), record.values.get("language"), most=IN_TEXT):
        yield Highlight("text", *passage)


def _in_values(values: Iterable[TextValue], sought: FieldNeedles) -> list[Highlight]:
    """Return passages of values, each once, although it may be in several fields."""
    found: dict[str, Highlight] = {}
    for value in values:
        if value.text in found:
            continue
        for passage in sought.in_value(value):
            found[value.text] = Highlight(value.field, passage.text, passage.spans)
    return sorted(found.values(), key=lambda highlight: (highlight.field != "caption", highlight.field != "title"))
