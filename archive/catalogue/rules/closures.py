"""Closures: records of a collection that is closed for some years are held until they are that old.

A rule only tightens automatically. A record that is added, changed or moved into the collection is held at the end of
the transaction until its date is old enough, unless it is held longer already. An edit of the date moves the end. If
the new end has passed, someone decides. An archivist's later decision on a record is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from archive.access import Access, is_public, stricter
from archive.catalogue.restrictions.embargo_propagation import RestrictedRecord
from archive.catalogue.restrictions.record_access import (
    ASSIGNMENT,
    WAITING,
    access_by_words,
    holds_still,
    read_access,
    set_access,
)
from archive.catalogue.restrictions.standing_sets import last_decisions
from archive.catalogue.rules.collection_rules import (
    CLOSED,
    CollectionRule,
    NewRule,
    add_rule,
    collection_key,
    mark_lifted,
    names_in,
    records_in_collection,
    rules_in_force,
)
from archive.catalogue.rules.rule_dates import CountedDay, closure_end, counted_days, rows_of
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import change_sets, closures, collection_rules, events, merged, scans
from archive.messages import Message, has_code
from archive.record import Status

BY_RULE = ("hold-rule", "hold-rule-undated", "hold-rule-endless")
_OVER, _LIFTED = "hold-rule-over", "hold-rule-lifted"
_BECAUSE = func.json_extract(events.c.detail, "$.because")
_CLOSURES = select(closures).where(closures.c.record.in_(EACH)).order_by(closures.c.record, closures.c.rule)
_RULE = "rule "  # prefix of the number of a rule, in events of records held by one


@dataclass(slots=True)
class RuleEffect:
    """The effect of setting or lifting a rule: how many records it covers (`matched`), the ids of those that are `held`
    from now on, of those released (`come_out`), and of those that `stay` held although it is lifted, until someone
    decides."""

    rule: CollectionRule
    matched: int = 0
    held: list[str] = field(default_factory=list)
    come_out: list[str] = field(default_factory=list)
    stay: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Closure:
    """A rule that closes a record, until an instant, or None until someone decides. `overruled`: an archivist decided
    on the record later."""

    rule: CollectionRule
    until: str | None
    overruled: bool


def set_closure(batch: Batch, new: NewRule, by: str) -> RuleEffect:
    """Close a collection for some years. Raise BadRule."""
    rule = add_rule(batch, new, by)
    ids = records_in_collection(batch.conn, new.collection)
    held = [one.record for one in _apply(batch, ids) if is_public(one.before.status, one.before.release_at, batch.now)]
    return RuleEffect(rule, len(ids), held)


def lift_closure(batch: Batch, n: int, reason: str | None, by: str) -> RuleEffect:
    """Lift a closure. Records that nothing else holds are released. Raise BadRule."""
    effect = RuleEffect(mark_lifted(batch, n, reason, by))
    rows = batch.conn.execute(select(closures).where(closures.c.rule == n)).all()
    batch.conn.execute(delete(closures).where(closures.c.rule == n))
    batch.write_events()
    for some in in_chunks(rows):
        known = {row.id: row for row in rows_of(batch.conn, [row.record for row in some])}
        for row in some:
            if row.record in known:
                effect.matched += 1
                _lift(batch, effect, known[row.record], row)
    return effect


def _lift(batch: Batch, effect: RuleEffect, record: Any, row: Any) -> None:
    now, is_waiting = _access(batch, record)
    if not has_code(now.hold_reason or "", *BY_RULE, _OVER):
        return
    after = _without_rules(batch, record, row, Message(_LIFTED, collection=effect.rule.collection))
    for other in batch.conn.execute(_CLOSURES, {"ids": f'["{record.id}"]'}).all():
        after = stricter(after, _closed(batch, other.rule, other.until, None), batch.now)
    _put(batch, record.id, after, is_waiting, effect.rule.n)
    batch.tied.add(record.id)  # as if its texts and tables came now: they hold what arrived meanwhile
    batch.moved.add(record.id)
    if is_public(after.status, after.release_at, batch.now) and not is_waiting:
        effect.come_out.append(record.id)
    elif has_code(after.hold_reason or "", _LIFTED):
        effect.stay.append(record.id)


def apply_closures(batch: Batch) -> list[RestrictedRecord]:
    """Hold the changed records of the batch that rules close. Return the records held."""
    return _apply(batch, batch.touched) if batch.touched else []


def _apply(batch: Batch, ids: Collection[str]) -> list[RestrictedRecord]:
    rules = rules_in_force(batch.conn, CLOSED)
    if not rules:
        return []
    batch.write_events()
    marks = {
        "since": batch.conn.execute(select(func.coalesce(func.max(change_sets.c.n), 0))).scalar_one(),
        "event": batch.conn.execute(select(func.coalesce(func.max(events.c.n), 0))).scalar_one(),
    }
    held: list[RestrictedRecord] = []
    for some in in_chunks(sorted(ids)):
        rows = [(row, _ruling(row, rules)) for row in rows_of(batch.conn, some)]
        ruled = [(row, ruling) for row, ruling in rows if ruling]
        days = counted_days(batch.conn, [row for row, _ in ruled], batch.zone)
        known: dict[str, dict[int, Any]] = {}
        for closure in select_by_ids(batch.conn, _CLOSURES, days):
            known.setdefault(closure.record, {})[closure.rule] = closure
        decided = last_decisions(batch.conn, known)
        for row, ruling in ruled:
            held += _close(batch, row, ruling, days[row.id], known.get(row.id, {}), decided.get(row.id, 0), marks)
    return held


def _ruling(row: Any, rules: Sequence[CollectionRule]) -> list[CollectionRule]:
    keys = {collection_key(name) for name in names_in(row.facts.get("collection"))}
    return [rule for rule in rules if collection_key(rule.collection) in keys]


def _close(
    batch: Batch,
    record: Any,
    rules: Sequence[CollectionRule],
    day: CountedDay,
    known: dict[int, Any],
    decided: int,
    marks: dict[str, int],
) -> Iterable[RestrictedRecord]:
    now, is_waiting = _access(batch, record)
    first = next(iter(known.values()), None)
    ends: list[tuple[str | None, CollectionRule]] = []
    is_ours = has_code(now.hold_reason or "", _OVER)  # it is held until the previous end of one of these rules
    for rule in rules:
        until, had = closure_end(day.day, rule.years, batch.zone), known.get(rule.n)
        of = (closures.c.record == record.id, closures.c.rule == rule.n)
        if had is None:
            before = first.before if first is not None else now.columns()
            row = {"record": record.id, "rule": rule.n, "until": until, "before": before}
            batch.conn.execute(insert(closures), row | marks)
        elif had.until != until:
            batch.conn.execute(update(closures).where(*of).values(until=until))
        by_rule = has_code(now.hold_reason or "", *BY_RULE)
        is_ours |= had is not None and had.until == now.release_at and by_rule
        if had is None or decided <= had.since:
            ends.append((until, rule))
    if not ends:  # an archivist decided on it
        return
    is_ours &= len(ends) == len(rules)
    until, rule = max(ends, key=lambda end: end[0] or "9999")
    wanted = _closed(batch, rule.n, until, day)
    after = stricter(now, wanted, batch.now)
    if after is wanted:
        yield RestrictedRecord(record.id, f"{_RULE}{rule.n}", now, wanted)
    elif is_ours and until != now.release_at and record.id in batch.edited:
        moved = wanted if until is None or until > batch.now else _over(rule)
        after = stricter(
            _without_rules(batch, record, known.get(rule.n) or first, moved.hold_reason or ""), moved, batch.now
        )
    if after != now:
        _put(batch, record.id, after, is_waiting, rule.n)


def _over(rule: CollectionRule) -> Access:
    return Access(Status.HELD, hold_reason=Message(_OVER, collection=rule.collection))


def _closed(batch: Batch, n: int, until: str | None, day: CountedDay | None) -> Access:
    name = batch.conn.execute(select(collection_rules.c.collection).where(collection_rules.c.n == n)).scalar_one()
    if until is None:
        return Access(Status.HELD, hold_reason=Message("hold-rule-endless", collection=name))
    code = "hold-rule-undated" if day is not None and day.is_accession else "hold-rule"
    return Access(Status.HELD, until, Message(code, instant=until, collection=name))


def _access(batch: Batch, record: Any) -> tuple[Access, bool]:
    """Return the access of a record apart from a wait for OCR, and whether it waits for that."""
    now = read_access(batch.conn, record.id)
    if now not in WAITING:
        return now, False
    otherwise = batch.conn.execute(select(scans.c.otherwise).where(scans.c.record == record.id)).scalar()
    return (Access.of(otherwise), True) if otherwise else (now, False)


def _put(batch: Batch, record: str, access: Access, is_waiting: bool, rule: int) -> None:
    if is_waiting:
        batch.conn.execute(update(scans).where(scans.c.record == record).values(otherwise=access.columns()))
    else:
        set_access(batch, record, access, because=f"{_RULE}{rule}")


def _without_rules(batch: Batch, record: Any, row: Any, why: str) -> Access:
    """Return the access of a record if no rule holds it: the previous one, or a stricter one by its own words. If
    something else has held it since, someone decides, for the reason `why`."""
    access = stricter(Access.of(row.before), access_by_words(record.facts, batch.now), batch.now)
    ours = and_(_BECAUSE.is_not(None), _BECAUSE.like(f"{_RULE}%"))
    since = select(events.c.n).where(
        events.c.record == record.id,
        events.c.n > row.event,
        events.c.type == ASSIGNMENT,
        func.json_extract(events.c.detail, "$.change_set").is_(None),
        or_(_BECAUSE.is_(None), ~ours),
        func.json_extract(events.c.detail, "$.after") != Status.RELEASED.value,
        holds_still(),
    )
    parts = select(merged.c.old).where(merged.c.kept == record.id, merged.c.change_set > row.since)
    if any(batch.conn.execute(asked.limit(1)).first() is not None for asked in (since, parts)):
        return stricter(access, Access(Status.HELD, hold_reason=why), batch.now)
    return access


def closures_of(conn: Connection, ids: Collection[str], now: str) -> dict[str, list[Closure]]:
    """Return the rules that close these records at the instant `now`, by id. Other records are left out."""
    found: dict[str, list[Closure]] = {}
    rules = {rule.n: rule for rule in rules_in_force(conn, CLOSED)}
    decided = last_decisions(conn, ids) if rules else {}
    for row in select_by_ids(conn, _CLOSURES, ids) if rules else ():
        if row.rule in rules and (row.until is None or row.until > now):
            overruled = decided.get(row.record, 0) > row.since
            found.setdefault(row.record, []).append(Closure(rules[row.rule], row.until, overruled))
    return found
