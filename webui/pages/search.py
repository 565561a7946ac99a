"""The search page: the box, the filters, what was found, and what to do when nothing was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Response, render_template, request
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from archive.access import PUBLIC
from archive.errors import QueryError
from archive.searcher import Results
from webui import labels, links, words
from webui.asking import FILTERS, LONGEST_VALUE, MAX_REACH, Asked, BadParameters, SearchQuery, read
from webui.caching import tagged
from webui.pages.cards import card
from webui.passages import mark
from webui.services import services
from webui.words import _

PATH = "/search"
_TAKEN = frozenset(SearchQuery.model_fields) - {"facets", "facet_size", "fields", "highlight"}
PAGE_FACETS = ("kind", "year", "language", "source", "person", "credit", "flag")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address of the same search without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One checkbox. `count` is None for a choice that is on and that no answer has."""

    value: str
    label: str
    count: int | None
    selected: bool


def arguments() -> MultiDict[str, str]:
    """The parameters of the address without empty ones, as a form sends them, and without foreign ones."""
    return MultiDict((name, value) for name, value in request.args.items(multi=True) if name in _TAKEN and value)


def _without(asked: Asked, gone: Iterable[tuple[str, str]]) -> str:
    out = {*gone}
    kept = [pair for pair in asked.pairs if pair not in out and pair[0] != "page"]
    return links.with_query(PATH, kept)


def _chips(asked: Asked) -> list[Chip]:
    chips = [
        Chip(words.FACETS[name], labels.facet_value(name, value), _without(asked, [(name, value)]))
        for name, value in asked.pairs
        if name in FILTERS
    ]
    for name, label in (("date_from", _("From")), ("date_to", _("Until"))):
        value = getattr(asked.query, name)
        if value:
            chips.append(Chip(label, labels.date(value), _without(asked, [(name, value)])))
    if asked.query.has_photo is not None:
        said = _("With photos") if asked.query.has_photo else _("Without photos")
        chips.append(Chip(_("Photos"), said, _without(asked, [("has_photo", str(asked.query.has_photo).lower())])))
    return chips


def _choices(asked: Asked, results: Results | None) -> list[tuple[str, str, list[Choice]]]:
    groups = []
    for name in PAGE_FACETS:
        chosen = tuple(str(value) for value in getattr(asked.query, name))
        # A value too long to be asked for cannot be offered.
        counted = [v for v in (results.facets.get(name, ()) if results else ()) if len(v.value) <= LONGEST_VALUE]
        choices = [Choice(v.value, labels.facet_value(name, v.value), v.count, v.value in chosen) for v in counted]
        missing = [value for value in chosen if value not in {v.value for v in counted}]
        choices = [Choice(value, labels.facet_value(name, value), None, True) for value in missing] + choices
        if choices:
            groups.append((name, words.FACETS[name], choices))
    return groups


def _sorts(asked: Asked) -> list[tuple[str, str, bool]]:
    kept = [pair for pair in asked.pairs if pair[0] not in {"sort", "page"}]
    current = asked.query.sort
    return [
        (label, links.with_query(PATH, [*kept, ("sort", value)] if value != "relevance" else kept), value == current)
        for value, label in words.SORTS.items()
    ]


def _pager(asked: Asked, results: Results) -> list[tuple[int | None, str]]:
    """(number, address) of the pages to offer: the first, the last, those around; None stands for a gap."""
    last = max(1, min(results.pages, MAX_REACH // asked.query.page_size))
    here = asked.query.page
    near = sorted({1, last, *(n for n in range(here - 2, here + 3) if 1 <= n <= last)})
    offered: list[tuple[int | None, str]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            offered.append((None, ""))
        offered.append((number, links.with_query(PATH, asked.other_page(number))))
    return offered


def pointed(query: str, error: QueryError) -> Markup:
    """The query as typed, escaped, with the place of the error marked."""
    start = max(0, min(error.position, len(query)))
    return mark(query, [(start, start + max(error.length, 1))]) if error.length else escape(labels.clean(query))


def _refused(message: str, place: Markup | None, asked: Asked) -> Response:
    body = render_template(
        "search.html",
        asked=asked,
        results=None,
        problem=message,
        place=place,
        chips=_chips(asked),
        groups=_choices(asked, None),
    )
    return Response(body, status=400)


def _loose(given: MultiDict[str, str]) -> Asked:
    """The words of the search alone, for showing the form again when its other parts cannot be taken."""
    return read(MultiDict([("q", given.get("q", "").replace("\x00", "\ufffd")[:2000])]))


def search() -> Response:
    """The view."""
    given = arguments()
    try:
        asked = read(given)
    except BadParameters as error:
        said = "; ".join(f"{words.FACETS.get(r.name) or labels.field(r.name)}: {r.reason}" for r in error.refusals)
        return _refused(_("This search could not be run. %(said)s.", said=said), None, _loose(given))
    try:
        results = services().searcher.search(replace(asked.request, facets=PAGE_FACETS), PUBLIC)
    except QueryError as error:
        return _refused(str(error), pointed(asked.query.q, error), asked)
    return _found(asked, results)


def _found(asked: Asked, results: Results) -> Response:
    last = min(results.pages, MAX_REACH // asked.query.page_size)
    body = render_template(
        "search.html",
        asked=asked,
        results=results,
        problem=None,
        place=None,
        cards=[card(hit) for hit in results.hits],
        chips=_chips(asked),
        groups=_choices(asked, results),
        sorts=_sorts(asked),
        pager=_pager(asked, results),
        last=last,
        other_page=lambda n: links.with_query(PATH, asked.other_page(n)),
        instead=lambda q: links.with_query(PATH, [("q", q), *(p for p in asked.pairs if p[0] not in {"q", "page"})]),
    )
    return tagged(Response(body), body)
