"""Write records: new ones, new versions, and the archivist's edits.

A text typed by the archivist replaces that of the file until the record gets other bytes.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from archive.access import Access
from archive.catalogue.image_links import mentions
from archive.catalogue.receipts.file_paths import mark_renamed
from archive.catalogue.records.description_merge import (
    keep_archivist,
    list_descriptions,
    merge,
    refresh_made_title,
    select_original_candidates,
    with_joined_mentions,
)
from archive.catalogue.records.record_reads import candidates_in
from archive.catalogue.relations import near_duplicate_images
from archive.catalogue.relations.relations import linked
from archive.catalogue.restrictions import restricted_versions
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.filenames import name_key
from archive.catalogue.schema.tables import assets, file_texts, records, texts, typed_texts
from archive.media_types import is_picture_type
from archive.record import ARCHIVIST, TEXT_ORIGIN, Candidate, Description, Kind, Role, Status

RELEASED = Access()

KEY = TEXT_ORIGIN
_ID = re.compile(r"[a-z2-7]{16}\Z")
_IN_COMMON = 8  # characters, 40 bits: collisions are unlikely among a million records
_HAS_ID = select(records.c.id).where(records.c.id == bindparam("id"))
_BY_HAND = (typed_texts.c.cleared.is_(False),)


def in_force(batch: Batch, record: str, sha256: str | None) -> str | None:
    """Return the typed text of a record with these bytes, or None."""
    wanted = select(typed_texts.c.text).where(typed_texts.c.record == record, typed_texts.c.sha256 == sha256, *_BY_HAND)
    return batch.conn.execute(wanted.order_by(typed_texts.c.n.desc()).limit(1)).scalar()


def put_file_text(batch: Batch, record: str, text: str, sha256: str | None) -> bool:
    """Store the text of the file, or keep it beside a typed one. Return whether there is a typed one."""
    typed = in_force(batch, record, sha256)
    batch.conn.execute(update(texts).where(texts.c.record == record).values(text=text if typed is None else typed))
    batch.conn.execute(delete(file_texts).where(file_texts.c.record == record))
    if typed is not None:
        batch.conn.execute(insert(file_texts).values(record=record, text=text))
    return typed is not None


def put(batch: Batch, record: str, text: str, sha256: str) -> None:
    """Store the archivist's text of a record with these bytes, and keep the earlier one."""
    here = select(texts.c.record, texts.c.text).where(texts.c.record == record)
    if in_force(batch, record, sha256) is None:  # the present text is the file's
        kept = insert(file_texts).from_select(["record", "text"], here)
        batch.conn.execute(delete(file_texts).where(file_texts.c.record == record))
        batch.conn.execute(kept)
    row = {"record": record, "sha256": sha256, "text": text, "at": batch.now, "cleared": False}
    batch.conn.execute(insert(typed_texts).values(row))
    batch.conn.execute(update(texts).where(texts.c.record == record).values(text=text))


def clear(batch: Batch, record: str, sha256: str) -> bool:
    """Use the file's text again; typed ones are kept. Return False if none was in force."""
    if in_force(batch, record, sha256) is None:
        return False
    of = (typed_texts.c.record == record, typed_texts.c.sha256 == sha256)
    batch.conn.execute(update(typed_texts).where(*of).values(cleared=True))
    said = batch.conn.execute(select(file_texts.c.text).where(file_texts.c.record == record)).scalar() or ""
    batch.conn.execute(update(texts).where(texts.c.record == record).values(text=said))
    batch.conn.execute(delete(file_texts).where(file_texts.c.record == record))
    return True


# Statements that are run for every file are built once: building one costs several times as much as running it.
_ROW = select(records).where(records.c.id == bindparam("id"))
_VERSION = select(records.c.version).where(records.c.id == bindparam("id"))
_NEWEST = (
    select(assets.c.sha256)
    .where(assets.c.record == bindparam("record"), assets.c.role == Role.ORIGINAL.value)
    .order_by(assets.c.version.desc(), assets.c.n)
    .limit(1)
)
_ROLES = select(assets.c.role).where(assets.c.record == bindparam("record"), assets.c.sha256 == bindparam("sha256"))
_NEXT = select(func.coalesce(func.max(assets.c.n) + 1, 0)).where(assets.c.record == bindparam("record"))
_NEW_RECORD, _NEW_TEXT, _NEW_ASSET = insert(records), insert(texts), insert(assets)
_CHANGE = update(records).where(records.c.id == bindparam("of"))


@dataclass(frozen=True, slots=True)
class NewAsset:
    """A stored file that is about to be added to a record."""

    sha256: str
    size: int
    media_type: str
    role: Role = Role.ORIGINAL


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """What ingest needs to know of a record: its access, its description, and the source of the description."""

    access: Access
    values: Mapping[str, Any]
    origins: Mapping[str, list[Candidate]]

    @property
    def status(self) -> Status:
        """Return its status."""
        return self.access.status


def known(batch: Batch, record: str) -> KnownRecord:
    """Return what is known of a record as of this transaction."""
    row = _row(batch, record)
    return KnownRecord(Access.of(row._mapping), row.facts, offers_of(row))


def text_of(batch: Batch, record: str) -> str:
    """Return the stored text of a record as of this transaction."""
    return str(batch.conn.execute(select(texts.c.text).where(texts.c.record == record)).scalar() or "")


def newest(batch: Batch, record: str) -> str | None:
    """Return the SHA-256 of the original of a record's present version, or None."""
    return batch.conn.execute(_NEWEST, {"record": record}).scalar()


def role_of(batch: Batch, record: str, sha256: str) -> Role | None:
    """Return the role of these bytes in a record, preferring the original, or None."""
    roles = set(batch.conn.execute(_ROLES, {"record": record, "sha256": sha256}).scalars())
    return next((role for role in Role if role.value in roles), None)


def new_id() -> str:
    """Return 80 random bits in base32: 16 lower-case letters and digits."""
    return base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()


def _id_for(conn: Connection, description: Description) -> str:
    """Return a new id. The id of an imported record begins like its id in the exporting archive: searches order ties by
    id, so records that arrived together keep their order."""
    there = description.values.get("exported_id")
    if isinstance(there, str) and _ID.match(there):
        made = there[:_IN_COMMON] + new_id()[_IN_COMMON:]
        if conn.execute(_HAS_ID, {"id": made}).first() is None:  # a million lines may begin alike
            return made
    return new_id()


def kind_of(description: Description) -> Kind:
    """Return the given kind; else photo for a picture, document for anything else."""
    said = description.values.get("kind")
    if said in set(Kind):
        return Kind(said)
    return Kind.PHOTO if is_picture_type(description.media_type) else Kind.DOCUMENT


def add(batch: Batch, description: Description, asset: NewAsset, access: Access = RELEASED) -> str:
    """Add a record with its first original and its mentions, and return its id."""
    id_ = _id_for(batch.conn, description)
    row = {"id": id_, "version": 1, "revision": 0, "added_at": _added_at(batch, description)} | access.columns()
    batch.conn.execute(_NEW_RECORD, row | make_description_columns(description))
    batch.conn.execute(_NEW_TEXT, {"record": id_, "text": description.text})
    batch.touch(id_)
    batch.fresh.add(id_)
    batch.worded.add(id_)
    batch.conn.execute(_NEW_ASSET, {"record": id_, "n": 0, "version": 1} | _file(asset))
    batch.unknown.stored(asset.sha256)
    if access.status is not Status.RELEASED:
        batch.hidden.add(id_)
    near_duplicate_images.put(batch, id_, description)
    mentions.put(batch, id_, description.mentions)
    batch.event("ingestion", id_, sha256=asset.sha256, status=access.status.value)
    return id_


def _added_at(batch: Batch, description: Description) -> str:
    """Return the present time; for an imported record, when it was added to the exporting archive."""
    there = description.values.get("exported_added_at")
    return min(there, batch.now) if isinstance(there, str) and there else batch.now


def make_description_columns(description: Description) -> dict[str, Any]:
    """Return the columns of a record that come from its description."""
    return {
        "kind": kind_of(description).value,
        "genre": description.values.get("genre"),
        "reader": description.reader,
        "reader_version": description.reader_version,
        "media_type": description.media_type,
        "facts": description.values,
        "origins": {key: [offer.to_json() for offer in offers] for key, offers in description.origins.items()},
        "notes": description.notes,
        "furniture": description.furniture,
    }


def offers_of(row: Row[Any]) -> dict[str, list[Candidate]]:
    """Return the origins of a row as candidates."""
    return candidates_in(row.origins)


def add_asset(batch: Batch, record: str, asset: NewAsset, *, again: bool = False) -> int:
    """Add a file to the present version of a record, and return its number. The same file in the same role is added
    only once per version, unless it arrives `again`, after others."""
    version = _version(batch, record)
    held = select(assets.c.n).filter_by(record=record, sha256=asset.sha256, role=asset.role.value, version=version)
    known = batch.conn.execute(held).scalar()
    if known is not None and not again:
        restricted_versions.reopen(batch, record, known)
        return int(known)
    n = batch.conn.execute(_NEXT, {"record": record}).scalar_one()
    batch.conn.execute(_NEW_ASSET, {"record": record, "n": n, "version": version} | _file(asset))
    batch.unknown.stored(asset.sha256)
    batch.touch(record)
    return int(n)


def _file(asset: NewAsset) -> dict[str, Any]:
    return {"role": asset.role.value, "sha256": asset.sha256, "size": asset.size, "media_type": asset.media_type}


def new_version(batch: Batch, record: str, description: Description, asset: NewAsset) -> int:
    """Replace the original of a record by new bytes and their description, and return the version. The archivist's
    values are kept, and the old bytes stay assets."""
    version = _version(batch, record) + 1
    restricted_versions.restrict_version(batch, record, version - 1)
    batch.conn.execute(_CHANGE, {"of": record, "version": version})
    add_asset(batch, record, asset)
    describe(batch, record, description)
    batch.event("modification", record, sha256=asset.sha256, version=version)
    return version


def describe(batch: Batch, record: str, description: Description) -> None:
    """Replace a record's description by a new reading of the same bytes. Values of the archivist and of companions are
    kept."""
    by_hand = put_file_text(batch, record, description.text, newest(batch, record))
    _rewrite(batch, _row(batch, record), description)
    _tell_text(batch, record, by_hand)
    near_duplicate_images.put(batch, record, description)
    mentions.put(batch, record, with_joined_mentions(batch.conn, record, description.mentions, len(description.text)))


def name_joined(batch: Batch, record: str, theirs: Collection[str]) -> None:
    """Append the mentions of merged files to the record's own, which stay in place. `theirs` are the previous keys of
    names mentioned by merged files."""
    end = len(text_of(batch, record))
    named = mentions.of_record(batch.conn, record)
    own = [mention for mention in named if mention.offset < end or name_key(mention.filename) not in theirs]
    mentions.put(batch, record, with_joined_mentions(batch.conn, record, own, end))


def put_text(batch: Batch, record: str, text: str) -> None:
    """Set the archivist's text of a record, which overrides every later reading of the same bytes. The old text is
    kept."""
    sha256 = newest(batch, record)
    if sha256 is None:
        raise KeyError(record)
    put(batch, record, text, sha256)
    if not _tell_text(batch, record, True):
        batch.decision("metadata modification", record, key=TEXT_ORIGIN)  # it was typed before, and is typed again


def clear_text(batch: Batch, record: str) -> bool:
    """Use the file's own text again. Return False if no other was in use."""
    cleared = clear(batch, record, newest(batch, record) or "")
    if cleared:
        _tell_text(batch, record, False)
    return cleared


def _tell_text(batch: Batch, record: str, by_hand: bool) -> bool:
    """Store among the values that the text is the archivist's, so that it can be shown and searched. Return whether
    that changed, which is an event."""
    offers = offers_of(_row(batch, record)).get(TEXT_ORIGIN, [])
    is_told = bool(offers) and offers[0].origin == ARCHIVIST
    if by_hand and not is_told:
        set_value(batch, record, TEXT_ORIGIN, ARCHIVIST)
    elif by_hand:
        batch.touch(record)
        batch.worded.add(record)
    elif is_told:
        clear_value(batch, record, TEXT_ORIGIN)
    return by_hand != is_told


def redescribe(batch: Batch, record: str) -> None:
    """Compute a record's values again from its original, its companions and the archivist."""
    row = _row(batch, record)
    own = select_original_candidates(offers_of(row))
    values = {key: value for key, value in row.facts.items() if key not in row.origins}
    values |= {key: offers[0].value for key, offers in own.items()}
    told = Description(row.media_type, row.reader, row.reader_version, values, own)
    told.notes, told.furniture = row.notes, row.furniture
    _rewrite(batch, row, told)


def _rewrite(batch: Batch, row: Row[Any], own: Description) -> None:
    kept = keep_archivist(merge(own, *list_descriptions(batch.conn, row.id)), offers_of(row))
    if kind_of(kept) is Kind.PHOTO:
        refresh_made_title(kept)
    batch.touch(row.id, *linked(batch.conn, [row.id]))
    batch.worded.add(row.id)
    mark_renamed(batch, row.id)
    batch.conn.execute(_CHANGE, {"of": row.id} | make_description_columns(kept))


def set_value(batch: Batch, /, record: str, key: str, value: Any, **detail: Any) -> None:
    """Set the archivist's value for a key. No later reading changes it, and the previous value stays a candidate.
    `detail` goes into the event."""
    offers = offers_of(_row(batch, record))
    _edit(batch, record, key, [Candidate(ARCHIVIST, value), *offers.get(key, [])], **detail)


def clear_value(batch: Batch, record: str, key: str) -> None:
    """Remove the archivist's value for a key. The value from the files, if any, is used again."""
    offers = offers_of(_row(batch, record)).get(key, [])
    if offers and offers[0].origin == ARCHIVIST:
        _edit(batch, record, key, [offer for offer in offers if offer.origin != ARCHIVIST], cleared=True)


def _edit(batch: Batch, record: str, key: str, said: list[Candidate], **detail: Any) -> None:
    row = _row(batch, record)
    offers, values = offers_of(row), dict(row.facts)
    if said:
        offers[key], values[key] = said, said[0].value
    else:
        offers.pop(key, None)
        values.pop(key, None)
    merged = Description(row.media_type, row.reader, row.reader_version, values, offers)
    if kind_of(merged) is Kind.PHOTO:
        refresh_made_title(merged)
    columns = make_description_columns(merged)
    changed = {name: columns[name] for name in ("kind", "genre", "facts", "origins")}
    batch.conn.execute(_CHANGE, {"of": record} | changed)
    batch.touch(record, *linked(batch.conn, [record]))
    batch.worded.add(record)
    mark_renamed(batch, record)  # a photo that becomes a document cannot be the target of a mention any more
    batch.decision("metadata modification", record, key=key, **detail)


def _row(batch: Batch, record: str) -> Row[Any]:
    row = batch.conn.execute(_ROW, {"id": record}).first()
    if row is None:
        raise KeyError(record)
    return row


def _version(batch: Batch, record: str) -> int:
    version = batch.conn.execute(_VERSION, {"id": record}).scalar()
    if version is None:
        raise KeyError(record)
    return int(version)
