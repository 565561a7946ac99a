"""Press conferences and the releases that are read out at their beginning, before the questions.

The title of a transcript seldom names its subject, so each is compared with all releases of its day.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection

from archive.catalogue.events.event_clues import (
    NAMED,
    SCRIPT,
    Spot,
    common_clues,
    days_of,
    members_of,
    spots_held,
)
from archive.catalogue.events.event_leads import distinct, lead_names
from archive.catalogue.events.event_profile import (
    EventProfile,
    days_meet,
    is_conference,
    is_unspecific,
    syllable_weight,
    telling_words,
)
from archive.catalogue.events.event_wording import beginnings_of, part_of, runs_of
from archive.catalogue.events.tie_rules import Reason, Tie, tie
from archive.record import Kind
from archive.text.fold import fold
from archive.text.tokens import PARTS

MOST_BESIDE = 60  # texts of the day of a press conference; of more none is compared
OPENING, LEAD = 2500, 1500  # code points of a transcript, and of a release, that are compared
# Who asks, in a transcript: what comes before the first question is what the conference was called for.
_ASKING = re.compile(
    r"^\W{0,3}(?:question|journalist|reporter|q|j|pertanyaan|wartawan|tanya|hỏi|phóng viên|pv)\W{0,3}:"
    r"|(?<=[.!?”\"] )(?:question|journalist|reporter|pertanyaan|wartawan|hỏi|phóng viên):",
    re.IGNORECASE | re.MULTILINE,
)
_RUN = 3  # words
_LEAST_WORDS = 40  # in a release
_STEM, _ENDING = 5, 2  # letters of a word that must match, and maximum length of its ending
_WORDS, _MANY_WORDS = 2.0, 5.0  # discriminative words in the title of the release
_SAID = 0.6  # minimum share of these in the opening
_READ_OUT, _MENTIONED, _TOUCHED = 0.06, 0.03, 0.02  # least wording: sure; sure with the whole title; possible
_TOLD = frozenset(("interview", "transcript"))  # genres that are not releases


def texts_of_sort(conn: Connection, sort: str, days: Collection[str]) -> set[str]:
    """Return the texts of these days with a clue that tells of what sort they are, such as press conferences."""
    return {one for members in members_of(conn, {(sort, day) for day in days}).values() for one in members}


def texts_beside(conn: Connection, sort: str, held: Mapping[str, Set[Spot]]) -> dict[str, list[str]]:
    """Return, for each text of a sort on the days of these records, the texts of its day and script; none where they
    are very many."""
    found = texts_of_sort(conn, sort, days_of(chain(*held.values())))
    spots = {
        one: min(spot for spot in spots if spot[0].startswith(SCRIPT)) for one, spots in spots_held(conn, found).items()
    }
    members = members_of(conn, set(spots.values()))
    return {one: members[spot] for one, spot in sorted(spots.items()) if len(members[spot]) <= MOST_BESIDE}


@dataclass(frozen=True, slots=True)
class _Announcement:
    """What a press conference and a release share: names and figures, the share of the release's title that is
    mentioned, the title's length in words, and the share of the release's wording that is read out."""

    names: list[str]
    said: float
    words: float
    wording: float


def ties_of_conferences(
    conn: Connection, profiles: Mapping[str, EventProfile], beside: Mapping[str, list[str]], asked: Collection[str]
) -> Iterator[Tie]:
    """Yield the ties between press conferences and releases of the same day, if one of both is among the given
    records."""
    pairs = [
        (conference, release)
        for conference, texts in beside.items()
        for release in texts
        if (conference in asked or release in asked) and _may_announce(profiles, conference, release)
    ]
    texts = beginnings_of(conn, {one for pair in pairs for one in pair})
    found = {
        pair: _compare(profiles[pair[1]], texts[pair[0]], texts[pair[1]]) for pair in pairs if {*pair} <= texts.keys()
    }
    common = common_clues(conn, {f"{NAMED}{name}" for one in found.values() for name in one.names})
    for pair, one in found.items():
        if one.said >= _SAID and one.wording >= _TOUCHED and any(f"{NAMED}{name}" not in common for name in one.names):
            is_read_out = one.wording >= _READ_OUT and one.words >= _WORDS
            is_subject = one.wording >= _MENTIONED and one.words >= _MANY_WORDS and one.said == 1
            yield tie(*pair, Reason.ANNOUNCED, is_read_out or is_subject)


def _may_announce(profiles: Mapping[str, EventProfile], conference: str, release: str) -> bool:
    one, other = profiles.get(conference), profiles.get(release)
    return (
        one is not None
        and other is not None
        and other.kind == Kind.PRESS_RELEASE.value
        and other.genre not in _TOLD
        and not is_conference(other.title)
        and not is_unspecific(other.title)
        and one.language == other.language
        and days_meet(one, other)
    )


def _compare(release: EventProfile, conference_text: str, release_text: str) -> _Announcement:
    opening, lead = _ASKING.split(conference_text[:OPENING], maxsplit=1)[0], release_text[:LEAD]
    title = telling_words(release.title)
    return _Announcement(
        names=distinct({*lead_names(opening)} & {*lead_names(lead)}),
        said=part_said(title, words_in(opening)),
        words=syllable_weight(release.language) * len(title),
        wording=wording_said(lead, opening),
    )


def wording_said(lead: str, opening: str) -> float:
    """Return which part (0 to 1) of the wording of one text stands in another."""
    runs = runs_of(lead, _RUN)
    return part_of(runs, runs_of(opening, _RUN)) if len(runs) >= _LEAST_WORDS else 0.0


def words_in(text: str) -> set[str]:
    """Return the folded words of a text."""
    return {*PARTS.findall(fold(text))}


def part_said(words: Collection[str], spoken: Set[str]) -> float:
    """Return which part (0 to 1) of these words is among others, maybe with other endings."""
    return sum(word in spoken or _is_inflected(word, spoken) for word in words) / len(words) if words else 0.0


def _is_inflected(word: str, spoken: Set[str]) -> bool:
    stem = word[: max(_STEM, len(word) - _ENDING)]
    return len(word) > _STEM and any(one.startswith(stem) for one in spoken)
