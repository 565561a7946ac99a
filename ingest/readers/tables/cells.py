"""Tables as rows of cells: CSV and TSV in any encoding and with any delimiter, and workbooks (.xlsx, .xls, .ods)."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from archive import media_types
from archive.errors import Encrypted, Unreadable
from archive.messages import Message
from archive.record import Description
from archive.text.charset import clean_text
from ingest.readers.base import zip_safety
from ingest.readers.base.source import Source
from ingest.readers.tables import workbook
from ingest.readers.tables.workbook import MOST_COLUMNS, MOST_ROWS, TOO_MANY_CELLS, Hidden, hidden_in
from ingest.readers.text.plain_text import read_characters

XLSX = media_types.XLSX
WORKBOOKS = (XLSX, workbook.XLS, workbook.ODS)
NOT_READ = Message("cells-not-read", why=TOO_MANY_CELLS)
MOST_BYTES = 256 << 20  # unpacked size of a workbook
MOST_CELLS = 5_000_000  # in one sheet, including empty ones: they are laid out in memory
_DIGITS = 15  # of a number: the next ones are noise of arithmetic in base 2
_WHOLE = 2.0**53  # integers below it are exact, such as card numbers of 16 digits
MOST_XML = zip_safety.XmlLimits(MOST_BYTES, 8 * MOST_CELLS)  # no trees are built from it

Row = list[str]
_SEP = re.compile(r"sep=(.)\r?\n?", re.I)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_REFERENCE = re.compile(rb'[\s:"]r="([A-Z]{1,3})([0-9]{1,7})"')
_LINK = re.compile(r"""=\s*HYPERLINK\s*\(\s*"([^"]*)"\s*(?:[,;]\s*"([^"]*)"\s*)?\)""", re.I)


@dataclass(frozen=True, slots=True)
class CellTable:
    """One table: the name of its sheet, empty for that of a file without sheets, and its rows."""

    name: str
    rows: list[Row]


@dataclass(slots=True)
class LeftOut:
    """Hidden parts with words, counted."""

    rows: int = 0
    columns: set[tuple[str, int]] = field(default_factory=set)

    def notes(self) -> list[str]:
        """Return that they are not in the text, one sentence each."""
        counts = {"hidden-rows": self.rows, "hidden-columns": len(self.columns)}
        return [Message("hidden", what=Message(code, count=count)) for code, count in counts.items() if count]


def tables(source: Source, description: Description) -> list[CellTable]:
    """Return the tables of a file, one per sheet, as rows of cleaned one-line cells; omissions are noted. Raise
    Encrypted for a workbook with a password, and Unreadable for a malicious one."""
    is_book = source.media_type in WORKBOOKS
    left = LeftOut()
    found = _workbook(source, description, left) if is_book else [("", _separated(source, description))]
    kept = []
    for name, rows in found:
        table = list(islice(rows, MOST_ROWS + 1))
        if len(table) > MOST_ROWS:
            description.notes.append(Message("rows-left", most=f"{MOST_ROWS:,}"))
        kept.append(CellTable(clean_text(name)[:200].strip(), table[:MOST_ROWS]))
    description.notes += left.notes()
    return kept


def _separated(source: Source, description: Description) -> Iterator[Row]:
    text = read_characters(source, description).lstrip("\ufeff")
    said = _SEP.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said and said[1] in ",;|\t" else _delimiter(text, source.media_type)
    csv.field_size_limit(1 << 20)
    lines = text.splitlines(keepends=True)
    reader = csv.reader(iter(lines), delimiter=delimiter, skipinitialspace=True)
    begins = 0
    while True:
        try:
            begins, row = reader.line_num, next(reader)
        except StopIteration:
            if len(lines) - begins > 1 and "".join(lines[begins:]).count('"') % 2:
                description.notes.append(Message("quotation-open", line=f"{begins + 1:,}"))
            return
        except csv.Error as error:
            description.notes.append(Message("row-unread", row=reader.line_num, error=error))
            continue
        if len(row) > MOST_COLUMNS and NOT_READ not in description.notes:
            description.notes.append(NOT_READ)
        yield [_cell(value) for value in row[:MOST_COLUMNS]]


def _delimiter(text: str, media_type: str) -> str:
    """Return the separator that is in most of the first lines, equally often in each; the comma if there is none.
    Quoted ones do not count. Commas may be in the words and numbers of a table with another separator, even in all
    lines but the first."""
    lines = [line for line in re.sub(r'"[^"]*"', "", text[:20_000]).splitlines() if line.strip()][:40]
    if media_type == "text/tab-separated-values" and any("\t" in line for line in lines):
        return "\t"
    return max("\t;|,", key=lambda mark: (*_evenness([line.count(mark) for line in lines]), mark == ","))


def _evenness(counts: list[int]) -> tuple[bool, int, int]:
    """Return whether a separator is in most lines, in how many it is as frequent as in the median one, and how
    frequent."""
    middle = sorted(counts)[len(counts) // 2] if counts else 0
    return middle > 0, counts.count(middle) if middle else 0, middle


def _workbook(source: Source, description: Description, left: LeftOut) -> list[tuple[str, Iterator[Row]]]:
    why = _too_much(source) if source.media_type == XLSX else workbook.too_much(source)
    if why is not None:
        description.notes.append(Message("cells-not-read", why=why))
        return []
    try:
        book = workbook.open_book(source)
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        if unseen := len(book.sheet_names) - len(shown):
            description.notes.append(Message("hidden-sheets", count=unseen))
        hidden = hidden_in(source)
        sheets = [(name, _sheet(book, name, description)) for name in shown]
        return [(name, _seen(rows, name, hidden.get(name), book, left)) for name, rows in sheets]
    except Exception as error:
        description.notes.append(Message("cells-unreadable", why=_words(error), cure=workbook.SAVE_ANEW))
        return []


def _sheet(book: CalamineWorkbook, name: str, description: Description) -> Iterator[Row]:
    try:
        with workbook.panics_as_errors():
            sheet = book.get_sheet_by_name(name)
        for row in sheet.iter_rows():
            yield [_cell(value) for value in row[:MOST_COLUMNS]]
    except Exception as error:
        called = clean_text(name)[:60]
        description.notes.append(Message("sheet-unreadable", sheet=called, why=_words(error), cure=workbook.SAVE_ANEW))


def _seen(
    rows: Iterator[Row], name: str, hidden: Hidden | None, book: CalamineWorkbook, left: LeftOut
) -> Iterator[Row]:
    """Yield the rows without hidden ones, and without hidden columns."""
    if hidden is None:
        yield from rows
        return
    first = (book.get_sheet_by_name(name).start or (0, 0))[1]
    columns = {column - first for column in hidden.columns}
    for n, row in enumerate(rows):
        if n in hidden.rows:
            left.rows += any(row)
            continue
        left.columns.update((name, at) for at in columns if 0 <= at < len(row) and row[at])
        yield ["" if at in columns else cell for at, cell in enumerate(row)]


def _words(error: Exception) -> str:
    return " ".join(clean_text(str(error)).split())[:120] or type(error).__name__


def _too_much(source: Source) -> str | None:
    """Return why a workbook cannot be laid out in memory, as half a sentence. Raise as `office_zip.check` does, except
    for mere damage."""
    try:
        with zipfile.ZipFile(source.path) as book:
            members = book.infolist()
            if sum(member.file_size for member in members) > MOST_BYTES:
                return Message("workbook-unpacks", size=MOST_BYTES >> 20)
            zip_safety.check_members(source, workbook.WHAT, book, MOST_XML)
            for member in members:
                if _SHEET.fullmatch(member.filename) and _laid_out(book, member) > MOST_CELLS:
                    return TOO_MANY_CELLS
    except (Encrypted, Unreadable):
        raise
    except Exception as error:  # any zlib error of a damaged member
        return workbook.damaged(_words(error))
    return None


def _laid_out(book: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Return the number of cells in the rectangle around all cells of a sheet."""
    row = column = 0
    before = b""
    with book.open(member) as sheet:
        while chunk := sheet.read(1 << 20):
            for letters, digits in _REFERENCE.findall(before + chunk):
                row, number = max(row, int(digits)), 0
                for letter in letters:
                    number = number * 26 + letter - 64
                column = max(column, number)
            before = chunk[-24:]
    return row * column


def _cell(value: Any) -> str:
    """Return one line of words; numbers with as many digits as Excel keeps, integers without a point, days and times in
    ISO 8601."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else f"{value:.{_DIGITS}g}"
    text = str(value)
    if text.startswith("=") and (link := _LINK.match(text)):
        text = link[2] or link[1]
    return " ".join(clean_text(text).split())
