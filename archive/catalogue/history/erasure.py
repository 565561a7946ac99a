"""Erasures: a record and all copies of its words are removed from every row. A tombstone stays.

One login requests, another carries out. The rows are removed in one transaction. Files, indexes and tables follow
(`archive/commands/custody/erasure.py`), in a later run if one is killed.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from archive.catalogue.history.erased_words import blank_words, words_of
from archive.catalogue.history.event_log import BLANKED, DEACCESSION
from archive.catalogue.history.merge import mark_for_recalculation
from archive.catalogue.photos import collapse_groups
from archive.catalogue.receipts.file_paths import mark_renamed
from archive.catalogue.records.public_revisions import public_forms
from archive.catalogue.relations.near_duplicate_images import keep_last_number
from archive.catalogue.relations.relations import linked
from archive.catalogue.rules.legal_holds import hold_in_the_way
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.database import defer_foreign_keys
from archive.catalogue.schema.filenames import INSIDE, shown
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import (
    assets,
    changed_values,
    closures,
    clues,
    companions,
    disposed_records,
    edition_numbers,
    editions,
    erased_files,
    erasures,
    event_clues,
    event_decisions,
    event_members,
    event_ties,
    file_texts,
    frames,
    join_snapshots,
    looks,
    mentions,
    merged,
    meta,
    names,
    profiles,
    records,
    refused_relations,
    relations,
    reprints,
    scan_pages,
    scans,
    series_parts,
    texts,
    typed_texts,
)
from archive.errors import CannotErase, UnknownRecord
from archive.login_name import is_nameless, is_same_login
from archive.messages import Message

ERASURE_REQUESTED, ERASURE_CANCELLED = "erasure requested", "erasure cancelled"  # types of events
REQUESTED, RUNNING, CLEANING, DONE = "requested", "running", "cleaning", "done"
_DROPPED = 0  # stands for no erasure
_SALT = "erasure_salt"  # in `meta`
_OF_RECORD = (
    *(texts, mentions, looks, frames, profiles, clues, scans, typed_texts, file_texts, editions, edition_numbers),
    *(changed_values, event_members, event_clues, event_decisions, names, companions, assets, join_snapshots),
    closures,
)
_OF_TWO = (
    (relations, ("subject", "object")),
    *((table, ("one", "other")) for table in (refused_relations, reprints, event_ties)),
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """A request to erase a record, or its tombstone. `was_public`: the record was once public."""

    n: int
    record: str
    reason: str
    requested_at: str
    requested_by: str
    approved_at: str | None
    approved_by: str | None
    state: str
    remains: dict[str, Any]
    was_public: bool


@dataclass(frozen=True, slots=True)
class ErasedFile:
    """A file of an erased record: its names, and the other records with the same bytes, for which it is kept."""

    sha256: str
    names: tuple[str, ...]
    kept_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What an erasure removes. `containers`: files with a copy inside, each with its record or None; `inside`: records
    that arrived in its files, which are kept; `named_by`: records whose own text names it, which are kept."""

    record: str
    title: str
    files: tuple[ErasedFile, ...]
    containers: tuple[tuple[str, str | None], ...]
    inside: tuple[str, ...]
    named_by: tuple[str, ...]
    mentions: int
    ids: tuple[str, ...]


def request_erasure(batch: Batch, record: str, reason: str, by: str) -> int:
    """Request the erasure of a record, and return the number of the request. Raise UnknownRecord, and CannotErase if it
    was requested already."""
    _known(batch.conn, record)
    if is_nameless(by):
        raise CannotErase(Message("erase-nameless"))
    standing = select(erasures.c.n).where(erasures.c.record == record, erasures.c.state == REQUESTED)
    if (n := batch.conn.execute(standing).scalar()) is not None:
        raise CannotErase(Message("erase-requested-already", n=n))
    told = {"record": record, "reason": reason, "requested_at": batch.now, "requested_by": by}
    made = insert(erasures).values(**told, state=REQUESTED, remains={}).returning(erasures.c.n)
    n = int(batch.conn.execute(made).scalar_one())
    batch.decision(ERASURE_REQUESTED, record, erasure=n)
    return n


def cancel_erasure(batch: Batch, n: int) -> None:
    """Drop a request. Raise CannotErase if it was carried out."""
    batch.decision(ERASURE_CANCELLED, _requested(batch.conn, n).record, erasure=n)
    batch.conn.execute(delete(erasures).where(erasures.c.n == n))
    of_disposal = update(disposed_records).where(disposed_records.c.erasure == n)
    batch.conn.execute(of_disposal.values(erasure=_DROPPED))  # the number may be reused


def all_erasures(conn: Connection) -> list[Erasure]:
    """Return all requests and tombstones, oldest first."""
    once = select(public_forms.c.record).where(public_forms.c.record == erasures.c.record).exists()
    rows = conn.execute(select(erasures, once.label("was_public")).order_by(erasures.c.n)).all()
    return [_erasure(row) for row in rows]


def tombstone(conn: Connection, record: str) -> Erasure | None:
    """Return the erasure of a record, or of the one that it was merged into; or None if it was not erased."""
    once = select(public_forms.c.record).where(public_forms.c.record == erasures.c.record).exists()
    asked = select(erasures, once.label("was_public")).where(erasures.c.state.in_((CLEANING, DONE)))
    row = conn.execute(asked.where(erasures.c.record == record)).first()
    if row is None and (kept := conn.execute(select(merged.c.kept).where(merged.c.old == record)).scalar()):
        return tombstone(conn, kept)
    return None if row is None else _erasure(row)


def _erasure(row: Row[Any]) -> Erasure:
    columns = {key: value for key, value in row._mapping.items() if key != "revision"}
    return Erasure(**{**columns, "was_public": bool(row.was_public)})


def preview(conn: Connection, record: str) -> ErasurePreview:
    """Return what the erasure of this record would remove. Raise UnknownRecord."""
    row, named = _known(conn, record), select(mentions.c.record).where(mentions.c.photo == record).distinct()
    count = select(func.count()).select_from(mentions).where(mentions.c.record == record)
    outer, inner = _around(conn, record)
    return ErasurePreview(
        record,
        str(row.facts.get("title") or row.facts.get("headline") or ""),
        tuple(_files(conn, record)),
        tuple((shown(one.path, one.member), one.record) for one in outer),
        tuple(sorted({one.record for one in inner if one.record and one.record != record})),
        tuple(sorted(conn.execute(named).scalars())),
        int(conn.execute(count).scalar_one()),
        tuple(_ids(conn, record)),
    )


def carry_out(batch: Batch, n: int, by: str) -> Erasure:
    """Erase the record of request `n` from all rows, as one transaction. Return the erasure, whose `remains` has the
    digests of the files that must still be removed. Raise CannotErase."""
    conn, wanted = batch.conn, _requested(batch.conn, n)
    if is_nameless(by):
        raise CannotErase(Message("erase-nameless"))
    if is_same_login(by, wanted.requested_by):
        raise CannotErase(Message("erase-same-login", by=by))
    _known(conn, wanted.record)
    if (held := hold_in_the_way(conn, wanted.record)) is not None:
        raise CannotErase(held)
    outer, inner = _around(conn, wanted.record)
    if others := sorted({one.record for one in outer if one.record not in (None, wanted.record)}):
        raise CannotErase(Message("erase-inside", records=others))
    batch.flush()
    batch.write_events()
    ids, told = _ids(conn, wanted.record), words_of(conn, _ids(conn, wanted.record))
    gone = {one.sha256 for one in _files(conn, wanted.record) if not one.kept_by} | {one.sha256 for one in outer} - {""}
    conn.execute(update(erasures).where(erasures.c.n == n).values(state=RUNNING))
    around = linked(conn, ids) | collapse_groups.members(conn, ids, batch.now)
    _remove_rows(batch, wanted.record, ids, gone, outer)
    _rename_around(conn, n, outer, inner)
    blanked = blank_words(conn, n, ids, gone, told)
    _know_again(conn, n, gone)
    batch.touch(*around - set(ids))
    mark_for_recalculation(batch, ids)
    detail: dict[str, Any] = {"reason": wanted.reason, "erasure": n, BLANKED: blanked}
    if batch.reason:
        detail["approval_reason"] = batch.reason
    batch.event(DEACCESSION, wanted.record, **detail, requested_by=wanted.requested_by, approved_by=by)
    revision = conn.execute(select(meta.c.value).where(meta.c.key == "revision")).scalar_one() + 1
    left = {"files": sorted(gone), "words": sorted(told.names)}
    values = {"approved_at": batch.now, "approved_by": by, "state": CLEANING, "remains": left, "revision": revision}
    conn.execute(update(erasures).where(erasures.c.n == n).values(values))
    return next(one for one in all_erasures(conn) if one.n == n)


def forget_remains(batch: Batch, n: int) -> None:
    """Delete the digests and names of erased files, which are removed by now."""
    batch.conn.execute(update(erasures).where(erasures.c.n == n).values(remains={}))


def finish_erasure(batch: Batch, n: int) -> None:
    """Note that an erasure is complete."""
    batch.conn.execute(update(erasures).where(erasures.c.n == n).values(state=DONE))


def erased_among(conn: Connection, digests: Collection[str]) -> set[str]:
    """Return those of the digests that belong to erased files."""
    salt = conn.execute(select(meta.c.value).where(meta.c.key == _SALT)).scalar()
    if salt is None or not digests:
        return set()
    by_hash = {_salted(salt, sha256): sha256 for sha256 in digests}
    known = set(conn.execute(select(erased_files.c.digest)).scalars())
    return {sha256 for digest, sha256 in by_hash.items() if digest in known}


def _known(conn: Connection, record: str) -> Row[Any]:
    row = conn.execute(select(records).where(records.c.id == record)).first()
    if row is None:
        raise UnknownRecord(Message("record-unknown", record=record))
    return row


def _requested(conn: Connection, n: int) -> Row[Any]:
    row = conn.execute(select(erasures).where(erasures.c.n == n)).first()
    if row is None:
        raise CannotErase(Message("erase-unknown", n=n))
    if row.state != REQUESTED:
        raise CannotErase(Message("erase-done", n=n))
    return row


def _ids(conn: Connection, record: str) -> list[str]:
    """Return the record and those that were merged into it."""
    found = [record]
    for one in found:
        found += conn.execute(select(merged.c.old).where(merged.c.kept == one)).scalars()
    return found


def _files(conn: Connection, record: str) -> Iterator[ErasedFile]:
    columns = [table.c for table in (assets, names, companions)]
    found = {sha256 for c in columns for sha256 in conn.execute(select(c.sha256).where(c.record == record)).scalars()}
    for sha256 in sorted(found - {""}):
        rows = conn.execute(select(names).where(names.c.sha256 == sha256).order_by(names.c.id)).all()
        others = {
            other
            for c in columns
            for other in conn.execute(select(c.record).where(c.sha256 == sha256, c.record != record)).scalars()
        }
        yield ErasedFile(sha256, tuple(shown(row.path, row.member) for row in rows), tuple(sorted(others)))


def _around(conn: Connection, record: str) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Return the names of files that contain its files, and the names of files inside its files."""
    outer, inner = [], []
    for own in conn.execute(select(names).where(names.c.record == record)).all():
        here = select(names).where(names.c.root == own.root, names.c.path == own.path, names.c.id != own.id)
        for row in conn.execute(here).all():
            if own.member and (not row.member or own.member.startswith(f"{row.member}{INSIDE}")):
                outer.append(row)
            elif row.member and (not own.member or row.member.startswith(f"{own.member}{INSIDE}")):
                inner.append(row)
    return outer, inner


def _remove_rows(batch: Batch, record: str, ids: list[str], gone: set[str], outer: list[Row[Any]]) -> None:
    conn = batch.conn
    defer_foreign_keys(conn)  # so that rows can be deleted before rows that refer to them
    mark_renamed(batch, record)
    batch.tied.update(conn.execute(select(mentions.c.record).where(mentions.c.photo == record)).scalars())
    conn.execute(update(mentions).where(mentions.c.photo == record).values(photo=None, doubtful=False))
    keep_last_number(conn)
    for table in _OF_RECORD:
        conn.execute(delete(table).where(table.c.record.in_(ids)))
    for table, (one, other) in _OF_TWO:
        conn.execute(delete(table).where(or_(table.c[one].in_(ids), table.c[other].in_(ids))))
    for table in (scan_pages, names, companions):  # for these, sidecars and rejected files without a record
        conn.execute(delete(table).where(table.c.sha256.in_(gone)))
    conn.execute(delete(names).where(names.c.id.in_([row.id for row in outer])))
    conn.execute(delete(series_parts).where(series_parts.c.way == "record", series_parts.c.value.in_(ids)))
    conn.execute(delete(records).where(records.c.id == record))


def _rename_around(conn: Connection, n: int, outer: Iterable[Row[Any]], inner: Iterable[Row[Any]]) -> None:
    """Rename what was inside the erased files, without their names."""
    places = {(row.root, row.path) for row in (*outer, *inner)}
    for number, (root, path) in enumerate(sorted(places)):
        for table in (names, companions):
            at = (table.c.root == root, table.c.path == path)
            conn.execute(update(table).where(*at).values(path=f"[erased {n}.{number}]"))


def _know_again(conn: Connection, n: int, gone: Iterable[str]) -> None:
    salt = conn.execute(select(meta.c.value).where(meta.c.key == _SALT)).scalar()
    if salt is None:
        salt = secrets.randbits(31)
        conn.execute(insert(meta).values(key=_SALT, value=salt))
    for sha256 in gone:
        conn.execute(upsert(erased_files), {"digest": _salted(salt, sha256), "erasure": n})


def _salted(salt: int, sha256: str) -> str:
    return hashlib.sha256(json.dumps([salt, sha256]).encode()).hexdigest()
