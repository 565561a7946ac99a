"""Fact sheets and readouts beside the order, the speech or the meeting that they come with.

Their titles may have no word in common: `Governor adjusts levies on tuna`, `Amendment to Order 141`. Each is compared
with all texts of its day: each of the two must tell at its beginning what the title of the other says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection

from archive.catalogue.events.event_conferences import LEAD, OPENING, part_said, wording_said, words_in
from archive.catalogue.events.event_profile import (
    EventProfile,
    days_meet,
    is_conference,
    is_paper,
    syllable_weight,
    telling_words,
)
from archive.catalogue.events.event_wording import beginnings_of
from archive.catalogue.events.tie_rules import Reason, Tie, tie

_WORDS, _OF_BOTH = 4.0, 10.0  # telling words of each title, and of both
_SAID = 0.6  # part of the title of the paper that the other tells
_TOLD, _ALL_TOLD = 0.66, 0.8  # part of the title of the other that the paper tells: with much wording, with some
_BOTH, _NEARLY_ALL = 1.6, 1.8  # both parts together: enough with some wording, enough with little
_REPEATED, _TOUCHED, _LEAST = 0.06, 0.02, 0.01  # part of the wording of the paper: much, some, little


def ties_of_papers(
    conn: Connection, profiles: Mapping[str, EventProfile], beside: Mapping[str, list[str]], asked: Collection[str]
) -> Iterator[Tie]:
    """Yield the sure ties of papers to texts beside them, if one of both is asked for."""
    pairs = [
        (paper, other)
        for paper, texts in beside.items()
        for other in texts
        if (paper in asked or other in asked) and _may_be_of(profiles, paper, other)
    ]
    told = {one: _Told.of(profiles[one], text) for one, text in beginnings_of(conn, {*chain(*pairs)}).items()}
    for paper, other in pairs:
        if {paper, other} <= told.keys() and _come_together(profiles[paper], profiles[other], told[paper], told[other]):
            yield tie(paper, other, Reason.PAPER)


@dataclass(frozen=True, slots=True)
class _Told:
    """The beginning of a text, and its folded words: those of its first paragraphs with its title, and of some more."""

    text: str
    lead: set[str]
    opening: set[str]

    @classmethod
    def of(cls, profile: EventProfile, text: str) -> _Told:
        return cls(text[:OPENING], {*profile.title} | words_in(text[:LEAD]), words_in(text[:OPENING]))


def _may_be_of(profiles: Mapping[str, EventProfile], paper: str, other: str) -> bool:
    mine, theirs = profiles.get(paper), profiles.get(other)
    return (
        mine is not None
        and theirs is not None
        and not is_paper(theirs.title)
        and not is_conference(theirs.title)
        and mine.language == theirs.language
        and days_meet(mine, theirs)
    )


def _come_together(paper: EventProfile, other: EventProfile, mine: _Told, theirs: _Told) -> bool:
    names = {word for person in paper.persons | other.persons for word in person.replace("-", " ").split()}
    titles = telling_words(paper.title) - names, telling_words(other.title) - names
    lengths = [syllable_weight(paper.language) * len(title) for title in titles]
    said, told = part_said(titles[0], theirs.opening), part_said(titles[1], mine.lead)
    if min(lengths) < _WORDS or said < _SAID or told < _TOLD:
        return False
    wording = wording_said(mine.text[:LEAD], theirs.text)
    if wording >= _REPEATED:
        return True
    enough = (said + told >= _BOTH and wording >= _TOUCHED) or (said + told >= _NEARLY_ALL and wording >= _LEAST)
    return sum(lengths) >= _OF_BOTH and told >= _ALL_TOLD and enough
