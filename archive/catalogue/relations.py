"""Relations between records, and what each is called from its other end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from archive.catalogue.batch import Batch, in_chunks
from archive.catalogue.relation_tables import refused_relations
from archive.catalogue.tables import mentions, records, relations

ALSO_AS = "also-as"  # the same picture in another size, recompressed or cropped
NEARLY = "nearly-same-as"  # texts whose words are nearly the same, where nothing else ties them
BY_ARCHIVIST = "archivist"
DOUBT = 0.9  # certainty below which a relation is a guess: it is said to be one, and groups nothing
VERSIONS = ("translation-of", "replaces")  # whose ends are one text for a list of answers
INVERSE = {
    "translation-of": "has-translation",
    "annex-of": "has-annex",
    "corrects": "corrected-by",
    "replaces": "replaced-by",
    "withdraws": "withdrawn-by",
    "prepared-text-of": "has-prepared-text",
    "transcript-of": "has-transcript",
    "crop-of": "has-crop",
    "same-as-name": "same-as-name",
    ALSO_AS: ALSO_AS,
    NEARLY: NEARLY,
}


@dataclass(frozen=True, slots=True)
class Related:
    """`subject` is `type` of `object`; `origin`: the rule that found it, or `archivist`; `certainty` from 0 to 1."""

    subject: str
    type: str
    object: str
    origin: str
    certainty: float


def relate(batch: Batch, subject: str, type: str, other: str, origin: str, certainty: float = 1.0) -> None:  # noqa: A002
    """`subject` is `type` of `other`; said again, the newer origin and certainty stand, but for what the archivist
    confirmed, and nothing comes of what was refused. ValueError: no such type."""
    subject, type, other = _one_way(subject, type, other)  # noqa: A001
    key = {"subject": subject, "type": type, "object": other}
    said = {"origin": origin, "certainty": certainty}
    held = batch.conn.execute(select(relations.c.origin, relations.c.certainty).filter_by(**key)).first()
    if held == (origin, certainty):
        return
    if origin != BY_ARCHIVIST and ((held is not None and held.origin == BY_ARCHIVIST) or is_refused(batch, **key)):
        return
    new = insert(relations).on_conflict_do_update(index_elements=list(key), set_=said)
    batch.conn.execute(new, key | said)
    _changed(batch, subject, type, other)


def forget(batch: Batch, subject: str, type: str, other: str) -> bool:  # noqa: A002
    """That relation is there no more; whether it was."""
    subject, type, other = _one_way(subject, type, other)  # noqa: A001
    at = (relations.c.subject == subject, relations.c.type == type, relations.c.object == other)
    if not batch.conn.execute(delete(relations).where(*at)).rowcount:
        return False
    _changed(batch, subject, type, other)
    return True


def decide(batch: Batch, subject: str, type: str, other: str) -> None:  # noqa: A002
    """The archivist says that `subject` is `type` of `other`: no rule changes it, nor says the reverse. Nothing is done
    where that was said already. KeyError: there is no such record; ValueError: no such type, or a record with
    itself."""
    subject, type, other = _checked(batch, subject, type, other)  # noqa: A001
    before = _before(batch, subject, type, other)
    if before == {"relations": [[subject, other, BY_ARCHIVIST, 1.0]], "refused": False}:
        return
    batch.conn.execute(delete(refused_relations).where(*_refused(subject, type, other)))
    if INVERSE[type] != type:
        forget(batch, other, type, subject)
    relate(batch, subject, type, other, BY_ARCHIVIST)
    batch.worded.update((subject, other))
    batch.event("metadata modification", subject, relation=type, object=other, decision="confirmed", before=before)


def refuse(batch: Batch, subject: str, type: str, other: str) -> None:  # noqa: A002
    """The archivist says that `subject` is not `type` of `other`, nor the other of it; no rule says it again. Nothing
    is done where that was said already. Raises as `decide` does."""
    subject, type, other = _checked(batch, subject, type, other)  # noqa: A001
    before = _before(batch, subject, type, other)
    if before == {"relations": [], "refused": True}:
        return
    forget(batch, subject, type, other)
    forget(batch, other, type, subject)
    one, far = sorted((subject, other))
    said = {"one": one, "type": type, "other": far}
    batch.conn.execute(insert(refused_relations).on_conflict_do_nothing(), said)
    batch.worded.update((subject, other))
    batch.event("metadata modification", subject, relation=type, object=other, decision="refused", before=before)


def is_refused(batch: Batch, subject: str, type: str, object: str) -> bool:  # noqa: A002
    """Whether the archivist refused that relation, from either end."""
    return batch.conn.execute(select(refused_relations).where(*_refused(subject, type, object))).first() is not None


def _before(batch: Batch, subject: str, type_: str, other: str) -> dict[str, object]:
    """What was said of two records, from either end, before the archivist says something else."""
    ends = (relations.c.subject.in_((subject, other)), relations.c.object.in_((subject, other)))
    rows = batch.conn.execute(select(relations).where(relations.c.type == type_, *ends))
    said = [[row.subject, row.object, row.origin, row.certainty] for row in rows]
    return {"relations": said, "refused": is_refused(batch, subject, type_, other)}


def _refused(subject: str, type_: str, other: str) -> tuple[ColumnElement[bool], ...]:
    one, far = sorted((subject, other))
    table = refused_relations.c
    return table.one == one, table.type == type_, table.other == far


def _one_way(subject: str, type_: str, other: str) -> tuple[str, str, str]:
    """A relation as it is kept: named from its subject, and what is the same from both ends once."""
    if type_ not in INVERSE:
        straight = next((name for name, inverse in INVERSE.items() if inverse == type_), None)
        if straight is None:
            raise ValueError(f"{type_} is not a relation; the relations are {', '.join(INVERSE)}")
        subject, type_, other = other, straight, subject
    if INVERSE[type_] == type_ and subject > other:
        subject, other = other, subject
    return subject, type_, other


def _checked(batch: Batch, subject: str, type_: str, other: str) -> tuple[str, str, str]:
    if subject == other:
        raise ValueError("a record has no relation with itself")
    known = set(batch.conn.execute(select(records.c.id).where(records.c.id.in_((subject, other)))).scalars())
    if missing := {subject, other} - known:
        raise KeyError(min(missing))
    return _one_way(subject, type_, other)


def _changed(batch: Batch, subject: str, type_: str, other: str) -> None:
    batch.touch(subject, other)
    if type_ in VERSIONS:
        batch.regrouped.update((subject, other))


def every(conn: Connection, record: str | None = None) -> list[Related]:
    """All relations, or those of one record from either end, by subject and type."""
    wanted = select(relations).order_by(relations.c.subject, relations.c.type, relations.c.object)
    if record is not None:
        wanted = wanted.where(or_(relations.c.subject == record, relations.c.object == record))
    return [Related(*row) for row in conn.execute(wanted)]


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
