"""The page of an event, with the reasons for each member, and the list of all events."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response, abort, redirect, render_template, request

from archive.access import PUBLIC
from archive.catalogue.events.events import EventMember
from archive.record import Kind, Record
from archive.search.execution.requests import Hit
from webui.http.responses import add_etag
from webui.i18n.words import MessageTable, marked
from webui.pages.result_cards import ResultCard, card
from webui.presentation.events import (
    event_counts,
    event_days,
    event_title,
    reasons_in_words,
    shown_event,
)
from webui.presentation.record_lookup import hide_private_values
from webui.services import links
from webui.services.services import services

MOST = 200  # records of one kind on the page; the JSON has all
OF_A_PAGE = 20
_PICTURES = 4  # for an event in the list
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
_GROUPS = MessageTable(
    {
        "photos": marked("Photos"),
        "texts": marked("Releases and articles"),
        "speeches": marked("Speeches"),
        "translations": marked("Translations"),
        "tables": marked("Tables and documents"),
    }
)


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A record of an event as a card, and why it is a member."""

    card: ResultCard
    why: str


@dataclass(frozen=True, slots=True)
class MemberGroup:
    """The records of one kind. `more` of them are not on the page."""

    name: str
    label: str
    members: list[MemberCard]
    count: int

    @property
    def more(self) -> int:
        """Return how many records are not on the page."""
        return self.count - len(self.members)


def event(key: str) -> Response:
    """Return the page of an event."""
    found = shown_event(key)
    if found.key != key:
        abort(redirect(links.event(found.key), 302))
    records = _records(found.members)
    within = {one.record for one in found.members}
    body = render_template(
        "event.html",
        title=event_title(found),
        days=event_days(found),
        place=found.place,
        counts=event_counts(found),
        groups=list(_groups(found.members, records, within)),
        possible=_cards(found.possible, _records(found.possible)),
        api=f"/api/v1{links.event(found.key)}",
    )
    return add_etag(Response(body), body)


def _records(members: Iterable[EventMember]) -> dict[str, Record]:
    ids = [member.record for member in members]
    return {one.id: hide_private_values(one) for one in services().catalogue.get_many(ids, PUBLIC)}


def _groups(members: Iterable[EventMember], records: dict[str, Record], within: set[str]) -> Iterable[MemberGroup]:
    held: dict[str, list[EventMember]] = {name: [] for name in _GROUPS}
    for member in members:
        if member.record in records:
            held[_group_of(records[member.record], within)].append(member)
    for name, found in held.items():
        if found:
            yield MemberGroup(name, _GROUPS[name], _cards(found[:MOST], records), len(found))


def _group_of(record: Record, within: set[str]) -> str:
    if record.kind is Kind.PHOTO:
        return "photos"
    if record.kind is Kind.DOCUMENT:
        return "tables"
    if any(r.type == "translation-of" and r.record in within and not r.doubtful for r in record.relations):
        return "translations"
    return "speeches" if record.kind is Kind.SPEECH else "texts"


def _cards(members: Iterable[EventMember], records: dict[str, Record]) -> list[MemberCard]:
    return [
        MemberCard(
            card(Hit(records[one.record], 0.0), grid=one.kind is Kind.PHOTO),
            reasons_in_words(one, 1 if one.kind is Kind.PHOTO else None),
        )
        for one in members
        if one.record in records
    ]


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event in the list."""

    url: str
    title: str
    days: str
    place: str
    counts: str
    pictures: list[str]


def page_number(last: int) -> int:
    """Return the requested page number of a list. 404 after the last page."""
    given = request.args.get("page", "1")
    page = int(given) if _NUMBER.fullmatch(given) else 1
    if page > last:
        abort(404)
    return page


def events() -> Response:
    """Return the list of all events, newest first."""
    catalogue = services().catalogue
    keys = catalogue.press_event_keys(PUBLIC)
    last = max(1, -(-len(keys) // OF_A_PAGE))
    page = page_number(last)
    start = (page - 1) * OF_A_PAGE
    shown = [found for key in keys[start : start + OF_A_PAGE] if (found := catalogue.press_event(key, PUBLIC))]
    body = render_template(
        "events.html",
        events=[
            ListedEvent(
                links.event(one.key),
                event_title(one),
                event_days(one),
                one.place,
                event_counts(one),
                [f"{links.record(m.record)}/thumbnail" for m in one.members if m.kind is Kind.PHOTO][:_PICTURES],
            )
            for one in shown
        ],
        count=len(keys),
        page=page,
        pages=last,
        before=links.events(page - 1) if page > 1 else None,
        after=links.events(page + 1) if page < last else None,
    )
    return add_etag(Response(body), body)
