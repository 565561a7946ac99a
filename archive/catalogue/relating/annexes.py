"""The rule for annex-of: what calls itself an annex, and the text that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from archive.catalogue.relating.found import (
    Found,
    Likely,
    choose,
    far,
    names_another,
    numbered_otherwise,
    same_core,
    same_place,
)
from archive.catalogue.relating.numbers import telling
from archive.catalogue.relating.origins import Rule
from archive.catalogue.relating.profile import Profile
from archive.catalogue.relating.world import World

TYPE = "annex-of"


def annexes(world: World, subject: Profile) -> list[Found]:
    """What an annex belongs to."""
    if not subject.annex:
        return []
    likely = [one for other in world.beside(subject.record) for one in _likely(world, subject, other)]
    return [Found(subject.record, TYPE, one.profile.record, one.rule, one.certainty) for one in choose(subject, likely)]


def _likely(world: World, subject: Profile, other: Profile) -> Iterator[Likely]:
    if other.annex or other.withdraws or not other.words or other.correction != subject.correction:
        return
    shared = set(other.numbers).intersection((*subject.numbers, *subject.named))
    if any(telling(number) and world.group(f"n:{number}") for number in shared):
        yield Likely(other, Rule.NUMBER_NAMED, 0.95)
    elif numbered_otherwise(subject, other) or far(subject, other) or names_another(subject, other):
        return
    elif other.title and other.title in subject.said:
        yield Likely(other, Rule.TITLE_NAMED, 0.92)
    elif same_core(subject, other):
        yield Likely(other, Rule.NAME, 0.93)
    elif same_place(subject, other) and any(world.group(f"f:{name.folder}") for name in subject.filed):
        yield Likely(other, Rule.FOLDER, 0.75)
