"""Resolve a pronoun or an office to one of the persons named earlier in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from archive.quotes.attributions import Attribution, Sort
from archive.quotes.offices import holds_office
from archive.quotes.speech_words import ENGLISH_PRONOUNS, HE, HERS, HIS, PRONOUNS, SHE

_WORD = re.compile(r"\w+")
_HONORIFICS = frozenset(["ông", "anh", "bà", "chị", "cô"])
_HIS_WORDS = frozenset(["menurutnya", "katanya", "ujarnya", "dirinya", "pihaknya"])  # what begins a sentence by him


@dataclass(frozen=True, slots=True)
class Named:
    """A person named at a position. `is_subject`: a sentence begins with the name; `sentence`: its number; `is_weak`:
    two capitalised words that occur once, within a sentence, without a title."""

    at: int
    name: str
    title: str
    sentence: int
    is_subject: bool
    is_weak: bool = False


@dataclass(slots=True)
class Around:
    """The persons before a pronoun: all `named` ones, and those who `spoke` as (position, name, title). `unknown`:
    somebody else has spoken since."""

    text: str
    start: int
    sentences: list[int]  # start of each sentence
    named: list[Named] = field(default_factory=list)
    spoke: list[tuple[int, str, str]] = field(default_factory=list)
    unknown: bool = False

    def choose(self, given: Attribution) -> str | None:
        """Return the person that a pronoun or an office refers to."""
        if given.sort is Sort.OFFICE:
            fitting = {one.name for one in self.named if holds_office(one.title, given.words)}
            return fitting.pop() if len(fitting) == 1 else None
        persons = {one.name for one in self.named}
        if self.spoke:
            at, speaker, _ = max(self.spoke)
            since = [one for one in self.named if one.at >= at and one.name != speaker]
            persons = {one.name for one in since if not self._is_object(one, speaker, at)} | {speaker}
            if since and self._is_other(given, at):
                return None
        elif given.words in ENGLISH_PRONOUNS or not any(one.title for one in self.named):
            return None
        elif not persons <= {one.name for one in self.named if one.is_subject}:
            return None  # `On the boat of Jane Lee, she said:`
        if len(persons) != 1:
            return None
        person = persons.pop()
        titles = {
            word.casefold().strip(".")
            for name, title in (
                *((one.name, one.title) for one in self.named),
                *((name, title) for _, name, title in self.spoke),
            )
            if name == person
            for word in title.split()
        }
        return person if is_of_gender(" ".join(titles), given.words) else None

    def _is_object(self, one: Named, speaker: str, at: int) -> bool:
        """Return whether a name is in a sentence about what the speaker says or does: `Lee said that Tom Reed came`."""
        if one.sentence == bisect_right(self.sentences, at) - 1:
            return True
        if one.is_subject:
            return False
        first = _WORD.match(self.text, self.sentences[one.sentence] - self.start)
        if first and (first[0].casefold() in PRONOUNS or first[0].casefold() in _HIS_WORDS):
            return True
        return any(
            other.is_subject and other.name == speaker and other.sentence == one.sentence for other in self.named
        )

    def _is_other(self, given: Attribution, at: int) -> bool:
        """Return whether an English pronoun differs in gender from one that refers to an earlier speaker."""
        other = {"he": {"she", "her"}, "she": {"he", "his", "him"}}.get(given.words, set())
        return bool(other & set(re.findall(r"[a-z]+", self.text[max(0, at - self.start) :].casefold())))


def is_of_gender(titles: str, pronoun: str) -> bool:
    """Return whether the titles of a person let a pronoun stand for the person: not `he` for `Ms`."""
    words = {word.casefold().strip(".") for word in titles.split()}
    if pronoun.split()[0] not in words & _HONORIFICS and words & _HONORIFICS and pronoun.split()[0] in _HONORIFICS:
        return False  # not `anh` for `ông`
    wrong = HERS if pronoun in HE else HIS if pronoun in SHE else frozenset[str]()
    return not words & wrong or bool(words & (HIS | HERS) - wrong)
