"""The search page: search box, filters, results, and help if there are none."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, render_template
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from archive.access import PUBLIC
from archive.errors import QueryError
from archive.listed_date import Basis
from archive.record import Kind
from archive.search.execution.requests import Results
from archive.search.query import parse_query
from archive.search.query.clauses import side_by_side
from archive.search.query.tree import FieldClause
from webui.http import requests
from webui.http.parameters import CONTAINER, LONGEST_QUERY, MAX_REACH, PageQuery
from webui.http.requests import BadParameters, ParsedSearch, read_arguments, read_request
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _, ngettext
from webui.pages import filters
from webui.pages.filters import PATH, address
from webui.pages.kept_list import takeaway
from webui.pages.query_interpretation import reading
from webui.pages.result_cards import card
from webui.pages.timeline import timeline
from webui.presentation.periods import PERIODS, period_counts
from webui.presentation.search_context import arguments
from webui.presentation.text_markup import mark
from webui.services.services import services

_TIMES = ("year", "month")
_FACETS = tuple(dict.fromkeys([*filters.PAGE_FACETS, *_TIMES, "dated"]))
_NO_DATE = "-date:..9999"
_SIZES = dict.fromkeys(set(filters.PAGE_FACETS).difference(_TIMES), 2 * filters.VALUES)  # a few are too long

__all__ = ["PATH", "mark_error_place", "search"]


def sorts(asked: ParsedSearch, path: str = PATH, wordless: str = "-date") -> list[tuple[str, str, bool]]:
    """Return the sort orders to choose from: (name, address, whether it is active). The oldest additions first is
    rarely useful, and is offered only if it is active. Without words nothing matches best: the order is `wordless`."""
    kept = [pair for pair in asked.pairs if pair[0] not in {"sort", "page"}]
    first = "relevance" if asked.query.q.strip() else wordless
    current = first if asked.query.sort == "relevance" else asked.query.sort
    return [
        (label, address([*kept, ("sort", value)] if value != first else kept, path), value == current)
        for value, label in words.SORTS.items()
        if value in (first, current) or value not in ("relevance", "added")
    ]


def views(asked: ParsedSearch, path: str = PATH) -> list[tuple[str, str, bool]]:
    """Return the views of the same results page: (name, address, whether it is active)."""
    kept = [pair for pair in asked.pairs if pair[0] != "view"]
    grid = ("view", "grid") in asked.pairs
    return [
        (_("List"), address(kept, path), not grid),
        (_("Pictures"), address([*kept, ("view", "grid")], path), grid),
    ]


def pager(asked: ParsedSearch, pages: int, path: str = PATH) -> list[tuple[int | None, str]]:
    """Return (number, address) of the pages to offer: the first, the last, and those around the current one. None means
    a gap."""
    last = max(1, min(pages, MAX_REACH // asked.query.page_size))
    here = asked.query.page
    near = sorted({1, last, *(n for n in range(here - 2, here + 3) if 1 <= n <= last)})
    offered: list[tuple[int | None, str]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            offered.append((None, ""))
        offered.append((number, address(asked.other_page(number), path)))
    return offered


def _grouping(asked: ParsedSearch, results: Results) -> tuple[str, str] | None:
    """Return the message about groups, and the address of the same list ungrouped, or grouped again. None if there are
    no groups."""
    if asked.query.collapse == ["none"]:
        if asked.query.sequence or asked.query.version:
            return None
        return _("Every frame and version on its own."), address(requests.without(asked, ("collapse", "none")))
    if not results.groups or results.groups >= results.total:
        return None
    said = ngettext(
        "Grouped into %(num)s (photo series, versions)",
        "Grouped into %(num)s (photo series, versions)",
        results.groups,
    )
    return said, address(requests.put(asked, ("collapse", "none")))


def mark_error_place(query: str, error: QueryError) -> Markup:
    """Return the query as typed, escaped, with the error marked."""
    start = max(0, min(error.position, len(query)))
    return (
        mark(query, [(start, start + max(error.length, 1))]) if error.length else escape(labels.clean_for_page(query))
    )


def _refused(message: str, place: Markup | None, asked: ParsedSearch) -> Response:
    body = render_template(
        "search.html",
        asked=asked,
        results=None,
        problem=message,
        place=place,
        chips=filters.chips(asked),
        choices=filters.choices(asked, None),
        longer={},
        kept=filters.kept(asked),
        has_photos=True,
        timeline=None,
        by_event=0,
        away=None,
    )
    return Response(body, status=400)


def _loose(given: MultiDict[str, str]) -> ParsedSearch:
    """Return the search with its words only, to show the form again if other parameters are invalid."""
    words_alone = [("q", given.get("q", "").replace("\x00", "\ufffd")[:LONGEST_QUERY])]
    return read_arguments(MultiDict(words_alone), PageQuery)


def search() -> Response:
    """Return the search page."""
    given = arguments()
    try:
        asked = read_arguments(given, PageQuery)
    except BadParameters as error:
        said = "; ".join(
            f"{words.FACETS.get(r.name) or labels.field(r.name)}: {localised_message(r.reason)}" for r in error.refusals
        )
        return _refused(_("This search could not be run. %(said)s.", said=said), None, _loose(given))
    try:
        results = _answers(asked)
        meant, instead = _meant(asked, results) or (asked, results)
    except QueryError as error:
        return _refused(localised_message(error.message), mark_error_place(asked.query.q, error), asked)
    return _found(meant, instead, asked if meant.query.q != asked.query.q else None)


def _answers(asked: ParsedSearch) -> Results:
    wanted = replace(asked.request, facets=_FACETS, facet_size=PERIODS, facet_sizes=_SIZES)
    if wanted.collapse and _asks_who_is_shown(wanted.q):
        wanted = replace(wanted, collapse=())  # each frame that shows them is wanted
    return services().searcher.search(wanted, PUBLIC)


def _asks_who_is_shown(q: str) -> bool:
    clauses = side_by_side(parse_query(q))
    return any(isinstance(clause, FieldClause) and clause.field == "shown" for clause in clauses)


def _meant(asked: ParsedSearch, results: Results) -> tuple[ParsedSearch, Results] | None:
    """Return the search that was probably meant and its results, if no record has all the words: the same search
    including containers, else its corrected spelling. None if that has no results either."""
    assert isinstance(asked.query, PageQuery)
    if results.total and not results.relaxed:
        return None
    changes: list[dict[str, object]] = []
    if asked.query.hides_containers():
        changes.append({"containers": "on"})
    if results.did_you_mean and asked.query.correct == "on":
        changes.append({"q": results.did_you_mean, "page": 1})
    for change in changes:
        other = read_request(asked.query.model_copy(update=change))
        found = _answers(other)
        if found.total and not found.relaxed:
            return other, found
    return None


def _undated(asked: ParsedSearch, results: Results) -> str | None:
    """Return the address of the results without a date; None if no query can express it."""
    q = asked.query.q
    if q.startswith(_NO_DATE):  # these are they
        return None
    if not results.undated or results.relaxed or asked.query.date_from or asked.query.date_to or q.count('"') % 2:
        return None
    said = f"{_NO_DATE} ({q})" if q.strip() else _NO_DATE
    return address(requests.put(asked, ("q", said))) if len(said) <= LONGEST_QUERY else None


def _found(asked: ParsedSearch, results: Results, typed: ParsedSearch | None) -> Response:
    """Return the page of these results. `typed`: the search that was corrected to this one."""
    assert isinstance(asked.query, PageQuery)
    first, grid = (asked.query.page - 1) * asked.query.page_size + 1, asked.query.view == "grid"
    containers = asked.query.hides_containers() and services().searcher.has_value("genre", CONTAINER, PUBLIC)
    body = render_template(
        "search.html",
        asked=asked,
        results=results,
        typed=typed.query.q if typed else None,
        as_typed=address(requests.put(typed, ("correct", "off"))) if typed else None,
        problem=None,
        place=None,
        cards=[card(hit, asked, number, grid) for number, hit in enumerate(results.hits, first)],
        chips=filters.chips(asked),
        choices=filters.choices(asked, results, containers),
        longer=filters.longer(asked, results),
        kept=filters.kept(asked),
        has_photos=services().searcher.has_value("kind", Kind.PHOTO.value, PUBLIC),
        reading=reading(asked, results),
        timeline=timeline(asked, lambda name: period_counts(results, name)),
        undated=_undated(asked, results),
        by_event=next((one.count for one in results.facets.get("dated", ()) if one.value == Basis.EVENT), 0),
        grouping=_grouping(asked, results),
        away=takeaway(asked, results),
        sorts=sorts(asked),
        views=views(asked),
        pager=pager(asked, results.pages),
        last=min(results.pages, MAX_REACH // asked.query.page_size),
        other_page=lambda n: address(asked.other_page(n)),
        any_words=address(requests.without(asked, ("relax", "off"))) if asked.query.relax == "off" else None,
    )
    return add_etag(Response(body), body)
