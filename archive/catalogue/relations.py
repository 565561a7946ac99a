"""Relations between records, and what each is called from its other end."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects.sqlite import insert

from archive.catalogue.batch import Batch, in_chunks
from archive.catalogue.tables import mentions, relations

ALSO_AS = "also-as"  # the same picture in another size, recompressed or cropped
VERSIONS = ("translation-of", "replaces")  # whose ends are one text for a list of answers
INVERSE = {
    "translation-of": "has-translation",
    "annex-of": "has-annex",
    "corrects": "corrected-by",
    "replaces": "replaced-by",
    "prepared-text-of": "has-prepared-text",
    "transcript-of": "has-transcript",
    "crop-of": "has-crop",
    "same-as-name": "same-as-name",
    ALSO_AS: ALSO_AS,
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
    new = insert(relations).on_conflict_do_update(index_elements=list(key), set_=said)
    batch.conn.execute(new, key | said)
    batch.touch(subject, other)
    if type in VERSIONS:
        batch.regrouped.update((subject, other))


def linked(conn: Connection, ids: Iterable[str]) -> set[str]:
    """The records that these name, are named by, or are related with; but for copies of one picture, of which no index
    document shows anything, and of which there may be many."""
    found: set[str] = set()
    ends = (relations.c.subject, relations.c.object)
    for chunk in in_chunks(ids):
        for near, far, which in (
            (mentions.c.record, mentions.c.photo, mentions.c.photo.is_not(None)),
            (*ends, relations.c.type != ALSO_AS),
        ):
            pairs = select(near, far).where(which, or_(near.in_(chunk), far.in_(chunk)))
            for one, other in conn.execute(pairs):
                found.update((one, other))
    return found
