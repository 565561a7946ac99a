"""Mentions: file names in articles, their photos, and the archivist's decisions. Lists are paged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Text,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from archive.catalogue.image_links.match_rules import RULES, Level, match_level
from archive.catalogue.receipts.record_labels import fact, files_of
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.filenames import forms_of, name_key, shape_of
from archive.catalogue.schema.tables import mentions, records
from archive.messages import Message, reason_columns, stored_message
from archive.record import Kind, Mention, Status

BY_NAME = RULES[Level.EXACT]
BY_ARCHIVIST = "archivist"
_UNTOLD = {"doubtful": False, **reason_columns(None)}  # reset by a decision of the archivist
_MOST_RESPELLED = 200  # decisions of one article that are looked up under other spellings


@dataclass(frozen=True, slots=True)
class ResolvedMention:
    """The n-th mention of an article and its link. `origin` is the rule that found the photo, or `archivist`; `refused`
    are photos that the archivist rejected."""

    article: str
    n: int
    mention: Mention
    photo: str | None
    doubtful: bool
    reason: str | None
    origin: str
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnnamedPhoto:
    """A photo that no article names: its id, the path of its own file, when it was taken (ISO 8601), its status."""

    photo: str
    name: str
    created: str | None
    status: Status


def put(batch: Batch, record: str, given: Sequence[Mention]) -> None:
    """Replace the mentions of an article, in the order of its text. The archivist's decisions about a name are kept.
    New records and versions do this automatically."""
    if record in batch.fresh and not given:
        return
    had = batch.conn.execute(select(mentions).where(mentions.c.record == record).order_by(mentions.c.n)).all()
    decisions = _decisions(had, given)
    rows = [_row(record, n, mention, decisions.get(n)) for n, mention in enumerate(given)]
    batch.keys.update(row["key"] for row in rows)
    if had:
        batch.conn.execute(delete(mentions).where(mentions.c.record == record))
    if rows:
        batch.conn.execute(insert(mentions), rows)
    if any(row["photo"] for row in rows):
        batch.tied.add(record)  # rules do not decide these again, but their photos may have new text
    if had or rows:
        # Photos named before lose this article's captions, or get changed ones; photos named now are marked when they
        # are found again.
        batch.touch(record, *(row.photo for row in had))


def _decisions(had: Iterable[Row[Any]], given: Sequence[Mention]) -> dict[int, Row[Any]]:
    """Return, by number of a new mention, the old mention whose decision it inherits: the one with the same name and
    words, else the next one with that name, else one with a differently spelled name; each once."""
    left: dict[str, list[Row[Any]]] = {}
    for row in had:
        left.setdefault(row.key, []).append(row)
    found: dict[int, Row[Any]] = {}
    for n, mention in enumerate(given):
        if rows := left.get(name_key(mention.filename)):
            at = next((at for at, row in enumerate(rows) if row.caption == mention.caption), 0)
            found[n] = rows.pop(at)
    decided = [row for rows in left.values() for row in rows if row.origin == BY_ARCHIVIST or row.refused]
    for row in decided[:_MOST_RESPELLED]:
        like = _respelled(row, [(n, mention) for n, mention in enumerate(given) if n not in found])
        if like is not None:
            found[like] = row
    return found


def _respelled(row: Row[Any], given: Iterable[tuple[int, Mention]]) -> int | None:
    """Return the number of the new mention whose name is most similar to that of an old one; a weak similarity also
    needs the same words."""
    asked = shape_of(row.key)
    found = []
    for n, mention in given:
        level = match_level(asked, shape_of(name_key(mention.filename)))
        same_words = mention.caption is not None and mention.caption == row.caption
        if level is not None and (level < Level.COUNTED or same_words):
            found.append((level, not same_words, n))
    return min(found)[2] if found else None


def _row(record: str, n: int, mention: Mention, kept: Row[Any] | None) -> dict[str, Any]:
    plain = asdict(mention)
    plain["text_offset"] = plain.pop("offset")
    key = name_key(mention.filename)
    decided = kept is not None and kept.origin == BY_ARCHIVIST
    said = {"photo": kept.photo if kept and decided else None, "origin": BY_ARCHIVIST if decided else BY_NAME}
    said |= _UNTOLD | {"refused": kept.refused if kept else []}
    return {"record": record, "n": n, "key": key, **asdict(forms_of(mention.filename)), **plain, **said}


def decide(batch: Batch, record: str, n: int, photo: str | None) -> None:
    """Record the archivist's decision which photo the n-th mention of an article means; None for no photo. No rule
    changes it, and repeating it does nothing. Raise KeyError for an unknown mention, ValueError for a record that is
    not a photo.
    """
    row = _mention(batch, record, n)
    if row.origin == BY_ARCHIVIST and row.photo == photo:
        return
    if photo is not None:
        _check_photo(batch, photo)
    refused = [id_ for id_ in row.refused if id_ != photo]
    said = _UNTOLD | {"photo": photo, "origin": BY_ARCHIVIST, "refused": refused}
    _decided(batch, row, said)
    batch.touch(photo)
    batch.tied.add(record)
    about = {"mention": n, "filename": row.filename, "before": _before(row)}
    batch.decision("metadata modification", record, **about, photo=photo)


def refuse(batch: Batch, record: str, n: int, *photos: str) -> tuple[str, ...]:
    """Record that the n-th mention of an article means none of these photos, by default the linked one. Return their
    ids.

    The rules then look for another photo, unless one was confirmed. Repeating it does nothing. Raise KeyError if there
    is no such mention, ValueError if it is not linked and no photo is given, or a record is not a photo.
    """
    row = _mention(batch, record, n)
    meant = tuple(dict.fromkeys(photos or filter(None, [row.photo])))
    if not meant:
        raise ValueError(Message("mention-unlinked", filename=row.filename))
    if row.photo not in meant and set(meant) <= set(row.refused):
        return meant
    for photo in meant:
        if photo != row.photo:
            _check_photo(batch, photo)
    said: dict[str, Any] = {"refused": [*(id_ for id_ in row.refused if id_ not in meant), *meant]}
    if row.photo in meant:
        said |= _UNTOLD | {"photo": None, "origin": BY_NAME}
    _decided(batch, row, said)
    batch.keys.add(row.key)
    about = {"mention": n, "filename": row.filename, "before": _before(row)}
    batch.decision("metadata modification", record, **about, refused=meant[0] if len(meant) == 1 else list(meant))
    return meant


def _before(row: Row[Any]) -> dict[str, object]:
    """Return the state of a mention before a new decision of the archivist."""
    return {key: getattr(row, key) for key in ("photo", "doubtful", "reason", "messages", "origin", "refused")}


def _check_photo(batch: Batch, photo: str) -> None:
    kind = batch.conn.execute(select(records.c.kind).where(records.c.id == photo)).scalar()
    if kind != Kind.PHOTO:
        raise ValueError(Message("photo-unknown", photo=photo))


def _mention(batch: Batch, record: str, n: int) -> Row[Any]:
    row = batch.conn.execute(select(mentions).where(mentions.c.record == record, mentions.c.n == n)).first()
    if row is None:
        raise KeyError((record, n))
    return row


def _decided(batch: Batch, row: Row[Any], said: dict[str, Any]) -> None:
    at = (mentions.c.record == row.record, mentions.c.n == row.n)
    batch.conn.execute(update(mentions).where(*at).values(**said))
    batch.touch(row.record, row.photo)


def every(conn: Connection, article: str | None = None) -> list[ResolvedMention]:
    """Return all mentions, or those of one article, by article and position. Held records are included."""
    wanted = select(mentions).order_by(mentions.c.record, mentions.c.n)
    rows = conn.execute(wanted if article is None else wanted.where(mentions.c.record == article))
    return [naming_of(row) for row in rows]


def naming_of(row: Row[Any]) -> ResolvedMention:
    """Return a table row as the result of the mention."""
    said = (row.photo, bool(row.doubtful), stored_message(row.reason, row.messages), row.origin, tuple(row.refused))
    return ResolvedMention(row.record, row.n, mention_of(row), *said)


def of_record(conn: Connection, record: str) -> list[Mention]:
    """Return the mentions of one record, in the order of its text."""
    rows = conn.execute(select(mentions).where(mentions.c.record == record).order_by(mentions.c.n))
    return [mention_of(row) for row in rows]


def photos_unnamed(conn: Connection) -> list[UnnamedPhoto]:
    """Return the photos that no article names, by path. Held records are included."""
    named = exists().where(mentions.c.photo == records.c.id)
    columns = (records.c.id, fact("created"), records.c.status)
    rows = conn.execute(select(*columns).where(records.c.kind == Kind.PHOTO.value, ~named)).all()
    called = files_of(conn, [row.id for row in rows])
    found = [UnnamedPhoto(id_, called.get(id_, ""), created, Status(status)) for id_, created, status in rows]
    return sorted(found, key=lambda photo: (photo.name, photo.photo))


def mention_of(row: Row[Any]) -> Mention:
    """Return a table row as a value for export."""
    said = (row.filename, row.caption, row.credit, row.caption_raw, row.text_offset, row.date, row.language)
    return Mention(*said, embargo=row.embargo)


class MentionState(StrEnum):
    """The state of a mention: linked by a guess, linked by a rule, or not linked. In addition, the archivist may have
    decided about it, even if only to reject photos."""

    DOUBTFUL = "doubtful"
    UNRESOLVED = "unresolved"
    RESOLVED = "resolved"
    DECIDED = "decided"


_M = mentions.c
_OPEN = _M.origin != BY_ARCHIVIST
_IS: dict[MentionState, ColumnElement[bool]] = {
    MentionState.DOUBTFUL: and_(_OPEN, _M.photo.is_not(None), _M.doubtful),
    MentionState.UNRESOLVED: and_(_OPEN, _M.photo.is_(None)),
    MentionState.RESOLVED: and_(_OPEN, _M.photo.is_not(None), ~_M.doubtful),
    MentionState.DECIDED: or_(~_OPEN, type_coerce(_M.refused, Text) != "[]"),
}


def some(conn: Connection, tie: MentionState, skip: int, most: int) -> list[ResolvedMention]:
    """Return up to `most` mentions with that state after the first `skip`, by article and position. Held records are
    included."""
    wanted = select(mentions).where(_IS[tie]).order_by(_M.record, _M.n).offset(skip).limit(most)
    return [naming_of(row) for row in conn.execute(wanted)]


def counted(conn: Connection) -> dict[MentionState, int]:
    """Return the number of mentions by state."""
    sums = conn.execute(select(*(func.count().filter(holds) for holds in _IS.values()))).one()
    return dict(zip(_IS, sums, strict=True))
