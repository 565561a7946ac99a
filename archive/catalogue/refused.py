"""The files that are still outside: over all accessions, those whose last outcome is that they were not taken in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, case, func, select, tuple_, type_coerce

from archive.catalogue.receipts import Line, line_of, said_of_any_file
from archive.catalogue.tables import receipt_lines, roots
from archive.record import Outcome

OUTSIDE = (Outcome.REJECTED, Outcome.ENCRYPTED)
_DROPPED = "%/derived/dropped/%/dropped"  # the folders where files from a browser waited
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Refused:
    """Where the last line of such a file stands: line `n` of a receipt; and its reason, with ANY_FILE for its name."""

    accession: int
    n: int
    outcome: Outcome
    reason: str


def last_line(conn: Connection) -> tuple[int, int]:
    """The newest line of all receipts: while that is the same, all of them are."""
    newest = select(func.max(receipt_lines.c.accession)).scalar_subquery()
    last = select(receipt_lines.c.accession, func.max(receipt_lines.c.n)).where(receipt_lines.c.accession == newest)
    found = conn.execute(last).one()
    return (found[0] or 0, found[1] or 0)


def refused(conn: Connection) -> list[Refused]:
    """All of them: the newest accession first, in the order of its receipt. A file is one by its root and path, or,
    when a browser sent it, by its path alone: each time it is sent it comes below a root of its own."""
    line = receipt_lines.c
    of = (_place(), line.relpath, line.member)
    not_taken = line.outcome.in_([outcome.value for outcome in OUTSIDE])
    ever = _rooted(select(*of).where(not_taken))
    rank = func.row_number().over(partition_by=of, order_by=(line.accession.desc(), line.n.desc())).label("rank")
    said = case((not_taken, said_of_any_file(line)), else_="").label("said")
    ranked = _rooted(select(line.accession, line.n, line.outcome, said, rank).where(tuple_(*of).in_(ever))).subquery()
    last = select(ranked).where(ranked.c.rank == 1, ranked.c.outcome.in_([outcome.value for outcome in OUTSIDE]))
    rows = conn.execute(last.order_by(ranked.c.accession.desc(), ranked.c.n))
    reasons: dict[str, str] = {}  # there are few, of many files
    return [Refused(row[0], row[1], Outcome(row[2]), reasons.setdefault(row[3] or "", row[3] or "")) for row in rows]


def lines_at(conn: Connection, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], Line]:
    """The lines of receipts by (accession, n)."""
    found: dict[tuple[int, int], Line] = {}
    wanted = list(places)
    for start in range(0, len(wanted), _AT_ONCE):
        some = tuple_(receipt_lines.c.accession, receipt_lines.c.n).in_(wanted[start : start + _AT_ONCE])
        found |= {(row.accession, row.n): line_of(row) for row in conn.execute(select(receipt_lines).where(some))}
    return found


def _place() -> ColumnElement[str]:
    dropped = type_coerce(roots.c.path, Text).like(_DROPPED)
    return case((dropped, ""), else_=func.coalesce(receipt_lines.c.root, receipt_lines.c.path))


def _rooted(rows: Select[Any]) -> Select[Any]:
    return rows.select_from(receipt_lines.outerjoin(roots, roots.c.label == receipt_lines.c.root))
