"""The front page: a large search box, a picture, and entry points into the archive."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Response, current_app, render_template

from archive.access import PUBLIC, utc_now
from archive.listed_date import listed_date
from archive.record import Kind, Record
from archive.search.execution.requests import Hit, Results, SearchRequest
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.i18n.moments import day
from webui.pages import browse
from webui.pages import search as search_page
from webui.pages.result_cards import ResultCard, card
from webui.presentation.display_titles import display_title
from webui.presentation.lead_picture import choose
from webui.presentation.search_context import arguments
from webui.services import links
from webui.services.services import services

LATEST = 8
STRIP = 6
LATELY = 8
PICTURES = 24  # the newest; one of them is shown large
ON_THIS_DAY = 4
_YEARS = 12  # years in which a day is looked up: each takes time
_LONGEST = 100  # characters of a name in an example
_VALUES = 6  # values per facet
_FACETS = ("kind", "person", "place", "event", "source", "collection", "language")
_NAMED = ("person", "place")
_TEXTS = tuple(kind.value for kind in Kind if kind is not Kind.PHOTO)


@dataclass(frozen=True, slots=True)
class RecentRecord:
    """A recently added record, and when it was added."""

    url: str
    title: str
    lang: str
    when: str


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A record of the same day in another year."""

    year: str
    card: ResultCard


def _newest(request: SearchRequest) -> tuple[Hit, ...]:
    """Return the newest of these records. A date in the future is usually caused by a camera's wrong clock: such
    records, and those without a date, are returned only if there are no others."""
    asked = replace(request, sort="-date", facets=(), highlight=False, assisted=False)
    search = services().searcher.search
    until_now = replace(asked, date_to=utc_now().date().isoformat())
    return search(until_now, PUBLIC).hits or search(asked, PUBLIC).hits


def _on_this_day(results: Results, today: date) -> list[Anniversary]:
    """Return records of this day in other years, from as many years as possible. Candidates are looked up once an hour;
    whether they are public is checked each time."""
    hour = (today, utc_now().hour)
    kept: tuple[tuple[date, int], list[str]] | None = current_app.extensions.get("press-archive-days")
    if kept is None or kept[0] != hour:
        kept = current_app.extensions["press-archive-days"] = (hour, _dated(results, today))
    records = services().catalogue.get_many(kept[1], PUBLIC)
    found = [(str(day_), record) for record in records if (day_ := _day_of(record)) and day_[4:] == f"{today:-%m-%d}"]
    first = dict(reversed(found))
    chosen = [*first.items(), *(one for one in found if one[1] is not first[one[0]])][:ON_THIS_DAY]
    cards = [Anniversary(day_[:4], card(Hit(record, 0.0))) for day_, record in chosen]
    return sorted(cards, key=lambda one: one.year)


def _day_of(record: Record) -> str | None:
    """Return the date of a record if it is a single day, else None."""
    found = listed_date(record).date
    return found if found and len(found) == len("2025-10-25") else None


def _dated(results: Results, today: date) -> list[str]:
    """Return the ids of public records of this day, in years of round anniversaries and the latest years. Records dated
    only to a year are not in the index by month, so they are not found."""
    counted = (int(one.value) for one in results.facets["year"] if one.value.isdecimal())
    leap = (today.month, today.day) == (2, 29)
    years = [year for year in counted if 0 < year < today.year and (isleap(year) or not leap)]
    years.sort(key=lambda year: ((today.year - year) % 10 > 0, (today.year - year) % 5 > 0, -year))
    days = [f"{year:04}-{today:%m-%d}" for year in years[:_YEARS]]
    if not days:
        return []
    asked = SearchRequest(
        " OR ".join(f"date:{one}" for one in days),
        filters={"month": tuple(one[:7] for one in days)},
        sort="-date",
        page_size=PICTURES,
        facets=(),
        highlight=False,
        assisted=False,
    )
    return [hit.record.id for hit in services().searcher.search(asked, PUBLIC).hits]


def _recently_added() -> list[RecentRecord]:
    asked = SearchRequest(sort="-added", page_size=LATELY, facets=(), highlight=False, assisted=False)
    records = [hit.record for hit in services().searcher.search(asked, PUBLIC).hits]
    came = services().catalogue.came_at([record.id for record in records], PUBLIC)
    return [
        RecentRecord(
            links.record(record.id),
            display_title(record, _LONGEST),
            labels.lang(record.values.get("language")),
            day(came[record.id]),
        )
        for record in records
        if record.id in came
    ]


def _examples(results: Results, filenames: Iterable[str]) -> list[tuple[str, str]]:
    """Return example searches that find something in this archive, each of a different sort, as (query, address)."""
    said = [*(_commonest(results, name) for name in _NAMED), next((one for one in filenames if one), None)]
    return [(one, links.with_query(search_page.PATH, [("q", links.phrase("", one))])) for one in said if one]


def _commonest(results: Results, name: str) -> str | None:
    """Return the most frequent value of a facet that is usable as an example: it has letters or digits and is not too
    long."""
    values = (one.value for one in results.facets.get(name, ()) if one.count > 1 and len(one.value) <= _LONGEST)
    return next((value for value in values if any(map(str.isalnum, value)) and "\0" not in value), None)


def _strip(photos: Sequence[Hit], lead: str | None) -> list[ResultCard]:
    """Return the newest photos except the one that is shown large."""
    return [card(hit) for hit in [hit for hit in photos if hit.record.id != lead][:STRIP]]


def home() -> Response:
    """Return the front page, or the search page if the address has search parameters."""
    if arguments():
        return search_page.search()
    today = utc_now().astimezone(services().settings.archive.zone).date()
    everything = browse.everything(_FACETS, _VALUES)
    photos = _newest(SearchRequest(filters={"kind": (Kind.PHOTO.value,)}, page_size=PICTURES))
    lead = choose([hit.record for hit in photos], today)
    strip = _strip(photos, lead.id if lead else None)
    ways = {facet: browse.browse(everything, facet, _VALUES) for facet in _FACETS}
    body = render_template(
        "front.html",
        total=everything.total,
        undated=everything.undated,
        kinds=ways.pop("kind"),
        ways=[way for way in ways.values() if len(way.values) > 1],
        timeline=browse.over_time(everything),
        lead=lead,
        strip=strip,
        latest=[card(hit) for hit in _newest(SearchRequest(filters={"kind": _TEXTS}, page_size=LATEST))],
        lately=_recently_added() if everything.total > 1 else [],
        anniversaries=_on_this_day(everything, today),
        today=labels.date(today.isoformat()),
        examples=_examples(everything, (one.filename for one in strip)),
    )
    return add_etag(Response(body), body)
