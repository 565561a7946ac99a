"""Decide which photo an article means by a file name. Pure rules over names, folders, days and captions.

Names are compared level by level. A weaker level counts only if no stronger one found a photo. A match by a weak level
or a weak name is only a guess. Of several photos, one is chosen only if other evidence supports it.

Access is ignored. If visible photos were preferred, withdrawing one would put another above its caption, and the public
could tell what is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from archive.catalogue.image_links.evidence import (
    Folder,
    MentionContext,
    Photo,
    Support,
    narrow_by_evidence,
    weigh_evidence,
)
from archive.catalogue.schema.filenames import NameShape, join_spaced_words
from archive.messages import Message, join_messages, reason_columns


class Level(IntEnum):
    """How similar a photo's name is to the given one, most similar first."""

    EXACT = 0
    SAME = 1  # except for percent signs, or a type that is missing or spelled differently
    TYPE = 2
    MARKS = 3
    SEPARATORS = 4
    COUNTED = 5
    ACCENTS = 6
    DIGITS = 7


RULES = {
    Level.EXACT: "rule:file-name",
    Level.SAME: "rule:file-name",
    Level.TYPE: "rule:file-type",
    Level.MARKS: "rule:copy-marks",
    Level.SEPARATORS: "rule:separators",
    Level.COUNTED: "rule:copy-number",
    Level.ACCENTS: "rule:accents",
    Level.DIGITS: "rule:digits",
}


def match_level(asked: NameShape, name: NameShape) -> Level | None:
    """Return how similar a photo's name is to the wanted one; None if it is a different name."""
    if asked.key == name.key:
        return Level.EXACT
    if asked.stem == name.stem:
        return Level.SAME if asked.type == name.type or not (asked.type and name.type) else Level.TYPE
    if asked.base == name.base:
        if asked.marks == name.marks:
            return _level_of_cores(asked.core, name.core)
        if extra_mark(asked, name):
            return max(Level.COUNTED, _level_of_cores(asked.core, name.core))
    if asked.tight == name.tight and "(" not in asked.stem + name.stem:  # `kapal2`, `kapal-2`; not `kapal (2)`
        return _level_of_cores(asked.stem, name.stem)
    if asked.digits and asked.digits == name.digits and not _other_frame(asked, name):
        return Level.DIGITS
    return None


def _other_frame(asked: NameShape, name: NameShape) -> bool:
    """Return whether their common number is that of a job or a day, and each also has a different number."""
    return bool(asked.numbers - name.numbers and name.numbers - asked.numbers)


def extra_mark(one: NameShape, other: NameShape) -> str:
    """Return the mark at the end of one of two names that the other, the plain one, lacks; empty if they differ in
    more. `-1` counts only if the plain name is on the other side."""
    shorter, longer = sorted((one.marks, other.marks), key=len)
    return longer[-1] if longer[:-1] == shorter and longer else ""


def _level_of_cores(one: str, other: str) -> Level:
    if one == other:
        return Level.MARKS
    return Level.SEPARATORS if _parted(one) == _parted(other) else Level.ACCENTS


def _parted(core: str) -> str:
    return join_spaced_words(" ".join("".join(char if char.isalnum() else " " for char in core).split()))


_HOW = {
    Level.SAME: Message("level-same"),
    Level.TYPE: Message("level-type"),
    Level.MARKS: Message("level-marks"),
    Level.SEPARATORS: Message("level-separators"),
    Level.COUNTED: Message("level-counted"),
    Level.ACCENTS: Message("level-accents"),
    Level.DIGITS: Message("level-digits"),
}
# Shown to viewers who do not see everything: nothing about other photos, because some may be hidden.
TOLD = {
    "rule:file-name": Message("guess-same"),
    "rule:file-type": Message("guess-type"),
    "rule:copy-marks": Message("guess-marks"),
    "rule:separators": Message("guess-separators"),
    "rule:copy-number": Message("guess-counted"),
    "rule:accents": Message("guess-accents"),
    "rule:digits": Message("guess-digits"),
}

_FIRST_COPY = ("0", "1")
_SHORTEST_HASH = 8
MOST_WEIGHED = 200  # photos with one name whose days and captions are compared; more are distinguished only by folder
MANY_DIGITS = 8  # this many do not match by chance


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """The intended photo, or None; whether it is a guess, why (as messages), and by which rule."""

    photo: str | None
    doubtful: bool = False
    reason: str | None = None
    origin: str = RULES[Level.EXACT]

    def columns(self) -> dict[str, Any]:
        """Return the verdict as table columns."""
        said = {"photo": self.photo, "doubtful": self.doubtful, "origin": self.origin}
        return said | reason_columns(self.reason)


Called = Mapping[str, Sequence[tuple[NameShape, Folder]]]  # by photo, its present and former names, and their folders


@dataclass(frozen=True, slots=True)
class MatchedPhotos:
    """The photos that match a name at its strongest level. `numbered` are photos next to others that differ only in a
    number. `mark` is the number or hash on one side of a COUNTED pair. `among` is how many there were if they were too
    many, so that only those beside the article are left."""

    level: Level
    photos: tuple[str, ...]
    numbered: frozenset[str] = frozenset()
    mark: str = ""
    among: int = 0


def find_strongest_match(asked: NameShape, called: Called) -> MatchedPhotos | None:
    """Return the photos at the strongest level that any of these names reaches."""
    levels: dict[str, Level] = {}
    for photo, names in called.items():
        reached = [level for name, _ in names if (level := match_level(asked, name)) is not None]
        if reached:
            levels[photo] = min(reached)
    if not levels:
        return None
    best = min(levels.values())
    photos = tuple(photo for photo, level in levels.items() if level is best)
    if best is not Level.COUNTED:
        return MatchedPhotos(best, photos)
    marks = [extra_mark(asked, name) for photo in photos for name, _ in called[photo] if name.base == asked.base]
    return MatchedPhotos(best, photos, _in_series(asked, photos, called), max(marks))


def _in_series(asked: NameShape, photos: Sequence[str], called: Called) -> frozenset[str]:
    """Return the photos whose folder has another photo with another number."""
    told_apart = {
        folder
        for photo, names in called.items()
        for name, folder in names
        if photo not in photos and name.base == asked.base and _differ_in_last_number(asked, name)
    }
    return frozenset(photo for photo in photos if any(folder in told_apart for _, folder in called[photo]))


def _differ_in_last_number(asked: NameShape, name: NameShape) -> bool:
    if not name.marks or name.marks == asked.marks or len(name.marks[-1]) >= _SHORTEST_HASH:
        return False
    return name.marks[:-1] in (asked.marks, asked.marks[:-1])


def choose_photo(
    asked: NameShape, found: MatchedPhotos | None, photos: Mapping[str, Photo], given: MentionContext
) -> LinkVerdict:
    """Return the intended photo. `photos` describes all photos that were found."""
    if found is None:
        return LinkVerdict(None, reason=Message("photo-none"))
    supports = {photo: weigh_evidence(photos[photo], given) for photo in found.photos}
    if len(supports) == 1 and not found.among:
        (photo,) = found.photos
        return _one(asked, found, photo, supports[photo])
    return _several(asked, found, supports)


def needs_facts(asked: NameShape, found: MatchedPhotos, photos: Mapping[str, Photo], given: MentionContext) -> bool:
    """Return whether days and captions can change the result."""
    if len(found.photos) == 1 and not found.among:
        return found.level >= Level.COUNTED or _may_name_others(asked)
    return sum(not photos[photo].folders.isdisjoint(given.folders) for photo in found.photos) != 1


def _one(asked: NameShape, found: MatchedPhotos, photo: str, support: Support) -> LinkVerdict:
    why = _HOW.get(found.level)
    if unlike := _unlike(asked, found, photo, support):
        return LinkVerdict(None, reason=Message("photo-unlike", what=why, why=unlike))
    doubts = [_doubt_of_level(asked, found, support), _doubt_of_name(asked, support)]
    said = [message for message in (why, *doubts) if message]
    return LinkVerdict(photo, any(doubts), join_messages(said) or None, RULES[found.level])


def _unlike(asked: NameShape, found: MatchedPhotos, photo: str, support: Support) -> Message | None:
    """Return why a photo is not chosen although it is the only one."""
    if found.level is Level.COUNTED and not support.caption:
        if photo in found.numbered:
            return Message("numbered-beside")
        if asked.placeholder and not support:
            return Message("name-common")
        if _may_name_others(asked) and support.against:
            return support.against
    if found.level is Level.DIGITS and len(asked.digits) < MANY_DIGITS:
        return support.against
    return None


def _doubt_of_level(asked: NameShape, found: MatchedPhotos, support: Support) -> Message | None:
    if found.level is Level.DIGITS:
        return Message("digits-only", digits=asked.digits)
    if support.caption:
        return None
    if found.level is Level.COUNTED:
        return _doubt_of_number(asked, found, support)
    if found.level is Level.ACCENTS:
        return Message("accents-mislead")
    return None


def _doubt_of_number(asked: NameShape, found: MatchedPhotos, support: Support) -> Message | None:
    """Return the doubt for a copy's number. A first number, or any number after a distinctive name, is doubted only if
    there is evidence against it."""
    if support.against:
        return support.against
    if len(found.mark) >= _SHORTEST_HASH:
        return None
    if asked.timed:
        return Message("moment-numbered")
    if found.mark not in _FIRST_COPY and _may_name_others(asked):
        return Message("number-of-another", mark=found.mark)
    return None


def _may_name_others(asked: NameShape) -> bool:
    return asked.placeholder or asked.camera


def _doubt_of_name(asked: NameShape, support: Support) -> Message | None:
    if not _may_name_others(asked) or support.folder or support.caption:
        return None
    if support.against:
        return Message("name-common-against", why=support.against)
    return Message("name-common-alone") if asked.placeholder and not support else None


def _several(asked: NameShape, found: MatchedPhotos, supports: dict[str, Support]) -> LinkVerdict:
    count = found.among or len(supports)
    photo, doubtful = narrow_by_evidence(supports)
    if photo is None:
        return LinkVerdict(None, reason=explain_ambiguity(found.level, count))
    if _unlike(asked, found, photo, supports[photo]):
        return LinkVerdict(None, reason=explain_ambiguity(found.level, count))
    chosen = Message("photo-of-several", photos=count, why=supports[photo].reason)
    why = [message for message in (_HOW.get(found.level), chosen) if message]
    doubts = doubtful or _doubt_of_level(asked, found, supports[photo]) is not None
    return LinkVerdict(photo, doubts, join_messages(why), RULES[found.level])


def explain_ambiguity(level: Level, count: int) -> Message:
    """Return why none of several photos is chosen."""
    how = _HOW.get(level)
    return Message("photos-named-like", photos=count, what=how) if how else Message("photos-named-so", photos=count)
