"""Pages of archival series: the tree of public units, and a unit with its records."""

from __future__ import annotations

from flask import Response, abort, render_template

from archive.access import PUBLIC
from archive.search.execution.requests import Hit
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.pages.event import page_number
from webui.pages.result_cards import card
from webui.presentation.record_lookup import hide_private_values
from webui.presentation.series import SeriesNode, public_nodes
from webui.services import links
from webui.services.services import services

A_PAGE = 50  # records


def series_list() -> Response:
    """Return the page of the tree, with the number of public records in and below each unit."""
    nodes, _within = public_nodes()
    body = render_template("series_list.html", nodes=nodes)
    return add_etag(Response(body), body)


def series_unit(code: str) -> Response:
    """Return the page of a unit. 404 if it has no public records or does not exist."""
    nodes, within = public_nodes()
    found = next((one for one in nodes if one.unit.code == code), None)
    if found is None:
        abort(404)
    by_key = {one.unit.key: one for one in nodes}
    above: list[SeriesNode] = []
    key = found.unit.parent
    while key in by_key:
        above.insert(0, by_key[key])
        key = by_key[key].unit.parent
    ids = within.get(found.unit.key, [])
    pages = max(1, -(-len(ids) // A_PAGE))
    page = page_number(pages)
    some = ids[(page - 1) * A_PAGE : page * A_PAGE]
    records = [hide_private_values(one) for one in services().catalogue.get_many(some, PUBLIC)]
    body = render_template(
        "series.html",
        node=found,
        above=above,
        below=[one for one in nodes if one.unit.parent == found.unit.key],
        scope=[labels.clean_for_page(part) for part in found.unit.scope.splitlines() if part.strip()],
        cards=[card(Hit(one, 0.0)) for one in records],
        count=len(ids),
        page=page,
        pages=pages,
        before=links.series(code, page - 1) if page > 1 else None,
        after=links.series(code, page + 1) if page < pages else None,
    )
    return add_etag(Response(body), body)
