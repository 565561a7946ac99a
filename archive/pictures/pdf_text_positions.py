"""Find where a span of a page's stored text is on the page.

Stored text differs from that of pdfium: hyphenated words are joined, boilerplate is dropped, and old Vietnamese is
converted. So the two texts are aligned by what they share.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

from archive.seal import unseal

_ENOUGH = 0.95  # of a text's letters: no other alignment is tried
_SURE = 0.5  # of a match's letters that must be found for a rectangle
_GAP = 12  # letters between two certain ones, over which the others are spread evenly
_MARKS = 3  # characters of an old font for one letter
_SKIP, _AGAIN = 6, 4  # letters skipped on either side if so many, or fewer after few, match again
_RUNS = (24, 10, 5)  # consecutive letters that occur only once on either side
_LARGEST = 8 << 20  # bytes of a file of letters
_LONGEST = 60_000  # code points of a page's text; the rest has no rectangles


class Rectangle(NamedTuple):
    """A rectangle in tenths of a point, from the upper left corner of the page as shown."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class PageLetters:
    """The letters of one page with their boxes, four numbers each, and the number of pages in its document."""

    pages: int
    width: int
    height: int
    letters: str
    boxes: Sequence[int]

    @classmethod
    def read(cls, path: Path) -> PageLetters | None:
        """Return what a worker wrote to a file; None if it is missing or has another format."""
        try:
            if path.stat().st_size > _LARGEST:
                return None
            told = json.loads(unseal(path.read_bytes()))
            width, height = told["size"]
            found = cls(told["pages"], width, height, told["letters"], told["boxes"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        return found if found._whole() else None

    def _whole(self) -> bool:
        numbers = (self.pages, self.width, self.height)
        return (
            all(type(number) is int and number > 0 for number in numbers)
            and isinstance(self.letters, str)
            and isinstance(self.boxes, list)
            and len(self.boxes) == 4 * len(self.letters)
            and all(type(side) is int for side in self.boxes)
        )

    def rectangles(self, text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[Rectangle, ...]]:
        """Return, for each [start, end) of the stored text, the rectangles it covers, one per line; none if unknown."""
        places = _side_by_side(text[:_LONGEST], self.letters) if spans else []
        return [tuple(self._around(places, start, end)) for start, end in spans]

    def _around(self, places: Sequence[int | None], start: int, end: int) -> Iterator[Rectangle]:
        """Return the boxes around a span. `places`: the number of a letter, -1 if it was not found, None for a
        blank."""
        wanted = [place for place in places[start:end] if place is not None]
        found = {place for place in wanted if place >= 0}
        if not found or len(found) < _SURE * len(wanted):
            return
        after = next((place for place in islice(places, end, None) if place is not None), len(self.letters))
        if 0 < after - max(found) <= _MARKS:
            found.update(range(max(found) + 1, after))  # an old font may have marks as separate letters
        yield from _lines([Rectangle(*self.boxes[4 * place : 4 * place + 4]) for place in sorted(found)])


def _lines(boxes: Sequence[Rectangle]) -> Iterator[Rectangle]:
    """Join consecutive boxes on a line, across or down the page."""
    current, way = boxes[0], None
    for before, box in pairwise(boxes):
        to = _way(before, box)
        if to is not None and way in (None, to):
            current, way = _both(current, box), to
        else:
            yield current
            current, way = box, None
    yield current


def _way(one: Rectangle, other: Rectangle) -> int | None:
    """Return the axis along which the second box follows the first on one line: 0 across, 1 down the page, or None."""
    for axis in (0, 1):
        side = min(one[3 - axis] - one[1 - axis], other[3 - axis] - other[1 - axis])
        if -_apart(one, other, 1 - axis) > 0.5 * side and _apart(one, other, axis) <= side:
            return axis
    return None


def _apart(one: Rectangle, other: Rectangle, axis: int) -> int:
    return max(one[axis], other[axis]) - min(one[axis + 2], other[axis + 2])


def _both(one: Rectangle, other: Rectangle) -> Rectangle:
    return Rectangle(
        min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom)
    )


def _side_by_side(text: str, letters: str) -> list[int | None]:
    """Return, for each letter of the text, the number of the matching one in `letters`; -1 if there is none, None for
    blanks."""
    places: list[int | None] = [None if char.isspace() else -1 for char in text]
    best: list[tuple[int, int]] = []
    for of_text, of_letters in ((_bare, _bare), (_plain, _plain), (_bare, _plain)):
        mine, theirs = _spelt(text, of_text), _spelt(letters, of_letters)
        pairs = [(mine[1][n], theirs[1][place]) for n, place in enumerate(_matched(mine[0], theirs[0])) if place >= 0]
        if len(pairs) > len(best) or not best:
            best = pairs
        if len(pairs) >= _ENOUGH * len(mine[0]) > 0 and _is_mostly_spelt(mine[0], text):
            break
    for n, place in best:
        places[n] = place
    _spread(places, len(letters))
    return places


def _is_mostly_spelt(spelt: str, text: str) -> bool:
    return 2 * len(spelt) >= sum(not char.isspace() for char in text)


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    """Return a letter for comparison: without case and marks, ligatures split; empty for other characters."""
    if char in "đĐ":
        return "d"
    return "".join(part for part in unicodedata.normalize("NFKD", char).casefold() if part.isalnum())


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Return the same for ASCII letters, empty for others: in old Vietnamese fonts only ASCII codes are what they
    seem."""
    parts = unicodedata.normalize("NFKD", char)
    return _bare(char) if parts.isascii() else ""


def _spelt(text: str, letter: Callable[[str], str]) -> tuple[str, list[int]]:
    """Return the letters to compare, and their positions in the text."""
    where = [(part, n) for n, char in enumerate(text) for part in letter(char)]
    return "".join(part for part, _ in where), [n for _, n in where]


def _matched(mine: str, theirs: str) -> list[int]:
    """Return, for each letter, the number of its match, or -1. Linear in their lengths."""
    if mine == theirs:
        return list(range(len(mine)))
    found, taken = [-1] * len(mine), [False] * len(theirs)
    for length in _RUNS:
        known = _once(theirs, taken, length)
        for run, n in _once(mine, [place >= 0 for place in found], length).items():
            m = known.get(run)
            if m is not None and found[n] < 0 and not taken[m]:
                _extend(mine, theirs, found, taken, (n, m))
    if max(found, default=-1) < 0 and mine and theirs:  # repetitive text has no run that occurs once
        for pair in ((0, 0), (len(mine) - 1, len(theirs) - 1)):
            _extend(mine, theirs, found, taken, pair)
    return found


def _extend(mine: str, theirs: str, found: list[int], taken: list[bool], start: tuple[int, int]) -> None:
    """Extend a matching pair in both directions while letters are the same, or are again after a few."""
    for step in (1, -1):
        n, m = start if step > 0 else (start[0] - 1, start[1] - 1)
        while 0 <= n < len(mine) and 0 <= m < len(theirs) and found[n] < 0 and not taken[m]:
            if mine[n] == theirs[m]:
                found[n], taken[m] = m, True
                n, m = n + step, m + step
            elif (further := _again(mine, theirs, (n, m), step)) is not None:
                n, m = further
            else:
                break


def _again(mine: str, theirs: str, at: tuple[int, int], step: int) -> tuple[int, int] | None:
    """Return the nearest position from which the letters match again."""
    for skipped in range(1, 2 * _SKIP + 1):
        for k in range(max(0, skipped - _SKIP), min(skipped, _SKIP) + 1):
            n, m = at[0] + step * k, at[1] + step * (skipped - k)
            same = range(min(_AGAIN, 2 + skipped // 2))
            if all(_at(mine, n + step * i) == _at(theirs, m + step * i) != "" for i in same):
                return n, m
    return None


def _at(text: str, n: int) -> str:
    return text[n] if 0 <= n < len(text) else ""


def _once(text: str, done: Sequence[bool], length: int) -> dict[str, int]:
    """Return the runs of so many unmatched letters that occur only once, and their positions."""
    places: dict[str, int] = {}
    free = 0
    for end in range(1, len(text) + 1):
        free = 0 if done[end - 1] else free + 1
        if free >= length:
            run = text[end - length : end]
            places[run] = -1 if run in places else end - length
    return {run: at for run, at in places.items() if at >= 0}


def _spread(places: list[int | None], count: int) -> None:
    """Assign positions between two certain letters to those between them, if their numbers are similar and small."""
    last = -1
    waiting: list[int] = []
    for n, place in [*enumerate(places), (len(places), count)]:
        if place is None:
            continue
        if place < 0:
            waiting.append(n)
            continue
        room = place - last - 1
        if waiting and 0 < room <= min(_GAP, 2 * len(waiting) + 1) and len(waiting) <= 2 * room:
            for k, at in enumerate(waiting):
                places[at] = last + 1 + k * (room - 1) // max(1, len(waiting) - 1)
        last, waiting = place, []
