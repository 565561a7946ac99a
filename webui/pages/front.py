"""The front page: what this archive holds, while nothing has been asked yet."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template

from archive.access import PUBLIC
from archive.record import Kind
from archive.searcher import FacetValue, Results, SearchRequest
from webui import labels, links, words
from webui.caching import tagged
from webui.pages import search as search_page
from webui.pages.cards import card
from webui.services import services

LATEST = 8
STRIP = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A count with its name, its share of the largest (0 to 100), and the search that shows these records."""

    label: str
    count: int
    share: int
    url: str


def _bars(name: str, values: tuple[FacetValue, ...]) -> list[Bar]:
    largest = max((value.count for value in values), default=1)
    names = {**words.KINDS_MANY} if name == "kind" else {}
    return [
        Bar(
            label=names.get(value.value) or labels.facet_value(name, value.value),
            count=value.count,
            share=max(1, round(100 * value.count / largest)),
            url=links.with_query(search_page.PATH, [(name, value.value)]),
        )
        for value in values
    ]


def _ask(**asked: object) -> Results:
    request = SearchRequest(sort="-date", highlight=False, **asked)  # type: ignore[arg-type]
    return services().searcher.search(request, PUBLIC)


def home() -> Response:
    """The view; an address with a search in it gets the search page."""
    if search_page.arguments():
        return search_page.search()
    held = _ask(page_size=LATEST, facets=("kind", "year", "language", "source"), facet_size=12)
    photos = _ask(filters={"kind": (Kind.PHOTO.value,)}, page_size=STRIP, facets=())
    charts = {name: _bars(name, values) for name, values in held.facets.items()}
    charts["year"] = sorted(charts.get("year", []), key=lambda bar: bar.label, reverse=True)
    body = render_template(
        "front.html",
        total=held.total,
        undated=held.undated,
        charts=[(name, words.FACETS[name], bars) for name, bars in charts.items() if bars],
        latest=[card(hit) for hit in held.hits],
        strip=[card(hit) for hit in photos.hits],
    )
    return tagged(Response(body), body)
