"""The rules for prepared-text-of and transcript-of: a speech as it was written, and as it was held."""

from __future__ import annotations

from archive.catalogue.relating.found import Found, apart, numbered_otherwise, same_core, same_place
from archive.catalogue.relating.origins import Rule
from archive.catalogue.relating.profile import Profile
from archive.catalogue.relating.world import World

PREPARED, TRANSCRIPT = "prepared-text-of", "transcript-of"
_SHORT, _SHORTEST = 60, 12  # words below which a speech is not compared; one of the same title and day
_SURE, _LIKELY, _SPEAKER = 0.5, 0.3, 0.12  # of the runs of three words that both have


def occasion(world: World, one: Profile, other: Profile) -> Found | None:
    """Which of two texts of one speech is the prepared one, or the transcript, if they are that."""
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
    return Found(
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
    least = _SHORTEST if one.title and one.title == other.title and between == 0 else _SHORT
    if one.language != other.language or one.annex or other.annex or min(one.words, other.words) < least:
        return False
    if numbered_otherwise(one, other):
        return False
    return between <= 1 if between is not None else same_place(one, other)


def _speakers_agree(one: Profile, other: Profile) -> bool | None:
    """Whether both have one speaker; None where one of them does not say who spoke."""
    if not one.speaker or not other.speaker:
        return None
    mine, theirs = (set(profile.speaker.split()) for profile in (one, other))
    return len(mine & theirs) >= min(2, len(mine), len(theirs))
