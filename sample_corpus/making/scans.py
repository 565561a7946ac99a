"""Draws the scanned pages of the corpus: PDFs with a picture of words in black and white, and no text."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A5
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from making.pdfs import FACES, FONTS

DOTS = 150  # an inch, as an office's scanner is set
PAGES = {
    "releases/2019-03-08-scan-sekolah-perahu.pdf": (
        "SIARAN PERS\n\nKupang, 8 Maret 2019. Sekretariat Koridor Maritim\nmembuka sekolah pembuat perahu di kampung"
        " Tanjung\nAlang. Dua belas tukang kayu tua mengajar anak muda\nmemilih papan, merapatkan lambung dan menambal"
        "\nlayar. Setiap angkatan menyelesaikan satu perahu,\nyang kemudian dipakai nelayan setempat."
    ),
    "releases/2019-04-12-scan-tu-den-cu.pdf": (
        "THÔNG CÁO BÁO CHÍ\n\nQuy Nhơn, ngày 12 tháng 4 năm 2019. Ban Thư ký\nHành lang Hàng hải nhận lại chiếc tủ đèn"
        " cũ của\nngọn hải đăng Hòn Rơm. Người gác đèn cuối cùng đã\ngiữ sổ trực trong ngăn kéo suốt ba mươi năm,"
        " và nay\ntrao cả sổ lẫn chìa khóa cho nhà trưng bày."
    ),
    "releases/2019-05-03-scan-rope-walk.pdf": (
        "PRESS RELEASE\n\nSurabaya, 3 May 2019. The Maritime Corridor\nSecretariat has bought the old rope walk"
        " behind the\nnaval yard. Its hemp hawsers were laid there by hand\nuntil 1961. The shed is to become a"
        " workshop where\nfishing crews learn to splice and to inspect lines."
    ),
}


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each scan's path in the corpus and what makes it."""
    for name, words in PAGES.items():
        yield name, lambda words=words: scanned(words)  # type: ignore[misc]


def scanned(words: str) -> bytes:
    """A PDF of one page on which these words are drawn; the same on every run."""
    wide, high = (round(side * DOTS / 72) for side in A5)
    page = Image.new("L", (wide, high), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONTS / FACES["Serif"]), 25)
    for number, line in enumerate(words.split("\n")):
        pen.text((90, 110 + 46 * number), line, font=font, fill=0)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A5, invariant=1)
    canvas.drawImage(ImageReader(page.point(lambda shade: 255 * (shade > 140)).convert("1")), 0, 0, *A5)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
