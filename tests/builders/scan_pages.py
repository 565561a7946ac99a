"""Pages drawn as pictures and put into PDFs, like the output of a scanner."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

FONT = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
SIZE = (1240, 900)  # the upper part of A4 at 150 dpi

INDONESIAN = [
    "SIARAN PERS",
    "",
    "Jakarta, 25 Oktober 2025. Menteri membuka dermaga baru di Teluk Kelapa bersama",
    "para nelayan dan wali kota. Dermaga itu melayani kapal penumpang setiap hari.",
]
VIETNAMESE = [
    "THÔNG CÁO BÁO CHÍ",
    "",
    "Hà Nội, ngày 25 tháng 10 năm 2025. Bộ trưởng khai trương ngọn hải đăng mới tại",
    "vịnh Bái Tử Long cùng các ngư dân và chủ tịch thành phố.",
]
ENGLISH = [
    "PRESS RELEASE",
    "",
    "Singapore, 25 October 2025. The harbour master opened a new breakwater with the",
    "fishing crews, who had waited for it through eleven monsoons.",
]


def drawn(lines: Sequence[str], *, turned: int = 0, blurred: float = 0.0) -> Image.Image:
    """Return a page of these lines in greyscale, rotated clockwise and blurred."""
    image = Image.new("L", SIZE, 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, 26)
    for number, line in enumerate(lines):
        pen.text((90, 90 + 48 * number), line, font=font, fill=15)
    if blurred:
        image = image.filter(ImageFilter.GaussianBlur(blurred))
    return image.rotate(-turned, expand=True) if turned else image


def scan(path: Path, *pages: Image.Image, stamp: str = "") -> Path:
    """Write a PDF of these pictures, one per page, each with a text stamp."""
    canvas = Canvas(str(path))
    for page in pages:
        wide, high = (side * 72 / 150 for side in page.size)
        data = io.BytesIO()
        page.convert("L").save(data, "PNG")
        data.seek(0)
        canvas.setPageSize((wide, high))
        canvas.drawImage(ImageReader(data), 0, 0, wide, high)
        if stamp:
            canvas.drawString(20, 12, stamp)
        canvas.showPage()
    canvas.save()
    return path
