"""What tesseract found on a page, as text and how sure it is of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.ocr.columns import in_order
from ingest.ocr.layout import between
from ingest.ocr.rows import Row, Word, placed
from ingest.readers.charset import clean
from ingest.readers.paragraphs import joined, lines_of

WORD = "5"  # the level of a row of tesseract's TSV that is a word
COLUMNS = 12
MOST_WORDS = 50_000  # of a page
LONGEST = 1_000  # letters of a word


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


def found_in(tsv: Iterable[str]) -> Found:
    """Of the lines of a TSV by tesseract, which gives boxes in pixels."""
    found: dict[tuple[str, ...], Row] = {}
    letters, weighed = 0, 0.0
    for where, word, confidence in _words(tsv):
        count = sum(map(str.isalnum, word.text))
        letters += count
        weighed += confidence * count
        found.setdefault(where, Row(where[1])).words.append(word)
    rows = in_order(placed([*found.values()]))
    texts = [lines_of(row.text)[0].text for row in rows]
    text = clean(joined(texts, between(rows, texts))).replace("\f", "\n").strip()
    return Found(text, round(weighed / letters) if letters else 0, letters, _sideways(rows))


def _sideways(rows: list[Row]) -> bool:
    """Whether most lines of several words are higher than wide."""
    long = [row for row in rows if len(row.words) > 1]
    upright = [row for row in long if row.right - row.left > _height(row)]
    return len(upright) * 2 < len(long)


def _height(row: Row) -> float:
    return max(word.bottom for word in row.words) - min(word.top for word in row.words)


def _words(tsv: Iterable[str]) -> Iterator[tuple[tuple[str, ...], Word, float]]:
    """Each word with the line it stands in (page, block, paragraph, line) and its confidence."""
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
            yield tuple(cells[1:5]), Word(word, left, top, left + width, top + height), confidence
