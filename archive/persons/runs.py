"""Where in a run of words with capitals the name begins: after the body in `Direktur Utama Semen Indonesia Budi
Santoso`, `Chủ tịch Tập đoàn Hòa Phát Trần Đình Long`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.persons.bodies import ACRONYMS, ENGLISH, SURNAMES
from archive.persons.given import GIVEN, NOT_KINDS
from archive.persons.things import ADJECTIVES, NAME_LIKE, PLACES, THINGS, phrases
from archive.persons.vocabulary import PHRASES, Sort
from archive.persons.words import Word

_ROMAN = re.compile("[IVX]+")
_CAMEL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O')[A-Z][a-z]+[A-Z]\w*")
_PLACE_NAMES = frozenset(
    phrases(
        "paris, london, sydney, georgia, chad, kenya, virginia, jordan, israel, bima, medan, mali, lahat, austin, "
        "florence, batang, banjar, anh, mỹ, nga, đức, ý, úc, áo, tegal, malaka, rembang"
    )
)  # places that are given names too


_KIND = re.compile(
    r"\w{2,}(?:ists?|ians?|[bdfghklmnprtv]ers?|[tsr]ors|ctor|mates?|men|women|nauts?|[dt]ants?|dents?|esses|maids)|\w{4,}[dgklmnptwhe]s"
)
_PLURAL = re.compile(r"[a-z]{2,}[bcdfgklmnprtvwy]s")


def beginning(words: Sequence[Word], first: int, last: int, sorts: Sequence[Sort], has_small: bool) -> int:
    """The first word of the name in the run [first, last], whose title is of these sorts: after the name of a body, a
    country, of what an office is for. The last word always stays."""
    start = _after_fields(words, first, last, has_small, bool(sorts))
    if start == first and last - first >= 2 and is_kind(words, first):
        return first + 1
    if sorts and last - start >= 2 and words[start].low in THINGS and words[start].low not in SURNAMES:
        start += 1  # `PT Toyota-Astra Motor X`
    if any(not word.text.isascii() for word in words[start : last + 1]):
        return _at_surname(words, start, last, sorts)
    before = words[start - 1].low if start else ""
    if start == first and sorts and sorts[-1] is Sort.OPEN and last - start >= 2 and before not in ENGLISH:
        own = start > 1 and words[start - 1].gap == " " and words[start - 2].text[0].isupper()
        if words[start].low in GIVEN:
            return start
        return start if own and before in {"ceo", "coo", "cfo", "cto"} else start + 1
    return start


def _after_fields(words: Sequence[Word], first: int, last: int, has_small: bool, titled: bool) -> int:
    """After the last acronym, and after the last word that is a field or a country and two words before the end."""
    for n in range(last - 1, first - 1, -1):
        word = words[n]
        if word.low in THINGS:
            return first
        if has_small and (
            is_acronym(word) or (word.low in ACRONYMS and word.text.isupper()) or _CAMEL.fullmatch(word.text)
        ):
            return n + 1 if titled or n == first else first
        if last - n >= 2 and (_is_field(word) or _ends_place(words, first, n)):
            return n + 1
    return first


def _is_field(word: Word) -> bool:
    low = word.low
    field = PHRASES.get((low,)) is Sort.FIELD and low.isascii() and len(low) > 2
    return (field and low not in NAME_LIKE and low not in PLACES and word.text[0].isupper()) or low in ADJECTIVES


def _ends_place(words: Sequence[Word], first: int, n: int) -> bool:
    for start in range(max(first, n - 2), n + 1):
        low = " ".join(word.low for word in words[start : n + 1])
        if low in PLACES and low not in _PLACE_NAMES:
            return start == first
    return False


def _at_surname(words: Sequence[Word], first: int, last: int, sorts: Sequence[Sort]) -> int:
    """Vietnamese names begin with one of few surnames."""
    if not sorts or last - first < 2:
        return first
    own = words[first].low in SURNAMES
    body = sorts[-1] in {Sort.OPEN, Sort.FIELD} or words[first - 1].low == "tịch"
    if not body or (own and last - first < 4):
        return first
    for n in range(first + 1 + own, last):
        if words[n].low in SURNAMES and last - n <= 4:
            return n
    return first


def is_kind(words: Sequence[Word], n: int, alone: bool = False) -> bool:
    """Whether the first word of a sentence is by its ending an English word for people: `Astronauts`, `Paralympian`."""
    word = words[n]
    begins = n == 0 or bool(set(words[n].gap) & set(".:;-–—\n)"))
    return (
        begins
        and bool(_KIND.fullmatch(word.low) or (alone and _PLURAL.fullmatch(word.low)))
        and word.low not in GIVEN
        and word.low not in NOT_KINDS
    )


def is_acronym(word: Word) -> bool:
    """`BUMN`, `PBB`; no numeral."""
    return word.text.isupper() and word.text.isalpha() and len(word.text) > 2 and not _ROMAN.fullmatch(word.text)
