"""Embargoes between a text and its photos: neither may reveal what the other is held for.

An embargo in a row of a caption table holds the photo of that row, as a sidecar would. A held photo holds the tables
with its caption, because tables are handed out whole. Any other text holds the photos it names in its own folder or
below while its embargo holds itself: a saved page or a release with its pictures. This happens when the two are linked,
when one of them moves, or when the photo is held.

Releasing one of them later does not release the other. A photo that an archivist took out of the embargo of a text
stays out until that text gets another file or its own words hold it again. It was taken out by whoever decided on it
while an event of the photo named the text. Archives of before had no such events where something else held the photo;
there any decision counts that was made before the upgrade and after the words of the text were known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Row, Text, and_, bindparam, func, or_, select, type_coerce, update

from archive.access import Access, is_public, stricter
from archive.catalogue.image_links.resolution import folder_at, folders_of
from archive.catalogue.restrictions.record_access import WAITING, access_of, note_hold, set_access
from archive.catalogue.restrictions.standing_sets import standing_sets
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.connection import EACH, select_by_ids
from archive.catalogue.schema.tables import events, mentions, merged, meta, names, scans
from archive.catalogue.schema.tables import records as table
from archive.messages import Message
from archive.record import CAPTION_SHEET, Status

IN_A_TABLE = Message("hold-caption")
_ASSIGNED = "policy assignment"  # the PREMIS eventType
_ROWS = (
    select(mentions.c.record, mentions.c.photo, mentions.c.embargo, mentions.c.doubtful, table.c.genre)
    .join(table, table.c.id == mentions.c.record)
    .where(
        or_(table.c.genre == CAPTION_SHEET, type_coerce(mentions.c.embargo, Text) != "null"),
        mentions.c.photo.is_not(None),
    )
    .order_by(mentions.c.record, mentions.c.n)
)
_NAMES = select(names).where(names.c.record == bindparam("record"))
_OF_TEXTS = _ROWS.where(mentions.c.record.in_(EACH))
_OF_PHOTOS = _ROWS.where(mentions.c.photo.in_(EACH))
_ACCESSES = select(events.c.n, events.c.detail).where(events.c.record == bindparam("record"))
_ACCESSES = _ACCESSES.where(events.c.type == _ASSIGNED).order_by(events.c.n)
_DETAIL = {key: func.json_extract(events.c.detail, f"$.{key}") for key in ("sha256", "before", "change_set", "because")}
_HELD_BY_ITS_WORDS = and_(
    events.c.type == _ASSIGNED,
    _DETAIL["before"] == Status.RELEASED.value,
    _DETAIL["change_set"].is_(None),
    _DETAIL["because"].is_(None),
)
_GOT_A_FILE = and_(events.c.type == "modification", _DETAIL["sha256"].is_not(None), _DETAIL["change_set"].is_(None))
_RENEWED = select(func.max(events.c.n)).where(
    or_(
        and_(events.c.record == bindparam("part"), or_(events.c.type == "ingestion", _HELD_BY_ITS_WORDS, _GOT_A_FILE)),
        and_(events.c.record == bindparam("text"), _GOT_A_FILE),
    )
)
_READ_LATER = select(func.max(events.c.n)).where(
    events.c.record == bindparam("text"),
    or_(
        events.c.type == "text recognition",
        and_(events.c.type == "metadata extraction", type_coerce(events.c.detail, Text).like('%"embargo"%')),
    ),
)
_LAST_UNTOLD = select(meta.c.value).where(meta.c.key == "last_untold_event")
_OTHERWISE = select(scans.c.otherwise).where(scans.c.record == bindparam("record"))
_MERGED = select(merged.c.old).where(merged.c.kept == bindparam("kept"))


class RestrictedRecord(NamedTuple):
    """A record that becomes held, the record that causes it, and its status before."""

    record: str
    because: str
    before: Access
    access: Access


def propagate_embargoes(batch: Batch) -> list[RestrictedRecord]:
    """Hold everything that became due since the last call in the batch. Return what was held, in order."""
    tied, batch.tied = batch.tied, set()
    moved, batch.moved = batch.moved, set()
    of_tied = list(select_by_ids(batch.conn, _OF_TEXTS, tied)) if tied else []
    of_moved = list(select_by_ids(batch.conn, _OF_TEXTS, moved - tied)) if moved - tied else []
    of_moved += select_by_ids(batch.conn, _OF_PHOTOS, moved) if moved else []
    found = list(_photos(batch, [*of_tied, *of_moved]))
    hidden, batch.hidden = batch.hidden, set()
    of_hidden = list(select_by_ids(batch.conn, _OF_PHOTOS, hidden)) if hidden else []
    return [*found, *_tables(batch, [*of_tied, *of_hidden])]


def _photos(batch: Batch, rows: Iterable[Row[Any]]) -> Iterator[RestrictedRecord]:
    for row in rows:
        order = _order(batch, row)
        if order is None or not _is_of(batch, row):
            continue
        lifted = _is_lifted(batch, row, order)
        if lifted:
            continue
        held = list(_held(batch, row.photo, row.record, order))
        yield from held
        if not held and lifted is None:  # so that whoever releases it lifts this order too
            note_hold(batch, row.photo, because=row.record)


def _order(batch: Batch, row: Row[Any]) -> Access | None:
    """How a text holds a photo that it names; None where it does not, as a text that is itself public."""
    if row.embargo is None:
        return None
    until, words = row.embargo.get("until"), str(row.embargo.get("words") or "embargo")
    if until is not None and until <= batch.now:
        return None
    if row.genre != CAPTION_SHEET and _is_public(batch, row.record):
        return None
    return Access(Status.HELD, until, words)


def _is_public(batch: Batch, record: str) -> bool:
    access = access_of(batch, record)
    return is_public(access.status, access.release_at, batch.now)


def _is_of(batch: Batch, row: Row[Any]) -> bool:
    """Whether a photo that is named is the one that is meant: by a table any, by another text one that lies with it."""
    if row.genre == CAPTION_SHEET:
        return True
    if row.doubtful:
        return False
    texts, photos = (batch.conn.execute(_NAMES, {"record": id_}).all() for id_ in (row.record, row.photo))
    photos = [name for name in photos if name.status is None]  # a copy that came held holds no record
    around = {folder for name in texts for folder in (folder_at(name), *folders_of(name))}
    return any(folder_at(photo)[: len(folder)] == folder for photo in photos for folder in around)


def _is_lifted(batch: Batch, row: Row[Any], order: Access) -> bool | None:
    """Whether an archivist took a photo out of this order; None where the text, or one that was merged into it, did not
    hold it as strictly before, or has been renewed since. What else held the photo lifts no order, nor does a decision
    that was undone."""
    batch.write_events()
    acts = [act for part in _parts(batch, row.photo) for act in batch.conn.execute(_ACCESSES, {"record": part})]
    texts = _parts(batch, row.record) if acts else []
    standing = standing_sets(batch.conn, [act.detail["change_set"] for act in acts if "change_set" in act.detail])
    lifted = None
    for n, told in ((act.n, act.detail) for act in sorted(acts) if "before" in act.detail):
        access = Access(Status(told["after"]), told.get("until"))
        as_strict = stricter(access, order, batch.now) is access
        if told.get("because") in texts:
            lifted = False if as_strict and n > _renewed(batch, row.record, told["because"]) else lifted
        elif told.get("change_set") not in standing:
            continue
        elif lifted is not None:
            lifted = not as_strict
        elif not as_strict and n <= (batch.conn.execute(_LAST_UNTOLD).scalar() or 0):
            lifted = n > _known_since(batch, row.record) or None
    return lifted


def _renewed(batch: Batch, text: str, part: str) -> int:
    """The number of the event by which the order of a text, or of a part merged into it, last began anew."""
    return batch.conn.execute(_RENEWED, {"part": part, "text": text}).scalar() or 0


def _known_since(batch: Batch, text: str) -> int:
    """The number of the event by which an archivist knew the order of a text, in an archive of before."""
    read = batch.conn.execute(_READ_LATER, {"text": text}).scalar() or 0
    return max(read, _renewed(batch, text, text))


def _parts(batch: Batch, record: str) -> list[str]:
    """A record, and those that were merged into it."""
    found = [record]
    for one in found:
        found += batch.conn.execute(_MERGED, {"kept": one}).scalars()
    return found


def _tables(batch: Batch, rows: Iterable[Row[Any]]) -> Iterator[RestrictedRecord]:
    for row in (row for row in rows if row.genre == CAPTION_SHEET):
        if not _is_public(batch, row.photo):
            access = access_of(batch, row.photo)
            until = access.release_at if access.status is Status.HELD else None
            yield from _held(batch, row.record, row.photo, Access(Status.HELD, until, IN_A_TABLE))


def _held(batch: Batch, record: str, because: str, access: Access) -> Iterator[RestrictedRecord]:
    """Hold a record. One that waits for OCR stays held when it is read."""
    before = access_of(batch, record)
    otherwise = batch.conn.execute(_OTHERWISE, {"record": record}).scalar() if before in WAITING else None
    if otherwise:
        columns = stricter(Access.of(otherwise), access, batch.now).columns()
        batch.conn.execute(update(scans).where(scans.c.record == record).values(otherwise=columns))
        return
    after = stricter(before, access, batch.now)
    if after != before:
        set_access(batch, record, after, because=because)
        yield RestrictedRecord(record, because, before, after)
