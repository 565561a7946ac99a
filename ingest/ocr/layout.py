"""Put the lines of a scanned page in reading order, and join lines that continue each other.

Place, size and what would still fit tell whether a line continues. Two columns whose rows run together are split.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from archive.text.orthography import ends_sentence, in_capitals, starts_low
from ingest.extract.title.header import is_header_line
from ingest.ocr.text_rows import TextRow, placed
from ingest.readers.pdf.paragraphs import HYPHEN, ends_paragraph, is_item

# All lengths are in units of the letter size.
OTHER_SIZE = 1.22  # ratio: another kind of line
OTHER_CAPITALS = 1.4  # the same for capitals, whose accents may not be recognised
LARGE = 1.22  # multiple of the usual size: a headline
FAR = 1.35  # multiple of the usual row distance: a blank line between
FAR_ALONE = 2.1  # between rows, on a page without a usual distance
CLOSE = 1.7  # between rows: never a blank line
BLANK = 0.3  # between two words
INDENT, INDENTED = 0.8, 3.0  # of the first row of a paragraph, minimum and maximum
ASIDE = 0.35  # maximum distance between the centres of two centred rows
FEW = 4  # rows that determine the width of a column, and the row distance
FULL = 0.85  # of a column's width
LONG = 0.6  # of it, if the sentence continues below
HEADER = 24  # rows from the top that are searched for labels, numbers and letterheads


def between(rows: Sequence[TextRow], texts: Sequence[str]) -> list[str]:
    """Return the separator between each two rows of a page: a blank line if they are further apart than usual or of
    different size; a space if the first word of the second would not have fitted at the end of the first; else a line
    end. `texts`: their words, with HYPHEN at a word break. Labels, numbers and letterhead lines stay separate, and a
    headline is one line however it was set."""
    page = _Page(rows)
    signs: list[str] = []
    for number, ((above, below), (words, next_words)) in enumerate(zip(pairwise(rows), pairwise(texts), strict=True)):
        sign = page.between(above, below, words, next_words, number < HEADER)
        if signs[-1:] == [" "] and sign == "\n" and ends_paragraph(words, next_words):
            sign = "\n\n"
        signs.append(sign)
    return signs


class _Page:
    """The rows of a page, its usual letter size and row distance, and its columns."""

    def __init__(self, rows: Sequence[TextRow]) -> None:
        letters = [row.size for row in rows for _ in range(len(row.text))]
        self._usual = median(letters) if letters else 1.0
        steps = sorted(step for above, below in pairwise(rows) if (step := self._step(above, below)) is not None)
        self._step_usual = median(steps) if len(steps) >= FEW else None
        self._columns = _columns(rows)
        self._edges = (min((row.left for row in rows), default=0.0), max((row.right for row in rows), default=0.0))

    @staticmethod
    def _step(above: TextRow, below: TextRow) -> float | None:
        """Return the distance of two rows of one size, one below the other as in a paragraph."""
        size = max(above.size, below.size)
        step = (below.foot - above.foot) / size
        beside = below.left >= above.right or below.right <= above.left
        return None if beside or _other_size(above, below) or not 0.5 < step < 4 else step

    def between(self, above: TextRow, below: TextRow, words: str, next_words: str, in_head: bool) -> str:
        """Return the separator between two rows, as `between` does."""
        size = max(above.size, below.size)
        step = (below.foot - above.foot) / size
        if abs(step) < 0.5:
            return " "  # pieces of one row
        large = [row.size > LARGE * self._usual for row in (above, below)]
        capitals = in_capitals(words) and in_capitals(next_words)
        larger = _other_size(above, below) or (large[0] and not large[1] and not capitals)
        cut = words.endswith(HYPHEN)
        left, right = self._column(above)
        unfit = cut or _unfit(above, below, left, right)
        if step < 0:  # the next column
            goes_on = unfit and not larger and not ends_sentence(words)
            return " " if cut or goes_on or (not larger and starts_low(next_words)) else "\n\n"
        if larger or step > self._far(above):
            return "\n\n"
        if is_item(next_words) or (words[-1:].isdigit() and next_words[:1].isdigit()):
            return "\n"  # lists and tables of contents
        if above.is_celled or below.is_celled or self._alone(words, next_words, in_head, unfit):
            return "\n"
        if all(large) and not capitals:
            return " "
        indented = below.left - above.left > INDENT * size and abs(above.left - left) < INDENT * size
        if indented and not _are_centred(above, below) and (not unfit or ends_sentence(words)):
            return "\n\n"
        long = above.right - left >= LONG * (right - left)
        return " " if unfit or (long and starts_low(next_words) and not ends_sentence(words)) else "\n"

    def _far(self, above: TextRow) -> float:
        """Return the distance from which a blank line is below a row."""
        if self._step_usual is None:
            return FAR_ALONE
        least = CLOSE if above.size > LARGE * self._usual else 0.0
        return max(FAR * self._step_usual, least)

    @staticmethod
    def _alone(words: str, next_words: str, in_head: bool, unfit: bool) -> bool:
        """Return whether one of two rows is a label or the like, or in capitals beside one that is not. The dateline of
        a report may fill its row."""
        if in_head and ((is_header_line(words) and not unfit) or is_header_line(next_words)):
            return True
        last = ends_sentence(next_words) and len(next_words.split()) < 3  # a name in capitals that ends a sentence
        return in_capitals(words) != in_capitals(next_words) and not last

    def _column(self, row: TextRow) -> tuple[float, float]:
        """Return the left and right edge of a row's column; of the page for rows above or below all columns, or in
        none."""
        own = self._columns.get(id(row))
        if own is not None:
            return own.left, own.right
        beside = [one for one in self._columns.values() if one.left <= row.middle <= one.right and one.holds(row)]
        edges = [(one.left, one.right) for one in beside] or [self._edges]
        return max(edges, key=lambda edge: edge[1] - edge[0])


@dataclass(frozen=True, slots=True)
class _Column:
    """A block of prose rows, most of which reach the right edge."""

    left: float
    right: float
    top: float
    bottom: float

    def holds(self, row: TextRow) -> bool:
        """Return whether a row is within its height."""
        return self.top <= row.foot <= self.bottom


def _columns(rows: Sequence[TextRow]) -> dict[int, _Column]:
    """Return, by row, its column of prose: its block or, if that is short, all rows one below the other that begin at
    one edge."""
    found: dict[int, _Column] = {}
    for held in (*_stacks(rows), *_blocks(rows)):
        column = _prose(held)
        if column is not None:
            found.update((id(row), column) for row in held)
    return found


def _blocks(rows: Sequence[TextRow]) -> Iterable[list[TextRow]]:
    blocks: dict[str, list[TextRow]] = {}
    for row in rows:
        blocks.setdefault(row.block, []).append(row)
    return blocks.values()


def _stacks(rows: Sequence[TextRow]) -> list[list[TextRow]]:
    stacks: list[list[TextRow]] = []
    for row in rows:
        last = stacks[-1][-1] if stacks else None
        below = last is not None and last.foot < row.foot and not _other_size(last, row)
        if last is not None and below and abs(min(one.left for one in stacks[-1]) - row.left) < INDENTED * row.size:
            stacks[-1].append(row)
        else:
            stacks.append([row])
    return stacks


def _prose(rows: Sequence[TextRow]) -> _Column | None:
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    full = [row for row in rows if row.right >= left + FULL * (right - left)]
    along = [row for row in rows if row.left - left < INDENTED * row.size]
    enough = len(rows) >= FEW and 2 * len(full) >= len(rows) and 4 * len(along) >= 3 * len(rows)
    return _Column(left, right, rows[0].foot, rows[-1].foot) if enough else None


def _other_size(above: TextRow, below: TextRow) -> bool:
    small, large = sorted((above.size, below.size))
    return large > (OTHER_CAPITALS if in_capitals(above.text) and in_capitals(below.text) else OTHER_SIZE) * small


def _unfit(above: TextRow, below: TextRow, left: float, right: float) -> bool:
    """Return whether the first word of a row would not have fitted at the end of the row above."""
    first = below.words[0].right - below.words[0].left
    wide = above.right - (above.left if _are_centred(above, below) else left)
    return wide + BLANK * above.size + first > right - left


def _are_centred(above: TextRow, below: TextRow) -> bool:
    size = max(above.size, below.size)
    return abs(above.middle - below.middle) < ASIDE * size < abs(above.left - below.left)


# All lengths are in units of the letter size.
GUTTER = 1.1  # minimum between two columns, and multiple of the usual word distance
LEAST = 10  # of a column; a narrower one belongs to a table
APART = 3.5  # between rows: another part of the page
DEEP = 4  # nested columns


class _WordGap(NamedTuple):
    row: TextRow
    left: float
    right: float


def in_order(rows: Sequence[TextRow], deep: int = DEEP) -> list[TextRow]:
    """Return the rows of a page, with those that cross two columns of prose split, and the left column first. Tables
    keep their rows."""
    gutter = _gutter(rows) if deep else None
    if gutter is None:
        return list(rows)
    about = _about(rows, gutter)
    left, right = (_sides(about, gutter, deep, side) for side in (0, 1))
    if not (_is_column(left) and _is_column(right)):
        return list(rows)
    first = next(number for number, row in enumerate(rows) if row in about)
    others = [row for row in rows if row not in about]
    before = sum(row not in about for row in rows[:first])
    return [*others[:before], *in_order(left, deep - 1), *in_order(right, deep - 1), *others[before:]]


def _gutter(rows: Sequence[TextRow]) -> tuple[float, float] | None:
    """Return the left and right edge of a gap that two or more rows share."""
    gaps = [gap for row in rows for gap in _wide(row)]
    best: list[_WordGap] = []
    for gap in gaps:
        middle = (gap.left + gap.right) / 2
        same = [other for other in gaps if other.left < middle < other.right]
        best = max(best, same, key=len)
    if len(best) < 2:
        return None
    edges = max(gap.left for gap in best), min(gap.right for gap in best)
    return edges if edges[1] - edges[0] > best[0].row.size / 2 else None


def _wide(row: TextRow) -> Iterator[_WordGap]:
    words = sorted(row.words, key=lambda word: word.left)
    gaps = [_WordGap(row, one.right, other.left) for one, other in pairwise(words)]
    usual = median(gap.right - gap.left for gap in gaps) if gaps else 0.0
    for gap in gaps:
        if gap.right - gap.left > max(GUTTER * row.size, 2 * usual):
            yield gap


def _about(rows: Sequence[TextRow], gutter: tuple[float, float]) -> list[TextRow]:
    """Return the rows around those that cross a gutter, one below the other, without words in it."""
    found: list[TextRow] = []
    mixed = False
    for row in sorted(rows, key=lambda row: row.foot):
        if found and (_crosses(row, gutter) or row.foot - found[-1].foot > APART * row.size):
            if mixed:
                break
            found = []
        if not _crosses(row, gutter):
            found.append(row)
            mixed = mixed or row.left < gutter[0] < gutter[1] < row.right
    return found


def _crosses(row: TextRow, gutter: tuple[float, float]) -> bool:
    inner = (gutter[1] - gutter[0]) / 4  # the rows that show its place may not be the longest
    return any(word.left < gutter[1] - inner and word.right > gutter[0] + inner for word in row.words)


def _sides(rows: Sequence[TextRow], gutter: tuple[float, float], deep: int, side: int) -> list[TextRow]:
    """Return the parts of these rows on one side of a gutter."""
    middle = sum(gutter) / 2
    parts = [
        TextRow(f"column {deep}.{side}", [word for word in row.words if (word.left > middle) == bool(side)])
        for row in rows
    ]
    return placed([part for part in parts if part.words])


def _is_column(rows: Sequence[TextRow]) -> bool:
    """Return whether these are lines of prose: several, most as long as their column."""
    if len(rows) < FEW:
        return False
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    full = [row for row in rows if row.right > left + FULL * (right - left) - row.size]
    return right - left > LEAST * rows[0].size and 2 * len(full) >= len(rows)
