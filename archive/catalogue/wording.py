"""What captions have in common short of saying the same: telling words, and the days that they give."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache

from archive.contradiction.dates import dates_in
from archive.months import MONTHS

Days = tuple[int, int]  # first and last, as `date.toordinal` counts them

MOST_CAPTION = 2_000  # characters of a caption that are compared
SHORTEST = 4  # letters of a word that tells anything
FEWEST_SHARED = 2  # telling words that make two captions alike
FEWEST_NEARLY = 4  # telling words, being half of the shorter caption's, that make them nearly the same
_LATER = 3  # days after its issue that an article may still tell of, as clocks and deadlines go
_COMMON_TEXT = """
yang dalam dengan untuk pada dari saat para hari tahun foto oleh akan telah sudah adalah sebagai kepada antara bersama
ketika usai atas tersebut serta sejumlah warga kiri kanan tengah senin selasa rabu kamis jumat sabtu minggu istimewa
dokumentasi photo image picture with from that this during after before their have left right people file handout
images getty reuters ttxvn monday tuesday wednesday thursday friday saturday sunday trong duoc nhung nguoi ngay thang
tren hinh minh hoac chup trai phai cung khong
"""
_COMMON = frozenset(_COMMON_TEXT.split()) | frozenset(MONTHS)


@lru_cache(maxsize=4096)
def telling(words: str) -> frozenset[str]:
    """The words that tell one caption from others, of words without case and accents parted by blanks."""
    return frozenset(word for word in words.split() if len(word) >= SHORTEST and word.isalpha() and word not in _COMMON)


def nearly_same(one: str, other: str) -> bool:
    """Whether two captions tell of one thing in much the same words."""
    mine, theirs = telling(one), telling(other)
    shared = len(mine & theirs)
    return shared >= FEWEST_NEARLY and 2 * shared >= min(len(mine), len(theirs))


def days_in(text: object, issued: int | None = None, most: int = MOST_CAPTION) -> tuple[Days, ...]:
    """The days that the first `most` characters of a text give; of one without a year (`(3/5)`), the last such day
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
