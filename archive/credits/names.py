"""Whether a name in a credit is a person's or a body's, and a person's name without what stands around it."""

from __future__ import annotations

import re

from archive.analysis import fold
from archive.credits.words import (
    ACRONYMS,
    BODY_BEGINS,
    BODY_WORDS,
    JOINERS,
    NOBODY,
    PARTICLES,
    RANKS,
    ROLES_AFTER,
    ROLES_BEFORE,
    SMALL,
    VIETNAMESE_BODIES,
)

_TOP = r"\.(?:com|co|id|vn|net|org|info|news|tv|gov|go|uk|sg|my|ph|th|jp|kr|cn|au|de|fr|ru)(?![\w-])"
_HOST = re.compile(rf"[\w-]+(?:\.[\w-]+)*{_TOP}", re.IGNORECASE)
_HOST_WITHIN = re.compile(rf"[\w-]{_TOP}", re.IGNORECASE)
_INNER_CAPITAL = re.compile(
    r"(?!(?:Ma?c|De|Di|Du|La|Le|Van|Fitz|O)[A-Z][a-z]+\Z)(?=[^\W_a-zà-ỹ]*+[a-zà-ỹ][^\W_A-Z]*+[A-Z]|[A-Z]{2,}[a-z])[^\W_]+|"
    r"[a-z]+com"
)
_ROMAN = re.compile("[IVX]+")
_NUMBERED = re.compile(r"[A-Za-z]{0,5}[\d_-]{4,}+\w*+|\d+[A-Za-z]{0,3}")
_YEAR = re.compile(r"(?<![\s,])[\s,]++(?:19|20)\d\d\Z")
_VOWEL = re.compile("[aeiouy]")


def is_nobody(part: str) -> bool:
    """Whether a part of a credit names nobody: `Pool`, `STR`, `PV`, a year, the number of a picture."""
    bare = part.strip(" .,;:*-–—")
    return (
        not any(map(str.isalpha, bare)) or NOBODY.fullmatch(bare) is not None or _NUMBERED.fullmatch(bare) is not None
    )


def is_body(part: str) -> bool:
    """Whether a part of a credit is by its words the name of a body: an office, a paper, a site, an acronym."""
    part = without_rank(ROLES_AFTER.sub("", part))
    words = part.split()
    low = part.casefold()
    if (
        low.startswith(VIETNAMESE_BODIES)
        or _HOST_WITHIN.search(part)
        or (len(words) > 1 and low.split()[0] in BODY_BEGINS)
    ):
        return True
    if any(
        _ends_as_body(word) or word.casefold().strip(".,()") in BODY_WORDS or word.casefold().startswith("kemen")
        for word in words
    ):
        return True
    if len(words) == 1:
        return _INNER_CAPITAL.fullmatch(part) is not None or (part.isupper() and part.isalnum() and 2 <= len(part) <= 5)
    if words[0].casefold() == "the" or (any(map(_is_small, words[1:])) and (len(words) > 2 or not part.isascii())):
        return True
    return not part.isupper() and not _is_family_last(words) and any(map(_is_acronym, words))


def _ends_as_body(word: str) -> bool:
    """`Harbourwire`, `Sipaphoto`: a name made with the word for what the body does."""
    return len(word) > 6 and word.casefold().endswith(("wire", "press", "news", "media", "photo", "foto", "images"))


def _is_small(word: str) -> bool:
    """Whether a word has no capital though every word of a person's name has one."""
    return word.isalpha() and word.islower() and word not in PARTICLES and word not in JOINERS


def _is_acronym(word: str) -> bool:
    return word.isalpha() and word.isupper() and 3 <= len(word) <= 5 and not _ROMAN.fullmatch(word)


def _is_family_last(words: list[str]) -> bool:
    """Whether these words are a name with its family name in capitals, as AFP writes it: `Rizal ANWAR`."""
    first, *last = words
    shouted = [word for word in last if word.isupper() and len(word) > 2]
    return (
        first.istitle()
        and bool(shouted)
        and all(word.casefold() not in ACRONYMS and _VOWEL.search(fold(word)) is not None for word in shouted)
        and last[-1] in shouted
        and len(words) <= 4
    )


def is_person(part: str) -> bool:
    """Whether a part looks like the name of a person: two to six words with capitals, and nothing of a body."""
    words = part.split()
    return 2 <= len(words) <= 6 and not is_body(part) and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() or word.casefold().strip(".") in PARTICLES or word[:1] in {"'", "’"}


def person(part: str) -> str:
    """The name as it is kept: without role, rank, year and stops, in title case where it was printed in capitals."""
    name = ROLES_BEFORE.sub("", part, count=1) if ROLES_BEFORE.match(part) else part
    name = without_rank(_YEAR.sub("", name))
    name = ROLES_AFTER.sub("", name)
    if not name.casefold().endswith((" jr.", " sr.")):
        name = name.rstrip(".")
    name = name.strip(" ,;:*-–—\"'“”")
    words = name.split()
    if len(words) > 1 and not name.isupper() and _is_family_last(words):
        return " ".join(word.title() if word.isupper() and len(word) > 2 else word for word in words)
    return name.title() if _in_capitals(name) else name


def without_rank(name: str) -> str:
    """`Mass Communication Specialist 3rd Class Jane Doe` -> `Jane Doe`."""
    words = name.split()
    first = next((n for n, word in enumerate(words) if word.casefold().strip(".,") not in RANKS), 0)
    return " ".join(words[first:])


def body(part: str) -> str:
    """The name of a body that no card has, so written that ways of writing it that differ only in case, blanks and
    hyphens come out as one: sites in small letters, what was all in capitals or all small in title case."""
    part = part.strip(" .,;:*-–—\"'“”").removeprefix("of ")
    if _HOST.fullmatch(part):
        return part.casefold()
    words = part.split() if " " in part or not part.isascii() else re.split(r"[_-]+", part)
    shouted = part.isupper() and not (len(words) == 1 and len(part) <= 5)
    if not part.isascii():
        whole = " ".join(words)
        return whole.title() if shouted else whole[:1].upper() + whole[1:]
    small = part.islower()
    return " ".join(_titled(word, shouted or small, first=not n) for n, word in enumerate(words))


def _titled(word: str, plain: bool, first: bool = False) -> str:
    low = word.casefold()
    if low in SMALL and not first:
        return low
    if plain and low in ACRONYMS:
        return low.upper()
    return low[:1].upper() + low[1:] if plain or (first and word.islower()) else word


def _in_capitals(name: str) -> bool:
    return name.isupper() and any(len(word.strip(".")) > 2 for word in name.split())
