"""Texts of one day about one subject: two that are nearer to each other, in all their words, than to any other text of
the day in their language.

Words that half of the day's texts have weigh nothing, those of titles weigh more. The nearest pair needs rare words in
both titles besides, the more the nearer other texts come. It must also be nearest without held texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Set

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from archive.catalogue.events.event_clues import SCRIPT, WORD, days_of, members_of, spots_held
from archive.catalogue.events.event_profile import EventProfile, is_conference, numbers_in, telling_words
from archive.catalogue.events.event_scripts import SCRIPTS, hidden_among
from archive.catalogue.events.event_wording import beginnings_of, words_in_order
from archive.catalogue.events.tie_rules import Rare, Reason, Tie, signs, tie
from archive.catalogue.events.wording_rules import are_filled_differently

_FEWEST, _MOST = 4, 40  # texts of a day and language
_MOST_OF_DAY = 240  # texts of a day in all languages; above it, none is compared
_OF_TITLE = 3  # times that words of the title count
# Rare words that both titles share, least nearness (0 to 1), and the most of it that the next nearest text may have.
_ENOUGH = ((3.0, 0.18, 1.0), (2.0, 0.18, 0.55), (1.0, 0.28, 0.6))
_ON_MANY_SUBJECTS = frozenset(("briefing", "interview", "gaggle", "taklimat", "wawancara"))
Weights = NDArray[np.float64]


def days_with(conn: Connection, ids: Collection[str]) -> set[str]:
    """Return the days of these texts."""
    return {day for spots in spots_held(conn, ids).values() for day in days_of(spots)}


def texts_of_days(conn: Connection, days: Collection[str]) -> dict[str, list[str]]:
    """Return the texts of each of these days, in all scripts."""
    found: dict[str, list[str]] = defaultdict(list)
    spots = [(f"{SCRIPT}{script}", day) for script in SCRIPTS for day in sorted(days)]
    for (_, day), members in members_of(conn, spots).items():
        found[day] += members
    return found


def are_compared(members: Collection[str]) -> bool:
    """Return whether so many texts of a day are compared."""
    return _FEWEST <= len(members) <= _MOST_OF_DAY


def ties_of_subjects(
    conn: Connection, profiles: Mapping[str, EventProfile], members: Collection[str], is_rare: Rare
) -> Iterator[Tie]:
    """Yield the ties of the texts of one day, which have these profiles."""
    by_language: dict[str, list[EventProfile]] = defaultdict(list)
    for one in sorted(members):
        if one in profiles:
            by_language[profiles[one].language].append(profiles[one])
    for texts in by_language.values():
        if not _FEWEST <= len(texts) <= _MOST or not _share_words(texts, is_rare):
            continue
        words = _words_of(conn, texts)
        hidden = hidden_among(conn, words)
        for one, other in _nearest_without(words, hidden, _enough(texts, words, is_rare)):
            yield tie(one, other, Reason.SUBJECT)


def _share_words(texts: Collection[EventProfile], is_rare: Rare) -> bool:
    """Return whether any two titles share a rare word; texts are not read otherwise."""
    held = Counter(word for text in texts for word in text.words)
    return any(count > 1 and is_rare(f"{WORD}{word}") for word, count in held.items())


def _words_of(conn: Connection, texts: Collection[EventProfile]) -> dict[str, NDArray[np.uint64]]:
    """Return the words of the beginning of each text as numbers, those of its title several times."""
    begun = beginnings_of(conn, [text.record for text in texts])
    return {
        text.record: np.concatenate([
            words_in_order(begun[text.record]),
            *[words_in_order(" ".join(sorted(telling_words(text.title))))] * _OF_TITLE,
        ])
        for text in texts
        if text.record in begun
    }  # fmt: skip


Words = Mapping[str, NDArray[np.uint64]]
IsEnough = Callable[[str, str, float, float], bool]


def _enough(texts: Collection[EventProfile], words: Words, is_rare: Rare) -> IsEnough:
    """Return a function that returns whether two texts that are nearest to each other are of one event, by their
    nearness and that of the next text."""
    by_id = {text.record: text for text in texts}

    def is_enough(one: str, other: str, near: float, following: float) -> bool:
        pair = by_id[one], by_id[other]
        if not may_be_one(*pair) or are_filled_differently(*pair, words[one], words[other]):
            return False
        found = signs(*pair, is_rare)
        if found.against or found.towns_differ:
            return False
        return any(
            found.some >= shared and near >= least and following <= part * near for shared, least, part in _ENOUGH
        )

    return is_enough


def may_be_one(one: EventProfile, other: EventProfile) -> bool:
    """Return whether two texts of a day may be of one event: not if one is about the questions of the day, if their
    titles have different numbers, or if they announce different days."""
    if any(is_conference(text.title) or not _ON_MANY_SUBJECTS.isdisjoint(text.title) for text in (one, other)):
        return False
    if numbers_in(one.title) != numbers_in(other.title):
        return False
    coming = [(text.first, text.last) for text in (one, other) if text.issue and text.first > text.issue]
    return len(coming) < 2 or coming[0] == coming[1]


def _nearest_without(words: Words, hidden: Set[str], is_enough: IsEnough) -> Iterator[tuple[str, str]]:
    """Yield the pairs that are nearest to each other with and without the hidden texts."""
    for pair in _nearest(words, is_enough):
        others = hidden - {*pair}
        if not others or pair in set(_nearest(_less(words, others), is_enough)):
            yield pair


def _less(words: Words, hidden: Set[str]) -> Words:
    return {one: its for one, its in words.items() if one not in hidden}


def _nearest(words: Words, is_enough: IsEnough) -> Iterator[tuple[str, str]]:
    ids = sorted(words)
    if len(ids) < _FEWEST:
        return
    near = nearness([words[one] for one in ids])
    order = np.argsort(-near, axis=1, kind="stable")
    for n, m in enumerate(order[:, 0].tolist()):
        if n < m and order[m, 0] == n:
            following = max(near[end, order[end, 1]] for end in (n, m))
            if is_enough(ids[n], ids[m], float(near[n, m]), float(following)):
                yield ids[n], ids[m]


def nearness(words: list[NDArray[np.uint64]]) -> Weights:
    """Return how near each text is to each other, 0 to 1 (the cosine of their weighted words), 0 to itself."""
    known, at = np.unique(np.concatenate(words), return_inverse=True)
    counts = np.zeros((len(words), len(known)))
    np.add.at(counts, (np.repeat(np.arange(len(words)), [len(its) for its in words]), at), 1)
    texts_with = (counts > 0).sum(axis=0)
    rarity = np.log((len(words) + 1) / texts_with) * (texts_with <= max(2, len(words) / 2))
    weights = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * rarity
    lengths = np.sqrt((weights**2).sum(axis=1))
    weights /= np.where(lengths > 0, lengths, 1)[:, np.newaxis]
    near: Weights = weights @ weights.T
    np.fill_diagonal(near, 0)
    return near
