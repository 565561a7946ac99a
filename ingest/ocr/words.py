"""What tesseract found on a page, as text and how sure it is of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median

from ingest.readers.charset import clean
from ingest.readers.paragraphs import Line, lines_of, paragraphs

WORD = "5"  # the level of a row of tesseract's TSV that is a word
COLUMNS = 12
SAME_SIZE = 1.5  # heights of lines that differ by less differ by the letters in them only
MOST_WORDS = 50_000  # of a page
LONGEST = 1_000  # letters of a word


@dataclass(slots=True)
class _Row:
    """One line of a page: its words, and the box around them in pixels from the upper left."""

    words: list[str] = field(default_factory=list)
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """The text of a page, paragraphs apart by a blank line, and the mean confidence of its words, 0 to 100, weighted by
    their letters; 0 where there are none. `sideways`: its lines run up or down the page."""

    text: str
    confidence: int
    letters: int
    sideways: bool = False

    @property
    def worth(self) -> int:
        """What tells the better of two readings of a page."""
        return self.confidence * self.letters // (2 if self.sideways else 1)


def found_in(tsv: Iterable[str], dpi: float) -> Found:
    """Of the lines of a TSV by tesseract, of a page that was drawn so finely."""
    rows: dict[tuple[str, ...], _Row] = {}
    letters, weighed = 0, 0.0
    for where, box, confidence, word in _words(tsv):
        count = sum(map(str.isalnum, word))
        letters += count
        weighed += confidence * count
        _add(rows.setdefault(where, _Row()), word, box)
    lines = [row for row in rows.values() if any(map(str.isalnum, "".join(row.words)))]
    text = clean(paragraphs(list(_placed(lines, 72 / dpi)))).replace("\f", "\n").strip()
    long = [row for row in lines if len(row.words) > 1]
    upright = [row for row in long if row.right - row.left > row.bottom - row.top]
    return Found(text, round(weighed / letters) if letters else 0, letters, len(upright) * 2 < len(long))


def _words(tsv: Iterable[str]) -> Iterator[tuple[tuple[str, ...], tuple[int, ...], float, str]]:
    """Each word with the line it stands in, its box and its confidence."""
    count = 0
    for raw in tsv:
        cells = raw.rstrip("\n").split("\t", COLUMNS - 1)
        if len(cells) < COLUMNS or cells[0] != WORD or not (word := cells[11].strip()[:LONGEST]):
            continue
        try:
            box, confidence = tuple(map(int, cells[6:10])), float(cells[10])
        except ValueError:
            continue
        count += 1
        if count > MOST_WORDS:
            return
        if 0 <= confidence <= 100:
            yield tuple(cells[1:5]), box, confidence, word


def _add(row: _Row, word: str, box: tuple[int, ...]) -> None:
    left, top, width, height = box
    if not row.words:
        row.left, row.top, row.right, row.bottom = left, top, left + width, top + height
    row.left, row.top = min(row.left, left), min(row.top, top)
    row.right, row.bottom = max(row.right, left + width), max(row.bottom, top + height)
    row.words.append(word)


def _placed(rows: list[_Row], scale: float) -> Iterator[Line]:
    """The lines with their places in points from below. Those of about the usual height have it: what a box is higher
    or lower is that of letters like g and k."""
    usual = median(row.bottom - row.top for row in rows) if rows else 0.0
    for row in rows:
        height = row.bottom - row.top
        if usual / SAME_SIZE < height < usual * SAME_SIZE:
            height = usual
        middle = (row.top + row.bottom) / 2
        words = lines_of(" ".join(row.words))[0].text
        yield Line(words, row.left * scale, row.right * scale, -(middle + height / 2) * scale, max(height * scale, 0.1))
