"""Events as the desk shows them: their records with reasons, those that may belong to them, and decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.access import ARCHIVIST
from archive.catalogue import EventAct, EventMove, PressEvent
from archive.record import Kind
from webui.desk.forms.notices import RecordLink, ends
from webui.i18n import labels
from webui.i18n.moments import moment
from webui.i18n.words import MessageTable, marked
from webui.presentation.events import event_counts, event_days, event_title, reasons_in_words
from webui.services import desk_links
from webui.services.services import services

MOST_MEMBERS = 300
_PICTURES = 4  # of an event in a list
_NEAR = 8  # other events to merge with
_NAMED = 3  # records of a decision

_SAID = MessageTable(
    {
        "confirmed": marked("Confirmed"),
        "rejected": marked("Taken out"),
        "merged": marked("Merged"),
        "split": marked("Split"),
    }
)


@dataclass(frozen=True, slots=True)
class EventLink:
    """A link to an event at the desk, and the words about it in a line."""

    key: str
    url: str
    title: str
    days: str
    place: str
    counts: str
    possible: int
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A record that belongs or may belong to an event, and why. `elsewhere`: the event that it is in now."""

    record: RecordLink
    why: str
    elsewhere: EventLink | None


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A record that a decision moves, from one event to another; None for no event. `is_new`: to an event that the
    decision makes."""

    record: RecordLink
    before: EventLink | None
    after: EventLink | None
    is_new: bool
    why: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision about events. `undo` is its number while it can be undone."""

    when: str
    what: str
    records: tuple[RecordLink, ...]
    more: int
    event: EventLink | None
    other: EventLink | None
    undo: int | None


def event_link(event: PressEvent) -> EventLink:
    """Return the link of an event."""
    photos = [member.record for member in event.members if member.kind is Kind.PHOTO][:_PICTURES]
    return EventLink(
        key=event.key,
        url=desk_links.event(event.key),
        title=event_title(event),
        days=event_days(event),
        place=labels.name(event.place, 80),
        counts=event_counts(event),
        possible=len(event.possible),
        pictures=tuple(f"{desk_links.record(photo)}/thumbnail" for photo in photos),
    )


def event_links(keys: Iterable[str | None]) -> dict[str, EventLink]:
    """Return the links of those of these events that exist, by key."""
    read = services().archive.catalogue.press_event
    found = {key: read(key, ARCHIVIST) for key in dict.fromkeys(keys) if key}
    return {key: event_link(event) for key, event in found.items() if event is not None}


def member_rows(event: PressEvent) -> tuple[list[MemberRow], list[MemberRow]]:
    """Return the members of an event, and the records that may belong to it."""
    of = ends(member.record for member in (*event.members[:MOST_MEMBERS], *event.possible))
    possible = {one.record: reasons_in_words(one) for one in event.possible}
    members = [
        MemberRow(of[one.record], reasons_in_words(one), None)
        for one in event.members[:MOST_MEMBERS]
        if one.record in of
    ]
    return members, elsewhere_rows([of[id_] for id_ in possible if id_ in of], possible)


def elsewhere_rows(records: Sequence[RecordLink], reasons: Mapping[str, str] | None = None) -> list[MemberRow]:
    """Return records that are not of an event, each with its reason and the event that it is in."""
    places = services().archive.catalogue.press_events_of([record.id for record in records])
    events = event_links(places.values())
    return [
        MemberRow(record, (reasons or {}).get(record.id, ""), events.get(places.get(record.id, "")))
        for record in records
    ]


def near_events(event: PressEvent, possible: Iterable[MemberRow]) -> list[EventLink]:
    """Return the events that may be the same as this one: those of records that may belong to it, and those of its
    days."""
    keys = [row.elsewhere.key for row in possible if row.elsewhere]
    if event.first:
        keys += services().archive.catalogue.press_events_around(event.first, event.last, _NEAR)
    return [*event_links(key for key in keys if key != event.key).values()][:_NEAR]


def move_rows(moves: Sequence[EventMove], made: str, reasons: Mapping[str, str]) -> list[MoveRow]:
    """Return the records that a decision moves. `reasons`: by record, why it belongs or may belong to its event."""
    of = ends(move.record for move in moves)
    events = event_links(key for move in moves for key in (move.before, move.after))
    return [
        MoveRow(
            record=of[move.record],
            before=events.get(move.before or ""),
            after=events.get(move.after or ""),
            is_new=move.after == made or (move.after is not None and move.after not in events),
            why=reasons.get(move.record, ""),
        )
        for move in moves
        if move.record in of
    ]


def decision_rows(acts: Collection[EventAct]) -> list[DecisionRow]:
    """Return these decisions in words."""
    events = event_links(act.detail.get(name) for act in acts for name in ("event", "other", "made"))
    moved = {act.n: _moved(act) for act in acts}
    of = ends(one for ids in moved.values() for one in ids[:_NAMED])
    return [
        DecisionRow(
            when=moment(act.at),
            what=_SAID[act.what],
            records=tuple(of[one] for one in moved[act.n][:_NAMED] if one in of),
            more=max(0, len(moved[act.n]) - _NAMED),
            event=events.get(act.detail["event"]),
            other=events.get(act.detail.get("made", "")),
            undo=act.n if act.stands else None,
        )
        for act in acts
    ]


def _moved(act: EventAct) -> list[str]:
    """Return the records that the archivist put into an event or took out of one."""
    if act.record:
        return [act.record]
    into = act.detail.get("made") or act.detail["event"]
    return [record for key, record, holds in act.detail["after"] if key == into and holds]
