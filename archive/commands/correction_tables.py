"""Read a CSV table of corrections, and compute what each row changes.

Encoding and separator are detected. Rows are read one at a time, in little memory.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from archive.catalogue import CLEAR, DescribedRecord, Plan, RecordRevision, ValueEdit
from archive.edits.values import checked, cleared, edits_of
from archive.errors import BadTable, NotEditable
from archive.messages import Message

_BLOCK = 1 << 20  # bytes read at a time
_LONGEST = 1 << 20  # characters of one line
_LARGEST = 128 * 1024  # characters of one cell
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the line of the file it begins in, from 1; its cells by column name, stripped; and the number of cells
    without a column."""

    line: int
    cells: Mapping[str, str]
    beyond: int


@dataclass(frozen=True, slots=True)
class TableFormat:
    """The format of a table: its encoding, its separator, its columns."""

    encoding: str
    separator: str
    columns: tuple[str, ...]


def form_of(path: Path, encoding: str | None = None) -> TableFormat:
    """Return the format of the table in this file; the encoding is detected unless given. Raise BadTable."""
    if not path.is_file():
        raise BadTable(Message("table-not-file", path=path))
    encoding = encoding or _encoding(path)
    with _lines(path, encoding) as lines:
        first = next(lines, "")
    declared = first[4:5] if first.lower().startswith("sep=") else ""
    with _lines(path, encoding) as lines:
        if declared:
            next(lines)
        head = next(lines, "")
        separator = declared or max(_SEPARATORS, key=head.count)
    columns = tuple(" ".join(name.split()).lower() for name in next(csv.reader([head], delimiter=separator), []))
    while columns and not columns[-1]:
        columns = columns[:-1]
    if not columns:
        raise BadTable(Message("table-empty", path=path))
    if twice := [name for name in columns if columns.count(name) > 1]:
        raise BadTable(Message("table-column-repeated", path=path, name=repr(twice[0] or "(nothing)")))
    return TableFormat(encoding, separator, columns)


def rows_of(path: Path, form: TableFormat) -> Iterator[TableRow]:
    """Yield the rows below the header, without empty ones. Raise BadTable, with the line, if the rest cannot be
    read."""
    with _lines(path, form.encoding) as lines:
        csv.field_size_limit(_LARGEST)  # global to the process, so others may have changed it
        reader = csv.reader(lines, delimiter=form.separator, strict=True)
        begins, header = 1, True
        try:
            for cells in reader:
                line, begins = begins, reader.line_num + 1
                if line == 1 and cells and cells[0].lower().startswith("sep="):
                    continue
                if header or not any(map(str.strip, cells)):
                    header = False
                    continue
                given = {name: cell.strip() for name, cell in zip(form.columns, cells, strict=False)}
                yield TableRow(line, given, sum(bool(cell.strip()) for cell in cells[len(form.columns) :]))
        except csv.Error as error:
            raise BadTable(Message("table-quote-open", path=path, line=begins, error=error)) from error


class _lines:  # noqa: N801
    """A context manager for the lines of a text file with their ends; none may be longer than a table allows."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        try:
            codecs.lookup(encoding)
            self._text = path.open(encoding=encoding, newline="")
        except LookupError as error:
            raise BadTable(Message("table-encoding-unknown", name=repr(encoding))) from error
        except OSError as error:
            raise BadTable(Message("table-unreadable", path=path, error=error.strerror)) from error

    def __enter__(self) -> Iterator[str]:
        return self._all()

    def __exit__(self, *_: object) -> None:
        self._text.close()

    def _all(self) -> Iterator[str]:
        number = 0
        try:
            while line := self._text.readline(_LONGEST):
                number += 1
                if len(line) == _LONGEST and not line.endswith("\n"):
                    raise BadTable(Message("table-line-too-long", path=self._path, line=number))
                if "\0" in line:
                    raise BadTable(Message("table-zero-character", path=self._path, line=number))
                yield line
        except UnicodeDecodeError as error:
            named = {"path": self._path, "encoding": self._text.encoding, "line": number + 1}
            raise BadTable(Message("table-other-encoding", **named)) from error


def _encoding(path: Path) -> str:
    """Return the encoding: by its byte order mark, else UTF-8 if all of it is valid, else Windows-1252. Raise
    BadTable."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            block = file.read(_BLOCK)
            for mark, name in _MARKS.items():
                if block.startswith(mark):
                    return name
            while block:
                if b"\0" in block:
                    raise BadTable(Message("table-binary", path=path))
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    except OSError as error:
        raise BadTable(Message("table-unreadable", path=path, error=error.strerror)) from error
    return "utf-8"


AT_ONCE = 200  # rows looked up and written together
_NAMING = {"id": "id", "record": "id", "sha256": "sha256", "filename": "filename", "file": "filename"}
_FAULT = re.compile(r"#(?:NAME\?|REF!|N/A|VALUE!|DIV/0!|NUM!|NULL!|SPILL!)", re.IGNORECASE)

Revise = Callable[[Sequence[str], Plan], Iterable[RecordRevision]]
Find = Callable[[str, str], list[str]]
Corrections = Mapping[str, ValueEdit]


class CorrectionOutcome(StrEnum):
    """The outcome of a row."""

    CHANGED = "changed"
    SAME = "same"
    UNKNOWN = "no such record"
    AMBIGUOUS = "ambiguous"
    BAD = "bad value"


@dataclass(slots=True)
class RowOutcome:
    """A row of the table: its line, how it identifies its record, its outcome and why; the record, if it was found, and
    its revision."""

    line: int
    named: str
    became: CorrectionOutcome
    reason: str = ""
    record: str | None = None
    revised: RecordRevision | None = None
    wanted: Corrections = field(default_factory=dict)

    @property
    def is_bad(self) -> bool:
        """Return whether it cannot be written."""
        return self.became not in (CorrectionOutcome.CHANGED, CorrectionOutcome.SAME)


class TableReading:
    """One pass over a table. `counts` is the number of rows by outcome so far."""

    def __init__(self, form: TableFormat, *, clear_empty: bool = False) -> None:
        """Raise BadTable if a column is neither a key nor identifies the record. `clear_empty`: an empty cell reverts
        its key to the files' value; otherwise it is ignored."""
        self.counts: Counter[CorrectionOutcome] = Counter()
        self._clear_empty = clear_empty
        self._met: dict[str, int] = {}
        self._naming = [name for name in form.columns if name in _NAMING]
        self._keys = [name for name in form.columns if name and name not in _NAMING]
        if not self._naming:
            raise BadTable(Message("table-without-records"))
        if not self._keys:
            raise BadTable(Message("table-without-values"))
        try:
            for name in self._keys:
                checked(name)
        except NotEditable as error:
            raise BadTable(Message("table-column-refused", why=error.message)) from error

    @property
    def bad(self) -> int:
        """Return how many rows so far cannot be written."""
        return sum(
            count
            for became, count in self.counts.items()
            if became not in (CorrectionOutcome.CHANGED, CorrectionOutcome.SAME)
        )

    def outcomes(self, rows: Iterable[TableRow], find: Find, revise: Revise) -> Iterator[RowOutcome]:
        """Yield the outcome of each row, in order. `find` returns the records that a column's cell means, `revise`
        computes or writes the edits of some records."""
        some: list[RowOutcome] = []
        for row in rows:
            some.append(self._asked(row, find))
            if len(some) >= AT_ONCE:
                yield from self._settled(some, revise)
                some = []
        yield from self._settled(some, revise)

    def _asked(self, row: TableRow, find: Find) -> RowOutcome:
        """Return which record a row is about, and its values."""
        column = next((name for name in self._naming if row.cells.get(name)), self._naming[0])
        named = row.cells.get(column, "")
        asked = RowOutcome(row.line, named, CorrectionOutcome.SAME)
        if not named:
            return _failed(asked, CorrectionOutcome.UNKNOWN, Message("row-nameless", column=column))
        found = find(_NAMING[column], named)
        if not found:
            return _failed(asked, CorrectionOutcome.UNKNOWN, Message("row-unknown"))
        if len(found) > 1:
            return _failed(asked, CorrectionOutcome.AMBIGUOUS, Message("row-ambiguous", records=found))
        if (before := self._met.setdefault(found[0], row.line)) != row.line:
            return _failed(asked, CorrectionOutcome.BAD, Message("row-repeated", line=before))
        asked.record = found[0]
        if row.beyond:
            return _failed(asked, CorrectionOutcome.BAD, Message("row-too-long"))
        try:
            asked.wanted = self._wanted(row)
        except NotEditable as error:
            return _failed(asked, CorrectionOutcome.BAD, error.message)
        return asked

    def _wanted(self, row: TableRow) -> Corrections:
        """Return the edits of a row. Raise NotEditable."""
        wanted: dict[str, ValueEdit] = {}
        for key in self._keys:
            cell = row.cells.get(key, "")
            if cell.startswith("=") or _FAULT.fullmatch(cell):
                raise NotEditable(Message("value-formula", key=key, typed=cell[:40]))
            if cell:
                wanted |= {one: ValueEdit(value) for one, value in edits_of([f"{key}={cell}"]).items()}
            elif self._clear_empty:
                wanted |= dict.fromkeys(cleared([key]), CLEAR)
        return wanted

    def _settled(self, some: Sequence[RowOutcome], revise: Revise) -> Iterator[RowOutcome]:
        wanted = {one.record: one.wanted for one in some if one.record is not None and not one.is_bad}
        revised = {one.id: one for one in revise(list(wanted), lambda record: _differing(record, wanted[record.id]))}
        for one in some:
            if one.record in revised and not one.is_bad:
                one.revised = revised[one.record]
                one.became = CorrectionOutcome.CHANGED if one.revised.changes else CorrectionOutcome.SAME
            self.counts[one.became] += 1
            yield one


def _failed(asked: RowOutcome, became: CorrectionOutcome, reason: str) -> RowOutcome:
    asked.became, asked.reason = became, reason
    return asked


def _differing(record: DescribedRecord, wanted: Corrections) -> Corrections:
    """Return the values of a row that differ from the present ones: a table exported from the archive contains mostly
    unchanged values."""
    return {key: word for key, word in wanted.items() if word is CLEAR or record.values.get(key) != word.value}
