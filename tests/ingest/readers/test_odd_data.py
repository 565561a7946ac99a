"""Tables, subtitles and news as really written by spreadsheets, players and agencies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.record import Description
from tests.builders.made_files import read
from tests.builders.office_files import changed, making, member

WORKBOOKS: Any = making("workbooks")
NEWS = 'xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a" version="1"'
Make = Callable[[str, bytes | str], Description]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a file with that name and reads it."""

    def make(name: str, content: bytes | str) -> Description:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path)

    return make


# tables


@pytest.mark.parametrize(
    ("table", "captions"),
    [
        (
            "a.jpg;Kapal, sandar, di, Ambon\nb.jpg;Ombak, tinggi, di, laut\n",
            ["Kapal, sandar, di, Ambon", "Ombak, tinggi, di, laut"],
        ),
        ("a.jpg;1.234,5 ton\nb.jpg;2.345,6 ton\n", ["1.234,5 ton", "2.345,6 ton"]),
    ],
    ids=["commas in words", "commas in numbers"],
)
def test_commas_in_cells_do_not_part_a_table_with_semicolons(made: Make, table: str, captions: list[str]) -> None:
    found = made("a.csv", f"Nama File;Keterangan\n{table}")
    assert [mention.caption for mention in found.mentions] == captions


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line(made: Make) -> None:
    found = made("a.csv", 'Filename,Caption\na.jpg,Ship\nb.jpg,"Boat\nc.jpg,Cat\nd.jpg,Dog\n')
    assert "line 3 is never closed" in found.notes[0]
    assert "ingest the table again" in found.notes[0]
    assert made("b.csv", 'Filename,Caption\na.jpg,"Two\nlines"\nb.jpg,5" pipe\n').notes == []


def test_hidden_sheets_are_not_read_and_told(made: Make) -> None:
    whole = WORKBOOKS.workbook({"Jadwal": [["Kapal", "Dok"]], "Gaji": [["rahasia", "1"]], "Bon": [["rahasia", "2"]]})
    told = member(whole, "xl/workbook.xml")
    told = told.replace(b'name="Gaji"', b'name="Gaji" state="hidden"').replace(
        b'name="Bon"', b'name="Bon" state="veryHidden"'
    )
    found = made("a.xlsx", changed(whole, {"xl/workbook.xml": told}))
    assert (found.text, "rahasia" in str(found.values)) == ("Kapal | Dok", False)
    assert found.notes == ["2 hidden sheets not read: show what belongs to it and ingest it again"]


# subtitles


def test_subtitles_without_numbers_are_read_where_their_name_says_so(made: Make) -> None:
    times = "00:00:0{},000 --> 00:00:0{},000"
    cues = f"{times.format(1, 3)}\nHadirin &amp; undangan\n\n{times.format(3, 5)}\nyang <i>terhormat</i>.\n"
    found = made("a.srt", cues)
    assert (found.reader, found.text) == ("subtitles", "Hadirin & undangan yang terhormat.")
    assert made("a.txt", cues).reader == "text"


# news


def test_an_embargo_of_newsml_without_an_hour_holds_until_someone_decides(made: Make) -> None:
    content = "<contentSet><inlineData>Isi.</inlineData></contentSet>"
    item = f"<newsItem {NEWS}><itemMeta><embargoed/></itemMeta>{content}</newsItem>"
    assert made("a.xml", item).values["embargo"]["until"] is None
    assert "embargo" not in made("a.xml", item.replace("<embargoed/>", "")).values


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        ("SXNpIHJpbGlzLg==", "Isi rilis.", []),
        ("SXNpIHJpbGl*", "", ["ask its agency for it again"]),
    ],
    ids=["sound", "damaged"],
)
def test_text_of_newsml_in_base64_is_read(made: Make, data: str, text: str, told: list[str]) -> None:
    coded = (
        f'<inlineData contenttype="text/plain" encoding="http://www.iana.org/assignments/base64">{data}</inlineData>'
    )
    found = made("a.xml", f"<newsItem {NEWS}><contentSet>{coded}</contentSet></newsItem>")
    assert found.text == text
    assert all(any(words in note for note in found.notes) for words in told)


def test_a_page_that_an_agency_wraps_in_cdata_is_read_as_a_page(made: Make) -> None:
    nitf = "<nitf><body><body.content><![CDATA[<p>Satu &amp; dua.</p><p>Tiga.</p>]]></body.content></body></nitf>"
    assert made("a.xml", nitf).text == "Satu & dua.\n\nTiga."
    assert made("a.xml", nitf.replace("<p>Satu &amp; dua.</p><p>Tiga.</p>", "3 < 5")).text == "3 < 5"
