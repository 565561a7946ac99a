"""Accessions and their receipts: one accession per ingest, one line per file.

Also lists files that were not added, by their last outcome in any accession.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase
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
    literal,
    not_,
    null,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    update,
)

from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.column_types import plain
from archive.catalogue.schema.filenames import printable, replace_lone_surrogates
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import IS_REFUSED, IS_RUNNING, accessions, receipt_lines, roots
from archive.messages import LEGACY, VERBATIM, message_from_json, message_to_json, stored_message
from archive.record import Outcome, Status

RETRY = "retry"  # in the arguments of an accession
RUNNING, DONE, STOPPED = "running", "done", "stopped"
QUEUED = "queued"  # its files are read by any number of machines until it is closed
_ADD_LINE = insert(receipt_lines)
_FIRST_ACCESSION = select(receipt_lines.c.record, func.min(receipt_lines.c.accession).label("first"))
_FIRST_ACCESSION = _FIRST_ACCESSION.where(receipt_lines.c.record.in_(EACH)).group_by(receipt_lines.c.record)
_LINE_AT = select(receipt_lines.c.n).where(
    receipt_lines.c.accession == bindparam("accession"),
    receipt_lines.c.path == bindparam("path"),
    receipt_lines.c.member == "",
)

ANY_FILE = "the file"  # replaces the name of a single file in reasons, so that equal reasons are counted together
SHORTEST = 5  # minimum length of names that are replaced in reasons


@dataclass(frozen=True, slots=True)
class Accession:
    """One ingest. `totals` counts its lines by outcome. `state` is running, queued, done, or stopped: interrupted, but
    its lines are valid."""

    n: int
    started: str
    ended: str | None
    arguments: Mapping[str, Any]
    access: Status
    totals: Mapping[str, int]
    state: str

    @property
    def given(self) -> list[str]:
        """Return the given paths, absolute."""
        folder = str(self.arguments.get("folder", "/"))
        return [printable(os.path.join(folder, path)) for path in self.arguments.get("paths", ())]  # noqa: PTH118

    @property
    def retry(self) -> int | None:
        """Return the accession whose files this one retried, or None."""
        return self.arguments.get(RETRY)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """The outcome of one file. `path` is as given, `root` and `relpath` are its place, all as `os.fsdecode` returns
    them (`archive.catalogue.printable` makes them printable). `n` is its number in the receipt, from 1, once stored."""

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

    @property
    def kept(self) -> bool:
        """Return whether its bytes are among the originals, directly or in the file that contains it."""
        return bool(self.sha256 or self.member)


@dataclass(frozen=True, slots=True)
class LineFilter:
    """A filter of receipt lines: by outcome, status, text in path or reason, and code of the reason."""

    outcome: Outcome | None = None
    status: Status | None = None
    words: str = ""
    code: str = ""

    def conditions(self, accession: int) -> list[ColumnElement[bool]]:
        """Return the filter as SQL conditions."""
        line = receipt_lines.c
        found = [line.accession == accession]
        if self.outcome is not None:
            found.append(line.outcome == self.outcome.value)
        if self.status is not None:
            found.append(line.status == self.status.value)
        if self.words:
            said = func.coalesce(line.path, "").concat("\n").concat(line.member).concat("\n")
            said = said.concat(func.coalesce(line.reason, ""))
            found.append(func.instr(func.lower(said), printable(self.words).translate(_SMALL)) > 0)
        if self.code:
            found.append(select(_EACH).where(_CODE.in_([self.code])).exists())
        return found


EVERY = LineFilter()
_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)  # like `lower` in the databases: other letters stay
_EACH = func.json_each(type_coerce(receipt_lines.c.messages, Text)).table_valued("value")
_CODE: ColumnElement[Any] = func.json_extract(_EACH.c.value, "$.code", type_=Text)
_WORDS, _CODES = type_coerce(receipt_lines.c.reason, Text), type_coerce(receipt_lines.c.messages, Text)
_PATH = type_coerce(receipt_lines.c.path, Text)
_NAME = func.replace(_PATH, func.rtrim(_PATH, func.replace(_PATH, "/", "")), "")  # after the last slash


def _of_any_file(text: ColumnElement[str], name: ColumnElement[str], any_file: ColumnElement[str]) -> Any:
    return case((func.length(_NAME) >= SHORTEST, func.replace(text, name, any_file)), else_=text)


# The reason of a line, and its codes and parameters, with ANY_FILE for the name of its file, so that equal reasons are
# counted together.
_GENERAL_WORDS = _of_any_file(_WORDS, _NAME, literal(ANY_FILE)).label("words")
_GENERAL_CODES = case(
    (or_(*(func.instr(_CODES, f'"code":"{code}"') > 0 for code in (VERBATIM, LEGACY))), null()),  # text only
    else_=_of_any_file(_CODES, func.json_quote(_NAME), func.json_quote(literal(ANY_FILE))),
).label("codes")


def _general_reason(codes: str | None, words: str | None) -> str:
    return message_from_json(json.loads(codes), words or "") if codes else words or ""


def open_accession(batch: Batch, arguments: Mapping[str, Any], access: Status, state: str = RUNNING) -> int:
    """Begin an accession, and return its number. Since ingest holds a lock, one that is still marked as running was
    interrupted, and is closed as stopped."""
    if state == RUNNING:
        for row in batch.conn.execute(select(accessions.c.n).where(IS_RUNNING)).all():
            close_accession(batch, row.n, STOPPED)
    n = last_accession(batch.conn) + 1  # counted in this transaction, so that none is skipped
    opened = {"n": n, "started": batch.now, "arguments": dict(arguments), "access": access.value, "totals": {}}
    batch.conn.execute(insert(accessions).values(**opened, state=state))
    return n


def close_accession(batch: Batch, accession: int, state: str = DONE) -> dict[str, int]:
    """End an accession, and return its totals by outcome, counted from its lines."""
    batch.flush()
    totals = counted(batch.conn, accession)
    ended = {"ended": batch.now, "totals": totals, "state": state}
    batch.conn.execute(update(accessions).where(accessions.c.n == accession).values(**ended))
    return totals


def counted(conn: Connection, accession: int) -> dict[str, int]:
    """Return the lines of an accession by outcome."""
    lines = select(receipt_lines.c.outcome, func.count()).where(receipt_lines.c.accession == accession)
    rows = conn.execute(lines.group_by(receipt_lines.c.outcome).order_by(receipt_lines.c.outcome))
    return {row[0]: row[1] for row in rows}


def add_line(batch: Batch, accession: int, line: ReceiptLine) -> None:
    """Add the outcome of one file. A second line for the same path and member is an error. Lines are written together:
    for an unchanged disk there is little else to write."""
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
        "messages": None if line.reason is None else _codes_of(line.reason),
    }
    batch.later.setdefault(_ADD_LINE, []).append(tuple(said.values()))


def _codes_of(reason: str) -> str:
    return json.dumps(plain(message_to_json(reason)), ensure_ascii=False, separators=(",", ":"))


def all_accessions(conn: Connection, after: int = 0) -> list[Accession]:
    """Return every accession after number `after`, newest first."""
    rows = conn.execute(select(accessions).where(accessions.c.n > after).order_by(accessions.c.n.desc()))
    return [_accession(conn, row) for row in rows.all()]


def _accession(conn: Connection, row: Row[Any]) -> Accession:
    """Return a row as an accession; the totals of an open one are counted now."""
    totals = counted(conn, row.n) if row.state in (RUNNING, QUEUED) else row.totals
    return Accession(**{**row._mapping, "access": Status(row.access), "totals": totals})


def last_accession(conn: Connection) -> int:
    """Return the number of the newest accession, or 0."""
    return int(conn.execute(select(func.coalesce(func.max(accessions.c.n), 0))).scalar_one())


def count_accessions(conn: Connection) -> int:
    """Return how many accessions there are."""
    return int(conn.execute(select(func.count()).select_from(accessions)).scalar_one())


def accession_of(conn: Connection, n: int) -> Accession | None:
    """Return accession `n`, or None."""
    row = conn.execute(select(accessions).where(accessions.c.n == n)).first()
    return None if row is None else _accession(conn, row)


def state_of(conn: Connection, n: int) -> str | None:
    """Return the state of accession `n`, or None. Its lines, which may be millions, are not counted."""
    return conn.execute(select(accessions.c.state).where(accessions.c.n == n)).scalar()


def lines_of(
    conn: Connection, accession: int, wanted: LineFilter = EVERY, after: int = 0, most: int | None = None
) -> list[ReceiptLine]:
    """Return up to `most` wanted lines of a receipt after number `after`, in the order they were written. None returns
    all; a receipt may have millions."""
    rows = select(receipt_lines).where(*wanted.conditions(accession), receipt_lines.c.n > after)
    return [line_of(row) for row in conn.execute(rows.order_by(receipt_lines.c.n).limit(most))]


def accessions_of(conn: Connection, ids: Collection[str]) -> dict[str, int]:
    """Return the accession in which each of these records first arrived."""
    return {row.record: row.first for row in select_by_ids(conn, _FIRST_ACCESSION, ids)}


def records_in(conn: Connection, accession: int) -> list[str]:
    """Return the ids of records that first arrived in this accession, sorted."""
    named = select(receipt_lines.c.record).where(receipt_lines.c.accession == accession).distinct()
    found = [id_ for id_ in conn.execute(named).scalars() if id_]
    first = accessions_of(conn, found)
    return sorted(id_ for id_ in found if first[id_] == accession)


def has_line(conn: Connection, accession: int, path: str) -> bool:
    """Return whether a receipt has a line for the file with that path, as given."""
    asked = {"accession": accession, "path": path}
    return conn.execute(_LINE_AT, asked).first() is not None


def reported(conn: Connection, accession: int, paths: Collection[str]) -> set[str]:
    """Return those of the paths, as shown in lines, for which a receipt has a line."""
    line = receipt_lines.c
    found = select(line.path).where(line.accession == accession, line.path.in_([*paths]))
    return set(conn.execute(found).scalars())


def queued_accessions(conn: Connection) -> list[int]:
    """Return the numbers of the accessions whose files are waiting in the queue or being read from it."""
    found = select(accessions.c.n).where(accessions.c.state == QUEUED).order_by(accessions.c.n)
    return list(conn.execute(found).scalars())


def count_of(conn: Connection, accession: int, wanted: LineFilter = EVERY) -> int:
    """Return the number of wanted lines of a receipt."""
    return int(conn.execute(select(func.count()).where(*wanted.conditions(accession))).scalar_one())


def count_reported_files(conn: Connection, accession: int) -> int:
    """Return how many files on disk have a line in a receipt so far, without files inside them."""
    of = (receipt_lines.c.accession == accession, receipt_lines.c.member == "")
    return int(conn.execute(select(func.count()).where(*of)).scalar_one())


def reasons_of(conn: Connection, accession: int, outcome: Outcome, most: int) -> list[tuple[str, int]]:
    """Return the most frequent reasons of one outcome in a receipt with their counts, with ANY_FILE for the file's
    name. Reasons with the same codes and parameters count as one."""
    line = select(_GENERAL_CODES, _GENERAL_WORDS).where(*LineFilter(outcome).conditions(accession)).subquery().c
    count, words = func.count().label("count"), func.min(line.words).label("words")
    alike = (line.codes, case((line.codes.is_(None), line.words), else_=""))
    rows = select(line.codes, words, count).group_by(*alike).order_by(count.desc(), words).limit(most)
    return [(_general_reason(row[0], row[1]), row[2]) for row in conn.execute(rows)]


def codes_in(conn: Connection, accession: int) -> list[str]:
    """Return the codes of the reasons in a receipt, most frequent first."""
    told = select(_CODE.label("code")).select_from(receipt_lines).join(_EACH, true())
    code = told.where(receipt_lines.c.accession == accession).subquery().c.code
    return list(conn.execute(select(code).group_by(code).order_by(func.count().desc(), code)).scalars())


def line_of(row: Row[Any]) -> ReceiptLine:
    """Return a table row as a line."""
    said = {name: getattr(row, name) for name in ReceiptLine.__slots__}
    status = Status(row.status) if row.status else None
    reason = stored_message(row.reason, row.messages)
    return ReceiptLine(**{**said, "outcome": Outcome(row.outcome), "status": status, "reason": reason})


OUTSIDE = (Outcome.REJECTED, Outcome.ENCRYPTED)
_DROPPED = "%/derived/dropped/%/dropped"  # folders of uploads from a browser
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """The last line of a file that was never added: line `n` of a receipt, and its reason, with ANY_FILE for its
    name."""

    accession: int
    n: int
    outcome: Outcome
    reason: str


def last_line(conn: Connection) -> tuple[int, int]:
    """Return the newest line of all receipts. While it is the same, no receipt has changed."""
    key = (receipt_lines.c.accession, receipt_lines.c.n)
    found = conn.execute(select(*key).order_by(*(part.desc() for part in key)).limit(1)).first()
    return (0, 0) if found is None else (found[0], found[1])


_EARLIER = receipt_lines.alias("earlier")
_LOCKED_RECORDS = select(func.coalesce(_EARLIER.c.record, "-")).where(
    IS_REFUSED, _EARLIER.c.outcome == Outcome.ENCRYPTED.value
)
# The line of a file that has not changed since it was rejected.
_STILL_OUTSIDE = (receipt_lines.c.outcome == Outcome.UNCHANGED.value) & or_(
    *(func.instr(func.coalesce(_CODES, ""), f'"code":"untouched-{outcome.value}"') > 0 for outcome in OUTSIDE),
    func.coalesce(receipt_lines.c.record, "").in_(_LOCKED_RECORDS),
)


def refused(conn: Connection) -> list[RefusedFile]:
    """Return the files that were rejected and not added since: the newest accession first, in the order of its receipt.
    A file is identified by root and path, or by its path alone if it was uploaded, because each upload has its own
    root."""
    if conn.execute(select(receipt_lines.c.n).where(IS_REFUSED).limit(1)).first() is None:
        return []
    line = receipt_lines.c
    of = (_place().label("place"), line.relpath, line.member)
    not_taken = line.outcome.in_([outcome.value for outcome in OUTSIDE])
    ever = _rooted(select(*of).where(IS_REFUSED))
    words = case((not_taken, _GENERAL_WORDS), else_="").label("words")
    codes = case((not_taken, _GENERAL_CODES)).label("codes")
    kept = select(line.accession, line.n, line.outcome, words, codes, *of, _STILL_OUTSIDE.label("stays"))
    theirs = _rooted(kept.where(tuple_(*of).in_(ever))).cte().prefix_with("MATERIALIZED")  # a small part of all lines
    newest = (theirs.c.accession.desc(), theirs.c.n.desc())
    rank = func.row_number().over(partition_by=[theirs.c[one.name] for one in of], order_by=newest).label("rank")
    ranked = select(theirs, rank).where(not_(theirs.c.stays)).subquery()
    last = select(ranked).where(ranked.c.rank == 1, ranked.c.outcome.in_([outcome.value for outcome in OUTSIDE]))
    rows = conn.execute(last.order_by(ranked.c.accession.desc(), ranked.c.n))
    reasons: dict[str, str] = {}  # there are few, for many files
    found = []
    for row in rows:
        key = row.codes or row.words or ""
        if key not in reasons:
            reasons[key] = _general_reason(row.codes, row.words)
        found.append(RefusedFile(row.accession, row.n, Outcome(row.outcome), reasons[key]))
    return found


def lines_at(conn: Connection, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], ReceiptLine]:
    """Return lines of receipts, by (accession, n)."""
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
