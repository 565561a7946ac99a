"""Split author names into family and given names where that is certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.authority.persons import bare_name
from archive.authority.persons.name_words import SURNAMES
from archive.text import fold

_CHINESE_AND_KOREAN = """
ban chen cho choi guo he hu huang jung kang kim lee li lin liu ma moon ong park sun tan wang wu xi xu yang yoon zhang
zhao zhou zhu
"""
_SMALL_WORDS = """
't af av d' da das de degli dei del della dello den der des di do dos du het la le op te ten ter van vom von zu zum zur
"""
_OF_BODIES = """
agency bureau correspondent daily desk editor editors handout media news office online photo photos pool post press
reporter reporters staff team times tv
"""
_FAMILY_FIRST = frozenset([*(fold(surname) for surname in SURNAMES), *_CHINESE_AND_KOREAN.split()])
_VIETNAMESE_LETTERS = re.compile("[ăơưđảạằẳẵặắầẩẫậấẻẽẹềểễệếỉĩịỏọồổỗộốờởỡợớủũụừửữựứỳỷỹỵ]", re.IGNORECASE)
_PARTICLES = frozenset(_SMALL_WORDS.split())
_LAST_OF_BODIES = frozenset(_OF_BODIES.split())  # `Jakarta Post`
_PATRONYMIC = frozenset(
    ["a/l", "a/p", "anak", "bin", "bint", "binti", "d/o", "ibn", "s/o"]
)  # what follows is not a family name
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV", re.IGNORECASE)
_DEGREE = re.compile(r"\w\w\.|\.\w|^[A-Z]{2,5}$|^(?:Ph|M|S)[A-Z][a-z]*$")  # `S.E.`, `Jr.`, `PhD`; `J.` is an initial
# Languages in which the last word of a name is the family's; most Indonesians have no family name.
_GIVEN_FIRST = frozenset(["cs", "da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "no", "pl", "pt", "ro", "sv"])
_FAMILY = re.compile(r"[^\W\d_][\w’'.-]*[^\W\d_]")
_LONGEST = 200  # characters of a name


@dataclass(frozen=True, slots=True)
class AuthorName:
    """An author. `whole` is the name as given. `family` is empty if it is uncertain which part that is, and for bodies:
    such a name is never inverted."""

    whole: str
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def sorted_by(self) -> str:
        """Return `von der Leyen, Ursula`, and `King, Martin Luther, Jr.`; a name that is not inverted stays
        unchanged."""
        if not self.family:
            return self.whole
        family = f"{self.particle} {self.family}".strip()
        return ", ".join(part for part in (family, self.given, self.suffix) if part)


def body(words: str) -> AuthorName:
    """Return the name of an office, an agency or a host."""
    return AuthorName(_tidy(words))


def author(words: str, language: str | None) -> AuthorName:
    """Return the name in these words, without the office and honorific before it and degrees after it. `language` is
    that of the words; it and the name itself decide the family name, if that is certain."""
    words = _tidy(words)
    if turned := _turned_round(words):
        return turned
    said, suffix = _without_suffix(words)
    name = bare_name(said)
    if name is None:
        return AuthorName(words)
    if not said.partition(",")[0].endswith(name):  # it does not know the name's last word: better too long
        name = said
    return _split(name, suffix, language)


def _without_suffix(words: str) -> tuple[str, str]:
    said, _, last = words.rpartition(" ")
    return (said.rstrip(","), last) if " " in said and _SUFFIX.fullmatch(last) else (words, "")


def _split(said: str, suffix: str, language: str | None) -> AuthorName:
    name, parts = f"{said} {suffix}".strip(), said.split()
    low = [part.casefold() for part in parts]
    if len(parts) < 2 or "," in said or _is_family_first(name, parts[0]) or _PATRONYMIC.intersection(low):
        return AuthorName(name)
    start = next((n for n in range(1, len(parts) - 1) if _is_particle(parts[n])), None)
    if start is not None:
        end = next(n for n in range(start, len(parts)) if n == len(parts) - 1 or not _is_particle(parts[n]))
        return AuthorName(name, " ".join(parts[end:]), " ".join(parts[:start]), " ".join(parts[start:end]), suffix)
    last_is_family = _FAMILY.fullmatch(parts[-1]) and low[-1] not in _LAST_OF_BODIES
    if last_is_family and (language or "").split("-")[0].lower() in _GIVEN_FIRST:
        return AuthorName(name, parts[-1], " ".join(parts[:-1]), "", suffix)
    return AuthorName(name)


def _is_particle(word: str) -> bool:
    return word.islower() and word in _PARTICLES


def _is_family_first(name: str, first: str) -> bool:
    """Return whether it is a Vietnamese, Chinese or Korean name, judged by its letters and its first word."""
    return fold(first) in _FAMILY_FIRST or bool(_VIETNAMESE_LETTERS.search(name))


def _turned_round(words: str) -> AuthorName | None:
    """Return the name from `Leyen, Ursula von der`, as in some files; None for other words, and for degrees after a
    comma."""
    family, comma, given = (part.strip() for part in words.partition(","))
    if not comma or "," in given or not family or not given or len(family.split()) > 3:
        return None
    parts = given.split()
    if len(parts) > 5 or any(_DEGREE.search(part) for part in parts) or not given[0].isupper():
        return None
    if bare_name(f"{given} {family}") is None:
        return None
    if _is_family_first(f"{family} {given}", family):
        return AuthorName(f"{family} {given}")
    tail = next((n for n in range(1, len(parts)) if all(_is_particle(part) for part in parts[n:])), len(parts))
    first, particle = " ".join(parts[:tail]), " ".join(parts[tail:])
    return AuthorName(" ".join(part for part in (first, particle, family) if part), family, first, particle)


def _tidy(words: str) -> str:
    return " ".join(words.split())[:_LONGEST]
