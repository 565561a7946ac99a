"""Undo a merge or a split: all its records are restored, or none."""

from __future__ import annotations

from sqlalchemy import Connection, Integer, delete, func, insert, or_, select, update

from archive.catalogue.history.change_sets import MERGE, SPLIT, ChangeSet, last_change_of
from archive.catalogue.history.merge import mark_for_recalculation
from archive.catalogue.history.snapshots import FORMS, OWN, STORED, Row, Rows, digest, put_back
from archive.catalogue.photos import collapse_groups
from archive.catalogue.receipts.file_paths import mark_renamed
from archive.catalogue.records.record_lookup import merged_into
from archive.catalogue.relations.near_duplicate_images import keep_last_number
from archive.catalogue.relations.relations import linked
from archive.catalogue.restrictions.record_access import holds_still
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.database import defer_foreign_keys
from archive.catalogue.schema.tables import (
    change_sets,
    changed_values,
    companions,
    edition_numbers,
    editions,
    events,
    frames,
    join_snapshots,
    mentions,
    merged,
    meta,
    names,
    records,
    refused_relations,
    relations,
)
from archive.errors import CannotUndo
from archive.messages import Message

JOINS = (MERGE, SPLIT)
_SAID_OF_NAMES = ("photo", "doubtful", "reason", "messages", "refused", "origin")
_MENTIONS = STORED["mentions"]


def check(conn: Connection, of: ChangeSet) -> None:
    """Raise CannotUndo if the result of the set was changed since."""
    joined = conn.execute(select(join_snapshots).where(join_snapshots.c.change_set == of.n)).one()
    records_now = [joined.record, *(made["id"] for made in joined.before.get("made", ()))]
    for record in records_now:
        if (later := merged_into(conn, record)) is not None:
            raise CannotUndo(Message("undo-part-of-another", record=record, kept=later[0]))
    forms = ("".join(digest(conn, record, form) for record in records_now) for form in FORMS)
    if joined.left not in forms:
        last = [_last_join(conn, one, of.n) or last_change_of(conn, one, of.n) for one in records_now]
        n = max((one for one in last if one), default=None)
        changed = " or ".join(records_now)
        if n:
            raise CannotUndo(Message("undo-join-changed-by", records=changed, n=n))
        raise CannotUndo(Message("undo-join-changed", records=changed))
    if of.action == MERGE and _is_held_since(conn, joined.record, of.n):
        raise CannotUndo(Message("undo-join-changed", records=joined.record))


def _is_held_since(conn: Connection, kept: str, n: int) -> bool:
    """Return whether something other than an archivist has held a record since it was merged in set `n`, for itself or
    for a part of it. If it was held as strictly before, only an event shows this."""
    change_set = func.json_extract(events.c.detail, "$.change_set", type_=Integer)
    joined = select(func.coalesce(func.max(events.c.n), 0)).where(events.c.record == kept, change_set == n)
    later = select(events.c.n).where(events.c.record == kept, events.c.type == "policy assignment")
    later = later.where(change_set.is_(None), events.c.n > joined.scalar_subquery(), holds_still())
    return conn.execute(later.limit(1)).first() is not None


def _last_join(conn: Connection, record: str, after: int) -> int | None:
    rows_ = select(func.max(join_snapshots.c.change_set)).join(
        change_sets, change_sets.c.n == join_snapshots.c.change_set
    )
    later = rows_.where(join_snapshots.c.record == record, join_snapshots.c.change_set > after)
    return conn.execute(later.where(change_sets.c.undone_by.is_(None))).scalar()


def changed_by(conn: Connection, joined: int, change_set: int) -> bool:
    """Return whether set `change_set` had changed a record that set `joined` merged into another."""
    row = conn.execute(select(join_snapshots.c.record, join_snapshots.c.before).filter_by(change_set=joined)).one()
    return any(one["change_set"] == change_set and one["record"] != row.record for one in row.before["changed_values"])


def undo_merge(batch: Batch, of: ChangeSet) -> int:
    """Restore everything that the set changed, and return the number of records. Raise CannotUndo."""
    check(batch.conn, of)
    conn = batch.conn
    here = select(join_snapshots).where(join_snapshots.c.change_set == of.n)
    joined = conn.execute(here).one()
    was: Rows = joined.before
    ids = [str(row["id"]) for row in was["records"]]
    kept = joined.record
    made = {row["id"]: row["first"] for row in was.get("made", ())}
    batch.touch(*linked(conn, [kept, *made]), *collapse_groups.members(conn, [kept, *made], batch.now))
    defer_foreign_keys(conn)
    last = keep_last_number(conn)
    for record in (kept, *made):
        mark_renamed(batch, record)
        _delete_present_rows(conn, record)
    was["mentions"] = _meaning_now(conn, was["mentions"], ids)
    was["looks"] = [row | {"change": n} for n, row in enumerate(was["looks"], last + 1)]  # each gets a new number
    was["companions"] = _with_free_ids(conn, was["companions"])
    for table in (records, *OWN):
        put_back(conn, table.name, was[table.name])
    put_back(conn, "changed_values", [row for row in was["changed_values"] if row["record"] != kept])
    _restore_links(conn, was, ids, kept)
    for row in was["names"]:
        conn.execute(update(names).where(names.c.id == row["id"]).values(record=row["record"]))
    conn.execute(delete(merged).where(merged.c.change_set == of.n))
    for record, first in made.items():
        _lead_back(batch, record, (kept, first, of.n))
    mark_for_recalculation(batch, [*ids, *made])
    batch.touch(*linked(conn, ids))
    for record in ids:
        mark_renamed(batch, record)
        batch.event("modification", record, taken_back=of.n)
    return len(ids)


def _lead_back(batch: Batch, made: str, to: tuple[str, int, int]) -> None:
    """Remove a record that was split off; its address leads back to the original record."""
    kept, first, n = to
    conn = batch.conn
    for table in (frames, editions, edition_numbers, changed_values):
        conn.execute(delete(table).where(table.c.record == made))
    conn.execute(delete(relations).where(or_(relations.c.subject == made, relations.c.object == made)))
    _delete_refused(conn, made)
    unlinked = {"photo": None, "doubtful": False, "reason": None, "messages": None}
    conn.execute(update(mentions).where(mentions.c.photo == made).values(unlinked))
    revision = conn.execute(select(meta.c.value).where(meta.c.key == "revision")).scalar_one() + 1
    conn.execute(insert(merged).values(old=made, kept=kept, first=first, change_set=n, revision=revision))


def _meaning_now(conn: Connection, named: list[Row], ids: list[str]) -> list[Row]:
    """Return the former mentions; the photos they meant may have been merged into others."""
    found = []
    for row in named:
        photo = row["photo"]
        if photo is not None and photo not in ids and not _is_record(conn, photo):
            photo = (merged_into(conn, photo) or (None,))[0]
        found.append(row | {"photo": photo, "doubtful": row["doubtful"] if photo else 0})
    return found


def _with_free_ids(conn: Connection, rows: list[Row]) -> list[Row]:
    """Return the companion rows without ids now used by a file of another record, since ids of deleted rows may be used
    again. Rows with an id come first, so that none of their ids is assigned."""
    found = [dict(row) for row in rows]
    for chunk in in_chunks(found):
        ids = [row["id"] for row in chunk]
        taken = set(conn.scalars(select(companions.c.id).where(companions.c.id.in_(ids))))
        for row in chunk:
            if row["id"] in taken:
                del row["id"]
    return sorted(found, key=lambda row: "id" not in row)


def _delete_present_rows(conn: Connection, kept: str) -> None:
    for table in OWN:
        conn.execute(delete(table).where(table.c.record == kept))
    conn.execute(delete(records).where(records.c.id == kept))


def _delete_refused(conn: Connection, record: str) -> None:
    ends = (refused_relations.c.one == record, refused_relations.c.other == record)
    conn.execute(delete(refused_relations).where(or_(*ends)))


def _restore_links(conn: Connection, was: Rows, ids: list[str], kept: str) -> None:
    moved = {(row["type"], end) for row in was["relations"] for end in (row["subject"], row["object"])}
    for row in conn.execute(
        select(relations).where(or_(relations.c.subject == kept, relations.c.object == kept))
    ).all():
        if (row.type, row.object if row.subject == kept else row.subject) in moved:
            key = {"subject": row.subject, "type": row.type, "object": row.object}
            conn.execute(delete(relations).filter_by(**key))
    _delete_refused(conn, kept)
    for table, ends in (("relations", ("subject", "object")), ("refused_relations", ("one", "other"))):
        there = [row for row in was[table] if all(row[end] in ids or _is_record(conn, row[end]) for end in ends)]
        put_back(conn, table, there)
    for mention in _meaning_now(conn, was["elsewhere"], ids):
        at = {name: mention[name] for name in ("record", "n", "filename")}
        said = {name: mention[name] for name in _SAID_OF_NAMES}
        conn.execute(update(_MENTIONS).filter_by(**at).values(said))


def _is_record(conn: Connection, record: str) -> bool:
    return conn.execute(select(records.c.id).where(records.c.id == record)).first() is not None
