"""Reading a table that an archivist made in a spreadsheet: its encoding and separator, row by row, in little memory."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BadTable

_BLOCK = 1 << 20  # bytes looked at at once
_LONGEST = 1 << 20  # characters of one line
_LARGEST = 128 * 1024  # characters of one cell
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SEPARATORS = ",;\t"
_SAVE = "save it from the spreadsheet as CSV UTF-8"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the line of the file it begins in, from 1; its cells by the name of their column, without blanks around
    them; and how many cells it has for which there is no column."""

    line: int
    cells: Mapping[str, str]
    beyond: int


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written: its encoding, what stands between cells, its columns."""

    encoding: str
    separator: str
    columns: tuple[str, ...]


def form_of(path: Path, encoding: str | None = None) -> Form:
    """How the table in this file is written; the encoding is found out when it is not given. Raises BadTable."""
    if not path.is_file():
        raise BadTable(f"{path} is no file that can be read twice: give one of the disk.")
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
        raise BadTable(f"{path} is empty: its first row names the columns, `id` or `filename`, and the keys to change.")
    if twice := [name for name in columns if columns.count(name) > 1]:
        raise BadTable(f"{path} has two columns called {twice[0] or '(nothing)'!r}: leave one out.")
    return Form(encoding, separator, columns)


def rows_of(path: Path, form: Form) -> Iterator[TableRow]:
    """The rows below the header, but for empty ones. Raises BadTable, with the line, where it cannot be read on."""
    with _lines(path, form.encoding) as lines:
        csv.field_size_limit(_LARGEST)  # one for the whole process: others may have set theirs
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
            raise BadTable(
                f"{path} cannot be read from line {begins} on ({error}): a quotation mark there may not be closed."
            ) from error


class _lines:  # noqa: N801
    """The lines of a text file with their ends, none longer than a table's can be; a context manager."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        try:
            codecs.lookup(encoding)
            self._text = path.open(encoding=encoding, newline="")
        except LookupError as error:
            raise BadTable(f"There is no encoding {encoding!r}: it is one like utf-8, cp1252 or cp1258.") from error
        except OSError as error:
            raise BadTable(f"{path} cannot be read ({error.strerror}).") from error

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
                    raise BadTable(f"Line {number} of {self._path} is no row of a table: it is too long. {_SAVE}.")
                if "\0" in line:
                    raise BadTable(f"{self._path} is no table of text (a zero character in line {number}): {_SAVE}.")
                yield line
        except UnicodeDecodeError as error:
            raise BadTable(
                f"{self._path} is not written in {self._text.encoding} (about line {number + 1}): {_SAVE}, or say how"
                " it is written with --encoding."
            ) from error


def _encoding(path: Path) -> str:
    """By its mark, else UTF-8 when all of it is, else the encoding of Western Windows. Raises BadTable."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            block = file.read(_BLOCK)
            for mark, name in _MARKS.items():
                if block.startswith(mark):
                    return name
            while block:
                if b"\0" in block:
                    raise BadTable(f"{path} is no table of text, for there are zero characters in it: {_SAVE}.")
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    except OSError as error:
        raise BadTable(f"{path} cannot be read ({error.strerror}).") from error
    return "utf-8"
