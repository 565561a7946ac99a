"""The rule for corrects, replaces and withdraws: what calls itself a correction, stands in the place of another text or
takes it back, and which that is."""

from __future__ import annotations

from archive.catalogue.relating.found import (
    Found,
    Likely,
    apart,
    choose,
    far,
    names_another,
    numbered_otherwise,
    one_work,
    same_core,
    same_place,
)
from archive.catalogue.relating.numbers import telling
from archive.catalogue.relating.origins import Rule
from archive.catalogue.relating.profile import Profile
from archive.catalogue.relating.world import World

CORRECTS, REPLACES, WITHDRAWS = "corrects", "replaces", "withdraws"
_LATEST = 400  # days after which a title alone does not tell what is corrected
_SOON = 30  # days in which a correction follows that gives neither number nor title
_AHEAD = 0.15  # by how much what is meant must be more alike than the next


def corrections(world: World, subject: Profile) -> list[Found]:
    """What a correction is of, or a notice that takes something back; and what a text says it stands in place of."""
    if not subject.correction and not subject.withdraws:
        return _replaced(world, subject) if subject.taken else []
    others = [other for other in world.beside(subject.record) if _correctable(subject, other)]
    named = [found for other in others if (found := _named(world, subject, other))]
    meant = choose(subject, named) or ([] if subject.taken else _by_words(world, subject, others))
    type_ = WITHDRAWS if subject.withdraws else REPLACES if subject.replaces else CORRECTS
    return [Found(subject.record, type_, one.profile.record, one.rule, one.certainty) for one in meant]


def _correctable(subject: Profile, other: Profile) -> bool:
    return (
        bool(other.words) and not other.correction and not other.withdraws and bool(other.annex) == bool(subject.annex)
    )


def _replaced(world: World, subject: Profile) -> list[Found]:
    """What a text that calls itself no correction says that it stands in place of: by its number alone."""
    others = [other for other in world.beside(subject.record) if _correctable(subject, other)]
    meant = choose(subject, [found for other in others if (found := _taken(world, subject, other))])
    return [Found(subject.record, REPLACES, one.profile.record, one.rule, one.certainty) for one in meant]


def _taken(world: World, subject: Profile, other: Profile) -> Likely | None:
    """The text whose number it takes back or takes the place of; a number that others may have too tells where both are
    of one folder."""
    shared = set(other.numbers).intersection(subject.taken)
    if any(telling(number) and world.group(f"n:{number}") for number in shared):
        return Likely(other, Rule.NUMBER_NAMED, 0.6 if _later(subject, other) else 0.97)
    if shared and not far(subject, other, _LATEST):
        return Likely(other, Rule.NUMBER_NAMED, 0.92 if same_place(subject, other) else 0.8)
    return None


def _later(subject: Profile, other: Profile) -> bool:
    """Whether what would be corrected is of a later day."""
    return bool(subject.day and other.day) and other.day > subject.day


def _named(world: World, subject: Profile, other: Profile) -> Likely | None:
    if taken := _taken(world, subject, other):
        return taken
    shared = set(other.numbers).intersection((*subject.numbers, *subject.named))
    if any(telling(number) and world.group(f"n:{number}") for number in shared):
        return Likely(other, Rule.NUMBER_NAMED, 0.6 if _later(subject, other) else 0.96)
    if names_another(subject, other) or far(subject, other, _LATEST) or _later(subject, other):
        return None
    if shared and same_place(subject, other):
        return Likely(other, Rule.NUMBER_NAMED, 0.9)
    if len(other.title.split()) > 2 and other.title == subject.title:
        return Likely(other, Rule.TITLE, 0.92)
    if other.title and other.title in subject.said:
        return Likely(other, Rule.TITLE_NAMED, 0.92)
    if same_core(subject, other):
        return Likely(other, Rule.NAME, 0.9)
    return None


def _by_words(world: World, subject: Profile, others: list[Profile]) -> list[Likely]:
    """The one text, or the languages of one, that is more alike than any other of these days."""
    near = [
        (_alike(world, subject, other), other)
        for other in others
        if not _later(subject, other)
        and (apart(subject, other) is not None or same_place(subject, other))
        and not far(subject, other, _SOON)
        and not (subject.named and numbered_otherwise(subject, other))
        and not names_another(subject, other)
    ]
    alike = sorted((score, other.record) for score, other in near if score >= 0.5)
    if not alike:
        return []
    best = alike[-1][0]
    top = [other for score, other in near if score > best - _AHEAD]
    if len(top) > 1 and not one_work(top):
        return []
    return choose(subject, [Likely(other, Rule.WORDS, 0.75) for other in top])


def _alike(world: World, subject: Profile, other: Profile) -> float:
    """How much of what a correction says stands in another text: words of the title, figures and names, runs of
    words."""
    title = set(subject.title.split()) & set(other.title.split())
    telling_words = {word for word in title if len(word) > 3}
    longest = max(len(set(subject.title.split())), len(set(other.title.split())), 1)
    by_title = len(title) / longest if len(telling_words) > 2 else 0.0
    names = len(subject.names & other.names)
    figures = len(subject.figures & other.figures)
    enough = names >= 3 and figures >= 1
    by_facts = (names + figures) / max(1, len(subject.facts)) if enough else 0.0
    if max(by_title, by_facts) < 0.5 and subject.language == other.language and (names or figures or telling_words):
        return max(by_title, by_facts, world.shared(subject, other))
    return max(by_title, by_facts)
