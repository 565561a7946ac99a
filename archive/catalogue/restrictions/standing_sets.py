"""Which of the archivist's change sets are in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import change_sets, changed_values

ACCESS_KEY = "access"  # in place of a key; no record has a value with that name

_SETS = select(change_sets.c.n, change_sets.c.undoes, change_sets.c.undone_by)
_DECISIONS = select(changed_values.c.record, changed_values.c.change_set)
_DECISIONS = _DECISIONS.where(changed_values.c.record.in_(EACH), changed_values.c.key == ACCESS_KEY)


def last_decisions(conn: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Return, by record, the number of the last change set in force by which an archivist decided about its access;
    records without a decision are left out."""
    found = [(row.record, row.change_set) for row in select_by_ids(conn, _DECISIONS, ids)]
    standing = standing_sets(conn, {n for _, n in found})
    last: dict[str, int] = {}
    for record, n in found:
        if n in standing:
            last[record] = max(n, last.get(record, 0))
    return last


def standing_sets(conn: Connection, numbers: Iterable[int]) -> set[int]:
    """Return those of these change sets that are in force. An undo never is: it decides nothing itself."""
    asked = set(numbers)
    known: dict[int, Row[Any]] = {}
    left = asked
    while left:
        found = [row for some in in_chunks(left) for row in conn.execute(_SETS.where(change_sets.c.n.in_(some)))]
        known |= {row.n: row for row in found}
        left = {row.undone_by for row in found if row.undone_by is not None} - known.keys()
    return {n for n in asked & known.keys() if known[n].undoes is None and is_standing(known, n)}


def is_standing(known: Mapping[int, Row[Any]], n: int) -> bool:
    """Return whether set `n` is in force, given the rows of it, of its undo, of the undo of that, and so on."""
    stands = True
    while (by := known[n].undone_by) is not None:
        n, stands = by, not stands
    return stands
