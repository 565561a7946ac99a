"""Read tables: a caption table describes photos row by row, any other table is a document of its cells.

Each sheet of a workbook is a page of such a document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from archive.messages import Message
from archive.record import CAPTION_SHEET, PAGE_BREAK, Description, Mention, strictest_embargo
from ingest.extract import metadata_values
from ingest.extract.captions.credit_lines import split_credit
from ingest.extract.captions.picture_names import is_attachment, is_picture_name, picture_names
from ingest.extract.captions.row_embargo import (
    ORIGIN,
    Order,
    RowEmbargoes,
    is_embargo_heading,
    read_lines_embargo,
)
from ingest.extract.captions.table_columns import (
    Columns,
    columns_beside_embargo,
    columns_of,
    holds_words,
    joined_credit,
)
from ingest.extract.embargo.embargo_fields import keeps_back, plain_name
from ingest.extract.language.language_detection import detect
from ingest.readers.base.front_matter import FIELDS
from ingest.readers.base.source import VERSION, Source
from ingest.readers.office.office_metadata import SAID, add_package_properties
from ingest.readers.tables.cells import XLSX, Row, tables
from ingest.readers.text.plain_text import cut

# default names of sheets in several languages
_UNNAMED = re.compile(r"(?:sheet|lembar|trang[ _]tính|tabelle|feuil|hoja)?[ _]?\d*", re.I)


def into_pages(names: Sequence[str], lines: Sequence[str], starts: Sequence[int], description: Description) -> None:
    """Add a page for each sheet with words, named after its sheet from the second one. `starts` are the first lines of
    each. Add nothing for a single sheet."""
    ends = [*starts[1:], len(lines)]
    parts = [(name, lines[start:end]) for name, start, end in zip(names, starts, ends, strict=True) if end > start]
    if len(parts) < 2:
        return
    if not _UNNAMED.fullmatch(parts[0][0]):  # its first row describes the workbook better than this name
        description.furniture.append(parts[0][0])
    pages = ["\n\n".join(parts[0][1])]
    for name, rows in parts[1:]:
        pages.append("\n\n".join([*([] if _UNNAMED.fullmatch(name) else [name]), *rows]))
    description.text = cut(PAGE_BREAK.join(pages), description)
    description.pages = description.text.split(PAGE_BREAK)


NAME = "table"
HEAD_ROWS = 40  # that are searched for headings
MOST_CHARACTERS = 4_000_000  # of all captions of a table, which an answer must contain besides its text
SURE = 0.6  # for the language of a caption, or of a column of them
SURE_OF_TIE = 0.3  # for Indonesian, which is rarely certain beside Malay

_EPOCH = date(1899, 12, 30)  # day 0 of Excel, whose 1900 had a 29 February
_SERIAL = re.compile(r"[1-8]\d{4}(?:\.\d+)?")
_NUMERIC = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")


def read_source(source: Source) -> Description:
    """Return the description of a table. One with headings for file name and caption, credit, date or embargo has the
    genre `caption-sheet`, with a mention for each caption of each row. Any other has its cells as text. In both, rows
    without a file name, and columns under other headings, are in the text."""
    description = Description(source.media_type, NAME, VERSION)
    sheet, starts = _Sheet(), []
    found = tables(source, description)
    if source.media_type == XLSX:
        add_package_properties(source.path, description, "xlsx", SAID)
    for table in found:
        starts.append(len(sheet.lines))
        sheet.read(table.rows)
    description.text = cut("\n\n".join(sheet.lines), description)
    if len(found) > 1 and not sheet.mentions:
        into_pages([table.name for table in found], sheet.lines, starts, description)
    if not description.text.strip():
        if not description.notes:
            description.notes.append(Message("empty-cells"))
        return description
    if sheet.titled or sheet.mentions:
        description.offer("title", sheet.title or _stem(source.filename), "title row" if sheet.title else "file name")
    if sheet.mentions:
        description.mentions = _with_embargo_of_others(sheet, description)
        description.offer("kind", "document", "rule:caption-table")
        description.offer("genre", CAPTION_SHEET, "rule:caption-table")
        _offer_language(description)
    for order in filter(None, sheet.embargoes.words.values()):
        description.offer("embargo", {**order, "origin": ORIGIN}, ORIGIN)
    if sheet.mentions and sheet.unused:
        names = ", ".join(f'"{name}"' for name in dict.fromkeys(sheet.unused))
        description.notes.append(
            Message("several-columns-as-text" if len(sheet.unused) > 1 else "columns-as-text", names=names)
        )
    if sheet.left:
        description.notes.append(Message("rows-as-text", count=sheet.left))
    return description


def _with_embargo_of_others(sheet: _Sheet, description: Description) -> list[Mention]:
    """Return the mentions with the embargo in lines without a photo, which holds the table too."""
    order = read_lines_embargo([*filter(None, sheet.others)])
    if order is None:
        return sheet.mentions
    description.offer("embargo", {**order, "origin": ORIGIN}, ORIGIN)
    return [replace(mention, embargo=strictest_embargo([mention.embargo, order])) for mention in sheet.mentions]


class _Sheet:
    """The content of a file's tables, collected row by row."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.mentions: list[Mention] = []
        self.title: str | None = None
        self.titled = True  # by a row or the file's name; else the words of its first row are its title
        self.left = 0  # rows that name photos and did not become mentions
        self.unused: list[str] = []  # headings of columns that are only in the text
        self.embargoes = RowEmbargoes()
        self.others: list[str] = []  # lines of caption tables without a photo
        self._offset = 0
        self._characters = 0

    def read(self, rows: Sequence[Row]) -> None:
        """Read one table: lines above its headings, then its rows."""
        head, columns = _headings(rows)
        if columns is None:
            filled = next((row for row in rows if any(row)), [])
            self.titled = self.titled and sum(map(bool, filled)) > 1
            for row in rows:
                self._line(row)
            self.others += [" ".join(filter(None, row)) for row in rows]
            self._read_columns(rows)
            return
        above = [row for row in rows[:head] if any(row)]
        self.others += [" ".join(filter(None, row)) for row in above]
        if above and self.title is None and sum(map(bool, above[0])) == 1:
            self.title = next(filter(None, above[0]))[:300]
        for row in rows[: head + 1]:
            self._line(row)
        dates = _dates([_at(row, columns.date) for row in rows[head + 1 :]])
        languages = _languages(rows[head + 1 :], columns)
        headings = rows[head]
        self.others += [cell for cell in headings if not is_embargo_heading(cell)]
        self.unused += [headings[n] for n in columns.unused if any(_at(row, n) for row in rows[head + 1 :])]
        for row, day in zip(rows[head + 1 :], dates, strict=True):
            if [cell.casefold() for cell in row] == [cell.casefold() for cell in headings]:
                continue  # repeated at the top of a page
            order = self.embargoes.of(headings, row)
            found = _mentions(row, columns, languages, day, self._offset, order)
            if not found:
                self.others.append(" ".join(filter(None, row)))
            for mention in found:
                self._characters += len(mention.caption or "") + len(mention.caption_raw or "") + 200
                if self._characters > MOST_CHARACTERS * 2:
                    self.left += 1
                else:
                    self.mentions.append(mention)
            if day is not None and _SERIAL.fullmatch(_at(row, columns.date)):
                row = [day if n == columns.date else cell for n, cell in enumerate(row)]
            self._line(row)

    def _read_columns(self, rows: Sequence[Row]) -> None:
        """Read the embargoes in a table that is not about photos. It holds by a mere yes, or by a status, if a column
        is for titles; else only by a future day, because a table may be about embargoes."""
        filled = [row for row in rows if any(row)]
        if not filled:
            return
        headings, *below = filled
        if any(FIELDS.get(plain_name(cell).replace(" ", "_").casefold()) == "title" for cell in headings):
            for row in below:
                self.embargoes.of(headings, row, of_photo=False)
            return
        for row in below:
            self.embargoes.of_days(headings, row)

    def _line(self, row: Row) -> None:
        line = " | ".join(cell for cell in row if cell)
        if line:
            self.lines.append(line)
            self._offset += len(line) + 2


def _headings(rows: Sequence[Row]) -> tuple[int, Columns | None]:
    """Return (number of the row of headings, its columns); (0, None) if no row shows that the table is about photos. A
    row that names the file column has priority over one with only an embargo."""
    heads = [(n, row, rows[n + 1 : n + 201]) for n, row in enumerate(rows[:HEAD_ROWS])]
    for n, row, below in heads:
        columns = columns_of(row, partial(_is_column_of, below, _names), partial(_keeps_back, row, below))
        if columns is not None and _share([_at(other, columns.file) for other in below], _names) >= 0.5:
            return n, columns
    for n, row, below in heads:
        is_picture = partial(_is_column_of, below, picture_names)
        if columns := columns_beside_embargo(row, is_picture, partial(_keeps_back, row, below)):
            return n, columns
    return 0, None


def _is_column_of(below: Sequence[Row], names: Callable[[str], list[str]], column: int) -> bool:
    return _share([_at(row, column) for row in below], names) > 0.5


def _keeps_back(head: Row, below: Sequence[Row], column: int) -> bool:
    return any(keeps_back(head[column], _at(row, column)) for row in below)


def _share(cells: Sequence[str], names: Callable[[str], list[str]]) -> float:
    """Return the share of the non-empty cells with names."""
    filled = [cell for cell in cells if cell]
    return sum(bool(names(cell)) for cell in filled) / len(filled) if filled else 0.0


def _names(cell: str) -> list[str]:
    """Return the file names in a cell: without folders, several of them separately, and without a suffix if none is
    given (`W-HAI_1275`, `836154525`)."""
    parts = re.split(r"(?:(?<!\s)\s*+;|(?<!\s)\s*?\n|;)\s*+", cell) if len(cell) < 4000 else []
    found: list[str] = []
    for part in parts:
        last = re.split(r"[/\\]", part)[-1].strip(" \"'<>")
        if names := picture_names(last):
            found += names
        elif _untyped(last):
            found.append(last)
        else:
            return []
    return found


def _untyped(name: str) -> bool:
    if not 3 <= len(name) <= 80 or is_attachment(name) or is_picture_name(name):
        return False
    return name.count(" ") <= 3 and "." not in name and re.search(r"\d{3}", name) is not None


def _at(row: Row, column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _mentions(
    row: Row, columns: Columns, languages: dict[int, str], day: str | None, offset: int, order: Order | None
) -> list[Mention]:
    """Return the mentions of one row: a photo for each name, with a mention for each caption, or one without."""
    names = _names(_at(row, columns.file))
    said = [n for n in columns.captions if _at(row, n)] or columns.captions[:1] or [None]  # type: ignore[list-item]
    cell = joined_credit([_at(row, n) for n in columns.credits])
    found = []
    for name in names:
        for n in said:
            caption, credit, raw = split_credit(_at(row, n))
            if cell:
                credit = credit if credit and holds_words(credit, cell) else cell
                raw = " ".join([raw, *filter(None, (_at(row, at) for at in columns.credits))])
            language = _language(row, columns, languages, n, caption) if n is not None and caption else None
            found.append(Mention(name, caption, credit, raw or None, offset, day, language, order))
    return found


def _languages(rows: Sequence[Row], columns: Columns) -> dict[int, str]:
    """Return the language of each caption column: the one named in its heading, else a clearly detected one, else that
    of the heading if there are several columns."""
    found = dict(columns.languages)
    if len(columns.captions) > 1:
        for n in columns.captions:
            code, sure = detect("\n".join(_at(row, n)[:300] for row in rows[:50]))
            told = code if code != "und" and sure >= SURE else columns.suggested.get(n)
            if told and n not in found:
                found[n] = told
    return found


def _language(row: Row, columns: Columns, languages: dict[int, str], column: int, caption: str) -> str | None:
    """Return the language of a caption: the one named in its column's heading, else that in the row's language column,
    else a clearly detected one, else that of its column."""
    if told := columns.languages.get(column):
        return told
    if said := metadata_values.language(_at(row, columns.tongue)):
        return said
    code, sure = detect(caption[:300])
    of_column = languages.get(column)
    if code == "und" or sure < (SURE_OF_TIE if code == "id" else SURE) or (code, of_column) == ("id", "ms"):
        return of_column
    return code


def _dates(cells: Sequence[str]) -> list[str | None]:
    """Return the days of a column in ISO 8601, in their precision. Day first, unless the column's days are only valid
    the other way."""
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _NUMERIC.match(cell))]
    month_first = any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)
    return [_day(cell, month_first) for cell in cells]


def _day(cell: str, month_first: bool) -> str | None:
    if _SERIAL.fullmatch(cell):
        return (_EPOCH + timedelta(days=int(float(cell)))).isoformat()
    if month_first and (found := _NUMERIC.match(cell)):
        cell = f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}"
    known = (
        metadata_values.day(cell.partition("T")[0] if re.match(r"\d{4}-\d\d-\d\dT", cell) else cell) if cell else None
    )
    return known[0] if known else None


def _stem(filename: str) -> str:
    stem = filename.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return " ".join(re.sub(r"[_-]+", " ", stem).split()) or filename


def _offer_language(description: Description) -> None:
    """Add the language of the captions, and all of them if there are several."""
    said = [mention.language for mention in description.mentions if mention.language]
    if said:
        codes = sorted(dict.fromkeys(said), key=said.count, reverse=True)
        description.offer("language", codes[0], "rule:caption-table")
        if len(codes) > 1:
            description.offer("languages", codes, "rule:caption-table")
        return
    code, sure = detect("\n".join((mention.caption or "")[:300] for mention in description.mentions[:100]))
    if code != "und":
        description.offer("language", code, "py3langid", sure)
