"""The rules that find relations of texts, one per kind.

- `annex-of`: a text that calls itself an annex, and the text it belongs to.
- `corrects`, `replaces`, `withdraws`: a text that calls itself a correction, replacement or withdrawal, and its
  subject.
- `nearly-same-as`: reprints, if nothing more specific is known.
- `prepared-text-of`, `transcript-of`: a speech as written and as delivered.
- `translation-of`: one release in two languages.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from sqlalchemy import Connection, or_, select

from archive.catalogue.relations.matches import (
    RelationCandidate,
    RelationMatch,
    Rule,
    apart,
    choose,
    far,
    have_same_facts,
    names_another,
    numbered_otherwise,
    one_work,
    other_figures,
    rank_language_version,
    same_core,
    same_place,
    same_words,
)
from archive.catalogue.relations.profile_store import ProfileSet
from archive.catalogue.relations.relations import NEARLY
from archive.catalogue.relations.release_numbers import telling
from archive.catalogue.relations.text_profile import Profile
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.id_queries import each_of, joined_values
from archive.catalogue.schema.tables import editions, reprints
from archive.text.near_duplicates import MOST_EQUAL

ANNEX_OF = "annex-of"


def annexes(world: ProfileSet, subject: Profile) -> list[RelationMatch]:
    """Return the text that an annex belongs to."""
    if not subject.annex:
        return []
    likely = [one for other in world.beside(subject.record) for one in _likely(world, subject, other)]
    return [
        RelationMatch(subject.record, ANNEX_OF, one.profile.record, one.rule, one.certainty)
        for one in choose(subject, likely)
    ]


def _likely(world: ProfileSet, subject: Profile, other: Profile) -> Iterator[RelationCandidate]:
    if other.annex or other.withdraws or not other.words or other.correction != subject.correction:
        return
    shared = set(other.numbers).intersection((*subject.numbers, *subject.named))
    if any(telling(number) and world.group(f"n:{number}") for number in shared):
        yield RelationCandidate(other, Rule.NUMBER_NAMED, 0.95)
    elif numbered_otherwise(subject, other) or far(subject, other) or names_another(subject, other):
        return
    elif other.title and other.title in subject.said:
        yield RelationCandidate(other, Rule.TITLE_NAMED, 0.92)
    elif same_core(subject, other):
        yield RelationCandidate(other, Rule.NAME, 0.93)
    elif same_place(subject, other) and any(world.group(f"f:{name.folder}") for name in subject.filed):
        yield RelationCandidate(other, Rule.FOLDER, 0.75)


CORRECTS, REPLACES, WITHDRAWS = "corrects", "replaces", "withdraws"
_LATEST = 400  # days after which a title alone does not identify the corrected text
_SOON = 30  # days within which a correction without number and title follows
_AHEAD = 0.15  # by how much the intended text must be more similar than the next


def corrections(world: ProfileSet, subject: Profile) -> list[RelationMatch]:
    """Return the text that a correction corrects, a withdrawal withdraws, or a text replaces."""
    if not subject.correction and not subject.withdraws:
        return _replaced(world, subject) if subject.taken else []
    others = [other for other in world.beside(subject.record) if _correctable(subject, other)]
    named = [found for other in others if (found := _named(world, subject, other))]
    meant = choose(subject, named) or ([] if subject.taken else _by_words(world, subject, others))
    type_ = WITHDRAWS if subject.withdraws else REPLACES if subject.replaces else CORRECTS
    return [RelationMatch(subject.record, type_, one.profile.record, one.rule, one.certainty) for one in meant]


def _correctable(subject: Profile, other: Profile) -> bool:
    return (
        bool(other.words) and not other.correction and not other.withdraws and bool(other.annex) == bool(subject.annex)
    )


def _replaced(world: ProfileSet, subject: Profile) -> list[RelationMatch]:
    """Return the text that a text not declared a correction replaces: only by its number."""
    others = [other for other in world.beside(subject.record) if _correctable(subject, other)]
    meant = choose(subject, [found for other in others if (found := _taken(world, subject, other))])
    return [RelationMatch(subject.record, REPLACES, one.profile.record, one.rule, one.certainty) for one in meant]


def _taken(world: ProfileSet, subject: Profile, other: Profile) -> RelationCandidate | None:
    """Return the text whose number it withdraws or replaces; a number that others may share counts if both are in one
    folder."""
    shared = set(other.numbers).intersection(subject.taken)
    if any(telling(number) and world.group(f"n:{number}") for number in shared):
        return RelationCandidate(other, Rule.NUMBER_NAMED, 0.6 if _is_of_later_day(subject, other) else 0.97)
    if shared and not far(subject, other, _LATEST):
        return RelationCandidate(other, Rule.NUMBER_NAMED, 0.92 if same_place(subject, other) else 0.8)
    return None


def _is_of_later_day(subject: Profile, other: Profile) -> bool:
    return bool(subject.day and other.day) and other.day > subject.day


def _named(world: ProfileSet, subject: Profile, other: Profile) -> RelationCandidate | None:
    if taken := _taken(world, subject, other):
        return taken
    shared = set(other.numbers).intersection((*subject.numbers, *subject.named))
    if any(telling(number) and world.group(f"n:{number}") for number in shared):
        return RelationCandidate(other, Rule.NUMBER_NAMED, 0.6 if _is_of_later_day(subject, other) else 0.96)
    if names_another(subject, other) or far(subject, other, _LATEST) or _is_of_later_day(subject, other):
        return None
    if shared and same_place(subject, other):
        return RelationCandidate(other, Rule.NUMBER_NAMED, 0.9)
    if len(other.title.split()) > 2 and other.title == subject.title:
        return RelationCandidate(other, Rule.TITLE, 0.92)
    if other.title and other.title in subject.said:
        return RelationCandidate(other, Rule.TITLE_NAMED, 0.92)
    if same_core(subject, other):
        return RelationCandidate(other, Rule.NAME, 0.9)
    return None


def _by_words(world: ProfileSet, subject: Profile, others: list[Profile]) -> list[RelationCandidate]:
    """Return the text, in one or several languages, that is more similar than any other from these days."""
    near = [
        (_alike(world, subject, other), other)
        for other in others
        if not _is_of_later_day(subject, other)
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
    return choose(subject, [RelationCandidate(other, Rule.WORDS, 0.75) for other in top])


def _alike(world: ProfileSet, subject: Profile, other: Profile) -> float:
    """Return how much of a correction is in another text: title words, figures and names, word runs."""
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


_ASKED = each_of("digests")
_WORDED_SO = select(editions.c.record).where(editions.c.digest == _ASKED.c.value)
_MEMBERS = select(joined_values(_WORDED_SO, _ASKED)).select_from(_ASKED)
_PAIRS = select(reprints.c.one, reprints.c.other)


def nearly_same(conn: Connection, ids: Iterable[str]) -> Iterator[RelationMatch]:
    """Yield near duplicates of these texts, from either end, and texts with equal wording."""
    pairs: dict[tuple[str, str], float] = {}
    digests: set[str] = set()
    for chunk in in_chunks(ids):
        for one, other in conn.execute(_PAIRS.where(or_(reprints.c.one.in_(chunk), reprints.c.other.in_(chunk)))):
            pairs[min(one, other), max(one, other)] = 0.95
        held = select(editions.c.digest).where(editions.c.record.in_(chunk), editions.c.digest != "")
        digests.update(conn.execute(held).scalars())
    for one, other in _equal(conn, digests):
        pairs[one, other] = 1.0
    for (one, other), certainty in sorted(pairs.items()):
        yield RelationMatch(one, NEARLY, other, Rule.TEXT, certainty)


def _equal(conn: Connection, digests: Collection[str]) -> Iterator[tuple[str, str]]:
    asked = {"digests": json.dumps(sorted(digests)), "most": MOST_EQUAL + 1}
    for found in conn.execute(_MEMBERS, asked).scalars() if digests else ():
        members = sorted(found.split(","))
        if len(members) <= MOST_EQUAL:
            yield from combinations(members, 2)


PREPARED, TRANSCRIPT = "prepared-text-of", "transcript-of"
_SHORT_SPEECH, _SHORTEST = 60, 12  # speeches with fewer words are not compared; the same for one title and day
_SURE, _LIKELY, _SPEAKER = 0.5, 0.3, 0.12  # share of common three-word runs


def occasion(world: ProfileSet, one: Profile, other: Profile) -> RelationMatch | None:
    """Return which of two texts of one speech is the prepared one or the transcript, None for neither."""
    ends = _ends(one, other)
    if ends is None or not _may_be_one(one, other):
        return None
    speakers = _speakers_agree(one, other)
    if speakers is False:
        return None
    shared = world.shared(one, other)
    if shared < (_SPEAKER if speakers or same_core(one, other) else _LIKELY):
        return None
    type_, subject, of = ends
    return RelationMatch(
        subject.record, type_, of.record, Rule.OCCASION, 0.95 if shared >= _SURE else 0.85 if speakers else 0.75
    )


def _ends(one: Profile, other: Profile) -> tuple[str, Profile, Profile] | None:
    if not one.speech or not other.speech:
        return None
    if one.prepared != other.prepared:
        return (PREPARED, one, other) if one.prepared else (PREPARED, other, one)
    if one.transcript != other.transcript:
        return (TRANSCRIPT, one, other) if one.transcript else (TRANSCRIPT, other, one)
    return None


def _may_be_one(one: Profile, other: Profile) -> bool:
    between = apart(one, other)
    least = _SHORTEST if one.title and one.title == other.title and between == 0 else _SHORT_SPEECH
    if one.language != other.language or one.annex or other.annex or min(one.words, other.words) < least:
        return False
    if numbered_otherwise(one, other):
        return False
    return between <= 1 if between is not None else same_place(one, other)


def _speakers_agree(one: Profile, other: Profile) -> bool | None:
    """Return whether both have the same speaker; None if one has no speaker."""
    if not one.speaker or not other.speaker:
        return None
    mine, theirs = (set(profile.speaker.split()) for profile in (one, other))
    return len(mine & theirs) >= min(2, len(mine), len(theirs))


TRANSLATION_OF = "translation-of"
_NEAR = 3  # days in which other languages usually follow
_LONGER = 2.6  # maximum ratio of lengths between two languages
_SHORT_TEXT = 60  # words of a text that may contain no names
_ONE_TONGUE = {"ms": "id"}  # distinguishable only in a long text


def match_translation(world: ProfileSet, one: Profile, other: Profile) -> RelationMatch | None:
    """Return that the later text, or the one not in its office's language, is the translation, or None."""
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
    first, second = sorted((one, other), key=rank_language_version)
    return RelationMatch(second.record, TRANSLATION_OF, first.record, *told)


def _comparable(one: Profile, other: Profile) -> bool:
    tongues = [_ONE_TONGUE.get(profile.language, profile.language) for profile in (one, other)]
    if "" in tongues or "un" in tongues or tongues[0] == tongues[1]:
        return False
    if not {*one.taken}.isdisjoint(other.numbers) or not {*other.taken}.isdisjoint(one.numbers):
        return False  # one withdraws or replaces the other
    if (
        (one.correction, one.withdraws, _which(one)) != (other.correction, other.withdraws, _which(other))
        or not one.words
        or not other.words
    ):
        return False
    return not numbered_otherwise(one, other) and not far(one, other)


def _which(profile: Profile) -> str:
    return {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}.get(profile.annex, profile.annex)


def _by_number(world: ProfileSet, one: Profile, other: Profile) -> tuple[Rule, float] | None:
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
    """Return the match by file names that are the same except for a mark, if the texts do not contradict. If the names
    are only a number or a day, the texts must support it: each language may count its own releases."""
    facts, alike = len(one.facts & other.facts), have_same_facts(one, other)
    if not same_core(one, other) or not (alike or same_words(one, other)):
        return None
    if (not facts and max(one.words, other.words) >= _SHORT_TEXT) or other_figures(one, other):
        return None
    return Rule.NAME, 0.95 if facts > 2 and alike else 0.85 if facts else 0.7


def _by_bare_names(one: Profile, other: Profile) -> tuple[Rule, float] | None:
    """Return the match by names in one folder that only say that it is a release, and its language."""
    if not all(any(name.bare for name in profile.filed) for profile in (one, other)) or one.speech != other.speech:
        return None
    near = (apart(one, other) or 0) <= _NEAR and same_place(one, other) and not _lengths_differ(one, other)
    return (Rule.NAME, 0.85) if near and len(one.facts & other.facts) > 2 and have_same_facts(one, other) else None


def _by_facts(world: ProfileSet, one: Profile, other: Profile) -> tuple[Rule, float] | None:
    """Return the match by the same figures and names, in one folder, on one day. Facts that other texts there in these
    languages share, such as signatures and contacts, do not count."""
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
    """Return the certainty for so many common facts; 0 for too few, or if each has its own figures."""
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


def _neighbours(world: ProfileSet, one: Profile, other: Profile) -> list[Profile]:
    """Return other texts in these languages in their folder and on their day that are not copies of either."""
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
