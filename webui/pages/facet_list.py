"""All values of a filter for one search: by count or alphabet, or only those that contain some words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, abort, render_template, request
from werkzeug.datastructures import MultiDict

from archive.access import PUBLIC
from archive.search.execution.requests import ListedValue, ValueList
from archive.search.facet_values import folded, plain
from webui.http import requests
from webui.http.parameters import LONGEST_VALUE, PageQuery
from webui.http.requests import ParsedSearch, read_arguments
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.words import _
from webui.pages import filters
from webui.pages.event import page_number
from webui.pages.filters import LIST_PATH, PAGE_FACETS, FacetChoice, address, choice
from webui.presentation.search_context import arguments
from webui.services.services import services

A_PAGE = 200  # values
_MOST_INITIALS = 40

Row = tuple[str, ListedValue]
"""A value with its words as they are compared: in lower case, without accents."""


def facet_values() -> Response:
    """Return the view."""
    facet, like = request.args.get("facet", "kind"), labels.clean_for_page(request.args.get("like", "")).strip()[:200]
    if facet not in PAGE_FACETS:
        abort(404)
    by_name = request.args.get("order") == "name"
    given = MultiDict([pair for pair in arguments().items(multi=True) if pair[0] != "page"])
    asked = read_arguments(given, PageQuery)
    found = services().searcher.list_values(asked.request, facet, PUBLIC)
    rows = _rows(facet, found, like, by_name=by_name)
    pages = max(1, -(-len(rows) // A_PAGE))
    page = page_number(pages)
    shown = [choice(asked, facet, one) for one in _counted(asked, facet, rows, page, relaxed=found.relaxed)]

    chosen = {str(value) for value in getattr(asked.query, facet)}
    unlisted = chosen.difference(one.value for one in found.values)  # other forms of listed names

    def link(one: FacetChoice) -> str:
        pair = (facet, one.value)
        gone = [pair, *((facet, value) for value in unlisted)]
        return address(requests.without(asked, *gone) if one.selected else requests.added(asked, pair))

    def here(*more: tuple[str, str]) -> str:
        return address([*asked.pairs, ("facet", facet), *more, *([("like", like)] if like else [])], LIST_PATH)

    def at_page(number: int) -> str:
        return here(*_order(by_name=by_name), *([("page", str(number))] if number > 1 else []))

    body = render_template(
        "facet_values.html",
        asked=asked,
        found=found,
        heading=words.FACET_LISTS[facet],
        values=[(one, link(one)) for one in shown],
        count=len(rows),
        chips=filters.chips(asked),
        like=like,
        kept=[*asked.pairs, ("facet", facet), *_order(by_name=by_name)],
        orders=[
            (_("Most records first"), here(), not by_name),
            (_("A to Z"), here(*_order(by_name=True)), by_name),
        ],
        all_of_them=address([*asked.pairs, ("facet", facet), *_order(by_name=by_name)], LIST_PATH),
        back=address([*asked.pairs]),
        page=page,
        pages=pages,
        at_page=at_page,
        initials=_initials(rows) if by_name and pages > 1 else [],
    )
    return add_etag(Response(body), body)


def _order(*, by_name: bool) -> list[tuple[str, str]]:
    return [("order", "name")] if by_name else []


def _rows(facet: str, found: ValueList, like: str, *, by_name: bool) -> list[Row]:
    """Return the values that contain these words, in order. One that is too long for a query cannot be offered."""
    sought = folded(plain(like))
    said = ((folded(plain(labels.facet_value(facet, one.value))), one) for one in found.values)
    rows = [
        row
        for row in said
        if len(row[1].value) <= LONGEST_VALUE and (sought in row[0] or sought in folded(plain(row[1].value)))
    ]
    rows.sort(key=lambda row: (row[0], row[1].value) if by_name else (-row[1].count, row[0], row[1].value))
    return rows


def _counted(asked: ParsedSearch, facet: str, rows: Sequence[Row], page: int, *, relaxed: bool) -> list[ListedValue]:
    """Return the values of a page, each record counted once."""
    return [
        replace(one, count=services().searcher.count_value(asked.request, facet, one.forms, PUBLIC))
        if len(one.forms) > 1 and not relaxed
        else one
        for _words, one in rows[(page - 1) * A_PAGE : page * A_PAGE]
    ]


def _initials(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Return the first letters of values in their order, each with the page on which it begins; none if there are too
    many to choose from."""
    first: dict[str, int] = {}
    for n, (said, _value) in enumerate(rows):
        if said[:1].isalpha():
            first.setdefault(said[0].upper(), n // A_PAGE + 1)
    return [*first.items()] if len(first) <= _MOST_INITIALS else []
