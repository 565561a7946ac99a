"""Pages of events at the desk: the list of undecided ones, one event with its records, and the preview of each
decision."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from flask import Response, abort, redirect, render_template
from pydantic import BaseModel, ConfigDict, Field

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import EventAct, PressEvent
from archive.edits import event_acts
from archive.edits.event_acts import WantedEventAct
from archive.edits.reasons import reason_of
from archive.errors import CannotUndo, ChangedMeanwhile, IndexUnavailable, NotEditable, QueryError, Undecidable
from archive.messages import Message
from archive.storage.archive import Archive
from webui.desk.forms import form_tokens
from webui.desk.forms.confirmed_form import ConfirmedForm, Mark, Reason
from webui.desk.forms.notices import (
    A_PAGE,
    AGENT,
    MOST_PAGES,
    Pages,
    ends,
    meant,
    refused_status,
    typed_reason,
)
from webui.desk.links.event_rows import (
    DecisionRow,
    EventLink,
    MemberRow,
    decision_rows,
    elsewhere_rows,
    event_link,
    event_links,
    member_rows,
    move_rows,
    near_events,
)
from webui.desk.links.record_search import found_records
from webui.desk.records.meanwhile import tell_meanwhile
from webui.http.parameters import ID_PATTERN, Ids, Text, Whole
from webui.http.requests import checked
from webui.i18n import negotiation
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import MessageTable, marked
from webui.presentation.events import reasons_in_words
from webui.services import desk_links, links
from webui.services.services import services

PATH = desk_links.EVENTS
Show = Literal["doubtful", "all", "decided"]
SHOWS = MessageTable({"doubtful": marked("Doubtful"), "all": marked("All"), "decided": marked("Decided by you")})
_LONGEST = 2000  # characters of a typed address
_KEY = re.compile(r"(?:.*/events/)?([a-z2-7]{1,64})(?:[/?#].*)?")


class EventsQuery(BaseModel):
    """Which events are listed. `done`: the decision that redirected here."""

    model_config = ConfigDict(extra="forbid")

    show: Show = "doubtful"
    page: Whole = Field(default=1, ge=1, le=MOST_PAGES)
    done: Whole | None = None

    def address(self, **changed: object) -> str:
        """Return the address of this list with changed parameters, by default for its first page."""
        said: dict[str, object] = {"show": self.show} | changed
        usual = {"show": "doubtful", "page": 1}
        return links.with_query(PATH, [(k, str(v)) for k, v in said.items() if v is not None and v != usual.get(k)])


class EventQuery(BaseModel):
    """The parameters of the page of an event: the decision that redirected here, and the search for a record or event
    to add."""

    model_config = ConfigDict(extra="forbid")

    done: Whole | None = None
    q: Annotated[Text, Field(max_length=_LONGEST)] = ""


class EventActQuery(BaseModel):
    """A decision to preview: the records to confirm, reject or split off, or the key of the event to merge."""

    model_config = ConfigDict(extra="forbid")

    act: event_acts.What
    ids: Ids = []
    other: Annotated[str, Field(pattern=ID_PATTERN)] | Literal[""] = ""


class EventActForm(EventActQuery, ConfirmedForm):
    """The decision, after its preview."""


class UndoForm(EventsQuery):
    """The decision to undo."""

    decision: Whole
    once: Mark = ""
    reason: Reason = ""


def count_doubtful_events(archive: Archive) -> int:
    """Return how many events have records that may belong to them."""
    return len(archive.catalogue.doubtful_press_events())


def desk_events() -> str:
    """Return the list, those with doubtful records first."""
    return _list(checked(EventsQuery, negotiation.arguments()))


def desk_event(key: str) -> Response:
    """Return the page of an event. One that was merged into another redirects to that."""
    found, asked = _event(key), checked(EventQuery, negotiation.arguments())
    return _page(found, asked.done, q=asked.q)


def preview_event_act(key: str) -> Response:
    """Return the preview of a decision."""
    found, asked = _event(key), checked(EventActQuery, negotiation.arguments())
    try:
        return _preview(found, _wanted(found, asked))
    except Undecidable as error:
        return _page(found, problem=localised_message(error.message))


def decide_event_act(key: str) -> Response:
    """Do what the preview showed, and redirect to the event, or to the list if the event no longer exists."""
    found, asked = _event(key), checked(EventActForm, form_tokens.sent())
    act = _wanted(found, asked)
    try:
        reason = reason_of(asked.reason)
        return form_tokens.once(
            lambda: _after(found.key, event_acts.decide(services().archive, act, AGENT, asked.previewed, reason))
        )
    except NotEditable as error:
        return _preview(found, act, localised_message(error.message))
    except ChangedMeanwhile as error:
        tell_meanwhile(act.records)
        return _preview(found, act, localised_message(error.message))
    except Undecidable as error:
        tell_meanwhile(act.records)
        return _page(found, problem=localised_message(error.message))


def undo_event_act() -> Response:
    """Undo a decision, and redirect to its event."""
    asked = checked(UndoForm, form_tokens.sent())
    try:
        reason = reason_of(asked.reason)
        return form_tokens.once(lambda: _undone(asked.decision, reason))
    except NotEditable as error:
        return Response(_list(asked, localised_message(error.message)), 400)
    except CannotUndo as error:
        tell_meanwhile(_about(_decision(asked.decision)))
        return Response(_list(asked, localised_message(error.message)), 409)


def _about(act: EventAct | None) -> set[str]:
    """Return the records and the events of a decision."""
    if act is None:
        return set()
    return {act.record or "", *(one for pair in act.detail["after"] for one in pair[:2])}


def _undone(n: int, reason: str | None) -> str:
    archive = services().archive
    event_acts.undo(archive, n, AGENT, reason)
    act = _decision(n)
    return _after(act.detail["event"] if act else "", n)


def _after(key: str, n: int) -> str:
    """Return the page of the event, or the list if it has no records left."""
    there = key and services().archive.catalogue.press_event(key, ARCHIVIST)
    return links.with_query(desk_links.event(key) if there else PATH, [("done", str(n))])


def _event(key: str) -> PressEvent:
    """Return the event with this key. The key of a merged event or of a record leads to its event."""
    if not re.fullmatch(ID_PATTERN, key):
        abort(404)
    catalogue = services().archive.catalogue
    found = catalogue.press_event(key, ARCHIVIST)
    if found is None:
        of = catalogue.press_event_of(key, ARCHIVIST)
        to = of.key if of else catalogue.press_event_lead(key, ARCHIVIST)
        abort(404 if to is None else redirect(desk_links.event(to), 303))
    return found


def _wanted(event: PressEvent, asked: EventActQuery) -> WantedEventAct:
    """Return the requested decision. Raise Undecidable if none is requested."""
    if not (asked.other if asked.act == "merge" else asked.ids):
        raise Undecidable(Message("selection-empty"))
    return WantedEventAct(asked.act, event.key, tuple(asked.ids), asked.other)


def _decision(n: int | None) -> EventAct | None:
    acts = services().archive.catalogue.press_event_acts() if n is not None else []
    return next((act for act in acts if act.n == n), None)


def _done(n: int | None) -> DecisionRow | None:
    act = _decision(n)
    return decision_rows([act])[0] if act else None


def _list(query: EventsQuery, problem: str = "") -> str:
    catalogue = services().archive.catalogue
    doubtful, acts = catalogue.doubtful_press_events(), catalogue.press_event_acts()
    every = catalogue.press_event_keys(ARCHIVIST)
    counts: dict[str, int] = {"doubtful": len(doubtful), "all": len(every), "decided": len(acts)}
    pages = Pages.of(counts[query.show], query.page)
    here = slice(pages.skip, pages.skip + A_PAGE)
    rows = (
        []
        if query.show == "decided"
        else [*event_links((doubtful if query.show == "doubtful" else every)[here]).values()]
    )
    return render_template(
        "desk/events.html",
        query=query,
        path=PATH,
        rows=rows,
        decisions=decision_rows(acts[here]) if query.show == "decided" else [],
        pages=pages,
        shows=[(SHOWS[show], counts[show], query.address(show=show), show == query.show) for show in SHOWS],
        done=_done(query.done),
        problem=problem,
    )


def _page(event: PressEvent, done: int | None = None, problem: str = "", q: str = "") -> Response:
    members, possible = member_rows(event)
    records: list[MemberRow] = []
    events: list[EventLink] = []
    try:
        records, events = _found(event, q)
    except (IndexUnavailable, QueryError) as error:
        problem = problem or localised_message(error.message)
    public = services().archive.catalogue.press_event(event.key, PUBLIC)
    body = render_template(
        "desk/event.html",
        event=event_link(event),
        members=members,
        more=len(event.members) - len(members),
        possible=possible,
        near=events or near_events(event, possible),
        found=records,
        q=q,
        nothing=bool(q.strip()) and not (records or events or problem),
        public=links.event(event.key) if public else None,
        done=_done(done),
        path=PATH,
        problem=problem,
    )
    return Response(body, refused_status() if problem else 200)


def _found(event: PressEvent, q: str) -> tuple[list[MemberRow], list[EventLink]]:
    """Return the records that were searched for and are not of this event, and the events they are of. Raise
    IndexUnavailable, QueryError."""
    record, key = meant(services().archive, q), _KEY.fullmatch(q.strip())
    if record is None and key and (one := services().archive.catalogue.press_event(key[1], ARCHIVIST)):
        return [], [event_link(one)] if one.key != event.key else []
    mine = {member.record for member in event.members}
    rows = elsewhere_rows([*ends({record} - mine).values()] if record else found_records(q, but=mine))
    return rows, [*{row.elsewhere.key: row.elsewhere for row in rows if row.elsewhere}.values()]


def _preview(event: PressEvent, act: WantedEventAct, problem: str = "") -> Response:
    seen = event_acts.rehearse(services().archive, act, AGENT)
    reasons = {one.record: reasons_in_words(one) for one in (*event.members, *event.possible)}
    body = render_template(
        "desk/event_preview.html",
        act=act,
        event=event_link(event),
        other=event_links([act.other]).get(act.other),
        moves=move_rows(seen.moves, seen.made, reasons),
        previewed=seen.digest,
        why=typed_reason(),
        problem=problem,
    )
    return Response(body, refused_status() if problem else 200)
