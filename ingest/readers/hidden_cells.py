"""The rows and columns of a workbook that whoever made it hid, whatever format it is in."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

import olefile
from lxml import etree

from ingest.readers import workbook_limits
from ingest.readers.office_zip import ZIP_ERRORS
from ingest.readers.source import Source

MOST_ROWS, MOST_COLUMNS = 50_000, 256  # that are read of a sheet
_CHUNK = 1 << 20
_OLE_ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error)

# SpreadsheetML (ECMA-376 part 1, 18.3.1.13 and 18.3.1.73); what has no height or width is not seen either
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
    """What is hidden, by the names of the sheets; nothing of a workbook in which that cannot be told."""
    read: Callable[[Source], Iterator[tuple[str, Hidden]]] = {
        workbook_limits.XLS: _of_records,
        workbook_limits.ODS: _of_open_document,
    }.get(source.media_type, _of_xml)
    try:
        return {name: found for name, found in read(source) if found.rows or found.columns}
    except (etree.LxmlError, *ZIP_ERRORS, *_OLE_ERRORS):
        return {}


def _of_xml(source: Source) -> Iterator[tuple[str, Hidden]]:
    with zipfile.ZipFile(source.path) as book:
        for name, path in _sheets(book):
            with book.open(path) as sheet:
                yield name, _spans(sheet)


def _sheets(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(the name of a sheet, the member that holds it)."""
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
    """Where the next row or column begins."""
    said = str(element.get(f"{_TABLE}number-{what}-repeated") or "1")
    times = int(said) if re.fullmatch(r"\d{1,9}", said) else 1
    _add(numbers, at, at + times - 1, most, element.get(f"{_TABLE}visibility") in _COVERED)
    return at + times


def _of_records(source: Source) -> Iterator[tuple[str, Hidden]]:
    """The sheets of a workbook of 97-2003, whose records follow one another."""
    with olefile.OleFileIO(str(source.path)) as file:
        data = file.openstream("Workbook" if file.exists("Workbook") else "Book").read()
    names: dict[int, str] = {}
    at, found, name = 0, Hidden(), ""
    for _ in range(workbook_limits.MOST_RECORDS):
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
