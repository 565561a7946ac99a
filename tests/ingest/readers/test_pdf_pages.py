"""The visible content of PDF pages is its text: also forms and stamps, but no words outside the page; spaced
letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.builders.made_files import lines, one_page, read, stream

BOX = b"MediaBox[0 0 595 842]"


def canvas_text(path: Path, drawn: list[tuple[float, float, str]]) -> str:
    canvas = Canvas(str(path))
    for x, y, words in drawn:
        canvas.drawString(x, y, words)
    canvas.save()
    return read(path).text


def written_over(path: Path, annotation: bytes, more: list[bytes], catalogue: bytes = b"") -> str:
    document = one_page(lines([(72, 700, 11, "Formulir liputan")]), more=[annotation, *more])
    document = document.replace(BOX, BOX + b"/Annots[6 0 R]")
    path.write_bytes(document.replace(b"/Type/Catalog", b"/Type/Catalog" + catalogue))
    return read(path).text


def test_a_form_is_read_with_what_was_filled_in(tmp_path: Path) -> None:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(nama)/V(Sari Wulandari)/DA(/F 11 Tf)/F 4/Rect[72 600 300 620]>>"
    form = b"/AcroForm<</Fields[6 0 R]/NeedAppearances true/DR<</Font<</F 5 0 R>>>>/DA(/F 11 Tf)>>"
    assert written_over(tmp_path / "a.pdf", field, [], form) == "Formulir liputan\n\nSari Wulandari"


@pytest.mark.parametrize(("flags", "shown"), [(4, True), (2, False)])
def test_a_stamp_is_read_where_it_is_shown(tmp_path: Path, flags: int, shown: bool) -> None:
    stamp = b"<</Type/Annot/Subtype/Stamp/F %d/Rect[72 500 372 540]/AP<</N 7 0 R>>>>" % flags
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 300 40]/Resources<</Font<</F 5 0 R>>>>"
    drawn = stream(b"BT /F 20 Tf 5 10 Td (RALAT KEDUA) Tj ET", form)
    assert ("RALAT KEDUA" in written_over(tmp_path / "a.pdf", stamp, [drawn])) is shown


def test_a_form_keeps_the_letters_of_a_page_whose_fonts_are_those_of_all_pages(tmp_path: Path) -> None:
    tree, fonts = b"/Type/Pages/Kids[3 0 R]/Count 1", b"/Resources<</Font<</F 5 0 R>>>>"
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(nama)/V(Sari)/DA(/F 11 Tf)/F 4/Rect[72 600 300 620]>>"
    shifted = b"/Differences[65/B/C/D/E]"  # an A is shown as a B
    document = one_page(lines([(72, 700, 11, "ABCD")]), more=[field]).replace(BOX, BOX + b"/Annots[6 0 R]")
    document = document.replace(fonts, b"").replace(tree, tree + fonts)
    document = document.replace(b"/WinAnsiEncoding", b"<</Type/Encoding" + shifted + b">>")
    form = b"/AcroForm<</Fields[6 0 R]/NeedAppearances true/DR<</Font<</F 5 0 R>>>>/DA(/F 11 Tf)>>"
    (tmp_path / "a.pdf").write_bytes(document.replace(b"/Type/Catalog", b"/Type/Catalog" + form))
    assert read(tmp_path / "a.pdf").text == "BCDE\n\nSari"


def test_words_beside_the_page_are_not_its_text(tmp_path: Path) -> None:
    slug = "sampul-jadi.indd 1"
    assert canvas_text(tmp_path / "a.pdf", [(72, 700, "Isi rilis"), (72, -30, slug), (-200, 400, slug)]) == "Isi rilis"


def test_letters_set_apart_are_words(tmp_path: Path) -> None:
    wide = [(72 + 14 * n, 730, letter) for n, letter in enumerate("PRESS RELEASE") if letter != " "]
    found = canvas_text(tmp_path / "a.pdf", [(72, 760, "S I A R A N   P E R S"), *wide, (72, 690, "Isi rilis")])
    assert found.split("\n\n") == ["SIARAN PERS", "PRESS RELEASE", "Isi rilis"]


def test_the_heads_of_columns_are_no_word(tmp_path: Path) -> None:
    assert canvas_text(tmp_path / "a.pdf", [(72 + 80 * n, 730, "ABCDE"[n]) for n in range(5)]) == "A B C D E"


@pytest.mark.parametrize("words", ["Peta rawan banjir Semarang", "Saarlouis"])
def test_letters_with_a_shadow_are_read_once(tmp_path: Path, words: str) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    places = [72 + canvas.stringWidth(words[:n]) for n in range(len(words))]
    for beside in (1, 0):  # a shadow, and the letters
        for place, letter in zip(places, words, strict=True):
            canvas.drawString(place + beside, 700 - beside, letter)
    canvas.save()
    assert read(tmp_path / "a.pdf").text == words


@pytest.mark.parametrize("words", ["aabbccddee satu", "AABB 1122", "00 11 22"])
def test_words_with_pairs_of_letters_stay(tmp_path: Path, words: str) -> None:
    assert canvas_text(tmp_path / "a.pdf", [(72, 700, words)]) == words
