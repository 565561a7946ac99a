"""The request and results of a search, and the cursor for continuing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import cast

from archive.messages import Message
from archive.record import Record
from archive.search.query.card_expansion import NameRead
from archive.search.query.plan import NUMBER_ORDERS, NumberSort, Sort
from archive.search.snippets.record_passages import Highlight


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search request.

    `filters` maps a facet (archive.search.engines.engine.FACETS) to values: OR within a facet, AND between facets;
    records with any value of `excluded` are left out. Dates are `YYYY[-MM[-DD]]`, inclusive. `page`
    counts from 1. With `relax`, records with some of the words are returned if none has all. `names` turns name cards
    on, and `names_off` are keys of cards to ignore. `facet_sizes` names facets of which fewer values will be shown than
    `facet_size`, apart from those chosen. `collapse` names groups shown as one result: "sequence", "version".
    `cursor` is "*" or the cursor of the previous answer, to read any number of results in one of NUMBER_ORDERS, by date
    with the newest first unless `sort` says otherwise; then nothing is collapsed. `assisted`: whether help with the
    query will be shown. `facet_totals`: whether all values of facets are counted, also those that are not listed.
    `only_ids`: no records are read, so the results have ids and no hits.
    """

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str | None = None
    date_to: str | None = None
    has_photo: bool | None = None
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 20
    facets: tuple[str, ...] = ("kind", "language", "year", "source")
    facet_size: int = 10
    facet_sizes: Mapping[str, int] = field(default_factory=dict)
    highlight: bool = True
    relax: bool = False
    names: bool = True
    names_off: tuple[str, ...] = ()
    collapse: tuple[str, ...] = ()
    cursor: str | None = None
    assisted: bool = True
    facet_totals: bool = False
    only_ids: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A matching record with its score and passages (empty unless requested). `others` is the number of collapsed
    results it stands for, and `group` the (column, value) they share. `cursor` continues after it; None in a search
    without a cursor."""

    record: Record
    score: float
    highlights: tuple[Highlight, ...] = ()
    others: int = 0
    group: tuple[str, str] | None = None
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """The number of results with this value. It is `selected` if the request filters by it."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class ListedValue(FacetValue):
    """A value in a list of all. With several `forms`, a record with two of them counts twice until it is shown
    (Searcher.count_value)."""

    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueList:
    """All values of a facet in the results, most frequent first, and the number of results. It is not the `whole` list
    if the engine cannot count so many values. If `relaxed`, results have some of the words."""

    values: tuple[ListedValue, ...]
    total: int
    whole: bool = True
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class FacetTotal:
    """The number of different values of a facet in the results, and the sum of the counts of unlisted ones. A record
    counts once for each of its values."""

    values: int
    other: int


@dataclass(frozen=True, slots=True)
class FacetSuggestion:
    """A facet value that words of the query name (`antara` the agency, `foto` the kind), with its number of results for
    `without`, the query without these words."""

    facet: str
    value: str
    words: str
    count: int
    without: str


@dataclass(frozen=True, slots=True)
class RequestPart:
    """One part of a request without results: a word or clause as typed, or a filter as (name, value): a facet with its
    values joined by commas, ("date", "2025-01..2025-03"), ("has_photo", "true") or ("exclude", "place:Kupang"). `hits`
    is the number of results for that part alone, `rest` for all other parts; `without` is the query text without it."""

    words: str
    filter: tuple[str, str] | None
    hits: int
    rest: int
    without: str


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a search.

    `total` counts all results the viewer may see, `undated` those without a date (with a date filter: those it
    excluded). `ids` are those of the hits. `warnings` are sentences about how the query was read, and `read_as` is the
    query in plain words. `revision` is that of the index: the catalogue's own, or for the public that of the last
    change it could see. `groups` counts the results after collapsing. `why` names the parts to drop from a search
    without results. If `relaxed`, no record has all words, and these have some. `next_cursor` continues the list; None
    at the end, and without a cursor.
    """

    request: SearchRequest
    total: int
    took_ms: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    undated: int
    revision: int
    warnings: tuple[Message, ...] = ()
    read_as: str = ""
    did_you_mean: str | None = None
    relaxed: bool = False
    groups: int = 0
    names: tuple[NameRead, ...] = ()
    offers: tuple[FacetSuggestion, ...] = ()
    why: tuple[RequestPart, ...] = ()
    next_cursor: str | None = None
    facet_totals: Mapping[str, FacetTotal] = field(default_factory=dict)
    ids: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """Return the number of pages at this page size, counting collapsed results once."""
        return -(-(self.groups or self.total) // self.request.page_size)


START = "*"
_LONGEST = 300
_WITHOUT_SEARCH = 3  # items in cursors of earlier versions
_HIGHEST = {"first": 99_991_231, "came": 0xFFFFFFFF}  # a day is 20251025, an arrival is in seconds


class BadCursor(ValueError):
    """An invalid cursor, or one of another search or order; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class CursorPosition:
    """A position in a numeric order: the (number, id) read last, None at the start. `search` identifies the search;
    cursors of earlier versions have none."""

    sort: NumberSort
    after: tuple[int, str] | None = None
    search: str = ""

    def written(self) -> str:
        """Return the cursor as the caller gets it."""
        told = json.dumps([self.sort, *(self.after or ()), self.search], separators=(",", ":"))
        return base64.urlsafe_b64encode(told.encode("ascii")).decode("ascii").rstrip("=")


def read_cursor(cursor: str, request: SearchRequest, archive: int | None) -> CursorPosition:
    """Return the position of a cursor in a search of the archive with this number; relevance cannot be continued, so
    newest first is used instead. Raise BadCursor."""
    if request.sort == "title":
        raise BadCursor(Message("cursor-without-dates"))
    wanted = cast(NumberSort, request.sort) if request.sort in NUMBER_ORDERS else "-date"
    search = _search_of(request, archive)
    if cursor == START:
        return CursorPosition(wanted, search=search)
    place = _read(cursor)
    if place.sort != wanted:
        raise BadCursor(Message("cursor-of-other-order"))
    if place.search not in {"", search}:
        raise BadCursor(Message("cursor-of-other-search"))
    return replace(place, search=search)


def _search_of(request: SearchRequest, archive: int | None) -> str:
    """Return what identifies a search through all its pages: all that decides which records it finds."""
    found_by = (
        (request.q, request.date_from, request.date_to, request.has_photo),
        *(
            sorted((name, sorted(values)) for name, values in kept.items())
            for kept in (request.filters, request.excluded)
        ),
        (request.names, sorted(request.names_off), archive),
    )
    return blake2b(repr(found_by).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _read(cursor: str) -> CursorPosition:
    try:
        if len(cursor) > _LONGEST or not cursor.isascii():
            raise ValueError
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        sort, number, id_, search = told if len(told) != _WITHOUT_SEARCH else [*told, ""]
        order = NUMBER_ORDERS.get(sort) if isinstance(sort, str) else None
        if order is None or type(number) is not int or not 0 <= number <= _HIGHEST[order.column]:
            raise ValueError
        if not isinstance(id_, str) or not 0 < len(id_) <= 32 or not id_.isascii() or not id_.isalnum():
            raise ValueError
        if not isinstance(search, str):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise BadCursor(Message("cursor-unknown")) from None
    return CursorPosition(sort, (number, id_), search)
