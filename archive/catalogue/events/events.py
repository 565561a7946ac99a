"""Read events as a viewer may see them.

An event is rebuilt from the records that its viewer sees: title, days, place, counts and reasons come from these alone.
Members that only hidden records connect to the others are left out, so that nothing reveals hidden ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from archive.catalogue.events.event_decisions import decided_about
from archive.catalogue.events.event_finder import LEAST
from archive.catalogue.events.event_profile import days_told
from archive.catalogue.events.event_ties import ties_of
from archive.catalogue.events.tie_rules import Reason
from archive.catalogue.events.unions import Unions
from archive.catalogue.records.record_reads import Sight, is_public_at
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import event_members, press_events, records
from archive.record import Kind

_MOST_POSSIBLE = 60
_MOST_LEADS = 20  # redirects between keys
_RANK = (Kind.PRESS_RELEASE, Kind.ARTICLE, Kind.SPEECH, Kind.DOCUMENT, Kind.PHOTO)
_NO_TEXTS = (Kind.DOCUMENT.value, Kind.PHOTO.value)
_OF_OTHERS = frozenset(("annex", "correction", "advisory", "caption-sheet"))
_COLUMNS = (records.c.id, records.c.kind, records.c.genre, records.c.status, records.c.release_at, records.c.facts)
_SEEN = select(*_COLUMNS).where(records.c.id.in_(EACH))


@dataclass(frozen=True, slots=True)
class EventMember:
    """A record of an event, and why it is in it: codes of `archive.catalogue.events.tie_rules.Reason`, strongest
    first."""

    record: str
    kind: Kind
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PressEvent:
    """An event as a viewer sees it: key, title, first and last day (ISO 8601) and place (each "" if unknown), the
    members by day, and `possible` members, which are not counted. `titles` has the title for the readers of each
    language in which a text is."""

    key: str
    title: str
    first: str
    last: str
    place: str
    members: tuple[EventMember, ...]
    possible: tuple[EventMember, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)

    def count(self, *kinds: Kind) -> int:
        """Return the number of members of these kinds."""
        return sum(1 for member in self.members if member.kind in kinds)


def event(conn: Connection, key: str, sight: Sight) -> PressEvent | None:
    """Return the event with this key, or None if the viewer sees fewer than two connected records of it."""
    rows = _seen_members(conn, key, sight)
    if len(rows) < LEAST:
        return None
    decided = decided_about(conn, (), [key])
    kept = decided.kept.get(key, set())
    ties = ties_of(conn, rows.keys())
    mine = _island(rows, ties, kept)
    if len(mine) < LEAST:
        return None
    reasons = _reasons(mine, [row for row in ties if row.sure], kept)
    members = [
        EventMember(id_, Kind(rows[id_].kind), reasons[id_]) for id_ in sorted(mine, key=lambda id_: _order(rows[id_]))
    ]
    refused = {record for record, keys in decided.refused.items() if key in keys}
    possible = _possible(conn, mine, ties, refused, sight)
    first, last = _days([rows[one.record] for one in members])
    told = [rows[one.record] for one in members]
    return PressEvent(key, _title(told), first, last, _place(told), tuple(members), possible, _titles(told))


def _seen_members(conn: Connection, key: str, sight: Sight) -> dict[str, Row[Any]]:
    ids = conn.execute(select(event_members.c.record).where(event_members.c.event == key)).scalars().all()
    return {row.id: row for row in select_by_ids(conn, _SEEN, ids) if sight.sees(row)}


def event_of(conn: Connection, record: str, sight: Sight) -> PressEvent | None:
    """Return the event of a record, or None if the viewer sees none."""
    key = conn.execute(select(event_members.c.event).where(event_members.c.record == record)).scalar()
    found = event(conn, key, sight) if key else None
    return found if found and any(one.record == record for one in found.members) else None


def lead_of(conn: Connection, key: str, sight: Sight) -> str | None:
    """Return the key of the event that this one was merged into; None for an unknown event or one that was not merged.
    Also None if only hidden records connect the visible ones of that event: the redirect would reveal them."""
    at = key
    for _ in range(_MOST_LEADS):
        to = conn.execute(select(press_events.c.merged_into).where(press_events.c.key == at)).scalar()
        if to is None:
            break
        at = to
    found = event(conn, at, sight) if at != key else None
    return at if found and len(found.members) == len(_seen_members(conn, at, sight)) else None


def event_keys(conn: Connection, sight: Sight) -> list[str]:
    """Return the keys of all events that the viewer sees, the newest first."""
    seen = records.c.id.is_not(None) if sight.sees_all else is_public_at(sight.now)
    shown = func.sum(case((seen, 1), else_=0))
    day = func.max(case((seen, event_members.c.day), else_=""))
    found = (
        select(event_members.c.event, shown, func.count(), day)
        .join(records, records.c.id == event_members.c.record)
        .group_by(event_members.c.event)
        .having(shown >= LEAST)
        .order_by(day.desc(), event_members.c.event)
    )
    # If some are hidden, the rest may not be connected.
    rows = conn.execute(found).all()
    return [key for key, count, whole, _ in rows if count == whole or event(conn, key, sight) is not None]


def _island(rows: Mapping[str, Any], ties: Iterable[Row[Any]], kept: Collection[str]) -> set[str]:
    """Return the largest connected set of these records, with those that the archivist put there."""
    unions = Unions(rows)
    for row in ties:
        if row.sure and row.one in unions and row.other in unions:
            unions.join(row.one, row.other)
    confirmed = sorted(one for one in kept if one in unions)
    for one, other in pairwise(confirmed):
        unions.join(one, other)
    largest = min(unions.sets(), key=lambda found: (-len(found), found))
    return {*largest, *confirmed}


_STRENGTH = {reason.value: n for n, reason in enumerate(Reason)}


def _reasons(mine: Collection[str], ties: Iterable[Row[Any]], kept: Collection[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in ties:
        if row.one in mine and row.other in mine:
            found[row.one].add(row.reason)
            found[row.other].add(row.reason)
    for one in kept:
        found[one].add(Reason.ARCHIVIST.value)
    return {one: tuple(sorted(found[one], key=_strength)) for one in mine}


def _strength(reason: str) -> int:
    return -1 if reason == Reason.ARCHIVIST else _STRENGTH[reason]


def _possible(
    conn: Connection, mine: Collection[str], ties: Iterable[Row[Any]], refused: Collection[str], sight: Sight
) -> tuple[EventMember, ...]:
    """Return the records that only possible ties join to members, those with most ties first."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for row in ties:
        for near, far in ((row.one, row.other), (row.other, row.one)):
            if not row.sure and near in mine and far not in mine and far not in refused:
                held[far][row.reason] += 1
    ordered = sorted(held, key=lambda one: (-held[one].total(), one))
    rows = {row.id: row for row in select_by_ids(conn, _SEEN, ordered) if sight.sees(row)}
    seen = [one for one in ordered if one in rows][:_MOST_POSSIBLE]
    return tuple(EventMember(one, Kind(rows[one].kind), tuple(sorted(held[one], key=_strength))) for one in seen)


def _order(row: Row[Any]) -> tuple[Any, ...]:
    facts = row.facts
    day = str(facts.get("created") or facts.get("date") or facts.get("event_date") or "~")
    return _RANK.index(Kind(row.kind)), row.genre in _OF_OTHERS, day, str(facts.get("title") or ""), row.id


def _title(rows: Iterable[Row[Any]]) -> str:
    """Return the event's title: the occasion that most members name, else the title of the first member that has
    one."""
    ordered = list(rows)
    named = Counter(str(row.facts["event"]).strip() for row in ordered if isinstance(row.facts.get("event"), str))
    named.pop("", None)
    if named:
        most = max(named.values())
        return min((name for name, count in named.items() if count == most), key=lambda name: (name.isupper(), name))
    titles = (row.facts.get("title") or row.facts.get("headline") for row in ordered)
    return next((str(title) for title in titles if title), "")


def _titles(rows: Iterable[Row[Any]]) -> dict[str, str]:
    """Return the event's title by language, for the languages in which a text is."""
    spoken: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        spoken[str(row.facts.get("language") or "").partition("-")[0]].append(row)
    told = {
        language: _title(of_it) for language, of_it in spoken.items() if any(row.kind not in _NO_TEXTS for row in of_it)
    }
    return {language: title for language, title in told.items() if language and title}


def _days(rows: Iterable[Row[Any]]) -> tuple[str, str]:
    """Return the days of the event: those of its photos and speeches, with days that texts report around them; else the
    days of the first text that reports any, else the day of issue."""
    told = [(row.kind, days_told(row.kind, row.facts, row.genre)) for row in rows]
    made = {day for kind, days in told if kind in (Kind.PHOTO.value, Kind.SPEECH.value) for day in days[:2] if day}
    spans = [(first, last) for _, (first, last, _) in told if first]
    if made:
        around = [span for span in spans if any(span[0] <= day <= span[1] for day in made)]
        days = [*made, *(day for span in around for day in span)]
        return min(days), max(days)
    issued = [issue for _, (_, _, issue) in told if issue]
    return spans[0] if spans else (issued[0], issued[0]) if issued else ("", "")


def _place(rows: Iterable[Row[Any]]) -> str:
    found: Counter[str] = Counter()
    for row in rows:
        for key in ("city", "places"):
            value = row.facts.get(key)
            found.update(
                dict.fromkeys([value] if isinstance(value, str) else value if isinstance(value, list) else (), 1)
            )
    found.pop("", None)
    most = max(found.values(), default=0)
    return min((place for place, count in found.items() if count == most), default="")
