"""All values of a filter, for one search: by number or alphabet, and those that have some words."""

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
from webui.pages.filters import LIST_PATH, PAGE_FACETS, FacetChoice, address
from webui.pages.search import arguments
from webui.services.services import services

MOST = 500  # values that are listed


def facet_values() -> Response:
    """Return the view."""
    facet, like = request.args.get("facet", "kind"), request.args.get("like", "").strip()[:200]
    if facet not in PAGE_FACETS:
        abort(404)
    by_name = request.args.get("order") == "name"
    asked = read_arguments(arguments(), PageQuery)
    listed = replace(asked.request, facets=(facet,), facet_size=MOST, facet_sizes={}, page=1, page_size=1)
    results = services().searcher.search(replace(listed, highlight=False), PUBLIC)
    chosen = tuple(str(value) for value in getattr(asked.query, facet))
    counted = [v for v in results.facets[facet] if len(v.value) <= LONGEST_VALUE]
    choices = [FacetChoice(v.value, labels.facet_value(facet, v.value), v.count, v.value in chosen) for v in counted]
    sought = fold(like)
    shown = [choice for choice in choices if sought in fold(choice.label)]
    if by_name:
        shown.sort(key=lambda choice: (fold(choice.label), choice.label))

    def link(choice: FacetChoice) -> str:
        pair = (facet, choice.value)
        return address(requests.without(asked, pair) if choice.selected else requests.added(asked, pair))

    kept = [pair for pair in asked.pairs if pair[0] not in {"page", "view"}]
    body = render_template(
        "facet_values.html",
        asked=asked,
        label=words.FACETS[facet],
        values=[(choice, link(choice)) for choice in shown],
        all=len(choices),
        more=len(results.facets[facet]) >= MOST,
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
