"""What a caption says that can be true or false: dates, numbers, sides, names, and whether it says `not`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from archive.analysis import fold
from archive.contradiction.dates import When, dates_in
from archive.months import MONTHS
from archive.persons import Reading
from archive.shown import shown_in

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
class Facts:
    """A caption, and what it says that can be true or false. Everything is worked out once, when it is first needed."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        """Its words as written, numbers without marks between thousands."""
        return _WORD.findall(_THOUSANDS.sub("", self.text[:LONGEST]))[:_MOST_WORDS]

    @cached_property
    def folded(self) -> list[str]:
        """The same without case and marks."""
        return [fold(word) for word in self.words]

    @cached_property
    def known(self) -> frozenset[str]:
        """These, in no order."""
        return frozenset(self.folded)

    @cached_property
    def dates(self) -> list[tuple[When, bool]]:
        """(year, month, day) of each date, None for what it leaves open, and whether day and month may be exchanged."""
        return dates_in(" ".join(fold(self.text[:LONGEST]).split()))

    @cached_property
    def counts(self) -> dict[str, set[str]]:
        """How many of what: `3 orang` and `tiga orang` are {"orang": {"3"}}."""
        found: dict[str, set[str]] = {}
        words = [word.casefold() if n == 0 else word for n, word in enumerate(self.words)]
        for word, unit in pairwise(words):
            number, low = number_of(word), unit.casefold()
            if number and unit.islower() and low not in _NO_UNITS and not number_of(unit) and fold(unit) not in MONTHS:
                found.setdefault(low[:-1] if low.isascii() and low.endswith("s") else low, set()).add(number)
        return found

    @cached_property
    def weekdays(self) -> set[int]:
        """The days of the week that it names."""
        return {DAYS[word] for word in self.known & DAYS.keys()}

    @cached_property
    def places(self) -> dict[str, str]:
        """Where in the picture each person is, by folded name."""
        return {fold(one.name): one.position for one in shown_in(self.text[:LONGEST]) if one.position}

    @cached_property
    def _reading(self) -> Reading:
        return Reading(self.text[:LONGEST])

    @cached_property
    def titles(self) -> frozenset[str]:
        """The words that are office or honorific: another word for an office is no other person."""
        reading = self._reading
        return frozenset(fold(word.text) for word, sort in zip(reading.words, reading.sorts, strict=True) if sort)

    @cached_property
    def holders(self) -> dict[str, set[str]]:
        """By office, the words of the names of those who hold it."""
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
        """How many words turn its meaning round."""
        low = [word.casefold() for word in self.words]
        around = zip(["", *low], low, [*low[1:], ""], strict=False)
        return sum(word in _NEGATIONS and before != "hàng" and after not in _AIR for before, word, after in around)

    @cached_property
    def cased(self) -> bool:
        """Whether capitals tell names: not in a text that is all capitals or has each word begin with one."""
        letters = [word for word in self.words if word[0].isalpha()]
        small = [word for word in letters if word[0].islower() and word not in _NO_UNITS]  # which titles have small too
        return len(small) > 0.15 * len(letters)


def number_of(word: str) -> str | None:
    """The number that a word is, in digits; `ba` is one, `Ba` a name."""
    if word[0].isdigit():
        return word.lstrip("0") or "0"
    return str(_COUNTS[word]) if word in _COUNTS else None
