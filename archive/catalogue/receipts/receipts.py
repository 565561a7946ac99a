"""Accessions and their receipts: one accession an ingest, one line a file.

Also the files whose last outcome, over all accessions, is that they were not added.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    bindparam,
    case,
    func,
    insert,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.dialects.sqlite import dialect

from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.filenames import printable, replace_lone_surrogates
from archive.catalogue.schema.tables import accessions, receipt_lines, roots
from archive.record import Outcome, Status

RETRY = "retry"  # among the arguments of an accession
RUNNING, DONE, STOPPED = "running", "done", "stopped"
_ADD_LINE = str(insert(receipt_lines).compile(dialect=dialect()))
_LINE_AT = select(receipt_lines.c.n).where(
    receipt_lines.c.accession == bindparam("accession"),
    receipt_lines.c.path == bindparam("path"),
    receipt_lines.c.member == "",
)

ANY_FILE = "the file"  # stands in a reason for the name of the one file, so that reasons alike are counted together
SHORTEST = 5  # of the names that are looked for in reasons


@dataclass(frozen=True, slots=True)
class Accession:
    """One act of intake. `totals` counts its lines by outcome; `state` is running, done, or stopped (it did not reach
    its end, and what its lines say is true all the same)."""

    n: int
    started: str
    ended: str | None
    arguments: Mapping[str, Any]
    access: Status
    totals: Mapping[str, int]
    state: str

    @property
    def given(self) -> list[str]:
        """What was handed in, each path from the root of the disk on."""
        folder = str(self.arguments.get("folder", "/"))
        return [printable(os.path.join(folder, path)) for path in self.arguments.get("paths", ())]  # noqa: PTH118

    @property
    def retry(self) -> int | None:
        """The accession that it tried again; None for one of its own."""
        return self.arguments.get(RETRY)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What became of one file. `path` is the path as it was given, `root` and `relpath` where that lies; the three
    are as `os.fsdecode` gives them (`archive.catalogue.printable` makes them fit to print). `n` is its number in the
    receipt, from 1, once it is kept."""

    path: str
    outcome: Outcome
    reason: str | None = None
    status: Status | None = None
    record: str | None = None
    root: str | None = None
    relpath: str = ""
    member: str = ""
    sha256: str | None = None
    size: int | None = None
    n: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines of a receipt: of one outcome, of one status, with these letters in the path or the reason."""

    outcome: Outcome | None = None
    status: Status | None = None
    words: str = ""

    def conditions(self, accession: int) -> list[ColumnElement[bool]]:
        """In SQL."""
        line = receipt_lines.c
        found = [line.accession == accession]
        if self.outcome is not None:
            found.append(line.outcome == self.outcome.value)
        if self.status is not None:
            found.append(line.status == self.status.value)
        if self.words:
            said = func.coalesce(line.path, "").concat("\n").concat(line.member).concat("\n")
            said = said.concat(func.coalesce(line.reason, ""))
            found.append(func.instr(func.lower(said), func.lower(printable(self.words))) > 0)
        return found


EVERY = LineFilter()


def strip_reason_filename(line: Any) -> ColumnElement[str]:
    """The reason of a line, in SQL, with ANY_FILE for the name of its file, so that reasons alike are counted together;
    `line` are the columns of the receipts' table, or of what was selected of it."""
    path, reason = type_coerce(line.path, Text), type_coerce(line.reason, Text)
    name = func.replace(path, func.rtrim(path, func.replace(path, "/", "")), "")  # what follows the last slash
    return case((func.length(name) >= SHORTEST, func.replace(reason, name, ANY_FILE)), else_=reason)


_GENERAL = strip_reason_filename(receipt_lines.c).label("said")


def open_accession(batch: Batch, arguments: Mapping[str, Any], access: Status) -> int:
    """Begins an accession, gives its number. Intake holds a lock, so that one still running was cut short."""
    for row in batch.conn.execute(select(accessions.c.n).where(accessions.c.state == RUNNING)).all():
        close_accession(batch, row.n, STOPPED)
    opened = {"started": batch.now, "arguments": dict(arguments), "access": access.value, "totals": {}}
    result = batch.conn.execute(insert(accessions).values(**opened, state=RUNNING))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def close_accession(batch: Batch, accession: int, state: str = DONE) -> dict[str, int]:
    """Ends an accession; gives its totals, counted from its lines."""
    batch.flush()
    totals = counted(batch.conn, accession)
    ended = {"ended": batch.now, "totals": totals, "state": state}
    batch.conn.execute(update(accessions).where(accessions.c.n == accession).values(**ended))
    return totals


def counted(conn: Connection, accession: int) -> dict[str, int]:
    """The lines of an accession by outcome."""
    lines = select(receipt_lines.c.outcome, func.count()).where(receipt_lines.c.accession == accession)
    rows = conn.execute(lines.group_by(receipt_lines.c.outcome).order_by(receipt_lines.c.outcome))
    return {row[0]: row[1] for row in rows}


def add_line(batch: Batch, accession: int, line: ReceiptLine) -> None:
    """The outcome of one file. A second line for the same path and member is an error: a file has one outcome. Lines
    are written together, for next to nothing else is to be written of a disk on which nothing changed."""
    if accession not in batch.lines:
        last = select(func.coalesce(func.max(receipt_lines.c.n), 0)).where(receipt_lines.c.accession == accession)
        batch.lines[accession] = batch.conn.execute(last).scalar_one()
    batch.lines[accession] += 1
    said = {
        "accession": accession,
        "n": batch.lines[accession],
        "path": printable(line.path),
        "root": line.root,
        "relpath": printable(line.relpath),
        "member": printable(line.member),
        "outcome": line.outcome.value,
        "reason": None if line.reason is None else replace_lone_surrogates(line.reason),
        "status": None if line.status is None else line.status.value,
        "record": line.record,
        "sha256": line.sha256,
        "size": None if line.size is None else str(line.size),
    }
    batch.later.setdefault(_ADD_LINE, []).append(tuple(said.values()))


def all_accessions(conn: Connection) -> list[Accession]:
    """Every accession, newest first."""
    rows = conn.execute(select(accessions).order_by(accessions.c.n.desc()))
    return [_accession(conn, row) for row in rows.all()]


def _accession(conn: Connection, row: Row[Any]) -> Accession:
    """As it is kept; the totals of one that has not been closed are counted now."""
    totals = counted(conn, row.n) if row.state == RUNNING else row.totals
    return Accession(**{**row._mapping, "access": Status(row.access), "totals": totals})


def accession_of(conn: Connection, n: int) -> Accession | None:
    """One accession, None when there is none of that number."""
    row = conn.execute(select(accessions).where(accessions.c.n == n)).first()
    return None if row is None else _accession(conn, row)


def lines_of(
    conn: Connection, accession: int, wanted: LineFilter = EVERY, after: int = 0, most: int = -1
) -> list[ReceiptLine]:
    """The lines of a receipt, in the order they were written: at most `most` of those after number `after`."""
    rows = select(receipt_lines).where(*wanted.conditions(accession), receipt_lines.c.n > after)
    return [line_of(row) for row in conn.execute(rows.order_by(receipt_lines.c.n).limit(most))]


def has_line(conn: Connection, accession: int, path: str) -> bool:
    """Whether a receipt has a line of the file at that path, as it was given."""
    asked = {"accession": accession, "path": path}
    return conn.execute(_LINE_AT, asked).first() is not None


def count_of(conn: Connection, accession: int, wanted: LineFilter = EVERY) -> int:
    """How many lines of a receipt are wanted."""
    return int(conn.execute(select(func.count()).where(*wanted.conditions(accession))).scalar_one())


def count_reported_files(conn: Connection, accession: int) -> int:
    """How many files of the disk have their line in a receipt, without those inside them."""
    of = (receipt_lines.c.accession == accession, receipt_lines.c.member == "")
    return int(conn.execute(select(func.count()).where(*of)).scalar_one())


def reasons_of(conn: Connection, accession: int, outcome: Outcome, most: int) -> list[tuple[str, int]]:
    """The commonest reasons of one outcome in a receipt, each with its count, with ANY_FILE for the file's name."""
    count = func.count().label("count")
    rows = select(_GENERAL, count).where(*LineFilter(outcome).conditions(accession))
    rows = rows.group_by(_GENERAL).order_by(count.desc(), _GENERAL).limit(most)
    return [(row[0] or "", row[1]) for row in conn.execute(rows)]


def line_of(row: Row[Any]) -> ReceiptLine:
    """A row of the table as a line."""
    said = {name: getattr(row, name) for name in ReceiptLine.__slots__}
    status = Status(row.status) if row.status else None
    return ReceiptLine(**{**said, "outcome": Outcome(row.outcome), "status": status})


OUTSIDE = (Outcome.REJECTED, Outcome.ENCRYPTED)
_DROPPED = "%/derived/dropped/%/dropped"  # the folders where files from a browser waited
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RefusedFile:
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


def refused(conn: Connection) -> list[RefusedFile]:
    """All of them: the newest accession first, in the order of its receipt. A file is one by its root and path, or,
    when a browser sent it, by its path alone: each time it is sent it comes below a root of its own."""
    line = receipt_lines.c
    of = (_place(), line.relpath, line.member)
    not_taken = line.outcome.in_([outcome.value for outcome in OUTSIDE])
    ever = _rooted(select(*of).where(not_taken))
    rank = func.row_number().over(partition_by=of, order_by=(line.accession.desc(), line.n.desc())).label("rank")
    said = case((not_taken, strip_reason_filename(line)), else_="").label("said")
    ranked = _rooted(select(line.accession, line.n, line.outcome, said, rank).where(tuple_(*of).in_(ever))).subquery()
    last = select(ranked).where(ranked.c.rank == 1, ranked.c.outcome.in_([outcome.value for outcome in OUTSIDE]))
    rows = conn.execute(last.order_by(ranked.c.accession.desc(), ranked.c.n))
    reasons: dict[str, str] = {}  # there are few, of many files
    return [
        RefusedFile(row[0], row[1], Outcome(row[2]), reasons.setdefault(row[3] or "", row[3] or "")) for row in rows
    ]


def lines_at(conn: Connection, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], ReceiptLine]:
    """The lines of receipts by (accession, n)."""
    found: dict[tuple[int, int], ReceiptLine] = {}
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
