"""Evidence, besides its name, that an article means a photo: same folder, same day, similar captions.

Captions are compared by the discriminative words and dates that they share.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce

from archive.catalogue.schema.filenames import fold
from archive.messages import Message
from archive.text.dates.months import MONTHS
from archive.text.dates.written_dates import dates_in

Days = tuple[int, int]  # first and last, as `date.toordinal` counts them

MOST_CAPTION = 2_000  # characters of a caption that are compared
SHORTEST = 4  # letters of a discriminative word
FEWEST_SHARED = 2  # discriminative words that make two captions similar
FEWEST_NEARLY = 4  # discriminative words, half of those of the shorter caption, that make them nearly the same
_LATER = 3  # days after its issue that an article may still report on, given clocks and deadlines
_COMMON_TEXT = """
yang dalam dengan untuk pada dari saat para hari tahun foto oleh akan telah sudah adalah sebagai kepada antara bersama
ketika usai atas tersebut serta sejumlah warga kiri kanan tengah senin selasa rabu kamis jumat sabtu minggu istimewa
dokumentasi photo image picture with from that this during after before their have left right people file handout
images getty reuters ttxvn monday tuesday wednesday thursday friday saturday sunday trong duoc nhung nguoi ngay thang
tren hinh minh hoac chup trai phai cung khong
"""
_COMMON = frozenset(_COMMON_TEXT.split()) | frozenset(MONTHS)


@lru_cache(maxsize=4096)
def discriminative_terms(words: str) -> frozenset[str]:
    """Return the words that distinguish captions, from folded words separated by blanks."""
    return frozenset(word for word in words.split() if len(word) >= SHORTEST and word.isalpha() and word not in _COMMON)


def nearly_same(one: str, other: str) -> bool:
    """Return whether two captions describe the same thing in nearly the same words."""
    mine, theirs = discriminative_terms(one), discriminative_terms(other)
    shared = len(mine & theirs)
    return shared >= FEWEST_NEARLY and 2 * shared >= min(len(mine), len(theirs))


def days_in(text: object, issued: int | None = None, most: int = MOST_CAPTION) -> tuple[Days, ...]:
    """Return the days in the first `most` characters of a text; a day without a year (`(3/5)`) is the last such day
    before `issued`."""
    if not isinstance(text, str) or not any(map(str.isdigit, text)):
        return ()
    plain = unicodedata.normalize("NFKD", text[:most].casefold().replace("đ", "d"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    days = (_day(when[0], when[1], when[2], issued) for when, _ in dates_in(plain))
    return tuple(dict.fromkeys((day, day) for day in days if day is not None))


def _day(year: int | None, month: int | None, day: int | None, issued: int | None) -> int | None:
    if month is None or day is None or (year is None and issued is None):
        return None
    try:
        if year is not None:
            return date(year, month, day).toordinal()
        latest = date.fromordinal((issued or 1) + _LATER)
        found = date(latest.year, month, day)
        return (found if found <= latest else date(latest.year - 1, month, day)).toordinal()
    except (ValueError, OverflowError):
        return None


Folder = tuple[str, ...]  # the label of the root, then its subfolders

FEWEST_WORDS = 3  # captions with fewer words match by chance
FEWEST_WITHIN = 4  # words that must be contiguous within a longer caption
MONTHS_APART = 60  # days
_MOST_TOLD = 4  # words in a reason
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")


@dataclass(frozen=True, slots=True)
class MentionContext:
    """The context of a name: the article's folder, the days on which the picture may have been taken, the day by which
    it was public, the words below the name as `words_of` returns them, and the days in these."""

    folders: frozenset[Folder] = frozenset()
    days: tuple[Days, ...] = ()
    issued: int | None = None
    caption: str = ""
    said: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo's folders, when it was made, and its own captions as `words_of` returns them."""

    folders: frozenset[Folder] = frozenset()
    made: Days | None = None
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """Evidence for a photo. `near` is the number of folders, from the root, that it shares with the article. `against`
    is why it is unlikely. `said`: its day is that of the caption. `words` are discriminative words in both captions;
    `nearly`: most of them are."""

    folder: bool
    near: int
    day: bool
    caption: bool
    against: Message | None
    said: bool = False
    words: frozenset[str] = frozenset()
    nearly: bool = False

    def __bool__(self) -> bool:
        return self.folder or self.near > 1 or self.day or self.caption

    @property
    def alike(self) -> bool:
        """Return whether its caption shares discriminative words with the given one but is not the same."""
        return not self.caption and len(self.words) >= FEWEST_SHARED

    @property
    def told_words(self) -> list[str]:
        """Return some of these words for display."""
        return sorted(self.words, key=lambda word: (-len(word), word))[:_MOST_TOLD]

    @property
    def reason(self) -> str:
        """Return why it was chosen, as a message; empty without evidence."""
        said = [(Message("lies-beside"), self.folder), (Message("caption-says-same"), self.caption)]
        said += [(Message("caption-has-words", words=self.told_words), self.alike)]
        said += [(Message("made-on-caption-day") if self.said else Message("made-on-day"), self.day)]
        said += [(Message("lies-nearest"), self.near > 1 and not self.folder)]
        return join_with_and([message for message, holds in said if holds])


def join_with_and(messages: Sequence[Message]) -> str:
    """Return the messages joined by "and"; empty for none."""
    return reduce(lambda one, other: Message("both", one=one, other=other), messages) if messages else ""


def weigh_evidence(photo: Photo, given: MentionContext) -> Support:
    """Return the evidence for and against this photo."""
    near = max((_shared(one, other) for one in photo.folders for other in given.folders), default=0)
    together = not photo.folders.isdisjoint(given.folders)
    said, day = _made_on(photo.made, given.said), _made_on(photo.made, given.days)
    caption = any(same_words(given.caption, own) for own in photo.captions)
    words = frozenset[str]().union(
        *(discriminative_terms(given.caption) & discriminative_terms(own) for own in photo.captions)
    )
    nearly = any(nearly_same(given.caption, own) for own in photo.captions)
    against = None if day or said else _against(photo.made, given)
    return Support(together, near, day or said, caption, against, said, words, nearly)


def _made_on(made: Days | None, days: Iterable[Days]) -> bool:
    return made is not None and made[0] == made[1] and any(one[0] <= made[0] and made[1] <= one[1] for one in days)


def _shared(one: Folder, other: Folder) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _against(made: Days | None, given: MentionContext) -> Message | None:
    if made is None:
        return None
    if given.issued is not None and made[0] > given.issued + 3:
        return Message("made-after")
    if given.days and all(max(made[0] - days[1], days[0] - made[1], 0) > MONTHS_APART for days in given.days):
        return Message("made-far")
    return None


def days_of(value: object) -> Days | None:
    """Return the first and last day of a record's date (`2025`, `2025-10`, `2025-10-25T08:53`,
    `2025-10-25/2025-10-26`), None for anything else."""
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
    """Return the days on which a picture of an article may have been taken, and the last day on which it can have been
    published. If the article gives the picture's own day (`told`), only that counts; else the days of the event, the
    issue date and the day before it."""
    out = days_of(issued)
    if own := days_of(told):
        return (own,), None
    days = [found for found in (days_of(event),) if found]
    if out:
        days.append((out[0] - 1, out[1]))
    return tuple(days), out[1] if out else None


def words_of(text: object) -> str:
    """Return the words of a caption without case, accents and marks, with a blank before and after each."""
    return f" {fold(str(text or '')[:MOST_CAPTION])} "


def captions_of(values: Iterable[object]) -> tuple[str, ...]:
    """Return the captions that are long enough to compare, each once."""
    words = (words_of(value) for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(own for own in words if own.count(" ") > FEWEST_SHARED))


def same_words(one: str, other: str) -> bool:
    """Return whether two captions are equal, or the shorter is contained whole in the longer."""
    shorter, longer = sorted((one, other), key=len)
    count = shorter.count(" ") - 1
    return count >= FEWEST_WORDS and (shorter == longer or (count >= FEWEST_WITHIN and shorter in longer))


def narrow_by_evidence(supports: dict[str, Support]) -> tuple[str | None, bool]:
    """Return the one photo of several that has other evidence besides its name, and whether it is a guess."""
    pool = [photo for photo, support in supports.items() if support.folder] or list(supports)
    if len(pool) == 1:
        return pool[0], False
    same = [photo for photo in pool if supports[photo].caption]
    dated = [photo for photo in pool if supports[photo].day]
    both = [photo for photo in same if photo in dated]
    if len(both) == 1:
        return both[0], False
    if same and dated and not both:
        return None, False  # evidence for both
    if len(same) == 1:
        return same[0], False
    if not same and (like := _likest(pool, supports)) is not None:
        return _by_words(like, dated, supports)
    rest = both or same or [photo for photo in dated if supports[photo].said] or dated
    if len(rest) == 1:
        return rest[0], _nearest(pool, supports) != rest[0]
    return _nearest(rest or [photo for photo in pool if not supports[photo].against], supports), True


def _likest(pool: Collection[str], supports: dict[str, Support]) -> str | None:
    """Return the only photo whose caption shares words with the given one that no other shares."""
    count = Counter(word for photo in pool for word in supports[photo].words)
    own = [photo for photo in pool if sum(count[word] == 1 for word in supports[photo].words) >= FEWEST_SHARED]
    return own[0] if len(own) == 1 else None


def _by_words(like: str, dated: Collection[str], supports: dict[str, Support]) -> tuple[str | None, bool]:
    """Return the photo by its words, as a guess, if its day fits too, or if all captions are undated and its own is
    nearly the same; none if the day points to another."""
    support = supports[like]
    if like in dated or (support.nearly and not dated and not support.against):
        return like, True
    return None, False


def _nearest(pool: Collection[str], supports: dict[str, Support]) -> str | None:
    """Return the photo that is closer than all others; only below the root, which everything on a disk shares."""
    best = max((supports[photo].near for photo in pool), default=0)
    found = [photo for photo in pool if supports[photo].near == best]
    return found[0] if best > 1 and len(found) == 1 else None
