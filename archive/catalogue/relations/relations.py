"""Relations between records: types and their inverses, rows, the archivist's decisions, and paged lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, literal, or_, select, true, union_all

from archive.catalogue.schema.batch import Batch, in_chunks
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import mentions, records, refused_relations, relations
from archive.messages import Message

ALSO_AS = "also-as"  # the same picture in another size, recompressed or cropped
NEARLY = "nearly-same-as"  # texts with nearly the same wording and no other relation
BY_ARCHIVIST = "archivist"
DOUBT = 0.9  # below this certainty, a relation is shown as a guess and groups nothing
VERSIONS = ("translation-of", "replaces")  # whose ends count as one text in lists of results
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
    """A relation: `subject` is `type` of `object`. `origin` is the rule that found it, or `archivist`; `certainty` is 0
    to 1."""

    subject: str
    type: str
    object: str
    origin: str
    certainty: float


def relate(batch: Batch, subject: str, type: str, other: str, origin: str, certainty: float = 1.0) -> None:  # noqa: A002
    """Add the relation that `subject` is `type` (`annex-of`, ...) of `other`. If it exists, the newer origin and
    certainty count, unless the archivist confirmed or refused it. Raise ValueError for an unknown type."""
    subject, type, other = _one_way(subject, type, other)  # noqa: A001
    key = {"subject": subject, "type": type, "object": other}
    said = {"origin": origin, "certainty": certainty}
    held = batch.conn.execute(select(relations.c.origin, relations.c.certainty).filter_by(**key)).first()
    if held == (origin, certainty):
        return
    if origin != BY_ARCHIVIST and ((held is not None and held.origin == BY_ARCHIVIST) or is_refused(batch, **key)):
        return
    batch.conn.execute(upsert(relations), key | said)
    _changed(batch, subject, type, other)


def delete_relation(batch: Batch, subject: str, type: str, other: str) -> bool:  # noqa: A002
    """Delete that relation. Return whether it existed."""
    subject, type, other = _one_way(subject, type, other)  # noqa: A001
    at = (relations.c.subject == subject, relations.c.type == type, relations.c.object == other)
    if not batch.conn.execute(delete(relations).where(*at)).rowcount:
        return False
    _changed(batch, subject, type, other)
    return True


def decide(batch: Batch, subject: str, type: str, other: str) -> None:  # noqa: A002
    """Confirm for the archivist that `subject` is `type` of `other`. No rule changes it or adds the reverse, and
    repeating it does nothing. Raise KeyError for an unknown record, ValueError for an unknown type or a record with
    itself."""
    subject, type, other = _checked(batch, subject, type, other)  # noqa: A001
    before = _before(batch, subject, type, other)
    if before == {"relations": [[subject, other, BY_ARCHIVIST, 1.0]], "refused": False}:
        return
    batch.conn.execute(delete(refused_relations).where(*_refused(subject, type, other)))
    if INVERSE[type] != type:
        delete_relation(batch, other, type, subject)
    relate(batch, subject, type, other, BY_ARCHIVIST)
    batch.worded.update((subject, other))
    batch.decision("metadata modification", subject, relation=type, object=other, decision="confirmed", before=before)


def refuse(batch: Batch, subject: str, type: str, other: str) -> None:  # noqa: A002
    """Refuse for the archivist that `subject` is `type` of `other`, or the reverse. No rule adds it again. Raise as
    `decide` does."""
    subject, type, other = _checked(batch, subject, type, other)  # noqa: A001
    before = _before(batch, subject, type, other)
    if before == {"relations": [], "refused": True}:
        return
    delete_relation(batch, subject, type, other)
    delete_relation(batch, other, type, subject)
    one, far = sorted((subject, other))
    said = {"one": one, "type": type, "other": far}
    batch.conn.execute(upsert(refused_relations), said)
    batch.worded.update((subject, other))
    batch.decision("metadata modification", subject, relation=type, object=other, decision="refused", before=before)


def is_refused(batch: Batch, subject: str, type: str, object: str) -> bool:  # noqa: A002
    """Return whether the archivist refused that relation, from either end."""
    return is_refused_now(batch.conn, subject, type, object)


def is_refused_now(conn: Connection, subject: str, type: str, object: str) -> bool:  # noqa: A002
    """Return the same outside of a write transaction."""
    one_way = _one_way(subject, type, object)
    return conn.execute(select(refused_relations).where(*_refused(*one_way))).first() is not None


def find_relation(conn: Connection, subject: str, type: str, object: str) -> Related | None:  # noqa: A002
    """Return a stored relation, named from either end, or None. Raise ValueError for an unknown type."""
    straight = _one_way(subject, type, object)
    for one, other in (straight[::2], straight[::-2]):
        at = (relations.c.subject == one, relations.c.type == straight[1], relations.c.object == other)
        if (row := conn.execute(select(relations).where(*at)).first()) is not None:
            return Related(*row)
    return None


def _before(batch: Batch, subject: str, type_: str, other: str) -> dict[str, object]:
    """Return the state of two records, from either end, before a new decision of the archivist."""
    ends = (relations.c.subject.in_((subject, other)), relations.c.object.in_((subject, other)))
    rows = batch.conn.execute(select(relations).where(relations.c.type == type_, *ends))
    said = [[row.subject, row.object, row.origin, row.certainty] for row in rows]
    return {"relations": said, "refused": is_refused(batch, subject, type_, other)}


def _refused(subject: str, type_: str, other: str) -> tuple[ColumnElement[bool], ...]:
    one, far = sorted((subject, other))
    table = refused_relations.c
    return table.one == one, table.type == type_, table.other == far


def _one_way(subject: str, type_: str, other: str) -> tuple[str, str, str]:
    """Return a relation in its stored direction: named from its subject, and symmetric ones only once."""
    if type_ not in INVERSE:
        straight = next((name for name, inverse in INVERSE.items() if inverse == type_), None)
        if straight is None:
            raise ValueError(Message("relation-unknown", type=type_, names=list(INVERSE)))
        subject, type_, other = other, straight, subject
    if INVERSE[type_] == type_ and subject > other:
        subject, other = other, subject
    return subject, type_, other


def _checked(batch: Batch, subject: str, type_: str, other: str) -> tuple[str, str, str]:
    if subject == other:
        raise ValueError(Message("relation-itself"))
    known = set(batch.conn.execute(select(records.c.id).where(records.c.id.in_((subject, other)))).scalars())
    if missing := {subject, other} - known:
        raise KeyError(min(missing))
    return _one_way(subject, type_, other)


def _changed(batch: Batch, subject: str, type_: str, other: str) -> None:
    batch.touch(subject, other)
    if type_ in VERSIONS:
        batch.regrouped.update((subject, other))


def every(conn: Connection, record: str | None = None) -> list[Related]:
    """Return all relations, or those of one record from either end, by subject and type. Held records are included."""
    wanted = select(relations).order_by(relations.c.subject, relations.c.type, relations.c.object)
    if record is not None:
        wanted = wanted.where(or_(relations.c.subject == record, relations.c.object == record))
    return [Related(*row) for row in conn.execute(wanted)]


def linked(conn: Connection, ids: Iterable[str]) -> set[str]:
    """Return the records mentioned by, mentioning, or related to these. Copies of pictures are left out: there may be
    many, and no index document shows them."""
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


class Trust(StrEnum):
    """The state of a relation: doubtful or sure by a rule, confirmed or refused by the archivist."""

    DOUBTFUL = "doubtful"
    SURE = "sure"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class WantedRelations:
    """A filter of relations. Without `trust`, all but refused ones; without `type`, all but copies of pictures, which
    may be very many."""

    trust: Trust | None = None
    type: str = ""


_R, _N = relations.c, refused_relations.c
_IS: dict[Trust, ColumnElement[bool]] = {
    Trust.DOUBTFUL: and_(_R.certainty < DOUBT, _R.origin != BY_ARCHIVIST),
    Trust.SURE: and_(_R.certainty >= DOUBT, _R.origin != BY_ARCHIVIST),
    Trust.CONFIRMED: _R.origin == BY_ARCHIVIST,
}


def some(conn: Connection, wanted: WantedRelations, skip: int, most: int) -> list[Related]:
    """Return up to `most` of the wanted relations after the first `skip`, least certain first. A refused relation has
    no certainty, because its subject is unknown. Held records are included."""
    ordered = _ordered(wanted).offset(skip).limit(most)
    return [Related(*row) for row in conn.execute(ordered)]


def counted(conn: Connection) -> dict[tuple[Trust, str], int]:
    """Return the number of relations by trust and type. Copies of pictures, which may outnumber all others, are counted
    without sorting."""
    sums = [func.count().filter(holds) for holds in _IS.values()]
    few = select(_R.type, *sums).where(_R.type != ALSO_AS).group_by(_R.type)
    many = select(literal(ALSO_AS), *sums).where(_R.type == ALSO_AS)
    refused = select(_N.type, func.count()).group_by(_N.type)
    found = {(Trust.REFUSED, type_): count for type_, count in conn.execute(refused)}
    rows: list[Any] = [*conn.execute(union_all(few, many))]
    for row in rows:
        found |= {(trust, row[0]): count for trust, count in zip(_IS, row[1:], strict=True) if count}
    return found


def _ordered(wanted: WantedRelations) -> Select[Any]:
    if wanted.trust is Trust.REFUSED:
        columns = (_N.one, _N.type, _N.other, literal(BY_ARCHIVIST), literal(0.0))
        return select(*columns).where(_of_type(_N.type, wanted.type)).order_by(_N.one, _N.type, _N.other)
    trust = true() if wanted.trust is None else _IS[wanted.trust]
    held = select(_R.subject, _R.type, _R.object, _R.origin, _R.certainty)
    return held.where(trust, _of_type(_R.type, wanted.type)).order_by(_R.certainty, _R.subject, _R.type, _R.object)


def _of_type(column: ColumnElement[str], type_: str) -> ColumnElement[bool]:
    return column == type_ if type_ else column != ALSO_AS
