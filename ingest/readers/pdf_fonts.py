"""Vietnamese of before Unicode in a PDF: told by the names of its fonts, else by how Vietnamese the text reads."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers import fonts
from ingest.readers.paragraphs import HYPHEN, Line

MAX_OBJECTS, MAX_FORMS = 3_000, 3  # of a page that are looked at, and how deep
MAX_LINES = 1_000  # of a page that are looked for in its text
LEAST, SHARE = 8, 25  # letters over 0x7F, and one in so many at least: more than most languages have
_SUBSET = re.compile(r"[A-Z]{6}\+")
_STYLE = re.compile(r"(?:,.*|-(?:bold|italic|oblique|regular|normal|roman|mt|ps).*)\Z", re.I)
_HIGH = re.compile("[\u0080-\u00ff\u0152-\u0178\u2013-\u2122\uf0a0-\uf0ff]")

_SPACE = re.compile(r"[\s\x00-\x1f]+")  # pdfium shows no control characters
# what pdfium shows where pypdf keeps the byte: of bytes without a letter in Windows-1252, and of hyphens of all kinds
_SHAPES = str.maketrans(dict.fromkeys("\x7f\x81\x8d\x8f\x90\x9d", "•") | dict.fromkeys("\xad‐" + HYPHEN, "-"))


def plain_name(font: str) -> str:
    """A font's name without the mark of a subset (ISO 32000-1, 9.6.4) and without its style: `.VnTimeH` for
    `ABCDEF+.VnTimeH,Bold`."""
    return _STYLE.sub("", _SUBSET.sub("", font.lstrip("/")))


def has_old(page: Any) -> bool:
    """Whether text on a page of pdfium is set in a font of an old Vietnamese character set."""
    return any(fonts.of_font(plain_name(name)) for name in set(_names(page.raw)))


def looks_old(text: str) -> bool:
    """Whether a text has so many of the letters that old Vietnamese shows as, and none of Unicode's Vietnamese, that it
    is worth to be looked at."""
    high = len(_HIGH.findall(text))
    return high >= LEAST and high * SHARE >= len(text) and not fonts.has_unicode(text)


@dataclass(frozen=True, slots=True)
class Old:
    """A page of pypdf in which there may be old Vietnamese: its text in (text, font), and the character set that it
    reads as where no font tells one. pdfium cannot be asked: it takes TCVN3's ư for a hyphen."""

    runs: list[tuple[str, str]]
    charset: str | None

    @property
    def changes(self) -> bool:
        """Whether there is any."""
        return self.charset is not None or any(fonts.of_font(font) for _, font in self.runs)

    def text(self) -> str:
        """All of it in letters."""
        return self._letters(self.runs)

    def put_right(self, lines: list[Line]) -> list[Line] | None:
        """The lines that pdfium made of the page, in their places, with these letters; None where they do not match."""
        if len(lines) > MAX_LINES:
            return None
        pieces = list(_pieces(self.runs))
        whole = "".join(shape for shape, _, _ in pieces)
        found: list[Line] = []
        at = 0
        for line in lines:
            words = [_SPACE.sub("", word).translate(_SHAPES) for word in line.text.split()]
            bare = "".join(words)
            ahead = whole.find(bare, at)
            at = ahead if ahead >= 0 else whole.find(bare)  # what is drawn last may stand first
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
            return fonts.read_as("".join(text for text, _ in runs), self.charset)
        return fonts.joined(runs)


def of_page(page: Any) -> Old:
    """What a page of pypdf is set in. Raises what pypdf raises on damaged pages."""
    runs: list[tuple[str, str]] = []

    def run(text: str, _matrix: Any, _text_matrix: Any, font: Any, _size: Any) -> None:
        name = font.get("/BaseFont") if font else None
        runs.append((text, plain_name(str(name or ""))))

    text = page.extract_text(visitor_text=run)
    of_fonts: dict[str, list[str]] = {}
    for words, font in runs:
        of_fonts.setdefault(font, []).append(words)
    # a font that was converted to Unicode kept its name; a line of it alone may not show that
    mended = {font for font, words in of_fonts.items() if fonts.has_unicode("".join(words))}
    runs = [(words, "" if font in mended else font) for words, font in runs]
    if any(fonts.of_font(font) for _, font in runs) or not looks_old(text):
        return Old(runs, None)
    return Old(runs, fonts.charset_by_reading(text))


def _pieces(runs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Each letter as pdfium shows it, as it is, and its font; without spaces."""
    for text, font in runs:
        for char in _SPACE.sub("", text):
            yield char.translate(_SHAPES), char, font


def _names(page: Any) -> Iterator[str]:
    seen: set[int | None] = set()
    for item in _objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, MAX_FORMS):
        font = pdfium.FPDFTextObj_GetFont(item)
        address = ctypes.cast(font, ctypes.c_void_p).value
        if address not in seen:
            seen.add(address)
            buffer = ctypes.create_string_buffer(128)
            if pdfium.FPDFFont_GetBaseFontName(font, buffer, 128):
                yield buffer.value.decode("utf-8", "replace")


def _objects(holder: Any, count: Any, get: Any, deep: int) -> Iterator[Any]:
    """The text on a page, and in the forms on it."""
    for at in range(min(count(holder), MAX_OBJECTS)):
        item = get(holder, at)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and deep:
            yield from _objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, deep - 1)
