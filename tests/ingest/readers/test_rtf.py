"""RTF: letters by code page and font, only visible words, and hostile depth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Unreadable
from archive.record import Description
from tests.builders.made_files import cp1258, read
from tests.builders.office_files import making

rich = making("rich")
JPEG = b"\xff\xd8\xff\xe0not a picture that anybody decodes here"
Make = Callable[..., Description]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a document with this body and reads it."""

    def make(body: str | bytes, *arguments: Any, **parts: Any) -> Description:
        path = tmp_path / "a.rtf"
        path.write_bytes(body if isinstance(body, bytes) else rich.rich(body, *arguments, **parts))
        return read(path)

    return make


def test_paragraphs_lines_and_signs(made: Make) -> None:
    body = "Satu\\line dua\\par\\pard \\ldblquote tiga\\rdblquote\\~\\endash \\{x\\}\\par A\\tab B\\-C\\_D\\\nAkhir"
    assert made(body).text == "Satu\ndua\n\n“tiga” –{x}\n\nA BC-D\n\nAkhir"


@pytest.mark.parametrize(
    "body",
    [
        "L\\u432?\\u417?ng",
        "\\uc0 L\\u432\\u417ng",
        "\\uc2 L\\u432\\'00\\'01\\u417??ng",
        "\\uc1 L\\u432\\'fd\\u417{\\'ff}ng",
        "L\\u432?{\\uc0\\u417}ng",
    ],
)
def test_unicode_goes_before_the_bytes_that_stand_in_for_it(made: Make, body: str) -> None:
    assert made(body).text.replace("ÿ", "") == "Lương"


def test_characters_beyond_the_first_plane(made: Make) -> None:
    assert made("\\u-10179?\\u-8640? dan \\u8364?").text == "🙀 dan €"


@pytest.mark.parametrize(
    ("charset", "text", "page"),
    [
        (204, "Президент", "cp1251"),
        (163, "Bão số", "cp1258"),
        (134, "北京", "gbk"),
        (128, "東京", "cp932"),
        (238, "Łódź", "cp1250"),
        (0, "Café…", "cp1252"),
    ],
)
def test_bytes_are_read_in_the_code_page_of_their_font(made: Make, charset: int, text: str, page: str) -> None:
    data = cp1258(text) if page == "cp1258" else text.encode(page)
    written = "".join(f"\\'{byte:02x}" for byte in data)
    found = made(f"\\f1 {written} \\f0 \\'e9", ("\\fcharset0 Arial", f"\\fcharset{charset} Arial"))
    assert found.text == f"{text} é"


def test_the_code_page_of_the_document_is_that_of_fonts_without_one(made: Make) -> None:
    data = b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 Arial;}}\\f0 \\'cf\\'f0}"
    assert made(data).text == "Пр"
    assert made(data.replace(b"1251", b"99999")).text == "Ïð"


def test_old_vietnamese_fonts_are_read_run_by_run(made: Make) -> None:
    office = making("office")
    fonts = (
        "\\fcharset0 Arial",
        "\\fcharset0 .VnTime{\\*\\falt Arial}",
        "\\fcharset0 .VnTimeH",
        "\\fcharset163 VNI-Times",
    )
    body = (
        "\\f1 " + rich.bytes_of(office.abc("Đại biểu dự lễ ")) + "{\\f0 caf\\'e9}\\par\\f2 "
        + rich.words(office.abc("thông cáo")) + "\\par\\f3 " + rich.bytes_of("Ñaïi bie")
        + "{\\b " + rich.bytes_of("åu") + "}"
    )  # fmt: skip
    assert made(body, fonts).text == "Đại biểu dự lễ café\n\nTHÔNG CÁO\n\nĐại biểu"


def test_only_words_that_are_shown_are_read(made: Make) -> None:
    body = (
        "Isi {\\*\\apapun rahasia {lagi}}{\\v tersembunyi}{\\deleted dihapus }{\\revised baru} "
        "{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt tautan}}{\\xe entri}{\\*\\annotation catatan}"
        "{\\object{\\*\\objdata 0102}{\\result hasil}}"
    )
    assert made(body).text == "Isi baru tautanhasil"


def test_headers_are_furniture_and_their_embargo_is_not(made: Make) -> None:
    before = "{\\header\\pard SEKRETARIAT KORIDOR\\par EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB\\par}{\\footerf Hal}"
    found = made("Judul\\par Isi\\par", before=before)
    assert found.furniture == ["SEKRETARIAT KORIDOR", "Hal"]
    assert found.text == "EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB\n\nJudul\n\nIsi"


def test_tables_lists_notes_boxes_and_headings(made: Make) -> None:
    styles = "{\\stylesheet{Normal;}{\\s1\\b heading 1;}{\\s2 caption;}{\\*\\cs3 gaya;}}"
    body = (
        "{\\pard\\s1 Dermaga Dibuka\\par}{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt Dalam kotak\\par}}"
        "{\\shprslt Dalam kotak}}\\pard Isi{\\footnote \\chftn Sumbernya} lanjut\\par"
        "{\\listtext\\'b7\\tab}satu\\par{\\listtext 2.\\tab}dua\\par"
        "\\trowd\\pard\\intbl a\\cell b\\par c\\cell\\row\\trowd\\intbl d\\cell e\\cell\\row\\pard Akhir"
    )
    found = made(body, before=styles)
    assert found.text == (
        "Dermaga Dibuka\n\nDalam kotak\n\nIsi lanjut\n\n[1] Sumbernya\n\n- satu\n2. dua\n\n"
        "| a | b c |\n| d | e |\n\nAkhir"
    )
    assert (found.values["title"], found.origins["title"][0].origin) == ("Dermaga Dibuka", "heading")


def test_pictures_are_left_beside_with_their_captions_under_them(made: Make, tmp_path: Path) -> None:
    shape = (
        "{\\*\\shppict{\\pict{\\*\\picprop x}\\jpegblip\\picwgoal4000\\pichgoal3000 %s}}"
        "{\\nonshppict{\\pict\\wmetafile8 00}}"
    )
    icon = "{\\pict\\pngblip\\picwgoal200\\pichgoal200 00}"
    found = made(shape % JPEG.hex() + icon + "\\par{\\i Keterangan foto}\\par Isi")
    assert found.text == "image1.jpg\nKeterangan foto\n\nIsi"
    assert [(one.name, (tmp_path / one.file).read_bytes()) for one in found.members] == [("image1.jpg", JPEG)]
    raw = b"{\\rtf1 Isi{\\pict\\jpegblip\\bin%d %b}lagi}" % (len(JPEG) + 2, JPEG + b"{}")
    found = made(raw)
    assert (tmp_path / found.members[0].file).read_bytes() == JPEG + b"{}"
    assert found.text == "image1.jpg\n\nIsilagi" or found.text == "image1.jpg\nIsilagi"


def test_the_group_of_information_is_on_offer(made: Make) -> None:
    info = (
        "{\\title Dermaga Dibuka}{\\author Sari Wulandari}{\\subject Siaran pers}{\\keywords dermaga, Batam}"
        "{\\doccomm Untuk media}{\\creatim\\yr2026\\mo2\\dy20\\hr9}{\\revtim\\yr2026\\mo2\\dy23}"
    )
    found = made("Dermaga Dibuka\\par Isi", info=info)
    told = {key: (offers[0].origin, offers[0].value) for key, offers in found.origins.items()}
    assert told == {
        "document_title": ("rtf:info:title", "Dermaga Dibuka"),
        "title": ("rtf:info:title", "Dermaga Dibuka"),
        "creator": ("rtf:info:author", ["Sari Wulandari"]),
        "description": ("rtf:info:subject", "Siaran pers"),
        "keywords": ("rtf:info:keywords", ["dermaga", "Batam"]),
        "document_created": ("rtf:info:creatim", "2026-02-20"),
        "document_modified": ("rtf:info:revtim", "2026-02-23"),
    }
    assert found.text == "Dermaga Dibuka\n\nIsi"


def test_properties_of_a_document_are_no_words_of_it(made: Make) -> None:
    info = "{\\author Sari}{\\operator Ketik Tamu}{\\*\\manager Kepala}{\\company Dinas}{\\nofpages1} sisa"
    found = made("Dermaga Dibuka\\par Isi", info=info)
    assert found.text == "Dermaga Dibuka\n\nIsi"


def test_word_art_is_read_and_other_properties_of_shapes_are_not(made: Make) -> None:
    def shape(words: str) -> str:
        told = (("shapeType", "136"), ("gtextUNICODE", words), ("gtextFont", "Arial"), ("pib", "{\\pict\\pngblip 00}"))
        properties = "".join(f"{{\\sp{{\\sn {name}}}{{\\sv {value}}}}}" for name, value in told)
        return f"{{\\shp{{\\*\\shpinst\\shpleft0 {properties}}}}}"

    body = f"{{\\header Humas {shape('EMBARGO sampai 3 Mei 2031')}\\par}}{shape('Judul')}Isi\\par"
    found = made(body)
    assert (found.text, found.furniture) == ("EMBARGO sampai 3 Mei 2031\n\nJudul\n\nIsi", ["Humas"])


def test_a_star_within_a_group_leaves_out_no_words(made: Make) -> None:
    assert made(b"{\\rtf1 {\\fs24\\*\\cs7\\f2 Satu} dua {\\*\\baru tidak}\\par}").text == "Satu dua"


def test_bytes_behind_the_document_are_no_text(made: Make) -> None:
    assert made(b"{\\rtf1 Satu\\par}\r\n8$DM\xef\xbf\xbdq").text == "Satu"
    assert made(b"{\\rtf1 Satu\\par}}\\par EMBARGO sampai 3 Mei\\par}").text == "Satu\n\nEMBARGO sampai 3 Mei"


def test_a_document_cut_off_is_read_and_said(made: Make) -> None:
    found = made(b"{\\rtf1\\ansi Isi siaran {\\b pers")
    assert found.text == "Isi siaran pers"
    assert found.notes == ["it ends before its last group is closed: compare the text with the original"]


@pytest.mark.parametrize("data", [b"{" * 3_000, b"{\\b" * 1_000_000])
def test_groups_without_end_are_refused(made: Make, data: bytes) -> None:
    with pytest.raises(Unreadable, match="nested too deeply"):
        made(b"{\\rtf1 " + data)


@pytest.mark.parametrize(
    "data",
    [
        b"}}}}{\\rtf1", b"\\bin99999999999 x", b"\\bin-5 x", b"\\u99999999999 x", b"\\u-55000 x", b"\\'zz\\",
        b"\\f-7 x",
        b"\\uc99999999 \\u65 x", b"{\\fonttbl{\\f1\\fcharset999999 ;}}\\f1 \\'81", b"\\cell\\row\\cell\\row",
        b"{\\footnote",
        b"{\\info{\\creatim\\yr-5\\mo99}}x", b"{\\pict\\jpegblip 0g}x", b"\\outlinelevel-3 x\\par",
    ],
)  # fmt: skip
def test_no_slip_in_the_code_ends_a_worker(made: Make, data: bytes) -> None:
    found = made(b"{\\rtf1 Isi\\par " + data + b"}")
    assert found.text.startswith("Isi")
    found.text.encode()
