"""The lines of a PDF page with their places, from pdfium."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers.paragraphs import HYPHEN, Line

MAX_PLACED = 20_000  # lines; a page with more is no page of text


def of_page(document: Any, number: int, limit: int) -> list[Line]:
    """The lines of page `number` (from 0), at most `limit` characters. Raises PdfiumError when it cannot be loaded."""
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            count = min(textpage.count_chars(), limit)
            text = textpage.get_text_range(0, count) if count else ""
            upright = page.get_rotation() in (0, 180)
            return _lines(textpage.raw, text, upright)
        finally:
            textpage.close()
    finally:
        page.close()


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
    return Line(words, min(a[0], b[0]), max(a[1], b[1]), a[2], max(a[3], 0.1))


def _box(textpage: Any, index: int) -> tuple[float, float, float, float] | None:
    """Left, right, bottom and height of a character's loose box, in points."""
    rect = pdfium.FS_RECTF()
    if index < 0 or not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rect)):
        return None
    return rect.left, rect.right, rect.bottom, rect.top - rect.bottom
