"""The archivist's decisions about events: a record is in an event, or is not; an event is merged or split.

A decision is about an event and a record. No rule changes it. Each act is an event of the history that keeps the
previous state; the latest act about a record is undone first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from archive.catalogue.records.record_lookup import merged_into
from archive.catalogue.records.record_writes import new_id
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import event_decisions, event_members, events, merged, press_events, records
from archive.errors import CannotUndo, Undecidable, UnknownRecord
from archive.messages import Message

_TYPE = "event decision"
_OF_RECORDS = select(event_decisions).where(event_decisions.c.record.in_(EACH))
_OF_EVENTS = select(event_decisions).where(event_decisions.c.event.in_(EACH))
_PARTS = select(merged.c.old).where(merged.c.old.in_(EACH))
Said = dict[str, Any]


def new_key() -> str:
    """Return the key of a new event: 60 random bits in base32. It reveals nothing about the event."""
    return new_id()[:12]


@dataclass(slots=True)
class Decided:
    """The archivist's decisions: by event the records in it (`kept`), by record the events that it is not in
    (`refused`)."""

    kept: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def outcasts(self) -> set[str]:
        """Return the records that were taken out of some event, so they tie nothing together."""
        return set(self.refused)

    def add(self, other: Decided) -> None:
        """Add other decisions."""
        for key, found in other.kept.items():
            self.kept[key] |= found
        for record, keys in other.refused.items():
            self.refused[record] |= keys

    def events(self) -> set[str]:
        """Return the keys of all events with a decision."""
        return {*self.kept, *(key for keys in self.refused.values() for key in keys)}

    def records(self) -> set[str]:
        """Return the records with a decision."""
        return {*self.refused, *(one for found in self.kept.values() for one in found)}


def decided_about(conn: Connection, ids: Iterable[str], keys: Iterable[str]) -> Decided:
    """Return the decisions about these records and events. A decision about a merged record applies to the record it is
    now part of."""
    rows = [*select_by_ids(conn, _OF_RECORDS, sorted(ids)), *select_by_ids(conn, _OF_EVENTS, sorted(keys))]
    parts = {row.old for row in select_by_ids(conn, _PARTS, sorted({row.record for row in rows}))}
    found = Decided()
    for row in rows:
        later = merged_into(conn, row.record) if row.record in parts else None
        record = later[0] if later else row.record
        if row.holds:
            found.kept[row.event].add(record)
        else:
            found.refused[record].add(row.event)
    return found


def confirm(batch: Batch, key: str, record: str) -> int:
    """Decide that a record is in this event, and no longer in its former one. Return the number of the act. Raise
    UnknownRecord for an unknown event or record, Undecidable if it was decided already."""
    _check(batch.conn, [key], [record])
    was = _members(batch.conn, [record]).get(record)
    said: list[Said] = [{"event": key, "record": record, "holds": True}]
    if was not in (None, key):
        said.append({"event": was, "record": record, "holds": False})
    return _act(batch, "confirmed", said, {"event": key}, record)


def reject(batch: Batch, key: str, record: str) -> int:
    """Decide that a record is not in an event. Return the number of the act. Raise as `confirm` does."""
    _check(batch.conn, [key], [record])
    return _act(batch, "rejected", [{"event": key, "record": record, "holds": False}], {"event": key}, record)


def merge(batch: Batch, key: str, other: str) -> int:
    """Merge the second event into the first, whose key stays; the second key redirects there. Return the number of the
    act. Raise UnknownRecord, Undecidable for an event with itself."""
    _check(batch.conn, [key, other], [])
    if key == other:
        raise Undecidable(Message("event-itself"))
    conn = batch.conn
    ids = sorted({*_of_event(conn, key), *_of_event(conn, other)})
    said: list[Said] = [{"event": key, "record": record, "holds": True} for record in ids]
    rows = conn.execute(select(event_decisions).where(event_decisions.c.event == other, event_decisions.c.holds))
    said += [{"event": other, "record": row.record, "holds": None} for row in rows]
    return _act(batch, "merged", said, {"event": key, "other": other})


def split(batch: Batch, key: str, ids: Collection[str]) -> tuple[int, str]:
    """Split these records off into a new event. Return the number of the act, and the new key. Raise UnknownRecord, and
    Undecidable for fewer than two records, all of them, or records that are not in the event."""
    _check(batch.conn, [key], ids)
    within = set(_of_event(batch.conn, key))
    if strangers := set(ids) - within:
        raise Undecidable(Message("event-not-member", record=min(strangers), event=key))
    if len(set(ids)) < 2 or within == set(ids):
        raise Undecidable(Message("event-split-few"))
    made = new_key()
    batch.conn.execute(insert(press_events), {"key": made, "merged_into": None})
    said: list[Said] = [
        {"event": event, "record": record, "holds": event == made}
        for record in sorted(set(ids))
        for event in (key, made)
    ]
    return _act(batch, "split", said, {"event": key, "made": made}), made


def undo(batch: Batch, n: int | None = None) -> int:
    """Undo act `n`, by default the latest one not undone, and return its number. Raise UnknownRecord if there is none,
    CannotUndo if something else was decided about its records since."""
    batch.write_events()
    act = next((one for one in acts(batch.conn) if one.n == n or (n is None and one.stands)), None)
    if act is None:
        raise UnknownRecord(Message("decision-unknown", n=n) if n is not None else Message("event-undo-none"))
    detail = act.detail
    pairs = [(key, record) for key, record, _ in detail["after"]]
    if not act.stands or [[*pair, _said(batch.conn, *pair)] for pair in pairs] != detail["after"]:
        raise CannotUndo(Message("decision-superseded"))
    for key, record, holds in detail["before"]:
        _say(batch.conn, {"event": key, "record": record, "holds": holds})
    now = _members(batch.conn, [record for record, _ in detail["members"]])
    for record, key in detail["members"]:
        if key is not None and record in now:
            mine = event_members.c.record == record
            batch.conn.execute(update(event_members).where(mine).values(event=key))
        elif key is not None and batch.conn.execute(select(records.c.id).where(records.c.id == record)).first():
            batch.conn.execute(insert(event_members), {"record": record, "event": key, "day": ""})
    if made := detail.get("made"):
        gone = press_events.c.key == made
        batch.conn.execute(update(press_events).where(gone).values(merged_into=detail["event"]))
    batch.of_events.update(record for _, record in pairs)
    batch.decision(_TYPE, act.record, decision="taken back", event=detail["event"], taken_back=act.n)
    return act.n


@dataclass(frozen=True, slots=True)
class EventAct:
    """An act of the archivist about events, with its number and time (UTC). `what` is confirmed, rejected, merged or
    split; it `stands` until it is undone."""

    n: int
    at: str
    what: str
    record: str | None
    detail: dict[str, Any]
    stands: bool


def acts(conn: Connection) -> list[EventAct]:
    """Return all acts about events, newest first."""
    found: list[EventAct] = []
    gone: set[int] = set()
    for row in conn.execute(select(events).where(events.c.type == _TYPE).order_by(events.c.n.desc())):
        if "taken_back" in row.detail:
            gone.add(row.detail["taken_back"])
        else:
            found.append(EventAct(row.n, row.at, row.detail["decision"], row.record, row.detail, row.n not in gone))
    return found


def _act(batch: Batch, what: str, said: list[Said], about: dict[str, str], record: str | None = None) -> int:
    conn = batch.conn
    before = [[one["event"], one["record"], _said(conn, one["event"], one["record"])] for one in said]
    after = [[one["event"], one["record"], one["holds"]] for one in said]
    if before == after:
        raise Undecidable(Message("event-said-before"))
    held = _members(conn, [one["record"] for one in said])
    for one in said:
        _say(conn, one)
    batch.of_events.update(one["record"] for one in said)
    members = [[one, held.get(one)] for one in sorted({one["record"] for one in said})]
    batch.decision(_TYPE, record, decision=what, **about, before=before, after=after, members=members)
    batch.write_events()
    return int(conn.execute(select(events.c.n).order_by(events.c.n.desc()).limit(1)).scalar_one())


def _say(conn: Connection, one: Said) -> None:
    mine = (event_decisions.c.event == one["event"], event_decisions.c.record == one["record"])
    conn.execute(delete(event_decisions).where(*mine))
    if one["holds"] is not None:
        conn.execute(insert(event_decisions), one)


def _said(conn: Connection, key: str, record: str) -> bool | None:
    mine = (event_decisions.c.event == key, event_decisions.c.record == record)
    return conn.execute(select(event_decisions.c.holds).where(*mine)).scalar()


def _members(conn: Connection, ids: Iterable[str]) -> dict[str, str]:
    wanted = select(event_members).where(event_members.c.record.in_(EACH))
    return {row.record: row.event for row in select_by_ids(conn, wanted, sorted(set(ids)))}


def _of_event(conn: Connection, key: str) -> list[str]:
    return list(conn.execute(select(event_members.c.record).where(event_members.c.event == key)).scalars())


def _check(conn: Connection, keys: Collection[str], ids: Collection[str]) -> None:
    for key in keys:
        if not conn.execute(select(press_events.c.key).filter_by(key=key, merged_into=None)).first():
            raise UnknownRecord(Message("event-unknown", event=key))
    known = {
        row.id for row in select_by_ids(conn, select(records.c.id).where(records.c.id.in_(EACH)), sorted(set(ids)))
    }
    if missing := set(ids) - known:
        raise UnknownRecord(Message("record-unknown", record=min(missing)))
