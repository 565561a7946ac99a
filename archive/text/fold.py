"""Fold words: exact (NFC, lower case, one position for the Vietnamese tone mark) and folded (no accents).

Also tests whether two words differ by one edit.
"""

from __future__ import annotations

import re
import unicodedata


def one_edit(word: str, other: str) -> bool:
    """Return whether two words are the same except for one letter more, less or different, or two swapped
    neighbours."""
    short, long = (word, other) if len(word) <= len(other) else (other, word)
    if len(long) - len(short) > 1 or (len(long) > 2 and short[:1] != long[:1] and short[-1:] != long[-1:]):
        return False  # one edit leaves the first or the last letter unchanged
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if len(long) > len(short):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    )


MAX_WORD = 100  # code points of a term; longer words are cut, in texts and queries alike

# Marks that writers omit: Latin, Greek and Cyrillic diacritics, Hebrew points, Arabic vowel signs. Vowel signs of
# Indian and South-East Asian scripts count as letters and are kept.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]+"
)
_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]+")
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)

# In Vietnamese, the tone of oa, oe and uy may be on either vowel (hòa, hoà): one word. It is moved to the later vowel.
_TONES = (("o", "òóỏõọ", "a", "àáảãạ"), ("o", "òóỏõọ", "e", "èéẻẽẹ"), ("u", "ùúủũụ", "y", "ỳýỷỹỵ"))
_TONED = {
    early + second: plain + late
    for plain, earlies, second, lates in _TONES
    for early, late in zip(earlies, lates, strict=True)
}


def exact_form(word: str) -> str:
    """Return a word as typed, except for case, Unicode form, invisible characters and the position of a tone mark."""
    if word.isascii():
        return word[:MAX_WORD].lower()
    word = unicodedata.normalize("NFC", _INVISIBLE.sub("", word[: 4 * MAX_WORD])).casefold()
    word = unicodedata.normalize("NFC", word)[:MAX_WORD]
    return word[:-2] + _TONED.get(word[-2:], word[-2:])


def folded_form(exact: str) -> str:
    """Return an exact form without accents: `Lương` equals `luong`, `Đà` equals `da`. Empty if nothing is left."""
    if exact.isascii():
        return exact
    bare = _MARKS.sub("", unicodedata.normalize("NFD", exact.translate(_LETTERS)))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def fold(text: str) -> str:
    """Return a whole text without case, accents and invisible characters, for comparing names; offsets may change."""
    if text.isascii():
        return text.lower()
    return folded_form(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold())
