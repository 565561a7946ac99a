"""Decide whether two captions contradict each other in dates, numbers, sides, names or negations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from archive.authority.persons import NameReading
from archive.captions.depicted_persons import find_positioned_persons
from archive.text import fold
from archive.text.dates.months import MONTHS
from archive.text.dates.written_dates import When, apart, dates_in

LONGEST = 2000  # characters of a caption that are read
_MOST_WORDS = 150

_WEEK = (
    "monday senin", "tuesday selasa", "wednesday rabu", "thursday kamis", "friday jumat", "saturday sabtu",
    "sunday ahad",
)  # fmt: skip
DAYS = {name: n for n, names in enumerate(_WEEK) for name in names.split()}
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_NO_UNITS = frozenset(
    [
        "and",
        "dan",
        "và",
        "of",
        "the",
        "in",
        "at",
        "di",
        "tại",
        "on",
        "to",
        "from",
        "dari",
        "a",
        "an",
        "or",
        "with",
        "dengan",
        "với",
        "by",
        "is",
        "are",
        "was",
    ]
)
_NEGATIONS = frozenset(
    ["not", "no", "never", "without", "cannot", "tidak", "bukan", "tanpa", "belum", "không", "chưa", "chẳng"]
)
_AIR = frozenset(("quân", "gian", "khí"))  # không quân is the air force, hàng không aviation

_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_WORD = re.compile(r"\d+(?:[:.,]\d+)?|[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class CaptionFacts:
    """A caption and its facts. Each is computed once, on first use."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        """Return its words as written, with thousands separators removed from numbers."""
        return _WORD.findall(_THOUSANDS.sub("", self.text[:LONGEST]))[:_MOST_WORDS]

    @cached_property
    def folded(self) -> list[str]:
        """Return the same words without case and marks."""
        return [fold(word) for word in self.words]

    @cached_property
    def known(self) -> frozenset[str]:
        """Return its words as a set."""
        return frozenset(self.folded)

    @cached_property
    def dates(self) -> list[tuple[When, bool]]:
        """Return (year, month, day) of each date, None for missing parts, and whether day and month may be swapped."""
        return dates_in(" ".join(fold(self.text[:LONGEST]).split()))

    @cached_property
    def counts(self) -> dict[str, set[str]]:
        """Return counted things: `3 orang` and `tiga orang` are {"orang": {"3"}}."""
        found: dict[str, set[str]] = {}
        words = [word.casefold() if n == 0 else word for n, word in enumerate(self.words)]
        for word, unit in pairwise(words):
            number, low = number_of(word), unit.casefold()
            if number and unit.islower() and low not in _NO_UNITS and not number_of(unit) and fold(unit) not in MONTHS:
                found.setdefault(low[:-1] if low.isascii() and low.endswith("s") else low, set()).add(number)
        return found

    @cached_property
    def weekdays(self) -> set[int]:
        """Return the weekdays it names."""
        return {DAYS[word] for word in self.known & DAYS.keys()}

    @cached_property
    def places(self) -> dict[str, str]:
        """Return each person's position in the picture, by folded name."""
        return {fold(one.name): one.position for one in find_positioned_persons(self.text[:LONGEST]) if one.position}

    @cached_property
    def _reading(self) -> NameReading:
        return NameReading(self.text[:LONGEST])

    @cached_property
    def titles(self) -> frozenset[str]:
        """Return the words that are office or honorific: a different word for an office does not mean a different
        person."""
        reading = self._reading
        return frozenset(fold(word.text) for word, sort in zip(reading.words, reading.sorts, strict=True) if sort)

    @cached_property
    def holders(self) -> dict[str, set[str]]:
        """Return the words of the holders' names by office."""
        reading = self._reading
        found: dict[str, set[str]] = {}
        for n in range(1, len(reading.words)):
            if reading.sorts[n - 1] is None or reading.sorts[n] is not None or not reading.words[n].gap.isspace():
                continue
            holder = reading.after(n)
            if holder is not None and holder.title:
                found.setdefault(fold(holder.title), set()).update(fold(holder.name).split())
        return found

    @cached_property
    def negations(self) -> int:
        """Return the number of negations."""
        low = [word.casefold() for word in self.words]
        around = zip(["", *low], low, [*low[1:], ""], strict=False)
        return sum(word in _NEGATIONS and before != "hàng" and after not in _AIR for before, word, after in around)

    @cached_property
    def cased(self) -> bool:
        """Return whether capitals mark names: not in a text all in capitals or in title case."""
        letters = [word for word in self.words if word[0].isalpha()]
        small = [word for word in letters if word[0].islower() and word not in _NO_UNITS]  # in titles too
        return len(small) > 0.15 * len(letters)


def number_of(word: str) -> str | None:
    """Return a word's number in digits; `ba` is one, `Ba` a name."""
    if word[0].isdigit():
        return word.lstrip("0") or "0"
    return str(_COUNTS[word]) if word in _COUNTS else None


_ALIKE = 0.6  # share of the shorter text's words in common; above it, a word in place of another is an alternative
_SAME_NAME = 0.75  # similarity of two spellings of one name
_CLAUSE = 8  # words: longer spans are different statements, not replaced names
_SIDES = {"left": "L", "kiri": "L", "trái": "L", "right": "R", "kanan": "R", "phải": "R"}
_ORDINAL = re.compile(r"(first|second|third|\w+th) from (left|right)")


def contradict(one: CaptionFacts, other: CaptionFacts) -> bool:
    """Return whether the two captions cannot both be right."""
    if apart(one.dates, other.dates) or _none_in_common(one.weekdays, other.weekdays):
        return True
    if any(_none_in_common(one.counts[unit], other.counts[unit]) for unit in one.counts.keys() & other.counts.keys()):
        return True
    if any(_elsewhere(one.places[name], other.places[name]) for name in one.places.keys() & other.places.keys()):
        return True
    offices = one.holders.keys() & other.holders.keys()
    if any(_others(one.holders[office], other.holders[office], one, other) for office in offices):
        return True
    shared = len(one.known & other.known)
    if shared < 2 or shared < _ALIKE * min(len(one.known), len(other.known)):
        return False
    return one.negations != other.negations or any(_instead(one, other, *pair) for pair in _replaced(one, other))


def _none_in_common(mine: set[str] | set[int], theirs: set[str] | set[int]) -> bool:
    return bool(mine and theirs) and not mine & theirs


def _elsewhere(mine: str, theirs: str) -> bool:
    """Return whether somebody cannot be at both positions in one picture."""
    ordered = _ORDINAL.fullmatch(mine), _ORDINAL.fullmatch(theirs)
    if ordered[0] and ordered[1] and ordered[0][2] == ordered[1][2]:
        return ordered[0][1] != ordered[1][1]
    ends = _end(mine), _end(theirs)
    return None not in ends and ends[0] != ends[1]


def _end(place: str) -> str | None:
    """Return the side of the picture, or its centre; None if it may be either."""
    ordered = _ORDINAL.fullmatch(place)
    if ordered:
        return ordered[2] if ordered[1] == "first" else None
    if "centre" in place.split():
        return place if place == "centre" else None  # `centre left` may be called the centre, and the left
    sides = [side for side in ("left", "right") if side in place.split()]
    return sides[0] if len(sides) == 1 else None


def _others(mine: set[str], theirs: set[str], one: CaptionFacts, other: CaptionFacts) -> bool:
    """Return whether the holders of one office are different people, neither of whom the other caption names."""
    return not (mine & other.known or theirs & one.known) and not _spelt_alike(mine, theirs)


def _replaced(one: CaptionFacts, other: CaptionFacts) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the words of each that replace words of the other."""
    for what, a, b, c, d in SequenceMatcher(None, one.folded, other.folded, autojunk=False).get_opcodes():
        if what == "replace":
            yield (a, b), (c, d)


def _instead(one: CaptionFacts, other: CaptionFacts, mine: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Return whether a number, side or name was replaced by another."""
    here, there = one.words[slice(*mine)], other.words[slice(*theirs)]
    sides = [{_SIDES[word.casefold()] for word in words if word.casefold() in _SIDES} for words in (here, there)]
    if _none_in_common(*sides):
        return True
    if max(len(here), len(there)) > _CLAUSE:
        return False
    numbers = _numbers(here) - _numbers(other.words), _numbers(there) - _numbers(one.words)
    if all(numbers) and not (one.dates and other.dates):
        return True
    names = _names(one, mine) - other.known, _names(other, theirs) - one.known
    if not all(names) or not (one.cased and other.cased):
        return False
    pairs = ((here, names[0]), (there, names[1]))
    short = [all(word.isupper() for word in words if fold(word) in these) for words, these in pairs]
    return short[0] == short[1] and not _spelt_alike(*names)  # initials may stand for a name


def _names(facts: CaptionFacts, span: tuple[int, int]) -> set[str]:
    """Return the capitalised words of a span, except the caption's first word, titles, months and days."""
    found = set()
    for n in range(*span):
        word, low = facts.words[n], facts.folded[n]
        if n and word[0].isupper() and low not in facts.titles and low not in MONTHS and low not in DAYS:
            found.add(low)
    return found


def _numbers(words: Iterable[str]) -> set[str]:
    return {number for word in words if (number := number_of(word))}


def _spelt_alike(mine: set[str], theirs: set[str]) -> bool:
    """Return whether a word of one is a spelling or the beginning of a word of the other."""
    return any(
        a.startswith(b) or b.startswith(a) or SequenceMatcher(None, a, b).ratio() >= _SAME_NAME
        for a in sorted(mine)[:12]
        for b in sorted(theirs)[:12]
    )
