"""Read one page with tesseract: render it, recognise it, return text with confidence. Runs in a worker."""

from __future__ import annotations

import math
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from archive.errors import Encrypted, Unreadable
from archive.media_types import DJVU, by_first_bytes
from archive.messages import Message
from archive.pictures.thumbnails import small
from archive.tesseract import ORIENTATION
from archive.text.charset import clean_text
from ingest.ocr.layout import between, in_order
from ingest.ocr.text_rows import BoxedWord, TextRow, placed
from ingest.photo.multipage_tiff import page_of
from ingest.readers.pdf import djvu
from ingest.readers.pdf.paragraphs import joined, lines_of

WORD = "5"  # the level of a word row in tesseract's TSV
COLUMNS = 12
MOST_WORDS = 50_000  # on a page
LONGEST = 1_000  # letters of a word


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """The text of a page, with blank lines between paragraphs, and the mean confidence of its words, 0 to 100, weighted
    by length; 0 without words. `sideways`: its lines run up or down the page."""

    text: str
    confidence: int
    letters: int
    sideways: bool = False

    @property
    def worth(self) -> int:
        """Return the value by which two readings of a page are compared."""
        return self.confidence * self.letters // (2 if self.sideways else 1)


def found_in(tsv: Iterable[str]) -> RecognisedPage:
    """Return the words and rows in the lines of tesseract's TSV, with boxes in pixels."""
    found: dict[tuple[str, ...], TextRow] = {}
    letters, weighed = 0, 0.0
    for where, word, confidence in _words(tsv):
        count = sum(map(str.isalnum, word.text))
        letters += count
        weighed += confidence * count
        found.setdefault(where, TextRow(where[1])).words.append(word)
    rows = in_order(placed([*found.values()]))
    texts = [lines_of(row.text)[0].text for row in rows]
    text = clean_text(joined(texts, between(rows, texts))).replace("\f", "\n").strip()
    return RecognisedPage(text, round(weighed / letters) if letters else 0, letters, _is_sideways(rows))


def _is_sideways(rows: list[TextRow]) -> bool:
    long = [row for row in rows if len(row.words) > 1]
    upright = [row for row in long if row.right - row.left > _height(row)]
    return len(upright) * 2 < len(long)


def _height(row: TextRow) -> float:
    return max(word.bottom for word in row.words) - min(word.top for word in row.words)


def _words(tsv: Iterable[str]) -> Iterator[tuple[tuple[str, ...], BoxedWord, float]]:
    """Return each word with its line (page, block, paragraph, line) and its confidence."""
    count = 0
    for raw in tsv:
        cells = raw.rstrip("\n").split("\t", COLUMNS - 1)
        if len(cells) < COLUMNS or cells[0] != WORD or not (word := cells[11].strip()[:LONGEST]):
            continue
        try:
            left, top, width, height = map(int, cells[6:10])
            confidence = float(cells[10])
        except ValueError:
            continue
        count += 1
        if count > MOST_WORDS:
            return
        if 0 <= confidence <= 100 and width > 0 and height > 0:
            yield tuple(cells[1:5]), BoxedWord(word, left, top, left + width, top + height), confidence


MOST_PIXELS = 20_000_000  # of a rendered page: A3 at 300 dpi is 17 million
LEAST_SIDE = 16  # pixels; tesseract cannot read less
FLAT = 12  # grey levels between the darkest and the lightest pixel of an empty page
SURE = 65  # a result below this may be from a page on its side
GOOD = 85  # above this no other orientation is tried
PICTURE_DPI = 200  # assumed for pictures that are not PDFs
LOW_PRIORITY = 10
MOST_TSV = 32 << 20  # bytes
_ROTATE = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """How to read a page. `program`: the path of tesseract; `packs`: its languages."""

    program: str
    languages: str
    packs: list[str]
    dpi: int


def read_page(path: str, page: int, folder: str, how: dict[str, Any], passwords: Sequence[str] = ()) -> dict[str, Any]:
    """Return `text` and `confidence` (None for an empty page) of one page, counted from 1, of a PDF, a DjVu document or
    a picture. Raise Unreadable, and Encrypted if none of the passwords opens it."""
    asked = OcrSettings(**how)
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, LOW_PRIORITY)  # searches come first
    with Path(path).open("rb") as file:
        head = file.read(1024)
    if b"%PDF" in head:
        image, dpi = _drawn(_document(path, passwords), page, asked.dpi)
    elif by_first_bytes(head) == DJVU:
        image, dpi = djvu.draw_page(Path(path), page, asked.dpi, MOST_PIXELS)
    else:
        image, dpi = _picture(path, page)
    if _is_empty(image):
        return {"text": "", "confidence": None}
    found = _best(image, dpi, Path(folder), asked)
    return {"text": found.text, "confidence": found.confidence}


def _document(path: str, passwords: Sequence[str]) -> pypdfium2.PdfDocument:
    for password in ("", *passwords):
        try:
            return pypdfium2.PdfDocument(path, password=password or None)
        except pypdfium2.PdfiumError as error:
            if error.err_code != pdfium.FPDF_ERR_PASSWORD:
                raise Unreadable(Message("ocr-unopened", error=error)) from error
    raise Encrypted(Message("ocr-encrypted"))


def _drawn(document: pypdfium2.PdfDocument, number: int, dpi: int) -> tuple[Image.Image, float]:
    """Return a page in grey, and its resolution: as requested, or lower to have at most MOST_PIXELS."""
    try:
        page = document[number - 1]
        wide, high = page.get_size()
        if not (wide > 0 and high > 0 and math.isfinite(wide * high)):
            raise Unreadable(Message("ocr-page-sizeless", page=number))
        scale = min(dpi / 72, math.sqrt(MOST_PIXELS / (wide * high)))
        return page.render(scale=scale, grayscale=True).to_pil().convert("L"), scale * 72
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise Unreadable(Message("ocr-page-undrawn", page=number, error=error)) from error


def _picture(path: str, number: int) -> tuple[Image.Image, float]:
    """Return a picture in grey; for a multi-page TIFF the one with this number."""
    side = int(math.sqrt(MOST_PIXELS))
    if number == 1:
        return small(Path(path), side).image.convert("L"), PICTURE_DPI
    image = page_of(Path(path), number)
    image.thumbnail((side, side))
    return image, PICTURE_DPI


def _is_empty(image: Image.Image) -> bool:
    if min(image.size) < LEAST_SIDE:
        return True
    seen = image.copy()
    seen.thumbnail((1000, 1000))  # removes specks from a scanner's glass
    shades = [shade for shade, count in enumerate(seen.histogram()) if count]
    return shades[-1] - shades[0] < FLAT


def _best(image: Image.Image, dpi: float, folder: Path, asked: OcrSettings) -> RecognisedPage:
    """Return the best reading of a page as it is and, if that is uncertain, rotated."""
    image = ImageOps.autocontrast(image, cutoff=0.1)
    best = _read(image, dpi, folder, asked)
    if best.confidence >= SURE and not best.sideways:
        return best
    for turn in _turns(image, dpi, folder, asked):
        found = _read(image.rotate(-turn, expand=True), dpi, folder, asked)
        best = max(best, found, key=lambda one: one.worth)
        if best.confidence >= GOOD and not best.sideways:
            break
    return best


def _turns(image: Image.Image, dpi: float, folder: Path, asked: OcrSettings) -> list[int]:
    """Return the clockwise rotations in degrees that may turn a page upright, the one from tesseract's orientation pack
    first."""
    every = [180, 90, 270]
    if ORIENTATION not in asked.packs:
        return every
    try:
        _run(image, dpi, folder, asked, ["--psm", "0", "-l", ORIENTATION])
        said = (folder / "read.osd").read_text(encoding="utf-8", errors="replace")
    except (Unreadable, OSError):
        return every  # too few letters to decide
    turn = int(told[1]) if (told := _ROTATE.search(said)) else 0
    return sorted(every, key=lambda one: one != turn)


def _read(image: Image.Image, dpi: float, folder: Path, asked: OcrSettings) -> RecognisedPage:
    _run(image, dpi, folder, asked, ["--psm", "3", "-l", asked.languages, "-c", "tessedit_create_tsv=1"])
    target = folder / "read.tsv"
    try:
        if target.stat().st_size > MOST_TSV:
            raise Unreadable(Message("ocr-too-many-words"))
        with target.open(encoding="utf-8", errors="replace") as file:
            return found_in(file)
    except FileNotFoundError as error:
        raise Unreadable(Message("ocr-no-words")) from error


def _run(image: Image.Image, dpi: float, folder: Path, asked: OcrSettings, how: list[str]) -> None:
    """Run tesseract on a picture, within its worker's limits; writes `read.*` to `folder`."""
    drawn = folder / "page.pgm"
    image.save(drawn, "PPM")
    command = [asked.program, drawn.name, "read", *how[:4], "--dpi", str(max(70, round(dpi))), *how[4:]]
    with (folder / "said.txt").open("wb") as said:
        done = subprocess.run(  # noqa: S603 - no shell; languages are checked where they are given
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=False,
            env=dict(os.environ) | {"OMP_THREAD_LIMIT": "1"},
        )
    if done.returncode:
        words = (folder / "said.txt").read_bytes()[-300:].decode("utf-8", "replace").strip().splitlines()
        why = words[-1] if words else Message("ocr-exit", status=done.returncode)
        raise Unreadable(Message("ocr-failed", why=why))
