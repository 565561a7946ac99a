"""Groups shown as one result: image sequences and versions of a text, as a viewer sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, tuple_

from archive.access import PUBLIC
from archive.catalogue.photos.image_sequences import run_of
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.relations.text_versions import groups_of
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import frames, records

SEQUENCE, VERSION = "sequence", "version"
Place = tuple[str, str]  # the prefix and day of a run
_OF = select(frames).where(frames.c.record.in_(EACH))
_FRAMES = select(frames, records.c.status, records.c.release_at).join(records, records.c.id == frames.c.record)


def keys_of(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, dict[str, str]]:
    """Return the group keys of visible records, by id: under `sequence` and `version` the id of the group's first
    visible member. A group needs two visible members, so a record whose other members are hidden has no key."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_.isascii()]
    for group in groups_of(conn, wanted, sight.sees):
        for member in group:
            found[member][VERSION] = group[0]
    for rows in _frames_by_number(conn, _places(conn, wanted)).values():
        for member, first in _sheets(conn, [row for row in rows if sight.sees(row)]).items():
            found[member][SEQUENCE] = first
    return {id_: found[id_] for id_ in wanted if id_ in found}


def before(batch: Batch) -> dict[str, Row[Any]]:
    """Return the previous sequences of a batch's photos. Mark all members of groups with its texts as changed."""
    rows = _rows_of(batch.conn, sorted(batch.photos - batch.fresh))
    changed = sorted((batch.worded | batch.regrouped) - batch.fresh)
    batch.touch(*_together(batch.conn, changed))
    return {row.record: row for row in rows}


def touch_members(batch: Batch, stood: Mapping[str, Row[Any]]) -> None:
    """Mark all records as changed whose groups this batch changed, because members joined, left, or became visible."""
    batch.touch(*_together(batch.conn, sorted(batch.worded | batch.regrouped)))
    now = {row.record: row for row in _rows_of(batch.conn, sorted(stood))}
    moved = {record: row for record, row in stood.items() if record not in now or tuple(now[record]) != tuple(row)}
    for rows in _frames_by_number(batch.conn, {_place(row) for row in moved.values()}).values():
        batch.touch(*(row.record for row in rows))
    photos = (batch.photos & batch.fresh) | moved.keys() | batch.regrouped
    batch.touch(*_resheeted(batch.conn, photos, batch.now))


def members(conn: Connection, ids: Collection[str], now: str) -> set[str]:
    """Return all records whose group keys may change if these become visible or hidden."""
    return _together(conn, ids) | _resheeted(conn, ids, now)


def _together(conn: Connection, ids: Collection[str]) -> set[str]:
    return {member for group in groups_of(conn, ids, lambda _: True, forms=True) for member in group} if ids else set()


def _resheeted(conn: Connection, ids: Collection[str], now: str) -> set[str]:
    """Return the frames whose sheet differs with and without these photos, for the public or for all."""
    changed = set(ids)
    public = Sight(PUBLIC, now)
    views: tuple[Callable[[Any], bool], ...] = (public.sees, lambda _: True)
    found: set[str] = set()
    for rows in _frames_by_number(conn, _places(conn, sorted(changed))).values():
        for sees in views:
            without = [row for row in rows if row.record not in changed and sees(row)]
            with_them = [row for row in rows if row.record in changed or sees(row)]
            one, other = _sheets(conn, without), _sheets(conn, with_them)
            found.update(row.record for row in with_them if one.get(row.record) != other.get(row.record))
    return found


def _sheets(conn: Connection, rows: list[Row[Any]]) -> dict[str, str]:
    """Return, for each frame of one prefix and day in a run of at least two, the first record of that run."""
    found: dict[str, str] = {}
    done: set[str] = set()
    for mine in rows:
        if mine.record in done:
            continue
        run = run_of(conn, rows, mine)
        # Only these three properties of a frame determine its run.
        alike = [row.record for group in run for row in group if _maker(row) == _maker(mine)]
        done.update([mine.record, *alike])
        if len(run) > 1:
            first = min(row.record for row in run[0])
            found.update(dict.fromkeys(alike, first))
    return found


def _maker(row: Row[Any]) -> tuple[str, str, str]:
    return row.creator, row.camera, row.folder


def _place(row: Row[Any]) -> Place:
    return row.prefix, row.day


def _rows_of(conn: Connection, ids: Iterable[str]) -> Sequence[Row[Any]]:
    return select_by_ids(conn, _OF, ids)


def _places(conn: Connection, ids: Iterable[str]) -> set[Place]:
    return {_place(row) for row in _rows_of(conn, ids)}


def _frames_by_number(conn: Connection, places: Collection[Place]) -> dict[Place, list[Row[Any]]]:
    found: dict[Place, list[Row[Any]]] = defaultdict(list)
    spots = sorted(places)
    for start in range(0, len(spots), 200):
        at = tuple_(frames.c.prefix, frames.c.day).in_(spots[start : start + 200])
        for row in conn.execute(_FRAMES.where(at).order_by(frames.c.number, frames.c.record)):
            found[_place(row)].append(row)
    return found
