"""Find the events of records at the end of each batch, and write those that changed.

An event is a set of records connected by sure ties. Photos of a series join the event of those members that are in one.
The result depends only on the catalogue and the archivist's decisions, never on the order of arrival; only the keys are
assigned as events are found, and stay.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from archive.authority.card_index import Cards
from archive.catalogue.events import event_ties
from archive.catalogue.events.event_clues import (
    CONFERENCE,
    PAPER,
    UNDATED,
    Spot,
    common_clues,
    days_of,
    is_of_day,
    is_searched,
    members_of,
    records_with,
    spots_held,
    spots_of,
    store_spots,
    texts_of,
)
from archive.catalogue.events.event_conferences import texts_of_sort
from archive.catalogue.events.event_decisions import Decided, decided_about, new_key
from archive.catalogue.events.event_scripts import concerned_by_scripts
from archive.catalogue.events.event_subjects import days_with
from archive.catalogue.events.event_ties import (
    ALL_PAIRS,
    EventWorld,
    copies_among,
    find_ties,
    linked_to,
    replace_series,
    replace_subjects,
    replace_ties,
    sure_ties,
)
from archive.catalogue.events.unions import Unions
from archive.catalogue.photos.frame_queries import GAP
from archive.catalogue.photos.frame_runs import Maker, frames_of, maker_of, makers_runs
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import event_members, meta, press_events, records

RULES = 4  # one more whenever the rules of events change; what they found before is then found again
LEAST = 2  # records in an event
_NUMBERS, _NUMBERS_UNTIMED = GAP, 12  # that may be missing between frames, with and without times
_MINUTES = 45  # between two frames
_MEMBERS = select(event_members).where(event_members.c.event.in_(EACH))
_MEMBERSHIPS = select(event_members).where(event_members.c.record.in_(EACH))
_IDS = select(records.c.id)
_FOUND_BY = "event_rules"  # in `meta`: the rules by which all events were found
_RULES_USED = select(meta.c.value).where(meta.c.key == _FOUND_BY)


@dataclass(frozen=True, slots=True)
class EventMove:
    """A record, and the keys of the events that it was in before and is in now; None for no event."""

    record: str
    before: str | None
    after: str | None


def update_events(conn: Connection, changed: Collection[str], cards: Cards) -> list[EventMove]:
    """Find the events of records that were added or changed, or whose links changed, and of all that depend on them.
    Return the records that moved, by id. Call it after links and relations are written."""
    if not changed:
        return []
    world = EventWorld(conn, cards)
    world.load(changed)
    days = days_with(conn, changed)
    asked = set(changed) | linked_to(conn, changed) | _store_clues(world, changed)
    world.load(asked)
    moved = replace_ties(conn, asked, find_ties(world, asked))
    moved |= replace_subjects(world, days | days_with(conn, asked))
    return _settle(world, set(changed) | moved)


def rebuild_events(conn: Connection, cards: Cards) -> None:
    """Find all events again, for example after new name cards. An event keeps its key while its members stay."""
    ids = conn.execute(_IDS.order_by(records.c.id)).scalars().all()
    world = EventWorld(conn, cards)
    for some in in_chunks(ids):
        world.load(some)
        store_spots(conn, spots_held(conn, some), _spots(world, some))
    event_ties.delete_all_ties(conn)
    days = {one: profile.issue or profile.first for one, profile in world.profiles.items()}
    for some in in_chunks(sorted(ids, key=lambda one: (days.get(one, ""), one))):  # to read texts of a day once
        made = find_ties(world, set(some))
        replace_ties(conn, some, made)
    for some in in_chunks(sorted(days_with(conn, ids))):
        replace_subjects(world, some)
    _settle(world, set(ids))
    conn.execute(upsert(meta), {"key": _FOUND_BY, "value": RULES})


def found_by_these_rules(conn: Connection) -> bool:
    """Return whether all events were found by the present rules, not by those of another version."""
    return conn.execute(_RULES_USED).scalar() == RULES


def _store_clues(world: EventWorld, changed: Collection[str]) -> set[str]:
    """Store the clues of these records. Return all other records affected because a clue became rare or common, or
    because their day now has more texts."""
    conn = world.conn
    before = spots_held(conn, changed)
    now = _spots(world, changed)
    spots = {spot for held in (*before.values(), *now.values()) for spot in held}
    clues = {clue for clue, _ in spots if not is_of_day(clue)}
    was_common, was_many = common_clues(conn, clues), _crowded(conn, spots)
    store_spots(conn, before, now)
    is_common, is_many = common_clues(conn, clues), _crowded(conn, spots)
    found = records_with(conn, was_common ^ is_common)
    for spot in was_many.keys() | is_many.keys():
        stays = spot[1] == UNDATED and spot in was_many and spot in is_many  # then none of them is compared
        if spot[0] not in was_common & is_common and not stays:
            found.update(was_many.get(spot, ()), is_many.get(spot, ()))
    days = days_of(spots)
    beside = (texts_of_sort(conn, sort, days) for sort in (CONFERENCE, PAPER))
    return found.union(concerned_by_scripts(conn, days, changed), *beside)


def _spots(world: EventWorld, ids: Collection[str]) -> dict[str, set[Spot]]:
    texts = texts_of(world.conn, sorted(ids))
    return {one: spots_of(world.profiles[one], texts.get(one, "")) for one in ids if one in world.profiles}


def _crowded(conn: Connection, spots: Collection[Spot]) -> dict[Spot, list[str]]:
    found = members_of(conn, [spot for spot in spots if is_searched(*spot) or spot[1] == UNDATED])
    return {spot: members for spot, members in found.items() if len(members) > ALL_PAIRS}


class _Neighbourhood:
    """The records whose events may have changed, with their series and the archivist's decisions."""

    def __init__(self, world: EventWorld, begun: Collection[str]) -> None:
        self._world = world
        self.events: set[str] = set()
        self.was: dict[str, str] = {}  # previous event by record
        self.days: dict[str, str] = {}  # previous day by record
        self.records: set[str] = set()
        self.series: list[list[str]] = []
        self.decided = Decided()
        self._grow(set(begun))

    def _grow(self, new: set[str]) -> None:
        """Add whole events, whole series and the decisions about them."""
        conn = self._world.conn
        seen_series: set[tuple[str, ...]] = set()
        while new:
            self.records |= new
            rows = list(select_by_ids(conn, _MEMBERSHIPS, sorted(new)))
            self._note(rows)
            events = {row.event for row in rows}
            decided = decided_about(conn, new, events)
            self.decided.add(decided)
            events |= decided.events()
            members = list(select_by_ids(conn, _MEMBERS, sorted(events - self.events)))
            self.events |= events
            self._note(members)
            found = {row.record for row in members} | decided.records()
            found |= _tied(conn, new)
            self._world.load(new | found)
            for run in _series(self._world, new):
                if tuple(run) not in seen_series:
                    seen_series.add(tuple(run))
                    self.series.append(run)
                    found.update(run)
            new = found - self.records
        self._world.load(self.records)
        self.records &= self._world.profiles.keys()

    def _note(self, rows: Iterable[Any]) -> None:
        for row in rows:
            self.was[row.record], self.days[row.record] = row.event, row.day

    def day(self, record: str) -> str:
        """Return the day of a record, or ""."""
        profile = self._world.profiles[record]
        return profile.first or profile.issue


def _tied(conn: Connection, ids: Collection[str]) -> set[str]:
    return {end for row in event_ties.ties_of(conn, ids) if row.sure for end in (row.one, row.other)}


def _series(world: EventWorld, ids: Collection[str]) -> Iterator[list[str]]:
    """Yield the series of photos with known days: frames in close succession."""
    mine = frames_of(world.conn, sorted(ids))
    rows = makers_runs(world.conn, [row for row in mine if len(row.day) == 10 and row.day[4:5] == "-"])
    world.load(row.record for row in rows)
    by_maker: dict[Maker, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_maker[maker_of(row)].append(row)
    for run in by_maker.values():
        for part in _parts(world, sorted(run, key=lambda row: (row.number, row.record))):
            if len(part) > 1 and not set(ids).isdisjoint(part):
                yield part


def _parts(world: EventWorld, run: list[Row[Any]]) -> Iterator[list[str]]:
    part = [run[0].record]
    for before, row in pairwise(run):
        if not _follows(world, before, row):
            yield part
            part = []
        part.append(row.record)
    yield part


def _follows(world: EventWorld, before: Row[Any], row: Row[Any]) -> bool:
    one, other = world.profiles.get(before.record), world.profiles.get(row.record)
    if one is None or other is None:
        return False
    if one.event and other.event and one.event != other.event:
        return False
    if (one.places and other.places and one.places.isdisjoint(other.places)) or (
        one.hall and other.hall and one.hall != other.hall
    ):
        return False
    gap, between = row.number - before.number, _minutes(before.taken, row.taken)
    return gap <= _NUMBERS_UNTIMED if between is None else gap <= _NUMBERS and between <= _MINUTES


def _minutes(one: str, other: str) -> float | None:
    try:
        first, second = datetime.fromisoformat(one[:19]), datetime.fromisoformat(other[:19])
    except ValueError:
        return None
    return abs((second - first).total_seconds()) / 60


def _settle(world: EventWorld, begun: Collection[str]) -> list[EventMove]:
    """Find the events around these records, assign keys, and write what changed. Return the records that moved."""
    near = _Neighbourhood(world, begun)
    groups = _groups(world.conn, near)
    keyed = _keyed(groups, near)
    now = _attached(world.conn, near, keyed)
    return _write(world.conn, near, now)


def _groups(conn: Connection, near: _Neighbourhood) -> list[list[str]]:
    """Return the groups of records that belong together, without those that the archivist took out of an event."""
    free = near.records - near.decided.outcasts
    unions = Unions(free)
    for one, other in sure_ties(conn, near.records):
        if one in unions and other in unions:
            unions.join(one, other)
    anchored = Counter(unions.root(one) for one in free)
    joins = []
    for run in near.series:
        roots = {unions.root(one) for one in run if one in unions}
        if sum(1 for root in roots if anchored[root] >= LEAST) <= 1:
            joins.append([one for one in run if one in unions])
    for run in joins:
        for one, other in pairwise(run):
            unions.join(one, other)
    replace_series(conn, near.records, joins)
    was_in: dict[str, list[str]] = defaultdict(list)
    for one in sorted(free & near.was.keys()):
        was_in[near.was[one]].append(one)
    for key, members in near.decided.kept.items():
        held = Counter(unions.root(one) for one in was_in.get(key, ()))
        confirmed = [*(root for root, _ in held.most_common(1)), *sorted(free & members)]
        for one, other in pairwise(confirmed if free & members else ()):
            unions.join(one, other)
    return unions.sets()


def _keyed(groups: Sequence[list[str]], near: _Neighbourhood) -> dict[str, set[str]]:
    """Return the members of each event by key: the key of most of them, but the archivist's decisions come first."""
    kept_in: dict[str, list[str]] = defaultdict(list)  # by record, the events that it was confirmed in
    for key, members in near.decided.kept.items():
        for one in members:
            kept_in[one].append(key)
    claims: list[tuple[int, int, str, int]] = []
    for n, group in enumerate(groups):
        held = Counter(near.was[one] for one in group if one in near.was)
        confirmed = Counter(key for one in group for key in kept_in.get(one, ()))
        claims += [(-confirmed[key], -held[key], key, n) for key in held.keys() | confirmed.keys()]
    keys: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, key, n in sorted(claims):
        if n not in keys and key not in taken:
            keys[n] = key
            taken.add(key)
    # A single confirmed member may wait for the others.
    return {
        keys.get(n) or new_key(): set(group)
        for n, group in enumerate(groups)
        if len(group) >= LEAST or any(keys.get(n) in kept_in.get(one, []) for one in group)
    }


def _attached(conn: Connection, near: _Neighbourhood, keyed: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the same, plus records taken out of one event that belong to another, and what is tied only to these.
    Leave out events without any day and events that are only copies of one text or picture, unless the archivist
    confirmed a member."""
    by_record = {one: key for key, members in keyed.items() for one in members}
    outcasts = near.decided.outcasts & near.records
    for key, members in near.decided.kept.items():
        for one in members & outcasts:
            by_record[one] = key
    ties = sure_ties(conn, near.records)
    for seekers in (outcasts, near.records):
        found: dict[str, set[str]] = defaultdict(set)
        for one, other in ties:
            for end, far in ((one, other), (other, one)):
                if end in seekers and end not in by_record and far in by_record:
                    found[end].add(by_record[far])
        for one, events in found.items():
            if len(left := events - near.decided.refused.get(one, set())) == 1:
                by_record[one] = min(left)
    now: dict[str, set[str]] = defaultdict(set)
    for one, key in by_record.items():
        now[key].add(one)
    works = Unions(near.records)
    for one, other in copies_among(conn, near.records):
        if one in works and other in works:
            works.join(one, other)
    return {
        key: members
        for key, members in now.items()
        if len(members) >= LEAST
        and (key in near.decided.kept or (any(map(near.day, members)) and len({*map(works.root, members)}) >= LEAST))
    }


def _write(conn: Connection, near: _Neighbourhood, now: Mapping[str, set[str]]) -> list[EventMove]:
    """Write the members, and redirect keys that are left without members. Return the records that moved."""
    held = {one: key for key, members in now.items() for one in members}
    known = {key for keys in in_chunks(sorted(now)) for key in _known(conn, keys)}
    if made := sorted(now.keys() - known):
        conn.execute(insert(press_events), [{"key": key, "merged_into": None} for key in made])
    changed = {one for one, key in held.items() if near.was.get(one) != key or near.days[one] != near.day(one)}
    gone = {one for one in near.was if one not in held} | (changed & near.was.keys())
    if gone:
        conn.execute(delete(event_members).where(event_members.c.record.in_(EACH)), {"ids": json.dumps(sorted(gone))})
    rows = [{"record": one, "event": held[one], "day": near.day(one)} for one in sorted(changed)]
    if rows:
        conn.execute(insert(event_members), rows)
    went: dict[str, Counter[str]] = defaultdict(Counter)  # by event, where its members are now
    for one, was in near.was.items():
        if one in held:
            went[was][held[one]] += 1
    for key in sorted(went.keys() & near.events - now.keys()):
        _lead(conn, key, went[key].most_common(1)[0][0])
    for keys in in_chunks(sorted(now)):
        back = update(press_events).where(press_events.c.key.in_(keys), press_events.c.merged_into.is_not(None))
        conn.execute(back.values(merged_into=None))
    ids = sorted(held.keys() | near.was.keys())
    return [EventMove(one, near.was.get(one), held.get(one)) for one in ids if near.was.get(one) != held.get(one)]


def _lead(conn: Connection, key: str, to: str) -> None:
    """Redirect the key of an event that was absorbed by another."""
    conn.execute(update(press_events).where(press_events.c.key == key).values(merged_into=to))


def _known(conn: Connection, keys: Collection[str]) -> list[str]:
    return list(conn.execute(select(press_events.c.key).where(press_events.c.key.in_(keys))).scalars())
