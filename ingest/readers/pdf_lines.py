"""The lines of a PDF page with their places, from pdfium."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers import pdf_fonts
from ingest.readers.paragraphs import HYPHEN, Line

MAX_PLACED = 20_000  # lines; a page with more is no page of text
MAX_WRITTEN = 2_000  # annotations of a page; more are no forms filled in by hand
# the annotations that put words on a page (ISO 32000-1, 12.5.6): text written over it, stamps, fields of a form
_WRITTEN = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET)

# letters set apart, as in "S I A R A N   P E R S": so many at least, closer than so many heights; a gap so many times
# the usual one is the space between words
_APART = re.compile(r"[^\W\d_](?: +[^\W\d_]){4,}")
CLOSE, SPACE = 1.2, 1.5

Area = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Placed:
    """What is on a page. `old`: there is text in a font of an old Vietnamese character set; `attached`: files are."""

    lines: list[Line]
    old: bool
    attached: bool


def of_page(document: Any, number: int, limit: int) -> Placed:
    """The lines of page `number` (from 0) that are seen on it, at most `limit` characters. What was written over it
    (in the fields of a form, as a stamp) comes last. Raises PdfiumError when it cannot be loaded."""
    page = document[number]
    kinds = _annotations(page)
    if kinds.intersection(_WRITTEN):
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
        page.close()
        page = document[number]  # only loaded anew it has the words
    try:
        textpage = page.get_textpage()
        try:
            count = min(textpage.count_chars(), limit)
            text = textpage.get_text_range(0, count) if count else ""
            upright = page.get_rotation() in (0, 180)
            lines = _seen(_lines(textpage.raw, text, upright), page.get_bbox())
            return Placed(lines, pdf_fonts.has_old(page), pdfium.FPDF_ANNOT_FILEATTACHMENT in kinds)
        finally:
            textpage.close()
    finally:
        page.close()


def _annotations(page: Any) -> set[int]:
    """The kinds of what lies upon the page; none where there is too much of it."""
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    found: set[int] = set()
    for at in range(count if count <= MAX_WRITTEN else 0):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
        found.add(pdfium.FPDFAnnot_GetSubtype(annotation))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _seen(lines: list[Line], area: Area) -> list[Line]:
    """The lines without those that lie wholly beside what is shown of the page: printers write file names there."""
    left, bottom, right, top = area
    return [
        line
        for line in lines
        if line.left is None
        or (line.left < right and line.right > left and line.bottom < top and line.bottom + line.height > bottom)
    ]


def _lines(textpage: Any, text: str, placed: bool) -> list[Line]:
    """The text cut into lines; a hyphen at a line's end, which pdfium writes as U+FFFE, ends the line with HYPHEN."""
    lines: list[Line] = []
    at = 0  # UTF-16 units, in which pdfium counts
    for whole in text.replace("\ufffe", HYPHEN + "\n").replace("\r\n", "\n\r").split("\n"):
        # a line after CR LF starts with the CR moved there, so that units still count right
        raw = whole.removeprefix("\r")
        start = at + (len(whole) - len(raw))
        words = raw.strip()
        units = _units(raw)
        if words and placed and len(lines) < MAX_PLACED:
            first = start + _units(raw[: len(raw) - len(raw.lstrip())])
            lines.append(_placed(textpage, raw.strip(), first, start + _units(raw.rstrip()) - 1))
        elif words:
            lines.append(Line(words))
        elif lines:
            lines.append(Line(""))
        at = start + units + (0 if raw.endswith(HYPHEN) else 1)
    return lines


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _placed(textpage: Any, words: str, first: int, last: int) -> Line:
    """The line with the box that its first and last character span."""
    boxes = [_box(textpage, pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, at)) for at in (first, last)]
    if boxes[0] is None or boxes[1] is None:
        return Line(words)
    a, b = boxes[0], boxes[1]
    if _APART.fullmatch(words):
        words = _together(textpage, words, first)
    return Line(words, min(a[0], b[0]), max(a[1], b[1]), a[2], max(a[3], 0.1))


def _together(textpage: Any, words: str, first: int) -> str:
    """The words of letters that were set apart; as they are where they stand too far apart to be of words."""
    at = [number for number, char in enumerate(words) if char != " "]
    places = [first + _units(words[:number]) for number in at]
    boxes = [_box(textpage, pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, place)) for place in places]
    known = [box for box in boxes if box is not None]
    gaps = [b[0] - a[1] for a, b in pairwise(known)]
    if len(known) < len(at) or not 0 < (usual := median(gaps)) <= CLOSE * known[0][3]:
        return words
    letters = [words[number] for number in at]
    return letters[0] + "".join(
        f" {letter}" if gap > SPACE * usual else letter for gap, letter in zip(gaps, letters[1:], strict=True)
    )


def _box(textpage: Any, index: int) -> tuple[float, float, float, float] | None:
    """Left, right, bottom and height of a character's loose box, in points."""
    rect = pdfium.FS_RECTF()
    if index < 0 or not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rect)):
        return None
    return rect.left, rect.right, rect.bottom, rect.top - rect.bottom
