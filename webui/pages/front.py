"""The front page: what the archive holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, render_template

from archive.access import PUBLIC, utc_now
from archive.record import Kind
from archive.search.execution.requests import FacetValue, Results, SearchRequest
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.moments import day
from webui.i18n.words import _
from webui.pages import search as search_page
from webui.pages.result_cards import ResultCard, card
from webui.services import links
from webui.services.services import services

LATEST = 8
STRIP = 12
LATELY = 5
_LONGEST = 100  # characters of a name in an example
_CHARTS, _NAMED = ("kind", "year", "language", "source"), ("person", "place")


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A count with its name, its share of the largest (0 to 100), and the search that shows these records."""

    label: str
    count: int
    share: int
    url: str


@dataclass(frozen=True, slots=True)
class RecentRecord:
    """A record that came lately, and when."""

    url: str
    title: str
    lang: str
    when: str


def _bars(name: str, values: tuple[FacetValue, ...]) -> list[ShareBar]:
    largest = max((value.count for value in values), default=1)
    names = {**words.KINDS_MANY} if name == "kind" else {}
    return [
        ShareBar(
            label=names.get(value.value) or labels.facet_value(name, value.value),
            count=value.count,
            share=max(1, round(100 * value.count / largest)),
            url=links.with_query(search_page.PATH, [(name, value.value)]),
        )
        for value in values
    ]


def _ask(request: SearchRequest) -> Results:
    return services().searcher.search(replace(request, sort="-date", highlight=False, assisted=False), PUBLIC)


def _latest(request: SearchRequest) -> list[ResultCard]:
    """The newest of these records. A date in the future is mostly a camera's wrong clock and no news: such records,
    and those without a date, come only where there are no others."""
    found = _ask(replace(request, date_to=utc_now().date().isoformat())).hits or _ask(request).hits
    return [card(hit) for hit in found]


def _recently_added() -> list[RecentRecord]:
    catalogue = services().catalogue
    added = catalogue.lately_added(PUBLIC, LATELY)
    return [
        RecentRecord(
            links.record(record.id),
            labels.shorten(record.title, _LONGEST),
            labels.lang(record.values.get("language")),
            day(added[record.id]),
        )
        for record in catalogue.get_many(added, PUBLIC)
    ]


def _examples(everything: Results, strip: list[ResultCard]) -> list[tuple[str, str]]:
    """Searches that find something here, each of another sort: (what is asked for, its address)."""
    names = [_commonest(everything, name) for name in _NAMED]
    words_ = [*names, next((one.filename for one in strip if one.filename), None)]
    found = [(said, links.with_query(search_page.PATH, [("q", links.phrase("", said))])) for said in words_ if said]
    if person := names[0]:
        query, speech = links.phrase("", person), Kind.SPEECH.value
        if _ask(SearchRequest(query, filters={"kind": (speech,)}, page_size=1, facets=())).total:
            address = links.with_query(search_page.PATH, [("q", query), ("kind", speech)])
            found.append((_("%(name)s in speeches", name=person), address))
    return found


def _commonest(everything: Results, name: str) -> str | None:
    """The value of a facet that most records have, when it is a name to be searched for: of letters, and no essay."""
    values = (one.value for one in everything.facets.get(name, ()) if one.count > 1 and len(one.value) <= _LONGEST)
    return next((value for value in values if any(map(str.isalnum, value)) and "\0" not in value), None)


def home() -> Response:
    """Return the view; an address with a search in it gets the search page."""
    if search_page.arguments():
        return search_page.search()
    everything = _ask(SearchRequest(page_size=1, facets=(*_CHARTS, *_NAMED), facet_size=12))
    photos = SearchRequest(filters={"kind": (Kind.PHOTO.value,)}, page_size=STRIP, facets=())
    charts = {name: _bars(name, everything.facets.get(name, ())) for name in _CHARTS}
    charts["year"] = sorted(charts["year"], key=lambda bar: bar.label, reverse=True)
    strip = _latest(photos)
    body = render_template(
        "front.html",
        total=everything.total,
        undated=everything.undated,
        charts=[(name, words.FACETS[name], bars) for name, bars in charts.items() if bars],
        latest=_latest(SearchRequest(page_size=LATEST, facets=())),
        strip=strip,
        lately=_recently_added(),
        examples=_examples(everything, strip),
    )
    return add_etag(Response(body), body)
