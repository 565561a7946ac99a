"""Lines of a PDF page with their positions, from pdfium.

Pre-Unicode Vietnamese is recognised by the names of fonts, or by how Vietnamese the text reads.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from archive.text import vietnamese
from ingest.readers.pdf import ligatures
from ingest.readers.pdf.paragraphs import HYPHEN, PageLine

MAX_OBJECTS, MAX_FORMS = 3_000, 3  # in a page that are checked, and how deep
MAX_LINES = 1_000  # in a page that are searched in its text
LEAST, SHARE = 8, 25  # letters above 0x7F, and their minimum share: more than most languages have
_SUBSET = re.compile(r"[A-Z]{6}\+")
_STYLE = re.compile(r"(?:,.*|-(?:bold|italic|oblique|regular|normal|roman|mt|ps).*)\Z", re.I)
_HIGH = re.compile("[\u0080-\u00ff\u0152-\u0178\u2013-\u2122\uf0a0-\uf0ff]")

CODES = 10  # if one in so many characters is a glyph code, the page is not read by its codes
_BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"  # white space in Unicode
_GLYPHS = re.compile(r"/[A-Za-z]{0,5}\d{1,5}")  # as shown by pypdf
_SPACE = re.compile(r"[\s\x00-\x1f]+")  # pdfium shows no control characters
# shown by pdfium where pypdf keeps the byte: for bytes without a letter in Windows-1252, and for all kinds of hyphens
_SHAPES = str.maketrans(dict.fromkeys("\x7f\x81\x8d\x8f\x90\x9d", "•") | dict.fromkeys("\xad‐" + HYPHEN, "-"))


def plain_name(font: str) -> str:
    """Return a font's name without the subset prefix (ISO 32000-1, 9.6.4) and style: `.VnTimeH` for
    `ABCDEF+.VnTimeH,Bold`."""
    return _STYLE.sub("", _SUBSET.sub("", font.lstrip("/")))


def has_old(page: Any) -> bool:
    """Return whether text on a pdfium page is set in a font of an old Vietnamese character set."""
    return any(vietnamese.of_font(plain_name(name)) for name in set(_names(page.raw)))


def looks_old(text: str) -> bool:
    """Return whether a text has so many of the letters that old Vietnamese appears as, and none of Unicode's
    Vietnamese, that it should be checked."""
    high = len(_HIGH.findall(text))
    return high >= LEAST and high * SHARE >= len(text) and not vietnamese.has_unicode(text)


def has_codes(text: str, names: bool = False) -> bool:
    """Return whether much of a text is glyph codes instead of letters, from a font without a mapping to letters (ISO
    32000-1, 9.10). `names`: pypdf may also show their names, such as /g152."""
    shown = sum(not char.isspace() for char in text)
    codes = sum(char < " " and char not in _BLANKS for char in text)
    if names:
        codes += sum(map(len, _GLYPHS.findall(text)))
    return 0 < shown <= codes * CODES


@dataclass(frozen=True, slots=True)
class OldFontPage:
    """A pypdf page that may contain old Vietnamese: its text in (text, font), and the character set that it reads as
    without font information. pdfium cannot be used: it takes TCVN3's ư for a hyphen."""

    runs: list[tuple[str, str]]
    charset: str | None

    @property
    def changes(self) -> bool:
        """Return whether there is any."""
        return self.charset is not None or any(vietnamese.of_font(font) for _, font in self.runs)

    def text(self) -> str:
        """Return all of it in letters."""
        return self._letters(self.runs)

    def put_right(self, lines: list[PageLine]) -> list[PageLine] | None:
        """Return pdfium's lines of the page, in place, with these letters; None if they do not match."""
        if len(lines) > MAX_LINES:
            return None
        pieces = list(_pieces(self.runs))
        whole = "".join(shape for shape, _, _ in pieces)
        found: list[PageLine] = []
        at = 0
        for line in lines:
            words = [_SPACE.sub("", word).translate(_SHAPES) for word in line.text.split()]
            bare = "".join(words)
            ahead = whole.find(bare, at)
            at = ahead if ahead >= 0 else whole.find(bare)  # text drawn last may come first
            if at < 0:
                return None
            runs: list[tuple[str, str]] = []
            for number, word in enumerate(words):
                here = pieces[at : at + len(word)]
                runs += [(" ", here[0][2])] if number and here else []
                runs += [(raw, font) for _, raw, font in here]
                at += len(word)
            letters = self._letters(runs)
            text = letters.removesuffix("-") + HYPHEN if line.text.endswith(HYPHEN) and letters[-1:] == "-" else letters
            found.append(replace(line, text=text))
        return found

    def _letters(self, runs: Sequence[tuple[str, str]]) -> str:
        if self.charset is not None:
            return vietnamese.read_as("".join(text for text, _ in runs), self.charset)
        return vietnamese.joined(runs)


def old_fonts_of_page(page: Any) -> OldFontPage:
    """Return the fonts of a pypdf page. Raise as pypdf does on damaged pages."""
    runs: list[tuple[str, str]] = []

    def run(text: str, _matrix: Any, _text_matrix: Any, font: Any, _size: Any) -> None:
        name = font.get("/BaseFont") if font else None
        runs.append((text, plain_name(str(name or ""))))

    text = page.extract_text(visitor_text=run)
    of_fonts: dict[str, list[str]] = {}
    for words, font in runs:
        of_fonts.setdefault(font, []).append(words)
    # a font converted to Unicode may keep its name; a single line may not show that
    mended = {font for font, words in of_fonts.items() if vietnamese.has_unicode("".join(words))}
    runs = [(words, "" if font in mended else font) for words, font in runs]
    if any(vietnamese.of_font(font) for _, font in runs) or not looks_old(text):
        return OldFontPage(runs, None)
    return OldFontPage(runs, vietnamese.charset_by_reading(text))


def _pieces(runs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Return each letter as shown by pdfium, the actual one, and its font; without spaces."""
    for text, font in runs:
        for char in _SPACE.sub("", text):
            yield char.translate(_SHAPES), char, font


def _names(page: Any) -> Iterator[str]:
    seen: set[int | None] = set()
    for item in _text_objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, MAX_FORMS):
        font = pdfium.FPDFTextObj_GetFont(item)
        address = ctypes.cast(font, ctypes.c_void_p).value
        if address not in seen:
            seen.add(address)
            buffer = ctypes.create_string_buffer(128)
            if pdfium.FPDFFont_GetBaseFontName(font, buffer, 128):
                yield buffer.value.decode("utf-8", "replace")


def _text_objects(holder: Any, count: Any, get: Any, deep: int) -> Iterator[Any]:
    for at in range(min(count(holder), MAX_OBJECTS)):
        item = get(holder, at)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and deep:
            yield from _text_objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, deep - 1)


MAX_PLACED = 20_000  # lines; a page with more is not a page of text
LOST = 10  # one in so many letters of a page: at most so many are lost when words are added
MAX_COMPARED = 20_000  # of these
SLANT = 0.1  # of a line of text, rise by run, from which it counts as rotated
MOST_TURNED, LEAST_TURNED, MAX_TURNED = 200, 5, 500  # texts of a page; characters of one
MAX_WRITTEN = 2_000  # annotations of a page; more are not a form filled in by hand
# annotations that put words on a page (ISO 32000-1, 12.5.6): text over it, stamps, watermarks, form fields
_WRITTEN = (
    pdfium.FPDF_ANNOT_FREETEXT,
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_WATERMARK,
    pdfium.FPDF_ANNOT_WIDGET,
)

# spaced-out letters, as in "S I A R A N P E R S": minimum number, maximum distance in heights; multiple of the usual
# gap that separates words
_APART = re.compile(r"[^\W\d_](?: +[^\W\d_]){4,}")
CLOSE, SPACE = 1.2, 1.5
LEAST_LETTERS = 5  # different ones, of which a line is that is drawn twice; fewer may be a code, such as AABB

Area = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class PageContent:
    """The content of a page. `old`: there is text in a font of an old Vietnamese character set; `attached`: files are.
    `turned`: rotated texts, such as a watermark, which pdfium also appends to its last line."""

    lines: list[PageLine]
    old: bool
    attached: bool
    turned: list[str]


def lines_of_page(document: Any, number: int, limit: int) -> PageContent:
    """Return the visible lines of page `number` (from 0), at most `limit` characters. Text over it (form fields,
    stamps) comes last. Raise PdfiumError if it cannot be loaded."""
    page = document[number]
    kinds = _annotations(page)
    if kinds.intersection(_WRITTEN):
        page.close()
        page = _with_annotations(document, number)
    try:
        textpage = page.get_textpage()
        try:
            count = min(textpage.count_chars(), limit)
            text = textpage.get_text_range(0, count) if count else ""
            upright = page.get_rotation() in (0, 180)
            lines = _seen(_lines(textpage.raw, ligatures.kept(text), upright), page.get_bbox())
            turned = list(_turned(page, textpage))
            return PageContent(lines, has_old(page), pdfium.FPDF_ANNOT_FILEATTACHMENT in kinds, turned)
        finally:
            textpage.close()
    finally:
        page.close()


def _turned(page: Any, textpage: Any) -> Iterator[str]:
    matrix = pdfium.FS_MATRIX()
    count = 0
    for item in _text_objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, MAX_FORMS):
        if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)) or abs(matrix.b) < SLANT * abs(matrix.a):
            continue
        length = pdfium.FPDFTextObj_GetText(item, textpage.raw, None, 0)  # in bytes of UTF-16, including the terminator
        if 2 * LEAST_TURNED < length <= 2 * MAX_TURNED:
            buffer = ctypes.create_string_buffer(length)
            units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            pdfium.FPDFTextObj_GetText(item, textpage.raw, units, length)
            yield buffer.raw[: length - 2].decode("utf-16-le", "replace")
            count += 1
        if count >= MOST_TURNED:
            return


def _with_annotations(document: Any, number: int) -> Any:
    """Return the page with annotations as its own words. When adding the words, pdfium loses fonts that a page inherits
    from the page tree ("Inheritance", ISO 32000-1, 7.7.3.4); in a separate document the page keeps them."""
    alone = pypdfium2.PdfDocument.new()
    alone.import_pages(document, [number])
    before = _letters_of(document[number])
    page = _flattened(document, number)
    if (before - _letters_of(page)).total() * LOST <= before.total():
        alone.close()
        return page
    page.close()
    return _flattened(alone, 0)


def _flattened(document: Any, number: int) -> Any:
    page = document[number]
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return document[number]  # it must be loaded again to have the words


def _letters_of(page: Any) -> Counter[str]:
    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), MAX_COMPARED)
        return Counter(filter(str.isalnum, textpage.get_text_range(0, count) if count else ""))
    finally:
        textpage.close()


def _annotations(page: Any) -> set[int]:
    """Return the kinds of annotations on the page; none if there are too many."""
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    found: set[int] = set()
    for at in range(count if count <= MAX_WRITTEN else 0):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
        found.add(pdfium.FPDFAnnot_GetSubtype(annotation))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _seen(lines: list[PageLine], area: Area) -> list[PageLine]:
    """Return the lines without those completely outside the visible area: printers write file names there."""
    left, bottom, right, top = area
    return [
        line
        for line in lines
        if line.left is None
        or (line.left < right and line.right > left and line.bottom < top and line.bottom + line.height > bottom)
    ]


def _lines(textpage: Any, text: str, placed: bool) -> list[PageLine]:
    """Split the text into lines; a hyphen at a line's end, U+FFFE in pdfium, becomes HYPHEN."""
    lines: list[PageLine] = []
    at = 0  # UTF-16 units, in which pdfium counts
    for whole in text.replace("\ufffe", HYPHEN + "\n").replace("\r\n", "\n\r").split("\n"):
        # a line after CR LF begins with the CR moved there, so that units still match
        raw = whole.removeprefix("\r")
        start = at + (len(whole) - len(raw))
        words = raw.strip()
        units = _units(raw)
        if words and placed and len(lines) < MAX_PLACED:
            first = start + _units(raw[: len(raw) - len(raw.lstrip())])
            lines.append(_with_box(textpage, raw.strip(), first, start + _units(raw.rstrip()) - 1))
        elif words:
            lines.append(PageLine(words))
        elif lines:
            lines.append(PageLine(""))
        at = start + units + (0 if raw.endswith(HYPHEN) else 1)
    return lines


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _with_box(textpage: Any, words: str, first: int, last: int) -> PageLine:
    boxes = [_box(textpage, pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, at)) for at in (first, last)]
    if boxes[0] is None or boxes[1] is None:
        return PageLine(words)
    a, b = boxes[0], boxes[1]
    if _APART.fullmatch(words):
        words = _together(textpage, words, first)
    return PageLine(_drawn_once(words), min(a[0], b[0]), max(a[1], b[1]), a[2], max(a[3], 0.1))


def _drawn_once(words: str) -> str:
    """The words of letters that are drawn twice each, as for a shadow. pdfium leaves out only what lies closer."""
    pieces = words.split(" ")
    if any(piece[::2] != piece[1::2] for piece in pieces):
        return words
    once = [piece[::2] for piece in pieces]
    return " ".join(once) if len(set(filter(str.isalpha, words))) >= LEAST_LETTERS else words


def _together(textpage: Any, words: str, first: int) -> str:
    """Join spaced-out letters to words; unchanged if they are too far apart."""
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
    """Return left, right, bottom and height of a character's loose box, in points."""
    rect = pdfium.FS_RECTF()
    if index < 0 or not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rect)):
        return None
    return rect.left, rect.right, rect.bottom, rect.top - rect.bottom
