"""Titles as pages show them. JSON, exports and citations use the original title.

A title in capitals is shown in title case, and so is one that begins in capitals. A speech whose title is only its
first sentence is shown by the words and the year of its file name: `State union · Reagan · 1984`. Other first sentences
are shortened in lists.
"""

from __future__ import annotations

import re
from itertools import takewhile

from archive.authority.credits.names import ACRONYMS, SMALL
from archive.captions.fallback_titles import SENTENCE
from archive.record import Kind, Record
from archive.text import fold
from webui.i18n import labels

_CAPITALS = 0.9  # share of capital letters in a title "in capitals"
_FEWEST_LETTERS = 8  # letters in such a title: a shorter one may be a name
_FEWEST_WORDS = 4  # in capitals, at the start of another title
_SENTENCE_LIMIT = 110  # characters of a first sentence used as a title in a list
_HEADING_LIMIT = 400  # characters of the heading of a page
_SMALL_ENGLISH = "a an as before by from into nor or over to with upon after under between about"
_SMALL_INDONESIAN = "yang ke dengan pada dalam oleh atau tentang bagi antara serta"
_SMALL_VIETNAMESE = "và của các những cho về tại với trong từ ở là"
_SMALL = SMALL | frozenset(f"{_SMALL_ENGLISH} {_SMALL_INDONESIAN} {_SMALL_VIETNAMESE}".split())
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_APOSTROPHE = re.compile(r"(['’])")
_VOWELS = frozenset("aeiouy")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_SEPARATORS = re.compile(r"[\s_.,()\[\]-]+")


def display_title(record: Record, limit: int = 200, sentence_limit: int = _SENTENCE_LIMIT) -> str:
    """Return the title of a record on one line, at most `limit` characters long; `sentence_limit`, if it is only the
    first sentence of its text."""
    title = record.title
    if title == record.filename:
        return labels.name(title, limit)
    if _is_first_sentence(record):
        named = _of_filename(record.filename) if record.kind is Kind.SPEECH else ()
        return labels.shorten(" · ".join(named) or title, min(limit, sentence_limit))
    return labels.shorten(without_capitals(title), limit)


def heading_title(record: Record) -> str:
    """Return the title of a record as the heading of its page."""
    return display_title(record, _HEADING_LIMIT, _HEADING_LIMIT)


def filename_words(record: Record) -> str:
    """Return the words of a speech's file name, such as `Inaugural Eisenhower`, if they say more than its title;
    else ""."""
    words = _of_filename(record.filename)[:-1]
    known = fold(record.title)
    return "" if _is_first_sentence(record) or all(fold(word) in known for word in words) else " ".join(words)


def without_capitals(title: str) -> str:
    """Return a title in capitals in title case, of the same length: acronyms and Roman numerals are kept, small words
    are lower case. Of a title that only begins in capitals, the beginning. Other titles are returned unchanged."""
    end = _end_of_capitals(title)
    return _WORD.sub(lambda found: _cased(found[0], is_first=not found.start()), title[:end]) + title[end:]


def _end_of_capitals(title: str) -> int:
    """Return where the capitals at the start of a title end. Some words with a small one among them are a phrase;
    otherwise they may be names in capitals."""
    letters = [letter for letter in title if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if len(letters) >= _FEWEST_LETTERS and capitals >= _CAPITALS * len(letters) and " " in title.strip():
        return len(title)
    begins = list(takewhile(lambda found: found[0].isupper(), _WORD.finditer(title)))
    is_phrase = len(begins) >= _FEWEST_WORDS and any(found[0].lower() in _SMALL for found in begins)
    return begins[-1].end() if is_phrase else 0


def _is_first_sentence(record: Record) -> bool:
    """Return whether the title is only the first sentence of the text."""
    used = next(iter(record.origins.get("title", ())), None)
    return record.kind is not Kind.PHOTO and used is not None and used.origin == SENTENCE


def _of_filename(filename: str) -> tuple[str, ...]:
    """Return the words before the year of a file name, those after it, and the year; () if they say too little."""
    stem = filename.rpartition(".")[0]
    year = _YEAR.search(stem)
    if year is None:
        return ()
    before, after = (_words(part) for part in (stem[: year.start()], stem[year.end() :]))
    if before is None or after is None or not before:
        return ()
    return tuple(filter(None, (_capital(before), after, year[1])))


def _words(part: str) -> str | None:
    """Return the words of a part of a file name, without a number at its end; None if one of them is a code."""
    found = [word for word in _SEPARATORS.split(part) if word]
    while found and found[-1].isdigit():
        found.pop()
    if not all(word.isalpha() and _VOWELS & set(fold(word)) for word in found):
        return None
    return " ".join(found)


def _cased(word: str, is_first: bool) -> str:
    low = word.lower()
    if len(low) != len(word):
        return word
    if low in _SMALL and not is_first:
        return low
    if low in ACRONYMS or not _VOWELS & set(fold(low)) or _ROMAN.fullmatch(word):
        return word
    parts = _APOSTROPHE.split(low)
    return "".join(_capital(part) if not n or len(part) > 2 else part for n, part in enumerate(parts))  # O'Brien's


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
