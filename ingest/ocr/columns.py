"""Puts rows in the order in which they are read, where two columns were taken for one and their rows run into each
other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.ocr.layout import FEW, FULL
from ingest.ocr.rows import Row, placed

# All lengths are in the size of the letters.
GUTTER = 1.1  # between two columns at least, and as many times what is usual between two words
LEAST = 10  # of a column; what is narrower is that of a table
APART = 3.5  # from row to row: another part of the page
DEEP = 4  # columns


class _Gap(NamedTuple):
    """Between two words of a row."""

    row: Row
    left: float
    right: float


def in_order(rows: Sequence[Row], deep: int = DEEP) -> list[Row]:
    """The rows of a page, those that run through two columns of prose parted, and of such columns the left one first.
    Tables keep their rows."""
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


def _gutter(rows: Sequence[Row]) -> tuple[float, float] | None:
    """The left and right edge of a gap that two or more rows have in one place."""
    gaps = [gap for row in rows for gap in _wide(row)]
    best: list[_Gap] = []
    for gap in gaps:
        middle = (gap.left + gap.right) / 2
        same = [other for other in gaps if other.left < middle < other.right]
        best = max(best, same, key=len)
    if len(best) < 2:
        return None
    edges = max(gap.left for gap in best), min(gap.right for gap in best)
    return edges if edges[1] - edges[0] > best[0].row.size / 2 else None


def _wide(row: Row) -> Iterator[_Gap]:
    words = sorted(row.words, key=lambda word: word.left)
    gaps = [_Gap(row, one.right, other.left) for one, other in pairwise(words)]
    usual = median(gap.right - gap.left for gap in gaps) if gaps else 0.0
    for gap in gaps:
        if gap.right - gap.left > max(GUTTER * row.size, 2 * usual):
            yield gap


def _about(rows: Sequence[Row], gutter: tuple[float, float]) -> list[Row]:
    """The rows about those that run through a gutter, one below the other, none of which has a word in it."""
    found: list[Row] = []
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


def _crosses(row: Row, gutter: tuple[float, float]) -> bool:
    inner = (gutter[1] - gutter[0]) / 4  # the rows that tell where it is may not be the longest
    return any(word.left < gutter[1] - inner and word.right > gutter[0] + inner for word in row.words)


def _sides(rows: Sequence[Row], gutter: tuple[float, float], deep: int, side: int) -> list[Row]:
    """What of these rows stands on one side of a gutter."""
    middle = sum(gutter) / 2
    parts = [
        Row(f"column {deep}.{side}", [word for word in row.words if (word.left > middle) == bool(side)]) for row in rows
    ]
    return placed([part for part in parts if part.words])


def _is_column(rows: Sequence[Row]) -> bool:
    """Whether these are lines of prose: some, and most as long as their column."""
    if len(rows) < FEW:
        return False
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    full = [row for row in rows if row.right > left + FULL * (right - left) - row.size]
    return right - left > LEAST * rows[0].size and 2 * len(full) >= len(rows)
