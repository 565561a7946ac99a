"""The archivist's list of records: the public search, with held and withdrawn records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template
from werkzeug.datastructures import MultiDict

from archive.access import ARCHIVIST, instant, utc_now
from archive.errors import IndexUnavailable, QueryError
from archive.record import Record, Status
from archive.search.execution.requests import Hit, Results
from webui.desk.records.selection import DeskQuery, every, is_bare, name_list, parse_desk_search
from webui.http import requests
from webui.http.parameters import MAX_REACH
from webui.http.requests import BadParameters, ParsedSearch
from webui.i18n import labels, negotiation, words
from webui.i18n.message_lookup import LocalisedText, localised_message, translate_hold_reason
from webui.i18n.moments import moment
from webui.i18n.words import _
from webui.pages import filters
from webui.pages.result_cards import ResultCard, card
from webui.pages.search import mark_error_place, pager, sorts, views
from webui.presentation.record_values import shown_status
from webui.services import desk_links
from webui.services.services import services

_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class AccessStatus:
    """Who may see a record: its current status as a word, and for one that is not public why and until when."""

    status: Status
    label: str
    until: str
    reason: LocalisedText


@dataclass(frozen=True, slots=True)
class _ListPage:
    """One page of a list, the number of all records, and the results if an index was searched."""

    hits: list[Hit]
    total: int
    results: Results | None


def desk_records() -> Response:
    """Return the view."""
    try:
        asked = parse_desk_search(negotiation.arguments())
    except BadParameters as error:
        said = "; ".join(
            f"{words.FACETS.get(r.name) or labels.field(r.name)}: {localised_message(r.reason)}" for r in error.refusals
        )
        return listed(parse_desk_search(MultiDict()), _("This search could not be run. %(said)s.", said=said))
    return listed(asked)


def listed(asked: ParsedSearch, problem: str = "") -> Response:
    """Return the list of a search, with the errors of a form that was sent from it."""
    place = None
    try:
        found = _found(asked)
    except QueryError as error:
        problem, place, found = (
            localised_message(error.message),
            mark_error_place(asked.query.q, error),
            _ListPage([], 0, None),
        )
    pages = -(-found.total // asked.query.page_size)
    body = render_template(
        "desk/records.html",
        asked=asked,
        found=found,
        rows=[_row(hit) for hit in found.hits],
        problem=problem,
        place=place,
        statuses=_statuses(asked),
        chips=filters.chips(asked, desk_links.RECORDS),
        choices=filters.choices(asked, found.results),
        kept=[pair for pair in filters.kept(asked) if pair[0] != "status"],
        sorts=_sorts(asked),
        views=views(asked, desk_links.RECORDS),
        list_name=name_list(asked),
        pager=pager(asked, pages, desk_links.RECORDS) if pages > 1 else [],
        beyond=found.total > MAX_REACH,
        same_search=urlencode(asked.pairs),
    )
    return Response(body, 400 if problem else 200)


def standing(record: Record) -> AccessStatus:
    """Return who may see it, and why."""
    status = shown_status(record, instant(utc_now()))
    if status is Status.RELEASED:
        return AccessStatus(status, words.STATUSES[status], "", LocalisedText("", ""))
    held = status is Status.HELD
    until = moment(record.release_at) if held else ""
    label = words.STATUSES[status]
    if held:
        label = _("Held until %(when)s", when=until) if until else _("Held until someone decides")
    why = translate_hold_reason(record.hold_reason or "")
    return AccessStatus(status, label, until, LocalisedText(labels.shorten(why.words, _LONGEST_REASON), why.lang))


def _found(asked: ParsedSearch) -> _ListPage:
    """Return one page of search results; for lists by status the catalogue decides who may see a record now."""
    query = asked.query
    assert isinstance(query, DeskQuery)
    if query.status is None:
        try:
            results = services().searcher.search(replace(asked.request, facets=filters.PAGE_FACETS), ARCHIVIST)
            return _ListPage(list(results.hits), results.total, results)
        except IndexUnavailable:
            if not is_bare(asked):
                raise
    ids = every(asked)
    start = (query.page - 1) * query.page_size
    read = services().archive.catalogue.get_many(ids[start : start + query.page_size], ARCHIVIST)
    return _ListPage([Hit(record, 0.0) for record in read], len(ids), None)


def _row(hit: Hit) -> dict[str, Any]:
    shown: ResultCard = card(hit)
    return {
        "card": replace(
            shown,
            url=desk_links.record(hit.record.id),
            thumbnail=desk_links.thumbnail(hit.record),
            passages=shown.passages[:2],
        ),
        "standing": standing(hit.record),
    }


def _sorts(asked: ParsedSearch) -> list[tuple[str, str, bool]]:
    """Return the orders to choose from; the default order of a list of one status has its own name."""
    assert isinstance(asked.query, DeskQuery)
    if asked.query.status is None or asked.query.q:
        return sorts(asked, desk_links.RECORDS)
    offered = sorts(asked, desk_links.RECORDS, wordless="relevance")
    own = _("Soonest out first") if asked.query.status is Status.HELD else _("Last taken in first")
    return [(own, *offered[0][1:]), *offered[1:]]


def _statuses(asked: ParsedSearch) -> list[tuple[str, str, bool]]:
    """Return (name, address, whether it is selected) for each status, and for all."""
    query = asked.query
    assert isinstance(query, DeskQuery)
    kept = [pair for pair in asked.other_page(1) if pair[0] != "status"]
    every_one = (_("All"), filters.address(kept, desk_links.RECORDS), query.status is None)
    return [
        every_one,
        *(
            (
                words.STATUSES[one],
                filters.address(requests.put(asked, ("status", one.value)), desk_links.RECORDS),
                query.status is one,
            )
            for one in Status
        ),
    ]
