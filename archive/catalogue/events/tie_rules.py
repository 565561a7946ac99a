"""The rules by which two records belong to one event, and the reasons.

A tie is sure or only possible. Sure ties form events. Besides the day, one weak sign (a place, a name, a person) makes
a possible tie.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from archive.catalogue.events.event_clues import LEAD, NAMED
from archive.catalogue.events.event_leads import distinct
from archive.catalogue.events.event_profile import (
    EventProfile,
    days_between,
    days_meet,
    is_unspecific,
    later,
    numbered_things,
    numbers_in,
    syllable_weight,
    telling_words,
)
from archive.catalogue.relations.relations import DOUBT
from archive.messages import Message
from archive.record import Kind


class Reason(StrEnum):
    """Why two records belong to one event."""

    PRINTED = "printed"
    TRANSLATION = "translation"
    DELIVERED = "delivered"
    CORRECTION = "correction"
    ANNEX = "annex"
    TEXT = "same-text"
    PICTURE = "same-picture"
    NAME = "same-name"
    PERSONS = "same-persons"
    QUOTES = "same-quotes"
    NEWS = "same-news"
    WORDING = "same-wording"
    SCRIPTS = "same-in-script"
    SUBJECT = "same-subject"
    ANNOUNCED = "announced"
    PAPER = "paper"
    DOORSTOP = "doorstop"
    MEETING = "same-meeting"
    SERIES = "series"
    ARCHIVIST = "archivist"
    SIGN = "sign"  # only one of these: a name, a place, a person


_WORDS = {
    Reason.PRINTED: Message("event-printed"),
    Reason.TRANSLATION: Message("event-translation"),
    Reason.DELIVERED: Message("event-delivered"),
    Reason.CORRECTION: Message("event-correction"),
    Reason.ANNEX: Message("event-annex"),
    Reason.TEXT: Message("event-same-text"),
    Reason.PICTURE: Message("event-same-picture"),
    Reason.NAME: Message("event-same-name"),
    Reason.PERSONS: Message("event-same-persons"),
    Reason.QUOTES: Message("event-same-quotes"),
    Reason.NEWS: Message("event-same-news"),
    Reason.WORDING: Message("event-same-wording"),
    Reason.SCRIPTS: Message("event-same-in-script"),
    Reason.SUBJECT: Message("event-same-subject"),
    Reason.ANNOUNCED: Message("event-announced"),
    Reason.PAPER: Message("event-paper"),
    Reason.DOORSTOP: Message("event-doorstop"),
    Reason.MEETING: Message("event-same-meeting"),
    Reason.SERIES: Message("event-series"),
    Reason.ARCHIVIST: Message("event-archivist"),
    Reason.SIGN: Message("event-sign"),
}


def words_of(reason: str) -> Message:
    """Return why a record belongs to an event."""
    return _WORDS[Reason(reason)]


@dataclass(frozen=True, slots=True)
class Tie:
    """Two records of one event, `one` before `other` in order; `sure` or only possible."""

    one: str
    other: str
    reason: Reason
    sure: bool


def tie(one: str, other: str, reason: Reason, sure: bool = True) -> Tie:
    """Return a tie between two records, whichever comes first."""
    return Tie(min(one, other), max(one, other), reason, sure)


OF_RELATIONS = {
    "translation-of": Reason.TRANSLATION,
    "prepared-text-of": Reason.DELIVERED,
    "transcript-of": Reason.DELIVERED,
    "annex-of": Reason.ANNEX,
    "corrects": Reason.CORRECTION,
    "replaces": Reason.CORRECTION,
    "withdraws": Reason.CORRECTION,
    "nearly-same-as": Reason.TEXT,
    "also-as": Reason.PICTURE,
    "crop-of": Reason.PICTURE,
}
_LATE = 10  # days by which a translation, annex or correction may be later


def tie_of_relation(one: EventProfile, other: EventProfile, type_: str, certainty: float) -> Tie | None:
    """Return the tie that a relation makes, or None if the days do not agree."""
    reason, apart = OF_RELATIONS[type_], days_between(one, other)
    if reason is Reason.PICTURE:
        return tie(one.record, other.record, reason) if apart == 0 and certainty >= DOUBT else None
    if reason is Reason.TEXT:
        agrees = apart is None or days_meet(one, other)
        return tie(one.record, other.record, reason, certainty == 1.0) if agrees else None
    if apart is not None and apart > _LATE:
        return None
    return tie(one.record, other.record, reason, certainty >= DOUBT)


def printed_on_its_day(text: EventProfile, day: str) -> bool | None:
    """Return whether a photo of this day was taken at what a text reports; None if a day is unknown."""
    if not day or not text.is_placed:
        return None
    if text.first and text.first <= day <= text.last:
        return True
    return bool(text.issue) and day in (text.issue, later(text.issue, -1))


Rare = Callable[[str], bool]
# Of houses in which somebody meets the press every day: no more than a town, they tell no occasion.
_SEATS = frozenset(("parliament", "house"))


@dataclass(frozen=True, slots=True)
class Signs:
    """What two records of one day have in common: how much of a name (`same` for all of it, or `some` words, each with
    this `weight`), the town, the hall, the number of rare persons. `against`: their occasions have different names."""

    same: bool
    some: float
    weight: float
    words: float
    town: bool
    towns_differ: bool
    hall: bool
    persons: int
    against: bool


def signs(one: EventProfile, other: EventProfile, is_rare: Rare) -> Signs:
    """Return the signs that two records are of one event. `is_rare` returns whether a clue occurs on few days."""
    weight = syllable_weight(one.language, other.language)
    beside = {word for place in one.places | other.places for word in place.replace("-", " ").split()}
    beside |= {word for person in one.persons | other.persons for word in person.replace("-", " ").split()}
    beside |= _SEATS

    def telling(words: Iterable[str]) -> frozenset[str]:
        return frozenset(word for word in telling_words(words) - beside if is_rare(f"w:{word}"))

    events = telling(one.event), telling(other.event)
    titles = telling(one.title), telling(other.title)
    shared = (events[0] | titles[0]) & (events[1] | titles[1])
    against = _other_names(one, other)
    overlap = _overlap(one.places, other.places)
    same, words = _same_name(one, other, events, titles, weight)
    return Signs(
        same=same and not against,
        some=weight * len(shared),
        weight=weight,
        words=words,
        town=overlap,
        towns_differ=bool(one.places and other.places) and not overlap,
        hall=bool(one.hall) and one.hall == other.hall,
        persons=sum(1 for person in one.persons & other.persons if is_rare(f"p:{person}")),
        against=against,
    )


def _overlap(places: Set[str], others: Set[str]) -> bool:
    """Return whether two sets of places have one in common, which one may name with more words: `new york city`."""
    if not places.isdisjoint(others):
        return True
    return any(f" {one} " in f" {other} " or f" {other} " in f" {one} " for one in places for other in others)


def _other_names(one: EventProfile, other: EventProfile) -> bool:
    """Return whether both name an occasion or who was met there, but not the same one."""
    if _meet_others(one, other) or _are_two_of_a_kind(one, other):
        return True
    if _GATHERINGS.isdisjoint(one.words) != _GATHERINGS.isdisjoint(other.words) and one.event and other.event:
        return True
    mine, theirs = set(one.event), set(other.event)
    if not mine or not theirs:
        return False
    if numbers_in(mine) != numbers_in(theirs) and numbers_in(mine) and numbers_in(theirs):
        return True
    mine, theirs = set(telling_words(mine)), set(telling_words(theirs))
    return len(mine & theirs) < 0.5 * min(len(mine), len(theirs)) and one.language == other.language


# What the guests of a meeting are invited to besides.
_GATHERINGS = frozenset(("reception", "dinner", "luncheon", "breakfast", "gala", "resepsi", "jamuan"))
_OF_A_KIND = 2  # discriminative words of an occasion that a day may have several of


def _are_two_of_a_kind(one: EventProfile, other: EventProfile) -> bool:
    """Return whether both are speeches of one title that hardly tells the occasion: `Remarks at a campaign rally`."""
    if {one.kind, other.kind} != {Kind.SPEECH.value} or one.title != other.title:
        return False
    return len(telling_words(one.title)) <= _OF_A_KIND


def _meet_others(one: EventProfile, other: EventProfile) -> bool:
    """Return whether the titles name a meeting or call with different guests: `Readout of A's meeting with B`, `A's
    meeting with C`. Each may name its own host as the guest of the other."""
    if one.language != other.language or any(_TALKS.isdisjoint(text.title) for text in (one, other)):
        return False
    (mine, my_guests), (theirs, their_guests) = (_before_guests(text.title) for text in (one, other))
    if not my_guests or not their_guests or my_guests & their_guests or not mine & theirs:
        return False
    return all(
        guests.isdisjoint({*text.title, *" ".join(text.persons).replace("-", " ").split()})
        for guests, text in ((my_guests, other), (their_guests, one))
    )


def _before_guests(title: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the telling words of a title before the first `with`, and the other ones after it."""
    at = next((n for n, word in enumerate(title) if word in _WITH), len(title))
    hosts = telling_words(title[:at])
    return hosts, telling_words(title[at:]) - hosts


def _same_name(
    one: EventProfile,
    other: EventProfile,
    events: tuple[Collection[str], Collection[str]],
    titles: tuple[Collection[str], Collection[str]],
    weight: float,
) -> tuple[bool, float]:
    """Return whether the occasion of one is that of the other or in its title, or the titles are nearly the same; and
    how many discriminative words that is."""
    if one.event and one.event == other.event:
        named = weight * len(events[0])
        whole = len(one.event) >= 3 and bool(telling_words(one.event)) and not is_unspecific(one.event)
        return named >= 2 or whole, max(named, 3.0 if whole else 0.0)
    found = 2.0 if _holds_title(one, other, titles) or _holds_title(other, one, titles) else 0.0
    for mine, theirs in (events, (events[0], titles[1]), (events[1], titles[0])):
        both = set(mine) & set(theirs)
        if weight * len(both) >= 2 and len(both) >= 0.8 * len(mine):
            found = max(found, weight * len(both))
    numbers = numbers_in(one.title), numbers_in(other.title)
    others = numbers[0] and numbers[1] and numbers[0].isdisjoint(numbers[1])
    if not others and not _are_of_one_form(one.title, other.title):
        both = set(titles[0]) & set(titles[1])
        many, few = (weight * len(both) >= 3, max), (weight * len(both) >= _MANY_WORDS, min)
        if any(enough and len(both) >= 0.6 * of(map(len, titles)) for enough, of in (many, few)):
            found = max(found, weight * len(both))
        elif not numbered_things(one.title).isdisjoint(numbered_things(other.title)):
            # `Signing of H.R. 4346`, `Bills signed: H.R. 4346`: one of them has hardly any other words.
            found = max(found, _LONG if min(len(set(mine) - both) for mine in titles) <= 1 else 0.0)
    return found > 0, found


_MANY_WORDS = 5.0  # words that two titles share, if one may have more


def _are_of_one_form(title: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two titles are the same except for one span: `Works begin in Ende`, `Works begin in Tual`. Titles
    that differ in the speaker are not: `Remarks by Governor A on the ferry`, `Remarks by Mayor B on the ferry`."""
    title, other = _without_articles(title), _without_articles(other)
    form, parts = _form(title, other)
    start = alike_from_start(title, other)
    if start and title[start - 1] in _BY and len(telling_words(title[start + len(parts[0]) :])) >= _OF_SPEAKERS:
        return False
    mine, theirs = (telling_words(part) for part in parts)
    differ = bool(mine and theirs) and mine.isdisjoint(theirs)
    return (
        form >= _FORM and bool(mine - theirs and theirs - mine) and (_are_filled(parts) or (differ and start >= _STOCK))
    )


def _without_articles(title: Sequence[str]) -> list[str]:
    return [word for word in title if word not in _ARTICLES]


def _are_filled(parts: Sequence[Sequence[str]]) -> bool:
    short, long = sorted(map(len, parts))
    return short <= _FILLED and long <= _MOST_FILLED


def _form(title: Sequence[str], other: Sequence[str]) -> tuple[int, list[Sequence[str]]]:
    """Return how many words two titles share at their ends, and what each has between."""
    start = alike_from_start(title, other)
    end = alike_from_start(title[start:][::-1], other[start:][::-1])
    return start + end, [words[start : len(words) - end] for words in (title, other)]


def alike_from_start(words: Sequence[str], others: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, others, strict=False)))


_ARTICLES = frozenset(("a", "an", "the"))
_BY = frozenset(("by", "from", "oleh", "dari", "cua", "tu"))
_STOCK = 8  # words with which texts of a form begin, and then go on about different things
_OF_SPEAKERS = 4  # discriminative words after the speakers
# Minimum words of a form, and maximum words filled in: the shorter, the longer.
_FORM, _FILLED, _MOST_FILLED = 3, 4, 6


def _holds_title(one: EventProfile, other: EventProfile, titles: tuple[Collection[str], Collection[str]]) -> bool:
    """Return whether the whole title of one, of at least three words, is in that of the other."""
    whole = one.title
    if len(whole) < 3 or is_unspecific(whole) or len({*whole} & {*titles[0]} & {*titles[1]}) < 2:
        return False
    return f" {' '.join(whole)} " in f" {' '.join(other.title)} "


_LONG = 3.0  # discriminative words of a name that needs no place or person


def _is_draft(one: EventProfile, other: EventProfile) -> bool:
    """Return whether one is a document with the title of the other: its draft, or a copy."""
    return Kind.DOCUMENT.value in (one.kind, other.kind) and one.title == other.title


def tie_of_signs(one: EventProfile, other: EventProfile, is_rare: Rare) -> Tie | None:
    """Return the tie between two records by day, place, names and persons, or None."""
    meet = days_meet(one, other)
    if not meet and not _announce_one_day(one, other):
        return None
    found = signs(one, other, is_rare)
    if found.against:
        return None
    apart = found.towns_differ or (bool(one.hall and other.hall) and not found.hall)
    is_whole = found.words >= _LONG or not found.towns_differ  # `Campaign event` of one day may be in two towns
    if (
        found.same
        and (found.town or (found.persons and is_whole) or (found.words >= _LONG and not apart))
        and not _is_draft(one, other)
    ):
        return tie(one.record, other.record, Reason.NAME) if meet or found.words >= _OF_COMING_DAY else None
    if not meet:
        return None
    if found.persons >= 2 and found.town and found.some >= 1 and not apart:
        return tie(one.record, other.record, Reason.PERSONS)
    if found.same or found.some >= 2 or found.persons or found.hall or (found.some >= 1 and found.town):
        return tie(one.record, other.record, Reason.SIGN, sure=False)
    return None


_OF_COMING_DAY = 4.0  # discriminative words of a name that needs no day


def _announce_one_day(one: EventProfile, other: EventProfile) -> bool:
    """Return whether both were issued on one day and only one gives the day of its event. A day may have several
    meetings of one kind."""
    if is_unspecific((*one.title, *other.title)):
        return False
    return bool(one.issue) and one.issue == other.issue and bool(one.first) != bool(other.first)


AGAIN = 3  # days within which words are quoted again
_QUOTES, _SHARE = 2, 0.6  # quotes in common; their share of the text with more, or with fewer if both begin alike


def tie_of_quotes(
    one: EventProfile, other: EventProfile, mine: Set[str], theirs: Set[str], is_rare: Rare
) -> Tie | None:
    """Return the tie between two texts that quote the same words within days, or None. A text that only recalls quotes
    of another occasion begins with its own, or has more of them."""
    days = days_between(one, other)
    leads = any(clue.startswith(LEAD) for clue in mine & theirs)
    shared, fewer, more = (
        sum(not clue.startswith(LEAD) for clue in clues) for clues in (mine & theirs, *sorted((mine, theirs), key=len))
    )
    if not shared or days is None or days > AGAIN or 2 * shared < fewer:
        return None
    found = signs(one, other, is_rare)
    enough = shared >= _SHARE * (fewer if leads else more)
    enough &= shared >= _QUOTES or (shared == more and found.persons > 0 and days_meet(one, other))
    return tie(one.record, other.record, Reason.QUOTES, enough and not found.against and not found.towns_differ)


_OF_LEADS = 5  # names and figures shared by the leads of both texts
_MANY_OF_LEADS, _MOST_OF_LEAD = 7, 0.7  # enough without figures, and their share of the lead with fewer
_FIGURES, _OF_LEAD = 2, 0.6  # figures that are enough as well, and the share with them
_TOPIC = 3.0  # words that both titles share besides
_OF_COMING = 0.5  # the share if both texts are about one coming day, and both titles name it


def tie_of_leads(one: EventProfile, other: EventProfile, mine: Set[str], theirs: Set[str], is_rare: Rare) -> Tie | None:
    """Return the tie between two texts of one day whose leads name the same people, bodies and figures, or None. The
    titles must share words besides: texts of one firm share its name and nothing else. Texts from one form are about
    different things."""
    if len(mine) < _OF_LEADS or len(theirs) < _OF_LEADS or not on_one_day(one, other):
        return None
    titled = {*one.title} & {*other.title}
    shared = distinct(clue.removeprefix(NAMED) for clue in mine & theirs if is_rare(clue))
    names = [name for name in shared if not titled.issuperset(name.split())]
    if len(names) < _OF_LEADS or are_of_two_things(one, other):
        return None
    found = signs(one, other, is_rare)
    if found.against or found.towns_differ:
        return None
    share = len(names) / min(len(distinct(clue.removeprefix(NAMED) for clue in clues)) for clues in (mine, theirs))
    figures = sum(name.isdigit() for name in names)
    said = {word for word in one.words & other.words if is_rare(f"w:{word}")}
    named = said & {word for name in shared for word in name.split()}
    topic = said - named
    alike = share >= _MOST_OF_LEAD and len(names) >= _MANY_OF_LEADS and found.weight * len(topic) >= _TOPIC
    alike |= share >= _OF_LEAD and figures >= _FIGURES and found.weight * len(topic) >= 1
    alike |= share >= _OF_COMING and found.weight * len(named) >= 2 and _tell_of_one_coming_day(one, other)
    return tie(one.record, other.record, Reason.NEWS, alike)


def on_one_day(one: EventProfile, other: EventProfile) -> bool:
    """Return whether two texts may be of one day or of one news: issued on one day, they report no day after it."""
    return days_meet(one, other) or _tell_of_late_days(one, other)


def _tell_of_late_days(one: EventProfile, other: EventProfile) -> bool:
    """Return whether both were issued on one day and report no day after it: the crime, and the trial."""
    return bool(one.issue) and one.issue == other.issue and max(one.last, other.last) <= one.issue


def _tell_of_one_coming_day(one: EventProfile, other: EventProfile) -> bool:
    """Return whether both are about one day that is not their day of issue: the day of a coming event."""
    return (
        bool(one.first)
        and (one.first, one.last) == (other.first, other.last)
        and all(not text.issue or text.issue < text.first for text in (one, other))
    )


def are_of_two_things(one: EventProfile, other: EventProfile) -> bool:
    """Return whether the titles have different numbers (`Veto of Resolution 9`, `Veto of Resolution 24`), or share
    their beginning or end and nothing else."""
    numbers = numbers_in(one.title), numbers_in(other.title)
    form, parts = _form(one.title, other.title)
    mine, theirs = (telling_words(part) for part in parts)
    differ = bool(mine and theirs) and mine.isdisjoint(theirs) and not _end_alike(one.title, other.title)
    return bool(numbers[0] and numbers[1] and numbers[0].isdisjoint(numbers[1])) or (form >= _FORM and differ)


def _end_alike(title: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two titles end with the same long subject: `Message to Congress on the ...`, `Notice on the
    ...`."""
    return alike_from_start(title[::-1], other[::-1]) >= _STOCK


_MET, _SHARED_OF_NAMES = 2, 2  # persons who met, and words of their names in both titles


def tie_of_meeting(one: EventProfile, other: EventProfile) -> Tie | None:
    """Return the tie between two texts whose titles name nothing but a meeting of the same people on that day: `Readout
    of Governor A's meeting with Mayor B`, `Remarks by Governor A and Mayor B before their meeting`. None if one has
    another subject or names somebody else."""
    if not (days_meet(one, other) and is_unspecific(one.title) and is_unspecific(other.title)):
        return None
    mine, theirs = telling_words(one.title), telling_words(other.title)
    shared, left = mine & theirs, mine ^ theirs
    if (
        len(shared) < _SHARED_OF_NAMES
        or len(left) > 1
        or not all(_is_beside(one, other, word, shared) for word in left)
    ):
        return None
    met: list[set[str]] = []
    for person in sorted(one.persons | other.persons):
        for part in _PERSONS.split(person.replace("-", " ")):
            words = {*telling_words(part.split())}
            if words & shared and not any(words & name for name in met):
                met.append(words)
    is_met = len(met) >= _MET or bool(_guests(one, other) & shared)
    return tie(one.record, other.record, Reason.MEETING) if is_met else None


_HEADS = frozenset(("president", "chancellor", "premier", "king", "queen", "sultan", "presiden", "raja"))
_TALKS = frozenset(("meeting", "bilateral", "call", "pertemuan", "rapat", "dam"))


def _guests(one: EventProfile, other: EventProfile) -> set[str]:
    """Return the first words of the names of heads of state that both titles are `with`, if one of them names a
    meeting."""
    if _TALKS.isdisjoint((*one.title, *other.title)):
        return set()
    mine, theirs = (
        {
            name
            for joining, head, name in zip(title, title[1:], title[2:], strict=False)
            if joining in _WITH and head in _HEADS
        }
        for title in (one.title, other.title)
    )
    return mine & theirs


_WITH = frozenset(("with", "dengan", "voi"))
_PERSONS = re.compile(r" (?:and|dan|va) ")  # between the speakers of one text


def _is_beside(one: EventProfile, other: EventProfile, word: str, shared: Set[str]) -> bool:
    """Return whether a word in only one title belongs to a name in both: `Ann` of `Ann Lee`."""
    title = one.title if word in one.title else other.title
    at = title.index(word)
    return not shared.isdisjoint((*title[max(at - 1, 0) : at], *title[at + 1 : at + 2]))


def are_kin(one: EventProfile, other: EventProfile, is_rare: Rare) -> bool:
    """Return whether two texts that print one photo may be of one event, by their names or persons."""
    if not days_meet(one, other):
        return False
    found = signs(one, other, is_rare)
    return not found.against and (found.same or found.some >= 2 or found.persons >= 2)
