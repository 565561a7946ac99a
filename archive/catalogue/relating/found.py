"""What a rule finds, and the choice among several that it may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.catalogue.relating.numbers import telling
from archive.catalogue.relating.origins import Rule
from archive.catalogue.relating.profile import Profile

FAR = 45  # days between two languages of one release, and between a release and its annex
_MOST_DOUBTED = 3
_DOUBTED = 0.3  # what is taken off where one of several is meant


@dataclass(frozen=True, slots=True)
class Found:
    """`subject` is `type` of `object`, by a rule, so certain (0 to 1)."""

    subject: str
    type: str
    object: str
    rule: Rule
    certainty: float


@dataclass(frozen=True, slots=True)
class Likely:
    """A text that another may be an annex or a correction of, and what speaks for it."""

    profile: Profile
    rule: Rule
    certainty: float


def apart(one: Profile, other: Profile) -> int | None:
    """The days between two texts; None where one has no day."""
    if not one.day or not other.day:
        return None
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days)


def far(one: Profile, other: Profile, days: int = FAR) -> bool:
    """Whether more than so many days lie between two texts."""
    between = apart(one, other)
    return between is not None and between > days


def numbered_otherwise(one: Profile, other: Profile) -> bool:
    """Whether both have numbers of their own, and none in common."""
    mine, theirs = ({number for number in profile.numbers if telling(number)} for profile in (one, other))
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def same_place(one: Profile, other: Profile) -> bool:
    """Whether they have a folder in common."""
    return not {name.folder for name in one.filed}.isdisjoint(name.folder for name in other.filed)


def same_core(one: Profile, other: Profile) -> bool:
    """Whether they have a name in one folder in common, but for what marks their part."""
    mine, theirs = ({(name.folder, name.core) for name in profile.filed if name.core} for profile in (one, other))
    return not mine.isdisjoint(theirs)


def precedence(profile: Profile) -> tuple[object, ...]:
    """What comes first among the languages of one release: what does not call itself a translation, what came first,
    what is in the language of the office that gave it its number, what has no mark of a language in its file's name,
    what is not English."""
    return (
        profile.translated,
        profile.day or "~",
        bool(profile.home) and profile.home != profile.language,
        any(name.language for name in profile.filed),
        profile.language == "en",
        profile.language,
        profile.title,
        profile.record,
    )


def one_work(profiles: Sequence[Profile]) -> bool:
    """Whether texts are one release in several languages, as far as names of files, numbers, figures tell."""
    first = profiles[0]
    return all(
        not numbered_otherwise(first, other) and not far(first, other) and _like(first, other) for other in profiles[1:]
    ) and len({profile.language for profile in profiles}) == len(profiles)


def _like(one: Profile, other: Profile) -> bool:
    if not set(one.numbers).isdisjoint(other.numbers) or same_core(one, other):
        return True
    fewest = min(len(one.facts), len(other.facts))
    return bool(fewest) and len(one.facts & other.facts) >= max(2, 0.4 * fewest)


def choose(subject: Profile, likely: Sequence[Likely]) -> list[Likely]:
    """Those that are meant: of the languages of one release that in the subject's own, else the first of them; where it
    may be one of two or three, these with less certainty."""
    if not likely:
        return []
    best = max(one.certainty for one in likely)
    top = [one for one in likely if one.certainty == best]
    if len(top) == 1 or one_work([one.profile for one in top]):
        return [min(top, key=lambda one: (one.profile.language != subject.language, precedence(one.profile)))]
    same = [one for one in top if one.profile.language == subject.language]
    if len(same) == 1:
        return same
    meant = same or top
    if len(meant) > _MOST_DOUBTED or best - _DOUBTED < 0.5:
        return []
    return [Likely(one.profile, one.rule, round(best - _DOUBTED, 2)) for one in meant]
