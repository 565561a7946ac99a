"""Suggesting: for a file name that was not found, the one photo that is probably meant, and why.

A suggestion is for the archivist to confirm; no rule follows it. It asks for less than `choosing` does (a name cut
short, a letter wrong, a prefix left out), so something besides the name has to speak for the photo as well, and no
other photo may have as much on its side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, select

from archive.catalogue.evidence import Folder, Given, Photo, Support, days_of, same_words, weigh, words_of
from archive.catalogue.forms import Shape, fold, shape_of
from archive.catalogue.mentions import Naming
from archive.catalogue.paths import name_key, shown
from archive.catalogue.resolving import Articles, folder_at
from archive.catalogue.tables import names, records
from archive.record import Kind

MOST_OF_A_SORT = 300  # photos of one folder, day, number or name that are compared with one file name
SHORTEST_CUT = 16  # letters that a name cut short must share with the whole
ALIKE = 0.75  # of the pairs of letters of two names are the same
ENOUGH = 4  # points, as `_points` counts them

_NUMBER = re.compile(r"\d{3,5}(?!\d)")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Guess:
    """The photo that a name probably means: its id, the name it came under, and what speaks for it."""

    photo: str
    filename: str
    because: str


@dataclass(slots=True)
class _Kept:
    """One photo under one of its names, as it is compared."""

    photo: str
    filename: str
    shape: Shape
    folder: Folder
    day: tuple[int, int] | None
    caption: str
    pairs: frozenset[str] | None = None

    def letters(self) -> frozenset[str]:
        if self.pairs is None:
            self.pairs = _pairs(fold(self.shape.stem))
        return self.pairs


class Stock:
    """All photos of a catalogue, ready to be asked; made in one pass over them."""

    def __init__(self, conn: Connection) -> None:
        self._by: dict[tuple[str, object], list[_Kept]] = defaultdict(list)
        self._sorted: list[tuple[str, int]] = []
        self._all: list[_Kept] = []
        columns = (names.c.key, names.c.record, names.c.root, names.c.path, names.c.member, records.c.facts)
        rows = select(*columns).join(records, records.c.id == names.c.record)
        for row in conn.execute(rows.where(records.c.kind == Kind.PHOTO.value).order_by(names.c.id)):
            made = days_of(row.facts.get("created") or row.facts.get("date"))
            filename = shown(row.path, row.member).replace("!/", "/").rsplit("/", 1)[-1]
            caption = words_of(row.facts.get("caption"))
            self._add(_Kept(row.record, filename, shape_of(row.key), folder_at(row), made, caption))
        self._sorted.sort()

    def _add(self, kept: _Kept) -> None:
        self._sorted.append((fold(kept.shape.stem), len(self._all)))
        self._all.append(kept)
        for sort in (*_sorts(kept.shape), ("folder", kept.folder), ("caption", kept.caption)):
            self._by[sort].append(kept)
        if kept.day and kept.day[0] == kept.day[1]:
            self._by["day", kept.day[0]].append(kept)

    def guess(self, shape: Shape, given: Given, refused: Iterable[str]) -> Guess | None:
        """The one photo that has most on its side, and enough."""
        out = set(refused)
        best: dict[str, tuple[int, _Kept, list[str]]] = {}
        for kept in self._candidates(shape, given):
            if kept.photo in out:
                continue
            points, why = _points(shape, given, kept)
            if why and points >= ENOUGH and points > best.get(kept.photo, (0,))[0]:
                best[kept.photo] = (points, kept, why)
        ranked = sorted(best.values(), key=lambda found: -found[0])
        if not ranked or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
            return None
        _, kept, why = ranked[0]
        return Guess(kept.photo, kept.filename, " and ".join(why))

    def _candidates(self, shape: Shape, given: Given) -> Iterable[_Kept]:
        days = [day for first, last in given.days for day in range(first, min(last, first + 7) + 1)]
        sorts = [*_sorts(shape), *(("folder", folder) for folder in given.folders), *(("day", day) for day in days)]
        if same_words(given.caption, given.caption):
            sorts.append(("caption", given.caption))
        for sort in sorts:
            yield from islice(self._by.get(sort, ()), MOST_OF_A_SORT)
        yield from self._cut_short(fold(shape.stem))

    def _cut_short(self, stem: str) -> Iterable[_Kept]:
        """Those whose names begin as this one does; a shorter one that is its beginning stands right before it."""
        if len(stem) < SHORTEST_CUT:
            return
        at = bisect_left(self._sorted, (stem, -1))
        for other, n in self._sorted[max(at - 5, 0) : at + 20]:
            if other.startswith(stem) or stem.startswith(other):
                yield self._all[n]


def _sorts(shape: Shape) -> Iterable[tuple[str, object]]:
    yield "base", shape.base
    if shape.digits:
        yield "digits", shape.digits
    if number := _number(shape):
        yield "number", number


def _number(shape: Shape) -> str:
    """The last number of three to five digits: a camera's counter."""
    found: list[str] = _NUMBER.findall(shape.core)
    return found[-1] if found else ""


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))


def _points(shape: Shape, given: Given, kept: _Kept) -> tuple[int, list[str]]:
    """How much speaks for a photo, and in words; no words when nothing but folder and day does."""
    photo = Photo(frozenset({kept.folder}), kept.day, (kept.caption,))
    support = weigh(photo, given)
    name = _name_points(shape, kept)
    said = [(5, "its caption says the same")] if support.caption else []
    if not name and not said:
        return 0, []
    said += name + _place_points(support)
    points = sum(point for point, _ in said) - (3 if support.against else 0)
    return points, [words for _, words in said]


def _name_points(shape: Shape, kept: _Kept) -> list[tuple[int, str]]:
    own = kept.shape
    if own.base == shape.base and not (own.mark and shape.mark):
        return [(3, "the same name")]
    if shape.digits and own.digits == shape.digits:
        return [(4, "the same digits")]
    one, other = fold(shape.stem), fold(own.stem)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= SHORTEST_CUT and longer.startswith(shorter) and not longer[len(shorter)].isdigit():
        return [(4, "the same name, cut short")]
    found = []
    if (number := _number(shape)) and number == _number(own):
        found.append((2, "the same frame number"))
    if _alike(one, other, kept):
        found.append((2, "a similar name"))
    return found


def _alike(one: str, other: str, kept: _Kept) -> bool:
    """Whether two names differ by little, and not by their numbers: `photo 12` is never `photo 13`."""
    here, there = set(_DIGITS.findall(one)), set(_DIGITS.findall(other))
    if here - there and there - here:
        return False
    pairs, others = _pairs(one), kept.letters()
    total = len(pairs) + len(others)
    return total > 0 and 2 * len(pairs & others) / total >= ALIKE


def _place_points(support: Support) -> list[tuple[int, str]]:
    found = []
    if support.folder:
        found.append((2, "the same folder"))
    elif support.near > 1:
        found.append((1, "a folder near by"))
    if support.day:
        found.append((2, "the same day"))
    return found


def guesses(conn: Connection, namings: Iterable[Naming]) -> dict[tuple[str, int], Guess]:
    """By (article, n), what those mentions probably mean that are tied to no photo."""
    open_ = [naming for naming in namings if naming.photo is None]
    if not open_:
        return {}
    stock, articles = Stock(conn), Articles(conn, {naming.article for naming in open_})
    found: dict[tuple[str, int], Guess] = {}
    for naming in open_:
        given = articles.given(naming.article, naming.mention)
        guess = stock.guess(shape_of(name_key(naming.mention.filename)), given, {*naming.refused, naming.article})
        if guess is not None:
            found[naming.article, naming.n] = guess
    return found
