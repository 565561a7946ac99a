"""Words and rows of a scanned page from tesseract, with the height of their letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

# All lengths are in units of a row's letter size, from the top of an h to the bottom of a g.
HIGH, LOW, MARKED, BELOW = 0.74, 0.54, 0.18, 0.22  # of letters: ascenders, small letters, accents above, descenders
ABOVE, UNDER = 230, 220  # positions of accents by Unicode number
WIDE = 0.5  # the usual width of a letter
TOO_HIGH = 1.4  # ratio to the height by width: the box contains more than letters
CELL = 2.0  # minimum between two table cells, and multiple of the usual word distance
MARKS = 0.5  # of the size of the row below: its accents, taken for a row


@dataclass(frozen=True, slots=True)
class BoxedWord:
    """A word and the box around it, in pixels from the upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class TextRow:
    """One line of a page as found by tesseract, in one of its blocks."""

    block: str
    words: list[BoxedWord] = field(default_factory=list)
    size: float = 0.0
    foot: float = 0.0  # its baseline

    @property
    def text(self) -> str:
        """Return its words."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Return the left edge of its first word."""
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        """Return the right edge of its last word."""
        return max(word.right for word in self.words)

    @property
    def middle(self) -> float:
        """Return the middle between both edges."""
        return (self.left + self.right) / 2

    @property
    def is_celled(self) -> bool:
        """Return whether gaps divide it like table cells, and not like words of a justified line."""
        words = sorted(self.words, key=lambda word: word.left)
        gaps = [other.left - one.right for one, other in pairwise(words)]
        return bool(gaps) and max(gaps) > CELL * self.size and (len(gaps) < 3 or max(gaps) > CELL * median(gaps))

    def measure(self) -> None:
        """Measure the size of its letters: a word in lower case counts like one in capitals."""
        told = [(word, *_extent(word.text)) for word in self.words if any(map(str.isalnum, word.text))]
        high = median((word.bottom - word.top) / (up + down) for word, up, down in told)
        wide = (self.right - self.left) / (len(self.text) * WIDE)
        self.size = high if high < TOO_HIGH * wide else wide
        self.foot = median(word.bottom - down * self.size for word, up, down in told)


def _extent(word: str) -> tuple[float, float]:
    """Return how far the letters of a word reach above and below the baseline."""
    up = down = own = 0.0
    for letter in unicodedata.normalize("NFD", word):
        place = unicodedata.combining(letter)
        if place == ABOVE:
            own += MARKED
        elif not place:
            own = LOW if letter.islower() and letter not in "bdfhiklt" else HIGH
        up = max(up, own)
        hangs = place == UNDER or letter in "gjpqyQ,;()[]{}/|@"
        down = max(down, BELOW if hangs else 0.0)
    return up, down


def placed(rows: Sequence[TextRow]) -> list[TextRow]:
    """Return the measured rows with letters or digits: separate pieces joined, without rows of only the accents of the
    row below."""
    found: list[TextRow] = []
    for row in rows:
        if not any(map(str.isalnum, row.text)):
            continue
        row.measure()
        if found and _goes_on(found[-1], row):
            found[-1].words += row.words
            found[-1].measure()
        else:
            found.append(row)
    return [row for row in found if not any(_marks(row, other) for other in found)]


def _goes_on(row: TextRow, other: TextRow) -> bool:
    return other.left >= row.right and abs(row.foot - other.foot) < min(row.size, other.size) / 2


def _marks(row: TextRow, other: TextRow) -> bool:
    inside = other.left - other.size < row.left and row.right < other.right + other.size
    return row.size < MARKS * other.size and inside and 0 < other.foot - row.foot < other.size
