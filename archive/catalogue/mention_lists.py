"""Mentions as lists to look through: those of one standing, some at a time, and how many there are."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Text, and_, func, or_, select, type_coerce

from archive.catalogue.mentions import BY_ARCHIVIST, Naming, naming_of
from archive.catalogue.tables import mentions


class Tie(StrEnum):
    """What is known of a mention: a photo is tied to it as a guess, none is, one is by rule. Whatever else it is, the
    archivist may have decided about it, were it only which photos are not meant."""

    DOUBTFUL = "doubtful"
    UNRESOLVED = "unresolved"
    RESOLVED = "resolved"
    DECIDED = "decided"


_M = mentions.c
_OPEN = _M.origin != BY_ARCHIVIST
_IS: dict[Tie, ColumnElement[bool]] = {
    Tie.DOUBTFUL: and_(_OPEN, _M.photo.is_not(None), _M.doubtful),
    Tie.UNRESOLVED: and_(_OPEN, _M.photo.is_(None)),
    Tie.RESOLVED: and_(_OPEN, _M.photo.is_not(None), ~_M.doubtful),
    Tie.DECIDED: or_(~_OPEN, type_coerce(_M.refused, Text) != "[]"),
}


def some(conn: Connection, tie: Tie, skip: int, most: int) -> list[Naming]:
    """The mentions of that standing, article by article in the order of their texts, after `skip` of them."""
    wanted = select(mentions).where(_IS[tie]).order_by(_M.record, _M.n).offset(skip).limit(most)
    return [naming_of(row) for row in conn.execute(wanted)]


def counted(conn: Connection) -> dict[Tie, int]:
    """How many mentions there are of each standing."""
    sums = conn.execute(select(*(func.count().filter(holds) for holds in _IS.values()))).one()
    return dict(zip(_IS, sums, strict=True))
