"""The one door for searching: a request goes in, what its viewer may see of the answer comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from archive.record import Record

Sort = Literal["relevance", "date", "-date", "title"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked. `filters` maps a facet name (kind, source, language, person, place, collection, year, credit) to
    values: OR within a name, AND between names. Dates are `YYYY[-MM[-DD]]`, inclusive. `page` counts from 1."""

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


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage. `spans` are [start, end) code points within `text`; `offset` is where `text` starts in the stored
    text of the record (None for other fields); `pdf_page` counts from 1, None where there are no pages."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]
    offset: int | None = None
    pdf_page: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that answers, its score, and the passages that show why (empty when not asked for)."""

    record: Record
    score: float
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many of the answers have this value; `selected` when the request filters by it."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """What comes back. `total` counts all answers the viewer may see, `undated` those of them without a date (when a
    date filter is set: those it left out). `warnings` are sentences about how the query was read. `read_as` says it
    again in plain words. `revision` is the catalogue's revision that the index has reached."""

    request: SearchRequest
    total: int
    took_ms: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    undated: int
    revision: int
    warnings: tuple[str, ...] = ()
    read_as: str = ""
    did_you_mean: str | None = None
    relaxed: bool = False

    @property
    def pages(self) -> int:
        """How many pages the answers fill at this page size."""
        return -(-self.total // self.request.page_size)
