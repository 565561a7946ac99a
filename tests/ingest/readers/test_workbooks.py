"""Workbooks as documents: each sheet is a page, also in Excel 97-2003 and OpenDocument, and within size limits."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

import olefile
import pytest

from archive.errors import Encrypted, Unreadable
from archive.record import Description
from ingest.readers.tables import workbook
from tests.builders.compound_files import compound
from tests.builders.office_files import making

Make = Callable[..., Description]
SHEETS97, WORKBOOKS = making("sheets97"), making("workbooks")
WRITERS = [WORKBOOKS.workbook, SHEETS97.xls, SHEETS97.ods]
TABLE = '<table:table table:name="A">{}</table:table>'
CELL = '<table:table-cell office:value-type="string" table:number-columns-repeated="{}">{}</table:table-cell>'
ROW = '<table:table-row table:number-rows-repeated="{}">' + CELL + "</table:table-row>"


def restored(whole: bytes, members: Mapping[str, bytes]) -> bytes:
    """Return a workbook with these members replaced, none of them compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, members.get(name, old.read(name)))
    return out.getvalue()


@pytest.mark.parametrize("write", WRITERS)
def test_each_sheet_with_words_is_a_page_under_its_name(made: Make, write: Callable[..., bytes]) -> None:
    found = made(
        write({"Kapal": [["Nama", "Panjang"], ["Ogan", 12.5]], "Sheet2": [], "Sheet3": [["x"]], "Cát": [["đỏ"]]})
    )
    assert found.pages == ["Nama | Panjang\n\nOgan | 12.5", "x", "Cát\n\nđỏ"]
    assert found.furniture == ["Kapal"]
    assert found.text == "\f".join(found.pages)


@pytest.mark.parametrize("write", WRITERS)
def test_a_number_has_the_digits_that_excel_shows(made: Make, write: Callable[..., bytes]) -> None:
    numbers = [2379.4599999999996, 2 / 3, 0.1 + 0.2, 1e21, 3171012345678901, -12.0]
    found = made(write({"A": [["Angka"], *([number] for number in numbers)]}))
    shown = ["2379.46", "0.666666666666667", "0.3", "1e+21", "3171012345678901", "-12"]
    assert found.text.split("\n\n") == ["Angka", *shown]


@pytest.mark.parametrize("write", WRITERS)
def test_a_single_sheet_has_no_pages(made: Make, write: Callable[..., bytes]) -> None:
    found = made(write({"Kapal": [["Nama"], ["Ogan"]], "Sheet2": []}))
    assert (found.text, found.pages, found.furniture) == ("Nama\n\nOgan", [], [])


@pytest.mark.parametrize("write", WRITERS)
def test_captions_are_tied_to_photos_in_every_kind_of_workbook(made: Make, write: Callable[..., bytes]) -> None:
    rows = [["Nama File", "Keterangan"], ["DSC_1.jpg", "Rapat di Batam."], ["DSC_2.jpg", "Kapal."]]
    found = made(write({"A": rows, "B": [["catatan"]]}))
    assert [(m.filename, m.caption) for m in found.mentions] == [
        ("DSC_1.jpg", "Rapat di Batam."),
        ("DSC_2.jpg", "Kapal."),
    ]
    assert (found.values["genre"], found.pages) == ("caption-sheet", [])


def test_a_password_is_told(made: Make) -> None:
    manifest = b'<m:manifest xmlns:m="urn:m"><m:encryption-data/></m:manifest>'
    for data in (
        SHEETS97.xls({"A": [["x"]]}, password=True),
        restored(SHEETS97.ods({"A": [["x"]]}), {"META-INF/manifest.xml": manifest}),
    ):
        with pytest.raises(Encrypted, match="needs a password"):
            made(data)


def test_workbooks_that_span_too_much_are_kept_and_said(made: Make) -> None:
    far = SHEETS97.xls({"A": [["x"]]}).replace(
        SHEETS97.record(0x0204, bytes(4) + b"\x0f\0" + b"\1\0\1x\0"),
        SHEETS97.record(0x0204, b"\xff\xff\xff\0" + b"\x0f\0" + b"\1\0\1x\0"),
    )
    wide = SHEETS97.ods(TABLE.format(ROW.format(9_999_999, 999, "<text:p>x</text:p>")))
    for data in (far, wide):
        found = made(data)
        assert found.text == ""
        assert "spans more than 5,000,000 cells" in found.notes[0]


def test_empty_rows_to_the_end_of_a_sheet_are_none(made: Make) -> None:
    empty = ROW.format(1_048_575, 16_384, "")
    untyped = empty.replace(' office:value-type="string"', "")
    assert made(SHEETS97.ods(TABLE.format(ROW.format(1, 1, "<text:p>x</text:p>") + untyped))).text == "x"
    assert "spans more than" in made(SHEETS97.ods(TABLE.format(empty))).notes[0]


def test_sectors_that_never_end_are_seen_before_they_fill_the_memory(made: Make) -> None:
    data = bytearray(SHEETS97.xls({"A": [["x"]]}))
    sector = 100  # in no chain; the last sector of the file has the chains, and in it this one points to itself
    struct.pack_into("<I", data, len(data) - 512 + 4 * sector, sector)
    struct.pack_into("<II", data, 60, sector, 1)
    assert made(bytes(data)).notes == [
        (
            "kept, but its cells were not read: it is damaged (its sectors do not end); open it in Excel or"
            " LibreOffice and save it again"
        )
    ]


def test_damaged_and_hostile_workbooks_say_what_to_do(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    compound = making("compound").compound
    broken = made(compound({"Workbook": b"\x09\x08\x10\0" + bytes(90)}))
    assert (broken.text, len(broken.notes)) == ("", 1)
    whole = SHEETS97.ods({"A": [["x"]]})
    assert "damaged" in made(restored(whole, {"content.xml": b"<a"})).notes[0]
    with pytest.raises(Unreadable, match="entities"):
        made(restored(whole, {"content.xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"}))
    monkeypatch.setattr(workbook, "MOST_RECORDS", 5)
    assert "more than 5 records" in made(SHEETS97.xls({"A": [["x"]] * 9})).notes[0]


def stream_of(book: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(book)) as file:
        return bytes(file.openstream("Workbook").read())


@pytest.mark.parametrize("gap", [0, 3])
@pytest.mark.parametrize("name", ["Workbook", "Book"])
def test_a_workbook_inside_is_not_taken_for_the_one_around_it(made: Make, name: str, gap: int) -> None:
    outer = stream_of(SHEETS97.xls({"A": [["Pelabuhan Ambon"]]}))
    inner = stream_of(SHEETS97.xls({"A": [["tabel di dalam"]]}))
    many = {f"MBD{n}/lain": b"x" for n in range(9)}  # so that the directory takes several sectors
    whole = compound({"MBD0/Workbook": inner, **many, name: outer, "MBD9/Book": inner}, gap)
    assert made(whole).text == "Pelabuhan Ambon"


def test_a_workbook_on_which_its_reader_panics_is_kept(made: Make) -> None:
    data = stream_of(SHEETS97.xls({"A": [["Pelabuhan Ambon"]]}))
    first = 4 + struct.unpack_from("<H", data, 2)[0]
    # a string of ten letters, three in the record and none in its continuation
    strings = struct.pack("<HHLLHB3s", 0x00FC, 14, 1, 1, 10, 0, b"Pel") + struct.pack("<HH", 0x003C, 0)
    found = made(compound({"Workbook": data[:first] + strings + data[first:]}))
    assert found.text == ""
    assert "its cells could not be read" in found.notes[0]
