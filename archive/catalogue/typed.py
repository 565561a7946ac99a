"""Texts that the archivist typed: in force in place of what the file says, while the record has the same bytes."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from archive.catalogue.batch import Batch
from archive.catalogue.scan_tables import file_texts, typed_texts
from archive.catalogue.tables import texts
from archive.record import TEXT_ORIGIN

KEY = TEXT_ORIGIN
_BY_HAND = (typed_texts.c.cleared.is_(False),)


def in_force(batch: Batch, record: str, sha256: str | None) -> str | None:
    """The typed text of a record with these bytes; None when there is none."""
    wanted = select(typed_texts.c.text).where(typed_texts.c.record == record, typed_texts.c.sha256 == sha256, *_BY_HAND)
    return batch.conn.execute(wanted.order_by(typed_texts.c.n.desc()).limit(1)).scalar()


def put_file_text(batch: Batch, record: str, text: str, sha256: str | None) -> bool:
    """What the file says now: the record's text, or kept beside the typed one that is. Gives whether there is one."""
    typed = in_force(batch, record, sha256)
    batch.conn.execute(update(texts).where(texts.c.record == record).values(text=text if typed is None else typed))
    batch.conn.execute(delete(file_texts).where(file_texts.c.record == record))
    if typed is not None:
        batch.conn.execute(insert(file_texts).values(record=record, text=text))
    return typed is not None


def put(batch: Batch, record: str, text: str, sha256: str) -> None:
    """The archivist's text of a record with these bytes; what stood there is kept."""
    here = select(texts.c.record, texts.c.text).where(texts.c.record == record)
    if in_force(batch, record, sha256) is None:  # what stands there is what the file says
        kept = insert_or(file_texts).from_select(["record", "text"], here)
        batch.conn.execute(delete(file_texts).where(file_texts.c.record == record))
        batch.conn.execute(kept)
    row = {"record": record, "sha256": sha256, "text": text, "at": batch.now, "cleared": False}
    batch.conn.execute(insert(typed_texts).values(row))
    batch.conn.execute(update(texts).where(texts.c.record == record).values(text=text))


def clear(batch: Batch, record: str, sha256: str) -> bool:
    """The file's text again; the typed ones are kept. False when none was in force."""
    if in_force(batch, record, sha256) is None:
        return False
    of = (typed_texts.c.record == record, typed_texts.c.sha256 == sha256)
    batch.conn.execute(update(typed_texts).where(*of).values(cleared=True))
    said = batch.conn.execute(select(file_texts.c.text).where(file_texts.c.record == record)).scalar() or ""
    batch.conn.execute(update(texts).where(texts.c.record == record).values(text=said))
    batch.conn.execute(delete(file_texts).where(file_texts.c.record == record))
    return True
