"""All values of a filter for one search: by count or alphabet, or only those that contain some words."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, abort, render_template, request

from archive.access import PUBLIC
from archive.text import fold
from webui.http import requests
from webui.http.parameters import LONGEST_VALUE, PageQuery
from webui.http.requests import read_arguments
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.words import _
from webui.pages import filters
from webui.pages.filters import LIST_PATH, PAGE_FACETS, FacetChoice, address, choice
from webui.presentation.search_context import arguments
from webui.services.services import services

MOST = 200  # listed values


def facet_values() -> Response:
    """Return the view."""
    facet, like = request.args.get("facet", "kind"), labels.clean_for_page(request.args.get("like", "")).strip()[:200]
    if facet not in PAGE_FACETS:
        abort(404)
    by_name = request.args.get("order") == "name"
    asked = read_arguments(arguments(), PageQuery)
    listed = replace(asked.request, facets=(facet,), facet_size=MOST, facet_sizes={}, page=1, page_size=1)
    listed = replace(listed, facet_totals=True, highlight=False, assisted=False)
    results = services().searcher.search(listed, PUBLIC)
    found, total = results.facets[facet], results.facet_totals[facet]
    counted = [v for v in found if len(v.value) <= LONGEST_VALUE]
    choices = [choice(asked, facet, value) for value in counted]
    sought = fold(like)
    shown = [one for one in choices if sought in fold(one.label) or sought in fold(one.value)]
    shown.sort(key=lambda one: (0 if by_name else -(one.count or 0), fold(one.label), one.label))

    chosen = {str(value) for value in getattr(asked.query, facet)}
    unlisted = chosen.difference(one.value for one in choices)  # other forms of listed names

    def link(one: FacetChoice) -> str:
        pair = (facet, one.value)
        gone = [pair, *((facet, value) for value in unlisted)]
        return address(requests.without(asked, *gone) if one.selected else requests.added(asked, pair))

    kept = [pair for pair in asked.pairs if pair[0] != "page"]
    body = render_template(
        "facet_values.html",
        asked=asked,
        facet=facet,
        label=words.FACETS[facet],
        values=[(one, link(one)) for one in shown],
        all=len(choices),
        total=total,
        chips=filters.chips(asked),
        most=MOST,
        like=like,
        kept=[*kept, ("facet", facet), *([("order", "name")] if by_name else [])],
        orders=[
            (name, address([*kept, ("facet", facet), *order, *([("like", like)] if like else [])], LIST_PATH), is_it)
            for name, order, is_it in (
                (_("Most records first"), [], not by_name),
                (_("A to Z"), [("order", "name")], by_name),
            )
        ],
        back=address(kept),
    )
    return add_etag(Response(body), body)
