"""Move the rows of a merged record to the record it became part of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Text, delete, func, insert, or_, select, type_coerce, update

from archive.catalogue.image_links.mentions import BY_ARCHIVIST, mention_of, of_record
from archive.catalogue.photos.sidecars import last_part, stem_of
from archive.catalogue.receipts.file_paths import OLDEST_LAST, mark_renamed
from archive.catalogue.records.description_merge import NEVER, OF_TEXTS, select_original_candidates, strictest_of
from archive.catalogue.records.record_reads import candidates_in
from archive.catalogue.relations.near_duplicate_images import keep_last_number
from archive.catalogue.relations.relations import INVERSE
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.filenames import folder_of
from archive.catalogue.schema.tables import (
    assets,
    changed_values,
    companions,
    edition_numbers,
    editions,
    file_texts,
    frames,
    looks,
    mentions,
    merged,
    meta,
    names,
    records,
    refused_relations,
    relations,
    scans,
    texts,
    typed_texts,
)
from archive.record import ARCHIVIST, Description, Role, strictest_embargo

_MOVED = (names, typed_texts)
_DROPPED = (texts, looks, frames, scans, file_texts, editions, edition_numbers, changed_values)


def merge_rows(batch: Batch, kept: str, gone: str, change_set: int) -> None:
    """Make `gone` a part of `kept`. The caller updates the values of `kept`. Foreign keys must be deferred."""
    conn = batch.conn
    row = conn.execute(select(records).where(records.c.id == gone)).one()
    mark_renamed(batch, gone)
    first = _take_files(conn, kept, gone, read_original_description(conn, row))
    _take_mentions(batch, kept, gone)
    _take_relations(conn, kept, gone)
    _take_words(conn, kept, row)
    for table in _MOVED:
        conn.execute(update(table).where(table.c.record == gone).values(record=kept))
    keep_last_number(conn)
    for table in _DROPPED:
        conn.execute(delete(table).where(table.c.record == gone))
    conn.execute(delete(records).where(records.c.id == gone))
    revision = conn.execute(select(meta.c.value).where(meta.c.key == "revision")).scalar_one() + 1
    conn.execute(insert(merged).values(old=gone, kept=kept, first=first, change_set=change_set, revision=revision))


def read_original_description(conn: Connection, row: Row[Any]) -> Description:
    """Return the description in a record's original, with its own text and mentions."""
    own = select_original_candidates(candidates_in(row.origins))
    values = {key: value for key, value in row.facts.items() if key not in row.origins}
    values |= {key: offers[0].value for key, offers in own.items()}
    told = Description(row.media_type, row.reader, row.reader_version, values, own)
    told.notes, told.furniture = row.notes, row.furniture
    stored = [conn.execute(select(table.c.text).where(table.c.record == row.id)).scalar() for table in _TEXTS]
    told.text = next((str(text) for text in stored if text is not None), "")
    named = conn.execute(select(mentions).where(mentions.c.record == row.id).order_by(mentions.c.n))
    told.mentions = [mention_of(one) for one in named]
    return told


_TEXTS = (file_texts, texts)  # the file's text, if another text is in force


def _take_files(conn: Connection, kept: str, gone: str, said: Description) -> int:
    """Add the files beside the original of `kept`; return the offset added to their numbers. Each original gets a
    companion row, so that its values stay candidates after any rereading."""
    files = conn.execute(select(assets).where(assets.c.record == gone, assets.c.role == Role.ORIGINAL.value))
    originals = sorted(files, key=lambda one: (one.version, -one.n))
    called = conn.execute(select(names).where(names.c.record == gone).order_by(*OLDEST_LAST))
    at = {name.sha256: name for name in called}  # for each file its oldest name, preferring names in use
    has = {_place(row) for row in conn.execute(select(companions).where(companions.c.record == kept))}
    for row in conn.execute(select(companions).where(companions.c.record == gone)).all():
        here, joined = companions.c.id == row.id, row.joined or row.role == Role.ATTACHMENT.value
        if _place(row) in has:  # one sidecar belongs to both
            conn.execute(delete(companions).where(here))
        else:
            conn.execute(update(companions).where(here).values(record=kept, joined=joined))
    for asset in {one.sha256: one for one in originals}.values():
        if (name := at.get(asset.sha256)) is not None and _place(name) not in has:
            told = said if asset is originals[-1] else None
            conn.execute(insert(companions).values(_companion(kept, asset, name, told)))
    return _raise_numbers(conn, kept, gone)


def _place(row: Row[Any]) -> tuple[str, ...]:
    return row.root, row.path, row.member, row.sha256


def _companion(kept: str, asset: Row[Any], name: Row[Any], said: Description | None) -> dict[str, Any]:
    """Return a companion row for an original; the description in earlier versions is no longer known."""
    told = said or Description(asset.media_type, "", 0)
    row: dict[str, Any] = {part: getattr(name, part) for part in ("root", "path", "member", "sha256")}
    row |= {"folder": "/".join(folder_of(name.path, name.member)), "stem": stem_of(last_part(name.path, name.member))}
    row |= {"size": asset.size, "media_type": asset.media_type, "role": Role.ATTACHMENT.value, "record": kept}
    row |= {"used": said is not None, "held": False, "joined": True, "accession": name.last_seen}
    return row | {"description": told.to_json()}


def _raise_numbers(conn: Connection, kept: str, gone: str) -> int:
    first = conn.execute(select(func.max(assets.c.n) + 1).where(assets.c.record == kept)).scalar_one()
    version = conn.execute(select(records.c.version).where(records.c.id == kept)).scalar_one()
    mine = assets.c.record == gone
    beside = update(assets).where(mine, assets.c.role == Role.ORIGINAL.value)
    conn.execute(beside.values(role=Role.ATTACHMENT.value))
    conn.execute(update(assets).where(mine).values(record=kept, n=assets.c.n + first, version=version))
    return int(first)


def _take_mentions(batch: Batch, kept: str, gone: str) -> None:
    """Redirect mentions of `gone` to `kept`, and append the mentions in `gone` to those of `kept`, at the end of its
    text."""
    conn = batch.conn
    naming = mentions.c.photo == gone
    batch.tied.update(conn.execute(select(mentions.c.record).where(naming)).scalars())
    conn.execute(update(mentions).where(naming).values(photo=kept))
    refusing = select(mentions).where(type_coerce(mentions.c.refused, Text).contains(gone))
    for row in conn.execute(refusing).all():
        left = [kept if photo == gone else photo for photo in row.refused]
        left = [photo for photo in dict.fromkeys(left) if photo != row.photo]
        at = (mentions.c.record == row.record, mentions.c.n == row.n)
        conn.execute(update(mentions).where(*at).values(refused=left))
    _take_embargoes(batch, kept, gone)
    has = select(mentions.c.key).where(mentions.c.record == kept)
    conn.execute(delete(mentions).where(mentions.c.record == gone, mentions.c.key.in_(has)))
    first = conn.execute(select(func.coalesce(func.max(mentions.c.n) + 1, 0)).where(mentions.c.record == kept))
    end = conn.execute(select(func.length(texts.c.text)).where(texts.c.record == kept)).scalar() or 0
    moved = {"record": kept, "n": mentions.c.n + first.scalar_one(), "text_offset": end}
    conn.execute(update(mentions).where(mentions.c.record == gone).values(moved))


def _take_embargoes(batch: Batch, kept: str, gone: str) -> None:
    """Apply the stricter embargo to a photo that both name, and look for it beside both."""
    theirs = strictest_of(of_record(batch.conn, gone))
    for row in batch.conn.execute(select(mentions).where(mentions.c.record == kept)).all():
        if row.key in theirs:
            at = (mentions.c.record == kept, mentions.c.n == row.n)
            embargo = strictest_embargo([row.embargo, theirs[row.key]])
            batch.conn.execute(update(mentions).where(*at).values(embargo=embargo))
            batch.keys.add(row.key)
            batch.tied.add(kept)


def _take_relations(conn: Connection, kept: str, gone: str) -> None:
    """Move the relations of `gone` to `kept`, the archivist's decisions before those of rules; relations between the
    two are dropped."""
    mine = or_(relations.c.subject == gone, relations.c.object == gone)
    found = conn.execute(select(relations).where(mine)).all()
    conn.execute(delete(relations).where(mine))
    for row in sorted(found, key=lambda row: (row.origin == BY_ARCHIVIST, row.certainty)):
        one, other = (kept if end == gone else end for end in (row.subject, row.object))
        if one == other:
            continue
        if INVERSE.get(row.type) == row.type and one > other:
            one, other = other, one
        key = {"subject": one, "type": row.type, "object": other}
        had = conn.execute(select(relations.c.origin).filter_by(**key)).scalar()
        if had is None or (row.origin == BY_ARCHIVIST != had):
            conn.execute(delete(relations).filter_by(**key))
            conn.execute(insert(relations).values(**key, origin=row.origin, certainty=row.certainty))
    mine = or_(refused_relations.c.one == gone, refused_relations.c.other == gone)
    refused = conn.execute(select(refused_relations).where(mine)).all()
    conn.execute(delete(refused_relations).where(mine))
    for row in refused:
        one, other = sorted(kept if end == gone else end for end in (row.one, row.other))
        key = {"one": one, "type": row.type, "other": other}
        if one != other and not conn.execute(select(refused_relations).filter_by(**key)).first():
            conn.execute(insert(refused_relations).values(**key))


def _take_words(conn: Connection, kept: str, gone: Row[Any]) -> None:
    """Append the archivist's values of `gone` to those of `kept`."""
    row = conn.execute(select(records.c.facts, records.c.origins).where(records.c.id == kept)).one()
    facts, origins = dict(row.facts), dict(row.origins)
    for key, offers in gone.origins.items():
        said = [offer for offer in offers if offer["origin"] == ARCHIVIST and key not in NEVER | OF_TEXTS]
        had = [offer for offer in origins.get(key, []) if offer["origin"] == ARCHIVIST]
        new = [offer for offer in said if offer["value"] not in [one["value"] for one in had]]
        if new:
            others = [offer for offer in origins.get(key, []) if offer["origin"] != ARCHIVIST]
            origins[key] = [*had, *new, *others]
            facts[key] = origins[key][0]["value"]
    conn.execute(update(records).where(records.c.id == kept).values(facts=facts, origins=origins))
