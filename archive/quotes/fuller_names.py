"""The fuller form of a name earlier in a text: `Luong Cuong` for `Cuong`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from archive.authority.persons.name_parser import PARTICLES, FoundName, NameReading
from archive.authority.persons.non_persons import PLACES, phrases
from archive.authority.persons.tokens import last_before
from archive.quotes.speaker_names import flat, given_before, is_initials, is_person, whole_name

_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*")
_MOST = 24  # places of a name that are checked
_AROUND = 120  # code points on each side of it
_NEAR = 24  # code points that the word before has
_TITLE = 200  # code points of a first line that is no sentence
_SHORT_FORM = r" (?:\((?:[A-Z]\w{{1,20}} )?{0}\)|(?:atau|alias|yang akrab disapa) (?:[A-Z]\w{{1,20}} )?{0}(?!\w))"
_LINK = re.compile(
    r"(?i:(?<!\w)(?:baca|simak|lihat|read|see|xem|đọc)(?: juga| also| more| thêm)?\s?[:：])[^.?!]{0,120}\Z"
)
_HEADING = 0.75  # share of the longer words of a heading that have a capital


class FullerNames:
    """The names of a text by their words. Linear in the length of the text; resolving a name checks a limited number of
    places. Without `has_title_names`, a first line that is not a sentence is ignored: `Lee Opens Talks`."""

    def __init__(self, text: str, has_title_names: bool = False) -> None:
        self._text = text
        self._has_title_names = has_title_names
        first = text[: max(0, text.find("\n", 0, _TITLE))]
        self._title = 0 if has_title_names or first.rstrip().endswith(".") else len(first)
        self._places: dict[str, list[int]] | None = None
        self._small: set[str] = set()  # the words that also stand there in small letters
        self._short_forms: dict[str, tuple[int, str | None]] = {}
        self._names: dict[tuple[str, int], str | None] = {}

    @property
    def heading_end(self) -> int:
        """Return where a first line ends that is a heading, else 0."""
        return self._title if _is_heading(self._text[: self._title]) else 0

    def fuller(self, name: str, before: int) -> str | None:
        """Return the only fullest form of a name among those that begin before an offset, else the name; None if
        several persons have it."""
        if is_initials(name) and not self._has_title_names:
            return self._of_initials(name, before)
        first = name.split()[0]
        places = self._index().get(first.casefold(), [])
        places = places[: bisect_left(places, before)]
        key = name.casefold(), len(places)
        if key not in self._names:
            self._names[key] = self._choose(name, [form for place in places for form in self._at(name, place)])
        full = self._names[key]
        return (self._before_short_form(name, before) or name) if full == name and " " not in name else full

    def _of_initials(self, name: str, before: int) -> str | None:
        """The name that stands ahead of its initials in brackets: `Agus Harimurti Yudhoyono (AHY)`."""
        full = self._before_short_form(name, before)
        return full if full and "".join(word[0] for word in full.split()) == name else None

    def _before_short_form(self, name: str, before: int) -> str | None:
        """The name that stands ahead of a short form of it: `Zulkifli Hasan (Zulhas)`, `Joko Widodo atau Jokowi`."""
        if name not in self._short_forms:
            match = re.search(_SHORT_FORM.format(re.escape(name)), self._text)
            at = match.start() if match else -1
            window = flat(self._text[max(0, at - _AROUND) : max(0, at)]).rstrip()
            reading = NameReading(window)
            found = whole_name(reading, reading.ending(len(window)), "")
            is_whole = found is not None and " " in found.name and found.end == len(window) and is_person(found.name)
            self._short_forms[name] = (at, found.name if found and is_whole else None)
        at, full = self._short_forms[name]
        return full if 0 <= at < before else None

    def recurs(self, word: str) -> bool:
        """Return whether a word occurs in several places, always capitalised, like a one-word name."""
        return len(self._index().get(word.casefold(), ())) > 1 and word.casefold() not in self._small

    def is_pair(self, name: str) -> bool:
        """Return whether a name is that of two persons who are also named apart: `Lee-Reed`."""
        parts = name.casefold().split("-")
        return len(parts) == 2 and all(part in self._index() for part in parts)

    def _choose(self, name: str, found: list[str]) -> str | None:
        """Prefer names that end with this one: what follows it may not be part of it."""
        first, last = name.split()[0].casefold(), name.split()[-1].casefold()
        if "yang" in self._small:  # Indonesian: `Prabowo` is Prabowo Subianto
            forms = [form for form in found if form.split()[0].casefold() == first] or found
        else:
            forms = [form for form in found if form.split()[-1].casefold() == last] or found
        if first != last and not self._small & _WITH_SURNAMES:
            forms = [form for form in forms if not form.casefold().endswith(f" {name.casefold()}")]
        longest = max((*forms, name), key=lambda form: (len(form), form))
        return longest if all(_is_part(form, longest) for form in forms) else None

    def _index(self) -> dict[str, list[int]]:
        """Return up to _MOST places of each capitalised word."""
        if self._places is None:
            self._places = {}
            for match in _WORD.finditer(self._text):
                if match[0][0].isupper():
                    word = match[0].casefold()
                    word = word[:-2] if word.endswith(("'s", "’s")) else word
                    places = self._places.setdefault(word, [])
                    if len(places) < _MOST:
                        places.append(match.start())
                elif self._text[match.start() - 1 : match.start()].isspace():  # not in an address
                    self._small.add(match[0])
        return self._places

    def _at(self, name: str, place: int) -> Iterator[str]:
        """The longer names at a place where the name stands."""
        if " " not in name and not self._has_neighbour(place, place + len(name)):
            return
        begin = self._text.rfind("\n", max(0, place - _AROUND), place) + 1
        line_end = self._text.find("\n", place, place + _AROUND)
        start, end = begin or max(0, place - _AROUND), place + _AROUND if line_end < 0 else line_end
        window = flat(self._text[start:end])
        is_line = line_end >= 0 and (begin or not start)
        if place < self._title or self._text[start : start + 1] == "#" or (is_line and _is_heading(window)):
            return
        inside = place - start
        if _LINK.search(window[:inside]):
            return  # the title of another text
        if window[inside : inside + len(name)].casefold() != name.casefold():
            return
        reading = NameReading(window)
        n = last_before(reading.words, inside) + 1
        if n >= len(reading.words) or reading.words[n].start != inside:
            return
        last = n
        while last + 1 < len(reading.words) and reading.words[last + 1].gap == " " and reading.goes_on(last + 1):
            last += 1
        ends = {reading.words[last].end: None, inside + len(name): None}
        for found in (*map(reading.before, ends), *map(reading.ending, ends), reading.after(n)):
            full = whole_name(reading, found, "")
            if full is not None and self._is_german() and _DETERMINER.search(window, 0, full.start):
                full = _without_noun(full)
            if (
                full is not None
                and full.start <= inside
                and full.end >= inside + len(name)
                and len(full.name) > len(name)
                and (" " not in name or full.end == inside + len(name))
                and is_person(full.name)
                and not _OF_TWO.search(full.name)
                and full.name != f"M. {name}"
                and (not full.name.isupper() or name.isupper())
                and not _is_place_of(full.name)
                and not self._has_common(full.name, name)
            ):
                yield full.name
                return
        if " " not in name and self._is_english() and (given := given_before(reading, n)):
            longer = f"{given} {name}"
            if given.casefold() not in self._small | {name.casefold()} and is_person(longer):
                yield longer

    def _has_neighbour(self, start: int, end: int) -> bool:
        """Whether a word next to a place may belong to a name: one with a capital, a particle or a quoted one."""
        before, after = self._text[max(0, start - _NEAR) : start].split(), self._text[end : end + 2]
        last = before[-1] if before else ""
        return (after[:1].isspace() and not after[1:].islower()) or not last.islower() or last in PARTICLES

    def _is_english(self) -> bool:
        return "the" in self._small and not self._small & {"yang", "của"}

    def _is_german(self) -> bool:
        self._index()
        return "und" in self._small and bool(self._small & {"der", "die", "das"})

    def _has_common(self, longer: str, name: str) -> bool:
        """Return whether a word beyond the name is a common word in this text. Vietnamese names consist of such
        words."""
        own = name.casefold().split()
        return any(
            word.isascii() and word in self._small and len(word) > 3 and word not in _KIN_NAMES
            for word in longer.casefold().split()
            if word not in own
        )


# Of languages in which two surnames name a person, or a middle and a last name.
_WITH_SURNAMES = frozenset(["của", "el", "los", "não", "uma", "yang"])
_DETERMINER = re.compile(
    r"(?<!\w)(?:der|die|das|dem|des|den|als|vom|zum|zur|(?:k?ein|mein|dein|sein|ihr|unser|dies|jen)(?:e[mnrs]?)?)\s\Z"
)


def _without_noun(full: FoundName) -> FoundName:
    """A name of three words or more without the first, a noun behind its article: `sein Vorgänger Jan Lee`."""
    noun, _, rest = full.name.partition(" ")
    start = full.start + len(noun) + 1
    return replace(full, name=rest, start=start) if " " in rest and noun not in PARTICLES else full


_SMALL_WORDS = frozenset(
    phrases("soal, dengan, dari, untuk, yang, dalam, pada, oleh, atas, usai, saat, akan, bagi, with, from, into, over")
)


_OF_TWO = re.compile(
    r"\s(?:[ey]|zu)\s|^(?:El|La|O|A)\s[^\W\d_]+\sd[eo]\s|\svon\s[A-Z]\w+\s[A-Z]"
)  # `Pablo e Irene`, `La Brasil de Neymar`
_KIN_NAMES = frozenset(["putra", "putri"])  # common words, and names


_OF = ("de", "da", "do", "del")


def _is_place_of(name: str) -> bool:
    """Whether a name has the place of a person ahead, or what is left of it: `Brasília de Jane Lee`, `de Jane Lee`."""
    place, _, rest = name.partition(" ")
    return place in _OF or (place.casefold() in PLACES and rest.partition(" ")[0] in _OF)


def _is_heading(line: str) -> bool:
    """Return whether most of the longer words of a short line are capitalised."""
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha() and word not in _SMALL_WORDS]
    capitals = sum(word[0].isupper() for word in words)
    return not line.rstrip().endswith(".") and len(words) > 3 and capitals >= _HEADING * len(words)


def _is_part(name: str, longer: str) -> bool:
    words, others = name.casefold().split(), longer.casefold().split()
    return all(word in others for word in words)
