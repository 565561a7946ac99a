"""Suggest facet values for words of a query: the agency with that name, photos for `foto`, each with its count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive.authority.authorities import Authorities, key
from archive.record import Kind
from archive.search.execution.execution import count_answers
from archive.search.execution.open_indexes import OpenedIndex
from archive.search.execution.requests import FacetSuggestion, SearchRequest
from archive.search.query.clauses import remove_clauses, side_by_side, text_less, times
from archive.search.query.fields import named_value
from archive.search.query.kind_boost import JOINING, typed_words
from archive.search.query.tree import Clause, Query
from archive.text import fold

COLUMNS = ("source", "credit", "person", "place", "collection")
MOST = 5
_LONGEST_RUN = 4  # words that name one value together
_MOST_WORDS = 8  # words of a query that are checked
_USUAL = 5_000  # values of a column that are cached by key
_LOOKED_AT = 50  # of the rarer values with one of these words, the most frequent ones
_SIGNS = re.compile(r"[\W_]+")  # between words

_KINDS = (Kind.PHOTO, Kind.SPEECH, Kind.PRESS_RELEASE)  # words for the others are common in texts


def facet_suggestions(
    query: Query, request: SearchRequest, opened: OpenedIndex, cards: Authorities
) -> tuple[FacetSuggestion, ...]:
    """Return up to MOST suggestions, longer runs of words first, each with at least one result."""
    words = [clause for clause in side_by_side(query) if typed_words(clause)]
    if not words or len(words) > _MOST_WORDS or times(query.clause, MOST) < MOST:
        return ()
    found: list[FacetSuggestion] = []
    seen: set[tuple[str, str]] = set()
    for run in _runs(side_by_side(query)):
        typed = " ".join(typed_words(clause) for clause in run)
        for column, value in _meant(typed, opened, cards):
            if (column, value) in seen or value in request.filters.get(column, ()):
                continue
            seen.add((column, value))
            narrowed = replace(request, filters={**request.filters, column: (value,)})
            many = count_answers(remove_clauses(query, run), narrowed, opened)
            if many:
                found.append(FacetSuggestion(column, value, typed, many, text_less(query, run)))
            if len(found) == MOST:
                return tuple(found)
    return tuple(found)


def _runs(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, ...]]:
    for length in range(min(_LONGEST_RUN, len(clauses)), 0, -1):
        for start in range(len(clauses) - length + 1):
            run = clauses[start : start + length]
            if all(typed_words(clause) for clause in run):
                yield tuple(run)


def _meant(typed: str, opened: OpenedIndex, cards: Authorities) -> Iterator[tuple[str, str]]:
    """Return the (column, value) pairs that these words may mean, likeliest first."""
    wanted = key(typed)
    kind = named_value("kind", typed) or named_value("kind", _without_of(typed))
    if kind in _KINDS:
        yield "kind", kind
    agency = cards.agency(typed)
    if agency is not None:
        yield "credit", agency
    longest = max(fold(typed).split(), key=len, default="")
    if len(longest) < 2:
        return
    for column in COLUMNS:
        yield from ((column, value) for value in _values(column, wanted, longest, opened))


def _without_of(typed: str) -> str:
    """Return the words before one that joins a kind to its subject: `photo of`, `foto dari`, `ảnh của`."""
    rest, _, last = typed.rpartition(" ")
    return rest if fold(last) in JOINING else ""


def _values(column: str, wanted: str, word: str, opened: OpenedIndex) -> list[str]:
    """Return values with this key and this word in the viewer's index, which contains only what the viewer may see."""
    usual, are_all = opened.remember(("values by key", column), lambda: _usual(column, opened))
    found = usual.get(wanted, [])
    if not found and not are_all:
        rarer = opened.remember((column, word), lambda: _by_key(opened.engine.values(column, word, _LOOKED_AT)))
        found = rarer.get(wanted, [])
    return [value for value in found if any(part.startswith(word) for part in _SIGNS.split(fold(value)))]


def _usual(column: str, opened: OpenedIndex) -> tuple[dict[str, list[str]], bool]:
    """Return the most frequent values of a column by key, and whether these are all. Looking a value up by word in the
    engine takes longer, and would be needed for each word of a query."""
    values = opened.values(column, _USUAL)
    return _by_key(values), len(values) < _USUAL


def _by_key(values: Iterable[tuple[str, int]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value, _ in values:
        found.setdefault(key(value), []).append(value)
    return found
