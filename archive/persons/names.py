"""A text read for names: its words, what of them is title, and the name that ends or begins at a place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.persons.things import ADJECTIVES, COMMON, HEADS, NAME_LIKE, NOUNS, PLACES, THINGS
from archive.persons.vocabulary import LONGEST, PHRASES, Sort
from archive.persons.words import Word, last_before, words_of

MOST_WORDS = 6  # of a name

_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.)+(?:[A-Z][A-Za-z]{0,4}\.?)*|MBA|MSi|MSc|PhD|SH|MH|SE|MM|ST|MT")
_DEGREE_LAST = re.compile(r"[A-HJ-UWYZ][A-Z]{1,3}|Sp[A-Z]+|PhD|[MS][A-Z][a-z]*")
_OF_PLACES = frozenset(["ga", "hồ", "bay", "lake", "park", "mount"])  # things before the name of a place, else names
_ROMAN = re.compile("[IVX]+")
_BETWEEN = re.compile(r"[\w\s.,]{0,60}")  # degrees, between a name and what is said of it
_PARTICLES = frozenset(["de", "da", "del", "della", "der", "den", "van", "von", "bin", "binti", "al", "el", "la", "le"])
_JOINING = frozenset(["of", "the", "for", "dan", "and", "và", "&", "on", "bidang", "to", "urusan", "untuk", "ke"])
_PLACING = frozenset(["di", "ke", "dari", "at", "in", "from", "near", "ở", "tại", "đến", "tới", "trên", "on", "over"])


@dataclass(frozen=True, slots=True)
class Found:
    """A name with the title before it, None where there is none; [start, end) of the name in the text. `sorts` are
    those of the phrases of the title, in order."""

    name: str
    title: str | None
    start: int
    end: int
    sorts: tuple[Sort, ...] = ()


class Reading:
    """The words of a text and what each is to a name. Linear in the length of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.sorts = self._sorts()
        self.has_small = any(word.text.islower() for word in self.words)

    def _sorts(self) -> list[Sort | None]:
        """The sort of each word that belongs to a title. A field counts only after an office or another field."""
        found: list[Sort | None] = [None] * len(self.words)
        n = 0
        while n < len(self.words):
            length, sort = self._phrase(n)
            if sort is Sort.FIELD and not self._after_office(n, length, found):
                length, sort = 1, None
            found[n : n + length] = [sort] * length
            if sort is Sort.FIELD and self.words[n].low in {"pt", "cv"} and n + 1 < len(self.words):
                length, found[n + 1] = 2, sort  # the one word after it is the name of the firm
            n += length
        return found

    def _phrase(self, n: int) -> tuple[int, Sort | None]:
        limit = 1
        while limit < LONGEST and n + limit < len(self.words) and self.words[n + limit].gap.isspace():
            limit += 1
        for length in range(limit, 0, -1):
            sort = PHRASES.get(tuple(word.low for word in self.words[n : n + length]))
            if sort is not None and (self.words[n].text[0].isupper() or sort is not Sort.FIELD):
                return length, sort
        return 1, None

    def _after_office(self, n: int, length: int, found: list[Sort | None]) -> bool:
        before = n - 1
        while before >= 0 and found[before] is None and self.words[before].low in _JOINING:
            before -= 1
        if before < 0:
            # `Indonesian Foreign Minister`: a field may begin a title, when an office follows at once.
            return self._office_at(n + length)
        near = all(not set(word.gap) & set(".,;:") for word in self.words[before + 1 : n + 1])
        if not near or found[before] is None:
            return self._office_at(n + length)
        if found[before] is Sort.ROLE or found[before] is Sort.HONORIFIC:
            return self._capitals_after(n + length) > 1 or self.words[n].low not in PLACES
        return True

    def _office_at(self, n: int) -> bool:
        return n < len(self.words) and self._phrase(n)[1] in {Sort.OFFICE, Sort.OPEN} and self.words[n].gap == " "

    def _capitals_after(self, n: int) -> int:
        count = 0
        while n < len(self.words) and self.words[n].text[0].isupper() and (self.words[n].gap.isspace() or not count):
            count, n = count + 1, n + 1
        return count

    def before(self, offset: int) -> Found | None:
        """The name that ends at `offset`, blanks, a comma and degrees between left out; None when none does."""
        last = last_before(self.words, offset)
        while last >= 0 and _DEGREE.fullmatch(self.words[last].text) and self.words[last].gap.strip() == ",":
            last -= 1
        if last < 0 or not self._is_capital(last) or not _BETWEEN.fullmatch(self.text, self.words[last].end, offset):
            return None
        first = last
        while first > 0 and self._goes_on(first - 1) and self.words[first].gap.isspace():
            first -= 1
        while first <= last and not self._is_capital(first):
            first += 1
        return self._found(first, last)

    def after(self, n: int) -> Found | None:
        """The name that begins with word `n`; None when none does."""
        last = n
        if n >= len(self.words) or not self._is_capital(n):
            return None
        while (
            last + 1 < len(self.words)
            and self.words[last + 1].gap.isspace()
            and "\n" not in self.words[last + 1].gap
            and self._goes_on(last + 1)
            and last - n < MOST_WORDS
            and not self.words[last].text.endswith(("'s", "’s"))
        ):
            last += 1
        while last > n + 1 and _DEGREE_LAST.fullmatch(self.words[last].text) and self.has_small:
            last -= 1
        while last > n and not self._is_capital(last):
            last -= 1
        return self._found(n, last)

    def within(self, start: int, end: int) -> Found | None:
        """The first name in [start, end)."""
        n = last_before(self.words, start) + 1
        while n < len(self.words) and self.words[n].end <= end:
            found = self.after(n) if self._is_capital(n) else None
            if found is not None and found.end <= end:
                return found
            n += 1
            while n < len(self.words) and self._goes_on(n) and self.words[n].gap.isspace() and self._goes_on(n - 1):
                n += 1  # not from the middle of a run that is no name
        return None

    def _is_capital(self, n: int) -> bool:
        return self.sorts[n] is None and self.words[n].text[0].isupper() and self.words[n].low not in COMMON

    def _goes_on(self, n: int) -> bool:
        return self._is_capital(n) or (self.sorts[n] is None and self.words[n].text in _PARTICLES)

    def _found(self, first: int, last: int) -> Found | None:
        if last < first or last - first >= MOST_WORDS:
            return None
        begin, sorts = self._title(first)
        if not self._is_name(first, last) or self._of_a_thing(begin, bool(sorts)):
            return None
        words = self.words
        start, end = words[first].start, words[last].end
        name = self.text[start:end]
        if name.endswith(("'s", "’s")):
            name, end = name[:-2], end - 2
        title = " ".join(self.text[words[begin].start : words[first - 1].end].split()) if sorts else None
        return Found(name, title, start, end, sorts)

    def _title(self, first: int) -> tuple[int, tuple[Sort, ...]]:
        """(the first word of the title before word `first`, the sorts of its words)."""
        n = first
        sorts: list[Sort] = []
        while n > 0 and not set(self.words[n].gap) & set(".,;:\n") and first - n < 14:
            sort = self.sorts[n - 1]
            if sort is not None:
                sorts.insert(0, sort)
            elif not sorts or self.words[n - 1].low not in _JOINING | ADJECTIVES:
                break
            n -= 1
        while n < first and self.sorts[n] is None and self.words[n].low in _JOINING:
            n += 1
        return n, tuple(sorts)

    def _is_name(self, first: int, last: int) -> bool:
        words = self.words[first : last + 1]
        lows = [word.low for word in words]
        whole = " ".join(lows)
        if (
            whole in PLACES
            or (lows[0] in _OF_PLACES and " ".join(lows[1:]) in PLACES)
            or lows[0] in THINGS
            or " ".join(lows[:2]) in THINGS
            or lows[-1] in HEADS
        ):
            return False
        if self._phrase(first)[1] is Sort.FIELD and lows[0] not in NAME_LIKE and lows[0] not in PLACES:
            return False
        if self.has_small and any(map(_is_acronym, words)):
            return False
        return len(whole) > 2 and not (len(words) == 1 and lows[0] in ADJECTIVES)

    def _of_a_thing(self, begin: int, titled: bool) -> bool:
        """Whether what begins at that word is the name of a thing or a place by the words before: `kapal Dewaruci`,
        `a statue of Queen Victoria`, `di Menteng`."""
        if begin == 0 or set(self.words[begin].gap) & set(".,;:()\n"):
            return False
        before = [word.low for word in self.words[max(0, begin - 2) : begin]]
        if before[-1] in {"of", "của"}:
            return before[0] in NOUNS
        if before[-1] in NOUNS:
            return begin < 2 or self.sorts[begin - 2] is None
        return before[-1] in _PLACING and not titled


def bare_name(words: str) -> str | None:
    """The name in words that are one person, with office and honorific or without; None when there is none."""
    reading = Reading(words[:300])
    return found.name if (found := reading.within(0, len(words))) else None


def _is_acronym(word: Word) -> bool:
    return word.text.isupper() and word.text.isalpha() and len(word.text) > 2 and not _ROMAN.fullmatch(word.text)
