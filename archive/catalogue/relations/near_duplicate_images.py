"""Find one picture in other sizes, compressions or crops by perceptual hash. The relation is `also-as`."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, Connection, bindparam, cast, delete, func, or_, select, union, union_all

from archive.catalogue.relations.hash_file import HashFile, Head
from archive.catalogue.relations.relations import ALSO_AS, is_refused
from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.id_queries import EACH, EACH_NUMBER, each_of, select_by_ids
from archive.catalogue.schema.rows import proposed, upsert
from archive.catalogue.schema.tables import frames, looks, meta, records, relations
from archive.pictures import perceptual_hash
from archive.record import Description, Kind
from archive.text.dates.instants import same_time

RULE = "rule:difference-hash"
NEAR = 22  # of 64 bits of two difference hashes: closer are crops of up to a tenth, and 6 in 100 of other pairs
NEAREST = 24  # how many of those near are compared closely
STRETCH = 0.25  # of the logarithm of the ratio of long to short side: the largest change by such a crop
SURELY = 0.97  # similar enough to be one picture under two numbers
CERTAINLY = 0.99  # also from one second and of one size: two frames of a handheld burst are below it
MOST = 16  # copies that a new photo is related to, the nearest: with a thousand, each leads to others
_SCANNED = 1 << 16  # hashes compared at a time
BLANK = bytes(perceptual_hash.SIDE**2)  # stands for a look that is unknown now: similar to nothing, not even itself
_HASH = re.compile(r"[0-9a-f]{16}")

_OWN = select(looks.c.record, looks.c.change, looks.c.whole).where(looks.c.record.in_(EACH))
_LOOKS = select(looks.c.record, looks.c.change, looks.c.miniature)
_MINIATURES = union(
    _LOOKS.where(looks.c.change.in_(select(cast(each_of("numbers").c.value, BigInteger)))),
    _LOOKS.where(looks.c.record.in_(EACH)),
)
_SHOTS = (
    select(records.c.id, records.c.facts, frames.c.prefix, frames.c.number)
    .outerjoin(frames, frames.c.record == records.c.id)
    .where(records.c.id.in_(bindparam("ids", expanding=True)), records.c.kind == Kind.PHOTO.value)
)
_STANDING = select(looks.c.change).where(looks.c.change.in_(EACH_NUMBER))
_LAST_LOOK = "last_look"  # in `meta`: the highest number assigned before looks were last deleted
_OF_DELETED = select(meta.c.value).where(meta.c.key == _LAST_LOOK)
_GIVEN = union_all(select(func.max(looks.c.change).label("n")), _OF_DELETED).subquery()
_LAST = select(func.coalesce(func.max(_GIVEN.c.n), 0))
_KEEP_LAST = upsert(meta).values(key=_LAST_LOOK)
_NEW = proposed(looks)
_KEEP = upsert(looks, where=or_(looks.c.whole != _NEW.whole, looks.c.miniature != _NEW.miniature))
_KEEP = _KEEP.values(change=_LAST.scalar_subquery() + 1)
_PAIRS = select(relations.c.subject, relations.c.object, relations.c.certainty)
_PAIRS = _PAIRS.where(relations.c.type == ALSO_AS, relations.c.origin == RULE)
_RELATE = upsert(relations, where=relations.c.origin == RULE)  # the archivist's confirmations are kept
_RELATE = _RELATE.values(type=ALSO_AS, origin=RULE)
_FORGET = delete(relations).where(
    relations.c.type == ALSO_AS, relations.c.subject == bindparam("one"), relations.c.object == bindparam("other")
)


def keep_last_number(conn: Connection) -> int:
    """Store the highest number that a look ever had, and return it. Call before looks are deleted: the file keeps the
    hash of a number, so no number may be reused."""
    last = int(conn.execute(_LAST).scalar_one())
    conn.execute(_KEEP_LAST, {"value": last})
    return last


def find_near(conn: Connection, file: HashFile, number: int) -> list[int]:
    """Return the numbers of at most NEAREST photos that may be the same picture, likeliest first. Among equals, those
    added next to it come first: otherwise every copy would be related only to the oldest ones."""
    mine = file.views[number]
    if not mine.any():
        return []  # nearly blank: similar to any other blank one
    near = np.concatenate(
        [
            start
            + np.flatnonzero(np.bitwise_count(file.hashes[start : start + _SCANNED] ^ file.hashes[number]) <= NEAR)
            for start in range(0, len(file.hashes), _SCANNED)
        ]
    )
    near = near[near != number]
    score = file.views[near] @ mine
    likely = score >= perceptual_hash.ALIKE_COARSE
    near, score = near[likely], score[likely]
    return _standing(conn, near[np.lexsort((np.abs(near - number), -score.round(2)))].tolist())


def _standing(conn: Connection, numbers: Sequence[int]) -> list[int]:
    """Return the first NEAREST of these numbers that photos have now. Looks that changed or were deleted stay in the
    file."""
    found: list[int] = []
    for start in range(0, len(numbers), NEAREST):
        asked = numbers[start : start + NEAREST]
        standing = {*conn.execute(_STANDING, {"ids": json.dumps(asked)}).scalars()}
        found += [number for number in asked if number in standing]
        if len(found) >= NEAREST:
            break
    return found[:NEAREST]


def put(batch: Batch, record: str, description: Description) -> None:
    """Store the perceptual hash of a photo from its newest reading. A description merged from stored ones may lack the
    miniature; then the stored one is kept as long as the hash is the same."""
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


def compare(batch: Batch, file: HashFile) -> Head | None:
    """Relate photos that this batch added or changed to their nearest copies, and remove relations that no longer hold.
    Call after frames are numbered and before the batch ends. No record counts as changed, because the index contains
    none of this. Return the head of the file, to be confirmed after the commit; None for a batch without photos."""
    own = {row.record: row for row in select_by_ids(batch.conn, _OWN, sorted(batch.photos))}
    if not batch.photos:
        return None
    head = file.catch_up(batch.conn, [(row.change, row.whole) for row in own.values()])
    related = _related(batch.conn, batch.photos)
    for record in sorted(batch.photos):
        before = related.get(record, {})
        same = _same(batch.conn, file, own[record].change, record, before) if record in own else {}
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
    return head


def _sorted_pair(one: str, other: str) -> dict[str, Any]:
    return {"subject": min(one, other), "object": max(one, other)}


def _related(conn: Connection, ids: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return, for each photo, the copies it is related to and their similarity, also from the other end."""
    found: dict[str, dict[str, float]] = {}
    for chunk in in_chunks(ids):
        for one, other, score in conn.execute(
            _PAIRS.where(or_(relations.c.subject.in_(chunk), relations.c.object.in_(chunk)))
        ):
            found.setdefault(one, {})[other] = found.setdefault(other, {})[one] = score
    return found


def _same(conn: Connection, file: HashFile, number: int, record: str, before: Collection[str]) -> dict[str, float]:
    """Return the photos that are the same picture as this one, with their similarity, most similar first: among likely
    ones and those it is related to."""
    numbers = find_near(conn, file, number)
    if not numbers and not before:
        return {}
    asked = {"numbers": json.dumps(numbers), "ids": json.dumps([record, *before])}
    rows = [*conn.execute(_MINIATURES, asked)]
    kept = {row.record: row.miniature for row in rows}
    places = {at: n for n, at in enumerate(numbers)}
    rows.sort(key=lambda row: places.get(row.change, len(places)))
    near = [row.record for row in rows if row.record != record]
    if not near:
        return {}
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
    same.sort(key=lambda found: -found[0])  # equal scores keep this order
    return {other: score for score, other in same}


@dataclass(frozen=True, slots=True)
class PhotoTraits:
    """Other traits that distinguish two photos: time, size and shape, prefix and number."""

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
    """Return the logarithm of long side to short side, in any orientation."""
    if not isinstance(width, int) or not isinstance(height, int) or min(width, height) < 1:
        return None
    return abs(log(width / height))


def _told_apart(one: PhotoTraits, other: PhotoTraits, score: float) -> bool:
    """Return whether two pictures that look the same are different anyway: frames of one event, taken a moment
    apart."""
    if one.shape is not None and other.shape is not None and abs(one.shape - other.shape) > STRETCH:
        return True
    timed = bool(one.created and other.created)
    if timed and not same_time(one.created, other.created):
        return True
    numbered = one.prefix is not None and one.prefix == other.prefix and one.number != other.number
    return numbered and score < (CERTAINLY if timed and one.size == other.size else SURELY)
