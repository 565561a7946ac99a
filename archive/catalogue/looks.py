"""The same picture in another size, recompressed or cropped: found by how photos look, related `also-as`."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from archive.catalogue import likeness
from archive.catalogue.batch import Batch, in_chunks
from archive.catalogue.moments import same_time
from archive.catalogue.relations import forget, relate
from archive.catalogue.tables import frames, looks, records, relations
from archive.record import Description, Kind

ALSO_AS, RULE = "also-as", "rule:difference-hash"
NEAR = 22  # of 64 bits of two difference hashes: crops of up to a tenth a side are nearer, of other pairs 6 in 100
NEAREST = 24  # of those near, how many are looked at closely
STRETCH = 0.25  # of the logarithm of the ratio of long to short side: what such a crop may change
SURELY = 0.97  # alike enough to be one picture under two numbers, where no time says otherwise
BLANK = bytes(likeness.SIDE**2)  # stands for a look that is not known any more: like nothing, not even itself
_HASH = re.compile(r"[0-9a-f]{16}")


@dataclass(slots=True)
class Shelf:
    """The looks of all photos in memory, 240 bytes each, brought up to date within a writing transaction."""

    ids: list[str] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)
    hashes: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    coarse: likeness.Floats = field(default_factory=lambda: np.empty((0, 112), np.float32))
    change: int = 0

    def catch_up(self, conn: Connection) -> None:
        """Reads the looks that came since it last did."""
        rows = conn.execute(select(looks).where(looks.c.change > self.change).order_by(looks.c.change)).all()
        for start in range(0, len(rows), 4096):
            self._take(rows[start : start + 4096])

    def _take(self, rows: Any) -> None:
        new = [row.record for row in rows if row.record not in self.at]
        self.at.update((record, len(self.ids) + n) for n, record in enumerate(new))
        self.ids += new
        self.hashes = np.concatenate([self.hashes, np.zeros(len(new), np.uint64)])
        self.coarse = np.concatenate([self.coarse, np.zeros((len(new), 112), np.float32)])
        where = [self.at[row.record] for row in rows]
        self.hashes[where] = np.array([int(row.whole, 16) for row in rows], np.uint64)
        self.coarse[where] = likeness.coarse(likeness.pixels([row.miniature for row in rows]))
        self.change = max(row.change for row in rows)

    def near(self, record: str) -> list[str]:
        """The photos that may be the same picture, likeliest first."""
        n = self.at[record]
        mine = self.coarse[n]
        if not mine.any():
            return []  # as good as blank: like any other blank one
        near = np.flatnonzero(np.bitwise_count(self.hashes ^ self.hashes[n]) <= NEAR)
        near = near[near != n]
        score = self.coarse[near] @ mine
        best = np.argsort(-score, kind="stable")[:NEAREST]
        return [self.ids[near[i]] for i in best if score[i] >= likeness.ALIKE_COARSE]


def put(batch: Batch, record: str, description: Description) -> None:
    """How a photo looks, by its newest reading. A description put together from what is known already may come without
    the miniature; then the one kept stays, as long as the hash is the same."""
    batch.photos.add(record)
    whole = str(description.values.get("difference_hash") or "")
    miniature = _unpacked(description.miniature)
    if _HASH.fullmatch(whole) and miniature:
        _keep(batch, record, whole, miniature)
    elif record not in batch.fresh:
        kept = batch.conn.execute(select(looks.c.whole).where(looks.c.record == record)).scalar()
        if kept is not None and kept != whole:
            _keep(batch, record, "0" * 16, BLANK)


def _keep(batch: Batch, record: str, whole: str, miniature: bytes) -> None:
    change = select(func.coalesce(func.max(looks.c.change), 0) + 1).scalar_subquery()
    said = {"whole": whole, "miniature": miniature, "change": change}
    new = insert(looks).values(record=record, **said)
    batch.conn.execute(new.on_conflict_do_update(index_elements=["record"], set_=said))


def _unpacked(miniature: str | None) -> bytes:
    try:
        pixels = base64.b64decode(miniature or "", validate=True)
    except (binascii.Error, ValueError):
        return b""
    return pixels if len(pixels) == likeness.SIDE**2 else b""


def compare(batch: Batch, shelf: Shelf) -> None:
    """Relates the photos that this batch brought or changed with those that are the same picture in another dress, and
    takes back what no longer holds. To be called after the frames were numbered, before the batch ends."""
    if not batch.photos:
        return
    shelf.catch_up(batch.conn)
    found: dict[tuple[str, str], float] = {}
    for record in sorted(batch.photos):
        for other, score in _same(batch.conn, shelf, record):
            found[min(record, other), max(record, other)] = round(score, 2)
    for one, other in _related(batch.conn, batch.photos) - found.keys():
        forget(batch, one, ALSO_AS, other)
    for (one, other), certainty in found.items():
        relate(batch, one, ALSO_AS, other, RULE, certainty)


def _related(conn: Connection, ids: Iterable[str]) -> set[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for chunk in in_chunks(ids):
        for end in (relations.c.subject, relations.c.object):
            rows = select(relations.c.subject, relations.c.object).filter_by(type=ALSO_AS, origin=RULE)
            pairs.update((one, other) for one, other in conn.execute(rows.where(end.in_(chunk))))
    return pairs


def _same(conn: Connection, shelf: Shelf, record: str) -> list[tuple[str, float]]:
    """The photos that are the same picture as this one, and how alike they are."""
    if record not in shelf.at or not (near := shelf.near(record)):
        return []
    wanted = select(looks.c.record, looks.c.miniature).where(looks.c.record.in_([record, *near]))
    kept = {row.record: row.miniature for row in conn.execute(wanted)}
    pictures = likeness.pixels([kept[record], *(kept[other] for other in near)])
    scores = dict(zip(near, map(float, likeness.alike(pictures[0], pictures[1:])), strict=True))
    likely = {other: score for other, score in scores.items() if score >= likeness.ALIKE}
    shots = _shots(conn, [record, *likely]) if likely else {}
    mine = shots.get(record)
    if mine is None:
        return []
    return [
        (other, score)
        for other, score in likely.items()
        if other in shots and not _told_apart(mine, shots[other], score)
    ]


@dataclass(frozen=True, slots=True)
class Shot:
    """What else tells two photographs apart: when it was made, its shape, its prefix and number."""

    created: str
    shape: float | None
    prefix: str | None
    number: int | None


def _shots(conn: Connection, ids: list[str]) -> dict[str, Shot]:
    wanted = select(records.c.id, records.c.facts, frames.c.prefix, frames.c.number)
    wanted = wanted.outerjoin(frames, frames.c.record == records.c.id)
    rows = conn.execute(wanted.where(records.c.id.in_(ids), records.c.kind == Kind.PHOTO.value))
    return {
        row.id: Shot(str(row.facts.get("created") or ""), _shape(row.facts), row.prefix, row.number) for row in rows
    }


def _shape(facts: Mapping[str, Any]) -> float | None:
    """The logarithm of long side to short side, whichever way up the file has it."""
    width, height = facts.get("width"), facts.get("height")
    if not isinstance(width, int) or not isinstance(height, int) or min(width, height) < 1:
        return None
    return abs(log(width / height))


def _told_apart(one: Shot, other: Shot, score: float) -> bool:
    """Whether two pictures that look the same are two all the same: frames of one event, made a moment apart."""
    if one.shape is not None and other.shape is not None and abs(one.shape - other.shape) > STRETCH:
        return True
    timed = bool(one.created and other.created)
    if timed and not same_time(one.created, other.created):
        return True
    numbered = one.prefix is not None and one.prefix == other.prefix and one.number != other.number
    return numbered and (timed or score < SURELY)
