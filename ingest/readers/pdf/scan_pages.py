"""Find the scanned pages of a PDF: pages without text, or with only a stamp on a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers.base.time_limit import TimeLimit

STAMP = 200  # letters that a scanning program, or a stamp, leaves on a page
COVERED = 0.6  # by pictures on such a page
OBJECTS = 2_000  # of a page that are checked
SECONDS = 3.0  # for checking; unchecked pages without text count as scans


def find(path: Path, pages: Sequence[str | None], password: str = "") -> list[int]:
    """Return the numbers, from 1, of the pages to read by OCR. `pages` are their own texts, None for those that cannot
    be read. Empty pages are left out."""
    few = [
        (number, text) for number, text in enumerate(pages) if text is not None and sum(map(str.isalnum, text)) < STAMP
    ]
    if not few:
        return []
    try:
        document = pypdfium2.PdfDocument(path, password=password or None)
    except pypdfium2.PdfiumError:
        return []  # it cannot be rendered either
    try:
        limit = TimeLimit(SECONDS)
        return [
            number + 1 for number, text in few if number < len(document) and _is_scan(document, number, text, limit)
        ]
    finally:
        document.close()


def _is_scan(document: Any, number: int, text: str, limit: TimeLimit) -> bool:
    blank = not text.strip()
    if limit.is_over:
        return blank
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return False
    try:
        if blank:
            return bool(pdfium.FPDFPage_CountObjects(page.raw) > 0)
        return _covered(page) >= COVERED
    except pypdfium2.PdfiumError:
        return blank
    finally:
        page.close()


def _covered(page: Any) -> float:
    """Return the share of a page covered by pictures; scanners also write strips, or put them in a form."""
    left, bottom, right, top = page.get_bbox()
    whole, area = (right - left) * (top - bottom), 0.0
    for seen, item in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        if seen >= OBJECTS:
            break
        a, b, c, d = item.get_bounds()
        area += max(0.0, min(c, right) - max(a, left)) * max(0.0, min(d, top) - max(b, bottom))
    return area / whole if whole > 0 else 0.0
