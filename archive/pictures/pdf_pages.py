"""Render a page of a PDF, with the position of each letter. Runs in workers only."""

from __future__ import annotations

import ctypes
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from archive.errors import Encrypted, Unreadable
from archive.messages import Message

MOST_LETTERS = 20_000  # on one page; further ones have no positions
WIDTH, SMALL = 1200, 180  # pixels
_PIXELS, _SIDE = 8_000_000, 8_000  # of one picture, for any size of page
_WRITTEN = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET)
_MOST_WRITTEN = 2_000  # as many as the PDF reader includes in the text


def page_picture(path: str, folder: str, page: int = 1, width: int = WIDTH) -> str:
    """Save one page of a PDF (counted from 1) as viewers show it as a JPEG in `folder`, and return its name. It is
    `width` pixels wide unless that makes it too long. Raise Encrypted, and Unreadable, also if there is no such
    page."""
    with _opened(path, page) as (_, sheet):
        wide, high = _size(sheet, page)
        scale = min(width / wide, _SIDE / high, math.sqrt(_PIXELS / (wide * high)))
        image: Image.Image = sheet.render(scale=scale).to_pil().convert("RGB")
    image.save(Path(folder) / "page.jpg", "JPEG", quality=80, optimize=True, progressive=True)
    return "page.jpg"


def page_thumbnail(path: str, folder: str, page: int = 1) -> str:
    """Save the picture of a page as a small thumbnail, as `page_picture` does."""
    return page_picture(path, folder, page, SMALL)


def page_letters(path: str, folder: str, page: int = 1) -> str:
    """Return the name of a JSON file in `folder`: `pages` of the document, the `size` of this one as shown, its
    `letters` without blanks in pdfium's order, and for each its left, top, right and bottom in `boxes`. All in tenths
    of a point from the upper left corner of the page as shown. Raise as `page_picture` does."""
    with _opened(path, page) as (document, sheet):
        wide, high = _size(sheet, page)
        letters, boxes = _letters(sheet)
        told = {"pages": len(document), "size": [round(wide * 10), round(high * 10)], "letters": letters}
    (Path(folder) / "letters.json").write_text(json.dumps(told | {"boxes": boxes}, separators=(",", ":")))
    return "letters.json"


@contextmanager
def _opened(path: str, number: int) -> Iterator[tuple[Any, Any]]:
    """Return the document and the page, with its fields and stamps flattened into it."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted(Message("document-encrypted")) from error
        raise Unreadable(Message("document-unopened", error=error)) from error
    try:
        if not 1 <= number <= len(document):
            raise Unreadable(Message("document-page-missing", page=number, all=len(document)))
        if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
            document.init_forms()  # draws the fields that a program filled in without drawing them
        yield document, _flat(document, number - 1)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Message("document-page-undrawn", page=number, error=error)) from error
    finally:
        document.close()


def _flat(document: Any, index: int) -> Any:
    """Return the page with its fields and stamps flattened into it, as the PDF reader uses it."""
    page = document[index]
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    for at in range(count if count <= _MOST_WRITTEN else 0):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _WRITTEN:
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            return document[index]  # it must be loaded again to have the words
    return page


def _size(page: Any, number: int) -> tuple[float, float]:
    wide, high = page.get_size()
    if not (wide > 0 and high > 0 and math.isfinite(wide * high)):
        raise Unreadable(Message("document-page-sizeless", page=number))
    return wide, high


def _letters(page: Any) -> tuple[str, list[int]]:
    """Return what is visible on the page, letter by letter, and the boxes, four numbers each."""
    letters: list[str] = []
    boxes: list[int] = []
    wide, high = (round(side * 10) for side in page.get_size())
    area, turn = page.get_bbox(), page.get_rotation()
    textpage = page.get_textpage()
    rect = pdfium.FS_RECTF()
    for index in range(min(textpage.count_chars(), 2 * MOST_LETTERS)):
        letter = _letter(pdfium.FPDFText_GetUnicode(textpage.raw, index))
        if letter is None or not pdfium.FPDFText_GetLooseCharBox(textpage.raw, index, ctypes.byref(rect)):
            continue
        box = _shown((rect.left, rect.bottom, rect.right, rect.top), area, turn)
        if not all(math.isfinite(side) for side in box):
            continue
        left, top, right, bottom = (round(side * 10) for side in box)
        if right <= 0 or bottom <= 0 or left >= wide or top >= high or right <= left or bottom <= top:
            continue  # outside the page, or invisible
        letters.append(letter)
        boxes += (max(0, left), max(0, top), min(wide, right), min(high, bottom))
        if len(letters) == MOST_LETTERS:
            break
    return "".join(letters), boxes


def _letter(code: int) -> str | None:
    """Return a pdfium code as a letter; None for blanks and for codes that are not letters, such as half of a pair."""
    if code <= 0x20 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return None
    letter = chr(code)
    return None if letter.isspace() else letter


Box = tuple[float, float, float, float]


def _shown(box: Box, area: Box, turn: int) -> Box:
    """Return a box in page space (left, bottom, right, top; y upwards) as it is on the page shown: clipped to `area`
    and rotated clockwise (ISO 32000-1, 14.11.2 and table 30)."""
    left, bottom, right, top = box
    west, south, east, north = area
    if turn == 90:
        return bottom - south, left - west, top - south, right - west
    if turn == 180:
        return east - right, bottom - south, east - left, top - south
    if turn == 270:
        return north - top, east - right, north - bottom, east - left
    return left - west, north - top, right - west, north - bottom
