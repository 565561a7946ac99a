"""Caption tables as written by archives and newsrooms: the photos they name, and their words."""

from __future__ import annotations

import importlib
import re
import shutil
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from archive.access import ARCHIVIST
from archive.errors import Encrypted, Unreadable
from archive.record import Description, Kind, Link, Mention, Record, Status
from archive.storage.archive import Archive
from ingest.description.file_description import describe
from ingest.pipeline.pipeline import ingest
from ingest.pipeline.receipt import FileOutcome
from ingest.readers.tables import cells
from tests.support.commands import some
from tests.support.growth import ends

CORPUS = Path(__file__).parents[3] / "sample_corpus"
SAMPLES = CORPUS / "photos"


def _workbooks() -> Any:
    sys.path.insert(0, str(CORPUS))
    try:
        return importlib.import_module("making.workbooks")
    finally:
        sys.path.remove(str(CORPUS))


workbooks = _workbooks()


def workbook(path: Path, sheets: Any) -> Path:
    path.write_bytes(workbooks.workbook(sheets))
    return path


def read(tmp_path: Path, content: str | bytes, name: str = "tabel.csv") -> Description:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path)


def read_file(path: Path) -> Description:
    return Description.from_json(describe(str(path), path.name, str(path.parent), path.name))


def rows(description: Description) -> list[tuple[Any, ...]]:
    return [(m.filename, m.caption, m.credit, m.date) for m in description.mentions]


PLAIN = [("a1.jpg", "Kapal tiba di Hanoi", "Hai Wira", "2025-10-25")]


@pytest.mark.parametrize(
    "table",
    [
        "Nama File,Keterangan,Fotografer,Tanggal\na1.jpg,Kapal tiba di Hanoi,Hai Wira,2025-10-25\n",
        "Nama Berkas;Keterangan Foto;Kredit;Tgl\na1.jpg;Kapal tiba di Hanoi;Hai Wira;25/10/2025\n",
        "File Name\tCaption\tPhotographer\tDate taken\na1.jpg\tKapal tiba di Hanoi\tHai Wira\t25 Oktober 2025\n",
        "Tên tệp|Chú thích|Tác giả|Ngày chụp\na1.jpg|Kapal tiba di Hanoi|Hai Wira|ngày 25 tháng 10 năm 2025\n",
        "Ten file;Chu thich;Nguon anh;Ngay\na1.jpg;Kapal tiba di Hanoi;Hai Wira;25-10-2025\n",
        "Ngày,Nguồn ảnh,Chú thích ảnh,Tên file\n25.10.2025,Hai Wira,Kapal tiba di Hanoi,a1.jpg\n",
        "sep=;\nFilename;Takarir;Byline;Date\na1.jpg;Kapal tiba di Hanoi;Hai Wira;2025-10-25T09:00:00\n",
        "\ufeffIMAGE,DESCRIPTION,CREDIT,DATE\na1.jpg,Kapal tiba di Hanoi,Hai Wira,45955\n",
        'Foto,Keterangan,Kredit,Tanggal\n"a1.jpg","Kapal tiba\ndi Hanoi","Hai Wira","25 October 2025"\n',
        "file_name,caption,photo_credit,date\nfoto/2025/a1.jpg,Kapal tiba di Hanoi,Hai Wira,2025/10/25\n",
        "Nama File:,Ket *,Foto oleh,Tanggal (dd/mm/yy)\nC:\\foto\\a1.jpg,Kapal tiba di Hanoi,Hai Wira,25/10/2025\n",
        "Daftar foto,,,\n,,,\nNama File,Keterangan,Foto,Tanggal\na1.jpg,Kapal tiba di Hanoi,Hai Wira,25/10/2025\n",
        "Nama File,Keterangan,Tanggal\na1.jpg,Kapal tiba di Hanoi (Foto: Hai Wira),25/10/2025\n",
        "Tên tệp / File name,Caption,Photo by,Date\na1.jpg,Kapal tiba di Hanoi,Hai Wira,25 Oct 2025\n",
        'Foto,Ket,Kredit,Tgl\r\n"=HYPERLINK(""D:/x"",""a1.jpg"")",Kapal tiba di Hanoi,Hai Wira,25/10/2025\r\n',
    ],
    ids=lambda table: table.split("\n")[0][:30].strip("\ufeff"),
)
def test_a_row_is_a_photo_with_its_words(tmp_path: Path, table: str) -> None:
    description = read(tmp_path, table, "tabel.tsv" if "\t" in table else "tabel.csv")
    assert rows(description) == PLAIN
    assert (description.values["kind"], description.values["genre"]) == ("document", "caption-sheet")
    assert "a1.jpg" in description.text


@pytest.mark.parametrize(
    ("headings", "cells", "credit"),
    [
        ("Tác giả|Nguồn", "Lâm Khánh|TTXVN", "Lâm Khánh/TTXVN"),
        ("Nguồn|Tác giả", "TTXVN|Lâm Khánh", "Lâm Khánh/TTXVN"),
        ("Fotografer|Sumber", "Hai Wira|Antara", "Hai Wira/Antara"),
        ("Photographer|Agency", "Jane Doe|AFP", "Jane Doe/AFP"),
        ("Photographer|Agency", "Jane Doe|-", "Jane Doe"),
        ("Photographer|Agency", "|AFP", "AFP"),
        ("Photographer|Credit|Agency", "Jane Doe|Jane Doe/AFP|afp", "Jane Doe/AFP"),
        ("Photographer|Agency", "AFP|AFP", "AFP"),
        ("Photographer|Source", "Jane Doe|https://afp.example/1", "Jane Doe"),
        ("Bản quyền|Ghi chú", "TTXVN|không", "TTXVN"),
        ("Hak cipta|Lokasi", "Antara|Batam", "Antara"),
        ("Copyright|Place", "AFP|Batam", "AFP"),
        ("Hãng|Nơi", "TTXVN|Huế", "TTXVN"),
        ("Kantor berita|Kota", "Antara|Batam", "Antara"),
        ("Đơn vị|Nơi", "Báo Hải Phòng|Huế", "Báo Hải Phòng"),
    ],
)
def test_all_columns_of_a_credit_are_the_credit(tmp_path: Path, headings: str, cells: str, credit: str) -> None:
    description = read(tmp_path, f"File name|{headings}\na1.jpg|{cells}\n")
    assert rows(description) == [("a1.jpg", None, credit, None)]
    assert not description.notes


@pytest.mark.parametrize(
    ("photographer", "office"),
    [
        ("Fotografer", "Kantor"), ("Pewarta Foto", "Media"), ("Juru foto", "Instansi"), ("Photographer", "Agency"),
        ("Photographer", "Company"), ("Tác giả", "Cơ quan"), ("Người chụp", "Tòa soạn"), ("Byline", "Outlet"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sign", [";", "\t"])
def test_whom_the_photographer_worked_for_is_of_the_credit(
    tmp_path: Path, photographer: str, office: str, sign: str
) -> None:
    """In a separate table, and in one within a text."""
    rows = [["File", "Caption", photographer, office], ["IMG_2041.jpg", "Kapal tiba", "Andi Saputra", "ANTARA"]]
    table = "".join(f"{sign.join(row)}\n" for row in [*rows, ["IMG_2042.jpg", "Kapal pergi", "Budi Santoso", "ANTARA"]])
    name, text = ("tabel.csv", table) if sign == ";" else ("rilis.txt", f"Kapal tiba di dermaga\n\n{table}")
    told = [(mention.caption, mention.credit) for mention in read(tmp_path, text, name).mentions]
    assert told == [("Kapal tiba", "Andi Saputra/ANTARA"), ("Kapal pergi", "Budi Santoso/ANTARA")]


def test_an_office_alone_is_no_credit(tmp_path: Path) -> None:
    found = read(tmp_path, "Nama file;Keterangan;Kantor\nIMG_2041.jpg;Kapal tiba;Semarang\n")
    assert [mention.credit for mention in found.mentions] == [None]


def test_the_agency_beside_a_caption_with_its_credit_takes_no_name_away(tmp_path: Path) -> None:
    (mention,) = read(tmp_path, "File|Caption|Agency\na1.jpg|A ship. (Photo: Jane Doe/AFP)|AFP\n").mentions
    assert (mention.caption, mention.credit) == ("A ship.", "Jane Doe/AFP")


def test_a_column_that_is_known_and_not_used_is_named_in_the_receipt(tmp_path: Path) -> None:
    description = read(tmp_path, "File|Photographer|Copyright\na1.jpg|Jane Doe|2024 Harbour Office\n")
    assert description.mentions[0].credit == "Jane Doe"
    assert description.notes == ['kept as text only: the column "Copyright"']
    assert "2024 Harbour Office" in description.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    words = "Hội nghị các nước đã bế mạc tại Đà Nẵng, ông Trường nói."
    stored = words if encoding != "cp1258" else _tones_apart(words)
    table = f'Ten file,Chu thich\nW-HAI_1275.jpg,"{stored}"\nW-HAI_1276.jpg,"{stored}"\n'
    [first, _] = read(tmp_path, table.encode(encoding)).mentions
    assert first.caption == words.rstrip()


def _tones_apart(words: str) -> str:
    letters = []
    for letter in words:
        parts = unicodedata.normalize("NFD", letter)
        tones = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        letters.append(rest + "".join(tones))
    return "".join(letters)


def test_two_columns_of_captions_are_two_languages(tmp_path: Path) -> None:
    table = (
        "Nama File,Caption (EN),Keterangan (ID),Chú thích\n"
        "W-HAI_1275.jpg,The ship arrives in Hanoi,Kapal tiba di Hanoi,Tàu cập cảng Hà Nội\n"
        "W-HAI_1276.jpg,The minister speaks,,Bộ trưởng phát biểu\n"
    )
    found = [(m.filename, m.language, m.caption) for m in read(tmp_path, table).mentions]
    assert found == [
        ("W-HAI_1275.jpg", "en", "The ship arrives in Hanoi"),
        ("W-HAI_1275.jpg", "id", "Kapal tiba di Hanoi"),
        ("W-HAI_1275.jpg", "vi", "Tàu cập cảng Hà Nội"),
        ("W-HAI_1276.jpg", "en", "The minister speaks"),
        ("W-HAI_1276.jpg", "vi", "Bộ trưởng phát biểu"),
    ]


def test_other_columns_and_rows_are_in_the_text(tmp_path: Path) -> None:
    table = (
        "Forum Hai Phong,,\nDisusun oleh Ratna,,\n"
        "No,Nama File,Keterangan,Lokasi\n1,W-HAI_1275.jpg,Sekjen tiba,Dermaga Tujuh\n,,,\n"
        "2,W-HAI_1276.jpg,,Dermaga Sembilan\n"
        "catatan: semua boleh dipakai,,,\n"
    )
    description = read(tmp_path, table)
    assert rows(description) == [("W-HAI_1275.jpg", "Sekjen tiba", None, None), ("W-HAI_1276.jpg", None, None, None)]
    for words in ("Dermaga Tujuh", "Dermaga Sembilan", "semua boleh dipakai", "Disusun oleh Ratna", "Lokasi"):
        assert words in description.text
    assert description.values["title"] == "Forum Hai Phong"
    for mention in description.mentions:
        assert description.text[mention.offset :].partition("\n")[0].find(mention.filename) > 0


def test_the_title_is_else_the_name_of_the_file(tmp_path: Path) -> None:
    table = "Filename,Caption\na1.jpg,Kapal\n"
    assert read(tmp_path, table, "keterangan-foto_2025.csv").values["title"] == "keterangan foto 2025"


def test_names_without_a_type_and_several_in_a_cell(tmp_path: Path) -> None:
    table = "Foto,Keterangan\n836154525,Rapat\nW-HAI_1275,Sidang\na1.jpg; a2.jpg,Kapal\nhalaman depan,bukan foto\n"
    names = [mention.filename for mention in read(tmp_path, table).mentions]
    assert names == ["836154525", "W-HAI_1275", "a1.jpg", "a2.jpg"]


def test_months_come_first_only_where_no_day_can(tmp_path: Path) -> None:
    american = "File,Caption,Date\na1.jpg,One,10/25/2025\na2.jpg,Two,10/05/2025\n"
    assert [m.date for m in read(tmp_path, american).mentions] == ["2025-10-25", "2025-10-05"]
    ours = "File,Caption,Date\na1.jpg,One,25/10/2025\na2.jpg,Two,10/05/2025\na3.jpg,Three,kemarin\n"
    assert [m.date for m in read(tmp_path, ours).mentions] == ["2025-10-25", "2025-05-10", None]
    partial = "File,Caption,Date\na1.jpg,One,Oktober 2025\na2.jpg,Two,2024\n"
    assert [m.date for m in read(tmp_path, partial).mentions] == ["2025-10", "2024"]


@pytest.mark.parametrize(
    "table",
    [
        "Nama,Jabatan\nRatna,Sekretaris\n",
        "File,Description\nmain.py,Entry point\nREADME.md,What it is\n",
        "File,Date\nlaporan.pdf,2025-10-25\n",
        "Tanggal,Keterangan,Jumlah\n2025-10-25,Sewa kapal,100\n",
    ],
)
def test_a_table_of_something_else_is_a_document_of_its_cells(tmp_path: Path, table: str) -> None:
    description = read(tmp_path, table)
    assert description.mentions == []
    assert description.values.get("genre") != "caption-sheet"
    for cell in some(table.replace("\n", ",").split(",")):
        assert cell in description.text


def test_a_workbook(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "foto.xlsx",
        {
            "Foto": [
                ["Foto Forum Maritim"],
                [],
                ["Nama File", "Keterangan", "Fotografer", "Tanggal"],
                ["W-HAI_1275.jpg", "Sekjen tiba", "Hai Wira", 45955],
                [836154525, "Rapat", "", 45956.5],
                ["", "", "", ""],
                ["DSC_0412.jpg", "", "", "26/10/2025"],
            ],
            "Catatan": [["Semua foto boleh dipakai"]],
            "Lain": [["File name", "Caption"], ["x1.png", "Bendera"]],
        },
    )
    description = read_file(path)
    assert rows(description) == [
        ("W-HAI_1275.jpg", "Sekjen tiba", "Hai Wira", "2025-10-25"),
        ("836154525", "Rapat", None, "2025-10-26"),
        ("DSC_0412.jpg", None, None, "2025-10-26"),
        ("x1.png", "Bendera", None, None),
    ]
    assert description.values["title"] == "Foto Forum Maritim"
    assert "Semua foto boleh dipakai" in description.text


def test_what_only_looks_like_a_workbook_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    cut = workbook(tmp_path / "cut.xlsx", {"A": [["Nama File", "Keterangan"], ["a1.jpg", "x" * 5000]]})
    cut.write_bytes(cut.read_bytes()[:-200])
    monkeypatch.setattr(cells, "MOST_BYTES", 1 << 16)
    for path, told in (
        (workbook(tmp_path / "far.xlsx", {"A": workbooks.sheet_xml(far)}), "cells; delete its empty rows"),
        (workbook(tmp_path / "large.xlsx", {"A": [["x" * (1 << 17)]]}), "split it and ingest the parts"),
        (workbook(tmp_path / "broken.xlsx", {"A": "<worksheet><sheetData><row"}), "save it again"),
        (cut, "save it again"),
    ):
        description = read_file(path)
        assert told in description.notes[0], path
        assert description.mentions == []


def test_a_workbook_that_is_made_to_do_harm_is_refused_with_what_to_do(tmp_path: Path) -> None:
    entity = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    entities = workbook(
        tmp_path / "entities.xlsx", {"A": '<!DOCTYPE a [<!ENTITY b "bb">]>' + workbooks.sheet_xml(entity)}
    )
    with pytest.raises(Unreadable, match=r"declares entities: .*save it again"):
        read_file(entities)
    with pytest.raises(Unreadable, match="unpacks from 24 kB to 24 MB: check where it came from"):
        read_file(CORPUS / "broken" / "bomb.xlsx")


def test_a_workbook_whose_members_need_a_password_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path / "sandi.xlsx", {"A": [["Nama File", "Keterangan"], ["a1.jpg", "Kapal"]]})
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # APPNOTE.TXT 4.4.4, bit 0
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(data)
    with pytest.raises(Encrypted, match="give a copy without password"):
        read_file(path)


def test_a_table_without_end_is_read_as_far_as_is_sensible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_ROWS", 100)
    table = "Filename,Caption\n" + "".join(f"a{n}.jpg,Kapal\n" for n in range(200))
    description = read(tmp_path, table)
    assert len(description.mentions) == 99
    assert "only the first 100 rows" in description.notes[0]


@pytest.mark.parametrize(
    "hostile",
    [
        '"' * 100_000,
        "a,b\n" + '"x' * 50_000,
        "," * 200_000,
        "(" * 80 + "," + "[" * 80,
        "=HYPERLINK(" * 20_000,
        "File name" * 20_000,
    ],
    ids=["quotes", "open", "commas", "brackets", "links", "heading"],
)
def test_hostile_tables_end_soon_with_what_they_say(tmp_path: Path, hostile: str) -> None:
    with ends():
        description = read(tmp_path, f"{hostile}\nKapal sandar di Ambon")
    assert description.mentions == []
    assert len(description.text) <= len(hostile) + 30
    assert "Kapal sandar di Ambon" in description.text


def test_a_table_is_tied_to_its_photos_both_ways(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    for name in ("W-HAI_1275.jpg", "W-HAI_1276.jpg"):
        shutil.copy(SAMPLES / name, disk)
    (disk / "keterangan.csv").write_text(
        "Nama File,Keterangan,Tanggal\nW-HAI_1275.jpg,Kuda nil menari,25/10/2025\n"
        "w-hai_1276.JPG,Gajah,\nhilang.jpg,Tidak ada,\n"
    )
    with Archive.create(tmp_path / "archive") as archive:
        told: list[FileOutcome] = []
        ingest([disk], archive, tell=lambda line, _: told.append(line))
        lines = {Path(line.path).name: line for line in told}
        sheet = lines["keterangan.csv"]
        assert sheet.outcome.value == "attached"
        assert sheet.reason.startswith("caption table: 3 rows, each about a photo by its file name")
        assert sheet.record is not None
        found = archive.catalogue.get(sheet.record, ARCHIVIST)
        photo = archive.catalogue.get(lines["W-HAI_1275.jpg"].record or "", ARCHIVIST)
    assert found is not None
    assert photo is not None
    assert [link.record for link in found.photos] == [lines[n].record for n in ("W-HAI_1275.jpg", "W-HAI_1276.jpg")] + [
        None
    ]
    assert [(link.record, link.genre, link.mention) for link in photo.articles] == [
        (
            sheet.record,
            "caption-sheet",
            Mention(
                "W-HAI_1275.jpg",
                "Kuda nil menari",
                None,
                "Kuda nil menari",
                photo.articles[0].mention.offset,
                "2025-10-25",
                "id",
            ),
        )
    ]


@pytest.mark.parametrize(
    ("values", "said", "date", "precision"),
    [
        ({}, [None, "2025-10-25"], "2025-10-25", "day"),
        ({}, ["2025-10"], "2025-10", "month"),
        ({}, ["2025"], "2025", "year"),
        ({"created": "2024-01-24T10:00:00", "created_precision": "second"}, ["2025-10-25"], "2024-01-24", "day"),
        ({}, [None], None, None),
    ],
)
def test_a_photo_without_a_date_has_the_one_a_table_gives_it(
    values: dict[str, Any], said: list[str | None], date: str | None, precision: str | None
) -> None:
    links = tuple(Link(Mention("a1.jpg", date=day), "r2") for day in said)
    photo = Record("r1", Kind.PHOTO, Status.RELEASED, 1, 1, "", values, {}, (), "photo", 1, articles=links)
    assert (photo.date, photo.date_precision) == (date, precision)


MIXED = (
    "file,caption\n"
    "a1.jpg,Presiden Sari Dewi meresmikan dermaga nelayan di Kupang pada Minggu pagi.\n"
    "a2.jpg,Thủ tướng thăm làng chài và trao quà cho ngư dân ở Quy Nhơn.\n"
    "a3.jpg,The harbour master greets the crew of the ferry at dawn.\n"
    "a4.jpg,Warga menunggu kapal di dermaga.\n"
)


def languages(description: Description) -> dict[str, str | None]:
    return {m.filename: m.language for m in description.mentions}


def test_each_row_has_the_language_of_its_own_caption(tmp_path: Path) -> None:
    wanted = {"a1.jpg": "id", "a2.jpg": "vi", "a3.jpg": "en", "a4.jpg": "id"}
    found = read(tmp_path, MIXED)
    assert languages(found) == wanted
    assert (found.values["language"], found.values["languages"]) == ("id", ["id", "vi", "en"])
    rows = [line.split(",", 1) for line in MIXED.splitlines()]
    assert languages(read_file(workbook(tmp_path / "t.xlsx", {"S": rows}))) == wanted


def test_a_column_for_the_language_goes_before_what_the_words_look_like(tmp_path: Path) -> None:
    table = "Nama file;Keterangan;Bahasa\na1.jpg;Joko Widodo, Jakarta;Inggris\na2.jpg;Kapal tiba di dermaga;ms\n"
    table += "a3.jpg;Thủ tướng thăm làng chài;\n"
    assert languages(read(tmp_path, table)) == {"a1.jpg": "en", "a2.jpg": "ms", "a3.jpg": "vi"}


def test_a_heading_that_names_the_language_goes_before_all(tmp_path: Path) -> None:
    table = "file,Caption (EN),Caption (ID)\na1.jpg,The ferry leaves the harbour at dawn.,Feri berangkat.\n"
    assert [m.language for m in read(tmp_path, table).mentions] == ["en", "id"]


def test_captions_of_names_alone_have_the_language_of_the_table(tmp_path: Path) -> None:
    found = read(tmp_path, MIXED + "a5.jpg,Joko Widodo\n")
    assert languages(found)["a5.jpg"] is None


@pytest.mark.parametrize(
    "table",
    [
        "filename,embargo\nIMG_2041.jpg,2099-05-03T10:00+07:00\nIMG_2042.jpg,\n",
        "Nama File;Embargo sampai\nIMG_2041.jpg;3 Mei 2099 pukul 10.00 WIB\nIMG_2042.jpg;-\n",
        "Tên tệp\tCấm công bố trước\nIMG_2041.jpg\t10h00 ngày 3/5/2099\nIMG_2042.jpg\t\n",
        "Asset,Embargo\nIMG_2041.jpg,yes\nIMG_2042.jpg,no\n",
        "Embargo,Kode\nhold,IMG_2041.jpg\n,IMG_2042.jpg\n",
        "filename,status\nIMG_2041.jpg,on hold\nIMG_2042.jpg,final\n",
        "File,Publish\nIMG_2041.jpg,no\nIMG_2042.jpg,yes\n",
        "Daftar foto,\n,\nFoto,Boleh tayang\nIMG_2041.jpg,belum\nIMG_2042.jpg,sudah\n",
    ],
    ids=lambda table: table.split("\n")[0],
)
def test_a_table_of_file_names_and_embargoes_holds_its_photos(tmp_path: Path, table: str) -> None:
    for separator, name in (("", "tabel.csv"), ("x", "tabel.xlsx")):
        path = tmp_path / name
        cells_of = [re.split(r"[,;\t]", line) for line in table.splitlines()]
        path = workbook(path, {"Lembar": cells_of}) if separator else tmp_path / name
        if not separator:
            path.write_text(table, encoding="utf-8")
        held = {mention.filename: bool(mention.embargo) for mention in read_file(path).mentions}
        assert held == {"IMG_2041.jpg": True, "IMG_2042.jpg": False}


@pytest.mark.parametrize(
    ("caption", "until"),
    [
        ("EMBARGO: kapal tiba besok.", None),
        ("[EMBARGO] Kapal tiba besok.", None),
        ("Kapal tiba besok. NOT FOR PUBLICATION.", None),
        ("Embargoed until 5 May 2051.", "2051-05-06T12:00:00Z"),
        ("Embargo minyak berakhir; kapal tiba.", "released"),
    ],
)
def test_an_order_in_a_caption_of_a_table_holds_its_photo(tmp_path: Path, caption: str, until: str | None) -> None:
    said = read(tmp_path, f'filename,caption\nIMG_2041.jpg,"{caption}"\nIMG_2042.jpg,Kapal lain tiba.\n')
    first, second = (mention.embargo for mention in said.mentions)
    assert second is None
    assert (first["until"] if first else "released") == until
    assert (said.values["embargo"]["until"] if "embargo" in said.values else "released") == until


def test_a_photo_in_a_table_without_captions_waits_for_its_hour(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    (disk / "meja").mkdir(parents=True)
    shutil.copy(SAMPLES / "W-HAI_1275.jpg", disk / "W-HAI_1275.jpg")
    (disk / "meja" / "jadwal.csv").write_text("Aset,Embargo\nW-HAI_1275.jpg,2099-05-03T10:00+07:00\n")
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        held = archive.catalogue.of_status(Status.HELD)
        names = {name.path for record in held for name in archive.catalogue.names_of_record(record)}
    assert names == {"W-HAI_1275.jpg", "meja/jadwal.csv"}


@pytest.mark.parametrize(
    ("table", "held", "captions"),
    [
        (
            "Status,Final,\nFotografer,Budi,\nNama File,Caption,Embargo\nIMG_1.jpg,A,2099-05-03\nIMG_2.jpg,B,\n",
            ["IMG_1.jpg"],
            ["A", "B"],
        ),
        (
            "EMBARGO,,\nNama File,Caption,Fotografer\nIMG_1.jpg,A,Budi\nIMG_2.jpg,B,Ani\n",
            ["IMG_1.jpg", "IMG_2.jpg"],
            ["A", "B"],
        ),
        (
            "EMBARGO sampai 3 Mei 2099 pukul 10.00 WIB,\nNama File,Caption\nIMG_1.jpg,A\nIMG_2.jpg,B\n",
            ["IMG_1.jpg", "IMG_2.jpg"],
            ["A", "B"],
        ),
        (
            "Nama File,Caption,Embargo\nIMG_1.jpg,A,2099-05-03T10:00+07:00\nIMG_2.jpg,B,\nSemua foto: embargo,,\n",
            ["IMG_1.jpg", "IMG_2.jpg"],
            ["A", "B"],
        ),
    ],
    ids=range(4),
)
def test_lines_beside_the_rows_hold_all_photos_and_hide_no_heading(
    tmp_path: Path, table: str, held: list[str], captions: list[str]
) -> None:
    said = read(tmp_path, table)
    assert [mention.filename for mention in said.mentions if mention.embargo] == held
    assert [mention.caption for mention in said.mentions] == captions
    assert "embargo" in said.values


@pytest.mark.parametrize(
    "table",
    [
        "EMBARGO sampai 3 Mei 2099 pukul 10.00 WIB,\nNomor,Status\n045/SP/2024,final\n046/SP/2024,final\n",
        "EMBARGO sampai 3 Mei 2099 pukul 10.00 WIB,\nFile,Status\nIMG_1.jpg,final\nIMG_2.jpg,final\n",
    ],
)
def test_a_line_over_another_table_holds_it(tmp_path: Path, table: str) -> None:
    assert read(tmp_path, table).values["embargo"]["until"] == "2099-05-03T03:00:00Z"


@pytest.mark.parametrize(
    "table", ["IMG_1.jpg,EMBARGO\nIMG_2.jpg,OK\n", "Aset,Catatan\nIMG_1.jpg,EMBARGO\nIMG_2.jpg,OK\n"]
)
def test_a_row_of_a_photo_is_no_heading(tmp_path: Path, table: str) -> None:
    said = read(tmp_path, table)
    assert "IMG_1.jpg" in {mention.filename for mention in said.mentions} | {said.values.get("title")} or (
        "IMG_1.jpg" in said.text
    )
    assert "IMG_2.jpg" not in {mention.filename for mention in said.mentions if mention.embargo}


@pytest.mark.parametrize(
    ("table", "held"),
    [
        ('File,Caption,Embargo\nIMG_1.jpg,A,2099-05-03\nIMG_2.jpg,B,""""\nIMG_3.jpg,C,\n', {1, 2}),
        ("File,Caption,Embargo\nIMG_1.jpg,A,2099-05-03\nIMG_2.jpg,B,ditto\nIMG_3.jpg,C,idem\n", {1, 2, 3}),
        ("File,Caption,Embargo\nIMG_1.jpg,A pier, 2 May 2020,2099-05-03\nIMG_2.jpg,B,\n", {1}),  # one cell too many
        ("File,Caption,Credit\nIMG_1.jpg,A pier, in Kupang,Ana\nIMG_2.jpg,B,Ana\n", set()),
        ("File,Caption,Embargo\nIMG_1.jpg,A,2 May 2020?\nIMG_2.jpg,B,2 May 2020\n", {1}),
        ('File,Caption,Embargo\nIMG_1.jpg,A,"until 2 May 2020, extended"\nIMG_2.jpg,B,diperpanjang\n', {1, 2}),
        ("File,Caption,Can publish\nIMG_1.jpg,A,no\nIMG_2.jpg,B,yes\n", {1}),
        ("File,Caption,Access\nIMG_1.jpg,A,restricted\nIMG_2.jpg,B,public\n", {1}),
        ("File,Caption,Use from\nIMG_1.jpg,A,3 May 2099\nIMG_2.jpg,B,3 May 2020\n", {1}),
    ],
)
def test_cells_that_hold_their_photo(tmp_path: Path, table: str, held: set[int]) -> None:
    mentions = read(tmp_path, table).mentions
    assert {mention.filename for mention in mentions if is_held(mention)} == {f"IMG_{n}.jpg" for n in held}


def is_held(mention: Mention) -> bool:
    until = mention.embargo and mention.embargo["until"]
    return mention.embargo is not None and (until is None or until > "2026")


@pytest.mark.parametrize(
    "table",
    [
        "Nama,Status\nBudi,aktif\n",
        "Aset,Warna\nIMG_2041.jpg,merah\n",
        "a,b\nc,d\n",
        "No,Nama,Status\n2024001,Budi,aktif\n2024002,Ani,aktif\n",
        "Tahun,Sifat\n2023,terbuka\n2024,terbuka\n",
    ],
)
def test_other_tables_hold_nothing(tmp_path: Path, table: str) -> None:
    said = read(tmp_path, table)
    assert [mention.embargo for mention in said.mentions if mention.embargo] == []
    assert "embargo" not in said.values
    assert said.values.get("genre") != "caption-sheet"
