"""Pages of releases as an office prints them: a letterhead, a label, a headline that wraps, prose in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

FONTS = "/usr/share/fonts/truetype/noto/NotoSerif-"
REGULAR, BOLD = f"{FONTS}Regular.ttf", f"{FONTS}Bold.ttf"
SIZE, MARGIN, GUTTER = (1240, 1000), 140, 46


class Printed(NamedTuple):
    """What stands on a page, each in its own lines."""

    letterhead: Sequence[str]
    label: str
    number: str
    title: str
    body: Sequence[str]
    day: str


PAGES = {
    "id": Printed(
        ["KEMENTERIAN PERTANIAN CONTOH", "DINAS PANGAN KABUPATEN SUKAMAJU"],
        "SIARAN PERS",
        "Nomor: 33/SP/DP/IV/2024",
        "Panen Raya Padi di Sukamaju Melampaui Target dan Mengisi Lumbung Desa",
        [
            (
                "Sukamaju, 12 April 2024 - Para petani di Kecamatan Ciherang memanen padi lebih awal karena hujan "
                "turun tepat waktu. Dinas Pangan mencatat hasil rata-rata enam ton gabah dari setiap hektare sawah."
            ),
            (
                "Kepala Dinas Pangan, Ratna Komala, mengatakan lumbung desa akan penuh sampai musim tanam berikutnya. "
                "Ia berterima kasih kepada penyuluh yang mendampingi petani sejak bulan Desember."
            ),
        ],
        "2024-04-12",
    ),
    "vi": Printed(
        ["SỞ NÔNG NGHIỆP TỈNH MẪU", "TRUNG TÂM KHUYẾN NÔNG"],
        "THÔNG CÁO BÁO CHÍ",
        "Số: 21/TB-SNN",
        "Vụ lúa đông xuân được mùa, kho dự trữ của các xã đầy đến cuối năm",
        [
            (
                "Thành phố Mẫu, ngày 12 tháng 4 năm 2024 - Nông dân huyện Hòa An thu hoạch lúa sớm hơn mọi năm vì mưa "
                "xuống đúng lúc. Sở Nông nghiệp ghi nhận năng suất bình quân sáu tấn thóc khô trên mỗi héc ta."
            ),
            (
                "Giám đốc trung tâm, bà Trần Thu Hà, cho biết kho của các xã sẽ đầy cho đến vụ sau. Bà cảm ơn các "
                "cán bộ đã cùng nông dân ra đồng từ tháng mười hai."
            ),
        ],
        "2024-04-12",
    ),
    "en": Printed(
        ["MINISTRY OF MODEL FARMING", "SUKAMAJU COUNTY FOOD OFFICE"],
        "PRESS RELEASE",
        "No. 33/SP/DP/IV/2024",
        "Rice Harvest in Sukamaju Exceeds Its Target and Fills the Village Barns",
        [
            (
                "Sukamaju, 12 April 2024 - Farmers in the district of Ciherang brought in their rice early because the "
                "rain fell in time. The food office counted six tons of dry grain on average from each hectare."
            ),
            (
                "The head of the office, Ratna Komala, said that the barns will be full until the next season. She "
                "thanked the advisers who have been with the farmers since December."
            ),
        ],
        "2024-04-12",
    ),
}


def page(printed: Printed, columns: int = 1) -> Image.Image:
    """The page in grey at 150 dpi."""
    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    top = 70
    for line in printed.letterhead:
        top = _centred(pen, [line], ImageFont.truetype(BOLD, 24), top)
    top = _centred(pen, [printed.label], ImageFont.truetype(BOLD, 26), top + 30)
    top = _centred(pen, [printed.number], ImageFont.truetype(REGULAR, 24), top)
    large = ImageFont.truetype(BOLD, 36)
    title = wrapped(pen, printed.title, large, SIZE[0] - 2 * MARGIN)
    assert len(title) > 1
    top = _centred(pen, title, large, top + 24) + 24
    wide = (SIZE[0] - 2 * MARGIN - GUTTER * (columns - 1)) // columns
    font = ImageFont.truetype(REGULAR, 24)
    lines = [line for words in printed.body for line in [*wrapped(pen, words, font, wide), ""]]
    each = -(-len(lines) // columns)
    for number, line in enumerate(lines):
        left, row = MARGIN + number // each * (wide + GUTTER), number % each
        pen.text((left, top + 36 * row), line, font=font, fill=20)
    return image


def wrapped(pen: ImageDraw.ImageDraw, words: str, font: ImageFont.FreeTypeFont, wide: int) -> list[str]:
    """The words in lines that are no wider."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.textlength(longer, font=font) > wide:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _centred(pen: ImageDraw.ImageDraw, lines: Sequence[str], font: ImageFont.FreeTypeFont, top: int) -> int:
    for line in lines:
        pen.text(((SIZE[0] - pen.textlength(line, font=font)) / 2, top), line, font=font, fill=20)
        top += round(font.size * 1.4)
    return top
