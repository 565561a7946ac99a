"""Looks over workbooks of Excel 97-2003 and OpenDocument before they are laid out in memory, empty cells and all."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import Any

import olefile
from lxml import etree

from archive.errors import Encrypted
from ingest.readers import office_zip
from ingest.readers.source import Source

XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MOST_CELLS = 5_000_000  # of one sheet
MOST_RECORDS = 2_000_000
MOST_BYTES = 128 << 20
WHAT = "a workbook"
SAVE_ANEW = "open it in Excel or LibreOffice and save it anew"

# [MS-XLS] 2.3.1: records of single cells (row, column), of several (row, first column, ..., last), BOF, FILEPASS
_CELLS = frozenset({0x0002, 0x0003, 0x0004, 0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6})
_RUNS = frozenset({0x00BD, 0x00BE})
_BOFS = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_PASSWORD = 0x002F
_LAST = 0xFFFFFFFA  # MAXREGSECT: above are marks
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TYPED = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_TOO_MANY = f"a sheet spans more than {MOST_CELLS:,} cells; delete its empty rows and columns"


def too_much(source: Source) -> str | None:
    """Why a workbook cannot be read, as half a sentence, None when it can be. Raises Encrypted, and Unreadable for ZIPs
    that are made to use up the machine."""
    return _old(source) if source.media_type == XLS else _open_document(source)


def _old(source: Source) -> str | None:
    try:
        with olefile.OleFileIO(str(source.path)) as file:
            name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
            if name is None:
                return f"it is damaged (no workbook in it); {SAVE_ANEW}"
            if _loops(file):
                return f"it is damaged (its sectors do not end); {SAVE_ANEW}"
            if file.get_size(name) > MOST_BYTES:
                return f"its cells take more than {MOST_BYTES >> 20} MB; split it and ingest the parts"
            data = file.openstream(name).read()
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
        return f"it is damaged ({type(error).__name__}); {SAVE_ANEW}"
    return _span(source, data)


def _loops(file: olefile.OleFileIO) -> bool:
    """Whether a chain of sectors comes back to itself or leaves the file ([MS-CFB] 2.3), which ends calamine."""
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
    """Goes through the records: how far the cells of each sheet reach, and whether a password stands before them."""
    at = rows = columns = 0
    for _ in range(MOST_RECORDS):
        if at + 4 > len(data):
            return None
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == _PASSWORD:
            raise Encrypted(f"{source.filename} needs a password: give a copy without password")
        if kind in _BOFS:
            rows = columns = 0
        elif (kind in _CELLS or kind in _RUNS) and length >= 6 and at + 4 + length <= len(data):
            row, column = struct.unpack_from("<HH", data, at + 4)
            if kind in _RUNS:
                column = struct.unpack_from("<H", data, at + 2 + length)[0]
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if rows * columns > MOST_CELLS:
                return _TOO_MANY
        at += 4 + length
    return f"it has more than {MOST_RECORDS:,} records; split it"


def _open_document(source: Source) -> str | None:
    office_zip.check(source, WHAT)
    try:
        with zipfile.ZipFile(source.path) as file:
            if b"encryption-data" in file.read("META-INF/manifest.xml"):
                raise Encrypted(f"{source.filename} needs a password: give a copy without password")
            with file.open("content.xml") as content:
                return _repeated(content)
    except (KeyError, etree.LxmlError, *office_zip.ZIP_ERRORS) as error:
        return f"it is damaged ({type(error).__name__}); {SAVE_ANEW}"


def _repeated(content: Any) -> str | None:
    """Counts the cells of each table as they are laid out: a row and a cell stand for as many as they say."""
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
            return _TOO_MANY
    return None


def _times(element: Any, what: str) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return int(said) if re.fullmatch(r"\d{1,9}", said) else 1
