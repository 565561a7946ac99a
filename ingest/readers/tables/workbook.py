"""Check workbooks before they are loaded, and list their hidden rows and columns.

Excel 97-2003 and OpenDocument may declare more cells than fit into memory.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

import olefile
from lxml import etree
from python_calamine import CalamineWorkbook

from archive.errors import Encrypted
from archive.messages import Message
from ingest.readers.base import zip_safety
from ingest.readers.base.source import Source
from ingest.readers.base.zip_safety import ZIP_ERRORS

XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MOST_CELLS = 5_000_000  # in one sheet
MOST_RECORDS = 2_000_000
MOST_BYTES = 128 << 20
WHAT = Message("a-workbook")
SAVE_ANEW = Message("save-workbook")

# [MS-XLS] 2.3.1: records of single cells (row, column), of several (row, first column, ..., last), BOF, FILEPASS
_CELL_RECORDS = frozenset({0x0002, 0x0003, 0x0004, 0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6})
_RUNS = frozenset({0x00BD, 0x00BE})
_BOFS = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_PASSWORD = 0x002F
_STREAMS = ("Workbook", "Book")  # the second in files of before Excel 97
_ENTRY = 128  # bytes of an entry of the directory ([MS-CFB] 2.6.1)
_LAST = 0xFFFFFFFA  # MAXREGSECT: above are marks
_TYPED = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
TOO_MANY_CELLS = Message("sheet-spans", count=MOST_CELLS)


def too_much(source: Source) -> str | None:
    """Return why a workbook cannot be read, as half a sentence, or None. Raise Encrypted, and Unreadable for malicious
    ZIPs."""
    return _old(source) if source.media_type == XLS else _open_document(source)


def open_book(source: Source) -> CalamineWorkbook:
    """Return the workbook in a file. calamine asks for a stream by its name alone, so what is embedded in a workbook of
    97-2003 is hidden from it: it may stand first. Raise what calamine and olefile raise of damaged files."""
    inner = _embedded(source) if source.media_type == XLS else []
    with panics_as_errors():
        if not inner:
            return CalamineWorkbook.from_path(str(source.path))
        data = bytearray(source.path.read_bytes())
        for place in inner:
            data[place] = ord("_")
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


@contextmanager
def panics_as_errors() -> Iterator[None]:
    """Raise ValueError in place of a panic of calamine, which is no Exception."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(str(error)) from error


def _embedded(source: Source) -> list[int]:
    """Where the names of workbooks inside the workbook stand, in bytes of the file."""
    with olefile.OleFileIO(str(source.path)) as file:
        top = {id(entry) for entry in file.root.kids}
        inner = [e.sid for e in file.direntries if e is not None and e.name in _STREAMS and id(e) not in top]
        sectors: list[int] = []
        sector = file.first_dir_sector
        while inner and sector < _LAST and len(sectors) < len(file.fat):
            sectors.append(sector)
            sector = file.fat[sector]
        in_sector = file.sectorsize // _ENTRY
        return [
            (sectors[sid // in_sector] + 1) * file.sectorsize + sid % in_sector * _ENTRY
            for sid in inner
            if sid // in_sector < len(sectors)
        ]


def damaged(why: str) -> Message:
    """Return why a damaged workbook is not read."""
    return Message("workbook-damaged", why=why, cure=SAVE_ANEW)


def _old(source: Source) -> str | None:
    try:
        with olefile.OleFileIO(str(source.path)) as file:
            name = next((name for name in _STREAMS if file.exists(name)), None)
            if name is None:
                return damaged(Message("no-workbook"))
            if _loops(file):
                return damaged(Message("sectors-endless"))
            if file.get_size(name) > MOST_BYTES:
                return Message("workbook-too-large", size=MOST_BYTES >> 20)
            data = file.openstream(name).read()
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
        return damaged(type(error).__name__)
    return _span(source, data)


def _loops(file: olefile.OleFileIO) -> bool:
    """Return whether a chain of sectors loops or leaves the file ([MS-CFB] 2.3), which crashes calamine."""
    fat = file.fat
    starts = {file.first_dir_sector, file.first_mini_fat_sector, file.root.isectStart}
    starts |= {e.isectStart for e in file.direntries if e is not None and e.size >= file.mini_stream_cutoff_size}
    for start in starts:
        sector, steps = start, 0
        while sector < _LAST:
            steps += 1
            if steps > len(fat) or sector >= len(fat):
                return True
            sector = fat[sector]
    return bool(file.first_difat_sector < _LAST and not file.num_difat_sectors)


def _span(source: Source, data: bytes) -> str | None:
    """Scan the records: the extent of each sheet's cells, and whether a password precedes them."""
    at = rows = columns = 0
    for _ in range(MOST_RECORDS):
        if at + 4 > len(data):
            return None
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == _PASSWORD:
            raise Encrypted(Message("encrypted", file=source.filename))
        if kind in _BOFS:
            rows = columns = 0
        elif (kind in _CELL_RECORDS or kind in _RUNS) and length >= 6 and at + 4 + length <= len(data):
            row, column = struct.unpack_from("<HH", data, at + 4)
            if kind in _RUNS:
                column = struct.unpack_from("<H", data, at + 2 + length)[0]
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if rows * columns > MOST_CELLS:
                return TOO_MANY_CELLS
        at += 4 + length
    return Message("workbook-too-many-records", most=f"{MOST_RECORDS:,}")


def _open_document(source: Source) -> str | None:
    zip_safety.check(source, WHAT)
    try:
        with zipfile.ZipFile(source.path) as file:
            if b"encryption-data" in file.read("META-INF/manifest.xml"):
                raise Encrypted(Message("encrypted", file=source.filename))
            with file.open("content.xml") as content:
                return _repeated(content)
    except (KeyError, etree.LxmlError, *zip_safety.ZIP_ERRORS) as error:
        return damaged(type(error).__name__)


def _repeated(content: Any) -> str | None:
    """Count the cells of each table as laid out: rows and cells have a repeat count."""
    laid, columns, filled = 0, 0, 0
    walk = etree.iterparse(content, events=("end",), resolve_entities=False, no_network=True, load_dtd=False)
    for _, element in walk:
        if element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            columns += _times(element, "columns")
            filled = columns if len(element) or element.get(_TYPED) else filled
        elif element.tag == f"{_TABLE}table-row":
            laid += _times(element, "rows") * filled
            columns = filled = 0
            element.clear()
        elif element.tag == f"{_TABLE}table":
            laid = 0
        if laid > MOST_CELLS:
            return TOO_MANY_CELLS
    return None


def _times(element: Any, what: str) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return int(said) if re.fullmatch(r"\d{1,9}", said) else 1


MOST_ROWS, MOST_COLUMNS = 50_000, 16_384  # that are read in a sheet; the columns are all of Excel
_CHUNK = 1 << 20
_OLE_ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error)

# SpreadsheetML (ECMA-376 part 1, 18.3.1.13 and 18.3.1.73); zero height or width is invisible too
_SPAN = re.compile(rb"<(?:\w{1,20}:)?(row|col)\s([^<>]{0,4000})>")
_ATTRIBUTE = re.compile(rb"(?<![\w:])(r|min|max|hidden|ht|width)\s*=\s*[\"']([^\"']{0,40})[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# ODF 1.2 part 1, 19.749
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_COVERED = ("collapse", "filter")
# [MS-XLS] 2.4.28 BoundSheet8, 2.4.53 ColInfo, 2.4.221 Row, 2.5.27 BOF
_BOUND, _COLUMN, _ROW, _BOF, _CELLS = 0x0085, 0x007D, 0x0208, 0x0809, 0x0010


@dataclass(slots=True)
class Hidden:
    """The numbers, from 0, of the rows and columns of a sheet that are hidden."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def hidden_in(source: Source) -> dict[str, Hidden]:
    """Return what is hidden, by the names of the sheets; empty for a workbook in which that is unknown."""
    read: Callable[[Source], Iterator[tuple[str, Hidden]]] = {
        XLS: _of_records,
        ODS: _of_open_document,
    }.get(source.media_type, _of_xml)
    try:
        return {name: found for name, found in read(source) if found.rows or found.columns}
    except (etree.LxmlError, *ZIP_ERRORS, *_OLE_ERRORS):
        return {}


def _of_xml(source: Source) -> Iterator[tuple[str, Hidden]]:
    with zipfile.ZipFile(source.path) as book:
        for name, path in _sheet_members(book):
            with book.open(path) as sheet:
                yield name, _spans(sheet)


def _sheet_members(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    main = next(name for name in book.namelist() if re.fullmatch(r"xl/workbook\w*\.xml", name, re.IGNORECASE))
    path = PurePosixPath(main)
    relations = _parsed(book.read(f"{path.parent}/_rels/{path.name}.rels"))
    targets = {one.get("Id"): str(one.get("Target")) for one in relations}
    for sheet in _parsed(book.read(main)).iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        member = target.lstrip("/") if target.startswith("/") else f"{path.parent}/{target}"
        if member in book.namelist():
            yield str(sheet.get("name")), member


def _parsed(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _spans(sheet: IO[bytes]) -> Hidden:
    found, row, before = Hidden(), -1, b""
    while chunk := sheet.read(_CHUNK):
        data = before + chunk
        end = data.rfind(b"<")
        for kind, said in _SPAN.findall(data, 0, end):
            told = dict(_ATTRIBUTE.findall(said))
            unseen = told.get(b"hidden") in (b"1", b"true") or told.get(b"ht" if kind == b"row" else b"width") == b"0"
            if kind == b"row":
                row = _number(told.get(b"r"), row + 2) - 1
                _add(found.rows, row, row, MOST_ROWS, unseen)
            else:
                first = _number(told.get(b"min"), 1) - 1
                _add(found.columns, first, _number(told.get(b"max"), first + 1) - 1, MOST_COLUMNS, unseen)
        before = data[end:][-8_000:] if end >= 0 else b""
    return found


def _number(said: bytes | None, otherwise: int) -> int:
    return int(said) if said and said.isdigit() and len(said) < 9 else otherwise


def _add(numbers: set[int], first: int, last: int, most: int, unseen: bool) -> None:
    if unseen:
        numbers.update(range(max(first, 0), min(last + 1, most)))


def _of_open_document(source: Source) -> Iterator[tuple[str, Hidden]]:
    with zipfile.ZipFile(source.path) as book, book.open("content.xml") as content:
        found, row, column, name = Hidden(), 0, 0, ""
        walk = etree.iterparse(
            content, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        for event, element in walk:
            if element.tag == f"{_TABLE}table":
                if event == "end":
                    yield name, found
                found, row, column, name = Hidden(), 0, 0, str(element.get(f"{_TABLE}name"))
            elif event == "start":
                continue
            elif element.tag == f"{_TABLE}table-row":
                row = _covered(element, "rows", row, found.rows, MOST_ROWS)
                element.clear()
            elif element.tag == f"{_TABLE}table-column":
                column = _covered(element, "columns", column, found.columns, MOST_COLUMNS)


def _covered(element: Any, what: str, at: int, numbers: set[int], most: int) -> int:
    """Return where the next row or column begins."""
    said = str(element.get(f"{_TABLE}number-{what}-repeated") or "1")
    times = int(said) if re.fullmatch(r"\d{1,9}", said) else 1
    _add(numbers, at, at + times - 1, most, element.get(f"{_TABLE}visibility") in _COVERED)
    return at + times


def _of_records(source: Source) -> Iterator[tuple[str, Hidden]]:
    """Return the sheets of a 97-2003 workbook, whose records follow each other."""
    with olefile.OleFileIO(str(source.path)) as file:
        data = file.openstream("Workbook" if file.exists("Workbook") else "Book").read()
    names: dict[int, str] = {}
    at, found, name = 0, Hidden(), ""
    for _ in range(MOST_RECORDS):
        if at + 4 > len(data):
            break
        kind, length = struct.unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + length]
        if kind == _BOUND and length > 8:
            names[int.from_bytes(body[:4], "little")] = _sheet_name(body)
        elif kind == _BOF:
            if name:
                yield name, found
            found, name = Hidden(), names.get(at, "")
        elif kind == _ROW and length >= 14:
            row = int.from_bytes(body[:2], "little")
            _add(found.rows, row, row, MOST_ROWS, bool(body[12] & 0x20))
        elif kind == _COLUMN and length >= 10:
            first, last = struct.unpack_from("<HH", body)
            _add(found.columns, first, last, MOST_COLUMNS, bool(body[8] & 1))
        at += 4 + length
    if name:
        yield name, found


def _sheet_name(body: bytes) -> str:
    """2.5.240: a short string, in UTF-16 or its low bytes."""
    count, wide = body[6], body[7] & 1
    return body[8 : 8 + count * 2].decode("utf-16-le", "replace") if wide else body[8 : 8 + count].decode("latin-1")
