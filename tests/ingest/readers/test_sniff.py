"""The type of a file is determined by its content, whatever its name."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from archive import media_types
from ingest.readers.base import sniff
from tests.builders.compound_files import compound
from tests.builders.mac_documents import macwrite
from tests.builders.made_files import cp1258, one_page

HTML = "<!DOCTYPE html>\n<html><head><title>Berita</title></head><body><p>Isi</p></body></html>"
MATTER = "---\ntitle: Siaran Pers\n---\n\nIsi.\n"


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, kind)
    return out.getvalue()


def office(*members: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for member in members:
            archive.writestr(member, "x")
    return out.getvalue()


CASES = {
    "jpeg": ("foto.txt", picture("JPEG"), "image/jpeg"),
    "png": ("foto.jpg", picture("PNG"), "image/png"),
    "tiff": ("scan", picture("TIFF"), "image/tiff"),
    "webp": ("a.jpeg", picture("WEBP"), "image/webp"),
    "gif": ("a.png", picture("GIF"), "image/gif"),
    "bmp": ("a", picture("BMP"), "image/bmp"),
    "heic": ("IMG.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
    "avif by compatible brand": ("a.jpg", b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "image/avif"),
    "video": ("a.jpg", b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "video/mp4"),
    "wire photo without suffix": ("20251025_XVNA012345", picture("JPEG"), "image/jpeg"),
    "pdf called jpg": ("foto.jpg", one_page(b""), "application/pdf"),
    "pdf after mail junk": ("a.pdf", b"X-Junk: 1\r\n\r\n" + one_page(b""), "application/pdf"),
    "pdf with a damaged header": ("a", one_page(b"").replace(b"%PDF-1.7", b"%PDF.1,7"), "application/pdf"),
    "pdf without a header": ("a.pdf", one_page(b"").removeprefix(b"%PDF-1.7\n"), "application/pdf"),
    "text of a trailer": ("a.txt", b"A PDF ends with startxref, a number, and %%EOF.\n", "text/plain"),
    "text about pdf": ("a.pdf", b"A file that starts with %PDF-1.4 is a PDF.\n", "text/plain"),
    "docx": (
        "a.pdf",
        office("[Content_Types].xml", "word/document.xml"),
        media_types.OFFICE + "wordprocessingml.document",
    ),
    "xlsx": (
        "a.doc",
        office("[Content_Types].xml", "xl/workbook.xml"),
        media_types.OFFICE + "spreadsheetml.sheet",
    ),
    "odt": (
        "a.zip",
        office("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
        "application/vnd.oasis.opendocument.text",
    ),
    "zip": ("a.docx", office("a.txt"), "application/zip"),
    "rtf": ("a.doc", b"{\\rtf1\\ansi Siaran pers}", "application/rtf"),
    "html called txt": ("a.txt", HTML.encode(), "text/html"),
    "html after comment and declaration": (
        "a",
        b'<?xml version="1.0"?><!-- x --><html xmlns="x"><p>a</p></html>',
        "text/html",
    ),
    "xhtml under the DOCTYPE of something else": (
        "a.xml",
        b'<?xml version="1.0"?><!DOCTYPE buku [<!ENTITY a "b">\n]>\n<html xmlns="x"><body><p>a</p></body></html>',
        "text/html",
    ),
    "xml under a DOCTYPE": (
        "a.xml",
        b'<?xml version="1.0"?><!DOCTYPE buku SYSTEM "a.dtd"><buku>a</buku>',
        "application/xml",
    ),
    "attachments for outlook alone": ("winmail.dat", b"\x78\x9f\x3e\x22\1\0", "application/ms-tnef"),
    "html fragment": ("a.txt", b"<div class=x><p>Isi berita</p></div>", "text/html"),
    "html in utf-16": ("a.html", HTML.encode("utf-16"), "text/html"),
    "html by suffix, with tags": ("a.htm", b"Judul<br>isi <b>berita</b>", "text/html"),
    "words called html": ("a.html", b"Judul berita tanpa penanda.\n", "text/plain"),
    "markdown with html in it": ("a.md", b"<p align=center>Judul</p>\n\n# Isi\n", "text/markdown"),
    "front matter called txt": ("a.txt", MATTER.encode(), "text/markdown"),
    "front matter, CRLF": ("a", MATTER.replace("\n", "\r\n").encode(), "text/markdown"),
    "a rule at the top": ("a.txt", b"---\nSiaran pers hari ini\n---\n", "text/plain"),
    "markdown without suffix": ("README", b"# Judul\n\nIsi [tautan](https://a.example/).\n", "text/markdown"),
    "markdown marks in txt": ("a.txt", b"# Judul\n\nIsi.\n", "text/plain"),
    "less-than in text": ("a.txt", b"Nilai x <b dan y> adalah 3 < 5.", "text/plain"),
    "xml": ("a.txt", b'<?xml version="1.0"?><newsItem/>', "application/xml"),
    "abiword": (
        "a",
        b'<?xml version="1.0"?>\n<abiword version="1">\n<!-- x -->\n<section/></abiword>',
        media_types.ABIWORD,
    ),
    "svg": ("a.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "image/svg+xml"),
    "csv": ("a.csv", b"file,caption\na.jpg,Isi\n", "text/csv"),
    "json": ("a.json", b'{"a": 1}', "application/json"),
    "mail": ("surat", b"Received: from x\r\nFrom: a@b.example\r\nSubject: x\r\n\r\nIsi", "message/rfc822"),
    "release with From: line": ("a.txt", b"From: Biro Humas\nSubject: Siaran pers\n\nIsi\n", "text/plain"),
    "release in mail words": ("a", b"Subject: Siaran pers\nDate: 25 Oktober 2025\n\nIsi\n", "text/plain"),
    "utf-16 without mark": ("a.bin", "Siaran pers: Lương Cường".encode("utf-16-le"), "text/plain"),
    "utf-16 with mark": ("a", "Lương Cường tiếp Tổng thư ký".encode("utf-16"), "text/plain"),
    "cp1258": ("a.jpg", cp1258("Chủ tịch nước Lương Cường chủ trì lễ mở ký"), "text/plain"),
    "text with a few zero bytes": ("a.txt", b"Siaran pers" * 20 + b"\0\0" + b"isi" * 20, "text/plain"),
    "text padded with zero bytes": ("a.txt", b"Siaran pers hari ini" + bytes(4000), "text/plain"),
    "zero bytes only": ("a.txt", bytes(5000), media_types.UNKNOWN),
    "noise": ("a.txt", bytes(range(256)) * 20, media_types.UNKNOWN),
    "white space only": ("a.txt", b" \r\n\t", "text/plain"),
    "nothing": ("a.txt", b"", media_types.EMPTY),
}


@pytest.mark.parametrize(("filename", "data", "expected"), CASES.values(), ids=CASES.keys())
def test_content_decides(tmp_path: Path, filename: str, data: bytes, expected: str) -> None:
    path = tmp_path / "stored"
    path.write_bytes(data)
    assert sniff.media_type(path, filename) == expected


def test_word_97_is_told_from_excel_by_its_streams(tmp_path: Path) -> None:
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = (3).to_bytes(4, "little")
    for stream, expected in (("WordDocument", "application/msword"), ("Workbook", "application/vnd.ms-excel")):
        path = tmp_path / "a.xls"
        path.write_bytes(bytes(header) + bytes(3 * 512) + stream.encode("utf-16-le") + bytes(512))
        assert sniff.media_type(path, "a.xls") == expected


def test_an_old_document_is_known_wherever_its_directory_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    filler = {f"Isi {n}": b"x" for n in range(40)}
    for name, expected in (
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
        ("PP97_DUALSTORAGE/PowerPoint Document", "application/vnd.ms-powerpoint"),
        ("worddocument", "application/msword"),
    ):
        path.write_bytes(compound({**filler, name: bytes(5000)}, gap=17))
        assert sniff.media_type(path, "a.dat") == expected


OLD = {
    "Works 2000": ({"\x01CompObj": b"x", "CONTENTS": b"CHNKWKS \4\0"}, "application/vnd.ms-works"),
    "WordPerfect 6 in OLE": ({"PerfectOffice_MAIN": b"\xffWPC\x10"}, "application/vnd.wordperfect"),
    "Quattro Pro 8": ({"PerfectOffice_MAIN": b"\0\0\2\0\7\x10"}, "application/x-quattro-pro"),
    "Hangul 5": ({"FileHeader": b"HWP Document File".ljust(256, b"\0"), "DocInfo": b"x"}, media_types.HANGUL),
    "contents of another program": ({"CONTENTS": b"x"}, media_types.OLE),
}


@pytest.mark.parametrize(("streams", "expected"), OLD.values(), ids=OLD.keys())
def test_old_documents_are_known_by_how_a_stream_begins(
    tmp_path: Path, streams: dict[str, bytes], expected: str
) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(compound(streams))
    assert sniff.media_type(path, "a.dat") == expected


@pytest.mark.parametrize(
    "content",
    [
        office("content/root.dat", "META-INF/container.xml", mimetype=f"application/x-vnd.corel.{kind}+zip")
        for kind in ("zcf.draw.document", "draw.document")
    ]
    + [b"RIFF\0\1\0\0CDR" + version + b"vrsn" for version in (b"5", b"9", b"D", b"X")],
)
def test_corel_draw_of_all_years_is_known(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "stored").write_bytes(content)
    assert sniff.media_type(tmp_path / "stored", "a") == media_types.COREL_DRAW


def dbase(first: int = 3, day: tuple[int, int] = (12, 31), kind: bytes = b"C", end: bytes = b"\r") -> bytes:
    fields = [b"FOTO".ljust(11, b"\0") + kind + bytes(4) + b"\x28" + bytes(15) for _ in range(2)]
    header = bytes([first, 95, *day]) + struct.pack("<LHH", 1, 32 + 64 + 1, 81)
    return header.ljust(32, b"\0") + b"".join(fields) + end + b" " + b"DSC_0001.JPG".ljust(80) + b"\x1a"


@pytest.mark.parametrize("first", [0x03, 0x30, 0x83, 0x8C, 0xF5])
@pytest.mark.parametrize("name", ["foto.dbf", "foto", "foto.txt"])
def test_a_table_of_dbase_is_known(tmp_path: Path, first: int, name: str) -> None:
    (tmp_path / "stored").write_bytes(dbase(first))
    assert sniff.media_type(tmp_path / "stored", name) == media_types.DBASE


@pytest.mark.parametrize(
    "content",
    [
        dbase(0x05),
        dbase(day=(0, 1)),
        dbase(day=(13, 1)),
        dbase(day=(1, 32)),
        dbase(kind=b"?"),
        dbase(end=b"x"),
        dbase()[:65],
        dbase()[:96],
        b"\x03_\1\1" + b"C" * 60_000,
    ],
)
def test_what_is_like_a_table_of_dbase_is_not_taken_for_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "stored").write_bytes(content)
    assert sniff.media_type(tmp_path / "stored", "a") != media_types.DBASE


LETTERS = ["Menteri membuka pelabuhan Ambon", "Jakarta, 3 Mei 1986"]


@pytest.mark.parametrize("name", ["a.mcw", "a", "Pidato 3.5.86", "a.doc"])
def test_macwrite_is_known_without_its_suffix(tmp_path: Path, name: str) -> None:
    (tmp_path / "stored").write_bytes(macwrite(LETTERS))
    assert sniff.media_type(tmp_path / "stored", name) == media_types.MACWRITE


@pytest.mark.parametrize("page", [(0, 0, 0, 552), (0, 552, 730, 0), (0, 0, 7300, 552), (-400, 0, 730, 552)])
def test_what_prints_on_no_page_is_not_macwrite(tmp_path: Path, page: tuple[int, int, int, int]) -> None:
    (tmp_path / "stored").write_bytes(macwrite(LETTERS, page=page))
    assert sniff.media_type(tmp_path / "stored", "a") == media_types.UNKNOWN


@pytest.mark.parametrize("size", [2, 20, 55, 63])
def test_a_beginning_of_macwrite_is_not_known(tmp_path: Path, size: int) -> None:
    (tmp_path / "stored").write_bytes(macwrite(LETTERS)[:size])
    assert sniff.media_type(tmp_path / "stored", "a") != media_types.MACWRITE


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\0.\0.", "application/macwriteii"),
        (b"\0\4\0\4", "application/macwriteii"),
        (b"\xfe2\0\0", "application/x-word-for-macintosh"),
        (b"\xfe4\0\0", "application/x-word-for-macintosh"),
        (b"\xfe7\0\x1c", "application/x-word-for-macintosh"),
        (b"\xfe7\0\x23", "application/x-word-for-macintosh"),
        (b"WriteNow\0\2", "application/x-writenow"),
        (b"WordPro\r\xfb", "application/vnd.lotus-wordpro"),
        (b"\t\0\4\0\2\0\x10\0", "application/x-excel-4"),
        (b"\t\2\6\0\0\0\x10\0\0\0", "application/x-excel-4"),
        (b"\t\4\6\0\0\0\x10\0\0\0", "application/x-excel-4"),
        (b"\t\x08\x08\0\0\5\x10\0", "application/x-excel-4"),
    ],
)
def test_the_oldest_documents_are_known_and_converted(tmp_path: Path, head: bytes, expected: str) -> None:
    (tmp_path / "stored").write_bytes(head + bytes(600))
    assert sniff.media_type(tmp_path / "stored", "a.doc") == expected
    assert media_types.convertible(expected, "a.doc")


PAGES, KEYNOTE = "application/vnd.apple.pages", "application/vnd.apple.keynote"


@pytest.mark.parametrize(
    ("members", "filename", "expected"),
    [
        (["Index/Document.iwa"], "a.numbers", "application/vnd.apple.numbers"),
        (["Index/Document.iwa"], "a", PAGES),
        (["Index/Document.iwa", "Index/Slide-2.iwa"], "a", KEYNOTE),
        (["index.apxl"], "a", KEYNOTE),
        (["Pidato.key/Index.zip", "Pidato.key/Metadata/Properties.plist"], "Pidato.key", KEYNOTE),
        (["Pidato.key/Index.zip", "b.txt"], "map.zip", "application/zip"),
    ],
)
def test_documents_of_iwork_are_told_apart(tmp_path: Path, members: list[str], filename: str, expected: str) -> None:
    path = tmp_path / "stored"
    path.write_bytes(office(*members))
    assert sniff.media_type(path, filename) == expected


def test_a_document_inside_another_says_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(compound({"MBD0001/WordDocument": bytes(5000), "Workbook": bytes(5000)}))
    assert sniff.media_type(path, "a.dat") == "application/vnd.ms-excel"
    inner = office("[Content_Types].xml", "xl/workbook.xml")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("ppt/embeddings/tabel.xlsx", inner)
        archive.writestr("ppt/presentation.xml", "x")
        for n in range(2000):  # a directory longer than the part read at the end
            archive.writestr(f"ppt/slides/slide{n}.xml", "x")
    path.write_bytes(out.getvalue())
    assert sniff.media_type(path, "a.dat") == f"{media_types.OFFICE}presentationml.presentation"


def test_a_directory_in_a_circle_ends(tmp_path: Path) -> None:
    data = bytearray(compound({f"Isi {n}": b"x" for n in range(40)}, gap=1))
    first = int.from_bytes(data[48:52], "little")
    fat = 512 + int.from_bytes(data[76:80], "little") * 512
    data[fat + 4 * first : fat + 4 * first + 4] = first.to_bytes(4, "little")
    (tmp_path / "a.ppt").write_bytes(data)
    assert sniff.media_type(tmp_path / "a.ppt", "a.ppt") == media_types.OLE
