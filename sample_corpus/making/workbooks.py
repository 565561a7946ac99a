"""Writes Excel workbooks with nothing but zipfile, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STAMP = (2026, 1, 15, 9, 0, 0)

Cell = str | int | float
Sheets = Mapping[str, Sequence[Sequence[Cell]] | str]


def workbook(sheets: Sheets) -> bytes:
    """The bytes of a workbook of these sheets: rows of texts and numbers, or the XML of a sheet as it is."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:  # stored: what deflate makes of it differs from zlib to zlib
        for name, xml in _parts(sheets).items():
            file.writestr(zipfile.ZipInfo(name, _STAMP), f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return kept.getvalue()


def sheet_xml(rows: str) -> str:
    """The XML of a sheet around the XML of its rows."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _parts(sheets: Sheets) -> dict[str, str]:
    numbered = list(enumerate(sheets.items(), start=1))
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n, _ in numbered
    )
    names = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, (name, _) in numbered)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered}
        ),
    }
    return parts | {f"xl/worksheets/sheet{n}.xml": _sheet(rows) for n, (_, rows) in numbered}


def _sheet(rows: Sequence[Sequence[Cell]] | str) -> str:
    if isinstance(rows, str):
        return rows
    return sheet_xml(
        "".join(
            f'<row r="{n}">{"".join(_cell(chr(65 + m) + str(n), value) for m, value in enumerate(row))}</row>'
            for n, row in enumerate(rows, start=1)
        )
    )


def _cell(at: str, value: Cell) -> str:
    if isinstance(value, str):
        words = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        return f'<c r="{at}" t="inlineStr">{words}</c>' if value else ""
    return f'<c r="{at}"><v>{value}</v></c>'


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'
