"""Suggesting: for a file name that was not found, the one photo that is probably meant, and why.

A suggestion is for the archivist to confirm; no rule follows it. It asks for less than `choosing` does (a name cut
short, a letter wrong, a prefix left out), so something besides the name has to speak for the photo as well, and no
other photo may have as much on its side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from archive.catalogue.candidates import Asked, Candidates, Compared, Kept
from archive.catalogue.evidence import Support, same_words, weigh
from archive.catalogue.forms import shape_of
from archive.catalogue.levels import extra_mark
from archive.catalogue.mentions import Naming
from archive.catalogue.paths import name_key
from archive.catalogue.resolving import Articles

SHORTEST_CUT = 16  # letters that a name cut short must share with the whole
ALIKE = 0.75  # of the pairs of letters of two names are the same
ENOUGH = 4  # points, as `_points` counts them


@dataclass(frozen=True, slots=True)
class Guess:
    """The photo that a name probably means: its id, the name it came under, and what speaks for it."""

    photo: str
    filename: str
    because: str


def guesses(conn: Connection, namings: Iterable[Naming]) -> dict[tuple[str, int], Guess]:
    """By (article, n), what those mentions probably mean that are tied to no photo."""
    open_ = [naming for naming in namings if naming.photo is None]
    if not open_:
        return {}
    articles = Articles(conn, {naming.article for naming in open_})
    asked = [
        Asked(Compared(shape_of(name_key(naming.mention.filename))), articles.given(naming.article, naming.mention))
        for naming in open_
    ]
    candidates = Candidates(conn, asked, lambda name, own: bool(_name_points(name, own)))
    found: dict[tuple[str, int], Guess] = {}
    for n, (naming, one) in enumerate(zip(open_, asked, strict=True)):
        guess = _guess(one, candidates.of(n), {*naming.refused, naming.article})
        if guess is not None:
            found[naming.article, naming.n] = guess
    return found


def _guess(asked: Asked, candidates: Iterable[Kept], out: set[str]) -> Guess | None:
    """The one photo that has most on its side, and enough."""
    best: dict[str, tuple[int, Kept, list[str]]] = {}
    for kept in candidates:
        if kept.photo in out:
            continue
        points, why = _points(asked, kept)
        if points >= ENOUGH and points > best.get(kept.photo, (0,))[0]:
            best[kept.photo] = (points, kept, why)
    ranked = sorted(best.values(), key=lambda found: -found[0])
    if not ranked or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    _, kept, why = ranked[0]
    return Guess(kept.photo, kept.filename, " and ".join(why))


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
    if support.folder:
        found.append((2, "the same folder"))
    elif support.near > 1:
        found.append((1, "a folder near by"))
    if support.day:
        found.append((2, "the same day"))
    return found
