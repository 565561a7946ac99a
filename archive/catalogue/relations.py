"""Relations between records, and what each is called from its other end."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from archive.catalogue.batch import Batch, in_chunks
from archive.catalogue.tables import mentions, relations

INVERSE = {
    "translation-of": "has-translation",
    "annex-of": "has-annex",
    "corrects": "corrected-by",
    "replaces": "replaced-by",
    "prepared-text-of": "has-prepared-text",
    "transcript-of": "has-transcript",
    "crop-of": "has-crop",
    "same-as-name": "same-as-name",
    "also-as": "also-as",  # the same picture in another size, recompressed or cropped
}


def relate(batch: Batch, subject: str, type: str, other: str, origin: str, certainty: float = 1.0) -> None:  # noqa: A002
    """`subject` is `type` of `other`; said again, the newer origin and certainty stand. ValueError: no such type."""
    if type not in INVERSE:
        raise ValueError(f"{type} is not a relation; the relations are {', '.join(INVERSE)}")
    if INVERSE[type] == type and subject > other:
        subject, other = other, subject  # the same from both ends: kept once
    key = {"subject": subject, "type": type, "object": other}
    said = {"origin": origin, "certainty": certainty}
    held = select(relations.c.origin, relations.c.certainty).filter_by(**key)
    if batch.conn.execute(held).first() == (origin, certainty):
        return
    batch.conn.execute(insert(relations).values(**key, **said).on_conflict_do_update(index_elements=key, set_=said))
    batch.touch(subject, other)


def forget(batch: Batch, subject: str, type: str, other: str) -> None:  # noqa: A002
    """The relation does not hold any more."""
    key = {"subject": subject, "type": type, "object": other}
    if batch.conn.execute(delete(relations).filter_by(**key)).rowcount:
        batch.touch(subject, other)


def linked(conn: Connection, ids: Iterable[str]) -> set[str]:
    """The records that these name, are named by, or are related with: those whose index document shows them."""
    found: set[str] = set()
    for chunk in in_chunks(ids):
        for near, far in ((mentions.c.record, mentions.c.photo), (relations.c.subject, relations.c.object)):
            pairs = select(near, far).where(far.is_not(None), or_(near.in_(chunk), far.in_(chunk)))
            for one, other in conn.execute(pairs):
                found.update((one, other))
    return found
