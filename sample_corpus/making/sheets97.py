"""Writes workbooks of Excel 97-2003 ([MS-XLS]) and OpenDocument with nothing but what a table needs."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from making.compound import compound

Cell = str | float
Sheets = Mapping[str, Sequence[Sequence[Cell]]]
_STAMP = (2026, 1, 15, 9, 0, 0)
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def xls(sheets: Sheets, password: bool = False, more: bytes = b"") -> bytes:
    """The bytes of a workbook of these sheets, or of one that says it is behind a password; with `more` records of each
    sheet."""
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    before = record(0x0809, bof) + (record(0x002F, bytes(54)) if password else b"") + record(0x0042, b"\xb0\x04")
    bodies = [_sheet(rows, more) for rows in sheets.values()]
    length = sum(len(_bound(name, 0)) for name in sheets) + 4
    at, index = len(before) + length, b""
    for name, body in zip(sheets, bodies, strict=True):
        index += _bound(name, at)
        at += len(body)
    return compound({"Workbook": before + index + record(0x000A, b"") + b"".join(bodies)})


def record(kind: int, content: bytes) -> bytes:
    """A record of a workbook."""
    return struct.pack("<HH", kind, len(content)) + content


def _bound(name: str, at: int) -> bytes:
    said = name.encode("utf-16-le")
    return record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(said) // 2, 1) + said)


def _sheet(rows: Sequence[Sequence[Cell]], more: bytes) -> bytes:
    data = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    width = max(map(len, rows), default=0)
    data += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)) + more
    for n, row in enumerate(rows):
        for m, cell in enumerate(row):
            place = struct.pack("<HHH", n, m, 15)
            if isinstance(cell, str):
                said = cell.encode("utf-16-le")
                data += record(0x0204, place + struct.pack("<HB", len(said) // 2, 1) + said)
            else:
                data += record(0x0203, place + struct.pack("<d", cell))
    return data + record(0x000A, b"")


def ods(sheets: Sheets | str) -> bytes:
    """The bytes of an OpenDocument workbook of these sheets, or of the XML of its tables as it is."""
    tables = sheets if isinstance(sheets, str) else "".join(_table(name, rows) for name, rows in sheets.items())
    spaces = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    content = f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
    entry = f'<m:file-entry m:full-path="/" m:media-type="{_SPREADSHEET}"/>'
    members = {
        "mimetype": _SPREADSHEET,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_ODF}:manifest:1.0">{entry}</m:manifest>',
        "content.xml": f"{content}</office:body></office:document-content>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:  # stored: what deflate makes of it differs from zlib to zlib
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name, _STAMP), data)
    return out.getvalue()


def _table(name: str, rows: Sequence[Sequence[Cell]]) -> str:
    lines = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    return f"<table:table table:name={quoteattr(name)}>{lines}</table:table>"


def _cell(cell: Cell) -> str:
    number = "" if isinstance(cell, str) else f' office:value="{cell}"'
    kind = f'office:value-type="{"float" if number else "string"}"{number}'
    return f"<table:table-cell {kind}><text:p>{escape(str(cell))}</text:p></table:table-cell>"
