"""Find one picture in other sizes, compressions or crops by perceptual hash. The relation is `also-as`."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from archive.catalogue.relations.relations import ALSO_AS, is_refused
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.tables import frames, looks, records, relations
from archive.pictures import perceptual_hash
from archive.record import Description, Kind
from archive.text.dates.instants import same_time

RULE = "rule:difference-hash"
NEAR = 22  # of 64 bits of two difference hashes: crops of up to a tenth a side are nearer, of other pairs 6 in 100
NEAREST = 24  # of those near, how many are looked at closely
STRETCH = 0.25  # of the logarithm of the ratio of long to short side: what such a crop may change
SURELY = 0.97  # alike enough to be one picture under two numbers
CERTAINLY = 0.99  # also of one second and size: two frames of a burst, held by hand, are below it
MOST = 16  # copies that a photo is related with as it comes, the nearest: of a thousand each leads on to others
_READ = 4096  # looks read at once
BLANK = bytes(perceptual_hash.SIDE**2)  # stands for a look that is not known any more: like nothing, not even itself
_HASH = re.compile(r"[0-9a-f]{16}")

_NEW = select(looks).where(looks.c.change > bindparam("after")).order_by(looks.c.change)
_MINIATURES = select(looks.c.record, looks.c.miniature).where(looks.c.record.in_(bindparam("ids", expanding=True)))
_SHOTS = (
    select(records.c.id, records.c.facts, frames.c.prefix, frames.c.number)
    .outerjoin(frames, frames.c.record == records.c.id)
    .where(records.c.id.in_(bindparam("ids", expanding=True)), records.c.kind == Kind.PHOTO.value)
)
_CHANGE = select(func.coalesce(func.max(looks.c.change), 0) + 1).scalar_subquery()
_KEEP = insert(looks).values(change=_CHANGE)
_KEEP = _KEEP.on_conflict_do_update(
    index_elements=["record"],
    set_={name: _KEEP.excluded[name] for name in ("whole", "miniature", "change")},
)
_PAIRS = select(relations.c.subject, relations.c.object, relations.c.certainty)
_PAIRS = _PAIRS.where(relations.c.type == ALSO_AS, relations.c.origin == RULE)
_RELATE = insert(relations).values(type=ALSO_AS, origin=RULE)
_RELATE = _RELATE.on_conflict_do_update(
    index_elements=["subject", "type", "object"],
    set_={name: _RELATE.excluded[name] for name in ("origin", "certainty")},
    where=relations.c.origin == RULE,  # what the archivist confirmed stays
)
_FORGET = delete(relations).where(
    relations.c.type == ALSO_AS, relations.c.subject == bindparam("one"), relations.c.object == bindparam("other")
)


@dataclass(slots=True)
class HashCache:
    """Perceptual hashes of all photos in memory, 240 bytes each, updated within a write transaction."""

    ids: list[str] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)
    hashes: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    coarse: perceptual_hash.Floats = field(default_factory=lambda: np.empty((0, 112), np.float32))
    change: int = 0

    def catch_up(self, conn: Connection) -> None:
        """Read the hashes added since the last call."""
        for rows in conn.execute(_NEW, {"after": self.change}).partitions(_READ):
            self._take(rows)

    def _take(self, rows: Any) -> None:
        new = [row.record for row in rows if row.record not in self.at]
        self.at.update((record, len(self.ids) + n) for n, record in enumerate(new))
        self.ids += new
        self.hashes = np.concatenate([self.hashes, np.zeros(len(new), np.uint64)])
        self.coarse = np.concatenate([self.coarse, np.zeros((len(new), 112), np.float32)])
        where = [self.at[row.record] for row in rows]
        self.hashes[where] = np.array([int(row.whole, 16) for row in rows], np.uint64)
        self.coarse[where] = perceptual_hash.coarse(perceptual_hash.pixels([row.miniature for row in rows]))
        self.change = max(row.change for row in rows)

    def near(self, record: str) -> list[str]:
        """Return photos that may be the same picture, likeliest first. Of equal ones those added next to it come first:
        if the oldest did, every copy would be related to these alone."""
        n = self.at[record]
        mine = self.coarse[n]
        if not mine.any():
            return []  # as good as blank: like any other blank one
        near = np.flatnonzero(np.bitwise_count(self.hashes ^ self.hashes[n]) <= NEAR)
        near = near[near != n]
        score = self.coarse[near] @ mine
        likely = score >= perceptual_hash.ALIKE_COARSE
        near, score = near[likely], score[likely]
        return [self.ids[at] for at in near[np.lexsort((np.abs(near - n), -score.round(2)))[:NEAREST]]]


def put(batch: Batch, record: str, description: Description) -> None:
    """Store the perceptual hash of a photo by its newest reading. A description merged from stored ones may lack the
    miniature; then the stored one stays while the hash is the same."""
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
    batch.conn.execute(_KEEP, {"record": record, "whole": whole, "miniature": miniature})


def _unpacked(miniature: str | None) -> bytes:
    try:
        pixels = base64.b64decode(miniature or "", validate=True)
    except (binascii.Error, ValueError):
        return b""
    return pixels if len(pixels) == perceptual_hash.SIDE**2 else b""


def compare(batch: Batch, shelf: HashCache) -> None:
    """Relate photos that this batch added or changed to their nearest copies, and remove relations that no longer hold.
    Call after frames are numbered and before the batch ends. No record counts as changed, since the index shows nothing
    of it."""
    if not batch.photos:
        return
    shelf.catch_up(batch.conn)
    related = _related(batch.conn, batch.photos)
    for record in sorted(batch.photos):
        before = related.get(record, {})
        same = _same(batch.conn, shelf, record, before)
        gone = [_sorted_pair(record, other) for other in before if other not in same]
        stays = [other for other in same if other in before]
        comes = [other for other in same if other not in before][: max(0, MOST - len(stays))]
        now = {other: same[other] for other in [*stays, *comes]}
        new = [
            _sorted_pair(record, other) | {"certainty": score}
            for other, score in now.items()
            if before.get(other) != score and not is_refused(batch, record, ALSO_AS, other)
        ]
        if gone:
            batch.conn.execute(_FORGET, [{"one": pair["subject"], "other": pair["object"]} for pair in gone])
        if new:
            batch.conn.execute(_RELATE, new)
        for other in before:
            related.get(other, {}).pop(record, None)
        for other, score in now.items():
            related.setdefault(other, {})[record] = score


def _sorted_pair(one: str, other: str) -> dict[str, Any]:
    return {"subject": min(one, other), "object": max(one, other)}


def _related(conn: Connection, ids: Iterable[str]) -> dict[str, dict[str, float]]:
    """Of each the copies it is related with, and how alike they are; also from the other end."""
    found: dict[str, dict[str, float]] = {}
    for chunk in in_chunks(ids):
        for one, other, score in conn.execute(
            _PAIRS.where(or_(relations.c.subject.in_(chunk), relations.c.object.in_(chunk)))
        ):
            found.setdefault(one, {})[other] = found.setdefault(other, {})[one] = score
    return found


def _same(conn: Connection, shelf: HashCache, record: str, before: Collection[str]) -> dict[str, float]:
    """The photos that are the same picture as this one, and how alike they are, the nearest first: of those that may
    be, and of those that it is related with."""
    if record not in shelf.at or not (near := [*dict.fromkeys([*shelf.near(record), *before])]):
        return {}
    kept: dict[str, bytes] = {}
    for chunk in in_chunks([record, *near]):
        kept.update((row.record, row.miniature) for row in conn.execute(_MINIATURES, {"ids": chunk}))
    near = [other for other in near if other in kept]
    pictures = perceptual_hash.pixels([kept[record], *(kept[other] for other in near)])
    scores = zip(near, map(float, perceptual_hash.alike(pictures[0], pictures[1:])), strict=True)
    likely = {other: score for other, score in scores if score >= perceptual_hash.ALIKE}
    shots = _shots(conn, [record, *likely]) if likely else {}
    mine = shots.get(record)
    if mine is None:
        return {}
    same = [
        (round(score, 2), other)
        for other, score in likely.items()
        if other in shots and not _told_apart(mine, shots[other], score)
    ]
    same.sort(key=lambda found: -found[0])  # those of one score stay in the order of the shelf
    return {other: score for score, other in same}


@dataclass(frozen=True, slots=True)
class PhotoTraits:
    """Other traits that tell two photos apart: time, size and shape, prefix and number."""

    created: str
    size: tuple[Any, Any]
    shape: float | None
    prefix: str | None
    number: int | None


def _shots(conn: Connection, ids: list[str]) -> dict[str, PhotoTraits]:
    found: dict[str, PhotoTraits] = {}
    for chunk in in_chunks(ids):
        for row in conn.execute(_SHOTS, {"ids": chunk}):
            created = str(row.facts.get("created") or "")
            size = row.facts.get("width"), row.facts.get("height")
            found[row.id] = PhotoTraits(created, size, _shape(*size), row.prefix, row.number)
    return found


def _shape(width: Any, height: Any) -> float | None:
    """The logarithm of long side to short side, whichever way up the file has it."""
    if not isinstance(width, int) or not isinstance(height, int) or min(width, height) < 1:
        return None
    return abs(log(width / height))


def _told_apart(one: PhotoTraits, other: PhotoTraits, score: float) -> bool:
    """Whether two pictures that look the same are two all the same: frames of one event, made a moment apart."""
    if one.shape is not None and other.shape is not None and abs(one.shape - other.shape) > STRETCH:
        return True
    timed = bool(one.created and other.created)
    if timed and not same_time(one.created, other.created):
        return True
    numbered = one.prefix is not None and one.prefix == other.prefix and one.number != other.number
    return numbered and score < (CERTAINLY if timed and one.size == other.size else SURELY)
