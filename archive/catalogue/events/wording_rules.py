"""The rule for texts of one day that are based on one release: they share wording, names and a topic, even under
different titles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.catalogue.events.event_clues import NAMED
from archive.catalogue.events.event_leads import distinct
from archive.catalogue.events.event_profile import EventProfile, telling_words
from archive.catalogue.events.event_wording import (
    Wording,
    shared_openings,
    shared_pairs,
    shared_wording,
    words_in_order,
)
from archive.catalogue.events.tie_rules import (
    Rare,
    Reason,
    Tie,
    alike_from_start,
    are_of_two_things,
    on_one_day,
    signs,
    tie,
)
from archive.record import Kind

_LEAST, _LEAST_OF_LONGER = 0.3, 0.2  # of the wording of the shorter text, and of the longer: a survey repeats a story
_OPENINGS = 0.15  # of the first halves: less is a background that many texts repeat
_WHOLE, _TITLE = 0.9, 0.6  # of the wording: one text in two versions; and the part of the titles with it
_OF_UNDATED = 0.7  # of the wording of the longer text, and of the first halves, if one has no day
_OPENING_OF_UNDATED = 0.9  # of the first halves alone, where the ends say who the wire is
_OF_DATELINE = 5  # numbers that one of them may have more at its beginning: the day, the name of the wire
_HALF, _FEW = 0.5, 2  # of the wording, and names in common with it
_NAMES, _MANY = 4, 6  # names in common with less wording
_OF_NAMES, _OF_MANY = 0.6, 0.8  # part of the names that are in common
_TOPIC, _LONG_TOPIC = 1.0, 2.5  # words of both titles
_SOME_NAMES = 0.33  # part of the names, with a long topic and a person
# Of two reports with a rare name in both leads: the minimum of words of both titles, of the part of the shorter title
# that these are, and of the part of the pairs of words in the leads that they share.
_TOLD = ((1.0, 0.3, 0.14), (1.5, 0.0, 0.13), (0.5, 0.3, 0.2))


def may_share_wording(one: EventProfile, other: EventProfile, is_rare: Rare) -> bool:
    """Return whether the wording of two texts is worth comparing: they are of one day and language, and their titles
    share a rare word that is not in the name of a person or place."""
    if one.language != other.language or not on_one_day(one, other) or are_of_two_things(one, other):
        return False
    found = signs(one, other, is_rare)
    return found.some > 0 and not found.against and not found.towns_differ


def tie_of_wording(one: EventProfile, other: EventProfile, mine: Wording, theirs: Wording, is_rare: Rare) -> Tie | None:
    """Return the tie between two texts that `may_share_wording`, or None if they share too little. If half of a text is
    background from another, and the rest names other people, it is about another occasion."""
    found = signs(one, other, is_rare)
    both = mine.names & theirs.names
    names = distinct(name for name in both if is_rare(f"{NAMED}{name}"))
    titles = [{word for word in profile.words if is_rare(f"w:{word}")} for profile in (one, other)]
    said = titles[0] & titles[1]
    titled = len(said) / max(1, min(map(len, titles)))
    if names and _are_reports(one, other):
        pairs, words = shared_pairs(mine, theirs), found.weight * len(said)
        if any(words >= least and titled >= part and pairs >= told for least, part, told in _TOLD):
            return tie(one.record, other.record, Reason.WORDING)
    shared, of_longer = shared_wording(mine, theirs)
    if shared < _LEAST or of_longer < _LEAST_OF_LONGER:
        return None
    part = len(names) / max(1, min(len(distinct(held)) for held in (mine.names, theirs.names)))
    topic = found.weight * len(said - {word for name in both for word in name.split()})
    alike = shared >= _WHOLE and titled >= _TITLE
    alike |= shared >= _HALF and topic > 0 and part >= _OF_NAMES and len(names) >= _FEW
    alike |= shared >= _HALF and topic >= _LONG_TOPIC and part >= _SOME_NAMES and found.persons > 0
    alike |= topic >= _TOPIC and part >= _OF_NAMES and len(names) >= _NAMES
    alike |= topic > 0 and part >= _OF_MANY and len(names) >= _MANY
    return tie(one.record, other.record, Reason.WORDING, alike and shared_openings(mine, theirs) >= _OPENINGS)


def _are_reports(one: EventProfile, other: EventProfile) -> bool:
    """Return whether two texts were issued on one day, none is a speech, and one is no release: of two, one may answer
    the other in its words."""
    kinds = {one.kind, other.kind}
    is_report = Kind.SPEECH.value not in kinds and kinds != {Kind.PRESS_RELEASE.value}
    return bool(one.issue) and one.issue == other.issue and is_report


_FORM = 4  # words with which titles of one form begin
_FOREIGN = 0.5  # part of a title's own words that the other text has at least, if both are about one thing


def have_one_form(one: EventProfile, other: EventProfile) -> bool:
    """Return whether two titles may be of one form: `Statement on the death of A`, `Statement on the death of B`."""
    return alike_from_start(one.title, other.title) >= _FORM


def are_filled_differently(
    one: EventProfile, other: EventProfile, mine: NDArray[np.uint64], theirs: NDArray[np.uint64]
) -> bool:
    """Return whether two titles have one form, and most of what each has besides is not in the other's text."""
    titles = telling_words(one.title), telling_words(other.title)
    own = titles[0] - titles[1], titles[1] - titles[0]
    if not have_one_form(one, other) or not own[0] or not own[1]:
        return False
    told = (
        np.isin(words_in_order(" ".join(sorted(words))), text).mean()
        for words, text in zip(own, (theirs, mine), strict=True)
    )
    return bool(max(told) < _FOREIGN)


def are_titled_alike(one: EventProfile, other: EventProfile) -> bool:
    """Return whether the titles of two texts are nearly the same, or one holds the other."""
    words = min(len(one.words), len(other.words))
    return bool(words) and len(one.words & other.words) >= _TITLE * words and not are_of_two_things(one, other)


def tie_of_versions(one: EventProfile, other: EventProfile, mine: Wording, theirs: Wording) -> Tie | None:
    """Return the sure tie between two texts of which one has no day, None where they are not nearly the same under
    nearly the same title, or have other numbers at the beginning."""
    if not are_titled_alike(one, other):
        return None
    few, many = sorted((mine.digits, theirs.digits), key=len)
    if few - many or len(many - few) > _OF_DATELINE:
        return None
    whole, opening = shared_wording(mine, theirs)[1], shared_openings(mine, theirs)
    same = min(whole, opening) >= _OF_UNDATED or (whole >= _HALF and opening >= _OPENING_OF_UNDATED)
    return tie(one.record, other.record, Reason.WORDING) if same else None
