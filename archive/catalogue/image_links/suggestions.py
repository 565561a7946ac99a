"""Suggest the likely photo for a file name that was not found, and why.

The archivist confirms it; rules never use suggestions. The match is looser than in `match_rules`: a name may be
truncated, have a wrong letter or lack a prefix. So there must be other evidence for the photo, and more than for any
other photo.

Names, days and captions of all photos are read in one pass, in table order. Only the few that share a clue with a name
are compared afterwards, so a long list of names costs a single pass.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, case, func, select, type_coerce

from archive.catalogue.image_links.evidence import (
    MOST_CAPTION,
    Days,
    MentionContext,
    Photo,
    Support,
    days_in,
    join_with_and,
    same_words,
    weigh_evidence,
)
from archive.catalogue.image_links.match_rules import Level, extra_mark, match_level
from archive.catalogue.image_links.mentions import ResolvedMention
from archive.catalogue.image_links.resolution import Articles, folder_at, photo_facts
from archive.catalogue.receipts.record_labels import RecordLabel, fact, files_of, labels_of
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.filenames import NameShape, fold, name_key, printable, shape_of, shown
from archive.catalogue.schema.tables import assets, names, records, texts
from archive.messages import Message
from archive.record import Kind, Role

_PATH, _MEMBER = type_coerce(names.c.path, Text), type_coerce(names.c.member, Text)
_PLACE = case((_MEMBER == "", _PATH), else_=_PATH + "!/" + _MEMBER)  # a name as returned by `paths.shown`
MOST_OF_A_SORT = 300  # photos with one folder, day, number or name that are compared with one file name
MOST_EVENT_DAYS = 7  # days of an event that are searched
_SHORTEST_STEM = 12  # letters that a truncated name and the whole one share at least, without blanks
_LONGEST_STEM = 400
_MOST_CUT = 20  # names that continue after one ends, and that end within it

_NUMBER = re.compile(r"\d{3,5}(?!\d)")
_DIGITS = re.compile(r"\d+")
_FIRST_WORDS = 3
_FIRST = 40  # characters that contain the first words of most captions

Sort = tuple[str, object]


class ComparedName:
    """A name with everything that is compared, each computed once."""

    def __init__(self, shape: NameShape) -> None:
        self.shape = shape
        self.folded = fold(shape.stem)
        found: list[str] = _NUMBER.findall(shape.core)
        self.number = found[-1] if found else ""  # a camera's counter

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Return all pairs of adjacent letters."""
        return frozenset(self.folded[n : n + 2] for n in range(len(self.folded) - 1))

    @cached_property
    def digits(self) -> frozenset[str]:
        """Return its numbers."""
        return frozenset(_DIGITS.findall(self.folded))


@dataclass(frozen=True, slots=True)
class MissingName:
    """A name that was not found, with its context."""

    name: ComparedName
    given: MentionContext

    def sorts(self) -> Iterable[Sort]:
        """Return the kinds of clues that a photo may share with it, most distinctive first."""
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
        """Return the days on which its picture may have been taken; for a long event only the first."""
        return {
            day
            for first, last in (*self.given.days, *self.given.said)
            for day in range(first, min(last, first + MOST_EVENT_DAYS) + 1)
        }


@dataclass(frozen=True, slots=True)
class PhotoName:
    """A photo under one of its names. `filename` is that name, or the photo's own name if it is that of a companion."""

    photo: str
    filename: str
    name: ComparedName
    described: Photo


class Candidates:
    """Photos that share something with the given names: a caption, or a name that is `alike`."""

    def __init__(
        self, conn: Connection, asked: Sequence[MissingName], alike: Callable[[ComparedName, ComparedName], bool]
    ) -> None:
        self._by: dict[Sort, list[int]] = defaultdict(list)
        shapes = [one.name.shape for one in asked]
        self._find_by_form(conn, "base", names.c.base, {shape.base for shape in shapes})
        self._find_by_form(conn, "digits", names.c.digits, {shape.digits for shape in shapes if shape.digits})
        self._find_by_prefix(conn, {shape.tight for shape in shapes})
        self._walk(conn, asked)
        named = _compared_names(conn, {n for found in self._by.values() for n in found})
        self._of: list[list[int]] = []
        for one in asked:
            told = set(self._by.get(("caption", one.given.caption), ()))
            met = dict.fromkeys(n for sort in one.sorts() for n in self._by.get(sort, ()))
            self._of.append([n for n in met if n in told or alike(one.name, named[n])])
        self._kept = _load(conn, {n for found in self._of for n in found}, named)

    def of(self, n: int) -> Iterable[PhotoName]:
        """Return those for the n-th name."""
        return (self._kept[found] for found in self._of[n])

    def _find_by_form(self, conn: Connection, sort: str, column: ColumnElement[str], wanted: Iterable[str]) -> None:
        for chunk in in_chunks(sorted(wanted)):
            for n, value in conn.execute(_select_photo_names(names.c.id, column).where(column.in_(chunk))):
                self._put((sort, value), n)

    def _find_by_prefix(self, conn: Connection, wanted: Iterable[str]) -> None:
        for stem in wanted:
            if len(stem) < _SHORTEST_STEM:
                continue
            cut = names.c.stem.in_([stem[:n] for n in range(_SHORTEST_STEM, min(len(stem), _LONGEST_STEM))])
            for found in (cut, names.c.stem.between(stem, f"{stem}\U0010ffff")):
                for (n,) in conn.execute(_select_photo_names(names.c.id).where(found).limit(_MOST_CUT)):
                    self._put(("cut", stem), n)

    def _walk(self, conn: Connection, asked: Iterable[MissingName]) -> None:
        """Find them by number, folder, day and caption, in one pass over all photos."""
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


def _select_photo_names(*columns: Any) -> Select[Any]:
    joined = select(*columns).join(records, records.c.id == names.c.record)
    return joined.where(records.c.kind == Kind.PHOTO.value).order_by(names.c.id)


_WALK = _select_photo_names(
    names.c.id, names.c.key, names.c.root, _PLACE, func.coalesce(fact("created"), fact("date")), fact("caption")
)


def _opening(caption: str) -> str:
    """Return the first words of a caption that is long enough, as `words_of` returns them."""
    for text in (caption[:_FIRST], caption[:MOST_CAPTION]):
        words = fold(text).split()
        if len(words) > _FIRST_WORDS:  # the last one may be truncated
            return " ".join(words[:_FIRST_WORDS])
    return " ".join(words) if len(words) == _FIRST_WORDS else ""


def _compared_names(conn: Connection, ids: Iterable[int]) -> dict[int, ComparedName]:
    found: dict[int, ComparedName] = {}
    for chunk in in_chunks(sorted(ids)):
        rows = conn.execute(select(names.c.id, names.c.key).where(names.c.id.in_(chunk)))
        found.update((n, ComparedName(shape_of(key))) for n, key in rows)
    return found


def _load(conn: Connection, ids: Iterable[int], named: Mapping[int, ComparedName]) -> dict[int, PhotoName]:
    """Load these names, by number, with the data of their photos."""
    columns = (names.c.id, names.c.record, names.c.root, names.c.path, names.c.member, assets.c.role)
    own = and_(assets.c.record == names.c.record, assets.c.sha256 == names.c.sha256)
    wanted = _select_photo_names(*columns, records.c.facts, records.c.origins).outerjoin(assets, own)
    rows = [row for chunk in in_chunks(sorted(ids)) for row in conn.execute(wanted.where(names.c.id.in_(chunk)))]
    files = files_of(conn, {row.record for row in rows if row.role != Role.ORIGINAL.value})
    kept: dict[int, PhotoName] = {}
    for row in rows:
        place = shown(row.path, row.member) if row.role == Role.ORIGINAL.value else files[row.record]
        filename = place.replace("!/", "/").rsplit("/", 1)[-1]
        described = Photo(frozenset({folder_at(row)}), *photo_facts(row))
        kept[row.id] = PhotoName(row.record, filename, named[row.id], described)
    return kept


SHORTEST_CUT = 16  # letters that a truncated name must share with the whole one
ALIKE = 0.75  # share of equal letter pairs in two names
ENOUGH = 4  # points, as `_points` counts them
MOST_RIVALS = 10  # photos with one name that are listed
FIRST_WORDS = 12  # words of a caption in a list
MOST_OF_A_TEXT = 10_000  # characters that are searched for days
MOST_TEXT_DAYS = 10  # days of a text that are used
NAME_ONLY = ("same-name", "same-digits")  # what rivals have in common in any case


@dataclass(frozen=True, slots=True)
class ProbablePhoto:
    """The likely photo of a name: its id, its file name, and the evidence."""

    photo: str
    filename: str
    because: str


@dataclass(frozen=True, slots=True)
class Rival:
    """One of several photos with the given name: its id, its file with folder, when it was taken (ISO 8601), the first
    words of its caption, and other evidence (may be empty)."""

    photo: str
    file: str
    created: str | None
    caption: str | None
    because: str


@dataclass(frozen=True, slots=True)
class PhotoSuggestion:
    """Suggestions for an unlinked name: the probable photo, if one stands out, and, if several have the name, up to
    `MOST_RIVALS` of them, likeliest first."""

    guess: ProbablePhoto | None = None
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A photo with its points and evidence: first its name, then the rest."""

    points: int
    kept: PhotoName
    why: tuple[Message, ...]
    level: Level | None


def suggestions(conn: Connection, namings: Iterable[ResolvedMention]) -> dict[tuple[str, int], PhotoSuggestion]:
    """Return, by (article, n), the photos that unlinked mentions probably mean. Mentions without a suggestion are left
    out. Held records are included."""
    open_ = [naming for naming in namings if naming.photo is None]
    if not open_:
        return {}
    articles = Articles(conn, {naming.article for naming in open_})
    told = _first_days(conn, {naming.article for naming in open_ if naming.mention.date is None})
    asked = []
    for naming in open_:
        given = articles.given(naming.article, naming.mention)
        if naming.mention.date is None:
            given = replace(given, days=(*given.days, *told.get(naming.article, ())))
        asked.append(MissingName(ComparedName(shape_of(name_key(naming.mention.filename))), given))
    candidates = Candidates(conn, asked, _comparable)
    ranked = {
        (naming.article, naming.n): _rank_candidates(one, candidates.of(n), {*naming.refused, naming.article})
        for n, (naming, one) in enumerate(zip(open_, asked, strict=True))
    }
    rivals = {at: _rivals(found) for at, found in ranked.items()}
    known = labels_of(conn, {one.kept.photo for found in rivals.values() for one in found})
    suggested = {
        at: PhotoSuggestion(_best_guess(found), tuple(_rival(one, known[one.kept.photo]) for one in rivals[at]))
        for at, found in ranked.items()
    }
    return {at: one for at, one in suggested.items() if one.guess or one.rivals}


def _first_days(conn: Connection, articles: Iterable[str]) -> dict[str, tuple[Days, ...]]:
    found: dict[str, tuple[Days, ...]] = {}
    for chunk in in_chunks(sorted(articles)):
        begins = func.substr(texts.c.text, 1, MOST_OF_A_TEXT)
        for record, text in conn.execute(select(texts.c.record, begins).where(texts.c.record.in_(chunk))):
            found[record] = days_in(text, most=MOST_OF_A_TEXT)[:MOST_TEXT_DAYS]
    return found


def _comparable(name: ComparedName, own: ComparedName) -> bool:
    return match_level(name.shape, own.shape) is not None or bool(_name_points(name, own))


def _rank_candidates(asked: MissingName, candidates: Iterable[PhotoName], out: set[str]) -> list[_Ranked]:
    best: dict[str, _Ranked] = {}
    for kept in candidates:
        if kept.photo in out:
            continue
        points, why = _points(asked, kept)
        level = match_level(asked.name.shape, kept.name.shape)
        had = best.get(kept.photo)
        if (points or level is not None) and (had is None or points > had.points):
            best[kept.photo] = _Ranked(points, kept, tuple(why), level)
    return sorted(best.values(), key=_likeliest_first)


def _likeliest_first(one: _Ranked) -> tuple[object, ...]:
    made = one.kept.described.made
    return -one.points, made is None, made or (0, 0), one.kept.filename, one.kept.photo


def _best_guess(ranked: Sequence[_Ranked]) -> ProbablePhoto | None:
    if not ranked or ranked[0].points < ENOUGH or (len(ranked) > 1 and ranked[1].points == ranked[0].points):
        return None
    first = ranked[0]
    return ProbablePhoto(first.kept.photo, first.kept.filename, join_with_and(first.why))


def _rivals(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """Return the likeliest of several photos whose names are most similar to the given one."""
    best = min((one.level for one in ranked if one.level is not None), default=None)
    found = [one for one in ranked if best is not None and one.level == best]
    return found[:MOST_RIVALS] if len(found) > 1 else []


def _rival(one: _Ranked, label: RecordLabel) -> Rival:
    words = (label.caption or "").split()
    caption = " ".join(words[:FIRST_WORDS]) + (" ..." if len(words) > FIRST_WORDS else "")
    because = join_with_and([why for why in one.why if why.code not in NAME_ONLY])
    return Rival(one.kept.photo, label.file, label.created, caption or None, because)


def _points(asked: MissingName, kept: PhotoName) -> tuple[int, list[Message]]:
    """Return the points of a photo and their reasons; none if only folder and day match."""
    said = _name_points(asked.name, kept.name)
    if any(same_words(asked.given.caption, own) for own in kept.described.captions):
        said.append((5, Message("same-caption")))
    if not said:
        return 0, []
    support = weigh_evidence(kept.described, asked.given)
    said += _place_points(support)
    points = sum(point for point, _ in said) - (3 if support.against else 0)
    return points, [why for _, why in said]


def _name_points(name: ComparedName, own: ComparedName) -> list[tuple[int, Message]]:
    if own.shape.base == name.shape.base and (own.shape.marks == name.shape.marks or extra_mark(own.shape, name.shape)):
        return [(3, Message("same-name"))]
    if name.shape.digits and own.shape.digits == name.shape.digits:
        return [(4, Message("same-digits"))]
    shorter, longer = sorted((name.folded, own.folded), key=len)
    if len(shorter) >= SHORTEST_CUT and longer.startswith(shorter) and not longer[len(shorter) :][:1].isdigit():
        return [(4, Message("same-name-cut"))]
    found = []
    if name.number and name.number == own.number:
        found.append((2, Message("same-frame-number")))
    if _alike(name, own):
        found.append((2, Message("similar-name")))
    return found


def _alike(name: ComparedName, own: ComparedName) -> bool:
    """Return whether two names differ little, and not in their numbers: `photo 12` is never `photo 13`."""
    if name.digits - own.digits and own.digits - name.digits:
        return False
    total = len(name.pairs) + len(own.pairs)
    return total > 0 and 2 * len(name.pairs & own.pairs) / total >= ALIKE


def _place_points(support: Support) -> list[tuple[int, Message]]:
    found = []
    if support.alike:
        found.append((3 if support.nearly else 2, Message("same-words", words=support.told_words)))
    if support.folder:
        found.append((2, Message("same-folder")))
    elif support.near > 1:
        found.append((1, Message("near-folder")))
    if support.said:
        found.append((3, Message("caption-day")))
    elif support.day:
        found.append((2, Message("same-day")))
    return found
