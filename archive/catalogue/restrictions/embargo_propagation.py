"""Embargoes between a text and its photos: neither may reveal what the other is held for.

An embargo in a row of a caption table holds the photo of that row, like a sidecar. A held photo holds the tables with
its caption, because tables are served whole. Any other text holds the photos it names in its own folder or below while
its own embargo holds it: a saved page or a release with its pictures. This happens when the two are linked, when one of
them moves, or when the photo is held.

Releasing one of them later does not release the other. A photo that an archivist exempted from the embargo of a text
stays exempt until that text gets another file or its own words hold it again. A decision exempts a photo if it was made
after an event of the photo named the text. Older versions wrote no such event if something else held the photo. A
decision from before the upgrade counts if it was made after the words of the text were known.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Text, and_, bindparam, func, or_, select, type_coerce, update

from archive.access import Access, is_public, stricter
from archive.catalogue.image_links.resolution import folder_at, folders_of
from archive.catalogue.restrictions.record_access import ASSIGNMENT, UNSCANNED, WAITING, note_hold, set_access
from archive.catalogue.restrictions.standing_sets import standing_sets
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import ACCESS_COLUMNS, events, mentions, merged, meta, names, scans
from archive.catalogue.schema.tables import records as table
from archive.messages import Message
from archive.record import CAPTION_SHEET, Status


class _Act(NamedTuple):
    """An event about access to a photo: its number, and keys of its detail."""

    n: int
    after: str
    until: str | None
    change_set: int | None
    because: str | None


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
_NAMES = select(names.c.record, names.c.root, names.c.path, names.c.member, names.c.status)
_NAMES = _NAMES.where(names.c.record.in_(EACH))
_OF_TEXTS = _ROWS.where(mentions.c.record.in_(EACH))
_OF_PHOTOS = _ROWS.where(mentions.c.photo.in_(EACH))
_ACCESSES = select(table.c.id, *(table.c[name] for name in ACCESS_COLUMNS)).where(table.c.id.in_(EACH))
_UNWRITTEN = sys.maxsize  # the number of an event that is not written yet
_ACT_KEYS = _Act._fields[1:]
_DETAIL = {key: func.json_extract(events.c.detail, f"$.{key}").label(key) for key in ("sha256", "before", *_ACT_KEYS)}
_ACTS = select(events.c.record, events.c.n, *(_DETAIL[key] for key in _ACT_KEYS))
_ACTS = _ACTS.where(events.c.record.in_(EACH), events.c.type == ASSIGNMENT, _DETAIL["before"].is_not(None))
_ACTS = _ACTS.order_by(events.c.n)
_HELD_BY_ITS_WORDS = and_(
    events.c.type == ASSIGNMENT,
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
_MERGED = select(merged.c.old, merged.c.kept).where(merged.c.kept.in_(EACH))


class RestrictedRecord(NamedTuple):
    """A record that becomes held, the record that causes this, and its access before and after."""

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


class _KnownRecords:
    """The access, names and history of the texts and photos in these rows, read at once: a table may name ten thousand
    photos. `put` adds records that are held meanwhile."""

    def __init__(self, batch: Batch, rows: Sequence[Row[Any]]) -> None:
        self._conn = batch.conn
        ids = {id_ for row in rows for id_ in (row.record, row.photo)}
        found = select_by_ids(batch.conn, _ACCESSES, ids)
        self.access = {row.id: Access.of(row._asdict()) for row in found}
        self.parts: dict[str, list[str]] = {}
        self._names: dict[str, list[Any]] = {}
        self._acts: dict[str, list[_Act]] = {}
        self._began: dict[tuple[str, str], int] = {}
        self._read: dict[str, int] = {}
        self.standing: set[int] = set()
        self.last_untold = 0

    def read_history(self, batch: Batch, rows: Sequence[Row[Any]]) -> None:
        """Also read their folders, and who held and released the photos."""
        batch.write_events()
        self.parts = read_parts(batch.conn, {id_ for row in rows for id_ in (row.record, row.photo)})
        apart = {id_ for row in rows if row.genre != CAPTION_SHEET for id_ in (row.record, row.photo)}
        for name in select_by_ids(batch.conn, _NAMES, apart):
            self._names.setdefault(name.record, []).append(name)
        whole = {part: row.photo for row in rows for part in self.parts[row.photo]}
        for act in select_by_ids(batch.conn, _ACTS, whole):
            self._acts.setdefault(whole[act.record], []).append(_Act(*act[1:]))
        sets = {act.change_set for acts in self._acts.values() for act in acts if act.change_set is not None}
        self.standing = standing_sets(batch.conn, sets)
        self.last_untold = batch.conn.execute(_LAST_UNTOLD).scalar() or 0

    def put(self, record: str, access: Access, because: str) -> None:
        """Note that a record is held because of another."""
        self.access[record] = access
        self._acts.setdefault(record, []).append(
            _Act(_UNWRITTEN, access.status.value, access.release_at, None, because)
        )

    def is_public(self, batch: Batch, record: str) -> bool:
        """Return whether anyone may see a record now."""
        return is_public(self.access[record].status, self.access[record].release_at, batch.now)

    def names(self, record: str) -> list[Any]:
        """Return the names of a record's files."""
        return self._names.get(record, [])

    def acts(self, photo: str) -> list[_Act]:
        """Return the events about access to a photo and its parts, oldest first."""
        return self._acts.get(photo, [])

    def order_began(self, text: str, part: str) -> int:
        """Return the number of the event by which the embargo of a text, or of a part merged into it, last began."""
        if (text, part) not in self._began:
            found = self._conn.execute(_RENEWED, {"part": part, "text": text}).scalar()
            self._began[text, part] = found or 0
        return self._began[text, part]

    def order_known(self, text: str) -> int:
        """Return the number of the event from which an archivist could know the embargo of a text, if an older version
        wrote no event for the photo."""
        if text not in self._read:
            self._read[text] = self._conn.execute(_READ_LATER, {"text": text}).scalar() or 0
        return max(self._read[text], self.order_began(text, text))


def read_parts(conn: Connection, ids: Iterable[str]) -> dict[str, list[str]]:
    """Return each of these records with itself and those that were merged into it."""
    parts = {id_: [id_] for id_ in ids}
    whole = {id_: id_ for id_ in parts}
    kept = set(parts)
    while kept:
        found = {row.old: row.kept for row in select_by_ids(conn, _MERGED, kept)}
        for old, into in found.items():
            whole[old] = whole[into]
            parts[whole[into]].append(old)
        kept = set(found)
    return parts


def access_by_texts(batch: Batch, photo: str) -> Access:
    """Return the access that the texts and tables naming a photo give it now."""
    access = Access()
    for _, order, lifted in _orders(batch, *_known(batch, select_by_ids(batch.conn, _OF_PHOTOS, [photo]))):
        access = access if lifted else stricter(access, order, batch.now)
    return access


def _photos(batch: Batch, rows: Iterable[Row[Any]]) -> Iterator[RestrictedRecord]:
    known, rows = _known(batch, rows)
    for row, order, lifted in _orders(batch, known, rows):
        if lifted:
            continue
        held = list(_held(batch, known, row.photo, row.record, order))
        yield from held
        if not held and lifted is None:  # so that a release lifts this embargo too
            note_hold(batch, row.photo, because=row.record, order_until=order.release_at)
            known.put(row.photo, known.access[row.photo], row.record)


def _known(batch: Batch, rows: Iterable[Row[Any]]) -> tuple[_KnownRecords, list[Row[Any]]]:
    """Return the rows in force, and the known data of their texts and photos."""
    rows = [row for row in rows if _in_force(batch, row)]
    known = _KnownRecords(batch, rows)
    if rows:
        known.read_history(batch, rows)
    return known, rows


def _orders(
    batch: Batch, known: _KnownRecords, rows: Iterable[Row[Any]]
) -> Iterator[tuple[Row[Any], Access, bool | None]]:
    """Yield the rows whose text has an embargo on their photo, that embargo, and whether it is lifted."""
    for row in rows:
        if (row.genre == CAPTION_SHEET or not known.is_public(batch, row.record)) and _is_of(known, row):
            order = Access(Status.HELD, row.embargo.get("until"), str(row.embargo.get("words") or "embargo"))
            yield row, order, _is_lifted(batch, known, row, order)


def _in_force(batch: Batch, row: Row[Any]) -> bool:
    until = row.embargo.get("until") if row.embargo is not None else ""
    return until is None or until > batch.now


def _is_of(known: _KnownRecords, row: Row[Any]) -> bool:
    """Return whether a named photo is covered: for a table any photo, for another text one in its folder or below."""
    if row.genre == CAPTION_SHEET:
        return True
    if row.doubtful:
        return False
    photos = [name for name in known.names(row.photo) if name.status is None]  # copies that arrived held hold no record
    around = {folder for name in known.names(row.record) for folder in (folder_at(name), *folders_of(name))}
    return any(folder_at(photo)[: len(folder)] == folder for photo in photos for folder in around)


def _is_lifted(batch: Batch, known: _KnownRecords, row: Row[Any], order: Access) -> bool | None:
    """Return whether an archivist exempted a photo from this embargo. None if the text (or one merged into it) has not
    held the photo as strictly before, or was renewed since. Undone decisions and other holds do not count."""
    lifted = None
    for act in known.acts(row.photo):
        access = Access(Status(act.after), act.until)
        as_strict = stricter(access, order, batch.now) is access
        if act.because in known.parts[row.record]:
            lifted = False if as_strict and act.n > known.order_began(row.record, act.because) else lifted
        elif act.change_set not in known.standing:
            continue
        elif lifted is not None:
            lifted = not as_strict
        elif not as_strict and act.n <= known.last_untold:
            lifted = act.n > known.order_known(row.record) or None
    return lifted


def _tables(batch: Batch, rows: Iterable[Row[Any]]) -> Iterator[RestrictedRecord]:
    rows = [row for row in rows if row.genre == CAPTION_SHEET]
    known = _KnownRecords(batch, rows)
    for row in rows:
        access = _once_scanned(batch, row.photo, known.access[row.photo])
        if not is_public(access.status, access.release_at, batch.now):
            until = access.release_at if access.status is Status.HELD else None
            yield from _held(batch, known, row.record, row.photo, Access(Status.HELD, until, IN_A_TABLE))


def _once_scanned(batch: Batch, photo: str, access: Access) -> Access:
    """Return the access of a photo; for one that only waits for the virus scanner, the access it gets afterwards. The
    caption of such a photo is not secret."""
    if access not in UNSCANNED.values():
        return access
    otherwise = batch.conn.execute(_OTHERWISE, {"record": photo}).scalar()
    return Access.of(otherwise) if otherwise else access


def _held(batch: Batch, known: _KnownRecords, record: str, because: str, access: Access) -> Iterator[RestrictedRecord]:
    """Hold a record. One that waits for OCR or the virus scanner stays held afterwards."""
    before = known.access[record]
    otherwise = batch.conn.execute(_OTHERWISE, {"record": record}).scalar() if before in WAITING else None
    if otherwise:
        columns = stricter(Access.of(otherwise), access, batch.now).columns()
        batch.conn.execute(update(scans).where(scans.c.record == record).values(otherwise=columns))
        return
    after = stricter(before, access, batch.now)
    if after != before:
        set_access(batch, record, after, because=because)
        known.put(record, after, because)
        yield RestrictedRecord(record, because, before, after)
