"""The rule for translation-of: one release in two languages."""

from __future__ import annotations

from archive.catalogue.relating.found import (
    Found,
    apart,
    far,
    numbered_otherwise,
    other_figures,
    precedence,
    same_core,
    same_place,
    same_words,
    say_the_same,
)
from archive.catalogue.relating.numbers import telling
from archive.catalogue.relating.origins import Rule
from archive.catalogue.relating.profile import Profile
from archive.catalogue.relating.world import World

TYPE = "translation-of"
_NEAR = 3  # days in which other languages usually follow
_LONGER = 2.6  # times, that one of two languages may be
_SHORT = 60  # words of a text that may name nothing
_ONE_TONGUE = {"ms": "id"}  # told apart in a long text only


def translation(world: World, one: Profile, other: Profile) -> Found | None:
    """The later of two, or the one that is not in the language of its office, is the translation."""
    if not _comparable(one, other):
        return None
    told = (
        _by_number(world, one, other)
        or _by_name(one, other)
        or _by_facts(world, one, other)
        or _by_bare_names(one, other)
    )
    if told is None:
        return None
    first, second = sorted((one, other), key=precedence)
    return Found(second.record, TYPE, first.record, *told)


def _comparable(one: Profile, other: Profile) -> bool:
    tongues = [_ONE_TONGUE.get(profile.language, profile.language) for profile in (one, other)]
    if "" in tongues or "un" in tongues or tongues[0] == tongues[1]:
        return False
    if not {*one.taken}.isdisjoint(other.numbers) or not {*other.taken}.isdisjoint(one.numbers):
        return False  # one takes the other back, or its place
    if (
        (one.correction, one.withdraws, _which(one)) != (other.correction, other.withdraws, _which(other))
        or not one.words
        or not other.words
    ):
        return False
    return not numbered_otherwise(one, other) and not far(one, other)


def _which(profile: Profile) -> str:
    return {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}.get(profile.annex, profile.annex)


def _by_number(world: World, one: Profile, other: Profile) -> tuple[Rule, float] | None:
    shared = set(one.numbers).intersection(other.numbers)
    if not shared:
        return None
    facts = len(one.facts & other.facts)
    place, days = same_place(one, other), apart(one, other)
    if not any(telling(number) and world.group(f"n:{number}") for number in shared):
        return (Rule.NUMBER, 0.9) if place and facts > 1 else None
    if days is None or days <= _NEAR:
        return Rule.NUMBER, 0.98 if facts > 1 or place else 0.8
    return Rule.NUMBER, 0.9 if facts > 1 else 0.7


def _by_name(one: Profile, other: Profile) -> tuple[Rule, float] | None:
    """Names of files that are the same but for a mark, and texts that do not speak against it. Where the names are
    only a number or a day, the texts must speak for it: each language may count its own releases."""
    facts, alike = len(one.facts & other.facts), say_the_same(one, other)
    if not same_core(one, other) or not (alike or same_words(one, other)):
        return None
    if (not facts and max(one.words, other.words) >= _SHORT) or other_figures(one, other):
        return None
    return Rule.NAME, 0.95 if facts > 2 and alike else 0.85 if facts else 0.7


def _by_bare_names(one: Profile, other: Profile) -> tuple[Rule, float] | None:
    """In one folder, names that say no more than that it is a release, in its language."""
    if not all(any(name.bare for name in profile.filed) for profile in (one, other)) or one.speech != other.speech:
        return None
    near = (apart(one, other) or 0) <= _NEAR and same_place(one, other) and not _lengths_differ(one, other)
    return (Rule.NAME, 0.85) if near and len(one.facts & other.facts) > 2 and say_the_same(one, other) else None


def _by_facts(world: World, one: Profile, other: Profile) -> tuple[Rule, float] | None:
    """The same figures and names, in one folder, of one day; what others of these languages there say too, as those
    who sign and whom to ask, does not count."""
    between = apart(one, other)
    if one.speech != other.speech or _lengths_differ(one, other) or (between or 0) > _NEAR:
        return None
    if not same_place(one, other) or not _enough(one, other, one.facts & other.facts):
        return None
    common = set(one.facts & other.facts)
    for beside in _neighbours(world, one, other):
        common -= beside.facts
    certainty = _enough(one, other, common)
    return (Rule.FACTS, certainty if between == 0 else min(certainty, 0.75)) if certainty else None


def _lengths_differ(one: Profile, other: Profile) -> bool:
    return max(one.words, other.words) > _LONGER * min(one.words, other.words)


def _enough(one: Profile, other: Profile, common: set[str] | frozenset[str]) -> float:
    """How certain so many facts in common make it; 0 where they do not, or where each has its own figures."""
    figures, names = len(one.figures & other.figures & common), len(one.names & other.names & common)
    few, many = sorted((len(one.figures), len(other.figures)))
    fewest = min(len(one.names), len(other.names))
    if figures < max(0.6 * few, 0.4 * many):
        return 0.0
    if figures >= 3 and names >= 2:
        return 0.92
    if figures >= 2 and names >= 3 and names >= 0.3 * fewest:
        return 0.8
    return 0.7 if names >= 6 and names >= 0.5 * fewest else 0.0


def _neighbours(world: World, one: Profile, other: Profile) -> list[Profile]:
    """Other texts of these languages in their folder, and there of their day, that are no copies of either."""
    places = {name.folder for name in one.filed} & {name.folder for name in other.filed}
    clues = [f"f:{place}" for place in places]
    clues += [f"fd:{place}|{one.day}" for place in places if one.day and one.day == other.day]
    found = {profile.record: profile for clue in clues for profile in world.group(clue)}
    tongues = {one.language, other.language}
    return [
        profile
        for profile in found.values()
        if profile.record not in (one.record, other.record)
        and profile.language in tongues
        and not profile.annex
        and not profile.correction
        and not world.copies(profile, one)
        and not world.copies(profile, other)
    ]
