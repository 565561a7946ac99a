"""The request and the results of a search, and the cursor for reading on."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.messages import Message
from archive.record import Record
from archive.search.query.card_expansion import NameRead
from archive.search.snippets.record_passages import Highlight

Sort = Literal["relevance", "date", "-date", "title"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked. `filters` maps a facet name (kind, genre, source, language, person, place, collection, year,
    month, credit, flag, has, sequence, version) to values: OR within a name, AND between names. Dates are
    `YYYY[-MM[-DD]]`, inclusive. `page` counts from 1.

    `relax`: when no record has all words, those that have some will do. `names`: whether name cards count;
    `names_off` holds keys of cards that do not. `collapse` names what stands for all alike: "sequence", "version".
    `cursor`: "*" or what the answer before gave, to read all answers however many, in an order of date (the newest
    first, unless `sort` says otherwise); nothing is collapsed then."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str | None = None
    date_to: str | None = None
    has_photo: bool | None = None
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 20
    facets: tuple[str, ...] = ("kind", "language", "year", "source")
    facet_size: int = 10
    highlight: bool = True
    relax: bool = False
    names: bool = True
    names_off: tuple[str, ...] = ()
    collapse: tuple[str, ...] = ()
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that answers, its score, and the passages that show why (empty when not asked for). `others`: how many
    more answers it stands for where they were collapsed, and `group` the (column, value) that they have in common."""

    record: Record
    score: float
    highlights: tuple[Highlight, ...] = ()
    others: int = 0
    group: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many of the answers have this value; `selected` when the request filters by it."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class FacetSuggestion:
    """A value of a facet that words of the query say (`antara` the agency, `foto` the kind), and how many answers it
    gives when `without`, the query less these words, is asked with it."""

    facet: str
    value: str
    words: str
    count: int
    without: str


@dataclass(frozen=True, slots=True)
class RequestPart:
    """One part of a request that found nothing: a word or clause as typed, or a filter as (name, value): a facet with
    its values joined by commas, ("date", "2025-01..2025-03") or ("has_photo", "true"). `hits` is how many records
    answer that part alone, `rest` how many answer all the others without it; `without` is the query text less it."""

    words: str
    filter: tuple[str, str] | None
    hits: int
    rest: int
    without: str


@dataclass(frozen=True, slots=True)
class Results:
    """What comes back. `total` counts all answers the viewer may see, `undated` those of them without a date (when a
    date filter is set: those it left out). `warnings` are sentences about how the query was read. `read_as` says it
    again in plain words. `revision` is the one that the index has reached: the catalogue's own, or for the
    public that of the last change it could see.

    `groups` counts the answers that are left where they were collapsed. `why` says of a search without answers which
    part to drop. `relaxed`: nothing has all words, and these have some of them. `next_cursor` reads on; None at the
    end, and where no cursor was asked for."""

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

    @property
    def pages(self) -> int:
        """Return how many pages the answers fill at this page size, those that stand for others once."""
        return -(-(self.groups or self.total) // self.request.page_size)


START = "*"
_LONGEST = 300
_LAST_DAY = 99_991_231


class BadCursor(ValueError):
    """A cursor that no answer gave, or one of another order; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class CursorPosition:
    """An order of date, and the (first day, id) that was read last in it; None before the first."""

    sort: Literal["date", "-date"]
    after: tuple[int, str] | None = None

    def written(self) -> str:
        """Return the cursor as the caller gets it."""
        told = json.dumps([self.sort, *(self.after or ())], separators=(",", ":"))
        return base64.urlsafe_b64encode(told.encode("ascii")).decode("ascii").rstrip("=")


def read_cursor(cursor: str, sort: str) -> CursorPosition:
    """Return the place that a cursor names in a search of that order; by relevance there is no reading on, so that the
    newest come first instead. Raises BadCursor."""
    if sort == "title":
        raise BadCursor(Message("cursor-without-dates"))
    wanted: Literal["date", "-date"] = "date" if sort == "date" else "-date"
    if cursor == START:
        return CursorPosition(wanted)
    place = _read(cursor)
    if place.sort != wanted:
        raise BadCursor(Message("cursor-of-other-order"))
    return place


def _read(cursor: str) -> CursorPosition:
    try:
        if len(cursor) > _LONGEST or not cursor.isascii():
            raise ValueError
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        sort, day, id_ = told
        if sort not in ("date", "-date") or type(day) is not int or not 0 <= day <= _LAST_DAY:
            raise ValueError
        if not isinstance(id_, str) or not 0 < len(id_) <= 32 or not id_.isascii() or not id_.isalnum():
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise BadCursor(Message("cursor-unknown")) from None
    return CursorPosition(sort, (day, id_))
