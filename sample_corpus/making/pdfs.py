"""Sets the PDFs of the corpus from plain sources, with document information and an embedded subset of Noto Serif."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

FONTS = Path("/usr/share/fonts/truetype/noto")  # Debian's fonts-noto-core; the SIL Open Font License allows embedding
FACES = {"Serif": "NotoSerif-Regular.ttf", "Serif-Bold": "NotoSerif-Bold.ttf", "Serif-Italic": "NotoSerif-Italic.ttf"}
SOURCES = Path(__file__).parent / "sources"


@dataclass(frozen=True)
class Document:
    """What the document information of a PDF says (ISO 32000-1, 14.3.3)."""

    source: str
    title: str
    author: str
    subject: str
    keywords: str
    made: str
    password: str = ""


DOCUMENTS = {
    "releases/2024-09-12-annual-report-2023.pdf": Document(
        "annual-report-2023.txt",
        "Safer hours: annual report 2023",
        "Maritime Corridor Secretariat",
        "Annual report",
        "annual report, accidents, training, relief",
        "2024-09-12T08:00:00",
    ),
    "releases/2025-04-18-hien-chuong-da-nang.pdf": Document(
        "hien-chuong-da-nang.txt",
        "Hiến chương Đà Nẵng về cảng an toàn",
        "Ban Thư ký Hành lang Hàng hải",
        "Văn kiện",
        "Hiến chương Đà Nẵng, cảng an toàn, công nhân",
        "2025-04-18T09:00:00",
    ),
    "releases/2026-01-15-program-kerja-2026.pdf": Document(
        "program-kerja-2026.txt",
        "Program kerja 2026",
        "Sekretariat Koridor Maritim",
        "Program kerja",
        "program kerja, anggaran, feri listrik, pelampung tambat",
        "2026-01-15T03:00:00",
    ),
    "speeches/2025-04-19-pidato-penutupan.pdf": Document(
        "pidato-penutupan-forum.txt",
        "Pidato penutupan Forum Koridor Maritim ketiga",
        "Bambang Suryolaksono",
        "Pidato",
        "pidato, penutupan, forum",
        "2025-04-19T10:00:00",
    ),
}


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each PDF's path in the corpus and what makes it."""
    for name, document in DOCUMENTS.items():
        yield name, lambda document=document: typeset(document)  # type: ignore[misc]


def have_fonts() -> bool:
    """Whether this machine has the faces that are embedded."""
    return all((FONTS / face).is_file() for face in FACES.values())


def typeset(document: Document) -> bytes:
    """The bytes of the PDF; the same on every run."""
    for name, face in FACES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(FONTS / face)))
    pdfmetrics.registerFontFamily("Serif", normal="Serif", bold="Serif-Bold", italic="Serif-Italic")
    moment = str(int(datetime.fromisoformat(document.made).replace(tzinfo=UTC).timestamp()))
    out = io.BytesIO()
    with mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": moment}):
        template = SimpleDocTemplate(
            out, pagesize=A4, leftMargin=28 * mm, rightMargin=28 * mm, topMargin=26 * mm, bottomMargin=24 * mm
        )
        template.title, template.author, template.subject = document.title, document.author, document.subject
        template.keywords, template.creator = document.keywords, "sample_corpus/make.py"
        if document.password:
            template.encrypt = StandardEncryption(
                document.password, ownerPassword="owner-" + document.password, strength=128
            )
        footer = _footer(document)
        template.build(list(_flow(document)), onFirstPage=footer, onLaterPages=footer)
    return out.getvalue()


def _flow(document: Document) -> Iterator[Paragraph | PageBreak]:
    body = ParagraphStyle("body", fontName="Serif", fontSize=10.5, leading=16, spaceAfter=7, alignment=TA_JUSTIFY)
    head = ParagraphStyle("head", fontName="Serif-Bold", fontSize=19, leading=25, spaceAfter=6, textColor="#12396b")
    part = ParagraphStyle("part", fontName="Serif-Bold", fontSize=12.5, leading=18, spaceBefore=8, spaceAfter=3)
    note = ParagraphStyle(
        "note", fontName="Serif-Italic", fontSize=10.5, leading=15, spaceAfter=12, textColor="#444444"
    )
    for number, page in enumerate((SOURCES / document.source).read_text("utf-8").split("\n\\f\n")):
        if number:
            yield PageBreak()
        for block in re.split(r"\n\s*\n|\n(?=\*)", page.strip()):
            for line in _split_heading(block.strip()):
                if line.startswith("## "):
                    yield Paragraph(line[3:], part)
                elif line.startswith("# "):
                    yield Paragraph(line[2:], head)
                elif line.startswith("*"):
                    yield Paragraph(line.strip("*"), note)
                elif line:
                    yield Paragraph(line, body)


def _split_heading(block: str) -> list[str]:
    """A heading and the paragraph right under it."""
    return block.split("\n", 1) if block.startswith("#") else [block]


def _footer(document: Document) -> Callable[[Canvas, SimpleDocTemplate], None]:
    def draw(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Serif", 8)
        canvas.setFillGray(0.4)
        canvas.drawString(28 * mm, 14 * mm, document.author)
        canvas.drawRightString(A4[0] - 28 * mm, 14 * mm, str(template.page))

    return draw
