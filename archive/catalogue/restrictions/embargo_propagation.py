"""Embargoes between a text and its photos: neither may reveal what the other is held for.

An embargo in a row of a caption table holds the photo of that row, as a sidecar would. A held photo holds the tables
with its caption, because tables are handed out whole. Any other text under embargo holds the photos it names in its own
folder or below: a saved page or a release with its pictures. This happens when the two are linked or the photo is held.
Releasing one of them later does not release the other. A photo that was released under the embargo of a text stays
released when that text is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Row, Text, bindparam, or_, select, type_coerce

from archive.access import Access, is_public, stricter
from archive.catalogue.image_links.mentions import embargo_key
from archive.catalogue.image_links.resolution import folder_at, folders_of
from archive.catalogue.restrictions.record_access import access_of, set_access
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.connection import EACH, select_by_ids
from archive.catalogue.schema.tables import mentions, names
from archive.catalogue.schema.tables import records as table
from archive.messages import Message
from archive.record import CAPTION_SHEET, Status

IN_A_TABLE = Message("hold-caption")
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


class RestrictedRecord(NamedTuple):
    """A record that becomes held, the record that causes it, and its status before."""

    record: str
    because: str
    before: Access
    access: Access


def propagate_embargoes(batch: Batch) -> list[RestrictedRecord]:
    """Hold everything that became due since the last call in the batch. Return what was held, in order."""
    tied, batch.tied = batch.tied, set()
    of_tied = list(select_by_ids(batch.conn, _OF_TEXTS, tied)) if tied else []
    found = list(_photos(batch, of_tied))
    hidden, batch.hidden = batch.hidden, set()
    of_hidden = list(select_by_ids(batch.conn, _OF_PHOTOS, hidden)) if hidden else []
    return [*found, *_tables(batch, [*of_tied, *of_hidden])]


def _photos(batch: Batch, rows: Iterable[Row[Any]]) -> Iterator[RestrictedRecord]:
    for row in rows:
        if row.embargo is not None and embargo_key(row) not in batch.enforced:
            until, words = row.embargo.get("until"), str(row.embargo.get("words") or "embargo")
            if (until is None or until > batch.now) and _is_of(batch, row):
                yield from _held(batch, row.photo, row.record, Access(Status.HELD, until, words))


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


def _tables(batch: Batch, rows: Iterable[Row[Any]]) -> Iterator[RestrictedRecord]:
    for row in (row for row in rows if row.genre == CAPTION_SHEET):
        access = access_of(batch, row.photo)
        if not is_public(access.status, access.release_at, batch.now):
            until = access.release_at if access.status is Status.HELD else None
            yield from _held(batch, row.record, row.photo, Access(Status.HELD, until, IN_A_TABLE))


def _held(batch: Batch, record: str, because: str, access: Access) -> Iterator[RestrictedRecord]:
    before = access_of(batch, record)
    after = stricter(before, access, batch.now)
    if after != before:
        set_access(batch, record, after, because=because)
        yield RestrictedRecord(record, because, before, after)
