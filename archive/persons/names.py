"""A text read for names: its words, what of them is title, and the name that ends or begins at a place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.persons.bodies import BODY_WORDS, GROUPS, SURNAMES
from archive.persons.joined import OWNING, PARTICLES, Joined
from archive.persons.runs import beginning, is_acronym, is_kind
from archive.persons.sorting import JOINING
from archive.persons.things import (
    ADJECTIVES,
    CITIES,
    HEADS,
    NAME_LIKE,
    PLACES,
    THINGS,
    is_of_a_thing,
)
from archive.persons.vocabulary import Sort
from archive.persons.words import last_before

MOST_WORDS = 6  # of a name
_MOST_OF_RUN = 16  # words of a run of capitals that are looked at

_ALSO_NAMES = frozenset(["tim", "a", "an"])  # things, and after a title names
_SHIRT = re.compile(r"\s(?:#\d{1,3}\s)?")  # `Lionel Messi #10 of Inter Miami (R)`
_DEGREE = re.compile(
    r"[RDI]-[A-Z][A-Za-z.]*|[A-Z][A-Za-z]{0,4}\.(?:[A-Z][a-z]{0,4}\.?)*|MBA|MSi|MSc|PhD|SH|MH|SE|MM|ST|MT"
)
_DEGREE_LAST = re.compile(r"[A-HJ-UWYZ][A-Z]{1,3}|Sp[A-Z]+|PhD|[MS][A-Z][a-z]*")
_OF_PLACES = frozenset(["ga", "hồ", "bay", "lake", "park", "mount"])  # things before the name of a place, else names
# `Suparmi (55), kanan`, `Lionel Messi #10 (R)`
_AGE = re.compile(r"(?:\(\d{1,3}(?:\s\w{1,6})?\)|,\s*\d{1,3}(?:\s(?:tuổi|tahun|th))?|\s#\d{1,3})[\s,]*\Z")
_BETWEEN = re.compile(r"(?:[^\W\d]|[\s.,-]){0,60}")  # degrees, between a name and what is said of it


@dataclass(frozen=True, slots=True)
class Found:
    """A name with the title before it, None where there is none; [start, end) of the name in the text. `sorts` are
    those of the phrases of the title, in order; `begin` is where title and name begin."""

    name: str
    title: str | None
    start: int
    end: int
    sorts: tuple[Sort, ...] = ()
    begin: int = 0


class Reading(Joined):
    """A text read for the names that end or begin at a place. Linear in the length of the text."""

    def before(self, offset: int) -> Found | None:
        """The name that ends at `offset`, blanks, a comma, age and degrees between left out, or that stands before a
        comma and an office that does (`X, Ketua Umum Y (kiri)`); None when none does."""
        found = self._before(offset)
        n = last_before(self.words, offset) + 1
        for _ in range(4):
            n = self.apposition(n - 1)
            if n < 0 or (found is not None and (self.words[n].gap.strip() == "," or found.start < self.words[n].start)):
                break
            found = self._before(self.words[n - 1].end)
        return found

    def _before(self, offset: int) -> Found | None:
        age = _AGE.search(self.text, max(0, offset - 16), offset)
        offset = age.start() if age else offset
        last = last_before(self.words, offset)
        while last >= 0 and _DEGREE.fullmatch(self.words[last].text) and self.words[last].gap.strip() == ",":
            last -= 1
        if last < 0 or not self.is_capital(last) or not _BETWEEN.fullmatch(self.text, self.words[last].end, offset):
            return None
        first = last
        while first > max(0, last - _MOST_OF_RUN) and self.goes_on(first - 1) and self.joins(first):
            first -= 1
        owner = first - 1 if first > 2 and self.words[first - 1].low == "the" else first
        if owner < first and self.words[owner - 1].low in OWNING and self.is_capital(owner - 2):
            return self._before(self.words[owner - 2].end)  # `Coco Gauff of the United States (left)`
        if self._is_team(first, last) and (owner := self._owner(first)) > 0:
            return self._before(self.words[owner - 1].end)
        if first > 1 and self.words[first - 1].low in OWNING and self.words[first].gap.isspace():
            if self.is_capital(first - 2) and _SHIRT.fullmatch(self.words[first - 1].gap):
                return self._before(self.words[first - 2].end)  # `Jannik Sinner of Italy (R)`
            if self.sorts[first - 2] in {Sort.OFFICE, Sort.HONORIFIC}:
                return self._found(first + 1, last)  # `Archbishop of Canterbury Justin Welby`
        if first > 1 and self.words[first - 1].low == "for" and self.sorts[first - 2] is not None and last - first > 1:
            return self._found(first + 1, last)  # `High Commissioner for Refugees Filippo Grandi`
        while first <= last and not self.is_capital(first):
            first += 1
        return self._found(first if first <= last else last, last)

    def after(self, n: int) -> Found | None:
        """The name that begins with word `n`; None when none does."""
        last = n
        if n >= len(self.words) or not self.is_capital(n):
            return None
        while (
            last + 1 < len(self.words)
            and self.words[last + 1].gap.isspace()
            and "\n" not in self.words[last + 1].gap
            and self.goes_on(last + 1)
            and last - n < MOST_WORDS
            and not self.words[last].text.endswith(("'s", "’s"))
        ):
            last += 1
        while last > n + 1 and _DEGREE_LAST.fullmatch(self.words[last].text) and self.has_small:
            last -= 1
        while last > n and not self.is_capital(last):
            last -= 1
        return self._found(n, last)

    def within(self, start: int, end: int) -> Found | None:
        """The first name in [start, end)."""
        n = last_before(self.words, start) + 1
        while n < len(self.words) and self.words[n].end <= end:
            found = self.after(n) if self.is_capital(n) else None
            if found is not None and found.end <= end:
                return found
            n += 1
            while n < len(self.words) and self.goes_on(n) and self.words[n].gap.isspace() and self.goes_on(n - 1):
                n += 1  # not from the middle of a run that is no name
        return None

    def _found(self, first: int, last: int) -> Found | None:
        if last < first or sum(word.text not in PARTICLES for word in self.words[first : last + 1]) > MOST_WORDS:
            return None
        begin, sorts = self._title(first)
        first = max(first, beginning(self.words, first, last, sorts, self.has_small))
        if begin > 0 and not sorts and self.words[begin - 1].low == "the" and self.words[begin].gap.isspace():
            return None  # `the Titanic`
        if not self._is_name(first, last, sorts) or is_of_a_thing(self.words, begin, self.sorts, bool(sorts)):
            return None
        words = self.words
        start, end = words[first].start, words[last].end
        name = self.text[start:end]
        if name.endswith(("'s", "’s")):
            name, end = name[:-2], end - 2
        title = " ".join(self.text[words[begin].start : start].split()).rstrip(" \"“‘'") if sorts else None
        return Found(name, title, start, end, sorts, words[min(begin, first)].start)

    def _title(self, first: int) -> tuple[int, tuple[Sort, ...]]:
        """(the first word of the title before word `first`, the sorts of its words)."""
        n = first
        sorts: list[Sort] = []
        while n > 0 and not set(self.words[n].gap) & set(".,;:\n") and first - n < 14:
            sort = self.sorts[n - 1]
            if sort is not None:
                sorts.insert(0, sort)
            elif not sorts or self.words[n - 1].low not in JOINING | ADJECTIVES:
                break
            n -= 1
        while n < first and self.sorts[n] is None and self.words[n].low in JOINING:
            n += 1
        return n, tuple(sorts)

    def _is_name(self, first: int, last: int, sorts: tuple[Sort, ...]) -> bool:
        words = self.words[first : last + 1]
        lows = [word.low for word in words]
        whole = " ".join(lows)
        if (
            whole in PLACES
            or (lows[0] in _OF_PLACES and " ".join(lows[1:]) in PLACES)
            or (
                lows[0] in THINGS
                and not (lows[0] in _ALSO_NAMES and (sorts or (lows[0] == "an" and words[0].gap == " ")))
                and not (lows[0] in SURNAMES and len(lows) > 2)
            )
            or " ".join(lows[:2]) in THINGS
            or lows[-1] in HEADS
            or (lows[-1] in CITIES and lows[0] not in SURNAMES)
            or (len(lows) > 2 and " ".join(lows[-2:]) in CITIES and lows[0] not in SURNAMES)
        ):
            return False
        if self.phrase(first)[1] is Sort.FIELD and lows[0] not in NAME_LIKE and lows[0] not in PLACES:
            return False
        if self.has_small and any(map(is_acronym, words)):
            return False
        if len(words) == 1 and not sorts and is_kind(self.words, first, alone=True):
            return False
        if len(words) == 1 and first > 0 and words[0].gap == " " and self._owns(first - 1, sorts):
            return False
        if all(word.text.isupper() and "." in word.text for word in words):
            return False  # `(H.C.)`
        if len(words) == 1 and not sorts and lows[0].partition("-")[0] == lows[0].partition("-")[2]:
            return False  # `ondel-ondel`
        return len(whole) > 2 and not (len(words) == 1 and lows[0] in ADJECTIVES)

    def _owns(self, n: int, sorts: tuple[Sort, ...]) -> bool:
        """Whether the one capital word after word `n` says whose it is: `pekerja Freeport`, `Duke of Sussex`."""
        of_group = sorts and (
            (sorts[0] is Sort.SOMEBODY and sorts[-1] is Sort.FIELD)
            or (self.words[n].low in GROUPS and len(set(sorts)) == 1)
        )
        return bool(of_group) or (bool(sorts) and self.words[n].low in {"of", "của"})


def bare_name(words: str) -> str | None:
    """The name in words that are one person, with office and honorific or without; None when there is none, and when
    the words are a body's (`Kementerian Luar Negeri`, `UNICEF`)."""
    reading = Reading(words[:300])
    found = reading.within(0, len(words))
    if found is not None and not found.sorts and found.name.isupper() and " " not in found.name:
        return None
    titled = any(sort is not None for sort in reading.sorts)
    of_body = any(
        word.low in BODY_WORDS or (not titled and reading.has_small and is_acronym(word)) for word in reading.words
    )
    return None if found is None or (of_body and not found.sorts) else found.name
