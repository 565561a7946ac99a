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
from functools import cached_property
from itertools import islice

from sqlalchemy import Connection, select

from archive.catalogue.evidence import Given, Photo, Support, captions_of, days_of, same_words, weigh
from archive.catalogue.forms import Shape, fold, shape_of
from archive.catalogue.levels import extra_mark
from archive.catalogue.mentions import Naming
from archive.catalogue.paths import name_key, shown
from archive.catalogue.resolving import Articles, folder_at
from archive.catalogue.tables import names, records
from archive.record import Kind

MOST_OF_A_SORT = 300  # photos of one folder, day, number or name that are compared with one file name
MOST_DAYS = 7  # of an event that are looked at
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


class _Name:
    """A name with what is compared of it, each worked out once."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.folded = fold(shape.stem)
        found: list[str] = _NUMBER.findall(shape.core)
        self.number = found[-1] if found else ""  # a camera's counter

    @cached_property
    def pairs(self) -> frozenset[str]:
        return frozenset(self.folded[n : n + 2] for n in range(len(self.folded) - 1))

    @cached_property
    def digits(self) -> frozenset[str]:
        return frozenset(_DIGITS.findall(self.folded))


@dataclass(frozen=True, slots=True)
class _Kept:
    """One photo under one of its names, as it is compared."""

    photo: str
    filename: str
    name: _Name
    described: Photo


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
            described = Photo(frozenset({folder_at(row)}), made, captions_of([row.facts.get("caption")]))
            self._add(_Kept(row.record, filename, _Name(shape_of(row.key)), described))
        self._sorted.sort()

    def _add(self, kept: _Kept) -> None:
        self._sorted.append((kept.name.folded, len(self._all)))
        self._all.append(kept)
        made = kept.described.made
        sorts = [*_sorts(kept.name), *(("folder", folder) for folder in kept.described.folders)]
        sorts += [("caption", caption) for caption in kept.described.captions]
        sorts += [("day", made[0])] if made and made[0] == made[1] else []
        for sort in sorts:
            self._by[sort].append(kept)

    def guess(self, shape: Shape, given: Given, refused: Iterable[str]) -> Guess | None:
        """The one photo that has most on its side, and enough."""
        out, name = set(refused), _Name(shape)
        best: dict[str, tuple[int, _Kept, list[str]]] = {}
        for kept in self._candidates(name, given):
            if kept.photo in out:
                continue
            points, why = _points(name, given, kept)
            if points >= ENOUGH and points > best.get(kept.photo, (0,))[0]:
                best[kept.photo] = (points, kept, why)
        ranked = sorted(best.values(), key=lambda found: -found[0])
        if not ranked or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
            return None
        _, kept, why = ranked[0]
        return Guess(kept.photo, kept.filename, " and ".join(why))

    def _candidates(self, name: _Name, given: Given) -> Iterable[_Kept]:
        days = {day for first, last in given.days for day in range(first, min(last, first + MOST_DAYS) + 1)}
        sorts = [*_sorts(name), *(("folder", folder) for folder in given.folders), *(("day", day) for day in days)]
        sorts.append(("caption", given.caption))
        for sort in sorts:
            yield from islice(self._by.get(sort, ()), MOST_OF_A_SORT)
        yield from self._cut_short(name.folded)

    def _cut_short(self, stem: str) -> Iterable[_Kept]:
        """Those whose names begin as this one does; a shorter one that is its beginning stands right before it."""
        if len(stem) < SHORTEST_CUT:
            return
        at = bisect_left(self._sorted, (stem, -1))
        for other, n in self._sorted[max(at - 5, 0) : at + 20]:
            if other.startswith(stem) or stem.startswith(other):
                yield self._all[n]


def _sorts(name: _Name) -> Iterable[tuple[str, object]]:
    yield "base", name.shape.base
    if name.shape.digits:
        yield "digits", name.shape.digits
    if name.number:
        yield "number", name.number


def _points(name: _Name, given: Given, kept: _Kept) -> tuple[int, list[str]]:
    """How much speaks for a photo, and in words; nothing does when only folder and day do."""
    said = _name_points(name, kept.name)
    if any(same_words(given.caption, own) for own in kept.described.captions):
        said.append((5, "its caption, which says the same"))
    if not said:
        return 0, []
    support = weigh(kept.described, given)
    said += _place_points(support)
    points = sum(point for point, _ in said) - (3 if support.against else 0)
    return points, [words for _, words in said]


def _name_points(name: _Name, own: _Name) -> list[tuple[int, str]]:
    if own.shape.base == name.shape.base and (own.shape.marks == name.shape.marks or extra_mark(own.shape, name.shape)):
        return [(3, "the same name")]
    if name.shape.digits and own.shape.digits == name.shape.digits:
        return [(4, "the same digits")]
    shorter, longer = sorted((name.folded, own.folded), key=len)
    if len(shorter) >= SHORTEST_CUT and longer.startswith(shorter) and not longer[len(shorter) :][:1].isdigit():
        return [(4, "the same name, cut short")]
    found = []
    if name.number and name.number == own.number:
        found.append((2, "the same frame number"))
    if _alike(name, own):
        found.append((2, "a similar name"))
    return found


def _alike(name: _Name, own: _Name) -> bool:
    """Whether two names differ by little, and not by their numbers: `photo 12` is never `photo 13`."""
    if name.digits - own.digits and own.digits - name.digits:
        return False
    total = len(name.pairs) + len(own.pairs)
    return total > 0 and 2 * len(name.pairs & own.pairs) / total >= ALIKE


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
