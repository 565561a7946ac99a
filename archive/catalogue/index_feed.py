"""What an index needs to stay current: changed records as each viewer sees them, ended embargoes, counts."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, union

from archive.access import ARCHIVIST, PUBLIC, in_force, instant, is_public
from archive.catalogue.photos import collapse_groups
from archive.catalogue.records.arrivals import came_at
from archive.catalogue.records.record_reads import Sight, furniture_of, get_many, is_public_at, texts_of
from archive.catalogue.relations.relations import linked
from archive.catalogue.restrictions import restricted_versions
from archive.catalogue.restrictions.record_access import ASSIGNMENT
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.functions import arrival
from archive.catalogue.schema.id_queries import EACH, select_by_ids, select_rows
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import (
    assets,
    change_sets,
    erasures,
    events,
    join_snapshots,
    mentions,
    merged,
    meta,
    names,
    records,
)
from archive.record import Kind, Record, Status

_ACCESS = (records.c.id, records.c.status, records.c.release_at)
_ACCESSES = select(*_ACCESS).where(records.c.id.in_(EACH))
_KINDS = select(*_ACCESS, records.c.kind)
_PHOTOS_OF = select(mentions.c.photo).where(mentions.c.record.in_(EACH), mentions.c.photo.is_not(None))
_REVISIONS = select(meta.c.key, meta.c.value).where(or_(meta.c.key == "revision", meta.c.key == "public_revision"))
_CHANGED = select(*_ACCESS).where(records.c.revision > bindparam("after"), records.c.status != Status.RELEASED.value)
_CLOSED = [  # files and names of changed records with an access of their own
    select(table.c.status, table.c.release_at)
    .join(records, records.c.id == table.c.record)
    .where(records.c.revision > bindparam("after"), table.c.status.is_not(None))
    for table in (assets, names)
]
# A set that merged or split records is identified by its number, and so is the one that undid it.
_SET = or_(change_sets.c.n == join_snapshots.c.change_set, change_sets.c.undoes == join_snapshots.c.change_set)
_JOINED = select(join_snapshots.c.record).join(change_sets, _SET).where(change_sets.c.at >= bindparam("at"))
# Events of parts of the record itself that viewers see; what is linked with it may be hidden from them.
_OWN = ("ingestion", "modification", ASSIGNMENT, "metadata extraction", "text recognition")
_ARCHIVE, _GENERATION = "archive", "index_generation"  # in `meta`
_PUT = upsert(meta)
_OF_A_KEY = "metadata modification"


def revision(conn: Connection) -> int:
    """Return the number of the last batch that changed a record, 0 at first."""
    return int(conn.execute(select(meta.c.value).where(meta.c.key == "revision")).scalar_one())


def last_event(conn: Connection) -> int:
    """Return the number of the newest event, 0 at first: while it is the same, nothing was done."""
    return int(conn.execute(select(func.coalesce(func.max(events.c.n), 0))).scalar_one())


def archive_id(conn: Connection) -> int | None:
    """Return the number that `make_archive_id` assigned, or None before that."""
    found = conn.execute(select(meta.c.value).where(meta.c.key == _ARCHIVE)).scalar()
    return None if found is None else int(found)


def make_archive_id(conn: Connection) -> int:
    """Return the random number by which servers identify this archive, creating it if needed."""
    if (found := archive_id(conn)) is not None:
        return found
    made = secrets.randbelow(1 << 31)
    conn.execute(_PUT, {"key": _ARCHIVE, "value": made})
    return made


def next_generation(conn: Connection, least: int) -> int:
    """Return a unique number for a new index."""
    last = conn.execute(select(meta.c.value).where(meta.c.key == _GENERATION)).scalar()
    made = max(least, int(last or 0) + 1)
    conn.execute(_PUT, {"key": _GENERATION, "value": made})
    return made


def since(conn: Connection, after: int) -> list[str]:
    """Return the ids of records changed after that revision, in the order they changed, then of those merged into
    another, or erased, since. 0 or less gives all records."""
    changed = select(records.c.id).where(records.c.revision > after).order_by(records.c.revision, records.c.id)
    gone = select(erasures.c.record).where(erasures.c.revision > after)
    went = union(select(merged.c.old).where(merged.c.revision > after), gone)
    return [*conn.execute(changed).scalars(), *(sorted(conn.execute(went).scalars()) if after > 0 else ())]


def revisions(conn: Connection) -> tuple[int, int]:
    """Return `revision`, and the number of the last change that the public could see."""
    known = {row.key: int(row.value) for row in select_rows(conn, _REVISIONS)}
    return known["revision"], known["public_revision"]


def hidden_since(conn: Connection, after: int, at: str, sight: Sight) -> tuple[list[str], list[str]]:
    """Return the ids of records that may not be seen now and changed after that revision, with the photos that they
    name and what was merged, split or unmerged since that instant. If anything was hidden, even a file or a name, also
    those of all other changed records, because they may have contained words of it."""
    hidden = [row.id for row in conn.execute(_CHANGED, {"after": after}) if not sight.sees(row)]
    hidden += conn.execute(select(merged.c.old).where(merged.c.revision > after)).scalars()
    hidden += conn.execute(select(erasures.c.record).where(erasures.c.revision > after)).scalars()
    joined = list(conn.execute(_JOINED, {"at": _a_minute_before(at)}).scalars())
    closed = any(not sight.sees(row) for closed in _CLOSED for row in conn.execute(closed, {"after": after}))
    if not (hidden or joined or closed):
        return [], []
    photos = (row.photo for row in select_by_ids(conn, _PHOTOS_OF, hidden))
    found = dict.fromkeys([*hidden, *joined, *photos])
    return [*found], [id_ for id_ in since(conn, max(after, 0)) if id_ not in found]


def _a_minute_before(at: str) -> str:
    """Return an instant before which no running batch can have been dated."""
    return instant(datetime.fromisoformat(at) - timedelta(minutes=1)) if at else at


def due(conn: Connection, after: str, until: str) -> list[str]:
    """Return the ids of records that became public in (after, until] because an embargo of theirs or of a file ended,
    and of those linked or grouped with them. Instants are in the format of `access.instant`."""
    hours = select(records).where(records.c.release_at > after, records.c.release_at <= until)
    out = []
    for row in conn.execute(hours.order_by(records.c.release_at, records.c.id)):
        before, now = (is_public(Status(row.status), row.release_at, at) for at in (after, until))
        if now and not before:
            out.append(row.id)
    out += [record for record in restricted_versions.due(conn, after, until) if record not in out]
    beside = linked(conn, out) | collapse_groups.members(conn, out, until) if out else set()
    return [*out, *sorted(beside.difference(out))]


@dataclass(frozen=True, slots=True)
class RecordView:
    """A viewer's complete view of a record at one instant. `groups` are the keys of its groups, `came` is when it
    arrived (UTC)."""

    record: Record
    text: str
    furniture: Sequence[str]
    groups: Mapping[str, str]
    came: str


@dataclass(frozen=True, slots=True)
class _ArchivistSight(Sight):
    """The archivist's view. It notes which parts are hidden from the public."""

    public: Sight
    hidden: list[Any] = field(default_factory=list)

    def sees(self, row: Any) -> bool:
        if not self.public.sees(row):
            self.hidden.append(row)
        return Sight.sees(self, row)


def views_of(conn: Connection, ids: Collection[str], now: str) -> list[tuple[RecordView, RecordView | None]]:
    """Return the archivist's view of each of these records, and the public's, None for a hidden one. If nothing around
    them is hidden, as is usual, both are the same view; its revision is the archivist's."""
    public = Sight(PUBLIC, now)
    archivist = _ArchivistSight(ARCHIVIST, now, public)
    seen = _views(conn, ids, archivist)
    if archivist.hidden:
        shown = _views(conn, seen, public)
    else:
        others = collapse_groups.sequences_of(conn, seen, public)  # frames far away may be hidden
        shown = seen | _views(
            conn,
            [
                id_
                for id_, view in seen.items()
                if _has_links(view.record) or view.groups.get(collapse_groups.SEQUENCE) != others.get(id_)
            ],
            public,
        )
    return [(view, shown.get(id_)) for id_, view in seen.items()]


def _has_links(record: Record) -> bool:
    """Return whether it names photos or a text names it. The archivist also sees why they are linked, so the two views
    differ."""
    return bool(record.photos or record.articles or record.possible)


def _views(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, RecordView]:
    found = {record.id: record for record in get_many(conn, ids, sight)}
    texts, furniture = texts_of(conn, found, sight), furniture_of(conn, found, sight)
    groups, came = collapse_groups.keys_of(conn, found, sight), came_at(conn, found, sight)
    return {
        id_: RecordView(record, texts[id_], furniture.get(id_, ()), groups.get(id_, {}), came[id_])
        for id_, record in found.items()
        if id_ in texts
    }


def changed_at(conn: Connection, ids: Iterable[str], sight: Sight) -> dict[str, str]:
    """Return when each of these visible records last changed or became public (UTC instants), by id."""
    found: dict[str, str] = {}
    own = events.c.type.in_(_OWN) | (
        (events.c.type == _OF_A_KEY) & func.json_extract(events.c.detail, "$.key").is_not(None)
    )
    for chunk in in_chunks(ids):
        rows = conn.execute(select(*_ACCESS, records.c.added_at).where(records.c.id.in_(chunk)))
        seen = {row.id: max(row.added_at, _came_out(row)) for row in rows if sight.sees(row)}
        last = select(events.c.record, func.max(events.c.at).label("at")).where(events.c.record.in_(chunk), own)
        later = {row.record: row.at for row in conn.execute(last.group_by(events.c.record))}
        found |= {id_: max(at, later.get(id_, "")) for id_, at in seen.items()}
    return found


def _came_out(row: Any) -> str:
    return row.release_at or "" if row.status == Status.HELD else ""


def lately_added(conn: Connection, sight: Sight, most: int) -> dict[str, str]:
    """Return when the `most` newest visible records were added, by id, newest first."""
    last = select(*_ACCESS, records.c.added_at).order_by(arrival().desc())
    if not sight.sees_all:  # SQLite skips them, however many arrived held since
        last = last.where(is_public_at(sight.now))
    with conn.execute(last) as rows:  # read no further than needed
        return dict(islice(((row.id, row.added_at) for row in rows if sight.sees(row)), most))


def counts(conn: Connection, sight: Sight) -> dict[tuple[Kind, Status], int]:
    """Return the number of visible records of each kind and status."""
    group = (records.c.kind, records.c.status, records.c.release_at)
    found: Counter[tuple[Kind, Status]] = Counter()
    for row in conn.execute(select(*group, func.count().label("many")).group_by(*group)):
        if sight.sees(row):
            found[Kind(row.kind), in_force(Status(row.status), row.release_at, sight.now)] += row.many
    return dict(found)


def visible(conn: Connection, ids: Iterable[str], sight: Sight) -> set[str]:
    """Return the ids of visible records among these, without reading the records."""
    return {row.id for row in select_by_ids(conn, _ACCESSES, ids) if sight.sees(row)}


def visible_ids(conn: Connection, sight: Sight) -> set[str]:
    """Return the ids of all visible records."""
    return {row.id for row in conn.execute(select(*_ACCESS)) if sight.sees(row)}


def visible_kinds(conn: Connection, sight: Sight, only: Collection[str] | None = None) -> dict[str, str]:
    """Return the kinds of all visible records, by id. `only`: limit to these."""
    rows = conn.execute(_KINDS) if only is None else select_by_ids(conn, _KINDS.where(records.c.id.in_(EACH)), only)
    return {row.id: row.kind for row in rows if sight.sees(row)}
