"""PDFs with pre-Unicode Vietnamese fonts are decoded: by the font's name, else by how they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.text import vietnamese
from tests.builders.made_files import one_page, read, stream

TITLE = "Thông cáo báo chí về lễ khởi công cảng cá Kỳ Hà"
BODY = "Chủ tịch tỉnh đã dự lễ khởi công và nói rằng nước biển ở đây trong, ngư dân được nhờ"
FRENCH = (
    "Le ministre a déclaré que la cérémonie d'ouverture a été reportée à l'été, où tout sera prêt, à côté du théâtre"
)
NAMED = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</Type/Encoding/Differences[%b]>>>>"


def in_charset(text: str, charset: str) -> bytes:
    """Return the bytes that show this text: each letter is the one or two bytes that the reader's tables map to it."""
    codes = [bytes([n]) for n in range(0x20, 0x100)]
    if charset == "vni":
        codes += [bytes([a, b]) for a in b"aeouyAEOUY\xf4\xf6\xd4\xd6" for b in range(0xC0, 0x100)]
    known = {vietnamese.letters(code, charset): code for code in reversed(codes)}
    return b"".join(known[char] for char in text)


def shown(*runs: tuple[bytes, bytes], plain: bytes = b"") -> bytes:
    """Return a page with a line for each (font, bytes), and one in Helvetica."""
    fonts = [b"<</Type/Font/Subtype/Type1/BaseFont/%b/Encoding/WinAnsiEncoding>>" % font for font, _ in runs]
    names = b"".join(b"/O%d %d 0 R" % (n, 6 + n) for n in range(len(runs)))
    drawn = b"".join(
        b"BT /O%d 12 Tf 72 %d Td <%b> Tj ET\n" % (n, 700 - 60 * n, text.hex().encode())
        for n, (_, text) in enumerate(runs)
    )
    drawn += b"BT /F 12 Tf 72 300 Td (%b) Tj ET" % plain
    return one_page(drawn, more=fonts).replace(b"/F 5 0 R", b"/F 5 0 R" + names)


def text(tmp_path: Path, document: bytes) -> list[str]:
    path = tmp_path / "a.pdf"
    path.write_bytes(document)
    return [line for line in read(path).text.split("\n") if line]


@pytest.mark.parametrize(
    ("font", "charset"),
    [
        (b".VnTime", "tcvn3"),
        (b"ABCDEF+.VnArial,Bold", "tcvn3"),
        (b"#2EVnTime-Italic", "tcvn3"),
        (b"VNI-Times", "vni"),
        (b"QWERTY+VNI-Helve-Condense,Bold", "vni"),
        (b"VI#20Times", "viscii"),
    ],
)
def test_text_in_an_old_font_is_in_letters_and_what_stands_beside_it_stays(
    tmp_path: Path, font: bytes, charset: str
) -> None:
    found = text(tmp_path, shown((font, in_charset(BODY, charset)), plain=b"Caf\xe9 de la Paix"))
    assert found == [BODY, "Café de la Paix"]


def test_a_font_of_capitals_is_in_capitals(tmp_path: Path) -> None:
    bold = (b"BCDEFG+.VnTimeH,Bold", in_charset(TITLE, "tcvn3"))
    assert text(tmp_path, shown(bold, (b".VnTime", in_charset(BODY, "tcvn3")))) == [TITLE.upper(), BODY]


@pytest.mark.parametrize("charset", ["tcvn3", "vni", "viscii"])
def test_without_the_font_s_name_it_counts_how_the_text_reads(tmp_path: Path, charset: str) -> None:
    rest = "được đưa về đất liền, nơi gia đình chờ đón"
    page = shown((b"AAAAAA+F1", in_charset(BODY, charset)), (b"AAAAAA+F1", in_charset(rest, charset)))
    assert text(tmp_path, page) == [BODY, rest]


def test_a_font_of_that_name_in_unicode_stays_also_in_lines_that_do_not_show_it(tmp_path: Path) -> None:
    first, second = "Đường ra bến", "hoàng kim"
    letters = sorted(set(first + second))
    cmap = b"1 begincodespacerange <00> <ff> endcodespacerange %d beginbfchar %b endbfchar" % (
        len(letters),
        b" ".join(b"<%02x> <%04x>" % (0x21 + n, ord(letter)) for n, letter in enumerate(letters)),
    )
    drawn = b"".join(
        b"BT /O 12 Tf 72 %d Td <%b> Tj ET\n"
        % (700 - 60 * n, b"".join(b"%02x" % (0x21 + letters.index(char)) for char in line))
        for n, line in enumerate((first, second))
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/VNI-Times/ToUnicode 7 0 R>>"
    page = one_page(drawn, more=[font, stream(cmap)]).replace(b"/F 5 0 R", b"/F 5 0 R/O 6 0 R")
    assert text(tmp_path, page) == [first, second]


def test_another_language_with_accents_stays(tmp_path: Path) -> None:
    assert text(tmp_path, shown((b"AAAAAA+F1", FRENCH.encode("cp1252")))) == [FRENCH]


def drawn_font(names: str, more: bytes = b"") -> bytes:
    """Return a page with one word in a font of drawn glyphs (Type 3) with these names, without a character map."""
    glyph, count = stream(b"500 0 0 0 400 600 d1 0 0 400 600 re f"), len(names.split())
    codes = bytes(range(1, count + 1)).hex().encode()
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1/LastChar %d"
        b"/Widths[%b]/CharProcs<<%b>>/Encoding<</Differences[1 %b]>>>>"
    )
    drawn = b"".join(b"/%b 7 0 R" % name.encode() for name in names.split())
    order = b" ".join(b"/" + name.encode() for name in names.split())
    page = one_page(
        b"BT /G 12 Tf 72 700 Td <%b> Tj ET %b" % (codes, more),
        more=[font % (count, b"500 " * count, drawn, order), glyph],
    )
    return page.replace(b"/F 5 0 R", b"/F 5 0 R/G 6 0 R")


def test_letters_of_drawn_glyphs_are_read_by_their_names(tmp_path: Path) -> None:
    assert text(tmp_path, drawn_font("E m b a r g o")) == ["Embargo"]


def test_a_page_of_glyphs_without_letters_is_a_scan(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(drawn_font("g1 g2 g3 g4 g5 g6 g7", b"BT /F 12 Tf 72 600 Td (Halaman) Tj ET"))
    found = read(tmp_path / "a.pdf")
    assert (found.text, found.scans) == ("", [1])


def test_a_page_of_dates_is_text(tmp_path: Path) -> None:
    dates = "07/01/2014 07/02/2014 /3 /4"
    assert text(tmp_path, one_page(b"BT /F 12 Tf 72 700 Td (%b) Tj ET" % dates.encode())) == [dates]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (b"31/f_i", "Benefits of Sti\x1e"),
        (b"30/f_t/f_i", "Benefits of Stift"),
        (b"30/f_t.liga/uni0066_uni0069", "Benefits of Stift"),
        (b"30/.notdef/g31", "Bene\x1fts of Sti\x1e"),
    ],
)
@pytest.mark.parametrize("in_form", [False, True])
def test_ligatures_with_codes_of_their_own_are_letters(tmp_path: Path, names: bytes, shown: str, in_form: bool) -> None:
    drawn = b"BT /L 12 Tf 72 700 Td (Bene\\037ts of Sti\\036) Tj ET"
    if in_form:
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</L 6 0 R>>>>"
        page = one_page(b"/X Do", b"/XObject<</X 7 0 R>>", [NAMED % names, stream(drawn, form)])
    else:
        page = one_page(drawn, more=[NAMED % names]).replace(b"/F 5 0 R", b"/F 5 0 R/L 6 0 R")
    (tmp_path / "a.pdf").write_bytes(page)
    words = read(tmp_path / "a.pdf").text
    assert words == "".join(char for char in shown if char.isprintable())


def test_a_code_that_two_fonts_of_a_page_name_differently_is_no_letter(tmp_path: Path) -> None:
    page = one_page(b"BT /L 12 Tf 72 700 Td (Bene\\037ts) Tj ET", more=[NAMED % b"31/f_i", NAMED % b"31/f_l"])
    (tmp_path / "a.pdf").write_bytes(page.replace(b"/F 5 0 R", b"/F 5 0 R/L 6 0 R/M 7 0 R"))
    assert "fl" not in read(tmp_path / "a.pdf").text
