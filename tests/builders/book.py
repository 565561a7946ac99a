"""A report of nine pages as a PDF, with a phrase on its seventh page, and the position of the phrase."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfWriter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

PAGES = 9
PHRASE = "mercusuar tua dipugar"
ON = 7
SIZE = (595.0, 842.0)
_FONT, _HEIGHT = "Helvetica", 12
_BEFORE = "Warga senang karena "
_AT = (72.0, 318.0)


def phrase_box() -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the phrase as fractions of the page's width and height."""
    left = _AT[0] + stringWidth(_BEFORE, _FONT, _HEIGHT)
    right = left + stringWidth(PHRASE, _FONT, _HEIGHT)
    top, bottom = SIZE[1] - _AT[1] - 0.72 * _HEIGHT, SIZE[1] - _AT[1] + 0.22 * _HEIGHT
    return left / SIZE[0], top / SIZE[1], right / SIZE[0], bottom / SIZE[1]


def write_book(path: Path, pages: int = PAGES) -> Path:
    """Write the report. Its first three pages are numbered i to iii, the others from 1."""
    canvas = Canvas(str(path), pagesize=SIZE)
    for page in range(1, pages + 1):
        canvas.setFont(_FONT, _HEIGHT)
        canvas.drawString(72, 760, f"Laporan pelabuhan, bagian {page}")
        for line in range(24):
            canvas.drawString(72, 730 - 16 * line, f"Baris {line} di bagian {page} menyebut kapal dan awaknya.")
        if page == ON:
            canvas.drawString(*_AT, f"{_BEFORE}{PHRASE} bulan lalu.")
        if page in (2, ON, 9):
            canvas.drawString(72, 200, "Sebuah dermaga kayu, lalu dermaga batu.")
        canvas.showPage()
    canvas.setTitle("Laporan tahunan pelabuhan")
    canvas.save()
    writer = PdfWriter(clone_from=path)
    writer.set_page_label(0, min(2, pages - 1), style="/r")
    if pages > 3:
        writer.set_page_label(3, pages - 1, style="/D", start=1)
    writer.write(path)
    return path
