"""Read the name of a person at a position of a text, with the office or honorific before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.authority.persons.name_words import BODY_WORDS, GROUPS, PHRASES, SURNAMES, PhraseKind
from archive.authority.persons.non_persons import (
    ADJECTIVES,
    CITIES,
    HEADS,
    NAME_LIKE,
    NOUNS,
    PLACES,
    THINGS,
    is_of_a_thing,
    phrases,
)
from archive.authority.persons.tokens import last_before
from archive.authority.persons.word_classes import JOINING, ClassifiedWords, beginning, is_acronym, is_kind

OWNING = frozenset(["of", "của", "dari", "from", "asal"])

PARTICLES = frozenset(
    phrases(
        "ibn, binte, dos, das, do, du, ter, ten, zu, zum, e, y, af, de, da, del, della, der, den, van, von, bin, "
        "binti, al, el, la, le"
    )
)

_OPENS = re.compile(r"\s[\"“‘']")  # a nickname in quotes, inside a name
_CLOSES = re.compile(r"[\"”’']\s")
_APART = frozenset([",", "-", "–", "—"])


class JoinedWords(ClassifiedWords):
    """The words of a text, and how each is joined to its neighbours."""

    def apposition(self, n: int) -> int:
        """Return the first word of the apposition that ends with word `n`, an office after a comma or a dash; -1 if
        there is none."""
        while n > 0 and self.words[n].gap.strip() not in _APART:
            if set(self.words[n].gap) & set(".;:()\n"):
                return -1
            n -= 1
        article = n + 1 < len(self.words) and self.words[n].low in {"the", "a", "an", "also", "who", "yang", "juga"}
        if n > 0 and self.words[n].low in OWNING:
            return n
        return n if n > 0 and self.phrase(n + article)[1] not in {None, PhraseKind.FIELD, PhraseKind.NAME} else -1

    def _is_team(self, first: int, last: int) -> bool:
        """Return whether a run after `and` is a known body: `Oscar Piastri of Australia and McLaren (L)`."""
        run = tuple(word.low for word in self.words[first : last + 1])
        return first > 3 and self.words[first - 1].low == "and" and PHRASES.get(run) is PhraseKind.FIELD

    def _owner(self, first: int) -> int:
        """Return the position of `of` in the four words before the `and` before word `first`, after a name; 0 if there
        is none."""
        near = range(first - 3, max(0, first - 7), -1)
        return next((n for n in near if self.words[n].low == "of" and self.is_capital(n - 1)), 0)

    def joins(self, n: int) -> bool:
        """Return whether there are only blanks and the quotation marks of a nickname, and no `'s`, before word `n`."""
        if self.words[n - 1].text.endswith(("'s", "’s")):
            return False
        gap = self.words[n].gap
        if gap.isspace():
            return True
        if _OPENS.fullmatch(gap):
            return any(_CLOSES.fullmatch(word.gap) for word in self.words[n + 1 : n + 4])
        return bool(_CLOSES.fullmatch(gap)) and any(
            _OPENS.fullmatch(word.gap) for word in self.words[max(0, n - 3) : n]
        )

    def follows_thing(self, offset: int) -> bool:
        """Return whether what ends at `offset` is certainly not a person: a place or the name of a thing."""
        last = last_before(self.words, offset)
        first = last
        while first > 0 and self.words[first].gap.isspace() and last - first < 4:
            first -= 1
        lows = [word.low for word in self.words[first : last + 1]]
        return any(low in NOUNS for low in lows) or any(" ".join(lows[n:]) in PLACES for n in range(len(lows)))

    def goes_on(self, n: int) -> bool:
        return self.is_capital(n) or (self.sorts[n] is None and self.words[n].text in PARTICLES)


MOST_WORDS = 6  # in a name
_MOST_OF_RUN = 16  # words of a run of capitalised words that are checked

_ALSO_NAMES = frozenset(["tim", "a", "an"])  # things, but names after a title
_SHIRT = re.compile(r"\s(?:#\d{1,3}\s)?")  # `Lionel Messi #10 of Inter Miami (R)`
_DEGREE = re.compile(
    r"[RDI]-[A-Z][A-Za-z.]*|[A-Z][A-Za-z]{0,4}\.(?:[A-Z][a-z]{0,4}\.?)*|MBA|MSi|MSc|PhD|SH|MH|SE|MM|ST|MT"
)
_DEGREE_LAST = re.compile(r"[A-HJ-UWYZ][A-Z]{1,3}|Sp[A-Z]+|PhD|[MS][A-Z][a-z]*")
_OF_PLACES = frozenset(["ga", "hồ", "bay", "lake", "park", "mount"])  # things before a place name, otherwise names
# `Suparmi (55), kanan`, `Lionel Messi #10 (R)`
_AGE = re.compile(r"(?:\(\d{1,3}(?:\s\w{1,6})?\)|,\s*\d{1,3}(?:\s(?:tuổi|tahun|th))?|\s#\d{1,3})[\s,]*\Z")
_BETWEEN = re.compile(r"(?:[^\W\d]|[\s.,-]){0,60}")  # degrees, between a name and a remark on it


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name with the title before it, or None; [start, end) of the name in the text. `sorts` are the kinds of the
    title's phrases, in order; `begin` is where the title, or else the name, begins."""

    name: str
    title: str | None
    start: int
    end: int
    sorts: tuple[PhraseKind, ...] = ()
    begin: int = 0


class NameReading(JoinedWords):
    """A text in which names that end or begin at a position can be found. Linear in the length of the text."""

    def before(self, offset: int) -> FoundName | None:
        """Return the name that ends at `offset`, ignoring blanks, a comma, age and degrees, or the name before a comma
        and an office that does (`X, Ketua Umum Y (kiri)`); None if there is none."""
        found = self._before(offset)
        n = last_before(self.words, offset) + 1
        for _ in range(4):
            n = self.apposition(n - 1)
            if n < 0 or (found is not None and (self.words[n].gap.strip() == "," or found.start < self.words[n].start)):
                break
            found = self._before(self.words[n - 1].end)
        return found

    def ending(self, offset: int) -> FoundName | None:
        """Return the name that ends at `offset` even behind a dash or a comma: `Ambon – Governor Jane Lee`."""
        return self._before(offset)

    def _before(self, offset: int) -> FoundName | None:
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
            if self.sorts[first - 2] in {PhraseKind.OFFICE, PhraseKind.HONORIFIC}:
                return self._found(first + 1, last)  # `Archbishop of Canterbury Justin Welby`
        if first > 1 and self.words[first - 1].low == "for" and self.sorts[first - 2] is not None and last - first > 1:
            return self._found(first + 1, last)  # `High Commissioner for Refugees Filippo Grandi`
        while first <= last and not self.is_capital(first):
            first += 1
        return self._found(first if first <= last else last, last)

    def after(self, n: int) -> FoundName | None:
        """Return the name that begins with word `n`, or None."""
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

    def within(self, start: int, end: int) -> FoundName | None:
        """Return the first name in [start, end)."""
        n = last_before(self.words, start) + 1
        while n < len(self.words) and self.words[n].end <= end:
            found = self.after(n) if self.is_capital(n) else None
            if found is not None and found.end <= end:
                return found
            n += 1
            while n < len(self.words) and self.goes_on(n) and self.words[n].gap.isspace() and self.goes_on(n - 1):
                n += 1  # do not start inside a run that is not a name
        return None

    def _found(self, first: int, last: int) -> FoundName | None:
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
        return FoundName(name, title, start, end, sorts, words[min(begin, first)].start)

    def _title(self, first: int) -> tuple[int, tuple[PhraseKind, ...]]:
        """Return (the first word of the title before word `first`, the kinds of its words)."""
        n = first
        sorts: list[PhraseKind] = []
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

    def _is_name(self, first: int, last: int, sorts: tuple[PhraseKind, ...]) -> bool:
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
        if self.phrase(first)[1] is PhraseKind.FIELD and lows[0] not in NAME_LIKE and lows[0] not in PLACES:
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

    def _owns(self, n: int, sorts: tuple[PhraseKind, ...]) -> bool:
        """Return whether the one capitalised word after word `n` is a possessor: `pekerja Freeport`, `Duke of
        Sussex`."""
        of_group = sorts and (
            (sorts[0] is PhraseKind.SOMEBODY and sorts[-1] is PhraseKind.FIELD)
            or (self.words[n].low in GROUPS and len(set(sorts)) == 1)
        )
        return bool(of_group) or (bool(sorts) and self.words[n].low in {"of", "của"})


def bare_name(words: str) -> str | None:
    """Return the name in words that denote one person, with office and honorific or without; None if there is none, or
    if the words denote a body (`Kementerian Luar Negeri`, `UNICEF`)."""
    reading = NameReading(words[:300])
    found = reading.within(0, len(words))
    if found is not None and not found.sorts and found.name.isupper() and " " not in found.name:
        return None
    titled = any(sort is not None for sort in reading.sorts)
    of_body = any(
        word.low in BODY_WORDS or (not titled and reading.has_small and is_acronym(word)) for word in reading.words
    )
    return None if found is None or (of_body and not found.sorts) else found.name
