"""Doorstops, and the speech of the day at whose place they were: `Doorstop, Kurilpa Park`, `Opening of Kurilpa Park`.

Only a building or a park tells that, not a town, and no house where somebody meets the press every day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from archive.catalogue.events.event_profile import DOORSTOP, EventProfile, days_meet, is_conference, telling_words
from archive.catalogue.events.tie_rules import Reason, Tie, tie

# What a place is, folded. No hotel: who travels speaks to many in one hotel.
_NAMED_AHEAD = """
park gardens hall centre center college school university campus hospital museum gallery library theatre cathedral
church mosque temple stadium oval showground showgrounds racecourse farm barracks memorial market wharf dockyard
factory shipyard mine station embassy clinic academy institute club
"""
_NAMED_BEHIND = """
taman gedung balai sekolah universitas kampus sakit gereja masjid pura stadion pasar dermaga galangan pabrik kedutaan
klinik
"""
_OF_MANY_NAMES = """
base botanic catholic city civic club community convention district football girls grammar high leagues local medical
national new post primary private public royal school star state technical town
"""
_PLACES, _LEADING = frozenset(_NAMED_AHEAD.split()), frozenset(_NAMED_BEHIND.split())
_OF_MANY = frozenset(_OF_MANY_NAMES.split())  # that alone tell no place from another of its kind


def ties_of_doorstops(
    profiles: Mapping[str, EventProfile], beside: Mapping[str, list[str]], asked: Collection[str]
) -> Iterator[Tie]:
    """Yield the ties of doorstops, among press conferences, to what was said at the same place on that day; none of a
    place where several things were said."""
    for doorstop, texts in beside.items():
        mine = profiles.get(doorstop)
        places = set(_places(mine.title)) if mine and DOORSTOP in mine.title else set()
        if mine is None or not places:
            continue
        there = [profiles[one] for one in texts if one in profiles and _is_there(mine, profiles[one], places)]
        if len({one.title for one in there}) == 1:
            for one in there:
                if doorstop in asked or one.record in asked:
                    yield tie(doorstop, one.record, Reason.DOORSTOP)


def _is_there(doorstop: EventProfile, other: EventProfile, places: Collection[tuple[str, ...]]) -> bool:
    asks = is_conference(other.title) or "interview" in other.title
    return not asks and days_meet(doorstop, other) and not set(_places(other.title)).isdisjoint(places)


def _places(title: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The names of buildings and parks in a title: `kurilpa park`, `sydney town hall`, `university of queensland`."""
    for n, word in enumerate(title):
        if word in _PLACES and n and telling_words(title[n - 1 : n]):
            name = tuple(title[max(0, n - 2) : n + 1]) if title[n - 1] in _OF_MANY else tuple(title[n - 1 : n + 1])
            if telling_words(name[:1]) and name[0] not in _OF_MANY:
                yield name
        elif word in _PLACES and tuple(title[n + 1 : n + 2]) == ("of",) and telling_words(title[n + 2 : n + 3]):
            yield tuple(title[n : n + 3])
        elif word in _LEADING and telling_words(title[n + 1 : n + 2]):
            yield tuple(title[n : n + 2])
