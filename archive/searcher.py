"""The one door for searching: a request goes in, what its viewer may see of the answer comes out."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from archive import index_folders, indexing
from archive.access import IndexName, Viewer, index_for
from archive.archive import Archive
from archive.documents import days
from archive.engines.base import Engine, EngineResults
from archive.errors import IndexUnusable
from archive.passages import Highlight, passages
from archive.query.compiler import compile_query
from archive.query.parser import parse
from archive.query.plan import Dates, Everything, Keyword, Plan, Without
from archive.query.tree import Query
from archive.record import Record

__all__ = [
    "FacetValue",
    "Highlight",
    "Hit",
    "NameRead",
    "Offer",
    "Part",
    "Results",
    "SearchRequest",
    "Searcher",
    "Sort",
]

Sort = Literal["relevance", "date", "-date", "title"]
_WITH_PHOTO = Keyword("has", ("photo",))


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked. `filters` maps a facet name (kind, source, language, person, place, collection, year, credit) to
    values: OR within a name, AND between names. Dates are `YYYY[-MM[-DD]]`, inclusive. `page` counts from 1.

    `relax`: when no record has all words, those that have some will do. `names`: whether name cards count;
    `names_off` holds keys of cards that do not. `collapse` names what stands for all alike: "sequence", "version".
    `cursor`: "*" or what the answer before gave, to read all answers however many, in an order of date."""

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
class NameRead:
    """A stretch of the query, [start, end) in code points, that is a form of a name card. `forms` are the other ways of
    writing it that were searched too. Where several cards have this form, `senses` holds their (key, kind, name) and
    none was searched: `card` is empty then."""

    words: str
    span: tuple[int, int]
    card: str
    kind: str
    name: str
    forms: tuple[str, ...] = ()
    senses: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A value of a facet that words of the query say (`antara` the agency, `foto` the kind), and how many answers it
    would leave, or give when `without`, the query less these words, is asked with it."""

    facet: str
    value: str
    words: str
    count: int
    without: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a request that found nothing: a word or clause as typed, or a filter as (name, value). `hits` is how
    many records answer that part alone, `rest` how many answer all the others without it."""

    words: str
    filter: tuple[str, str] | None
    hits: int
    rest: int
    without: str


@dataclass(frozen=True, slots=True)
class Results:
    """What comes back. `total` counts all answers the viewer may see, `undated` those of them without a date (when a
    date filter is set: those it left out). `warnings` are sentences about how the query was read. `read_as` says it
    again in plain words. `revision` is the catalogue's revision that the index has reached.

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
    warnings: tuple[str, ...] = ()
    read_as: str = ""
    did_you_mean: str | None = None
    relaxed: bool = False
    groups: int = 0
    names: tuple[NameRead, ...] = ()
    offers: tuple[Offer, ...] = ()
    why: tuple[Part, ...] = ()
    next_cursor: str | None = None

    @property
    def pages(self) -> int:
        """How many pages the answers fill at this page size, those that stand for others once."""
        return -(-(self.groups or self.total) // self.request.page_size)


class Searcher:
    """Searches an archive, for any number of threads. `search` raises QueryError for a query that is refused, and
    IndexUnusable while there is no index."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._open: dict[IndexName, _Opened] = {}
        self._lock = threading.Lock()

    def search(self, request: SearchRequest, viewer: Viewer) -> Results:
        """What this viewer may see of the answers, one page of it."""
        began = time.monotonic()
        query = parse(request.q)
        with self._engine(index_for(viewer)) as opened:
            plan = compile_query(query, opened.languages(), _frame(request))
            if request.has_photo is False:
                plan = replace(plan, node=Without(plan.node, _WITH_PHOTO))
            found = opened.engine.search(plan)
        hits = self._hits(found, query, request, viewer)
        return Results(
            request=request,
            total=found.total,
            took_ms=round((time.monotonic() - began) * 1000),
            hits=hits,
            facets=_facets(found, request),
            undated=found.undated,
            revision=found.state.revision,
            warnings=query.warnings,
            read_as=query.read_as,
        )

    def close(self) -> None:
        """Give the indexes back. Searches under way finish."""
        with self._lock:
            for opened in self._open.values():
                opened.retire()
            self._open.clear()

    def _hits(self, found: EngineResults, query: Query, request: SearchRequest, viewer: Viewer) -> tuple[Hit, ...]:
        # The catalogue is asked again who may see what: an index may be a moment behind it.
        records = {record.id: record for record in self._archive.catalogue.get_many(found.ids, viewer)}
        scores = dict(zip(found.ids, found.scores, strict=True))
        texts = self._archive.catalogue.texts(list(records), viewer) if request.highlight else {}
        shown = {id_: passages(records[id_], text, query) for id_, text in texts.items() if id_ in records}
        return tuple(Hit(records[id_], scores[id_], shown.get(id_, ())) for id_ in found.ids if id_ in records)

    @contextlib.contextmanager
    def _engine(self, name: IndexName) -> Iterator[_Opened]:
        """The index that answers now. CURRENT is looked at every time: another index may have taken its place."""
        folder = index_folders.current(self._archive.derived)
        if folder is None:
            raise IndexUnusable("There is no index yet; it is being made, or `press-archive index rebuild` makes it.")
        with self._lock:
            opened = self._open.get(name)
            if opened is None or opened.folder != folder:
                fresh = _Opened(folder, indexing.open_index(folder, name))
                if opened is not None:
                    opened.retire()
                opened = self._open[name] = fresh
            opened.users += 1
        try:
            yield opened
        finally:
            with self._lock:
                opened.users -= 1
                opened.close_if_done()


class _Opened:
    """An open index, closed when it is retired and nobody uses it any more."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.engine = engine
        self.users = 0
        self._retired = False
        self._languages: tuple[int, tuple[str, ...]] = (-1, ())

    def languages(self) -> tuple[str, ...]:
        """The languages of the records in it, looked up once a revision."""
        revision = self.engine.state().revision
        if self._languages[0] != revision:
            found = self.engine.search(Plan(Everything(), limit=0, facets=("language",), facet_size=100))
            self._languages = (revision, tuple(value for value, _ in found.facets["language"]))
        return self._languages[1]

    def retire(self) -> None:
        self._retired = True
        self.close_if_done()

    def close_if_done(self) -> None:
        if self._retired and self.users == 0:
            self.engine.close()


def _frame(request: SearchRequest) -> Plan:
    """All of a request that is not its query."""
    filters = [Keyword(name, tuple(values)) for name, values in request.filters.items() if values]
    if request.has_photo:
        filters.append(_WITH_PHOTO)
    return Plan(
        Everything(),
        filters=tuple(filters),
        dates=_dates(request),
        sort=request.sort,
        offset=(request.page - 1) * request.page_size,
        limit=request.page_size,
        facets=request.facets,
        facet_size=request.facet_size,
        collapse=request.collapse,
    )


def _dates(request: SearchRequest) -> Dates | None:
    if request.date_from is None and request.date_to is None:
        return None
    first, last = days(request.date_from), days(request.date_to)
    return Dates(first[0] if first else None, last[1] if last else None)


def _facets(found: EngineResults, request: SearchRequest) -> dict[str, tuple[FacetValue, ...]]:
    return {
        name: tuple(FacetValue(value, count, value in request.filters.get(name, ())) for value, count in values)
        for name, values in found.facets.items()
    }
