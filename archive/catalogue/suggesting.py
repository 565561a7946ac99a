"""Suggesting: for a file name that was not found, the one photo that is probably meant, and why; and where several
have that name, which.

A suggestion is for the archivist to confirm; no rule follows it. It asks for less than `choosing` does (a name cut
short, a letter wrong, a prefix left out), so something besides the name has to speak for the photo as well, and no
other photo may have as much on its side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from archive.catalogue.batch import in_chunks
from archive.catalogue.candidates import Asked, Candidates, Compared, Kept
from archive.catalogue.evidence import Support, same_words, weigh
from archive.catalogue.forms import shape_of
from archive.catalogue.labels import Label, labels_of
from archive.catalogue.levels import Level, extra_mark, level_of
from archive.catalogue.mentions import Naming
from archive.catalogue.paths import name_key
from archive.catalogue.resolving import Articles
from archive.catalogue.tables import texts
from archive.catalogue.wording import Days, days_in

SHORTEST_CUT = 16  # letters that a name cut short must share with the whole
ALIKE = 0.75  # of the pairs of letters of two names are the same
ENOUGH = 4  # points, as `_points` counts them
MOST_RIVALS = 10  # photos of one name that are listed
FIRST_WORDS = 12  # of a caption in a list
MOST_OF_A_TEXT = 10_000  # characters in which days are looked for
MOST_DAYS = 10  # of a text that are looked at
NAME_ONLY = ("the same name", "the same digits")  # what rivals have in common anyway


@dataclass(frozen=True, slots=True)
class Guess:
    """The photo that a name probably means: its id, the name it came under, and what speaks for it."""

    photo: str
    filename: str
    because: str


@dataclass(frozen=True, slots=True)
class Rival:
    """One of several photos that have the name given: its id, its file with its folder, when it was made (ISO 8601),
    the first words of its caption, and what speaks for it besides the name (may be empty)."""

    photo: str
    file: str
    created: str | None
    caption: str | None
    because: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a name may mean that is tied to no photo: the probable photo, if one stands out, and, where several have
    the name, the likeliest `MOST_RIVALS` of them, in that order."""

    guess: Guess | None = None
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A photo with its points and what speaks for it: first its name, then what else."""

    points: int
    kept: Kept
    why: tuple[str, ...]
    level: Level | None


def suggestions(conn: Connection, namings: Iterable[Naming]) -> dict[tuple[str, int], Suggested]:
    """By (article, n), what those mentions may mean that are tied to no photo; those without any suggestion are left
    out."""
    open_ = [naming for naming in namings if naming.photo is None]
    if not open_:
        return {}
    articles = Articles(conn, {naming.article for naming in open_})
    told = _days_told(conn, {naming.article for naming in open_ if naming.mention.date is None})
    asked = []
    for naming in open_:
        given = articles.given(naming.article, naming.mention)
        if naming.mention.date is None:
            given = replace(given, days=(*given.days, *told.get(naming.article, ())))
        asked.append(Asked(Compared(shape_of(name_key(naming.mention.filename))), given))
    candidates = Candidates(conn, asked, _comparable)
    ranked = {
        (naming.article, naming.n): _ranked(one, candidates.of(n), {*naming.refused, naming.article})
        for n, (naming, one) in enumerate(zip(open_, asked, strict=True))
    }
    rivals = {at: _rivals(found) for at, found in ranked.items()}
    known = labels_of(conn, {one.kept.photo for found in rivals.values() for one in found})
    suggested = {
        at: Suggested(_guess(found), tuple(_rival(one, known[one.kept.photo]) for one in rivals[at]))
        for at, found in ranked.items()
    }
    return {at: one for at, one in suggested.items() if one.guess or one.rivals}


def _days_told(conn: Connection, articles: Iterable[str]) -> dict[str, tuple[Days, ...]]:
    """The first days that the texts of these articles give."""
    found: dict[str, tuple[Days, ...]] = {}
    for chunk in in_chunks(sorted(articles)):
        begins = func.substr(texts.c.text, 1, MOST_OF_A_TEXT)
        for record, text in conn.execute(select(texts.c.record, begins).where(texts.c.record.in_(chunk))):
            found[record] = days_in(text, most=MOST_OF_A_TEXT)[:MOST_DAYS]
    return found


def _comparable(name: Compared, own: Compared) -> bool:
    return level_of(name.shape, own.shape) is not None or bool(_name_points(name, own))


def _ranked(asked: Asked, candidates: Iterable[Kept], out: set[str]) -> list[_Ranked]:
    """The photos that have anything on their side, the likeliest first."""
    best: dict[str, _Ranked] = {}
    for kept in candidates:
        if kept.photo in out:
            continue
        points, why = _points(asked, kept)
        level = level_of(asked.name.shape, kept.name.shape)
        had = best.get(kept.photo)
        if (points or level is not None) and (had is None or points > had.points):
            best[kept.photo] = _Ranked(points, kept, tuple(why), level)
    return sorted(best.values(), key=_order)


def _order(one: _Ranked) -> tuple[object, ...]:
    """The likeliest first, then as they were made."""
    made = one.kept.described.made
    return -one.points, made is None, made or (0, 0), one.kept.filename, one.kept.photo


def _guess(ranked: Sequence[_Ranked]) -> Guess | None:
    """The one photo that has most on its side, and enough."""
    if not ranked or ranked[0].points < ENOUGH or (len(ranked) > 1 and ranked[1].points == ranked[0].points):
        return None
    first = ranked[0]
    return Guess(first.kept.photo, first.kept.filename, " and ".join(first.why))


def _rivals(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """The likeliest of those whose names are most like the one given, where there are several."""
    best = min((one.level for one in ranked if one.level is not None), default=None)
    found = [one for one in ranked if best is not None and one.level == best]
    return found[:MOST_RIVALS] if len(found) > 1 else []


def _rival(one: _Ranked, label: Label) -> Rival:
    words = (label.caption or "").split()
    caption = " ".join(words[:FIRST_WORDS]) + (" ..." if len(words) > FIRST_WORDS else "")
    because = " and ".join(why for why in one.why if why not in NAME_ONLY)
    return Rival(one.kept.photo, label.file, label.created, caption or None, because)


def _points(asked: Asked, kept: Kept) -> tuple[int, list[str]]:
    """How much speaks for a photo, and in words; nothing does when only folder and day do."""
    said = _name_points(asked.name, kept.name)
    if any(same_words(asked.given.caption, own) for own in kept.described.captions):
        said.append((5, "its caption, which says the same"))
    if not said:
        return 0, []
    support = weigh(kept.described, asked.given)
    said += _place_points(support)
    points = sum(point for point, _ in said) - (3 if support.against else 0)
    return points, [words for _, words in said]


def _name_points(name: Compared, own: Compared) -> list[tuple[int, str]]:
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


def _alike(name: Compared, own: Compared) -> bool:
    """Whether two names differ by little, and not by their numbers: `photo 12` is never `photo 13`."""
    if name.digits - own.digits and own.digits - name.digits:
        return False
    total = len(name.pairs) + len(own.pairs)
    return total > 0 and 2 * len(name.pairs & own.pairs) / total >= ALIKE


def _place_points(support: Support) -> list[tuple[int, str]]:
    found = []
    if support.alike:
        found.append((3 if support.nearly else 2, f"words that its caption has too ({support.told_words})"))
    if support.folder:
        found.append((2, "the same folder"))
    elif support.near > 1:
        found.append((1, "a folder near by"))
    if support.said:
        found.append((3, "the day that the caption gives"))
    elif support.day:
        found.append((2, "the same day"))
    return found
