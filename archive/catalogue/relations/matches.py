"""What the relation rules share: origins, certainties and reasons, comparisons of two texts, and the choice among
candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from archive.catalogue.relations.release_numbers import one_series, telling
from archive.catalogue.relations.text_profile import Profile
from archive.messages import Message


class Rule(StrEnum):
    """The rule that found a relation, as named in its origin."""

    NUMBER = "rule:same-number"
    NAME = "rule:same-name"
    FACTS = "rule:same-facts"
    NUMBER_NAMED = "rule:number-named"
    TITLE_NAMED = "rule:title-named"
    TITLE = "rule:same-title"
    WORDS = "rule:same-words"
    FOLDER = "rule:same-folder"
    OCCASION = "rule:same-occasion"
    TEXT = "rule:nearly-same-text"


_REASONS: Mapping[str, Message] = {
    Rule.NUMBER: Message("related-by-number"),
    Rule.NAME: Message("related-by-name"),
    Rule.FACTS: Message("related-by-facts"),
    Rule.NUMBER_NAMED: Message("related-by-number-named"),
    Rule.TITLE_NAMED: Message("related-by-title-named"),
    Rule.TITLE: Message("related-by-title"),
    Rule.WORDS: Message("related-by-words"),
    Rule.FOLDER: Message("related-by-folder"),
    Rule.OCCASION: Message("related-by-occasion"),
    Rule.TEXT: Message("related-by-text"),
    "rule:attachment": Message("related-by-attachment"),
    "rule:name": Message("related-by-name-shared"),
    "rule:difference-hash": Message("related-by-looks"),
    "archivist": Message("related-by-archivist"),
}


def reason_of(origin: str) -> Message | None:
    """Return why a relation of this origin holds; None for an origin without a message."""
    return _REASONS.get(origin)


FAR = 45  # days between two languages of one release, and between a release and its annex
_FIGURES = 2  # of which a translation keeps at least one
_MOST_DOUBTED = 3
_DOUBTED = 0.3  # subtracted if one of several is meant


@dataclass(frozen=True, slots=True)
class RelationMatch:
    """A relation found by a rule: `subject` is `type` of `object`, with a certainty from 0 to 1."""

    subject: str
    type: str
    object: str
    rule: Rule
    certainty: float


@dataclass(frozen=True, slots=True)
class RelationCandidate:
    """A possible main text of an annex or correction, and what supports it."""

    profile: Profile
    rule: Rule
    certainty: float


def apart(one: Profile, other: Profile) -> int | None:
    """Return the days between two texts; None if one has no day."""
    if not one.day or not other.day:
        return None
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days)


def far(one: Profile, other: Profile, days: int = FAR) -> bool:
    """Return whether two texts are more than so many days apart."""
    between = apart(one, other)
    return between is not None and between > days


def numbered_otherwise(one: Profile, other: Profile) -> bool:
    """Return whether release numbers show that two texts differ: both have some, but none in common. Languages may have
    their own numbers, so across languages only numbers of one series count; and not even these if the files have one
    name except for the language, one day, and the same facts."""
    mine, theirs = ([number for number in profile.numbers if telling(number)] for profile in (one, other))
    if not mine or not theirs or not set(mine).isdisjoint(theirs):
        return False
    if one.language == other.language:
        return True
    return any(one_series(*pair) for pair in product(mine, theirs)) and not _named_for_languages(one, other)


def names_another(subject: Profile, other: Profile) -> bool:
    """Return whether an annex or correction names numbers that another text lacks; in another language only numbers of
    its series count."""
    if not subject.named or subject.language == other.language:
        return bool(subject.named and other.numbers)
    theirs = [number for number in other.numbers if telling(number)]
    return any(one_series(*pair) for pair in product(subject.named, theirs))


def _named_for_languages(one: Profile, other: Profile) -> bool:
    """Return whether two texts of one day have the same file name except for marks of their languages."""
    if apart(one, other) != 0 or not have_same_facts(one, other):
        return False
    return any(
        (mine.folder, mine.core) == (theirs.folder, theirs.core)
        and (mine.language or theirs.language)
        and mine.language in ("", one.language)
        and theirs.language in ("", other.language)
        and (mine.core or (mine.bare and theirs.bare and mine.language and theirs.language))
        for mine, theirs in product(one.filed, other.filed)
    )


def same_place(one: Profile, other: Profile) -> bool:
    """Return whether they have a folder in common."""
    return not {name.folder for name in one.filed}.isdisjoint(name.folder for name in other.filed)


def same_core(one: Profile, other: Profile) -> bool:
    """Return whether they have file names in one folder that differ only in marks of their part."""
    return bool(_cores(one) & _cores(other))


def same_words(one: Profile, other: Profile) -> bool:
    """Return whether that common name is more than a number or a day."""
    return any(any(map(str.isalpha, core)) for _, core in _cores(one) & _cores(other))


def _cores(profile: Profile) -> set[tuple[str, str]]:
    return {(name.folder, name.core) for name in profile.filed if name.core}


def rank_language_version(profile: Profile) -> tuple[object, ...]:
    """Return a sort key that puts the first language version of a release first: not declared a translation, earliest,
    in the language of the issuing office, without a language mark in its file name, not English."""
    return (
        profile.translated,
        profile.day or "~",
        bool(profile.home) and profile.home != profile.language,
        any(name.language for name in profile.filed),
        profile.language == "en",
        profile.language,
        profile.title,
        profile.record,
    )


def one_work(profiles: Sequence[Profile]) -> bool:
    """Return whether texts are one release in several languages, judging by file names, numbers and figures."""
    first = profiles[0]
    return all(
        not numbered_otherwise(first, other) and not far(first, other) and _like(first, other) for other in profiles[1:]
    ) and len({profile.language for profile in profiles}) == len(profiles)


def _like(one: Profile, other: Profile) -> bool:
    return not set(one.numbers).isdisjoint(other.numbers) or same_core(one, other) or have_same_facts(one, other)


def have_same_facts(one: Profile, other: Profile) -> bool:
    """Return whether two texts have the same figures and names, except those specific to each language."""
    fewest = min(len(one.facts), len(other.facts))
    return bool(fewest) and len(one.facts & other.facts) >= max(2, 0.4 * fewest) and not other_figures(one, other)


def other_figures(one: Profile, other: Profile) -> bool:
    """Return whether each has figures, but none in common: figures change between bulletins, while people and places
    stay."""
    return min(len(one.figures), len(other.figures)) >= _FIGURES and one.figures.isdisjoint(other.figures)


def choose(subject: Profile, likely: Sequence[RelationCandidate]) -> list[RelationCandidate]:
    """Return the intended candidates: among the languages of one release, that of the subject, else the first one. If
    two or three are possible, return these with less certainty."""
    if not likely:
        return []
    best = max(one.certainty for one in likely)
    top = [one for one in likely if one.certainty == best]
    if len(top) == 1 or one_work([one.profile for one in top]):
        return [
            min(top, key=lambda one: (one.profile.language != subject.language, rank_language_version(one.profile)))
        ]
    same = [one for one in top if one.profile.language == subject.language]
    if len(same) == 1:
        return same
    meant = same or top
    if len(meant) > _MOST_DOUBTED or best - _DOUBTED < 0.5:
        return []
    return [RelationCandidate(one.profile, one.rule, round(best - _DOUBTED, 2)) for one in meant]
