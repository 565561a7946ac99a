"""Hidden parts of a presentation or a workbook are not in the text, and the receipt says so."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from archive.record import Description
from tests.builders.made_files import read
from tests.builders.office_files import making

SHEETS97, WORKBOOKS, SHOW97 = making("sheets97"), making("workbooks"), making("show97")
ROWS = [
    ["Nama", "Rahasia", "Umum"],
    ["Ogan", "upah 12", "biru"],
    ["Musi", "upah 13", "hijau"],
    ["Batang", "x", "putih"],
]
LEFT = [f"not in the text, though the original has them: 1 hidden {what}" for what in ("row", "column")]


def lines(rows: Sequence[Sequence[str]], columns: str, first: int, unseen: int, how: str) -> str:
    """Return the XML of rows from number `first` on. The row numbered `unseen` is hidden by the attributes `how`."""
    told = ""
    for n, row in enumerate(rows, start=first):
        cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
        inside = "".join(cell.format(letter, n, words) for letter, words in zip(columns, row, strict=True))
        told += f'<row r="{n}" {how if n == unseen else ""}>{inside}</row>'
    return told


def xlsx() -> bytes:
    sheet = WORKBOOKS.sheet_xml(lines(ROWS, "ABC", 1, 3, 'hidden="1"'))
    sheet = sheet.replace("<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>')
    return bytes(WORKBOOKS.workbook({"Kapal": sheet}))


def xls() -> bytes:
    row = SHEETS97.record(0x0208, struct.pack("<HHHHHHHH", 2, 0, 3, 255, 0, 0, 0x20, 15))
    column = SHEETS97.record(0x007D, struct.pack("<HHHHHH", 1, 1, 2048, 15, 1, 0))
    return bytes(SHEETS97.xls({"Kapal": ROWS}, more=column + row))


def ods() -> bytes:
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    columns = "<table:table-column/><table:table-column table:visibility='collapse'/><table:table-column/>"
    rows = ""
    for n, row in enumerate(ROWS):
        unseen = " table:visibility='filter'" if n == 2 else ""
        rows += f"<table:table-row{unseen}>{''.join(map(cell.format, row))}</table:table-row>"
    return bytes(SHEETS97.ods(f"<table:table table:name='Kapal'>{columns}{rows}</table:table>"))


@pytest.mark.parametrize("write", [xlsx, xls, ods])
def test_hidden_rows_and_columns_of_a_workbook(tmp_path: Path, write: Callable[[], bytes]) -> None:
    (tmp_path / "a.dat").write_bytes(write())
    found = read(tmp_path / "a.dat")
    assert found.text == "Nama | Umum\n\nOgan | biru\n\nBatang | putih"
    assert found.notes == LEFT


@pytest.mark.parametrize("write", [WORKBOOKS.workbook, SHEETS97.xls, SHEETS97.ods])
def test_a_workbook_that_hides_nothing_is_whole(tmp_path: Path, write: Callable[..., bytes]) -> None:
    (tmp_path / "a.dat").write_bytes(write({"Kapal": ROWS}))
    found = read(tmp_path / "a.dat")
    assert ("upah 12" in found.text, found.notes) == (True, [])


def test_a_hidden_row_of_captions_names_no_photo(tmp_path: Path) -> None:
    rows = [("file", "caption"), ("a1.jpg", "Kapal tiba."), ("a2.jpg", "Belum boleh dilihat.")]
    told = lines(rows, "CD", 4, 6, 'ht="0" customHeight="1"')  # with empty rows and columns before it
    (tmp_path / "t.xlsx").write_bytes(WORKBOOKS.workbook({"Foto": WORKBOOKS.sheet_xml(told)}))
    found = read(tmp_path / "t.xlsx")
    assert [mention.filename for mention in found.mentions] == ["a1.jpg"]
    assert "Belum boleh" not in found.text


def shown(tmp_path: Path, data: bytes) -> Description:
    (tmp_path / "a.dat").write_bytes(data)
    return read(tmp_path / "a.dat")


def deck(hidden: str | None) -> bytes:
    presentation, out = Presentation(), io.BytesIO()
    for n, words in enumerate(["Terbuka", "Rahasia", "Penutup"]):
        slide: Any = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = words
        slide.notes_slide.notes_text_frame.text = f"Catatan {words}"
        if n == 1 and hidden is not None:
            slide._element.set("show", hidden)
    presentation.save(out)
    return out.getvalue()


@pytest.mark.parametrize("hidden", ["0", "false"])
def test_a_hidden_slide_is_an_empty_page(tmp_path: Path, hidden: str) -> None:
    found = shown(tmp_path, deck(hidden))
    assert found.pages == ["Terbuka\n\nCatatan Terbuka", "", "Penutup\n\nCatatan Penutup"]
    assert found.notes == ["not in the text, though the original has them: 1 hidden slide"]
    assert "Rahasia" in shown(tmp_path, deck(None)).text


def test_a_hidden_slide_of_an_old_presentation_is_an_empty_page(tmp_path: Path) -> None:
    slides = [
        SHOW97.Slide("Rahasia", ["Isi"], ["Kotak"], "Catatan", hidden=True),
        SHOW97.Slide("Terbuka", ["Isi lain"]),
        SHOW97.Slide("Rahasia juga", hidden=True),
    ]
    found = shown(tmp_path, SHOW97.show(SHOW97.Show(slides)))
    assert found.pages == ["", "Terbuka\n\nIsi lain", ""]
    assert found.values["title"] == "Terbuka"
    assert found.notes == ["not in the text, though the original has them: 2 hidden slides"]
