"""Offices that name the speaker without a name: `the minister said`, `kata Wapres`."""

from __future__ import annotations

from archive.authority.persons.name_parser import NameReading
from archive.authority.persons.name_words import PhraseKind
from archive.authority.persons.non_persons import phrases
from archive.quotes.speaker_words import GROUPS
from archive.quotes.speech_words import OF_ANOTHER_OFFICE, SAME_OFFICE


def office_alone(reading: NameReading, count: int | None = None) -> str:
    """Return the office that alone names the speaker: `the minister`, `Chủ tịch UBND tỉnh`; empty if there is none.
    `count`: limit to so many words."""
    kept = [
        (word.low, sort)
        for word, sort in list(zip(reading.words, reading.sorts, strict=True))[:count]
        if word.low not in _POINTING
    ][:8]
    if any(low in GROUPS and low.endswith("s") for low, _ in kept):
        return ""  # `the senators`: not one of them
    sorts = {sort for _, sort in kept}
    if sorts & _OF_OFFICE and sorts <= {*_OF_OFFICE, PhraseKind.FIELD} and len(kept) < 6:
        return " ".join(low for low, _ in kept)
    return ""


def office_first(reading: NameReading) -> str:
    """Return the office in `kata Wapres usai rapat`, followed by a function word or nothing."""
    words, n = reading.words, 0
    while n < len(words) and (not n or words[n].gap.isspace()) and (reading.sorts[n] or words[n].low in _POINTING):
        n += 1
    if n < len(words) and (words[n].gap == " (" or (words[n].gap.isspace() and words[n].low not in _BEHIND_OFFICE)):
        return ""
    return office_alone(reading, n)


_BEHIND_OFFICE = frozenset(
    phrases(
        """
in, at, on, during, after, when, while, dalam, di, kepada, saat, usai, pada, ketika, melalui, lewat, seperti, sambil,
seraya, mengingatkan, menegaskan, tại, trong, khi, với
"""
    )
)
_OF_OFFICE = frozenset([PhraseKind.OFFICE, PhraseKind.OPEN])
_POINTING = frozenset(["the", "sang", "itu", "tersebut", "ini", "này", "said", "vị"])


def holds_office(title: str, office: str) -> bool:
    """Return whether a title contains the office that is named alone: `Minister` in `Prime Minister`; not `President`
    in `Vice President`."""
    words, sought = (_office_words(name) for name in (title, office))
    if not words or not sought or len(sought) > len(words):
        return False
    if words[: len(sought)] == sought:
        return True
    return words[-len(sought) :] == sought and words[-len(sought) - 1] not in OF_ANOTHER_OFFICE


def _office_words(name: str) -> list[str]:
    words = name.casefold().replace(".", "").split()
    for length in (3, 2, 1):
        same = SAME_OFFICE.get(" ".join(words[:length]))
        if same:
            return [*same.split(), *words[length:]]
    return words
