"""Lists of records for the archivist and for commands: by status, rights, container and reader.

Titles for suggestions are read without the records, because every keystroke needs them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, and_, bindparam, func, or_, select, type_coerce

from archive.access import in_force, is_public
from archive.catalogue.receipts.file_paths import OLDEST_LAST
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.id_queries import EACH, select_by_ids, select_rows
from archive.catalogue.schema.tables import IS_NOT_RELEASED, assets, events, mentions, names, records
from archive.record import Kind, Outcome, Role, Status

_OF = (records.c.id, records.c.status, records.c.release_at)


def of_status(conn: Connection, status: Status, now: str) -> list[str]:
    """Return the ids of the records with this status at the instant `now`: held ones by the end of their embargo,
    open-ended ones last; others newest first."""
    may = records.c.status.in_({status.value, Status.HELD.value})  # held, but the embargo has ended
    wanted = select(*_OF).where(may).order_by(records.c.added_at.desc(), records.c.id)
    rows = conn.execute(wanted if status is Status.RELEASED else wanted.where(IS_NOT_RELEASED)).all()
    found = [row for row in rows if in_force(Status(row.status), row.release_at, now) is status]
    if status is Status.HELD:
        found.sort(key=lambda row: row.release_at or "~")
    return [row.id for row in found]


def list_record_events(conn: Connection, record: str, before: int | None, most: int) -> list[dict[str, Any]]:
    """Return up to `most` events of a record older than number `before`, newest first."""
    wanted = select(events).where(events.c.record == record).order_by(events.c.n.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(events.c.n < before)
    return [dict(row._mapping) for row in conn.execute(wanted)]


def list_events_since(conn: Connection, after: int, most: int) -> list[dict[str, Any]]:
    """Return up to `most` events after number `after`, newest first."""
    wanted = select(events).where(events.c.n > after).order_by(events.c.n.desc()).limit(most)
    return [dict(row._mapping) for row in conn.execute(wanted)]


_TITLE = func.coalesce(
    func.nullif(func.json_extract(records.c.facts, "$.title"), ""),
    func.json_extract(records.c.facts, "$.headline"),
)
_HEAD = select(*_OF, _TITLE.label("title")).where(records.c.id.in_(EACH))


def titles_of(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, str]:
    """Return the titles, else the headlines, of visible records by id. Records without either are left out."""
    rows = select_by_ids(conn, _HEAD, dict.fromkeys(ids))
    return {row.id: str(row.title) for row in rows if row.title and sight.sees(row)}


_OUTER, _INNER = names.alias("outer"), names.alias("inner")
_LIES_IN = (
    _OUTER.c.sha256 == bindparam("sha256"),
    _INNER.c.member != "",
    _INNER.c.record.is_not(None),
    or_(_OUTER.c.member == "", func.instr(_INNER.c.member, _OUTER.c.member.concat("!/")) == 1),
)
_SAME_FILE = and_(_INNER.c.root == _OUTER.c.root, _INNER.c.path == _OUTER.c.path)
_INSIDE = select(_INNER.c.record).distinct().join(_OUTER, _SAME_FILE).where(*_LIES_IN)
_FILES_INSIDE = (
    select(assets.c.record, assets.c.sha256, assets.c.status, assets.c.release_at)
    .join(_INNER, and_(_INNER.c.record == assets.c.record, _INNER.c.sha256 == assets.c.sha256))
    .join(_OUTER, _SAME_FILE)
    .where(*_LIES_IN, _INNER.c.first_seen <= _OUTER.c.last_seen, _INNER.c.last_seen >= _OUTER.c.first_seen)
)


def records_inside(conn: Connection, sha256: str) -> set[str]:
    """Return the records of any file inside these bytes, now or when a file of that name was last ingested. A viewer
    who may not see them all may not have the bytes."""
    return {record for (record,) in select_rows(conn, _INSIDE, sha256=sha256)}


def closed_inside(conn: Connection, sha256: str, now: str) -> bool:
    """Return whether a file inside these bytes was replaced since, and is still hidden at that instant."""
    closed: set[tuple[str, str]] = set()
    is_open: set[tuple[str, str]] = set()
    for record, digest, status, release_at in select_rows(conn, _FILES_INSIDE, sha256=sha256):
        hidden = status is not None and not is_public(Status(status), release_at, now)
        (closed if hidden else is_open).add((record, digest))
    return bool(closed - is_open)


_ROOM = 500


@dataclass(frozen=True, slots=True)
class RecordReading:
    """How a record was last read. `sha256` is its newest original, at `path` (and `member`) below `root`, empty if no
    name is known. `encrypted`: it needed a password when it arrived."""

    record: str
    reader: str
    version: int
    media_type: str
    sha256: str
    root: str = ""
    path: str = ""
    member: str = ""
    encrypted: bool = False


def ids_after(conn: Connection, after: str) -> list[str]:
    """Return the next ids of records after this one, in order; start with ""."""
    wanted = select(records.c.id).where(records.c.id > after).order_by(records.c.id).limit(_ROOM)
    return list(conn.execute(wanted).scalars())


def readings_of(conn: Connection, ids: Iterable[str]) -> Iterator[RecordReading]:
    """Yield how these records were read, in this order, skipping unknown ones."""
    columns = (records.c.id, records.c.reader, records.c.reader_version, records.c.media_type)
    originals = select(assets.c.record, assets.c.sha256).where(assets.c.role == Role.ORIGINAL.value)
    for chunk in in_chunks(ids):
        ordered = originals.where(assets.c.record.in_(chunk)).order_by(assets.c.version, assets.c.n)
        newest = {row.record: row.sha256 for row in conn.execute(ordered)}
        at: dict[str, tuple[str, str, str, bool]] = {}
        called = select(names).where(names.c.record.in_(chunk)).order_by(*OLDEST_LAST)
        for row in conn.execute(called):
            if newest.get(row.record) == row.sha256:
                at[row.record] = (row.root, row.path, row.member, row.outcome == Outcome.ENCRYPTED.value)
        rows = {row.id: row for row in conn.execute(select(*columns).where(records.c.id.in_(chunk)))}
        for id_ in chunk:
            if id_ in rows and id_ in newest:
                row, where = rows[id_], at.get(id_, ("", "", "", False))
                said = (row.reader, row.reader_version, row.media_type, newest[id_])
                yield RecordReading(id_, *said, *where)


_KEYS = ("credit", "creator", "source", "copyright", "usage_terms", "instructions", "expiry_date")
# All keys at once: reading the facts of a record takes time, looking up one more key does not.
_SAID = func.json_extract(type_coerce(records.c.facts, Text), *(f"$.{key}" for key in _KEYS))
_ALL = select(records.c.id, records.c.kind, _SAID).where(records.c.status != Status.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class RecordRights:
    """The rights information of a record. `credits` are its own, and for a photo those in articles; `terms`: it has
    usage terms; `expiry`: their last day, as written in its file."""

    id: str
    kind: Kind
    credits: tuple[str, ...]
    copyright: str
    terms: bool
    expiry: str


def rights_of_all(conn: Connection) -> Iterator[RecordRights]:
    """Yield the rights of every record that is not withdrawn, newest first."""
    given: dict[str, list[str]] = {}
    named = select(mentions.c.photo, mentions.c.credit).where(mentions.c.photo.is_not(None), mentions.c.credit != "")
    for photo, credit in conn.execute(named):
        given.setdefault(photo, []).append(credit)
    for id_, kind, said in conn.execute(_ALL.order_by(records.c.added_at.desc(), records.c.id)):
        credit, creator, source, copyright_, terms, instructions, expiry = json.loads(said)
        own = (words for value in (credit, creator, source) for words in _texts_in(value))
        told = any(_texts_in(terms)) or any(_texts_in(instructions))
        found = (*own, *given.get(id_, ()))
        yield RecordRights(id_, Kind(kind), found, " ".join(_texts_in(copyright_)), told, " ".join(_texts_in(expiry)))


def _texts_in(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one.strip()]
