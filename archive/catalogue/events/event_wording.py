"""How much wording two texts share: reports based on one release, under different titles.

Runs of five words at the beginning of both are compared. In any language, hardly any of these match by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from archive.catalogue.events.event_leads import LEAD, lead_names
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import texts
from archive.text.minhash import mixed
from archive.text.near_duplicates import letters_of

READ = 4_000  # compared code points of a text
_RUN = 5  # words
_MOST_WORDS = 900
_DIGITS = re.compile(r"\d+")
_SHORTEST = 60  # runs of a text that is compared
_BEGINNINGS = select(texts.c.record, func.substr(texts.c.text, 1, READ).label("text")).where(texts.c.record.in_(EACH))


@dataclass(frozen=True, slots=True)
class Wording:
    """The names and figures at the beginning of a text, all numbers there, and its runs of words as numbers: all, those
    of its first half, the pairs of words of its lead, and its words."""

    names: frozenset[str]
    digits: frozenset[str]
    runs: NDArray[np.uint64]
    opening: NDArray[np.uint64]
    pairs: NDArray[np.uint64]
    words: NDArray[np.uint64]


def wording_of(text: str) -> Wording:
    """Return the wording of a text."""
    runs = _runs(text[:READ], _RUN)
    digits = frozenset(_DIGITS.findall(text[:LEAD]))
    opening = np.unique(runs[: len(runs) // 2])
    pairs, words = runs_of(text[:LEAD], 2), np.unique(words_in_order(text[:READ]))
    return Wording(frozenset(lead_names(text)), digits, np.unique(runs), opening, pairs, words)


def words_in_order(text: str) -> NDArray[np.uint64]:
    """Return the first words of a text as numbers."""
    return letters_of(text, _MOST_WORDS).numbers()


def runs_of(text: str, length: int) -> NDArray[np.uint64]:
    """Return the hashes of all runs of that many words, in ascending order."""
    return np.unique(_runs(text, length))


def _runs(text: str, length: int) -> NDArray[np.uint64]:
    words = words_in_order(text)
    runs = words[: max(0, len(words) - length + 1)]
    for n in range(1, length):
        runs = mixed(runs) + words[n : n + len(runs)]
    return runs


def wordings_of(conn: Connection, ids: Iterable[str]) -> dict[str, Wording]:
    """Return the wordings of those of these records that have a text."""
    return {record: wording_of(text) for record, text in beginnings_of(conn, ids).items()}


def beginnings_of(conn: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the first `READ` code points of the texts of these records."""
    return {row.record: row.text for row in select_by_ids(conn, _BEGINNINGS, sorted(ids)) if row.text}


def shared_wording(one: Wording, other: Wording) -> tuple[float, float]:
    """Return the share (0 to 1) of the shorter text's runs in the other, and of the longer one's; 0 for very short
    texts, where one sentence counts too much."""
    short, long = sorted((one.runs, other.runs), key=len)
    return (part_of(short, long), part_of(long, short)) if len(short) >= _SHORTEST else (0.0, 0.0)


def shared_openings(one: Wording, other: Wording) -> float:
    """Return the smaller of the shares (0 to 1) of each text's first half that is in the other. Common endings of one
    office's texts, such as its description and contacts, are in neither."""
    return min(part_of(one.opening, other.runs), part_of(other.opening, one.runs))


def shared_pairs(one: Wording, other: Wording) -> float:
    """Return the share (0 to 1) of the pairs of words of both leads that are in both; 0 for very short leads."""
    both, all_ = len(np.intersect1d(one.pairs, other.pairs, assume_unique=True)), len(one.pairs) + len(other.pairs)
    return 2 * both / all_ if min(len(one.pairs), len(other.pairs)) >= _SHORTEST else 0.0


def part_of(runs: NDArray[np.uint64], others: NDArray[np.uint64]) -> float:
    """Return the share (0 to 1) of these runs that is among the others."""
    return len(np.intersect1d(runs, others, assume_unique=True)) / len(runs) if len(runs) else 0.0
