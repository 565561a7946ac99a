"""Which of the archivist's change sets are in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.tables import change_sets

_SETS = select(change_sets.c.n, change_sets.c.undoes, change_sets.c.undone_by)


def standing_sets(conn: Connection, numbers: Iterable[int]) -> set[int]:
    """Return those of these change sets that are in force. An undo is never one: it decides nothing itself."""
    asked = set(numbers)
    known: dict[int, Row[Any]] = {}
    left = asked
    while left:
        found = [row for some in in_chunks(left) for row in conn.execute(_SETS.where(change_sets.c.n.in_(some)))]
        known |= {row.n: row for row in found}
        left = {row.undone_by for row in found if row.undone_by is not None} - known.keys()
    return {n for n in asked & known.keys() if known[n].undoes is None and is_standing(known, n)}


def is_standing(known: Mapping[int, Row[Any]], n: int) -> bool:
    """Return whether set `n` is in force, by the rows of it, of its undo, of the undo of that, and so on."""
    stands = True
    while (by := known[n].undone_by) is not None:
        n, stands = by, not stands
    return stands
