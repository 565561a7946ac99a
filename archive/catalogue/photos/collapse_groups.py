"""Groups shown as one result: image sequences and versions of a text, as a viewer sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue.photos.frame_queries import GAP
from archive.catalogue.photos.frame_runs import FrameRuns, FrameView, frames_of, maker_of, makers_of
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.relations.text_versions import groups_of
from archive.catalogue.schema.batch import Batch

SEQUENCE, VERSION = "sequence", "version"


def keys_of(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, dict[str, str]]:
    """Return the group keys of visible records, by id: under `sequence` and `version` the id of the group's first
    visible member. A group needs two visible members, so a record whose other members are hidden has no key."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_.isascii()]
    for group in groups_of(conn, wanted, sight.sees):
        for member in group:
            found[member][VERSION] = group[0]
    for member, first in sequences_of(conn, wanted, sight).items():
        found[member][SEQUENCE] = first
    return {id_: found[id_] for id_ in wanted if id_ in found}


def sequences_of(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, str]:
    """Return the first visible record of the image sequence of each of these visible records that is in one."""
    rows = [row for row in frames_of(conn, ids) if sight.sees(row)]
    return FrameRuns(conn, FrameView(sight), makers_of(conn, rows)).firsts(rows) if rows else {}


def before(batch: Batch, moved: Collection[str]) -> None:
    """Mark all records as changed whose groups may lose members by this batch. Call before the `moved` photos are
    numbered again."""
    changed = sorted((batch.worded | batch.regrouped) - batch.fresh)
    batch.touch(*_together(batch.conn, changed))
    if gone := set(moved) - batch.fresh:
        batch.touch(*_resheeted(batch.conn, gone | batch.regrouped, batch.now))


def touch_members(batch: Batch, moved: Collection[str]) -> None:
    """Mark all records as changed whose groups this batch changed, because members joined, left, or became visible."""
    batch.touch(*_together(batch.conn, sorted(batch.worded | batch.regrouped)))
    batch.touch(*_resheeted(batch.conn, batch.regrouped.union(moved), batch.now))


def members(conn: Connection, ids: Collection[str], now: str) -> set[str]:
    """Return all records whose group keys may change if these become visible or hidden."""
    return _together(conn, ids) | _resheeted(conn, ids, now)


def _together(conn: Connection, ids: Collection[str]) -> set[str]:
    return {member for group in groups_of(conn, ids, lambda _: True, forms=True) for member in group} if ids else set()


def _resheeted(conn: Connection, ids: Collection[str], now: str) -> set[str]:
    """Return the frames whose sheet differs with and without these photos, for the public or for all."""
    mine = frames_of(conn, sorted(ids))
    if not mine:
        return set()
    changed, makers = frozenset(row.record for row in mine), makers_of(conn, mine)
    found: set[str] = set()
    for viewer in (PUBLIC, ARCHIVIST):
        sight = Sight(viewer, now)
        without = FrameRuns(conn, FrameView(sight, removed=changed), makers)
        with_them = FrameRuns(conn, FrameView(sight, added=changed), makers)
        found |= _differing(mine, without, with_them)
    return found


def _differing(mine: Sequence[Row[Any]], without: FrameRuns, with_them: FrameRuns) -> set[str]:
    """Return the frames whose sheet is another with these rows than without."""
    changed = {row.record for row in mine}
    before, after = without.counters(mine), with_them.counters(mine)
    apart = [row for row in mine if before[maker_of(row)] != after[maker_of(row)]]  # then all of its day may differ
    places = {(row.prefix, row.day) for row in apart}
    rest = [row for row in mine if (row.prefix, row.day) not in places]
    heads = [row for rows in with_them.near(rest) for row in _heads(rows, changed)]
    wide = _other_sheets(with_them.whole_days(apart), changed, without, with_them)
    near = _other_sheets([*rest, *heads], changed, without, with_them)
    others = without.whole(without.runs(row for row in near if row.record not in changed))
    return {row.record for row in (*wide, *near, *others)}


def _heads(rows: Iterable[Row[Any]], changed: Collection[str]) -> Iterator[Row[Any]]:
    """Yield the first row of each stretch between changed ones: the others are on the same sheet."""
    before: Row[Any] | None = None
    for row in rows:
        if row.record not in changed and (
            before is None or before.record in changed or row.number - before.number > GAP
        ):
            yield row
        before = row


def _other_sheets(
    rows: Sequence[Row[Any]], changed: Collection[str], without: FrameRuns, with_them: FrameRuns
) -> list[Row[Any]]:
    one, other = without.firsts(row for row in rows if row.record not in changed), with_them.firsts(rows)
    return [row for row in rows if one.get(row.record) != other.get(row.record)]
