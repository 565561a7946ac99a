"""GET /api/v1/events/{id}."""

from __future__ import annotations

from flask import Response

from archive.catalogue import EventMember
from archive.catalogue.events.tie_rules import words_of
from archive.record import Record
from webui.api.models import EventAnswer, EventMemberOut
from webui.http.responses import add_etag
from webui.identity.identity import viewer
from webui.presentation.events import shown_event
from webui.services import links
from webui.services.services import services

ROOT = "/api/v1/events"


def event(key: str) -> Response:
    """Return the view: the event with this key, or that of the record with this id."""
    found = shown_event(key, "/api/v1")
    ids = [member.record for member in (*found.members, *found.possible)]
    records = {record.id: record for record in services().catalogue.get_many(ids, viewer())}
    answer = EventAnswer(
        id=found.key,
        title=found.title,
        date_from=found.first or None,
        date_to=found.last or None,
        place=found.place or None,
        url=links.event(found.key),
        members=[_member(one, records[one.record]) for one in found.members if one.record in records],
        possible=[_member(one, records[one.record]) for one in found.possible if one.record in records],
    )
    body = answer.model_dump_json()
    return add_etag(Response(body, content_type="application/json"), body)


def _member(member: EventMember, record: Record) -> EventMemberOut:
    return EventMemberOut(
        record=member.record,
        kind=record.kind,
        title=record.title,
        date=record.date,
        url=links.record(member.record),
        api_url=f"/api/v1{links.record(member.record)}",
        reasons=list(member.reasons),
        why=[str(words_of(reason)) for reason in member.reasons],
    )
