"""Relations as lists to look through: those of one trust or one type, some at a time, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select, true, union_all

from archive.catalogue.relation_tables import refused_relations
from archive.catalogue.relations import ALSO_AS, BY_ARCHIVIST, DOUBT, Related
from archive.catalogue.tables import relations


class Trust(StrEnum):
    """What is said of a relation: a rule doubts it or is sure, the archivist confirmed or refused it."""

    DOUBTFUL = "doubtful"
    SURE = "sure"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class WantedRelations:
    """Which relations are asked for. Without a trust all that hold; without a type all but copies of pictures, of
    which there may be very many."""

    trust: Trust | None = None
    type: str = ""


_R, _N = relations.c, refused_relations.c
_IS: dict[Trust, ColumnElement[bool]] = {
    Trust.DOUBTFUL: and_(_R.certainty < DOUBT, _R.origin != BY_ARCHIVIST),
    Trust.SURE: and_(_R.certainty >= DOUBT, _R.origin != BY_ARCHIVIST),
    Trust.CONFIRMED: _R.origin == BY_ARCHIVIST,
}


def some(conn: Connection, wanted: WantedRelations, skip: int, most: int) -> list[Related]:
    """The relations asked for, the least certain first, after `skip` of them. Of one that was refused nothing says
    which is which of the two: it has no certainty."""
    ordered = _ordered(wanted).offset(skip).limit(most)
    return [Related(*row) for row in conn.execute(ordered)]


def counted(conn: Connection) -> dict[tuple[Trust, str], int]:
    """How many relations there are of each trust and type. Copies of pictures, of which there may be more than of all
    else, are counted without being sorted."""
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
