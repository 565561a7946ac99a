"""Interpret adjacent words: a date (`gempa 2021`), a kind of record, or stop words.

A date in free text matches the words or the record's date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.errors import QueryError
from archive.messages import Message
from archive.search.query.dates import day_span
from archive.search.query.kind_boost import boost_kind
from archive.search.query.stop_words import mark_stop_words
from archive.search.query.tree import Clause, DateClause, Either, Every, Query, StopWord, Word
from archive.text import fold
from archive.text.dates.written_dates import parse_written_date, tidy

_FIRST_YEAR = 1900
_YEARS_AHEAD = 2
_MOST = 7  # words of a date
_APART = re.compile(r"[\s,]*")
_TWO_NUMBERS = re.compile(r"[0-9]{1,2} [0-9]{4}")  # `SEA Games 31 2021`: not a month
_NO_DATE_AFTER_TEXT = "img dsc dscn dscf mvi pxl gopr vid nomor no number nr so"
_NO_DATE_AFTER = frozenset(_NO_DATE_AFTER_TEXT.split())
"""Before a number these are the name of a file or an identifier."""

_MOST_TOLD = 3


def with_dates(query: Query) -> Query:
    """Return the query with words that name a year, a month with its year, or a day as Dated, and a warning for each.
    Words in quotes or a field, after NOT or +, and parts of numbers and file names are unchanged."""
    if query.clause is None:
        return query
    reader = _DateReader(query)
    clause = reader.read(query.clause)
    if not reader.told:
        return query
    return replace(query, clause=clause, warnings=(*query.warnings, *reader.told[:_MOST_TOLD]))


class _DateReader:
    def __init__(self, query: Query) -> None:
        self._text = query.text
        self._last = (query.today.year if query.today else 9999) + _YEARS_AHEAD
        self.told: list[Message] = []

    def read(self, clause: Clause) -> Clause:
        """Return the same clause with its dates interpreted."""
        match clause:
            case Word():
                return self._side_by_side([clause])[0]
            case Every(clauses=clauses):
                kept = self._side_by_side(clauses)
                return kept[0] if len(kept) == 1 else Every(tuple(kept))
            case Either(clauses=clauses):
                return Either(tuple(self.read(inner) for inner in clauses))
        return clause

    def _side_by_side(self, clauses: Sequence[Clause]) -> list[Clause]:
        kept: list[Clause] = []
        at = 0
        while at < len(clauses):
            run = self._run(clauses, at)
            dated = next((one for n in range(len(run), 0, -1) if (one := self._dated(run[:n]))), None)
            if dated is not None and not (kept and _is_before_numbers(kept[-1])):
                kept.append(dated)
                at += run.index(next(word for word in run if word.span[1] == dated.span[1])) + 1
                self._tell(dated)
            else:
                clause = clauses[at]
                kept.append(clause if isinstance(clause, Word) else self.read(clause))
                at += 1
        return kept

    def _run(self, clauses: Sequence[Clause], at: int) -> list[Word]:
        """Return the adjacent words from there on, as many as a date may have."""
        run: list[Word] = []
        for clause in clauses[at : at + _MOST]:
            if not isinstance(clause, Word) or self._text[clause.span[0]] == "+":
                break
            if run and not _APART.fullmatch(self._text, run[-1].span[1], clause.span[0]):
                break
            run.append(clause)
        return run

    def _dated(self, run: Sequence[Word]) -> DateClause | None:
        """Return these words as a date with its year, or None. Words that a date may omit become optional."""
        days = self._days(run)
        if days is None:
            return None
        needless = 0
        while self._days(run[needless + 1 :]) == days:
            needless += 1
        words: list[Clause] = [*(StopWord(word, word.span) for word in run[:needless]), *run[needless:]]
        return DateClause(
            words[0] if len(words) == 1 else Every(tuple(words)), *days, (run[0].span[0], run[-1].span[1])
        )

    def _days(self, run: Sequence[Word]) -> tuple[int, int] | None:
        said = " ".join(word.text for word in run)
        written = parse_written_date(tidy(said))
        if written is None or written.year is None or not _FIRST_YEAR <= written.year <= self._last:
            return None
        if _TWO_NUMBERS.fullmatch(said):
            return None
        try:
            return day_span(said)
        except QueryError:
            return None

    def _tell(self, dated: DateClause) -> None:
        said = self._text[slice(*dated.span)].strip(" ,.?!")
        self.told.append(Message("date-in-words", words=said, again=said))


def _is_before_numbers(clause: Clause) -> bool:
    return isinstance(clause, Word) and fold(clause.text) in _NO_DATE_AFTER


def as_meant(query: Query) -> Query:
    """Return the query, with its names already expanded, with all of this interpreted. Clauses in quotes or fields, or
    with a sign before them, are unchanged."""
    return mark_stop_words(boost_kind(with_dates(query)))
