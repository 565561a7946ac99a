"""What speaks, besides its name, for a photo being the one that an article means: its folder, its day, its captions."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from archive.catalogue.forms import fold

Folder = tuple[str, ...]  # the label of the root, then the folders below it
Days = tuple[int, int]  # first and last, as `date.toordinal` counts them

FEWEST_WORDS = 3  # a caption of fewer is met again by chance
FEWEST_WITHIN = 4  # words that must stand together within a longer caption
MOST_CAPTION = 2_000  # characters of a caption that are compared
MONTHS_APART = 60  # days
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")


@dataclass(frozen=True, slots=True)
class Given:
    """What stands around a name: where its article lies, on which days the picture may have been made, since when it
    was out (a day), and the words under the name as `words_of` gives them."""

    folders: frozenset[Folder] = frozenset()
    days: tuple[Days, ...] = ()
    issued: int | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """Where a photo came from, when it was made, and its own captions as `words_of` gives them."""

    folders: frozenset[Folder] = frozenset()
    made: Days | None = None
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """`near`: how many folders, counted from the root, the two have in common. `against`: why it can hardly be."""

    folder: bool
    near: int
    day: bool
    caption: bool
    against: str | None

    def __bool__(self) -> bool:
        return self.folder or self.near > 1 or self.day or self.caption

    def __str__(self) -> str:
        said = [("it lies in the same folder", self.folder), ("its caption says the same", self.caption)]
        said += [("it was made on that day", self.day)]
        said += [("it lies nearest to the article", self.near > 1 and not self.folder)]
        return " and ".join(words for words, holds in said if holds)


def weigh(photo: Photo, given: Given) -> Support:
    """What speaks for this photo and against it."""
    near = max((_shared(one, other) for one in photo.folders for other in given.folders), default=0)
    together = not photo.folders.isdisjoint(given.folders)
    day = photo.made is not None and photo.made[0] == photo.made[1] and any(_within(photo.made, d) for d in given.days)
    caption = any(same_words(given.caption, own) for own in photo.captions)
    return Support(together, near, day, caption, None if day else _against(photo.made, given))


def _shared(one: Folder, other: Folder) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _within(made: Days, days: Days) -> bool:
    return days[0] <= made[0] and made[1] <= days[1]


def _against(made: Days | None, given: Given) -> str | None:
    if made is None:
        return None
    if given.issued is not None and made[0] > given.issued + 3:
        return "it was made after the article came out"
    if given.days and all(_gap(made, days) > MONTHS_APART for days in given.days):
        return "it was made months away from the article's day"
    return None


def _gap(one: Days, other: Days) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def days_of(value: object) -> Days | None:
    """First and last day of a date as records have it (`2025`, `2025-10`, `2025-10-25T08:53`, `2025-10-25/2025-10-26`);
    None where it is none."""
    first, _, last = str(value or "").partition("/")
    begins, ends = _span(first), _span(last or first)
    return (begins[0], ends[1]) if begins and ends and begins[0] <= ends[1] else None


def _span(text: str) -> Days | None:
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None
    return first.toordinal(), last.toordinal()


def article_days(event: object, issued: object, told: object) -> tuple[tuple[Days, ...], int | None]:
    """(the days on which a picture of an article may have been made, the last day it can have come out). `told`, the
    picture's own day as the article gives it, leaves no other; else the event's days, the day of issue and the day
    before it."""
    out = days_of(issued)
    if own := days_of(told):
        return (own,), None
    days = [found for found in (days_of(event),) if found]
    if out:
        days.append((out[0] - 1, out[1]))
    return tuple(days), out[1] if out else None


def words_of(text: object) -> str:
    """The words of a caption without case, accents and marks, with a blank before and after each."""
    return f" {fold(str(text or '')[:MOST_CAPTION])} "


def captions_of(values: Iterable[object]) -> tuple[str, ...]:
    """The captions that are long enough to be compared, each once."""
    words = (words_of(value) for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(own for own in words if own.count(" ") > FEWEST_WORDS))


def same_words(one: str, other: str) -> bool:
    """Whether two captions say the same: equal, or the shorter stands whole within the longer."""
    shorter, longer = sorted((one, other), key=len)
    count = shorter.count(" ") - 1
    return count >= FEWEST_WORDS and (shorter == longer or (count >= FEWEST_WITHIN and shorter in longer))


def narrowed(supports: dict[str, Support]) -> tuple[str | None, bool]:
    """(the one photo of several that something besides its name speaks for, whether that is a guess)."""
    pool = [photo for photo, support in supports.items() if support.folder] or list(supports)
    if len(pool) == 1:
        return pool[0], False
    said = [photo for photo in pool if supports[photo].caption]
    dated = [photo for photo in pool if supports[photo].day]
    both = [photo for photo in said if photo in dated]
    if len(both) == 1:
        return both[0], False
    if said and dated and not both:
        return None, False  # one speaks for this, the other for that
    if len(said) == 1:
        return said[0], False
    rest = both or said or dated
    if len(rest) == 1:
        return rest[0], _nearest(pool, supports) != rest[0]
    return _nearest(rest or [photo for photo in pool if not supports[photo].against], supports), True


def _nearest(pool: Collection[str], supports: dict[str, Support]) -> str | None:
    """The one that lies nearer than all others; below the root, for all that lie on one disk share that."""
    best = max((supports[photo].near for photo in pool), default=0)
    found = [photo for photo in pool if supports[photo].near == best]
    return found[0] if best > 1 and len(found) == 1 else None
