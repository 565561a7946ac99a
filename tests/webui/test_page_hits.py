"""Rectangles cover the words that were found: each page draws these words in red, and the picture is compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from pypdf import PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive.errors import Encrypted, Unreadable
from archive.pictures.pdf_pages import page_letters, page_picture, page_thumbnail
from archive.pictures.pdf_text_positions import PageLetters, Rectangle
from archive.search import snippets
from archive.search.query import parse_query
from tests.builders.made_files import one_page, pdf, read, stream
from tests.ingest.readers.test_pdf_fonts import BODY, TITLE, in_charset

FONT = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
SLACK = 45  # tenths of a point by which a rectangle may exceed the ink on each side: letters have space around them


def found(path: Path, query: str, text: str | None = None) -> tuple[PageLetters, list[tuple[Rectangle, ...]]]:
    """Return the letters of the first page, and the rectangles of the hits in the extracted text."""
    stored = read(path).pages[0] if text is None else text
    spans = snippets.hits(stored, snippets.select_field_needles(parse_query(query, date(2026, 1, 1)), "text"), "id")
    assert spans, stored
    letters = PageLetters.read(path.parent / page_letters(str(path), str(path.parent)))
    assert letters is not None
    return letters, letters.rectangles(stored, spans)


def ink(path: Path, letters: PageLetters) -> Image.Image:
    """Return the red parts of the first page's picture, black on white, at ten pixels per point like the rectangles."""
    with Image.open(path.parent / page_picture(str(path), str(path.parent))) as picture:
        red, green, _ = picture.resize((letters.width, letters.height)).split()
    return ImageChops.subtract(red, green).point(lambda shade: 255 if shade > 110 else 0)


def check(path: Path, query: str, lines: int = 1) -> None:
    """Check that the only hit has a rectangle on each of its lines, and that they enclose everything red and are hardly
    larger."""
    letters, ((*rectangles,),) = found(path, query)
    assert len(rectangles) == lines
    left = ink(path, letters)
    assert left.getbbox() is not None, "nothing is red"
    for rectangle in rectangles:
        box = left.crop(rectangle).getbbox()
        assert box is not None, "a rectangle on nothing"
        wide, high = rectangle.right - rectangle.left, rectangle.bottom - rectangle.top
        assert box[0] <= SLACK
        assert box[1] <= SLACK + 30
        assert wide - box[2] <= SLACK
        assert high - box[3] <= SLACK + 30
        left.paste(0, (rectangle.left - 8, rectangle.top - 8, rectangle.right + 8, rectangle.bottom + 8))
    assert left.getbbox() is None, "red beside the rectangles"


Drawn = Sequence[tuple[float, float, str]]


def draw(path: Path, plain: Drawn, red: Drawn, last: Drawn = (), font: str = "Helvetica") -> Path:
    canvas = Canvas(str(path))
    canvas.setFont(font, 14)
    for words, colour in ((plain, 0), (red, 1), (last, 0)):
        canvas.setFillColorRGB(colour, 0, 0)
        for x, y, text in words:
            canvas.drawString(x, y, text)
    canvas.save()
    return path


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cut", [False, True])
def test_turned_and_cut_pages(tmp_path: Path, turn: int, cut: bool) -> None:
    plain = [(100, 700, "Presiden membuka"), (100, 650, "Warga menyeberang hari ini"), (60, 720, "atas")]
    path = draw(tmp_path / "a.pdf", plain, [(215, 700, "jembatan baru")])
    writer = PdfWriter(clone_from=path)
    page = writer.pages[0]
    page.rotation = turn
    if cut:
        page.mediabox.lower_left = (-20, -30)
        page.cropbox.lower_left, page.cropbox.upper_right = (40, 400), (420, 790)
    writer.write(path)
    check(path, '"jembatan baru"')


def test_two_columns(tmp_path: Path) -> None:
    left = [
        "Pemerintah kota membuka",
        "dermaga kayu yang sudah",
        "lama ditunggu warga dan",
        "para nelayan di teluk ini",
    ]
    right = ["Menurut wali kota, kapal", "penumpang akan singgah", "setiap hari sejak Senin", "pagi sampai malam hari"]
    plain = [(72, 700 - 20 * n, line) for n, line in enumerate(left)]
    plain += [(320, 700 - 20 * n, line) for n, line in enumerate(right) if n not in (1, 2)]
    plain += [(394, 660, "sejak Senin")]
    path = draw(tmp_path / "a.pdf", plain, [(320, 680, "penumpang akan singgah"), (320, 660, "setiap hari")])
    check(path, '"penumpang akan singgah setiap hari"', 2)


def test_a_word_that_is_parted_at_the_end_of_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    first, last = [(72, 720, "Gubernur menyatakan bahwa seluruh")], [(125, 702, "berjalan lancar")]
    draw(path, first, [(325, 720, "pengem-"), (72, 702, "bangan")], last)
    letters, (rectangles,) = found(path, "pengembangan")
    assert len(rectangles) == 2
    left = ink(path, letters)
    hyphen = 60  # which is not a letter, and is outside
    left.paste(0, (rectangles[0].right, rectangles[0].top, rectangles[0].right + hyphen, rectangles[0].bottom))
    for rectangle in rectangles:
        assert left.crop(rectangle).getbbox() is not None
        left.paste(0, (rectangle.left - 8, rectangle.top - 8, rectangle.right + 8, rectangle.bottom + 8))
    assert left.getbbox() is None


def test_ligatures(tmp_path: Path) -> None:
    pdfmetrics.registerFont(TTFont("Noto", FONT))
    path = draw(tmp_path / "a.pdf", [(72, 700, "The press")], [(160, 700, "o\ufb03ce")], font="Noto")
    check(path, "office")


def test_letters_of_other_scripts_and_marks(tmp_path: Path) -> None:
    pdfmetrics.registerFont(TTFont("Noto", FONT))
    plain = [(72, 700, "Bộ trưởng dự"), (330, 700, "tại Hà Nội"), (72, 660, "Президент открыл мост")]
    path = draw(tmp_path / "a.pdf", plain, [(190, 700, "lễ khởi công")], font="Noto")
    check(path, '"le khoi cong"')


@pytest.mark.parametrize(("font", "charset"), [(b".VnTime", "tcvn3"), (b"VNI-Times", "vni"), (b"VI#20Times", "viscii")])
@pytest.mark.parametrize("phrase", ["nước biển ở đây", "khởi công và", "được nhờ"])
def test_old_vietnamese_fonts(tmp_path: Path, font: bytes, charset: str, phrase: str) -> None:
    before, after = (BODY[: BODY.rindex(phrase)], BODY[BODY.rindex(phrase) + len(phrase) :])
    colours = (b"0 0 0 rg", b"1 0 0 rg", b"0 0 0 rg")
    shown = b" ".join(
        b"%b <%b> Tj" % (colour, in_charset(part, charset).hex().encode())
        for colour, part in zip(colours, (before, phrase, after), strict=True)
    )
    title = b"BT /O 12 Tf 20 700 Td <%b> Tj ET\n" % in_charset(TITLE, charset).hex().encode()
    document = one_page(
        title + b"BT /O 11 Tf 20 660 Td %b ET" % shown,
        more=[b"<</Type/Font/Subtype/Type1/BaseFont/%b/Encoding/WinAnsiEncoding>>" % font],
    ).replace(b"/F 5 0 R", b"/F 5 0 R/O 6 0 R")
    (tmp_path / "a.pdf").write_bytes(document)
    assert phrase in read(tmp_path / "a.pdf").text
    check(tmp_path / "a.pdf", f'"{phrase}"')


def test_what_was_filled_in_on_a_form(tmp_path: Path) -> None:
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(nama)/V(Sari Wulandari)/DA(1 0 0 rg /F 11 Tf)/F 4/Rect[72 600 300 620]>>"
    )
    document = one_page(b"BT /F 11 Tf 72 700 Td (Formulir liputan) Tj ET", more=[field])
    document = document.replace(b"MediaBox[0 0 595 842]", b"MediaBox[0 0 595 842]/Annots[6 0 R]")
    form = b"/AcroForm<</Fields[6 0 R]/NeedAppearances true/DR<</Font<</F 5 0 R>>>>/DA(/F 11 Tf)>>"
    (tmp_path / "a.pdf").write_bytes(document.replace(b"/Type/Catalog", b"/Type/Catalog" + form))
    check(tmp_path / "a.pdf", '"Sari Wulandari"')


def test_where_the_stored_text_leaves_things_out(tmp_path: Path) -> None:
    """As with captions and boilerplate, which are removed from the text: the same words there get no rectangle."""
    body = [f"Kalimat nomor {n} tentang pelabuhan yang lain sekali" for n in range(12)]
    last = [(72, 700 - 20 * n, line) for n, line in enumerate(body)]
    path = draw(tmp_path / "a.pdf", [(72, 780, "jembatan baru | Humas | 3 Mei")], [(72, 720, "jembatan baru")], last)
    letters, rectangles = found(path, '"jembatan baru"', "jembatan baru\n\n" + "\n".join(body))
    assert len(rectangles) == 1
    assert ink(path, letters).crop(rectangles[0][0]).getbbox() is not None


def test_words_that_are_not_on_the_page_have_no_rectangle(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf", [(72, 700, "Presiden membuka pelabuhan")], [])
    _, rectangles = found(path, "jembatan", "Diketik oleh arsiparis: jembatan itu sudah lama runtuh.")
    assert rectangles == [()]


def hostile(path: Path, box: bytes) -> Path:
    page = one_page(b"BT /F 12 Tf 5 5 Td (jembatan) Tj ET").replace(b"MediaBox[0 0 595 842]", b"MediaBox" + box)
    path.write_bytes(page)
    return path


@pytest.mark.parametrize("box", [b"[0 0 1000000 842]", b"[0 0 100 1000000]", b"[0 0 1000000 1000000]", b"[-5 -5 9 9]"])
def test_a_page_of_any_shape_is_a_picture_of_bounded_size(tmp_path: Path, box: bytes) -> None:
    path = hostile(tmp_path / "a.pdf", box)
    with Image.open(tmp_path / page_picture(str(path), str(tmp_path))) as picture:
        assert picture.width * picture.height <= 8_100_000
        assert max(picture.size) <= 8_000
    with Image.open(tmp_path / page_thumbnail(str(path), str(tmp_path))) as picture:
        assert picture.width <= 180
    letters = PageLetters.read(tmp_path / page_letters(str(path), str(tmp_path)))
    assert letters is not None
    assert all(0 <= side <= max(letters.width, letters.height) for side in letters.boxes)


def test_pages_that_are_not_there_and_files_that_are_none(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.pdf", [(72, 700, "Isi")], [])
    for job in (page_picture, page_thumbnail, page_letters):
        with pytest.raises(Unreadable, match="pages 1 to 1"):
            job(str(path), str(tmp_path), 2)
        (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 no more")
        with pytest.raises(Unreadable, match="cannot be opened"):
            job(str(tmp_path / "b.pdf"), str(tmp_path))
        writer = PdfWriter(clone_from=path)
        writer.encrypt("rahasia", algorithm="AES-256")
        writer.write(tmp_path / "c.pdf")
        with pytest.raises(Encrypted, match="needs a password"):
            job(str(tmp_path / "c.pdf"), str(tmp_path))


def test_a_tree_of_pages_that_is_its_own_child_ends(tmp_path: Path) -> None:
    tree = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000>>", stream(b"")]
    (tmp_path / "a.pdf").write_bytes(pdf(tree))
    with pytest.raises(Unreadable):
        page_picture(str(tmp_path / "a.pdf"), str(tmp_path))


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told | {"pages": "1"},
        lambda told: told | {"size": [0, 5]},
        lambda told: told | {"size": 5},
        lambda told: told | {"boxes": told["boxes"][1:]},
        lambda told: told | {"boxes": ["1"] * len(told["boxes"])},
        lambda _: {},
        lambda _: [],
    ],
)
def test_letters_that_are_not_of_this_form_are_not_believed(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    told = {"pages": 1, "size": [100, 100], "letters": "ab", "boxes": [1, 2, 3, 4] * 2}
    (tmp_path / "a.json").write_text(json.dumps(told))
    assert PageLetters.read(tmp_path / "a.json") is not None
    (tmp_path / "a.json").write_text(json.dumps(change(told)))
    assert PageLetters.read(tmp_path / "a.json") is None
    assert PageLetters.read(tmp_path / "none.json") is None
