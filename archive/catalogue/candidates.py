"""The photos that are worth comparing with file names that were not found: by parts of their names, place, day, words.

Of all photos only names, days and captions are looked at, as they lie in the table; what those few are that have
anything in common with one of the names is worked out afterwards. So the cost of a long list of names is one walk over
the catalogue.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, case, func, select, type_coerce

from archive.catalogue.batch import in_chunks
from archive.catalogue.evidence import Given, Photo
from archive.catalogue.forms import Shape, fold, shape_of
from archive.catalogue.labels import fact, files_of
from archive.catalogue.paths import printable, shown
from archive.catalogue.resolving import folder_at, photo_facts
from archive.catalogue.tables import assets, names, records
from archive.catalogue.wording import MOST_CAPTION
from archive.record import Kind, Role

_PATH, _MEMBER = type_coerce(names.c.path, Text), type_coerce(names.c.member, Text)
_PLACE = case((_MEMBER == "", _PATH), else_=_PATH + "!/" + _MEMBER)  # a name as `paths.shown` gives it
MOST_OF_A_SORT = 300  # photos of one folder, day, number or name that are compared with one file name
MOST_DAYS = 7  # of an event that are looked at
_SHORTEST_STEM = 12  # letters that a name cut short and the whole share at least, blanks apart
_LONGEST_STEM = 400
_MOST_CUT = 20  # names that go on where one ends, and that end within it

_NUMBER = re.compile(r"\d{3,5}(?!\d)")
_DIGITS = re.compile(r"\d+")
_FIRST_WORDS = 3
_FIRST = 40  # characters in which the first words of most captions end

Sort = tuple[str, object]


class Compared:
    """A name with what is compared of it, each worked out once."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.folded = fold(shape.stem)
        found: list[str] = _NUMBER.findall(shape.core)
        self.number = found[-1] if found else ""  # a camera's counter

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Each two letters that stand side by side."""
        return frozenset(self.folded[n : n + 2] for n in range(len(self.folded) - 1))

    @cached_property
    def digits(self) -> frozenset[str]:
        """Its numbers."""
        return frozenset(_DIGITS.findall(self.folded))


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that was not found, and what stands around it."""

    name: Compared
    given: Given

    def sorts(self) -> Iterable[Sort]:
        """What a photo may have in common with it, the most telling first."""
        yield "base", self.name.shape.base
        if self.name.shape.digits:
            yield "digits", self.name.shape.digits
        if self.name.number:
            yield "number", self.name.number
        yield from (("folder", folder) for folder in self.given.folders)
        yield from (("day", day) for day in self.days())
        yield "caption", self.given.caption
        yield "cut", self.name.shape.tight

    def days(self) -> set[int]:
        """The days on which its picture may have been made; of a long event only the first."""
        return {
            day
            for first, last in (*self.given.days, *self.given.said)
            for day in range(first, min(last, first + MOST_DAYS) + 1)
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """One photo under one of its names, as it is compared. `filename`: that name, or where it is that of a file beside
    the photo's own, the name of its own."""

    photo: str
    filename: str
    name: Compared
    described: Photo


class Candidates:
    """The photos that have something in common with the names asked for: a caption, or a name that is `alike`."""

    def __init__(self, conn: Connection, asked: Sequence[Asked], alike: Callable[[Compared, Compared], bool]) -> None:
        self._by: dict[Sort, list[int]] = defaultdict(list)
        shapes = [one.name.shape for one in asked]
        self._find(conn, "base", names.c.base, {shape.base for shape in shapes})
        self._find(conn, "digits", names.c.digits, {shape.digits for shape in shapes if shape.digits})
        self._find_cut(conn, {shape.tight for shape in shapes})
        self._walk(conn, asked)
        named = _compared(conn, {n for found in self._by.values() for n in found})
        self._of: list[list[int]] = []
        for one in asked:
            told = set(self._by.get(("caption", one.given.caption), ()))
            met = dict.fromkeys(n for sort in one.sorts() for n in self._by.get(sort, ()))
            self._of.append([n for n in met if n in told or alike(one.name, named[n])])
        self._kept = _load(conn, {n for found in self._of for n in found}, named)

    def of(self, n: int) -> Iterable[Kept]:
        """Those of the n-th name asked for."""
        return (self._kept[found] for found in self._of[n])

    def _find(self, conn: Connection, sort: str, column: ColumnElement[str], wanted: Iterable[str]) -> None:
        """By a form of names that is indexed."""
        for chunk in in_chunks(sorted(wanted)):
            for n, value in conn.execute(_photos(names.c.id, column).where(column.in_(chunk))):
                self._put((sort, value), n)

    def _find_cut(self, conn: Connection, wanted: Iterable[str]) -> None:
        """By names of which one is the beginning of the other."""
        for stem in wanted:
            if len(stem) < _SHORTEST_STEM:
                continue
            cut = names.c.stem.in_([stem[:n] for n in range(_SHORTEST_STEM, min(len(stem), _LONGEST_STEM))])
            for found in (cut, names.c.stem.between(stem, f"{stem}\U0010ffff")):
                for (n,) in conn.execute(_photos(names.c.id).where(found).limit(_MOST_CUT)):
                    self._put(("cut", stem), n)

    def _walk(self, conn: Connection, asked: Iterable[Asked]) -> None:
        """By number, folder, day and caption, in one walk over all photos."""
        numbers = {one.name.number for one in asked}
        folders = {(at[0], printable("/".join(at[1:]))): at for one in asked for at in one.given.folders}
        days = {date.fromordinal(day).isoformat(): day for one in asked for day in one.days()}
        captions: dict[str, set[str]] = defaultdict(set)
        for one in asked:
            captions[_opening(one.given.caption)].add(one.given.caption)
        captions.pop("", None)
        for n, key, root, place, created, caption in conn.execute(_WALK):
            for number in _NUMBER.findall(key):
                if number in numbers:
                    self._put(("number", number), n)
            if (root, place.rpartition("/")[0]) in folders:
                self._put(("folder", folders[root, place.rpartition("/")[0]]), n)
            if isinstance(created, str) and created[:10] in days:
                self._put(("day", days[created[:10]]), n)
            if captions and isinstance(caption, str):
                for own in captions.get(_opening(caption), ()):
                    self._put(("caption", own), n)

    def _put(self, sort: Sort, n: int) -> None:
        if len(self._by[sort]) < MOST_OF_A_SORT:
            self._by[sort].append(n)


def _photos(*columns: Any) -> Select[Any]:
    """The names of photos, the oldest first."""
    joined = select(*columns).join(records, records.c.id == names.c.record)
    return joined.where(records.c.kind == Kind.PHOTO.value).order_by(names.c.id)


_WALK = _photos(
    names.c.id, names.c.key, names.c.root, _PLACE, func.coalesce(fact("created"), fact("date")), fact("caption")
)


def _opening(caption: str) -> str:
    """The first words of a caption that has so many, as `words_of` gives them."""
    for text in (caption[:_FIRST], caption[:MOST_CAPTION]):
        words = fold(text).split()
        if len(words) > _FIRST_WORDS:  # the last one may be cut
            return " ".join(words[:_FIRST_WORDS])
    return " ".join(words) if len(words) == _FIRST_WORDS else ""


def _compared(conn: Connection, ids: Iterable[int]) -> dict[int, Compared]:
    """These names, by number."""
    found: dict[int, Compared] = {}
    for chunk in in_chunks(sorted(ids)):
        rows = conn.execute(select(names.c.id, names.c.key).where(names.c.id.in_(chunk)))
        found.update((n, Compared(shape_of(key))) for n, key in rows)
    return found


def _load(conn: Connection, ids: Iterable[int], named: Mapping[int, Compared]) -> dict[int, Kept]:
    """These names, by number, with what is known of their photos."""
    columns = (names.c.id, names.c.record, names.c.root, names.c.path, names.c.member, assets.c.role)
    own = and_(assets.c.record == names.c.record, assets.c.sha256 == names.c.sha256)
    wanted = _photos(*columns, records.c.facts, records.c.origins).outerjoin(assets, own)
    rows = [row for chunk in in_chunks(sorted(ids)) for row in conn.execute(wanted.where(names.c.id.in_(chunk)))]
    files = files_of(conn, {row.record for row in rows if row.role != Role.ORIGINAL.value})
    kept: dict[int, Kept] = {}
    for row in rows:
        place = shown(row.path, row.member) if row.role == Role.ORIGINAL.value else files[row.record]
        filename = place.replace("!/", "/").rsplit("/", 1)[-1]
        described = Photo(frozenset({folder_at(row)}), *photo_facts(row))
        kept[row.id] = Kept(row.record, filename, named[row.id], described)
    return kept
